"""The instrument: its sections, fields, options and rules, read from TOML and written to it."""

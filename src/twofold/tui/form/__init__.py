"""The coding form: its state and what a key does to it, without Textual, and the one widget that draws it."""

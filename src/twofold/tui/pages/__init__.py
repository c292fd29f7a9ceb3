"""The pages around the form as plain states: what a key does on them and what is seen. No Textual in here."""

"""The screens: what is drawn, and what each key does."""

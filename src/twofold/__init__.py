"""Twofold: two reviewers, one record."""

__version__ = "0.1.0"

"""Dates as codebooks and papers give them: a day, a month or a year in ISO form."""

import re
from datetime import date

_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?", re.ASCII)


def is_date(text: str) -> bool:
    """Whether ``text`` is a real day, month or year: 2024-05-31, 2024-05 or 2024."""
    if not _DATE.fullmatch(text):
        return False
    try:
        date.fromisoformat((text + "-01-01")[:10])
    except ValueError:
        return False
    return True


def date_is_before(one: str, other: str) -> bool:
    """Whether all of ``one`` lies before all of ``other``; of 2024 and 2024-05 neither does."""
    shared = min(len(one), len(other))
    return one[:shared] < other[:shared]

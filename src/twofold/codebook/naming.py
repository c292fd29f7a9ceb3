"""Which ids a codebook may use: they become column headers and cell values, and they are for ever."""

import re

from twofold.codebook.problems import Ledger, Path, shown

_ID = re.compile(r"[a-z][a-z0-9_]{0,47}")

RESERVED_FIELDS = frozenset(
    [
        *("study", "initiative", "report", "reports", "row", "reviewer", "round"),
        *("title", "authors", "year", "doi", "pmid"),
        *("excluded", "study_label", "study_state", "open_places", "row_label", "row_state", "listed_by"),
    ]
)
"""Columns that every export has of its own."""

RESERVED_OPTIONS = frozenset(["nr", "uc", "nap", "nask", "nan", "null"])
"""The missing codes, and what R or pandas would take for a missing value."""

RESERVED_CHECKS = frozenset(
    ["required", "note", "quote", "place", "looked", "reason", "range", "impossible", "overall", "same_name"]
)
"""The demands that are built in; ``findings`` names them so."""


def check_id(value: str, path: Path, subject: str, reserved: frozenset[str], ledger: Ledger) -> None:
    """Note in ``ledger`` what is wrong with the id ``value`` of ``subject``, if anything."""
    if not _ID.fullmatch(value):
        ledger.add(
            path,
            f"{subject} has the id {shown(value)}",
            "Begin with a small letter a-z and go on with small letters, digits and _, at most 48 in all.",
        )
    elif "___" in value:
        ledger.add(
            path,
            f"{subject} has the id {shown(value)}, which holds ___",
            "Three underscores part field from option in exports: use one.",
        )
    elif value in reserved:
        ledger.add(path, f"{subject} has the id `{value}`, which Twofold keeps for itself", "Choose another id.")

"""Reference files read without losing a record, duplicates found, labels given."""

from twofold.references.decoding import MAX_BYTES
from twofold.references.differing import Difference, differences
from twofold.references.headers import FIELDS
from twofold.references.labels import labels
from twofold.references.matching import (
    AlreadyThere,
    Group,
    Known,
    Matches,
    Repeated,
    known_from,
    match,
)
from twofold.references.model import HeldBack, Reading, Reference, ScreeningNote, Source, UnreadableFile
from twofold.references.reading import columns_of, read_references
from twofold.references.resembling import Near
from twofold.references.writing import write_ris

__all__ = [
    "FIELDS",
    "MAX_BYTES",
    "AlreadyThere",
    "Difference",
    "Group",
    "HeldBack",
    "Known",
    "Matches",
    "Near",
    "Reading",
    "Reference",
    "Repeated",
    "ScreeningNote",
    "Source",
    "UnreadableFile",
    "columns_of",
    "differences",
    "known_from",
    "labels",
    "match",
    "read_references",
    "write_ris",
]

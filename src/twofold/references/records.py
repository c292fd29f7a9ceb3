"""A record as a reader found it, before anything is taken out of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from twofold.references.interpreting import Plan

Fields = list[tuple[str, str]]


@dataclass(slots=True)
class RawRecord:
    """One record: its verbatim fields, its lines, what was odd.

    ``derived`` are the fields to interpret where those are not the verbatim
    ones. ``refused`` is a sentence where the record cannot be read. ``text`` is what to show of it then, where that
    is not simply those lines. ``size`` is its length in characters, 0 if not known.
    """

    fields: Fields
    first_line: int
    last_line: int = 0
    flags: list[str] = field(default_factory=list)
    marked: bool = True
    refused: str = ""
    derived: Fields | None = None
    text: str = ""
    size: int = 0


class Refused(Exception):
    """The file is refused in whole; the message goes on from the file's name, as in ``line 3: ...``."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a format's reader gives: records to be drawn one by one, and the plan to interpret them with.

    ``warnings`` grows while the records are drawn. ``cut`` names the fields that go to screening in any
    case, with the kind of note they are; ``lists`` those in which each line is an item; ``columns`` are those of a
    table, as in ``Reading``. ``format`` is given where it says more than the format that was recognised.
    """

    plan: Plan
    records: Iterator[RawRecord]
    warnings: list[str]
    producer: str = ""
    cut: Mapping[str, str] = field(default_factory=dict)
    columns: tuple[tuple[str, str], ...] = ()
    format: str = ""
    lists: frozenset[str] = frozenset()

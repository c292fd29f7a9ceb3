"""A record as a reader found it, before anything is taken out of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from twofold.references.interpreting import Plan

Fields = list[tuple[str, str]]


@dataclass(slots=True)
class RawRecord:
    """One record: its verbatim fields, its lines, what was odd.

    ``refused`` is a sentence where the record cannot be read. ``text`` is what to show of it then, where that
    is not simply those lines.
    """

    fields: Fields
    first_line: int
    last_line: int = 0
    flags: list[str] = field(default_factory=list)
    marked: bool = True
    refused: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a format's reader gives: records to be drawn one by one, and the plan to interpret them with.

    ``warnings`` grows while the records are drawn. ``cut`` names the fields that go to screening in any
    case, with the kind of note they are; ``columns`` are those of a table, as in ``Reading``.
    """

    plan: Plan
    records: Iterator[RawRecord]
    warnings: list[str]
    producer: str = ""
    cut: Mapping[str, str] = field(default_factory=dict)
    columns: tuple[tuple[str, str], ...] = ()

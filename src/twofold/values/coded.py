"""What one person coded of one study: each field's answer with what stands beside it, and the outcome rows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import TypeAlias

from twofold.values.answers import BLANK, Answer, is_answered


class Confidence(StrEnum):
    """How sure the coder is."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where an answer is taken from. ``verbatim`` is the quote as pasted, where mending changed it."""

    report: str = ""
    place: str = ""
    quote: str = ""
    verbatim: str = ""

    def __bool__(self) -> bool:
        return bool(self.report or self.place or self.quote)


NO_EVIDENCE = Evidence()


@dataclass(frozen=True, slots=True)
class Coded:
    """The whole state of one field: answer, evidence, the reason the codebook wants, note and confidence."""

    answer: Answer = BLANK
    evidence: Evidence = NO_EVIDENCE
    reason: str = ""
    note: str = ""
    confidence: Confidence | None = None

    @property
    def answered(self) -> bool:
        """Whether the field has an answer; a note alone is none."""
        return is_answered(self.answer)


NOTHING = Coded()

FieldId: TypeAlias = str
RowKey: TypeAlias = str
Place: TypeAlias = tuple[RowKey | None, FieldId]
"""A field of the study (row ``None``) or of one outcome row."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One person's answers to one study. ``rows`` lists the live outcome rows in the order they are shown."""

    codes: Mapping[Place, Coded] = field(default_factory=lambda: MappingProxyType({}))
    rows: tuple[RowKey, ...] = ()

    def at(self, field_id: FieldId, row: RowKey | None = None) -> Coded:
        """The state of one field; ``NOTHING`` where nothing was coded."""
        return self.codes.get((row, field_id), NOTHING)

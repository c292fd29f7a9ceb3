"""An answer to one field: a value, a set of options, a code that lies off every scale, or blank.

The four are types of their own, so that *not reported* can never be taken for a level and an empty set (*none of
these*) never for a blank.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from twofold.values.canonical import Json


class OffScale(StrEnum):
    """An answer that is never a level. The value is its code in files."""

    NOT_REPORTED = "NR"
    UNCLEAR = "UC"
    NOT_APPLICABLE = "NAP"

    @property
    def words(self) -> str:
        """The answer as a person reads it."""
        return _OFF_SCALE_WORDS[self]


_OFF_SCALE_WORDS = {
    OffScale.NOT_REPORTED: "not reported",
    OffScale.UNCLEAR: "unclear",
    OffScale.NOT_APPLICABLE: "not applicable",
}

_OFF_SCALE_CODES = frozenset(code.value for code in OffScale)


@dataclass(frozen=True, slots=True)
class Value:
    """One option's id, or a number, date or text as it was typed."""

    text: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """A set of option ids of a multi field. Empty means *none of these*, which is an answer."""

    options: frozenset[str]


@dataclass(frozen=True, slots=True)
class Blank:
    """Not coded, or withdrawn. Never an answer."""


BLANK = Blank()

Answer: TypeAlias = Value | Chosen | OffScale | Blank


class BadAnswer(ValueError):
    """JSON that is no answer."""


def answer_to_json(answer: Answer) -> Json:
    """The form in which ``answer`` stands in a document; ``answer_from_json`` reads it back."""
    match answer:
        case Value(text):
            return {"value": text}
        case Chosen(options):
            return {"set": sorted(options)}
        case OffScale():
            return {"off": answer.value}
        case Blank():
            return None


def answer_from_json(value: Json) -> Answer:
    """Read what ``answer_to_json`` wrote.

    Raises:
        BadAnswer: anything else, such as an unknown off-scale code or an option named twice.
    """
    if value is None:
        return BLANK
    if isinstance(value, Mapping) and len(value) == 1:
        ((kind, content),) = value.items()
        if kind == "value" and isinstance(content, str) and content:
            return Value(content)
        if kind == "off" and isinstance(content, str) and content in _OFF_SCALE_CODES:
            return OffScale(content)
        if kind == "set" and isinstance(content, list | tuple):
            options = [option for option in content if isinstance(option, str) and option]
            if len(options) == len(content) == len(set(options)):
                return Chosen(frozenset(options))
    raise BadAnswer(f"{str(value)[:80]} is not an answer")


def is_answered(answer: Answer) -> bool:
    """Whether anything was answered; only a blank is not."""
    return not isinstance(answer, Blank)


def is_on_scale(answer: Answer) -> bool:
    """Whether the answer is a value or a set, so neither blank nor off the scale."""
    return isinstance(answer, Value | Chosen)

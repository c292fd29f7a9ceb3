"""How an answer stands in a cell, and how a cell is read back.

Blank is *not coded*; ``NR``, ``UC`` and ``NAP`` are answers off the scale; ``NASK`` says that a rule did not ask;
``(none)`` is an empty set, and the options of a set are joined by ``|`` in the order of the codebook.
"""

from collections.abc import Sequence

from twofold.codebook.model import Field, Option
from twofold.values.answers import Answer, Chosen, OffScale, Value
from twofold.values.coded import Coded, RowKey

NOT_ASKED = "NASK"
EMPTY_SET = "(none)"
JOINT = "|"
MISSING = {
    **{one.value: one.words for one in OffScale},
    NOT_ASKED: "not asked: by a rule of the codebook, or because the field came into it later",
}
"""The missing codes with what they say."""


def cell(field: Field | None, answer: Answer) -> str:
    """The answer as the analyst reads it: an option's id, the text verbatim, a missing code, or blank."""
    match answer:
        case Value(text):
            return text
        case OffScale():
            return answer.value
        case Chosen(options):
            return JOINT.join(ordered(field, options)) if options else EMPTY_SET
        case _:
            return ""


def label(field: Field | None, answer: Answer) -> str:
    """The answer as the codebook in force calls it; blank for numbers, dates and texts, which are what they are."""
    match answer:
        case OffScale():
            return answer.words
        case Value(text):
            found = None if field is None else _option(field, text)
            return "" if found is None else found.label
        case Chosen(options) if field is not None:
            named = (_option(field, one) for one in ordered(field, options))
            return JOINT.join(one.label for one in named if one is not None)
        case _:
            return ""


def missing(answer: Answer) -> str:
    """The missing code of an answer off the scale, else blank."""
    return answer.value if isinstance(answer, OffScale) else ""


def ordered(field: Field | None, options: frozenset[str]) -> Sequence[str]:
    """The options in the order of the codebook; those it does not know come last, by their ids."""
    known = [one.id for one in field.options if one.id in options] if field is not None else []
    return [*known, *sorted(options.difference(known))]


def evidence(coded: Coded) -> tuple[str, str, str, str]:
    """Report, place, quote, and the quote as it was pasted where mending changed it."""
    one = coded.evidence
    return one.report, one.place, one.quote, one.verbatim


def flag(value: bool) -> str:
    """1 or 0."""
    return "1" if value else "0"


def row_id(row: RowKey | None) -> str:
    """An outcome row as files name it: `r` and its key, for a key of digits alone would be taken for a number."""
    return "" if row is None else f"r{row}"


def document_id(name: str | None) -> str:
    """A document as files name it: `d` and its id."""
    return f"d{name}" if name else ""


def _option(field: Field, name: str) -> Option | None:
    if field.tick is not None and field.tick.id == name:
        return field.tick
    return field.option(name)

"""How an answer stands in a cell, and how a cell is read back.

Blank is *not coded*; ``NR``, ``UC`` and ``NAP`` are answers off the scale; ``NASK`` says that a rule did not ask;
``(none)`` is an empty set, and the options of a set are joined by ``|`` in the order of the codebook.
"""

from collections.abc import Sequence
from typing import NamedTuple

from twofold.codebook.model import Field
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


class Cells(NamedTuple):
    """The cells of one answer.

    ``value`` is what the analyst reads: an option's id, the text verbatim, a missing code, or blank. ``label`` is what
    the codebook in force calls it; blank for numbers, dates and texts, which are what they are. ``missing`` is the
    missing code of an answer off the scale, else blank.
    """

    value: str
    label: str
    missing: str


BLANK_CELLS = Cells("", "", "")
NOT_ASKED_CELLS = Cells(NOT_ASKED, "", NOT_ASKED)
_OFF_SCALE = {one: Cells(one.value, one.words, one.value) for one in OffScale}


class FieldCells:
    """The cells of the answers to one field. Its options are looked up once, for there are a hundred thousand answers.

    ``field`` is ``None`` where the codebook in force has none of that name.
    """

    def __init__(self, field: Field | None) -> None:
        options = () if field is None else field.options
        ticks = () if field is None or field.tick is None else (field.tick,)
        self._places = {one.id: place for place, one in enumerate(options)}
        self._known = {one.id: Cells(one.id, one.label, "") for one in (*options, *ticks)}

    def of(self, answer: Answer) -> Cells:
        """The cells of an answer."""
        if isinstance(answer, Value):
            return self._known.get(answer.text) or Cells(answer.text, "", "")
        if isinstance(answer, Chosen):
            names = self.ordered(answer.options)
            labels = JOINT.join([self._known[one].label for one in names if one in self._known])
            return Cells(JOINT.join(names) if names else EMPTY_SET, labels, "")
        return _OFF_SCALE[answer] if isinstance(answer, OffScale) else BLANK_CELLS

    def ordered(self, options: frozenset[str]) -> Sequence[str]:
        """The options in the order of the codebook; those it does not know come last, by their ids."""
        last = len(self._places)
        return sorted(options, key=lambda one: (self._places.get(one, last), one))


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

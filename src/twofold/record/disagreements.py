"""Where two frozen sheets differ, and in what way. Quotes, notes, reasons and confidence never make a disagreement."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from twofold.codebook.model import Codebook, Field, FieldType, Unit
from twofold.record.frozen import Frozen
from twofold.values.answers import Answer, Blank, Chosen, OffScale, Value
from twofold.values.coded import Coded, Place, RowKey


class Kind(StrEnum):
    """How the codes of one place differ, from what is settled first to what follows from something else."""

    MISSED = "missed"
    UNMATCHED_ROW = "unmatched_row"
    OPTION = "option"
    OFF_SCALE = "off_scale"
    NUMBER = "number"
    SET = "set"
    ADJACENT = "adjacent"
    TEXT = "text"
    FOLLOWS = "follows"

    @property
    def words(self) -> str:
        """The kind as the screens say it."""
        return _WORDS[self]


_WORDS = {
    Kind.MISSED: "missed",
    Kind.UNMATCHED_ROW: "row not matched",
    Kind.OPTION: "other option",
    Kind.OFF_SCALE: "off the scale",
    Kind.NUMBER: "other number",
    Kind.SET: "other set",
    Kind.ADJACENT: "one step apart",
    Kind.TEXT: "other text",
    Kind.FOLLOWS: "follows from an answer above",
}


@dataclass(frozen=True, slots=True)
class Matched:
    """Outcome rows that are one: for each person who listed it, the key of the row. ``key`` names the match.

    ``twice`` says that it was matched in two ways, neither knowing of the other: it is then each person's row alone.
    """

    key: RowKey
    rows: Mapping[str, RowKey]
    twice: bool = False


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One place where the codes of a release differ. ``coded`` has each person's state; a person who was not asked,
    or did not list the row, is not in it."""

    row: RowKey | None
    field: str
    kind: Kind
    coded: Mapping[str, Coded]
    codes: Mapping[str, str]


def disagreements(
    codebook: Codebook,
    sheets: Sequence[Frozen],
    rows: Sequence[Matched],
    beside: frozenset[tuple[str, Place]] = frozenset(),
) -> tuple[Disagreement, ...]:
    """Every disagreement of a study between its frozen sheets, in the order of the form.

    ``beside`` are the places, by person, that compare with nothing: the code was given under another meaning of the
    field, or the field was not in the codebook yet.
    """
    found: list[Disagreement] = []
    for section in codebook.sections:
        if section.unit is Unit.STUDY:
            for one in section.fields:
                found += _at(one, None, {sheet.person: None for sheet in sheets}, sheets, beside)
        else:
            for match in rows:
                if len(match.rows) == len(sheets):
                    for one in section.fields:
                        found += _at(one, match.key, match.rows, sheets, beside)
                elif any(one.id == codebook.row_name for one in section.fields):
                    found.append(_unmatched(codebook, match, sheets))
    return tuple(found)


def _unmatched(codebook: Codebook, match: Matched, sheets: Sequence[Frozen]) -> Disagreement:
    naming = codebook.row_name
    having = [one for one in sheets if one.person in match.rows]
    places: dict[str, Place] = {one.person: (match.rows[one.person], naming) for one in having}
    return Disagreement(
        match.key,
        naming,
        Kind.UNMATCHED_ROW,
        {one.person: one.sheet.codes.get(places[one.person], Coded()) for one in having},
        {one.person: one.codes[places[one.person]] for one in having if places[one.person] in one.codes},
    )


def _at(
    field: Field,
    row: RowKey | None,
    rows: Mapping[str, RowKey | None],
    sheets: Sequence[Frozen],
    beside: frozenset[tuple[str, Place]],
) -> Iterator[Disagreement]:
    places: dict[str, Place] = {one.person: (rows[one.person], field.id) for one in sheets}
    sheets = [one for one in sheets if (one.person, places[one.person]) not in beside]
    asked = [one for one in sheets if places[one.person] in one.asked]
    if not asked:
        return
    coded = {one.person: one.sheet.at(field.id, rows[one.person]) for one in asked}
    codes = {one.person: one.codes[places[one.person]] for one in asked if places[one.person] in one.codes}
    if len(asked) < len(sheets):
        if any(one.answered for one in coded.values()):
            yield Disagreement(row, field.id, Kind.FOLLOWS, coded, codes)
        return
    answers = [one.answer for one in coded.values()]
    kinds = {
        kind
        for at, first in enumerate(answers)
        for second in answers[at + 1 :]
        if (kind := difference(field, first, second)) is not None
    }
    if kinds:
        yield Disagreement(row, field.id, min(kinds, key=list(Kind).index), coded, codes)


def difference(field: Field, first: Answer, second: Answer) -> Kind | None:
    """How two answers to one field differ; ``None`` where they do not, or where the field's texts are not compared."""
    if same_answer(field, first, second):
        return None
    nothing = (Blank, OffScale)
    for one, other in ((first, second), (second, first)):
        if isinstance(one, Blank) or one is OffScale.NOT_REPORTED:
            return Kind.MISSED if not isinstance(other, nothing) or isinstance(one, Blank) else Kind.OFF_SCALE
    if isinstance(first, OffScale) or isinstance(second, OffScale):
        return Kind.OFF_SCALE
    if field.type is FieldType.TEXT and not field.reconcile:
        return None
    if isinstance(first, Chosen) or isinstance(second, Chosen):
        return Kind.SET
    if field.type in (FieldType.INTEGER, FieldType.NUMBER):
        return Kind.NUMBER
    if field.type in (FieldType.TEXT, FieldType.DATE):
        return Kind.TEXT
    return Kind.ADJACENT if _one_step(field, first, second) else Kind.OPTION


def same_answer(field: Field, first: Answer, second: Answer) -> bool:
    """Whether two answers mean one thing: numbers are compared as numbers, texts without regard to white space."""
    if first == second:
        return True
    if isinstance(first, Value) and isinstance(second, Value):
        if field.type in (FieldType.INTEGER, FieldType.NUMBER):
            return _number(first) is not None and _number(first) == _number(second)
        if field.type is FieldType.TEXT:
            return first.text.split() == second.text.split()
    return False


def _number(value: Value) -> Decimal | None:
    try:
        return Decimal(value.text)
    except InvalidOperation:
        return None


def _one_step(field: Field, first: Answer, second: Answer) -> bool:
    if field.type is not FieldType.ORDINAL or not isinstance(first, Value) or not isinstance(second, Value):
        return False
    order = [one.id for one in field.options if not one.off_axis]
    return first.text in order and second.text in order and abs(order.index(first.text) - order.index(second.text)) == 1

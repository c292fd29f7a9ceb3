"""Codes as the statistics take them: for each field one line a study or outcome row, one cell a coder.

A cell is empty where the coder was not asked or left the field blank: those are no categories. *Not reported* against
a number is no blank: somebody looked and found none, so it stands among the numbers as the word it is. A field that a
rule asked of one coder only counts on the studies where both were asked.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from math import isfinite

from twofold.agreement import FieldCodes, Kind
from twofold.codebook.model import Codebook, Field, FieldType, Unit
from twofold.comparison.released import Compared
from twofold.record.frozen import Frozen
from twofold.values.answers import Answer, Chosen, OffScale, Value

OFF_SCALE = tuple(one.value for one in OffScale)
_KINDS = {
    FieldType.NOMINAL: Kind.NOMINAL,
    FieldType.ORDINAL: Kind.ORDINAL,
    FieldType.MULTI: Kind.SET,
    FieldType.INTEGER: Kind.NUMBER,
    FieldType.NUMBER: Kind.NUMBER,
}


@dataclass(frozen=True, slots=True)
class CodedField:
    """A field with its codes, and the study (and matched row) that each line of them comes from.

    ``cells`` are the answers as they were given, ``lines`` the same as the statistics take them.
    """

    field: Field
    codes: FieldCodes
    lines: tuple[tuple[object, ...], ...]
    where: tuple[tuple[str, str | None], ...]
    cells: tuple[tuple[Answer | None, ...], ...]


def coded_fields(codebook: Codebook, studies: Sequence[Compared], people: Sequence[str]) -> tuple[CodedField, ...]:
    """The codes of every field that has an agreement, for these coders, in the order of the form. Texts have none."""
    return tuple(_coded(field, studies, people) for field in codebook.fields if field.type in _KINDS)


def _coded(field: Field, studies: Sequence[Compared], people: Sequence[str]) -> CodedField:
    where: list[tuple[str, str | None]] = []
    cells: list[tuple[Answer | None, ...]] = []
    for study in studies:
        found = list(lines_of(field, study, sheets_of(study, people)))
        where += [(study.study, row) for row, _ in found]
        cells += [line for _, line in found]
    return coded_field(field, people, where, cells, [tuple(counted_as(field, one) for one in line) for line in cells])


def sheets_of(study: Compared, people: Sequence[str]) -> Sequence[Frozen | None]:
    """The sheets of these coders, ``None`` of who did not code the study."""
    by_person = {one.person: one for one in study.sheets}
    return [by_person.get(person) for person in people]


def lines_of(
    field: Field, study: Compared, sheets: Sequence[Frozen | None]
) -> Iterator[tuple[str | None, tuple[Answer | None, ...]]]:
    """The lines of a field in one study: the matched row, ``None`` for the study itself, and one cell a sheet."""
    if field.unit is Unit.STUDY:
        line = tuple([_answer(study, sheet, None, field.id) for sheet in sheets])
        if any(one is not None for one in line):
            yield None, line
    else:
        for match in study.rows:
            line = tuple(
                [
                    _answer(study, sheet, match.rows[sheet.person], field.id)
                    if sheet is not None and sheet.person in match.rows
                    else None
                    for sheet in sheets
                ]
            )
            if sum(one is not None for one in line) > 1:
                yield match.key, line


def coded_field(
    field: Field,
    people: Sequence[str],
    where: Sequence[tuple[str, str | None]],
    cells: Sequence[tuple[Answer | None, ...]],
    lines: Sequence[tuple[object, ...]],
) -> CodedField:
    """The field with its answers: one line a study or matched row, one cell a coder. ``lines`` are the cells, each as
    ``counted_as`` has it."""
    kind = _KINDS[field.type]
    codes = tuple(lines)
    categories, off_scale = _categories(field, kind, codes)
    return CodedField(
        field,
        FieldCodes(
            field.id,
            kind,
            codes,
            categories,
            off_scale,
            people,
            [study for study, _ in where] if field.unit is Unit.ROW else None,
            unit="study" if field.unit is Unit.STUDY else "row",
        ),
        codes,
        tuple(where),
        tuple(cells),
    )


def _categories(field: Field, kind: Kind, codes: Sequence[Sequence[object]]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The declared answers, and those of them that are off the scale.

    Of numbers, the answers that are none. Of a set, those that somebody chose, or one where nobody chose any: no figure
    of sets depends on the others, and a list of 250 countries would cost seconds for options of which there is nothing
    to tell.
    """
    if kind is Kind.NUMBER:
        words = {cell for line in codes for cell in line if isinstance(cell, str)}
        return (), (*OFF_SCALE, *sorted(words.difference(OFF_SCALE)))
    every = (*(one.id for one in field.options), *OFF_SCALE)
    aside = (*(one.id for one in field.options if one.off_axis), *OFF_SCALE)
    if kind is Kind.SET:
        used = {option for line in codes for cell in line if isinstance(cell, frozenset) for option in cell}
        return tuple(one for one in every if one in used) or every[:1], tuple(one for one in aside if one in used)
    return every, aside


def _answer(study: Compared, sheet: Frozen | None, row: str | None, field: str) -> Answer | None:
    place = (row, field)
    coded = None if sheet is None else sheet.sheet.codes.get(place)
    if sheet is None or coded is None or place not in sheet.asked or (sheet.person, place) in study.set_aside:
        return None
    return coded.answer if coded.answered else None


def counted_as(field: Field, answer: Answer | None) -> object:
    """An answer as the statistics take it: a number, a set, an option's id, or the word of what is off the scale."""
    kind = _KINDS[field.type]
    match answer:
        case Value(text):
            return _number(text) if kind is Kind.NUMBER else text
        case Chosen(options):
            return options
        case OffScale():
            return frozenset({answer.value}) if kind is Kind.SET else answer.value
        case _:
            return None


def _number(text: str) -> float | str:
    try:
        number = float(Decimal(text))
    except InvalidOperation:
        return text
    # The answer in words that a number field may take is no number, whatever it is called.
    return number if isfinite(number) else text

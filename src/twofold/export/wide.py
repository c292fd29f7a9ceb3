"""Columns of one field each, and of one option each where several may be chosen."""

from collections.abc import Iterator, Sequence

from twofold.codebook.model import Codebook, Field, FieldType
from twofold.export.cells import BLANK_CELLS, EMPTY_SET, MISSING, NOT_ASKED_CELLS
from twofold.export.material import Material
from twofold.export.tables import Column, Kind
from twofold.record.consensus import Consensus
from twofold.record.still_open import may_yet_be_asked
from twofold.values.answers import Chosen
from twofold.values.coded import Place, RowKey

BETWEEN = "___"
"""What parts field from option in a header, as in REDCap, and a text from its missing code."""


def columns_of(fields: Sequence[Field]) -> tuple[Column, ...]:
    """The columns of the fields; one where several may be chosen is followed by those of its options, a text by that of
    its missing code."""
    return tuple(column for field in fields for column in _columns(field))


def _columns(field: Field) -> Iterator[Column]:
    several = field.type is FieldType.MULTI
    values = {} if several else {one.id: one.label for one in field.options if field.type.has_options}
    said = f"{field.label}{f' (options joined by |, or {EMPTY_SET})' if several else ''}"
    if field.tick is not None:
        said = f"{said} (or `{field.tick.id}`: {field.tick.label})"
    ordinal = field.type is FieldType.ORDINAL and not any(one.off_axis for one in field.options)
    text = field.type is FieldType.TEXT
    yield Column(field.id, said, _kind(field), values, ordinal, free=text, verbatim=text, typed=True)
    if text:
        # What is typed may read `NR`; an answer off the scale is told from it here, as in codes_long.csv.
        what = "the missing code again where the cell before holds one; blank where it holds a text, or nothing"
        yield Column(f"{field.id}{BETWEEN}missing", what, values=MISSING, verbatim=True)
    for option in field.options if several else ():
        name = f"{field.id}{BETWEEN}{option.id}"
        yield Column(name, f"{field.label}: {option.label}", Kind.INTEGER, {"0": "not chosen", "1": "chosen"})


def _kind(field: Field) -> Kind:
    # Words may stand in a number field that has a tick, and dates may be of a year alone.
    if field.tick is not None:
        return Kind.STRING
    return {FieldType.INTEGER: Kind.INTEGER, FieldType.NUMBER: Kind.NUMBER}.get(field.type, Kind.STRING)


def wanted_of(codebook: Codebook, found: Consensus) -> frozenset[Place]:
    """The places that the answers of the consensus call for, or may yet call for, but for fields that came into the
    codebook after all sheets of the study and are asked of none. The name of a kept row is among them, also where the
    lead listed it."""
    names = (place for place in found.asked if place[1] == codebook.row_name)
    return frozenset((*found.wanted, *names, *may_yet_be_asked(codebook, found)))


def cells_of(
    material: Material,
    fields: Sequence[Field],
    found: Consensus | None,
    wanted: frozenset[Place],
    row: RowKey | None = None,
) -> Iterator[str]:
    """The cells of ``columns_of``; all blank where there is no consensus."""
    for field in fields:
        answer, cells = None, BLANK_CELLS
        if found is not None and (row, field.id) not in wanted:
            cells = NOT_ASKED_CELLS
        elif found is not None:
            answer = found.sheet.at(field.id, row).answer
            cells = material.cells_of(field.id).of(answer)
        yield cells.value
        if field.type is FieldType.TEXT:
            yield cells.missing
        if field.type is FieldType.MULTI:
            if isinstance(answer, Chosen):
                yield from ["1" if option.id in answer.options else "0" for option in field.options]
            else:
                yield from [cells.missing] * len(field.options)

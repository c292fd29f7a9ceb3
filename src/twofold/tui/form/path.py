"""The way of the cursor: the fields that are asked, in groups, in the order in which the form shows them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from twofold.codebook.conditions import asked
from twofold.codebook.model import Codebook, Section, Unit
from twofold.values.coded import Place, RowKey, Sheet


@dataclass(frozen=True, slots=True)
class Group:
    """A section of the study, or a section of one outcome row. ``tab`` goes from group to group.

    ``heads_row`` marks the first section of a row, above which the row's name stands. A section of row fields
    without any row is a group of its own with no places.
    """

    section: Section
    row: RowKey | None
    places: tuple[Place, ...]
    heads_row: bool = False


def groups(codebook: Codebook, sheet: Sheet, places: Sequence[Place] | None = None) -> tuple[Group, ...]:
    """All groups of the form; ``places`` is what ``asked`` gave, where the caller has it.

    Sections of row fields that follow each other are shown row by row, not section by section.
    """
    known = frozenset(asked(codebook, sheet) if places is None else places)
    return tuple(_groups(codebook, sheet, known))


def _groups(codebook: Codebook, sheet: Sheet, known: frozenset[Place]) -> Iterator[Group]:
    for unit, run in groupby(codebook.sections, key=lambda section: section.unit):
        sections = tuple(run)
        if unit is Unit.STUDY:
            for section in sections:
                yield Group(section, None, _places(section, None, known))
        elif not sheet.rows:
            yield Group(sections[0], None, ())
        else:
            for row in sheet.rows:
                for number, section in enumerate(sections):
                    yield Group(section, row, _places(section, row, known), heads_row=number == 0)


def _places(section: Section, row: RowKey | None, known: frozenset[Place]) -> tuple[Place, ...]:
    return tuple((row, field.id) for field in section.fields if (row, field.id) in known)

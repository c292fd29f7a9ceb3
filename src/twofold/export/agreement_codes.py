"""The codes of a round for the figures of agreement, gathered study by study in a few bytes a code.

Each field keeps its distinct answers once and a small number for each cell, so that a million codes are a few
megabytes. One field at a time is then given back as the comparison makes it.
"""

import dataclasses
from array import array
from collections.abc import Iterator, Sequence

from twofold.codebook.model import Codebook, Field
from twofold.comparison.codes import CodedField, answers_of, coded_field, coded_fields
from twofold.comparison.released import Compared
from twofold.values.answers import Answer


@dataclasses.dataclass(slots=True)
class _Kept:
    """What was gathered of one field: cells as places in ``answers``, 0 for none, one after the other by line."""

    field: Field
    answers: list[Answer | None]
    places: dict[Answer | None, int]
    cells: "array[int]" = dataclasses.field(default_factory=lambda: array("I"))
    studies: "array[int]" = dataclasses.field(default_factory=lambda: array("I"))
    rows: list[str | None] = dataclasses.field(default_factory=list)


class GatheredCodes:
    """The codes of one round between these coders, taken in study by study."""

    def __init__(self, codebook: Codebook, people: Sequence[str]) -> None:
        self._people = tuple(people)
        self._studies: list[str] = []
        self._seen: set[str] = set()
        self._kept = {
            one.field.id: _Kept(one.field, [None], {None: 0}) for one in coded_fields(codebook, (), self._people)
        }

    def take(self, one: Compared) -> None:
        """Take in a study."""
        number = len(self._studies)
        self._studies.append(one.study)
        self._seen.update(one.people)
        for kept in self._kept.values():
            where, cells = answers_of(kept.field, (one,), self._people)
            for line, (_, row) in zip(cells, where, strict=True):
                kept.studies.append(number)
                kept.rows.append(row)
                kept.cells.extend(self._number(kept, answer) for answer in line)

    @staticmethod
    def _number(kept: _Kept, answer: Answer | None) -> int:
        number = kept.places.get(answer)
        if number is None:
            number = kept.places[answer] = len(kept.answers)
            kept.answers.append(answer)
        return number

    def fields(self) -> Iterator[CodedField]:
        """The fields with all their codes, one at a time; nothing where no study was taken in."""
        places = [place for place, who in enumerate(self._people) if who in self._seen]
        people = tuple(self._people[place] for place in places)
        width = len(self._people)
        for kept in self._kept.values() if self._studies else ():
            cells = [
                tuple(kept.answers[kept.cells[start + place]] for place in places)
                for start in range(0, len(kept.cells), width)
            ]
            where = [(self._studies[number], row) for number, row in zip(kept.studies, kept.rows, strict=True)]
            yield coded_field(kept.field, people, where, cells)

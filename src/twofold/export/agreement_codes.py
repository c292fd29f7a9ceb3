"""The codes of a round for the figures of agreement, gathered study by study in a few bytes a code.

Each field keeps its distinct answers once and a small number for each cell, so that a million codes are a few
megabytes. One field at a time is then given back as the comparison makes it.
"""

import dataclasses
from array import array
from collections.abc import Iterator, Sequence

from twofold.codebook.model import Codebook, Field
from twofold.comparison.codes import CodedField, coded_field, coded_fields, counted_as, lines_of, sheets_of
from twofold.comparison.released import Compared
from twofold.values.answers import Answer


@dataclasses.dataclass(slots=True)
class _Kept:
    """What was gathered of one field: cells as places in ``answers``, 0 for none, one after the other by line, and of
    each line the place of its study or row among all that were taken in."""

    field: Field
    answers: list[Answer | None] = dataclasses.field(default_factory=lambda: [None])
    places: dict[Answer | None, int] = dataclasses.field(default_factory=lambda: {None: 0})
    cells: "array[int]" = dataclasses.field(default_factory=lambda: array("I"))
    lines: "array[int]" = dataclasses.field(default_factory=lambda: array("I"))

    def number(self, answer: Answer | None) -> int:
        found = self.places.get(answer)
        if found is None:
            found = self.places[answer] = len(self.answers)
            self.answers.append(answer)
        return found


class GatheredCodes:
    """The codes of one round between these coders, taken in study by study.

    Of a code it holds four bytes, and two more of the line that it shares with another coder's.
    """

    def __init__(self, codebook: Codebook, people: Sequence[str]) -> None:
        self._people = tuple(people)
        self._where: list[tuple[str, str | None]] = []
        self._seen: set[str] = set()
        self._kept = [_Kept(one.field) for one in coded_fields(codebook, (), self._people)]

    def take(self, one: Compared) -> None:
        """Take in a study."""
        first = len(self._where)
        places = {row: first + number for number, row in enumerate((None, *(match.key for match in one.rows)))}
        self._where += [(one.study, row) for row in places]
        self._seen.update(one.people)
        sheets = sheets_of(one, self._people)
        for kept in self._kept:
            for row, line in lines_of(kept.field, one, sheets):
                kept.lines.append(places[row])
                kept.cells.extend(map(kept.number, line))

    def fields(self, *, primary: bool) -> Iterator[CodedField]:
        """The primary fields, or the others, with all their codes, one at a time; nothing where no study was taken
        in."""
        seen = [place for place, who in enumerate(self._people) if who in self._seen]
        people = tuple(self._people[place] for place in seen)
        width = len(self._people)
        for kept in self._kept if self._where else ():
            if kept.field.primary is primary:
                counted = [counted_as(kept.field, one) for one in kept.answers]
                numbers = [kept.cells[place::width] for place in seen]
                cells = list(zip(*([kept.answers[one] for one in column] for column in numbers), strict=True))
                lines = list(zip(*([counted[one] for one in column] for column in numbers), strict=True))
                yield coded_field(kept.field, people, [self._where[one] for one in kept.lines], cells, lines)

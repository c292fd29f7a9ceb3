"""Which answers two coders gave to the same units, and which studies stand behind each pair of answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from math import inf, isfinite
from typing import TypeAlias

from twofold.agreement import Kind
from twofold.codebook.model import Field
from twofold.comparison.codes import OFF_SCALE, CodedField
from twofold.comparison.readings import answer_words

Where: TypeAlias = tuple[str, str | None]
"""The key of a study, and of the matched row where the field is asked of rows."""

NONE_OF_THESE = "none of these"


@dataclass(frozen=True, slots=True)
class Crossing:
    """The units that two coders both coded, by what each answered (the first coder's answer first).

    ``answers`` are the answers that either gave, in the order of the codebook; numbers and sets in their own. Of a
    scale they are all its levels, used or not, and the answers off it that either gave.
    """

    coders: tuple[str, str]
    answers: tuple[str, ...]
    cells: Mapping[tuple[str, str], tuple[Where, ...]]

    @property
    def differing(self) -> tuple[tuple[tuple[str, str], tuple[Where, ...]], ...]:
        """The pairs of answers that differ, with their units, the most frequent first."""
        place = {one: number for number, one in enumerate(self.answers)}
        apart = [one for one in self.cells.items() if one[0][0] != one[0][1]]
        return tuple(sorted(apart, key=lambda one: (-len(one[1]), place[one[0][0]], place[one[0][1]])))

    @property
    def same(self) -> tuple[tuple[tuple[str, str], tuple[Where, ...]], ...]:
        """The answers that both gave, with their units, in the order of the answers."""
        return tuple(((one, one), self.cells[one, one]) for one in self.answers if (one, one) in self.cells)


def crossings(coded: CodedField) -> tuple[Crossing, ...]:
    """What each two coders answered who have units in common, in the order of the coders."""
    raters = tuple(coded.codes.raters or ())
    made = []
    scale = _scale(coded)
    for one, other in combinations(range(len(raters)), 2):
        cells: dict[tuple[str, str], list[Where]] = {}
        for line, where in zip(coded.lines, coded.where, strict=True):
            if line[one] is not None and line[other] is not None:
                cells.setdefault((_spelled(line[one]), _spelled(line[other])), []).append(where)
        if cells:
            found = {*scale, *(answer for pair in cells for answer in pair)}
            made.append(
                Crossing(
                    (raters[one], raters[other]),
                    tuple(sorted(found, key=lambda each: _rank(coded, each))),
                    {pair: tuple(units) for pair, units in cells.items()},
                )
            )
    return tuple(made)


def crossing(coded: CodedField) -> Crossing | None:
    """What the first two coders answered who have units in common; ``None`` where no unit is coded twice."""
    return next(iter(crossings(coded)), None)


def spelled_words(field: Field, answer: str) -> str:
    """An answer of a ``Crossing`` as people read it."""
    return ", ".join(answer_words(field, one) for one in answer.split("|")) if answer else NONE_OF_THESE


def _scale(coded: CodedField) -> tuple[str, ...]:
    """The levels of an ordered field, in their order; nothing of others."""
    codes = coded.codes
    if codes.kind is not Kind.ORDINAL:
        return ()
    aside = {*OFF_SCALE, *map(str, codes.off_scale)}
    return tuple(str(one) for one in codes.categories if str(one) not in aside)


def _spelled(code: object) -> str:
    if isinstance(code, frozenset):
        return "|".join(sorted(map(str, code)))
    return f"{code:.12g}" if isinstance(code, float) else str(code)


def _rank(coded: CodedField, answer: str) -> tuple[float, str]:
    order = [str(one) for one in coded.codes.categories]
    if answer in order:
        return order.index(answer), answer
    # Among numbers, an answer that is none stands behind them all.
    aside = len(order) if order else inf
    try:
        number = float(answer)
    except ValueError:
        return aside, answer
    return (number if isfinite(number) else aside), answer

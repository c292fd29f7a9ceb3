"""Vote counting by direction, per domain: one vote a study, or one an initiative."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from twofold.synthesis.directions import Cell, Direction, direction_of
from twofold.synthesis.inputs import Coded, Study
from twofold.synthesis.sign_test import SignTest, sign_test
from twofold.synthesis.standing import LeftOut, standing


@dataclass(frozen=True, slots=True)
class Votes:
    """The votes of a domain. ``better`` and ``worse`` name who votes, ``left_out`` who does not, by reason.

    ``unit`` is *study* or *initiative*; the names are keys of studies, or names of initiatives (of a study without one,
    its key).
    """

    domain: str
    unit: str
    better: tuple[str, ...]
    worse: tuple[str, ...]
    left_out: Mapping[LeftOut, tuple[str, ...]]
    test: SignTest

    @property
    def total(self) -> int:
        """All that have a row in the domain."""
        return self.test.n + sum(len(one) for one in self.left_out.values())

    @property
    def leaning(self) -> Direction | None:
        """To which side more votes point: *conflicting* where both sides are even; ``None`` without votes."""
        if not self.test.n:
            return None
        if self.test.better == self.test.worse:
            return Direction.CONFLICTING
        return Direction.BETTER if self.test.better > self.test.worse else Direction.WORSE


def votes_of(domain: str, cells: Iterable[Cell], order: Sequence[str]) -> Votes:
    """One vote a study; ``order`` is the order of the keys."""
    place = {key: number for number, key in enumerate(order)}
    found = {one.study: standing(one) for one in cells if one.domain == domain}
    return _counted(domain, "study", dict(sorted(found.items(), key=lambda one: place[one[0]])))


def votes_by_initiative(domain: str, cells: Iterable[Cell], studies: Sequence[Study]) -> Votes:
    """One vote an initiative, from its studies by the rule that makes one of rows (at least 70 %).

    Where an initiative has a study that compares groups, those alone are asked.
    """
    of = {one.key: one.initiative or one.key for one in studies}
    together: dict[str, list[Cell]] = {name: [] for name in of.values()}
    for one in cells:
        if one.domain == domain:
            together[of[one.study]].append(one)
    return _counted(domain, "initiative", {name: _joined(some) for name, some in together.items() if some})


def _joined(cells: Sequence[Cell]) -> Direction | LeftOut:
    if any(one.open for one in cells):
        return LeftOut.OPEN
    tested = [one for one in cells if one.tested and one.direction is not None]
    if not tested:
        every = [standing(one) for one in cells]
        return next((one for one in LeftOut if one in every), LeftOut.NOT_COUNTED)
    if any(one.direction is Direction.CONFLICTING for one in tested):
        # A study in conflict points both ways: it weighs on the share as a vote for neither.
        coded = [_AS_ROW.get(one.direction, Coded.NO_DIFFERENCE) for one in tested if one.direction is not None]
        found = direction_of(one for one in coded if one is not None)
        return found if found.directional else LeftOut.CONFLICTING
    found = direction_of(_AS_ROW[one.direction] for one in tested if one.direction is not None)
    return found if found.directional else LeftOut(found.value)


_AS_ROW: Mapping[Direction, Coded | None] = {
    Direction.BETTER: Coded.BETTER,
    Direction.WORSE: Coded.WORSE,
    Direction.NO_CHANGE: Coded.NO_DIFFERENCE,
    Direction.NO_DIRECTION: None,
}


def _counted(domain: str, unit: str, found: Mapping[str, Direction | LeftOut]) -> Votes:
    better = tuple(name for name, one in found.items() if one is Direction.BETTER)
    worse = tuple(name for name, one in found.items() if one is Direction.WORSE)
    left_out = {why: names for why in LeftOut if (names := tuple(name for name, one in found.items() if one is why))}
    return Votes(domain, unit, better, worse, left_out, sign_test(len(better), len(worse), unit))

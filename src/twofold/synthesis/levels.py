"""Studies by the level of engagement or of lived experience: how many, and what they measured."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from twofold.synthesis.inputs import NOT_REPORTED, Scale, Study


@dataclass(frozen=True, slots=True)
class Involvement:
    """How many studies have each answer to a question of levels, the levels from the lowest, then what is off the
    scale. ``none`` and ``not_reported`` stand side by side, and summed as *no reported involvement*; they are ``None``
    where the question has no level that means none, and ``why`` says so."""

    scale: Scale
    studies: Mapping[str, tuple[str, ...]]
    none: int | None
    not_reported: int
    no_reported_involvement: int | None
    why: str = ""

    @property
    def total(self) -> int:
        """All studies."""
        return sum(len(one) for one in self.studies.values())


@dataclass(frozen=True, slots=True)
class Crossed:
    """The studies of one level with a row in one domain; ``rows`` counts outcome rows, ``initiatives`` the programmes
    behind the studies (a study without one counts as its own)."""

    studies: tuple[str, ...]
    initiatives: int
    rows: int


@dataclass(frozen=True, slots=True)
class Matrix:
    """Levels by domains. ``answers`` are the levels, and what is off the scale where a study has it; a pair that is not
    in ``cells`` has no study: a gap."""

    scale: Scale
    answers: tuple[str, ...]
    domains: tuple[str, ...]
    cells: Mapping[tuple[str, str], Crossed]


def involvement(scale: Scale, answered: Mapping[str, str]) -> Involvement:
    """``answered`` has each study's answer, by its key, in the order of the studies."""
    of = {one: tuple(key for key, answer in answered.items() if answer == one) for one in scale.answers()}
    not_reported = len(of[NOT_REPORTED])
    if not scale.none:
        return Involvement(scale, of, None, not_reported, None, f"“{scale.label}” has no level that means none.")
    none = len(of[scale.none])
    return Involvement(scale, of, none, not_reported, none + not_reported)


def matrix(scale: Scale, answered: Mapping[str, str], studies: Sequence[Study], domains: Sequence[str]) -> Matrix:
    """What the studies of each level measured. Every row is in it that is settled to be one of the domain, qualitative
    ones and those that do not count too: a gap is where nothing was measured at all."""
    cells: dict[tuple[str, str], Crossed] = {}
    present = set(answered.values())
    answers = tuple(one for one in scale.answers() if one in present or any(one == level.id for level in scale.levels))
    for answer in answers:
        for domain in domains:
            here = [
                (one, rows)
                for one in studies
                if answered[one.key] == answer and (rows := sum(row.stands_in(domain) for row in one.rows))
            ]
            if here:
                cells[answer, domain] = Crossed(
                    tuple(one.key for one, _ in here),
                    len({one.initiative or one.key for one, _ in here}),
                    sum(rows for _, rows in here),
                )
    return Matrix(scale, answers, tuple(domains), cells)

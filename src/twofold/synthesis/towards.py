"""What is open, settled as far towards one side as the coders' own answers allow, domain by domain.

Coders settle answer by answer and row by row, so neither coder's answers taken throughout need be the furthest. Whether
a row then is among the best evidence, and which way it points, each row decides for itself, and so the furthest that a
cell can go follows from its rows one by one.
"""

from collections.abc import Sequence
from dataclasses import replace

from twofold.synthesis.directions import Direction, direction_of
from twofold.synthesis.inputs import Coded, Evidence, OutcomeRow, Study

_SIDES = {Direction.BETTER: Coded.BETTER, Direction.WORSE: Coded.WORSE}


def furthest(studies: Sequence[Study], side: Direction) -> tuple[Study, ...]:
    """The studies with every open row settled, in each domain, so that there is a vote for ``side``, *better* or
    *worse*, if the coders' answers can bring one; else so that there is none for the other side, if that can be."""
    return tuple(_furthest(one, side) for one in studies)


def _furthest(study: Study, side: Direction) -> Study:
    if not any(row.open for row in study.rows):
        return study
    domains = dict.fromkeys(way.domain for row in study.rows for way in (row.ways or (row,)))
    rows = [row for domain in domains for row in _in_domain(study.rows, domain, side)]
    return replace(study, rows=tuple(rows))


def _in_domain(rows: Sequence[OutcomeRow], domain: str | None, side: Direction) -> list[OutcomeRow]:
    if domain is None:
        return [row for row in rows if row.domain is None and not row.open]
    other = Direction.WORSE if side is Direction.BETTER else Direction.BETTER
    towards, against = _SIDES[side], _SIDES[other]
    # For a vote: rows that point there first, then none at all, then what weighs least against them.
    made = _chosen(rows, domain, (towards, _AWAY, None, Coded.NO_DIFFERENCE, Coded.MIXED, against))
    if _vote_of(made) is side:
        return made
    # Against one for the other side, whatever points elsewhere weighs, and none at all does no harm.
    return _chosen(rows, domain, (towards, Coded.NO_DIFFERENCE, Coded.MIXED, _AWAY, None, against))


_AWAY = "away"
"""Not among the rows that vote: of another domain, no outcome after all, weaker evidence, or left out."""


def _chosen(rows: Sequence[OutcomeRow], domain: str, wanted: Sequence[Coded | str | None]) -> list[OutcomeRow]:
    made: list[OutcomeRow] = []
    for row in rows:
        ways: list[OutcomeRow | None] = [*(row.ways or (row,)), *([None] if row.may_fall_out else [])]
        found = min(ways, key=lambda way: wanted.index(_weight(way, domain)))
        if found is not None and found.domain == domain:
            made.append(found)
    return made


def _weight(way: OutcomeRow | None, domain: str) -> Coded | str | None:
    if way is None or way.domain != domain or not way.counts or way.evidence is not Evidence.BETWEEN_GROUPS:
        return _AWAY
    return way.direction


def _vote_of(rows: Sequence[OutcomeRow]) -> Direction | None:
    voting = [one.direction for one in rows if one.counts and one.evidence is Evidence.BETWEEN_GROUPS]
    return direction_of(voting) if voting else None

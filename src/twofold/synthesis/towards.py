"""What is open, settled as far towards one side as the coders' own answers allow.

With several coders, or several open studies, no coder's answers taken throughout need be the furthest: each study is
taken here as whichever of its coders has it furthest, domain by domain.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from twofold.synthesis.directions import Direction, cell_of
from twofold.synthesis.inputs import Study

_WEIGHTS = {Direction.BETTER: 1, Direction.WORSE: -1}


def furthest(open_studies: Sequence[Study], ways: Mapping[str, Sequence[Study]], side: Direction) -> tuple[Study, ...]:
    """The studies with the rows, in each domain, of the way that votes most for ``side``, *better* or *worse*; of equal
    ones the first. ``ways`` are, by key, the same study as each of its coders would settle it; one without stays."""
    sign = _WEIGHTS[side]
    return tuple(_furthest(one, ways.get(one.key, ()), sign) for one in open_studies)


def _furthest(study: Study, ways: Sequence[Study], sign: int) -> Study:
    if not ways:
        return study
    domains = dict.fromkeys(row.domain for way in ways for row in way.rows)
    rows = [
        row
        for domain in domains
        for row in max(ways, key=lambda way: sign * _weight(way, domain)).rows
        if row.domain == domain
    ]
    return replace(study, rows=tuple(rows))


def _weight(way: Study, domain: str | None) -> int:
    cell = None if domain is None else cell_of(way, domain)
    return 0 if cell is None or not cell.tested or cell.direction is None else _WEIGHTS.get(cell.direction, 0)

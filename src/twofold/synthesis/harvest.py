"""What a harvest plot draws (Ogilvie 2008): benefit, no change or mixed, harm; one bar a study, by engagement."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from twofold.synthesis.directions import Cell, Direction, Size
from twofold.synthesis.inputs import Panel, Quality, Scale, Study
from twofold.synthesis.standing import LeftOut, undrawn


class Column(StrEnum):
    """The three columns."""

    BENEFIT = "benefit"
    NEITHER = "no change or mixed"
    HARM = "harm"


_COLUMNS: Mapping[Direction | None, Column] = {
    Direction.BETTER: Column.BENEFIT,
    Direction.NO_CHANGE: Column.NEITHER,
    Direction.CONFLICTING: Column.NEITHER,
    Direction.WORSE: Column.HARM,
}


@dataclass(frozen=True, slots=True)
class Bar:
    """One study. ``state`` tells *no change* from *conflicting*, which share a column; ``tested`` whether it rests on
    a comparison between groups."""

    study: str
    number: str
    level: str
    panel: Panel
    state: Direction
    size: Size | None
    quality: Quality | None
    tested: bool


@dataclass(frozen=True, slots=True)
class Harvest:
    """The bars of a domain by column, in the order of the levels and of the studies; ``without`` are the studies with
    rows here that have no direction to draw, by the reason."""

    domain: str
    bars: Mapping[Column, tuple[Bar, ...]]
    without: Mapping[LeftOut, tuple[str, ...]]


def harvest(domain: str, cells: Mapping[tuple[str, str], Cell], studies: Sequence[Study], scale: Scale) -> Harvest:
    """The bars of one domain; ``studies`` in their order."""
    rank = {answer: place for place, answer in enumerate(scale.answers())}
    bars: dict[Column, list[Bar]] = {one: [] for one in Column}
    without: dict[LeftOut, list[str]] = {}
    for one in sorted(studies, key=lambda each: rank[each.engagement]):
        cell = cells.get((one.key, domain))
        if cell is None:
            continue
        column = _COLUMNS.get(cell.direction)
        if column is None or cell.direction is None:
            without.setdefault(undrawn(cell) or LeftOut.NO_DIRECTION, []).append(one.key)
        else:
            bars[column].append(
                Bar(
                    one.key,
                    one.number,
                    one.engagement,
                    one.panel,
                    cell.direction,
                    cell.size,
                    one.quality,
                    cell.tested,
                )
            )
    return Harvest(
        domain,
        {column: tuple(some) for column, some in bars.items()},
        {why: tuple(without[why]) for why in LeftOut if why in without},
    )

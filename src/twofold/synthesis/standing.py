"""How a study stands in the votes of a domain: as a vote, or as none, with the reason."""

from enum import StrEnum

from twofold.synthesis.directions import Cell, Direction, Nothing


class LeftOut(StrEnum):
    """Why a study with rows in a domain is no vote in its sign test. No two reasons are ever merged."""

    NO_CHANGE = "no change"
    CONFLICTING = "conflicting"
    NO_DIRECTION = "no direction"
    OPEN = "open"
    NOT_BETWEEN_GROUPS = "not between groups"
    NOT_COUNTED = Nothing.NOT_COUNTED.value
    NOT_KNOWN = Nothing.NOT_KNOWN.value
    QUALITATIVE = Nothing.QUALITATIVE.value


def undrawn(cell: Cell) -> LeftOut | None:
    """Why a cell has no direction to draw; ``None`` where it has one, be it a conflict."""
    if cell.open:
        return LeftOut.OPEN
    if cell.nothing is not None:
        return LeftOut(cell.nothing.value)
    return LeftOut.NO_DIRECTION if cell.direction is Direction.NO_DIRECTION else None


def standing(cell: Cell) -> Direction | LeftOut:
    """The vote of a cell, or why it is none."""
    why = undrawn(cell)
    if why is not None and why is not LeftOut.NO_DIRECTION:
        return why
    if cell.direction is None or not cell.tested:
        return LeftOut.NOT_BETWEEN_GROUPS
    return cell.direction if cell.direction.directional else LeftOut(cell.direction.value)

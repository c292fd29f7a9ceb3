"""The mark of a cell where only signs can be drawn, and the letter of a level."""

from collections.abc import Mapping
from types import MappingProxyType

from twofold.synthesis.directions import Cell, Direction, Nothing
from twofold.synthesis.inputs import NOT_APPLICABLE, NOT_CODED, NOT_REPORTED, OPEN, UNCLEAR, Scale
from twofold.synthesis.wording import level_words

_SIGNS: Mapping[Direction, tuple[str, str, str]] = MappingProxyType(
    {
        Direction.BETTER: ("▲", "△", "+"),
        Direction.WORSE: ("▼", "▽", "-"),
        Direction.NO_CHANGE: ("▶", "▷", "0"),
        Direction.CONFLICTING: ("◆", "◇", "~"),
        Direction.NO_DIRECTION: ("?", "?", "?"),
    }
)

_NOTHING: Mapping[Nothing | None, str] = MappingProxyType(
    {Nothing.QUALITATIVE: "q", Nothing.NOT_KNOWN: "u", Nothing.NOT_COUNTED: "·"}
)

LEGEND = (
    "▲ better, ▼ worse, ▶ no change, ◆ conflicting, ? no direction; hollow (△ ▽ ▷ ◇): not between groups, not"
    " tested; q only qualitative; o open; u not known whether it counts; · no row counts. The number: rows combined,"
    " where more than one."
)
ASCII_LEGEND = (
    "+ better, - worse, 0 no change, ~ conflicting, ? no direction; in brackets: not between groups, not tested;"
    " q only qualitative; o open; u not known whether it counts; . no row counts. The number: rows combined, where more"
    " than one."
)


def mark(cell: Cell | None, *, ascii_only: bool = False) -> str:
    """The mark of a cell in at most four signs; empty where the study has no row in the domain."""
    if cell is None:
        return ""
    if cell.open:
        return "o"
    if cell.direction is None:
        return "." if ascii_only and cell.nothing is Nothing.NOT_COUNTED else _NOTHING.get(cell.nothing, "")
    filled, hollow, letter = _SIGNS[cell.direction]
    rows = str(min(99, len(cell.rows))) if len(cell.rows) > 1 else ""
    if ascii_only:
        return f"{letter}{rows}" if cell.tested else f"({letter}){rows[:1]}"
    return f"{filled if cell.tested else hollow}{rows}"


_OFF = {NOT_REPORTED: "r", UNCLEAR: "u", NOT_APPLICABLE: "x", OPEN: "o", NOT_CODED: "-"}


def letters_of(scale: Scale) -> Mapping[str, str]:
    """One letter for each answer: the first of its label where no other has the same, else its place from 1."""
    first = [level_words(scale, one.id)[:1].upper() for one in scale.levels]
    unique = len(set(first)) == len(first) and all(one.isalpha() for one in first)
    named = {
        one.id: letter if unique else str(place)
        for place, (one, letter) in enumerate(zip(scale.levels, first, strict=True), 1)
    }
    return {**named, **_OFF}

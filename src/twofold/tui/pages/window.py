"""What is seen of a page: the lines that fit, each with what it stands for, and where the cursor is."""

from collections.abc import Sequence
from dataclasses import dataclass

from twofold.tui.form.drawn import EMPTY, Drawn


@dataclass(frozen=True, slots=True)
class Seen:
    """One line; ``target`` is what a click on it means, and ``marked`` whether the cursor is on it."""

    drawn: Drawn = EMPTY
    target: str = ""
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Window:
    """The lines from top to bottom, and where the terminal's own cursor belongs (column, line)."""

    lines: tuple[Seen, ...] = ()
    cursor: tuple[int, int] = (0, 0)


def window_on(lines: Sequence[Seen], top: int, height: int) -> Window:
    """``height`` of the lines, from ``top`` on or moved so far that all the marked ones are among them."""
    marked = [number for number, one in enumerate(lines) if one.marked]
    first = max(0, min(top, len(lines) - height))
    if marked:
        first = max(min(first, marked[0]), marked[-1] - height + 1)
        if marked[-1] - marked[0] >= height:
            first = marked[0]
    # Above the first thing to choose stands only the heading; it is shown whenever there is room for both.
    if marked and all(not one.target for one in lines[: marked[0]]) and marked[-1] < height:
        first = 0
    seen = tuple(lines[first : first + height])
    at = next((number for number, one in enumerate(seen) if one.marked), 0)
    caret = next(((one.drawn.caret, number) for number, one in enumerate(seen) if one.drawn.caret >= 0), (0, at))
    return Window(seen, caret)

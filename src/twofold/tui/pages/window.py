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


def window_on(lines: Sequence[Seen], top: int, height: int) -> tuple[int, Window]:
    """``height`` of the lines, from ``top`` on or moved so far that the marked ones are seen; and where they begin."""
    at = [number for number, one in enumerate(lines) if one.marked]
    first = max(0, min(top, len(lines) - height))
    if at:
        first = max(min(first, at[0]), min(at[0], at[-1] - height + 1))
        # Nothing to choose stands above the first target, so the heading comes back with it.
        if at[-1] < height and not any(one.target for one in lines[: at[0]]):
            first = 0
    return first, window_from(lines, first, height)


def window_from(lines: Sequence[Seen], first: int, height: int) -> Window:
    """``height`` of the lines from ``first`` on, the marked ones among them or not."""
    seen = tuple(lines[first : first + height])
    here = next((number for number, one in enumerate(seen) if one.marked), 0)
    caret = next(((one.drawn.caret, y) for y, one in enumerate(seen) if one.drawn.caret >= 0), (0, here))
    return Window(seen, caret)

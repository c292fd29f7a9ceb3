"""A table with a cursor on one of its cells: what the pages of the synthesis are made of, and how it is drawn."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from twofold.tui.form.drawn import Drawn, Piece, cut, fitted, line
from twofold.tui.pages.page import MARGIN
from twofold.tui.pages.window import Seen


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the table. Without an id it is a heading, on which the cursor never stands; ``sign`` stands before the
    label."""

    id: str
    label: str
    cells: tuple[str, ...] = ()
    sign: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; ``columns`` are its heads.

    ``about`` gives the sentences on a cell by line and column, ``behind`` the keys of its studies, ``domain`` the
    domain it is in.
    """

    title: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    about: Callable[[str, int], Sequence[str]]
    behind: Callable[[str, int], Sequence[str]]
    legend: tuple[str, ...] = ()
    label_width: int = 24
    cell_width: int = 4
    domain: Callable[[str, int], str] = lambda row, column: row

    def targets(self) -> tuple[str, ...]:
        """The lines on which the cursor can stand."""
        return tuple(one.id for one in self.lines if one.id)


@dataclass(frozen=True, slots=True)
class Fit:
    """Which columns are in sight, from ``first`` on, and how wide label and cells are."""

    first: int
    count: int
    label: int
    cell: int


_LABEL = 12


def fit_of(grid: Grid, width: int, at: int) -> Fit:
    """How the table fits into so many cells: the label gives way first, then columns at the sides do."""
    cell = grid.cell_width
    room = width - MARGIN - 1
    label = max(_LABEL, min(grid.label_width, room - cell * len(grid.columns)))
    count = max(1, min(len(grid.columns), (room - label) // cell))
    first = max(0, min(at - count // 2, len(grid.columns) - count))
    spare = room - cell * count
    return Fit(first, count, min(max(label, spare), max(label, grid.label_width)), cell)


def heads(grid: Grid, fit: Fit, column: int) -> Drawn:
    """The heads of the columns in sight, the one at the cursor set off."""
    shown = range(fit.first, fit.first + fit.count)
    left = "<" if fit.first else " "
    more = ">" if fit.first + fit.count < len(grid.columns) else ""
    pieces: list[Piece] = [(" " * (MARGIN + fit.label - 1) + left, "dim")]
    for place in shown:
        words = fitted(f" {cut(grid.columns[place], fit.cell - 1)}", fit.cell)
        pieces.append((words, "head" if place == column else "dim"))
    return line(*pieces, (more, "dim"))


def rows(grid: Grid, fit: Fit, at: str, column: int) -> Iterator[Seen]:
    """The lines of the table; the cell at the cursor stands in brackets."""
    for one in grid.lines:
        if not one.id:
            yield Seen(line((" " * MARGIN, "text"), (cut(one.label, fit.label + fit.cell * fit.count), "row")))
            continue
        here = one.id == at
        before = f"{one.sign} " if one.sign else ""
        label = fitted(f"{before}{one.label}", fit.label - 1) + " "
        pieces: list[Piece] = [(" > " if here else " " * MARGIN, "cursor" if here else "text"), (label, "label")]
        for place in range(fit.first, fit.first + fit.count):
            words = one.cells[place]
            if here and place == column:
                inner = cut(words, fit.cell - 2) or " "
                pieces.append((fitted(f"[{inner}]", fit.cell), "answer"))
            else:
                pieces.append((fitted(f" {cut(words, fit.cell - 1)}", fit.cell), "text" if words else "dim"))
        yield Seen(line(*pieces, card=here), one.id, marked=here)

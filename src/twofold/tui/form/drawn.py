"""Lines as they are drawn: pieces of text with the name of an ink each, every piece safe to print.

Texts from studies and people pass through ``values.plaintext.visible`` here, and nothing is ever read as
markup.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from rich.cells import cell_len, chop_cells, set_cell_size

from twofold.values.plaintext import visible

Piece: TypeAlias = tuple[str, str]
"""A text and the name of its ink."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """One line on the screen.

    ``marks`` are stretches of cells (first, after the last) that a click may hit, each with what it means;
    ``caret`` the column of the caret or -1; ``card`` whether it belongs to the field under the cursor, which
    is set off from the rest.
    """

    pieces: tuple[Piece, ...] = ()
    marks: tuple[tuple[int, int, str], ...] = ()
    caret: int = -1
    card: bool = False


EMPTY = Drawn()


def cells(text: str) -> int:
    """How many cells a safe text takes."""
    return len(text) if text.isascii() else cell_len(text)


def safe(text: str, most: int) -> str:
    """``text`` made visible; no more of it than could fill ``most`` cells is looked at."""
    return visible(text if len(text) <= most + 1 else text[: most + 1])


def cut(text: str, width: int) -> str:
    """``text`` made safe and cut to ``width`` cells, with dots where it was cut."""
    if width <= 0:
        return ""
    shown = safe(text, width)
    if cells(shown) <= width:
        return shown
    if width <= 3:
        return set_cell_size(shown, width)
    return set_cell_size(shown, width - 3).rstrip() + "..."


def fitted(text: str, width: int) -> str:
    """``text`` made safe and brought to exactly ``width`` cells."""
    shown = cut(text, width)
    return shown + " " * (width - cells(shown))


def spans(text: str, width: int) -> list[tuple[int, int]]:
    """Where a safe text breaks into lines of at most ``width`` cells.

    (start, end) of each, together the whole text.

    Lines break after blanks, which stay at the end of their line and may stand over its edge; longer words
    are chopped.
    """
    width = max(1, width)
    found: list[tuple[int, int]] = []
    start = 0
    while len(text) - start > width or cells(text[start:]) > width:
        # A letter wider than the line takes a line of its own.
        fits = max(1, len(chop_cells(text[start : start + width + 1], width)[0]))
        end = start + fits
        if end < len(text) and text[end] != " ":
            blank = text.rfind(" ", start, end)
            end = blank + 1 if blank >= start else end
        while end < len(text) and text[end] == " ":
            end += 1
        found.append((start, end))
        start = end
    if start < len(text) or not found:
        found.append((start, len(text)))
    return found


def wrapped(text: str, width: int, most: int = 1000) -> list[str]:
    """``text`` made safe and broken into at most ``most`` lines of ``width`` cells, with dots where it was cut."""
    if width <= 0 or not text:
        return []
    shown = safe(text, width * (most + 1))
    lines = [shown[start:end].rstrip() for start, end in spans(shown, width)]
    if len(lines) <= most:
        return lines
    last = lines[most - 1]
    last = last if cells(last) + 4 <= width else set_cell_size(last, max(0, width - 4)).rstrip()
    return [*lines[: most - 1], f"{last} ..."]


def line(*pieces: Piece, marks: Sequence[tuple[int, int, str]] = (), caret: int = -1, card: bool = False) -> Drawn:
    """A line of safe pieces; empty ones are left out."""
    return Drawn(tuple(piece for piece in pieces if piece[0]), tuple(marks), caret, card)


def spread(left: Sequence[Piece], right: Sequence[Piece], width: int, card: bool = False) -> Drawn:
    """Safe pieces at both ends of a line; the right ones give way where there is no room for both."""
    taken = sum(cells(text) for text, _ in left)
    wanted = sum(cells(text) for text, _ in right)
    gap = width - taken - wanted
    if gap < 1:
        return line(*left, card=card)
    return line(*left, (" " * gap, "text"), *right, card=card)


def paragraph(text: str, ink: str, indent: int, width: int, card: bool = False, most: int = 1000) -> Iterator[Drawn]:
    """``text`` as indented lines in one ink."""
    for part in wrapped(text, width - indent, most):
        yield line((" " * indent, "text"), (part, ink), card=card)


def flowed(pieces: Sequence[Piece], width: int) -> list[tuple[Piece, ...]]:
    """Safe pieces as one running text, broken into lines of ``width`` cells; each keeps its ink."""
    text = "".join(part for part, _ in pieces)
    found: list[tuple[Piece, ...]] = []
    for start, end in spans(text, width):
        stop = start + len(text[start:end].rstrip())
        made: list[Piece] = []
        at = 0
        for part, ink in pieces:
            piece = part[max(0, start - at) : max(0, stop - at)]
            if piece:
                made.append((piece, ink))
            at += len(part)
        found.append(tuple(made))
    return found

"""A line that is being written, with its caret, as it is drawn."""

from collections.abc import Iterator

from twofold.tui.form.drawn import Drawn, Piece, cells, fitted, line, safe, spans
from twofold.tui.form.line import Line
from twofold.tui.form.opened import Writing
from twofold.values.plaintext import visible

INDENT = 4
"""How far the texts of a card stand in."""
NAME = 9
"""The width of the names before them, such as *quote*."""
_MOST = 6


def writing_lines(writing: Writing, name: str, width: int) -> Iterator[Drawn]:
    """The line that is being written, over as many lines of the screen as it needs, with its caret."""
    yield from input_lines(writing.line, name, width, _MOST)


def input_lines(written: Line, name: str, width: int, most: int) -> Iterator[Drawn]:
    """A line with its caret over at most ``most`` lines of the screen, those around the caret."""
    text, caret = written.text, written.caret
    lead = NAME if name else 0
    room = max(4, width - INDENT - lead - 2)
    # Only what can be near the caret is looked at: a key in a very long text costs no more than in a short one.
    first = max(0, caret - room * most)
    before, after = visible(text[first:caret]), safe(text[caret : caret + room * most], room * most)
    shown, at = before + after, len(before)
    lines = spans(shown, room)
    row = next((n for n, (start, end) in enumerate(lines) if at < end or n == len(lines) - 1), 0)
    top = max(0, min(row - most + 1, len(lines) - most))
    for number, (start, end) in list(enumerate(lines))[top : top + most]:
        head = (" " * INDENT, "text"), (fitted(name if number == 0 else "", lead), "dim")
        part = shown[start:end]
        if number != row:
            yield line(*head, (fitted(part, room + 1), "line"), card=True)
            continue
        split = at - start
        under = part[split : split + 1] or " "
        rest = part[split + 1 :]
        left = room + 1 - cells(part[:split]) - cells(under) - cells(rest)
        pieces: tuple[Piece, ...] = (
            (part[:split], "line"),
            (under, "caret"),
            (rest + " " * max(0, left), "line"),
        )
        yield line(*head, *pieces, caret=INDENT + lead + cells(part[:split]), card=True)

"""Lines of the first page: how far somebody is as a bar, and what waits to be settled."""

from collections.abc import Iterator, Sequence

from twofold.tui.form.drawn import Drawn, Piece, cells, cut, line
from twofold.tui.pages.page import MARGIN

_PAD: Piece = (" " * MARGIN, "text")


def settling_lines(words: Sequence[str], otherwise: str, progress: str, key: Piece, width: int) -> Iterator[Drawn]:
    """What waits for the person, one line each; ``otherwise`` leads there as long as that is not known, or nothing
    does. ``progress`` says how far all of it is."""
    for number, told in enumerate(words or (otherwise,)):
        told = cut(told, width - MARGIN - cells(key[0]))
        yield line(_PAD, (told, "strong" if words else "text"), *([key] if number == 0 else []))
    if progress:
        yield line((" " * (MARGIN + 2), "text"), (cut(progress, width - MARGIN - 2), "dim"))


def progress_bar(submitted: int, begun: int, total: int, width: int) -> tuple[Piece, ...]:
    """Counts as a line: submitted heavy, begun light, the rest dotted.

    Anything above none takes at least one cell.
    """
    if not total or width < 1:
        return ()
    done = min(width, max(submitted * width // total, 1 if submitted else 0))
    some = min(width - done, max(begun * width // total, 1 if begun else 0))
    return ("━" * done, "bar-done"), ("─" * some, "bar-begun"), ("·" * (width - done - some), "bar-rest")

"""The line in which a screen says what came of a key. It takes a second one where it must, in a small terminal more."""

from collections.abc import Sequence

from textual.strip import Strip

from twofold.tui.form.drawn import Piece, cells, flowed
from twofold.tui.widgets.ink import OneLine

_LOW = 9
_NARROW = 50
_MOST = 4
_USUAL = 2


def lines_for_message(width: int, height: int) -> int:
    """How many lines a message may take in a terminal of that size: two, unless it is too small to read it there."""
    if height >= _LOW and width >= _NARROW:
        return _USUAL
    return max(1, min(_MOST, height - 2))


def is_low(height: int) -> bool:
    """Whether a terminal of so many lines has no room for a message beside the hints."""
    return height < _LOW


class MessageLine(OneLine):
    """One line, or several where it was told so. Nothing is laid out anew as long as their number stays."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own word
        super().__init__(id=id)
        self._more: list[tuple[Piece, ...]] = []

    def tell(self, pieces: Sequence[Piece], width: int, most: int) -> int:
        """Show safe pieces in at most ``most`` lines of ``width`` cells, and give how many they take."""
        told = any(text.strip() for text, _ in pieces)
        if most == 1 or not told or sum(cells(text) for text, _ in pieces) <= width:
            lines = [tuple(pieces)]
        else:
            lines = _ended(flowed(pieces, max(1, width - 1)), most)
        self._more = lines[1:]
        self.show(lines[0])
        if self.styles.height is None or self.styles.height.value != len(lines):
            self.styles.height = len(lines)
        if self._more:
            self.refresh()
        return len(lines) if told else 0

    @property
    def text(self) -> str:
        """What is said, with its lines joined."""
        return " ".join([super().text, *("".join(text for text, _ in one) for one in self._more)])

    def render_line(self, y: int) -> Strip:
        """One of the lines."""
        if 1 <= y <= len(self._more):
            return self.strip([(" ", "text"), *self._more[y - 1]], self.size.width)
        return super().render_line(y)


def _ended(lines: list[tuple[Piece, ...]], most: int) -> list[tuple[Piece, ...]]:
    """The first lines, with dots where others were left out."""
    if len(lines) <= most:
        return lines
    *before, (text, ink) = lines[most - 1]
    return [*lines[: most - 1], (*before, (f"{text[:-4]} ...", ink))]

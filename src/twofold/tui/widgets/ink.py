"""Widgets that draw their lines themselves, in inks: names that the style sheet gives a look."""

from collections.abc import Iterable
from typing import ClassVar, Self

from rich.segment import Segment
from rich.style import Style
from textual.filter import LineFilter
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget

from twofold.tui.form.drawn import Drawn, Piece, cells

INKS = (
    *(
        "text",
        "strong",
        "dim",
        "head",
        "row",
        "label",
        "label-blank",
        "answer",
        "off",
        "cursor",
        "key",
        "chosen",
    ),
    *("picked", "help", "example", "beside", "line", "caret", "block", "warn", "card"),
)
"""Every ink there is. ``card`` is the ground under the field at the cursor."""

_SEEN_ON_BLANKS = frozenset(("line", "caret", "picked"))
_KEPT = 512


class Inked(Widget):
    """A widget of lines, none of which is ever read as markup."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"ink--{name}" for name in INKS}
    ALLOW_SELECT = False

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own word
        super().__init__(id=id, markup=False)
        self._inks: dict[tuple[str, bool], Style] = {}
        self._strips: dict[tuple[Drawn, int], Strip] = {}
        self._painted: dict[int, Strip] = {}
        self._painted_as: tuple[Size, list[LineFilter]] = (Size(), [])

    def notify_style_update(self) -> None:
        """Forget the inks mixed so far, since the theme may have changed."""
        self._inks.clear()
        self._strips.clear()
        self._painted.clear()
        super().notify_style_update()

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines of a region, as they are: without border and padding there is nothing that Textual has to add.

        Its own way through the styles of each line would take a third of the time of a key. It asks for all lines of
        the widget where one is to be painted, so those that nobody asked to be painted anew are kept.
        """
        if any(self.gutter):
            return super().render_lines(crop)
        painted_as = (self.size, list(self.get_line_filters()))
        if painted_as != self._painted_as:
            self._painted.clear()
            self._painted_as = painted_as
        lines = range(crop.y, crop.bottom)
        for y in lines:
            if y not in self._painted:
                strip = self.render_line(y)
                for one in self._painted_as[1]:
                    strip = strip.apply_filter(one, self.background_colors[1])
                self._painted[y] = strip
        if (crop.x, crop.width) == (0, self.size.width):
            return [self._painted[y] for y in lines]
        return [self._painted[y].crop(crop.x, crop.right) for y in lines]

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        """Ask for regions to be painted anew, or for all: what is kept of their lines no longer holds."""
        if not regions:
            self._painted.clear()
        for region in regions:
            for y in region.line_range:
                self._painted.pop(y, None)
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def repaint(self, lines: Iterable[int]) -> None:
        """Ask for lines to be painted anew, from top to bottom; those that follow each other as one region."""
        regions: list[Region] = []
        for y in lines:
            if regions and regions[-1].bottom == y:
                regions[-1] = regions[-1].grow((0, 0, 1, 0))
            else:
                regions.append(Region(0, y, self.size.width, 1))
        if regions:
            self.refresh(*regions)

    def ink(self, name: str, on_card: bool = False) -> Style:
        """The style of an ink on the widget's own ground, or on that of a card."""
        style = self._inks.get((name, on_card))
        if style is None:
            style = self._inks[name, on_card] = self._mixed(name, on_card)
        return style

    def _mixed(self, name: str, on_card: bool) -> Style:
        ground = self.background_colors[1]
        if on_card:
            ground = ground + self.get_component_styles("ink--card").background
        styles = self.get_component_styles(f"ink--{name}")
        if styles.has_rule("background"):
            ground = ground + styles.background
        colour = styles.color if styles.has_rule("color") else self.colors[3]
        look = styles.text_style if styles.has_rule("text_style") else Style()
        return Style(color=(ground + colour).rich_color, bgcolor=ground.rich_color) + look

    def strip(self, pieces: Iterable[Piece], width: int, on_card: bool = False) -> Strip:
        """Safe pieces as a strip of exactly ``width`` cells."""
        given = tuple(pieces)
        taken = sum(cells(text) for text, _ in given)
        rest = (" " * (width - taken), "text")
        segments = [Segment(text, self.ink(name, on_card)) for text, name in _merged((*given, rest)) if text]
        return Strip(segments, max(taken, width)).adjust_cell_length(width)

    def strip_of(self, drawn: Drawn, width: int) -> Strip:
        """A drawn line as a strip of exactly ``width`` cells. The same line gives the same strip as long as it can.

        Textual keeps what it made of a strip, so a line that only moved costs next to nothing.
        """
        kept = self._strips.get((drawn, width))
        if kept is None:
            if len(self._strips) >= _KEPT:
                self._strips.clear()
            kept = self._strips[drawn, width] = self.strip(drawn.pieces, width, drawn.card)
        return kept


def _merged(pieces: Iterable[Piece]) -> list[Piece]:
    """The pieces with fewer changes of ink: blanks take the ink of what stands before them, where it cannot be seen.

    Every change of ink is some forty bytes on the way to the terminal.
    """
    merged: list[Piece] = []
    for text, ink in pieces:
        if merged and (merged[-1][1] == ink or (ink not in _SEEN_ON_BLANKS and not text.strip(" "))):
            before, held = merged[-1]
            if held == ink or held not in _SEEN_ON_BLANKS:
                merged[-1] = (before + text, held)
                continue
        if len(merged) == 1 and not merged[0][0].strip(" ") and ink not in _SEEN_ON_BLANKS:
            merged[0] = (merged[0][0] + text, ink)
            continue
        merged.append((text, ink))
    return merged


class OneLine(Inked):
    """A line of its own, such as title or message.

    Setting new pieces repaints it and never lays anything out.
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own word
        super().__init__(id=id)
        self._pieces: tuple[Piece, ...] = ()
        self._right: tuple[Piece, ...] = ()

    def show(self, pieces: Iterable[Piece], right: Iterable[Piece] = ()) -> None:
        """Show safe pieces, with others at the right end; those at the left give way."""
        left, right = tuple(pieces), tuple(right)
        if (left, right) != (self._pieces, self._right):
            self._pieces, self._right = left, right
            self.refresh()

    @property
    def text(self) -> str:
        """What the line says."""
        return "".join(text for text, _ in (*self._pieces, *self._right))

    def render_line(self, y: int) -> Strip:
        """The line itself."""
        width = self.size.width
        if y:
            return Strip.blank(width, self.ink("text"))
        taken = sum(cells(text) for text, _ in self._right)
        if taken >= width:
            return self.strip(self._right, width)
        left = self.strip(self._pieces, width - taken)
        return Strip([*left, *self.strip(self._right, taken)], width)

"""The widget on which a page is seen: it draws the lines it is shown, and repaints only those that changed."""

from typing import ClassVar

from textual import events
from textual.geometry import Offset
from textual.message import Message
from textual.strip import Strip

from twofold.tui.pages.page import Page
from twofold.tui.pages.window import Seen, Window
from twofold.tui.widgets.ink import Inked

_WHEEL = 3


class LinesView(Inked):
    """The lines of a window from top to bottom. The page itself scrolls; this widget never does."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"ink--bar-done", "ink--bar-begun", "ink--bar-rest"}

    class Clicked(Message):
        """A line that stands for something was clicked."""

        def __init__(self, target: str) -> None:
            super().__init__()
            self.target = target

    class Turned(Message):
        """The wheel was turned, by so many lines."""

        def __init__(self, by: int) -> None:
            super().__init__()
            self.by = by

    def __init__(self, page: Page, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own word
        super().__init__(id=id)
        self.page = page
        self.window = Window()

    def redraw(self, page: Page) -> None:
        """Show the page as it is now."""
        self.page = page
        width, height = self.size
        if not width or not height:
            return
        window = page.shown(width, height)
        before, self.window = self.window, window
        self.repaint(
            y for y in range(max(len(before.lines), len(window.lines))) if _at(before, y).drawn != _at(window, y).drawn
        )
        self.place_cursor()

    def place_cursor(self) -> None:
        """Put the terminal's own cursor where the page has its own, for screen readers and Braille."""
        if self.screen is self.app.screen:
            x, y = self.window.cursor
            self.app.cursor_position = self.region.offset + Offset(x, y)

    def on_resize(self) -> None:
        """Draw the page anew in the new size."""
        self.redraw(self.page)

    @property
    def text(self) -> str:
        """What is seen, as text."""
        return "\n".join("".join(part for part, _ in one.drawn.pieces).rstrip() for one in self.window.lines)

    def render_line(self, y: int) -> Strip:
        """One line."""
        return self.strip_of(_at(self.window, y).drawn, self.size.width)

    def on_click(self, event: events.Click) -> None:
        """Tell what the clicked line stands for."""
        target = _at(self.window, event.y).target
        if target:
            self.post_message(self.Clicked(target))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Tell of the wheel."""
        event.stop()
        self.post_message(self.Turned(_WHEEL))

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Tell of the wheel."""
        event.stop()
        self.post_message(self.Turned(-_WHEEL))


def _at(window: Window, y: int) -> Seen:
    return window.lines[y] if 0 <= y < len(window.lines) else Seen()

"""The study's reference and abstract beside the form, where the terminal is wide enough."""

from textual import events
from textual.strip import Strip

from twofold.review.views import Study
from twofold.tui.form.drawn import EMPTY, Drawn
from twofold.tui.form.hand import Hand
from twofold.tui.form.pages import reference_lines
from twofold.tui.widgets.ink import Inked

_WHEEL = 3


class ReferencePanel(Inked):
    """Reference and abstract. The wheel scrolls it; on the keyboard, the page of the same content does."""

    can_focus = False

    def __init__(self, hand: Hand, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own word
        super().__init__(id=id)
        self._hand = hand
        self._lines: tuple[Drawn, ...] = ()
        self._told: tuple[Study | None, int] = (None, 0)
        self._top = 0

    def redraw(self) -> None:
        """Draw the study in hand."""
        told = self._hand.state.study, self.size.width
        if told[1] == self._told[1] and told[0] is self._told[0]:
            # Every key comes by here, and none of them changes what the reports say.
            return
        self._told = told
        lines = tuple(reference_lines(self._hand.state, self.size.width)) if self.size.width else ()
        if lines != self._lines:
            self._lines, self._top = lines, 0
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """One line of the reference."""
        number = self._top + y
        return self.strip_of(self._lines[number] if number < len(self._lines) else EMPTY, self.size.width)

    def on_resize(self) -> None:
        """Draw for the new width."""
        self.redraw()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll down, at most to the last line."""
        self._scroll(_WHEEL)
        event.stop()

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll up."""
        self._scroll(-_WHEEL)
        event.stop()

    def _scroll(self, by: int) -> None:
        self._top = max(0, min(self._top + by, len(self._lines) - self.size.height))
        self.refresh()

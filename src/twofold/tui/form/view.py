"""The form on the screen: one widget that draws its lines and moves no focus.

It repaints the lines that differ from what is painted already, and nothing else; it keeps its own place in
the sheet, as Textual's scrolling would lay out anew whenever a field opens.
"""

from dataclasses import replace

from textual import events
from textual.geometry import Offset
from textual.message import Message
from textual.strip import Strip

from twofold.tui.form.change import Change
from twofold.tui.form.drawn import EMPTY, Drawn
from twofold.tui.form.hand import Hand
from twofold.tui.form.labelled_rows import with_labels
from twofold.tui.form.layout import Row, SheetLayout, Window
from twofold.tui.form.opened import Finding, Labelling, Page, Submitting
from twofold.tui.form.pages import page_window
from twofold.tui.widgets.ink import Inked
from twofold.values.coded import Place

_WHEEL = 3


def _differ(before: Drawn, after: Drawn) -> bool:
    # Most lines of a sheet are the very ones that were drawn for the key before.
    return before is not after and before != after


class FormView(Inked):
    """Draws the form that a ``Hand`` holds. The screen hands it every key; it never has Textual's focus."""

    can_focus = False

    class Clicked(Message):
        """A click on the line of a field, or on a mark in it."""

        def __init__(self, place: Place, mark: str) -> None:
            super().__init__()
            self.place = place
            self.mark = mark

    class Scrolled(Message):
        """The wheel turned, by so many lines."""

        def __init__(self, lines: int) -> None:
            super().__init__()
            self.lines = lines

    def __init__(self, hand: Hand, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own word
        super().__init__(id=id)
        self.hand = hand
        self._layout_of_sheet = SheetLayout()
        self._window = Window((), 0, 0)
        self._free_top: int | None = None

    def press(self, key: str, character: str | None) -> Change:
        """Do what a key does, and draw it."""
        return self._done(self.hand.press(key, character))

    def paste(self, text: str) -> Change:
        """Take a pasted text, and draw it."""
        return self._done(self.hand.paste(text))

    def click(self, place: Place, mark: str) -> Change:
        """Do what a click does, and draw it."""
        return self._done(self.hand.click(place, mark))

    def scroll_lines(self, lines: int) -> None:
        """Scroll without moving the cursor; the next key brings the cursor back into view."""
        if isinstance(self.hand.state.over, Page | Finding | Submitting):
            for _ in range(abs(lines)):
                self.hand.press("down" if lines > 0 else "up")
        else:
            self._free_top = max(0, self._window.top + lines)
        self.redraw()

    def _done(self, change: Change) -> Change:
        self._free_top = None
        self.redraw()
        return change

    def redraw(self) -> None:
        """Draw what is to be seen now; only lines that changed are painted."""
        width, height = self.size
        if not width or not height:
            return
        old, self._window = self._window, self._seen(width, height)
        before, after = old.rows, self._window.rows
        self.repaint(
            y
            for y in range(height)
            if _differ(before[y].drawn if y < len(before) else EMPTY, after[y].drawn if y < len(after) else EMPTY)
        )
        column, row = self._window.cursor
        self.app.cursor_position = self.content_region.offset + Offset(min(column, width - 1), row)

    def _seen(self, width: int, height: int) -> Window:
        state = self.hand.state
        page = page_window(state, state.keys, width, height)
        if page is None:
            found = self._layout_of_sheet.window(state, width, height, self._free_top)
            state.in_sight = tuple(dict.fromkeys(row.place for row in found.rows if row.place and not row.heading))
            if isinstance(state.over, Labelling):
                return replace(found, rows=with_labels(found.rows, state.over.labels))
            return found
        state.tell_page_top(page.top)
        return page

    @property
    def rows(self) -> tuple[Row, ...]:
        """The lines that are seen, from top to bottom."""
        return self._window.rows

    def render_line(self, y: int) -> Strip:
        """One line of the window."""
        drawn = self._window.rows[y].drawn if y < len(self._window.rows) else EMPTY
        return self.strip_of(drawn, self.size.width)

    def on_resize(self) -> None:
        """Draw for the new size, with the cursor in view."""
        self._free_top = None
        self._window = Window((), 0, 0)
        self.redraw()
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        """Tell what was clicked."""
        if event.y < len(self._window.rows):
            row = self._window.rows[event.y]
            mark = next((what for first, after, what in row.drawn.marks if first <= event.x < after), "")
            if row.place is not None:
                self.post_message(self.Clicked(row.place, mark))
        event.stop()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll down."""
        self.post_message(self.Scrolled(_WHEEL))
        event.stop()

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll up."""
        self.post_message(self.Scrolled(-_WHEEL))
        event.stop()

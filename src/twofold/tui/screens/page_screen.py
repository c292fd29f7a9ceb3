"""The screen of a page: its lines, a line for what is said, and the hints."""

from textual import events
from textual.app import ComposeResult
from textual.message import Message
from textual.screen import Screen

from twofold.tui.form.drawn import cut
from twofold.tui.pages.asks import Ask
from twofold.tui.pages.page import Page
from twofold.tui.widgets.hints import HintLine
from twofold.tui.widgets.lines_view import LinesView
from twofold.tui.widgets.message import MessageLine, is_low, lines_for_message


class PageScreen(Screen[None], inherit_bindings=False):
    """Shows one page and hands it keys and clicks. Nothing on it ever has Textual's focus.

    Keys come from the app, one at a time, by ``press`` and ``paste``; what a click asks for goes there as a message.
    """

    AUTO_FOCUS = ""

    class Asked(Message):
        """A click asked for something."""

        def __init__(self, page: Page, ask: Ask) -> None:
            super().__init__()
            self.page = page
            self.ask = ask

    def __init__(self, page: Page) -> None:
        super().__init__()
        self.page = page

    def compose(self) -> ComposeResult:
        """Lines, what is said, hints."""
        yield LinesView(self.page, id="lines")
        yield MessageLine(id="message")
        yield HintLine(id="hints")

    def press(self, event: events.Key) -> Ask | None:
        """Hand the page a key, show what came of it, and give what it asks for."""
        ask = self.page.take_key(event.key, event.character)
        self.redraw()
        return ask

    def paste(self, event: events.Paste) -> None:
        """Hand the page a pasted text."""
        self.page.labels = None
        self.page.paste(event.text)
        self.redraw()

    def take(self, page: Page) -> None:
        """Show another page on this screen."""
        self.page = page
        self.redraw()

    def say(self, sentence: str) -> None:
        """Tell a sentence at the foot, until the next key."""
        self.page.said = sentence
        self.redraw()

    def redraw(self) -> None:
        """Show the page as it is now. Only what changed is painted."""
        if self.is_mounted:
            self.query_one("#lines", LinesView).redraw(self.page)
            width = self.size.width
            words, ink = (self.page.said, "warn") if self.page.said else (self.page.warning, "block")
            most = lines_for_message(width, self.size.height)
            hints = self.query_one("#hints", HintLine)
            said = (" ", "text"), (cut(words, width * most - 2), ink)
            told = self.query_one("#message", MessageLine).tell(said, width, most)
            self.set_class(told > 0, "-told")
            hints.hint(self.page.hints_now, self.page.keys)

    def on_screen_resume(self) -> None:
        """Show the page, and give it the terminal's cursor."""
        self.redraw()

    def on_resize(self) -> None:
        """Fit the lines at the foot to the new size; the others follow when they have theirs."""
        self.set_class(is_low(self.size.height), "-low")
        self.call_after_refresh(self.redraw)

    def on_lines_view_clicked(self, event: LinesView.Clicked) -> None:
        """Hand the page a click."""
        self.page.labels = None
        ask = self.page.click(event.target)
        self.redraw()
        if ask is not None:
            self.post_message(self.Asked(self.page, ask))

    def on_lines_view_turned(self, event: LinesView.Turned) -> None:
        """Hand the page a turn of the wheel."""
        self.page.turn(event.by)
        self.redraw()

"""The coding screen: one study, its form, and what stands around it."""

from collections.abc import Callable, Iterable

from textual import events
from textual.app import ComposeResult
from textual.message import Message
from textual.screen import Screen

from twofold.tui.form.board import Keys
from twofold.tui.form.change import Change, Leave, ShowNotes, Tone
from twofold.tui.form.drawn import Piece, cells, cut, safe
from twofold.tui.form.hand import Hand
from twofold.tui.form.hinting import hints
from twofold.tui.form.left_open import what_is_open
from twofold.tui.form.opened import Jumping
from twofold.tui.form.panel import ReferencePanel
from twofold.tui.form.session import Desk, StudySession
from twofold.tui.form.view import FormView
from twofold.tui.widgets.hints import HintLine
from twofold.tui.widgets.ink import OneLine
from twofold.tui.widgets.message import MessageLine, is_low, lines_for_message
from twofold.values.coded import Place


class CodingScreen(Screen[None], inherit_bindings=False):
    """One study to code. All its keys take one path.

    They come here, and nothing here ever has Textual's focus.

    The app tells it what became of the saves: ``saved``, ``failed``, ``renewed``, each in the app's own
    thread.
    """

    AUTO_FOCUS = ""
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (120, "-wide")]  # noqa: RUF012 - Textual types it so

    class Left(Message):
        """The person wants back to where the form was opened from."""

        def __init__(self, study: str) -> None:
            super().__init__()
            self.study = study

    def __init__(
        self,
        desk: Desk,
        session: StudySession,
        keys: Keys | None = None,
        *,
        minutes: Callable[[str], int] = lambda _: 0,
        apart: str = "",
    ) -> None:
        super().__init__()
        self._apart = apart
        self._minutes = minutes
        self.hand = Hand(desk, session, keys)
        self._last = Change()
        self.left = False
        self.wants_notes = False
        self._told = 1

    def compose(self) -> ComposeResult:
        """Title, form beside the reference, message, hints."""
        yield OneLine(id="study")
        yield FormView(self.hand, id="form")
        yield ReferencePanel(self.hand, id="reference")
        yield MessageLine(id="message")
        yield HintLine(id="hints")

    def on_mount(self) -> None:
        """Say where the person is."""
        self._tell(Change(message=self.hand.state.greeting))

    def on_screen_resume(self) -> None:
        """Give the terminal's cursor back to the form."""
        self._form.redraw()

    @property
    def _form(self) -> FormView:
        return self.query_one("#form", FormView)

    def on_key(self, event: events.Key) -> None:
        """Every key of the screen; those that are none of the form's go on to the app.

        Once it is ``left``, no key reaches the form any more until it is shown again.
        """
        if self.left:
            return
        change = self._form.press(event.key, event.character)
        if change.handled:
            event.stop()
            event.prevent_default()
            self._done(change)

    def on_paste(self, event: events.Paste) -> None:
        """Every paste."""
        if self.left:
            return
        event.stop()
        self._done(self._form.paste(event.text))

    def on_form_view_clicked(self, event: FormView.Clicked) -> None:
        """Every click on the form."""
        self._done(self._form.click(event.place, event.mark))

    def on_form_view_scrolled(self, event: FormView.Scrolled) -> None:
        """Every turn of the wheel over the form."""
        self._form.scroll_lines(event.lines)

    def show(self, session: StudySession) -> None:
        """Take up another study; the form stays mounted."""
        self.left = False
        self.hand.show(session)
        self._form.redraw()
        self._tell(Change(message=self.hand.state.greeting))

    def say(self, sentence: str) -> None:
        """Tell a sentence, until the next key."""
        self._tell(Change(message=sentence))

    def renewed(self) -> None:
        """Take in that the answers changed from outside. What is being written stays."""
        self.hand.renewed()
        self._form.redraw()
        self._tell(self._last)

    def saved(self, study: str, places: Iterable[Place]) -> None:
        """Take in that answers of a study have reached the disk."""
        self.hand.failed = ""
        self.hand.mark_unsaved()
        self._form.redraw()
        self._tell(self._last)
        self.hand.session.ready()

    def failed(self, sentence: str, study: str, places: Iterable[Place]) -> None:
        """Take in that saving has stopped, and why. Every unsaved answer is kept and marked."""
        self.hand.failed = sentence
        self.hand.mark_unsaved()
        self._form.redraw()
        self._tell(Change())

    def on_resize(self) -> None:
        """Fit the lines around the form to the new width."""
        self.call_after_refresh(lambda: self._tell(self._last))

    def _done(self, change: Change) -> None:
        if any(isinstance(ask, Leave) for ask in change.asks):
            self.left = True
            self.post_message(self.Left(self.hand.session.study.key))
        self.wants_notes = any(isinstance(ask, ShowNotes) for ask in change.asks)
        self._tell(change)

    def _tell(self, change: Change) -> None:
        self._last = change
        self.query_one("#study", OneLine).show(*self._title(self.size.width))
        width, most = self.size.width, lines_for_message(*self.size)
        told = self.query_one("#message", MessageLine).tell(self._words(change, width * most), width, most)
        self.set_class(told > 1 and is_low(self.size.height), "-told")
        if max(1, told) != self._told:
            self._told = max(1, told)
            self.styles.grid_rows = f"1 1fr {self._told} 1"
        state = self.hand.state
        self.query_one("#hints", HintLine).hint(hints(state, bool(self.hand.failed)), state.keys)
        self.query_one("#reference", ReferencePanel).redraw()

    def _title(self, width: int) -> tuple[list[Piece], list[Piece]]:
        state = self.hand.state
        study = state.study
        # From what may be left out last to what may be left out first, where the line is too short for all.
        parts: list[tuple[str, str]] = [*self._saved()]
        parts += [("locked   ", "strong")] if state.locked else []
        parts += [(f"{state.answered} of {len(state.stops)} fields   ", "dim")]
        parts += [(f"study {study.position} of {study.total}   ", "dim")]
        minutes = self._minutes(study.key)
        parts += [(f"{minutes} min   ", "dim")] if minutes else []
        parts += [("exclusion proposed   ", "warn")] if state.exclusion else []
        parts += [(f"same as {safe(state.same_study.number, 12)}?   ", "warn")] if state.same_study is not None else []
        parts += [("see your other device   ", "warn")] if state.told else []
        parts += [(f"{safe(state.round_words, 40)}   ", "dim")] if state.round_words else []
        number = f" {self._apart}  {safe(study.number, 12)}  " if self._apart else f" {safe(study.number, 12)}  "
        room = width - len(number) - min(cells(safe(study.label, 60)), 24) - 2
        while len(parts) > 1 and sum(cells(text) for text, _ in parts) > room:
            parts.pop()
        taken = sum(cells(text) for text, _ in parts)
        label = cut(study.label, max(0, width - len(number) - taken - 2))
        return [(number, "head"), (label, "strong")], parts[::-1]

    def _saved(self) -> list[Piece]:
        waiting = len(self.hand.session.unsaved())
        if self.hand.failed:
            return [(f"NOT SAVED {waiting} ", "block")]
        if what_is_open(self.hand.state) is not None:
            return [("writing ", "warn")]
        return [(f"saving {waiting} ", "dim")] if waiting else [("saved ", "dim")]

    def _words(self, change: Change, width: int) -> list[Piece]:
        over = self.hand.state.over
        if isinstance(over, Jumping):
            count = f"   {over.at + 1} of {len(over.matches)}" if over.matches else ""
            told = count or (f"   {change.message}" if change.message else "   type part of a field's name")
            text = cut(over.line.text, width // 2)
            return [
                (" go to ", "key"),
                (text, "line"),
                (" ", "caret"),
                (cut(told, width - cells(text) - 9), "dim"),
            ]
        if not change.message and self.hand.failed:
            retry, rescue = (self.hand.state.key(one) for one in ("form.retry", "form.rescue"))
            ways = f"{retry} tries again, {rescue} writes a rescue copy."
            return [(cut(f" {self.hand.failed} {ways}", width), "block")]
        ink = "warn" if change.tone is Tone.REFUSED else "text"
        return [(" ", "text"), (cut(change.message, width - 2), ink)]

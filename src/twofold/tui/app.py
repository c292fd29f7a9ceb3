"""The app: it opens the review behind its first frame, hands on keys one by one, and leaves nothing unsaved behind.

The first frame needs Textual and the plain pages alone; everything heavier is imported once it has been painted.
"""

import asyncio
import gc
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from textual import events
from textual.app import App, SystemCommand
from textual.message import Message
from textual.screen import Screen

from twofold.tui.actions import Action, Where
from twofold.tui.asked import asked
from twofold.tui.hanging_up import guard_output
from twofold.tui.opening import (
    NotMade,
    Nowhere,
    Opened,
    ReadAll,
    Tell,
    Told,
    WhoIsIt,
    found,
    open_near,
)
from twofold.tui.own_keys import HeldKeys
from twofold.tui.pages.asks import (
    Ask,
    Found,
    Took,
)
from twofold.tui.pages.page import Page
from twofold.tui.pasting import guard_pastes
from twofold.tui.saving import Outcomes
from twofold.tui.screens.home import HomeScreen
from twofold.tui.screens.page_screen import PageScreen
from twofold.tui.themes import DARK, LIGHT
from twofold.tui.threshold import Threshold
from twofold.values.plaintext import visible
from twofold.values.resources import shipped

if TYPE_CHECKING:
    from textual.command import Provider

    from twofold.review.open import Review
    from twofold.tui.at_work import AtWork

_LOOK_EVERY = 3.0
_MOST_EARLY = 200
_TEXTUALS_OWN = frozenset({"ctrl+q", "ctrl+p", "ctrl+c"})


def _palette() -> "type[Provider]":
    # No frame waits for the palette, so it is imported when it is asked for.
    from twofold.tui.palette import Palette

    return Palette


class TwofoldApp(App[None]):
    """Twofold on the screen. ``start`` is a folder in or below a review, or nothing for the welcome page.

    With ``study``, a number or a label, it goes on to that study; ``reconciling``, to what differs between coders.
    """

    TITLE = "Twofold"
    CSS_PATH = [shipped("styles") / name for name in ("theme.tcss", "app.tcss", "coding.tcss")]  # noqa: RUF012 - Textual's own declaration

    COMMANDS = {_palette}  # noqa: RUF012 - Textual's own declaration

    class Heard(Message):
        """The thread that opens reviews told something."""

        def __init__(self, told: Told) -> None:
            super().__init__()
            self.told = told

    class Saved(Message):
        """The thread that saves told something."""

    class Came(Message):
        """What came into the folder has been read."""

    class Broke(Message):
        """A thread ended by an error that nobody foresaw."""

        def __init__(self, error: Exception) -> None:
            super().__init__()
            self.error = error

    def __init__(self, start: Path | None, study: str = "", *, reconciling: bool = False) -> None:
        # Textual takes NO_COLOR out of the environment, and unless told so would still send greys.
        plain = "NO_COLOR" in os.environ
        super().__init__(ansi_color=True if plain else None)
        self.register_theme(DARK)
        self.register_theme(LIGHT)
        chosen = os.environ.get("TEXTUAL_THEME", "")
        self.theme = "ansi-dark" if plain else chosen if chosen in self.available_themes else DARK.name
        self._start = start
        self._study = study
        self._reconciling = reconciling
        self._held = HeldKeys()
        self._table = self._held.table
        self._home = HomeScreen("" if start is None else start.name, self._table)
        self._work: AtWork | None = None
        self._outcomes = Outcomes(lambda: self._post(self.Saved()))
        self._threshold = Threshold(self, self._held, self._table, self._outcomes)
        self._early: list[events.Key] = []
        self._news: frozenset[tuple[str, int, int]] = frozenset()

    @property
    def work(self) -> "AtWork | None":
        """The work on the review that is open, if one is."""
        return self._work

    @property
    def review(self) -> "Review | None":
        """The review that is open for its person, if one is."""
        return None if self._work is None else self._work.review

    def get_default_screen(self) -> Screen[None]:
        """The first frame is the first page, before there is anything on it."""
        return self._home

    def on_mount(self) -> None:
        """Open the review, once the first frame is painted."""
        self.call_after_refresh(self._in_thread, self._open)
        self.set_interval(_LOOK_EVERY, self._look)
        if not self.is_headless:
            for name in ("SIGTERM", "SIGHUP"):
                with suppress(AttributeError, NotImplementedError):
                    asyncio.get_running_loop().add_signal_handler(getattr(signal, name), self.exit)

    def _open(self, tell: Tell) -> None:
        # Keys are kept back until a review or a question is there, so that their table may change in this thread.
        self._held.load()
        open_near(self._start, self._outcomes.tell, tell)

    async def on_event(self, event: events.Event) -> None:
        """Carry out each key wholly, screen changes included, before the next is read.

        Textual hands keys to the queue of the screen that is on top when they arrive; those of a burst would reach
        a screen that the keys before them have closed.
        """
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded and await self._took(event):
            return
        await super().on_event(event)

    async def _took(self, event: events.Key | events.Paste) -> bool:
        if isinstance(event, events.Key) and event.key in _TEXTUALS_OWN:
            return False
        screen = self.screen
        if screen is self._home and self._work is None:
            if isinstance(event, events.Key) and len(self._early) < _MOST_EARLY:
                self._early.append(event)
        elif isinstance(screen, PageScreen):
            if isinstance(event, events.Paste):
                screen.paste(event)
            elif (ask := screen.press(event)) is not None:
                await self.carry_out(screen.page, ask)
        elif self._work is not None and self._work.is_form(screen):
            self._work.take(event)
        else:
            return False
        return True

    async def carry_out(self, page: Page, ask: Ask) -> None:
        """Do what a page asks for."""
        work = self._work
        match ask:
            case Took(choice):
                self._threshold.chosen(page, choice)
            case Found():
                self._in_thread(partial(found, ask, self._outcomes.tell))
            case "help":
                self._show_help(page)
            case "keyboard":
                self._threshold.ask_keyboard()
            case "leave":
                self.exit()
            case "back":
                self._back(page)
            case _ if work is None:
                pass
            case "try":
                self.push_screen(work.apart.trying(came_from=self._threshold.came_from is not None))
            case "person" if not work.apart.refuses(ask):
                self._threshold.ask_who(work.review)
            case _:
                self.say(await asked(work, page, ask))

    def finish(self) -> str:
        """Save what is still queued and let go of the review. A sentence if anything could not be saved."""
        if self._work is not None:
            self._work.keep_writing()
        review, self._work = self.review, None
        if self._threshold.letting_go is not None:
            self._threshold.letting_go.join()
        if review is None:
            return ""
        if review.pen is not None and review.pen.queue.unsaved and not review.pen.queue.stopped:
            print("Saving the last answers ...", file=sys.stderr)
        return review.close()

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """The palette: what can be done on the screen beneath it, the colours, and leaving."""
        from twofold.tui.palette import commands

        form = Where.FORM if self._work is not None and self._work.is_form(screen) else None
        where = screen.page.where if isinstance(screen, PageScreen) else form
        yield from commands(where, self._table, self._press, self.action_change_theme, self.exit)

    def _press(self, action: Action) -> None:
        key = next((key for key, one in self._table[action.where].items() if one is action), "")
        self.post_message(events.Key(key, key if len(key) == 1 else None))

    async def on_page_screen_asked(self, event: PageScreen.Asked) -> None:
        """A click asked for something."""
        await self.carry_out(event.page, event.ask)

    def on_coding_screen_left(self) -> None:
        """The form was left by a click."""
        if self._work is not None:
            self._work.leave_form()

    async def on_twofold_app_heard(self, event: Heard) -> None:
        """Go on with what the opening thread told."""
        if not isinstance(event.told, Opened):
            gc.freeze()
            gc.enable()
        match event.told:
            case Nowhere():
                self._early.clear()
                self._to_home()
                self._threshold.welcome(event.told)
            case WhoIsIt(review):
                self._early.clear()
                self._threshold.nobody = review
                self._threshold.ask_who(review)
            case Opened():
                await self._go_to_work(event.told)
            case ReadAll(review) if self._work is not None and review is self._work.review:
                self._work.count()
            case NotMade(why):
                self._threshold.refuse(why)
            case _:
                pass

    async def _go_to_work(self, opened: Opened) -> None:
        from twofold.tui.at_work import AtWork

        review = opened.review
        self._to_home()
        self._work, self._threshold.nobody = AtWork(self, review, self._home, self._table), None
        review.told += self._held.problems
        self._home.show(replace(opened.view, told=tuple(review.told)))
        if review.why_read_only:
            from twofold.tui.pages.beginning import CannotWriteHere

            self.show_page(CannotWriteHere(review.why_read_only))
        elif self._reconciling:
            self._reconciling = False
            self.say(self._work.show_reconcile())
        elif self._study:
            wanted, self._study = self._study.casefold(), ""
            keys = [one.key for one in review.cards() if wanted in (one.number.casefold(), one.label.casefold())]
            self.say(await self._work.code(keys[0]) if keys else f"No study here is called “{wanted}”.")
        early, self._early = self._early, []
        for key in early:
            await self._took(key)

    def _fatal_error(self) -> None:
        """End with the traceback, but without the values of its variables: they hold people's answers."""
        from rich.segment import Segments
        from rich.traceback import Traceback

        story = self.console.render(Traceback(show_locals=False, width=None), self.console.options)
        self.bell()
        self._exit_renderables.append(Segments(story))
        self._close_messages_no_wait()

    def on_twofold_app_broke(self, event: Broke) -> None:
        """An error in a thread is an error of the app: it ends with the whole story."""
        raise event.error

    def on_twofold_app_saved(self) -> None:
        """Show what became of the saves."""
        batch = self._outcomes.take()
        if self._work is not None:
            self._work.saved(batch)

    def on_twofold_app_came(self) -> None:
        """Take in what came into the folder."""
        if self._work is not None:
            self.say(self._work.take_in())

    def _post(self, message: Message) -> None:
        # Threads outlive the app by a little: what they tell then is nobody's any more.
        with suppress(RuntimeError):
            self.post_message(message)

    def _in_thread(self, work: Callable[[Tell], None]) -> threading.Thread:
        def run() -> None:
            try:
                work(lambda told: self._post(self.Heard(told)))
            except Exception as error:
                self._post(self.Broke(error))

        thread = threading.Thread(target=run, name="open", daemon=True)
        thread.start()
        return thread

    def _look(self) -> None:
        review = self.review
        if review is None:
            return
        from twofold.review.watching import news

        latest = news(review)
        if latest and latest != self._news:
            self._in_thread(lambda _: self._post(self.Came()) if review.look() else None)
        self._news = latest

    def show_page(self, page: Page) -> None:
        """Put a page on top."""
        page.keys = self._table
        self.push_screen(PageScreen(page))

    def wait_for(self, work: Callable[[Tell], None]) -> threading.Thread:
        """Show the first page, empty, and let a thread bring what is to be on it."""
        self._to_home()
        self._home.page.view = None
        self._home.redraw()
        return self._in_thread(work)

    def _back(self, page: Page) -> None:
        if page.where in (Where.STUDIES, Where.NOTES) and self._work is not None:
            self._work.renew_home()
        if self._work is not None or page.where in (Where.PAGE, Where.WRITING, Where.FILES):
            self.pop_screen()
        else:
            self.exit()

    def _to_home(self) -> None:
        while len(self.screen_stack) > 1:
            self.pop_screen()
        if self._work is not None:
            self._work.drop()
            self._work = None

    def _show_help(self, page: Page) -> None:
        from twofold.tui.pages.help import Help

        near = {Where.STUDIES: Where.FILTERING, Where.NOTES: Where.SIFTING, Where.CODEBOOK: Where.WRITING}
        near |= {Where.RECONCILING: Where.FILTERING, Where.SETTLING: Where.WRITING, Where.LEADING: Where.WRITING}
        places = (page.where, near.get(page.where, Where.STUDIES), Where.LABELS)
        self.push_screen(PageScreen(Help(places, self._table)))

    def say(self, sentence: str) -> None:
        """Tell a sentence on the page on top."""
        screen = self.screen
        if sentence and isinstance(screen, PageScreen):
            screen.say(sentence)


def run(folder: Path | None, study: str = "", *, reconciling: bool = False) -> int:
    """Run the app on the review that ``folder`` is or lies in, and give the exit code; at ``study`` if one is named, or
    where differences are settled."""
    # What is imported and opened at the start stays to the end; looking through it for garbage meanwhile would take a
    # quarter of that time. The app turns this on again once the review is open.
    gc.disable()
    guard_pastes()
    guard_output()
    app = TwofoldApp(folder, study, reconciling=reconciling)
    try:
        app.run()
    finally:
        said = app.finish()
        if said:
            print(visible(said), file=sys.stderr)
    return 1 if said else app.return_code or 0

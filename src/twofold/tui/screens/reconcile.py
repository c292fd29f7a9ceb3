"""The screen on which differences are settled: the list, the item, and the pages beside them, one above the other."""

import gc
import threading
from contextlib import suppress
from time import perf_counter

from textual import events
from textual.message import Message

from twofold.reconcile.desk import Desk
from twofold.review.open import Review
from twofold.tui.pages.asks import Ask, Step
from twofold.tui.pages.page import Keys, Page
from twofold.tui.pages.reconcile import ReconcilePage
from twofold.tui.pages.reconcile_accepting import AcceptPage
from twofold.tui.pages.reconcile_ending import EndPage, MailsPage
from twofold.tui.pages.reconcile_item import ItemPage
from twofold.tui.pages.reconcile_work import Work
from twofold.tui.screens.page_screen import PageScreen

_SLICE = 0.012
_SHOW_EVERY = 0.15
_SHARE = 10


class ReconcileScreen(PageScreen):
    """Shows the pages of one desk. Studies are taken in between keys, a few milliseconds at a time."""

    class Read(Message):
        """The logs of all coders have been read."""

    def __init__(self, review: Review, keys: Keys) -> None:
        """Show what is to be settled in a review.

        Raises:
            CannotOpen: there is no codebook.
        """
        self.work = Work(Desk(review))
        super().__init__(ReconcilePage(self.work, keys))
        self._keys = keys
        self._beneath: list[Page] = []
        self._show_at = 0.0

    def on_unmount(self) -> None:
        """Look for garbage again, also where not all was read."""
        gc.enable()

    def on_mount(self) -> None:
        """Begin to read."""
        threading.Thread(target=self._read, name="reconcile", daemon=True).start()

    def _read(self) -> None:
        for _ in self.work.desk.review.logs.read():
            pass
        # The screen may be left between the question and the post.
        with suppress(RuntimeError):
            self.post_message(self.Read())

    def on_reconcile_screen_read(self) -> None:
        """Begin to take in the studies."""
        self._begin()

    def _begin(self) -> None:
        self.work.whole = False
        # What is taken in stays as long as the screen; looking through it for garbage meanwhile would stop the keys.
        gc.disable()
        self._loading = self.work.desk.load()
        self._load()

    def _load(self) -> None:
        """Take in studies for a few milliseconds, then let keys have their turn."""
        if not self.is_mounted:
            return
        end = perf_counter() + _SLICE
        while perf_counter() < end:
            if next(self._loading, None) is None:
                self.work.whole = True
                break
        if self.work.whole or perf_counter() > self._show_at:
            begun = perf_counter()
            self.work.renew()
            if self.app.screen is self:
                self.redraw()
            # A long list takes longer to show; most of the time is to go into reading it.
            self._show_at = perf_counter() + max(_SHOW_EVERY, _SHARE * (perf_counter() - begun))
        if self.work.whole:
            _collect_again()
        else:
            self.set_timer(0.001, self._load)

    def renew(self) -> None:
        """Take in anew what came into the folder, or was matched; the cursor stays where it is."""
        work = self.work
        work.desk.renew_all()
        if work.at is not None:
            # The study in sight comes first, so that what is on the screen is true at once.
            work.desk.renew(work.at.study)
        work.renew()
        work.find_again()
        self.redraw()
        self._begin()

    def press(self, event: events.Key) -> Ask | None:
        """Hand the page a key, and go on to the page that it asks for."""
        ask = self._go(super().press(event))
        if self.work.whole and self.work.wants_reading:
            self._begin()
        return ask

    def _go(self, ask: Ask | None) -> Ask | None:
        work = self.work
        match ask:
            case Step("item", text=how):
                self._put(ItemPage(work, self._keys, alone=how == "alone"))
            case Step("accept"):
                self._put(AcceptPage(work, self._keys))
            case Step("mails"):
                self._put(MailsPage(work.desk, self._keys))
            case Step("end", text=study):
                self._put(EndPage(work.desk, study, self._keys))
            case Step("done", text=study):
                said = self.page.said
                self._back()
                self.say(said)
                if study:
                    self._put(EndPage(work.desk, study, self._keys))
            case "back" if self._beneath:
                self._back()
            case _:
                return ask
        return None

    def _put(self, page: Page) -> None:
        self._beneath.append(self.page)
        self.take(page)

    def _back(self) -> None:
        page = self._beneath.pop()
        if isinstance(page, AcceptPage):
            page.renew()
        elif isinstance(page, ReconcilePage):
            self.work.renew()
        self.take(page)


def _collect_again() -> None:
    gc.freeze()
    gc.enable()

"""What is to be settled, taken in a few milliseconds at a time between keys, and kept while one is elsewhere."""

import gc
import threading
from collections.abc import Callable
from contextlib import suppress
from time import perf_counter

from textual.app import App

from twofold.reconcile.desk import Desk
from twofold.reconcile.queue import Stage
from twofold.review.open import Review
from twofold.tui.pages.reconcile_work import Work

_SLICE = 0.012
_BREATH = 0.001
_ASIDE = 0.02
_LATER = 0.25
_SHOW_EVERY = 0.15
_SHARE = 10


class Reconciling:
    """The desk of the person at work.

    ``in_front`` tells whether its screen is open, ``is_busy`` whether the person is at what must not be disturbed, as
    while coding; ``told`` is called whenever there is more to show.
    """

    def __init__(
        self,
        app: App[None],
        review: Review,
        *,
        in_front: Callable[[], bool],
        is_busy: Callable[[], bool],
        told: Callable[[], None],
    ) -> None:
        """Nothing is read yet.

        Raises:
            CannotOpen: there is no codebook.
        """
        self.work = Work(Desk(review))
        self._app = app
        self._in_front = in_front
        self._is_busy = is_busy
        self._told = told
        self._reading = self._over = False
        self._show_at = 0.0
        self._words: tuple[str, ...] = ()
        threading.Thread(target=self._read, name="reconcile", daemon=True).start()

    def _read(self) -> None:
        for _ in self.work.desk.review.logs.read():
            pass
        # The app may have ended meanwhile.
        with suppress(RuntimeError):
            self._app.call_later(self._begin)

    def catch_up(self) -> None:
        """Take in anew what was written of since it was taken in; nothing where nothing was.

        Raises:
            CannotOpen: there is no codebook any more.
        """
        self.work.desk.catch_up()
        self.go_on()

    def go_on(self) -> None:
        """Read on where studies were forgotten, as after two of them were joined."""
        if self.work.whole and self.work.wants_reading:
            self._begin()

    def end(self) -> None:
        """Read no further, as before another person takes their place."""
        self._over = True
        gc.enable()

    def _begin(self) -> None:
        self.work.whole = False
        self._loading = self.work.desk.load()
        if not self._reading:
            self._reading = True
            self._load()

    def _load(self) -> None:
        """Take in studies for a few milliseconds, then let keys have their turn."""
        if self._over:
            return
        if self._is_busy():
            gc.enable()
            self._app.set_timer(_LATER, self._load)
            return
        # What is taken in stays; looking through it for garbage meanwhile would stop the keys.
        gc.disable()
        end = perf_counter() + _SLICE
        work = self.work
        while perf_counter() < end:
            if next(self._loading, None) is None:
                work.whole = True
                break
        if work.whole or (self._in_front() and perf_counter() > self._show_at):
            begun = perf_counter()
            work.renew()
            self._told()
            # A long list takes longer to show; most of the time is to go into reading it.
            self._show_at = perf_counter() + max(_SHOW_EVERY, _SHARE * (perf_counter() - begun))
        if work.whole:
            self._reading = False
            gc.freeze()
            gc.enable()
        else:
            self._app.set_timer(_BREATH if self._in_front() else _ASIDE, self._load)

    def tell(self) -> None:
        """Let it be shown how far it is now, as after settling."""
        self._told()

    @property
    def words(self) -> tuple[str, ...]:
        """What waits for the person, the most urgent first, as the first page says it; nothing before all was read."""
        work = self.work
        if work.whole:
            third, slips, talking = (work.counts[one] for one in (Stage.ARBITRATION, Stage.SLIPS, Stage.TALKING))
            said = (
                f"{_disagreements(third)} for you as third reader" if third else "",
                f"{_differences(slips)} of yours to look at: slips" if slips else "",
                f"{talking:,} to talk over" if talking else "",
            )
            self._words = tuple(one for one in said if one)
        return self._words

    @property
    def progress(self) -> str:
        """How far all of it is, in words; nothing before all is read, or where there is nothing."""
        return self.work.progress.words if self.work.whole and self.work.progress.total else ""


def _differences(count: int) -> str:
    return "1 difference" if count == 1 else f"{count:,} differences"


def _disagreements(count: int) -> str:
    return "1 disagreement waits" if count == 1 else f"{count:,} disagreements wait"

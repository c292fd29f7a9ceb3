"""What is to be settled, on the first page and on its own screen; nothing of it is loaded before it is wanted."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from textual.app import App

from twofold.review.open import CannotOpen, Review
from twofold.tui.pages.home import HomeView
from twofold.tui.pages.page import Keys
from twofold.tui.screens.home import HomeScreen

if TYPE_CHECKING:
    from twofold.tui.reconciling import Reconciling
    from twofold.tui.screens.reconcile import ReconcileScreen


class SettlingWork:
    """Keeps the desk of one person at work, and shows it."""

    def __init__(
        self, app: App[None], review: Review, home: HomeScreen, keys: Keys, is_busy: Callable[[], bool]
    ) -> None:
        self._app = app
        self._review = review
        self._home = home
        self._keys = keys
        self._is_busy = is_busy
        self._desk: Reconciling | None = None
        self._screen: ReconcileScreen | None = None

    def show(self) -> None:
        """Show what is to be settled.

        Raises:
            CannotOpen: there is no codebook.
        """
        from twofold.tui.screens.reconcile import ReconcileScreen

        desk = self._at_hand()
        desk.catch_up()
        self._screen = ReconcileScreen(desk, self._keys)
        self._app.push_screen(self._screen)

    def renew(self) -> None:
        """Take in what came into the folder, or was matched, where the screen is open; else when it is opened."""
        if self._screen is not None and self._screen in self._app.screen_stack:
            self._screen.renew()

    def show_home(self, view: HomeView) -> None:
        """Show the first page with how much waits, as far as that is known, and begin to find it out."""
        self._home.show(view)
        if view.compared or view.third:
            with suppress(CannotOpen):
                self._at_hand().catch_up()
        self._tell()

    def end(self) -> None:
        """Read no further, as before another person takes their place."""
        if self._desk is not None:
            self._desk.end()

    def _at_hand(self) -> "Reconciling":
        if self._desk is None:
            from twofold.tui.reconciling import Reconciling

            self._desk = Reconciling(
                self._app, self._review, in_front=self._in_front, is_busy=self._is_busy, told=self._tell
            )
        return self._desk

    def _in_front(self) -> bool:
        return self._screen is not None and self._screen in self._app.screen_stack

    def _tell(self) -> None:
        if self._screen is not None and self._app.screen is self._screen:
            self._screen.tell()
        if self._desk is not None and (view := self._home.page.view) is not None:
            self._home.show(replace(view, settle=self._desk.words, progress=self._desk.progress))

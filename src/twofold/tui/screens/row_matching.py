"""The screen on which outcome rows are matched."""

from collections.abc import Callable

from twofold.tui.pages.row_matching import RowMatchingPage
from twofold.tui.screens.page_screen import PageScreen


class RowMatchingScreen(PageScreen):
    """The lists of the coders. When it is left, ``matched`` is called if any match was said or taken back on it."""

    page: RowMatchingPage

    def __init__(self, page: RowMatchingPage, matched: Callable[[], None]) -> None:
        super().__init__(page)
        self._matched = matched

    def on_unmount(self) -> None:
        """Tell what was done, once this screen is gone."""
        if self.page.wrote:
            self.app.call_later(self._matched)

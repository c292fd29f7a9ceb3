"""The first screen. It is also the first frame: the page stands there before the review is open."""

from twofold.tui.pages.home import Home, HomeView
from twofold.tui.pages.page import Keys
from twofold.tui.screens.page_screen import PageScreen


class HomeScreen(PageScreen):
    """What to do next, in words."""

    page: Home

    def __init__(self, opening: str, keys: Keys) -> None:
        page = Home(keys)
        page.opening = opening
        super().__init__(page)

    def show(self, view: HomeView) -> None:
        """Show this instead of what was told before; the cursor stays where it can, once somebody has moved it."""
        if not self.page.touched:
            self.page.at = ""
        self.page.view = view
        self.redraw()

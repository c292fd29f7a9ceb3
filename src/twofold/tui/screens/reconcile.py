"""The screen on which differences are settled: the list, the item, and the pages beside them, one above the other."""

from contextlib import suppress

from textual import events

from twofold.reconcile.queue import Stage
from twofold.review.leading import Refused
from twofold.tui.pages.asks import Ask, Step
from twofold.tui.pages.page import Keys, Page
from twofold.tui.pages.reconcile import ReconcilePage
from twofold.tui.pages.reconcile_accepting import AcceptPage
from twofold.tui.pages.reconcile_ending import EndPage, MailsPage
from twofold.tui.pages.reconcile_item import ItemPage
from twofold.tui.pages.reconcile_work import Work
from twofold.tui.reconciling import Reconciling
from twofold.tui.screens.page_screen import PageScreen


class ReconcileScreen(PageScreen):
    """Shows the pages of one desk. It is made anew whenever it is opened; the desk is kept."""

    def __init__(self, desk_at_work: Reconciling, keys: Keys) -> None:
        self._settling = desk_at_work
        self.work = desk_at_work.work
        self.work.open()
        super().__init__(ReconcilePage(self.work, keys))
        self._keys = keys
        self._beneath: list[Page] = []
        self._is_made = False

    def on_mount(self) -> None:
        """From now on there is something to draw on."""
        self._is_made = True

    def tell(self) -> None:
        """Show what was taken in."""
        if self._is_made:
            self.redraw()

    def renew(self) -> None:
        """Take in anew what came into the folder, or was matched; the cursor stays where it is."""
        work = self.work
        self._settling.catch_up()
        if work.at is not None:
            # The study in sight comes first, so that what is on the screen is true at once.
            with suppress(Refused):
                work.desk.matter(work.at.study)
        work.renew()
        work.find_again()
        self.redraw()

    def press(self, event: events.Key) -> Ask | None:
        """Hand the page a key, and go on to the page that it asks for."""
        ask = self._go(super().press(event))
        self._settling.go_on()
        if ask == "back":
            self._settling.tell()
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
                if study or _is_over(work):
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


def _is_over(work: Work) -> bool:
    return work.stage is Stage.ARBITRATION and work.whole and not work.counts[Stage.ARBITRATION]

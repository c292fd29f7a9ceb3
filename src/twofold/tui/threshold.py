"""Before a review is open, and from one review to another: who the user is, which review, which keyboard."""

from functools import partial
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from twofold.tui.opening import Nowhere, open_anew, open_as, open_demo, open_near
from twofold.tui.own_keys import HeldKeys
from twofold.tui.pages.page import Keys, Page
from twofold.tui.saving import Outcomes
from twofold.tui.screens.page_screen import PageScreen

if TYPE_CHECKING:
    from twofold.review.open import Review
    from twofold.tui.app import TwofoldApp


class Threshold:
    """What is asked at the door, and where each answer leads.

    ``nobody`` is the review that waits for somebody to say who they are, ``letting_go`` the thread that closes one, and
    ``came_from`` the review that is gone back to from a place apart.
    """

    def __init__(self, app: "TwofoldApp", held: HeldKeys, table: Keys, outcomes: Outcomes) -> None:
        self.nobody: Review | None = None
        self.letting_go: Thread | None = None
        self._app = app
        self._held = held
        self._table = table
        self._outcomes = outcomes
        self.came_from: Path | None = None

    def welcome(self, nowhere: Nowhere) -> None:
        """Show the page for who is in no review."""
        from twofold.tui.pages.beginning import Welcome

        told = " ".join(filter(None, (nowhere.problem, *self._held.problems)))
        self._app.show_page(Welcome(Path.cwd(), nowhere.recent, told, asks_keyboard=self._held.keyboard is None))

    def ask_who(self, review: "Review") -> None:
        """Ask who the user is in a review."""
        from twofold.exchange.receipts import addressee_of
        from twofold.store.device import data_folder
        from twofold.tui.pages.beginning import Who

        people = [(one.id, one.name, " and ".join(one.roles)) for one in review.plan.standing.people]
        where, asks = data_folder(), self._held.keyboard is None
        at = review.person or addressee_of(review.id)
        self._app.show_page(Who(review.title, people, remembered_in=where, at=at, asks_keyboard=asks))

    def ask_keyboard(self) -> None:
        """Ask whether the digits of the keyboard need shift."""
        from twofold.tui.pages.beginning import WhichKeyboard

        self._app.show_page(WhichKeyboard(self._held.keyboard, self._held.folder))

    def chosen(self, page: Page, choice: str) -> None:
        """Go where a choice on one of these pages leads."""
        from twofold.exchange.joining import why_doubtful
        from twofold.tui.pages.beginning import ASK_KEYBOARD, Really, Welcome, WhichKeyboard, Who
        from twofold.tui.pages.founding import Founding
        from twofold.tui.pages.trying import ThrowAway, Trying

        kind, _, number = choice.partition(":")
        if choice == ASK_KEYBOARD:
            self.ask_keyboard()
        elif isinstance(page, WhichKeyboard):
            self._app.pop_screen()
            self._app.say(self._held.take_keyboard(number))
        elif isinstance(page, Really) and choice == "return":
            self._app.pop_screen()
        elif isinstance(page, Who | Really):
            review = self.nobody or self._app.review
            said = "" if review is None else review.person
            if (
                review is not None
                and isinstance(page, Who)
                and choice != said
                and (why := why_doubtful(review, choice))
            ):
                self._app.show_page(
                    Really(choice, {one.id: one.name for one in review.plan.standing.people}[choice], why)
                )
            elif self.nobody is not None:
                self._app.wait_for(partial(open_as, self.nobody, choice, self._outcomes.tell))
            elif self._app.review is not None and choice != self._app.review.person:
                self.open_anew(choice)
            else:
                self._app.pop_screen()
        elif isinstance(page, Welcome):
            if kind == "recent":
                self._app.wait_for(partial(open_near, page.recent[int(number)], self._outcomes.tell))
            elif kind == "demo":
                self._app.wait_for(partial(open_demo, Path.cwd(), self._outcomes.tell))
            elif kind == "join":
                self._join()
            elif kind == "practise":
                self._try(choice)
            else:
                self._app.push_screen(PageScreen(Founding(Path.cwd(), self._table)))
        elif isinstance(page, Trying | ThrowAway):
            self._try(choice)
        elif choice == "again":
            self.open_anew("")
        elif choice == "read":
            self._app.pop_screen()
        else:
            self._app.exit()

    def _try(self, choice: str) -> None:
        """Go to a place apart, or back from it."""
        from twofold.tui.opening_apart import open_other, pilot_folder, practice_folder

        review, folder = self._app.review, self.came_from
        if choice == "forget" and (work := self._app.work) is not None:
            self._app.switch_screen(work.apart.throwing_away())
        elif choice == "keep":
            self._app.pop_screen()
        else:
            self.came_from = None
            if choice in ("practise", "pilot"):
                found = pilot_folder(review) if choice == "pilot" and review is not None else practice_folder(review)
                if isinstance(found, str):
                    self._app.say(found)
                    return
                folder, self.came_from = found, None if review is None else review.folder
            tell = self._outcomes.tell
            self.letting_go = self._app.wait_for(
                partial(open_other, review, folder, tell, forgetting=choice == "throw")
            )

    def _join(self) -> None:
        from twofold.tui.screens.bring_in_opening import joining

        opening = partial(open_near, on_outcome=self._outcomes.tell)
        self._app.push_screen(
            joining(self._table, lambda made: self._app.wait_for(lambda tell: opening(made, tell=tell)))
        )

    def open_anew(self, person: str) -> None:
        """Close the review and open it again, for ``person`` or whom the device remembers."""
        if self._app.review is not None:
            self.letting_go = self._app.wait_for(partial(open_anew, self._app.review, person, self._outcomes.tell))

    def refuse(self, why: str) -> None:
        """Say on the page where a review is founded why it could not be."""
        from twofold.tui.pages.founding import Founding

        screen = self._app.screen
        if isinstance(screen, PageScreen) and isinstance(screen.page, Founding):
            screen.page.refused(why)
            screen.redraw()

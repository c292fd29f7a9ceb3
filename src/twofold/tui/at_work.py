"""The screens of an open review: the first page, the list of studies and the form, and the ways between them."""

from dataclasses import replace
from typing import TYPE_CHECKING

from textual import events
from textual.app import App
from textual.screen import Screen

from twofold.review.open import CannotOpen, Review
from twofold.tui.opening import counted, first_view
from twofold.tui.pages.asks import ShowAgreement
from twofold.tui.pages.page import Keys
from twofold.tui.saving import Batch
from twofold.tui.screens.home import HomeScreen
from twofold.values.coded import Place

if TYPE_CHECKING:
    from twofold.tui.screens.agreement import AgreementScreens
    from twofold.tui.screens.coding import CodingScreen
    from twofold.tui.screens.studies import StudiesScreen


class AtWork:
    """One person at work in one review. List and form are made when they are first wanted, and stay mounted."""

    def __init__(self, app: App[None], review: Review, home: HomeScreen, keys: Keys) -> None:
        self.review = review
        self._app = app
        self._home = home
        self._keys = keys
        self._studies: StudiesScreen | None = None
        self._coding: CodingScreen | None = None
        self._agreement: AgreementScreens | None = None

    def is_form(self, screen: Screen[object]) -> bool:
        """Whether the screen is the form."""
        return screen is self._coding

    def take(self, event: events.Key | events.Paste) -> None:
        """Hand the form a key or a pasted text, and go on to the list where it is left by that."""
        if self._coding is None:
            return
        if isinstance(event, events.Paste):
            self._coding.on_paste(event)
        else:
            self._coding.on_key(event)
        if self._coding.left:
            self.leave_form()

    async def code(self, study: str, place: Place | None = None) -> str:
        """Show the form of a study, at a place in it if one is given. A sentence where that cannot be done."""
        session = self.review.open(study)
        if isinstance(session, str):
            return session
        self._forget_told()
        if self._coding is None:
            from twofold.tui.screens.coding import CodingScreen

            self._coding = CodingScreen(self.review, session, self._keys)
            self._app.install_screen(self._coding, "coding")
        else:
            self._coding.show(session)
        state = self._coding.hand.state
        if place is not None and place in state.stop_at:
            state.go(place)
        await self._app.push_screen(self._coding)
        if place is not None:
            self._coding.renewed()
        return ""

    def leave_form(self) -> None:
        """From the form to the list, with the cursor on the study that was coded."""
        if self._coding is not None and self._app.screen is self._coding:
            self.show_studies(study=self._coding.hand.session.study.key)

    def show_studies(self, *, finding: bool = False, study: str = "") -> None:
        """Show the list, with the cursor on ``study`` or where it was; ``finding`` begins to filter it."""
        self._forget_told()
        if self._studies is None:
            from twofold.tui.screens.studies import StudiesScreen

            self._studies = StudiesScreen(self.review, self._keys)
            self._studies.page.warning = self._home.page.warning
            self._app.install_screen(self._studies, "studies")
            view = self._home.page.view
            study = study or (view.next.key if view is not None and view.next is not None else "")
        self._studies.renew(study)
        if finding:
            self._studies.page.begin_filter()
        if self._studies in self._app.screen_stack:
            while self._app.screen is not self._studies:
                self._app.pop_screen()
        elif self._app.screen is self._coding:
            self._app.switch_screen(self._studies)
        else:
            self._app.push_screen(self._studies)

    def show_agreement(self, ask: ShowAgreement) -> str:
        """Show how well the coders agree. A sentence where it cannot be shown."""
        # The statistics load numpy, which coding never needs.
        from twofold.tui.screens.agreement import AgreementScreens

        if self._agreement is None:
            self._agreement = AgreementScreens(self._app, self.review, self._keys)
        return self._agreement.show(ask)

    def count(self) -> None:
        """Tell on the first page what takes longer to find out."""
        if self._home.page.view is not None:
            self._home.show(counted(self.review, self._home.page.view))

    def renew_home(self) -> None:
        """Tell on the first page where everything stands now."""
        self._home.show(counted(self.review, first_view(self.review)))

    def saved(self, batch: Batch) -> None:
        """Show what became of the saves."""
        if self._coding is not None and self._coding.is_mounted:
            if batch.why:
                self._coding.failed(batch.why, batch.study, batch.places)
            else:
                self._coding.saved(batch.study, batch.places)
        warning = f"Not saved (ctrl+r tries again, ctrl+w writes a rescue copy): {batch.why}" if batch.why else ""
        for screen in (self._home, self._studies):
            if screen is not None and screen.page.warning != warning:
                screen.page.warning = warning
                screen.redraw()
        # What was still on its way when the form was left counts as soon as it has arrived.
        if self._app.screen is self._home:
            self.renew_home()
        elif self._studies is not None and self._app.screen is self._studies:
            self._studies.renew()

    def take_in(self) -> str:
        """Take in what came into the folder, and give a quiet word about it. Neither cursor nor answers move."""
        said = ""
        try:
            self.review.take_in()
        except CannotOpen as error:
            said = str(error)
        if self._coding is not None and self._coding.is_mounted:
            self._coding.renewed()
        if self._studies is not None:
            self._studies.renew()
        self.renew_home()
        return said or "What came into the folder has been taken in."

    def drop(self) -> None:
        """Take list and form away, as before another review or person takes their place."""
        for screen in (self._coding, self._studies):
            if screen is not None:
                self._app.uninstall_screen(screen)
                screen.remove()
        self._coding = self._studies = None

    def _forget_told(self) -> None:
        # What was told at opening is told once.
        view = self._home.page.view
        if view is not None and view.told:
            self.review.told.clear()
            self._home.show(replace(view, told=()))

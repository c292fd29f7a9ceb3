"""The screens of an open review: the first page, the list of studies and the form, and the ways between them."""

import threading
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from textual import events
from textual.app import App
from textual.screen import Screen

from twofold.review.open import CannotOpen, Review
from twofold.store.device import private_folder
from twofold.store.left_writing import forget_writing, keep_writing, left_writing
from twofold.tui.apart_work import ApartWork
from twofold.tui.form.left_open import open_again, what_is_open
from twofold.tui.opening import counted, first_view
from twofold.tui.pages.asks import MarkNote, ShowAgreement, ShowSynthesis
from twofold.tui.pages.leading_asks import LeadAsk
from twofold.tui.pages.page import Keys, Page
from twofold.tui.pages.study_asks import StudyAsk
from twofold.tui.saving import Batch
from twofold.tui.screens.home import HomeScreen
from twofold.tui.settling_work import SettlingWork
from twofold.values.coded import Place

if TYPE_CHECKING:
    from twofold.tui.screens.agreement import AgreementScreens
    from twofold.tui.screens.coding import CodingScreen
    from twofold.tui.screens.leading import LeadingScreens
    from twofold.tui.screens.notes import NotesScreen
    from twofold.tui.screens.studies import StudiesScreen
    from twofold.tui.screens.synthesis import SynthesisScreens
    from twofold.tui.study_work import StudyWork

_KEEP_TIMES_EVERY = 60.0


class AtWork:
    """One person at work in one review. List and form are made when they are first wanted, and stay mounted."""

    def __init__(self, app: App[None], review: Review, home: HomeScreen, keys: Keys) -> None:
        self.review = review
        self._app = app
        self._home = home
        self._keys = keys
        self._studies: StudiesScreen | None = None
        self._coding: CodingScreen | None = None
        self._notes: NotesScreen | None = None
        self._agreement: AgreementScreens | None = None
        self._synthesis: SynthesisScreens | None = None
        self._study_work: StudyWork | None = None
        self._leading: LeadingScreens | None = None
        self._times = app.set_interval(_KEEP_TIMES_EVERY, self.keep_times)
        self._settling = SettlingWork(app, review, home, keys, lambda: self.is_form(app.screen))
        self.apart = ApartWork(app, review, home, keys)

    def is_form(self, screen: Screen[object]) -> bool:
        """Whether the screen is the form."""
        return screen is self._coding

    def take(self, event: events.Key | events.Paste) -> None:
        """Hand the form a key or a pasted text, and go on to the list where it is left by that."""
        if self._coding is None:
            return
        state, times = self._coding.hand.state, self.review.times
        locked = state.locked
        if times is not None:
            times.key(state.study.key, state.cursor[1] if state.cursor is not None else "")
        if isinstance(event, events.Paste):
            self._coding.on_paste(event)
        else:
            self._coding.on_key(event)
        if self._coding.left:
            self.leave_form()
        elif self._coding.wants_notes:
            self._coding.wants_notes = False
            self.show_notes()
        elif self._coding.hand.state is not state:
            self.keep_times()
        elif state.locked and not locked and (said := self.apart.show_feedback(state.study.key)):
            self._coding.say(said)

    def of_studies(self, page: Page, ask: StudyAsk) -> str:
        """Do what is asked about a study's own data, initiative or PDF. A sentence on it, if one is wanted."""
        if self._study_work is None:
            from twofold.tui.study_work import StudyWork

            self._study_work = StudyWork(self._app, self.review, self._keys, self._renew_studies)
        return self._study_work.do(page, ask)

    def of_leading(self, page: Page, ask: LeadAsk) -> str:
        """Do what is asked by who leads the review. A sentence on it, if one is wanted."""
        from twofold.tui.screens.leading import LeadingScreens

        if self._leading is None:
            self._leading = LeadingScreens(self._app, self.review, self._keys, self._led)
        return self._leading.do(page, ask)

    def _led(self) -> None:
        self._codebook_published()
        self._rows_matched()

    def _renew_studies(self) -> None:
        if self._studies is not None:
            self._studies.renew()
            self._studies.page.unmark()

    def _minutes(self, study: str) -> int:
        times = self.review.times
        return 0 if times is None or times.off else times.minutes(study)

    def keep_times(self) -> None:
        """Write in a thread what was counted of the time."""
        # Who only reads has no lock, and another process may be counting.
        if self.review.times is not None and self.review.pen is not None:
            threading.Thread(target=self.review.times.keep, name="times", daemon=True).start()

    async def code(self, study: str, place: Place | None = None) -> str:
        """Show the form of a study, at a place in it if one is given. A sentence where that cannot be done."""
        session = self.review.open(study)
        if isinstance(session, str):
            return session
        self._forget_told()
        if self._coding is None:
            from twofold.tui.screens.coding import CodingScreen

            self._coding = CodingScreen(self.review, session, self._keys, minutes=self._minutes, apart=self.apart.mark)
            self._app.install_screen(self._coding, "coding")
        else:
            self._coding.show(session)
        state = self._coding.hand.state
        if place is not None and place in state.stop_at:
            state.go(place)
        not_asked = place is not None and place not in state.stop_at
        if self.review.times is not None:
            self.review.times.begin()
        if self._coding in self._app.screen_stack:
            while self._app.screen is not self._coding:
                self._app.pop_screen()
        else:
            await self._app.push_screen(self._coding)
        if place is not None:
            self._coding.renewed()
        if session.locked and (said := self.apart.show_feedback(study)):
            self._coding.say(said)
        if place is None:
            self._take_up_writing(self._coding, study)
        if not_asked:
            self._coding.say("That field is not asked here now; its note is kept with it.")
        return ""

    def keep_writing(self) -> None:
        """Keep on this device the line that is open at a field, for the next time."""
        left = None if self._coding is None else what_is_open(self._coding.hand.state)
        if left is not None:
            keep_writing(self._left_writing, left)

    @property
    def _left_writing(self) -> Path:
        return private_folder(self.review.id, self.review.person) / "writing.json"

    def _take_up_writing(self, coding: "CodingScreen", study: str) -> None:
        left = left_writing(self._left_writing)
        if left is None or left.study != study:
            return
        forget_writing(self._left_writing)
        if (change := open_again(coding.hand.state, left)) is not None:
            coding.renewed()
            coding.say(change.message)

    def leave_form(self) -> None:
        """From the form to the list, with the cursor on the study that was coded."""
        if self._coding is not None and self._app.screen is self._coding:
            if self.review.times is not None:
                self.review.times.leave()
            self.keep_times()
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
            self._studies.page.stand_on(study)
        else:
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

    def show_notes(self) -> str:
        """Show the notes of all studies, with the cursor where it was left. A sentence where they cannot be read."""
        self._forget_told()
        if self._notes is None:
            from twofold.tui.screens.notes import NotesScreen

            self._notes = NotesScreen(self.review, self._keys)
            self._notes.page.warning = self._home.page.warning
            self._app.install_screen(self._notes, "notes")
        said = self._notes.renew()
        if self._notes in self._app.screen_stack:
            while self._app.screen is not self._notes:
                self._app.pop_screen()
        else:
            self._app.push_screen(self._notes)
        return said

    def mark(self, ask: MarkNote | Literal["undo", "redo"]) -> str:
        """Mark a note, or take a mark back. What was done, or why it was not, as a sentence."""
        if self._notes is None:
            return ""
        if isinstance(ask, MarkNote):
            return self._notes.mark(ask.note, resolved=ask.resolved)
        return self._notes.take_back(redo=ask == "redo")

    def bring_in(self, *, sending: bool) -> None:
        """Show the screen on which files come in, or the one on which a file to send is made."""
        # What reads files from outside is not loaded before it is wanted.
        from twofold.tui.screens import bring_in_opening

        if sending:
            self._app.push_screen(bring_in_opening.sending(self.review, self._keys))
        else:
            self._app.push_screen(bring_in_opening.bringing_in(self.review, self._keys, self.take_in))

    def show_agreement(self, ask: ShowAgreement) -> str:
        """Show how well the coders agree. A sentence where it cannot be shown."""
        # The statistics load numpy, which coding never needs.
        from twofold.tui.screens.agreement import AgreementScreens

        if self._agreement is None:
            self._agreement = AgreementScreens(self._app, self.review, self._keys)
        return self._agreement.show(ask)

    def show_synthesis(self, ask: ShowSynthesis) -> str:
        """Show what the studies say together. A sentence where it cannot be shown."""
        from twofold.tui.screens.synthesis import SynthesisScreens

        if self._synthesis is None:
            self._synthesis = SynthesisScreens(self._app, self.review, self._keys)
        return self._synthesis.show(ask)

    def show_export(self) -> str:
        """Show what would go out, and write it when asked to. A sentence where it cannot be shown."""
        from twofold.export.choices import CannotExport
        from twofold.tui.screens.exporting import ExportScreen

        try:
            self._app.push_screen(ExportScreen(self.review, self._keys))
        except CannotExport as error:
            return str(error)
        return ""

    def show_codebook(self) -> str:
        """Show the codebook, to be changed by a lead. A sentence where it cannot be shown."""
        from twofold.tui.screens.codebook import CodebookScreens

        return CodebookScreens(self._app, self.review, self._keys, self._codebook_published).show()

    def _codebook_published(self) -> None:
        if self._coding is not None and self._coding.is_mounted:
            self._coding.renewed()
        if self._studies is not None:
            self._studies.renew()
        self.renew_home()

    def show_reconcile(self) -> str:
        """Show what is to be settled between the coders. A sentence where it cannot be shown."""
        self._forget_told()
        try:
            self._settling.show()
        except CannotOpen as error:
            return str(error)
        return ""

    def show_rows(self, study: str) -> str:
        """Show the outcome rows of a study beside each other. A sentence where they cannot be shown."""
        from twofold.review.leading import Refused
        from twofold.tui.pages.row_matching import RowMatchingPage
        from twofold.tui.screens.row_matching import RowMatchingScreen

        try:
            page = RowMatchingPage(self.review, study, self._keys)
        except (Refused, CannotOpen) as error:
            return str(error)
        self._app.push_screen(RowMatchingScreen(page, self._rows_matched))
        return ""

    def _rows_matched(self) -> None:
        # What is compared depends on which rows are one, so the pages beneath are made anew.
        if self._agreement is not None:
            self._agreement.renew()
        self._settling.renew()

    def count(self) -> None:
        """Tell on the first page what takes longer to find out."""
        if self._home.page.view is not None:
            self._settling.show_home(counted(self.review, self._home.page.view))

    def renew_home(self) -> None:
        """Tell on the first page where everything stands now."""
        self._settling.show_home(counted(self.review, first_view(self.review)))

    def saved(self, batch: Batch) -> None:
        """Show what became of the saves."""
        if self._coding is not None and self._coding.is_mounted:
            if batch.why:
                self._coding.failed(batch.why, batch.study, batch.places)
            else:
                self._coding.saved(batch.study, batch.places)
        retry, rescue = self._home.page.key("home.retry"), self._home.page.key("home.rescue")
        ways = f"{retry} tries again, {rescue} writes a rescue copy"
        warning = f"Not saved ({ways}): {batch.why}" if batch.why else self.apart.banner
        for screen in (self._home, self._studies, self._notes):
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
        if self._notes is not None and self._app.screen is self._notes:
            said = self._notes.renew() or said
        self._settling.renew()
        if self._leading is not None:
            self._leading.renew()
        self.renew_home()
        return said or "What came into the folder has been taken in."

    def drop(self) -> None:
        """Take list and form away, as before another review or person takes their place."""
        for screen in (self._coding, self._studies, self._notes):
            if screen is not None:
                self._app.uninstall_screen(screen)
                screen.remove()
        self._coding = self._studies = self._notes = None
        self._times.stop()
        self._settling.end()
        self.apart.leave()

    def _forget_told(self) -> None:
        # What was told at opening is told once.
        view = self._home.page.view
        if view is not None and view.told:
            self.review.told.clear()
            self._home.show(replace(view, told=()))

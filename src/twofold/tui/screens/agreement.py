"""The screens of agreement: analytic intervals at once, the drawn ones behind, field by field."""

import threading
from contextlib import suppress

from textual.app import App
from textual.message import Message

from twofold.agreement import BadCodes, Intervals, Method
from twofold.agreement.wording import percent
from twofold.comparison.crossing import crossings
from twofold.comparison.explaining import over_time
from twofold.comparison.gathering import gather
from twofold.comparison.grras import grras_points
from twofold.comparison.methods import methods_paragraph
from twofold.comparison.readings import Reading, read_fields
from twofold.comparison.released import compared
from twofold.comparison.row_matches import to_match
from twofold.record.document import MAIN_ROUND
from twofold.review.open import CannotOpen, Review
from twofold.tui.pages.agreement import AgreementPage
from twofold.tui.pages.agreement_field import FieldPage
from twofold.tui.pages.agreement_look import CoursePage, LookPage, StudyPage
from twofold.tui.pages.agreement_report import ReportPage
from twofold.tui.pages.agreement_units import CodesPage, UnitsPage, pair_page
from twofold.tui.pages.asks import ShowAgreement
from twofold.tui.pages.page import Keys, Page
from twofold.tui.screens.page_screen import PageScreen

NOTHING_OPEN = "Nothing is open for comparison yet. The lead opens submitted studies."
_AT_ONCE = Intervals(Method.ANALYTIC)
_DRAWN = Intervals()


class AgreementScreen(PageScreen):
    """All fields. A thread draws the intervals of one after another, the primary items first."""

    page: AgreementPage

    class Drew(Message):
        """The intervals of a field were drawn."""

        def __init__(self, reading: Reading) -> None:
            super().__init__()
            self.reading = reading

    def __init__(self, page: AgreementPage) -> None:
        super().__init__(page)
        self._gone = threading.Event()

    def on_mount(self) -> None:
        """Begin to draw."""
        waiting = [one for one in self.page.readings.values() if one.figures.n]
        self.page.waiting = len(waiting)
        threading.Thread(target=self._draw, args=(waiting,), name="agreement", daemon=True).start()

    def on_unmount(self) -> None:
        """Let the thread end."""
        self._gone.set()

    def _draw(self, waiting: list[Reading]) -> None:
        for one in waiting:
            if self._gone.is_set():
                return
            (reading,) = read_fields([one.coded], _DRAWN)
            # The screen may be left between the question and the post.
            with suppress(RuntimeError):
                self.post_message(self.Drew(reading))

    def on_agreement_screen_drew(self, event: Drew) -> None:
        """Show the drawn intervals of a field."""
        self.page.take(event.reading)
        self.page.waiting -= 1
        self.redraw()


class AgreementScreens:
    """Opens the pages of agreement one above the other."""

    def __init__(self, app: App[None], review: Review, keys: Keys) -> None:
        self._app = app
        self._review = review
        self._keys = keys
        self._page: AgreementPage | None = None

    def show(self, ask: ShowAgreement) -> str:
        """Show what is asked for. A sentence where it cannot be shown."""
        page = self._page
        if page is not None and ask.page:
            self._push(PageScreen(self._beside(page, ask.page)))
            return ""
        if page is not None and ask.study:
            self._push(PageScreen(StudyPage(page.found, page.found.study(ask.study), self._keys)))
            return ""
        if not ask.field:
            return self._all(ask)
        if page is None:
            return ""
        if ask.unit is not None:
            session = self._review.open(ask.unit[0])
            reports = () if isinstance(session, str) else session.study.reports
            field = page.found.codebook.by_id[ask.field]
            self._push(PageScreen(CodesPage(page.found, field, ask.unit, reports, self._keys)))
            return ""
        reading = page.readings.get(ask.field)
        if reading is not None:
            self._push(PageScreen(self._of_field(page, reading, ask)))
        return ""

    def _of_field(self, page: AgreementPage, reading: Reading, ask: ShowAgreement) -> Page:
        course = over_time(page.found, reading.coded, _DRAWN) if ask.drift else None
        if course is not None:
            whole = CoursePage(page.found, reading, course, self._keys)
            if ask.window is None:
                return whole
            share = percent(course.windows[ask.window].agreement)
            heads = [("submitted", "one after the other"), ("agreement", share)]
            return UnitsPage(page.found, reading, heads, whole.units(ask.window), self._keys)
        every = crossings(reading.coded)
        crossed = next((one for one in every if one.coders == ask.people), next(iter(every), None))
        if ask.answers is not None and crossed is not None:
            return pair_page(page.found, reading, crossed, ask.answers, self._keys)
        return FieldPage(page.found, reading, self._keys)

    def _beside(self, page: AgreementPage, name: str) -> Page:
        if name == "look":
            return LookPage(page.found, page.readings, self._keys)
        readings = tuple(page.readings.values())
        # Figures still being drawn are told with the analytic interval, which the paragraph names as such.
        return ReportPage(
            methods_paragraph(self._review, page.found, readings, _DRAWN),
            grras_points(self._review, page.found, readings, _DRAWN),
            self._keys,
        )

    def renew(self) -> None:
        """Gather anew what is compared, and go back to the page of all fields, if any of these pages is shown."""
        page = self._page
        if page is None or not any(isinstance(one, AgreementScreen) for one in self._app.screen_stack):
            return
        while not isinstance(self._app.screen, AgreementScreen):
            self._app.pop_screen()
        self._all(ShowAgreement(round=page.found.round, people=page.found.people))

    def _all(self, ask: ShowAgreement) -> str:
        try:
            rounds = self._rounds()
            if not rounds:
                return NOTHING_OPEN
            found = gather(self._review, ask.round or rounds[0], ask.people)
            readings = read_fields(found.fields, _AT_ONCE)
            waiting = to_match(self._review, found)
        except (CannotOpen, BadCodes) as error:
            return str(error)
        self._page = AgreementPage(found, readings, self._keys, rounds, waiting)
        if isinstance(self._app.screen, AgreementScreen):
            self._app.switch_screen(AgreementScreen(self._page))
        else:
            self._push(AgreementScreen(self._page))
        return ""

    def _rounds(self) -> list[str]:
        """The rounds of which something is open to this person, the main one first."""
        every = (MAIN_ROUND, *sorted(self._review.plan.rounds))
        return [one for one in every if next(compared(self._review, one), None) is not None]

    def _push(self, screen: PageScreen) -> None:
        self._app.push_screen(screen)

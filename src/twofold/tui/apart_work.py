"""What is different on the screens of a practice or a pilot: what is said all the time, what cannot be done there, and
what is told of a practice study once it is submitted."""

from textual.app import App
from textual.screen import Screen

from twofold.review.open import Review
from twofold.store.apart import Apart, kind_of
from twofold.tui.actions import key_of, spoken
from twofold.tui.pages.asks import Ask, BringIn, ShowAgreement, ShowRows, ShowSynthesis
from twofold.tui.pages.leading_asks import LeadAsk
from twofold.tui.pages.page import Keys
from twofold.tui.pages.trying import ThrowAway, Trying
from twofold.tui.screens.page_screen import PageScreen

_OF_A_REVIEW = ("export", "reconcile", "codebook", "person")


class ApartWork:
    """In a review, nothing is different and ``banner`` is empty."""

    def __init__(self, app: App[None], review: Review, home: PageScreen, keys: Keys) -> None:
        self._app = app
        self._home = home
        self._review = review
        self._keys = keys
        self._kind = kind_of(review.folder)
        home.page.warning = self.banner
        if self._kind is not None:
            app.screen_change_signal.subscribe(home, self._mark, immediate=True)

    @property
    def banner(self) -> str:
        """The sentence that stands on every screen here."""
        return "" if self._kind is None else self._kind.words

    @property
    def mark(self) -> str:
        """The word before the study's number above the form."""
        return "" if self._kind is None else self._kind.name

    def leave(self) -> None:
        """Say it no more: another review takes the place of this one."""
        self._app.screen_change_signal.unsubscribe(self._home)
        self._home.page.warning = ""

    def _mark(self, screen: Screen[object]) -> None:
        """Say it on a screen that comes to the top; what could not be saved is said first."""
        if isinstance(screen, PageScreen) and not screen.page.warning:
            screen.page.warning = self.banner

    def refuses(self, ask: Ask) -> str:
        """Why something cannot be done here, as a sentence; mostly empty."""
        shows = isinstance(ask, BringIn | LeadAsk | ShowAgreement | ShowSynthesis | ShowRows)
        of_a_review = shows or ask in _OF_A_REVIEW
        if self._kind is None or not of_a_review:
            return ""
        key = spoken(key_of("home.try", self._keys))
        return f"That is for reviews, and this is a {self._kind.value}; {key} on the first page leads back."

    def trying(self, *, came_from: bool) -> PageScreen:
        """Where one chooses what to try, or to go back from it."""
        return PageScreen(Trying(self._kind, self._keys, came_from=came_from))

    def throwing_away(self) -> PageScreen:
        """What asks before a run apart is thrown away."""
        return PageScreen(ThrowAway(self._kind or Apart.PRACTICE, self._keys))

    def show_feedback(self, study: str) -> str:
        """In a practice, show how a submitted study came out. A sentence where the answer key cannot be read."""
        if self._kind is not Apart.PRACTICE:
            return ""
        from twofold.review.apart_runs import CannotRun
        from twofold.review.practising import feedback, practice_in
        from twofold.tui.pages.practice_feedback import PracticeFeedback

        try:
            practice = practice_in(self._review)
        except CannotRun as error:
            return str(error)
        told = () if practice is None else feedback(self._review, practice, study)
        if told:
            one = self._review.plan.studies[study]
            self._app.push_screen(PageScreen(PracticeFeedback(one.number, one.label, told, self.banner, self._keys)))
        return ""

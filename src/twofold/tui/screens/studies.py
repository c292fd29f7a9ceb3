"""The list of studies on the screen, and how much of it is read from the logs before each paint."""

import time

from textual.timer import Timer

from twofold.review.open import CannotOpen, Review
from twofold.review.reading import reports_of
from twofold.review.views import Report, Standing
from twofold.tui.pages.listing import Listing
from twofold.tui.pages.page import Keys
from twofold.tui.pages.studies import Studies
from twofold.tui.screens.page_screen import PageScreen

_AT_ONCE = 0.002
_AFTERWARDS = 0.012
_PAUSE = 0.03


class Standings:
    """Where each study stands, read only as it comes into view, and hardly ever before the paint that a key waits for.

    A study whose turn has not come is shown by its state alone, and ``waits`` says that another paint is due.
    """

    def __init__(self, review: Review) -> None:
        self._review = review
        self._known: dict[str, Standing] = {}
        self._until = 0.0
        self.waits = False

    def begin(self, seconds: float) -> None:
        """Allow reading for so long."""
        self._until = time.perf_counter() + seconds
        self.waits = False

    def forget(self) -> None:
        """Read all anew, as after coding."""
        self._known.clear()

    def __call__(self, study: str) -> Standing | None:
        """What is known of the study now."""
        known = self._known.get(study)
        if known is None:
            if time.perf_counter() > self._until:
                self.waits = True
                return None
            try:
                known = self._known[study] = self._review.standing(study)
            except CannotOpen:
                return None
        return known


class StudiesScreen(PageScreen):
    """All studies of the review, one line each."""

    page: Studies

    def __init__(self, review: Review, keys: Keys) -> None:
        self._review = review
        self._standings = Standings(review)
        self._later: Timer | None = None
        super().__init__(
            Studies(self._listing(), self._standings, keys=keys, reports=lambda study: reports_in(review, study))
        )

    def renew(self, study: str = "") -> None:
        """Show where the studies stand now; the cursor goes to ``study``, or stays."""
        self._standings.forget()
        self.page.take_up(self._listing())
        if study:
            self.page.stand_on(study)
        self.redraw()

    def redraw(self) -> None:
        """Show the page, and what could not be read in time in a moment."""
        self._show(_AT_ONCE)

    def _show(self, reading: float) -> None:
        self._standings.begin(reading)
        super().redraw()
        if self._standings.waits and self.is_mounted:
            if self._later is not None:
                self._later.stop()
            self._later = self.set_timer(_PAUSE, self._read_on)

    def _read_on(self) -> None:
        self._later = None
        if self.app.screen is self:
            self._show(_AFTERWARDS)

    def _listing(self) -> Listing:
        cards = self._review.cards()
        states = self._review.states_of(one.key for one in cards)
        return Listing(cards, states)


def reports_in(review: Review, study: str) -> tuple[Report, ...]:
    """The reports that belong to a study."""
    return reports_of(review.logs, review.plan.standing, study)

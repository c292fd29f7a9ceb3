"""The screens of the synthesis: its tables, the studies behind a cell, and a study's coded rows.

The studies are put together in a thread, from a reading of its own: hundreds of them take seconds.
"""

import sys
import threading
from contextlib import suppress

from textual.app import App
from textual.message import Message

from twofold.comparison.feeding import missing_sentences
from twofold.comparison.synthesised import Synthesised, synthesised
from twofold.record.document import MAIN_ROUND
from twofold.review.open import CannotOpen, Review
from twofold.synthesis.marks import LEGEND
from twofold.tui.pages.asks import ShowSynthesis
from twofold.tui.pages.page import Keys, Page
from twofold.tui.pages.synthesis import SynthesisPage
from twofold.tui.pages.synthesis_behind import RowsBehind, StudiesBehind
from twofold.tui.pages.synthesis_waiting import SynthesisMissing, SynthesisWaiting
from twofold.tui.screens.page_screen import PageScreen


class SynthesisScreen(PageScreen):
    """The tables of a round, once they are there."""

    class Made(Message):
        """The studies are put together, or a sentence why not."""

        def __init__(self, round_id: str, found: Synthesised | str) -> None:
            super().__init__()
            self.round = round_id
            self.found = found

    def __init__(self, review: Review, round_id: str, keys: Keys) -> None:
        super().__init__(SynthesisWaiting(keys))
        self._review = review
        self._keys = keys
        self._round = round_id

    @property
    def found(self) -> Synthesised | None:
        """What is shown; nothing while it is being made."""
        return self.page.found if isinstance(self.page, SynthesisPage) else None

    def on_mount(self) -> None:
        """Begin."""
        self.begin(self._round)

    def begin(self, round_id: str) -> None:
        """Put the studies of a round together; what is shown stays until that is done."""
        self._round = round_id
        threading.Thread(target=self._make, args=(round_id,), name="synthesis", daemon=True).start()

    def _make(self, round_id: str) -> None:
        try:
            own = Review(self._review.folder)
            own.become(self._review.person, writing=False, remember=False)
            found: Synthesised | str = synthesised(own, round_id)
        except CannotOpen as error:
            found = str(error)
        # The screen may be left between the question and the post.
        with suppress(RuntimeError):
            self.post_message(self.Made(round_id, found))

    def on_synthesis_screen_made(self, event: Made) -> None:
        """Show it, unless another round was asked for since."""
        if event.round != self._round:
            return
        if isinstance(event.found, str) or event.found.missing:
            self.say(event.found if isinstance(event.found, str) else event.found.missing)
            return
        self.take(SynthesisPage(event.found, self._keys, letters=not _shows_signs(), rounds=_rounds(self._review)))


class SynthesisScreens:
    """Opens the pages of the synthesis one above the other."""

    def __init__(self, app: App[None], review: Review, keys: Keys) -> None:
        self._app = app
        self._review = review
        self._keys = keys
        self._screen: SynthesisScreen | None = None

    def show(self, ask: ShowSynthesis) -> str:
        """Show what is asked for. A sentence where it cannot be shown."""
        if not ask.source:
            return self._all(ask.round or MAIN_ROUND)
        found = None if self._screen is None else self._screen.found
        source = None if found is None else found.source(ask.source)
        if found is None or source is None:
            return ""
        page: Page
        if ask.study:
            opened = self._review.open(ask.study)
            reports = () if isinstance(opened, str) else opened.study.reports
            page = RowsBehind(source, ask.domain, ask.study, found.codebook, reports, self._keys)
        else:
            page = StudiesBehind(source, ask.domain, ask.studies, ask.heading, self._keys)
        self._app.push_screen(PageScreen(page))
        return ""

    def _all(self, round_id: str) -> str:
        try:
            missing = missing_sentences(self._review.in_force.codebook)
        except CannotOpen as error:
            return str(error)
        if missing:
            self._app.push_screen(PageScreen(SynthesisMissing(missing, self._keys)))
            return ""
        here = self._app.screen
        if isinstance(here, SynthesisScreen):
            here.begin(round_id)
        else:
            self._screen = SynthesisScreen(self._review, round_id, self._keys)
            self._app.push_screen(self._screen)
        return ""


def _rounds(review: Review) -> tuple[str, ...]:
    """The main round, and the others of which something is open for comparison."""
    opened = {round_id for round_id, _ in review.plan.releases}
    return (MAIN_ROUND, *sorted(opened - {MAIN_ROUND}))


def _shows_signs() -> bool:
    """Whether the terminal's encoding has the arrows."""
    try:
        LEGEND.encode(getattr(sys.__stdout__, "encoding", None) or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return False
    return True

"""The screens of the synthesis: its tables, the studies behind a cell, and a study's coded rows."""

import sys

from textual.app import App

from twofold.comparison.synthesised import Synthesised, synthesised
from twofold.review.open import CannotOpen, Review
from twofold.synthesis.marks import LEGEND
from twofold.tui.pages.asks import ShowSynthesis
from twofold.tui.pages.page import Keys
from twofold.tui.pages.synthesis import SynthesisPage
from twofold.tui.pages.synthesis_behind import RowsBehind, StudiesBehind
from twofold.tui.screens.page_screen import PageScreen


class SynthesisScreens:
    """Opens the pages of the synthesis one above the other."""

    def __init__(self, app: App[None], review: Review, keys: Keys) -> None:
        self._app = app
        self._review = review
        self._keys = keys
        self._found: Synthesised | None = None

    def show(self, ask: ShowSynthesis) -> str:
        """Show what is asked for. A sentence where it cannot be shown."""
        if not ask.source:
            return self._all()
        source = None if self._found is None else self._found.source(ask.source)
        if self._found is None or source is None:
            return ""
        if ask.study:
            opened = self._review.open(ask.study)
            reports = () if isinstance(opened, str) else opened.study.reports
            page = RowsBehind(source, ask.domain, ask.study, self._found.codebook, reports, self._keys)
            self._app.push_screen(PageScreen(page))
        else:
            self._app.push_screen(PageScreen(StudiesBehind(source, ask.domain, ask.studies, ask.heading, self._keys)))
        return ""

    def _all(self) -> str:
        try:
            found = synthesised(self._review)
        except CannotOpen as error:
            return str(error)
        if found.missing:
            return found.missing
        self._found = found
        self._app.push_screen(PageScreen(SynthesisPage(found, self._keys, letters=not _shows_signs())))
        return ""


def _shows_signs() -> bool:
    """Whether the terminal's encoding has the arrows."""
    try:
        LEGEND.encode(getattr(sys.__stdout__, "encoding", None) or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return False
    return True

"""What is done to studies beside coding them: their own data, their initiative, their PDFs."""

from collections.abc import Callable
from dataclasses import replace

from textual.app import App

from twofold.review.editing_studies import (
    propose_initiative,
    propose_report,
    propose_study,
    reports_data,
    study_parts,
)
from twofold.review.leading import Refused, carry_out, pen_of_lead
from twofold.review.open import Review
from twofold.review.outside import pdf_folder, pdf_names
from twofold.review.papers import NotKept, files_in, keep_pdfs, match_files, matches_of, sought
from twofold.review.timekeeping import time_words
from twofold.tui.pages.choosing import Choice
from twofold.tui.pages.naming import Naming
from twofold.tui.pages.page import Keys, Page
from twofold.tui.pages.pdf_matches import PdfMatches
from twofold.tui.pages.study_asks import (
    ChangePart,
    ChooseInitiative,
    ChoosePdf,
    MatchPdfs,
    SetInitiative,
    SetPdfs,
    ShowData,
    StudyAsk,
)
from twofold.tui.pages.study_data import DataView, StudyData
from twofold.tui.screens.page_screen import PageScreen

_NO_FOLDER = "No folder of PDFs is set on this device. Leave with q and set it: twofold pdfs FOLDER"
_ALL = "all"
_NONE = "none"


class StudyWork:
    """Carries out what pages ask about studies. ``renew`` shows the list of studies as it is now, without marks."""

    def __init__(self, app: App[None], review: Review, keys: Keys, renew: Callable[[], None]) -> None:
        self._app = app
        self._review = review
        self._keys = keys
        self._renew = renew

    def do(self, page: Page, ask: StudyAsk) -> str:
        """Do it. What was done, or why it was not, as a sentence; empty where the screen shows that."""
        try:
            match ask:
                case ShowData(study):
                    self._show(StudyData(self._data(study), self._keys))
                case ChangePart():
                    return self._change(page, ask)
                case ChooseInitiative(studies):
                    self._choose_initiative(studies)
                case SetInitiative(studies, name):
                    return self._set_initiative(studies, name)
                case ChoosePdf(study):
                    return self._choose_pdf(study)
                case MatchPdfs(studies):
                    return self._match(studies)
                case SetPdfs(given):
                    return self._set_pdfs(given)
                case _:
                    pass
        except (Refused, NotKept) as error:
            return str(error)
        return ""

    def _show(self, page: Page) -> None:
        self._app.push_screen(PageScreen(page))

    def _data(self, study: str) -> DataView:
        review, planned = self._review, self._review.plan.studies[study]
        try:
            pen_of_lead(review, "changes the data of studies")
            why_not = ""
        except Refused as error:
            why_not = str(error)
        times = review.times
        seconds = 0.0 if times is None else times.studies().get(study, 0.0)
        named = pdf_names(review.id).get(study, "")
        beside = [("PDF", named)] if named else []
        beside += [("your time", time_words(seconds))] if seconds >= 60 else []
        return DataView(
            study,
            planned.number,
            planned.label,
            study_parts(planned),
            [(one.key, one.parts) for one in reports_data(review, study)],
            beside,
            why_not,
        )

    def _change(self, page: Page, ask: ChangePart) -> str:
        if not isinstance(page, StudyData):
            return ""
        review = self._review
        try:
            proposed = (
                propose_report(review, ask.study, ask.report, {ask.name: ask.text})
                if ask.report
                else propose_study(review, ask.study, {ask.name: ask.text})
            )
            carry_out(review, proposed.documents)
        except Refused as error:
            page.refused(str(error))
            if isinstance(self._app.screen, PageScreen):
                self._app.screen.redraw()
            return ""
        page.changed(self._data(ask.study))
        self._renew()
        return f"Saved: {proposed.words[0]}." if proposed.words else "It stays as it was."

    def _choose_initiative(self, studies: tuple[str, ...]) -> None:
        pen_of_lead(self._review, "sets the initiative of studies")
        plan = self._review.plan
        counts: dict[str, int] = {}
        for one in plan.studies.values():
            counts[one.initiative] = counts.get(one.initiative, 0) + 1
        known = sorted(set(plan.initiatives.values()), key=str.casefold)
        choices = [Choice(f"={name}", name, _studies(counts.get(name, 0))) for name in known]
        choices.append(Choice("=", "no initiative", _studies(counts.get("", 0))))
        whose = plan.studies[studies[0]].number if len(studies) == 1 else _studies(len(studies))
        self._show(
            Naming(
                f"Initiative of {whose}",
                "Type part of a known name, or a new one.",
                choices,
                lambda chosen: SetInitiative(studies, chosen[1:]),
                new=lambda name: SetInitiative(studies, name),
                keys=self._keys,
            )
        )

    def _set_initiative(self, studies: tuple[str, ...], name: str) -> str:
        proposed = propose_initiative(self._review, name, studies)
        carry_out(self._review, proposed.documents)
        self._app.pop_screen()
        self._renew()
        if not proposed.words:
            return "That is so already."
        if len(proposed.words) == 1:
            return f"Saved: {proposed.words[0]}."
        return f"Saved: the initiative of {len(proposed.words):,} studies is now {name or 'none'}."

    def _choose_pdf(self, study: str) -> str:
        folder = pdf_folder(self._review.id)
        if folder is None:
            return _NO_FOLDER
        planned = self._review.plan.studies[study]
        found = match_files(files_in(folder), sought(self._review, [study]), {})
        fits = {one.file: f"fits by its {one.how}" for one in found.matched} | dict(found.doubtful)
        files = sorted(files_in(folder), key=lambda file: file not in fits)
        now = pdf_names(self._review.id).get(study, "")
        choices = [Choice(f"={file}", file, "set now" if file == now else fits.get(file, "")) for file in files]
        choices.append(Choice(_NONE, "none by hand", "the file whose name begins with the number or label"))
        choices.append(Choice(_ALL, "all studies", "match all files to studies by their names; a look first"))

        def chosen(name: str) -> StudyAsk:
            return MatchPdfs() if name == _ALL else SetPdfs(((study, "" if name == _NONE else name[1:]),))

        head = f"PDF of {planned.number}  {planned.label}"
        self._show(Naming(head, f"Files of {folder}. Kept on this device alone.", choices, chosen, keys=self._keys))
        return ""

    def _match(self, studies: tuple[str, ...]) -> str:
        if pdf_folder(self._review.id) is None:
            return _NO_FOLDER
        found, planned = matches_of(self._review), self._review.plan.studies
        wanted = frozenset(studies) or frozenset(planned)
        found = replace(
            found,
            matched=tuple(one for one in found.matched if one.study in wanted),
            studies_left=tuple(key for key in found.studies_left if key in wanted),
        )
        page = PdfMatches(found, {key: (planned[key].number, planned[key].label) for key in wanted}, self._keys)
        if isinstance(self._app.screen, PageScreen) and isinstance(self._app.screen.page, Naming):
            self._app.pop_screen()
        self._show(page)
        return ""

    def _set_pdfs(self, given: tuple[tuple[str, str], ...]) -> str:
        keep_pdfs(self._review, given)
        self._app.pop_screen()
        self._renew()
        number = self._review.plan.studies[given[0][0]].number
        if len(given) > 1:
            return f"{len(given)} PDFs are kept on this device; o opens them."
        return f"{number}: {given[0][1]} is its PDF on this device." if given[0][1] else f"{number}: no PDF is set."


def _studies(count: int) -> str:
    return "1 study" if count == 1 else f"{count:,} studies"

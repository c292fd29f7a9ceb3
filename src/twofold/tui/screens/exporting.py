"""The export screen: rows are counted in a thread, and the export is written in one."""

import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from textual import events
from textual.message import Message

from twofold.agreement import BadCodes
from twofold.export.choices import CannotExport, Choices
from twofold.export.folder import usual_target
from twofold.export.plain_tinydb import PlainTinyDB
from twofold.export.ris_back import RisFile
from twofold.export.workbook import Workbook
from twofold.export.writing import Exported, Extra, count, export
from twofold.record.document import MAIN_ROUND
from twofold.report.certainty import BadCertainty
from twofold.report.writing import check_file, make_report, usual_file, write_report
from twofold.review.open import CannotOpen, Review
from twofold.review.third_readers import third_reader_words
from twofold.tui.pages.asks import Ask, Step
from twofold.tui.pages.bring_in_folder import FolderName
from twofold.tui.pages.bring_in_paths import paths_in
from twofold.tui.pages.exporting import Doing, ExportingPage, FileLine
from twofold.tui.pages.page import Keys
from twofold.tui.screens.page_screen import PageScreen
from twofold.tui.widgets.lines_view import LinesView
from twofold.values.counting import count_of

_EVERY = 20
_REFUSED = "Nothing was written. The reason stands at the top."

_OF_PLACE = (
    "A path, or a folder that takes it under its usual name. An earlier report there is replaced whole; a file that is"
    " not as Twofold wrote it here is left alone.",
)
Telling = Callable[[int, int], None]
"""Is told how many studies are done, of how many."""


@dataclass(frozen=True, slots=True)
class Report:
    """A report that was written: where, how many bytes, and what is to be known of it."""

    path: Path
    size: int
    sentences: tuple[str, ...]


class Stopped(Exception):
    """The person stopped what was being written."""


class ExportScreen(PageScreen):
    """What goes out. Leaving it stops what goes on behind it; an export that is stopped leaves nothing of itself."""

    class Told(Message):
        """How far the thread is: studies done, of how many."""

        def __init__(self, done: int, total: int) -> None:
            super().__init__()
            self.done = done
            self.total = total

    class Ended(Message):
        """What the thread has done: what it gives, or a sentence why it gives nothing."""

        def __init__(self, doing: Doing, found: Exported | Report | str) -> None:
            super().__init__()
            self.doing = doing
            self.found = found

    def __init__(self, review: Review, keys: Keys) -> None:
        """Show the export of a review.

        Raises:
            CannotExport: this device has no place for it.
        """
        self._exporting = ExportingPage(review.person, usual_target(review), usual_file(review), keys)
        super().__init__(self._exporting)
        self._review = review
        self._keys = keys
        self._stop = threading.Event()

    def on_mount(self) -> None:
        """Count the rows of every file."""
        self._count()

    def _count(self) -> None:
        self._begin(Doing.COUNTING, lambda told: count(self._review, Choices(), told))

    def on_unmount(self) -> None:
        """Stop what goes on."""
        self._stop.set()

    def press(self, event: events.Key) -> Ask | None:
        """Hand the page a key, and begin or stop what it asks for."""
        ask = super().press(event)
        if self.page is not self._exporting and ask != "help":
            self._placed(ask)
            return None
        self._do_what_is_asked()
        return ask

    def _placed(self, ask: Ask | None) -> None:
        """Go on with the place for the report that was typed, or go back."""
        if ask is None:
            return
        self.take(self._exporting)
        if isinstance(ask, Step):
            self._exporting.report = report_place(ask.text, self._exporting.report)
            try:
                check_file(self._exporting.report)
            except CannotExport as error:
                # What was typed stays in the line: the next enter tries it again and begins nothing else.
                self._ask_place(ask.text, str(error))
                return
            self._exporting.at, self._exporting.top = "", 0
            self._begin(Doing.REPORTING, self._reported)

    def _ask_place(self, text: str, *words: str) -> None:
        self.take(FolderName("Where is the report to lie?", words, text, "report", self._keys))

    def _reported(self, told: Telling) -> Report:
        target = self._exporting.report
        check_file(target)
        made = make_report(self._review, MAIN_ROUND, told)
        # What was read is still to be computed and drawn: who stops it meanwhile gets no file.
        total = len(self._review.plan.studies)
        told(total, total)
        write_report(target, made.text)
        return Report(target, len(made.text.encode()), (*made.sentences, *third_reader_words(self._review)))

    def on_lines_view_clicked(self, event: LinesView.Clicked) -> None:
        """Hand the page a click, and begin what it asks for."""
        super().on_lines_view_clicked(event)
        self._do_what_is_asked()

    def _do_what_is_asked(self) -> None:
        page = self._exporting
        asked, page.asked = page.asked, ""
        if asked == "stop":
            self._stop.set()
        elif asked == "report":
            self._ask_place(str(page.report), *_OF_PLACE)
        elif asked == "write":
            choices = Choices(
                () if not page.left_out else page.wanted,
                bom="bom" in page.on,
                excel_safe="excel_safe" in page.on,
            )
            extras = _extras(page.target, page.on)
            self._begin(Doing.WRITING, lambda told: export(self._review, choices, page.target, told, extras))

    def _begin(self, doing: Doing, work: Callable[[Telling], Exported | Report]) -> None:
        # A count that is still going on gives way to the writing.
        self._stop.set()
        stop = self._stop = threading.Event()
        self._exporting.doing, self._exporting.progress = doing, (0, 0)
        if doing is not Doing.COUNTING:
            self._exporting.refused = ""
        self.redraw()

        def told(done: int, total: int) -> None:
            if stop.is_set():
                raise Stopped
            if done == total or done % _EVERY == 0:
                self._post(self.Told(done, total))

        def run() -> None:
            try:
                found: Exported | Report | str = work(told)
            except (CannotExport, CannotOpen, BadCodes, BadCertainty) as error:
                found = str(error)
            except Stopped:
                found = "Stopped. What lay there before is as it was."
            if not stop.is_set() or doing is not Doing.COUNTING:
                self._post(self.Ended(doing, found))

        threading.Thread(target=run, name="export", daemon=True).start()

    def _post(self, message: Message) -> None:
        # The screen may be left between the question and the post.
        with suppress(RuntimeError):
            self.post_message(message)

    def on_export_screen_told(self, event: Told) -> None:
        """Show how far it is."""
        self._exporting.progress = (event.done, event.total)
        self.redraw()

    def on_export_screen_ended(self, event: Ended) -> None:
        """Show what was counted or written."""
        page = self._exporting
        if event.doing is not page.doing:
            return
        page.doing, page.at = Doing.NOTHING, ""
        match event.found:
            case str(sentence):
                # A refusal names files and ways out, and has more words than the foot has room for.
                page.said, page.refused, page.top = _REFUSED, sentence, 0
            case Report() as made:
                page.sentences = made.sentences
                page.written = (f"Written: the report, {made.size:,} bytes. It lies in", str(made.path))
            case Exported() as made if event.doing is Doing.WRITING:
                page.sentences = made.sentences
                rows = sum(one.rows for one in made.files if one.one_row)
                where = [page.target, *(one.path for one in _extras(page.target, page.on))]
                page.written = (
                    f"Written: {count_of(rows, 'row')} in {count_of(len(made.files), 'file')}. It lies in",
                    *(str(one) for one in where),
                )
            case Exported() as made:
                page.sentences = made.sentences
                counted = (one for one in made.files if one.one_row)
                page.files = tuple(FileLine(one.name.removesuffix(".csv"), one.one_row, one.rows) for one in counted)
        self.redraw()
        if not page.files and event.doing is not Doing.COUNTING:
            # The count gave way to the report, and is still wanted.
            self._count()


def report_place(text: str, usual: Path) -> Path:
    """Where a report is to lie: a folder takes it under its usual name, and a name without the ending of a page gets
    it."""
    path = next(iter(paths_in(text, Path.cwd())), usual)
    if path.is_dir():
        return path / usual.name
    return path if path.suffix.casefold() in (".html", ".htm") else path.with_name(f"{path.name}.html")


def _extras(target: Path, on: frozenset[str]) -> tuple[Extra, ...]:
    """The single files that are on, beside the folder and called like it."""
    made: list[Extra] = []
    if "tinydb" in on:
        made.append(PlainTinyDB(target.with_name(f"{target.name}.json")))
    if "xlsx" in on:
        made.append(Workbook(target.with_name(f"{target.name}.xlsx")))
    if "ris" in on:
        made.append(RisFile(target.with_name(f"{target.name}.ris")))
    return tuple(made)

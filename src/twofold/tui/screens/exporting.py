"""The export screen: rows are counted in a thread, and the export is written in one."""

import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from textual import events
from textual.message import Message

from twofold.export.choices import CannotExport, Choices
from twofold.export.folder import usual_target
from twofold.export.plain_tinydb import PlainTinyDB
from twofold.export.ris_back import RisFile
from twofold.export.workbook import Workbook
from twofold.export.writing import Exported, Extra, export, rehearse
from twofold.review.open import CannotOpen, Review
from twofold.tui.pages.asks import Ask
from twofold.tui.pages.exporting import Doing, ExportingPage, FileLine
from twofold.tui.pages.page import Keys
from twofold.tui.screens.page_screen import PageScreen
from twofold.tui.widgets.lines_view import LinesView
from twofold.values.counting import count_of

_EVERY = 20


class Stopped(Exception):
    """The person stopped what was being written."""


class ExportScreen(PageScreen):
    """What goes out. Leaving it stops what goes on behind it; an export that is stopped leaves nothing of itself."""

    page: ExportingPage

    class Told(Message):
        """How far the thread is: studies done, of how many."""

        def __init__(self, done: int, total: int) -> None:
            super().__init__()
            self.done = done
            self.total = total

    class Ended(Message):
        """What the thread has done: what it gives, or a sentence why it gives nothing."""

        def __init__(self, doing: Doing, found: Exported | str) -> None:
            super().__init__()
            self.doing = doing
            self.found = found

    def __init__(self, review: Review, keys: Keys) -> None:
        """Show the export of a review.

        Raises:
            CannotExport: this device has no place for it.
        """
        super().__init__(ExportingPage(review.person, usual_target(review), keys))
        self._review = review
        self._stop = threading.Event()

    def on_mount(self) -> None:
        """Count the rows of every file."""
        self._begin(Doing.COUNTING, lambda told: rehearse(self._review, Choices(), self.page.target, told))

    def on_unmount(self) -> None:
        """Stop what goes on."""
        self._stop.set()

    def press(self, event: events.Key) -> Ask | None:
        """Hand the page a key, and begin or stop what it asks for."""
        ask = super().press(event)
        self._do_what_is_asked()
        return ask

    def on_lines_view_clicked(self, event: LinesView.Clicked) -> None:
        """Hand the page a click, and begin what it asks for."""
        super().on_lines_view_clicked(event)
        self._do_what_is_asked()

    def _do_what_is_asked(self) -> None:
        asked, self.page.asked = self.page.asked, ""
        if asked == "stop":
            self._stop.set()
        elif asked == "write":
            page = self.page
            choices = Choices(
                () if not page.left_out else page.wanted,
                bom="bom" in page.on,
                excel_safe="excel_safe" in page.on,
            )
            extras = _extras(page.target, page.on)
            self._begin(Doing.WRITING, lambda told: export(self._review, choices, page.target, told, extras))

    def _begin(self, doing: Doing, work: Callable[[Callable[[int, int], None]], Exported]) -> None:
        # A count that is still going on gives way to the writing.
        self._stop.set()
        stop = self._stop = threading.Event()
        self.page.doing, self.page.progress = doing, (0, 0)
        self.redraw()

        def told(done: int, total: int) -> None:
            if stop.is_set():
                raise Stopped
            if done == total or done % _EVERY == 0:
                self._post(self.Told(done, total))

        def run() -> None:
            try:
                found: Exported | str = work(told)
            except (CannotExport, CannotOpen) as error:
                found = str(error)
            except Stopped:
                found = "Stopped. Nothing was written; an earlier export is as it was."
            if not stop.is_set() or doing is Doing.WRITING:
                self._post(self.Ended(doing, found))

        threading.Thread(target=run, name="export", daemon=True).start()

    def _post(self, message: Message) -> None:
        # The screen may be left between the question and the post.
        with suppress(RuntimeError):
            self.post_message(message)

    def on_export_screen_told(self, event: Told) -> None:
        """Show how far it is."""
        self.page.progress = (event.done, event.total)
        self.redraw()

    def on_export_screen_ended(self, event: Ended) -> None:
        """Show what was counted or written."""
        if event.doing is not self.page.doing:
            return
        self.page.doing = Doing.NOTHING
        if isinstance(event.found, str):
            self.say(event.found)
            return
        counted = [one for one in event.found.files if one.one_row]
        self.page.sentences = event.found.sentences
        if event.doing is Doing.WRITING:
            rows, number = sum(one.rows for one in counted), len(event.found.files)
            where = [self.page.target, *(one.path for one in _extras(self.page.target, self.page.on))]
            self.page.written = (
                f"Written: {count_of(rows, 'row')} in {count_of(number, 'file')}. It lies in",
                *(str(one) for one in where),
            )
            self.page.at = ""
        else:
            self.page.files = tuple(FileLine(one.name.removesuffix(".csv"), one.one_row, one.rows) for one in counted)
            # Until now there were no files to stand on.
            self.page.at = ""
        self.redraw()


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

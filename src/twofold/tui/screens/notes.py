"""The list of notes on the screen: gathered when it is shown, and marked from it."""

from twofold.record.notes import NoteKey
from twofold.review.notes import Notebook, mark_note, notebook, redo_mark, undo_mark
from twofold.review.open import Review
from twofold.store.append import cause_of
from twofold.tui.pages.notes import Notes
from twofold.tui.pages.page import Keys
from twofold.tui.screens.page_screen import PageScreen


class NotesScreen(PageScreen):
    """All notes that the person may see. It stays mounted, so that the cursor is found where it was left."""

    page: Notes

    def __init__(self, review: Review, keys: Keys) -> None:
        self._review = review
        self._book = Notebook(review.person)
        super().__init__(Notes(keys))

    def renew(self) -> str:
        """Gather the notes anew. A sentence where a log could not be read; then what was known before stays."""
        try:
            self._take(notebook(self._review))
        except OSError as error:
            return f"A log could not be read: {cause_of(error)}."
        return ""

    def mark(self, note: NoteKey, *, resolved: bool) -> str:
        """Mark a note. What was done, or why it was not, as a sentence."""
        done = mark_note(self._review, self._book, note, resolved=resolved)
        if isinstance(done, str):
            return done
        self._take(done)
        return f"{self._called(note)}: {'resolved' if resolved else 'open again'}."

    def take_back(self, *, redo: bool) -> str:
        """Undo the last mark, or redo what was undone, and go to its note. What was done, or why it was not."""
        done = (redo_mark if redo else undo_mark)(self._review, self._book)
        if isinstance(done, str):
            return done
        book, note = done
        self._take(book)
        self.page.stand_on(note)
        now = next((one.resolved for one in book.notes if one.key == note), None)
        state = "no note stands there now" if now is None else "resolved" if now else "open"
        return f"{'Redone' if redo else 'Undone'}: {self._called(note)}: {state}."

    def _take(self, book: Notebook) -> None:
        self._book = book
        self.page.take_up(book.notes)
        self.redraw()

    def _called(self, note: NoteKey) -> str:
        found = next((one for one in self._book.notes if one.key == note), None)
        return "that note" if found is None else f"{found.number}, {found.field}"

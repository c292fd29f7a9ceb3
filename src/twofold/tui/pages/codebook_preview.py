"""The form as a coder will see it, beside the draft: a study that is not there, with nothing answered yet."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from twofold.codebook.model import Codebook, Unit
from twofold.review.views import Past, Study, SubmissionCheck
from twofold.tui.form.board import Board
from twofold.tui.form.drawn import Drawn
from twofold.tui.form.layout import SheetLayout
from twofold.tui.pages.page import Keys
from twofold.values.answers import Value
from twofold.values.coded import Coded, Evidence, Place, RowKey, Sheet

_ROW = "0" * 16
_NOT_HERE = "Nothing is coded here: this shows the form only."


class EmptySession:
    """A study that nobody codes, for looking at its form. It takes no answers."""

    study = Study("", "", "", 1, 1)
    conflicts: Mapping[Place, tuple[Coded, ...]] = MappingProxyType({})
    listed_rows: Mapping[RowKey, str] = MappingProxyType({})
    locked = ""
    open_again: frozenset[Place] = frozenset()
    can_reopen = False
    round_words = ""
    exclusion = ""
    same_study = None
    told = ""
    last_evidence = Evidence()

    def __init__(self, codebook: Codebook) -> None:
        self.codebook = codebook
        rows = (_ROW,) if codebook.row_fields else ()
        codes: Mapping[Place, Coded] = (
            {(_ROW, codebook.row_name): Coded(Value("an outcome"))} if rows and codebook.row_name else {}
        )
        self.sheet = Sheet(MappingProxyType(codes), rows)

    def ready(self) -> None:
        """Nothing."""

    def save(self, place: Place, coded: Coded) -> None:
        """Nothing."""

    def add_row(self, row: RowKey, name: Coded) -> None:
        """Nothing."""

    def remove_row(self, row: RowKey) -> None:
        """Nothing."""

    def undo(self) -> str:
        """Nothing to take back."""
        return _NOT_HERE

    def redo(self) -> str:
        """Nothing to do again."""
        return _NOT_HERE

    def history(self, place: Place) -> Sequence[Past]:
        """No earlier states."""
        return ()

    def unsaved(self) -> frozenset[Place]:
        """Nothing is unsaved."""
        return frozenset()

    def check(self) -> SubmissionCheck:
        """Nothing stands against it."""
        return SubmissionCheck()

    def submit(self, whole_paper: bool) -> str:
        """It cannot be submitted."""
        return _NOT_HERE

    def reopen(self, reason: str) -> str:
        """It cannot be reopened."""
        return _NOT_HERE

    def propose_exclusion(self, reason: str, same_as: str = "") -> str:
        """It cannot be excluded, nor be another study."""
        return _NOT_HERE

    def open_outside(self) -> str:
        """There is no paper."""
        return _NOT_HERE


class Preview:
    """Draws the form around one field. The form is laid out anew only when the draft has changed."""

    def __init__(self, keys: Keys) -> None:
        self._keys = keys
        self._book: Codebook | None = None
        self._board: Board | None = None
        self._layout = SheetLayout()

    def lines(self, book: Codebook, field_id: str, width: int, height: int) -> Sequence[Drawn]:
        """``height`` lines of the form with the cursor on a field; where it cannot be drawn, none."""
        if not book.fields or width < 1 or height < 1:
            return ()
        if book is not self._book or self._board is None:
            self._book, self._board, self._layout = book, Board(EmptySession(book), self._keys), SheetLayout()
        field = book.by_id.get(field_id)
        if field is None:
            return ()
        place: Place = (_ROW if field.unit is Unit.ROW else None, field.id)
        if place in self._board.stop_at:
            self._board.stand(place)
        return tuple(row.drawn for row in self._layout.window(self._board, width, height).rows)

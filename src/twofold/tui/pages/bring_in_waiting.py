"""While files are read or written: what is being done, and the way to stop it."""

from collections.abc import Sequence

from twofold.tui.actions import Action, Hint, Where
from twofold.tui.form.drawn import line, paragraph
from twofold.tui.pages.asks import Ask, Step
from twofold.tui.pages.page import MARGIN, Keys, LinedPage
from twofold.tui.pages.window import Seen

_PAD = (" " * MARGIN, "text")


class Waiting(LinedPage):
    """``doing`` is what is being done now. Writing cannot be stopped half-way, reading can."""

    where = Where.BRINGING

    def __init__(self, head: str, doing: str, keys: Keys | None = None, *, writing: bool = False) -> None:
        super().__init__(keys)
        self.head = head
        self.doing = doing
        self.writing = writing

    @property
    def hints(self) -> Sequence[Hint]:
        """Stop, as long as nothing is being written."""
        return () if self.writing else (("bringing.back", "stop"),)

    def targets(self) -> Sequence[str]:
        """Nothing to choose."""
        return ()

    def act(self, action: Action) -> Ask | None:
        """Stop."""
        if action.id != "bringing.back":
            return None
        if self.writing:
            self.said = "This is being written now; it is done in a moment."
            return None
        return Step("stop")

    def drawn(self, width: int) -> Sequence[Seen]:
        """What is being done."""
        words = "It is being written." if self.writing else "Nothing has been written. esc stops."
        return [
            Seen(),
            Seen(line(_PAD, (self.head, "head"))),
            Seen(),
            *(Seen(one) for one in paragraph(f"{self.doing} ...", "text", MARGIN, width)),
            Seen(),
            *(Seen(one) for one in paragraph(words, "dim", MARGIN, width)),
        ]

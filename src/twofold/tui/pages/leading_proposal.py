"""What an act of the lead would do, in words, before it is done: ``enter`` asks, ``y`` writes it."""

from collections.abc import Callable, Sequence

from twofold.review.leading import Proposed
from twofold.tui.actions import Action, Hint, Where
from twofold.tui.form.drawn import cut, line, paragraph
from twofold.tui.pages.asks import Ask
from twofold.tui.pages.leading_asks import WriteIt
from twofold.tui.pages.page import MARGIN, Keys, LinedPage, key_name
from twofold.tui.pages.window import Seen

_PAD = (" " * MARGIN, "text")


class Proposal(LinedPage):
    """``propose`` works it out; worked out again before it is written, since logs may have come meanwhile."""

    where = Where.LEADING

    def __init__(self, title: str, propose: Callable[[], Proposed], keys: Keys | None = None) -> None:
        """Show what would be done.

        Raises:
            Refused: it cannot be.
        """
        super().__init__(keys)
        self.title = title
        self._propose = propose
        self.proposed = propose()
        self.asking = False

    @property
    def hints(self) -> Sequence[Hint]:
        """Write it, or leave it."""
        if self.asking:
            return (("question.yes", "write it"), ("question.no", "no"))
        if not self.proposed.documents:
            return ("leading.help", ("leading.back", "back"))
        return (("leading.go", "write it"), "leading.help", ("leading.back", "back, nothing is written"))

    def targets(self) -> Sequence[str]:
        """Nothing to choose; a long page is scrolled."""
        return ()

    def press(self, key: str, character: str | None = None) -> Ask | None:
        """While it is asked, ``y`` writes; any other key means no, and then does its work."""
        if self.asking:
            self.asking, self.said = False, ""
            answer = self.keys[Where.QUESTION].get(key_name(key, character))
            if answer is not None:
                return WriteIt() if answer.id == "question.yes" else None
        return super().press(key, character)

    def act(self, action: Action) -> Ask | None:
        """Ask before it is written, or go back."""
        match action.id:
            case "leading.go" if self.proposed.documents:
                self.asking = True
            case "leading.help":
                return "help"
            case "leading.back":
                return "back"
            case "leading.first":
                self.top = 0
            case "leading.last":
                self.move(len(self.proposed.words) * 4)
            case _:
                self.said = "There is nothing to write here." if not self.proposed.documents else ""
        return None

    def settled(self) -> bool:
        """Work it out anew, and tell whether it is still what was shown; else that is shown now.

        Raises:
            Refused: it cannot be done any more.
        """
        before, self.proposed = self.proposed, self._propose()
        if before.words == self.proposed.words:
            return True
        self.said = "Something came in meanwhile, and this is what it would do now."
        return False

    def drawn(self, width: int) -> Sequence[Seen]:
        """What would be done, and the question."""
        lines = [Seen(), Seen(line(_PAD, (cut(self.title, width - MARGIN), "head"))), Seen()]
        for words in self.proposed.words:
            first, *rest = list(paragraph(words, "text", 0, width - MARGIN - 2)) or [line(("", "text"))]
            lines.append(Seen(line(_PAD, ("- ", "dim"), *first.pieces)))
            lines += [Seen(line((" " * (MARGIN + 2), "text"), *one.pieces)) for one in rest]
        lines.append(Seen())
        if not self.proposed.documents:
            words, ink = "It is so already: nothing changes, and nothing would be written.", "dim"
        elif self.asking:
            words, ink = (
                "Write this? It goes into your log for good, and to the others with the next file you send.",
                "warn",
            )
        else:
            words, ink = "Nothing is written yet.", "dim"
        return [*lines, *(Seen(one) for one in paragraph(words, ink, MARGIN, width))]

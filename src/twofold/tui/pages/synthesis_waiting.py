"""While the studies are put together: what is going on, and the way back."""

from collections.abc import Sequence

from twofold.tui.actions import Action, Hint, Where
from twofold.tui.form.drawn import line, paragraph
from twofold.tui.pages.asks import Ask
from twofold.tui.pages.page import MARGIN, LinedPage
from twofold.tui.pages.window import Seen

_PAD = (" " * MARGIN, "text")


class SynthesisWaiting(LinedPage):
    """Nothing to choose. Leaving it leaves the work unfinished, which changes nothing."""

    where = Where.SYNTHESIS

    @property
    def hints(self) -> Sequence[Hint]:
        """All keys, and back."""
        return ("synthesis.help", "synthesis.back")

    def targets(self) -> Sequence[str]:
        """Nothing to choose."""
        return ()

    def act(self, action: Action) -> Ask | None:
        """Help, or back."""
        match action.id:
            case "synthesis.help":
                return "help"
            case "synthesis.back":
                return "back"
            case _:
                return None

    def drawn(self, width: int) -> Sequence[Seen]:
        """What is going on."""
        words = "The studies are being read and put together ..."
        return [
            Seen(),
            Seen(line(_PAD, ("Synthesis", "head"))),
            Seen(),
            *(Seen(one) for one in paragraph(words, "dim", MARGIN, width)),
        ]

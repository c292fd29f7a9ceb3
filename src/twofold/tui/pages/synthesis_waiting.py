"""Where there is no synthesis: while the studies are put together, and where the codebook feeds none."""

from collections.abc import Sequence

from twofold.tui.actions import Action, Hint, Where
from twofold.tui.form.drawn import line, paragraph
from twofold.tui.pages.asks import Ask
from twofold.tui.pages.page import MARGIN, Keys, LinedPage
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


class SynthesisMissing(SynthesisWaiting):
    """What no field is declared for, and how to declare it; ``sentences`` say so one by one."""

    def __init__(self, sentences: Sequence[str], keys: Keys | None = None) -> None:
        super().__init__(keys)
        self.sentences = tuple(sentences)

    def drawn(self, width: int) -> Sequence[Seen]:
        """The sentences, and where fields are chosen."""
        place = (
            f"On the Codebook screen ({self.key('home.codebook')} on the first page) the lead chooses the fields under"
            " “What feeds the synthesis”."
        )
        lines = [Seen(), Seen(line(_PAD, ("Synthesis", "head")))]
        for words in self.sentences:
            lines += [Seen(), *(Seen(one) for one in paragraph(words, "text", MARGIN, width))]
        return [*lines, Seen(), *(Seen(one) for one in paragraph(place, "help", MARGIN, width))]

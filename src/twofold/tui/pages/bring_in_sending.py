"""Before a file to send is written: what is in it, how it is called, where it will lie."""

from collections.abc import Sequence
from pathlib import Path

from twofold.exchange.sending import Sending
from twofold.tui.actions import Action, Hint, Where
from twofold.tui.form.drawn import line, paragraph
from twofold.tui.pages.asks import Ask, Step
from twofold.tui.pages.page import MARGIN, Keys, LinedPage
from twofold.tui.pages.window import Seen

_PAD = (" " * MARGIN, "text")


class SendingPage(LinedPage):
    """``name`` begins the file's name; its end is a digest of what is in it, known once it is written."""

    where = Where.BRINGING

    def __init__(self, sending: Sending, name: str, folder: Path, keys: Keys | None = None) -> None:
        super().__init__(keys)
        self.sending = sending
        self.name = name
        self.folder = folder

    @property
    def hints(self) -> Sequence[Hint]:
        """Write it, put it elsewhere, or leave."""
        words = "write it" if self.at == "write" else "choose a folder"
        return (("bringing.go", words), "bringing.down", "bringing.up", ("bringing.back", "not now"))

    def targets(self) -> Sequence[str]:
        """Write, or another folder."""
        return ("write", "elsewhere")

    def act(self, action: Action) -> Ask | None:
        """Write it, put it elsewhere, or go back."""
        match action.id:
            case "bringing.go":
                return Step("write packet" if self.at == "write" else "elsewhere")
            case "bringing.help":
                return "help"
            case "bringing.back":
                return "back"
            case _:
                return None

    def drawn(self, width: int) -> Sequence[Seen]:
        """What would be written, and where."""
        to = f" for {self.sending.header.to}" if self.sending.header.to else ""
        lines = [Seen(), Seen(line(_PAD, (f"A file to send{to}", "head"))), Seen()]
        lines += [Seen(part) for part in paragraph("In it", "dim", MARGIN, width)]
        for words in self.sending.words:
            lines += [Seen(part) for part in paragraph(words, "text", MARGIN + 2, width)]
        lines += [Seen(), *(Seen(part) for part in paragraph("Its name", "dim", MARGIN, width))]
        lines += [Seen(part) for part in paragraph(self.name, "label", MARGIN + 2, width)]
        lines += [Seen(), *(Seen(part) for part in paragraph("Where it will lie", "dim", MARGIN, width))]
        lines += [Seen(part) for part in paragraph(str(self.folder), "label", MARGIN + 2, width)]
        lines += [
            Seen(),
            Seen(line(_PAD, ("Write the file", "key")), "write"),
            Seen(line(_PAD, ("Put it in another folder", "key")), "elsewhere"),
        ]
        return lines

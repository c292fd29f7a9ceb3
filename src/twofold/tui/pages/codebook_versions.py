"""The published versions of a codebook, the newest first: when, by whom, what changed, what was said of it."""

from collections.abc import Sequence

from twofold.review.publications import Published
from twofold.tui.actions import Action, Hint, Where
from twofold.tui.form.drawn import cut, line, paragraph, spread
from twofold.tui.pages.asks import Ask
from twofold.tui.pages.page import MARGIN, Keys, LinedPage
from twofold.tui.pages.window import Seen

_PAD = (" " * MARGIN, "text")


class VersionsPage(LinedPage):
    """The log of publications; nothing on it can be changed."""

    where = Where.PAGE

    def __init__(self, log: Sequence[Published], keys: Keys | None = None) -> None:
        super().__init__(keys)
        self.log = tuple(reversed(log))

    @property
    def hints(self) -> Sequence[Hint]:
        """Scroll, or go back."""
        return ("page.down", ("page.ten_down", "a page on"), "page.close")

    def targets(self) -> Sequence[str]:
        """Nothing to choose here."""
        return ()

    def act(self, action: Action) -> Ask | None:
        """Go back, or to the top."""
        if action.id == "page.first":
            self.top = 0
        return "back" if action.id == "page.close" else None

    def click(self, target: str) -> Ask | None:
        """Nothing."""
        return None

    def drawn(self, width: int) -> Sequence[Seen]:
        """Every publication with its differences in words."""
        lines = [Seen(), Seen(line(_PAD, ("Published versions", "strong")))]
        for one in self.log:
            name = cut(f"version {one.version}{', in force' if one.in_force else ''}", width // 2)
            who = cut(f"{one.by}, {one.day}", width // 3)
            lines += [Seen(), Seen(spread([_PAD, (name, "head")], [(f"{who} ", "dim")], width))]
            for words in one.changes or ("the first one",):
                lines += [Seen(each) for each in paragraph(words, "label", MARGIN + 2, width - 1)]
            for words in one.rules:
                lines += [Seen(each) for each in paragraph(words, "help", MARGIN + 2, width - 1)]
        return lines

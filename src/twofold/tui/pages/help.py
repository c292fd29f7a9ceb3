"""The page of keys: those of one place first, and of others that lie near it."""

from collections.abc import Sequence
from itertools import groupby

from twofold.tui.actions import ACTIONS, Action, Hint, Where, keys_of
from twofold.tui.form.drawn import fitted, line, wrapped
from twofold.tui.pages.asks import Ask
from twofold.tui.pages.page import MARGIN, Keys, LinedPage
from twofold.tui.pages.window import Seen

_KEYS = 20
_TO_THE_END = 1_000_000
_PAD = (" " * MARGIN, "text")


class Help(LinedPage):
    """All keys of ``places``, in their order."""

    where = Where.PAGE

    def __init__(self, places: Sequence[Where], keys: Keys | None = None) -> None:
        super().__init__(keys)
        self.places = tuple(places)

    @property
    def hints(self) -> Sequence[Hint]:
        """Scroll, or go back."""
        return ("page.down", ("page.ten_down", "a page on"), ("page.last", "to the end"), "page.close")

    def targets(self) -> Sequence[str]:
        """Nothing to choose here."""
        return ()

    def act(self, action: Action) -> Ask | None:
        """Close the page, or go to one of its ends."""
        if action.id == "page.first":
            self.top = 0
        elif action.id == "page.last":
            self.move(_TO_THE_END)
        return "back" if action.id == "page.close" else None

    def drawn(self, width: int) -> Sequence[Seen]:
        """The keys with what they do."""
        lines = [Seen(), Seen(line(_PAD, ("Keys", "head")))]
        for place in self.places:
            for group, actions in groupby((one for one in ACTIONS if one.where is place), key=lambda one: one.group):
                lines += [Seen(), Seen(line(_PAD, (group, "strong")))]
                told = {one.family or one.id: one for one in reversed(tuple(actions))}
                # Actions of one family are told as one.
                for action in reversed(told.values()):
                    lines += self._line(action, "  ".join(keys_of(action.id, self.keys)), width)
        lines += [
            Seen(),
            Seen(line(_PAD, (fitted("ctrl+q", _KEYS), "key"), ("leave Twofold, from anywhere", "text"))),
        ]
        lines.append(Seen(line(_PAD, (fitted("ctrl+p", _KEYS), "key"), ("all commands, and the colours", "text"))))
        return lines

    def _line(self, action: Action, keys: str, width: int) -> list[Seen]:
        column = min(_KEYS, max(8, width // 3))
        parts = wrapped(action.help, width - MARGIN - column) or [""]
        return [
            Seen(line(_PAD, (fitted(keys if number == 0 else "", column), "key"), (part, "text")))
            for number, part in enumerate(parts)
        ]

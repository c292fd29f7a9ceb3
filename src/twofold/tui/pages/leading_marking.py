"""The page on which studies are marked for something that the lead does with them."""

from collections.abc import Sequence
from dataclasses import dataclass

from twofold.tui.actions import Action, Hint, Where
from twofold.tui.form.drawn import EMPTY, Drawn, cells, cut, fitted, paragraph, spread
from twofold.tui.pages.asks import Ask
from twofold.tui.pages.leading_asks import Aim, Marked
from twofold.tui.pages.leading_list import LongList
from twofold.tui.pages.page import MARGIN, Keys

_PAD = (" " * MARGIN, "text")
_NUMBER = 7
_LABEL = 26
_SIGN = 4


@dataclass(frozen=True, slots=True)
class StudyRow:
    """A study to mark: where it stands, more on that, and whether it may be marked."""

    key: str
    number: str
    label: str
    words: str
    more: str = ""
    may: bool = True


class Marking(LongList):
    """``said_above`` are the sentences over the list; ``marked`` the keys of the studies that are marked."""

    where = Where.LEADING

    def __init__(
        self,
        aim: Aim,
        title: str,
        said_above: Sequence[str],
        rows: Sequence[StudyRow],
        marked: Sequence[str] = (),
        keys: Keys | None = None,
    ) -> None:
        super().__init__(keys)
        self.aim = aim
        self.title = title
        self.said_above = tuple(said_above)
        self.rows = tuple(rows)
        self.marked = frozenset(marked)

    @property
    def hints(self) -> Sequence[Hint]:
        """Mark, go on, back."""
        return ("leading.go", "leading.mark", "leading.mark_all", "leading.help", ("leading.back", "back"))

    def count(self) -> int:
        """How many studies there are to look at."""
        return len(self.rows)

    def beneath(self, number: int) -> str:
        """More on where the study stands."""
        return self.rows[number].more

    def act(self, action: Action) -> Ask | None:
        """Mark, go on, or back."""
        match action.id:
            case "leading.go":
                chosen = tuple(one.key for one in self.rows if one.key in self.marked)
                if chosen:
                    return Marked(self.aim, chosen)
                self.said = (
                    f"No study is marked; {self.key('leading.mark')} marks one, {self.key('leading.mark_all')} all."
                )
            case "leading.mark" if self.rows:
                self._mark(self.rows[self.here])
            case "leading.mark_all":
                may = {one.key for one in self.rows if one.may}
                self.marked = frozenset() if may <= self.marked else frozenset(may)
            case "leading.first":
                self.at = "0"
            case "leading.last":
                self.at = str(max(0, self.count() - 1))
            case "leading.help":
                return "help"
            case "leading.back":
                return "back"
            case _:
                pass
        return None

    def click(self, target: str) -> Ask | None:
        """A click goes to a study; a click on that one marks it."""
        again = target == str(self.here)
        super().click(target)
        if again and self.rows:
            self._mark(self.rows[self.here], going_on=False)
        return None

    def _mark(self, one: StudyRow, *, going_on: bool = True) -> None:
        if not one.may:
            self.said = f"{one.number}: {one.more or one.words}."
            return
        self.marked ^= {one.key}
        if going_on:
            self.move(1)

    def head(self, width: int) -> Sequence[Drawn]:
        """What the marks are for, and how many there are."""
        count = f"{len(self.marked):,} of {sum(one.may for one in self.rows):,} marked "
        lines = [EMPTY, spread([_PAD, (cut(self.title, width - MARGIN), "head")], [(count, "dim")], width)]
        for sentence in self.said_above:
            lines += paragraph(sentence, "text", MARGIN, width)
        return [*lines, EMPTY]

    def row(self, number: int, width: int) -> Drawn:
        """A study with its mark and where it stands."""
        one = self.rows[number]
        sign = "[x] " if one.key in self.marked else "[ ] " if one.may else " -  "
        words = cut(one.words, width // 2)
        room = min(_LABEL, width - MARGIN - _SIGN - _NUMBER - cells(words) - 3)
        ink = "label" if one.may else "dim"
        label = fitted(one.label, room) if room >= 3 else ""
        return spread(
            [
                _PAD,
                (sign, "chosen" if one.key in self.marked else "dim"),
                (fitted(one.number, _NUMBER), ink),
                (label, ink),
            ],
            [(f"{words} ", "text" if one.may else "dim")],
            width,
        )

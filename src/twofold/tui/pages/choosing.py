"""A page that asks one question: a few sentences and a few choices."""

from collections.abc import Sequence
from dataclasses import dataclass

from twofold.tui.actions import Action, Hint, Where, digit_of
from twofold.tui.form.drawn import Drawn, cells, cut, fitted, line, paragraph
from twofold.tui.pages.asks import Ask, Took
from twofold.tui.pages.page import MARGIN, Keys, LinedPage
from twofold.tui.pages.window import Seen

_PAD = (" " * MARGIN, "text")
_MOST_NUMBERED = 9


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose; ``detail`` stands behind its label."""

    id: str
    label: str
    detail: str = ""


class Choosing(LinedPage):
    """``head`` is the question, ``words`` what stands under it, ``foot`` what stands under the choices."""

    where = Where.CHOOSING
    way_out = "back"

    def __init__(
        self,
        head: str,
        words: Sequence[str],
        choices: Sequence[Choice],
        *,
        foot: Sequence[str] = (),
        problem: str = "",
        keys: Keys | None = None,
    ) -> None:
        super().__init__(keys)
        self.head = head
        self.words = tuple(words)
        self.choices = tuple(choices)
        self.foot = tuple(foot)
        self.problem = problem

    @property
    def hints(self) -> Sequence[Hint]:
        """Choose, or go back."""
        return ("choosing.take", "choosing.down", "choosing.up", ("choosing.back", self.way_out))

    def targets(self) -> Sequence[str]:
        """The choices."""
        return [one.id for one in self.choices]

    def press(self, key: str, character: str | None = None) -> Ask | None:
        """A digit goes to a choice; it takes ``enter`` to choose it."""
        number = digit_of(character or "", self.keys) - 1
        if 0 <= number < min(len(self.choices), _MOST_NUMBERED):
            self.said, self.at = "", self.choices[number].id
            return None
        return super().press(key, character)

    def act(self, action: Action) -> Ask | None:
        """Choose, or go back."""
        if action.id == "choosing.take" and self.at:
            return Took(self.at)
        return "back" if action.id == "choosing.back" else None

    def drawn(self, width: int) -> Sequence[Seen]:
        """The question and its choices."""
        lines = [Seen(), Seen(line(_PAD, ("Twofold", "head"))), Seen()]
        lines += [Seen(one) for one in paragraph(self.head, "strong", MARGIN, width)]
        for words in self.words:
            lines += [Seen(one) for one in paragraph(words, "help", MARGIN, width)]
        if self.problem:
            lines += [Seen(), *(Seen(one) for one in paragraph(self.problem, "warn", MARGIN, width))]
        lines.append(Seen())
        column = min(max((cells(cut(one.label, 40)) for one in self.choices), default=0), width // 2)
        for number, one in enumerate(self.choices, 1):
            lines.append(Seen(_choice(number, one, column, width), one.id))
        for words in self.foot:
            lines += [Seen(), *(Seen(one) for one in paragraph(words, "dim", MARGIN, width))]
        return lines


def _choice(number: int, one: Choice, column: int, width: int) -> Drawn:
    key = f"{number} " if number <= _MOST_NUMBERED else "  "
    label = fitted(one.label, column)
    room = width - MARGIN - 2 - cells(label) - 4
    return line(_PAD, (key, "key"), (label, "label"), ("   ", "text"), (cut(one.detail, room), "dim"))

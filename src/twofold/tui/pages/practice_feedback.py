"""What came of a practice study: field by field the answer given, the right one, the passage that shows it, and why."""

from collections.abc import Iterator, Sequence

from twofold.reconcile.wording import answer_words
from twofold.review.practising import Told, Verdict, summary
from twofold.tui.actions import Action, Hint, Where
from twofold.tui.form.drawn import Drawn, cut, fitted, line, paragraph
from twofold.tui.pages.asks import Ask
from twofold.tui.pages.page import MARGIN, Keys, LinedPage
from twofold.tui.pages.window import Seen

_PAD = (" " * MARGIN, "text")
_VERDICT = 15
_NAME = 9
_INKS = {Verdict.RIGHT: "answer", Verdict.STEP: "warn", Verdict.OTHER: "warn", Verdict.BLANK: "warn"}


class PracticeFeedback(LinedPage):
    """The fields of the answer key, in the order of the form; the one under the cursor, and all that were not right,
    with passage and reason."""

    where = Where.PAGE

    def __init__(self, number: str, label: str, told: Sequence[Told], banner: str, keys: Keys | None = None) -> None:
        super().__init__(keys)
        self.number = number
        self.label = label
        self.told = tuple(told)
        self.banner = banner

    @property
    def hints(self) -> Sequence[Hint]:
        """From field to field, or back to the form."""
        return ("page.down", "page.up", ("page.last", "to the end"), ("page.close", "back to the form"))

    def targets(self) -> Sequence[str]:
        """Every field of the key."""
        return [str(number) for number in range(len(self.told))]

    def act(self, action: Action) -> Ask | None:
        """Go to an end, or back."""
        if action.id == "page.first":
            self.at, self.top = "", 0
        elif action.id == "page.last":
            self.at = self.targets()[-1]
        return "back" if action.id == "page.close" else None

    def drawn(self, width: int) -> Sequence[Seen]:
        """All fields."""
        lines = [Seen(), *(Seen(one) for one in paragraph(self.banner, "strong", MARGIN, width)), Seen()]
        lines.append(Seen(line(_PAD, (f"{self.number}  ", "head"), (cut(self.label, width - 12), "strong"))))
        lines += [Seen(one) for one in paragraph(f"{summary(self.told)}.", "text", MARGIN, width)]
        row = ""
        for number, one in enumerate(self.told):
            if one.row != row:
                row = one.row
                lines += [Seen(), Seen(line(_PAD, (cut(f"Outcome: {row}", width - MARGIN), "head")))]
            lines += [Seen(part, str(number)) for part in self._field(number, one, width)]
        return lines

    def _field(self, number: int, one: Told, width: int) -> Iterator[Drawn]:
        room = width - MARGIN - _VERDICT - 1
        yield line(
            _PAD,
            (fitted(one.verdict.value, _VERDICT), _INKS.get(one.verdict, "dim")),
            (cut(one.field.label, room), "label"),
        )
        right = one.verdict is Verdict.RIGHT
        if right and self.at != str(number):
            return
        indent = MARGIN + _VERDICT
        if right:
            yield from _named("answer", answer_words(one.field, one.right), "answer", indent, width)
        else:
            yield from _named("you", answer_words(one.field, one.given), "text", indent, width)
            yield from _named("the key", answer_words(one.field, one.right), "answer", indent, width)
        if one.passage:
            yield from _named("passage", f"“{one.passage}”", "example", indent, width)
        yield from _named("why", one.why, "help", indent, width)


def _named(name: str, text: str, ink: str, indent: int, width: int) -> Iterator[Drawn]:
    for number, part in enumerate(paragraph(text, ink, 0, width - indent - _NAME - 1)):
        yield line((" " * indent, "text"), (fitted(name if number == 0 else "", _NAME), "dim"), *part.pieces)

"""What only a person can decide about an import, one question after another, side by side."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from twofold.review.bringing_in_questions import Card, Kind, Question
from twofold.tui.actions import Action, Hint, Where
from twofold.tui.form.drawn import Drawn, cut, fitted, line, paragraph, spread, wrapped
from twofold.tui.pages.asks import Ask, Step
from twofold.tui.pages.bring_in_sides import brought_to, told_apart
from twofold.tui.pages.page import MARGIN, Keys, LinedPage, marked
from twofold.tui.pages.window import Seen, Window, window_on

_PAD = (" " * MARGIN, "text")
_NAME = 9
_STACKED = 62
_LEAST = 4
_LINES = 8
_SHOWN = "shown:"


class Deciding(LinedPage):
    """The questions, with ``decisions`` by their ids. Leaving keeps what was decided; nothing is written here."""

    where = Where.BRINGING

    def __init__(self, asked: Sequence[Question], decisions: Mapping[str, str], keys: Keys | None = None) -> None:
        super().__init__(keys)
        self.asked = tuple(asked)
        self.decisions = dict(decisions)
        self._stacked = False
        self.place = next((at for at, one in enumerate(asked) if one.id not in decisions), 0)
        self._stand()

    @property
    def question(self) -> Question:
        """The one that is shown."""
        return self.asked[self.place]

    @property
    def hints(self) -> Sequence[Hint]:
        """Choose, go to another question, be done."""
        return (("bringing.go", "choose"), "bringing.next", "bringing.previous", ("bringing.back", "done"))

    def targets(self) -> Sequence[str]:
        """What is put side by side, so that all of it can be scrolled to, and what may be decided."""
        return [*(f"{_SHOWN}{at}" for at in _parts_of(self.question, stacked=self._stacked)), *self._choices]

    @property
    def _choices(self) -> list[str]:
        return [name for name, _ in self.question.kind.choices]

    def press(self, key: str, character: str | None = None) -> Ask | None:
        """A digit goes to a choice; ``enter`` takes it."""
        if character is not None and character.isdecimal() and character.isascii():
            number = int(character) - 1
            if 0 <= number < len(self._choices):
                self.said, self.at = "", self._choices[number]
                return None
        return super().press(key, character)

    def act(self, action: Action) -> Ask | None:
        """Decide, and go on to the next question."""
        match action.id:
            case "bringing.go" if self.at not in self._choices:
                self.at = self.decisions.get(self.question.id, self.question.stands)
            case "bringing.go":
                one = self.question
                self.decisions[one.id] = self.at
                if self.place == len(self.asked) - 1:
                    return Step("settle")
                self._go(1)
                self.said = f"Line {one.line}: {dict(one.kind.choices)[self.decisions[one.id]]}."
            case "bringing.next":
                self._go(1)
            case "bringing.previous":
                self._go(-1)
            case "bringing.first":
                self.top = 0
            case "bringing.help":
                return "help"
            case "bringing.back":
                return Step("settle")
            case _:
                pass
        return None

    def _go(self, by: int) -> None:
        to = self.place + by
        if not 0 <= to < len(self.asked):
            self.said = "That is the last question." if by > 0 else "That is the first question."
            return
        self.place, self.top = to, 0
        self._stand()

    def _stand(self) -> None:
        self.at = self.decisions.get(self.question.id, self.question.stands)

    def window(self, width: int, height: int) -> Window:
        """The question above and its choices below, which stay in sight; what is compared scrolls between them.

        A screen that is too low for that scrolls as a whole.
        """
        self.stand()
        width = min(width, self.widest)
        self._stacked = width < _STACKED
        head, foot = self._head(width), self._foot(width)
        room = height - len(head) - len(foot) - 1
        if room < _LEAST:
            return super().window(width, height)
        self._height, self._beyond, self._cursor_in_sight = room, 0, True
        between = self._marked(self._between(width))
        self.top, found = window_on(between, self.top, room)
        more = Seen()
        if len(between) > len(found.lines):
            down, up = self.key("bringing.down"), self.key("bringing.up")
            more = Seen(line(_PAD, (cut(f"There is more to compare: {up} and {down} move through it.", width), "dim")))
        lines = (*head, *found.lines, more, *self._marked(foot))
        return Window(lines, (0, next((y for y, one in enumerate(lines) if one.marked), 0)))

    def _marked(self, lines: Sequence[Seen]) -> list[Seen]:
        first = next((at for at, one in enumerate(lines) if one.target == self.at), -1)
        return [
            replace(one, drawn=marked(one.drawn, first=at == first), marked=True) if one.target == self.at else one
            for at, one in enumerate(lines)
        ]

    def drawn(self, width: int) -> Sequence[Seen]:
        """The question with its two sides and its choices."""
        self._stacked = width < _STACKED
        return [*self._head(width), *self._between(width), Seen(), *self._foot(width)]

    def _head(self, width: int) -> list[Seen]:
        one = self.question
        count = f"{self.place + 1} of {len(self.asked)}, {len(self.decisions)} decided "
        head = {
            Kind.NEAR: "Is this the same?",
            Kind.GROUP: "Reports of one study?",
            Kind.DIFFERENCE: f"The file {'says another' if one.known else 'has the'} {one.field.replace('_', ' ')}",
            Kind.THERE: "Is this there already?",
        }[one.kind]
        lines = [Seen(), Seen(spread([_PAD, (head, "head")], [(count, "dim")], width))]
        why = f"{one.file}, line {one.line}, is {one.cards[0].where} already." if one.field else one.why
        lines += [Seen(part) for part in paragraph(why, "help", MARGIN, width)]
        return [*lines, Seen()]

    def _between(self, width: int) -> list[Seen]:
        one = self.question
        if one.kind is Kind.DIFFERENCE:
            return list(_field(one, width))
        if one.kind in (Kind.NEAR, Kind.THERE):
            return list(_sides(one.cards[1], one.cards[0], width))
        return [Seen(part, f"{_SHOWN}{at}") for at, card in enumerate(one.cards) for part in _short(card, width)]

    def _foot(self, width: int) -> list[Seen]:
        one = self.question
        decided = self.decisions.get(one.id)
        lines = []
        for number, (name, meaning) in enumerate(one.kind.choices, 1):
            sign = ("● ", "answer") if name == decided else ("○ ", "dim")
            first = "  (as it is now)" if name == one.stands and decided is None else ""
            row = line(
                _PAD, (f"{number} ", "key"), sign, (fitted(name, 10), "label"), (meaning, "text"), (first, "dim")
            )
            lines.append(Seen(row, name))
        return lines


def _field(one: Question, width: int) -> Iterator[Seen]:
    title = dict(one.cards[0].fields).get("title", "")
    for drawn in paragraph(f"{one.cards[0].where}  {title}", "label", MARGIN, width, most=2):
        yield Seen(drawn)
    yield Seen()
    for at, (name, text) in enumerate((("here", one.known or "(nothing)"), ("file", one.new))):
        for number, part in enumerate(wrapped(text, width - MARGIN - _NAME, 6) or [""]):
            row = line(_PAD, (fitted(name if number == 0 else "", _NAME), "dim"), (part, "strong"))
            yield Seen(row, f"{_SHOWN}{at}")


def _parts_of(one: Question, *, stacked: bool) -> list[int]:
    """The parts of a question that the cursor can stand on: the fields that two cards have, or whole cards."""
    if one.kind is Kind.DIFFERENCE:
        return [0, 1]
    if one.kind is Kind.GROUP or stacked:
        return list(range(len(one.cards)))
    left, right = one.cards[0].fields, one.cards[1].fields
    return [at for at, ((_, a), (_, b)) in enumerate(zip(left, right, strict=True)) if a or b]


def _sides(left: Card, right: Card, width: int) -> Iterator[Seen]:
    """Two cards beside each other, or below each other where the screen is narrow; ≠ marks what differs."""
    if width < _STACKED:
        for at, card in enumerate((left, right)):
            yield from (Seen(part, f"{_SHOWN}{at}") for part in _short(card, width))
        return
    room = (width - MARGIN - _NAME - 3) // 2
    places = (fitted(left.where, room), "strong"), ("   ", "text"), (cut(right.where, room), "strong")
    yield Seen(line(_PAD, (fitted("", _NAME), "dim"), *places))
    there, here = dict(left.fields), dict(right.fields)
    for at, (name, text) in enumerate(here.items()):
        other = there.get(name, "")
        if not text and not other:
            continue
        differs = bool(text and other) and text.casefold() != other.casefold()
        a, b = told_apart(other, text, room, _LINES), told_apart(text, other, room, _LINES)
        for number in range(max(len(a), len(b))):
            sign = (" ≠ ", "warn") if differs and number == 0 else ("   ", "text")
            row = line(
                _PAD,
                (fitted(name if number == 0 else "", _NAME), "dim"),
                *brought_to(a[number] if number < len(a) else (), room),
                sign,
                *(b[number] if number < len(b) else ()),
            )
            yield Seen(row, f"{_SHOWN}{at}")


def _short(card: Card, width: int) -> Iterator[Drawn]:
    fields = dict(card.fields)
    yield line(_PAD, (cut(card.where, width - MARGIN - 1), "strong"))
    yield from paragraph(fields.get("title", ""), "text", MARGIN + 2, width, most=3)
    beside = ", ".join(
        filter(None, (fields.get("authors"), fields.get("year"), fields.get("journal"), fields.get("doi")))
    )
    yield from paragraph(beside, "dim", MARGIN + 2, width, most=2)

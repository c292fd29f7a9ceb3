"""A small form of the lead: lines to write in, people and choices to take in or not, and the way on."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from twofold.tui.actions import Action, Hint, Where
from twofold.tui.form.drawn import Drawn, cells, cut, fitted, line, paragraph
from twofold.tui.form.line import Line, line_of
from twofold.tui.pages.asks import Ask
from twofold.tui.pages.page import MARGIN, Keys, LinedPage, key_name, typed_text
from twofold.tui.pages.window import Seen
from twofold.values.plaintext import one_line

_PAD = (" " * MARGIN, "text")
_NAME = 30
_LONGEST = 100
_ON = "on"


@dataclass(frozen=True, slots=True)
class WrittenLine:
    """A line to write in; ``unit`` stands behind it. On one for a number a digit begins it anew, as on the form."""

    id: str
    label: str
    unit: str = ""
    number: bool = False


@dataclass(frozen=True, slots=True)
class Tick:
    """Something to take in or not."""

    id: str
    label: str
    detail: str = ""


class LeadForm(LinedPage):
    """``texts`` are what is written by line, ``taken`` the ids of what is taken in; ``made`` makes the ask of both."""

    where = Where.LEADING

    def __init__(
        self,
        title: str,
        said_above: Sequence[str],
        lines: Sequence[WrittenLine],
        ticks: Sequence[Tick],
        made: Callable[[Mapping[str, str], Sequence[str]], Ask],
        *,
        texts: Mapping[str, str],
        taken: Sequence[str] = (),
        on: str = "See what it does",
        keys: Keys | None = None,
    ) -> None:
        super().__init__(keys)
        self.title = title
        self.said_above = tuple(said_above)
        self.lines = tuple(lines)
        self.ticks = tuple(ticks)
        self.texts = {one.id: texts.get(one.id, "") for one in lines}
        self.taken = frozenset(taken)
        self.line: Line | None = None
        self._on = on
        self._made = made

    @property
    def hints(self) -> Sequence[Hint]:
        """Write, take in, go on."""
        if self.line is not None:
            return ("writing.keep", "writing.clear", "writing.leave")
        if self.at in self.texts:
            return (("leading.go", "write"), "leading.down", "leading.help", ("leading.back", "back"))
        if self.at == _ON:
            return ("leading.go", "leading.up", "leading.help", ("leading.back", "back"))
        return (("leading.mark", "take in or not"), "leading.down", "leading.help", ("leading.back", "back"))

    def targets(self) -> Sequence[str]:
        """The lines, what can be taken in, the way on."""
        return [*self.texts, *(one.id for one in self.ticks), _ON]

    def press(self, key: str, character: str | None = None) -> Ask | None:
        """Do what a key does; while a line is written, every character is text."""
        if self.line is None:
            return self._on_a_line(key, character)
        self.said = ""
        text, action = typed_text(character), self.keys[Where.WRITING].get(key_name(key, character))
        if text or key == "space":
            self._type(text or " ")
        elif action is not None:
            match action.id.rpartition(".")[2]:
                case "keep" | "keep_and_go_on":
                    self.texts[self.at], self.line = one_line(self.line.text), None
                    self.move(1)
                case "leave":
                    self.line = None
                case "undo":
                    self.line = line_of(self.texts[self.at])
                case "help":
                    return "help"
                case act:
                    self.line = self.line.acted(act)
        return None

    def _on_a_line(self, key: str, character: str | None) -> Ask | None:
        self.stand()
        digit = typed_text(character)
        if digit.isascii() and digit.isdecimal() and any(one.id == self.at and one.number for one in self.lines):
            self.said, self.line = "", line_of(digit)
            return None
        return super().press(key, character)

    def paste(self, text: str) -> None:
        """Paste into the line."""
        if self.line is None:
            super().paste(text)
        else:
            self._type(one_line(text))

    def act(self, action: Action) -> Ask | None:
        """Write in a line, take in or not, go on, or back."""
        match action.id:
            case "leading.go" if self.at == _ON:
                return self._made(self.texts, [one.id for one in self.ticks if one.id in self.taken])
            case "leading.go" if self.at in self.texts:
                self.line = line_of(self.texts[self.at])
            case "leading.go" | "leading.mark" if self.at != _ON and self.at not in self.texts:
                self.taken ^= {self.at}
            case "leading.first":
                self.at, self.top = "", 0
            case "leading.last":
                self.at = _ON
            case "leading.help":
                return "help"
            case "leading.back":
                return "back"
            case _:
                self.said = "There is nothing to mark on this line."
        return None

    def drawn(self, width: int) -> Sequence[Seen]:
        """The title, the lines, what can be taken in, the way on."""
        found = [Seen(), Seen(line(_PAD, (cut(self.title, width - MARGIN), "head")))]
        for sentence in self.said_above:
            found += [Seen(one) for one in paragraph(sentence, "text", MARGIN, width)]
        found += [Seen(), *(Seen(self._written(one, width), one.id) for one in self.lines)]
        for tick in self.ticks:
            sign = "[x] " if tick.id in self.taken else "[ ] "
            detail = cut(tick.detail, width - MARGIN - 7 - cells(cut(tick.label, width - MARGIN - 4)))
            found.append(
                Seen(
                    line(
                        _PAD,
                        (sign, "chosen" if tick.id in self.taken else "dim"),
                        (cut(tick.label, width - MARGIN - 4), "label"),
                        ("   ", "text"),
                        (detail, "dim"),
                    ),
                    tick.id,
                )
            )
        return [*found, Seen(), Seen(line(_PAD, ("- ", "dim"), (cut(self._on, width - MARGIN - 2), "label")), _ON)]

    def _written(self, one: WrittenLine, width: int) -> Drawn:
        name = min(_NAME, width // 2)
        room = max(3, width - MARGIN - name - cells(one.unit) - 4)
        unit = (f"  {one.unit}" if one.unit else "", "dim")
        if self.line is None or self.at != one.id:
            text = self.texts[one.id]
            return line(
                _PAD, (fitted(one.label, name), "dim"), (cut(text, room) or "-", "label" if text else "dim"), unit
            )
        before, after = self.line.text[: self.line.caret], self.line.text[self.line.caret :]
        shown = cut(before if cells(before) < room else before[-(room // 2) :], room)
        under = cut(after[:1], 2) or " "
        rest = cut(after[1:], max(0, room - cells(shown) - 1))
        caret = MARGIN + name + cells(shown)
        return line(
            _PAD, (fitted(one.label, name), "key"), (shown, "line"), (under, "caret"), (rest, "line"), unit, caret=caret
        )

    def _type(self, text: str) -> None:
        if self.line is not None and len(self.line.text) + len(text) <= _LONGEST:
            self.line = self.line.typed(text)

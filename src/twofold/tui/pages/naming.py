"""A page on which one thing of many is chosen by typing part of its name; where that may be, a new one is named."""

from collections.abc import Callable, Sequence

from twofold.tui.actions import Action, Hint, Where
from twofold.tui.form.drawn import cells, cut, fitted, line, paragraph
from twofold.tui.form.line import Line
from twofold.tui.pages.asks import Ask
from twofold.tui.pages.choosing import Choice
from twofold.tui.pages.page import MARGIN, Keys, LinedPage, key_name, typed_text
from twofold.tui.pages.window import Seen
from twofold.values.plaintext import one_line

_LONGEST = 300
_PAD = (" " * MARGIN, "text")
_LABEL = 44


class Naming(LinedPage):
    """``chosen`` makes the ask from the id of a choice; ``new``, if given, from the text that was typed."""

    where = Where.PICKING

    def __init__(
        self,
        head: str,
        words: str,
        choices: Sequence[Choice],
        chosen: Callable[[str], Ask],
        *,
        new: Callable[[str], Ask] | None = None,
        keys: Keys | None = None,
    ) -> None:
        super().__init__(keys)
        self.head = head
        self.words = words
        self.choices = tuple(choices)
        self.line = Line()
        self._chosen = chosen
        self._new = new

    @property
    def hints(self) -> Sequence[Hint]:
        """Take the marked one, or leave."""
        return ("picking.take", "picking.down", "picking.clear", "picking.leave")

    def targets(self) -> Sequence[str]:
        """What fits the typed text, a new one last."""
        return [*(one.id for one in self._fitting()), *(["new"] if self._new_name() else [])]

    def press(self, key: str, character: str | None = None) -> Ask | None:
        """Every character is text; the others take, move or leave."""
        self.said = ""
        self.stand()
        text, action = typed_text(character), self.keys[Where.PICKING].get(key_name(key, character))
        if text and (action is None or character == key == " "):
            self._type(text)
        elif key == "space":
            self._type(" ")
        elif action is not None:
            match action.id:
                case "picking.down":
                    self.move(1)
                case "picking.up":
                    self.move(-1)
                case "picking.rub_out":
                    self._put(self.line.acted("rub_out"))
                case "picking.clear":
                    self._put(Line())
                case _:
                    return self.act(action)
        return None

    def paste(self, text: str) -> None:
        """Paste into the line."""
        self._type(one_line(text))

    def act(self, action: Action) -> Ask | None:
        """Take the marked one, or leave."""
        if action.id == "picking.leave":
            return "back"
        if action.id in ("picking.take", "picking.take_and_go_on"):
            name = self._new_name()
            if self.at == "new" and name and self._new is not None:
                return self._new(name)
            if self.at and self.at != "new":
                return self._chosen(self.at)
            self.said = "Nothing fits what is typed."
        return None

    def drawn(self, width: int) -> Sequence[Seen]:
        """The question, the typed text, and what fits it."""
        lines = [Seen(), *(Seen(one) for one in paragraph(self.head, "head", MARGIN, width))]
        lines += [Seen(one) for one in paragraph(self.words, "help", MARGIN, width)]
        shown = cut(self.line.text, width - MARGIN - 10)
        caret = MARGIN + 6 + cells(shown)
        lines += [Seen(), Seen(line(_PAD, ("name  ", "key"), (shown, "line"), (" ", "caret"), caret=caret)), Seen()]
        column = min(_LABEL, max(12, width // 2))
        for one in self._fitting():
            detail = cut(one.detail, width - MARGIN - column - 3)
            lines.append(
                Seen(line(_PAD, (fitted(one.label, column), "label"), ("  ", "text"), (detail, "dim")), one.id)
            )
        if name := self._new_name():
            lines.append(Seen(line(_PAD, ("new: ", "dim"), (cut(name, width - MARGIN - 6), "label")), "new"))
        if not self.targets():
            lines.append(Seen(line(_PAD, ("Nothing fits what is typed.", "dim"))))
        return lines

    def _fitting(self) -> list[Choice]:
        words = self.line.text.casefold().split()
        return [one for one in self.choices if all(word in f"{one.label} {one.detail}".casefold() for word in words)]

    def _new_name(self) -> str:
        name = one_line(self.line.text)
        known = {one.label.casefold() for one in self.choices}
        return name if self._new is not None and name and name.casefold() not in known else ""

    def _type(self, text: str) -> None:
        if len(self.line.text) + len(text) <= _LONGEST:
            self._put(self.line.typed(text))

    def _put(self, changed: Line) -> None:
        self.line, self.at, self.top = changed, "", 0
        self.stand()

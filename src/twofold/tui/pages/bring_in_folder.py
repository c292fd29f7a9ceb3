"""One question with a line to answer in: in which new folder something is to live."""

from collections.abc import Sequence

from twofold.tui.actions import Action, Hint, Where
from twofold.tui.form.drawn import cells, cut, line, paragraph
from twofold.tui.form.line import line_of
from twofold.tui.pages.asks import Ask, Step
from twofold.tui.pages.page import MARGIN, Keys, LinedPage, key_name, marked, typed_text
from twofold.tui.pages.window import Seen
from twofold.values.plaintext import one_line

_PAD = (" " * MARGIN, "text")
_LONGEST = 1_000


class FolderName(LinedPage):
    """``head`` asks, ``words`` explain, ``text`` is the answer to begin with. Kept, it asks for ``step``."""

    where = Where.WRITING

    def __init__(self, head: str, words: Sequence[str], text: str, step: str, keys: Keys | None = None) -> None:
        super().__init__(keys)
        self.head = head
        self.words = tuple(words)
        self.line = line_of(text)
        self.step = step

    @property
    def hints(self) -> Sequence[Hint]:
        """On, or back."""
        return (("writing.keep", "go on"), "writing.clear", ("writing.leave", "back"))

    def targets(self) -> Sequence[str]:
        """Nothing but the line."""
        return ()

    def press(self, key: str, character: str | None = None) -> Ask | None:
        """Every character is text."""
        self.said = ""
        text = typed_text(character)
        action = self.keys[self.where].get(key_name(key, character))
        if text:
            self.paste(text)
        elif action is not None:
            return self.act(action)
        return None

    def paste(self, text: str) -> None:
        """Paste into the line."""
        taken = text if len(text) == 1 else one_line(text)
        if len(self.line.text) + len(taken) <= _LONGEST:
            self.line = self.line.typed(taken)

    def act(self, action: Action) -> Ask | None:
        """Go on, go back, or change the line."""
        match action.id.rpartition(".")[2]:
            case "keep" | "keep_and_go_on":
                said = one_line(self.line.text)
                if said:
                    return Step(self.step, text=said)
                self.said = "Type a name first."
            case "leave":
                return "back"
            case "help":
                return "help"
            case "undo":
                pass
            case act:
                self.line = self.line.acted(act)
        return None

    def drawn(self, width: int) -> Sequence[Seen]:
        """The question and the line."""
        room = max(4, width - MARGIN - 2)
        before = self.line.text[: self.line.caret]
        while before and cells(cut(before, len(before) * 2 + 4)) > room - 2:
            before = before[len(before) // 2 :]
        shown, under = cut(before, room), cut(self.line.text[self.line.caret :][:1], 2) or " "
        rest = cut(self.line.text[self.line.caret + 1 :], max(0, room - cells(shown) - 1))
        row = line(_PAD, (shown, "line"), (under, "caret"), (rest, "line"), caret=MARGIN + cells(shown))
        lines = [Seen(), Seen(line(_PAD, ("Twofold", "head"))), Seen()]
        lines += [Seen(one) for one in paragraph(self.head, "strong", MARGIN, width)]
        for words in self.words:
            lines += [Seen(one) for one in paragraph(words, "help", MARGIN, width)]
        return [*lines, Seen(), Seen(marked(row), marked=True)]

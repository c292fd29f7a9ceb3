"""One line of text that is being written, with its caret. A plain value: every act gives a new one."""

import re
from dataclasses import dataclass

_WORD_BEFORE = re.compile(r"\w*\W*\Z")
_WORD_AFTER = re.compile(r"\W*\w*")


@dataclass(frozen=True, slots=True)
class Line:
    """``caret`` is the number of characters before it."""

    text: str = ""
    caret: int = 0

    def typed(self, text: str) -> "Line":
        """The line with ``text`` put in at the caret."""
        return Line(self.text[: self.caret] + text + self.text[self.caret :], self.caret + len(text))

    def acted(self, act: str) -> "Line":
        """The line after one of the acts of the table for writing, such as ``left`` or ``rub_out``."""
        text, caret = self.text, self.caret
        match act:
            case "left":
                return Line(text, max(0, caret - 1))
            case "right":
                return Line(text, min(len(text), caret + 1))
            case "word_left":
                return Line(text, caret - len(_tail(text[:caret])))
            case "word_right":
                found = _WORD_AFTER.match(text, caret)
                return Line(text, found.end() if found else caret)
            case "start":
                return Line(text, 0)
            case "end":
                return Line(text, len(text))
            case "rub_out":
                return Line(text[: max(0, caret - 1)] + text[caret:], max(0, caret - 1))
            case "delete":
                return Line(text[:caret] + text[caret + 1 :], caret)
            case "clear":
                return Line(text[caret:], 0)
            case "clear_rest":
                return Line(text[:caret], caret)
            case _:
                raise ValueError(f"`{act}` is no act on a line")


def line_of(text: str) -> Line:
    """``text`` with the caret at its end."""
    return Line(text, len(text))


def _tail(text: str) -> str:
    found = _WORD_BEFORE.search(text[-200:])
    return found[0] if found else ""

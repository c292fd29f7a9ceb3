"""What a line means in plain coding. The letters mean what the keys of the coding screen mean."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto

from twofold.codebook.model import Field


class Says(Enum):
    """What a line is."""

    KEY = auto()
    NUMBERS = auto()
    ANSWER = auto()
    OPTION = auto()
    COMMAND = auto()


@dataclass(frozen=True, slots=True)
class Line:
    """A line understood: a key of the form, numbers, an answer, an option's name, or a command with its text."""

    says: Says
    text: str
    more: str = ""


QUIT = "q"
"""The line that leaves."""

KEYS: Mapping[str, str] = {
    "": "space",
    "r": "r",
    "u": "u",
    "x": "x",
    "-": "-",
    "t": "t",
    "=": "=",
    ".": ".",
    "c": "c",
    "j": "j",
    "k": "k",
    "b": "backspace",
    "[": "[",
    "]": "]",
    "o": "o",
    "z": "ctrl+z",
    "y": "ctrl+y",
    "clear": "delete",
    "retry": "ctrl+r",
    "rescue": "ctrl+w",
}
"""Lines that are one key of the coding screen."""

COMMANDS = frozenset({"e", "n", "w", "write", "+", "D", "!", "S", "a", "h", "?"})
"""Lines that ask for more, or show something."""

_WITH_TEXT = re.compile(r"([g/])(?:\s+(.*))?", re.DOTALL)
_NUMBERS = re.compile(r"\d+(?:[\s,]+\d+)*", re.ASCII)

HELP = (
    "1 or 1 3: choose; where several may be chosen, a number again takes it out",
    "a text field, number or date: write the answer itself; write asks for one that reads like a command",
    "r not reported, u unclear, x not applicable, - none of these, t the answer in words of a number field",
    "clear: make the answer blank; = takes one of two answers from two devices",
    "e evidence: where it stands, then the quote, which takes every line up to an empty one",
    ". attaches the last evidence again",
    "w why, n note, c confidence: low, medium, high, unsaid",
    "empty line: next blank field; j next, k the one before, b back to where you came from",
    "g NAME: go to a field by part of its name or by its id",
    "[ study before, ] next study, / NAME: find a study",
    "+ add an outcome row, D remove the one you are in",
    "h all texts of this field and its history, a reference and abstract, o open the PDF or DOI outside",
    "z undo, y redo, also after a restart",
    "! propose to exclude the study, or that it is the same as another",
    "S check and submit: then y or n, whether you read the whole paper, and the study's number; or reopen",
    "retry, rescue: when an answer could not be saved",
    "q leave; ctrl+c and the end of the input leave too, and everything shown as saved stays saved",
)
"""The lines of ``?``."""


def understood(line: str, field: Field | None) -> Line:
    """What ``line`` means at ``field``. What is no command is an answer there, or the name of an option."""
    text = line.strip()
    if text in KEYS and not (text == "-" and field is not None and not field.type.has_options):
        return Line(Says.KEY, KEYS[text])
    if text in COMMANDS:
        return Line(Says.COMMAND, text)
    if found := _WITH_TEXT.fullmatch(text):
        return Line(Says.COMMAND, found[1], (found[2] or "").strip())
    if field is None or field.type.has_options:
        if _NUMBERS.fullmatch(text):
            return Line(Says.NUMBERS, text)
        return Line(Says.OPTION, text)
    return Line(Says.ANSWER, text)


def numbers(text: str) -> list[int]:
    """The numbers of a line such as ``1 3`` or ``1,3``."""
    return [int(one[:6]) for one in re.split(r"[\s,]+", text)]

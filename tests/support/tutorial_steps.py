"""A page of the docs as steps that can be taken at a terminal: its fenced blocks, by what they are marked as."""

import re
import shlex
from dataclasses import dataclass
from pathlib import Path

_BLOCK = re.compile(r"^```(\w+)(?: +(\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)

_KEYS = {
    "enter": "\r",
    "esc": "\x1b",
    "tab": "\t",
    "space": " ",
    "backspace": "\x7f",
    "del": "\x1b[3~",
    "up": "\x1b[A",
    "down": "\x1b[B",
}


@dataclass(frozen=True)
class Step:
    """One block: ``sh``, ``keys``, ``screen`` or ``file``, its lines, the file it is saved as, and where it stands."""

    kind: str
    lines: tuple[str, ...]
    file: str
    at: int


def steps_of(page: Path) -> tuple[Step, ...]:
    """The blocks of a page in order."""
    text = page.read_text("utf-8")
    made = []
    for found in _BLOCK.finditer(text):
        kind, file, body = found[1], found[2] or "", found[3]
        line = text.count("\n", 0, found.start()) + 1
        made.append(Step("file" if file else kind, tuple(body.splitlines()), file, line))
    return tuple(made)


def typed_keys(line: str) -> list[str]:
    """What is typed for a line of keys, each key on its own: names of keys, single characters, and texts in quotes."""
    made = []
    for word in shlex.split(line, posix=False):
        if word.startswith('"'):
            made += list(word.strip('"'))
        elif word.startswith("ctrl+") and len(word) == 6:
            made.append(chr(ord(word[-1]) - 96))
        elif word in _KEYS:
            made.append(_KEYS[word])
        else:
            assert len(word) == 1, f"`{word}` is no key"
            made.append(word)
    return made

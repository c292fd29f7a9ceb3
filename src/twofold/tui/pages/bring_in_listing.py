"""How the files of a folder, and the line to type a name in, are drawn."""

from collections.abc import Sequence
from dataclasses import dataclass

from twofold.tui.form.drawn import Drawn, cells, cut, fitted, line, spread
from twofold.tui.form.line import Line
from twofold.tui.pages.page import MARGIN

NAME = 8
_PAD = (" " * MARGIN, "text")


@dataclass(frozen=True, slots=True)
class Entry:
    """A file or folder in a listing; ``size`` in bytes, ``changed`` a day."""

    name: str
    folder: bool = False
    size: int = 0
    changed: str = ""


def entry_line(one: Entry, width: int, *, taken: bool) -> Drawn:
    """A file or folder as a line; a file says whether it is ``taken``."""
    if one.folder:
        words = "the folder above" if one.name == ".." else ""
        return line(_PAD, ("  ", "text"), (cut(f"{one.name}/", width - MARGIN - 24), "key"), (f"  {words}", "dim"))
    right = f"{_size(one.size):>8}  {one.changed} "
    room = width - MARGIN - 2 - len(right) - 1
    sign = ("● ", "answer") if taken else ("○ ", "dim")
    return spread([_PAD, sign, (cut(one.name, room), "label")], [(right, "dim")], width)


def written_line(written: Line, width: int) -> Drawn:
    """The line in which a name is typed."""
    room = max(4, width - MARGIN - NAME - 2)
    text, at = written.text, written.caret
    before, after = text[:at], text[at:]
    while before and cells(cut(before, len(before) * 2 + 4)) > room - 2:
        before = before[len(before) // 2 :]
    shown = cut(before, room)
    lead = (fitted("Name", NAME), "key")
    if not text:
        told = "type a name or a path; paste or drop files here"
        return line(_PAD, lead, (told[0], "caret"), (cut(told[1:], room - 1), "dim"), caret=MARGIN + NAME)
    under = cut(after[:1], 2) or " "
    rest = cut(after[1:], max(0, room - cells(shown) - 1))
    return line(_PAD, lead, (shown, "line"), (under, "caret"), (rest, "line"), caret=MARGIN + NAME + cells(shown))


def beginning(names: Sequence[str]) -> str:
    """What all the names begin with, as the first of them writes it."""
    first = names[0]
    for size in range(len(first), 0, -1):
        if all(one[:size].casefold() == first[:size].casefold() for one in names):
            return first[:size]
    return ""


def end_of(path: str, width: int) -> str:
    """A path, of which the end is kept where there is no room for all."""
    room = width - MARGIN - NAME - 1
    shown = cut(path, len(path) * 2 + 4)
    return shown if cells(shown) <= room else "..." + cut(path[-(room - 4) :], room - 3)


def _size(count: int) -> str:
    for unit in ("B", "KB", "MB"):
        if count < 1000:
            return f"{count:.0f} {unit}"
        count = (count + 500) // 1000
    return f"{count:.0f} GB"

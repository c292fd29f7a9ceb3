"""The line that is written at an item: a reason, an answer, a question, where a reply stands, or own evidence."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from twofold.tui.form.drawn import Drawn, Piece, cells, cut, line, paragraph, spans
from twofold.tui.form.line import Line
from twofold.tui.pages.page import MARGIN
from twofold.values.plaintext import visible

LONGEST = 4000
_PAD: Piece = (" " * MARGIN, "text")
_LINES = 4
EMPTY_LINE = Line()


class Wanted(Enum):
    """What is being written; the value is what the line is called."""

    REASON = "reason"
    ANSWER = "answer"
    OPTION = "option"
    QUESTION = "question to the authors"
    SOURCE = "where the reply stands"
    PAGE = "where you found it"
    QUOTE = "the passage"
    CAUSE = "why they differ"


@dataclass(frozen=True, slots=True)
class Entry:
    """What is being written, and what is ``offered`` by number. ``why`` says what is wanted, or what was wrong."""

    wanted: Wanted
    line: Line = EMPTY_LINE
    offered: tuple[str, ...] = ()
    why: str = ""

    @property
    def takes_numbers(self) -> bool:
        """Whether a digit now takes one of those offered rather than being written."""
        return bool(self.offered) and not self.line.text

    @property
    def is_choice(self) -> bool:
        """Whether nothing is written, and one of those offered is taken."""
        return self.wanted is Wanted.CAUSE

    def typed(self, text: str) -> "Entry":
        """The entry with a text put in at the caret."""
        return replace(self, line=self.line.typed(text), why="") if len(self.line.text) + len(text) <= LONGEST else self

    def acted(self, act: str) -> "Entry":
        """The entry after an act of the table for writing."""
        return replace(self, line=self.line.acted(act), why="")


def entry_lines(entry: Entry, keys: Sequence[str], width: int) -> Iterator[Drawn]:
    """The line with its caret, what is offered, and what is wanted."""
    if entry.why:
        yield from paragraph(entry.why, "warn", MARGIN, width)
    if entry.takes_numbers:
        for key, words in zip(keys, entry.offered, strict=False):
            yield line(_PAD, (f"{key} ", "key"), (cut(words, width - MARGIN - 2), "label"))
    if entry.is_choice:
        return
    yield from _written(entry, width)


def _written(entry: Entry, width: int) -> Iterator[Drawn]:
    lead = f"{entry.wanted.value}  "
    room = max(8, width - MARGIN - len(lead) - 1)
    text = entry.line.text
    before = visible(text[: entry.line.caret])
    shown = before + visible(text[entry.line.caret :])
    parts = spans(shown, room)
    at = next((number for number, (_, end) in enumerate(parts) if len(before) < end), len(parts) - 1)
    first = max(0, at - _LINES + 1)
    for number, (start, end) in enumerate(parts[first : first + _LINES], first):
        head: tuple[Piece, ...] = ((lead, "key"),) if number == first else ((" " * len(lead), "text"),)
        part = shown[start:end]
        if number != at:
            yield line(_PAD, *head, (part, "line"))
            continue
        caret = len(before) - start
        column = MARGIN + len(lead) + cells(part[:caret])
        yield line(
            _PAD,
            *head,
            (part[:caret], "line"),
            (part[caret : caret + 1] or " ", "caret"),
            (part[caret + 1 :], "line"),
            caret=column,
        )

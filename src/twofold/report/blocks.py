"""What a report is made of, before it is a page: parts with headings, and in them words, lists, tables and figures.

All texts are plain; the page escapes them. A figure alone is markup, made by this room.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import TypeAlias

from twofold.values.plaintext import one_line, visible

_ROOMY = 7
_COMMAND = re.compile("`(twofold [a-z -]+|[a-z]+\\.toml|[a-z][a-z0-9_]*)`")


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph. ``look`` is *caution* for what must be known before a figure is read, *note* for small print."""

    text: str
    look: str = ""
    kind: str = field(default="words", init=False)

    @property
    def pieces(self) -> list[str]:
        """The text, cut so that every second piece is a command, file or id that it names."""
        return pieces_of(self.text)


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of sentences."""

    items: tuple[str, ...]
    kind: str = field(default="list", init=False)

    @property
    def pieces(self) -> list[list[str]]:
        """The sentences, each cut like a paragraph."""
        return [pieces_of(one) for one in self.items]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its caption, the heads of its columns, and rows whose first cell is their head.

    ``numbers`` are the columns, from 0, that are set to the right, ``whole`` those whose cells stay on one line. Rows
    that follow each other with one head are shown under it once.
    """

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: frozenset[int] = frozenset()
    whole: frozenset[int] = frozenset()
    kind: str = field(default="grid", init=False)

    @property
    def groups(self) -> Sequence[tuple[str, Sequence[tuple[str, ...]]]]:
        """The heads of rows, each with the other cells of its rows."""
        return [(head, [row[1:] for row in rows]) for head, rows in groupby(self.rows, key=lambda one: one[0])]

    @property
    def many(self) -> bool:
        """Whether it has more columns than a printed page has room for at its usual size."""
        return len(self.heads) > _ROOMY


@dataclass(frozen=True, slots=True)
class Picture:
    """A figure: a whole SVG with its own title and description, and the caption below it."""

    svg: str
    caption: str
    kind: str = field(default="picture", init=False)


@dataclass(frozen=True, slots=True)
class Folded:
    """What is long and seldom read from end to end: its line, and below it blocks that open with it. On paper they are
    open."""

    line: str
    blocks: tuple["Block", ...]
    kind: str = field(default="folded", init=False)


Block: TypeAlias = Words | Listing | Grid | Picture | Folded


@dataclass(frozen=True, slots=True)
class Part:
    """A heading with what stands below it; ``parts`` are its parts in turn, one step lower."""

    id: str
    title: str
    blocks: tuple[Block, ...] = ()
    parts: tuple["Part", ...] = ()


def table(
    caption: str,
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    numbers: Sequence[int] = (),
    whole: Sequence[int] = (),
) -> tuple[Block, ...]:
    """The table, or nothing where it would have no row. Every cell is one line in which nothing is hidden."""
    if not rows:
        return ()
    made = tuple(tuple(clean(cell) for cell in row) for row in rows)
    return (Grid(caption, tuple(clean(one) for one in heads), made, frozenset(numbers), frozenset(whole)),)


def pieces_of(text: str) -> list[str]:
    """A sentence, cut so that every second piece is a command, file or id that stands in it between backticks."""
    return _COMMAND.split(text)


def clean(text: str) -> str:
    """A text that others wrote, as one line in which nothing is hidden."""
    return visible(one_line(text))


def day(instant: str) -> str:
    """The day of an instant; empty for none."""
    return instant[:10]

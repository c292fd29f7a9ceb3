"""Where everything stands in a TOML text: its tables with the comments above them, its keys, values and array items.

An edit cuts and pastes by these, so that what it does not touch stays as it was, byte for byte. Libraries that keep a
document instead hang the comment above a table on the table before it, and carry it off when that one is moved.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from twofold.codebook.problems import Path

_GAP = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)*")
_BLANKS = re.compile(r"[ \t]*")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_STRING = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"{3,5}' r"|'''(?:[^']|'(?!''))*'{3,5}" r'|"(?:[^"\\\n]|\\.)*"' r"|'[^'\n]*'",
    re.DOTALL,
)
_SCALAR = re.compile(r"[^,\]}#\n]+")
_DEEPEST = 100


class Unfollowed(ValueError):
    """TOML whose layout is not followed here, though it may be good."""


@dataclass(frozen=True, slots=True)
class Block:
    """A table with a header of its own. It ``begins`` with the blank lines and the comment above its header, which
    stands at ``header``; it ends with its last value, and the comment right below that. ``body`` is where the line of
    the header ends. What stands between two tables belongs to neither."""

    path: Path
    begins: int
    header: int
    body: int
    end: int


@dataclass(frozen=True, slots=True)
class Pair:
    """A key with its value: from the key on, from the value on, and the end of the value."""

    start: int
    value: int
    end: int


@dataclass(frozen=True, slots=True)
class Spans:
    """What stands where. ``blocks`` are in the order of the text, the first being what stands above all headers;
    ``items`` has the (start, end) of each item of an array that is a value."""

    blocks: tuple[Block, ...]
    pairs: Mapping[Path, Pair]
    items: Mapping[Path, tuple[tuple[int, int], ...]]
    whole: bool = True

    def block(self, path: Path) -> Block | None:
        """The table with a header that has this path."""
        return next((one for one in self.blocks if one.path == path), None)

    def below(self, path: Path) -> Iterator[Block]:
        """The table with this path and all that are parts of it."""
        return (one for one in self.blocks if one.path[: len(path)] == path)


def spans_of(text: str) -> Spans:
    """Where everything stands in a text that ``tomllib`` takes.

    Raises:
        Unfollowed: the text is laid out in a way that is not followed here.
    """
    found = spans_so_far(text)
    if not found.whole:
        raise Unfollowed
    return found


@lru_cache(maxsize=4)
def spans_so_far(text: str) -> Spans:
    """Where everything stands, up to where the text is laid out in a way that is not followed here."""
    return _Scan(text).document()


class _Scan:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.pairs: dict[Path, Pair] = {}
        self.items: dict[Path, tuple[tuple[int, int], ...]] = {}
        self._lengths: dict[Path, int] = {}

    def document(self) -> Spans:
        table: Path = ()
        headers: list[tuple[Path, int, int]] = []
        whole = True
        try:
            while self._skip() < len(self.text):
                if self.text[self.at] == "[":
                    start = self.at
                    table = self._header()
                    headers.append((table, start, self._line_end(self.at)))
                else:
                    self._pair(table, 0)
        except Unfollowed:
            whole = False
        begins = [self._above(start) for _, start, _ in headers]
        after = [*begins, len(self.text)]
        blocks = [Block((), 0, 0, 0, after[0])]
        lasts = self._lasts([start for _, start, _ in headers])
        for place, (path, start, body) in enumerate(headers):
            end = min(self._below(max(body, self._line_end(lasts[place]))), after[place + 1])
            blocks.append(Block(path, begins[place], start, body, end))
        return Spans(tuple(blocks), self.pairs, self.items, whole)

    def _above(self, header: int) -> int:
        line = self.text.rfind("\n", 0, header) + 1
        while (above := self._line_above(line)).startswith("#"):
            line = self.text.rfind("\n", 0, line - 1) + 1
        while line and not above:
            line = self.text.rfind("\n", 0, line - 1) + 1
            above = self._line_above(line)
        return line

    def _line_above(self, line: int) -> str:
        return self.text[self.text.rfind("\n", 0, line - 1) + 1 : line].strip() if line else "the start"

    def _lasts(self, headers: list[int]) -> list[int]:
        """Where the last value below each header ends; the header itself where there is none."""
        found = list(headers)
        for pair in self.pairs.values():
            place = bisect_right(headers, pair.start) - 1
            if place >= 0:
                found[place] = max(found[place], pair.end)
        return found

    def _below(self, end: int) -> int:
        """The end of the comment lines that go on at once below a table, as far in as its last line."""
        line = self.text.rfind("\n", 0, max(0, end - 1)) + 1
        indent = self.text[line:end]
        indent = indent[: len(indent) - len(indent.lstrip(" \t"))]
        while self.text.startswith(f"{indent}#", end):
            end = self._line_end(end)
        return end

    def _line_end(self, at: int) -> int:
        end = self.text.find("\n", at)
        return len(self.text) if end < 0 else end + 1

    def _header(self) -> Path:
        many = self.text.startswith("[[", self.at)
        self.at += 2 if many else 1
        *outer, last = self._key()
        path: Path = ()
        for part in outer:
            path = self._newest((*path, part))
        path = (*path, last)
        if many:
            count = self._lengths.get(path, 0)
            self._lengths[path] = count + 1
            path = (*path, count)
        self._expect("]]" if many else "]")
        return path

    def _newest(self, path: Path) -> Path:
        return (*path, self._lengths[path] - 1) if path in self._lengths else path

    def _pair(self, table: Path, depth: int) -> None:
        start = self.at
        path = (*table, *self._key())
        self._expect("=")
        self._blanks()
        value = self.at
        self._value(path, depth + 1)
        self.pairs[path] = Pair(start, value, self.at)

    def _key(self) -> list[str]:
        parts = []
        while True:
            self._blanks()
            quoted = _STRING.match(self.text, self.at)
            found = quoted or _BARE_KEY.match(self.text, self.at)
            if not found:
                raise Unfollowed
            parts.append(found[0][1:-1] if quoted else found[0])
            self.at = found.end()
            self._blanks()
            if not self.text.startswith(".", self.at):
                return parts
            self.at += 1

    def _value(self, path: Path, depth: int) -> None:
        if depth > _DEEPEST:
            raise Unfollowed
        opening = self.text[self.at : self.at + 1]
        if opening == "[":
            self._array(path, depth)
        elif opening == "{":
            self._inline_table(path, depth)
        elif found := _STRING.match(self.text, self.at):
            self.at = found.end()
        elif found := _SCALAR.match(self.text, self.at):
            self.at += len(found[0].rstrip())
        else:
            raise Unfollowed

    def _array(self, path: Path, depth: int) -> None:
        self.at += 1
        items: list[tuple[int, int]] = []
        while self._skip() < len(self.text):
            if self.text[self.at] == "]":
                self.at += 1
                self.items[path] = tuple(items)
                return
            if self.text[self.at] == ",":
                self.at += 1
                continue
            start = self.at
            self._value((*path, len(items)), depth + 1)
            items.append((start, self.at))
        raise Unfollowed

    def _inline_table(self, path: Path, depth: int) -> None:
        self.at += 1
        while self._skip() < len(self.text):
            if self.text[self.at] == "}":
                self.at += 1
                return
            if self.text[self.at] == ",":
                self.at += 1
                continue
            self._pair(path, depth)
        raise Unfollowed

    def _expect(self, sign: str) -> None:
        self._blanks()
        if not self.text.startswith(sign, self.at):
            raise Unfollowed
        self.at += len(sign)

    def _skip(self) -> int:
        found = _GAP.match(self.text, self.at)
        self.at = found.end() if found else self.at
        return self.at

    def _blanks(self) -> None:
        found = _BLANKS.match(self.text, self.at)
        self.at = found.end() if found else self.at

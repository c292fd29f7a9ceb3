"""On which line of a TOML text each key and each array item stands.

``tomllib`` tells lines for broken syntax only. This reads text that ``tomllib`` has already accepted, so it
needs to know where values end but not what they mean; on anything odd it stops and what it found so far
stands.
"""

import re
from bisect import bisect_right
from contextlib import suppress
from typing import TypeAlias

_Path: TypeAlias = tuple[str | int, ...]

_GAP = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)*")
_BLANKS = re.compile(r"[ \t]*")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_STRING = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"{3,5}' r"|'''(?:[^']|'(?!''))*'{3,5}" r'|"(?:[^"\\\n]|\\.)*"' r"|'[^'\n]*'",
    re.DOTALL,
)
_SCALAR = re.compile(r"[^,\]}#\n]+")
_DEEPEST = 100


def lines_of(text: str) -> dict[_Path, int]:
    """The line, from 1, of every key, table and array item in ``text``, by its path in the parsed content."""
    scan = _Scan(text)
    with suppress(_Odd):
        scan.document()
    return scan.lines


class _Odd(Exception):
    """Text that this light scan does not follow."""


class _Scan:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.lines: dict[_Path, int] = {}
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]
        self._lengths: dict[_Path, int] = {}

    def document(self) -> None:
        table: _Path = ()
        while self._skip() < len(self.text):
            if self.text[self.at] == "[":
                table = self._header()
            else:
                self._pair(table, 0)

    def _header(self) -> _Path:
        start = self.at
        many = self.text.startswith("[[", start)
        self.at += 2 if many else 1
        *outer, last = self._key()
        path: _Path = ()
        for part in outer:
            path = self._newest((*path, part))
        path = (*path, last)
        self.lines.setdefault(path, self._line(start))
        if many:
            path = self._item(path, start)
        self._expect("]]" if many else "]")
        return path

    def _newest(self, path: _Path) -> _Path:
        return (*path, self._lengths[path] - 1) if path in self._lengths else path

    def _item(self, path: _Path, start: int) -> _Path:
        count = self._lengths.get(path, 0)
        self._lengths[path] = count + 1
        self.lines[(*path, count)] = self._line(start)
        return (*path, count)

    def _pair(self, table: _Path, depth: int) -> None:
        start = self.at
        path = table
        for part in self._key():
            path = (*path, part)
            self.lines.setdefault(path, self._line(start))
        self._expect("=")
        self._value(path, depth + 1)

    def _key(self) -> list[str]:
        parts = []
        while True:
            self._blanks()
            quoted = _STRING.match(self.text, self.at)
            found = quoted or _BARE_KEY.match(self.text, self.at)
            if not found:
                raise _Odd
            parts.append(found[0][1:-1] if quoted else found[0])
            self.at = found.end()
            self._blanks()
            if not self.text.startswith(".", self.at):
                return parts
            self.at += 1

    def _value(self, path: _Path, depth: int) -> None:
        self._blanks()
        if depth > _DEEPEST:
            raise _Odd
        opening = self.text[self.at : self.at + 1]
        if opening == "[":
            self._array(path, depth)
        elif opening == "{":
            self._inline_table(path, depth)
        else:
            found = _STRING.match(self.text, self.at) or _SCALAR.match(self.text, self.at)
            if not found:
                raise _Odd
            self.at = found.end()

    def _array(self, path: _Path, depth: int) -> None:
        self.at += 1
        while self._skip() < len(self.text):
            if self.text[self.at] == "]":
                self.at += 1
                return
            if self.text[self.at] == ",":
                self.at += 1
                continue
            self._value(self._item(path, self.at), depth + 1)
        raise _Odd

    def _inline_table(self, path: _Path, depth: int) -> None:
        self.at += 1
        while self._skip() < len(self.text):
            if self.text[self.at] == "}":
                self.at += 1
                return
            if self.text[self.at] == ",":
                self.at += 1
                continue
            self._pair(path, depth)
        raise _Odd

    def _expect(self, sign: str) -> None:
        self._blanks()
        if not self.text.startswith(sign, self.at):
            raise _Odd
        self.at += len(sign)

    def _skip(self) -> int:
        found = _GAP.match(self.text, self.at)
        self.at = found.end() if found else self.at
        return self.at

    def _blanks(self) -> None:
        found = _BLANKS.match(self.text, self.at)
        self.at = found.end() if found else self.at

    def _line(self, position: int) -> int:
        return bisect_right(self._starts, position)

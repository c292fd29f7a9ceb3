"""Files that were put one behind the other: where records of another format begin.

What stands inside a field is no such place, so that an abstract may quote a mark of any format.
"""

import re
from bisect import bisect_left
from itertools import chain

from twofold.references.headers import known_columns
from twofold.references.records import Refused

_BEGINS = {
    "RIS": rb" {0,3}TY(?:  -| -) ?[A-Z]",
    "MEDLINE": rb"PMID- ?\d",
    "Web of Science": rb"(?:FN [A-Z]|PT [A-Z](?=[\r\n]))",
    "Cochrane": rb"Record #\d+ of \d+",
    "EndNote tagged": rb"%0 ",
    "RefWorks": rb"RT [A-Z][a-z]",
    "Ovid": rb"<\d+>[ \t]*(?=[\r\n])",
    "BibTeX": rb"[ \t]*@[A-Za-z]+[ \t]*[{(][^\s,{}=]*,",
    "XML": rb"<(?:\?xml\b|xml>|records>|PubmedArticleSet\b|PubmedArticle>)",
    "JSON": rb"(?:\[\s{0,99})?\{\s{0,99}\"[^\"\n]{1,60}\"\s{0,9}:",
    "table": rb"(?=\"?[A-Za-z][\w #./()]{0,60}\"?[,;\t|])(?=[^\n]*(?:[Tt]itle|TITLE|\bTI\b))",
}
_MARKS = b"|".join(rb"(%s)" % pattern for pattern in _BEGINS.values())
_FIRST = re.compile(_MARKS)
_ANY = re.compile(rb"\n(?:%s)" % _MARKS)
_ANY_IN = {"RIS": re.compile(rb"\n(?![A-Z][A-Z0-9]  - )(?:%s)" % _MARKS)}
"""The same where the ordinary lines of a format are passed over at once: they are most lines of its files."""
_FORMATS = tuple(_BEGINS)
# What stands in one of the lines below the first, so that a single line that looks like a mark is none.
_GOES_ON = {
    "RIS": re.compile(rb"\n {0,3}[A-Z][A-Z0-9](?:  -| -)"),
    "MEDLINE": re.compile(rb"\n[A-Z][A-Z0-9 ]{3}- "),
    "Web of Science": re.compile(rb"\n[A-Z][A-Z0-9] \S"),
    "Cochrane": re.compile(rb"\n(?:ID|AU|TI|SO|YR|DOI): "),
    "EndNote tagged": re.compile(rb"\n%[A-Z] "),
    "RefWorks": re.compile(rb"\n[A-Z][A-Z0-9] \S"),
    "Ovid": re.compile(rb"\n[A-Z][A-Za-z /&()-]{1,40}\n[ \t]+\S"),
}
_XML_RECORDS = re.compile(rb"<(?:records?|PubmedArticle|PubmedBookArticle)[\s>]")
_LINES_BELOW = 4
_MOST = 20
_TABLES = ("", "table")
_TO_THE_END = ("JSON", "XML")
"""What refuses by itself all that comes behind it."""

_LONGEST_HEADER = 20_000
_ENDED = {
    "RIS": re.compile(rb"\n {0,3}(?:(TY)|ER)(?:  -| -(?=[ \n]|\Z))"),
    "Web of Science": re.compile(rb"\n(?:(PT)|ER)(?=[ \n]|\Z)"),
}
"""Start and end marks of the formats whose records are ended."""

_BRACE = re.compile(rb"\n[ \t]*@[ \t]*[A-Za-z]+[ \t]*[{(]|(?<!\\)[{}]")


def pieces(data: bytes, format_name: str) -> list[tuple[int, bytes]]:
    """The pieces of a file that are each in one format, or below one header, with the number of lines above each.

    ``format_name`` is the format of the first, '' for a table. ``data`` is UTF-8 or ASCII-compatible, its lines end in
    LF. Raises ``Refused`` where the format changes again and again.
    """
    found: list[tuple[int, bytes]] = []
    above = 0
    while format_name not in _TO_THE_END and (joint := _next_joint(data, format_name)):
        if len(found) == _MOST:
            raise Refused(f"line {above + 1}: the format changes more than {_MOST} times. Split the file.")
        at, format_name = joint
        found.append((above, data[:at]))
        above += data.count(b"\n", 0, at)
        data = data[at:]
    return [*found, (above, data)]


def _next_joint(data: bytes, format_name: str) -> tuple[int, str] | None:
    """Where a line of another format begins that cannot be a part of ``format_name``, and which that is."""
    outside = _Outside(data, format_name)
    headed = format_name not in _TABLES  # a table's own header, above which other lines may stand, is no joint
    first = _FIRST.match(data)
    for found in chain((first,) if first else (), _ANY_IN.get(format_name, _ANY).finditer(data)):
        name = _FORMATS[(found.lastindex or 1) - 1]
        at = found.start() + (found is not first)
        if name == format_name != "table" or not outside.at(at) or not _is_sure(data, at, name):
            continue
        if name == "table" and not headed:
            headed = True
        elif at and headed:
            return at, name
    return None


def _is_sure(data: bytes, at: int, name: str) -> bool:
    end = data.find(b"\n", at)
    if name == "table":
        line = data[at : len(data) if end < 0 else end]
        delimiter, columns = _header(line.decode("utf-8", "replace")) if len(line) <= _LONGEST_HEADER else ("", 0)
        below = data[end : end + _LONGEST_HEADER].lstrip(b" \t\n").partition(b"\n")[0] if delimiter else b""
        return columns > 0 and (b'"' in below or below.count(delimiter.encode()) >= columns - 1)
    if name == "XML":
        return _XML_RECORDS.search(data, at, at + _LONGEST_HEADER) is not None
    if name not in _GOES_ON:
        return True
    last = end
    for _ in range(_LINES_BELOW):
        last = data.find(b"\n", last + 1) if last >= 0 else -1
    return end >= 0 and _GOES_ON[name].search(data, end, len(data) if last < 0 else last) is not None


def _header(line: str) -> tuple[str, int]:
    """The delimiter of a line that names columns, and how many; nothing for any other line."""
    for delimiter in ",;\t|":
        cells = [cell.strip('" ') for cell in line.split(delimiter)]
        if len(cells) > 2 and 2 * known_columns(cells, {}) >= len(cells):
            return delimiter, len(cells)
    return "", 0


class _Outside:
    """Says of places in a text of one format, asked from first to last, whether they are outside all records."""

    def __init__(self, data: bytes, format_name: str) -> None:
        self._data = data
        self._format = format_name
        self._marks: list[tuple[int, bool]] | None = None
        self._done = self._depth = 0

    def at(self, place: int) -> bool:
        if self._format in _ENDED:
            if self._marks is None:
                found = _ENDED[self._format].finditer(b"\n" + self._data)
                self._marks = [(mark.start(), mark[1] is not None) for mark in found]
            after = bisect_left(self._marks, (place, False))
            opened = after > 0 and self._marks[after - 1][1]
            return not (opened and after < len(self._marks) and not self._marks[after][1])
        if self._format in _TABLES:
            self._depth += self._data.count(b'"', self._done, place)
            self._done = place
            return self._depth % 2 == 0
        if self._format == "BibTeX":
            for sign in _BRACE.finditer(self._data, self._done, place):
                if sign[0] == b"}":
                    self._depth = max(0, self._depth - 1)
                else:
                    self._depth = self._depth + 1 if sign[0] == b"{" else 1
            self._done = place
            return self._depth == 0
        return True

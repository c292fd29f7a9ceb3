"""An independent count of the records in a file's bytes.

Nothing here is shared with the readers: not their patterns, not their decoding, not their loops. If both come to
the same number, no record was lost on the way; if not, nothing is brought in.
"""

import re
from collections.abc import Callable

_MARK = rb"(?:  -| -[ \n]| -\Z)"
_END = re.compile(rb"\n {0,3}(?:ER%s|er  -)" % _MARK)
_START = re.compile(rb"\n {0,3}(?:TY%s|ty  -)" % _MARK)
_ANY = re.compile(rb"\n {0,3}(?!EF)[A-Z][A-Z0-9]%s" % _MARK)
_ANY_SMALL = re.compile(rb"\n {0,3}[a-z][a-z0-9]  -")
_TITLE = re.compile(rb"\n {0,3}T[I1]%s" % _MARK)
_TITLE_SMALL = re.compile(rb"\n {0,3}t[i1]  -")


def _lines(data: bytes) -> bytes:
    """UTF-8 or ASCII-compatible bytes whose lines end in LF, without byte-order marks."""
    for mark, codec in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if data.startswith(mark):
            data = data[2:].decode(codec, "ignore").encode("utf-8", "replace")
    if b"\r" in data:
        data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return re.sub(rb"(?m)^(?:\xef\xbb\xbf)+", b"", data) if b"\xef\xbb\xbf" in data else data


def count_ris(data: bytes) -> int:
    """Start marks, plus each stretch between two end marks that has tags and no start mark, or a title above it."""
    data = b"\n" + _lines(data)
    small = b"ty  -" in data and re.search(rb"\n {0,3}ty  -", data) is not None
    count = 0
    for stretch in _END.split(data):
        starts = _START.findall(stretch)
        if not starts:
            count += _ANY.search(stretch) is not None or (small and _ANY_SMALL.search(stretch) is not None)
            continue
        count += len(starts)
        above = stretch[: _START.search(stretch).start()]  # type: ignore[union-attr]
        count += _TITLE.search(above) is not None or (small and _TITLE_SMALL.search(above) is not None)
    return count


def count_rows(data: bytes, delimiter: str, quoting: bool, skipped: int) -> int:
    """Rows of a table that are not blank, less the ``skipped`` ones down to and with the header."""
    data = _lines(data)
    mark = re.escape(delimiter.encode())
    blank = rb'(?:"[ \t\n]*"|[ \t]*)'
    empty = re.compile(rb"%s(?:%s%s)*+" % (blank, mark, blank))
    if not quoting:
        return sum(1 for line in data.split(b"\n") if line.strip(b" \t\n" + delimiter.encode())) - skipped
    cell = rb'(?>"[^"]*+(?:""[^"]*+)*+"(?=[%s\n]|\Z)|"[^\n]{0,20000}?"(?=[%s\n]|\Z)|[^%s\n]*+)' % (
        mark,
        mark,
        mark,
    )
    row = re.compile(rb"%s(?:%s%s)*+" % (cell, mark, cell))
    count = at = 0
    while at <= len(data):
        found = row.match(data, at)
        assert found is not None, "a row may be empty"
        count += empty.fullmatch(found[0]) is None
        at = found.end() + 1
    return count - skipped


COUNTERS: dict[str, Callable[[bytes], int]] = {"RIS": count_ris}

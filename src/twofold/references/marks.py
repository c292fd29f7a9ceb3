"""An independent count of the records in a file's bytes.

Nothing here is shared with the readers: not their patterns, not their decoding, not their loops. If both come to
the same number, no record was lost on the way; if not, nothing is brought in. Of files that were put one behind the
other, each is counted by its own format.
"""

import re
import zipfile
from collections.abc import Callable
from io import BytesIO
from xml.etree.ElementTree import Element, fromstring

_DASH = (
    rb"(?:  -| -(?=[ \r\n])| -\Z|(?:\t-|(?:\xc2?\xa0| ){2}(?:-|\x96|\x97|\xe2\x80[\x90-\x95]|\xe2\x88\x92)|"
    rb"\xc2?\xa0-)(?=[ \t\r\n\xa0]|\xc2\xa0|\Z))"
)
_ANY_TAG = rb"(?!EF)[A-Z][A-Z0-9]"
_RIS = (
    re.compile(rb"\n {0,3}(?:(?:(TY)|ER)%s|(ty)  -)" % _DASH),
    re.compile(rb"\n {0,3}T[I1]%s" % _DASH),
    re.compile(rb"\n {0,3}%s%s" % (_ANY_TAG, _DASH)),
)
_SMALL_RIS = (
    re.compile(rb"\n {0,3}(?:(?:(TY)|ER)%s|(?:(ty)|er)  -)" % _DASH),
    re.compile(rb"\n {0,3}(?:T[I1]%s|t[i1]  -)" % _DASH),
    re.compile(rb"\n {0,3}(?:%s%s|(?!ef)[a-z][a-z0-9]  -)" % (_ANY_TAG, _DASH)),
)
"""Start or end mark, title and any tag of RIS; the second for files that write a start mark small."""


def lines_of(data: bytes, returns: bool = False) -> bytes:
    """UTF-8 or ASCII-compatible bytes without byte-order marks, whose lines end in LF; or in CR LF if ``returns``."""
    for mark, codec in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if data.startswith(mark):
            data = data[2:].decode(codec, "ignore").encode("utf-8", "replace")
    if b"\r" in data:
        if re.search(rb"\r(?!\n)", data):
            data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        elif not returns:
            data = data.replace(b"\r", b"")
    # One byte is found at once, three are not.
    marked = b"\xef" in data and b"\xef\xbb\xbf" in data
    return re.sub(rb"(?m)^(?:\xef\xbb\xbf)+", b"", data) if marked else data


def count_ris(data: bytes) -> int:
    """Start marks, plus each stretch between two end marks that has tags and no start mark, or a title above it and
    another below."""
    data = b"\n" + lines_of(data, returns=True)
    return _count_ris(data, *_RIS, small=False)


def _count_ris(
    data: bytes, either: re.Pattern[bytes], title: re.Pattern[bytes], anything: re.Pattern[bytes], *, small: bool
) -> int:
    """The count by these patterns; with the ones for small marks where a start mark is unexpectedly ``small``."""
    count = ended = 0
    open_since = -1  # where the last start mark of this stretch is
    above = False  # whether a title stands above the only one
    for mark in either.finditer(data):
        if mark.lastindex:
            if mark.lastindex == 2 and not small:
                return _count_ris(data, *_SMALL_RIS, small=True)
            count += 1 + above
            at = mark.start()
            above = open_since < ended and at > ended + 4 and title.search(data, ended, at) is not None
            open_since = at
        else:
            count += open_since < ended and anything.search(data, ended, mark.start()) is not None
            count += above and title.search(data, open_since, mark.start()) is not None
            ended, above = mark.end(), False
    return count + above + (open_since < ended and anything.search(data, ended) is not None)


_MEDLINE_MARK = re.compile(rb"\n(?:(PMID)|[A-Z][A-Z0-9]{3}|[A-Z][A-Z0-9]{2} |[A-Z][A-Z0-9]  )-(?=[ \n]|\Z)")


def count_medline(data: bytes) -> int:
    """PMID marks, marks after a blank line, and the first mark of the file."""
    text = b"\n" + lines_of(data)
    count = 0
    for mark in _MEDLINE_MARK.finditer(text):
        above = text.rfind(b"\n", 0, mark.start())
        blank = above >= 0 and not text[above + 1 : mark.start()].strip(b" \t")
        count += count == 0 or blank or mark[1] is not None
    return count


def count_web_of_science(data: bytes) -> int:
    """As for RIS, with ``PT`` and ``ER`` at the beginning of a line and heads that belong to the file."""
    count = 0
    stretches = re.split(rb"\nER(?=[ \n]|\Z)", b"\n" + lines_of(data))
    for number, stretch in enumerate(stretches, 1):
        starts = [found.start() for found in re.finditer(rb"\nPT(?=[ \n]|\Z)", stretch)]
        above = stretch[: starts[0]] if starts else stretch
        if starts:
            titled = bool(re.search(rb"\nTI(?=[ \n]|\Z)", above))
            again = len(starts) > 1 or number == len(stretches) or re.search(rb"\nTI(?=[ \n]|\Z)", stretch[starts[0] :])
            count += len(starts) + (titled and bool(again))
        else:
            count += bool(re.search(rb"\n(?!FN|VR|EF)[A-Z][A-Z0-9](?=[ \n]|\Z)", above))
    return count


def count_endnote(data: bytes) -> int:
    """``%0`` marks, the first mark of the file, and ``%T`` or ``%A`` after a blank line where a title has been."""
    count = 0
    titled = False
    pattern = rb"(\n[ \t]*)?\n%([0-9A-Za-z@?!#$&()*+^<>=~\[\]])(?=[ \n]|\Z)"
    for found in re.finditer(pattern, b"\n" + lines_of(data)):
        if found[2] == b"0" or count == 0 or (titled and found[1] is not None and found[2] in b"TA"):
            count += 1
            titled = False
        titled = titled or found[2] == b"T"
    return count


def count_refworks(data: bytes) -> int:
    """``RT`` marks, and what stands above the first of them if there is a mark in it."""
    text = b"\n" + lines_of(data)
    starts = [found.start() for found in re.finditer(rb"\nRT(?=[ \n]|\Z)", text)]
    above = text[: starts[0]] if starts else text
    return len(starts) + bool(re.search(rb"\n(?:[A-Z][A-Z0-9]|U1[0-5])(?=[ \n]|\Z)", above))


_COCHRANE_FIELD = rb"\n(?:ID|AU|TI|SO|YR|VL|NO|PG|PM|PT|KY|DOI|AB|US|CC|XR|PB|SN|CN|ST|CO|DT):"


def count_cochrane(data: bytes) -> int:
    """``Record #1 of 2`` lines, and one more if fields stand above the first."""
    text = b"\n" + lines_of(data)
    above, *_ = parts = re.split(rb"\nRecord #\d+ of \d+", text)
    return len(parts) - 1 + bool(re.search(_COCHRANE_FIELD, above))


def count_ovid(data: bytes) -> int:
    """``<1>`` lines, and one more if a label with an indented value stands above the first."""
    text = b"\n" + lines_of(data)
    above, *_ = parts = re.split(rb"\n<\d+>[ \t]*(?=\n|\Z)", text)
    return len(parts) - 1 + bool(re.search(rb"\n[A-Z][A-Za-z /&()-]{1,40}\n[ \t]+[^ \t\n]", above))


_BIBTEX_ENTRY = re.compile(
    rb"(?:\n|[})])[ \t]*@[ \t]*(?!(?:comment|preamble|string)\b)[a-z][a-z0-9_]*[ \t]*[{(]", re.IGNORECASE
)


_BIBTEX_WORDS = (
    rb"(?:article|book(?:let)?|collection|conference|dataset|electronic|in(?:book|collection|proceedings)|manual|misc|"
    rb"(?:phd|masters)?thesis|online|patent|periodical|proceedings|(?:tech)?report|software|unpublished|webpage|www)"
)
_BIBTEX_STRAY = rb"(?:@[ \t]*|(?<=\n)[ \t]*)%s[ \t]*\{[^\s,{}=]*+," % _BIBTEX_WORDS
_BIBTEX_OTHER = rb"\n[ \t]*@[ \t]*(?:comment|preamble|string)\b[^{(\n]*[{(]"
_BIBTEX_SIGN = re.compile(
    rb"(%s)|(%s)|(%s)|(?<!\\)[{}]" % (_BIBTEX_ENTRY.pattern, _BIBTEX_OTHER, _BIBTEX_STRAY), re.IGNORECASE
)


def count_bibtex(data: bytes) -> int:
    """``@word{`` at the beginning of a line or behind a closing brace, but for comments, preambles and macros; and
    outside all entries the known words with a key behind them, wherever they stand or begin a line without ``@``."""
    data = b"\n" + lines_of(data)
    if len(re.findall(_BIBTEX_STRAY, data, re.IGNORECASE)) == len(
        re.findall(rb"(?:\n|[})])[ \t]*@[ \t]*%s[ \t]*\{[^\s,{}=]*+," % _BIBTEX_WORDS, data, re.IGNORECASE)
    ):
        return len(_BIBTEX_ENTRY.findall(data))
    count = depth = 0
    closed = True
    for sign in _BIBTEX_SIGN.finditer(data):
        if sign[1] or sign[2] or (sign[3] and closed):
            count += not sign[2]
            closed, depth = False, int(sign[0][-1:] != b"(")
        elif sign[3] or sign[0] == b"{":
            depth += 1
        else:
            depth = max(0, depth - 1)
            closed = closed or not depth
    return count


_JSON_TOKEN = re.compile(rb'"([^"\\]*+(?:\\.[^"\\]*+)*+)(?:"|\\?\Z)|[][{}]', re.DOTALL)


def count_json(data: bytes) -> int:
    """Objects that stand directly in the outer list, or in a list named ``References`` or ``items``."""
    stack = bytearray()
    name = b""
    count = 0
    for token in _JSON_TOKEN.finditer(lines_of(data)):
        sign = token[0]
        if token[1] is not None:
            if stack == b"{":
                name = token[1]
        elif sign in b"{[":
            if sign == b"{" and (stack == b"[" or (stack == b"{[" and name in (b"References", b"items"))):
                count += 1
            stack += sign
        else:
            del stack[-1:]
    return count


_XML_UNREAD = re.compile(rb"<!--.*?(?:-->|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)", re.DOTALL)
_XML_RECORD = re.compile(rb"<(?:[A-Za-z_][\w.-]*:)?(?:record|PubmedArticle|PubmedBookArticle)[\s/>]")


def count_xml(data: bytes) -> int:
    """Opening tags of records, outside comments and CDATA."""
    return len(_XML_RECORD.findall(_XML_UNREAD.sub(b"", lines_of(data))))


def count_rows(data: bytes, delimiter: str, quoting: bool, skipped: int) -> int:
    """Rows of a table that are not blank, less the ``skipped`` ones down to and with the header."""
    data = lines_of(data) + b"\n"
    mark = re.escape(delimiter.encode())
    blank = rb'(?:"[ \t\n]*"|[ \t]*)'
    empty = re.compile(rb"%s(?:%s%s)*+" % (blank, mark, blank))
    if not quoting:
        return sum(1 for line in data.split(b"\n") if line.strip(b" \t\n" + delimiter.encode())) - skipped
    doubled = rb'"[^"]*+(?:""[^"]*+)*+"(?=[%s\n])' % mark
    cell = rb'(?>%s|(?!")[^%s\n]*+)' % (doubled, mark)
    row = re.compile(rb"%s(?:%s%s)*+(?=\n)" % (cell, mark, cell))
    odd = _OddRows(data, delimiter.encode(), re.compile(doubled))
    count = at = 0
    while at < len(data):
        found = row.match(data, at)
        end = found.end() if found else odd.end_from(at)
        count += empty.fullmatch(data, at, end) is None
        at = end + 1
    return count - skipped


class _OddRows:
    """Rows with quotes that open no cell, or are not doubled inside one. Asked for places that grow only, it goes once
    through the data."""

    def __init__(self, data: bytes, delimiter: bytes, doubled: re.Pattern[bytes]) -> None:
        self._data = data
        self._delimiter = delimiter
        self._doubled = doubled
        self._next: dict[bytes, int] = {}

    def _place(self, sign: bytes, at: int) -> int:
        if self._next.get(sign, -1) < at:
            found = self._data.find(sign, at)
            self._next[sign] = len(self._data) if found < 0 else found
        return self._next[sign]

    def end_from(self, at: int) -> int:
        """Where the row that begins at ``at`` ends: at a line end."""
        while True:
            parted = min(self._place(self._delimiter, at), self._place(b"\n", at))
            if self._data.startswith(b'"', at):
                shut = min(self._place(b'"' + self._delimiter, at + 1), self._place(b'"\n', at + 1))
                if whole := self._doubled.match(self._data, at):
                    parted = whole.end()
                elif shut < self._place(b"\n", at) and shut - at <= 20_001:
                    parted = shut + 1
            if not self._data.startswith(self._delimiter, parted):
                return parted
            at = parted + 1


def count_sheet(data: bytes, sheet: str, header_row: int) -> int:
    """Rows of a sheet below ``header_row`` that hold more than blanks, from the XML inside the XLSX file."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        strings: list[bool] = []
        if "xl/sharedStrings.xml" in archive.namelist():
            for item in _xml(archive, "xl/sharedStrings.xml").iterfind("{*}si"):
                strings.append(bool("".join(item.itertext()).strip()))
        numbers = {str(part.get("Id")): str(part.get("Target")) for part in _xml(archive, "xl/_rels/workbook.xml.rels")}
        targets = [
            numbers.get(next((value for key, value in part.attrib.items() if key.endswith("}id")), ""), "")
            for part in _xml(archive, "xl/workbook.xml").iterfind("{*}sheets/{*}sheet")
            if part.get("name") == sheet
        ]
        path = targets[0].lstrip("/")
        rows = _xml(archive, path if path.startswith("xl/") else f"xl/{path}").iterfind("{*}sheetData/{*}row")
        count = number = 0
        for row in rows:
            number = int(row.get("r") or number + 1)
            count += number > header_row and any(_is_filled(cell, strings) for cell in row)
    return count


def _xml(archive: zipfile.ZipFile, path: str) -> Element:
    return fromstring(archive.read(path))


def _is_filled(cell: Element, strings: list[bool]) -> bool:
    value = cell.findtext("{*}v") or ""
    if cell.get("t") == "s":
        return value.isdigit() and int(value) < len(strings) and strings[int(value)]
    inline = cell.find("{*}is")
    return bool(value.strip() or (inline is not None and "".join(inline.itertext()).strip()))


COUNTERS: dict[str, Callable[[bytes], int]] = {
    "RIS": count_ris,
    "MEDLINE": count_medline,
    "Web of Science": count_web_of_science,
    "EndNote tagged": count_endnote,
    "Cochrane": count_cochrane,
    "RefWorks": count_refworks,
    "Ovid": count_ovid,
    "BibTeX": count_bibtex,
    "JSON": count_json,
    "XML": count_xml,
}

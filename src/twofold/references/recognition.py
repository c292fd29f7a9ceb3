"""Which format a text is in, by what stands in it and never by the file's name."""

import re

from twofold.references.headers import known_columns

_MARKS = (
    ("BibTeX", re.compile(r"^[ \t]*@[ \t]*[A-Za-z]+\s*[{(]", re.MULTILINE)),
    ("RIS", re.compile(r"^ {0,3}(?:TY|ty)(?:  -| -(?=[ \n]|\Z))", re.MULTILINE)),
    ("MEDLINE", re.compile(r"^PMID- ", re.MULTILINE)),
    ("Web of Science", re.compile(r"^(?:FN [A-Z]|PT [A-Z]$)", re.MULTILINE)),
    ("Cochrane", re.compile(r"^Record #\d+ of \d+", re.MULTILINE)),
    ("EndNote tagged", re.compile(r"^%0 ", re.MULTILINE)),
    ("Ovid", re.compile(r"^<\d+>[ \t]*$", re.MULTILINE)),
)
_WEAK_MARKS = (
    ("MEDLINE", re.compile(r"^(?:FAU|LID|AID|STAT|PHST|CRDT|MHDA|DCOM) ?- ", re.MULTILINE)),
    ("Web of Science", re.compile(r"^(?:VR 1|ER$)", re.MULTILINE)),
    ("RIS", re.compile(r"^ {0,3}ER(?:  -| -(?=[ \n]|\Z))", re.MULTILINE)),
    # Tags without any start or end mark: only blank lines can part the records, as in Ovid's MEDLINE.
    ("MEDLINE", re.compile(r"^(?:TI|T1|AU|A1|DO|AB)  -(?=[ \n]|\Z)", re.MULTILINE)),
    ("EndNote tagged", re.compile(r"^%[ATDJ] ", re.MULTILINE)),
)
_FIRST = 200_000


def recognise(text: str) -> str:
    """The name of the format, or '' for what may be a table or nothing known.

    The format whose first mark stands earliest wins, so that a mark inside an abstract does not decide; but RIS
    wins over the record heads that the Cochrane Library puts in front of each RIS record.
    """
    if len(text) > _FIRST and (name := recognise(text[:_FIRST])):
        return name
    head = text[:2_000].lstrip()
    if head.startswith("<") and not re.match(r"<\d+>", head):
        return "XML"
    if re.match(r"\{\s*\"|\[\s*(?:\{|\])|\{\s*\}", head):
        return "JSON"
    if _looks_like_header(head):
        return ""
    places = {name: found.start() for name, pattern in _MARKS if (found := pattern.search(text))}
    if "RIS" in places and places.get("Cochrane", -1) >= 0:
        del places["Cochrane"]
    if places:
        return min(places, key=lambda name: places[name])
    for name, pattern in _WEAK_MARKS:
        if pattern.search(text):
            return name
    return ""


def _looks_like_header(head: str) -> bool:
    """A first line that names columns: no tagged format begins so, but an abstract in a table may hold any mark."""
    line = head.partition("\n")[0]
    cells = ([cell.strip('" ') for cell in line.split(delimiter)] for delimiter in ",;\t")
    return any(known_columns(row, {}) for row in cells)

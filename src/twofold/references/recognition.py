"""Which format a text is in, by what stands in it and never by the file's name."""

import re

from twofold.references.headers import known_columns

_ODD_DASH = r"(?:[ \u00a0]{2}[\u2010-\u2015\u2212]|\u00a0[ \u00a0]?-| \u00a0-|\t-)"
"""As word processors and spreadsheets leave it."""

# Each begins with a line end, which is found at once where `^` would be tried at every character of 100 MB.
_MARKS = (
    ("BibTeX", re.compile(r"\n[ \t]*@[ \t]*[A-Za-z]+\s*[{(]")),
    ("RIS", re.compile(rf"\n {{0,3}}(?:(?:TY|ty)(?:  -| -(?=[ \n]|\Z))|TY{_ODD_DASH}[ \t\u00a0])")),
    ("MEDLINE", re.compile(r"\nPMID- ")),
    ("Web of Science", re.compile(r"\n(?:FN [A-Z]|PT [A-Z](?=\n|\Z))")),
    ("Cochrane", re.compile(r"\nRecord #\d+ of \d+")),
    ("EndNote tagged", re.compile(r"\n%0 ")),
    ("RefWorks", re.compile(r"\nRT [A-Z][a-z]")),
    ("Ovid", re.compile(r"\n<\d+>[ \t]*(?=\n|\Z)")),
)
_WEAK_MARKS = (
    ("MEDLINE", re.compile(r"\n(?:FAU|LID|AID|STAT|PHST|CRDT|MHDA|DCOM) ?- ")),
    ("Web of Science", re.compile(r"\n(?:VR 1|ER(?=\n|\Z))")),
    ("RIS", re.compile(r"\n {0,3}ER(?:  -| -(?=[ \n]|\Z))")),
    # Tags without any start or end mark: only blank lines can part the records, as in Ovid's MEDLINE.
    ("MEDLINE", re.compile(r"\n(?:TI|T1|AU|A1|DO|AB)  -(?=[ \n]|\Z)")),
    ("EndNote tagged", re.compile(r"\n%[ATDJ] ")),
)
_COCHRANE_RECORD = re.compile(r"\nRecord #\d+ of \d+[ \t]*\n(?:ID|AU|TI): ")
_LONGEST_MARK = 1_000
_FIRST = 200_000


def recognise(text: str) -> str:
    """The name of the format, or '' for what may be a table or nothing known.

    The format whose first mark stands earliest wins, so that a mark inside an abstract does not decide; but RIS
    wins over the record heads that the Cochrane Library puts in front of each RIS record. What stands above the first
    mark may be records without one, of another format.
    """
    if len(text) > _FIRST and (name := recognise(text[:_FIRST])):
        return name
    head = text[:2_000].lstrip() or text.lstrip()[:2_000]
    if head.startswith("<") and not re.match(r"<\d+>", head):
        return "XML"
    if re.match(r"\{\s*\"|\[\s*(?:\{|\])|\{\s*\}", head):
        return "JSON"
    if _looks_like_header(head):
        return ""
    places = {name: place for name, pattern in _MARKS if (place := _place(pattern, text)) is not None}
    if "RIS" in places and "Cochrane" in places and not _COCHRANE_RECORD.search("\n" + text):
        del places["Cochrane"]
    if places:
        first = min(places, key=lambda name: places[name])
        above = text[: max(places[first], 0)]
        for name, pattern in _WEAK_MARKS if above else ():
            if name != first and {name, first} != {"RIS", "MEDLINE"} and _place(pattern, above) is not None:
                return name
        return first
    for name, pattern in _WEAK_MARKS:
        if _place(pattern, text) is not None:
            return name
    return ""


def _place(mark: re.Pattern[str], text: str) -> int | None:
    """Where the line end stands after which a mark stands first: -1 for the first line, which has none before it."""
    if mark.match("\n" + text[:_LONGEST_MARK]):
        return -1
    found = mark.search(text)
    return found.start() if found else None


def _looks_like_header(head: str) -> bool:
    """A first line that names columns: no tagged format begins so, but an abstract in a table may hold any mark."""
    line = head.partition("\n")[0]
    cells = ([cell.strip('" ') for cell in line.split(delimiter)] for delimiter in ",;\t|")
    return any(known_columns(row, {}) for row in cells)

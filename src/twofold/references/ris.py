"""RIS in all its dialects, read so that no record goes missing."""

import re
from dataclasses import replace

from twofold.references import tagged
from twofold.references.interpreting import ByTag, Plan
from twofold.references.kinds import RIS_KINDS
from twofold.references.records import Fields, Parsed
from twofold.references.tagged import Dialect

_MARK = re.compile(r"\n( {0,3}[A-Z][A-Z0-9](?:  -| -(?=[ \n]|\Z)) ?|)")
_MARK_ANY_CASE = re.compile(r"\n( {0,3}(?:[A-Z][A-Z0-9](?:  -| -(?=[ \n]|\Z))|[a-z][a-z0-9]  -) ?|)")
# A dash of typesetting, blanks that do not break, a tab: a word processor or a spreadsheet was in between.
_ODD = r"(?:[ \u00a0]{2}[\u2010-\u2015\u2212]|\u00a0[ \u00a0]?-| \u00a0-|\t-)(?=[ \t\n\u00a0]|\Z)"
_ODD_MARK = re.compile(r"(\n {0,3}[A-Z][A-Z0-9])" + _ODD)
_SMALL_START = re.compile(r"\n {0,3}ty  -")
_UNUSUAL = re.compile(rf"\n {{0,3}}(?:[A-Z][A-Z0-9]{_ODD}|ty  -)")
"""Either of the two, so that an ordinary file is looked through once."""
_FIRST_LINE = 100
_TAGS = (
    "A1 A2 A3 A4 A5 AB AD AN AU AV BT C1 C2 C3 C4 C5 C6 C7 C8 CA CL CN CP CR CT CY DA DB DI DO DP DS ED EP ER ET FD "
    "FU H1 H2 ID IP IS J1 J2 JA JF JO K1 KW L1 L2 L3 L4 LA LB LK LL LT M1 M2 M3 N1 N2 NO NS NV OL OP PA PB PD PG "
    "PM PP PT PY RD RI RN RP RT SE SF SL SN SO SP SR ST T1 T2 T3 TA TI TT TY U1 U2 U3 U4 U5 UR VL VO WP WT WV TS M4 "
    "Y1 Y2 YR"
)
_KNOWN = frozenset(_TAGS.split())
_LISTS = frozenset({"KW", "N1"})
_FREE = (
    "KW", "N1", "RN", "PA", "NO", "NS", "LB", "C1", "C2", "C3", "C4", "C5", "C6", "C7", "C8",
    "U1", "U2", "U3", "U4", "U5", "M1", "M2", "M3", "M4",
)  # fmt: skip
_LINKS = frozenset({"UR", "L1", "L2", "L3", "L4", "LK", "DO"})
_RUN_TOGETHER = re.compile(r"(?<=\S)\s{2,}(?=([A-Z][A-Z0-9])  - )")
_OVID_LINK = re.compile(
    r"(?<!\s)(?=[^\S\n]*\n)\s++Link to the (?:Ovid Full Text|External Link)[^\n]*(?:\n\s*http[^\n]*)*", re.IGNORECASE
)
_EXPECTED_BETWEEN = re.compile(
    r"(?:<?\d+[.>]?|Link to the .*|https?://\S+|Record #\d+ of \d+|(?:Provider|Database|Content):.*)?"
)


def _tag_of(mark: str) -> str:
    return mark.strip()[:2].upper()


def _add(fields: Fields, tag: str, value: str) -> None:
    if "\n" in value:
        value = value.rstrip("\n ")
    elif tag not in _LINKS:
        fields.append((tag, value))
        return
    if "Link to the " in value:
        value = _OVID_LINK.sub("", value)
    if tag in _LINKS and "  - " in value:
        _add_run_together(fields, tag, value)
    else:
        fields.append((tag, value))


def _add_run_together(fields: Fields, tag: str, value: str) -> None:
    """Two tags on one line, as in ``UR  - https://example.org/     U2  - L20298``."""
    at = 0
    for match in _RUN_TOGETHER.finditer(value):
        if match[1] in _KNOWN:
            fields.append((tag, value[at : match.start()]))
            tag, at = match[1], match.end() + 6
    fields.append((tag, value[at:]))


def _source_id(by: ByTag) -> str:
    for tag in ("ID", "AN"):
        for value in by.get(tag, ()):
            if value.startswith("rayyan-"):
                return f"rayyan:{value[7:].strip()}"
    accession = by.get("AN", ("",))[0].strip()
    return f"accession:{accession}" if accession and accession != "NA" else ""


PLAN = Plan(
    titles=("TI", "T1", "CT", "BT"),
    only_title=("TI", "T1"),
    authors=("AU", "A1", "A2", "ED"),
    years=("PY", "Y1", "YR", "DA", "PD"),
    journals=("JF", "T2", "JO", "JA", "J2", "J1", "BT"),
    abstracts=("AB", "N2"),
    volumes=("VL", "VO"),
    issues=("IS", "IP", "CP"),
    first_pages=("SP", "PG"),
    last_pages=("EP",),
    kinds=("TY",),
    urls=("UR", "LK", "L2"),
    languages=("LA",),
    doi_own=("DO", "DI"),
    doi_marked=("AI", "LI"),
    doi_links=("M3", "L3", "UR", "L2", "LK", "L1", "ID"),
    doi_free=("M3", "N1", "M1", "M2", "C1"),
    pmid_own=("PM",),
    pmid_free=("U1", "AN", "N1", "M1", "M2", "C1"),
    pmid_links=("UR", "L2", "LK"),
    registries=("AU", "A1", "AN", "N1", "C1", "ID"),
    accessions=("AN",),
    databases=("DB", "DP"),
    free=_FREE,
    trusted=tuple(_KNOWN.difference(_FREE)),
    named=True,
    kind_words=RIS_KINDS,
    source_id=_source_id,
)


def is_eppi(fields: Fields) -> bool:
    """True for a record of EPPI-Reviewer, which signs its keywords and may put codes among them."""
    return any(tag == "KW" and "\neppi-reviewer" in f"\n{value}".lower() for tag, value in fields)


def _eppi_id(by: ByTag) -> str:
    number = by.get("U1", ("",))[0].strip()
    return f"eppi:{number}" if number else _source_id(by)


EPPI_PLAN = replace(PLAN, source_id=_eppi_id)


DIALECT = Dialect(
    mark=_MARK,
    tag_of=_tag_of,
    plan=PLAN,
    start="TY",
    end="ER",
    titles=frozenset({"TI", "T1"}),
    telling=frozenset({"AU", "A1", "AB", "N2", "DO"}),
    known=_KNOWN,
    abstracts=frozenset({"AB", "N2"}),
    ignored=frozenset({"EF"}),
    run_together=_LINKS,
    add=_add,
    expected_between=_EXPECTED_BETWEEN,
)


def parse(text: str) -> Parsed:
    """The records of a RIS text. In a file that writes its start marks small, all small tags count."""
    small = None
    if _UNUSUAL.match("\n" + text[:_FIRST_LINE]) or _UNUSUAL.search(text):
        text = _ODD_MARK.sub(r"\1  -", "\n" + text)[1:]
        small = _SMALL_START.match("\n" + text[:_FIRST_LINE]) or _SMALL_START.search(text)
    return replace(tagged.parse(text, replace(DIALECT, mark=_MARK_ANY_CASE) if small else DIALECT), lists=_LISTS)

"""RIS in all its dialects, read so that no record goes missing."""

import re
from collections.abc import Iterator
from dataclasses import replace

from twofold.references.interpreting import ByTag, Plan
from twofold.references.kinds import RIS_KINDS
from twofold.references.records import Fields, Parsed, RawRecord

_MARK = re.compile(r"(\n {0,3}[A-Z][A-Z0-9](?:  -| -(?=[ \n]|\Z)) ?)")
_MARK_ANY_CASE = re.compile(r"(\n {0,3}(?:[A-Z][A-Z0-9](?:  -| -(?=[ \n]|\Z))|[a-z][a-z0-9]  -) ?)")
_SMALL_START = re.compile(r"\n {0,3}ty  -")
_KNOWN = frozenset(
    "A1 A2 A3 A4 A5 AB AD AN AU AV BT C1 C2 C3 C4 C5 C6 C7 C8 CA CL CN CP CR CT CY DA DB DI DO DP DS ED EP ER ET FD "
    "FU H1 H2 ID IP IS J1 J2 JA JF JO K1 KW L1 L2 L3 L4 LA LB LK LL LT M1 M2 M3 N1 N2 NO NS NV OL OP PA PB PD PG "
    "PM PP PY RD RI RN RP RT SE SF SL SN SO SP SR ST T1 T2 T3 TA TI TT TY U1 U2 U3 U4 U5 UR VL VO WP WT WV "
    "Y1 Y2 YR".split()
)
_ABSTRACTS = frozenset({"AB", "N2"})
_TITLES = frozenset({"TI", "T1"})
_TELLING = frozenset({"AU", "A1", "AB", "N2", "DO"})
_LISTS = frozenset({"KW", "N1"})
_LINKS = frozenset({"UR", "L1", "L2", "L3", "L4", "LK", "DO"})
_PLAIN = _KNOWN - _LINKS - {"TY", "ER", "EF"}
_RUN_TOGETHER = re.compile(r"(?<=\S)\s{2,}(?=([A-Z][A-Z0-9])  - )")
_OVID_LINK = re.compile(
    r"\n\s*Link to the (?:Ovid Full Text|External Link)[^\n]*(?:\n\s*http[^\n]*)*", re.IGNORECASE
)
_EXPECTED_BETWEEN = re.compile(
    r"\s*(?:<?\d+\s*[.>]?|Link to the .*|https?://\S+|Record #\d+ of \d+|(?:Provider|Database|Content)\s*:.*)?\s*"
)


def parse(text: str, name: str) -> Parsed:
    """A RIS text as records; ``name`` is for messages only."""
    warnings: list[str] = []
    return Parsed(PLAN, records(text, warnings), warnings)


class _Tags(dict[str, str]):
    """Tags by their marks as they stand in the text, such as ``\\nTI  - ``; each is worked out once."""

    def __missing__(self, mark: str) -> str:
        tag = self[mark] = mark.strip()[:2].upper()
        return tag


def records(text: str, warnings: list[str]) -> Iterator[RawRecord]:
    """The records of a RIS text, in order; sentences about odd places go to ``warnings``.

    A record begins at TY, or at the first tag after ER where there is no TY. Tags between ER and TY belong to the
    record of that TY, unless a title is among them: then they are a record of their own. A second TY closes an
    open record. Untagged lines go on with the last field; in KW and N1 they are new items.
    """
    text = "\n" + text
    pattern = _MARK_ANY_CASE if "ty  -" in text and _SMALL_START.search(text) else _MARK
    pieces = iter(pattern.split(text))
    above = next(pieces)
    _stray(above, 0, warnings)
    line = 1 + above.count("\n")  # of the mark that comes next
    tags = _Tags()
    record: RawRecord | None = None
    for mark, value in zip(pieces, pieces, strict=True):
        tag = tags[mark]
        if record is not None and tag in _PLAIN and "\n" not in value:
            record.fields.append((tag, value))
            line += 1
            continue
        if record is not None and tag not in _KNOWN and record.fields and record.fields[-1][0] in _ABSTRACTS:
            record.fields[-1] = (record.fields[-1][0], record.fields[-1][1] + mark + value)
            line += 1 + value.count("\n")
            continue
        if tag == "TY":
            if record is not None and (record.marked or _has_title(record.fields)):
                if record.marked:
                    record.flags.append("no end mark")
                    warnings.append(
                        f"Line {line}: a record begins before the one of line {record.first_line} was ended by "
                        f"`ER`; both were read."
                    )
                yield _closed(record, line - 1)
                record = None
            record = record or RawRecord([], line)
            record.marked = True
        elif tag == "ER":
            if record is not None:
                yield _closed(record, line)
                record = None
            _stray(value, line, warnings)
        elif record is None:
            if tag == "EF":
                _stray(value, line, warnings)
            else:
                record = RawRecord([], line, marked=False)
        if record is not None:
            _add(record.fields, tag, value)
        line += 1 + value.count("\n")
    if record is not None:
        record.flags.append("no end mark")
        warnings.append(f"Line {record.first_line}: the last record is not ended by `ER`; it was read.")
        yield _closed(record, line - 1)


def _closed(record: RawRecord, last_line: int) -> RawRecord:
    record.last_line = last_line
    titles = sum(1 for tag, value in record.fields if tag in _TITLES and value)
    if titles > 1 and len({value for tag, value in record.fields if tag in _TITLES}) > 1:
        record.flags.append("two titles")
    if not record.marked:
        if _has_title(record.fields) or any(
            tag in ("AU", "A1", "DO", "AB") for tag, value in record.fields if value
        ):
            record.flags.append("no start mark")
        else:
            record.refused = "It has neither a start mark (`TY`) nor a title, author, abstract or DOI."
    elif not any(value.strip() for tag, value in record.fields if tag != "TY"):
        record.refused = "There is nothing between its start mark and its end mark."
    return record


def _has_title(fields: Fields) -> bool:
    return any(tag in _TITLES for tag, _ in fields)


def _add(fields: Fields, tag: str, value: str) -> None:
    if "\n" not in value and tag not in _LINKS:
        fields.append((tag, value))
        return
    value = value.rstrip("\n ")
    if "Link to the " in value:
        value = _OVID_LINK.sub("", value)
    if tag in _LISTS:
        fields.extend((tag, item) for item in value.split("\n") if item.strip())
    elif tag in _LINKS and "  - " in value:
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


def _stray(text: str, line: int, warnings: list[str]) -> None:
    """Warn of text outside any record, unless it is what databases are known to write there."""
    if not text.strip():
        return
    for offset, content in enumerate(text.split("\n")):
        if not _EXPECTED_BETWEEN.fullmatch(content):
            warnings.append(
                f"Line {line + offset}: there is text outside any record, from here to the next start mark; it was "
                f"not read."
            )
            return


def _source_id(by: ByTag) -> str:
    for value in by.get("ID", ()):
        if value.startswith("rayyan-"):
            return f"rayyan:{value[7:].strip()}"
    accession = by.get("AN", ("",))[0].strip()
    return f"accession:{accession}" if accession and accession != "NA" else ""


PLAN = Plan(
    titles=("TI", "T1", "CT", "BT"),
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
    kind_words=RIS_KINDS,
    source_id=_source_id,
)


def is_eppi(fields: Fields) -> bool:
    """True for a record of EPPI-Reviewer, which signs its keywords and may put codes among them."""
    return any(tag == "KW" and value.lower().startswith("eppi-reviewer") for tag, value in fields)


def _eppi_id(by: ByTag) -> str:
    number = by.get("U1", ("",))[0].strip()
    return f"eppi:{number}" if number else _source_id(by)


EPPI_PLAN = replace(PLAN, source_id=_eppi_id)

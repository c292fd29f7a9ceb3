"""CSV and tab-delimited tables: Covidence, Rayyan, Zotero, Scopus, Web of Science, PubMed, Embase and plain ones."""

import csv
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from twofold.references.decoding import MAX_BYTES
from twofold.references.headers import FIELDS, known_columns, normalised, roles_of, screening_kind
from twofold.references.interpreting import ByTag, Plan
from twofold.references.kinds import RIS_KINDS, WORD_KINDS
from twofold.references.model import UnreadableFile
from twofold.references.names import names_in_cell
from twofold.references.records import Parsed, RawRecord

MAX_COLUMNS = 2_000
_HEAD = 1_000_000
_DELIMITERS = (",", "\t", ";")
_HEADER_WITHIN = 60
_BLANK = " \t\n"
_NOTING = ("Covidence", "Rayyan", "Abstrackr")
_NOTED = {"notes": "note", "tags": "label"}
_KINDS = {**RIS_KINDS, **WORD_KINDS}
LENIENT = 20_000
"""The longest cell, in characters, in which quotes that were not doubled are put up with."""
_IDENTIFYING = ("title", "authors", "doi", "pmid", "year", "date", "journal")


@dataclass(frozen=True, slots=True)
class Header:
    """Where the header stands (rows above it, its line), what each column carries, how cells are told apart."""

    rows_above: int
    line: int
    cells: tuple[str, ...]
    roles: tuple[tuple[str, int], ...]
    known: int
    delimiter: str = ""
    quoting: bool = True


Rows = Iterator[tuple[list[str], int, int]]
"""Cells, first line and last line of each row that is not blank."""


def find_header(text: str, mapping: Mapping[str, str]) -> Header | None:
    """The row of the first sixty that names most columns, under each delimiter; None if no row names enough."""
    csv.field_size_limit(MAX_BYTES)
    head = text[:_HEAD]
    best: Header | None = None
    for delimiter in _DELIMITERS:
        quoting = not (delimiter == "\t" and _is_web_of_science(text))
        found = header_among(rows(head, delimiter, quoting), mapping)
        if found is not None and (best is None or found.known > best.known):
            best = replace(found, delimiter=delimiter, quoting=quoting)
    return best


def header_among(rows: Rows, mapping: Mapping[str, str]) -> Header | None:
    """The row of the first sixty that names most columns; None if no row names enough."""
    best: Header | None = None
    for index, (cells, line, _) in enumerate(rows):
        if index >= _HEADER_WITHIN or line > 10 * _HEADER_WITHIN:
            break
        known = known_columns(cells, mapping)
        if known > (best.known if best else 0):
            best = Header(index, line, tuple(cells), tuple(roles_of(cells, mapping)), known)
    return best


def first_row(text: str) -> tuple[str, ...]:
    """The cells of the first row under the delimiter that makes most of it; nothing where that is a single cell."""
    csv.field_size_limit(MAX_BYTES)
    found = (next(rows(text[:_HEAD], delimiter, quoting=True), ([], 0, 0))[0] for delimiter in _DELIMITERS)
    best = max(found, key=len)
    return tuple(best) if 1 < len(best) <= MAX_COLUMNS else ()


def parse(text: str, header: Header) -> Parsed:
    """The rows below the header as records."""
    return parse_rows(rows(text, header.delimiter, header.quoting), header)


def parse_rows(rows: Rows, header: Header) -> Parsed:
    """All rows of a table from its first, of which those below the header become records."""
    producer = _producer(header)
    cut: dict[str, str] = {}
    for cell, (role, _) in zip(header.cells, header.roles, strict=True):
        name = normalised(cell)
        noted = _NOTED.get(name, "") if producer in _NOTING else ""
        if producer == "Abstrackr" and (name == "consensus" or "consensus" in map(normalised, cut)):
            noted = "note" if "notes" in name else "vote"  # from here on each column is a person's
        if what := screening_kind(role) or noted:
            cut[cell] = what
    warnings: list[str] = []
    return Parsed(
        plan=_plan(header, producer),
        records=_records(rows, header, warnings),
        warnings=warnings,
        producer=producer,
        cut=cut,
        columns=tuple(
            (cell, "screening" if cell in cut else _field_of(role))
            for cell, (role, _) in zip(header.cells, header.roles, strict=True)
        ),
    )


def refuse_wide(text: str, name: str) -> None:
    """Raise ``UnreadableFile`` for a text with a line that would make more than ``MAX_COLUMNS`` columns."""
    for number, line in enumerate(text.split("\n"), 1):
        if len(line) > MAX_COLUMNS and max(line.count(delimiter) for delimiter in _DELIMITERS) > MAX_COLUMNS:
            raise UnreadableFile(
                f"`{name}`, line {number}: this would make more than {MAX_COLUMNS:,} columns. Keep the columns with "
                f"title, authors, year and DOI, and save the table again."
            )


def rows(text: str, delimiter: str, quoting: bool) -> Rows:
    """The rows that are not blank: cells, first line, last line.

    A table whose quotes are in order goes through ``csv`` in its strict mode. From the first row on where they are
    not, a quote opens a cell only if that cell is closed before a delimiter or line end, and is an ordinary
    character elsewhere: one stray quote must not swallow the rows below it.
    """
    lines = text.split("\n")
    if not quoting:
        for number, line in enumerate(lines, 1):
            if line.strip(_BLANK + delimiter):
                yield line.split(delimiter), number, number
        return
    reader = csv.reader((line + "\n" for line in lines), delimiter=delimiter, strict=True)
    done = 0
    try:
        for cells in reader:
            if any(cell.strip(_BLANK) for cell in cells):
                yield cells, done + 1, min(reader.line_num, len(lines))
            done = reader.line_num
    except csv.Error:
        yield from _tolerant_rows("\n".join(lines[done:]), delimiter, done + 1)


def _tolerant_rows(text: str, delimiter: str, line: int) -> Rows:
    mark = re.escape(delimiter)
    cell_pattern = re.compile(
        rf'"([^"]*+(?:""[^"]*+)*+)"(?=[{mark}\n]|\Z)|"([^\n]{{0,{LENIENT}}}?)"(?=[{mark}\n]|\Z)|([^{mark}\n]*)'
    )
    cells: list[str] = []
    at, first, end = 0, line, len(text)
    while True:
        match = cell_pattern.match(text, at)
        assert match is not None, "the last alternative matches anything"
        if match[1] is not None:
            cells.append(match[1].replace('""', '"'))
            line += match[1].count("\n")
        else:
            cells.append(match[2] if match[2] is not None else match[3])
        at = match.end()
        if at < end and text[at] == delimiter:
            at += 1
            continue
        if any(cell.strip(_BLANK) for cell in cells):
            yield cells, first, line
        if at >= end:
            return
        at += 1
        line += 1
        cells, first = [], line


def _records(rows: Rows, header: Header, warnings: list[str]) -> Iterator[RawRecord]:
    names = header.cells
    width = len(names)
    identifying = [index for index, (role, _) in enumerate(header.roles) if role in _IDENTIFYING]
    titles = [index for index, (role, _) in enumerate(header.roles) if role == "title"]
    short: list[int] = []
    for index, (cells, first, last) in enumerate(rows):
        if index <= header.rows_above:
            continue
        record = RawRecord([], first, last)
        identified = sum(1 for at in identifying if at < len(cells) and cells[at].strip())
        if len(cells) > width and any(cell.strip() for cell in cells[width:]):
            record.refused = (
                f"It has {len(cells)} cells where the header has {width}, so they may stand in wrong columns."
            )
        elif not identified:
            record.refused = "It has neither title nor authors, year, journal, DOI or PMID."
        elif len(cells) < width:
            if identified > 1 and any(at < len(cells) and cells[at].strip() for at in titles):
                record.flags.append("short row")
                short.append(first)
            else:
                record.refused = f"It has {len(cells)} of the {width} cells of the header."
        record.fields = [(name, cell) for name, cell in zip(names, cells, strict=False) if cell]
        yield record
    if short:
        shown = ", ".join(map(str, short[:5])) + (" and others" if len(short) > 5 else "")
        warnings.append(
            f"{len(short)} row(s) have fewer cells than the header (line {shown}), as Excel writes them when the last "
            f"cells are empty; they were read."
        )


def _is_web_of_science(text: str) -> bool:
    return text.startswith("PT\t") or "\tUT\t" in text[: text.find("\n")]


def _field_of(role: str) -> str:
    if role in FIELDS:
        return role
    if screening_kind(role):
        return "screening"
    return {"date": "year", "first_page": "pages", "last_page": "pages", "covidence": "source_id"}.get(role, "")


def _producer(header: Header) -> str:
    names = {normalised(cell) for cell in header.cells}
    tests = (
        ("Covidence", {"covidence", "study"}),
        ("Rayyan", {"key", "notes", "pubmed id", "pmc id"}),
        ("Zotero", {"key", "item type", "abstract note"}),
        ("Scopus", {"source title", "eid"}),
        ("Web of Science", {"pt", "ut"}),
        ("PubMed", {"pmid", "journal book", "create date"}),
        ("Embase", {"pui"}),
        ("Abstrackr", {"internal id", "source id", "labeled at"}),
        ("Cochrane Library", {"central id"}),
        ("EBSCO", {"article title", "plink"}),
    )
    for producer, telling in tests:
        if telling <= names:
            return producer
    return "ASReview" if any(name.startswith("asreview") for name in names) else ""


def _plan(header: Header, producer: str) -> Plan:
    def by_role(*wanted: str) -> tuple[str, ...]:
        found = [(wanted.index(role), rank, index) for index, (role, rank) in enumerate(header.roles) if role in wanted]
        return tuple(dict.fromkeys(header.cells[index] for _, _, index in sorted(found)))

    return Plan(
        titles=by_role("title"),
        authors=by_role("authors"),
        years=by_role("year", "date"),
        journals=by_role("journal"),
        abstracts=by_role("abstract"),
        volumes=by_role("volume"),
        issues=by_role("issue"),
        first_pages=by_role("pages", "first_page"),
        last_pages=by_role("last_page"),
        kinds=by_role("kind"),
        urls=by_role("url"),
        languages=by_role("language"),
        doi_own=by_role("doi"),
        doi_links=by_role("url"),
        doi_free=by_role("extra"),
        pmid_own=by_role("pmid"),
        pmid_free=by_role("extra", "accession"),
        pmid_links=by_role("url"),
        registries=by_role("registry", "extra", "accession"),
        studies=by_role("study_label"),
        kind_words=_KINDS,
        names=names_in_cell,
        source_id=_source_id(by_role, producer),
    )


def _source_id(by_role: Callable[..., tuple[str, ...]], producer: str) -> Callable[[ByTag], str]:
    asked = [(tag, "covidence") for tag in by_role("covidence")]
    asked += [(tag, "given") for tag in by_role("source_id")]
    asked += [(tag, "rayyan" if producer == "Rayyan" else "zotero") for tag in by_role("key")]
    asked += [(tag, "accession") for tag in by_role("accession")]
    asked += [(tag, "asreview") for tag in by_role("record_id") if producer == "ASReview"]

    def source_id(by: ByTag) -> str:
        for tag, space in asked:
            value = by.get(tag, ("",))[0].strip().lstrip("#").removeprefix("rayyan-")
            if value and value != "NA":
                return f"{space}:{value}"
        return ""

    return source_id

"""CSV and tab-delimited tables: Covidence, Rayyan, Zotero, Scopus, Web of Science, PubMed, Embase and plain ones."""

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from twofold.references.decoding import MAX_BYTES
from twofold.references.headers import FIELDS, UNKNOWN, known_columns, normalised, roles_of, screening_kind
from twofold.references.interpreting import ByTag, Plan
from twofold.references.kinds import RIS_KINDS, WORD_KINDS
from twofold.references.model import UnreadableFile
from twofold.references.names import given_names_first, names_in_cell
from twofold.references.records import Parsed, RawRecord
from twofold.references.screening_words import People, column_speaks, kind_by_name
from twofold.values.plaintext import visible

MAX_COLUMNS = 2_000
_HEAD = 1_000_000
_DELIMITERS = (",", "\t", ";", "|")
_HEADER_WITHIN = 60
_COLUMNS_SHOWN = 8
_BLANK = " \t\n"
_NOTING = ("Covidence", "Rayyan", "Abstrackr")
_NOTED = {"notes": "note", "tags": "label"}
_KINDS = {**RIS_KINDS, **WORD_KINDS}
_TOLD_AS = {
    "date": "year", "first_page": "pages", "last_page": "pages", "covidence": "source_id", "key": "source_id",
    "accession": "source_id", "registry": "extra",
}  # fmt: skip
LENIENT = 20_000
"""The longest cell, in characters, in which quotes that were not doubled are put up with."""
_SAME_HEADER = "It is the header again."
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


Row: TypeAlias = tuple[list[str], int, int]
Rows: TypeAlias = Iterator[Row]
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


def parse(text: str, header: Header, people: People) -> Parsed:
    """The rows below the header as records."""
    return parse_rows(rows(text, header.delimiter, header.quoting), header, people)


def parse_rows(rows: Rows, header: Header, people: People) -> Parsed:
    """All rows of a table from its first, of which those below the header become records.

    A column of which nobody knows what it is, and which looks like screening, is cut; a warning says so.
    """
    producer = _producer(header)
    kept = list(rows)
    looked_like = _looking_like_screening(kept[header.rows_above + 1 :], header, people)
    cut = {cell: kind_by_name(cell) for cell in looked_like}
    for cell, (role, _) in zip(header.cells, header.roles, strict=True):
        name = normalised(cell)
        noted = _NOTED.get(name, "") if producer in _NOTING else ""
        if producer == "Abstrackr" and (name == "consensus" or "consensus" in map(normalised, cut)):
            noted = "note" if "notes" in name else "vote"  # from here on each column is a person's
        if what := screening_kind(role) or noted:
            cut[cell] = what
    warnings = [_put_aside(looked_like)] if looked_like else []
    return Parsed(
        plan=_plan(header, producer),
        records=_records(kept, header, warnings),
        warnings=warnings,
        producer=producer,
        cut=cut,
        columns=tuple(
            (cell, "screening" if cell in cut else _field_of(role))
            for cell, (role, _) in zip(header.cells, header.roles, strict=True)
        ),
    )


def _looking_like_screening(rows: Sequence[Row], header: Header, people: People) -> list[str]:
    """The columns that nothing is known of, by their name or by hand, and that look like screening."""
    found: list[str] = []
    for at, (name, (role, _)) in enumerate(zip(header.cells, header.roles, strict=True)):
        if role == UNKNOWN:
            cells = [cells[at] for cells, _, _ in rows if at < len(cells) and cells[at].strip(_BLANK)]
            if column_speaks(name, cells, people):
                found.append(name)
    return found


def _put_aside(columns: Sequence[str]) -> str:
    shown = ", ".join(f"`{visible(name)}`" for name in columns[:_COLUMNS_SHOWN])
    more = " and others" if len(columns) > _COLUMNS_SHOWN else ""
    what, it, them = ("Column", "looks", "it") if len(columns) == 1 else ("Columns", "look", "them")
    return (
        f"{what} {shown}{more} {it} like screening: put aside with the votes, and no coder is shown {them}. To keep "
        f"one with the study, say that it carries nothing: at Columns, or with `--column 'NAME='`."
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
    orderly = re.compile(rf'"([^"]*+(?:""[^"]*+)*+)"(?=[{mark}\n]|\Z)')
    until_closed = re.compile(rf'"(?=[{mark}\n]|\Z)|(?=\n|\Z)')
    until_parted = re.compile(rf"[{mark}\n]|\Z")
    cells: list[str] = []
    at, first, end = 0, line, len(text)
    close = closed = 0  # where a quote that ends a cell stands next, or the line end, and what follows it
    while True:
        if text.startswith('"', at) and (match := orderly.match(text, at)):
            cells.append(match[1].replace('""', '"'))
            line += match[1].count("\n")
            at = match.end()
        else:
            # Looked for once only, however many cells of a line begin with a quote.
            if text.startswith('"', at) and close <= at and (found := until_closed.search(text, at + 1)):
                close, closed = found.span()
            if text.startswith('"', at) and close < closed and close - at - 1 <= LENIENT:
                cells.append(text[at + 1 : close])
                at = closed
            else:
                parted = until_parted.search(text, at)
                begin, at = at, parted.start() if parted else end
                cells.append(text[begin:at])
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


def _records(rows: Iterable[Row], header: Header, warnings: list[str]) -> Iterator[RawRecord]:
    names = header.cells
    width = len(names)
    identifying = [index for index, (role, _) in enumerate(header.roles) if role in _IDENTIFYING]
    titles = [index for index, (role, _) in enumerate(header.roles) if role == "title"]
    named = {name.strip().lower() for name in names if name.strip()}
    again = ""
    short: list[int] = []
    for index, (cells, first, last) in enumerate(rows):
        if index <= header.rows_above:
            continue
        record = RawRecord([], first, last)
        if cells[0].strip().lower() in named and (said := _as_header(cells, names, named)):
            record.refused = said
            again = again or ("" if said == _SAME_HEADER else f"It stands below another header, in line {first}.")
        elif again:
            record.refused = again
        identified = sum(1 for at in identifying if at < len(cells) and cells[at].strip())
        if record.refused:
            pass
        elif len(cells) > width and any(cell.strip() for cell in cells[width:]):
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


def _as_header(cells: Sequence[str], names: Sequence[str], named: set[str]) -> str:
    """A sentence about a row that names the columns again, or '' for any other."""
    said = [cell.strip().lower() for cell in cells]
    if said == [name.strip().lower() for name in names]:
        return _SAME_HEADER
    if len(list(filter(None, said))) > 1 and named.issuperset(filter(None, said)) and 2 * len(said) > len(names):
        return "It names columns again, but others, or in another order. Make two files of this table."
    return ""


def _is_web_of_science(text: str) -> bool:
    return text.startswith("PT\t") or "\tUT\t" in text[: text.find("\n")]


def _field_of(role: str) -> str:
    if role in FIELDS:
        return role
    if screening_kind(role):
        return "screening"
    return _TOLD_AS.get(role, "")


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
        ("Lens", {"lens id"}),
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
        free=by_role("extra", "keywords", "tags"),
        studies=by_role("study_label"),
        kind_words=_KINDS,
        names=given_names_first if producer == "Lens" else names_in_cell,
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

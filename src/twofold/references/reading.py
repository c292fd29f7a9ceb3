"""From the bytes of a reference file to its references, its held-back records and their account."""

import gc
import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from operator import itemgetter

from twofold.references import (
    bibtex,
    dialects,
    json_records,
    marks,
    producers,
    ris,
    screening,
    tables,
    workbook,
    xml_records,
)
from twofold.references.decoding import MAX_RECORDS, decode
from twofold.references.headers import FIELDS
from twofold.references.interpreting import reference
from twofold.references.model import HeldBack, Reading, Reference, ScreeningNote, Source, UnreadableFile
from twofold.references.recognition import recognise
from twofold.references.records import Parsed, RawRecord, Refused
from twofold.values.plaintext import visible

MAX_RECORD = 1_500_000
"""Characters above which one record is held back."""

_SHOWN = 1_000
_VALUE = itemgetter(1)

_PARSERS: dict[str, Callable[[str], Parsed]] = {
    "RIS": ris.parse,
    "MEDLINE": dialects.medline,
    "Web of Science": dialects.web_of_science,
    "EndNote tagged": dialects.endnote,
    "Cochrane": dialects.cochrane,
    "Ovid": dialects.ovid,
    "BibTeX": bibtex.parse,
    "JSON": json_records.parse,
    "XML": xml_records.parse,
}


def read_references(data: bytes, name: str, *, mapping: Mapping[str, str] | None = None) -> Reading:
    """Every record of a reference file, of whatever format, accounted for.

    The format is recognised by content. ``name`` is only for messages and ``Source``. ``mapping`` says by hand what
    the columns of a table carry: header -> one of ``FIELDS``, or '' for a column to leave alone.

    The caller brings nothing in unless ``Reading.accounted`` is true. Raises ``UnreadableFile`` for a file that is
    refused in whole, and ``ValueError`` for a mapping to an unknown field.
    """
    mapping = mapping or {}
    for header, target in mapping.items():
        if target and target not in FIELDS:
            raise ValueError(
                f"Column `{header}` is mapped to `{target}`, which is no field. Fields: {', '.join(FIELDS)}."
            )
    digest = hashlib.sha256(data).hexdigest()
    try:
        opened = _workbook(data, mapping) if workbook.is_zip(data) else _text_file(data, name, mapping)
        with _without_collecting():
            references, held_back = _account(opened, name, digest)
    except Refused as refusal:
        raise UnreadableFile(f"`{name}`{', ' if str(refusal).startswith('line ') else ': '}{refusal}") from refusal
    return Reading(
        name=name,
        sha256=digest,
        format=opened.format,
        producer=opened.producer,
        encoding=opened.encoding,
        references=tuple(references),
        held_back=tuple(held_back),
        counted=opened.counted,
        warnings=(*opened.warnings, *opened.parsed.warnings),
        columns=opened.parsed.columns,
    )


def columns_of(data: bytes, name: str) -> tuple[str, ...]:
    """The cells of the first row of a table, to say by hand what each column carries; nothing where it is no table.

    Raises ``UnreadableFile`` for a file that is refused in whole.
    """
    text = decode(data, name).text
    tables.refuse_wide(text, name)
    return () if recognise(text) else tuple(dict.fromkeys(cell for cell in tables.first_row(text) if cell.strip()))


@dataclass(frozen=True, slots=True)
class _Opened:
    """A file whose format is known, and whose records are still to be drawn."""

    parsed: Parsed
    counted: int
    format: str
    producer: str
    encoding: str = ""
    text: str = ""
    data: bytes = b""
    warnings: tuple[str, ...] = ()


def _workbook(data: bytes, mapping: Mapping[str, str]) -> _Opened:
    parsed, sheet, header = workbook.parse(data, mapping)
    counted = marks.count_sheet(data, sheet, header.line)
    _refuse_many(counted)
    return _Opened(parsed, counted, "XLSX", parsed.producer)


def _text_file(data: bytes, name: str, mapping: Mapping[str, str]) -> _Opened:
    decoded = decode(data, name)
    text = decoded.text
    format_name = recognise(text)
    if mapping or not format_name:
        format_name, parsed, counted = _table(data, text, name, mapping)
    else:
        counted = marks.COUNTERS[format_name](data)
        _refuse_many(counted)
        parsed = _PARSERS[format_name](text)
    producer = parsed.producer or producers.guess(text)
    return _Opened(
        parsed, counted, parsed.format or format_name, producer, decoded.encoding, text, data, decoded.warnings
    )


def _table(data: bytes, text: str, name: str, mapping: Mapping[str, str]) -> tuple[str, Parsed, int]:
    tables.refuse_wide(text, name)
    header = tables.find_header(text, mapping)
    if header is None:
        if mapping:
            missing = ", ".join(f"`{column}`" for column in mapping)
            raise Refused(f"no row has the mapped columns {missing}. Check their names in the file.")
        first = visible(text.lstrip().partition("\n")[0][:80])
        raise UnreadableFile(
            f"`{name}` is in no format that Twofold knows, and no row names its columns in a way it knows. It begins "
            f"with `{first}`. Export RIS or CSV, or say which column carries what."
        )
    counted = marks.count_rows(data, header.delimiter, header.quoting, header.rows_above + 1)
    _refuse_many(counted)
    return "TSV" if header.delimiter == "\t" else "CSV", tables.parse(text, header), counted


def _refuse_many(counted: int) -> None:
    if counted > MAX_RECORDS:
        raise Refused(
            f"it holds {counted:,} records; more than {MAX_RECORDS:,} are not read at once. Split the export."
        )


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Hundreds of thousands of tuples are made and all are kept; to look for garbage takes a fifth more."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _account(opened: _Opened, name: str, digest: str) -> tuple[list[Reference], list[HeldBack]]:
    parsed, text = opened.parsed, opened.text
    references: list[Reference] = []
    held_back: list[HeldBack] = []
    marked = screening.carries_marks(opened.data) if opened.data else True
    large = not text or len(text) > MAX_RECORD
    lines: list[str] = []
    for number, record in enumerate(parsed.records, 1):
        refused = record.refused or (_too_long(record) if large else "")
        if refused:
            lines = lines or text.split("\n")
            shown = record.text or "\n".join(lines[record.first_line - 1 : record.last_line])
            held_back.append(HeldBack(number, record.first_line, record.last_line, refused, shown[:_SHOWN]))
            continue
        plan, producer, fields, derived = parsed.plan, opened.producer, record.fields, record.derived
        notes: tuple[ScreeningNote, ...] = ()
        if marked or parsed.cut:
            cut = parsed.cut
            if marked and ris.is_eppi(fields):
                plan, producer, cut = ris.EPPI_PLAN, "EPPI-Reviewer", {**cut, "KW": "label"}
            fields, notes = screening.cut(fields, cut)
            if derived is not None:
                derived, _ = screening.cut(derived, cut)
        source = Source(name, digest, opened.format, producer, number, record.first_line, record.last_line)
        found = reference(fields, plan, source, notes, tuple(record.flags), derived=derived)
        if not (found.title or found.doi or found.pmid or found.source_id):
            # Nothing else would tell that the record is there already when the same file is brought in again.
            found = replace(found, source_id=f"file:{digest[:16]}:{number}")
        if "two titles" in found.flags:
            parsed.warnings.append(
                f"Line {record.first_line}: the record has two titles; if these are two records, the marks between "
                f"them are missing in the file."
            )
        references.append(found)
    return references, held_back


def _too_long(record: RawRecord) -> str:
    size = record.size or sum(map(len, map(_VALUE, record.fields)))
    if size <= MAX_RECORD:
        return ""
    return f"It is {size:,} characters long; a record above {MAX_RECORD:,} is no reference, or several without marks."

"""From the bytes of a reference file to its references, its held-back records and their account."""

import hashlib
from collections.abc import Callable, Mapping

from twofold.references import marks, producers, ris, screening, tables
from twofold.references.cleaning import hides_something
from twofold.references.decoding import MAX_RECORDS, decode
from twofold.references.headers import FIELDS
from twofold.references.interpreting import reference
from twofold.references.model import HeldBack, Reading, Reference, ScreeningNote, Source, UnreadableFile
from twofold.references.recognition import recognise
from twofold.references.records import Parsed, RawRecord

MAX_RECORD = 1_000_000
"""Characters above which one record is held back."""

_SHOWN = 1_000

_PARSERS: dict[str, Callable[[str, str], Parsed]] = {
    "RIS": ris.parse,
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
    decoded = decode(data, name)
    text = decoded.text
    format_name = recognise(text)
    if mapping or not format_name:
        format_name, parsed, counted = _table(data, text, name, mapping)
    else:
        counted = marks.COUNTERS[format_name](data)
        _refuse_many(counted, name)
        parsed = _PARSERS[format_name](text, name)
    producer = parsed.producer or producers.guess(text)
    digest = hashlib.sha256(data).hexdigest()
    references, held_back = _account(parsed, text, Source(name, digest, format_name, producer, 0, 0, 0))
    return Reading(
        name=name,
        sha256=digest,
        format=format_name,
        producer=producer,
        encoding=decoded.encoding,
        references=tuple(references),
        held_back=tuple(held_back),
        counted=counted,
        warnings=(*decoded.warnings, *parsed.warnings),
        columns=parsed.columns,
    )


def _table(data: bytes, text: str, name: str, mapping: Mapping[str, str]) -> tuple[str, Parsed, int]:
    tables.refuse_wide(text, name)
    header = tables.find_header(text, mapping)
    if header is None:
        if mapping:
            missing = ", ".join(f"`{column}`" for column in mapping)
            raise UnreadableFile(
                f"`{name}`: no row has the mapped columns {missing}. Check their names in the file."
            )
        first = text.lstrip().partition("\n")[0][:80]
        raise UnreadableFile(
            f"`{name}` is in no format that Twofold knows, and no row names its columns in a way it knows. It begins "
            f"with `{first}`. Export RIS or CSV, or say which column carries what."
        )
    parsed = tables.parse(text, header)
    counted = marks.count_rows(data, header.delimiter, header.quoting, header.rows_above + 1)
    _refuse_many(counted, name)
    return "TSV" if header.delimiter == "\t" else "CSV", parsed, counted


def _refuse_many(counted: int, name: str) -> None:
    if counted > MAX_RECORDS:
        raise UnreadableFile(
            f"`{name}` holds {counted:,} records; more than {MAX_RECORDS:,} are not read at once. Split the export."
        )


def _account(parsed: Parsed, text: str, file: Source) -> tuple[list[Reference], list[HeldBack]]:
    references: list[Reference] = []
    held_back: list[HeldBack] = []
    marked = screening.carries_marks(text)
    large = len(text) > MAX_RECORD
    hidden = hides_something(text)
    for number, record in enumerate(parsed.records, 1):
        refused = record.refused or (_too_long(record) if large else "")
        if refused:
            shown = record.text or _lines_of(text, record)
            held_back.append(HeldBack(number, record.first_line, record.last_line, refused, shown[:_SHOWN]))
            continue
        plan, producer, fields = parsed.plan, file.producer, record.fields
        notes: tuple[ScreeningNote, ...] = ()
        if marked or parsed.cut:
            cut = parsed.cut
            if marked and ris.is_eppi(fields):
                plan, producer, cut = ris.EPPI_PLAN, "EPPI-Reviewer", {**cut, "KW": "label"}
            fields, notes = screening.cut(fields, cut)
        source = Source(
            file.name, file.sha256, file.format, producer, number, record.first_line, record.last_line
        )
        references.append(reference(fields, plan, source, notes, tuple(record.flags), hidden=hidden))
    return references, held_back


def _lines_of(text: str, record: RawRecord) -> str:
    lines = text.split("\n", record.last_line)
    return "\n".join(lines[record.first_line - 1 : record.last_line])


def _too_long(record: RawRecord) -> str:
    size = sum(len(value) for _, value in record.fields)
    if size <= MAX_RECORD:
        return ""
    return f"It is {size:,} characters long; a record above {MAX_RECORD:,} is no reference, or several without marks."

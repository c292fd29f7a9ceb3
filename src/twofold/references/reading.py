"""From the bytes of a reference file to its references, its held-back records and their account."""

import gc
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from operator import itemgetter

from twofold.references import (
    bibtex,
    dialects,
    joints,
    json_records,
    marks,
    producers,
    ris,
    screening,
    tables,
    workbook,
    xml_records,
)
from twofold.references.decoding import MAX_RECORDS, Decoded, decode
from twofold.references.headers import FIELDS
from twofold.references.interpreting import Interpreter
from twofold.references.model import HeldBack, Reading, Reference, Source, UnreadableFile
from twofold.references.recognition import recognise
from twofold.references.records import Parsed, RawRecord, Refused
from twofold.references.screening_words import People, people_called
from twofold.values.counting import count_of
from twofold.values.plaintext import visible

MAX_RECORD = 1_500_000
"""Characters above which one record is held back."""

_SHOWN = 1_000
_MUCH = 50_000
"""Objects, above which it pays not to look at each new one for garbage."""

_TAGS_SHOWN = 8
_VALUE = itemgetter(1)

_PARSERS: dict[str, Callable[[str], Parsed]] = {
    "RIS": ris.parse,
    "MEDLINE": dialects.medline,
    "Web of Science": dialects.web_of_science,
    "EndNote tagged": dialects.endnote,
    "Cochrane": dialects.cochrane,
    "RefWorks": dialects.refworks,
    "Ovid": dialects.ovid,
    "BibTeX": bibtex.parse,
    "JSON": json_records.parse,
    "XML": xml_records.parse,
}


def read_references(
    data: bytes, name: str, *, mapping: Mapping[str, str] | None = None, people: Sequence[str] = ()
) -> Reading:
    """Every record of a reference file, of whatever format, accounted for.

    The format is recognised by content. ``name`` is only for messages and ``Source``. ``mapping`` says by hand what
    the columns of a table carry: header -> one of ``FIELDS``, or '' for a column to leave alone. ``people`` are the
    names and ids of those who screen or code: what is called after one of them is taken for screening.

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
        called = people_called(people)
        parts = _workbook(data, mapping, called) if workbook.is_zip(data) else _text_file(data, name, mapping, called)
        references: list[Reference] = []
        held_back: list[HeldBack] = []
        with _without_collecting():
            for part in parts:
                before = len(references) + len(held_back)
                read, held = _account(part, name, digest, called, before)
                references += read
                held_back += [replace(one, why=part.sheet + one.why) for one in held] if part.sheet else held
    except Refused as refusal:
        raise UnreadableFile(f"`{name}`{', ' if str(refusal).startswith('line ') else ': '}{refusal}") from refusal
    return Reading(
        name=name,
        sha256=digest,
        format=_joined(part.format for part in parts),
        producer=_joined(part.producer for part in parts),
        encoding=parts[0].encoding,
        references=tuple(references),
        held_back=tuple(held_back),
        counted=sum(part.counted for part in parts),
        warnings=tuple(sentence for part in parts for sentence in (*part.warnings, *part.parsed.warnings)),
        columns=tuple(dict.fromkeys(column for part in parts for column in part.parsed.columns)),
    )


def _joined(words: Iterable[str]) -> str:
    return " and ".join(dict.fromkeys(filter(None, words)))


def columns_of(data: bytes, name: str) -> tuple[str, ...]:
    """The cells of the first row of a table, to say by hand what each column carries; nothing where it is no table.

    Raises ``UnreadableFile`` for a file that is refused in whole.
    """
    text = decode(data, name).text
    tables.refuse_wide(text, name)
    return () if recognise(text) else tuple(dict.fromkeys(cell for cell in tables.first_row(text) if cell.strip()))


@dataclass(frozen=True, slots=True)
class _Opened:
    """A file, or a part of it, whose format is known, and whose records are still to be drawn."""

    parsed: Parsed
    counted: int
    format: str
    producer: str
    encoding: str = ""
    text: str = ""
    data: bytes = b""
    warnings: tuple[str, ...] = ()
    sheet: str = ""


def _workbook(data: bytes, mapping: Mapping[str, str], people: People) -> list[_Opened]:
    opened: list[_Opened] = []
    told, sheets = workbook.parse(data, mapping, people)
    for parsed, sheet, header in sheets:
        counted = marks.count_sheet(data, sheet, header.line)
        warnings, called = told, ""
        if len(sheets) > 1:
            called = f"Sheet `{visible(sheet)}`: "
            warnings = (*told, f"{called}{count_of(counted, 'record')}.")
        opened.append(_Opened(parsed, counted, "XLSX", parsed.producer, warnings=warnings, sheet=called))
        told = ()
    _refuse_many(sum(part.counted for part in opened))
    return opened


def _text_file(data: bytes, name: str, mapping: Mapping[str, str], people: People) -> list[_Opened]:
    decoded = decode(data, name)
    format_name = recognise(decoded.text)
    pieces = [] if mapping else joints.pieces(marks.lines_of(data), format_name)
    if len(pieces) < 2:
        return [_opened(data, decoded, format_name, name, mapping, people)]
    opened: list[_Opened] = []
    warnings = decoded.warnings
    for above, piece in pieces:
        # With as many lines above it as there are, every line has the number that it has in the file.
        text = decode(b"\n" * above + piece, name).text
        if opened:
            warnings = (
                f"Line {above + 1}: from here on the file has another format or header, as if two were put together; "
                f"it was read as a file of its own.",
            )
        part = Decoded(text, decoded.encoding, warnings)
        opened.append(_opened(piece, part, recognise(text), name, mapping, people))
    return opened


def _opened(
    data: bytes, decoded: Decoded, format_name: str, name: str, mapping: Mapping[str, str], people: People
) -> _Opened:
    text = decoded.text
    if mapping or not format_name:
        format_name, parsed, counted = _table(data, text, name, mapping, people)
    else:
        counted = marks.COUNTERS[format_name](data)
        _refuse_many(counted)
        parsed = _PARSERS[format_name](text)
    producer = parsed.producer or producers.guess(text)
    return _Opened(
        parsed, counted, parsed.format or format_name, producer, decoded.encoding, text, data, decoded.warnings
    )


def _table(data: bytes, text: str, name: str, mapping: Mapping[str, str], people: People) -> tuple[str, Parsed, int]:
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
    return "TSV" if header.delimiter == "\t" else "CSV", tables.parse(text, header, people), counted


def _refuse_many(counted: int) -> None:
    if counted > MAX_RECORDS:
        raise Refused(
            f"it holds {counted:,} records; more than {MAX_RECORDS:,} are not read at once. Split the export."
        )


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Hundreds of thousands of tuples are made and all are kept; to look for garbage takes a fifth more.

    Much that was made goes among the old objects at the end, without a look at each: to freeze and thaw does just that.
    After few objects it would only make the next full collection come sooner. Where something was frozen before, as the
    app does, it is to stay so.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            if gc.get_count()[0] > _MUCH and not gc.get_freeze_count():
                gc.freeze()
                gc.unfreeze()
            gc.enable()


def _account(
    opened: _Opened, name: str, digest: str, people: People, before: int
) -> tuple[list[Reference], list[HeldBack]]:
    parsed, text = opened.parsed, opened.text
    references: list[Reference] = []
    held_back: list[HeldBack] = []
    # In JSON, XML and workbooks the bytes do not show what a text says.
    marked = not opened.data or opened.format.endswith(("JSON", "XML")) or screening.carries_marks(opened.data)
    plain = screening.Cutting(parsed.plan, parsed.cut, people, marked=marked, lists=parsed.lists)
    coded = screening.Cutting(parsed.plan, {**parsed.cut, "KW": "label"}, people, lists=parsed.lists)
    large = not text or len(text) > MAX_RECORD
    lines: list[str] = []
    by_plan, by_eppi = Interpreter(parsed.plan), Interpreter(ris.EPPI_PLAN)
    for number, record in enumerate(parsed.records, before + 1):
        refused = record.refused or (_too_long(record) if large else "")
        if refused:
            lines = lines or text.split("\n")
            shown = record.text or "\n".join(lines[record.first_line - 1 : record.last_line])
            held_back.append(HeldBack(number, record.first_line, record.last_line, refused, shown[:_SHOWN]))
            continue
        interpreter, producer, fields, derived = by_plan, opened.producer, record.fields, record.derived
        cutting = plain
        if marked and ris.is_eppi(fields):
            interpreter, producer, cutting = by_eppi, "EPPI-Reviewer", coded
        fields, notes = cutting.cut(fields)
        if derived is not None:
            derived, _ = cutting.cut(derived)
        if notes and (numbers := screening.numbers_of(notes)):
            derived = [*(fields if derived is None else derived), *numbers]
        source = Source(name, digest, opened.format, producer, number, record.first_line, record.last_line)
        found = interpreter.reference(fields, source, notes, tuple(record.flags), derived=derived)
        if not (found.title or found.doi or found.pmid or found.source_id):
            # Nothing else would tell that the record is there already when the same file is brought in again.
            found = replace(found, source_id=f"file:{digest[:16]}:{number}")
        if "two titles" in found.flags:
            parsed.warnings.append(
                f"Line {record.first_line}: the record has two titles; if these are two records, the marks between "
                f"them are missing in the file."
            )
        references.append(found)
    if looked_like := dict.fromkeys([*plain.looked_like, *coded.looked_like]):
        shown = ", ".join(f"`{tag}`" for tag in list(looked_like)[:_TAGS_SHOWN])
        more = " and others" if len(looked_like) > _TAGS_SHOWN else ""
        parsed.warnings.append(
            f"What stands in {shown}{more} looks like screening in some records. It was put aside with the votes, and "
            f"no coder is shown it."
        )
    return references, held_back


def _too_long(record: RawRecord) -> str:
    size = record.size or sum(map(len, map(_VALUE, record.fields)))
    if size <= MAX_RECORD:
        return ""
    return f"It is {size:,} characters long; a record above {MAX_RECORD:,} is no reference, or several without marks."

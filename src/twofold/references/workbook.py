"""XLSX workbooks: every sheet that has a header, read as a table."""

import re
import struct
import zipfile
import zlib
from collections.abc import Mapping
from datetime import date, datetime
from io import BytesIO
from typing import TypeAlias

from twofold.references import tables
from twofold.references.cleaning import composed
from twofold.references.records import Parsed, Refused
from twofold.references.screening_words import People
from twofold.values.counting import count_of
from twofold.values.plaintext import visible

MAX_UNPACKED = 200 * 1024 * 1024
_MAX_FILES = 2_000
_MAX_CELLS = 5_000_000
_PLACE = re.compile(rb'<c\b[^>]*?\br="([A-Z]{1,3})(\d{1,7})"')


def is_zip(data: bytes) -> bool:
    """True for the first bytes of a ZIP archive, which every XLSX file is."""
    return data.startswith(b"PK\x03\x04")


Sheets: TypeAlias = list[tuple[Parsed, str, tables.Header]]
"""The records of sheets, their names and headers."""


def parse(data: bytes, mapping: Mapping[str, str], people: People) -> tuple[tuple[str, ...], Sheets]:
    """Sentences about the sheets that were not read, and all sheets that have a header.

    Raises ``Refused`` for other ZIP archives, for files that grow beyond use when unpacked, for workbooks without a
    header, and where the optional reader is not installed.
    """
    _refuse_bombs(data)
    try:
        from python_calamine import CalamineError, CalamineWorkbook
    except ImportError as missing:
        raise Refused(
            "this is an XLSX workbook, and the reader for those is not installed. Install `twofold[xlsx]`, or save "
            "the sheet as CSV."
        ) from missing
    try:
        workbook = CalamineWorkbook.from_filelike(BytesIO(data))
        told: list[str] = []
        found: Sheets = []
        for sheet in workbook.sheet_names:
            rows = workbook.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
            cells = [[_text(cell) for cell in row] for row in rows]
            header = tables.header_among(_rows(cells), mapping)
            if header is not None and (header.known > 1 or len(workbook.sheet_names) == 1 or mapping):
                found.append((tables.parse_rows(_rows(cells), header, people), sheet, header))
            elif filled := sum(1 for _ in _rows(cells)):
                told.append(
                    f"Sheet `{visible(sheet)}` was not read: none of its {count_of(filled, 'row')} is a header "
                    f"that Twofold knows."
                )
        if found:
            return tuple(told), found
    except (CalamineError, OSError, ValueError) as error:
        raise Refused("this XLSX workbook is damaged. Open it in a spreadsheet and save it again.") from error
    raise Refused("no sheet of this workbook has a row that names its columns in a way Twofold knows.")


def sheets_of(data: bytes) -> dict[str, list[list[str]]]:
    """Every sheet of a workbook by its name, as rows of text.

    Raises ``Refused`` as ``parse`` does.
    """
    _refuse_bombs(data)
    try:
        from python_calamine import CalamineError, CalamineWorkbook
    except ImportError as missing:
        raise Refused(
            "this is an XLSX workbook, and the reader for those is not installed. Install `twofold[xlsx]`, or save "
            "the sheet as CSV."
        ) from missing
    try:
        workbook = CalamineWorkbook.from_filelike(BytesIO(data))
        return {
            name: [[_text(cell) for cell in row] for row in workbook.get_sheet_by_name(name).to_python()]
            for name in workbook.sheet_names
        }
    except (CalamineError, OSError, ValueError) as error:
        raise Refused("this XLSX workbook is damaged. Open it in a spreadsheet and save it again.") from error


def _rows(cells: list[list[str]]) -> tables.Rows:
    for number, row in enumerate(cells, 1):
        if any(cell.strip() for cell in row):
            yield row, number, number


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == cell.min.time() else cell.isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return composed(str(cell))


def _refuse_bombs(data: bytes) -> None:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > _MAX_FILES or sum(part.file_size for part in parts) > MAX_UNPACKED:
                raise Refused(f"this archive is larger than {MAX_UNPACKED // 2**20} MiB when unpacked; it is not read.")
            if "xl/workbook.xml" not in archive.namelist():
                raise Refused("this is a ZIP archive and no XLSX workbook. Unpack it, and bring in the file inside.")
            for part in parts:
                _refuse_hidden_size(data, part)
                content = archive.read(part)
                if part.filename.startswith("xl/worksheets/"):
                    _refuse_wide_area(content)
    except (
        zipfile.BadZipFile,
        OSError,
        EOFError,
        ValueError,
        RuntimeError,
        NotImplementedError,
        struct.error,
        zlib.error,
    ) as error:
        raise Refused("this ZIP archive is damaged or encrypted. Export it again, without a password.") from error


def _refuse_hidden_size(data: bytes, part: zipfile.ZipInfo) -> None:
    """A part may say that it is small and unpack to gigabytes; no reader that unpacks to the end must be given it."""
    names, extra = struct.unpack_from("<HH", data, part.header_offset + 26)
    begin = part.header_offset + 30 + names + extra
    packed = memoryview(data)[begin : begin + part.compress_size]
    if part.compress_type == zipfile.ZIP_STORED:
        fits = len(packed) == part.file_size
    elif part.compress_type == zipfile.ZIP_DEFLATED:
        unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
        fits = len(unpacker.decompress(packed, part.file_size + 1)) == part.file_size
    else:
        fits = False
    if not fits:
        raise Refused("this archive does not hold what it says it holds; it is not read. Save the workbook again.")


def _refuse_wide_area(content: bytes) -> None:
    """A cell far out makes a reader fill all the cells before it."""
    columns = rows = 0
    for letters, digits in _PLACE.findall(content):
        column = 0
        for letter in letters:
            column = 26 * column + letter - 64
        columns, rows = max(columns, column), max(rows, int(digits))
    if columns > tables.MAX_COLUMNS or columns * rows > _MAX_CELLS:
        raise Refused(
            f"a sheet of this workbook reaches over {rows:,} rows and {columns:,} columns. Delete the cells far out, "
            f"and save it again."
        )

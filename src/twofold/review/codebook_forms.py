"""Codebooks out of the files that people have, and into those that other tools take."""

import csv
import io
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path

from twofold.codebook.foreign.headers import read_headers
from twofold.codebook.foreign.redcap import HEADER, read_redcap, redcap_of
from twofold.codebook.foreign.sketch import Converted, Rows, Unusable
from twofold.codebook.foreign.table import read_table, table_of
from twofold.codebook.foreign.xlsform import read_xlsform, xlsform_of
from twofold.codebook.model import Codebook
from twofold.codebook.problems import BadCodebook
from twofold.codebook.toml_reader import read_codebook
from twofold.references.decoding import decode
from twofold.references.model import UnreadableFile
from twofold.references.records import Refused
from twofold.references.workbook import is_zip, sheets_of
from twofold.store.append import cause_of
from twofold.values.plaintext import normal

_LARGEST = 50 * 2**20
_SIGNS_OF_A_TABLE = frozenset({"option", "option_label", "section", "show_if", "type"})


class Form(StrEnum):
    """What a file with a codebook in it may be."""

    TOML = "toml"
    TABLE = "table"
    XLSFORM = "xlsform"
    REDCAP = "redcap"
    HEADERS = "headers"

    @property
    def words(self) -> str:
        """The form as people call it."""
        return _WORDS[self]


_WORDS = {
    Form.TOML: "a codebook.toml",
    Form.TABLE: "a table of fields and options",
    Form.XLSFORM: "an XLSForm",
    Form.REDCAP: "a REDCap data dictionary",
    Form.HEADERS: "the headers of an extraction form",
}


class CannotConvert(Exception):
    """A file that makes no codebook, or a form that cannot be written; the message says why and what to do."""


def read_form(path: Path, form: Form | None = None) -> tuple[Form, Converted]:
    """The codebook that a file holds, in the form named or the one that its content has.

    Raises:
        CannotConvert: it cannot be read, or makes no codebook.
    """
    try:
        data = path.read_bytes() if path.stat().st_size <= _LARGEST else None
    except OSError as error:
        raise CannotConvert(f"`{path}` could not be read: {cause_of(error)}.") from error
    if data is None:
        raise CannotConvert(f"`{path.name}` is larger than {_LARGEST // 2**20} MiB; no codebook is.")
    try:
        if is_zip(data):
            return _of_sheets(sheets_of(data), path.stem, form)
        text = decode(data, path.name).text
        if form is Form.TOML or (form is None and path.suffix.casefold() == ".toml"):
            text = normal(text)
            return Form.TOML, Converted(text, read_codebook(text, path.name), ())
        return _of_sheets({"": _cells(text)}, path.stem, form)
    except (Refused, UnreadableFile) as error:
        raise CannotConvert(f"`{path.name}`: {error}") from error
    except (Unusable, BadCodebook) as error:
        raise CannotConvert(f"`{path.name}` was not taken. {error}") from error
    except csv.Error as error:
        raise CannotConvert(f"`{path.name}` is no table that can be read: {error}.") from error


def _of_sheets(sheets: Mapping[str, Rows], title: str, form: Form | None) -> tuple[Form, Converted]:
    first: Rows = next((rows for rows in sheets.values() if rows), ())
    found = form or _recognised(sheets, first)
    match found:
        case Form.XLSFORM:
            return found, read_xlsform(sheets, title)
        case Form.REDCAP:
            return found, read_redcap(first, title)
        case Form.TABLE:
            return found, read_table(first, title)
        case Form.HEADERS:
            return found, read_headers(first, title)
        case Form.TOML:
            raise Unusable("It is no TOML text.")


def _recognised(sheets: Mapping[str, Rows], first: Rows) -> Form:
    if "survey" in {name.casefold().strip() for name in sheets}:
        return Form.XLSFORM
    header = {" ".join(cell.casefold().split()) for cell in first[0]} if first else set()
    if HEADER[0].casefold() in header or "select_choices_or_calculations" in header:
        return Form.REDCAP
    named = header & {"field", "label", "question", "variable"}
    return Form.TABLE if named and header & _SIGNS_OF_A_TABLE else Form.HEADERS


def _cells(text: str) -> list[list[str]]:
    head = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=head.count)
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def in_form(book: Codebook, name: str, form: Form) -> tuple[bytes, tuple[str, ...]]:
    """The codebook in a form of other tools, as the bytes of a file of that name, and in sentences what did not fit. A
    suffix `.xlsx` makes a workbook.

    Raises:
        CannotConvert: an XLSForm was asked for as anything but a workbook, or workbooks cannot be written here.
    """
    match form:
        case Form.TABLE:
            rows, notes = table_of(book)
            sheets: Mapping[str, Rows] = {"codebook": rows}
        case Form.REDCAP:
            rows, notes = redcap_of(book)
            sheets = {"dictionary": rows}
        case Form.XLSFORM:
            sheets, notes = xlsform_of(book)
        case _:
            raise CannotConvert(f"A codebook is not written as {form.words}. Choose table, xlsform or redcap.")
    workbook = Path(name).suffix.casefold() == ".xlsx"
    if form is Form.XLSFORM and not workbook:
        raise CannotConvert(f"An XLSForm has several sheets: give `{name}` the suffix .xlsx.")
    return _workbook(sheets) if workbook else _csv(next(iter(sheets.values()))), notes


def _csv(rows: Rows) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def _workbook(sheets: Mapping[str, Rows]) -> bytes:
    try:
        from xlsxwriter import Workbook  # type: ignore[import-untyped]
    except ImportError as missing:
        raise CannotConvert("Writing workbooks needs the extra `twofold[xlsx]`. Install it, or write CSV.") from missing
    out = io.BytesIO()
    with Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                for column, cell in enumerate(row):
                    sheet.write_string(at, column, cell)
            sheet.freeze_panes(1, 0)
    return out.getvalue()

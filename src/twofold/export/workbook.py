"""An Excel workbook of the same tables: one sheet each, formulas off, filters on, labels as comments of the headers."""

import contextlib
import importlib.util
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from twofold.export.choices import CannotExport
from twofold.export.csv_files import is_plain_number
from twofold.export.material import Material, StudyAtHand
from twofold.export.tables import Column, Kind, Row, Table

MOST_ROWS = 1_048_576
MOST_LETTERS = 32_767
_MOST_IN_COMMENT = 1_500
_SHEET_NAME = 31
_DIGITS = 15


class _Sheet(Protocol):
    """What is used of a sheet of XlsxWriter."""

    def freeze_panes(self, row: int, column: int) -> None: ...
    def write_string(self, row: int, column: int, text: str, form: object = None) -> int: ...
    def write_number(self, row: int, column: int, number: float) -> int: ...
    def write_comment(self, row: int, column: int, text: str, options: Mapping[str, float]) -> int: ...
    def autofilter(self, row: int, column: int, last_row: int, last_column: int) -> None: ...


class _Book(Protocol):
    """What is used of a workbook of XlsxWriter."""

    def add_format(self, properties: Mapping[str, bool]) -> object: ...
    def add_worksheet(self, name: str) -> _Sheet: ...
    def set_properties(self, properties: Mapping[str, object]) -> None: ...
    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Workbook:
    """The file. It needs the package XlsxWriter, of the extra `xlsx`."""

    path: Path

    @contextlib.contextmanager
    def writing(self, material: Material, tables: Sequence[Table], into: Path) -> Iterator["_Sheets"]:
        """Rows are written as they come, so that memory does not grow with them.

        Raises:
            CannotExport: XlsxWriter is not there, or a table has more rows than a sheet holds.
        """
        if importlib.util.find_spec("xlsxwriter") is None:
            raise CannotExport("An Excel file needs XlsxWriter. Install it with: pip install 'twofold[xlsx]'.")
        from xlsxwriter import Workbook as New  # type: ignore[import-untyped]

        book: _Book = New(
            str(into),
            {
                "constant_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
                "tmpdir": str(into.parent),
            },
        )
        # Otherwise the file says when it was made, and the same export would have other bytes each time.
        book.set_properties({"created": datetime(2000, 1, 1, tzinfo=UTC), "title": material.review.title})
        try:
            sheets = _Sheets(book, tables)
            yield sheets
            sheets.finish()
        finally:
            _close(book)


def _close(book: _Book) -> None:
    from xlsxwriter.exceptions import FileCreateError  # type: ignore[import-untyped]

    try:
        book.close()
    except FileCreateError as error:
        cause = error.args[0] if error.args else None
        raise cause if isinstance(cause, OSError) else OSError(str(error)) from error


class _Sheets:
    def __init__(self, book: _Book, tables: Sequence[Table]) -> None:
        head = book.add_format({"bold": True})
        self._sheets: dict[str, _Sheet] = {}
        self._next = {one.name: 1 for one in tables}
        self._tables = {one.name: one for one in tables}
        for number, one in enumerate(tables, 1):
            name = one.name if len(one.name) <= _SHEET_NAME else f"{one.name[: _SHEET_NAME - 4]}_{number}"
            sheet = self._sheets[one.name] = book.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            for place, column in enumerate(one.columns):
                sheet.write_string(0, place, column.name, head)
                sheet.write_comment(0, place, _comment(column), {"x_scale": 2, "y_scale": 2})

    def rows(self, table: Table, rows: Sequence[Row]) -> None:
        """Write rows of a table."""
        sheet, at = self._sheets[table.name], self._next[table.name]
        if at + len(rows) > MOST_ROWS:
            raise CannotExport(
                f"{table.name} has more rows than a sheet of Excel holds ({MOST_ROWS:,}). Leave it out of the workbook"
                " with --only, or take the CSV files."
            )
        numeric = [column.kind in (Kind.INTEGER, Kind.NUMBER, Kind.BOOLEAN) for column in table.columns]
        for row in rows:
            for place, text in enumerate(row):
                if not text:
                    continue
                if numeric[place] and len(text) <= _DIGITS and is_plain_number(text):
                    sheet.write_number(at, place, float(text))
                else:
                    sheet.write_string(at, place, _fitting(text))
            at += 1
        self._next[table.name] = at

    def study(self, one: StudyAtHand) -> None:
        """The workbook holds rows alone."""

    def finish(self) -> None:
        """Put the filters on."""
        for name, sheet in self._sheets.items():
            sheet.autofilter(0, 0, max(self._next[name] - 1, 0), len(self._tables[name].columns) - 1)


def _fitting(text: str) -> str:
    """A cell of Excel holds no more letters; the CSV has them all."""
    return text if len(text) <= MOST_LETTERS else f"{text[: MOST_LETTERS - 1]}…"


def _comment(column: Column) -> str:
    values = "".join(f"\n{value}: {label}" for value, label in column.values.items() if value != label)
    return f"{column.what}{values}"[:_MOST_IN_COMMENT]

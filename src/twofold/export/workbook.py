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
from twofold.values.counting import count_of

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
    def _opt_close(self) -> None: ...


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

        file = _OnceFailing(into)
        book: _Book = New(
            file,
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
        sheets = _Sheets(book, tables)
        try:
            with contextlib.closing(file):
                yield sheets
                sheets.finish()
                _close(book)
        finally:
            sheets.let_go()


def _close(book: _Book) -> None:
    from xlsxwriter.exceptions import FileCreateError  # type: ignore[import-untyped]

    try:
        book.close()
    except FileCreateError as error:
        cause = error.args[0] if error.args else None
        raise cause if isinstance(cause, OSError) else OSError(str(error)) from error


class _OnceFailing:
    """A file that tells of a full disk once and from then on takes everything: the writer of the archive tries to end
    it when it is cleared away, where an error could only be printed over the screen."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("wb", buffering=0)
        self._at = 0
        self._over = False

    def write(self, data: bytes) -> int:
        """Write all of it.

        Raises:
            OSError: it could not be written, for the first time.
        """
        view = memoryview(data)
        try:
            while view and not self._over:
                view = view[self._file.write(view) :]
        except OSError:
            self._over = True
            raise
        self._at += len(data)
        return len(data)

    def seek(self, offset: int) -> int:
        """Go to a place of the file, counted from its beginning."""
        self._at = offset if self._over else self._file.seek(offset)
        return self._at

    def tell(self) -> int:
        """The place in the file."""
        return self._at

    def flush(self) -> None:
        """Nothing is held back."""

    def close(self) -> None:
        """Close the file."""
        self._over = True
        self._file.close()


class _Sheets:
    def __init__(self, book: _Book, tables: Sequence[Table]) -> None:
        head = book.add_format({"bold": True})
        self._sheets: dict[str, _Sheet] = {}
        self._next = {one.name: 1 for one in tables}
        self._tables = {one.name: one for one in tables}
        self._cut = {one.name: 0 for one in tables}
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
        kinds = (Kind.INTEGER, Kind.NUMBER, Kind.BOOLEAN)
        numeric = {place: column.typed for place, column in enumerate(table.columns) if column.kind in kinds}
        for at_row, row in enumerate(rows, at):
            for place, text in enumerate(row):
                if not text:
                    continue
                if place in numeric and _is_number(text, typed=numeric[place]):
                    sheet.write_number(at_row, place, float(text))
                elif len(text) <= MOST_LETTERS:
                    sheet.write_string(at_row, place, text)
                else:
                    self._cut[table.name] += 1
                    sheet.write_string(at_row, place, f"{text[: MOST_LETTERS - 1]}…")
        self._next[table.name] = at + len(rows)

    def study(self, one: StudyAtHand) -> None:
        """The workbook holds rows alone."""

    def finish(self) -> None:
        """Put the filters on."""
        for name, sheet in self._sheets.items():
            sheet.autofilter(0, 0, max(self._next[name] - 1, 0), len(self._tables[name].columns) - 1)

    def sentences(self) -> Sequence[str]:
        """How many cells were cut, and where they are whole."""
        cut = {name: count for name, count in self._cut.items() if count}
        if not cut:
            return ()
        were = "was" if sum(cut.values()) == 1 else "were"
        where = ", ".join(f"{count:,} in {name}" for name, count in cut.items())
        return (
            f"{count_of(sum(cut.values()), 'cell')} of the Excel file {were} cut to {MOST_LETTERS:,} letters, the most"
            f" that Excel holds ({where}). The CSV files of the folder have them whole.",
        )

    def let_go(self) -> None:
        """Close the files in which rows were gathered, where the workbook was not finished."""
        for sheet in self._sheets.values():
            # There is no public way, and what cannot be written is of no use any more.
            with contextlib.suppress(OSError):
                sheet._opt_close()


def _is_number(text: str, *, typed: bool) -> bool:
    """Whether a cell goes out as a number. What was typed does where the number prints as the same text alone, so that
    1.50 and 007 stay what they are."""
    if len(text) > _DIGITS or not is_plain_number(text):
        return False
    return not typed or (text == f"{float(text):.{_DIGITS}g}" and text != "-0")


def _comment(column: Column) -> str:
    values = "".join(f"\n{value}: {label}" for value, label in column.values.items() if value != label)
    return f"{column.what}{values}"[:_MOST_IN_COMMENT]

"""CSV as RFC 4180 has it: commas, doubled quotes, CR LF at the end of a row, text verbatim."""

import csv
import re
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType

from twofold.export.tables import Row, Table

_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?", re.ASCII)
_RUN_BY_SPREADSHEETS = frozenset("=+-@\t\r")
GUARD = "'"
BOM = "\ufeff"


def is_formula(text: str) -> bool:
    """Whether a spreadsheet would run the text rather than show it; a plain number it only shows."""
    return text[:1] in _RUN_BY_SPREADSHEETS and not is_plain_number(text)


def is_plain_number(text: str) -> bool:
    """Whether the text is a number without anything beside it."""
    return _NUMBER.fullmatch(text) is not None


class CsvFile:
    """A table being written. ``rows`` counts its rows, ``formulas`` the cells that a spreadsheet would run."""

    def __init__(self, folder: Path, table: Table, *, bom: bool, excel_safe: bool) -> None:
        self.table = table
        self.rows = 0
        self.formulas = 0
        self._safe = excel_safe
        self._free = tuple(place for place, column in enumerate(table.columns) if column.free)
        self._file = (folder / table.file).open("w", encoding="utf-8", newline="")
        # Python's codec that writes the mark is asked anew for every row; the plain one is not.
        self._file.write(BOM if bom else "")
        self._writer = csv.writer(self._file, lineterminator="\r\n")
        self._writer.writerow([one.name for one in table.columns])

    def take(self, rows: Iterable[Row]) -> None:
        """Write the rows."""
        self._writer.writerows(self._guarded(rows))

    def _guarded(self, rows: Iterable[Row]) -> Iterable[Row]:
        free, number, formulas = self._free, self.rows, self.formulas
        for row in rows:
            number += 1
            for place in free:
                text = row[place]
                if text and text[0] in _RUN_BY_SPREADSHEETS and not is_plain_number(text):
                    formulas += 1
                    if self._safe:
                        row = [*row]
                        row[place] = GUARD + text
            yield row
        self.rows, self.formulas = number, formulas

    def __enter__(self) -> "CsvFile":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

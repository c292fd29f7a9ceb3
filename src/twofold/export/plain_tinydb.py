"""One plain file that TinyDB 4 opens with its own storage: every document that the exporting person may see."""

import contextlib
import json
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from twofold.export.audit import plan_documents
from twofold.export.material import Material, StudyAtHand
from twofold.export.submissions import minutes_wanted
from twofold.export.tables import Row, Table
from twofold.record.document import Document
from twofold.record.tables import TABLES, body_of

_TABLE_OF = {model: name for name, model in TABLES.items()}
_JSON = json.JSONEncoder(separators=(",", ":"), sort_keys=True)


@dataclass(frozen=True, slots=True)
class PlainTinyDB:
    """The file, whose documents bear their `id`. Screening is not in it."""

    path: Path

    @contextlib.contextmanager
    def writing(self, material: Material, tables: Sequence[Table], into: Path) -> Iterator["_Spool"]:
        """TinyDB keeps the documents of a table together and they come study by study, so each table is gathered in a
        file of its own until the end."""
        with contextlib.ExitStack() as closing:
            spool = _Spool(material, closing, into.parent)
            for name, (_, one) in plan_documents(material).items():
                spool.add(name, one)
            yield spool
            spool.write(into)


class _Spool:
    def __init__(self, material: Material, closing: contextlib.ExitStack, folder: Path) -> None:
        self._material = material
        self._closing = closing
        self._folder = folder
        self._timed = minutes_wanted(material)
        self._files: dict[str, IO[str]] = {}
        self._counts: dict[str, int] = {}

    def rows(self, table: Table, rows: Sequence[Row]) -> None:
        """The file holds documents and no rows."""

    def study(self, one: StudyAtHand) -> None:
        """Take the documents of a study, and its reports."""
        found: dict[str, Document] = {**dict(one.reports), **one.documents}
        for name, each in found.items():
            if each.by in self._material.people or name not in one.documents:
                self.add(name, each)

    def sentences(self) -> Sequence[str]:
        """Nothing is left out of it but what the guide says."""
        return ()

    def add(self, name: str, one: Document) -> None:
        """Take a document."""
        table = _TABLE_OF[type(one)]
        if table not in self._files:
            gathered = tempfile.TemporaryFile("w+", encoding="ascii", dir=self._folder)  # noqa: SIM115
            self._files[table] = self._closing.enter_context(gathered)
        number = self._counts[table] = self._counts.get(table, 0) + 1
        body = {**body_of(one), "id": name}
        if not self._timed:
            body.pop("minutes", None)
        # TinyDB opens files in the encoding of the machine, and every one of them has the letters of ASCII.
        self._files[table].write(f'{"," if number > 1 else ""}"{number}":{_JSON.encode(body)}')

    def write(self, into: Path) -> None:
        """Put the tables together."""
        with into.open("w", encoding="ascii", newline="") as file:
            file.write("{")
            for place, table in enumerate(one for one in TABLES if one in self._files):
                file.write(f'{"," if place else ""}"{table}":{{')
                gathered = self._files[table]
                gathered.seek(0)
                while block := gathered.read(1024 * 1024):
                    file.write(block)
                file.write("}")
            file.write("}")

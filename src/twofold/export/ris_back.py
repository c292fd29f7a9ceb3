"""The reports back out as RIS, with the consensus as keywords, for a reference manager."""

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from twofold.export.cells import EMPTY_SET
from twofold.export.material import Material, StudyAtHand
from twofold.export.tables import Row, Table
from twofold.record.plan_documents import ReportDocument
from twofold.references.model import Reference, Source
from twofold.references.writing import ris_record
from twofold.values.answers import Chosen
from twofold.values.plaintext import one_line

_NO_SOURCE = Source("", "", "", "", 0, 0, 0)


@dataclass(frozen=True, slots=True)
class RisFile:
    """The file: a record of each report, whose keywords are `study:` and its number, and `field:value`."""

    path: Path

    @contextlib.contextmanager
    def writing(self, material: Material, tables: Sequence[Table], into: Path) -> Iterator["_Records"]:
        """Records are written as the studies come."""
        with into.open("w", encoding="utf-8", newline="") as file:
            yield _Records(material, file)


class _Records:
    def __init__(self, material: Material, file: IO[str]) -> None:
        self._material = material
        self._file = file

    def rows(self, table: Table, rows: Sequence[Row]) -> None:
        """The file holds references and no rows."""

    def study(self, one: StudyAtHand) -> None:
        """Write the reports of a study."""
        keywords = [f"study:{one.planned.number}", *self._codes(one)]
        for _, report in one.reports:
            self._file.write(ris_record(_reference(report), keywords))

    def sentences(self) -> Sequence[str]:
        """Nothing is left out of it."""
        return ()

    def _codes(self, one: StudyAtHand) -> Iterator[str]:
        found = one.now.consensus
        if found is None:
            return
        for row, name in found.asked:
            if row is not None:
                continue
            answer, cells = found.sheet.at(name).answer, self._material.cells_of(name)
            if isinstance(answer, Chosen):
                yield from (f"{name}:{option}" for option in cells.ordered(answer.options) or [EMPTY_SET])
            elif text := one_line(cells.of(answer).value):
                yield f"{name}:{text}"


def _reference(one: ReportDocument) -> Reference:
    return Reference(
        one.title,
        one.authors,
        one.year,
        one.journal,
        one.volume,
        one.issue,
        one.pages,
        one.doi,
        one.doi_found_in,
        one.pmid,
        one.abstract,
        one.kind,
        one.url,
        one.language,
        one.source_id,
        one.study_label,
        one.registry_ids,
        one.raw,
        (),
        one.flags,
        _NO_SOURCE,
    )

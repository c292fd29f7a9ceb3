"""Making an export: one pass over the studies, every table written as they come."""

import contextlib
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from twofold.agreement import Intervals, Method
from twofold.agreement.wording import plural
from twofold.export.catalogue import tables_of
from twofold.export.choices import Choices
from twofold.export.csv_files import CsvFile
from twofold.export.folder import PACKAGE, README, check_beside, check_target, scripts_for, seal
from twofold.export.material import Material, StudyAtHand, material_of
from twofold.export.package import Written, package_text
from twofold.export.readme import readme_text
from twofold.export.replacing import replacing
from twofold.export.tables import Row, Table
from twofold.review.open import Review

Told = Callable[[int, int], None]
"""Is told how many studies are done, of how many."""


class Taker(Protocol):
    """What another file takes from the pass over the studies."""

    def rows(self, table: Table, rows: Sequence[Row]) -> None:
        """Take rows of a table."""

    def study(self, one: StudyAtHand) -> None:
        """Take a study."""

    def sentences(self) -> Sequence[str]:
        """What is to be known of the file, once all is taken."""


class Extra(Protocol):
    """A file besides the folder, written in the same pass."""

    @property
    def path(self) -> Path:
        """Where it is to lie."""

    def writing(self, material: Material, tables: Sequence[Table], into: Path) -> AbstractContextManager[Taker]:
        """Write it at ``into``; it is whole when the block ends."""


@dataclass(frozen=True, slots=True)
class FileMade:
    """A file of the export: its name, rows (0 for what is no table) and bytes (0 in a rehearsal)."""

    name: str
    one_row: str
    rows: int
    size: int


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written, or would be. ``sentences`` say what is to be known of it."""

    person: str
    files: tuple[FileMade, ...]
    sentences: tuple[str, ...]
    formulas: int = 0


def _nobody(_: int, __: int) -> None:
    return


def export(
    review: Review, choices: Choices, target: Path, told: Told = _nobody, extras: Sequence[Extra] = ()
) -> Exported:
    """Write the export into ``target``, and the extras beside it, in place of earlier ones; say what was written.

    Raises:
        CannotExport: it was not made; what was at the target, and beside it, is as it was.
        CannotOpen: there is no codebook.
    """
    place, beside = _places(review, target, [one.path for one in extras])
    material = material_of(review, choices)
    tables = tables_of(material)
    # What somebody changed while the export was made is as much theirs as what was there before.
    with replacing(place, beside, lambda: _places(review, place, beside)) as (folder, new):
        files, of_extras = _write(material, tables, folder, told, tuple(zip(extras, new, strict=True)))
        sentences = _sentences(material, files)
        (folder / README).write_text(readme_text(material, files, sentences), "utf-8", newline="")
        scripts = scripts_for(one.table.name for one in files)
        for name in scripts:
            (folder / name).write_bytes((_SCRIPTS / f"{name}.txt").read_bytes())
        (folder / PACKAGE).write_text(package_text(material, folder, files), "utf-8", newline="\n")
        seal(folder / PACKAGE)
        made = tuple(FileMade(one.table.file, one.table.one_row, one.rows, one.size) for one in files)
        made += tuple(FileMade(name, "", 0, (folder / name).stat().st_size) for name in (PACKAGE, README, *scripts))
    return Exported(review.person, made, (*sentences, *of_extras), sum(one.formulas for one in files))


def _places(review: Review, target: Path, files: Sequence[Path]) -> tuple[Path, tuple[Path, ...]]:
    place = check_target(target, review)
    return place, check_beside(place, files)


_SCRIPTS = Path(__file__).resolve().parent / "scripts"


def _write(
    material: Material, tables: Sequence[Table], folder: Path, told: Told, extras: Sequence[tuple[Extra, Path]]
) -> tuple[tuple[Written, ...], tuple[str, ...]]:
    choices = material.choices
    total = len(material.review.plan.studies)
    with contextlib.ExitStack() as at_end:
        files = [
            at_end.enter_context(CsvFile(folder, one, bom=choices.bom, excel_safe=choices.excel_safe)) for one in tables
        ]
        takers = [at_end.enter_context(one.writing(material, tables, into)) for one, into in extras]

        def write(file: CsvFile, rows: Iterable[Row]) -> None:
            if takers:
                rows = list(rows)
                for taker in takers:
                    taker.rows(file.table, rows)
            file.take(rows)

        for file in files:
            write(file, file.table.first())
        told(0, total)
        for done, study in enumerate(material.studies(), 1):
            for file in files:
                write(file, file.table.of_study(study))
            for taker in takers:
                taker.study(study)
            told(done, total)
        for file in files:
            write(file, file.table.last())
    written = [Written(one.table, one.rows, (folder / one.table.file).stat().st_size, one.formulas) for one in files]
    return tuple(written), tuple(sentence for one in takers for sentence in one.sentences())


def rehearse(
    review: Review, choices: Choices, target: Path, told: Told = _nobody, extras: Sequence[Extra] = ()
) -> Exported:
    """What ``export`` would write, with the number of rows; nothing is written.

    Raises:
        CannotExport, CannotOpen: as for ``export``, as far as it can be told beforehand.
    """
    _places(review, target, [one.path for one in extras])
    return count(review, choices, told)


def count(review: Review, choices: Choices, told: Told = _nobody) -> Exported:
    """The files of an export and their rows, wherever it is to lie; nothing is written.

    Raises:
        CannotExport, CannotOpen: as for ``export``, as far as it hangs on the review and the choices.
    """
    material = material_of(review, choices)
    # How an interval is made does not change the number of rows, and drawn ones take their time.
    tables = tables_of(material, Intervals(Method.NONE))
    counts = [sum(1 for _ in one.first()) for one in tables]
    total = len(review.plan.studies)
    told(0, total)
    for done, study in enumerate(material.studies(), 1):
        for place, one in enumerate(tables):
            counts[place] += sum(1 for _ in one.of_study(study))
        told(done, total)
    for place, one in enumerate(tables):
        counts[place] += sum(1 for _ in one.last())
    written = [Written(one, count, 0, 0) for one, count in zip(tables, counts, strict=True)]
    files = tuple(FileMade(one.table.file, one.table.one_row, one.rows, 0) for one in written)
    scripts = scripts_for(one.name for one in tables)
    files += tuple(FileMade(name, "", 0, 0) for name in (PACKAGE, README, *scripts))
    return Exported(review.person, files, _sentences(material, written))


def _sentences(material: Material, files: Sequence[Written]) -> tuple[str, ...]:
    """What an analyst has to know of this export before using it."""
    plan = material.review.plan
    said: list[str] = []
    opened = sum(bool(plan.released(material.choices.round or plan.round_of(key), key)) for key in plan.studies)
    if not plan.studies:
        said.append("There are no studies yet.")
    elif not opened:
        said.append("No study is open for comparison yet, so there is no consensus and no agreement in it.")
    elif opened < len(plan.studies):
        said.append(
            f"{opened} of {plural(len(plan.studies), 'study')} are open for comparison; the others have no consensus."
        )
    formulas = sum(one.formulas for one in files)
    if formulas and material.choices.excel_safe:
        said.append(f"{plural(formulas, 'cell')} that a spreadsheet would run as a formula got an apostrophe in front.")
    elif formulas:
        said.append(
            f"{plural(formulas, 'cell')} begin with = + - @ or a tab, and a spreadsheet may run them as a formula; they"
            " are verbatim here. --excel-safe guards them."
        )
    return tuple(said)

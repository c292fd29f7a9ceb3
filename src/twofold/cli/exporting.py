"""What goes out: the folder of tables, and single files beside it."""

import sys
from collections.abc import Sequence
from pathlib import Path

from twofold.cli.exits import Exit, fail, print_json, say, warn
from twofold.cli.opening import open_review
from twofold.export.choices import BadChoice, CannotExport, Choices
from twofold.export.folder import usual_target
from twofold.export.plain_tinydb import PlainTinyDB
from twofold.export.ris_back import RisFile
from twofold.export.workbook import Workbook
from twofold.export.writing import Exported, Extra, Told, export, rehearse
from twofold.review.open import CannotOpen
from twofold.values.plaintext import visible


def export_review(
    folder: Path | None,
    person: str,
    out: Path | None,
    choices: Choices,
    extras: Sequence[Extra],
    *,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Write the export, or say what it would hold."""
    review = open_review(folder, person, writing=False)
    try:
        target = out if out is not None else usual_target(review)
        if dry_run:
            done = rehearse(review, choices, target, _telling(), extras)
        else:
            done = export(review, choices, target, _telling(), extras)
    except BadChoice as error:
        fail(str(error), Exit.USAGE)
    except CannotOpen as error:
        fail(str(error), Exit.REFUSED)
    except CannotExport as error:
        fail(str(error))
    except KeyboardInterrupt:
        fail("Stopped. Nothing was written; an earlier export is as it was.", Exit.FAILED)
    if as_json:
        print_json(
            "export",
            {
                "review": review.id,
                "person": done.person,
                "folder": str(target),
                "written": not dry_run,
                "files": [{"file": one.name, "rows": one.rows, "bytes": one.size} for one in done.files],
                "also": [str(one.path) for one in extras],
                "cells_a_spreadsheet_would_run": done.formulas,
                "told": list(done.sentences),
            },
        )
        return
    _print(done, target, extras, dry_run=dry_run)


def extras_of(tinydb: Path | None, xlsx: Path | None, ris: Path | None) -> tuple[Extra, ...]:
    """The single files that were asked for."""
    made: list[Extra] = []
    if tinydb is not None:
        made.append(PlainTinyDB(tinydb))
    if xlsx is not None:
        made.append(Workbook(xlsx))
    if ris is not None:
        made.append(RisFile(ris))
    return tuple(made)


def _print(done: Exported, target: Path, extras: Sequence[Extra], *, dry_run: bool) -> None:
    would = "Would be written" if dry_run else "Written"
    say(f"{would} for {done.person}: {visible(str(target))}")
    for one in done.files:
        told = f"{one.rows:>9,} {'row' if one.rows == 1 else 'rows'}" if one.one_row else ""
        say(f"  {one.name:<24}{told}".rstrip())
    for extra in extras:
        say(f"{would}: {visible(str(extra.path))}")
    for sentence in done.sentences:
        warn(sentence)


def _telling() -> Told:
    """Tells progress on standard error, on one line of a terminal; nowhere else."""
    shown = sys.stderr.isatty()

    def told(done: int, total: int) -> None:
        if shown and total and (done == total or done % max(1, total // 100) == 0):
            end = "\r\033[K" if done == total else ""
            print(f"\r{done:,} of {total:,} studies", end=end, file=sys.stderr, flush=True)

    return told

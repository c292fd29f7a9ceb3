"""The PDFs of this device: in which folder they lie, and which belongs to which study."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from twofold.cli.arguments import AsJson, DryRun, ReviewFolder

if TYPE_CHECKING:
    from twofold.review.open import Review


def pdfs(
    folder: Annotated[
        Path | None, typer.Argument(help="The folder with your PDFs, to be remembered; else the one that is.")
    ] = None,
    given: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="STUDY=FILE", help="This file belongs to this study; S012= forgets it."),
    ] = None,
    match: Annotated[
        bool, typer.Option("--match", help="Keep every match of file names to numbers, DOIs or labels.")
    ] = False,
    review: ReviewFolder = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Which PDF of this device `o` opens for which study: told by file names, or set by hand. Kept on this device."""
    from twofold.cli.exits import Exit, fail
    from twofold.review.outside import name_pdf_folder, pdf_folder
    from twofold.review.papers import NotKept, keep_pdfs, matches_of
    from twofold.store.append import cause_of

    if folder is not None and not folder.is_dir():
        fail(f"`{folder}` is no folder.", Exit.USAGE)
    opened = _opened(review)
    try:
        if folder is not None and not dry_run:
            name_pdf_folder(opened.id, folder)
        place = folder or pdf_folder(opened.id)
        if place is None:
            fail("No folder of PDFs is set on this device. Name it: `twofold pdfs FOLDER`.", Exit.USAGE)
        chosen = _chosen(opened, given or [])
        found = matches_of(opened, place)
        by_names = [(one.study, one.file) for one in found.matched if one.how != "by hand"] if match else []
        if (chosen or by_names) and not dry_run:
            keep_pdfs(opened, [*by_names, *chosen])
            found = matches_of(opened, place)
    except NotKept as error:
        fail(str(error), Exit.REFUSED)
    except OSError as error:
        fail(f"This could not be remembered: {cause_of(error)}.")
    kept = [] if dry_run else [*by_names, *chosen]
    _tell(opened, place, kept, as_json=as_json, hint=not (match or chosen))


def _opened(folder: Path | None) -> "Review":
    """The review without its person: where papers lie is a matter of the device."""
    from twofold.cli.exits import Exit, fail
    from twofold.review.open import CannotOpen, Review
    from twofold.store.place import find_review

    place = folder or find_review(Path.cwd())
    if place is None:
        fail("There is no review here. Name it with --review.", Exit.USAGE)
    try:
        return Review(place)
    except CannotOpen as error:
        fail(str(error), Exit.REFUSED)


def _chosen(review: "Review", given: list[str]) -> list[tuple[str, str]]:
    from twofold.cli.exits import Exit, fail
    from twofold.cli.looking import study_called
    from twofold.values.plaintext import visible

    made: list[tuple[str, str]] = []
    for one in given:
        study, sign, file = one.partition("=")
        if not sign or not study:
            fail(f"`{visible(one)}` names no file. Write STUDY=FILE, such as 'S012=abas.pdf'.", Exit.USAGE)
        made.append((study_called(review, study).key, file))
    return made


def _tell(review: "Review", place: Path, kept: list[tuple[str, str]], *, as_json: bool, hint: bool) -> None:
    from twofold.cli.exits import print_json, say
    from twofold.review.papers import matches_of
    from twofold.values.plaintext import visible

    studies, found = review.plan.studies, matches_of(review, place)
    if as_json:
        print_json(
            "pdfs",
            {
                "folder": str(place),
                "kept": len(kept),
                "matched": [
                    {"study": studies[one.study].number, "file": one.file, "how": one.how} for one in found.matched
                ],
                "doubtful": [{"file": file, "why": why} for file, why in found.doubtful],
                "files_left": list(found.files_left),
                "studies_left": [studies[key].number for key in found.studies_left],
            },
        )
        return
    for one in found.matched:
        say(f"  {studies[one.study].number}  {visible(one.file)}  ({one.how})")
    for file, why in found.doubtful:
        say(f"  in doubt: {visible(file)} {why}; say which with --set STUDY=FILE")
    if found.files_left:
        say(f"  {_files(len(found.files_left))} of no study: {visible(', '.join(found.files_left))}")
    if found.studies_left:
        say(f"  no PDF: {', '.join(studies[key].number for key in found.studies_left)}")
    if kept:
        say(f"Kept {_files(len(kept))} on this device; `o` opens them.")
    elif hint and any(one.how != "by hand" for one in found.matched):
        say("Nothing was kept; --match keeps what fits. `o` already opens files that begin with a number or a label.")


def _files(count: int) -> str:
    return "1 file" if count == 1 else f"{count} files"

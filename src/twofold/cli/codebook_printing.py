"""The codebook printed as one HTML page: a handbook for coders, or a table for a protocol or an appendix."""

from collections.abc import Sequence
from pathlib import Path

from twofold.cli.codebooks import folder_of_review
from twofold.cli.exits import Exit, fail, print_json, say
from twofold.codebook.changes import changes
from twofold.codebook.model import Codebook
from twofold.codebook.problems import BadCodebook
from twofold.codebook.toml_reader import read_codebook
from twofold.export.choices import CannotExport
from twofold.export.replacing import replacing_file
from twofold.report.handbook import Standing, handbook, handbook_table
from twofold.review.open import CannotOpen, Review
from twofold.review.publications import Published, book_called, publications
from twofold.store.append import cause_of
from twofold.store.named_files import MayNotWrite, named_place
from twofold.store.place import CODEBOOK_FILE
from twofold.values.counting import count_of
from twofold.values.plaintext import normal

HANDBOOK = Path("handbook.html")
TABLE = Path("codebook.html")


def print_codebook(
    folder: Path | None,
    out: Path | None,
    *,
    version: str,
    draft: bool,
    table: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Write the page, in place of an earlier print but of no other file."""
    if draft and version:
        fail("A draft is no published version: give --draft or --version, not both.", Exit.USAGE)
    target = out or (TABLE if table else HANDBOOK)
    try:
        review = Review(folder_of_review(folder))
        book, standing = _draft(review) if draft else _published(review, version)
    except (CannotOpen, BadCodebook) as error:
        fail(str(error), Exit.REFUSED)
    data = _data(book, standing, publications(review.plan), target, table=table)
    try:
        place = named_place(target)
        if not dry_run:
            with replacing_file(place) as new:
                new.write_bytes(data)
    except MayNotWrite as error:
        fail(str(error), Exit.REFUSED)
    except CannotExport as error:
        fail(str(error))
    if as_json:
        print_json(
            "codebook-print",
            {
                "file": None if dry_run else str(target),
                "form": "table" if table else "handbook",
                "codebook_version": book.version,
                "draft": draft,
                "fields": len(book.fields),
                "bytes": len(data),
            },
        )
        return
    what = f"{book.title} {book.version}{' (draft)' if draft else ''}: {count_of(len(book.fields), 'field')}"
    if dry_run:
        say(f"{what}. Would write {len(data):,} bytes to `{target}`. Nothing was written.")
        return
    how = "" if target.suffix.casefold() == ".docx" else " Open it in a browser; its print gives a PDF."
    say(f"{what} printed to `{target}`.{how}")


def _data(book: Codebook, standing: Standing, log: Sequence[Published], target: Path, *, table: bool) -> bytes:
    """What is written: a document where the file's name ends in .docx, else a page."""
    if target.suffix.casefold() != ".docx":
        return (handbook_table if table else handbook)(book, standing, log).encode("utf-8")
    if table:
        fail("The table is a page or a CSV: `--out` .html, or `twofold codebook export`.", Exit.USAGE)
    from twofold.report.handbook_docx import NoDocx, handbook_docx

    try:
        return handbook_docx(book, standing, log)
    except NoDocx as error:
        fail(str(error), Exit.FAILED)


def _published(review: Review, version: str) -> tuple[Codebook, Standing]:
    if not version:
        return review.in_force.codebook, Standing(review.title, "This version is in force: coding uses it now.")
    book = book_called(review.plan, version)
    if book is None:
        known = ", ".join(dict.fromkeys(one.version for one in publications(review.plan)))
        fail(f"No version `{version}` was published. There are: {known}.", Exit.USAGE)
    now = review.in_force.codebook.version
    words = (
        "This version is in force: coding uses it now."
        if book == review.in_force.codebook
        else f"This is an earlier version. Coding uses {now} now."
    )
    return book, Standing(review.title, words)


def _draft(review: Review) -> tuple[Codebook, Standing]:
    path = review.folder / CODEBOOK_FILE
    try:
        book = read_codebook(normal(path.read_text("utf-8-sig")), path.name)
    except OSError as error:
        fail(f"`{path}` could not be read: {cause_of(error)}.", Exit.REFUSED)
    except UnicodeDecodeError:
        fail(f"`{path}` is not UTF-8 text. Save it as UTF-8.", Exit.REFUSED)
    differs = tuple(dict.fromkeys(one.words for one in changes(review.in_force.codebook, book)))
    if not differs:
        return book, Standing(review.title, "The draft says what is in force.")
    return book, Standing(review.title, "This is a draft. It counts once the lead publishes it.", differs)

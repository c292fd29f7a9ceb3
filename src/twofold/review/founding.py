"""Founding a review."""

import contextlib
import secrets
import shutil
from collections.abc import Sequence
from pathlib import Path

from twofold.codebook.fingerprints import everything, meaning
from twofold.codebook.model import Codebook
from twofold.codebook.problems import BadCodebook
from twofold.codebook.templates import default_codebook_text
from twofold.codebook.toml_reader import read_codebook
from twofold.record.plan_documents import CodebookDocument, PersonEntry, ReviewDocument
from twofold.review.pen import filed, stamped
from twofold.review.review_file import BadReviewFile, checked_title, review_file_text
from twofold.store.append import NotSaved, cause_of, sync, sync_folder
from twofold.store.device import data_folder, new_key
from twofold.store.folder import Logs
from twofold.store.own import CannotWrite, OwnLogs
from twofold.store.place import CODEBOOK_FILE, REVIEW_FILE
from twofold.values.plaintext import normal

GIT_ATTRIBUTES = "# Logs are kept byte for byte.\n*.jsonl -text\n"


class CannotFound(Exception):
    """A review that was not founded; the message says why. Nothing is left behind."""


def check_founding(folder: Path, title: str, people: Sequence[PersonEntry], codebook: str = "") -> tuple[str, Codebook]:
    """The text of the codebook that a founding would take, and what it says. The default one where it is empty.

    Raises:
        CannotFound: the folder is in the way, the title or the people will not do, or the codebook has a mistake.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CannotFound(f"`{folder}` is already there and is not empty. Choose another name; nothing was touched.")
    if not any("lead" in one.roles for one in people):
        raise CannotFound("Nobody has the role `lead`. A review needs one: the lead founds it.")
    text = normal(codebook.removeprefix("\ufeff") or default_codebook_text())
    try:
        checked_title(title)
        return text, _codebook(text)
    except (BadReviewFile, BadCodebook) as error:
        raise CannotFound(str(error)) from error


def _codebook(text: str) -> Codebook:
    book = read_codebook(text)
    if len(text) > 2_000_000 or len(book.version) > 500:
        raise BadReviewFile(f"`{CODEBOOK_FILE}`: its text or its version is longer than Twofold keeps. Shorten it.")
    return book


def found_review(folder: Path, title: str, people: Sequence[PersonEntry], codebook: str = "") -> Path:
    """Make the folder of a new review, with its codebook, and publish both. The first lead founds it.

    The default codebook is taken where ``codebook`` is empty.

    Raises:
        CannotFound: as for ``check_founding``, or the folder cannot be written.
    """
    try:
        text, book = check_founding(folder, title, people, codebook)
        with contextlib.ExitStack() as undone:
            _build(folder, checked_title(title), people, text, book, undone)
            undone.pop_all()
    except OSError as error:
        raise CannotFound(f"`{folder}` could not be made: {cause_of(error)}.") from error
    except (NotSaved, CannotWrite) as error:
        raise CannotFound(f"`{folder}` could not be made. {error}") from error
    return folder


def _build(
    folder: Path, title: str, people: Sequence[PersonEntry], text: str, book: Codebook, undone: contextlib.ExitStack
) -> None:
    # An empty folder that is already there may be the one somebody stands in, so it is filled and not replaced.
    filling = folder.exists()
    for missing in reversed([one for one in folder.absolute().parents if not one.exists()]):
        undone.callback(_remove_empty, missing)
    building = (folder if filling else folder.parent) / f".new.{secrets.token_hex(4)}"
    undone.callback(_remove, building)
    building.mkdir(parents=True)
    # The review's id is the id of the document that founds it, so that document is made before any log is.
    lead = next(one.id for one in people if "lead" in one.roles)
    founding = stamped(ReviewDocument, lead, new_key(), title=title, people=tuple(people))
    review = filed(founding).id
    _write(building / ".gitattributes", GIT_ATTRIBUTES)
    _write(building / CODEBOOK_FILE, text)
    _write(building / REVIEW_FILE, review_file_text(review, title, people))
    undone.callback(_remove, data_folder() / "reviews" / review)
    own = OwnLogs.open(Logs(building, review), lead)
    try:
        published = stamped(
            CodebookDocument,
            lead,
            own.device.id,
            text=text,
            version=book.version,
            meaning=meaning(book),
            everything=everything(book),
        )
        own.append("plan", [filed(founding), filed(published)])
    finally:
        own.close()
    if not filling:
        building.replace(folder)
        undone.callback(_remove, folder)
        sync_folder(folder.parent)
        return
    # Without its review.toml, which comes last, a folder is no review.
    for name in (".gitattributes", CODEBOOK_FILE, "logs", REVIEW_FILE):
        (building / name).replace(folder / name)
        undone.callback(_remove, folder / name)
    building.rmdir()
    sync_folder(folder)


def _write(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        sync(file.fileno())


def _remove_empty(folder: Path) -> None:
    with contextlib.suppress(OSError):
        folder.rmdir()


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)

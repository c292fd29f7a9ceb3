"""Founding a review, and publishing what its lead has drafted since."""

import contextlib
import secrets
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from twofold.codebook.changes import changes
from twofold.codebook.fingerprints import everything, meaning
from twofold.codebook.model import Codebook
from twofold.codebook.problems import BadCodebook
from twofold.codebook.templates import default_codebook_text
from twofold.codebook.toml_reader import read_codebook
from twofold.record.document import Document
from twofold.record.plan_documents import CodebookDocument, PersonEntry, ReviewDocument
from twofold.review.open import Review
from twofold.review.pen import NotWritten, filed, stamped
from twofold.review.review_file import BadReviewFile, checked_title, read_review_file, review_file_text
from twofold.store.append import NotSaved, cause_of, sync, sync_folder
from twofold.store.device import data_folder, new_key
from twofold.store.folder import Logs
from twofold.store.own import CannotWrite, OwnLogs
from twofold.store.place import CODEBOOK_FILE, REVIEW_FILE
from twofold.values.plaintext import normal

GIT_ATTRIBUTES = "# Logs are kept byte for byte.\n*.jsonl -text\n"


class CannotPublish(Exception):
    """A draft that was not published; the message says why and what to do."""


class CannotFound(Exception):
    """A review that was not founded; the message says why. Nothing is left behind."""


@dataclass(frozen=True, slots=True)
class Publication:
    """What a publication would change, in words, and the documents that do it."""

    words: tuple[str, ...]
    documents: tuple[Document, ...]


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


def drafted(review: Review) -> Publication:
    """What `publish` would do now: the drafts in the folder against what is in force.

    Raises:
        CannotPublish: a draft has a mistake, changes a meaning, or this person is no lead.
    """
    person = review.plan.standing.person(review.person)
    if person is None or "lead" not in person.roles:
        raise CannotPublish(f"Only a lead publishes. You are `{review.person}` here.")
    if review.pen is None:
        raise CannotPublish(review.why_read_only)
    try:
        draft = read_review_file(review.folder)
        path = review.folder / CODEBOOK_FILE
        text = normal(path.read_text("utf-8-sig"))
        book = _codebook(text)
    except (BadReviewFile, BadCodebook) as error:
        raise CannotPublish(f"{error}\nNothing was published; coding goes on with what is in force.") from error
    except OSError as error:
        raise CannotPublish(f"`{CODEBOOK_FILE}` could not be read: {cause_of(error)}.") from error
    except UnicodeDecodeError as error:
        raise CannotPublish(f"`{CODEBOOK_FILE}` is not UTF-8 text. Save it as UTF-8.") from error
    words: list[str] = []
    documents: list[Document] = []
    standing = review.plan.standing
    if draft.title != standing.title or _by_id(draft.people) != _by_id(standing.people) or standing.clash:
        gone = {one.id for one in standing.people} - {one.id for one in draft.people}
        if gone:
            raise CannotPublish(
                f"`{sorted(gone)[0]}` is no longer in `{REVIEW_FILE}`. A person who has been of a review stays in it;"
                " put the entry back."
            )
        words += _people_words(standing.title, standing.people, draft.title, draft.people)
        words += ["of two lists of people, this one holds"] if standing.clash else []
        documents.append(
            review.pen.document(ReviewDocument, title=draft.title, people=draft.people, replaces=standing.current)[1]
        )
    in_force = [review.plan.codebooks[key] for key in review.plan.current_codebooks]
    if len(in_force) != 1 or in_force[0].text != text:
        words += _codebook_words([one.text for one in in_force], book)
        documents.append(
            review.pen.document(
                CodebookDocument,
                text=text,
                version=book.version,
                meaning=meaning(book),
                everything=everything(book),
                replaces=review.plan.current_codebooks,
            )[1]
        )
    return Publication(tuple(words), tuple(documents))


def _codebook(text: str) -> Codebook:
    book = read_codebook(text)
    if len(text) > 2_000_000 or len(book.version) > 500:
        raise BadReviewFile(f"`{CODEBOOK_FILE}`: its text or its version is longer than Twofold keeps. Shorten it.")
    return book


def _codebook_words(in_force: Sequence[str], draft: Codebook) -> list[str]:
    """What the draft changes against each codebook in force; there are two where two leads published unknown to each
    other, and the answers of both must keep their meaning."""
    try:
        found = [one for text in in_force for one in changes(read_codebook(text, "the published codebook"), draft)]
    except BadCodebook as error:
        raise CannotPublish(f"The published codebook cannot be read by this Twofold. {error}") from error
    refused = [f"{one.words}. {one.instead}" for one in found if not one.allowed]
    if refused:
        raise CannotPublish("\n".join([*dict.fromkeys(refused), "Nothing was published."]))
    settled = ["of two codebooks, this one holds"] if len(in_force) > 1 else []
    words = settled + list(dict.fromkeys(one.words for one in found))
    return words or ["the codebook's text changed, and nothing that it says"]


def publish(review: Review, publication: Publication) -> None:
    """Write a publication, on disk when this returns.

    Raises:
        CannotPublish: it could not be saved.
    """
    if review.pen is None:
        raise CannotPublish(review.why_read_only)
    if not publication.documents:
        return
    try:
        review.pen.put_now(publication.documents)
    except NotWritten as error:
        raise CannotPublish(f"Nothing was published. {error}") from error
    review.take_in()


def _by_id(people: Sequence[PersonEntry]) -> dict[str, tuple[str, frozenset[str]]]:
    return {one.id: (one.name, frozenset(one.roles)) for one in people}


def _people_words(old_title: str, old: Sequence[PersonEntry], new_title: str, new: Sequence[PersonEntry]) -> list[str]:
    said = [] if old_title == new_title else [f"the title is now “{new_title}”"]
    before = _by_id(old)
    for one in new:
        if one.id not in before:
            said.append(f"`{one.id}` ({one.name}) joins as {' and '.join(one.roles)}")
        elif before[one.id] != (one.name, frozenset(one.roles)):
            said.append(f"`{one.id}` is now {one.name}, {' and '.join(one.roles)}")
    return said

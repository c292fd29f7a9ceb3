"""Founding a review, and publishing what its lead has drafted since."""

import secrets
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from twofold.codebook.changes import changes
from twofold.codebook.fingerprints import everything, meaning
from twofold.codebook.problems import BadCodebook
from twofold.codebook.templates import default_codebook_text
from twofold.codebook.toml_reader import read_codebook
from twofold.record.documents import CodebookDocument, Document, PersonEntry, ReviewDocument
from twofold.review.open import Review
from twofold.review.pen import NotWritten, filed, stamped
from twofold.review.review_file import BadReviewFile, read_review_file, review_file_text
from twofold.store.append import NotSaved, cause_of
from twofold.store.device import new_key
from twofold.store.folder import Logs
from twofold.store.own import CannotWrite, OwnLogs
from twofold.store.place import CODEBOOK_FILE, REVIEW_FILE
from twofold.values.plaintext import normal, one_line

_GIT_ATTRIBUTES = "# Logs are kept byte for byte.\n*.jsonl -text\n"


class CannotPublish(Exception):
    """A draft that was not published; the message says why and what to do."""


class CannotFound(Exception):
    """A review that was not founded; the message says why. Nothing is left behind."""


@dataclass(frozen=True, slots=True)
class Publication:
    """What a publication would change, in words, and the documents that do it."""

    words: tuple[str, ...]
    documents: tuple[Document, ...]


def found_review(folder: Path, title: str, people: Sequence[PersonEntry], codebook: str = "") -> Path:
    """Make the folder of a new review, with its codebook, and publish both. The first lead founds it.

    The default codebook is taken where ``codebook`` is empty.

    Raises:
        CannotFound: the folder is in the way or cannot be written, or the codebook has a mistake.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CannotFound(f"`{folder}` is already there and is not empty. Choose another name; nothing was touched.")
    lead = next(one.id for one in people if "lead" in one.roles)
    text = normal(codebook or default_codebook_text())
    building = folder.parent / f".{folder.name}.{secrets.token_hex(4)}.new"
    try:
        book = read_codebook(text)
        building.mkdir(parents=True)
        # The review's id is the id of the document that founds it, so that document is made before any log is.
        founding = stamped(ReviewDocument, lead, new_key(), title=one_line(title), people=tuple(people))
        review = filed(founding).id
        (building / REVIEW_FILE).write_text(review_file_text(review, one_line(title), people), "utf-8")
        (building / CODEBOOK_FILE).write_text(text, "utf-8")
        (building / ".gitattributes").write_text(_GIT_ATTRIBUTES, "utf-8")
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
        building.replace(folder)
    except BadCodebook as error:
        raise CannotFound(str(error)) from error
    except OSError as error:
        raise CannotFound(f"`{folder}` could not be made: {cause_of(error)}.") from error
    except (NotSaved, CannotWrite) as error:
        raise CannotFound(str(error)) from error
    finally:
        shutil.rmtree(building, ignore_errors=True)
    return folder


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
        text = normal(path.read_text("utf-8"))
        book = read_codebook(text)
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
        documents.append(
            review.pen.document(ReviewDocument, title=draft.title, people=draft.people, replaces=standing.current)[1]
        )
    current = review.plan.codebook
    if current is None or current[1].text != text:
        found = () if current is None else changes(review.in_force.codebook, book)
        refused = [f"{one.words}. {one.instead}" for one in found if not one.allowed]
        if refused:
            raise CannotPublish("\n".join([*refused, "Nothing was published."]))
        words += [one.words for one in found] or ["the codebook's text changed, and nothing that it says"]
        documents.append(
            review.pen.document(
                CodebookDocument,
                text=text,
                version=book.version,
                meaning=meaning(book),
                everything=everything(book),
                replaces=() if current is None else review.plan.current_codebooks,
            )[1]
        )
    return Publication(tuple(words), tuple(documents))


def publish(review: Review, publication: Publication) -> None:
    """Write a publication, on disk when this returns.

    Raises:
        CannotPublish: it could not be saved.
    """
    if review.pen is None:
        raise CannotPublish(review.why_read_only)
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

"""The examples to practise on that go with a review's codebook: as a lead drafts them, and as they were published."""

from dataclasses import dataclass

from twofold.codebook.model import Codebook
from twofold.codebook.practice_reader import PRACTICE_FILE, read_practice
from twofold.codebook.problems import BadCodebook
from twofold.record.plan_documents import PracticeDocument
from twofold.review.open import Review
from twofold.store.append import cause_of
from twofold.values.counting import count_of
from twofold.values.plaintext import normal

_LONGEST = 2_000_000
_NO_LONGER_FIT = (
    "the examples to practise on that are published do not fit this codebook and are not offered until they are"
    f" published anew in `{PRACTICE_FILE}`"
)


class BadExamples(Exception):
    """Examples that cannot be taken; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class DraftedExamples:
    """What a publication does to the examples, in words. ``text`` is to be published; ``None`` leaves them alone."""

    words: tuple[str, ...] = ()
    text: str | None = None


NO_EXAMPLES = DraftedExamples()


def published_examples(review: Review) -> str:
    """The examples that a lead published, as text; empty where there are none."""
    return next((one.text for one in review.plan.practices.values()), "")


def own_examples(review: Review) -> str:
    """The examples beside this copy's codebook; empty where there is no such file, or nothing in it.

    Raises:
        BadExamples: the file cannot be read.
    """
    text = _in_file(review) or ""
    return text if text.strip() else ""


def drafted_examples(review: Review, book: Codebook) -> DraftedExamples:
    """The file of examples against what is published, for the codebook as it will be. An empty file withdraws them.

    Raises:
        BadExamples: the file cannot be read, is too long, or has a mistake; each is named with its line.
    """
    text, current = _in_file(review), list(review.plan.practices.values())
    if text is None:
        published = published_examples(review)
        return NO_EXAMPLES if not published or _fits(published, book) else DraftedExamples((_NO_LONGER_FIT,))
    text = text if text.strip() else ""
    if [one.text for one in current] == [text] or not (current or text):
        return NO_EXAMPLES
    if not text:
        return DraftedExamples(("the examples to practise on are withdrawn",), "")
    if len(text) > _LONGEST:
        raise BadExamples(f"`{PRACTICE_FILE}` is longer than Twofold keeps. Shorten it.")
    try:
        found = read_practice(text, book)
    except BadCodebook as error:
        raise BadExamples(str(error)) from error
    new = "other" if any(one.text for one in current) else "own"
    words = f"the codebook carries {new} examples to practise on: {count_of(len(found.studies), 'study', 'studies')}"
    return DraftedExamples((words,), text)


def as_document(review: Review, text: str) -> PracticeDocument:
    """The document that publishes the examples."""
    assert review.pen is not None
    return review.pen.document(PracticeDocument, text=text, replaces=tuple(review.plan.practices))[1]


def _fits(text: str, book: Codebook) -> bool:
    try:
        read_practice(text, book)
    except BadCodebook:
        return False
    return True


def _in_file(review: Review) -> str | None:
    path = review.folder / PRACTICE_FILE
    try:
        return normal(path.read_text("utf-8-sig"))
    except FileNotFoundError:
        return None
    except OSError as error:
        raise BadExamples(f"`{path}` could not be read: {cause_of(error)}.") from error
    except UnicodeDecodeError as error:
        raise BadExamples(f"`{path}` is not UTF-8 text. Save it as UTF-8.") from error

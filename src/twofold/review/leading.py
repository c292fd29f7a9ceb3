"""What every act of the lead has in common: who may, what is written, and how it is refused."""

from collections.abc import Sequence
from dataclasses import dataclass

from twofold.record.document import Document
from twofold.review.open import Review
from twofold.review.pen import NotWritten, Pen


class Refused(Exception):
    """An act of the lead that was not done; the message says why and what to do. Nothing was written."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """What an act would do, in words, and the documents that do it."""

    words: tuple[str, ...]
    documents: tuple[Document, ...]


def pen_of_lead(review: Review, act: str) -> Pen:
    """The pen of a person who is a lead; ``act`` finishes the sentence *Only a lead ...*.

    Raises:
        Refused: the person is no lead, or nothing can be written.
    """
    person = review.plan.standing.person(review.person)
    if person is None or "lead" not in person.roles:
        raise Refused(f"Only a lead {act}. You are `{review.person}` here.")
    if review.pen is None:
        raise Refused(review.why_read_only)
    return review.pen


def carry_out(review: Review, documents: Sequence[Document]) -> None:
    """Write what was proposed, as one line, on disk when this returns.

    Raises:
        Refused: it could not be saved.
    """
    if review.pen is None:
        raise Refused(review.why_read_only)
    if not documents:
        return
    try:
        review.pen.put_now(documents)
    except NotWritten as error:
        raise Refused(f"Nothing was written. {error}") from error
    review.take_in()


def study_keys(review: Review, names: Sequence[str]) -> tuple[str, ...]:
    """The keys of the studies that people call by these numbers or labels.

    Raises:
        Refused: a name that is none, or that several studies bear.
    """
    keys: list[str] = []
    for name in names:
        wanted = name.casefold()
        found = [
            one.key for one in review.plan.studies.values() if wanted in (one.number.casefold(), one.label.casefold())
        ]
        if len(found) != 1:
            raise Refused(f"No one study is called `{name}`. Give its number, such as S012.")
        keys.append(found[0])
    return tuple(dict.fromkeys(keys))

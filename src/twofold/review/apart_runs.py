"""Runs that stay apart from every record: founded on this device, filled with studies, thrown away."""

import contextlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from twofold.record.document import Document
from twofold.record.plan_documents import PersonEntry
from twofold.review.founding import CannotFound, found_review
from twofold.review.identity import remember_person, review_of
from twofold.review.leading import Refused, carry_out
from twofold.review.open import CannotOpen, Review
from twofold.review.pen import Pen
from twofold.store.apart import throw_away
from twofold.store.append import cause_of
from twofold.store.folder import NoReview

KEEPER = PersonEntry(id="twofold-itself", name="Twofold", roles=("lead",))
"""Who lays down the plan of such a run, so that the person in it has nothing to lead."""


class CannotRun(Exception):
    """A practice or a pilot that cannot be run; the message says why and what to do."""


def begin(folder: Path, title: str, person: PersonEntry, codebook: str) -> None:
    """Found the run, unless it is there; from then on this device takes its user for ``person`` in it.

    Raises:
        CannotRun: it could not be made.
    """
    try:
        if not folder.exists():
            folder.parent.mkdir(parents=True, exist_ok=True)
            found_review(folder, title, (KEEPER, person), codebook)
        remember_person(review_of(folder)[0], person.id)
    except (CannotFound, NoReview) as error:
        raise CannotRun(str(error)) from error
    except OSError as error:
        raise CannotRun(f"`{folder}` could not be made: {cause_of(error)}.") from error


@contextmanager
def kept(folder: Path) -> Iterator[Review]:
    """The run, opened for the one who lays down its plan.

    Raises:
        CannotRun: it cannot be opened or written.
    """
    try:
        review = Review(folder)
        review.become(KEEPER.id, remember=False)
    except CannotOpen as error:
        raise CannotRun(str(error)) from error
    try:
        if review.pen is None:
            raise CannotRun(review.why_read_only)
        yield review
    finally:
        review.close()


def lay_down(review: Review, documents: Callable[[Pen], Sequence[Document]]) -> None:
    """Write what a run consists of.

    Raises:
        CannotRun: it could not be saved.
    """
    assert review.pen is not None
    try:
        carry_out(review, documents(review.pen))
    except Refused as error:
        raise CannotRun(str(error)) from error


def forget(folder: Path) -> bool:
    """Throw a run away; whether there was one.

    Raises:
        CannotRun: it is in use, or could not be removed.
    """
    if not folder.exists():
        return False
    with contextlib.suppress(CannotOpen):
        review = Review(folder)
        people = [one.id for one in review.plan.standing.people if one.id != KEEPER.id]
        review.become(people[0], remember=False)
        in_use = "" if review.pen is not None else review.why_read_only
        review.close()
        if in_use:
            raise CannotRun(in_use)
    try:
        throw_away(folder, KEEPER.id)
    except OSError as error:
        raise CannotRun(f"`{folder}` could not be removed: {cause_of(error)}.") from error
    return True

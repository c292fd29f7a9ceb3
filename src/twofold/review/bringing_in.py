"""Bringing in references: every record of a file becomes a study, is already there, or is held back with a reason."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from twofold.review.bringing_in_account import Bringing, CannotBringIn, Wishes
from twofold.review.bringing_in_found import Survey, headers_of, survey
from twofold.review.bringing_in_questions import checked, questions, repeats_in
from twofold.review.bringing_in_work import Work
from twofold.review.open import Review
from twofold.review.pen import NotWritten


def work_out(
    review: Review,
    files: Sequence[Path],
    mapping: Mapping[str, str] | None = None,
    wishes: Wishes | None = None,
) -> Bringing:
    """What bringing in these files would do. ``mapping`` says for tables which column holds which field.

    Raises:
        CannotBringIn: this person may not, a file cannot be read, its records cannot all be accounted for, or the
            decisions do not fit.
    """
    found = survey(review, files, dict.fromkeys(files, mapping) if mapping else None)
    return settled(review, found, wishes or Wishes())


def settled(review: Review, found: Survey, wishes: Wishes) -> Bringing:
    """What bringing in the files that were looked at would do, under these decisions. Nothing is written.

    Raises:
        CannotBringIn: the decisions do not fit the files or each other, or this person may not.
    """
    if review.pen is None:
        raise CannotBringIn(review.why_read_only)
    asked = (*questions(found, wishes.initiative_column), *repeats_in(found))
    if why := checked(wishes.decisions, asked):
        raise CannotBringIn(why)
    if wishes.initiative_column and wishes.initiative_column not in dict(headers_of(found)):
        known = ", ".join(f"`{name}`" for name, _ in headers_of(found))
        raise CannotBringIn(f"No record has a column or tag called `{wishes.initiative_column}`. There are: {known}.")
    decided = {one.id: wishes.decisions.get(one.id, one.stands) for one in asked}
    work = Work(review, review.pen, found, wishes)
    work.join(asked, decided)
    for at in range(len(found.files)):
        work.take(at)
    work.remember()
    work.mend(asked, decided)
    work.keep_votes()
    return work.made(asked)


def bring_in(review: Review, bringing: Bringing) -> None:
    """Write what was worked out; on disk when this returns.

    Raises:
        CannotBringIn: it could not be saved.
    """
    write(review, bringing)
    review.take_in()


def write(review: Review, bringing: Bringing) -> None:
    """Write what was worked out. The review takes it in when it is next told to; this may run in a thread.

    Raises:
        CannotBringIn: it could not be saved.
    """
    if review.pen is None:
        raise CannotBringIn(review.why_read_only)
    try:
        review.pen.put_now((*bringing.plan, bringing.batch))
    except NotWritten as error:
        raise CannotBringIn(f"Nothing was brought in. {error}") from error
    # Votes come after their studies: what is interrupted between the two is made whole by the same import again.
    try:
        if bringing.screening:
            review.pen.put_now(bringing.screening)
    except NotWritten as error:
        raise CannotBringIn(
            f"The studies were brought in, and the votes that were cut out were not saved. Bring the same files in"
            f" again, which adds only them. {error}"
        ) from error

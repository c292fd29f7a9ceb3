"""Going from a review to a place apart and back: the slow work, done in a thread."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from twofold.tui.opening import Tell, nowhere, open_near

if TYPE_CHECKING:
    from twofold.review.open import Review
    from twofold.store.savequeue import Outcome


def practice_folder(review: "Review | None") -> Path | str:
    """The place to practise in, or a sentence why there is none."""
    from twofold.codebook.problems import BadCodebook
    from twofold.review.apart_runs import CannotRun
    from twofold.review.open import CannotOpen
    from twofold.review.practising import begin_practice, source_for

    try:
        return begin_practice(source_for(review))
    except (CannotRun, CannotOpen, BadCodebook) as error:
        return str(error)


def pilot_folder(review: "Review") -> Path | str:
    """The place of the pilot, or a sentence why there is none."""
    from twofold.review.apart_runs import CannotRun
    from twofold.review.piloting import begin_pilot

    try:
        return begin_pilot(review)
    except CannotRun as error:
        return str(error)


def open_other(
    old: "Review | None",
    folder: Path | None,
    on_outcome: "Callable[[Outcome], None]",
    tell: Tell,
    *,
    forgetting: bool = False,
) -> None:
    """Close ``old`` and open ``folder``, or show the welcome page where there is none; ``forgetting`` throws ``old``,
    which is a place apart, away."""
    said = "" if old is None else old.close()
    if old is not None and forgetting:
        from twofold.review.apart_runs import CannotRun, forget

        try:
            forget(old.folder)
        except CannotRun as error:
            said = str(error)
    if said or folder is None:
        tell(nowhere(said))
    else:
        open_near(folder, on_outcome, tell)

"""Opening a review for a command, or the app for a person."""

from pathlib import Path
from typing import TYPE_CHECKING

from twofold.cli.exits import Exit, fail, warn

if TYPE_CHECKING:
    from twofold.review.open import Review


def open_app(folder: Path | None, study: str = "", *, reconciling: bool = False) -> int:
    """Run the app on the review at ``folder``, or on the one that the working folder is or lies in.

    With ``study``, a number or a label, it opens at that study; ``reconciling``, where differences are settled.
    """
    import os
    import sys

    # `twofold serve` speaks with the app through pipes and says so by the driver that it names.
    if "TEXTUAL_DRIVER" not in os.environ:
        if not (sys.stdin.isatty() and sys.stdout.isatty()):
            fail(
                "Twofold needs a terminal to open in. `twofold code --plain` codes line by line without one;"
                " `twofold status` and `twofold --help` work too."
            )
        if os.environ.get("TERM", "") == "dumb":
            fail(
                "This terminal cannot draw a screen (TERM=dumb). `twofold code --plain` codes line by line here;"
                " `twofold status` and `twofold --help` work too."
            )
    from twofold.tui.app import run

    return run(folder or Path.cwd(), study, reconciling=reconciling)


def open_review(path: Path | None, person: str, *, writing: bool, apart: bool = False) -> "Review":
    """The review at ``path``, or the one that the working folder is or lies in, opened for ``person``.

    Without a person, the one whom this device remembers; naming another one is for this command alone. Where it cannot
    be done the command ends with a sentence. A practice or a pilot is opened only where it may be ``apart``.
    """
    from twofold.review.open import CannotOpen, Review
    from twofold.store.apart import kind_of
    from twofold.store.place import find_review

    folder = path or find_review(Path.cwd())
    if folder is None:
        fail(
            "There is no review here. Go to its folder, or name it with --review;"
            " `twofold init FOLDER` makes a new one.",
            Exit.USAGE,
        )
    if not apart and (kind := kind_of(folder)) is not None:
        fail(f"{kind.words} `twofold practise` and `twofold code --pilot` alone work there.", Exit.USAGE)
    try:
        review = Review(folder)
        known = review.remembered_person()
        who = person or known
        if not who:
            people = ", ".join(one.id for one in review.plan.standing.people)
            fail(f"Who are you? Say it with --as: {people}.", Exit.USAGE)
        review.become(who, writing=writing, remember=not known)
    except CannotOpen as error:
        fail(str(error), Exit.REFUSED)
    if writing and review.pen is None:
        fail(review.why_read_only, Exit.LOCKED)
    if writing:
        for sentence in review.told:
            warn(sentence)
    return review

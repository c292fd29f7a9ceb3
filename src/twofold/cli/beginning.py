"""Commands that begin something: the demo, a new review, this device's folder of PDFs."""

import sys
from collections.abc import Sequence
from pathlib import Path

from twofold.cli.exits import Exit, fail, say
from twofold.cli.opening import open_app
from twofold.codebook.problems import BadCodebook
from twofold.codebook.toml_reader import read_codebook
from twofold.record.plan_documents import PersonEntry
from twofold.review.founding import CannotFound, check_founding, found_review
from twofold.review.identity import remember_person, review_of
from twofold.review.review_file import BadReviewFile, checked_people, id_for
from twofold.store.append import cause_of
from twofold.store.demo import copy_demo
from twofold.store.folder import NoReview
from twofold.values.plaintext import visible


def demo(folder: Path, *, only_copy: bool) -> int:
    """Copy the demo to ``folder`` unless a review is there already, and open it."""
    if (folder / "review.toml").is_file():
        say(f"Opening the review that is already in `{folder}`.")
    elif folder.exists():
        fail(f"`{folder}` is already there. Name another folder: `twofold demo FOLDER`.", Exit.USAGE)
    else:
        try:
            copy_demo(folder)
        except OSError as error:
            fail(f"The demo could not be copied to `{folder}`: {cause_of(error)}.")
        say(f"The demo is in `{folder}`. All its studies are fictional.")
    return 0 if only_copy else open_app(folder)


def init(folder: Path, title: str, people: Sequence[str], codebook: Path | None, *, dry_run: bool) -> None:
    """Make a new review, asking for what was not given where there is somebody to ask."""
    asking = sys.stdin.isatty()
    if not title:
        if not asking:
            fail("Give the review a title with --title.", Exit.USAGE)
        title = _ask("Title of the review")
    try:
        wanted = checked_people([_person(one) for one in people]) if people else _ask_people(asking)
        text = _codebook(codebook) if codebook is not None else ""
        check_founding(folder, title, wanted, text)
    except BadReviewFile as error:
        fail(str(error), Exit.USAGE)
    except CannotFound as error:
        fail(str(error), Exit.REFUSED)
    if dry_run:
        say(f"Would make `{folder}`: “{visible(title)}”, with {_names(wanted)}. Nothing was written.")
        return
    try:
        found_review(folder, title, wanted, text)
        # Who founds a review has said who they are, and is not asked again by the next command.
        lead = next(one.id for one in wanted if "lead" in one.roles)
        remember_person(review_of(folder)[0], lead)
    except CannotFound as error:
        fail(str(error), Exit.REFUSED)
    except (NoReview, OSError) as error:
        fail(f"`{folder}` was made, and could not be opened: {error}")
    say(f"Made `{folder}`: “{visible(title)}”, with {_names(wanted)}.")
    say(f"Next: change `{folder / 'codebook.toml'}` if you wish and run `twofold publish`;")
    say(f"bring in references with `twofold import FILE --review {folder}`; then run `twofold` in it to code.")


def _codebook(path: Path) -> str:
    try:
        text = path.read_text("utf-8-sig")
        read_codebook(text, path.name)
    except OSError as error:
        raise CannotFound(f"`{path}` could not be read: {cause_of(error)}.") from error
    except UnicodeDecodeError as error:
        raise CannotFound(f"`{path}` is not UTF-8 text. Save it as UTF-8.") from error
    except BadCodebook as error:
        raise CannotFound(str(error)) from error
    return text


def _person(text: str) -> tuple[str, str, Sequence[str]]:
    parts = text.split(":")
    if len(parts) != 3:
        raise BadReviewFile(
            f"`{visible(text)}` is no person. Write ID:NAME:ROLES, such as 'anna:Anna Berg:lead,reviewer'."
        )
    key, name, roles = (part.strip() for part in parts)
    return key, name, [role.strip() for role in roles.split(",") if role.strip()]


def _ask_people(asking: bool) -> tuple[PersonEntry, ...]:
    if not asking:
        raise BadReviewFile("Say who takes part with --person 'anna:Anna Berg:lead,reviewer', once for each person.")
    say("Who takes part? The first is the lead. An empty name ends the list.")
    given: list[tuple[str, str, Sequence[str]]] = []
    while True:
        name = _ask("Name" if given else "Your name (the lead)", empty=bool(given))
        if not name:
            return checked_people(given)
        usual = "reviewer" if given else "lead,reviewer"
        roles = _ask(f"Roles of {visible(name)}, of lead, reviewer, arbiter [{usual}]", empty=True) or usual
        given.append((id_for(name, [one[0] for one in given]), name, [role.strip() for role in roles.split(",")]))


def _ask(question: str, *, empty: bool = False) -> str:
    while True:
        try:
            said = input(f"{question}: ").strip()
        except (EOFError, KeyboardInterrupt):
            fail("\nNothing was made.")
        if said or empty:
            return said


def _names(people: Sequence[PersonEntry]) -> str:
    return ", ".join(f"{visible(one.name)} ({one.id}: {', '.join(one.roles)})" for one in people)

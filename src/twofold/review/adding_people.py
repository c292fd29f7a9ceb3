"""Adding people to a review who sent something before the lead knew of them."""

import json
import tomllib
from collections.abc import Sequence
from pathlib import Path

from twofold.record.plan_documents import PersonEntry, ReviewDocument
from twofold.review.leading import Proposed, Refused, carry_out, pen_of_lead
from twofold.review.open import Review
from twofold.store.append import cause_of, sync
from twofold.store.place import REVIEW_FILE

_HEAD = "[[people]]"


def propose_people(review: Review, ids: Sequence[str]) -> Proposed:
    """Add people as reviewers, under their ids as names; names and roles can be changed in the draft later.

    Raises:
        Refused: this person is no lead, or everyone named is of the review already.
    """
    pen = pen_of_lead(review, "adds people")
    standing = review.plan.standing
    new = [PersonEntry(id=one, name=one, roles=("reviewer",)) for one in dict.fromkeys(ids) if not standing.person(one)]
    if not new:
        raise Refused("Everyone named is of this review already.")
    document = pen.document(
        ReviewDocument,
        title=standing.title,
        people=(*standing.people, *new),
        settings=standing.settings,
        replaces=standing.current,
    )[1]
    return Proposed(tuple(f"`{one.id}` joins as reviewer" for one in new), (document,))


def add_people(review: Review, proposed: Proposed) -> str:
    """Write what was proposed, in the plan and in the draft. A sentence where the draft is to be mended by hand.

    Raises:
        Refused: it could not be saved.
    """
    carry_out(review, proposed.documents)
    return note_people(review)


def note_people(review: Review) -> str:
    """Put whoever is of the review into its draft, beside what stands there. A sentence where that cannot be done."""
    path = review.folder / REVIEW_FILE
    people = review.plan.standing.people
    try:
        text = path.read_text("utf-8")
        noted = {one["id"] for one in tomllib.loads(text)["people"]}
        missing = [one for one in people if one.id not in noted]
        if not missing:
            return ""
        made = _with(text, missing)
        if _ids_in(made) == noted | {one.id for one in missing}:
            _write(path, made)
            return ""
        why = "its people are not listed in the way that Twofold writes"
    except OSError as error:
        why = cause_of(error)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError, TypeError):
        why = "it has a mistake"
    return f"`{REVIEW_FILE}` could not be changed: {why}. Add the new people there before you publish again."


def _ids_in(text: str) -> set[str]:
    try:
        return {one["id"] for one in tomllib.loads(text)["people"]}
    except tomllib.TOMLDecodeError:
        return set()


def _with(text: str, people: Sequence[PersonEntry]) -> str:
    """The draft with more people behind those that it has, comments and all else as they were."""
    lines = text.splitlines()
    last = max((at for at, one in enumerate(lines) if one.strip() == _HEAD), default=len(lines))
    end = next((at for at in range(last, len(lines)) if not lines[at].strip()), len(lines))
    block: list[str] = []
    for one in people:
        roles = ", ".join(json.dumps(role) for role in one.roles)
        block += ["", _HEAD, f"id = {json.dumps(one.id)}", f"name = {json.dumps(one.name, ensure_ascii=False)}"]
        block += [f"roles = [{roles}]"]
    return "\n".join([*lines[:end], *block, *lines[end:]]) + "\n"


def _write(path: Path, text: str) -> None:
    building = path.with_name(f".{path.name}.part")
    try:
        with building.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            sync(file.fileno())
        building.replace(path)
    finally:
        building.unlink(missing_ok=True)

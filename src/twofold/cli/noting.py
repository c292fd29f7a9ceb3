"""`twofold notes`: the notes of all studies that a person may see."""

from pathlib import Path

from twofold.cli.exits import Exit, fail, print_json, say
from twofold.cli.opening import open_review
from twofold.review.notes import ListedNote, notebook
from twofold.review.open import CannotOpen
from twofold.store.append import cause_of
from twofold.values.canonical import Json
from twofold.values.plaintext import visible


def notes(folder: Path | None, person: str, *, only_open: bool, as_json: bool) -> None:
    """Print the notes of this person and, where studies are open for comparison, those of the others."""
    review = open_review(folder, person, writing=False)
    try:
        review.look()
        review.take_in()
        book = notebook(review)
    except CannotOpen as error:
        fail(str(error), Exit.REFUSED)
    except OSError as error:
        fail(f"A log could not be read: {cause_of(error)}.")
    shown = [one for one in book.notes if not (only_open and one.resolved)]
    if as_json:
        print_json("notes", {"person": review.person, "notes": [_as_json(one) for one in shown]})
        return
    left = sum(not one.resolved for one in book.notes)
    say(f"{len(book.notes)} {'note' if len(book.notes) == 1 else 'notes'}, {left} open")
    study = ""
    for one in shown:
        if one.number != study:
            study = one.number
            say(f"{one.number} {visible(one.label)}")
        where = visible(f"{one.field} [{one.row}]" if one.row else one.field)
        whose = "" if one.own else f", {visible(one.by)}"
        state = ", resolved" if one.resolved else ""
        say(f"  {where}  ({one.at[:10]}{whose}{state})")
        say(f"      {visible(one.text)}")


def _as_json(one: ListedNote) -> dict[str, Json]:
    row, field = one.key.place
    return {
        "study": one.number,
        "label": one.label,
        "round": one.key.round,
        "field": field,
        "field_label": one.field,
        "row": row,
        "row_name": one.row,
        "person": one.key.of,
        "name": one.by,
        "note": one.text,
        "at": one.at,
        "own": one.own,
        "resolved": one.resolved,
    }

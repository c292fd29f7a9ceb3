"""`twofold practise` and pilot runs: places apart on this device, coded in the real form."""

from pathlib import Path

from twofold.cli.exits import Exit, fail, print_json, say
from twofold.cli.looking import study_called
from twofold.cli.opening import open_app, open_review
from twofold.codebook.problems import BadCodebook
from twofold.reconcile.wording import answer_words
from twofold.review.apart_runs import CannotRun, forget
from twofold.review.open import CannotOpen, Review
from twofold.review.piloting import begin_pilot, pilot_place
from twofold.review.practising import (
    PERSON,
    Told,
    Verdict,
    begin_practice,
    feedback,
    practice_in,
    practice_place,
    source_for,
    summary,
)
from twofold.review.views import State
from twofold.store.place import find_review
from twofold.values.canonical import Json


def practise(
    study: str, folder: Path | None, *, plain: bool, result: bool, forgetting: bool, yes: bool, as_json: bool
) -> int:
    """Open the practice, or tell how one study of it came out. The code to exit with."""
    try:
        source = source_for(_review(folder))
        if forgetting:
            return _forget(practice_place(source), "practice", yes=yes)
        place = begin_practice(source)
    except (CannotRun, CannotOpen, BadCodebook) as error:
        fail(str(error), Exit.REFUSED)
    if source.told:
        say(source.told)
    if result or as_json:
        return _tell(place, study, as_json=as_json)
    if plain:
        from twofold.cli.plain import code_plain

        before = _submitted(place)
        code = code_plain(study, place, PERSON.id)
        for number in sorted(_submitted(place) - before):
            _tell(place, number, as_json=False)
        return code
    return open_app(place, study)


def pilot(study: str, folder: Path | None, person: str, *, plain: bool, forgetting: bool, yes: bool) -> int:
    """Open the pilot of a review, or throw it away. The code to exit with."""
    review = open_review(folder, person, writing=False)
    try:
        if forgetting:
            return _forget(pilot_place(review), "pilot", yes=yes)
        place = begin_pilot(review)
    except CannotRun as error:
        fail(str(error), Exit.REFUSED)
    finally:
        review.close()
    if plain:
        from twofold.cli.plain import code_plain

        return code_plain(study, place, review.person)
    return open_app(place, study)


def _review(folder: Path | None) -> Review | None:
    found = folder or find_review(Path.cwd())
    return None if found is None else Review(found)


def _forget(place: Path, what: str, *, yes: bool) -> int:
    """Throw a run away, asking first where there is somebody to ask."""
    if not place.exists():
        say(f"There is no {what} to throw away.")
        return Exit.DONE
    if not yes:
        try:
            said = input(f"Throw away all that you answered in this {what}? It cannot be brought back. [yes/no] ")
        except (EOFError, KeyboardInterrupt):
            said = ""
        if said.strip().casefold() != "yes":
            say("Nothing was thrown away. Write yes, or give --yes.")
            return Exit.DONE
    try:
        forget(place)
    except CannotRun as error:
        fail(str(error), Exit.LOCKED)
    say(f"The {what} was thrown away.")
    return Exit.DONE


def _submitted(place: Path) -> frozenset[str]:
    """The numbers of the practice studies that are submitted."""
    review = open_review(place, PERSON.id, writing=False, apart=True)
    try:
        return frozenset(one.number for one in review.cards() if review.state_of(one.key) is State.SUBMITTED)
    finally:
        review.close()


def _tell(place: Path, study: str, *, as_json: bool) -> int:
    """How the practice study named, or else each of them, came out."""
    review = open_review(place, PERSON.id, writing=False, apart=True)
    try:
        practice = practice_in(review)
        assert practice is not None
        cards = [study_called(review, study)] if study else list(review.cards())
        told = {one.number: (one, feedback(review, practice, one.key)) for one in cards}
    except CannotRun as error:
        fail(str(error), Exit.REFUSED)
    finally:
        review.close()
    if as_json:
        studies: list[Json] = [
            {"study": number, "label": card.label, "submitted": bool(found), "answers": [_json(one) for one in found]}
            for number, (card, found) in told.items()
        ]
        print_json("practice", {"studies": studies})
        return Exit.DONE
    for number, (card, found) in told.items():
        if found:
            say(f"{number}  {card.label}: {summary(found)}.")
            for one in found:
                _say_one(one)
        else:
            say(f"{number}  {card.label}: not submitted yet; what you answered is compared once it is.")
    return Exit.DONE


def _say_one(one: Told) -> None:
    where = f"{one.field.label} [{one.row}]" if one.row else one.field.label
    say(f"  {where}")
    if one.verdict is Verdict.RIGHT:
        say(f"    right: {answer_words(one.field, one.right)}")
    else:
        say(f"    {one.verdict.value}: you answered {answer_words(one.field, one.given)};")
        say(f"    the key says {answer_words(one.field, one.right)}.")
    if one.passage:
        say(f"    “{one.passage}”")
    say(f"    {one.why}")


def _json(one: Told) -> Json:
    return {
        "field": one.field.id,
        "row": one.row,
        "verdict": one.verdict.value,
        "given": answer_words(one.field, one.given),
        "right": answer_words(one.field, one.right),
        "passage": one.passage,
        "why": one.why,
    }

"""Opening a review behind the first frame: the slow work, done in a thread, that tells what came of it.

Nothing heavy is imported with this module; what it needs it loads when it runs.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from twofold.tui.pages.asks import Found
from twofold.tui.pages.home import HomeView, NoteLine, PersonLine, StudyLine

if TYPE_CHECKING:
    from twofold.review.open import Review
    from twofold.store.savequeue import Outcome

_NOTES = 8
_FOLLOWING = 8
DEMO = "twofold-demo"
"""What the copy of the demo is called."""


@dataclass(frozen=True, slots=True)
class Nowhere:
    """No review was opened: there is none here, or ``problem`` says what is wrong with it. ``recent`` are others."""

    problem: str
    recent: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class WhoIsIt:
    """The review is there, and this device does not know yet who sits before it."""

    review: "Review"


@dataclass(frozen=True, slots=True)
class Opened:
    """The review is open for its person."""

    review: "Review"
    view: HomeView


@dataclass(frozen=True, slots=True)
class ReadAll:
    """The logs of the others are read as well, so that everyone's progress can be told."""

    review: "Review"


@dataclass(frozen=True, slots=True)
class NotMade:
    """A new review could not be made; ``why`` says why and what to do."""

    why: str


Told: TypeAlias = Nowhere | WhoIsIt | Opened | ReadAll | NotMade
Tell: TypeAlias = Callable[[Told], None]


def open_near(start: Path | None, on_outcome: "Callable[[Outcome], None]", tell: Tell) -> None:
    """Open the review that ``start`` is or lies in, as the person whom this device remembers."""
    from twofold.store.place import find_review

    folder = None if start is None else find_review(start)
    if folder is None:
        tell(nowhere(""))
        return
    from twofold.review.open import CannotOpen, Review

    try:
        review = Review(folder)
        person = review.remembered_person()
        if person:
            open_as(review, person, on_outcome, tell)
        else:
            tell(WhoIsIt(review))
    except CannotOpen as error:
        tell(nowhere(str(error)))


def open_as(review: "Review", person: str, on_outcome: "Callable[[Outcome], None]", tell: Tell) -> None:
    """Open the review for ``person``: first what is needed to go on, then what takes longer.

    Raises:
        CannotOpen: nobody of that id is of this review.
    """
    review.become(person, on_outcome=on_outcome)
    tell(Opened(review, first_view(review)))
    _prepare(review)
    review.look()
    tell(ReadAll(review))


def _prepare(review: "Review") -> None:
    """Load what is wanted next by whoever goes on: codebook, form and list."""
    from twofold.review.open import CannotOpen

    with suppress(CannotOpen):
        _ = review.in_force
    if review.times is not None:
        review.times.day()
    for name in ("coding", "studies"):
        import_module(f"twofold.tui.screens.{name}")
    if review.plan.releases:
        import_module("twofold.tui.reconciling")


def open_anew(old: "Review", person: str, on_outcome: "Callable[[Outcome], None]", tell: Tell) -> None:
    """Close ``old`` and open its folder again, for ``person`` or else for whom it was open."""
    from twofold.review.open import CannotOpen, Review

    said = old.close()
    try:
        review = Review(old.folder)
        if said:
            review.told.append(said)
        open_as(review, person or old.person, on_outcome, tell)
    except CannotOpen as error:
        tell(nowhere(f"{error} {said}".strip()))


def found(wanted: Found, on_outcome: "Callable[[Outcome], None]", tell: Tell) -> None:
    """Make a new review and open it as the person who founded it."""
    from twofold.review.founding import CannotFound, found_review
    from twofold.review.open import CannotOpen, Review
    from twofold.review.review_file import BadReviewFile, checked_people, id_for

    given: list[tuple[str, str, tuple[str, ...]]] = []
    for name, roles in wanted.people:
        given.append((id_for(name, [key for key, _, _ in given]), name, roles))
    try:
        found_review(wanted.folder, wanted.title, checked_people(given))
        open_as(Review(wanted.folder), given[0][0], on_outcome, tell)
    except (BadReviewFile, CannotFound, CannotOpen) as error:
        tell(NotMade(str(error)))


def open_demo(here: Path, on_outcome: "Callable[[Outcome], None]", tell: Tell) -> None:
    """Open the demo in ``here``, as a copy of the one that ships with Twofold."""
    from twofold.store.append import cause_of
    from twofold.store.demo import copy_demo
    from twofold.store.place import REVIEW_FILE

    folder = here / DEMO
    if not (folder / REVIEW_FILE).is_file():
        try:
            copy_demo(folder)
        except OSError as error:
            tell(nowhere(f"The demo could not be copied to {folder}: {cause_of(error)}."))
            return
    open_near(folder, on_outcome, tell)


def nowhere(problem: str) -> Nowhere:
    """No review, and the ones opened lately."""
    from twofold.store.device import recent_reviews

    return Nowhere(problem, recent_reviews())


def first_view(review: "Review") -> HomeView:
    """What the first page tells at once: who and what, and the study to go on with. It needs no codebook."""
    person = review.plan.standing.person(review.person)
    roles = () if person is None else person.roles
    codes = "reviewer" in roles
    view = HomeView(
        title=review.title,
        person=review.person if person is None else person.name,
        roles=" and ".join(roles),
        codes=codes,
        leads="lead" in roles,
        total=len(review.mine()),
        told=tuple(review.told),
        read_only=review.why_read_only,
    )
    key = review.next_to_code() if codes else None
    from twofold.tui.pages.listing import STATE_WORDS

    return view if key is None else replace(view, next=_line(review, key, STATE_WORDS[review.state_of(key)]))


def counted(review: "Review", view: HomeView) -> HomeView:
    """``view`` with what takes longer to find out: counts, what waits, notes, and a lead's overview.

    The logs that it counts in must have been read.
    """
    from twofold.review.elsewhere import studies_told_of
    from twofold.review.open import CannotOpen
    from twofold.review.overview import latest_notes
    from twofold.review.third_readers import third_reader_words
    from twofold.review.views import State

    states = review.states_of(review.mine())
    submitted = sum(one is State.SUBMITTED for one in states.values())
    not_begun = sum(one is State.NOT_BEGUN for one in states.values())
    waiting = tuple(
        _line(review, key, state.value)
        for key, state in states.items()
        if state is State.REOPENED and (view.next is None or key != view.next.key)
    )
    elsewhere = studies_told_of(review)
    listed = {one.key for one in waiting}
    waiting += tuple(_line(review, key, "see your other device") for key, _ in elsewhere if key not in listed)
    opened = {study for _, study in review.plan.releases}.intersection(review.plan.studies)
    named = {view.next.key if view.next is not None else "", *(one.key for one in waiting)}
    after = tuple(
        _line(review, key, state.value)
        for key, state in states.items()
        if view.codes and state is not State.SUBMITTED and key not in named
    )[:_FOLLOWING]
    notes = tuple(
        NoteLine(one.study, line.number, line.label, one.place, _field(review, one.place[1]), one.text)
        for one in latest_notes(review, _NOTES)
        for line in [_line(review, one.study)]
    )
    try:
        following = None if view.next is None else replace(view.next, words=review.standing(view.next.key).words)
    except CannotOpen as error:
        following, view = view.next, replace(view, problem=str(error))
    people = review.progress() if view.leads else ()
    times = review.times
    day = None if times is None or times.off else times.day()
    return replace(
        view,
        next=following,
        mine=PersonLine(view.person, submitted, len(states) - submitted - not_begun, len(states)),
        waiting=waiting,
        following=after,
        notes=notes,
        today="" if day is None else day.words,
        rounds=_rounds(review) if view.leads else (),
        compared=sum(review.is_visible(key, "") for key in opened),
        third=third_reader_words(review),
        people=tuple(
            PersonLine(one.name, one.submitted, one.begun, one.total, one.words_for(review.person)) for one in people
        ),
    )


def _rounds(review: "Review") -> tuple[str, ...]:
    """How each open calibration round of which something can be compared stands against its rule."""
    plan = review.plan
    begun = [
        key
        for key in sorted(plan.rounds)
        if plan.round(key).state == "open" and any(plan.released(key, one) for one in plan.round(key).studies)
    ]
    if not begun:
        return ()
    # The statistics load numpy, which only a lead with such a round waits for.
    from twofold.agreement import BadCodes
    from twofold.comparison.calibration import calibration_of
    from twofold.review.open import CannotOpen

    try:
        found = [calibration_of(review, key) for key in begun]
    except (CannotOpen, BadCodes):
        return ()
    return tuple(f"{one.compared} of {one.studies} studies of “{one.name}” compared. {one.outcome}" for one in found)


def _line(review: "Review", key: str, words: str = "") -> StudyLine:
    one = review.plan.studies[key]
    return StudyLine(key, one.number, one.label, one.title, words)


def _field(review: "Review", name: str) -> str:
    from twofold.review.open import CannotOpen

    try:
        found = next((one for one in review.in_force.codebook.fields if one.id == name), None)
    except CannotOpen:
        return name
    return name if found is None else found.label

"""Opening a review behind the first frame: the slow work, done in a thread, that tells what came of it.

Nothing heavy is imported with this module; what it needs it loads when it runs.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from twofold.tui.pages.home import HomeView, NoteLine, PersonLine, StudyLine

if TYPE_CHECKING:
    from twofold.review.open import Review
    from twofold.store.savequeue import Outcome

_NOTES = 3


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
class Counted:
    """The rest of what the first page tells."""

    review: "Review"
    view: HomeView


Told: TypeAlias = Nowhere | WhoIsIt | Opened | Counted
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
    view = first_view(review)
    tell(Opened(review, view))
    tell(Counted(review, counted(review, view)))


def nowhere(problem: str) -> Nowhere:
    """No review, and the ones opened lately."""
    from twofold.store.device import recent_reviews

    return Nowhere(problem, recent_reviews())


def first_view(review: "Review") -> HomeView:
    """What the first page tells at once: who and what, and the study to go on with."""
    from twofold.review.open import CannotOpen

    person = review.plan.standing.person(review.person)
    roles = () if person is None else person.roles
    codes = "reviewer" in roles
    view = HomeView(
        title=review.title,
        person=review.person if person is None else person.name,
        roles=" and ".join(roles),
        codes=codes,
        leads="lead" in roles,
        total=len(review.plan.studies),
        told=tuple(review.told),
        read_only=review.why_read_only,
    )
    try:
        key = review.next_to_code() if codes else None
        return view if key is None else replace(view, next=_line(review, key, review.standing(key).words))
    except CannotOpen as error:
        return replace(view, problem=str(error))


def counted(review: "Review", view: HomeView) -> HomeView:
    """``view`` with all that takes longer to find out: counts, what waits, notes, and everyone's progress for a lead."""
    from twofold.review.overview import latest_notes
    from twofold.review.views import State

    states = {key: review.state_of(key) for key in list(review.plan.studies)}
    submitted = sum(one is State.SUBMITTED for one in states.values())
    not_begun = sum(one is State.NOT_BEGUN for one in states.values())
    waiting = tuple(
        _line(review, key, state.value)
        for key, state in states.items()
        if state is State.REOPENED and (view.next is None or key != view.next.key)
    )
    notes = tuple(
        NoteLine(one.study, line.number, line.label, one.place, _field(review, one.place[1]), one.text)
        for one in latest_notes(review, _NOTES)
        for line in [_line(review, one.study)]
    )
    people = review.progress() if view.leads else ()
    return replace(
        view,
        mine=PersonLine(view.person, submitted, len(states) - submitted - not_begun, len(states)),
        waiting=waiting,
        notes=notes,
        people=tuple(PersonLine(one.name, one.submitted, one.begun - one.submitted, one.total) for one in people),
    )


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

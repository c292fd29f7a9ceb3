"""A small fictional review open for comparison, with desks at which its people reconcile it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from compared_reviews import released_review
from opened_reviews import opened

from twofold.reconcile.deciding import adopt, defer
from twofold.reconcile.desk import Desk
from twofold.reconcile.item import view_of
from twofold.reconcile.queue import Choice, Item, ItemKey

EVERY = Choice(states=())


def reviewed(folder: Path, **kwargs: object) -> Path:
    """The review, coded by anna and ben and open for comparison; cleo is its arbiter."""
    return released_review(folder, **kwargs)  # type: ignore[arg-type]


@contextmanager
def desk_of(folder: Path, person: str = "anna", *, writing: bool = True) -> Iterator[Desk]:
    """The desk of a person, with everything taken in."""
    with opened(folder, person, writing=writing) as review:
        review.look()
        review.take_in()
        desk = Desk(review)
        list(desk.load())
        yield desk


def item(desk: Desk, study: int, field: str, row: str = "") -> Item:
    """The item at a field of the study with that place in the list, in whatever state."""
    key = study_keys_of(desk)[study]
    found = [one for one in desk.items(EVERY) if one.key.study == key and one.key.field == field]
    return next(one for one in found if one.row_name == row)


def any_item(desk: Desk, study: int, field: str) -> Item:
    """The item at a field of the study, also where all agree."""
    found = desk.any_item(key_of(desk, study, field))
    assert found is not None
    return found


def key_of(desk: Desk, study: int, field: str) -> ItemKey:
    """The key of a field of a study."""
    return ItemKey(study_keys_of(desk)[study], None, field)


def study_keys_of(desk: Desk) -> Sequence[str]:
    """The keys of all studies of the desk's review."""
    return list(desk.review.plan.studies)


def deferred(folder: Path, *places: tuple[int, str]) -> None:
    """Let anna put these items off for a third reader."""
    with desk_of(folder) as desk:
        for study, field in places:
            desk.carry_out(defer(desk, item(desk, study, field)))


def talked_over(folder: Path, *places: tuple[int, str]) -> None:
    """Let anna put these items off for a third reader, and settle everything else."""
    deferred(folder, *places)
    with desk_of(folder) as desk:
        while waiting := desk.items():
            one = waiting[0]
            letter = next(side.letter for side in view_of(desk, one).sides if side.now.answered)
            desk.carry_out(adopt(desk, one, letter))

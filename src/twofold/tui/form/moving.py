"""Where the cursor goes."""

from collections.abc import Callable, Mapping
from functools import partial

from twofold.codebook.findings import owed
from twofold.tui.form.board import Board
from twofold.tui.form.change import NO_CHANGE, Change, refused
from twofold.values.coded import Place

NOTHING_ASKED = "This codebook asks nothing of this study."
_PAGE = 10


def by(board: Board, step: int) -> Change:
    """Move ``step`` fields on, at most to either end of the form."""
    if board.cursor is None:
        return refused(NOTHING_ASKED)
    here = board.stop_at[board.cursor]
    there = max(0, min(len(board.stops) - 1, here + step))
    if there == here:
        return Change(message=f"This is the last field. {_submits(board)}" if step > 0 else "This is the first field.")
    board.go(board.stops[there])
    return NO_CHANGE


def page(board: Board, step: int) -> Change:
    """Move a page of fields on; in an opened field, a page of its text."""
    if not board.opened_field:
        return by(board, step)
    board.opened_top = max(0, board.opened_top + step)
    return NO_CHANGE


def to_end(board: Board, last: bool) -> Change:
    """Move to the first or the last field."""
    return by(board, len(board.stops) if last else -len(board.stops))


def next_section(board: Board) -> Change:
    """Move to the first field of the next section or outcome row."""
    here = _group_at(board)
    for group in board.groups[here + 1 :]:
        if group.places:
            board.go(group.places[0])
            return NO_CHANGE
    return Change(message="This is the last section.")


def previous_section(board: Board) -> Change:
    """Move to the first field of this section, or from there to that of the section before."""
    here = _group_at(board)
    for group in reversed(board.groups[: here + 1]):
        if group.places and group.places[0] != board.cursor:
            board.go(group.places[0])
            return NO_CHANGE
    return Change(message="This is the first section.")


def _group_at(board: Board) -> int:
    return next((n for n, group in enumerate(board.groups) if board.cursor in group.places), 0)


def next_blank(board: Board) -> Change:
    """Move to the next blank field, past the end to the first one.

    When none is blank, to the next that owes something.
    """
    found = _next(board, lambda place: not board.at(place).answered)
    if found is not None:
        return _went(board, found, "")
    if board.cursor is not None and not board.at(board.cursor).answered:
        return Change(message="This is the only blank field.")
    found = _next(board, lambda place: bool(owed(board.field(place), board.at(place))))
    if found is not None:
        return _went(board, found, "No field is blank. This one still owes something. ")
    return Change(message=f"No field is blank. {_submits(board)}")


def _submits(board: Board) -> str:
    return f"{board.key('form.submit')} checks and submits."


def _next(board: Board, wanted: Callable[[Place], bool]) -> Place | None:
    here = board.stop_at[board.cursor] if board.cursor is not None else -1
    round_trip = (*board.stops[here + 1 :], *board.stops[: max(here, 0)])
    return next((place for place in round_trip if wanted(place)), None)


def _went(board: Board, place: Place, message: str) -> Change:
    wrapped = board.cursor is not None and board.stop_at[place] < board.stop_at[board.cursor]
    board.go(place)
    return Change(message=message + ("Went on from the top." if wrapped else ""))


def last_field(board: Board) -> Change:
    """Move back to the field the cursor came from; again, further back."""
    while board.trail:
        place = board.trail.pop()
        if place in board.stop_at and place != board.cursor:
            board.stand(place)
            return NO_CHANGE
    return Change(message="You came from no other field.")


def on_from(board: Board, place: Place) -> bool:
    """Move to the field after ``place``, if there is one."""
    there = board.stop_at.get(place, len(board.stops)) + 1
    if there >= len(board.stops):
        return False
    board.go(board.stops[there])
    return True


ACTS: Mapping[str, Callable[[Board], Change]] = {
    "form.next_field": partial(by, step=1),
    "form.previous_field": partial(by, step=-1),
    "form.ten_down": partial(page, step=_PAGE),
    "form.ten_up": partial(page, step=-_PAGE),
    "form.first_field": partial(to_end, last=False),
    "form.final_field": partial(to_end, last=True),
    "form.next_section": next_section,
    "form.previous_section": previous_section,
    "form.next_blank": next_blank,
    "form.last_field": last_field,
}

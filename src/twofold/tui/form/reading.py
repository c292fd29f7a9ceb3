"""What is opened to be read: the field itself, the study's reference, the keys."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from twofold.tui.form.board import Board
from twofold.tui.form.change import NO_CHANGE, Change, Leave, OpenOutside, ReadHistory, ShowNotes, refused
from twofold.tui.form.choosing import MOST_SHOWN
from twofold.tui.form.moving import NOTHING_ASKED
from twofold.tui.form.opened import Labelling, Page, Removing
from twofold.tui.form.picking import begin_filter
from twofold.tui.form.writing import begin_answer

_SCREENFUL = 10


def open_field(board: Board) -> Change:
    """Open the field under the cursor, or close it.

    A typed field opens into its line, a very long list into its filter.
    """
    place = board.cursor
    if place is None:
        return refused(NOTHING_ASKED)
    field = board.field(place)
    if board.opened_field:
        board.opened_field = False
        return NO_CHANGE
    if not field.type.has_options and not board.locked_at(place):
        begin_answer(board, place)
    board.opened_field = True
    if len(field.options) > MOST_SHOWN and not board.locked_at(place):
        begin_filter(board, place)
    return Change((ReadHistory(place),))


def page(board: Board, name: str) -> Change:
    """Open a page to read over whatever is open; closing it gives that back."""
    under = board.over
    if not isinstance(under, Page | Removing | Labelling):
        board.over = Page(name, under=under)
    return NO_CHANGE


def scroll(board: Board, read: Page, by: int) -> Change:
    """Scroll the page; drawing stops it at its end."""
    board.over = replace(read, top=max(0, read.top + by))
    return NO_CHANGE


def close(board: Board, read: Page) -> Change:
    """Back to what lies under the page."""
    board.over = read.under
    return NO_CHANGE


def back(board: Board) -> Change:
    """Close the opened field; with nothing open, leave the form."""
    if board.opened_field:
        board.opened_field = False
        return NO_CHANGE
    return Change((Leave(),))


def outside(board: Board) -> Change:
    """Open the PDF or the DOI outside."""
    return Change((OpenOutside(),))


ACTS: Mapping[str, Callable[[Board], Change]] = {
    "form.open": open_field,
    "form.reference": partial(page, name="reference"),
    "form.help": partial(page, name="help"),
    "form.outside": outside,
    "form.notes": lambda board: Change((ShowNotes(),)),
    "form.back": back,
}
"""What is opened from the form."""

PAGE_ACTS: Mapping[str, Callable[[Board, Page], Change]] = {
    "page.close": close,
    "page.down": partial(scroll, by=1),
    "page.up": partial(scroll, by=-1),
    "page.ten_down": partial(scroll, by=_SCREENFUL),
    "page.ten_up": partial(scroll, by=-_SCREENFUL),
    "page.first": partial(scroll, by=-1_000_000),
    "page.last": partial(scroll, by=1_000_000),
    "page.outside": lambda board, read: outside(board),
}
"""What happens on a page."""

"""Letters beside the fields in sight: typing those of a field puts the cursor there."""

from collections.abc import Callable, Mapping

from twofold.tui.form.board import Board
from twofold.tui.form.change import NO_CHANGE, Change, refused
from twofold.tui.form.moving import NOTHING_ASKED
from twofold.tui.form.opened import Labelling
from twofold.tui.jump_labels import Labels


def begin(board: Board) -> Change:
    """Put labels beside the fields that were in sight when they were drawn last."""
    wanted = [place for place in board.in_sight if place in board.stop_at]
    if not wanted:
        return refused(NOTHING_ASKED)
    board.over = Labelling(Labels.over(wanted))
    return NO_CHANGE


def typed(board: Board, over: Labelling, text: str) -> Change:
    """Take a letter of a label; with the last one go there."""
    match over.labels.type(text):
        case Labels() as narrowed:
            board.over = Labelling(narrowed)
            return NO_CHANGE
        case None:
            return refused(f"No field here has that label. {board.key('labels.leave')} leaves.")
        case place:
            board.over = None
            board.go(place)
            return NO_CHANGE


def leave(board: Board, over: Labelling) -> Change:
    """Take the labels away; the cursor stays where it was."""
    board.over = None
    return NO_CHANGE


def rub_out(board: Board, over: Labelling) -> Change:
    """Take back a letter."""
    board.over = Labelling(over.labels.rub_out())
    return NO_CHANGE


ACTS: Mapping[str, Callable[[Board], Change]] = {"form.labels": begin}
"""What puts labels up."""

LABEL_ACTS: Mapping[str, Callable[[Board, Labelling], Change]] = {"labels.leave": leave, "labels.rub_out": rub_out}
"""What happens while they are up."""

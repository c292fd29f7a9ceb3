"""Outcome rows: adding one begins with its name, removing one asks first."""

import secrets
from collections.abc import Callable, Mapping

from twofold.codebook.model import FieldType
from twofold.tui.form.board import Board
from twofold.tui.form.change import AddRow, Change, RemoveRow, refused
from twofold.tui.form.line import Line
from twofold.tui.form.opened import Kind, Removing, Writing
from twofold.tui.form.words import short
from twofold.tui.form.writing import begin
from twofold.values.coded import NOTHING, Place


def add_row(board: Board) -> Change:
    """Add an outcome row after the last.

    It is written to the log with its name, so leaving the name leaves nothing.
    """
    if locked := board.locked_at(None):
        return refused(locked)
    if not board.codebook.row_fields:
        return refused("This codebook has no outcome rows.")
    row = secrets.token_hex(8)
    board.show(board.sheet.codes, (*board.sheet.rows, row))
    first = next((place for place in board.stops if place[0] == row), None)
    name = (row, board.codebook.row_name)
    if name not in board.stop_at or board.field(name).type is not FieldType.TEXT:
        if first is not None:
            board.go(first)
        return Change((AddRow(row, NOTHING),), "Row added.")
    board.go(name)
    return begin(board, Writing(Kind.ANSWER, name, Line(), new_row=True))


def ask_removal(board: Board, place: Place) -> Change:
    """Ask whether the row under the cursor shall go."""
    row = place[0]
    if row is None:
        return refused("The cursor is in no outcome row. Move into the one to remove.")
    if locked := board.locked_at(None):
        return refused(locked)
    if row in board.listed_rows:
        return refused("The lead listed this row, so it stays. Where it does not apply, answer x (not applicable).")
    answers = sum(board.at(one).answered for one in board.sheet.codes if one[0] == row)
    board.over = Removing(row, answers)
    return Change(message=question(board, board.over))


def question(board: Board, removing: Removing) -> str:
    """What is asked before a row goes."""
    count = f"{removing.answers} answer{'' if removing.answers == 1 else 's'}"
    return f"Remove the row {short(board.row_words(removing.row), 40)} with its {count}? y / n"


def remove(board: Board, removing: Removing) -> Change:
    """Remove the row. Its answers stay in the log and come back with an undo."""
    name = board.row_words(removing.row)
    gone = [place for place in board.stops if place[0] == removing.row]
    before = board.stop_at[gone[0]] - 1 if gone else 0
    board.over = None
    board.show(board.sheet.codes, tuple(row for row in board.sheet.rows if row != removing.row))
    if board.stops:
        board.stand(board.stops[max(0, min(before, len(board.stops) - 1))])
    return Change((RemoveRow(removing.row),), f"Removed the row {short(name, 40)}. ctrl+z brings it back.")


def keep(board: Board, removing: Removing) -> Change:
    """Leave the row."""
    board.over = None
    return Change(message=f"The row {short(board.row_words(removing.row), 40)} stays.")


ACTS: Mapping[str, Callable[[Board, Place], Change]] = {"form.remove_row": ask_removal}
"""What asks about the row under the cursor."""

QUESTION_ACTS: Mapping[str, Callable[[Board, Removing], Change]] = {
    "question.yes": remove,
    "question.no": keep,
}
"""What answers the question."""

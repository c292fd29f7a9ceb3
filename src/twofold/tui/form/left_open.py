"""The line that is open when the app ends, taken up again where it was left."""

from twofold.store.left_writing import LeftWriting
from twofold.tui.form.board import Board
from twofold.tui.form.change import Change
from twofold.tui.form.line import line_of
from twofold.tui.form.opened import Kind, Writing

_KEPT = (Kind.ANSWER, Kind.NOTE, Kind.REASON, Kind.WHERE, Kind.QUOTE)


def what_is_open(board: Board) -> LeftWriting | None:
    """What is being written at a field and was not kept yet; nothing where nothing was typed."""
    over = board.over
    if not isinstance(over, Writing) or over.place is None or over.kind not in _KEPT or over.new_row:
        return None
    text, before = over.line.text, board.at(over.place).evidence.place
    if (text == over.began or not text.strip()) and over.where in ("", before):
        return None
    row, field = over.place
    return LeftWriting(study=board.study.key, row=row, field=field, kind=over.kind.value, text=text, where=over.where)


def open_again(board: Board, left: LeftWriting) -> Change | None:
    """Open the line as it was left; nothing where the field is not asked now, or cannot be changed."""
    place = (left.row, left.field)
    if left.study != board.study.key or place not in board.stop_at or board.locked_at(place):
        return None
    kind = Kind(left.kind) if left.kind in set(_KEPT) else Kind.NOTE
    board.go(place)
    evidence = board.at(place).evidence
    quote = evidence.quote if kind is Kind.WHERE else ""
    board.over = Writing(kind, place, line_of(left.text), where=left.where, quote=quote)
    return Change(message="You were writing this when Twofold ended. enter keeps it, esc leaves it.")

"""Lines that are written in place: the answer of a text, number or date field, its reason and note."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from twofold.codebook.entries import BadEntry, typed_answer
from twofold.codebook.model import FieldType
from twofold.tui.form.board import Board
from twofold.tui.form.change import NO_CHANGE, AddRow, Change, refused
from twofold.tui.form.line import Line, line_of
from twofold.tui.form.moving import on_from
from twofold.tui.form.opened import Kind, Writing
from twofold.tui.form.words import about, answer_words, said
from twofold.values.answers import BLANK, Blank, Value
from twofold.values.coded import Coded, Place
from twofold.values.plaintext import mended_paste, one_line

_STEPS_BACK = 200


def begin(board: Board, writing: Writing) -> Change:
    """Open a line over the form."""
    board.over = replace(writing, began=writing.line.text)
    return NO_CHANGE


def begin_answer(board: Board, place: Place, first: str | None = None) -> Change:
    """Open the line of a typed answer: with ``first`` in place of what stood there, or to go on with that."""
    field = board.field(place)
    row, field_id = place
    before = board.at(place).answer
    if first is not None and field.type is FieldType.TEXT and isinstance(before, Value):
        return refused(f"Press {board.key('form.open')} to go on writing here.")
    text = answer_words(field, before) if isinstance(before, Value) else ""
    if not text and row is not None and field_id == board.codebook.row_name:
        text = board.listed_rows.get(row, "")
    begin(board, Writing(Kind.ANSWER, place, line_of(text)))
    return NO_CHANGE if first is None else typed(board, Writing(Kind.ANSWER, place, Line(), text), first)


def begin_reason(board: Board, place: Place) -> Change:
    """Open the line of the reason."""
    return begin(board, Writing(Kind.REASON, place, line_of(board.at(place).reason)))


def begin_note(board: Board, place: Place) -> Change:
    """Open the line of the note."""
    return begin(board, Writing(Kind.NOTE, place, line_of(board.at(place).note)))


def typed(board: Board, writing: Writing, text: str) -> Change:
    """Put ``text`` in at the caret, all of it or nothing."""
    if len(writing.line.text) + len(text) > writing.longest:
        return refused(
            f"That would be {len(writing.line.text) + len(text):,} characters; {writing.longest:,} fit here."
        )
    _step(board, writing, writing.line.typed(text))
    return NO_CHANGE


def acted(board: Board, writing: Writing, act: str) -> Change:
    """Move the caret of the open line, or remove something from it."""
    _step(board, writing, writing.line.acted(act))
    return NO_CHANGE


def _step(board: Board, writing: Writing, line: Line) -> None:
    past = (*writing.past[-_STEPS_BACK:], writing.line) if line.text != writing.line.text else writing.past
    pasted = writing.pasted if line.text else ()
    board.over = replace(writing, line=line, past=past, pasted=pasted, problem="")


def step_back(board: Board, writing: Writing) -> Change:
    """Take back the last change in the open line."""
    if not writing.past:
        return Change(message="Nothing was changed in this line.")
    board.over = replace(writing, line=writing.past[-1], past=writing.past[:-1], problem="")
    return NO_CHANGE


def leave(board: Board, writing: Writing) -> Change:
    """Close the line without keeping it. A row that only began goes with it."""
    board.over, board.opened_field = None, False
    if writing.new_row and writing.place is not None:
        rows = tuple(row for row in board.sheet.rows if row != writing.place[0])
        back = board.trail.pop() if board.trail else None
        board.show(board.sheet.codes, rows)
        if back in board.stop_at:
            board.stand(back)
        return Change(message="No row was added.")
    if writing.line.text == writing.began:
        return NO_CHANGE
    board.dropped = writing
    return Change(message="Left as it was. ctrl+z brings back what you wrote.")


def bring_back(board: Board, dropped: Writing) -> Change:
    """Open the line again that was left a moment ago."""
    board.over = dropped
    return Change(message="Here is what you wrote. enter keeps it.")


def keep_answer(board: Board, writing: Writing, place: Place, go_on: bool) -> Change:
    """Keep a typed answer, if it is one; else say why not and stay."""
    field, before = board.field(place), board.at(place)
    try:
        given = typed_answer(field, writing.line.text)
    except BadEntry as error:
        board.over = replace(writing, problem=str(error))
        return refused(str(error))
    if writing.new_row and isinstance(given, Blank):
        problem = "Give the row a name, or press esc to leave it out."
        board.over = replace(writing, problem=problem)
        return refused(problem)
    board.over = None
    if writing.new_row and place[0] is not None:
        coded = replace(before, answer=given)
        board.put(place, coded)
        return closed(board, place, go_on, Change((AddRow(place[0], coded),), f"Row added: {said(field, given)}."))
    if given == before.answer and place not in board.conflicts:
        return closed(board, place, go_on, NO_CHANGE)
    save = board.put(place, replace(before, answer=given))
    if given == BLANK:
        told = f"Was {said(field, before.answer)}, now blank."
    elif before.answered:
        told = f"Was {said(field, before.answer)}, now {said(field, given)}."
    else:
        told = about(field, said(field, given)) if go_on else f"Kept: {said(field, given)}."
    return closed(board, place, go_on, Change((save,), told))


def keep_reason(board: Board, writing: Writing, place: Place, go_on: bool) -> Change:
    """Keep the reason; an empty line removes it."""
    reason = one_line(writing.line.text)
    return _keep_prose(board, place, replace(board.at(place), reason=reason), "reason", bool(reason), go_on)


def keep_note(board: Board, writing: Writing, place: Place, go_on: bool) -> Change:
    """Keep the note; an empty line removes it."""
    note = one_line(writing.line.text)
    return _keep_prose(board, place, replace(board.at(place), note=note), "note", bool(note), go_on)


def _keep_prose(board: Board, place: Place, after: Coded, what: str, there: bool, go_on: bool) -> Change:
    before = board.at(place)
    before = board.at(place)
    board.over = None
    if after == before:
        return closed(board, place, go_on, NO_CHANGE)
    told = f"The {what} is kept." if there else f"The {what} is removed. ctrl+z brings it back."
    return closed(board, place, go_on, Change((board.put(place, after),), told))


def closed(board: Board, place: Place, go_on: bool, change: Change) -> Change:
    """What comes of a line that was kept.

    The field is closed, and with ``go_on`` the cursor is at the next one.
    """
    board.opened_field = False
    if go_on:
        on_from(board, place)
    return change


def paste(board: Board, writing: Writing, text: str) -> Change:
    """Put a pasted passage into the open line, mended: broken words joined, ligatures undone."""
    return typed(board, writing, mended_paste(text))


ACTS: Mapping[str, Callable[[Board, Place], Change]] = {"form.why": begin_reason, "form.note": begin_note}
"""What opens a line at the field under the cursor."""

LINE_ACTS: Mapping[str, Callable[[Board, Writing], Change]] = {
    **{
        f"writing.{act}": partial(acted, act=act)
        for act in (
            *("left", "right", "word_left", "word_right", "start", "end"),
            *("rub_out", "delete", "clear", "clear_rest"),
        )
    },
    "writing.undo": step_back,
    "writing.leave": leave,
}
"""What happens within an open line."""

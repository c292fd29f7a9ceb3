"""Submitting a study, reopening it, and proposing to exclude it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from twofold.tui.form.board import Board
from twofold.tui.form.change import (
    NO_CHANGE,
    Change,
    CheckSheet,
    FindStudies,
    ProposeExclusion,
    Reopen,
    Submit,
    refused,
)
from twofold.tui.form.line import Line, line_of
from twofold.tui.form.opened import Finding, Kind, Submitting, Writing
from twofold.tui.form.writing import begin
from twofold.values.plaintext import one_line


def submit(board: Board) -> Change:
    """Check the study before it is submitted; one that is submitted is reopened with a reason."""
    if board.locked and board.can_reopen:
        return begin(board, Writing(Kind.REOPEN, None, Line()))
    return refused(board.locked) if board.locked else Change((CheckSheet(),))


def exclude(board: Board) -> Change:
    """Propose to exclude the study, or change or withdraw the proposal; or the one that it is another study as well."""
    if locked := board.locked_at(None):
        return refused(locked)
    same = board.same_study
    if same is not None:
        return begin(board, Writing(Kind.SAME, None, line_of(same.reason), other=same.key, number=same.number))
    return begin(board, Writing(Kind.EXCLUDE, None, line_of(board.exclusion)))


def find_same(board: Board) -> Change:
    """Look for the study that is the same as this one."""
    board.over = Finding(Line(), same=True)
    return Change((FindStudies(""),))


def step(board: Board, submitting: Submitting, by: int) -> Change:
    """Mark the next line, or the one before."""
    at = max(0, min(len(submitting.places) - 1, submitting.at + by))
    board.over = replace(submitting, at=at)
    return NO_CHANGE


def go(board: Board, submitting: Submitting) -> Change:
    """Go to the marked field."""
    if not submitting.places:
        return Change(message="Nothing is missing. Did you read the whole paper? y / n")
    place = submitting.places[submitting.at]
    if place not in board.stop_at:
        return refused("This field is not asked any more.")
    board.over = None
    board.go(place)
    return NO_CHANGE


def confirm(board: Board, submitting: Submitting, whole_paper: bool) -> Change:
    """Go on to the confirmation, once nothing stands against the submission."""
    count = len(submitting.check.blocks)
    if count:
        return refused(
            f"{count} thing{'' if count == 1 else 's'} must be settled first."
            f" {board.key('submission.go')} goes to the marked one."
        )
    if board.unsaved:
        return refused(
            f"Some answers are not on the disk yet. {board.key('form.retry')} tries again,"
            f" {board.key('form.rescue')} writes a rescue copy."
        )
    return begin(board, Writing(Kind.CONFIRM, None, Line(), check=submitting.check, whole_paper=whole_paper))


def leave(board: Board, submitting: Submitting) -> Change:
    """Back to the form."""
    board.over = None
    return Change(message=f"{board.study.number} is not submitted.")


def keep_confirmation(board: Board, writing: Writing) -> Change:
    """Submit, if what was typed is the study's label or its number."""
    typed = one_line(writing.line.text).casefold()
    if typed not in (one_line(board.study.label).casefold(), board.study.number.casefold()):
        problem = f"Type {board.study.number} or the label as it stands above, or press esc."
        board.over = replace(writing, problem=problem)
        return refused(problem)
    board.over = None
    return Change((Submit(writing.whole_paper),))


def keep_reopening(board: Board, writing: Writing) -> Change:
    """Reopen the study with the reason that was written."""
    reason = one_line(writing.line.text)
    if not reason:
        problem = "Say why it is reopened, or press esc."
        board.over = replace(writing, problem=problem)
        return refused(problem)
    board.over = None
    return Change((Reopen(reason),))


def keep_exclusion(board: Board, writing: Writing) -> Change:
    """Propose to exclude the study with the reason that was written; an empty one withdraws the proposal."""
    reason = one_line(writing.line.text)
    if reason == board.exclusion and reason:
        board.over = None
        return Change(message="The proposal stands as it was.")
    if not reason and not board.exclusion:
        problem = "Say why it should be excluded, or press esc."
        board.over = replace(writing, problem=problem)
        return refused(problem)
    board.over = None
    return Change((ProposeExclusion(reason),))


def keep_same(board: Board, writing: Writing) -> Change:
    """Propose with the reason that was written that the two are one study; an empty one withdraws that."""
    reason, before = one_line(writing.line.text), board.same_study
    if before is not None and reason == before.reason:
        board.over = None
        return Change(message="The proposal stands as it was.")
    if not reason and before is None:
        problem = "Say what shows that they are one study, or press esc."
        board.over = replace(writing, problem=problem)
        return refused(problem)
    board.over = None
    return Change((ProposeExclusion(reason, writing.other, writing.number),))


def leave_confirmation(board: Board, writing: Writing) -> Change:
    """From the confirmation back to the check."""
    board.over = Submitting(writing.check) if writing.check is not None else None
    return NO_CHANGE


ACTS: Mapping[str, Callable[[Board], Change]] = {"form.submit": submit, "form.exclude": exclude}
"""What concerns the study as a whole."""

SUBMISSION_ACTS: Mapping[str, Callable[[Board, Submitting], Change]] = {
    "submission.go": go,
    "submission.down": partial(step, by=1),
    "submission.up": partial(step, by=-1),
    "submission.ten_down": partial(step, by=10),
    "submission.ten_up": partial(step, by=-10),
    "submission.first": partial(step, by=-1_000_000),
    "submission.last": partial(step, by=1_000_000),
    "submission.yes": partial(confirm, whole_paper=True),
    "submission.no": partial(confirm, whole_paper=False),
    "submission.leave": leave,
}
"""What happens on the page before a submission."""

"""Undo and redo of one study, read off the lines of one log, so that they work after a restart as well.

An undo is itself a line, of documents that say which ones they undo; a redo undoes an undo. Neither crosses a
submission or a reopening, nor reaches an answer that another device gave.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from twofold.record.document import Document
from twofold.record.work_documents import (
    CodeDocument,
    ExclusionDocument,
    ReopeningDocument,
    RowDocument,
    SubmissionDocument,
)

Undoable: TypeAlias = CodeDocument | RowDocument | ExclusionDocument


@dataclass(frozen=True, slots=True)
class Act:
    """One line of a log as far as it touches the study: the codes, rows and proposals to exclude that it holds, as
    (id, document)."""

    changes: tuple[tuple[str, Undoable], ...]


@dataclass(frozen=True, slots=True)
class Stacks:
    """What can be undone and redone, the next one last. ``undo_stops`` says why where nothing is left to undo."""

    undo: tuple[Act, ...]
    redo: tuple[Act, ...]
    undo_stops: str


_AT_START = "Nothing left to undo in this study."
_AT_SUBMISSION = "Undo does not go behind a submission."
_AT_DEVICE = "The answer before this one came from your other device; undo does not go there."


def stacks(lines: Iterable[Sequence[tuple[str, Document]]]) -> Stacks:
    """The stacks of one study, from the lines of one log in their order, each as (id, document) of that study."""
    undo: list[Act] = []
    redo: list[Act] = []
    stop = _AT_START
    own: set[str] = set()
    for line in lines:
        if any(isinstance(document, SubmissionDocument | ReopeningDocument) for _, document in line):
            undo, redo, stop = [], [], _AT_SUBMISSION
            continue
        act = Act(tuple((key, one) for key, one in line if isinstance(one, Undoable)))
        if not act.changes:
            continue
        own.update(key for key, _ in act.changes)
        undone = {one.undoes for _, one in act.changes if one.undoes is not None}
        if undo and undone and undone <= _ids(undo[-1]):
            undo.pop()
            redo.append(act)
        elif redo and undone and undone <= _ids(redo[-1]):
            redo.pop()
            undo.append(act)
        elif all(old in own for _, one in act.changes for old in one.replaces):
            undo.append(act)
            redo = []
        else:
            undo, redo, stop = [], [], _AT_DEVICE
    return Stacks(tuple(undo), tuple(redo), stop)


def _ids(act: Act) -> set[str]:
    return {key for key, _ in act.changes}

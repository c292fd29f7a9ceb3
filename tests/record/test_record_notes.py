"""Marks on notes: whether a note counts as dealt with, and what undo and redo take back."""

from hypothesis import given
from hypothesis import strategies as st

from twofold.record.notes import (
    Marked,
    NoteKey,
    is_resolved,
    key_of_mark,
    last_marks,
    marks_by,
    note_digest,
)
from twofold.record.work_documents import NoteMarkDocument

AT = "2026-01-01T00:00:00Z"
KEY = NoteKey("anna", "main", "a0" * 8, (None, "level"), note_digest("ask Maria"))


def mark(number: int, *, resolved: bool, replaces: tuple[str, ...] = (), undoes: str | None = None) -> Marked:
    document = NoteMarkDocument(
        by="anna",
        device="d0" * 8,
        at=AT,
        nonce=f"{number:032x}",
        replaces=replaces,
        round=KEY.round,
        study=KEY.study,
        row=KEY.place[0],
        field=KEY.place[1],
        of=KEY.of,
        note=KEY.digest,
        resolved=resolved,
        undoes=undoes,
    )
    return f"{number:032x}", document


def test_the_digest_of_a_note_is_of_its_text_alone() -> None:
    assert note_digest("ask Maria") == note_digest("ask " + "Maria")
    assert note_digest("ask Maria") != note_digest("ask Maria ")
    assert len(note_digest("\ud800")) == 32
    assert key_of_mark(mark(1, resolved=True)[1]) == KEY


def test_the_own_mark_goes_before_the_authors() -> None:
    for mine in (True, False):
        marks = marks_by("anna", [mark(1, resolved=mine)])
        assert is_resolved(KEY, marks, by_author=not mine) is mine
    assert is_resolved(KEY, {}, by_author=True)
    assert not is_resolved(KEY, {}, by_author=False)


def test_marks_of_two_devices_that_differ_leave_the_note_open() -> None:
    both = [mark(1, resolved=True), mark(2, resolved=False)]
    assert not is_resolved(KEY, marks_by("anna", both), by_author=True)
    settled = [*both, mark(3, resolved=True, replaces=(both[0][0], both[1][0]))]
    assert is_resolved(KEY, marks_by("anna", settled), by_author=False)


def test_the_marks_of_another_are_not_ones_own() -> None:
    assert marks_by("ben", [mark(1, resolved=True)]) == {}


@given(st.lists(st.sampled_from(["mark", "undo", "redo"]), max_size=30))
def test_undo_and_redo_of_marks_behave_as_two_stacks(steps: list[str]) -> None:
    log: list[Marked] = []
    states, past, future = False, list[bool](), list[bool]()
    for number, step in enumerate(steps, 1):
        undo, redo = last_marks(log)
        assert (undo is None, redo is None) == (not past, not future)
        before = (log[-1][0],) if log else ()
        if step == "mark":
            past, future, states = [*past, states], [], not states
            log.append(mark(number, resolved=states, replaces=before))
        elif step == "undo" and undo is not None:
            future, states = [*future, states], past.pop()
            log.append(mark(number, resolved=not undo[1].resolved, replaces=before, undoes=undo[0]))
        elif step == "redo" and redo is not None:
            past, states = [*past, states], future.pop()
            log.append(mark(number, resolved=not redo[1].resolved, replaces=before, undoes=redo[0]))
        assert is_resolved(KEY, marks_by("anna", log), by_author=False) is states

"""Undo and redo: read off the lines of one log, they do what a plain list of states would do."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st
from made_logs import FIELDS, STUDIES, code, document

from twofold.record.document import Document
from twofold.record.history import stacks
from twofold.record.lines import Written
from twofold.record.person import person_record
from twofold.record.tables import read_document
from twofold.record.work_documents import CodeDocument
from twofold.values.answers import BLANK, Value

Line = tuple[tuple[str, Document], ...]


class Desk:
    """One person at one device who answers one field, undoes and redoes."""

    def __init__(self) -> None:
        self.lines: list[Line] = []

    def write(self, *made: Written) -> None:
        self.lines.append(tuple((one.id, read_document(one)) for one in made))

    @property
    def documents(self) -> dict[str, Document]:
        return {name: one for line in self.lines for name, one in line}

    @property
    def answer(self) -> object:
        record = person_record(self.documents.items(), "anna", "main", STUDIES[0])
        return record.sheet.at(FIELDS[0]).answer

    def give(self, answer: str) -> None:
        record = person_record(self.documents.items(), "anna", "main", STUDIES[0])
        register = record.codes.get((None, FIELDS[0]))
        self.write(code("anna", "d1" * 8, len(self.lines), answer, replaces=register.ids if register else ()))

    def take_back(self, which: str) -> bool:
        found = stacks(self.lines)
        pile: Sequence[object] = getattr(found, which)
        if not pile:
            return False
        ((name, one),) = getattr(found, which)[-1].changes
        assert isinstance(one, CodeDocument)
        before = self.documents[one.replaces[0]] if one.replaces else None
        answer = before.answer if isinstance(before, CodeDocument) else BLANK
        text = answer.text if isinstance(answer, Value) else None
        # It replaces what stands now, which after an earlier undo is not the document that it undoes.
        record = person_record(self.documents.items(), "anna", "main", STUDIES[0])
        standing = record.codes[None, FIELDS[0]].ids
        self.write(code("anna", "d1" * 8, len(self.lines), text, replaces=standing, undoes=name))
        return True

    def submit(self) -> None:
        self.write(
            document(
                "submissions",
                "anna",
                "d1" * 8,
                len(self.lines),
                round="main",
                study=STUDIES[0],
                codebook="cb" * 16,
                rows=[],
                codes=[],
                blank=[],
                not_asked=[],
                whole_paper=True,
                digest="0" * 64,
                heads=[],
            )
        )


@given(st.lists(st.sampled_from(["a", "b", "c", "undo", "undo", "redo", "submit"]), max_size=30))
def test_undo_and_redo_do_what_a_list_of_states_would(acts: list[str]) -> None:
    desk = Desk()
    states: list[object] = [BLANK]
    here = 0
    for act in acts:
        match act:
            case "undo":
                assert desk.take_back("undo") == (here > 0)
                here = max(0, here - 1)
            case "redo":
                assert desk.take_back("redo") == (here < len(states) - 1)
                here = min(len(states) - 1, here + 1)
            case "submit":
                desk.submit()
                states, here = [states[here]], 0
            case _:
                desk.give(act)
                states, here = [*states[: here + 1], Value(act)], here + 1
        assert desk.answer == states[here]
        assert len(stacks(desk.lines).undo) == here
        assert len(stacks(desk.lines).redo) == len(states) - 1 - here


def test_undo_does_not_reach_an_answer_of_another_device_and_says_so() -> None:
    desk = Desk()
    desk.give("a")
    elsewhere = code("anna", "d2" * 8, "elsewhere", "b", replaces=[desk.lines[0][0][0]])
    desk.write(code("anna", "d1" * 8, "here", "c", replaces=[elsewhere.id]))
    found = stacks(desk.lines)
    assert found.undo == ()
    assert "other device" in found.undo_stops


def test_undo_stops_at_a_submission_and_says_so() -> None:
    desk = Desk()
    desk.give("a")
    desk.submit()
    assert "submission" in stacks(desk.lines).undo_stops

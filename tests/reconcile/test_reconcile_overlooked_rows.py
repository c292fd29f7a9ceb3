"""An outcome that one coder left out: owned as overlooked, it is one that both listed, and its fields are answered."""

from pathlib import Path

import pytest
from reconciled_reviews import EVERY, desk_of, item, reviewed, study_keys_of

from twofold.comparison.gathering import gather
from twofold.reconcile.deciding import drop_row
from twofold.reconcile.item import view_of
from twofold.reconcile.meeting import read_meeting, table_of
from twofold.reconcile.own_code import answer_missing, overlooked, slip, stand
from twofold.reconcile.queue import Choice, ItemKind, Stage, State
from twofold.reconcile.undoing import redo, undo
from twofold.record.consensus import How
from twofold.record.disagreements import Kind
from twofold.review.leading import Refused
from twofold.values.answers import Value

NAME = "PHQ-9 at 6 months"
SLIPS = Choice(Stage.SLIPS)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three studies of which anna listed one outcome each, and ben none."""
    plain = {"design": "rct", "level": "low"}
    return reviewed(tmp_path / "r", anna=({**plain, "rows": {NAME: "better"}},) * 3, ben=(plain,) * 3)


def test_the_row_is_taken_in_with_both_once_it_is_owned_as_overlooked(folder: Path) -> None:
    with desk_of(folder, "ben") as desk:
        row = item(desk, 0, "outcome", NAME)
        assert (row.kind, row.mine) == (ItemKind.UNMATCHED_ROW, True)
        assert row in desk.items(SLIPS)
        desk.carry_out(overlooked(desk, row, reason="it stands in the appendix"))
        taken = item(desk, 0, "outcome", NAME)
        assert (taken.state, taken.how, taken.mine) == (State.SETTLED, How.SLIP, False)
        assert desk.matter(row.key.study).consensus.sheet.rows == (row.key.row,)
        direction = item(desk, 0, "direction", NAME)
        assert (direction.kind, direction.state, direction.mine) == (ItemKind.FOLLOWS, State.OPEN, True)
        assert [side.answer for side in view_of(desk, direction).sides] == ["Better", "not asked"]
        desk.carry_out(answer_missing(desk, direction, Value("better")))
        assert desk.matter(row.key.study).consensus.open == ()
        settled = desk.matter(row.key.study).consensus.settled[row.key.row, "direction"]
        assert (settled.how, settled.coded.answer) == (How.SHARED, Value("better"))


def test_answers_that_differ_on_a_row_that_was_overlooked_are_talked_over(folder: Path) -> None:
    with desk_of(folder, "ben") as desk:
        desk.carry_out(overlooked(desk, item(desk, 0, "outcome", NAME)))
        desk.carry_out(answer_missing(desk, item(desk, 0, "direction", NAME), Value("worse")))
        assert item(desk, 0, "direction", NAME).difference is Kind.ADJACENT
        assert item(desk, 0, "direction", NAME).state is State.OPEN


def test_agreement_still_has_the_row_as_listed_by_one(folder: Path) -> None:
    with desk_of(folder, "ben") as desk:
        before = gather(desk.review).disagreements
        desk.carry_out(overlooked(desk, item(desk, 0, "outcome", NAME)))
        assert gather(desk.review).disagreements == before
        assert Kind.UNMATCHED_ROW in {one.kind for one in before[study_keys_of(desk)[0]]}


def test_it_is_undone_and_done_again_after_a_restart(folder: Path) -> None:
    with desk_of(folder, "ben") as desk:
        study = study_keys_of(desk)[0]
        desk.carry_out(overlooked(desk, item(desk, 0, "outcome", NAME)))
        desk.carry_out(answer_missing(desk, item(desk, 0, "direction", NAME), Value("better")))
    with desk_of(folder, "ben") as desk:
        for _ in range(2):
            desk.carry_out(undo(desk, study))
        assert item(desk, 0, "outcome", NAME).mine
        assert desk.matter(study).consensus.sheet.rows == ()
        for _ in range(2):
            desk.carry_out(redo(desk, study))
        assert desk.matter(study).consensus.open == ()


def test_leaving_it_out_can_be_stood_by_and_it_is_then_talked_over(folder: Path) -> None:
    with desk_of(folder, "ben") as desk:
        row = item(desk, 0, "outcome", NAME)
        desk.carry_out(stand(desk, row))
        assert not item(desk, 0, "outcome", NAME).mine
        assert item(desk, 0, "outcome", NAME).state is State.OPEN
        desk.carry_out(drop_row(desk, item(desk, 0, "outcome", NAME)))
        assert item(desk, 0, "outcome", NAME).state is State.SETTLED


def test_only_who_left_the_outcome_out_may_have_overlooked_it(folder: Path) -> None:
    with desk_of(folder) as desk:
        row = item(desk, 0, "outcome", NAME)
        assert not row.mine, "anna listed it"
        with pytest.raises(Refused, match="nothing that you overlooked"):
            overlooked(desk, row)
    with desk_of(folder, "ben") as desk:
        with pytest.raises(Refused, match="You did not list this outcome"):
            slip(desk, item(desk, 0, "outcome", NAME), Value(NAME))
        assert all(one.mine for one in desk.items(EVERY))


def test_a_table_filled_in_at_a_meeting_says_overlooked_too(folder: Path) -> None:
    with desk_of(folder, "ben") as desk:
        table = table_of(desk, desk.items(SLIPS))
        lines = table.splitlines()
        head = lines[0].split(",")
        at = head.index("decision") - len(head)
        assert "keep | drop | overlooked" in lines[1]
        cells = lines[1].split(",")
        cells[at] = "overlooked"
        found = read_meeting(desk, "\n".join([lines[0], ",".join(cells)]))
        assert not found.refused, found.refused
        desk.carry_out(found.proposed)
        assert item(desk, 0, "outcome", NAME).how is How.SLIP

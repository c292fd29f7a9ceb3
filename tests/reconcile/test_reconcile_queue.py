"""What is to be settled, in which order, and what one decision opens and closes."""

from pathlib import Path

import pytest
from compared_reviews import code, release
from opened_reviews import opened, study_keys, with_studies
from reconciled_reviews import EVERY, any_item, desk_of, item, key_of, reviewed, study_keys_of

from twofold.reconcile.accepting import accept, agreed, sample
from twofold.reconcile.deciding import adopt, drop_row, keep_row, leave_open, third_value
from twofold.reconcile.item import view_of
from twofold.reconcile.own_code import answer_missing, slip, stand
from twofold.reconcile.queue import Choice, Item, ItemKind, Order, Stage, State
from twofold.reconcile.study_questions import grant, refuse
from twofold.record.consensus import How
from twofold.record.disagreements import Kind
from twofold.review.leading import Refused
from twofold.values.answers import OffScale, Value
from twofold.values.coded import Coded, Confidence, Evidence

ROWS = {"PHQ-9 at 6 months": "better"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return reviewed(tmp_path / "r")


def told(items: tuple[Item, ...]) -> list[str]:
    return [f"{one.number} {one.key.field}" for one in items]


def test_a_study_begins_with_what_was_missed_then_with_what_blocks_most(folder: Path) -> None:
    with desk_of(folder) as desk:
        assert told(desk.items(Choice(states=()))) == [
            "S001 level", "S002 design", "S002 who", "S002 n_all", "S003 n_all", "S003 level", "S003 part",
        ]  # fmt: skip
        assert item(desk, 2, "n_all").difference is Kind.MISSED
        assert item(desk, 2, "level").blocks == 1
        by_field = told(desk.items(EVERY, Order.FIELD))
        assert by_field[:2] == ["S001 level", "S003 level"], "what blocks most comes first"
        assert by_field.index("S002 design") < by_field.index("S002 who") < by_field.index("S003 n_all")


def test_what_follows_is_held_back_until_what_it_hangs_on_is_settled(folder: Path) -> None:
    with desk_of(folder, "ben") as desk:
        held = item(desk, 2, "part")
        assert (held.kind, held.state, held.mine) == (ItemKind.FOLLOWS, State.HELD, False)
        with pytest.raises(Refused, match="Settle that one first"):
            adopt(desk, held, "A")
        with pytest.raises(Refused, match="do not ask this"):
            answer_missing(desk, held, Value("no"))
        desk.carry_out(adopt(desk, item(desk, 2, "level"), "A"))
        asked = item(desk, 2, "part")
        assert (asked.state, asked.mine) == (State.OPEN, True), "ben was not asked, and is now"
        desk.carry_out(answer_missing(desk, asked, Value("no")))
        assert item(desk, 2, "part").how is How.SHARED


def test_what_follows_from_an_answer_that_did_not_stand_is_settled_with_it(folder: Path) -> None:
    with desk_of(folder) as desk:
        desk.carry_out(adopt(desk, item(desk, 2, "level"), "B"))
        assert item(desk, 2, "part").state is State.SETTLED


def test_an_answer_that_neither_gave_asks_what_nobody_was_asked(tmp_path: Path) -> None:
    with_studies(tmp_path / "r")
    code(tmp_path / "r", "anna", ({"design": "rct", "level": "low"},) * 3)
    code(tmp_path / "r", "ben", ({"design": "rct", "level": "NR"},) * 3)
    with desk_of(tmp_path / "r") as desk:
        assert not desk.studies
        assert "Nothing is open for comparison" in " ".join(desk.waiting_words())
    release(tmp_path / "r")
    with desk_of(tmp_path / "r") as desk:
        desk.carry_out(third_value(desk, item(desk, 0, "level"), Value("high")))
        nobody = item(desk, 0, "part")
        assert (nobody.kind, nobody.state, nobody.mine) == (ItemKind.FOLLOWS, State.OPEN, True)
        assert "Nobody was asked" in " ".join(view_of(desk, nobody).said)
        desk.carry_out(third_value(desk, nobody, Value("yes")))
        assert item(desk, 0, "part").how is How.DISCUSSED


def test_each_walks_through_the_own_differences_first(folder: Path) -> None:
    slips = Choice(Stage.SLIPS)
    with desk_of(folder, "ben") as desk:
        mine = desk.items(slips)
        assert told(mine) == ["S001 level", "S002 design", "S002 who", "S002 n_all", "S003 n_all", "S003 level"]
        with pytest.raises(Refused, match="That is what you submitted"):
            slip(desk, mine[0], Value("middle"))
        desk.carry_out(slip(desk, mine[0], Value("high")))
        desk.carry_out(stand(desk, mine[1]))
        assert told(desk.items(slips)) == told(mine)[2:]
        assert item(desk, 0, "level").how is How.SLIP
        assert view_of(desk, item(desk, 1, "design")).sides[1].stood
    with desk_of(folder) as desk:
        one = view_of(desk, item(desk, 0, "level"))
        assert (one.sides[1].coded.answer, one.sides[1].now.answer) == (Value("middle"), Value("high"))
        assert any("a slip of ben's" in words for words in one.history)


def test_a_third_person_may_not_settle_what_was_not_put_off(folder: Path) -> None:
    with desk_of(folder) as desk:
        key = item(desk, 0, "level").key
    with desk_of(folder, "cleo") as desk:
        assert desk.items(EVERY) == ()
        assert desk.any_item(key) is None


def unsure(folder: Path) -> None:
    """Both say the same of one study: anna with low confidence, of another page, and both unclear."""
    with_studies(folder, titles=("One fictional study",))
    for person, page in (("anna", "p. 3"), ("ben", "page 7")):
        with opened(folder, person) as review:
            session = review.session(study_keys(review)[0])
            session.save((None, "design"), Coded(Value("rct"), Evidence("r1", page, "so")))
            sure = Confidence.LOW if person == "anna" else None
            session.save((None, "level"), Coded(Value("low"), Evidence("r1", "p. 3", "so"), confidence=sure))
            session.save((None, "n_all"), Coded(OffScale.UNCLEAR))
            session.save((None, "share"), Coded(Value("1.5"), Evidence("r1", "p. 3-4", "so")))
            assert session.submit(whole_paper=True) == ""
    release(folder)


def test_what_is_agreed_with_a_doubt_is_looked_at_once(tmp_path: Path) -> None:
    unsure(tmp_path / "r")
    with desk_of(tmp_path / "r") as desk:
        found = {one.key.field: view_of(desk, one).said[0] for one in desk.items()}
        assert found == {
            "level": "agreed, with low confidence",
            "design": "agreed, from different pages",
            "n_all": "agreed, and unclear",
        }
        assert [one.key.field for one in map(desk.any_item, agreed(desk)) if one] == ["share"]
        desk.carry_out(adopt(desk, item(desk, 0, "design"), "A"))
        design = item(desk, 0, "design")
        assert (design.state, design.how) == (State.SETTLED, How.AGREED)
        assert desk.progress().words == "1 of 3 settled, 2 open"


def test_what_all_agree_on_is_accepted_in_bulk_after_a_sample(folder: Path) -> None:
    with desk_of(folder) as desk:
        every = agreed(desk)
        assert sample(every, 10, 1) == sample(every, 10, 1)
        drawn = sample(every, 50, 2)
        assert set(drawn) < set(every)
        looked_at = desk.any_item(drawn[0])
        assert looked_at is not None
        view = view_of(desk, looked_at)
        assert len({side.answer for side in view.sides}) == 1
        of_one = agreed(desk, study=study_keys_of(desk)[0])
        assert {one.field for one in of_one} == {"design", "who", "n_all"}
        desk.carry_out(accept(desk, of_one))
        assert desk.matter(of_one[0].study).consensus.settled[None, "design"].how is How.AGREED
        assert agreed(desk, study=of_one[0].study) == ()
        with pytest.raises(Refused, match="left to be accepted"):
            accept(desk, of_one)
        assert agreed(desk, field="who") == (key_of(desk, 2, "who"),)


def test_an_outcome_of_one_coder_is_one_item_to_be_kept_or_dropped(tmp_path: Path) -> None:
    plain = {"design": "rct", "level": "low"}
    reviewed(tmp_path / "r", anna=({**plain, "rows": ROWS},) * 3, ben=(plain,) * 3)
    with desk_of(tmp_path / "r") as desk:
        (found,) = desk.items(Choice(studies=(study_keys_of(desk)[0],)))
        assert (found.kind, found.row_name) == (ItemKind.UNMATCHED_ROW, "PHQ-9 at 6 months")
        desk.carry_out(keep_row(desk, found))
        matter = desk.matter(found.key.study)
        assert len(matter.consensus.sheet.rows) == 1
        assert matter.consensus.settled[found.key.row, "direction"].how is How.WITH_ROW
        desk.carry_out(drop_row(desk, found, reason="not an outcome of this review"))
        assert desk.matter(found.key.study).consensus.sheet.rows == ()
        assert item(desk, 0, "outcome", found.row_name).state is State.SETTLED
        with pytest.raises(Refused, match="Every coder listed"):
            keep_row(desk, any_item(desk, 0, "level"))


def test_left_open_on_purpose_is_open_and_no_longer_next(folder: Path) -> None:
    with desk_of(folder) as desk:
        desk.carry_out(leave_open(desk, item(desk, 0, "level"), reason="we see it differently"))
        assert item(desk, 0, "level").state is State.LEFT_OPEN
        assert "S001 level" not in told(desk.items())
        assert desk.progress().open == 7


def test_an_excluded_study_asks_nothing_more_and_loses_no_code(tmp_path: Path) -> None:
    folder = with_studies(tmp_path / "r", titles=("One fictional study", "Another one"))
    with opened(folder, "ben") as review:
        assert review.session(study_keys(review)[0]).propose_exclusion("it is a protocol") == ""
    code(folder, "anna", ({"design": "rct", "level": "high", "part": "yes"},) * 2)
    code(folder, "ben", ({"design": "rct", "level": "low"},) * 2)
    release(folder)
    with desk_of(folder) as desk:
        first = desk.items()[0]
        assert first.kind is ItemKind.EXCLUSION
        assert "ben proposes that it is to be excluded: it is a protocol" in view_of(desk, first).said
        desk.carry_out(grant(desk, first))
        assert {one.number for one in desk.items()} == {"S002"}
        assert len(desk.matter(first.key.study).compared.sheets) == 2
        desk.carry_out(refuse(desk, first))
        assert {one.number for one in desk.items()} == {"S001", "S002"}

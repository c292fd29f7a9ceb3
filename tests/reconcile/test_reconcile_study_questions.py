"""Two studies that are one: proposed by a coder, settled like a disagreement, and neither set of codes is lost."""

from pathlib import Path

import pytest
from opened_reviews import opened, study_keys
from reconciled_reviews import EVERY, desk_of, reviewed, study_keys_of

from twofold.reconcile.item import view_of
from twofold.reconcile.queue import ItemKind
from twofold.reconcile.study_questions import grant, refuse
from twofold.reconcile.undoing import redo, undo
from twofold.review.leading import Refused


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Ben proposes that the second study is one with the first."""
    made = reviewed(tmp_path / "r")
    with opened(made, "ben") as review:
        first, second = study_keys(review)[:2]
        assert review.session(second).propose_exclusion("one trial, two papers", first) == ""
    return made


def test_a_proposal_comes_first_and_says_who_and_why(folder: Path) -> None:
    with desk_of(folder) as desk:
        second = study_keys_of(desk)[1]
        one = next(each for each in desk.items() if each.key.study == second)
        assert one.kind is ItemKind.SAME_STUDY
        (said,) = view_of(desk, one).said
        assert said.startswith("ben proposes that it is one study with S001")
        desk.carry_out(refuse(desk, one, reason="another village"))
        assert second in desk.studies
        assert view_of(desk, one).settled == "refused"


def test_joining_is_the_leads_and_is_undone_with_the_decision(folder: Path) -> None:
    with desk_of(folder, "ben") as desk:
        one = next(each for each in desk.items() if each.kind is ItemKind.SAME_STUDY)
        with pytest.raises(Refused, match="Only a lead"):
            grant(desk, one)
    with desk_of(folder) as desk:
        first, second, _ = study_keys_of(desk)
        codes = {key for who in ("anna", "ben") for key in desk.review.documents_of(second, who)}
        desk.carry_out(grant(desk, one))
        list(desk.load())
        assert list(desk.review.plan.studies) == [first, study_keys_of(desk)[1]]
        kept = {key for who in ("anna", "ben") for key in desk.review.documents_of(first, who)}
        assert codes < kept, "both sets of codes are there"
        for each in desk.items(EVERY):
            assert view_of(desk, each)
        desk.carry_out(undo(desk, first))
        list(desk.load())
        assert second in desk.review.plan.studies
        assert any(each.kind is ItemKind.SAME_STUDY for each in desk.items())
        desk.carry_out(redo(desk, second))
        assert second not in desk.review.plan.studies


def test_an_undo_takes_apart_the_two_studies_of_that_act_alone(tmp_path: Path) -> None:
    folder = reviewed(tmp_path / "three")
    with opened(folder, "ben") as review:
        first, second, third = study_keys(review)
        assert review.session(second).propose_exclusion("one trial", first) == ""
        assert review.session(third).propose_exclusion("that trial too", first) == ""
    for _ in range(2):
        with desk_of(folder) as desk:
            desk.carry_out(grant(desk, next(one for one in desk.items() if one.kind is ItemKind.SAME_STUDY)))
    with desk_of(folder) as desk:
        assert list(desk.review.plan.studies) == [first]
        desk.carry_out(undo(desk, first))
    with desk_of(folder) as desk:
        assert len(desk.review.plan.studies) == 2
        (kept,) = desk.review.plan.also[first]
        (apart,) = {second, third} - {kept}
        open_now = [one.key.study for one in desk.items() if one.kind is ItemKind.SAME_STUDY]
        assert open_now == [apart], "what is undone is open again, and the other is not"
        desk.carry_out(redo(desk, apart))
    with desk_of(folder) as desk:
        assert list(desk.review.plan.studies) == [first]
        desk.carry_out(undo(desk, first))
        desk.carry_out(undo(desk, first))
    with opened(folder) as review:
        assert list(review.plan.studies) == [first, second, third]

"""studies.csv and the synthesis never disagree on what is excluded, whatever was proposed, decided and undone."""

import shutil
from pathlib import Path

import pytest
from exported_folders import exported, rows_of
from opened_reviews import carry, on_device, opened, ris, study_keys
from reconciled_reviews import EVERY, desk_of, reviewed

from twofold.export.choices import Choices
from twofold.reconcile.desk import Desk
from twofold.reconcile.queue import Item, ItemKind
from twofold.reconcile.study_questions import grant, refuse
from twofold.reconcile.undoing import redo, undo
from twofold.record.proposals import is_excluded
from twofold.review.bringing_in import bring_in, work_out
from twofold.review.leading import carry_out
from twofold.review.open import Review
from twofold.review.rounds import propose_round


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Ben proposes to exclude the second study."""
    made = reviewed(tmp_path / "r")
    with opened(made, "ben") as review:
        assert review.session(study_keys(review)[1]).propose_exclusion("a protocol") == ""
    return made


def asked(desk: Desk) -> Item:
    key = list(desk.review.plan.studies)[1]
    return next(one for one in desk.items(EVERY) if one.key.study == key and not one.key.field)


def told(folder: Path, out: Path) -> tuple[str, str]:
    """What studies.csv has of the study, which is what everything else has."""
    if out.exists():
        shutil.rmtree(out)
    exported(folder, out)
    (one,) = (each for each in rows_of(out, "studies") if each["study"] == "S002")
    with desk_of(folder) as desk:
        documents = desk.matter(list(desk.review.plan.studies)[1]).documents
        assert (one["excluded"] == "1") is is_excluded(documents)
    return one["excluded"], one["excluded_why"]


def test_a_grant_that_is_undone_and_done_again_excludes_in_every_file(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert told(folder, out) == ("0", "")
    with desk_of(folder) as desk:
        key = list(desk.review.plan.studies)[1]
        desk.carry_out(grant(desk, asked(desk), reason="agreed"))
    assert told(folder, out) == ("1", "agreed")
    with desk_of(folder) as desk:
        desk.carry_out(undo(desk, key))
    assert told(folder, out) == ("0", "")
    with desk_of(folder) as desk:
        desk.carry_out(redo(desk, key))
    assert told(folder, out) == ("1", "agreed")


def test_a_second_who_proposes_what_was_granted_does_not_bring_the_study_back(folder: Path, tmp_path: Path) -> None:
    with desk_of(folder) as desk:
        desk.carry_out(grant(desk, asked(desk), reason="agreed"))
    with opened(folder, "anna") as review:
        assert review.session(study_keys(review)[1]).propose_exclusion("me too") == ""
    assert told(folder, tmp_path / "out") == ("1", "agreed")
    assert {one["exclusion_proposed_by"] for one in rows_of(tmp_path / "out", "studies")} == {"", "anna|ben"}


def test_what_one_grants_and_another_refuses_is_decided_twice_and_open(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(folder, other)
    with desk_of(folder) as desk:
        desk.carry_out(grant(desk, asked(desk), reason="agreed"))
    (tmp_path / "device").mkdir()
    with on_device(tmp_path / "device"), desk_of(other, "ben") as desk:
        desk.carry_out(refuse(desk, asked(desk), reason="no"))
    carry(other, folder)
    assert told(folder, tmp_path / "out") == ("0", "")
    with desk_of(folder) as desk:
        assert asked(desk).kind is ItemKind.DECIDED_TWICE


def test_an_excluded_study_is_so_in_the_export_of_any_round(folder: Path, tmp_path: Path) -> None:
    with desk_of(folder) as desk:
        desk.carry_out(grant(desk, asked(desk), reason="agreed"))
    with opened(folder) as review:
        review.look()
        (fresh,) = brought_in(review, tmp_path)
        opening = propose_round(review, "Pilot", [fresh], ("anna", "ben"), 80, all_discussed=False)
        carry_out(review, opening.documents)
    exported(folder, tmp_path / "pilot", choices=Choices(round="pilot"))
    found = {one["study"]: (one["excluded"], one["excluded_why"]) for one in rows_of(tmp_path / "pilot", "studies")}
    assert found["S002"] == told(folder, tmp_path / "all")
    assert found["S002"][0] == "1"
    assert found["S001"][0] == "0"


def brought_in(review: Review, place: Path) -> list[str]:
    """One more study, and its key."""
    before = study_keys(review)
    path = place / "more.ris"
    path.write_text(ris("A further fictional study that nobody has begun"), encoding="utf-8")
    bring_in(review, work_out(review, [path]))
    return [key for key in study_keys(review) if key not in before]

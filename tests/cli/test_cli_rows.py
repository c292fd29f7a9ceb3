"""`twofold rows`: the lists of both, what is suggested, and matching by hand, all at once, and back again."""

from pathlib import Path

import pytest
from command_runner import twofold
from compared_reviews import Answers, code, release, released_review
from opened_reviews import with_studies

PLAIN: Answers = {"design": "rct", "level": "low"}
ANNA = ({**PLAIN, "rows": {"Depression": "better", "Stigma": "worse"}}, PLAIN, PLAIN)
BEN = ({**PLAIN, "rows": {"depressive symptoms": "better", "Anxiety": "worse"}}, PLAIN, PLAIN)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return released_review(tmp_path / "r", ANNA, BEN)


def test_the_overlap_is_told_before_the_rows_and_suggestions_say_why(folder: Path) -> None:
    told = twofold("rows", "-r", folder, "--as", "anna").out.splitlines()
    assert told[0].endswith("Listed: anna 2, ben 2. 4 outcomes, 0 in every list, 2 in anna's alone, 2 in ben's alone.")
    assert "  anna:1 Depression" in told
    assert any(one.startswith("  suggested: anna:1 and ben:1 are ") and "name alike" in one for one in told)
    (study,) = twofold("rows", "-r", folder, "--as", "ben", "--json").json["studies"]
    assert study["overlap"]["outcomes"] == 4
    assert [one["rows"] for one in study["suggestions"]] == [["anna:1", "ben:1"]]
    assert {one["name"] for one in study["rows"]} == {"Depression", "Stigma", "depressive symptoms", "Anxiety"}


def test_a_dry_run_of_the_suggestions_writes_nothing_and_the_real_one_can_be_undone(folder: Path) -> None:
    def shared() -> int:
        (study,) = twofold("rows", "-r", folder, "--as", "anna", "--json").json["studies"]
        return int(study["overlap"]["shared"])

    line = ("rows", "match", "S001", "-r", folder, "--as", "anna")
    assert twofold(*line, "--accept-suggestions", "--dry-run").code == 0
    assert shared() == 0
    assert "1 outcome matched" in twofold(*line, "--accept-suggestions").out
    assert shared() == 1
    assert twofold(*line, "anna:2", "ben:2").code == 0, "by hand, whatever the likeness"
    assert shared() == 2
    assert twofold(*line, "--undo").code == 0
    assert shared() == 1
    assert twofold(*line, "--undo").code == 0
    assert shared() == 0
    assert "nothing to undo" in twofold(*line, "--undo").err


def test_what_is_asked_for_must_be_one_thing_and_name_rows_that_are_there(folder: Path) -> None:
    line = ("rows", "match", "S001", "-r", folder, "--as", "anna")
    assert twofold(*line).code == 2
    assert twofold(*line, "anna:1", "--undo").code == 2
    assert "has no row `dora:1`" in twofold(*line, "anna:1", "dora:1").err
    assert twofold(*line, "anna:1", "anna:2").code == 4
    assert twofold("rows", "--json", "match", "S001", "anna:1").code == 2


def test_rows_of_studies_that_are_not_open_are_not_listed(tmp_path: Path) -> None:
    folder = with_studies(tmp_path / "r")
    code(folder, "anna", ANNA)
    code(folder, "ben", BEN)
    told = twofold("rows", "-r", folder, "--as", "anna").out
    assert "Depression" not in told
    assert "depressive" not in told
    assert told.startswith("No study that is open")
    release(folder)
    assert "depressive symptoms" in twofold("rows", "-r", folder, "--as", "anna").out

"""`twofold practise` and `twofold code --pilot`: line by line, told as text and as JSON, thrown away when asked to."""

from pathlib import Path

import pytest
from command_runner import twofold
from opened_reviews import bytes_of, opened, with_studies
from practised import code_by_key
from two_coders import SENTINEL, two_coders

from twofold.cli.exits import Exit
from twofold.review.practising import PERSON, begin_practice, practice_in, source_for
from twofold.store.apart import Apart
from twofold.values.answers import Value


def submitted() -> Path:
    folder = begin_practice(source_for(None))
    with opened(folder, PERSON.id) as review:
        practice = practice_in(review)
        assert practice is not None
        first = next(iter(review.plan.studies))
        code_by_key(review, practice, first, {"engagement_level": Value("high")})
        assert review.session(first).submit(whole_paper=True) == ""
    return folder


@pytest.fixture(autouse=True)
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands are run in a folder that is no review."""
    monkeypatch.chdir(tmp_path)


def test_practice_is_coded_line_by_line_and_says_all_the_time_that_it_is_practice() -> None:
    ran = twofold("practise", "--plain", typed="a\nMalawi\nq\n")
    assert ran.code == Exit.DONE
    assert Apart.PRACTICE.words in ran.out
    assert "FICTIONAL. This study was made up for practice." in ran.out
    assert "Added: Malawi. Saved." in ran.out
    told = twofold("practise", "--result")
    assert told.out.count("not submitted yet") == 3


def test_the_result_tells_each_field_with_its_reason_as_text_and_as_json() -> None:
    submitted()
    told = twofold("practise", "S001", "--result")
    assert told.code == Exit.DONE
    assert "S001  Lakeside circles: 30 of 31 right; one step apart: 1." in told.out
    assert "    one step apart: you answered High;\n    the key says Medium." in told.out
    assert "Views shaped the content." in told.out
    (study,) = twofold("practise", "S001", "--json").json["studies"]
    assert study["submitted"] is True
    (wrong,) = [one for one in study["answers"] if one["verdict"] != "right"]
    assert (wrong["field"], wrong["given"], wrong["right"]) == ("engagement_level", "High", "Medium")
    assert all(one["why"] for one in study["answers"])


def test_throwing_away_asks_first() -> None:
    folder = submitted()
    ran = twofold("practise", "--forget", typed="no\n")
    assert (ran.code, folder.exists()) == (Exit.DONE, True)
    assert "Nothing was thrown away." in ran.out
    assert twofold("practise", "--forget", typed="yes\n").code == Exit.DONE
    assert not folder.exists()
    assert "There is no practice to throw away." in twofold("practise", "--forget", "--yes").out


def test_a_place_apart_is_no_review_for_any_other_command() -> None:
    folder = submitted()
    for command in (["send"], ["export"], ["status"], ["codes", "S001"], ["agree"]):
        ran = twofold(*command, "--review", folder)
        assert ran.code == Exit.USAGE, command
        assert Apart.PRACTICE.words in ran.err


def test_a_pilot_is_coded_apart_and_thrown_away(tmp_path: Path) -> None:
    folder = with_studies(tmp_path / "r")
    before = bytes_of(folder)
    ran = twofold("code", "S002", "--pilot", "--plain", "-r", folder, "--as", "ben", typed="1\nq\n")
    assert ran.code == Exit.DONE
    assert Apart.PILOT.words in ran.out
    assert "S002" in ran.out
    assert "Saved." in ran.out
    assert bytes_of(folder) == before
    ran = twofold("code", "--pilot", "--forget", "-r", folder, "--as", "ben", typed="yes\n")
    assert "The pilot was thrown away." in ran.out
    assert twofold("code", "S002", "--forget", "-r", folder).code == Exit.USAGE
    assert bytes_of(folder) == before


def test_a_pilot_shows_nothing_of_what_another_coded(tmp_path: Path) -> None:
    made = two_coders(tmp_path / "r", "anna", "ben")
    keys = "".join(f"{key}\n" for key in ("h", "?", "a", "/", "q"))
    ran = twofold("code", "S001", "--pilot", "--plain", "-r", made.folder, "--as", "ben", typed=keys)
    assert "PILOT" in ran.out
    assert SENTINEL not in ran.out + ran.err

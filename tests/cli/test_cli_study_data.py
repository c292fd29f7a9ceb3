"""The commands on a study's own data, its initiative, the PDFs of this device, and the time."""

import json
from pathlib import Path

import pytest
from command_runner import twofold
from opened_reviews import bytes_of, opened, study_keys, with_studies

from twofold.cli.exits import Exit
from twofold.review.outside import pdf_names
from twofold.review.timekeeping import Times
from twofold.store.times import timing_is_off


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TWOFOLD_HOME", str(tmp_path / "home"))
    return with_studies(tmp_path / "r")


def test_a_study_is_shown_with_its_report(folder: Path) -> None:
    ran = twofold("study", "S001", "-r", folder)
    assert ran.code == Exit.DONE
    assert "Gardens of the northern valley" in ran.out
    assert "10.1000/fictional.1" in ran.out
    found = json.loads(twofold("study", "S001", "-r", folder, "--json").out)
    assert (found["schema"], found["number"], found["reports"][0]["year"]) == ("twofold.study", "S001", "2001")


def test_a_dry_run_says_what_would_change_and_writes_nothing(folder: Path) -> None:
    before = bytes_of(folder)
    ran = twofold("study", "S001", "--label", "Abara 2011", "--doi", "10.1000/x", "-r", folder, "--dry-run", "--json")
    found = json.loads(ran.out)
    assert found["written"] is False
    assert len(found["changes"]) == 2
    assert bytes_of(folder) == before


def test_a_change_is_written_and_shown(folder: Path) -> None:
    assert twofold("study", "S001", "--label", "Abara 2011", "--year", "2011", "-r", folder).code == Exit.DONE
    found = json.loads(twofold("study", "Abara 2011", "-r", folder, "--json").out)
    assert (found["label"], found["reports"][0]["year"]) == ("Abara 2011", "2011")
    assert "Nothing to change" in twofold("study", "S001", "--label", "Abara 2011", "-r", folder).out


def test_what_cannot_be_is_refused(folder: Path) -> None:
    assert twofold("study", "S001", "--year", "soon", "-r", folder).code == Exit.REFUSED
    assert twofold("study", "S001", "--report", "2", "--year", "2011", "-r", folder).code == Exit.USAGE
    assert twofold("study", "S001", "--label", "x", "-r", folder, "--as", "ben").code == Exit.REFUSED
    assert twofold("study", "S009", "-r", folder).code == Exit.USAGE


def test_an_initiative_is_set_for_several_studies(folder: Path) -> None:
    ran = twofold("initiative", "Gardens", "S001", "S002", "-r", folder)
    assert ran.code == Exit.DONE
    assert ran.out.count("Gardens") == 2
    with opened(folder, "ben") as review:
        assert [one.initiative for one in review.plan.studies.values()] == ["Gardens", "Gardens", ""]
    assert twofold("initiative", "", "S001", "-r", folder, "--as", "anna").code == Exit.DONE
    assert twofold("initiative", "x", "S009", "-r", folder, "--as", "anna").code == Exit.REFUSED


def test_pdfs_are_matched_kept_and_forgotten_on_this_device(folder: Path, tmp_path: Path) -> None:
    papers = tmp_path / "papers"
    papers.mkdir()
    (papers / "S001.pdf").touch()
    (papers / "scan.pdf").touch()
    dry = json.loads(twofold("pdfs", papers, "--match", "--dry-run", "-r", folder, "--json").out)
    assert dry["matched"] == [{"study": "S001", "file": "S001.pdf", "how": "number"}]
    assert (dry["kept"], dry["files_left"], dry["studies_left"]) == (0, ["scan.pdf"], ["S002", "S003"])
    assert twofold("pdfs", "-r", folder).code == Exit.USAGE
    done = twofold("pdfs", papers, "--match", "--set", "S002=scan.pdf", "-r", folder)
    assert done.code == Exit.DONE
    assert "Kept 2 files" in done.out
    with opened(folder) as review:
        first, second, _ = study_keys(review)
        assert pdf_names(review.id) == {first: "S001.pdf", second: "scan.pdf"}
    assert twofold("pdfs", "--set", "S002=", "-r", folder).code == Exit.DONE
    with opened(folder) as review:
        assert pdf_names(review.id) == {first: "S001.pdf"}
    assert twofold("pdfs", "--set", "S002=none.pdf", "-r", folder).code == Exit.REFUSED


def test_the_time_is_told_by_study_and_by_field(folder: Path) -> None:
    assert "No time has been counted" in twofold("time", "-r", folder).out
    with opened(folder) as review:
        ticks = iter(range(0, 6000, 60))
        times = review.times = Times(review.times._place, lambda: float(next(ticks))) if review.times else None
        assert times is not None
        times.begin()
        for field in ("design", "level", "level"):
            times.key(study_keys(review)[0], field)
    ran = twofold("time", "-r", folder)
    assert "3 min  S001  Bianchi 2001" in ran.out
    assert "3 min  in all; today 3 min on 1 study" in ran.out
    found = json.loads(twofold("time", "--fields", "-r", folder, "--json").out)
    assert found["studies"] == [{"study": "S001", "label": "Bianchi 2001", "minutes": 3, "seconds": 180}]
    assert found["fields"] == [{"field": "level", "seconds": 120}, {"field": "design", "seconds": 60}]
    assert "No time has been counted" in twofold("time", "-r", folder, "--as", "ben").out


def test_counting_is_switched_off_and_on_for_the_device(folder: Path) -> None:
    assert json.loads(twofold("time", "--off", "--dry-run", "--json").out)["changed"] is False
    assert not timing_is_off()
    assert twofold("time", "--off").code == Exit.DONE
    assert timing_is_off()
    assert "not counted now" in twofold("time", "-r", folder).out
    assert twofold("time", "--on").code == Exit.DONE
    assert not timing_is_off()
    assert twofold("time", "--on", "--off").code == Exit.USAGE


def test_coding_line_by_line_counts_the_time_as_well(folder: Path) -> None:
    assert twofold("code", "S001", "--plain", "-r", folder, typed="j\nj\nq\n").code == Exit.DONE
    with opened(folder) as review:
        assert review.times is not None
        first = study_keys(review)[0]
        assert list(review.times.fields(first)) == ["design", "level"]
        assert 0 <= review.times.studies()[first] < 60

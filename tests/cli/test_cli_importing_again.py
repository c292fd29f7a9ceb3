"""`twofold import` of records that are there already: told with all that differs, answered otherwise, filled; and
`twofold imports`. All records are made up."""

import csv
from pathlib import Path

import pytest
from command_runner import twofold
from opened_reviews import bytes_of, founded, opened

from twofold.review.open import Review

POOR = """\
TY  - JOUR
TI  - A made-up study of lantern walks in two fictional towns
AU  - Doe, Jane
PY  - 2019
DO  - 10.5555/lantern.1
ER  -
"""
RICH = POOR.replace("2019", "2020").replace("ER  -", "AB  - The abstract.\nUR  - https://example.org/paper\nER  -")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("poor.ris").write_text(POOR, "utf-8")
    Path("rich.ris").write_text(RICH, "utf-8")
    with opened(founded(tmp_path / "r")):
        pass
    assert twofold("import", "poor.ris", "-r", tmp_path / "r").code == 0
    return tmp_path / "r"


def rows(path: str) -> list[dict[str, str]]:
    with Path(path).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_a_record_that_is_there_is_told_with_its_title_and_all_that_differs(folder: Path) -> None:
    ran = twofold("import", "rich.ris", "-r", folder, "--dry-run")
    assert (
        "line 1 is S001 already (same DOI): A made-up study of lantern walks in two fictional towns; differs in"
        " year: “2019”, here “2020”; abstract: nothing, here “The abstract.”; url: nothing," in ran.out
    )
    (there,) = twofold("import", "rich.ris", "-r", folder, "--dry-run", "--json").json["files"][0]["already_there"]
    assert there["title"] == "A made-up study of lantern walks in two fictional towns"
    assert there["question"] == "there:rich.ris:1"


def test_in_the_table_it_can_be_answered_that_it_is_another_study(folder: Path) -> None:
    ran = twofold("import", "rich.ris", "-r", folder, "--questions", "decide.csv")
    assert "3 questions are, with 1 record already there that may be another study, in `decide.csv`" in ran.out
    found = rows("decide.csv")
    assert [(one["kind"], one["decision"]) for one in found][-1] == ("already there", "same")
    assert found[-1]["decide_one_of"] == "same or new or report"
    text = Path("decide.csv").read_text("utf-8-sig").replace("\nsame,", "\nnew,")
    Path("decide.csv").write_text(text, "utf-8")
    ran = twofold("import", "rich.ris", "-r", folder, "--decisions", "decide.csv")
    assert "read 1 = new 1 + already there 0 + held back 0" in ran.out
    assert len(Review(folder).plan.studies) == 2
    ran = twofold("import", "rich.ris", "poor.ris", "-r", folder)
    assert ran.out.count("read 1 = new 0 + already there 1 + held back 0") == 2
    assert "This very file was brought in on 20" in ran.out


def test_what_is_empty_is_filled_in_one_go_and_what_is_not_stays(folder: Path) -> None:
    ran = twofold("import", "rich.ris", "-r", folder, "--fill-empty")
    assert "Bring in: 2 changed fields" in ran.out
    assert "change: S001: abstract becomes “The abstract.”" in ran.out
    left = twofold("import", "rich.ris", "-r", folder, "--dry-run", "--json").json["questions"]
    assert [one["words"] for one in left] == ["S001: year is “2019”; line 1 says “2020”"]


def test_every_import_is_listed_the_latest_first_also_one_that_brought_nothing(folder: Path) -> None:
    assert twofold("import", "poor.ris", "-r", folder).code == 0
    before = bytes_of(folder)
    ran = twofold("imports", "-r", folder)
    assert [line.strip() for line in ran.out.splitlines()][1::2] == [
        "poor.ris: RIS (ASCII), read 1 = new 0 + already there 1 + held back 0",
        "poor.ris: RIS (ASCII), read 1 = new 1 + already there 0 + held back 0",
    ]
    last, first = twofold("imports", "-r", folder, "--as", "ben", "--json").json["imports"]
    assert (last["studies"], first["studies"], first["by"]) == (0, 1, "Anna Berg")
    assert first["files"][0]["sha256"] == last["files"][0]["sha256"]
    assert bytes_of(folder) == before


def test_a_review_without_imports_says_how_to_begin(tmp_path: Path) -> None:
    ran = twofold("imports", "-r", founded(tmp_path / "new"), "--as", "ben")
    assert ran.out.startswith("Nothing was brought in yet.")

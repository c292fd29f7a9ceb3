"""`twofold import`: questions go out as a table and come back decided; initiatives; folders."""

from pathlib import Path

import pytest
from alike_records import TWO
from command_runner import twofold
from opened_reviews import bytes_of, founded, opened, ris

from twofold.review.open import Review


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("found.ris").write_text(TWO, "utf-8")
    with opened(founded(tmp_path / "r")):
        return tmp_path / "r"


def test_what_is_to_be_decided_goes_out_as_a_table_and_the_decisions_come_back(folder: Path) -> None:
    before = bytes_of(folder)
    ran = twofold("import", "found.ris", "-r", folder, "--questions", "decide.csv")
    assert ran.code == 0
    assert "1 question is in `decide.csv`" in ran.out
    assert "Nothing was written." in ran.out
    assert bytes_of(folder) == before
    text = Path("decide.csv").read_text("utf-8-sig")
    assert text.splitlines()[1].startswith("new,new or same or report,near match,")
    Path("decide.csv").write_text(text.replace("\nnew,", "\nsame,"), "utf-8")
    told = twofold("import", "found.ris", "-r", folder, "--decisions", "decide.csv", "--dry-run")
    assert "read 2 = new 1 + already there 1 + held back 0" in told.out
    assert bytes_of(folder) == before
    assert twofold("import", "found.ris", "-r", folder, "--decisions", "decide.csv").code == 0
    assert len(Review(folder).plan.studies) == 1


def test_a_table_of_decisions_is_never_written_over(folder: Path) -> None:
    Path("decide.csv").write_text("mine", "utf-8")
    ran = twofold("import", "found.ris", "-r", folder, "--questions", "decide.csv")
    assert ran.code == 2
    assert "is there already, and decisions may stand in it" in ran.err
    assert Path("decide.csv").read_text("utf-8") == "mine"


def test_decisions_that_do_not_fit_are_refused_and_nothing_is_written(folder: Path) -> None:
    before = bytes_of(folder)
    Path("d.csv").write_text("decision,question\nsame,near:other.ris:1:S001\n", "utf-8")
    ran = twofold("import", "found.ris", "-r", folder, "--decisions", "d.csv")
    assert ran.code == 4
    assert "is no question about these files as they are now" in ran.err
    assert bytes_of(folder) == before


def test_questions_and_counts_stand_in_the_json(folder: Path) -> None:
    content = twofold("import", "found.ris", "-r", folder, "--dry-run", "--json").json
    (question,) = content["questions"]
    assert question["kind"] == "near"
    assert question["may_be"] == ["new", "same", "report"]
    assert question["decision"] is None
    assert [card["year"] for card in question["cards"]] == ["2020", "2019"]
    assert (content["studies"], content["written"], content["not_read"]) == (2, False, [])
    assert content["files"][0]["votes_cut"] == 0


def test_an_initiative_for_all_new_studies_or_from_a_column(folder: Path) -> None:
    Path("t.csv").write_text("Title,Authors,Year,Programme\nA garden,Abara A,2019,Green\nA choir,B C,2018,\n", "utf-8")
    args = ("import", "t.csv", "-r", folder, "--initiative", "Others", "--initiative-column", "Programme")
    assert "(Green)" in twofold(*args, "--dry-run").out
    assert twofold(*args).code == 0
    assert [one.initiative for one in Review(folder).plan.studies.values()] == ["Green", "Others"]


def test_a_folder_brings_in_its_files_and_names_those_that_were_not_read(folder: Path) -> None:
    place = Path("exports")
    place.mkdir()
    (place / "a.ris").write_text(ris("One"), "utf-8")
    (place / "b.pdf").write_bytes(b"%PDF-1.4 made up")
    (place / "older").mkdir()
    ran = twofold("import", place, "-r", folder)
    assert ran.code == 3
    assert "not read: `b.pdf` is a PDF" in ran.out
    said = " ".join(ran.out.split())
    assert "not read: `older` is a folder inside another; it was not looked into. Name it to bring in" in said
    assert len(Review(folder).plan.studies) == 1


def test_a_column_that_looks_like_screening_is_put_aside_unless_it_is_said_to_carry_nothing(folder: Path) -> None:
    Path("t.csv").write_text("Title,Authors,Year,Country,Verdict (Ada)\nA garden,Abara A,2019,Kenya,Take it\n", "utf-8")
    said = " ".join(twofold("import", "t.csv", "-r", folder, "--dry-run").out.split())
    assert "Column `Verdict (Ada)` looks like screening: put aside with the votes, and no coder is shown it." in said
    assert "column Verdict (Ada): screening" in said
    assert "column Country: kept with the study; coders' copies carry it" in said
    assert twofold("import", "t.csv", "-r", folder).code == 0
    logs = {kind: folder.glob(f"logs/*.{kind}.*") for kind in ("plan", "work")}
    plan, work = ("".join(one.read_text("utf-8") for one in logs[kind]) for kind in ("plan", "work"))
    assert "Kenya" in plan
    assert "Take it" not in plan
    assert "Take it" in work


def test_a_column_that_is_said_to_carry_nothing_is_kept(folder: Path) -> None:
    Path("t.csv").write_text("Title,Authors,Year,Reviewer 1\nA garden,Abara A,2019,Kenya\n", "utf-8")
    ran = twofold("import", "t.csv", "-r", folder, "--column", "Reviewer 1=")
    assert "column Reviewer 1: kept with the study" in " ".join(ran.out.split())
    assert "Kenya" in "".join(one.read_text("utf-8") for one in folder.glob("logs/*.plan.*"))


def test_a_column_called_after_somebody_of_the_review_is_put_aside(folder: Path) -> None:
    person = Review(folder).plan.standing.people[0]
    Path("t.csv").write_text(f"Title,Authors,Year,{person.name}\nA garden,Abara A,2019,good\n", "utf-8")
    assert f"column {person.name}: screening" in twofold("import", "t.csv", "-r", folder, "--dry-run").out

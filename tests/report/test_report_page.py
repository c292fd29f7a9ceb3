"""The report as a page: one file that holds together, says what is and what is not, and shows nobody too much."""

import json
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from command_runner import twofold
from compared_reviews import code, release
from opened_reviews import CODEBOOK, bytes_of, opened, study_keys, with_studies
from read_reports import page, part, read, words
from reconciled_reviews import desk_of, item
from synthesis_reviews import ANNA, QUOTE, SECRET, coded, listed, synthesis_review, unreleased_review

from twofold.export.choices import CannotExport
from twofold.reconcile.deciding import defer
from twofold.report.certainty import CERTAINTY_FILE
from twofold.report.page import MADE_BY
from twofold.report.writing import write_report
from twofold.review.assigning import propose
from twofold.review.leading import carry_out
from twofold.review.releasing import propose_release
from twofold.review.rounds import propose_round


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    made = tmp_path_factory.mktemp("report")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TWOFOLD_HOME", str(made / "home"))
        synthesis_review(made / "r")
        yield made


@pytest.fixture(scope="module")
def text(place: Path) -> str:
    return page(place / "r")


def test_the_page_needs_nothing_but_itself(text: str) -> None:
    tree = read(text)
    assert not list(tree.iter("script"))
    assert not list(tree.iter("link"))
    assert not list(tree.iter("img"))
    assert not re.search(r"\s(?:src|onclick|onload|style)=", text)
    assert not re.search(r"url\(|@import", text)
    assert {one.get("href") for one in tree.iter("a")} <= {f"#{one.get('id')}" for one in tree.iter() if one.get("id")}


def test_headings_go_down_by_one_step_and_ids_are_unique(text: str) -> None:
    tree = read(text)
    levels = [int(one.tag[1]) for one in tree.iter() if re.fullmatch(r"h[1-6]", one.tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    ids = [one.get("id") for one in tree.iter() if one.get("id")]
    assert len(ids) == len(set(ids)) > 40
    assert tree.get("lang") == "en"
    named = [one.get("aria-labelledby") for one in tree.iter() if one.get("aria-labelledby")]
    assert {name for each in named for name in str(each).split()} <= set(ids)


def test_a_screen_reader_finds_what_every_cell_belongs_to(text: str) -> None:
    tables = list(read(text).iter("table"))
    assert len(tables) > 12
    for one in tables:
        caption, head, *bodies = list(one)
        assert (caption.tag, head.tag) == ("caption", "thead")
        assert words(caption)
        assert {each.get("scope") for each in head.iter("th")} == {"col"}
        width = len(list(head.iter("th")))
        for body in bodies:
            first, *others = list(body)
            assert first[0].tag == "th"
            assert first[0].get("scope") == ("rowgroup" if others else "row")
            assert int(first[0].get("rowspan", "1")) == 1 + len(others)
            assert [len(each) for each in (first, *others)] == [width, *(width - 1 for _ in others)]


def test_figures_have_a_title_a_description_and_a_caption(text: str) -> None:
    figures = list(read(text).iter("figure"))
    assert len(figures) >= 5
    for one in figures:
        (drawn,) = [each for each in one.iter() if each.tag.endswith("}svg")]
        assert drawn.get("role") == "img"
        assert [each.tag.rpartition("}")[2] for each in drawn][:2] == ["title", "desc"]
        (caption,) = one.iter("figcaption")
        assert words(caption)


def test_equal_documents_give_equal_bytes_in_whatever_order_they_came(place: Path, text: str) -> None:
    assert page(place / "r") == text
    other = place / "copy"
    other.mkdir()
    for name in ("review.toml", "codebook.toml"):
        (other / name).write_bytes((place / "r" / name).read_bytes())
    logs = sorted((place / "r" / "logs").iterdir(), reverse=True)
    (other / "logs").mkdir()
    for one in logs:
        (other / "logs" / one.name).write_bytes(one.read_bytes())
    assert page(other) == text


def test_the_parts_say_what_the_record_says(text: str) -> None:
    assert "3 studies" in part(text, "review")
    assert "Anna Berg anna lead, reviewer 3" in part(text, "review")
    assert "6 submissions under version 1.0" in part(text, "when")
    assert "direction Which way? one of, in order: Worse; No difference; Better" in part(text, "codebook")
    assert "direction: anna in rows" not in part(text, "agreement"), "cross-tables are of primary items"
    assert "one step apart" not in part(text, "disagreements")
    assert "1 disagreement in 1 study" in part(text, "disagreements")
    assert "Open: no consensus yet 1" in part(text, "decisions")
    assert "design Rct 3 100 % S001, S002, S003" in part(text, "consensus")
    assert "1 answer is open and not in it" in part(text, "synthesis")
    assert "Wellbeing 1 0 1/1 better" in part(text, "synthesis")
    assert "In 1 domain of 2 the conclusion hangs on who coded the studies" in part(text, "synthesis")
    assert "smoothed" not in part(text, "methods"), "the methods name how intervals were really made"


def test_what_is_open_and_what_was_not_done_is_said_in_words(text: str) -> None:
    said = part(text, "open")
    for words_ in (
        "1 answer without a consensus, in 1 study: S002",
        "No arbitration",
        "No calibration round",
        "No primary item",
        "No certainty",
        "No judgement of reporting bias",
    ):
        assert words_ in said
    assert "Double coding" not in said


def test_guidelines_are_named_by_item_and_never_answered_with_more_than_there_is(text: str) -> None:
    said = part(text, "methods")
    assert "15, 22 Certainty of the evidence, by outcome not done" in said
    assert "24 Registration and protocol for the authors to write" in said
    assert all(f" {number} " in part(text, "grras") for number in range(1, 16))
    assert all(f" {number} " in part(text, "swim") for number in range(1, 10))


def test_what_one_person_coded_alone_is_marked_and_enters_no_agreement(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TWOFOLD_HOME", str(tmp_path / "home"))
    folder = listed(tmp_path / "r")
    with opened(folder) as review:
        keys = study_keys(review)
        carry_out(review, propose(review, "main", {key: ["anna"] for key in keys}, "by hand").documents)
    coded(folder, "anna", ANNA)
    release(folder)
    made = page(folder)
    assert "3 of 3 studies, marked with *, were coded by one person alone" in part(made, "consensus")
    assert "Double coding of all studies: 3 studies coded by one person alone" in part(made, "open")
    assert "no agreement to tell" in part(made, "agreement")
    assert "Wellbeing 2 0" in part(made, "synthesis"), "the votes count all the same"
    assert "S001*" in part(made, "synthesis")


def test_before_anything_is_open_nobody_reads_anothers_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TWOFOLD_HOME", str(tmp_path / "home"))
    folder = unreleased_review(tmp_path / "r")
    for person in ("anna", "ben", "cleo"):
        made = page(folder, person)
        assert SECRET not in made
        assert QUOTE not in made
        assert "Nothing is open for comparison to you" in made
        assert "No study is open for comparison" in part(made, "consensus")
        assert "better" not in part(made, "consensus").lower()


def test_titles_and_reasons_are_text_and_never_markup(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TWOFOLD_HOME", str(tmp_path / "home"))
    hostile = "<script>alert(1)</script> & \"x\" 'y' \x1b[2J \u202e"
    folder = with_studies(tmp_path / "r", codebook=CODEBOOK.replace('label = "Design?"', 'label = "<b>Design</b> & ?"'))
    sheets = [
        {"design": "rct", "level": "high", "part": "yes", "who": {"carers"}, "n_all": "7", "rows": {hostile: "better"}}
    ]
    code(folder, "anna", sheets)
    code(folder, "ben", [{**sheets[0], "level": "low"}])
    with opened(folder) as review:
        carry_out(review, propose_release(review, study_keys(review)[:1]).documents)
    made = page(folder)
    assert "<script" not in made
    assert "<b>" not in made
    assert "\x1b" not in made
    assert "\u202e" not in made
    assert "<b>Design</b> & ?" in words(read(made))


def test_a_report_takes_the_place_of_a_report_and_of_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "new" / "report.html"
    write_report(target, f"<!DOCTYPE html>\n{MADE_BY}1")
    write_report(target, f"<!DOCTYPE html>\n{MADE_BY}2")
    assert bytes_of(target.parent) == {"report.html": f"<!DOCTYPE html>\n{MADE_BY}2".encode()}
    for mine in ("<html>mine</html>", f"<!DOCTYPE html>\n{MADE_BY}2, and a sentence by hand", ""):
        (tmp_path / "thesis.html").write_text(mine)
        with pytest.raises(CannotExport, match="is there already, and is not as Twofold wrote it"):
            write_report(tmp_path / "thesis.html", f"<!DOCTYPE html>\n{MADE_BY}3")
        assert (tmp_path / "thesis.html").read_text() == mine
    with pytest.raises(CannotExport, match="is a folder"):
        write_report(tmp_path / "new", f"<!DOCTYPE html>\n{MADE_BY}3")


def test_a_report_that_was_made_may_be_replaced_by_the_next(text: str, tmp_path: Path) -> None:
    target = tmp_path / "report.html"
    write_report(target, text)
    write_report(target, text)
    assert target.read_text("utf-8") == text


def test_the_command_writes_tells_and_rehearses(place: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.html"
    ran = twofold("report", "-r", place / "r", "--as", "anna", "--out", out, "--dry-run")
    assert (ran.code, out.exists()) == (0, False)
    assert ran.out.startswith("Would be written for anna")
    ran = twofold("report", "-r", place / "r", "--as", "anna", "--out", out)
    assert ran.code == 0
    assert out.read_text("utf-8").endswith("</html>\n")
    assert "1 answer is still open." in ran.err
    told = json.loads(twofold("report", "-r", place / "r", "--as", "anna", "--out", out, "--json").out)
    assert (told["schema"], told["written"], told["bytes"]) == ("twofold.report", True, out.stat().st_size)
    assert [one["id"] for one in told["parts"]][-1] == "open"
    ran = twofold("report", "-r", place / "r", "--as", "anna", "--round", "none", "--out", out)
    assert ran.code == 2
    ran = twofold("report", "-r", place / "r", "--as", "anna", "--certainty", "--out", out)
    assert (ran.code, "leave --out and --round out" in ran.err) == (2, True)


def test_certainty_comes_from_the_leads_file_and_mistakes_in_it_are_told_by_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TWOFOLD_HOME", str(tmp_path / "home"))
    folder = synthesis_review(tmp_path / "r")
    ran = twofold("report", "--certainty", "-r", folder, "--as", "ben")
    assert ran.code == 4
    before = bytes_of(folder / "logs")
    assert twofold("report", "--certainty", "-r", folder, "--as", "anna", "--dry-run").code == 0
    assert not (folder / CERTAINTY_FILE).exists()
    assert twofold("report", "--certainty", "-r", folder, "--as", "anna").code == 0
    assert bytes_of(folder / "logs") == before, "it is never in the logs"
    again = twofold("report", "--certainty", "-r", folder, "--as", "anna")
    assert (again.code, "is there already" in again.err) == (4, True)
    file = folder / CERTAINTY_FILE
    empty = file.read_text("utf-8")
    assert "No certainty: none of the findings was judged" in part(page(folder), "open")
    judged = empty.replace(
        'certainty = ""\nreason = ""', 'certainty = "low"\nreason = "Two small, fictional studies."', 1
    )
    file.write_text(judged.replace('reporting_bias = ""', 'reporting_bias = "Nothing was sought."'), "utf-8")
    made = page(folder)
    assert "Wellbeing low Two small, fictional studies." in part(made, "certainty")
    assert "What may be missing: Nothing was sought." in part(made, "certainty")
    assert "No certainty in 1 domain: Access to care" in part(made, "open")
    assert "15, 22 Certainty of the evidence, by outcome Certainty" in part(made, "methods")
    file.write_text(judged.replace('"low"', '"lowish"').replace('"access_to_care"', '"acess"'), "utf-8")
    ran = twofold("report", "-r", folder, "--as", "anna", "--out", tmp_path / "never.html")
    assert ran.code == 4
    line = next(at for at, one in enumerate(judged.split("\n"), 1) if '"low"' in one and one.startswith("certainty"))
    assert f"`{CERTAINTY_FILE}`, line {line}: `lowish` is no level of certainty. The levels are: high" in ran.err
    assert "`acess` is no domain of outcomes in the codebook. Its domains are: access_to_care, wellbeing." in ran.err
    assert not (tmp_path / "never.html").exists()


def test_a_calibration_round_has_a_report_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TWOFOLD_HOME", str(tmp_path / "home"))
    folder = listed(tmp_path / "r")
    with opened(folder) as review:
        carry_out(review, propose_round(review, "Pilot", study_keys(review)[:2], (), 80, all_discussed=False).documents)
    made = page(folder, round_id="pilot")
    assert "This report is of the calibration round Pilot" in part(made, "review")
    assert "S003" not in made
    assert "Calibration round Pilot" in part(page(folder), "when")


def test_a_blind_arbiter_gets_the_report_without_what_waits_for_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TWOFOLD_HOME", str(tmp_path / "home"))
    folder = with_studies(tmp_path / "r")
    sheet = {"design": "rct", "level": "high", "part": "yes", "n_all": "9119"}
    code(folder, "anna", [sheet] * 3)
    code(folder, "ben", [{**sheet, "level": "low", "n_all": "8228"}, sheet, sheet])
    release(folder)
    assert "from 9119 to 9119" in part(page(folder, "cleo"), "consensus")
    with desk_of(folder) as desk:
        desk.carry_out(defer(desk, item(desk, 0, "level"), reason="SECRETREASON"))
    for person, hidden in (("anna", False), ("cleo", True)):
        made = page(folder, person)
        assert "SECRETREASON" not in made
        for name in ("agreement", "disagreements", "decisions", "consensus"):
            assert ("S001" in part(made, name)) <= (not hidden), (person, name)
        assert ("High Low 1 S001" in part(made, "agreement")) is not hidden, person
        assert ("put off for a third reader" in part(made, "open")) is not hidden, person
        assert ("2 of 3 studies are open for comparison to you." in made) is hidden, person
        kept = (
            "1 study is open for comparison and kept from cleo, who may have to arbitrate without names on it: what is"
            " open or settled in it is not told here."
        )
        assert (kept in part(made, "open")) is hidden, person
        assert (kept in part(made, "methods")) is hidden, person
        assert "Every answer that is asked for is settled." not in made, person
        assert ("Every answer that is asked for in them is settled." in made) is hidden, person
    ran = twofold("report", "-r", folder, "--as", "cleo", "--out", tmp_path / "cleo.html")
    assert "third reader of S001" in ran.err

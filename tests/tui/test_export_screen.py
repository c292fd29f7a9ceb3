"""The export screen: what will be written is counted and told first, and written when asked to."""

import csv
from pathlib import Path

import pytest
from compared_reviews import released_review
from running_app import burst, page_of, played, running, seen, until
from textual.pilot import Pilot

from twofold.report.page import MADE_BY
from twofold.tui.form.line import line_of
from twofold.tui.pages.bring_in_folder import FolderName
from twofold.tui.pages.exporting import OPTIONS, REPORT, Doing, ExportingPage, FileLine
from twofold.tui.screens.exporting import report_place

FILES = (FileLine("studies", "study", 35), FileLine("codes_long", "study x row x reviewer x field", 1))


def page(target: Path = Path("/somewhere/exports/anna.1")) -> ExportingPage:
    made = ExportingPage("anna", target, Path("/somewhere/exports/anna.1.report.html"))
    made.files = FILES
    return made


def text_of(one: ExportingPage, width: int = 80, height: int = 60) -> str:
    found = one.shown(width, height)
    return "\n".join("".join(part for part, _ in line.drawn.pieces).rstrip() for line in found.lines)


def test_files_are_told_with_their_rows_for_whom_and_where() -> None:
    told = text_of(page())
    assert "for anna" in told
    assert "[x] studies.csv" in told
    assert "35 rows" in told
    assert " 1 row" in told
    assert "/somewhere/exports/anna.1" in told


def test_space_leaves_a_file_out_and_takes_it_in_again() -> None:
    one = page()
    one.press("space")
    assert one.wanted == ("codes_long",)
    assert "[ ] studies.csv" in text_of(one)
    one.press("space")
    assert one.wanted == ("studies", "codes_long")


def test_space_turns_an_option() -> None:
    one = page()
    assert one.on == {"bom"}
    for _ in range(len(FILES) + 1):
        one.press("down")
    one.press("space")
    assert one.on == {"bom", "excel_safe"}


def test_enter_writes_and_not_without_a_file() -> None:
    one = page()
    one.press("enter")
    assert one.asked == "write"
    uncounted = page()
    uncounted.files = ()
    uncounted.press("enter")
    assert uncounted.asked == ""
    assert "still being counted" in uncounted.said
    empty = page()
    empty.left_out = frozenset({"studies", "codes_long"})
    empty.press("enter")
    assert empty.asked == ""
    assert "left out" in empty.said


def test_while_it_is_written_escape_stops_and_nothing_else_is_taken() -> None:
    one = page()
    one.doing, one.progress = Doing.WRITING, (12, 35)
    assert "Writing: 12 of 35 studies" in text_of(one)
    one.press("space")
    assert one.wanted == ("studies", "codes_long")
    assert one.press("escape") is None
    assert one.asked == "stop"


@pytest.mark.parametrize("width", [40, 80, 120])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    one = page(Path("/" + "a long folder of somebody/" * 8))
    for line in text_of(one, width).splitlines():
        assert len(line) <= width


def test_every_option_is_explained() -> None:
    told = text_of(page())
    for _, words, _ in OPTIONS:
        assert words in told


@played
async def test_from_the_first_page_to_the_folder_on_disk(tmp_path: Path) -> None:
    folder = released_review(tmp_path / "r")
    async with running(folder) as pilot:
        await burst(pilot, "X")
        page = page_of(pilot)
        assert isinstance(page, ExportingPage)
        await until(pilot, lambda: page.files and page.doing is Doing.NOTHING)
        assert "codes_long.csv" in seen(pilot.app)
        assert page.at == "file:studies"
        assert not (folder / "exports").exists()
        await burst(pilot, "enter")
        await until(pilot, lambda: page.written)
        assert "Written: " in seen(pilot.app)
        with (page.target / "codes_long.csv").open(encoding="utf-8-sig", newline="") as file:
            assert {one["reviewer"] for one in csv.DictReader(file)} == {"anna", "ben"}
        assert page.target.parent == folder / "exports"
        await burst(pilot, "escape")
        assert not isinstance(page_of(pilot), ExportingPage)


@played
async def test_a_refusal_is_told_in_full_at_the_top_until_it_is_tried_again(tmp_path: Path) -> None:
    folder = released_review(tmp_path / "r")
    async with running(folder) as pilot:
        await burst(pilot, "X")
        page = page_of(pilot)
        assert isinstance(page, ExportingPage)
        await until(pilot, lambda: page.files and page.doing is Doing.NOTHING)
        page.target.mkdir(parents=True)
        (page.target / "mine.txt").write_text("mine")
        await burst(pilot, "enter")
        await until(pilot, lambda: page.said)
        assert page.said == "Nothing was written. The reason stands at the top."
        assert "holds no export of Twofold" in page.refused
        assert "Name a new folder with" in " ".join(seen(pilot.app).split())
        assert [one.name for one in page.target.iterdir()] == ["mine.txt"]
        (page.target / "mine.txt").unlink()
        await burst(pilot, "enter")
        await until(pilot, lambda: page.written)
        assert not page.refused
        before = (page.target / "studies.csv").read_bytes() + b"a row by hand\r\n"
        (page.target / "studies.csv").write_bytes(before)
    async with running(folder) as pilot:
        page = await on_the_export(pilot)
        assert page.files, "the rows are counted whatever lies there"
        await burst(pilot, "enter")
        await until(pilot, lambda: page.refused)
        assert "`studies.csv` changed since the export was written" in page.refused
        assert "Rename the folder to keep it" in " ".join(seen(pilot.app).split())
        assert (page.target / "studies.csv").read_bytes() == before


async def on_the_export(pilot: Pilot[None]) -> ExportingPage:
    await burst(pilot, "X")
    page = page_of(pilot)
    assert isinstance(page, ExportingPage)
    await until(pilot, lambda: page.files and page.doing is Doing.NOTHING)
    return page


@played
async def test_the_report_is_written_where_one_says_and_told_where_it_lies(tmp_path: Path) -> None:
    folder = released_review(tmp_path / "r")
    async with running(folder, size=(120, 40)) as pilot:
        page = await on_the_export(pilot)
        assert "The whole review as one HTML page" in seen(pilot.app)
        await burst(pilot, "W")
        asked = page_of(pilot)
        assert isinstance(asked, FolderName)
        assert asked.line.text == str(page.report)
        assert asked.line.text.endswith(".report.html")
        asked.line = line_of(str(tmp_path / "out" / "appendix"))
        await burst(pilot, "enter")
        await until(pilot, lambda: page.written)
        target = tmp_path / "out" / "appendix.html"
        assert MADE_BY in target.read_text("utf-8")
        assert page_of(pilot) is page
        assert "Written: the report" in seen(pilot.app)
        assert "appendix.html" in seen(pilot.app)
        assert any("open for comparison" in one for one in page.sentences)
        # It may be written there again, and the export is still to be had.
        page.written = ()
        await burst(pilot, "W", "enter")
        await until(pilot, lambda: page.written)
        assert page.files
        assert not (folder / "exports").exists()


@played
async def test_a_file_that_is_no_report_is_left_alone_and_leaving_the_question_writes_nothing(tmp_path: Path) -> None:
    folder = released_review(tmp_path / "r")
    mine = tmp_path / "mine.html"
    mine.write_text("<!DOCTYPE html>\nmine")
    async with running(folder, size=(120, 40)) as pilot:
        page = await on_the_export(pilot)
        await burst(pilot, "W")
        await burst(pilot, "escape")
        assert page_of(pilot) is page
        assert page.doing is Doing.NOTHING
        await burst(pilot, "W")
        asked = page_of(pilot)
        assert isinstance(asked, FolderName)
        asked.line = line_of(str(mine))
        await burst(pilot, "enter")
        again = page_of(pilot)
        assert isinstance(again, FolderName)
        assert again is not asked
        assert "is not as Twofold wrote it" in " ".join(again.words)
        assert "Rename it, remove it" in " ".join(seen(pilot.app).split())
        assert again.line.text == str(mine), "what was typed stays"
        await burst(pilot, "enter")
        assert isinstance(page_of(pilot), FolderName), "and enter begins nothing else"
        await burst(pilot, "escape", "W")
        last = page_of(pilot)
        assert isinstance(last, FolderName)
        assert last.line.text == str(mine)
        assert not (folder / "exports").exists()
        assert mine.read_text() == "<!DOCTYPE html>\nmine"
        assert page.written == ()


def test_while_a_report_is_made_escape_stops_and_nothing_else_is_begun() -> None:
    one = page()
    one.doing, one.progress = Doing.REPORTING, (12, 35)
    assert "Making the report: 12 of 35 studies" in text_of(one)
    for key in ("enter", "W", "space"):
        one.press(key)
        assert one.asked == ""
        assert "esc stops it" in one.said
    one.press("escape")
    assert one.asked == "stop"


def test_the_line_of_the_report_asks_for_it_by_the_keys_of_a_line() -> None:
    for key in ("enter", "space"):
        one = page()
        one.at = REPORT
        one.press(key)
        assert one.asked == "report"
        assert one.wanted == ("studies", "codes_long")
    one = page()
    one.click(REPORT)
    assert one.asked == "report"


def test_a_place_for_the_report_may_be_a_folder_or_a_name_without_an_ending(tmp_path: Path) -> None:
    usual = Path("/somewhere/anna.1.report.html")
    assert report_place(str(tmp_path), usual) == tmp_path / usual.name
    assert report_place(str(tmp_path / "appendix"), usual) == tmp_path / "appendix.html"
    assert report_place(f"'{tmp_path}/two words.htm'", usual) == tmp_path / "two words.htm"
    assert report_place(f"'{tmp_path}/rep v1.2'", usual) == tmp_path / "rep v1.2.html"
    assert report_place("", usual) == usual

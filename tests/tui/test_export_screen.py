"""The export screen: what will be written is counted and told first, and written when asked to."""

import csv
from pathlib import Path

import pytest
from compared_reviews import released_review
from running_app import burst, page_of, played, running, seen, until

from twofold.tui.pages.exporting import OPTIONS, Doing, ExportingPage, FileLine

FILES = (FileLine("studies", "study", 35), FileLine("codes_long", "study x row x reviewer x field", 1))


def page(target: Path = Path("/somewhere/exports/anna.1")) -> ExportingPage:
    made = ExportingPage("anna", target)
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
async def test_a_refusal_is_told_at_the_foot(tmp_path: Path) -> None:
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
        assert "holds no export of Twofold" in page.said
        assert [one.name for one in page.target.iterdir()] == ["mine.txt"]

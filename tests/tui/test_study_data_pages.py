"""A study's own data, marks and initiatives on the list, reports unfolded, and PDFs: pages and the running app."""

import gc
from pathlib import Path

import pytest
from opened_reviews import opened, study_keys, with_studies
from running_app import app_of, message, page_of, played, running, seen, until
from textual.widget import Widget

from twofold.review.editing_studies import reports_data
from twofold.review.outside import name_pdf_folder, pdf_names
from twofold.review.papers import Matched, Matches
from twofold.review.timekeeping import Times
from twofold.review.views import Report, State, StudyCard
from twofold.store.device import data_folder
from twofold.store.times import switch_timing, times_place
from twofold.tui.form.drawn import cells
from twofold.tui.pages.choosing import Choice
from twofold.tui.pages.listing import Listing
from twofold.tui.pages.naming import Naming
from twofold.tui.pages.page import Page
from twofold.tui.pages.pdf_matches import PdfMatches
from twofold.tui.pages.studies import Studies
from twofold.tui.pages.study_asks import (
    ChangePart,
    ChooseInitiative,
    ChoosePdf,
    MatchPdfs,
    SetInitiative,
    SetPdfs,
    ShowData,
)
from twofold.tui.pages.study_data import DataView, StudyData
from twofold.tui.widgets.ink import OneLine

NAMED = ("down", "up", "enter", "escape", "backspace", "end", "home", "ctrl+u", "pagedown", "space")
CARDS = tuple(StudyCard(letter * 16, f"S00{n}", f"Label {letter}", "A title", "") for n, letter in enumerate("abc", 1))
HOSTILE = "[red]\x1b[2J‮ title"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TWOFOLD_HOME", str(tmp_path / "home"))


def press(page: Page, *keys: str) -> list[object]:
    asked: list[object] = []
    for key in keys:
        for one in (key,) if key in NAMED else key:
            asked.append(page.press(one, " " if one == "space" else None if one in NAMED else one))
    return [one for one in asked if one is not None]


def lines(page: Page, width: int = 80, height: int = 24) -> list[str]:
    return ["".join(text for text, _ in one.drawn.pieces).rstrip() for one in page.window(width, height).lines]


def listed(reports: int = 2) -> Studies:
    return Studies(
        Listing(CARDS, {one.key: State.NOT_BEGUN for one in CARDS}),
        lambda _: None,
        reports=lambda study: tuple(Report(str(n), f"Abas 201{n}", f"{HOSTILE} {n}") for n in range(reports)),
    )


class TestTheList:
    def test_reports_of_a_study_are_unfolded_under_it_and_the_cursor_stays_on_studies(self) -> None:
        page = listed()
        press(page, "v")
        shown = lines(page)
        at = next(number for number, text in enumerate(shown) if "S001" in text)
        assert "- Abas 2010" in shown[at + 1]
        assert "- Abas 2011" in shown[at + 2]
        assert not any("\x1b" in text for text in shown)
        press(page, "j")
        assert page.at == CARDS[1].key
        press(page, "kv")
        assert not any("Abas" in text for text in lines(page))

    def test_reports_unfolded_at_the_foot_of_the_window_come_into_view(self) -> None:
        page = listed(reports=3)
        press(page, "end", "v")
        shown = lines(page, 80, 8)
        assert sum("- Abas" in text for text in shown) == 3
        assert any("S003" in text for text in shown)

    def test_a_study_without_reports_says_so(self) -> None:
        page = listed(reports=0)
        press(page, "v")
        assert any("No report is recorded" in text for text in lines(page))

    def test_marks_are_seen_counted_and_what_is_done_is_done_to_the_marked(self) -> None:
        page = listed()
        assert press(page, "I") == [ChooseInitiative((CARDS[0].key,))]
        assert press(page, "mm") == []
        assert page.at == CARDS[2].key
        shown = lines(page)
        assert any("2 marked" in text for text in shown)
        assert sum(text.startswith("  *S00") for text in shown) == 2
        assert press(page, "I") == [ChooseInitiative((CARDS[0].key, CARDS[1].key))]
        assert press(page, "P") == [MatchPdfs((CARDS[0].key, CARDS[1].key))]

    def test_all_that_are_shown_are_marked_and_unmarked_again(self) -> None:
        page = listed()
        press(page, "/", "S002", "enter")
        press(page, "*")
        assert page.marked == {CARDS[1].key}
        press(page, "escape", "*")
        assert len(page.marked) == 3
        press(page, "*")
        assert page.marked == set()

    def test_the_data_and_the_pdf_are_asked_for_the_study_under_the_cursor(self) -> None:
        page = listed()
        press(page, "j")
        assert press(page, "E") == [ShowData(CARDS[1].key)]
        assert press(page, "P") == [ChoosePdf(CARDS[1].key)]


class TestNaming:
    def page(self) -> Naming:
        return Naming(
            "Head",
            "Words",
            [Choice("=Gardens", "Gardens"), Choice("=Night Bus", "Night Bus"), Choice("=", "no initiative")],
            lambda name: SetInitiative(("k",), name[1:]),
            new=lambda name: SetInitiative(("k",), name),
        )

    def test_typing_narrows_and_enter_takes_the_marked_one(self) -> None:
        assert press(self.page(), "gar", "enter") == [SetInitiative(("k",), "Gardens")]
        assert press(self.page(), "night", "space", "b", "enter") == [SetInitiative(("k",), "Night Bus")]

    def test_a_new_name_is_taken_as_it_was_typed(self) -> None:
        assert press(self.page(), "Quiet", "enter") == [SetInitiative(("k",), "Quiet")]
        assert press(self.page(), "gar", "down", "enter") == [SetInitiative(("k",), "gar")]

    def test_a_known_name_is_never_new(self) -> None:
        page = self.page()
        press(page, "gardens")
        assert list(page.targets()) == ["=Gardens"]

    def test_escape_leaves_and_nothing_that_fits_is_said(self) -> None:
        page = Naming("H", "W", [Choice("=a.pdf", "a.pdf")], lambda name: SetPdfs((("k", name),)))
        assert press(page, "zz", "enter") == []
        assert page.said == "Nothing fits what is typed."
        assert press(page, "escape") == ["back"]


class TestTheData:
    def view(self, why_not: str = "") -> DataView:
        parts = {"number": "S001", "label": "Abas 2016", "title": HOSTILE, "initiative": ""}
        return DataView("k", "S001", "Abas 2016", parts, [("r", {"doi": "10.1000/x", "abstract": "a\nb"})], (), why_not)

    def test_a_line_is_changed_in_place_and_asked_to_be_kept(self) -> None:
        page = StudyData(self.view())
        assert press(page, "j", "enter", "ctrl+u", "Abara jk?q 2011", "enter") == [
            ChangePart("k", "", "label", "Abara jk?q 2011")
        ]

    def test_a_report_is_named_by_its_key_and_an_abstract_keeps_its_lines(self) -> None:
        page = StudyData(self.view())
        assert press(page, "end", "enter", "!", "enter") == [ChangePart("k", "r", "abstract", "a\nb!")]

    def test_escape_leaves_the_line_as_it_was_and_then_the_page(self) -> None:
        page = StudyData(self.view())
        assert press(page, "enter", "x", "escape") == []
        assert page.line is None
        assert press(page, "escape") == ["back"]

    def test_what_was_refused_stays_in_its_line_beside_the_reason(self) -> None:
        page = StudyData(self.view())
        press(page, "enter", "x", "enter")
        page.refused("That is no number.")
        shown = lines(page)
        assert any("S001x" in text for text in shown)
        assert any("! That is no number." in text for text in shown)

    def test_who_may_not_change_it_is_told_why(self) -> None:
        page = StudyData(self.view("Only a lead changes the data of studies."))
        assert press(page, "enter") == []
        assert page.line is None
        assert page.said == "Only a lead changes the data of studies."

    @pytest.mark.parametrize("width", [8, 20, 40, 80, 120, 200])
    def test_every_width_can_be_drawn_and_nothing_acts_on_the_terminal(self, width: int) -> None:
        for keys in ((), ("enter",), ("end", "enter", "home")):
            page = StudyData(self.view())
            press(page, *keys)
            for height in (3, 5, 24):
                for text in lines(page, width, height):
                    assert cells(text) <= max(width, 24)
                    assert "\x1b" not in text


class TestMatches:
    def page(self) -> PdfMatches:
        matched = tuple(Matched(one.key, f"{one.number}.pdf", "number") for one in CARDS)
        found = Matches(matched, (("x.pdf", "fits S001, S002 by its label"),), ("y.pdf",), ("z",))
        return PdfMatches(found, {one.key: (one.number, one.label) for one in CARDS})

    def test_all_that_fit_are_kept_but_those_left_out(self) -> None:
        page = self.page()
        assert press(page, "j", "enter", "k", "enter") == [
            SetPdfs(((CARDS[1].key, "S002.pdf"), (CARDS[2].key, "S003.pdf")))
        ]

    def test_what_is_in_doubt_or_left_is_told(self) -> None:
        shown = "\n".join(lines(self.page()))
        assert "x.pdf fits S001, S002 by its label" in shown
        assert "Of no study: y.pdf" in shown
        assert "Without a PDF: 1 of 3 studies." in shown

    def test_where_nothing_fits_there_is_nothing_to_take(self) -> None:
        page = PdfMatches(Matches((), (), ("y.pdf",), ("a",)), {"a": ("S001", "L")})
        assert press(page, "enter") == []
        assert press(page, "escape") == ["back"]


def a_review(tmp_path: Path) -> Path:
    folder = with_studies(tmp_path / "r")
    with opened(folder):
        pass
    return folder


@played
async def _in_the_app(folder: Path, papers: Path) -> None:
    async with running(folder, (100, 30)) as pilot:
        await pilot.press("s")
        await until(pilot, lambda: "where it stands" in seen(pilot.app))
        await pilot.press("E", "j", "enter", "ctrl+u", *"Abara", "enter")
        await until(pilot, lambda: message(pilot).startswith("Saved: S001: label is “Abara”"))
        await pilot.press(*"jjjj", "enter", "ctrl+u", *"soon", "enter")
        await until(pilot, lambda: "is no year" in seen(pilot.app))
        await pilot.press("ctrl+u", *"2015", "enter")
        await until(pilot, lambda: "year is “2015”" in message(pilot))
        await pilot.press("escape")
        await until(pilot, lambda: "Abara" in seen(pilot.app))
        await pilot.press("m", "m", "I", *"Gardens", "enter")
        await until(pilot, lambda: message(pilot).startswith("Saved: the initiative of 2 studies is now "))
        assert isinstance(page_of(pilot), Studies)
        assert not page_of(pilot).marked
        await pilot.press("home", "P", *"scan", "enter")
        await until(pilot, lambda: message(pilot) == "S001: scan.pdf is its PDF on this device.")
        await pilot.press("*", "P")
        await until(pilot, lambda: "Which PDF belongs" in seen(pilot.app))
        await pilot.press("enter")
        await until(pilot, lambda: "S002.pdf is its PDF" in message(pilot))


def test_data_initiative_and_pdfs_are_set_in_the_app_and_stand_on_the_disk(tmp_path: Path) -> None:
    folder, papers = a_review(tmp_path), tmp_path / "papers"
    papers.mkdir()
    for name in ("scan.pdf", "S002.pdf"):
        (papers / name).touch()
    with opened(folder) as review:
        name_pdf_folder(review.id, papers)
    _in_the_app(folder, papers)
    with opened(folder, "ben", writing=False) as review:
        first, second, third = study_keys(review)
        assert review.plan.studies[first].label == "Abara"
        assert reports_data(review, first)[0].parts["year"] == "2015"
        assert [review.plan.studies[key].initiative for key in (first, second, third)] == ["Gardens", "Gardens", ""]
        assert pdf_names(review.id) == {first: "scan.pdf", second: "S002.pdf"}


@played
async def _coded(folder: Path) -> None:
    async with running(folder) as pilot:
        await pilot.press("enter")
        await pilot.pause(0.05)
        for _ in range(3):
            await pilot.press("j")
        app = pilot.app
        place = data_folder() / "reviews"
        assert not list(place.rglob("times.json"))
        await pilot.press("escape")
        await until(pilot, lambda: list(place.rglob("times.json")))
        assert app.is_running


def test_keys_write_no_times_and_leaving_the_study_does(tmp_path: Path) -> None:
    _coded(a_review(tmp_path))
    (kept,) = (data_folder() / "reviews").rglob("times.json")
    assert b'"fields":{"' in kept.read_bytes()


@played
async def _timed(folder: Path) -> None:
    async with running(folder, (100, 30)) as pilot:
        review = app_of(pilot).review
        assert review is not None
        now = iter(range(0, 60_000, 60))
        review.times = Times(times_place(review.id, "anna"), lambda: float(next(now)))
        await pilot.press("enter")
        await pilot.pause(0.05)
        await pilot.press("j", "j", "j")
        assert "3 min" in pilot.app.screen.query_one("#study", OneLine).text
        await pilot.press("escape", "escape")
        await until(pilot, lambda: "today 4 min on 1 study" in seen(pilot.app))


def test_the_time_stands_above_the_form_and_that_of_today_on_the_first_page(tmp_path: Path) -> None:
    _timed(a_review(tmp_path))


@played
async def _untimed(folder: Path) -> None:
    async with running(folder, (100, 30)) as pilot:
        await pilot.press("enter")
        await pilot.pause(0.05)
        await pilot.press("j", "j", "j", "escape", "escape")
        await until(pilot, lambda: "Your coding" in seen(pilot.app))
        assert "today" not in seen(pilot.app)


def test_switched_off_no_time_is_shown_or_kept(tmp_path: Path) -> None:
    folder = a_review(tmp_path)
    switch_timing(off=True)
    _untimed(folder)
    assert not list((data_folder() / "reviews").rglob("times.json"))


@played
async def _round_and_round(folder: Path, counts: list[int]) -> None:
    a_round = ("s", "enter", "escape", "question_mark", "escape", "E", "escape", "P", "I", "escape", "escape")
    async with running(folder, (100, 30)) as pilot:
        for _ in range(4):
            await pilot.press(*a_round)
            await until(pilot, lambda: len(pilot.app.screen_stack) == 1)
            gc.unfreeze()
            gc.collect()
            counts.append(sum(isinstance(one, Widget) for one in gc.get_objects()))


def test_screens_that_are_shown_and_left_again_leave_no_widgets_behind(tmp_path: Path) -> None:
    counts: list[int] = []
    _round_and_round(a_review(tmp_path), counts)
    assert counts[0] > 10
    assert max(counts[1:]) <= counts[0]

"""The app on a real review: opening, moving between the screens, bursts of keys, every size."""

import asyncio
import shutil
from pathlib import Path

import pytest
from opened_reviews import founded, on_device, study_keys, with_studies
from running_app import app_of, burst, message, page_of, played, running, seen, sheets, until
from textual.screen import Screen

from twofold.review.open import Review
from twofold.tui.app import TwofoldApp
from twofold.tui.pages.beginning import Welcome, Who
from twofold.tui.pages.founding import Founding
from twofold.tui.pages.help import Help
from twofold.tui.pages.home import Home
from twofold.tui.pages.studies import Studies
from twofold.tui.palette import Palette
from twofold.tui.screens.coding import CodingScreen
from twofold.tui.widgets.ink import OneLine
from twofold.tui.widgets.lines_view import LinesView
from twofold.values.answers import OffScale, Value


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A review of three studies, in which this device is anna's."""
    return with_studies(tmp_path / "review")


@played
async def test_from_the_first_page_to_the_form_to_the_list_and_back(folder: Path) -> None:
    async with running(folder) as pilot:
        assert isinstance(page_of(pilot), Home)
        assert "> Begin with S001" in seen(pilot.app)
        await pilot.press("enter")
        assert isinstance(pilot.app.screen, CodingScreen)
        await pilot.press("1", "q")
        page = page_of(pilot)
        assert isinstance(page, Studies)
        review = app_of(pilot).review
        assert review is not None
        assert page.at == study_keys(review)[0]
        assert "> S001" in seen(pilot.app)
        assert "ready to submit" in seen(pilot.app)
        await pilot.press("q")
        assert "> Go on with S001" in seen(pilot.app)
        assert "1 begun    2 not begun" in seen(pilot.app)
    assert sheets(folder)[0]["design"].answer == Value("rct")


TOUR = ("enter", "1", "q", "j", "enter", "2", "escape", "/", "fict", "enter", "r", "q", "escape", "q", "?", "q", "down")
"""Through all screens and back: what is typed in the form answers, and nowhere else does anything."""


@pytest.mark.parametrize("gap", [0, 5, 33])
@played
async def test_a_burst_of_keys_across_screens_answers_what_the_same_keys_answer_slowly(folder: Path, gap: int) -> None:
    async with running(folder) as pilot:
        if gap:
            for key in TOUR:
                await burst(pilot, key)
                await asyncio.sleep(gap / 1000)
        else:
            await burst(pilot, *TOUR)
        await until(pilot, lambda: isinstance(page_of(pilot), Home))
    found = sheets(folder)
    assert [{name: coded.answer for name, coded in one.items()} for one in found] == [
        {"design": Value("rct")},
        {"design": Value("cohort")},
        {"design": OffScale.NOT_REPORTED},
    ]


@played
async def test_a_digit_typed_right_after_leaving_never_lands_in_the_form_that_was_left(folder: Path) -> None:
    async with running(folder) as pilot:
        await burst(pilot, "enter", "q", "1", "1", "2")
        assert isinstance(page_of(pilot), Studies)
    assert sheets(folder) == [{}, {}, {}]


@played
async def test_keys_typed_while_the_review_is_being_opened_are_not_lost(folder: Path) -> None:
    app = TwofoldApp(folder)
    async with app.run_test(size=(80, 24)) as pilot:
        assert app.review is None
        await burst(pilot, "enter", "1")
        await until(pilot, lambda: isinstance(app.screen, CodingScreen))
        await pilot.pause()
    app.finish()
    assert sheets(folder)[0]["design"].answer == Value("rct")


@played
async def test_the_first_opening_on_a_device_asks_who_one_is_and_no_later_one_does(
    folder: Path, tmp_path: Path
) -> None:
    with on_device(tmp_path / "bens laptop"):
        async with running(folder) as pilot:
            assert isinstance(page_of(pilot), Who)
            assert "Ben Okoro" in seen(pilot.app)
            await burst(pilot, "down", "enter")
            await until(pilot, lambda: app_of(pilot).review is not None)
            await pilot.pause()
            assert "Ben Okoro, reviewer" in seen(pilot.app)
            assert "Everyone" not in seen(pilot.app)
        async with running(folder) as pilot:
            assert isinstance(page_of(pilot), Home)
            assert "Ben Okoro, reviewer" in seen(pilot.app)


@played
async def test_another_person_at_the_same_device_says_so_and_codes_under_the_own_name(folder: Path) -> None:
    async with running(folder) as pilot:
        await burst(pilot, "enter", "1", "q", "q", "p")
        assert isinstance(page_of(pilot), Who)
        review = app_of(pilot).review
        await burst(pilot, "down", "enter")
        await until(pilot, lambda: app_of(pilot).review not in (None, review))
        await pilot.pause()
        assert "Begin with S001" in seen(pilot.app)
        await burst(pilot, "enter", "2")
        await pilot.pause()
    assert sheets(folder)[0]["design"].answer == Value("rct")
    assert sheets(folder, "ben")[0]["design"].answer == Value("cohort")


@played
async def test_where_there_is_no_review_one_is_welcomed_and_can_make_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with running(tmp_path) as pilot:
        assert isinstance(page_of(pilot), Welcome)
        await burst(pilot, "2", "enter")
        assert isinstance(page_of(pilot), Founding)
        await burst(
            pilot, "Gardens", "enter", "enter", "Anna", "enter", "enter", "Ben", "enter", "enter", "enter", "enter"
        )
        await until(pilot, lambda: app_of(pilot).review is not None)
        await pilot.pause()
        assert "B  bring in" in seen(pilot.app)
    review = Review(tmp_path / "gardens")
    assert [(one.id, one.roles) for one in review.plan.standing.people] == [
        ("anna", ("lead", "reviewer")),
        ("ben", ("reviewer",)),
    ]
    async with running(None) as pilot:
        assert "1 gardens" in seen(pilot.app)
        await burst(pilot, "enter")
        await until(pilot, lambda: app_of(pilot).review is not None)


@played
async def test_the_demo_is_copied_and_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    async with running(None) as pilot:
        await burst(pilot, "enter")
        await until(pilot, lambda: len(pilot.app.screen_stack) > 1 and isinstance(page_of(pilot), Who))
        assert "fictional" in seen(pilot.app)
    assert (tmp_path / "twofold-demo" / "review.toml").is_file()


@played
async def test_a_review_that_cannot_be_opened_is_told_with_the_reason(tmp_path: Path) -> None:
    broken = founded(tmp_path / "review")
    shutil.rmtree(broken / "logs")
    async with running(broken) as pilot:
        assert isinstance(page_of(pilot), Welcome)
        assert "holds no readable plan" in " ".join(seen(pilot.app).split())
        await burst(pilot, "q")
        await until(pilot, lambda: not pilot.app.is_running)


@played
async def test_a_note_on_the_first_page_leads_to_its_field(folder: Path) -> None:
    async with running(folder) as pilot:
        await burst(pilot, "enter", "j", "j", "n", "ask Maria", "enter", "q", "q")
        await until(pilot, lambda: "ask Maria" in seen(pilot.app))
        await burst(pilot, "down", "down", "down", "enter")
        coding = pilot.app.screen
        assert isinstance(coding, CodingScreen)
        assert coding.hand.state.cursor is not None
        assert coding.hand.state.at(coding.hand.state.cursor).note == "ask Maria"


@played
async def test_a_named_study_is_opened_at_once(folder: Path) -> None:
    async with running(folder, study="s002") as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, CodingScreen))
        assert "S002" in pilot.app.screen.query_one("#study", OneLine).text
    async with running(folder, study="nobody's") as pilot:
        assert "No study here is called" in message(pilot)


@played
async def test_mouse_and_palette_do_what_the_keys_do(folder: Path) -> None:
    async with running(folder) as pilot:
        row = seen(pilot.app).splitlines().index(next(one for one in seen(pilot.app).splitlines() if "See all" in one))
        await pilot.click("#lines", offset=(8, row))
        assert isinstance(page_of(pilot), Studies)
        await pilot.click("#lines", offset=(8, 5))
        assert "> S002" in seen(pilot.app)
        await pilot.click("#lines", offset=(8, 5))
        assert isinstance(pilot.app.screen, CodingScreen)
        await pilot.press("q")
        named = {one.title: one for one in pilot.app.get_system_commands(pilot.app.screen)}
        assert {"Colours", "Leave Twofold", "Initiatives", "Filter"} <= set(named)
        named["Initiatives"].callback()
        await pilot.pause()
        page = page_of(pilot)
        assert isinstance(page, Studies)
        assert page.grouped


@played
async def test_the_palette_finds_commands_by_their_name_and_by_what_is_said_of_them(folder: Path) -> None:
    async with running(folder) as pilot:
        palette = Palette(pilot.app.screen)

        async def found(typed: str) -> list[str]:
            hits = [one async for one in palette.search(typed)]
            return [str(one.match_display) for one in sorted(hits, key=lambda one: -one.score)]

        assert {"Lead", "Agreement"} <= set(await found("compar"))
        assert await found("release") == ["Lead"]
        assert (await found("agree"))[0] == "Agreement", "what is called so comes first"
        assert await found("release nobody") == []
        every = [str(one.display) async for one in palette.discover()]
        assert every == sorted(every)
        assert {"Lead", "Colours"} <= set(every)


@played
async def test_help_tells_the_keys_of_where_one_is_and_any_way_back_works(folder: Path) -> None:
    async with running(folder) as pilot:
        for back in ("q", "escape", "?"):
            await burst(pilot, "?")
            assert isinstance(page_of(pilot), Help)
            assert "On the first page" in seen(pilot.app)
            await burst(pilot, back)
            assert isinstance(page_of(pilot), Home)
        await burst(pilot, "s", "?")
        assert "In the list of studies" in seen(pilot.app)


@pytest.mark.parametrize("size", [(20, 5), (1, 1), (80, 24), (200, 60)])
@played
async def test_every_size_works_and_resizing_between_keys_breaks_nothing(folder: Path, size: tuple[int, int]) -> None:
    async with running(folder, size) as pilot:
        for key in ("enter", "q", "/", "x", "escape", "i", "q", "?", "q"):
            await burst(pilot, key)
            await pilot.resize_terminal(max(1, size[0] // 2), max(1, size[1] // 2))
            await pilot.resize_terminal(*size)
        assert isinstance(page_of(pilot), Home)


class Counted(TwofoldApp):
    """Counts what a key costs."""

    paints = 0

    def post_display_hook(self) -> None:
        self.paints += 1


@played
async def test_a_step_in_the_list_is_one_paint_of_two_lines_without_layout_or_new_widgets(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = Counted(folder)
    layouts: list[Screen[object]] = []
    lines: list[int] = []
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.review is not None)
        await burst(pilot, "s")
        await pilot.pause(0.1)
        true_layout, true_refresh = Screen._refresh_layout, LinesView.refresh
        monkeypatch.setattr(Screen, "_refresh_layout", lambda *a, **k: (layouts.append(a[0]), true_layout(*a, **k))[1])
        monkeypatch.setattr(
            LinesView,
            "refresh",
            lambda self, *some: (lines.extend(y for one in some for y in one.line_range), true_refresh(self, *some))[1],
        )
        widgets = len(app.screen.query("*"))
        paints = app.paints
        for key in ("j", "j", "k"):
            await burst(pilot, key)
        assert app.paints - paints == 3
        assert layouts == []
        assert lines == [4, 5, 5, 6, 5, 6]
        assert len(app.screen.query("*")) == widgets
    app.finish()

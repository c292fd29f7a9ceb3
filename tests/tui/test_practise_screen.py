"""Practice and pilot in the running app: reached from the first pages, marked on every screen, told field by field."""

from pathlib import Path

import pytest
from opened_reviews import bytes_of, opened, with_studies
from practised import code_by_key
from running_app import app_of, burst, message, page_of, played, running, seen, until
from textual.pilot import Pilot

from twofold.review.identity import remember_person, review_of
from twofold.review.practising import PERSON, begin_practice, practice_in, source_for
from twofold.store.apart import Apart, kind_of
from twofold.tui.pages.practice_feedback import PracticeFeedback
from twofold.tui.screens.coding import CodingScreen
from twofold.tui.widgets.ink import OneLine
from twofold.values.answers import Value


def title(pilot: Pilot[None]) -> str:
    assert isinstance(pilot.app.screen, CodingScreen)
    return pilot.app.screen.query_one("#study", OneLine).text


def ready_to_submit() -> Path:
    folder = begin_practice(source_for(None))
    with opened(folder, PERSON.id) as review:
        practice = practice_in(review)
        assert practice is not None
        first = next(iter(review.plan.studies))
        code_by_key(review, practice, first, {"engagement_level": Value("high"), "n_total": Value("96")})
    return folder


@played
async def test_from_the_welcome_page_one_practises_in_the_real_form(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with running(tmp_path) as pilot:
        assert "Practise" in seen(pilot.app)
        await burst(pilot, "4", "enter")
        await until(pilot, lambda: app_of(pilot).review is not None and "Begin with S001" in seen(pilot.app))
        assert message(pilot) == Apart.PRACTICE.words
        await burst(pilot, "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, CodingScreen))
        assert title(pilot).startswith(" PRACTICE  S001")


@played
async def test_after_the_submission_every_field_is_told_and_again_when_the_study_is_opened() -> None:
    folder = ready_to_submit()
    async with running(folder, study="S001") as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, CodingScreen))
        await burst(pilot, "S", "y", "S001", "enter")
        await until(pilot, lambda: not isinstance(pilot.app.screen, CodingScreen))
        page = page_of(pilot)
        assert isinstance(page, PracticeFeedback)
        told = seen(pilot.app)
        assert Apart.PRACTICE.words in told
        assert "29 of 31 right; one step apart: 1; other: 1." in told
        assert "96" in told
        assert "the key  84" in told
        await burst(pilot, "end")
        assert "Which p value is reported?" in seen(pilot.app)
        await burst(pilot, "escape")
        assert title(pilot).startswith(" PRACTICE  S001")
        await burst(pilot, "q")
        assert message(pilot) == Apart.PRACTICE.words
        await burst(pilot, "enter")
        await until(pilot, lambda: not isinstance(pilot.app.screen, CodingScreen))
        assert isinstance(page_of(pilot), PracticeFeedback)


@played
async def test_from_a_review_to_a_pilot_and_back_leaves_no_byte_in_it(tmp_path: Path) -> None:
    folder = with_studies(tmp_path / "r")
    remember_person(review_of(folder)[0], "anna")
    before = bytes_of(folder)
    async with running(folder) as pilot:
        app = app_of(pilot)
        await until(pilot, lambda: "To do next" in seen(app))
        await burst(pilot, "T")
        assert "Nothing of it goes into the review" in seen(app)
        await burst(pilot, "2", "enter")
        await until(pilot, lambda: app.review is not None and kind_of(app.review.folder) is Apart.PILOT)
        await until(pilot, lambda: "Pilot: A fictional review" in seen(app))
        for key in ("B", "M", "A", "X", "p"):
            await burst(pilot, key)
            assert "That is for reviews" in message(pilot), key
        await burst(pilot, "enter", "1")
        await until(pilot, lambda: title(pilot).startswith(" PILOT  S001"))
        await burst(pilot, "q")
        for key in ("E", "?"):
            await burst(pilot, key)
            assert message(pilot) == Apart.PILOT.words, key
            await burst(pilot, "escape")
        await burst(pilot, "escape", "T")
        assert message(pilot) == Apart.PILOT.words
        await until(pilot, lambda: "Back to the review" in seen(app))
        await burst(pilot, "enter")
        await until(pilot, lambda: app.review is not None and app.review.folder == folder)
        await until(pilot, lambda: "To do next" in seen(app))
        assert Apart.PILOT.words not in message(pilot)
    assert bytes_of(folder) == before


@played
async def test_thrown_away_on_the_screen_it_asks_first_and_leads_back(tmp_path: Path) -> None:
    folder = with_studies(tmp_path / "r")
    remember_person(review_of(folder)[0], "anna")
    async with running(folder) as pilot:
        app = app_of(pilot)
        await until(pilot, lambda: "To do next" in seen(app))
        await burst(pilot, "T", "enter")
        await until(pilot, lambda: app.review is not None and kind_of(app.review.folder) is Apart.PRACTICE)
        await until(pilot, lambda: "To do next" in seen(app))
        assert app.review is not None
        place = app.review.folder
        await burst(pilot, "T", "2", "enter")
        assert "It cannot be brought back" in seen(app)
        await burst(pilot, "enter")
        assert place.exists()
        await burst(pilot, "T", "2", "enter", "2", "enter")
        await until(pilot, lambda: app.review is not None and app.review.folder == folder)
        assert not place.exists()

"""The screen on which differences are settled, in the running app: keys in bursts, pages one above the other, news."""

from pathlib import Path

import pytest
from compared_reviews import Answers, released_review
from reconciled_reviews import deferred, desk_of, reviewed
from running_app import app_of, burst, page_of, played, running, seen, until
from textual.pilot import Pilot

from twofold.reconcile.deciding import adopt
from twofold.reconcile.queue import Stage
from twofold.tui.pages.reconcile import ReconcilePage
from twofold.tui.pages.reconcile_accepting import AcceptPage
from twofold.tui.pages.reconcile_ending import MailsPage
from twofold.tui.pages.reconcile_item import ItemPage
from twofold.tui.pages.row_matching import RowMatchingPage
from twofold.tui.screens.reconcile import ReconcileScreen

PLAIN: Answers = {"design": "rct", "level": "low"}
ROWS = {**PLAIN, "rows": {"Depression": "better", "Sleep": "worse"}}
OTHER_ROWS = {**PLAIN, "rows": {"depressive symptoms": "worse"}}


def screen_of(pilot: Pilot[None]) -> ReconcileScreen:
    screen = pilot.app.screen
    assert isinstance(screen, ReconcileScreen)
    return screen


async def opened(pilot: Pilot[None]) -> ReconcileScreen:
    await burst(pilot, "D")
    await until(pilot, lambda: isinstance(pilot.app.screen, ReconcileScreen) and pilot.app.screen.work.whole)
    return screen_of(pilot)


@played
async def test_a_burst_of_keys_settles_one_after_the_other_in_order(tmp_path: Path) -> None:
    folder = reviewed(tmp_path / "r")
    async with running(folder) as pilot:
        assert "Settle where the coders differ" in seen(pilot.app)
        screen = await opened(pilot)
        await burst(pilot, "tab", "enter", "b", "space", "r", "backspace", "backspace", "n2a")
        assert isinstance(page_of(pilot), ItemPage)
        assert screen.work.progress.settled == 3, "the second was skipped, and come back to"
    with desk_of(folder) as desk:
        assert desk.progress().settled == 3


@played
async def test_pages_lie_one_above_the_other_and_esc_goes_down_step_by_step(tmp_path: Path) -> None:
    async with running(reviewed(tmp_path / "r")) as pilot:
        await opened(pilot)
        for key, page in (("*", AcceptPage), ("Q", MailsPage), ("enter", ItemPage)):
            await burst(pilot, key)
            assert isinstance(page_of(pilot), page), key
            await burst(pilot, "?")
            assert "Keys" in seen(pilot.app) or isinstance(page_of(pilot), ReconcilePage)
            if not isinstance(page_of(pilot), ReconcilePage):
                await burst(pilot, "q")
            if isinstance(page_of(pilot), page):
                await burst(pilot, "q")
            assert isinstance(page_of(pilot), ReconcilePage), key
        await burst(pilot, "q")
        assert not isinstance(pilot.app.screen, ReconcileScreen)


@played
async def test_rows_are_matched_from_the_item_and_what_is_left_comes_next(tmp_path: Path) -> None:
    folder = released_review(tmp_path / "r", (ROWS, PLAIN, PLAIN), (OTHER_ROWS, PLAIN, PLAIN))
    async with running(folder) as pilot:
        screen = await opened(pilot)
        await burst(pilot, "tab", "enter")
        assert "Not all listed this outcome" in seen(pilot.app)
        before = len(screen.work.items)
        await burst(pilot, "R")
        assert isinstance(page_of(pilot), RowMatchingPage)
        await burst(pilot, "*", "escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, ReconcileScreen) and screen.work.whole)
        assert len(screen.work.items) < before
        assert isinstance(page_of(pilot), ItemPage)
        assert "no longer to be settled" not in seen(pilot.app)
        assert any(one.key.field == "direction" for one in screen.work.items), "now their directions are compared"


@played
async def test_letters_beside_the_lines_lead_to_an_item(tmp_path: Path) -> None:
    async with running(reviewed(tmp_path / "r")) as pilot:
        screen = await opened(pilot)
        first = screen.work.at
        await burst(pilot, "f")
        labels = page_of(pilot).labels
        assert labels is not None
        letters = labels.beside(page_of(pilot)._in_sight[2])
        await burst(pilot, letters.strip())
        assert screen.work.at != first
        assert screen.work.at == screen.work.items[2].key


@played
async def test_what_another_device_settled_is_taken_in_while_one_works(tmp_path: Path) -> None:
    folder = reviewed(tmp_path / "r")
    async with running(folder) as pilot:
        screen = await opened(pilot)
        await burst(pilot, "tab")
        at = screen.work.items[2].key
        await burst(pilot, "j", "j")
        other = tmp_path / "elsewhere"
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("TWOFOLD_HOME", str(other))
            with desk_of(folder, "ben") as desk:
                desk.carry_out(adopt(desk, desk.items()[0], "A"))
        review = app_of(pilot).review
        assert review is not None
        assert review.look()
        app_of(pilot).on_twofold_app_came()
        await until(pilot, lambda: screen.work.whole)
        assert screen.work.progress.settled == 1
        assert screen.work.at == at, "the cursor stays on its item"


@played
async def test_the_third_reader_comes_to_their_own_step_at_once(tmp_path: Path) -> None:
    folder = reviewed(tmp_path / "r")
    deferred(folder, (0, "level"))
    with desk_of(folder, "cleo"):
        pass
    async with running(folder) as pilot:
        screen = await opened(pilot)
        assert screen.work.stage is Stage.ARBITRATION

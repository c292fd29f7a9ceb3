"""The screen on which differences are settled, in the running app: keys in bursts, pages one above the other, news."""

from pathlib import Path

import pytest
from command_runner import twofold
from compared_reviews import Answers, released_review
from reconciled_reviews import deferred, desk_of, item, reviewed, talked_over
from running_app import app_of, burst, page_of, played, running, seen, until
from textual.pilot import Pilot

from twofold.reconcile.deciding import adopt
from twofold.reconcile.queue import Stage
from twofold.tui.pages.reconcile import ReconcilePage
from twofold.tui.pages.reconcile_accepting import AcceptPage
from twofold.tui.pages.reconcile_ending import EndPage, MailsPage
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
        await until(pilot, lambda: "6 differences of yours to look at: slips   D" in seen(pilot.app))
        assert "0 of 7 settled, 7 open" in seen(pilot.app)
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


@played
async def test_the_third_readers_first_page_leads_with_what_waits_and_tells_the_end(tmp_path: Path) -> None:
    folder = reviewed(tmp_path / "r")
    talked_over(folder, (0, "level"), (1, "n_all"))
    with desk_of(folder, "cleo"):
        pass
    async with running(folder) as pilot:
        await until(pilot, lambda: "2 disagreements wait for you as third reader   D" in seen(pilot.app))
        lines = seen(pilot.app).splitlines()
        assert "2 disagreements" in lines[lines.index("   To do next") + 1], "it leads"
        await burst(pilot, "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, ReconcileScreen) and pilot.app.screen.work.whole)
        await burst(pilot, "enter", "a", "q", "a")
        assert isinstance(page_of(pilot), EndPage)
        assert "All 2 are settled. Nothing waits for you as third reader now." in seen(pilot.app)
        settled = screen_of(pilot).work.progress
        await burst(pilot, "q", "enter", "a", "b")
        assert isinstance(page_of(pilot), ReconcilePage), "nothing settled lies under the keys"
        assert "Nothing is left in this step." in seen(pilot.app)
        assert screen_of(pilot).work.progress == settled
        await burst(pilot, "q")
        await until(pilot, lambda: "third reader   D" not in seen(pilot.app))


@played
async def test_what_was_taken_in_is_kept_and_only_what_changed_is_taken_in_anew(tmp_path: Path) -> None:
    folder = reviewed(tmp_path / "r")
    async with running(folder) as pilot:
        screen = await opened(pilot)
        desk = screen.work.desk
        await burst(pilot, "tab", "enter", "b", "q", "q")
        before = desk.matters()
        assert len(before) == 3
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("TWOFOLD_HOME", str(tmp_path / "elsewhere"))
            with desk_of(folder, "ben") as other:
                theirs = other.items()[-1].key.study
                other.carry_out(adopt(other, other.items()[-1], "A"))
        review = app_of(pilot).review
        assert review is not None
        assert review.look()
        app_of(pilot).on_twofold_app_came()
        screen = await opened(pilot)
        assert screen.work.desk is desk
        assert screen.work.progress.settled == 2
        now = desk.matters()
        assert [one.study for one, old in zip(now, before, strict=True) if one is not old] == [theirs]
        await burst(pilot, "q")
        await opened(pilot)
        assert all(one is old for one, old in zip(desk.matters(), now, strict=True)), "nothing changed, nothing is read"


@played
async def test_the_codebook_screen_marks_the_fields_that_the_causes_say_are_to_be_mended(tmp_path: Path) -> None:
    folder = reviewed(tmp_path / "r")
    async with running(folder) as pilot:
        screen = await opened(pilot)
        desk = screen.work.desk
        for study, field, cause in (
            (0, "level", "wording"),
            (2, "level", "judgement"),
            (1, "design", "option-missing"),
        ):
            one = item(desk, study, field)
            letter = "A" if field == "design" else "B"
            desk.carry_out(adopt(desk, one, letter, reason="as the report has it", cause=cause))
        desk.carry_out(adopt(desk, item(desk, 1, "n_all"), "B", cause="slip"))
        await burst(pilot, "q", "C")
        await until(pilot, lambda: "~ marks 2 fields to mend" in seen(pilot.app))
        marked = {
            line.split("~ ")[1].split("?")[0] for line in seen(pilot.app).splitlines() if "?" in line and "~ " in line
        }
        told = twofold("causes", "--json", "-r", folder, "--as", "anna").json["fields"]
        assert marked == {"Design", "Level"} == {one["label"].rstrip("?") for one in told if one["to_mend"]}

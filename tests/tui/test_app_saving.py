"""The app beside other processes and other people: locks, disks that fail, files that come."""

import errno
import shutil
from pathlib import Path

import pytest
from failing_disk import FailingDisk, every_from
from opened_reviews import carry, on_device, opened, study_keys, value, with_studies
from running_app import app_of, burst, message, page_of, played, running, seen, sheets, until

from twofold.tui.form.opened import Writing
from twofold.tui.pages.beginning import CannotWriteHere
from twofold.tui.pages.home import Home
from twofold.tui.screens.coding import CodingScreen
from twofold.tui.widgets.ink import OneLine
from twofold.values.answers import Value


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A review of three studies, in which this device is anna's."""
    return with_studies(tmp_path / "review")


@played
async def test_a_second_process_may_read_is_told_who_writes_and_can_try_again(folder: Path) -> None:
    with opened(folder) as first:
        first.session(study_keys(first)[0]).save((None, "design"), value("rct"))
        assert first.pen is not None
        first.pen.wait()
        async with running(folder) as pilot:
            assert isinstance(page_of(pilot), CannotWriteHere)
            assert "process" in seen(pilot.app)
            await burst(pilot, "enter")
            assert "! Your logs are being written by" in seen(pilot.app)
            await burst(pilot, "enter", "2")
            assert isinstance(pilot.app.screen, CodingScreen)
            assert "are being written by" in message(pilot)
    with opened(folder) as first:
        async with running(folder) as pilot:
            first.close()
            review = app_of(pilot).review
            await burst(pilot, "down", "enter")
            await until(pilot, lambda: app_of(pilot).review not in (None, review))
            await pilot.pause()
            assert isinstance(page_of(pilot), Home)
            await burst(pilot, "enter", "j", "j", "r")
            await pilot.pause()
    assert sheets(folder)[0]["design"].answer == Value("rct")


@played
async def test_what_a_full_disk_keeps_back_stays_on_the_screen_and_is_rescued_at_the_end(folder: Path) -> None:
    async with running(folder) as pilot:
        await burst(pilot, "enter", "1")
        await pilot.pause()
        with pytest.MonkeyPatch.context() as patch:
            FailingDisk(every_from(1, errno.ENOSPC)).install(patch)
            await burst(pilot, "r")
            coding = pilot.app.screen
            assert isinstance(coding, CodingScreen)
            await until(pilot, lambda: coding.hand.failed)
            await burst(pilot, "q")
            assert "Not saved" in message(pilot)
            assert "ctrl+r tries again" in message(pilot)
            await burst(pilot, "q")
            assert "Not saved" in message(pilot)
            await burst(pilot, "ctrl+r")
            await until(pilot, lambda: "Not saved" in message(pilot) or "again" in message(pilot))
        review = app_of(pilot).review
        assert review is not None
        assert review.pen is not None
        review.pen.queue.drain()
        assert len(review.pen.queue.unsaved) == 1
        said = app_of(pilot).finish()
    assert "1 unsaved answer(s) are in" in said
    assert len(sheets(folder)[0]) == 1
    async with running(folder) as pilot:
        assert "from a rescue copy were taken up and are saved now" in " ".join(seen(pilot.app).split())
        await burst(pilot, "s", "q")
        assert "rescue copy" not in seen(pilot.app)
    assert len(sheets(folder)[0]) == 2


@played
async def test_what_others_put_into_the_folder_is_taken_in_and_moves_nothing(folder: Path, tmp_path: Path) -> None:
    shared = tmp_path / "bens copy"
    shutil.copytree(folder, shared)
    with on_device(tmp_path / "bens laptop"), opened(shared, "ben") as bens:
        bens.session(study_keys(bens)[0]).save((None, "design"), value("cohort"))
    async with running(folder) as pilot:
        app = app_of(pilot)
        assert app.review is not None
        await burst(pilot, "enter", "1", "e")
        coding = app.screen
        assert isinstance(coding, CodingScreen)
        await burst(pilot, "p. 4")
        before = (coding.hand.state.cursor, coding.hand.state.over)
        carry(shared, folder)
        app._look()
        await until(pilot, lambda: len(app.review.logs.scans) == 3)  # type: ignore[union-attr]
        await pilot.pause()
        assert (coding.hand.state.cursor, coding.hand.state.over) == before
        await burst(pilot, "escape", "escape", "q")
        await until(pilot, lambda: isinstance(page_of(pilot), Home))
        assert "0 of 3 submitted, 1 begun" in "\n".join(line for line in seen(app).splitlines() if "Ben" in line)
        assert "cohort" not in seen(app).casefold()


@played
@pytest.mark.parametrize(
    ("keys", "text"),
    [
        (("g", "remarks", "enter", "enter"), "half a senten"),
        (("1", "n"), "half a note"),
        (("e", "p. 4", "enter"), "a quo"),
    ],
)
async def test_what_is_being_written_when_the_app_ends_is_open_again_next_time(
    folder: Path, keys: tuple[str, ...], text: str
) -> None:
    async with running(folder) as pilot:
        await burst(pilot, "enter", *keys, text)
        assert "writing" in pilot.app.screen.query_one("#study", OneLine).text
        app_of(pilot).finish()
    async with running(folder) as pilot:
        await burst(pilot, "enter")
        assert "You were writing this when Twofold ended" in message(pilot)
        coding = pilot.app.screen
        assert isinstance(coding, CodingScreen)
        assert isinstance(coding.hand.state.over, Writing)
        assert coding.hand.state.over.line.text == text
        await burst(pilot, "enter")
        await until(pilot, lambda: not coding.hand.session.unsaved())
    kept = " ".join(str(one) for one in sheets(folder)[0].values())
    assert text in kept
    async with running(folder) as pilot:
        await burst(pilot, "enter")
        assert "You were writing this" not in message(pilot)

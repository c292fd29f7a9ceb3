"""In a terminal of 20x5 cells nothing crashes, and what is said can be read."""

from pathlib import Path

import pytest
from opened_reviews import opened, with_studies
from running_app import burst, message, played, running
from textual.pilot import Pilot

from twofold.tui.screens.coding import CodingScreen
from twofold.tui.widgets.hints import HintLine
from twofold.tui.widgets.message import MessageLine, lines_for_message


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = with_studies(tmp_path / "review")
    with opened(made):
        pass
    return made


def rows(pilot: Pilot[None]) -> list[str]:
    """The message as it stands on the screen."""
    line = pilot.app.screen.query_one("#message", MessageLine)
    return [line.render_line(y).text.strip() for y in range(line.region.height)] if line.display else []


def test_a_message_has_one_line_unless_the_terminal_is_small() -> None:
    assert [lines_for_message(*size) for size in ((80, 24), (120, 40), (50, 9))] == [2, 2, 2]
    assert [lines_for_message(*size) for size in ((20, 5), (40, 24), (80, 5), (1, 1))] == [3, 4, 3, 1]


@played
async def test_on_a_page_the_message_takes_the_place_of_the_hints(folder: Path) -> None:
    async with running(folder, size=(20, 5)) as pilot:
        await burst(pilot, "%")
        assert rows(pilot) == ["That key does", "nothing here."]
        assert not pilot.app.screen.query_one(HintLine).display
        await burst(pilot, "j")
        assert rows(pilot) == []
        assert pilot.app.screen.query_one(HintLine).display


@played
async def test_on_the_form_a_long_message_is_told_in_several_lines(folder: Path) -> None:
    async with running(folder, size=(20, 5)) as pilot:
        await burst(pilot, "enter", "%")
        assert isinstance(pilot.app.screen, CodingScreen)
        assert " ".join(rows(pilot)) == "% does nothing here. ? shows the keys."
        await burst(pilot, "j")
        assert rows(pilot) == [""]
        assert pilot.app.screen.query_one(HintLine).display


@played
async def test_when_the_terminal_grows_the_message_has_its_one_line_again(folder: Path) -> None:
    async with running(folder, size=(20, 5)) as pilot:
        await burst(pilot, "enter", "%")
        await pilot.resize_terminal(80, 24)
        await pilot.pause(0.1)
        assert rows(pilot) == ["% does nothing here. ? shows the keys."]
        assert pilot.app.screen.query_one(HintLine).display
        assert message(pilot) == "% does nothing here. ? shows the keys."


@played
async def test_every_page_and_every_key_of_it_lives_through_the_smallest_terminals(folder: Path) -> None:
    async with running(folder, size=(20, 5)) as pilot:
        for size in ((20, 5), (1, 1), (20, 5)):
            await pilot.resize_terminal(*size)
            for keys in ("?jq", "sfa/x", "Nf/yd", "K2"):
                await burst(pilot, *keys, "escape", "escape", "escape")
            await burst(pilot, "s", "enter", "f", "s", "N", "escape", "escape", "escape")
        assert pilot.app.is_running

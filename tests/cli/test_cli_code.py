"""`twofold code` on the screen: it opens at the study that was named."""

from pathlib import Path

import pytest
from opened_reviews import opened, with_studies
from terminal_runner import TWOFOLD, TerminalRunner

from twofold.cli.exits import Exit


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = with_studies(tmp_path / "review")
    with opened(place) as review:
        assert review.cards()[2].number == "S003"
    return place


def test_it_opens_at_the_named_study(folder: Path) -> None:
    with TerminalRunner([*TWOFOLD, "code", "s003"], folder) as terminal:
        terminal.wait_for("0 of 7 fields")
        terminal.type("2")
        terminal.wait_for("1 of 7 fields")
        assert "S003" in terminal.text
        assert "Cohort" in terminal.text


def test_a_study_that_is_not_there_is_named_on_the_first_page(folder: Path) -> None:
    with TerminalRunner([*TWOFOLD, "code", "garden path"], folder) as terminal:
        terminal.wait_for("No study here is called “garden path”.")
        assert "To do next" in terminal.text


def test_saying_who_one_is_belongs_to_plain_coding(folder: Path) -> None:
    with TerminalRunner([*TWOFOLD, "code", "S001", "--as", "ben"], folder) as terminal:
        assert terminal.ended() == Exit.USAGE
        assert "--as goes with --plain." in terminal.printed

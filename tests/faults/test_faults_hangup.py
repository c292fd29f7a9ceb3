"""A terminal window that is closed: the app ends by itself, with every answer saved and the lock let go."""

from pathlib import Path

import pytest
from opened_reviews import opened, study_keys, with_studies
from terminal_runner import TWOFOLD, TerminalRunner

from twofold.values.answers import Value


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    with_studies(tmp_path / "review")
    monkeypatch.setenv("TWOFOLD_HOME", str(tmp_path / "home"))
    with opened(tmp_path / "review", "anna"):
        pass
    return tmp_path / "review"


@pytest.mark.parametrize("seen", ["", "To do next", "fields"])
def test_closing_the_window_ends_the_app_wherever_it_is(folder: Path, seen: str) -> None:
    with TerminalRunner(TWOFOLD, folder) as terminal:
        if not seen:
            terminal.read(0.5)
        else:
            terminal.wait_for("To do next")
        if seen == "fields":
            terminal.type("\r")
            terminal.wait_for("fields")
            terminal.type("1")
            terminal.wait_for("1 of 7 fields")
            terminal.wait_for(" saved")
        terminal.hang_up()
    with opened(folder, "anna") as review:
        assert review.why_read_only == "", "the lock was let go"
        if seen == "fields":
            assert review.session(study_keys(review)[0]).sheet.at("design").answer == Value("rct")

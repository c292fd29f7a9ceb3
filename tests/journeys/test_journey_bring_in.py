"""A lead brings in references and what a coder sent, in the real program in a real terminal."""

from pathlib import Path

import pytest
from opened_reviews import founded, opened
from sent_around import Team
from terminal_runner import TWOFOLD, TerminalRunner, terminal_environment

from twofold.review.open import Review
from twofold.values.resources import shipped

HOSTILE = "TY  - JOUR\nTI  - \x1b]0;taken over\x07\x1b[2J[/b][@click=app.quit]press[/]\nAU  - A\nPY  - 2001\nER  -\n"


def test_references_come_in_from_a_dropped_path_and_survive_what_follows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TWOFOLD_HOME", str(tmp_path / "laptop"))
    folder = founded(tmp_path / "review")
    with opened(folder):
        pass
    place = tmp_path / "down loads"
    place.mkdir()
    source = shipped("sample_data") / "references" / "community-mental-health.ris"
    (place / "it's real.ris").write_bytes(source.read_bytes() + HOSTILE.encode())
    with TerminalRunner(TWOFOLD, folder) as terminal:
        terminal.wait_for("There are no studies yet.")
        terminal.type("B")
        terminal.wait_for("type a name or a path")
        # A terminal pastes what is dropped on it, quoted as a shell wants it.
        quoted = str(place / "it's real.ris").replace("'", "'\\''")
        terminal.type(f"\x1b[200~'{quoted}' \x1b[201~")
        terminal.wait_for("DRY RUN: nothing is written yet")
        terminal.wait_for("read 16 = new 16 + already there 0 + held back 0")
        assert len(Review(folder).plan.studies) == 0
        terminal.type("\r")
        terminal.wait_for("Bring in 16 studies?")
        terminal.type("\r")
        terminal.wait_for("Brought in.")
        terminal.kill()
        assert b"\x1b]0;taken over" not in terminal.raw
    assert len(Review(folder).plan.studies) == 16


def test_what_a_coder_sent_is_taken_on_the_screen(tmp_path: Path) -> None:
    team = Team(tmp_path)
    team.code("ben", 1, "middle")
    team.send("ben")
    home = terminal_environment(TWOFOLD_HOME=str(tmp_path / "home-anna"))
    with TerminalRunner(TWOFOLD, team.folder("anna"), home, size=(120, 40)) as terminal:
        terminal.wait_for("To do next")
        terminal.type("B")
        terminal.wait_for("type a name or a path")
        # The folder and a part of the name in one go, as from a fast typist.
        terminal.type("../a-fictional-review.ben\r")
        terminal.wait_for("3 new codes, 1 submission, 1 log")
        terminal.type("\r")
        terminal.wait_for("Taken.")
        terminal.type("\r")
        terminal.wait_for("1 of 3 submitted")
        terminal.type("q")
        assert terminal.ended() == 0
    assert "quote of ben" not in terminal.raw.decode("utf-8", "replace")

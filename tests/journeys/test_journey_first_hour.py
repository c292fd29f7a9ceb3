"""What people live through with the real program in a real terminal: first coding, kills, two at once, a full disk."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from opened_reviews import opened, study_keys, with_studies
from terminal_runner import TWOFOLD, TerminalRunner, terminal_environment

from twofold.values.answers import OffScale, Value
from twofold.values.coded import Coded

HOSTILE = "\x1b]0;taken over\x07\x1b[2J[/b][@click=app.quit]press[/] \u202eesrever \x9b31m"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A review of three studies, and a device on which nobody has opened it yet."""
    with_studies(tmp_path / "review")
    monkeypatch.setenv("TWOFOLD_HOME", str(tmp_path / "laptop"))
    return tmp_path / "review"


def first_sheet(folder: Path) -> dict[str, Coded]:
    with opened(folder, "anna", writing=False) as review:
        codes = review.session(study_keys(review)[0]).sheet.codes
        return {place[1]: coded for place, coded in codes.items()}


def at_the_form(terminal: TerminalRunner) -> None:
    """From the first page into the form, once the review is open."""
    terminal.wait_for("To do next")
    terminal.type("\r")
    terminal.wait_for("fields")


def test_a_newcomers_first_coding_survives_a_kill(folder: Path) -> None:
    with TerminalRunner(TWOFOLD, folder) as terminal:
        terminal.wait_for("Who are you?")
        terminal.wait_for("Ben Okoro")
        terminal.type("\r")
        terminal.wait_for("Begin with S001")
        terminal.type("\r")
        terminal.wait_for("0 of 7 fields")
        # design, level with its quote, who, how many, share: all at once, as from a fast typist on a slow line
        terminal.type("12" + "e3\rthey met monthly\r" + "jj" + "1" + "j" + "120\t" + "2.5\r")
        terminal.wait_for("5 of 8 fields")
        terminal.wait_for(" saved")
        terminal.kill()
    with TerminalRunner(TWOFOLD, folder) as terminal:
        terminal.wait_for("Go on with S001")
        terminal.type("\r")
        terminal.wait_for("5 of 8 fields")
        terminal.wait_for("120")
        terminal.type("\x1b")
        terminal.wait_for("Studies")
        terminal.type("qq")
        assert terminal.ended() == 0
    found = first_sheet(folder)
    assert found["design"].answer == Value("rct")
    assert found["level"].answer == Value("middle")
    assert found["level"].evidence.quote == "they met monthly"
    assert found["n_all"].answer == Value("120")
    assert found["share"].answer == Value("2.5")


def test_two_processes_on_one_log_one_writes_and_one_may_read(folder: Path) -> None:
    with TerminalRunner(TWOFOLD, folder) as first:
        first.wait_for("Who are you?")
        first.type("\r")
        at_the_form(first)
        _write_and_read(folder, first)
    assert first_sheet(folder) == {"design": Coded(Value("cohort"))}


def _write_and_read(folder: Path, first: TerminalRunner) -> None:
    with TerminalRunner(TWOFOLD, folder) as second:
        second.wait_for("This review opens for reading.")
        second.wait_for("Leave")
        assert f"process {first.process.pid}" in " ".join(second.text.split())
        second.type("\r")
        at_the_form(second)
        second.type("1")
        second.settle()
        first.type("2")
        first.wait_for("1 of 7 fields")
        first.type("\x11")
        assert first.ended() == 0
        second.type("qqp")
        second.wait_for("Who are you?")


def limited(size: int) -> tuple[str, ...]:
    """The command `twofold` on a disk that takes no file above ``size`` bytes."""
    code = f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({size}, {size}));" + TWOFOLD[-1]
    return (sys.executable, "-c", code)


def test_on_a_full_disk_the_form_keeps_the_answer_and_a_rescue_copy_brings_it_back(folder: Path) -> None:
    with TerminalRunner(TWOFOLD, folder) as terminal:
        terminal.wait_for("Who are you?")
        terminal.type("\r")
        at_the_form(terminal)
        terminal.type("1")
        terminal.wait_for("1 of 7 fields")
        terminal.wait_for(" saved")
        terminal.type("\x11")
        terminal.ended()
    work = next((folder / "logs").glob("anna.*.work.*"))
    full = work.stat().st_size
    with TerminalRunner(limited(full + 300), folder) as terminal:
        at_the_form(terminal)
        terminal.type("r")
        terminal.wait_for("NOT SAVED 1")
        terminal.wait_for("ctrl+w")
        terminal.type("q")
        terminal.wait_for("Not saved (ctrl+r tries again")
        terminal.type("\x11")
        assert terminal.ended() == 1
        assert "1 unsaved answer(s) are in" in " ".join(terminal.printed.split())
    assert work.stat().st_size == full
    with TerminalRunner(TWOFOLD, folder) as terminal:
        terminal.wait_for("taken up and are saved now")
        terminal.type("q")
        terminal.ended()
    answers = {name: coded.answer for name, coded in first_sheet(folder).items()}
    assert answers == {"design": Value("rct"), "level": OffScale.NOT_REPORTED}


@pytest.mark.parametrize("name", [signal.SIGTERM, signal.SIGHUP])
def test_a_closed_terminal_loses_nothing_and_lets_the_lock_go(folder: Path, name: signal.Signals) -> None:
    with TerminalRunner(TWOFOLD, folder) as terminal:
        terminal.wait_for("Who are you?")
        terminal.type("\r")
        at_the_form(terminal)
        terminal.type("1")
        terminal.wait_for("1 of 7 fields")
        os.kill(terminal.process.pid, name)
        terminal.ended()
    assert first_sheet(folder)["design"].answer == Value("rct")
    with opened(folder) as review:
        assert review.why_read_only == ""


def test_titles_that_want_to_do_harm_are_shown_and_do_nothing(tmp_path: Path) -> None:
    folder = with_studies(tmp_path / "review", [HOSTILE, "Listening circles"], people=_hostile_people())
    with TerminalRunner(TWOFOLD, folder) as terminal:
        terminal.wait_for("To do next")
        for keys in ("\r", "a", "a", "q", "/press", "\t", "i", "q", "q", "p", "q", "\x10", "\x1b", "q"):
            terminal.type(keys)
            terminal.settle(0.15)
        assert terminal.ended() == 0
        raw = bytes(terminal.raw)
    assert b"\x1b]0;taken over" not in raw
    assert b"\x1b[2J[/b]" not in raw
    assert "␛]0;taken over".encode() in raw
    for forbidden in ("\u202e", "\x9b"):
        assert forbidden.encode() not in raw
    assert b"[@click=app.quit]" in raw


def _hostile_people() -> tuple[object, ...]:
    from twofold.record.plan_documents import PersonEntry

    return (
        PersonEntry(id="anna", name="Anna \x1b]0;taken over\x07", roles=("lead", "reviewer")),
        PersonEntry(id="ben", name="[/b] Ben", roles=("reviewer",)),
    )


def test_without_colour_only_the_terminals_own_colours_are_used_and_states_still_differ(folder: Path) -> None:
    with TerminalRunner(TWOFOLD, folder, terminal_environment(NO_COLOR="1")) as terminal:
        terminal.wait_for("Who are you?")
        terminal.type("\r")
        at_the_form(terminal)
        terminal.type("1")
        terminal.wait_for("1 of 7 fields")
        terminal.type("q")
        terminal.wait_for("Studies")
        terminal.settle(0.2)
        rows = [line for line in terminal.text.splitlines() if "S00" in line]
        terminal.type("\x11")
        assert terminal.ended() == 0
        used = {part for one in re.findall(rb"\x1b\[([0-9;]*)m", bytes(terminal.raw)) for part in one.split(b";")}
    assert "> S001" in rows[0]
    assert "◐" in rows[0]
    assert "○ not begun" in rows[1]
    assert used <= {b"", b"0", b"1", b"2", b"3", b"4", b"7", b"39", b"49"}


def test_a_terminal_that_cannot_draw_is_refused_politely(folder: Path) -> None:
    with TerminalRunner(TWOFOLD, folder, terminal_environment(TERM="dumb")) as terminal:
        assert terminal.ended() != 0
        assert "TERM=dumb" in terminal.printed
        assert "twofold status" in terminal.printed
        assert "\x1b" not in terminal.printed
    piped = subprocess.run(TWOFOLD, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    assert piped.returncode != 0
    assert "needs a terminal" in piped.stderr


def test_a_terminal_that_changes_its_size_keeps_the_cursor_in_sight(folder: Path) -> None:
    with TerminalRunner(TWOFOLD, folder, size=(120, 40)) as terminal:
        terminal.wait_for("Who are you?")
        terminal.type("\r")
        at_the_form(terminal)
        terminal.type("jjjjjjj")
        for size in ((20, 5), (80, 24)):
            terminal.resize(*size)
            terminal.settle(0.2)
        assert any(line.startswith(">") for line in terminal.text.splitlines())
        terminal.type("q")
        terminal.wait_for("Studies")
        terminal.resize(20, 5)
        terminal.settle(0.2)
        assert " > S001" in terminal.text
        terminal.type("\x11")
        assert terminal.ended() == 0

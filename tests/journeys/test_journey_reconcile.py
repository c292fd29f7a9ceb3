"""Two coders and a third reader settle where they differ, in the real program in a real terminal."""

import re
from pathlib import Path

import pytest
from reconciled_reviews import EVERY, desk_of, item, reviewed, talked_over
from terminal_runner import TWOFOLD, TerminalRunner

from twofold.reconcile.item import view_of
from twofold.reconcile.queue import State
from twofold.review.open import Review

NAMES = re.compile(r"\b(anna|ben|Anna Berg|Ben Okoro)\b")
UNDO = "\x1a"


def remembered(folder: Path, person: str) -> None:
    """Let the device remember the person."""
    review = Review(folder)
    review.become(person, remember=True)
    review.close()


def reconciling(folder: Path, size: tuple[int, int] = (80, 24)) -> TerminalRunner:
    return TerminalRunner((*TWOFOLD, "reconcile"), folder, size=size)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return reviewed(tmp_path / "review")


def test_own_slips_are_walked_through_first(folder: Path) -> None:
    remembered(folder, "anna")
    with reconciling(folder) as terminal:
        terminal.wait_for("[my own slips 6]")
        terminal.type("\r")
        terminal.wait_for("s my slip")
        # A slip with the right answer, then two that stand, in one go, as from a fast typist.
        terminal.type("sbii")
        terminal.wait_for("My own slips, 1 of 3")
        terminal.type("qq")
        terminal.wait_for("To do next")
        terminal.kill()
    with desk_of(folder) as desk:
        assert view_of(desk, item(desk, 0, "level")).settled.startswith("Middle (slip)")
        stood = [one for one in desk.items(EVERY) for side in view_of(desk, one).sides if side.stood and side.mine]
        assert len(stood) == 2


def test_the_two_talk_over_what_is_left_and_what_is_settled_is_on_the_disk_at_once(folder: Path) -> None:
    remembered(folder, "anna")
    with reconciling(folder, (120, 40)) as terminal:
        terminal.wait_for("[my own slips")
        terminal.type("\t")
        terminal.wait_for("[talking")
        terminal.type("\r")
        terminal.wait_for("A  anna")
        terminal.wait_for("B  ben")
        terminal.type("b")
        terminal.wait_for("1 of 7 settled")
        # A reason by its number, a cause, then an answer that neither of the two gave.
        terminal.type("n4w5r")
        terminal.wait_for("2 of 7 settled")
        terminal.type(UNDO)
        terminal.wait_for("1 of 7 settled")
        terminal.type("n2r")
        terminal.wait_for("2 of 7 settled")
        terminal.kill()
    with desk_of(folder) as desk:
        assert view_of(desk, item(desk, 0, "level")).settled == "Middle (discussed)"
        assert desk.progress().settled == 2
        reasons = [view_of(desk, one).settled for one in desk.items(EVERY) if one.state is State.SETTLED]
        assert any("not reported (discussed) - the other passage is about something else" in one for one in reasons)


def test_a_third_reader_sees_no_name_before_the_study_is_done(folder: Path) -> None:
    talked_over(folder, (0, "level"), (1, "n_all"), (1, "who"))
    remembered(folder, "cleo")
    with reconciling(folder) as terminal:
        terminal.wait_for("[third reader 3]")
        terminal.wait_for("the third reader of S001, S002")
        terminal.type("h\r")
        terminal.wait_for("is hidden")
        terminal.type("2")
        terminal.wait_for("You coded it: Middle")
        terminal.settle()
        seen = terminal.raw.decode("utf-8", "replace")
        assert not NAMES.search(seen), "names came to the terminal before the study was done"
        terminal.type("a")
        terminal.wait_for("You have settled what waited for you here.")
        terminal.wait_for("anna")
        terminal.type("q")
        terminal.wait_for("S002")
        terminal.type("h")
        terminal.wait_for("as it stands")
        terminal.settle()
        assert not NAMES.search(terminal.text)
        terminal.type("ab")
        terminal.wait_for("Who was followed how often, in all studies")
        terminal.kill()
    with desk_of(folder) as desk:
        assert desk.progress().settled == desk.progress().total

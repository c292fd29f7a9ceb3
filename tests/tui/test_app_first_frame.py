"""What the first frame needs, and what the saving thread may do to the screen."""

import subprocess
import sys
import threading
from pathlib import Path

from twofold.record.lines import Written
from twofold.store.savequeue import Outcome, Waiting
from twofold.tui.saving import Batch, Outcomes

HEAVY = (
    "pydantic",
    "tinydb",
    "numpy",
    "typer",
    "filelock",
    "twofold.review.open",
    "twofold.store.folder",
    "twofold.codebook",
)


def modules_after(code: str) -> set[str]:
    found = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys; print(*sys.modules)"], capture_output=True, text=True, check=True
    )
    return set(found.stdout.split())


def test_the_first_frame_comes_before_all_heavy_imports() -> None:
    loaded = modules_after("from twofold.tui.app import TwofoldApp; TwofoldApp(None)")
    assert "textual.app" in loaded
    assert [name for name in HEAVY if name in loaded] == []


def test_coding_and_the_list_load_no_numpy_and_no_commands() -> None:
    loaded = modules_after(
        "import twofold.tui.app, twofold.tui.at_work, twofold.tui.screens.coding, twofold.tui.screens.studies"
    )
    assert "twofold.review.open" in loaded
    assert [name for name in ("numpy", "typer", "twofold.agreement") if name in loaded] == []


def outcome(study: str, field: str, row: str | None = None, why: str = "") -> Outcome:
    body = {"study": study, "field": field, "row": row}
    waiting = Waiting("work", (Written("codes", "0" * 32, body),))  # type: ignore[arg-type]
    return Outcome(waiting, None if why else Path("log"), why)


def test_what_comes_together_wakes_the_screen_once() -> None:
    woken: list[int] = []
    outcomes = Outcomes(lambda: woken.append(threading.get_ident()))
    saving = threading.Thread(target=lambda: [outcomes.tell(outcome("s1", f"f{n}")) for n in range(50)])
    saving.start()
    saving.join()
    assert woken == [saving.ident]
    assert outcomes.take() == Batch("s1", frozenset((None, f"f{n}") for n in range(50)), "")
    outcomes.tell(outcome("s2", "f", "row"))
    assert len(woken) == 2
    assert outcomes.take() == Batch("s2", frozenset({("row", "f")}), "")
    assert outcomes.take() == Batch("", frozenset(), "")


def test_the_last_word_of_a_batch_says_whether_saving_has_stopped() -> None:
    outcomes = Outcomes(lambda: None)
    outcomes.tell(outcome("s1", "a"))
    outcomes.tell(outcome("s1", "b", why="The disk is full."))
    assert outcomes.take().why == "The disk is full."
    outcomes.tell(outcome("s1", "b", why="The disk is full."))
    outcomes.tell(outcome("s1", "b"))
    assert outcomes.take().why == ""

"""From the start of the process to the first frame, the first page and a study, beside a bare Textual app.

Run it on a quiet machine: ``python benchmarks/startup.py [runs]``. All programs run in turn, and medians are told.
"""

import os
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from statistics import median

from made_review import made_review
from terminal import Terminal, environment, python

_BARE = python(
    "from textual.app import App\n"
    "from textual.widgets import Static\n"
    "class Bare(App):\n"
    "    def compose(self):\n"
    "        yield Static('bare and ready')\n"
    "Bare().run()\n"
)
_TWOFOLD = python("import sys; sys.argv = ['twofold']; from twofold.cli import main; main()")
_CODES = 30


def _bare(home: Path) -> Mapping[str, float]:
    terminal = Terminal.start(_BARE, environment())
    found = {"first frame": terminal.until(b"bare and ready")}
    terminal.end()
    return found


def _twofold(home: Path) -> Mapping[str, float]:
    terminal = Terminal.start(_TWOFOLD, environment(TWOFOLD_HOME=str(home)))
    found = {"first frame": terminal.until(b"Twofold"), "first page": terminal.until(b"Go on with")}
    terminal.end()
    return found


def _coding(home: Path) -> Mapping[str, float]:
    terminal = Terminal.start(_TWOFOLD, environment(TWOFOLD_HOME=str(home)))
    terminal.until(b"Twofold")
    terminal.send(b"\r")
    found = {"study with answers": terminal.until(b" fields")}
    terminal.end()
    return found


def _once(home: Path) -> None:
    """Open the review and leave it, as on the evening before: this device then remembers it."""
    terminal = Terminal.start(_TWOFOLD, environment(TWOFOLD_HOME=str(home)))
    terminal.until(b"Everyone")
    terminal.send(b"q")
    terminal.settle(5.0)
    terminal.end()


def _measure(name: str, review: Path, home: Path, runs: int) -> None:
    os.chdir(review)
    _once(home)
    programs: dict[str, Callable[[Path], Mapping[str, float]]] = {
        "bare Textual app": _bare,
        "twofold": _twofold,
        "twofold, enter typed": _coding,
    }
    seconds: dict[tuple[str, str], list[float]] = {}
    for _ in range(runs + 1):
        for program, run in programs.items():
            for what, taken in run(home).items():
                seconds.setdefault((program, what), []).append(taken)
    bare = median(seconds["bare Textual app", "first frame"][1:])
    print(f"\n{name}; medians of {runs}, the first run of each left out")
    for (program, what), all_taken in seconds.items():
        middle, low, high = median(all_taken[1:]), min(all_taken[1:]), max(all_taken[1:])
        print(
            f"  {program:24}{what:22}{middle * 1000:7.0f} ms ({low * 1000:.0f}-{high * 1000:.0f}){middle / bare:7.2f} x"
        )


def main() -> None:
    """Measure with 35 studies and with 5,000, each coded by two people."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    sizes = [int(one) for one in sys.argv[2:]] or [35, 5000]
    with tempfile.TemporaryDirectory() as place:
        home = Path(place) / "home"
        os.environ["TWOFOLD_HOME"] = str(home)
        for size in sizes:
            review = made_review(Path(place) / f"review-{size}", size, _CODES)
            _measure(f"{size:,} studies x 2 people x {_CODES} codes", review, home, runs)


if __name__ == "__main__":
    main()

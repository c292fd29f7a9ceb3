"""What a long sitting costs: memory after many keys, widgets after many screens, a list of ten thousand studies.

Run it on a quiet machine: ``python benchmarks/long_use.py [keys] [switches]``. The list stands beside a bare widget
that draws lines and beside the DataTable of Textual, all three in one run, each in a terminal of its own.
"""

import asyncio
import gc
import os
import sys
import tempfile
import time
from pathlib import Path
from statistics import median, quantiles

from textual.widget import Widget

from made_review import made_review
from terminal import Terminal, environment, python
from twofold.review.open import Review
from twofold.tui.app import TwofoldApp

_STUDIES = 10_000
_STEPS = 60
_QUIET = 0.12
_ROWS = """
COUNT = {count}
def row(n):
    return (f"S{{n:03}}", f"Author{{n}} 20{{n % 25:02}}", "not begun", f"Initiative {{n % 50}}",
            f"A fictional study of community engagement, number {{n}}")
"""
_BARE = (
    _ROWS
    + """
from textual.app import App
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static
from rich.segment import Segment
from rich.style import Style

class Lines(Widget):
    at, top = 0, 0
    def on_mount(self):
        self.rows = [row(n) for n in range(1, COUNT + 1)]
    def render_line(self, y):
        n = self.top + y
        if n >= COUNT:
            return Strip.blank(self.size.width)
        text = "   " + "  ".join(part.ljust(18) for part in self.rows[n])
        width = self.size.width
        return Strip([Segment(text.ljust(width)[:width], Style(reverse=n == self.at))], width)
    def step(self, by):
        old, top = self.at, self.top
        self.at = max(0, min(COUNT - 1, self.at + by))
        self.top = max(min(self.top, self.at), self.at - self.size.height + 1)
        if self.top != top:
            self.refresh()
        else:
            self.refresh(*(Region(0, n - self.top, self.size.width, 1) for n in {{old, self.at}}))

class Bare(App):
    CSS = "Lines {{ height: 1fr; }}"
    def on_mount(self):
        self.screen.mount(Static("ready"))
    def on_key(self, event):
        if event.character == "s":
            self.screen.remove_children()
            self.screen.mount(Lines())
        elif event.character in ("j", "k"):
            self.query_one(Lines).step(1 if event.character == "j" else -1)
        elif event.key == "pagedown":
            view = self.query_one(Lines)
            view.step(view.size.height)

Bare().run()
"""
)
_TABLE = (
    _ROWS
    + """
from textual.app import App
from textual.widgets import DataTable, Static

class Table(App):
    def compose(self):
        yield Static("ready")
    def on_key(self, event):
        if event.character == "s":
            table = DataTable(cursor_type="row")
            table.add_columns("no.", "study", "where it stands", "initiative", "title")
            table.add_rows(row(n) for n in range(1, COUNT + 1))
            self.screen.remove_children()
            self.screen.mount(table)
            table.focus()
        elif event.character in ("j", "k"):
            table = self.query_one(DataTable)
            table.action_cursor_down() if event.character == "j" else table.action_cursor_up()

Table().run()
"""
)
_TWOFOLD = python("import sys; sys.argv = ['twofold']; from twofold.cli import main; main()")


def _memory(process: int) -> float:
    """The resident memory of a process in MiB."""
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise SystemExit("This system does not tell how much memory a process takes.")


def _typed(terminal: Terminal, keys: list[bytes]) -> tuple[list[float], list[int]]:
    """For each key the milliseconds to its first paint, and the bytes painted until it is quiet again."""
    waits: list[float] = []
    sizes: list[int] = []
    for key in keys:
        terminal.settle(_QUIET)
        before = len(terminal.painted)
        began = time.perf_counter()
        terminal.send(key)
        while len(terminal.painted) == before and time.perf_counter() - began < 5:
            terminal.read(1.0)
        waits.append((time.perf_counter() - began) * 1000)
        terminal.settle(_QUIET)
        sizes.append(len(terminal.painted) - before)
    return waits, sizes


def _listed(name: str, terminal: Terminal, shows: bytes) -> None:
    terminal.settle(0.5)
    blank = _memory(terminal.process)
    terminal.painted.clear()
    began = time.perf_counter()
    terminal.send(b"s")
    while shows not in terminal.painted:
        terminal.read(1.0)
    opened = (time.perf_counter() - began) * 1000
    terminal.settle(0.5)
    taken = _memory(terminal.process)
    terminal.send(b"\x1b[H")
    print(f"  {name:16} open {opened:7.1f} ms   memory {blank:6.1f} MiB before, {taken:6.1f} open")
    for kind, keys in (("line down", [b"j"] * _STEPS), ("page down", [b"\x1b[6~"] * _STEPS)):
        waits, sizes = _typed(terminal, keys)
        late = quantiles(waits, n=20)[-1]
        print(f"  {'':16} {kind:10}{median(waits):7.1f} ms (p95 {late:5.1f}){median(sizes):8.0f} bytes a key")
    terminal.end()


def lists(place: Path, home: Path) -> None:
    """The list of ten thousand studies beside a bare list and a DataTable."""
    review = made_review(place / "list", _STUDIES, 0)
    for size in ((80, 24), (200, 60)):
        print(f"\nA list of {_STUDIES:,} at {size[0]} x {size[1]}; {_STEPS} keys of each kind, one at a time")
        for name, code in (("bare lines", _BARE), ("DataTable", _TABLE)):
            terminal = Terminal.start(python(code.format(count=_STUDIES)), environment(), size)
            terminal.until(b"ready")
            _listed(name, terminal, b"S001")
        terminal = _started(review, home, size)
        _listed("twofold", terminal, b"where it stands")


def _started(review: Path, home: Path, size: tuple[int, int]) -> Terminal:
    os.chdir(review)
    terminal = Terminal.start(_TWOFOLD, environment(TWOFOLD_HOME=str(home)), size)
    terminal.until(b"To do next")
    terminal.settle(1.0)
    return terminal


def memory(place: Path, home: Path, keys: int) -> None:
    """Memory on the coding screen after many keys: first such that only move, then such that answer and save."""
    review = made_review(place / "long", 3, 0)
    terminal = _started(review, home, (120, 40))
    terminal.send(b"\r")
    terminal.until(b" fields")
    terminal.settle(1.0)
    print(f"\nThe coding screen at 120 x 40: memory after so many keys, sent twenty at a time\n  {0:7,} keys", end="")
    print(f" {_memory(terminal.process):7.1f} MiB")
    sent, began = 0, time.perf_counter()
    # Down and up by turns, so that the cursor stays among fields; then the same field answered over and over.
    for kind, batch in (("moving", b"jjjjjkkkkj" * 2), ("answering", b"12k" * 6 + b"jj")):
        terminal.send(b"\x1b[H")
        for number in range(1, keys // len(batch) + 1):
            terminal.send(batch)
            terminal.read(1.0)
            sent += len(batch)
            if number * len(batch) % (keys // 4) < len(batch):
                terminal.settle(0.5)
                terminal.painted.clear()
                print(f"  {sent:7,} keys {_memory(terminal.process):7.1f} MiB, {kind}")
    print(f"  in {time.perf_counter() - began:.0f} s")
    terminal.end()


def _widgets() -> int:
    # The app sets aside what stays to its end, so that it is not looked through for garbage; here it is counted.
    gc.unfreeze()
    gc.collect()
    return sum(isinstance(one, Widget) for one in gc.get_objects())


async def switches(folder: Path, wanted: int) -> None:
    """The live widgets after many screens were shown and left again."""
    app = TwofoldApp(folder)
    # List, form, list, its help, list, a study's data, list, first page, its help, first page: ten switches a round.
    a_round = ("s", "enter", "escape", "question_mark", "escape", "E", "escape", "escape", "question_mark", "escape")
    async with app.run_test(size=(120, 40)) as pilot:
        while app.review is None:
            await pilot.pause(0.05)
        print(f"\nLive widgets after so many screen switches\n  {0:7,} switches {_widgets():5} widgets")
        for number in range(1, wanted // len(a_round) + 1):
            await pilot.press(*a_round)
            if len(app.screen_stack) > 1 or not app.is_running:
                raise SystemExit(f"The round did not end on the first page but on {app.screen}.")
            if number in (1, 2) or number * len(a_round) % (wanted // 4) < len(a_round):
                print(f"  {number * len(a_round):7,} switches {_widgets():5} widgets")
    app.finish()


def main() -> None:
    """Measure all three."""
    keys = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    wanted = int(sys.argv[2]) if len(sys.argv) > 2 else 1_000
    with tempfile.TemporaryDirectory() as place:
        home = Path(place) / "home"
        os.environ["TWOFOLD_HOME"] = str(home)
        memory(Path(place), home, keys)
        lists(Path(place), home)
        folder = made_review(Path(place) / "switches", 35, 5)
        review = Review(folder)
        review.become("anna")
        review.close()
        asyncio.run(switches(folder, wanted))


if __name__ == "__main__":
    main()

"""From a key to its paint, and the bytes it costs: the coding screen and the list beside bare single widgets.

Run it on a quiet machine: ``python benchmarks/keys.py [keys]``. The bare form is one widget that draws thirty questions
and repaints the lines that change; the bare list is one that draws ten thousand.
"""

import os
import sys
import tempfile
import time
from pathlib import Path
from statistics import median, quantiles

from made_review import made_review
from terminal import Terminal, environment, python

_BARE = """
from textual.app import App
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget
from rich.segment import Segment
from rich.style import Style

COUNT = {count}

class Lines(Widget):
    at, top = 0, 0
    answers = {{}}
    def render_line(self, y):
        n = self.top + y
        style = Style(reverse=n == self.at)
        text = f"  Question {{n}}: what does the study report?".ljust(50) + self.answers.get(n, "")
        return Strip([Segment(text.ljust(self.size.width)[: self.size.width], style)], self.size.width)

class Bare(App):
    CSS = "Lines {{ height: 1fr; }}"
    def compose(self):
        yield Lines()
    def on_key(self, event):
        view = self.query_one(Lines)
        old, top = view.at, view.top
        if event.character in ("j", "k"):
            view.at = max(0, min(COUNT - 1, view.at + (1 if event.character == "j" else -1)))
        elif event.key == "pagedown":
            view.at = min(COUNT - 1, view.at + 10)
        elif event.character in ("1", "2"):
            view.answers[view.at] = f"option {{event.character}}"
        view.top = max(min(view.top, view.at), view.at - view.size.height + 1)
        if view.top != top:
            view.refresh()
        else:
            width = view.size.width
            view.refresh(*(Region(0, n - view.top, width, 1) for n in {{old, view.at}}))

Bare().run()
"""
_TWOFOLD = python("import sys; sys.argv = ['twofold']; from twofold.cli import main; main()")
_QUIET = 0.12


def _typed(terminal: Terminal, key: bytes) -> tuple[float, int]:
    """The milliseconds from a key to its first paint, and the bytes painted until it is quiet again."""
    terminal.settle(_QUIET)
    before = len(terminal.painted)
    began = time.perf_counter()
    terminal.send(key)
    while len(terminal.painted) == before:
        terminal.read(1.0)
    wait = (time.perf_counter() - began) * 1000
    terminal.settle(_QUIET)
    return wait, len(terminal.painted) - before


def _tell(bare: tuple[str, Terminal], ours: tuple[str, Terminal], kinds: dict[str, list[bytes]], count: int) -> None:
    """Type into both in turn, key by key, so that whatever else the machine does weighs on both alike."""
    for kind, keys in kinds.items():
        found = [(_typed(bare[1], key), _typed(ours[1], key)) for key in (keys * count)[:count]]
        for name, both in ((bare[0], [one for one, _ in found]), (ours[0], [two for _, two in found])):
            waits, sizes = [wait for wait, _ in both], [size for _, size in both]
            ratio = median(waits) / median([wait for (wait, _), _ in found])
            print(
                f"  {name:18}{kind:20}{median(waits):7.1f} ms (p95 {quantiles(waits, n=20)[-1]:5.1f}){ratio:7.2f} x"
                f"{median(sizes):8.0f} bytes a key"
            )
    bare[1].end()
    ours[1].end()


def main() -> None:
    """Measure the form with one study of 42 fields, and the list with 10,000 studies."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    with tempfile.TemporaryDirectory() as place:
        home = Path(place) / "home"
        os.environ["TWOFOLD_HOME"] = str(home)
        moves = {"down and up": [b"j", b"k"], "answer, and another": [b"1", b"2"]}
        steps = {"down and up": [b"j", b"k"], "page down": [b"\x1b[6~"]}
        for size in ((80, 24), (200, 60)):
            print(f"\n{size[0]} x {size[1]}; {count} keys of each kind, one at a time, in both in turn")
            form = _at(made_review(Path(place) / f"form-{size[0]}", 3, 30), home, size)
            form.send(b"\r")
            form.until(b" fields")
            form.settle()
            form.send(b"gstrongest quant\r")
            form.settle()
            _tell(("bare form", _bare(30, size)), ("coding screen", form), moves, count)
            listed = _at(made_review(Path(place) / f"list-{size[0]}", 10_000, 0), home, size)
            listed.send(b"s")
            listed.until(b"where it stands")
            listed.send(b"\x1b[H")
            listed.until(b"S001")
            _tell(("bare list", _bare(10_000, size)), ("list of studies", listed), steps, count)


def _bare(count: int, size: tuple[int, int]) -> Terminal:
    terminal = Terminal.start(python(_BARE.format(count=count)), environment(), size)
    terminal.until(b"Question 0")
    return terminal


def _at(review: Path, home: Path, size: tuple[int, int]) -> Terminal:
    os.chdir(review)
    terminal = Terminal.start(_TWOFOLD, environment(TWOFOLD_HOME=str(home)), size)
    terminal.until(b"To do next")
    terminal.settle()
    return terminal


if __name__ == "__main__":
    main()

"""What reconciling costs in a large review: `python benchmarks/reconcile.py [STUDIESxFIELDS]`; 500x150 unless told.
With `--screen`, what the screen adds to it; with `--demo`, keys and time for each difference of the shipped demo.

Two people coded every study with quotes and differ in about a quarter of the fields, so that 500 studies with 150
fields hold 20,000 disagreements. Told are, in a fresh process, the time to the first study's items and to all of them,
beside Python's `json.loads` on every line of the same logs; then, over a hundred decisions, what it takes to show an
item, to settle it (with its fsync) and to have the next one, and what it takes to list all items and to filter them.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from export import made

WORK = """
import json, resource, statistics, sys, time
from pathlib import Path
from twofold.reconcile.deciding import adopt
from twofold.reconcile.desk import Desk
from twofold.reconcile.item import view_of
from twofold.reconcile.queue import Choice, Order
from twofold.reconcile.undoing import undo
from twofold.review.open import Review
review = Review(Path(sys.argv[1]))
review.become("anna")
clock = time.perf_counter
start = clock()
desk = Desk(review)
loading = desk.load()
next(loading)
first = clock() - start
steps = []
before = clock()
for _ in loading:
    steps.append(clock() - before)
    before = clock()
every = clock() - start
show, settle, following, back = [], [], [], []
at = 0
for number in range(100):
    # A decision in another study each time, as when going field by field.
    item = desk.items(Choice(studies=(desk.studies[number * len(desk.studies) // 100],)))[0]
    start = clock(); view_of(desk, item); show.append(clock() - start)
    start = clock(); desk.carry_out(adopt(desk, item, "A")); settle.append(clock() - start)
    start = clock(); found = desk.items(); desk.progress(); following.append(clock() - start)
    if number % 10 == 0:
        start = clock(); desk.carry_out(undo(desk, item.key.study)); back.append(clock() - start)
start = clock(); desk.items(Choice(), Order.FIELD); by_field = clock() - start
told = lambda some: [statistics.median(some) * 1000, max(some) * 1000]
review.close()
print(json.dumps({
    "items": len(found), "first": first, "every": every, "step": told(steps), "show": told(show),
    "settle": told(settle), "next": told(following), "undo": told(back), "by_field": by_field * 1000,
    "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
}))
"""


SCREEN = """
import asyncio, json, os, statistics, sys, time
from pathlib import Path
from textual import events
from twofold.review.open import Review
from twofold.tui.app import TwofoldApp
clock = time.perf_counter
folder = Path(sys.argv[1])
review = Review(folder)
review.become("anna")
review.close()

async def run():
    app = TwofoldApp(folder, reconciling=True)
    told = {}
    async with app.run_test(size=(80, 24)) as pilot:
        while not hasattr(app.screen, "work"):
            await pilot.pause(0.005)
        screen, work = app.screen, app.screen.work
        start = last = clock()
        first, gaps = 0.0, []
        while not work.whole:
            await asyncio.sleep(0.001)
            now = clock()
            gaps.append(now - last)
            last = now
            first = first or (now - start if work.items else 0.0)
        told["opening"] = [first, clock() - start, sorted(gaps)[int(len(gaps) * 0.99)], max(gaps)]

        async def press(name, key, character, times):
            spent = []
            for _ in range(times):
                before = clock()
                ask = screen.press(events.Key(key, character))
                if ask is not None:
                    await app.carry_out(screen.page, ask)
                screen.query_one("#lines").render_lines(screen.query_one("#lines").region.at_offset((0, 0)))
                spent.append((clock() - before) * 1000)
            told[name] = [statistics.median(spent), max(spent)]

        await press("to talking", "tab", None, 1)
        told["listed"] = len(work.items)
        await press("down", "j", "j", 100)
        await press("page down", "pagedown", None, 100)
        await press("to the end", "end", None, 1)
        await press("to the top", "home", None, 1)
        await press("by field", "b", "b", 1)
        await press("by study", "b", "b", 1)
        await press("filter", "/", "/", 1)
        for letter in "level":
            await press("a letter of a filter", letter, letter, 1)
        await press("show all", "escape", None, 1)
        await press("open", "enter", None, 1)
        await press("next", "space", " ", 50)
        await press("adopt, saved, next drawn", "a", "a", 100)
        await press("undo", "ctrl+z", None, 20)
    app.finish()
    print(json.dumps(told))

asyncio.run(run())
"""

DEMO = """
import json, statistics, sys, time
from collections import Counter
from pathlib import Path
from twofold.reconcile.desk import Desk
from twofold.reconcile.queue import ItemKind, Stage
from twofold.review.leading import carry_out
from twofold.review.open import Review
from twofold.review.releasing import propose_release
from twofold.review.views import State
from twofold.tui.pages.reconcile_item import ItemPage
from twofold.tui.pages.reconcile_work import Work
folder = Path(sys.argv[1])
review = Review(folder)
review.become("marit")
review.look()
review.take_in()
who = ("marit", "tomas")
keys = [key for key in review.plan.studies if all(review.state_of(key, one) is State.SUBMITTED for one in who)]
carry_out(review, propose_release(review, keys).documents)
work = Work(Desk(review))
list(work.desk.load())
work.stage, work.chose_stage, work.whole = Stage.TALKING, True, True
work.renew()
page = ItemPage(work)
found = len(work.items)
keys, items, spent, kinds = 0, 0, [], Counter()
while work.items and items < 2000:
    view = page.view
    if view is None:
        page.press("space", " ")
        continue
    # What takes least: the first side that answered; a row is kept, a proposal refused, what is agreed is right.
    answered = next((one.letter.lower() for one in view.sides if one.now.answered), "r")
    yes = view.item.kind in (ItemKind.UNMATCHED_ROW, ItemKind.LOOK_ONCE)
    typed = ["delete" if not view.item.key.field else "y" if yes else answered]
    start = time.perf_counter()
    for one in typed:
        page.press(one, one if len(one) == 1 else None)
    if page.entry is not None:
        page.press("1", "1")
        typed.append("1")
    page.window(80, 24)
    spent.append((time.perf_counter() - start) * 1000)
    keys += len(typed)
    items += 1
    kinds[view.item.kind.value] += 1
progress = work.progress
review.close()
print(json.dumps({"found": found, "items": items, "keys": keys, "ms": [statistics.median(spent), max(spent)],
    "kinds": kinds, "left": progress.words}))
"""


def _bare(folder: Path) -> float:
    """Seconds to read every line of the logs as JSON, and nothing more."""
    start = time.perf_counter()
    for path in (folder / "logs").glob("*.jsonl"):
        with path.open("rb") as file:
            for line in file:
                json.loads(line)
    return time.perf_counter() - start


def _told(script: str, folder: Path) -> dict[str, list[float]]:
    done = subprocess.run([sys.executable, "-c", script, folder], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)
    found: dict[str, list[float]] = json.loads(done.stdout)
    return found


def screen(size: str) -> None:
    """Measure the screen on a review of that size: opening, then keys, each with all that it draws."""
    studies, fields = (int(one) for one in size.split("x"))
    place = Path(tempfile.mkdtemp())
    os.environ["TWOFOLD_HOME"] = str(place / "home")
    try:
        found = _told(SCREEN, made(place / "review", studies, fields, 2))
        first, every, nearly, longest = found.pop("opening")
        print(f"{found.pop('listed')} listed; the first after {first:.2f} s, all after {every:.2f} s")
        print(f"between two turns of the loop: 99 % below {nearly * 1000:.0f} ms, longest {longest * 1000:.0f} ms")
        for name, (median, most) in found.items():
            print(f"{name}: median {median:.1f} ms, longest {most:.1f} ms")
    finally:
        shutil.rmtree(place, ignore_errors=True)


def demo() -> None:
    """Settle all differences of the shipped demo with as few keys as can be, on the page of one item."""
    place = Path(tempfile.mkdtemp())
    os.environ["TWOFOLD_HOME"] = str(place / "home")
    try:
        shutil.copytree(Path(__file__).resolve().parent.parent / "sample_data" / "demo", place / "demo")
        found = _told(DEMO, place / "demo")
        items, keys = found["items"], found["keys"]
        print(f"{found['found']} to begin with, {items} settled with {keys} keys; {found['left']}; {found['kinds']}")
        print(f"settled, saved and the next drawn: median {found['ms'][0]:.1f} ms, longest {found['ms'][1]:.1f} ms")
    finally:
        shutil.rmtree(place, ignore_errors=True)


def main(size: str) -> None:
    """Measure a review of that size."""
    studies, fields = (int(one) for one in size.split("x"))
    place = Path(tempfile.mkdtemp())
    os.environ["TWOFOLD_HOME"] = str(place / "home")
    try:
        folder = made(place / "review", studies, fields, 2)
        bare = _bare(folder)
        done = subprocess.run([sys.executable, "-c", WORK, folder], capture_output=True, text=True, check=False)
        if done.returncode:
            raise SystemExit(done.stderr)
        found = json.loads(done.stdout)
        print(f"{found['items']} items in {studies} studies, peak {found['peak']} MiB")
        print(f"first study's items {found['first']:.2f} s, all {found['every']:.2f} s; json.loads alone {bare:.2f} s")
        for what in ("step", "show", "settle", "next", "undo"):
            print(f"{what}: median {found[what][0]:.1f} ms, longest {found[what][1]:.1f} ms")
        print(f"in the order of fields: {found['by_field']:.1f} ms")
    finally:
        shutil.rmtree(place, ignore_errors=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("size", nargs="?", default="500x150")
    parser.add_argument("--screen", action="store_true", help="measure the screen")
    parser.add_argument("--demo", action="store_true", help="settle the demo")
    asked = parser.parse_args()
    if asked.demo:
        demo()
    elif asked.screen:
        screen(asked.size)
    else:
        main(asked.size)

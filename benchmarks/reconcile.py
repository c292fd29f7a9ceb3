"""What reconciling costs in a large review: `python benchmarks/reconcile.py [STUDIESxFIELDS]`; 500x150 unless told.

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


def _bare(folder: Path) -> float:
    """Seconds to read every line of the logs as JSON, and nothing more."""
    start = time.perf_counter()
    for path in (folder / "logs").glob("*.jsonl"):
        with path.open("rb") as file:
            for line in file:
                json.loads(line)
    return time.perf_counter() - start


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
    main(parser.parse_args().size)

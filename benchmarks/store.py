"""What a save and an opening cost, beside what others cost: `python benchmarks/store.py`, all in one run.

A save is one code, told as saved only when it is on the disk. Each store is first filled to its size. The opening is
that of a long work log by a fresh process: seconds and peak memory, and then the first study read from it.
"""

import argparse
import json
import os
import secrets
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tinydb import TinyDB

from twofold.record.headers import FORMAT, Header, header_body
from twofold.record.lines import Written, encode_line, written
from twofold.store.folder import Logs
from twofold.store.own import OwnLogs

SIZES = (35, 5_000, 50_000)
REVIEW = "ab" * 16
FIELDS = 60
STUDY_KEYS = tuple(secrets.token_hex(8) for _ in range(2_500))
QUOTE = "community members took part in the design of the programme, meeting monthly over two years"


def code(number: int, device: str = "a1" * 8) -> Written:
    """A fictional code as a reviewer makes it."""
    return written(
        "codes",
        {
            "answer": {"value": "medium"},
            "at": "2026-01-31T09:00:00Z",
            "by": "anna",
            "codebook": "cb" * 16,
            "device": device,
            "evidence": {"place": "p. 4", "quote": QUOTE, "report": "r1"},
            "field": f"field_{number % FIELDS}",
            "nonce": secrets.token_hex(16),
            "purpose": "independent",
            "round": "main",
            "row": None,
            "study": STUDY_KEYS[number // FIELDS % len(STUDY_KEYS)],
        },
    )


def write_log(path: Path, codes: int) -> None:
    """A work log that holds so many codes, one a line."""
    header = Header(format=FORMAT, review=REVIEW, person="anna", device="a1" * 8, log="b2" * 8, kind="work")
    with path.open("wb") as file:
        raw, digest = encode_line(0, "", (), header_body(header))
        file.write(raw)
        for number in range(codes):
            raw, digest = encode_line(number + 1, digest, [code(number)])
            file.write(raw)


Save = Callable[[Written], object]


@contextmanager
def twofold_store(folder: Path, codes: int) -> Iterator[Save]:
    """The store of Twofold, gone on with in a log of that length."""
    os.environ["TWOFOLD_HOME"] = str(folder / "home")
    review = folder / "review"
    review.mkdir()
    own = OwnLogs.open(Logs(review, REVIEW), "anna")
    path = own.append("work", [code(0, own.device.id)])
    own.close()
    lines = path.read_bytes().splitlines(keepends=True)
    digest = json.loads(lines[-1])["sha256"]
    with path.open("ab") as file:
        for number in range(2, codes + 1):
            raw, digest = encode_line(number, digest, [code(number, own.device.id)])
            file.write(raw)
    log = json.loads(lines[0])["header"]["log"]
    head = [log, codes, digest]
    (own.device.folder / "work.last").write_text(json.dumps({"last": head, "next": head}))
    own = OwnLogs.open(Logs(review, REVIEW), "anna")
    if own.told or own.current("work") != path:
        raise RuntimeError(f"the log was not gone on with: {own.told}")
    yield lambda made: own.append("work", [made])
    own.close()


@contextmanager
def raw_append(folder: Path, codes: int) -> Iterator[Save]:
    """The floor: as many bytes, ready made, appended to a file, and an fsync."""
    path = folder / "raw.jsonl"
    write_log(path, codes)
    file = os.open(path, os.O_WRONLY | os.O_APPEND)
    line = encode_line(codes, "ab" * 32, [code(0)])[0]

    def save(_made: Written) -> None:
        os.write(file, line)
        os.fsync(file)

    yield save
    os.close(file)


@contextmanager
def sqlite_wal(folder: Path, codes: int) -> Iterator[Save]:
    """SQLite with a write-ahead log, synchronous=FULL, and an index on the study."""
    with sqlite3.connect(folder / "codes.sqlite") as database:
        database.execute("pragma journal_mode=wal")
        database.execute("pragma synchronous=full")
        database.execute("create table codes (id text primary key, study text, body text)")
        database.execute("create index by_study on codes (study)")

        def insert(made: Written) -> None:
            database.execute("insert into codes values (?, ?, ?)", (made.id, made.body["study"], json.dumps(made.body)))

        for number in range(codes):
            insert(code(number))
        database.commit()

        def save(made: Written) -> None:
            insert(made)
            database.commit()

        yield save


@contextmanager
def stock_tinydb(folder: Path, codes: int) -> Iterator[Save]:
    """TinyDB as it comes, with its JSONStorage."""
    with TinyDB(folder / "codes.json") as database:
        table = database.table("codes")
        table.insert_multiple([dict(code(number).body) for number in range(codes)])
        yield lambda made: table.insert(dict(made.body))


STORES = {
    "raw append + fsync": raw_append,
    "Twofold": twofold_store,
    "sqlite3 WAL, FULL": sqlite_wal,
    "stock TinyDB": stock_tinydb,
}


def repetitions(store: str, size: int, wanted: int) -> int:
    """How often a save is repeated; a store that writes everything anew each time is given fewer turns."""
    return max(3, min(wanted, 20_000 // size)) if store == "stock TinyDB" else wanted


def saves(size: int, wanted: int) -> dict[str, list[float]]:
    """Milliseconds of each save, the stores taking turns, so that a busy moment hits all alike."""
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as place:
        taken: dict[str, list[float]] = {store: [] for store in STORES}
        opened = {}
        for number, store in enumerate(STORES):
            folder = Path(place) / str(number)
            folder.mkdir()
            opened[store] = STORES[store](folder, size)
        save_to = {store: one.__enter__() for store, one in opened.items()}
        os.sync()
        for turn in range(wanted):
            for store, save in save_to.items():
                if turn < repetitions(store, size, wanted):
                    made = code(turn)
                    begun = time.perf_counter()
                    save(made)
                    taken[store].append(1_000 * (time.perf_counter() - begun))
        for one in opened.values():
            one.__exit__(None, None, None)
    return taken


OPENING = """
import json, sys, time
from pathlib import Path

def peak():
    # Not getrusage: what it gives includes the process that started this one.
    return next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM")) / 1024

begun = time.perf_counter()
from twofold.record.tables import read_document
from twofold.store.scan import lines_of, scan
loaded = time.perf_counter()
before = peak()
found = scan(Path(sys.argv[1]))
read = time.perf_counter()
study = next(iter(found.by_study))
documents = [read_document(one) for line in lines_of(found, study) for one in line.documents]
shown = time.perf_counter()
print(json.dumps({
    "import": loaded - begun,
    "scan": read - loaded,
    "first study": shown - read,
    "peak MiB": peak(),
    "of which before the scan": before,
    "lines": found.lines,
}))
"""


def opening(codes: int, turns: int) -> dict[str, float]:
    """Medians over fresh processes that open a log of so many codes."""
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as place:
        path = Path(place) / "long.jsonl"
        write_log(path, codes)
        found = []
        for _ in range(turns):
            done = subprocess.run(
                [sys.executable, "-c", OPENING, str(path)], capture_output=True, text=True, check=True
            )
            found.append(json.loads(done.stdout))
        begun = time.perf_counter()
        raw = path.read_bytes()
        plain = time.perf_counter() - begun
        medians = {key: statistics.median(one[key] for one in found) for key in found[0]}
        return {**medians, "MiB on disk": len(raw) / 2**20, "reading the bytes alone": plain}


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeat", type=int, default=200, help="saves a store (default 200)")
    parser.add_argument("--codes", type=int, default=150_000, help="codes in the log that is opened")
    chosen = parser.parse_args()
    print(f"A save, ms: median and 95th percentile of {chosen.repeat} (stock TinyDB: fewer), and ratio to the floor")
    for size in SIZES:
        taken = saves(size, chosen.repeat)
        floor = statistics.median(taken["raw append + fsync"])
        print(f"\n  {size:,} codes already stored")
        for store, times in taken.items():
            middle, high = statistics.median(times), sorted(times)[int(len(times) * 0.95)]
            print(f"    {store:<20} {middle:9.3f} {high:9.3f}   x{middle / floor:8.2f}   (n = {len(times)})")
    print(f"\nOpening a log of {chosen.codes:,} codes in a fresh process, medians of 7; seconds unless said otherwise")
    for what, figure in opening(chosen.codes, 7).items():
        print(f"    {what:<26} {figure:10,.3f}")


if __name__ == "__main__":
    main()

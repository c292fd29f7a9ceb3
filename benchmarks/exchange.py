"""What receiving packets costs: `python benchmarks/exchange.py`. Seconds and peak memory, each in a fresh process.

Packets hold the whole work logs of people who coded every study, a line a code, with quotes. All of it is fictional.
The same packets are received into a copy that has none of it, and once more into one that has all of it.
`opening_large.py` opens a folder that has got such logs.
"""

import argparse
import json
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Iterator
from pathlib import Path

from twofold.exchange.pack import LogPart, make_packet
from twofold.exchange.packets import FORMAT, PacketHeader
from twofold.record.document import MAIN_ROUND
from twofold.record.headers import FORMAT as LOG_FORMAT
from twofold.record.headers import Header, header_body
from twofold.record.lines import Written, encode_line, written
from twofold.record.plan_documents import PersonEntry, StudyDocument
from twofold.review.founding import found_review
from twofold.review.leading import carry_out
from twofold.review.open import Review
from twofold.values.canonical import Json

QUOTE = "community members took part in the design of the programme, meeting monthly over two years"
DAY = "2026-01-31"

CHILD = """
import json, resource, sys, time
from pathlib import Path
from twofold.review.open import Review
from twofold.exchange.receiving import receiving
start = time.perf_counter()
review = Review(Path(sys.argv[1]))
review.become("anna", writing=False)
opened = time.perf_counter()
with receiving(review, [Path(sys.argv[2])]) as found:
    told = time.perf_counter()
    found.take()
taken = time.perf_counter()
codes = sum(log.codes for one in found.accounts for log in one.logs)
used = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps([told - opened, taken - told, used.ru_utime + used.ru_stime, codes, used.ru_maxrss]))
"""


def documents(person: str, studies: list[str], fields: int, meaning: str, everything: str) -> Iterator[Written]:
    """What one person wrote: every code of every study, and its submission."""
    common = {"by": person, "device": "d0" * 8, "at": f"{DAY}T09:00:00Z", "round": MAIN_ROUND}
    for study in studies:
        made: list[str] = []
        for number in range(fields):
            one = written(
                "codes",
                {
                    **common,
                    "answer": {"value": "medium"},
                    "codebook": meaning,
                    "evidence": {"place": "p. 4", "quote": QUOTE, "report": "r1"},
                    "field": f"field_{number}",
                    "nonce": secrets.token_hex(16),
                    "purpose": "independent",
                    "row": None,
                    "study": study,
                },
            )
            made.append(one.id)
            yield one
        frozen: dict[str, Json] = {
            "rows": [],
            "codes": made,
            "blank": [],
            "not_asked": [],
            "whole_paper": True,
            "heads": [],
        }
        yield written(
            "submissions",
            {
                **common,
                **frozen,
                "codebook": everything,
                "digest": "0" * 64,
                "nonce": secrets.token_hex(16),
                "study": study,
            },
        )


def work_log(place: Path, review: Review, person: str, fields: int, studies: list[str]) -> Path:
    """The work log of a person who coded these studies."""
    header = Header(
        format=LOG_FORMAT, review=review.id, person=person, device="d0" * 8, log=secrets.token_hex(8), kind="work"
    )
    path = place / f"{person}.jsonl"
    in_force = review.in_force
    with path.open("wb") as file:
        raw, digest = encode_line(0, "", (), header_body(header))
        file.write(raw)
        everything = documents(person, studies, fields, in_force.everything, in_force.everything)
        for number, one in enumerate(everything, 1):
            raw, digest = encode_line(number, digest, [one])
            file.write(raw)
    return path


def packet(place: Path, review: Review, person: str, fields: int) -> Path:
    """The packet of a person who coded all."""
    path = work_log(place, review, person, fields, list(review.plan.studies))
    part = LogPart.of(path, path.stat().st_size)
    made = PacketHeader(
        packet=FORMAT,
        review=review.id,
        person=person,
        purpose="own",
        to="",
        date=DAY,
        parts=1,
        submitted=len(review.plan.studies),
        damage=(),
    )
    try:
        return make_packet(place, "A made review", made, [part])
    finally:
        path.unlink()


def made(place: Path, people: int, studies: int, fields: int) -> tuple[Path, Path, int]:
    """A review with a plan alone, a folder of packets for it, and the bytes that these unpack to."""
    who = (
        PersonEntry(id="anna", name="Anna Berg", roles=("lead",)),
        *(PersonEntry(id=f"coder{number}", name=f"Coder {number}", roles=("reviewer",)) for number in range(people)),
    )
    folder = found_review(place / "review", "A made review (fictional)", who)
    post = place / "post"
    post.mkdir()
    review = Review(folder)
    review.become("anna")
    assert review.pen is not None, "nobody else has it open"
    carry_out(
        review,
        [
            review.pen.document(
                StudyDocument, study=secrets.token_hex(8), number=f"S{number:03}", label=f"S{number}", title="Fictional"
            )[1]
            for number in range(1, studies + 1)
        ],
    )
    for number in range(people):
        packet(post, review, f"coder{number}", fields)
    review.close()
    size = sum(len(zlib.decompress(one.read_bytes(), 31)) for one in post.iterdir())
    return folder, post, size


def measure(folder: Path, post: Path) -> tuple[float, float, float, int, int]:
    """Seconds of the dry run, of the taking, and of the processor in all; codes that were new; KiB at the peak."""
    done = subprocess.run(
        [sys.executable, "-c", CHILD, str(folder), str(post)], capture_output=True, text=True, check=True
    )
    told, taken, used, codes, peak = json.loads(done.stdout)
    return told, taken, used, codes, peak


def main() -> None:
    """Measure the two sizes, or those given as PEOPLExSTUDIESxFIELDS."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", default=["2x500x40", "20x1000x60"])
    print("| packets | codes | packed, MiB | unpacked, MiB | | dry run, s | taking, s | processor, s | peak, MiB |")
    print("|---|---|---|---|---|---|---|---|---|")
    for size in parser.parse_args().sizes:
        people, studies, fields = (int(one) for one in size.split("x"))
        place = Path(tempfile.mkdtemp())
        os.environ["TWOFOLD_HOME"] = str(place / "home")
        try:
            folder, post, unpacked = made(place, people, studies, fields)
            packed = sum(one.stat().st_size for one in post.iterdir())
            for what in ("new", "known already"):
                time.sleep(0.1)
                told, taken, used, codes, peak = measure(folder, post)
                print(
                    f"| {people} of {studies} x {fields} | {codes:,} | {packed / 2**20:.1f} | {unpacked / 2**20:.0f}"
                    f" | {what} | {told:.1f} | {taken:.1f} | {used:.1f} | {peak / 1024:.0f} |",
                    flush=True,
                )
        finally:
            shutil.rmtree(place)


if __name__ == "__main__":
    main()

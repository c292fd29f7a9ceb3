"""What an export costs, beside what no program could do without: `python benchmarks/export.py [SIZE ...]`.

A size is STUDIESxFIELDSxREVIEWERS. All coded every study with quotes, one line a code, and all studies are open for
comparison. Seconds of the processor from the open review to the finished folder, the share of it that reads and
compares the studies, and peak memory, each in a fresh process. Beside it, in the same run: `csv.writer` alone with the
rows of that folder, and the floor, which is that and `json.loads` and SHA-256 of every line of the logs. All is
fictional.
"""

import argparse
import csv
import hashlib
import json
import os
import random
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from twofold.codebook.model import Codebook, FieldType
from twofold.record.document import MAIN_ROUND
from twofold.record.headers import FORMAT as LOG_FORMAT
from twofold.record.headers import Header, header_body
from twofold.record.lines import Written, encode_line, written
from twofold.record.plan_documents import PersonEntry, ReleaseDocument, StudyDocument
from twofold.review.founding import found_review
from twofold.review.leading import carry_out
from twofold.review.open import Review
from twofold.store.device import new_key
from twofold.values.canonical import Json

QUOTE = "community members took part in the design of the programme, meeting monthly over two years"
AT = "2026-01-31T09:00:00Z"
_KINDS = ("nominal", "ordinal", "ordinal", "multi", "integer")

READ = """
import json, resource, sys, time
from pathlib import Path
from twofold.export.material import Choices, material_of
from twofold.review.open import Review
review = Review(Path(sys.argv[1]))
review.become("anna", writing=False)
for _ in review.logs.read():
    pass
start = time.process_time()
number = sum(len(each.sheets) for one in material_of(review, Choices()).studies() for each in one.rounds)
print(json.dumps([time.process_time() - start, number]))
"""

EXPORT = """
import json, resource, sys, time
from pathlib import Path
from twofold.export.material import Choices
from twofold.export.writing import export
from twofold.review.open import Review
review = Review(Path(sys.argv[1]))
review.become("anna", writing=False)
for _ in review.logs.read():
    pass
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
start = time.process_time()
done = export(review, Choices(), Path(sys.argv[2]))
seconds = time.process_time() - start
rows = sum(one.rows for one in done.files)
print(json.dumps([seconds, rows, before, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss]))
"""


def codebook_of(fields: int) -> str:
    """A codebook of so many fields, of every kind that is compared."""
    parts = ['format = 1\n[codebook]\nid = "large"\ntitle = "Large (fictional)"\nversion = "1"\n']
    parts.append('[[section]]\nid = "all"\ntitle = "All"\n')
    for number in range(fields):
        kind = _KINDS[number % len(_KINDS)]
        parts.append(f'[[section.field]]\nid = "field_{number}"\nlabel = "Question {number}?"\ntype = "{kind}"\n')
        if kind != "integer":
            options = ", ".join(f'{{ value = "o{one}", label = "Option {one}" }}' for one in range(4))
            parts.append(f"options = [ {options} ]\n")
    return "".join(parts)


def _answer(kind: FieldType, chance: random.Random) -> Json:
    if chance.random() < 0.05:
        return {"off": "NR"}
    if kind is FieldType.MULTI:
        return {"set": sorted(chance.sample(["o0", "o1", "o2", "o3"], 2))}
    return {"value": str(chance.randrange(20, 400)) if kind is FieldType.INTEGER else f"o{chance.randrange(4)}"}


def _documents(person: str, study: str, codebook: Codebook, prints: tuple[str, str], truth: int) -> Iterator[Written]:
    common = {"by": person, "device": "d0" * 8, "at": AT, "round": MAIN_ROUND, "study": study}
    agreed, own = random.Random(truth), random.Random(f"{truth} {person}")
    made: list[str] = []
    for field in codebook.fields:
        shared, alone = _answer(field.type, agreed), _answer(field.type, own)
        code: dict[str, Json] = {
            **common,
            "answer": shared if own.random() < 0.8 else alone,
            "codebook": prints[0],
            "evidence": {"place": "p. 4", "quote": QUOTE},
            "field": field.id,
            "nonce": secrets.token_hex(16),
            "purpose": "independent",
            "row": None,
        }
        one = written("codes", code)
        made.append(one.id)
        yield one
    frozen: dict[str, Json] = {
        **common, "rows": [], "codes": made, "blank": [], "not_asked": [], "whole_paper": True, "heads": [],
        "codebook": prints[1], "digest": "0" * 64, "nonce": secrets.token_hex(16),
    }  # fmt: skip
    yield written("submissions", frozen)


def made(folder: Path, studies: int, fields: int, reviewers: int) -> Path:
    """A review of that size in which everybody coded everything and all is open for comparison."""
    people = tuple(
        PersonEntry(id=name, name=name.title(), roles=("lead", "reviewer") if name == "anna" else ("reviewer",))
        for name in ("anna", "ben", "cleo", "dora", "emil", "fay")[:reviewers]
    )
    found_review(folder, "A large review (fictional)", people, codebook_of(fields))
    review = Review(folder)
    review.become("anna")
    pen = review.pen
    if pen is None:
        raise SystemExit(review.why_read_only)
    planned = [
        pen.document(
            StudyDocument, study=new_key(), number=f"S{number:05}", label=f"Author{number} 2024", title="Fictional"
        )[1]
        for number in range(1, studies + 1)
    ]
    carry_out(review, planned)
    in_force = review.in_force
    prints = (in_force.everything, in_force.everything)
    submissions: dict[str, list[str]] = {}
    for one in people:
        header = Header(
            format=LOG_FORMAT, review=review.id, person=one.id, device="d0" * 8, log=secrets.token_hex(8), kind="work"
        )
        with (folder / "logs" / f"{one.id}.made.work.jsonl").open("wb") as file:
            raw, digest = encode_line(0, "", (), header_body(header))
            file.write(raw)
            number = 0
            for place, study in enumerate(review.plan.studies):
                for document in _documents(one.id, study, in_force.codebook, prints, place):
                    number += 1
                    raw, digest = encode_line(number, digest, [document])
                    file.write(raw)
                    if document.table == "submissions":
                        submissions.setdefault(study, []).append(document.id)
    opened = [
        pen.document(
            ReleaseDocument, round=MAIN_ROUND, study=study, submissions=tuple(found), codebook=in_force.everything
        )[1]
        for study, found in submissions.items()
    ]
    carry_out(review, opened)
    review.close()
    return folder


def _child(script: str, *arguments: Path) -> list[float]:
    done = subprocess.run(
        [sys.executable, "-c", script, *map(str, arguments)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(done.stderr)
    answer: list[float] = json.loads(done.stdout)
    return answer


def _bare(folder: Path, place: Path) -> float:
    """Seconds that `csv.writer` takes for all rows of the folder, held in memory before."""
    seconds = 0.0
    csv.field_size_limit(2**31 - 1)
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
        start = time.process_time()
        with (place / path.name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
        seconds += time.process_time() - start
    return seconds


def _taken_in(review: Path) -> float:
    """Seconds that it takes to read every line of the logs, digest its bytes and parse it, keeping nothing."""
    start = time.process_time()
    for path in (review / "logs").glob("*.jsonl"):
        with path.open("rb") as file:
            for line in file:
                hashlib.sha256(line).digest()
                json.loads(line)
    return time.process_time() - start


def main(sizes: Sequence[str]) -> None:
    """Measure the sizes given as STUDIESxFIELDSxREVIEWERS."""
    print("| size | rows | export, s | reading, s | csv alone, s | floor, s | to csv | to floor | peak, MiB |")
    print("|---|---|---|---|---|---|---|---|---|", flush=True)
    for size in sizes:
        studies, fields, reviewers = (int(one) for one in size.split("x"))
        place = Path(tempfile.mkdtemp())
        os.environ["TWOFOLD_HOME"] = str(place / "home")
        try:
            folder = made(place / "review", studies, fields, reviewers)
            read, _ = _child(READ, folder)
            seconds, rows, before, peak = _child(EXPORT, folder, place / "export")
            bare = _bare(place / "export", place)
            floor = bare + _taken_in(folder)
            print(
                f"| {size} | {rows:,.0f} | {seconds:.2f} | {read:.2f} | {bare:.2f} | {floor:.2f}"
                f" | {seconds / bare:.1f}x | {seconds / floor:.1f}x | {peak / 1024:.0f} ({before / 1024:.0f} before) |",
                flush=True,
            )
        finally:
            shutil.rmtree(place)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", default=["500x40x2", "10000x40x4"])
    main(parser.parse_args().sizes)

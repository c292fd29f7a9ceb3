"""What a report costs: `python benchmarks/report.py [SIZE ...]`.

A size is STUDIESxFIELDSxREVIEWERS, as in `export.py`: everybody coded everything, and all is open for comparison.
``demo`` is the demo with its submitted studies opened. ``synthesis:STUDIES`` is a review of so many studies by the
default codebook with outcome rows, an appraisal and so the plots with a line for each study. Seconds of the
processor from the opened review to the finished file, the size of the file, and peak memory, each in a fresh process.
All is fictional.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from export import made
from made_synthesis import made_synthesis
from twofold.review.leading import carry_out
from twofold.review.open import Review
from twofold.review.releasing import candidates, propose_release
from twofold.values.resources import shipped

LEAD = {"demo": "marit"}

REPORT = """
import json, resource, sys, time
from pathlib import Path
from twofold.report.writing import make_report, write_report
from twofold.review.open import Review
review = Review(Path(sys.argv[1]))
review.become(sys.argv[3], writing=False)
for _ in review.logs.read():
    pass
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
start = time.process_time()
done = make_report(review, "main", lambda *_: None)
write_report(Path(sys.argv[2]), done.text)
seconds = time.process_time() - start
print(json.dumps([seconds, len(done.text.encode()), before, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss]))
"""


def _demo(folder: Path) -> Path:
    shutil.copytree(shipped("sample_data") / "demo", folder)
    review = Review(folder)
    review.become(LEAD["demo"])
    ready = [one.study for one in candidates(review) if not one.why_not]
    carry_out(review, propose_release(review, ready).documents)
    review.close()
    return folder


def _made(size: str, folder: Path) -> Path:
    kind, _, studies = size.partition(":")
    if kind == "synthesis":
        return made_synthesis(folder, int(studies))
    return _demo(folder) if kind == "demo" else made(folder, *(int(one) for one in size.split("x")))


def main(sizes: Sequence[str]) -> None:
    """Measure the sizes given as STUDIESxFIELDSxREVIEWERS, ``demo``, or ``synthesis:STUDIES``."""
    print("| size | report, s | file, kB | peak, MiB |")
    print("|---|---|---|---|", flush=True)
    for size in sizes:
        place = Path(tempfile.mkdtemp())
        os.environ["TWOFOLD_HOME"] = str(place / "home")
        try:
            folder = _made(size, place / "review")
            lead = LEAD.get(size, "anna")
            command = [sys.executable, "-c", REPORT, str(folder), str(place / "report.html"), lead]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            if done.returncode:
                raise SystemExit(done.stderr)
            seconds, length, before, peak = json.loads(done.stdout)
            told = f"{peak / 1024:.0f} ({before / 1024:.0f} before)"
            print(f"| {size} | {seconds:.1f} | {length / 1000:,.0f} | {told} |", flush=True)
        finally:
            shutil.rmtree(place)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", default=["demo", "500x40x2", "synthesis:300"])
    main(parser.parse_args().sizes)

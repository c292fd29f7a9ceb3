"""An export is written as a stream: what it holds in memory does not grow with the codes of the review.

What does grow is a few bytes a code for the figures of agreement, and what is held of a study once, such as its title;
the drawing of intervals at the end takes a fixed amount.
"""

import subprocess
import sys
from pathlib import Path

import pytest
from large_reviews import FIELDS, QUOTE, coded_at_length

FEW, MANY = 10, 40

STREAMED = """
import sys, tracemalloc
from pathlib import Path
from twofold.export.choices import Choices
from twofold.export.material import Material
from twofold.export.writing import export
from twofold.review.open import Review
review = Review(Path(sys.argv[1]))
review.become("anna", writing=False)
for _ in review.logs.read():
    pass
"""
HELD = """
streamed = Material.studies
Material.studies = lambda self: iter(list(streamed(self)))
"""
MEASURED = """
def told(done, total):
    if done == 1:
        tracemalloc.reset_peak()
    if done == total:
        print(tracemalloc.get_traced_memory()[1])
tracemalloc.start()
export(review, Choices(), Path(sys.argv[2]), told)
"""


@pytest.fixture(scope="module")
def reviews(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Path]:
    place = tmp_path_factory.mktemp("long")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TWOFOLD_HOME", str(place / "home"))
        return {studies: coded_at_length(place / str(studies), studies) for studies in (FEW, MANY)}


def growth(reviews: dict[int, Path], script: str, place: Path) -> float:
    """By how much more memory the pass over many studies takes at its peak than that over few, as a share of what the
    further codes weigh in the logs: Python's own count from the second study on, each in a process of its own."""
    peaks = {}
    for studies, folder in reviews.items():
        command = [sys.executable, "-c", script, str(folder), str(place / f"out {studies}")]
        ran = subprocess.run(command, capture_output=True, text=True, check=True)
        peaks[studies] = int(ran.stdout)
    weights = {
        studies: sum(one.stat().st_size for one in folder.glob("logs/*.made.work.jsonl"))
        for studies, folder in reviews.items()
    }
    assert weights[MANY] - weights[FEW] > (MANY - FEW) * 2 * FIELDS * QUOTE
    return (peaks[MANY] - peaks[FEW]) / (weights[MANY] - weights[FEW])


def test_what_an_export_holds_does_not_grow_with_the_codes(reviews: dict[int, Path], tmp_path: Path) -> None:
    assert growth(reviews, STREAMED + MEASURED, tmp_path) < 0.05


def test_that_would_be_seen_if_all_studies_were_held_at_once(reviews: dict[int, Path], tmp_path: Path) -> None:
    assert growth(reviews, STREAMED + HELD + MEASURED, tmp_path) > 0.5

"""When a study was brought in stands in studies.csv, and stays what it is when its report is mended."""

from pathlib import Path

from exported_folders import exported, rows_of
from opened_reviews import opened, with_studies

from twofold.review.bringing_in_documents import mended_report
from twofold.review.bringing_in_known import had
from twofold.review.imports import imports
from twofold.review.leading import carry_out


def test_each_study_has_the_time_of_the_import_that_brought_it(tmp_path: Path) -> None:
    folder = with_studies(tmp_path / "r")
    with opened(folder) as review:
        (one,) = imports(review)
        copy = next(iter(had(review).copies.values()))
        assert review.pen is not None
        mended = mended_report(review.pen, copy, {"journal": "A mended journal"})
        carry_out(review, [mended.model_copy(update={"at": "2099-01-01T00:00:00Z"})])
    exported(folder, tmp_path / "out")
    assert [row["imported"] for row in rows_of(tmp_path / "out", "studies")] == [one.at] * 3

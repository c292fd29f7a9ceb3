"""Links lead out of a review, so nothing is read or written through them."""

from pathlib import Path

import pytest
from opened_reviews import opened, study_keys, with_studies

from twofold.review.pen import NotWritten
from twofold.values.answers import Value
from twofold.values.coded import Coded


def test_logs_that_are_a_link_are_neither_read_nor_written(tmp_path: Path) -> None:
    folder = with_studies(tmp_path / "review")
    with opened(folder, "ben") as review:
        study = study_keys(review)[0]
        outside = tmp_path / "outside"
        (folder / "logs").rename(outside)
        (folder / "logs").symlink_to(outside)
        before = sorted(one.name for one in outside.iterdir())
        review.session(study).save((None, "design"), Coded(Value("rct")))
        with pytest.raises(NotWritten, match="is a link"):
            review.pen.wait()  # type: ignore[union-attr]
        assert sorted(one.name for one in outside.iterdir()) == before

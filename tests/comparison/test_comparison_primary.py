"""Since when a field has been a primary item, and that a late choice is told; and the matching of rows in figures."""

from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo
from pathlib import Path

import pytest
from compared_reviews import ANNA, BEN, code, match_rows, release, released_review
from opened_reviews import CODEBOOK, opened, with_studies

from twofold.agreement import Intervals, Method
from twofold.comparison.gathering import Gathered, gather
from twofold.comparison.grras import grras_points
from twofold.comparison.methods import methods_paragraph
from twofold.comparison.readings import read_fields
from twofold.comparison.row_matches import row_matches
from twofold.record.document import MAIN_ROUND
from twofold.review.publishing import drafted, publish

ANALYTIC = Intervals(Method.ANALYTIC)


class Tomorrow(datetime):
    """A clock of a device on the day after."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> "Tomorrow":
        return super().now(tz) + timedelta(days=1)


def published(folder: Path, version: str, primary: Sequence[str]) -> None:
    """Publish the codebook with just these fields as primary items."""
    text = CODEBOOK.replace('version = "1.0"', f'version = "{version}"').replace("  primary = true\n", "")
    for field in primary:
        text = text.replace(f'id = "{field}"\n', f'id = "{field}"\n  primary = true\n')
    with opened(folder) as review:
        (folder / "codebook.toml").write_text(text, encoding="utf-8")
        publish(review, drafted(review, {}))


def looked_at(folder: Path, round_id: str = MAIN_ROUND) -> Gathered:
    with opened(folder, writing=False) as review:
        return gather(review, round_id)


def test_an_item_is_dated_by_the_version_since_which_it_has_been_primary_without_a_gap(tmp_path: Path) -> None:
    folder = with_studies(tmp_path / "r")
    published(folder, "1.1", ["design", "level"])
    published(folder, "1.2", ["level"])
    published(folder, "1.3", ["design", "level"])
    found = looked_at(folder)
    assert {field: one.version for field, one in found.primary.dated.items()} == {"level": "1.0", "design": "1.3"}
    assert found.primary.warnings == (), "nothing was opened for comparison yet"


def test_an_item_that_became_primary_after_the_first_release_is_told_everywhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = released_review(tmp_path / "r")
    assert looked_at(folder).primary.warnings == ()
    with monkeypatch.context() as patch:
        patch.setattr("twofold.review.pen.datetime", Tomorrow)
        published(folder, "2.0", ["design"])
    with opened(folder, writing=False) as review:
        found = gather(review)
        readings = read_fields(found.fields, ANALYTIC)
        said = methods_paragraph(review, found, readings, ANALYTIC)
        points = {one.number: one for one in grras_points(review, found, readings, ANALYTIC)}
    late, gone = found.primary.warnings
    assert late.startswith("design is primary since 20")
    assert "after the first studies were opened for comparison on" in late
    assert gone.startswith("level was a primary item when the first studies were opened for comparison, and no longer")
    assert late in said
    assert gone in points[13].answer


def test_rows_are_reported_by_how_many_each_found_of_the_other(tmp_path: Path) -> None:
    rows = [{"rows": {"Distress": "better", "Sleep": "worse"}}, {"rows": {"Distress": "better", "Pain": "worse"}}]
    folder = with_studies(tmp_path / "r")
    code(folder, "anna", [{**ANNA[0], **rows[0]}, {**ANNA[1], "rows": {"Mood": "better"}}, ANNA[2]])
    code(folder, "ben", [{**BEN[0], **rows[1]}, *BEN[1:]])
    release(folder)
    (match,) = row_matches(looked_at(folder))
    assert match.words == "anna listed 3 outcome rows and ben 2; none is matched."
    match_rows(folder, 0, "Distress")
    with opened(folder, writing=False) as review:
        found = gather(review)
        direction = next(one for one in read_fields(found.fields, ANALYTIC) if one.field.id == "direction")
    (match,) = row_matches(found)
    assert (match.coders, match.listed, match.matched, match.studies) == (("anna", "ben"), (3, 2), 1, 1)
    assert match.found == (pytest.approx(1 / 3), pytest.approx(1 / 2))
    assert match.words == ("anna listed 3 outcome rows and ben 2; 1 are matched (33 % and 50 % of theirs), in 1 study.")
    assert direction.figures.n == 1

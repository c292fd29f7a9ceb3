"""A lead changes what a study and its reports say of themselves; what was brought in stays in the log."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from opened_reviews import bytes_of, opened, study_keys, with_studies

from twofold.review.editing_studies import (
    propose_initiative,
    propose_report,
    propose_study,
    reports_data,
    study_parts,
)
from twofold.review.leading import Refused, carry_out
from twofold.review.open import Review


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TWOFOLD_HOME", str(tmp_path / "home"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return with_studies(tmp_path / "r")


@pytest.fixture
def review(folder: Path) -> Iterator[Review]:
    with opened(folder) as found:
        yield found


def test_a_study_gets_another_number_label_title_and_initiative(review: Review) -> None:
    key = study_keys(review)[0]
    proposed = propose_study(
        review, key, {"number": "S040", "label": "Abara 2011", "title": " A  new title ", "initiative": "Gardens"}
    )
    assert proposed.words == (
        "S001: number is “S040”, was “S001”",
        "S001: label is “Abara 2011”, was “Bianchi 2001”",
        "S001: title is “A new title”, was “Gardens of the northern valley”",
        "S001: initiative is “Gardens”",
    )
    carry_out(review, proposed.documents)
    wanted = {"number": "S040", "label": "Abara 2011", "title": "A new title", "initiative": "Gardens"}
    assert study_parts(review.plan.studies[key]) == wanted
    assert review.session(key).study.label == "Abara 2011"


def test_what_was_changed_is_so_after_a_restart_and_for_the_others(folder: Path) -> None:
    with opened(folder) as review:
        key = study_keys(review)[0]
        carry_out(review, propose_study(review, key, {"label": "Abara 2011"}).documents)
        carry_out(review, propose_study(review, key, {"label": "Abara 2012"}).documents)
    with opened(folder, "ben") as review:
        assert review.plan.studies[key].label == "Abara 2012"


def test_changing_one_part_leaves_the_others_and_the_initiative_as_they_are(review: Review) -> None:
    key = study_keys(review)[0]
    carry_out(review, propose_study(review, key, {"initiative": "Gardens"}).documents)
    carry_out(review, propose_study(review, key, {"title": "Another"}).documents)
    assert review.plan.studies[key].initiative == "Gardens"
    assert len(review.plan.initiatives) == 1


def test_what_is_so_already_writes_nothing(review: Review) -> None:
    key = study_keys(review)[0]
    assert propose_study(review, key, study_parts(review.plan.studies[key])).documents == ()
    (report,) = reports_data(review, key)
    assert propose_report(review, key, report.key, report.parts).documents == ()


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"number": "12"}, "no number of a study"),
        ({"number": "S002"}, "Castro 2002 already"),
        ({"label": " "}, "must not be empty"),
        ({"title": ""}, "must not be empty"),
        ({"label": "x" * 501}, "longer than 500 characters"),
        ({"initiative": "x" * 501}, "longer than 500 characters"),
    ],
)
def test_what_a_study_cannot_be_is_refused_and_nothing_is_written(
    folder: Path, changes: dict[str, str], why: str
) -> None:
    with opened(folder) as review:
        before = bytes_of(folder)
        with pytest.raises(Refused, match=why):
            propose_study(review, study_keys(review)[0], changes)
    assert bytes_of(folder) == before


def test_a_reports_data_change_and_all_else_of_it_stays(review: Review) -> None:
    key = study_keys(review)[0]
    (before,) = reports_data(review, key)
    proposed = propose_report(
        review,
        key,
        before.key,
        {
            "title": "A mended title",
            "authors": "Abara, Ada; Bo, Bea",
            "year": "2011",
            "journal": "J",
            "doi": "https://doi.org/10.1000/ABC.1",
            "pmid": "31415926",
            "url": "https://example.org/a",
            "abstract": "First.\nSecond.",
        },
    )
    assert len(proposed.words) == 8
    carry_out(review, proposed.documents)
    (after,) = reports_data(review, key)
    assert after.parts == {
        "title": "A mended title",
        "authors": "Abara, Ada; Bo, Bea",
        "year": "2011",
        "journal": "J",
        "doi": "10.1000/abc.1",
        "pmid": "31415926",
        "url": "https://example.org/a",
        "abstract": "First.\nSecond.",
    }
    assert (after.document.source, after.document.raw) == (before.document.source, before.document.raw)
    assert before.document.source is not None
    (shown,) = review.session(key).study.reports
    assert (shown.title, shown.year, shown.label) == ("A mended title", 2011, "Abara 2011")


@pytest.mark.parametrize(
    ("name", "text"), [("year", "soon"), ("year", "20111"), ("doi", "none"), ("pmid", "12a"), ("url", "ftp://x")]
)
def test_what_a_report_cannot_say_is_refused(review: Review, name: str, text: str) -> None:
    key = study_keys(review)[0]
    (report,) = reports_data(review, key)
    with pytest.raises(Refused, match="is no"):
        propose_report(review, key, report.key, {name: text})


def test_an_initiative_is_set_for_several_studies_and_known_by_its_name_in_any_case(review: Review) -> None:
    keys = study_keys(review)
    carry_out(review, propose_initiative(review, "Gardens", keys[:2]).documents)
    carry_out(review, propose_initiative(review, "gardens", keys).documents)
    assert {review.plan.studies[key].initiative for key in keys} == {"Gardens"}
    assert len(review.plan.initiatives) == 1
    again = propose_initiative(review, "Gardens", keys)
    assert (again.words, again.documents) == ((), ())
    carry_out(review, propose_initiative(review, "", keys[:1]).documents)
    assert [review.plan.studies[key].initiative for key in keys] == ["", "Gardens", "Gardens"]


def test_only_a_lead_changes_studies(folder: Path) -> None:
    with opened(folder, "ben") as review:
        key = study_keys(review)[0]
        (report,) = reports_data(review, key)
        for act in (
            lambda: propose_study(review, key, {"label": "x"}),
            lambda: propose_report(review, key, report.key, {"year": "2000"}),
            lambda: propose_initiative(review, "x", [key]),
        ):
            with pytest.raises(Refused, match="Only a lead"):
                act()

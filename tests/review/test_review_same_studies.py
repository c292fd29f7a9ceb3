"""A study that two leads brought in unknown to each other: found by its DOI, and one study from then on."""

from pathlib import Path

import pytest
from made_logs import document, key, log
from opened_reviews import opened, study_keys, value, with_studies

from twofold.review.leading import Refused, carry_out
from twofold.review.open import Review
from twofold.review.reading import reports_of
from twofold.review.same_studies import propose_apart, propose_same, same_by_doi
from twofold.review.views import State

SECOND = key("a second key")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A review into which anna brought a study a second time, on another device, under another key."""
    made = with_studies(tmp_path / "review")
    with opened(made) as review:
        first = next(iter(review.plan.studies))
        (report,) = reports_of(review.logs, review.plan.standing, first)
        name = review.id
    again = document("studies", "anna", "d1" * 8, 1, study=SECOND, number="S004", label="Again 2001", title="Again")
    doi = {"doi": report.doi.upper(), "title": "Again", "report": key("r"), "study": SECOND}
    log("anna", "d1" * 8, "plan", review_id=name).plus(again, document("reports", "anna", "d1" * 8, 2, **doi)).write(
        made / "received" / "other-device.jsonl"
    )
    return made


def joined(review: Review) -> None:
    first = next(iter(review.plan.studies))
    carry_out(review, propose_same(review, SECOND, first).documents)


def test_it_is_found_by_its_doi_whatever_the_case(folder: Path) -> None:
    with opened(folder) as review:
        assert len(review.plan.studies) == 4
        (pair,) = same_by_doi(review)
        assert (pair.study, pair.same_as) == ("S004", "S001")
        joined(review)
        assert same_by_doi(review) == ()


def test_what_was_coded_under_either_key_counts_for_the_one(folder: Path) -> None:
    with opened(folder) as review:
        first = study_keys(review)[0]
        for study, field, answer in ((first, "design", "rct"), (SECOND, "level", "low"), (SECOND, "design", "rct")):
            review.session(study).save((None, field), value(answer))
        assert review.pen is not None
        review.pen.wait()
        joined(review)
    with opened(folder) as review:
        assert len(review.plan.studies) == 3
        assert len(reports_of(review.logs, review.plan.standing, first)) == 2
        session = review.session(first)
        assert {place[1] for place, one in session.sheet.codes.items() if one.answered} == {"design", "level"}
        assert not session.conflicts, "the same answer twice is no conflict"
        session.save((None, "share"), value("0.5"))
        assert session.submit(whole_paper=True) in (
            "",
            "Something still stands against submitting; the list above names it.",
        )
        assert review.state_of(first) in (State.IN_PROGRESS, State.SUBMITTED)
        assert review.progress()[0].begun == 1


def test_different_answers_under_the_two_keys_are_put_side_by_side(folder: Path) -> None:
    with opened(folder) as review:
        first = study_keys(review)[0]
        review.session(first).save((None, "design"), value("rct"))
        review.session(SECOND).save((None, "design"), value("cohort"))
        assert review.pen is not None
        review.pen.wait()
        joined(review)
    with opened(folder) as review:
        session = review.session(first)
        assert set(session.conflicts) == {(None, "design")}
        session.save((None, "design"), value("cohort"))
        assert not session.conflicts


def test_they_are_taken_apart_again(folder: Path) -> None:
    with opened(folder) as review:
        joined(review)
        first = next(iter(review.plan.studies))
        carry_out(review, propose_apart(review, first).documents)
        assert len(review.plan.studies) == 4
        with pytest.raises(Refused, match="No study was joined"):
            propose_apart(review, first)
        joined(review)
        assert len(review.plan.studies) == 3


def test_a_circle_leaves_one_of_them(folder: Path) -> None:
    with opened(folder) as review:
        first = next(iter(review.plan.studies))
        one = propose_same(review, SECOND, first).documents
        other = propose_same(review, first, SECOND).documents
        carry_out(review, [*one, *other])
        assert len(review.plan.studies) == 3
        assert len(review.plan.also) == 1


def test_only_a_lead_joins_studies(folder: Path) -> None:
    with opened(folder, "ben") as review:
        first, second = list(review.plan.studies)[:2]
        with pytest.raises(Refused, match="Only a lead"):
            propose_same(review, first, second)
    with opened(folder) as review, pytest.raises(Refused, match="one study already"):
        propose_same(review, first, first)

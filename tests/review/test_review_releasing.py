"""Opening studies for comparison: all at once, those that are ready, or those named; never one before its time."""

from pathlib import Path

import pytest
from compared_reviews import ANNA, BEN, code
from opened_reviews import opened, study_keys, with_studies

from twofold.review.leading import Refused, carry_out
from twofold.review.releasing import candidates, propose_release


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Anna submitted all three studies, ben the first two."""
    place = with_studies(tmp_path / "r")
    code(place, "anna", ANNA)
    code(place, "ben", BEN[:2])
    return place


def test_all_at_once_waits_for_the_last_one_and_says_for_whom(folder: Path) -> None:
    with opened(folder) as review, pytest.raises(Refused, match=r"(?s)1 of 3 .*S003: ben has not submitted") as caught:
        propose_release(review)
    assert "--ready" in str(caught.value)


def test_the_ready_ones_are_opened_and_the_others_stay_closed_until_they_are(folder: Path) -> None:
    with opened(folder) as review:
        proposed = propose_release(review, ready=True)
        assert proposed.words == ("2 studies are open for comparison: S001, S002",)
        carry_out(review, proposed.documents)
        first, second, third = study_keys(review)
        assert [bool(review.plan.released("main", key)) for key in (first, second, third)] == [True, True, False]
        assert [one.number for one in candidates(review)] == ["S003"]
        with pytest.raises(Refused, match="nothing to open"):
            propose_release(review, ready=True)
    code(folder, "ben", ({}, {}, {**BEN[2]}), submit=False)
    with opened(folder, "ben") as review:
        assert review.session(study_keys(review)[2]).submit(whole_paper=True) == ""
    with opened(folder) as review:
        assert propose_release(review, ready=True).words == ("1 study is open for comparison: S003",)


def test_only_a_lead_opens(folder: Path) -> None:
    with opened(folder, "ben") as review, pytest.raises(Refused, match="Only a lead"):
        propose_release(review, ready=True)

"""Studies that one person alone codes are opened with that one submission; what nobody codes is never opened."""

from pathlib import Path

import pytest
from compared_reviews import ANNA, code
from opened_reviews import opened, study_keys, with_studies

from twofold.review.assigning import propose
from twofold.review.leading import Refused, carry_out
from twofold.review.releasing import candidates, propose_release


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The first study is anna's alone, the second nobody's, the third both's."""
    made = with_studies(tmp_path / "r")
    with opened(made) as review:
        first, second, _ = study_keys(review)
        carry_out(review, propose(review, "main", {first: ["anna"], second: []}, "by hand").documents)
    return made


def test_a_study_of_one_person_is_opened_with_that_one_submission(folder: Path) -> None:
    with opened(folder) as review:
        assert next(one.why_not for one in candidates(review)).startswith("anna has not submitted it")
    code(folder, "anna", ANNA[:1])
    with opened(folder) as review:
        first = next(iter(review.plan.studies))
        ready = next(one for one in candidates(review) if one.study == first)
        assert (ready.why_not, ready.alone, len(ready.submissions)) == ("", "anna", 1)
        proposed = propose_release(review, [first])
        assert "1 of them is coded by one person alone, with nothing to compare: S001" in proposed.words
        assert not review.is_visible(first, "ben")
        carry_out(review, proposed.documents)
        assert review.plan.released("main", first) == set(ready.submissions)
        with pytest.raises(Refused, match="S001 is open for comparison already"):
            propose_release(review, [first])
    with opened(folder, "ben") as review:
        assert review.is_visible(first, "anna"), "a study that ben does not code is open to him"


def test_a_study_that_nobody_is_to_code_is_never_opened(folder: Path) -> None:
    with opened(folder) as review:
        found = {one.number: one.why_not for one in candidates(review)}
        assert found["S002"] == "nobody is to code it; `twofold assign` gives it to somebody"
        with pytest.raises(Refused, match="2 of 2 studies cannot be opened yet"):
            propose_release(review)

"""The plan is folded anew when a plan log says something else, and only then; and many studies stand as each does."""

import shutil
from pathlib import Path

import pytest
from made_logs import document, key, log
from opened_reviews import carry, opened, study_keys, value, with_studies

from twofold.review.folding import folded
from twofold.review.open import Review
from twofold.review.plan import fold_plan
from twofold.review.views import State

MORE = key("one more study")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A review of three studies."""
    return with_studies(tmp_path / "review")


def other_plan_log(folder: Path, review_id: str, title: str, number: str = "S009") -> None:
    """A plan log of anna's other device, which brings in one study, in the place of the one that came before."""
    study = document("studies", "anna", "d1" * 8, 1, study=MORE, number=number, label="More 2001", title=title)
    log("anna", "d1" * 8, "plan", review_id=review_id).plus(study).write(folder / "received" / "other.jsonl")


def looked(review: Review) -> None:
    """What the app does when something has come: it looks in a thread, and takes in what came in its own."""
    assert review.look()
    review.take_in()
    assert review.plan == fold_plan(review.id, review.logs.plan())


def test_answers_that_come_leave_the_plan_and_the_codebook_as_they_are(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "ben"
    shutil.copytree(folder, other)
    with opened(other, "ben") as theirs:
        theirs.session(study_keys(theirs)[0]).save((None, "design"), value("rct"))
    with opened(folder) as review:
        plan, in_force = review.plan, review.in_force
        carry(other, folder)
        looked(review)
        assert review.plan is plan
        assert review.in_force is in_force
        assert next(one for one in review.progress() if one.person == "ben").begun == 1


def test_a_plan_log_that_comes_or_goes_or_is_replaced_is_folded_in(folder: Path) -> None:
    with opened(folder) as review:
        before = review.plan
        other_plan_log(folder, review.id, "One more")
        looked(review)
        assert [one.title for one in review.plan.studies.values()][3:] == ["One more"]
        other_plan_log(folder, review.id, "One more", "S008")
        looked(review)
        assert review.plan.studies[MORE].number == "S008"
        (folder / "received" / "other.jsonl").unlink()
        looked(review)
        assert review.plan == before


def test_what_was_folded_holds_as_long_as_the_logs_say_the_same(folder: Path) -> None:
    with opened(folder) as review:
        known = folded(review.id, review.logs)
        assert folded(review.id, review.logs, known) is known
        other_plan_log(folder, review.id, "One more")
        review.look()
        found = folded(review.id, review.logs, known)
        assert found is not known
        assert len(found.plan.studies) == len(known.plan.studies) + 1


def test_a_plan_that_another_thread_folded_first_is_still_taken_in(folder: Path) -> None:
    with opened(folder) as review:
        other_plan_log(folder, review.id, "One more")
        review.look()
        assert MORE not in review.plan.studies
        review.look()
        review.take_in()
        assert MORE in review.plan.studies


def test_many_studies_stand_as_each_of_them_does(folder: Path) -> None:
    with opened(folder, "ben") as review:
        first, second, third = study_keys(review)
        session = review.session(first)
        for field, answer in (("design", "rct"), ("level", "low")):
            session.save((None, field), value(answer))
        review.session(second).save((None, "design"), value("rct"))
        waiting = review.states_of([third, second, first])
        assert list(waiting) == [third, second, first]
        assert waiting[second] is State.IN_PROGRESS
        assert review.pen is not None
        review.pen.wait()
        for person in ("", "ben", "anna"):
            assert review.states_of(review.mine(), person) == {
                one: review.state_of(one, person) for one in review.mine()
            }
        (ben,) = (one for one in review.progress() if one.person == "ben")
        assert (ben.submitted, ben.begun, ben.total) == (0, 2, 3)

"""Until a study is released nobody is shown another's answers: every method of review and session is walked."""

import inspect
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from opened_reviews import opened, value
from two_coders import SENTINEL, TwoCoders, spoil, two_coders

from twofold.review.checking import check_logs
from twofold.review.elsewhere import studies_told_of
from twofold.review.notes import notebook
from twofold.review.open import Review
from twofold.review.overview import latest_notes
from twofold.review.querying import codes_of
from twofold.review.releasing import candidates, propose_release
from twofold.review.row_lists import rows_of, with_rows
from twofold.review.visibility import may_see
from twofold.store.folder import Logs
from twofold.values.coded import Coded, Evidence

PAIRS = [("anna", "ben"), ("ben", "anna"), ("anna", "cleo"), ("ben", "cleo")]
STORE = {"logs", "pen"}
"""What a review is made of and hands to its own rooms alone; a screen never asks it."""


@pytest.fixture(params=PAIRS, ids=[f"{author} is hidden from {viewer}" for author, viewer in PAIRS])
def made(request: pytest.FixtureRequest, tmp_path: Path) -> TwoCoders:
    author, viewer = request.param
    return two_coders(tmp_path / "r", author, viewer)


@pytest.fixture(params=[False, True], ids=["sound logs", "damaged and odd logs"])
def spoiled(request: pytest.FixtureRequest, made: TwoCoders) -> TwoCoders:
    if request.param:
        spoil(made)
    return made


def arguments(made: TwoCoders, study: str) -> dict[str, object]:
    """What to call a method with, by the names of its parameters. A method with another one is to be added here."""
    return {
        "study": study,
        "studies": [study],
        "same_as": study,
        "author": made.author,
        "person": made.author,
        "text": "",
        "by": 1,
        "place": (None, "remarks"),
        "coded": value("the viewer's own"),
        "row": "ab" * 8,
        "name": value("the viewer's own row"),
        "whole_paper": True,
        "reason": "the viewer's own reason",
        "round_id": "main",
        "unnamed": True,
    }


def walked(thing: object, given: dict[str, object], left_out: set[str]) -> Iterator[tuple[str, str]]:
    """Everything public of ``thing`` as text: what it gives, or what it says in refusing."""
    for name in dir(thing):
        if name.startswith("_") or name in left_out:
            continue
        found = getattr(thing, name)
        if callable(found):
            wanted = inspect.signature(found).parameters
            unknown = wanted.keys() - given.keys()
            assert not unknown, f"`{name}` takes {unknown}, which this test does not know: add it to `arguments`"
            try:
                found = found(**{one: given[one] for one in wanted})
            except Exception as error:
                found = error
        yield name, f"{found!r} {found}"


def assert_hidden(made: TwoCoders, told: str, where: object) -> None:
    for secret in made.secrets():
        assert secret not in told, (where, secret)


def test_nothing_public_of_a_review_or_a_session_shows_anothers_unreleased_work(spoiled: TwoCoders) -> None:
    review = Review(spoiled.folder)
    review.become(spoiled.viewer)
    # Everything in the folder is read, as the app does it in the background.
    review.look()
    review.take_in()
    seen: set[str] = set()
    for study in spoiled.studies:
        session = review.session(study)
        for name, told in walked(session, arguments(spoiled, study), left_out={"renew"}):
            assert_hidden(spoiled, told, (study, name))
            seen.add(name)
    assert {"sheet", "record", "history", "check", "submit", "undo", "exclusion", "last_evidence"} <= seen
    for study in spoiled.studies:
        for name, told in walked(review, arguments(spoiled, study), left_out=STORE | {"heads", "become", "close"}):
            assert_hidden(spoiled, told, (study, name))
            seen.add(name)
    assert {"plan", "progress", "find", "documents_of", "standing", "state_of", "told", "open"} <= seen
    assert review.documents_of(spoiled.studies[0], spoiled.author) == {}
    review.close()


def test_no_function_beside_them_shows_it_either(spoiled: TwoCoders) -> None:
    with opened(spoiled.folder, spoiled.viewer) as review:
        review.look()
        review.take_in()
        asked: list[Callable[[], object]] = [
            lambda: check_logs(review.logs).findings,
            lambda: [one.findings for one in check_logs(Logs(spoiled.folder, review.id)).logs],
            lambda: latest_notes(review, 50),
            lambda: with_rows(review),
            *(partial(rows_of, review, study) for study in spoiled.studies),
            lambda: studies_told_of(review),
            lambda: notebook(review),
            lambda: propose_release(review, spoiled.studies),
            # The submissions that a release would name are for the plan and for no screen.
            lambda: [(one.number, one.round, one.why_not) for one in candidates(review)],
            *(partial(codes_of, review, study, history=True) for study in spoiled.studies),
        ]
        for number, ask in enumerate(asked):
            try:
                told = repr(ask())
            except Exception as error:
                told = f"{error!r} {error}"
            assert_hidden(spoiled, told, number)


def test_the_progress_of_another_is_counts_of_studies_alone(made: TwoCoders) -> None:
    with opened(made.folder, made.viewer) as review:
        (found,) = (one for one in review.progress() if one.person == made.author)
        assert (found.submitted, found.begun, found.total) == (1, 2, 3)


def test_a_viewers_own_submission_opens_nothing_before_the_release(tmp_path: Path) -> None:
    made = two_coders(tmp_path / "r", "anna", "ben")
    with opened(made.folder, "ben") as review:
        session = review.session(made.studies[0])
        session.save((None, "level"), Coded(value("low").answer, note="n", evidence=Evidence(quote="so")))
        assert session.submit(whole_paper=True) == ""
        review.look()
        review.take_in()
        assert review.documents_of(made.studies[0], "anna") == {}
        assert not review.is_visible(made.studies[0], "anna")


def test_after_a_release_the_two_see_each_other_and_only_in_what_was_released(tmp_path: Path) -> None:
    made = two_coders(tmp_path / "r", "anna", "ben")
    with opened(made.folder, "ben") as review:
        session = review.session(made.studies[0])
        session.save((None, "level"), Coded(value("low").answer, evidence=Evidence(quote="so")))
        assert session.submit(whole_paper=True) == ""
    with opened(made.folder) as lead:
        lead.look()
        proposal = propose_release(lead, [made.studies[0]])
        assert lead.pen is not None
        lead.pen.put_now(proposal.documents)
    with opened(made.folder, "ben") as review:
        review.look()
        review.take_in()
        assert SENTINEL in repr(review.documents_of(made.studies[0], "anna"))
        for study in made.studies[1:]:
            assert review.documents_of(study, "anna") == {}
            assert SENTINEL not in repr(review.session(study).record)


@pytest.mark.parametrize("released", [False, True])
@pytest.mark.parametrize("owes", [False, True])
def test_one_always_sees_ones_own_and_anothers_only_when_released_and_nothing_is_owed(
    released: bool, owes: bool
) -> None:
    assert may_see("anna", "anna", released=released, owes=owes)
    assert may_see("ben", "anna", released=released, owes=owes) is (released and not owes)


def test_the_walk_would_notice(tmp_path: Path) -> None:
    made = two_coders(tmp_path / "r", "anna", "ben")
    with opened(made.folder, "anna") as review:
        found = dict(walked(review.session(made.studies[0]), arguments(made, made.studies[0]), left_out={"renew"}))
        for name in ("sheet", "record", "exclusion", "last_evidence"):
            assert SENTINEL in found[name]
        with pytest.raises(AssertionError):
            assert_hidden(made, found["sheet"], "sheet")

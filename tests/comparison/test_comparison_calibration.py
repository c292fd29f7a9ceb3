"""A calibration round against its stop rule, on the command line, on the first page and where it is closed."""

from pathlib import Path

import pytest
from command_runner import twofold
from compared_reviews import ANNA, BEN, code
from opened_reviews import opened, study_keys, with_studies

from twofold.comparison.calibration import calibration_of
from twofold.record.decision_documents import DecisionDocument
from twofold.record.plan_documents import RoundDocument
from twofold.review.leading import carry_out
from twofold.review.releasing import propose_release
from twofold.review.rounds import propose_round
from twofold.tui.opening import counted, first_view
from twofold.values.answers import Value


def calibrated(folder: Path, raw: int, *, all_discussed: bool = False) -> Path:
    """A round on the first two studies, coded by both and open; the primary item differs in one of the two."""
    with_studies(folder)
    with opened(folder) as review:
        keys = study_keys(review)[:2]
        carry_out(review, propose_round(review, "Pilot", keys, (), raw, all_discussed=all_discussed).documents)
    code(folder, "anna", ANNA[:2])
    code(folder, "ben", BEN[:2])
    with opened(folder) as review:
        review.look()
        carry_out(review, propose_release(review, keys, "pilot").documents)
    return folder


@pytest.mark.parametrize(("raw", "met"), [(50, True), (51, False), (0, True), (100, False)])
def test_the_primary_items_taken_together_must_reach_the_share(tmp_path: Path, raw: int, met: bool) -> None:
    folder = calibrated(tmp_path / "r", raw)
    with opened(folder) as review:
        found = calibration_of(review, "pilot")
    assert [(one.field, one.agreed, one.units) for one in found.items] == [("level", 1, 2)]
    assert found.met is met
    assert found.sentences[-1] == f"The rule of round `pilot` is {'met' if met else 'not met'}."
    ran = twofold("round", "status", "pilot", "-r", folder, "--as", "ben", "--json")
    assert ran.code == (0 if met else 3)
    assert ran.json["met"] is met


def test_a_disagreement_counts_as_discussed_once_it_is_decided(tmp_path: Path) -> None:
    folder = calibrated(tmp_path / "r", 50, all_discussed=True)
    with opened(folder) as review:
        before = calibration_of(review, "pilot")
        assert not before.met
        assert before.undiscussed == before.disagreements > 1
        assert review.pen is not None
        study = study_keys(review)[0]
        weighed = tuple(
            name
            for person in ("anna", "ben")
            for name, one in review.documents_of(study, person).items()
            if getattr(one, "field", "") == "level"
        )
        made = review.pen.document(
            DecisionDocument,
            round="pilot",
            study=study,
            row=None,
            field="level",
            weighed=weighed,
            answer=Value("high"),
            reason="talked over",
            how="agreed",
            codebook=review.in_force.everything,
        )[1]
        carry_out(review, [made])
        after = calibration_of(review, "pilot")
    assert after.undiscussed == before.undiscussed - 1
    assert not after.met


def test_a_round_of_which_nothing_is_open_does_not_meet_its_rule(tmp_path: Path) -> None:
    folder = with_studies(tmp_path / "r")
    with opened(folder) as review:
        keys = study_keys(review)[:1]
        carry_out(review, propose_round(review, "Pilot", keys, (), 0, all_discussed=False).documents)
        found = calibration_of(review, "pilot")
    assert (found.compared, found.studies, found.met) == (0, 1, False)
    ran = twofold("round", "status", "pilot", "-r", folder, "--as", "anna")
    assert ran.code == 3
    assert "Of its studies, 0 of 1 are open" in ran.out
    assert "no round `nought`" in twofold("round", "status", "nought", "-r", folder, "--as", "anna").err


def test_closing_tells_the_outcome_first_and_stops_nobody(tmp_path: Path) -> None:
    folder = calibrated(tmp_path / "r", 100)
    ran = twofold("round", "close", "pilot", "-r", folder, "--as", "anna")
    assert ran.code == 0
    assert ran.out.index("The rule of round `pilot` is not met.") < ran.out.index("closed although the rule is not met")
    with opened(folder) as review:
        assert counted(review, first_view(review)).rounds == ()
        assert review.plan.round("pilot").state == "closed-afresh"


def test_the_first_page_tells_the_lead_and_nobody_else(tmp_path: Path) -> None:
    folder = calibrated(tmp_path / "r", 50)
    for person, told in (
        ("anna", ("2 of 2 studies of “Pilot” compared. The rule of round `pilot` is met.",)),
        ("ben", ()),
    ):
        with opened(folder, person) as review:
            review.look()
            review.take_in()
            assert counted(review, first_view(review)).rounds == told


def test_a_round_without_a_rule_has_nothing_to_meet_and_says_so(tmp_path: Path) -> None:
    folder = with_studies(tmp_path / "r")
    with opened(folder) as review:
        assert review.pen is not None
        keys = tuple(study_keys(review)[:1])
        carry_out(review, [review.pen.document(RoundDocument, round="loose", name="Loose", studies=keys)[1]])
    ran = twofold("round", "status", "loose", "-r", folder, "--as", "anna")
    assert ran.code == 0
    assert "was opened without a stop rule" in ran.out

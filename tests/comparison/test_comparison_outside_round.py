"""Who is outside a calibration round and is to code its study in the main one does not see it first."""

from pathlib import Path

from compared_reviews import QUOTE, Answers, answer
from opened_reviews import opened, with_studies

from twofold.comparison.released import compared
from twofold.record.plan_documents import PersonEntry
from twofold.review.leading import carry_out
from twofold.review.releasing import propose_release
from twofold.review.rounds import propose_closing, propose_round
from twofold.values.coded import Coded

PEOPLE = tuple(
    PersonEntry(id=name, name=name.title(), roles=("lead", "reviewer") if name == "anna" else ("reviewer",))
    for name in ("anna", "ben", "cleo", "dora")
)
GIVEN: Answers = {"design": "rct", "level": "low"}


def coded(folder: Path, person: str) -> None:
    with opened(folder, person) as review:
        review.look()
        session = review.session(next(iter(review.plan.studies)))
        for field, short in GIVEN.items():
            session.save((None, field), Coded(answer(short), QUOTE))
        assert session.submit(whole_paper=True) == ""


def seen(folder: Path, viewer: str) -> bool:
    """Whether the viewer is shown what ben gave in the calibration round."""
    with opened(folder, viewer, writing=False) as review:
        review.look()
        study = next(iter(review.plan.studies))
        documents = review.documents_of(study, "ben", "cal")
        assert review.is_visible(study, "ben", "cal") is bool(documents)
        return bool(documents)


def calibrated(folder: Path) -> Path:
    """Ben and cleo coded the study in a calibration round, which is open for comparison. Anna leads, dora codes."""
    made = with_studies(folder, ("A fictional one",), people=PEOPLE)
    with opened(made) as review:
        keys = list(review.plan.studies)
        carry_out(review, propose_round(review, "Cal", keys, ["ben", "cleo"], 80, all_discussed=False).documents)
    for who in ("ben", "cleo"):
        coded(made, who)
    with opened(made) as review:
        review.look()
        carry_out(review, propose_release(review, list(review.plan.studies), "cal").documents)
    return made


def closed(folder: Path, *, keep: bool) -> None:
    with opened(folder) as review:
        review.look()
        carry_out(review, propose_closing(review, "cal", keep=keep).documents)


def test_who_may_yet_have_to_code_it_sees_nothing_of_it_and_the_lead_runs_the_round(tmp_path: Path) -> None:
    folder = calibrated(tmp_path / "r")
    assert {who: seen(folder, who) for who in ("anna", "cleo", "dora")} == {"anna": True, "cleo": True, "dora": False}


def test_once_it_is_to_be_coded_afresh_whoever_was_outside_codes_it_first(tmp_path: Path) -> None:
    folder = calibrated(tmp_path / "r")
    closed(folder, keep=False)
    assert {who: seen(folder, who) for who in ("anna", "cleo", "dora")} == {"anna": False, "cleo": True, "dora": False}
    coded(folder, "dora")
    assert seen(folder, "dora")


def test_where_the_record_of_the_round_stands_there_is_nothing_to_code_and_nothing_to_keep(tmp_path: Path) -> None:
    folder = calibrated(tmp_path / "r")
    closed(folder, keep=True)
    assert seen(folder, "dora")


def test_a_lead_who_saw_the_round_is_not_independent_when_coding_it_afresh(tmp_path: Path) -> None:
    folder = calibrated(tmp_path / "r")
    closed(folder, keep=False)
    for who in ("anna", "ben", "cleo", "dora"):
        coded(folder, who)
    with opened(folder) as review:
        review.look()
        carry_out(review, propose_release(review, list(review.plan.studies), "main").documents)
        (one,) = compared(review)
    assert one.afresh == {"anna", "ben", "cleo"}

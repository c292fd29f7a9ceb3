"""A study compared in a calibration round and coded afresh: who saw that is independent no more, and no arbiter."""

from pathlib import Path

import pytest
from command_runner import twofold
from compared_reviews import QUOTE, Answers, answer
from exported_folders import exported, rows_of
from opened_reviews import opened, with_studies
from reconciled_reviews import desk_of

from twofold.agreement import Intervals, Method
from twofold.comparison.gathering import gather
from twofold.comparison.methods import methods_paragraph
from twofold.comparison.readings import read_fields
from twofold.record.plan_documents import PersonEntry
from twofold.review.assigning import propose
from twofold.review.leading import carry_out
from twofold.review.releasing import propose_release
from twofold.review.rounds import propose_closing, propose_round
from twofold.values.coded import Coded

PEOPLE = (
    PersonEntry(id="anna", name="A", roles=("lead", "reviewer")),
    PersonEntry(id="ben", name="B", roles=("reviewer",)),
    PersonEntry(id="cleo", name="C", roles=("arbiter", "reviewer")),
    PersonEntry(id="dora", name="D", roles=("arbiter",)),
)
FIRST: Answers = {"design": "rct", "level": "low"}
SECOND: Answers = {"design": "cohort", "level": "high", "part": "yes"}


def coded(folder: Path, person: str, study: int, given: Answers, *, submit: bool = True) -> None:
    with opened(folder, person) as review:
        review.look()
        session = review.session(list(review.plan.studies)[study])
        for field, short in given.items():
            session.save((None, field), Coded(answer(short), QUOTE))
        assert not submit or session.submit(whole_paper=True) == ""


def opened_for_all(folder: Path, study: int, round_id: str = "main") -> None:
    with opened(folder) as review:
        review.look()
        carry_out(review, propose_release(review, [list(review.plan.studies)[study]], round_id).documents)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The first study was compared between anna, ben and cleo in a calibration round that was closed to code it afresh,
    which anna and ben did; the second they coded once; the third cleo began before she was to arbitrate on it."""
    made = with_studies(tmp_path / "r", ("A fictional one", "Another", "A third"), people=PEOPLE)
    with opened(made) as review:
        keys = list(review.plan.studies)
        carry_out(review, propose(review, "main", dict.fromkeys(keys[:2], ("anna", "ben")), "x").documents)
        made_round = propose_round(review, "Cal", keys[:1], ["anna", "ben", "cleo"], 80, all_discussed=False)
        carry_out(review, made_round.documents)
    for who, given in (("anna", FIRST), ("ben", SECOND), ("cleo", FIRST)):
        coded(made, who, 0, given)
    opened_for_all(made, 0, "cal")
    with opened(made) as review:
        review.look()
        carry_out(review, propose_closing(review, "cal", keep=False).documents)
    coded(made, "cleo", 2, {"design": "rct"}, submit=False)
    with opened(made) as review:
        review.look()
        carry_out(review, propose(review, "main", {list(review.plan.studies)[2]: ("anna", "ben")}, "x").documents)
    for who, given in (("anna", FIRST), ("ben", SECOND)):
        for study in (0, 1, 2):
            coded(made, who, study, given)
    for study in (0, 1, 2):
        opened_for_all(made, study)
    return made


def test_whoever_coded_or_began_a_study_in_any_round_does_not_arbitrate_on_it(folder: Path) -> None:
    with desk_of(folder) as desk:
        arbiters = [desk.matter(key).weighing.arbiters for key in desk.review.plan.studies]
    assert arbiters == [{"dora"}, {"cleo", "dora"}, {"dora"}]
    for who, blind in (("cleo", [False, True, False]), ("dora", [True, True, True])):
        with opened(folder, who) as review:
            review.look()
            assert [review.is_blind(key) for key in review.plan.studies] == blind


def test_what_was_coded_after_its_comparison_enters_no_agreement_and_is_told(folder: Path, tmp_path: Path) -> None:
    intervals = Intervals(Method.ANALYTIC)
    with opened(folder, writing=False) as review:
        main, before = gather(review), gather(review, "cal")
        (units,) = (one.figures.n for one in read_fields(main.fields, intervals) if one.field.id == "design")
        assert units == 2, "of three studies compared"
        said = methods_paragraph(review, main, read_fields(main.fields, intervals), intervals)
    (sentence,) = main.warnings
    assert sentence.startswith("1 study (S001) had been opened for comparison in another round before anna and ben")
    assert sentence in said
    assert "Of 3 studies in the review, 2 were coded independently by more than one person" in said
    assert before.warnings == ()
    assert sentence in twofold("agree", "-r", folder, "--as", "anna", "--json").json["warnings"]
    exported(folder, tmp_path / "out")
    counts = {
        (one["study"], one["round"], one["reviewer"]): one["counts"]
        for one in rows_of(tmp_path / "out", "codes_long")
        if one["field"] == "design"
    }
    assert counts == {
        ("S001", "main", "anna"): "0", ("S001", "main", "ben"): "0",
        ("S001", "cal", "anna"): "1", ("S001", "cal", "ben"): "1", ("S001", "cal", "cleo"): "1",
        ("S002", "main", "anna"): "1", ("S002", "main", "ben"): "1",
        ("S003", "main", "anna"): "1", ("S003", "main", "ben"): "1",
    }  # fmt: skip
    (percent,) = (
        one
        for one in rows_of(tmp_path / "out", "agreement")
        if (one["round"], one["field"], one["coefficient"]) == ("main", "design", "percent")
    )
    assert percent["n"] == "2"

"""Somebody is given a study that is open for comparison already: nobody sees that sheet before it is opened too, and
what was coded after the comparison could be seen is no independent word."""

from pathlib import Path

import pytest
from command_runner import twofold
from compared_reviews import QUOTE, Answers, answer
from exported_folders import exported, rows_of
from opened_reviews import opened, with_studies

from twofold.comparison.gathering import gather
from twofold.exchange.sending import packet_for
from twofold.record.plan_documents import PersonEntry
from twofold.record.work_documents import CodeDocument
from twofold.review.assigning import propose
from twofold.review.leading import carry_out
from twofold.review.notes import notebook
from twofold.review.querying import codes_of
from twofold.review.releasing import propose_release
from twofold.values.coded import Coded

PEOPLE = (
    PersonEntry(id="anna", name="A", roles=("lead", "reviewer")),
    PersonEntry(id="ben", name="B", roles=("reviewer",)),
    PersonEntry(id="cleo", name="C", roles=("reviewer",)),
)
ONE: Answers = {"design": "rct", "level": "low"}
OTHER: Answers = {"design": "cohort", "level": "high", "part": "yes"}
SECRET = "CLEOSNOTE"


def coded(folder: Path, person: str, study: int, given: Answers, *, submit: bool = True, note: str = "") -> None:
    with opened(folder, person) as review:
        review.look()
        review.take_in()
        session = review.session(list(review.plan.studies)[study])
        for field, short in given.items():
            session.save((None, field), Coded(answer(short), QUOTE, note=note))
        assert not submit or session.submit(whole_paper=True) == ""


def given_to(folder: Path, study: int, *people: str) -> tuple[str, ...]:
    """Assign it by hand; what the lead is told of that."""
    with opened(folder) as review:
        review.look()
        review.take_in()
        proposed = propose(review, "main", {list(review.plan.studies)[study]: people}, "by hand")
        carry_out(review, proposed.documents)
        return proposed.words


def opened_for_all(folder: Path, *studies: int) -> None:
    with opened(folder) as review:
        review.look()
        review.take_in()
        keys = list(review.plan.studies)
        carry_out(review, propose_release(review, [keys[one] for one in studies]).documents)


@pytest.fixture
def late(tmp_path: Path) -> Path:
    """Two studies that anna and ben coded and that are open; cleo was given the first one afterwards and began it."""
    folder = with_studies(tmp_path / "r", ("A fictional one", "Another"), people=PEOPLE)
    for study in (0, 1):
        given_to(folder, study, "anna", "ben")
        coded(folder, "anna", study, ONE)
        coded(folder, "ben", study, OTHER)
    opened_for_all(folder, 0, 1)
    given_to(folder, 0, "anna", "ben", "cleo")
    coded(folder, "cleo", 0, ONE, submit=False, note=SECRET)
    return folder


def by(folder: Path, viewer: str, author: str, study: int = 0) -> set[str]:
    """The fields that the viewer is shown codes of."""
    with opened(folder, viewer, writing=False) as review:
        review.look()
        review.take_in()
        found = review.documents_of(list(review.plan.studies)[study], author)
        return {one.field for one in found.values() if isinstance(one, CodeDocument)}


def test_a_late_coders_draft_and_submission_are_shown_to_nobody_before_they_are_opened(late: Path) -> None:
    for submitted in (False, True):
        if submitted:
            coded(late, "cleo", 0, ONE, note=SECRET)
        for viewer, other in (("anna", "ben"), ("ben", "anna")):
            assert by(late, viewer, other) >= {"design", "level"}
            assert by(late, viewer, "cleo") == set()
            with opened(late, viewer, writing=False) as review:
                review.look()
                review.take_in()
                key = next(iter(review.plan.studies))
                assert review.is_visible(key, other)
                assert not review.is_visible(key, "cleo")
                assert {one.document.by for one in codes_of(review, key, history=True)} == {"anna", "ben"}
                assert SECRET not in repr(notebook(review))
    opened_for_all(late, 0)
    assert by(late, "anna", "cleo") == {"design", "level"}
    with opened(late, "ben", writing=False) as review:
        review.look()
        review.take_in()
        assert SECRET in repr(notebook(review))


def test_no_export_and_no_packet_holds_the_draft_of_a_late_coder(late: Path, tmp_path: Path) -> None:
    for person in ("anna", "ben"):
        exported(late, tmp_path / person, person)
        assert {one["reviewer"] for one in rows_of(tmp_path / person, "codes_long")} == {"anna", "ben"}
        assert not [one for one in rows_of(tmp_path / person, "audit") if one["by"] == "cleo"]
    with opened(late, "cleo") as review:
        review.look()
        review.take_in()
        assert review.session(next(iter(review.plan.studies))).propose_exclusion(SECRET) == ""
    with opened(late, writing=False) as review:
        review.look()
        review.take_in()
        said = " ".join(packet_for(review, "ben").words)
        assert SECRET not in repr(review.documents_of(next(iter(review.plan.studies)), "cleo"))
    assert "the work of cleo" not in said


def test_a_late_coder_sees_nothing_of_the_others_before_submitting(late: Path, tmp_path: Path) -> None:
    assert by(late, "cleo", "anna") == set()
    assert by(late, "cleo", "ben") == set()
    assert by(late, "cleo", "anna", study=1), "a study that is not cleo's is open to cleo as before"
    exported(late, tmp_path / "out", "cleo")
    shown = {(one["study"], one["reviewer"]) for one in rows_of(tmp_path / "out", "codes_long")}
    assert shown == {("S001", "cleo"), ("S002", "anna"), ("S002", "ben")}
    coded(late, "cleo", 0, ONE)
    assert by(late, "cleo", "ben") == {"design", "level", "part"}


def test_the_lead_is_told_when_somebody_is_given_a_study_that_is_open_already(late: Path) -> None:
    said = given_to(late, 1, "anna", "ben", "cleo")
    assert any(
        one == "S002 is open for comparison already and cleo may have seen it there: what cleo codes of it counts as no"
        " independent code"
        for one in said
    )
    assert not any("S002" in one for one in given_to(late, 1, "anna", "ben")), "nobody new"


def test_what_a_late_coder_gave_counts_as_independent_nowhere_and_the_report_says_so(
    late: Path, tmp_path: Path
) -> None:
    coded(late, "cleo", 0, ONE)
    opened_for_all(late, 0)
    with opened(late, writing=False) as review:
        found = gather(review)
        (design,) = (one for one in found.fields if one.field.id == "design")
        assert [one.late for one in found.studies] == [{"cleo"}, frozenset()]
        assert design.lines[0] == ("rct", "cohort", None)
    agreed = twofold("agree", "-r", late, "--as", "anna").out
    out = tmp_path / "report.html"
    assert twofold("report", "-r", late, "--as", "anna", "--out", out).code == 0
    text = out.read_text("utf-8")
    wanted = (
        "S001 had been opened for comparison before cleo coded it, who could have seen it there: those codes are not"
        " independent and enter no figure of agreement."
    )
    assert wanted in text
    assert "before cleo coded it" in " ".join(agreed.split())
    assert "(2 studies by 2 people; 2 coders compared here)" in text
    assert "people independently" not in text
    assert "before all its coders had submitted it" not in text
    assert "before all who were to code it then had submitted it" in text


def test_the_sheet_of_somebody_who_was_taken_off_a_study_stays_closed_and_is_told_of(tmp_path: Path) -> None:
    folder = with_studies(tmp_path / "r", ("A fictional one", "Another"), people=PEOPLE)
    for study in (0, 1):
        given_to(folder, study, "anna", "ben")
        coded(folder, "anna", study, ONE)
        coded(folder, "ben", study, OTHER)
    given_to(folder, 1, "anna")
    with opened(folder) as review:
        review.look()
        review.take_in()
        proposed = propose_release(review, list(review.plan.studies))
    assert "S002: ben submitted it too and is to code it no more; the sheet stays closed" in proposed.words
    opened_for_all(folder, 0, 1)
    assert by(folder, "anna", "ben", study=1) == set()
    assert by(folder, "ben", "ben", study=1) != set()
    exported(folder, tmp_path / "out")
    shown = {(one["study"], one["reviewer"]) for one in rows_of(tmp_path / "out", "codes_long")}
    assert shown == {("S001", "anna"), ("S001", "ben"), ("S002", "anna")}
    out = tmp_path / "report.html"
    assert twofold("report", "-r", folder, "--as", "anna", "--out", out).code == 0
    text = out.read_text("utf-8")
    assert "coded by one person alone and checked by nobody" not in text
    assert (
        "S002 rests on the sheet of anna alone and was checked by nobody: ben submitted it too, is to code it no"
        " more, and that sheet enters nothing."
    ) in text

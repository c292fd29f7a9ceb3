"""What was decided stands in the files as it was decided, with its history; and an arbiter stays blind."""

from collections.abc import Callable
from pathlib import Path

import pytest
from compared_reviews import code, released_review
from exported_folders import exported, rows_of
from opened_reviews import CODEBOOK, opened, study_keys, with_studies
from reconciled_reviews import EVERY, desk_of

from twofold.comparison.released import compared, disagreements_of
from twofold.reconcile.desk import Desk
from twofold.reconcile.study_questions import grant
from twofold.reconcile.undoing import redo, undo
from twofold.record.decision_documents import DecisionDocument, QueryDocument, StandDocument, StudyDecisionDocument
from twofold.record.document import EvidenceEntry
from twofold.review.leading import Proposed, carry_out
from twofold.review.releasing import propose_release
from twofold.values.answers import Answer, Value

APPRAISAL = (
    """
[[section]]
id = "appraisal_rob"
title = "Risk of bias"

"""
    + "".join(
        f"""
  [[section.field]]
  id = "{name}"
  label = "{name}?"
  type = "ordinal"
  options = [
    {{ value = "low", label = "Low" }}, {{ value = "some_concerns", label = "Some" }},
    {{ value = "high", label = "High" }},
  ]
"""
        for name in ("randomisation", "deviations", "missing", "measuring", "selecting", "overall")
    )
    + """
[[instrument]]
id = "rob"
title = "Risk of bias"
section = "appraisal_rob"
overall = "overall"
tool = "ROB2"
levels = { low = "low", some_concerns = "some", high = "high" }
"""
)


def decide(
    folder: Path, study: int, field: str, person: str = "anna", how: str = "discussed", **content: object
) -> str:
    """Settle a disagreement; the id of the decision."""
    with opened(folder, person) as review:
        key = study_keys(review)[study]
        (one,) = compared(review, studies=[key])
        found = next(each for each in disagreements_of(review, one) if each.field == field)
        assert review.pen is not None
        given = {
            "round": "main", "study": key, "row": None, "field": field, "weighed": tuple(found.codes.values()),
            "how": how, "codebook": review.in_force.everything, **content,
        }  # fmt: skip
        name, made = review.pen.document(DecisionDocument, **given)
        carry_out(review, [made])
        return name


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return released_review(tmp_path / "r")


def side(folder: Path, study: str, field: str) -> dict[str, str]:
    (one,) = (one for one in rows_of(folder, "codes_side") if (one["study"], one["field"]) == (study, field))
    return one


def test_a_decision_is_the_consensus_with_its_reason_and_who_made_it(folder: Path, tmp_path: Path) -> None:
    answer: Answer = Value("middle")
    decide(
        folder, 0, "level", answer=answer, reason="p. 4,\nsecond “table”", cause="judgement",
        evidence=(EvidenceEntry(report="r1", place="p. 4", quote="as it says"),),
    )  # fmt: skip
    exported(folder, tmp_path / "out")
    one = side(tmp_path / "out", "S001", "level")
    assert [one[name] for name in ("consensus", "consensus_label", "how", "settled", "cause", "decided_by")] == [
        "middle", "Middle", "discussed", "1", "judgement", "anna",
    ]  # fmt: skip
    assert one["reason"] == "p. 4,\nsecond “table”"
    (found,) = (each for each in rows_of(tmp_path / "out", "disagreements") if each["study"] == "S001")
    assert (found["kind"], found["consensus"], found["value_anna"], found["value_ben"]) == (
        "adjacent", "middle", "high", "middle",
    )  # fmt: skip
    wide = rows_of(tmp_path / "out", "consensus_wide")[0]
    assert (wide["level"], wide["part"], wide["study_state"]) == ("middle", "yes", "settled")
    (decided,) = rows_of(tmp_path / "out", "decisions")
    assert (decided["answer"], decided["quote"], decided["live"]) == ("middle", "as it says", "1")
    codes = {each["document"] for each in rows_of(tmp_path / "out", "codes_long")}
    assert set(decided["weighed"].split("|")) < codes


def test_what_was_replaced_or_taken_back_is_told_and_not_live(folder: Path, tmp_path: Path) -> None:
    first = decide(folder, 0, "level", answer=Value("low"))
    decide(folder, 0, "level", answer=Value("high"), replaces=(first,))
    exported(folder, tmp_path / "out")
    assert sorted((one["answer"], one["live"]) for one in rows_of(tmp_path / "out", "decisions")) == [
        ("high", "1"), ("low", "0"),
    ]  # fmt: skip
    assert side(tmp_path / "out", "S001", "level")["consensus"] == "high"
    audited = [one for one in rows_of(tmp_path / "out", "audit") if one["table"] == "decisions"]
    assert sorted((one["act"], one["before"], one["after"]) for one in audited) == [
        ("change", "low", "high"), ("write", "", "low"),
    ]  # fmt: skip


def step(folder: Path, take: Callable[[Desk, str], Proposed]) -> None:
    """Undo or redo anna's last act in the first study, as the keys do."""
    with opened(folder, "anna") as review:
        assert review.look()
        desk = Desk(review)
        desk.carry_out(take(desk, study_keys(review)[0]))


def test_what_an_undo_lets_hold_again_is_live_and_the_undo_answers_nothing(folder: Path, tmp_path: Path) -> None:
    first = decide(folder, 0, "level", answer=Value("low"))
    second = decide(folder, 0, "level", answer=Value("high"), replaces=(first,))
    undone, held = f"d{second}", ["high"]
    for take, answer in ((undo, "low"), (redo, "high")):
        step(folder, take)
        out = tmp_path / f"after {len(held)}"
        exported(folder, out)
        rows = {one["document"]: one for one in rows_of(out, "decisions")}
        assert [one["answer"] for one in rows.values() if one["live"] == "1"] == [answer]
        assert side(out, "S001", "level")["consensus"] == answer, "the files say the same"
        (made,) = (one for one in rows.values() if one["undoes"] == undone)
        assert [made[name] for name in ("live", "answer", "how")] == ["0", "", "undo"]
        (audited,) = (one for one in rows_of(out, "audit") if one["undoes"] == undone)
        assert (audited["act"], audited["before"], audited["after"]) == ("undo", held[-1], answer)
        undone = made["document"]
        held.append(answer)
    assert len(rows) == 4, "all that was written stays in the file"


def test_two_decisions_that_contradict_leave_it_open(folder: Path, tmp_path: Path) -> None:
    decide(folder, 0, "level", answer=Value("low"))
    decide(folder, 0, "level", answer=Value("high"))
    exported(folder, tmp_path / "out")
    one = side(tmp_path / "out", "S001", "level")
    assert (one["consensus"], one["how"], one["settled"]) == ("", "decided twice", "0")
    assert rows_of(tmp_path / "out", "consensus_wide")[0]["level"] == ""


def test_slips_questions_and_exclusions_have_their_columns(folder: Path, tmp_path: Path) -> None:
    with opened(folder, "ben") as review:
        key = study_keys(review)[0]
        (one,) = compared(review, studies=[key])
        assert review.pen is not None
        stand = {
            "round": "main", "study": key, "row": None, "field": "level", "slip": True, "answer": Value("high"),
            "code": one.sheets[1].codes[None, "level"], "codebook": review.in_force.everything,
        }  # fmt: skip
        query = {
            "round": "main",
            "study": study_keys(review)[1],
            "row": None,
            "field": "n_all",
            "question": "How many?",
        }
        carry_out(
            review, [review.pen.document(StandDocument, **stand)[1], review.pen.document(QueryDocument, **query)[1]]
        )
    with opened(folder) as review:
        assert review.pen is not None
        excluded = {"study": study_keys(review)[2], "question": "exclude", "weighed": (), "granted": True}
        carry_out(review, [review.pen.document(StudyDecisionDocument, **excluded, reason="not a study")[1]])
    exported(folder, tmp_path / "out")
    slip = side(tmp_path / "out", "S001", "level")
    assert (slip["consensus"], slip["how"], slip["slips"]) == ("high", "slip", "ben")
    assert side(tmp_path / "out", "S002", "n_all")["how"] == "waiting for the authors"
    kinds = {one["kind"]: one["words"] for one in rows_of(tmp_path / "out", "decisions")}
    assert kinds == {"stand": "", "query": "How many?", "study decision": "not a study"}
    studies = {one["study"]: (one["excluded"], one["excluded_why"]) for one in rows_of(tmp_path / "out", "studies")}
    assert studies == {"S001": ("0", ""), "S002": ("0", ""), "S003": ("1", "not a study")}


def test_an_arbiter_who_is_still_to_settle_something_of_a_study_exports_nothing_of_it(
    folder: Path, tmp_path: Path
) -> None:
    decide(folder, 0, "level", how="deferred")
    exported(folder, tmp_path / "lead")
    assert "S001" in {one["study"] for one in rows_of(tmp_path / "lead", "codes_long")}
    exported(folder, tmp_path / "out", "cleo")
    for table in ("codes_long", "codes_side", "disagreements", "decisions"):
        assert "S001" not in {one["study"] for one in rows_of(tmp_path / "out", table)}, table
    assert {one["by"] for one in rows_of(tmp_path / "out", "audit") if one["study"] == "S001"} == {"anna"}
    assert "codes" not in {one["table"] for one in rows_of(tmp_path / "out", "audit") if one["study"] == "S001"}


def test_an_appraisal_goes_out_in_the_words_and_columns_of_robvis(tmp_path: Path) -> None:
    names = ("randomisation", "deviations", "missing", "measuring", "selecting", "overall")
    same = {
        "design": "rct",
        "level": "low",
        **dict.fromkeys(names, "some_concerns"),
        "missing": "NR",
        "overall": "high",
    }
    folder = with_studies(tmp_path / "r", codebook=CODEBOOK.replace("[[check]]", f"{APPRAISAL}\n[[check]]", 1))
    code(folder, "anna", [same, same])
    code(folder, "ben", [same, {**same, "selecting": "low"}])
    with opened(folder) as review:
        carry_out(review, propose_release(review, study_keys(review)[:2]).documents)
    done = exported(folder, tmp_path / "out")
    assert "rob_rob.csv" in [one.name for one in done.files]
    (first,) = rows_of(tmp_path / "out", "rob_rob")
    assert list(first) == ["Study", "D1", "D2", "D3", "D4", "D5", "Overall", "Weight"]
    assert list(first.values())[1:] == [
        "Some concerns", "Some concerns", "No information", "Some concerns", "Some concerns", "High", "1",
    ]  # fmt: skip
    assert 'tool = "ROB2"' in (tmp_path / "out" / "README.txt").read_text("utf-8")


def test_for_robvis_a_blank_domain_is_blank_and_an_excluded_study_is_not_there(tmp_path: Path) -> None:
    names = ("randomisation", "deviations", "missing", "measuring", "selecting", "overall")
    judged = {"design": "rct", "level": "low", **dict.fromkeys(names, "low")}
    studies = [{name: said for name, said in judged.items() if name != "missing"}, {**judged, "missing": "UC"}, judged]
    folder = with_studies(tmp_path / "r", codebook=CODEBOOK.replace("[[check]]", f"{APPRAISAL}\n[[check]]", 1))
    code(folder, "anna", studies)
    code(folder, "ben", studies)
    with opened(folder) as review:
        carry_out(review, propose_release(review).documents)
    with opened(folder, "ben") as review:
        assert review.session(study_keys(review)[2]).propose_exclusion("a protocol") == ""
    exported(folder, tmp_path / "before")
    assert [one["D3"] for one in rows_of(tmp_path / "before", "rob_rob")] == ["", "No information", "Low"]
    with desk_of(folder) as desk:
        desk.carry_out(grant(desk, next(one for one in desk.items(EVERY) if not one.key.field), reason="agreed"))
    exported(folder, tmp_path / "after")
    assert [one["Study"][:4] for one in rows_of(tmp_path / "after", "rob_rob")] == ["S001", "S002"]

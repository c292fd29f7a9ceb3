"""Calibration rounds, versions of the codebook, initiatives and several reports of a study in an export."""

from pathlib import Path

from compared_reviews import ANNA, BEN, code, release
from exported_folders import exported, package_of, rows_of
from frictionless import Package, system
from opened_reviews import opened, study_keys, with_studies

from twofold.export.choices import Choices
from twofold.record.plan_documents import InitiativeDocument, ReportDocument, RowListDocument, StudyDocument
from twofold.review.assigning import propose
from twofold.review.leading import carry_out
from twofold.review.releasing import propose_release
from twofold.review.rounds import propose_closing, propose_round
from twofold.store.device import new_key
from twofold.values.answers import Value
from twofold.values.coded import Coded


def calibrated(folder: Path, *, keep: bool) -> Path:
    """S001 coded in a calibration round, which was closed; then all in the main round, unless the round is kept."""
    with_studies(folder)
    with opened(folder) as review:
        opening = propose_round(review, "First", study_keys(review)[:1], ("anna", "ben"), 80, all_discussed=False)
        carry_out(review, opening.documents)
    for person, answers in (("anna", ANNA), ("ben", BEN)):
        code(folder, person, answers[:1])
    with opened(folder) as review:
        carry_out(review, propose_release(review, study_keys(review)[:1], "first").documents)
        carry_out(review, propose_closing(review, "first", keep=keep).documents)
    if not keep:
        agreeing = ({**ANNA[0], "level": "middle"}, *ANNA[1:])
        code(folder, "anna", agreeing)
        code(folder, "ben", BEN)
        release(folder)
    return folder


def test_rounds_stand_apart_and_one_row_files_take_the_present_one(tmp_path: Path) -> None:
    folder = calibrated(tmp_path / "r", keep=False)
    exported(folder, tmp_path / "out")
    levels = {
        (one["round"], one["reviewer"]): one["value"]
        for one in rows_of(tmp_path / "out", "codes_long")
        if (one["study"], one["field"]) == ("S001", "level")
    }
    assert levels == {
        ("first", "anna"): "high", ("first", "ben"): "middle", ("main", "anna"): "middle", ("main", "ben"): "middle",
    }  # fmt: skip
    wide = rows_of(tmp_path / "out", "consensus_wide")[0]
    assert (wide["round"], wide["level"]) == ("main", "middle")
    n = {
        (one["round"], one["n"])
        for one in rows_of(tmp_path / "out", "agreement")
        if (one["field"], one["coefficient"]) == ("design", "kappa")
    }
    assert n == {("first", "1"), ("main", "2")}, "who saw a study compared is not independent there any more"
    system.trusted = True
    assert Package(str(tmp_path / "out" / "datapackage.json")).validate().valid


def test_a_round_can_be_taken_alone(tmp_path: Path) -> None:
    folder = calibrated(tmp_path / "r", keep=False)
    exported(folder, tmp_path / "out", choices=Choices(round="first"))
    for table in ("codes_long", "codes_side", "disagreements", "agreement", "submissions"):
        assert {one["round"] for one in rows_of(tmp_path / "out", table)} == {"first"}, table
    assert [one["level"] for one in rows_of(tmp_path / "out", "consensus_wide")] == ["", "", ""]
    assert {one["round"] for one in rows_of(tmp_path / "out", "audit") if one["table"] == "codes"} == {"first"}
    assert package_of(tmp_path / "out")["twofold"]["rounds"] == ["first"]


def test_a_round_that_was_kept_is_the_studys_own(tmp_path: Path) -> None:
    exported(calibrated(tmp_path / "r", keep=True), tmp_path / "out")
    first, *others = rows_of(tmp_path / "out", "consensus_wide")
    assert (first["round"], first["design"], first["study_state"]) == ("first", "rct", "open")
    assert {one["study_state"] for one in others} == {"not open for comparison"}


def test_initiatives_and_several_reports_stand_in_their_columns(tmp_path: Path) -> None:
    folder = with_studies(tmp_path / "r")
    with opened(folder) as review:
        assert review.pen is not None
        key = study_keys(review)[0]
        planned = review.plan.studies[key]
        initiative = new_key()
        carry_out(
            review,
            [
                review.pen.document(InitiativeDocument, initiative=initiative, name="Gardens, “all” of them")[1],
                review.pen.document(
                    StudyDocument, study=key, number=planned.number, label=planned.label, title=planned.title,
                    initiative=initiative, replaces=planned.ids,
                )[1],
                review.pen.document(
                    ReportDocument, report=new_key(), study=key, title="A second | report,\nwith a line", year=1999,
                    authors=("Okoro, B.", "Lind, D."), doi="10.1000/second",
                )[1],
            ],
        )  # fmt: skip
    exported(folder, tmp_path / "out")
    study = rows_of(tmp_path / "out", "studies")[0]
    assert (study["initiative"], study["n_reports"], study["year"]) == ("Gardens, “all” of them", "2", "1999")
    assert study["doi"] == "10.1000/second|10.1000/fictional.1"
    assert study["source"].endswith(".ris:1")
    reports = [one for one in rows_of(tmp_path / "out", "reports") if one["study"] == "S001"]
    assert [one["title"] for one in reports] == ["A second | report,\nwith a line", "Gardens of the northern valley"]
    assert reports[0]["authors"] == "Okoro, B.; Lind, D."


def test_rows_that_the_lead_listed_bear_the_leads_names(tmp_path: Path) -> None:
    folder = with_studies(tmp_path / "r")
    row = new_key()
    with opened(folder) as review:
        assert review.pen is not None
        key = study_keys(review)[0]
        carry_out(review, [review.pen.document(RowListDocument, study=key, row=row, name="PHQ-9")[1]])
    for person in ("anna", "ben"):
        with opened(folder, person) as review:
            session = review.session(key)
            session.save((None, "design"), Coded(Value("rct")))
            session.save((row, "direction"), Coded(Value("better")))
            assert session.submit(whole_paper=True) == ""
    with opened(folder) as review:
        carry_out(review, propose_release(review, [key]).documents)
    exported(folder, tmp_path / "out")
    (outcome,) = rows_of(tmp_path / "out", "outcomes")
    assert (outcome["row"], outcome["row_label"], outcome["row_state"], outcome["direction"]) == (
        f"r{row}", "PHQ-9", "kept", "better",
    )  # fmt: skip
    assert {one["row_name"] for one in rows_of(tmp_path / "out", "codes_long") if one["field"] == "direction"} == {
        "PHQ-9"
    }


def test_what_one_person_coded_alone_goes_out_marked_and_enters_no_figure(tmp_path: Path) -> None:
    folder = with_studies(tmp_path / "r")
    with opened(folder) as review:
        first, *others = study_keys(review)
        given = {first: ("anna", "ben"), **dict.fromkeys(others, ("anna",))}
        carry_out(review, propose(review, "main", given, "by hand").documents)
    code(folder, "anna", ANNA)
    code(folder, "ben", BEN[:1])
    release(folder)
    for person in ("anna", "ben"):
        exported(folder, tmp_path / person, person)
        states = {one["study"]: one["study_state"] for one in rows_of(tmp_path / person, "consensus_wide")}
        assert states == {"S001": "open", "S002": "coded alone", "S003": "coded alone"}
        studies = {one["study"]: one["coded_alone_by"] for one in rows_of(tmp_path / person, "studies")}
        assert studies == {"S001": "", "S002": "anna", "S003": "anna"}
        side = {(one["study"], one["field"]): one for one in rows_of(tmp_path / person, "codes_side")}
        alone = side["S002", "design"]
        assert (alone["consensus"], alone["how"], alone["agree"]) == ("cohort", "coded alone", "")
        counting = {one["study"] for one in rows_of(tmp_path / person, "codes_long") if one["counts"] == "1"}
        assert counting == {"S001"}
        assert {one["n"] for one in rows_of(tmp_path / person, "agreement") if one["field"] == "design"} == {"1"}

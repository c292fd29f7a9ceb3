"""The report claims no coding, appraisal, round, version, blindness or open answer that there was not."""

from pathlib import Path

import pytest
from command_runner import twofold
from compared_reviews import ANNA, BEN, QUOTE, code, release, released_review
from exported_folders import exported, rows_of
from opened_reviews import CODEBOOK, founded, opened, study_keys, with_studies
from read_reports import page, part
from reconciled_reviews import EVERY, desk_of, item, study_keys_of
from synthesis_reviews import listed, synthesis_review, unreleased_review

from twofold.comparison.released import compared
from twofold.comparison.settled import consensus_of
from twofold.comparison.synthesised import synthesised
from twofold.reconcile.deciding import adopt, defer
from twofold.reconcile.item import view_of
from twofold.reconcile.study_questions import grant
from twofold.record.plan_documents import PersonEntry
from twofold.record.still_open import still_open
from twofold.report.certainty import CERTAINTY_FILE
from twofold.review.assigning import propose
from twofold.review.leading import carry_out
from twofold.review.rounds import propose_round
from twofold.values.answers import Value
from twofold.values.coded import Coded


def in_words(page_text: str) -> str:
    """The paragraphs of the methods, without the lists of guidelines."""
    return part(page_text, "methods").split("PRISMA 2020 Items")[0]


def test_a_review_without_a_study_or_a_submission_claims_no_coding(tmp_path: Path) -> None:
    folder = founded(tmp_path / "r")
    said = part(page(folder), "methods")
    assert "As yet no study is in the review. The codebook in force is A small codebook, version 1.0" in said
    assert "were coded" not in said
    assert "Each submission names" not in said
    assert "showed nobody" not in said
    assert "1 version published on 20" in said
    begun = with_studies(tmp_path / "begun")
    said = part(page(begun), "methods")
    assert "As yet no study has been submitted." in said
    assert "were coded" not in said


def test_a_round_that_nobody_coded_is_not_told_as_one_that_took_place(tmp_path: Path) -> None:
    folder = with_studies(tmp_path / "r")
    with opened(folder) as review:
        made = propose_round(review, "Pilot", study_keys(review)[:1], ["anna", "ben"], 80, all_discussed=False)
        carry_out(review, made.documents)
    said = page(folder)
    assert "1 calibration round was opened, and nothing was submitted in it: Pilot (1 study)." in part(said, "methods")
    assert "took place" not in part(said, "methods")
    assert "No calibration round: one was opened and nothing submitted in it." in part(said, "open")
    code(folder, "anna", ANNA[:1])
    said = page(folder)
    assert "1 calibration round took place: Pilot (1 study)." in part(said, "methods")
    assert "No calibration round" not in part(said, "open")


def published_anew(folder: Path) -> None:
    text = CODEBOOK.replace('version = "1.0"', 'version = "2.0"').replace("A small codebook", "A small codebook")
    (folder / "codebook.toml").write_text(text.replace('label = "Remarks?"', 'label = "Anything else?"'), "utf-8")
    assert twofold("publish", "-r", folder, "--as", "anna").code == 0


def test_the_version_told_is_the_one_that_the_answers_carry(tmp_path: Path) -> None:
    folder = released_review(tmp_path / "r")
    given = sum(len([one for one in sheet if one != "rows"]) for sheet in (*ANNA, *BEN))
    before = page(folder)
    assert "coded with the codebook A small codebook, version 1.0 (" in part(before, "methods")
    published_anew(folder)
    said = part(page(folder), "methods")
    assert f"coded with the codebook A small codebook, under version 1.0 ({given} answers); version 2.0, now in" in said
    assert "2 versions published on 20" in said
    assert "codebook, version 2.0" not in said
    points = twofold("agree", "-r", folder, "--as", "anna", "--grras").out
    assert "version 2.0, with" not in " ".join(points.split())
    assert f"given under version 1.0 ({given} answers)" in " ".join(points.split())


PEOPLE = (
    PersonEntry(id="anna", name="A", roles=("lead", "reviewer")),
    PersonEntry(id="ben", name="B", roles=("reviewer",)),
    PersonEntry(id="cleo", name="C", roles=("arbiter",)),
    PersonEntry(id="dora", name="D", roles=("lead", "arbiter")),
)


@pytest.mark.parametrize(
    ("arbiter", "claimed"),
    [
        ("cleo", "was shown no names (1)"),
        ("dora", "leads the review, and so could see names before it was put off (1)"),
    ],
)
def test_blindness_is_claimed_of_an_arbiter_alone_who_leads_nothing(tmp_path: Path, arbiter: str, claimed: str) -> None:
    folder = with_studies(tmp_path / "r", people=PEOPLE)
    code(folder, "anna", ANNA)
    code(folder, "ben", BEN)
    release(folder)
    with desk_of(folder) as desk:
        desk.carry_out(defer(desk, item(desk, 0, "level")))
    with desk_of(folder, arbiter) as desk:
        one = item(desk, 0, "level")
        desk.carry_out(adopt(desk, one, view_of(desk, one).sides[0].letter, reason="the paper says so"))
    said = part(page(folder), "methods")
    assert claimed in said
    assert ("shown no names" in said) is (arbiter == "cleo")


def test_whose_judgement_of_certainty_it_is_is_not_claimed(tmp_path: Path) -> None:
    folder = synthesis_review(tmp_path / "r") or tmp_path / "r"
    (folder / CERTAINTY_FILE).write_text(
        'format = 1\n[[domain]]\nid = "wellbeing"\ncertainty = "high"\nreason = "because"\n', "utf-8"
    )
    for person in ("anna", "ben"):
        said = part(page(folder, person), "certainty")
        assert "lead's judgement" not in said
        assert "Twofold does not know who wrote it" in said


def excluded_review(folder: Path) -> Path:
    """The first study, of which answers are open, was excluded; of the others everything is settled."""
    with_studies(folder)
    code(folder, "anna", ANNA[:1] + ANNA[:2])
    code(folder, "ben", BEN[:1] + ANNA[:2])
    with opened(folder, "ben") as review:
        assert review.session(study_keys(review)[0]).propose_exclusion("not eligible") == ""
    release(folder)
    return folder


def test_an_excluded_study_keeps_nothing_open(tmp_path: Path) -> None:
    folder = excluded_review(tmp_path / "r")
    before = page(folder)
    assert "1 answer is still open." in before
    with desk_of(folder) as desk:
        key = study_keys_of(desk)[0]
        one = next(each for each in desk.items(EVERY) if each.key.study == key and not each.key.field)
        desk.carry_out(grant(desk, one, reason="agreed"))
    made = page(folder)
    assert "Every answer that is asked for is settled." in made
    assert "still open." not in made
    assert "None is open." in part(made, "methods")
    assert "Nothing is open." in part(made, "open")


def test_the_report_and_the_synthesis_count_open_answers_alike(tmp_path: Path) -> None:
    folder = tmp_path / "r"
    unreleased_review(folder)
    with opened(folder, "anna") as review:
        session = review.session(study_keys(review)[0])
        assert session.reopen("one more outcome") == ""
        row = "ab" * 8
        session.add_row(row, Coded(Value("an outcome that anna alone listed")))
        session.save((row, "direction"), Coded(Value("better"), QUOTE))
        session.save((row, "outcome_domain"), Coded(Value("wellbeing"), QUOTE))
        assert session.submit(whole_paper=True) == ""
    release(folder)
    with opened(folder, writing=False) as review:
        consensus = [consensus_of(review, one) for one in compared(review)]
        count = synthesised(review).sources[0].open
        assert sum(len(still_open(review.in_force.codebook, one)) for one in consensus) > count, "else nothing is shown"
    assert count > 1
    assert f"{count:,} answers are still open." in page(folder)


def test_that_somebody_submitted_is_told_alike_in_both_tables(tmp_path: Path) -> None:
    folder = with_studies(tmp_path / "r")
    code(folder, "anna", ANNA)
    exported(folder, tmp_path / "out", "ben")
    assert [one["submitted_by"] for one in rows_of(tmp_path / "out", "studies")] == ["anna"] * 3
    assert {one["person"] for one in rows_of(tmp_path / "out", "submissions")} == {"anna"}
    assert rows_of(tmp_path / "out", "codes_long") == []


def test_counts_of_one_are_told_in_the_singular(tmp_path: Path) -> None:
    folder = with_studies(tmp_path / "r")
    with opened(folder) as review:
        keys = study_keys(review)
        wanted = {keys[0]: ("anna", "ben"), keys[1]: ("anna",), keys[2]: ("anna", "ben")}
        carry_out(review, propose(review, "main", wanted, "by hand").documents)
    code(folder, "anna", ANNA[:2])
    with opened(folder, "ben") as review:
        session = review.session(next(iter(review.plan.studies)))
        session.save((None, "design"), Coded(Value("rct"), QUOTE))
        session.save((None, "level"), Coded(Value("low"), QUOTE))
        assert session.submit(whole_paper=True) == ""
    assert twofold("release", "-r", folder, "--as", "anna", "--ready").code == 0
    made = page(folder)
    assert "Of 3 studies in the review, 1 was coded independently" in part(made, "methods")
    assert "1 of them was coded by one person alone" in made
    for wrong in ("1 were", "1 studies", "1 of 2 studies were", "1 answers"):
        assert wrong not in made


def changed(folder: Path, person: str, level: str) -> None:
    with opened(folder, person) as review:
        session = review.session(study_keys(review)[0])
        assert session.reopen("I misread the table") == ""
        session.save((None, "level"), Coded(Value(level), QUOTE))
        assert session.submit(whole_paper=True) == ""


def test_a_second_opening_takes_no_change_and_no_opening_out_of_the_proof(tmp_path: Path) -> None:
    folder = released_review(tmp_path / "r")
    changed(folder, "ben", "high")
    for number in (1, 2):
        said = part(page(folder), "when")
        assert "1 sheet changed after the opening for comparison." in said
        assert "No sheet was changed after submitting, before it was open to who changed it." in said
        exported(folder, tmp_path / f"out{number}")
        told = [one for one in rows_of(tmp_path / f"out{number}", "submissions") if one["study"] == "S001"]
        openings = [one["what"] for one in told if one["what"].startswith("opened")]
        assert openings == ["opened for comparison", "opened for comparison again"][:number]
        assert [(one["person"], one["answers_changed"]) for one in told if one["answers_changed"]] == [("ben", "1")]
        if number == 1:
            release(folder)
    assert "anna again 20" in said


def test_a_change_before_any_opening_that_was_submitted_again_is_told(tmp_path: Path) -> None:
    folder = with_studies(tmp_path / "r")
    code(folder, "anna", ANNA)
    changed(folder, "anna", "low")
    said = part(page(folder), "when")
    assert "1 sheet changed after submitting, before it was open to who changed it." in said
    assert "1 sheet reopened by who had submitted." in said
    exported(folder, tmp_path / "out")
    assert [one["answers_changed"] for one in rows_of(tmp_path / "out", "submissions") if one["answers_changed"]] == [
        "1"
    ]


def test_an_appraisal_that_nobody_made_is_not_named(tmp_path: Path) -> None:
    folder = tmp_path / "r"
    listed(folder)
    answer = {"design": "rct", "engagement_level": "low"}
    for person in ("anna", "ben"):
        code(folder, person, [answer] * 8)
    release(folder)
    assert "with which tools not done; the codebook declares instruments" in part(page(folder), "methods")
    synthesis_review(tmp_path / "appraised")
    assert "with which tools Appraisal instruments" in part(page(tmp_path / "appraised"), "methods")

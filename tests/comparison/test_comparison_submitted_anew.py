"""A study that was submitted anew after it was opened, or that was coded under two keys: agreement rests on what was
coded first and independently, the consensus on what holds now, and no sheet is lost."""

import csv
from pathlib import Path

import pytest
from command_runner import twofold
from compared_reviews import ANNA, BEN, QUOTE, code, release, released_review
from made_logs import document, key, log
from opened_reviews import opened, study_keys, value, with_studies
from reconciled_reviews import desk_of

from twofold.comparison.gathering import gather
from twofold.comparison.released import Compared, compared
from twofold.comparison.settled import consensus_of
from twofold.record.consensus import How
from twofold.record.document import MAIN_ROUND
from twofold.review.assigning import propose
from twofold.review.leading import carry_out
from twofold.review.same_studies import propose_same
from twofold.values.answers import Value
from twofold.values.coded import Coded

SECOND = key("a second key")


@pytest.fixture
def anew(tmp_path: Path) -> Path:
    """A released review whose first study ben opened again, gave the level that anna had, and submitted anew."""
    folder = released_review(tmp_path / "r")
    with opened(folder, "ben") as review:
        session = review.session(study_keys(review)[0])
        assert session.reopen("I misread the table") == ""
        session.save((None, "level"), Coded(Value("high"), QUOTE))
        session.save((None, "remarks"), value("as the table has it"))
        assert session.submit(whole_paper=True) == ""
    return folder


def first_of(folder: Path, person: str = "anna") -> tuple[Compared, How]:
    with opened(folder, person, writing=False) as review:
        one = next(compared(review))
        return one, consensus_of(review, one).settled[None, "level"].how


def level_lines(folder: Path) -> tuple[tuple[object, ...], ...]:
    with opened(folder, writing=False) as review:
        found = gather(review)
        return next(one for one in found.fields if one.field.id == "level").lines


def test_agreement_stays_with_the_first_independent_code_when_a_correction_is_opened(anew: Path) -> None:
    before = level_lines(anew)
    assert before[0] == ("high", "middle")
    release(anew)
    assert level_lines(anew) == before
    with opened(anew, writing=False) as review:
        found = gather(review)
        assert "level" in {one.field for one in found.disagreements[found.studies[0].study]}


def test_the_consensus_takes_what_was_submitted_anew(anew: Path) -> None:
    assert first_of(anew)[1] is How.OPEN
    release(anew)
    one, how = first_of(anew)
    assert how is How.SHARED
    assert [sheet.sheet.at("level").answer for sheet in one.sheets] == [Value("high"), Value("high")]
    assert [sheet.sheet.at("level").answer for sheet in one.independent.sheets] == [Value("high"), Value("middle")]
    assert {sheet.submission for sheet in one.sheets} != {sheet.submission for sheet in one.independent.sheets}
    assert ("ben", (None, "level")) not in one.independent.set_aside
    assert ("ben", (None, "level")) in one.set_aside


def test_a_study_submitted_once_is_itself_what_agreement_rests_on(tmp_path: Path) -> None:
    one, _ = first_of(released_review(tmp_path / "r"))
    assert one.independent is one


def test_a_third_submission_changes_nothing_of_what_was_first(anew: Path) -> None:
    release(anew)
    with opened(anew, "ben") as review:
        session = review.session(study_keys(review)[0])
        assert session.reopen("once more") == ""
        session.save((None, "level"), Coded(Value("low"), QUOTE))
        assert session.submit(whole_paper=True) == ""
    release(anew)
    one, how = first_of(anew)
    assert how is How.OPEN
    assert [sheet.sheet.at("level").answer for sheet in one.sheets] == [Value("high"), Value("low")]
    assert level_lines(anew)[0] == ("high", "middle")


@pytest.fixture
def twice(tmp_path: Path) -> Path:
    """A review in which both coded one study under S001, and ben and anna coded it as S004 as well; all of it open."""
    folder = with_studies(tmp_path / "r", titles=("One fictional study",))
    with opened(folder) as review:
        name = review.id
    again = document("studies", "anna", "d1" * 8, 1, study=SECOND, number="S004", label="Again 2001", title="Again")
    log("anna", "d1" * 8, "plan", review_id=name).plus(again).write(folder / "received" / "other-device.jsonl")
    code(folder, "anna", (ANNA[0], ANNA[1]))
    code(folder, "ben", (BEN[0], BEN[1]))
    release(folder)
    return folder


def join(folder: Path) -> None:
    with opened(folder) as review:
        carry_out(review, propose_same(review, SECOND, study_keys(review)[0]).documents)


def test_of_a_study_coded_under_two_keys_the_sheet_of_the_first_counts_and_the_other_is_named(twice: Path) -> None:
    alone, _ = first_of(twice)
    join(twice)
    one, _ = first_of(twice)
    assert one.people == ("anna", "ben")
    assert [sheet.submission for sheet in one.sheets] == [sheet.submission for sheet in alone.sheets]
    assert [each.words for each in one.also] == ["anna also coded it under S004", "ben also coded it under S004"]
    with opened(twice, writing=False) as review:
        kept = review.documents_of(one.study, "anna")
        assert all(each.submission in kept for each in one.also if each.person == "anna"), "nothing is lost"
        found = consensus_of(review, one).settled
        assert found[None, "design"].how is How.SHARED
        assert found[None, "level"].how is How.OPEN


def test_whoever_coded_it_under_the_other_key_alone_is_compared_with_that_sheet(tmp_path: Path) -> None:
    folder = with_studies(tmp_path / "r", titles=("One fictional study",))
    with opened(folder) as review:
        name = review.id
    again = document("studies", "anna", "d1" * 8, 1, study=SECOND, number="S004", label="Again 2001", title="Again")
    log("anna", "d1" * 8, "plan", review_id=name).plus(again).write(folder / "received" / "other-device.jsonl")
    with opened(folder) as review:
        first = study_keys(review)[0]
        wanted = {first: ("anna",), SECOND: ("ben",)}
        carry_out(review, propose(review, MAIN_ROUND, wanted, "list").documents)
    for person, study in (("anna", first), ("ben", SECOND)):
        with opened(folder, person) as review:
            session = review.session(study)
            session.save((None, "design"), value("rct"))
            session.save((None, "level"), Coded(Value("low"), QUOTE))
            assert session.submit(whole_paper=True) == ""
    release(folder)
    join(folder)
    one, how = first_of(folder)
    assert (one.people, one.also, how) == (("anna", "ben"), (), How.SHARED)


def rows_of(folder: Path, to: Path) -> list[dict[str, str]]:
    assert twofold("export", "--out", to, "--no-bom", "-r", folder, "--as", "anna").code == 0
    return list(csv.DictReader((to / "codes_long.csv").open(encoding="utf-8", newline="")))


def test_exports_hold_the_first_code_and_the_one_that_holds_and_say_which_counts(anew: Path, tmp_path: Path) -> None:
    release(anew)
    told = [one for one in rows_of(anew, tmp_path / "out") if (one["study"], one["field"]) == ("S001", "level")]
    assert [(one["reviewer"], one["value"], one["state"], one["counts"]) for one in told] == [
        ("anna", "high", "compared", "1"),
        ("ben", "high", "compared", "0"),
        ("ben", "middle", "submitted first", "1"),
    ]


def test_exports_hold_the_sheet_that_is_kept_besides_and_name_it(twice: Path, tmp_path: Path) -> None:
    before = rows_of(twice, tmp_path / "apart")
    join(twice)
    after = rows_of(twice, tmp_path / "joined")
    written = {one["document"] for one in before if one["document"]}
    assert {one["document"] for one in after if one["document"]} == written, "no code is lost"
    besides = [one for one in after if one["state"] == "kept besides"]
    assert {one["reviewer"] for one in besides} == {"anna", "ben"}
    assert {one["counts"] for one in besides} == {"0"}
    (study,) = csv.DictReader((tmp_path / "joined" / "studies.csv").open(encoding="utf-8", newline=""))
    assert study["also_coded"] == "anna also coded it under S004; ben also coded it under S004"


def test_who_reconciles_is_told_of_the_sheet_besides_and_settles_the_study_as_one(twice: Path) -> None:
    join(twice)
    with desk_of(twice) as desk:
        assert "S001: anna also coded it under S004; ben also coded it under S004." in " ".join(desk.waiting_words())
        assert [one.key.field for one in desk.items()] == ["level"]

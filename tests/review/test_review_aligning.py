"""Matching outcome rows in a review: only of what is open, recorded, and taken back again."""

from pathlib import Path

import pytest
from opened_reviews import Value, opened, study_keys
from sent_around import Team

from twofold.record.matching import overlap, suggestions
from twofold.review.aligning import alignment_of, listed_rows, propose_alignment, propose_undoing
from twofold.review.leading import Refused, carry_out
from twofold.values.coded import Coded

NAMES = {"anna": ("Depression", "Stigma"), "ben": ("depressive symptoms", "Anxiety")}


@pytest.fixture
def team(tmp_path: Path) -> Team:
    made = Team(tmp_path)
    for person, names in NAMES.items():
        made.code(person, 0, "low", submit=False)
        with made.at(person), opened(made.folder(person), person) as review:
            session = review.session(study_keys(review)[0])
            for number, name in enumerate(names):
                session.add_row(f"{person[0]}{number}".encode().hex() * 4, Coded(Value(name)))
            assert session.submit(whole_paper=True) == ""
    made.receive("anna", made.send("ben"))
    return made


def row(person: str, number: int) -> str:
    return f"{person[0]}{number}".encode().hex() * 4


def test_rows_of_a_study_that_is_not_open_are_told_to_nobody(team: Team) -> None:
    with team.at("anna"), opened(team.folder("anna"), "anna") as review:
        review.look()
        study = study_keys(review)[0]
        for act in (listed_rows, alignment_of, propose_undoing):
            with pytest.raises(Refused, match="not open"):
                act(review, study)
        with pytest.raises(Refused, match="not open"):
            propose_alignment(review, study, [])


def test_rows_are_matched_recorded_and_taken_back(team: Team) -> None:
    team.release(0)
    pair = (row("anna", 0), row("ben", 0))
    with team.at("anna"), opened(team.folder("anna"), "anna") as review:
        review.look()
        study = study_keys(review)[0]
        rows = listed_rows(review, study)
        assert {(one.person, one.name) for one in rows} == {
            (person, name) for person, names in NAMES.items() for name in names
        }
        assert overlap(rows, (), ("anna", "ben")).shared == 0
        (best,) = suggestions(rows)
        assert (best.one.key, best.other.key) == pair
        carry_out(review, propose_alignment(review, study, [pair]).documents)
        assert propose_alignment(review, study, [pair[::-1]]).documents == (), "said already"
        assert overlap(rows, alignment_of(review, study).sets, ("anna", "ben")).shared == 1
    with team.at("anna"), opened(team.folder("anna"), "anna") as review:
        review.look()
        assert alignment_of(review, study).sets == (tuple(sorted(pair)),)
        carry_out(review, propose_undoing(review, study).documents)
        assert alignment_of(review, study).sets == ()
        with pytest.raises(Refused, match="nothing to undo"):
            propose_undoing(review, study)


def test_undo_goes_back_word_by_word_and_new_words_come_after_it(team: Team) -> None:
    team.release(0)
    first, second = (row("anna", 0), row("ben", 0)), (row("anna", 1), row("ben", 1))
    with team.at("anna"), opened(team.folder("anna"), "anna") as review:
        review.look()
        study = study_keys(review)[0]

        def undo() -> set[tuple[str, ...]]:
            carry_out(review, propose_undoing(review, study).documents)
            return set(alignment_of(review, study).sets)

        carry_out(review, propose_alignment(review, study, [first]).documents)
        carry_out(review, propose_alignment(review, study, [first, second]).documents)
        assert undo() == {first}
        assert undo() == set()
        carry_out(review, propose_alignment(review, study, [second]).documents)
        assert undo() == set()


def test_the_match_reaches_the_other_coder_with_the_extract(team: Team) -> None:
    team.code("anna", 1, "low")
    team.release(0)
    pair = (row("anna", 0), row("ben", 0))
    with team.at("anna"), opened(team.folder("anna"), "anna") as review:
        review.look()
        study = study_keys(review)[0]
        carry_out(review, propose_alignment(review, study, [pair]).documents)
    team.receive("ben", team.send("anna", "ben"))
    with team.at("ben"), opened(team.folder("ben"), "ben") as review:
        review.look()
        assert alignment_of(review, study).sets == (tuple(sorted(pair)),)
        assert len(listed_rows(review, study)) == 4


@pytest.mark.parametrize(
    ("sets", "why"),
    [
        ([[row("anna", 0)]], "two rows or more"),
        ([[row("anna", 0), "ff" * 8]], "of this study"),
        ([[row("anna", 0), row("anna", 1)]], "two rows of one person"),
        ([[row("anna", 0), row("ben", 0)], [row("anna", 0), row("ben", 1)]], "two sets"),
    ],
)
def test_what_cannot_be_one_outcome_is_refused(team: Team, sets: list[list[str]], why: str) -> None:
    team.release(0)
    with team.at("anna"), opened(team.folder("anna"), "anna") as review:
        review.look()
        with pytest.raises(Refused, match=why):
            propose_alignment(review, study_keys(review)[0], sets)
        with pytest.raises(Refused, match="nothing to undo"):
            propose_undoing(review, study_keys(review)[0])

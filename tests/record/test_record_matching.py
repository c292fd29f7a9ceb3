"""Which outcome rows are one: suggested by what tells them apart, said by a person, undone like anything else."""

import random

from hypothesis import given
from hypothesis import strategies as st

from twofold.record.decision_documents import AlignmentDocument
from twofold.record.matching import ListedRow, alignment, groups, joined, matched, overlap, parted, suggestions

A = [
    ListedRow("anna", "a1", "Depression", "PHQ-9", "clinical_symptoms", "6"),
    ListedRow("anna", "a2", "Depression", "PHQ-9", "clinical_symptoms", "12"),
    ListedRow("anna", "a3", "Social support", "MSPSS", "personal_recovery", "6"),
]
B = [
    ListedRow("ben", "b1", "depressive symptoms", "PHQ 9", "clinical_symptoms", "12"),
    ListedRow("ben", "b2", "depressive symptoms", "PHQ 9", "clinical_symptoms", "6"),
    ListedRow("ben", "b3", "stigma", "", "knowledge", ""),
]


def pairs(rows: list[ListedRow], sets: tuple[tuple[str, ...], ...] = ()) -> set[tuple[str, str]]:
    return {(one.one.key, one.other.key) for one in suggestions(rows, sets)}


def test_rows_are_suggested_by_name_measure_domain_and_time() -> None:
    assert pairs([*A, *B]) == {("a1", "b2"), ("a2", "b1")}
    best = suggestions([*A, *B])[0]
    assert {"measure the same", "domain the same", "time the same"} <= set(best.why)
    assert best.unlike == ()


def test_a_suggestion_says_what_differs_as_well_as_what_is_alike() -> None:
    other = ListedRow("ben", "b7", "Depression", "PHQ-9", "wellbeing", "6")
    (pair,) = suggestions([A[0], other])
    assert pair.unlike == ("domain differs",)
    assert pair.reasons == "name the same, measure the same, time the same; domain differs"


def test_without_measure_domain_and_time_the_names_alone_decide() -> None:
    bare = [ListedRow(row.person, row.key, row.name) for row in (A[2], ListedRow("ben", "b9", "social supports"), B[2])]
    assert pairs(bare) == {("a3", "b9")}


def test_what_is_matched_already_is_not_suggested_again() -> None:
    assert pairs([*A, *B], (("a1", "b1"),)) == {("a2", "b2")}


def test_rows_that_the_lead_listed_are_shared_from_the_start() -> None:
    shared = [ListedRow("anna", "s1", "Depression"), ListedRow("ben", "s1", "Depression")]
    found = overlap([*shared, A[2], B[2]], (), ("anna", "ben"))
    assert (found.outcomes, found.shared) == (3, 1)
    assert found.alone == {"anna": ("a3",), "ben": ("b3",)}
    assert [(one.key, dict(one.rows)) for one in matched(shared)] == [("s1", {"anna": "s1", "ben": "s1"})]


def test_the_overlap_counts_what_all_listed() -> None:
    found = overlap([*A, *B], (("a1", "b2"), ("a2", "b1")), ("anna", "ben"))
    assert (found.outcomes, found.shared) == (4, 2)
    assert found.alone == {"anna": ("a3",), "ben": ("b3",)}


def test_a_set_with_two_rows_of_one_person_matches_nothing() -> None:
    assert len(groups([*A, *B], (("a1", "a2", "b1"),))) == 6


def test_a_third_person_joins_the_set_of_the_other_two() -> None:
    third = ListedRow("cleo", "c1", "Depression score", "PHQ-9", "clinical_symptoms", "6")
    assert pairs([*A, *B, third], (("a1", "b2"), ("a2", "b1"))) == {("a1", "c1")}
    three = matched([*A, *B, third], (("a1", "b2", "c1"),))
    assert [dict(one.rows) for one in three] == [{"anna": "a1", "ben": "b2", "cleo": "c1"}]


ROWS = st.builds(
    ListedRow,
    st.sampled_from(("anna", "ben", "cleo")),
    st.sampled_from([f"k{number}" for number in range(12)]),
    st.sampled_from(("depression", "depressive symptoms", "anxiety", "stigma", "")),
    st.sampled_from(("PHQ-9", "GAD-7", "")),
    st.sampled_from(("symptoms", "stigma", "")),
    st.sampled_from(("6", "12", "")),
)
LISTS = st.lists(ROWS, max_size=10, unique_by=(lambda row: (row.person, row.key), lambda row: row.key))


@given(LISTS, st.randoms(use_true_random=False))
def test_suggestions_do_not_depend_on_the_order_and_take_each_row_once_a_person(
    rows: list[ListedRow], rng: random.Random
) -> None:
    shuffled = list(rows)
    rng.shuffle(shuffled)
    found = suggestions(rows)
    assert [(one.one, one.other, one.score) for one in found] == [
        (one.one, one.other, one.score) for one in suggestions(shuffled)
    ]
    ends = [(one.one.key, one.other.person) for one in found] + [(one.other.key, one.one.person) for one in found]
    assert len(set(ends)) == len(ends)
    assert all(one.one.person != one.other.person for one in found)


@given(LISTS, st.lists(st.lists(st.sampled_from([f"k{number}" for number in range(12)]), max_size=3), max_size=4))
def test_every_row_is_in_exactly_one_group_and_no_group_has_two_of_one_person(
    rows: list[ListedRow], sets: list[list[str]]
) -> None:
    made = groups(rows, sets)
    assert sorted(row.key for one in made for row in one) == sorted(row.key for row in rows)
    for one in made:
        assert len({row.person for row in one}) == len(one)


def said(key: str, sets: tuple[tuple[str, ...], ...], replaces: tuple[str, ...] = ()) -> tuple[str, AlignmentDocument]:
    made = AlignmentDocument(
        by="anna",
        device="d0" * 8,
        at="2026-01-31T09:00:00Z",
        nonce=key * 32,
        round="main",
        study="51" * 8,
        sets=sets,
        replaces=replaces,
    )
    return key * 32, made


def test_the_last_word_holds_and_two_words_unknown_to_each_other_clash() -> None:
    first = said("1", (("a1" * 8, "b1" * 8),))
    second = said("2", (), (first[0],))
    other = said("3", (("a1" * 8, "b2" * 8),), (first[0],))
    assert alignment([]).sets == ()
    assert alignment([first]).sets == first[1].sets
    assert alignment([second, first]).sets == ()
    both = alignment([other, second, first])
    assert both.clash
    assert both.ids == (second[0], other[0])
    settled = said("4", other[1].sets, both.ids)
    assert alignment([first, second, other, settled]).sets == other[1].sets
    assert not alignment([first, second, other, settled]).clash


def test_what_is_joined_is_one_with_all_that_either_was_one_with_and_parts_again() -> None:
    sets = joined((), ("a1", "b1"))
    assert sets == (("a1", "b1"),)
    sets = joined(sets, ("c1", "b1"))
    assert sets == (("a1", "b1", "c1"),)
    assert joined((("x", "y"), *sets), ("y", "z"))[-1] == ("x", "y", "z")
    assert parted(sets, "b1") == (("a1", "c1"),)
    assert parted(parted(sets, "b1"), "c1") == (), "one row alone is no set"

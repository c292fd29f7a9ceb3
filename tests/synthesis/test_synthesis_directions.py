"""One direction for a study in a domain: what agrees, what conflicts, and which rows are asked at all."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_syntheses import made, rows, study

from twofold.synthesis import (
    Coded,
    Direction,
    Evidence,
    LeftOut,
    Limits,
    OutcomeRow,
    Size,
    Study,
    cell_of,
    furthest,
)
from twofold.synthesis.inputs import Asked


def direction(marks: str) -> Direction | None:
    cell = cell_of(study(1, rows(marks)), "symptoms")
    assert cell is not None
    return cell.direction


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        ("+", Direction.BETTER),
        ("--", Direction.WORSE),
        ("0", Direction.NO_CHANGE),
        ("000", Direction.NO_CHANGE),
        ("uu", Direction.NO_DIRECTION),
        ("+uuu", Direction.BETTER),
        ("0u", Direction.NO_CHANGE),
        ("++-", Direction.CONFLICTING),
        ("+++-", Direction.BETTER),
        ("---+", Direction.WORSE),
        ("+-", Direction.CONFLICTING),
        ("+++++++---", Direction.BETTER),
        ("++++++----", Direction.CONFLICTING),
        ("++0", Direction.CONFLICTING),
        ("+++0", Direction.BETTER),
        ("000+", Direction.CONFLICTING),
    ],
)
def test_a_direction_is_what_seventy_per_cent_of_the_determinable_rows_hold(marks: str, expected: Direction) -> None:
    assert direction(marks) is expected
    assert direction(marks[::-1]) is expected


def test_only_the_best_evidence_present_is_asked() -> None:
    one = study(1, rows("-", evidence=Evidence.PRE_POST), rows("+"), rows("---", evidence=Evidence.TIME_SERIES))
    cell = cell_of(one, "symptoms")
    assert cell is not None
    assert (cell.direction, cell.evidence, len(cell.rows), len(cell.weaker)) == (
        Direction.BETTER,
        Evidence.BETWEEN_GROUPS,
        1,
        4,
    )
    assert cell.tested


@pytest.mark.parametrize("asked", list(Asked))
@pytest.mark.parametrize("mark", ["+", "-", "0", "u"])
def test_what_is_open_in_the_best_evidence_leaves_the_cell_open(asked: Asked, mark: str) -> None:
    left = {Asked.EVIDENCE: {"evidence": None}, Asked.COUNTS: {"counts": None}, Asked.DIRECTION: {"direction": None}}
    (waiting,) = rows(mark)
    one = study(1, [replace(waiting, **left.get(asked, {}), open=frozenset({asked}))], rows("+"))
    cell = cell_of(one, "symptoms")
    assert cell is not None
    assert (cell.direction, cell.evidence, cell.tested) == (None, None, False)
    assert [row.key for row in cell.open] == ["r00"]
    assert cell.not_counted == ()
    assert cell.why == f"open: the {asked.value} of 1 row not settled yet"
    (votes,) = made(one).votes
    assert votes.left_out == {LeftOut.OPEN: (one.key,)}


def test_an_open_kind_of_evidence_may_be_the_best_and_no_weaker_row_speaks_for_it() -> None:
    (waiting,) = rows("-", evidence=None)
    settled = rows("+", evidence=Evidence.PRE_POST)
    cell = cell_of(study(1, [replace(waiting, open=frozenset({Asked.EVIDENCE}))], settled), "symptoms")
    assert cell is not None
    assert cell.direction is None
    assert [row.key for row in cell.weaker] == ["r01"], "it is there, and decides nothing yet"
    not_coded = cell_of(study(1, [waiting], settled), "symptoms")
    assert not_coded is not None
    assert not_coded.direction is Direction.BETTER, "what nobody coded is another thing than what is open"


def test_what_is_open_where_nothing_hangs_on_it_leaves_the_direction() -> None:
    direction_open = frozenset({Asked.DIRECTION})
    (weaker,) = rows("u", evidence=Evidence.PRE_POST)
    (uncounted,) = rows("u", counts=False)
    (qualitative,) = rows("u", evidence=Evidence.QUALITATIVE)
    aside = [replace(one, open=direction_open) for one in (weaker, uncounted, qualitative)]
    cell = cell_of(study(1, rows("+"), aside), "symptoms")
    assert cell is not None
    assert (cell.direction, cell.open) == (Direction.BETTER, ())
    every = cell_of(study(1, rows("+"), aside), "symptoms", all_rows=True)
    assert every is not None
    assert [one.key for one in every.open] == ["r02"], "with all rows it counts"


def test_an_initiative_of_which_a_study_is_open_is_open() -> None:
    (waiting,) = rows("u")
    one = study(1, [replace(waiting, open=frozenset({Asked.DIRECTION}))], initiative="one")
    found = made(one, study(2, rows("+"), initiative="one"))
    (votes,) = found.by_initiative
    assert votes.left_out == {LeftOut.OPEN: ("one",)}
    assert found.votes[0].better == ("key002",)


def test_cohort_and_pre_post_stand_on_one_step_and_are_not_tested() -> None:
    one = study(1, rows("+", evidence=Evidence.COHORT), rows("-", evidence=Evidence.PRE_POST))
    cell = cell_of(one, "symptoms")
    assert cell is not None
    assert cell.direction is Direction.CONFLICTING
    assert len(cell.rows) == 2
    assert not cell.tested


def test_better_evidence_without_a_direction_is_not_replaced_by_weaker_evidence_with_one() -> None:
    cell = cell_of(study(1, rows("u"), rows("+", evidence=Evidence.PRE_POST)), "symptoms")
    assert cell is not None
    assert cell.direction is Direction.NO_DIRECTION


def test_rows_that_the_rules_leave_out_count_only_in_the_sensitivity_analysis() -> None:
    one = study(1, rows("+"), rows("---", counts=False))
    usual, every = cell_of(one, "symptoms"), cell_of(one, "symptoms", all_rows=True)
    assert usual is not None
    assert every is not None
    assert (usual.direction, len(usual.not_counted)) == (Direction.BETTER, 3)
    assert (every.direction, len(every.not_counted)) == (Direction.WORSE, 0)


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (study(1, rows("+", evidence=Evidence.QUALITATIVE)), "only qualitative"),
        (study(1, rows("++", counts=False)), "2 rows left out by the rules"),
        (study(1, rows("+", counts=None)), "1 row of which whether it counts is not coded"),
        (study(1, rows("+", counts=None, off=((Asked.COUNTS, "not reported"),))), "whether it counts is not reported"),
        (study(1, rows("+", evidence=None)), "the kind of evidence is not coded"),
        (study(1, rows("+", evidence=None, off=((Asked.EVIDENCE, "unclear"),))), "the kind of evidence is unclear"),
        (
            study(1, rows("+", counts=False), rows("-", evidence=None)),
            "1 row left out by the rules, 1 row of which the",
        ),
    ],
)
def test_where_nothing_can_be_combined_there_is_no_state_but_a_reason(one: Study, words: str) -> None:
    cell = cell_of(one, "symptoms")
    assert cell is not None
    assert cell.direction is None
    assert words in cell.why


def test_rows_that_the_rules_leave_out_and_rows_of_which_nobody_said_are_never_one() -> None:
    one = study(1, rows("+", counts=False), rows("-", counts=None), rows("-", evidence=None), rows("+"))
    cell = cell_of(one, "symptoms")
    assert cell is not None
    assert (cell.direction, len(cell.not_counted), len(cell.not_known)) == (Direction.BETTER, 1, 2)


def test_a_row_that_may_not_stand_is_in_no_gap_map_and_leaves_its_domain_open() -> None:
    (row,) = rows("-")
    found = made(study(1, [replace(row, open=frozenset({Asked.ROW}))]), study(2, rows("+")))
    assert found.votes[0].left_out == {LeftOut.OPEN: ("key001",)}
    assert found.rows_open == 1
    assert [one.studies for one in found.engagement_matrix.cells.values()] == [("key002",)]


ways = st.builds(
    lambda domain, evidence, counts, direction: OutcomeRow("", "", domain, direction, evidence, counts),
    st.sampled_from(["symptoms", "wellbeing"]),
    st.sampled_from([Evidence.BETWEEN_GROUPS, Evidence.BETWEEN_GROUPS, Evidence.PRE_POST, Evidence.QUALITATIVE, None]),
    st.sampled_from([True, True, False, None]),
    st.sampled_from([Coded.BETTER, Coded.WORSE, Coded.NO_DIFFERENCE, Coded.MIXED, None]),
)
ANSWERED = {Asked.DOMAIN: "domain", Asked.EVIDENCE: "evidence", Asked.COUNTS: "counts", Asked.DIRECTION: "direction"}


def in_question(some: Sequence[OutcomeRow], place: int, *, may_fall_out: bool) -> OutcomeRow:
    """A row that may come to any of these: open is each answer in which they differ."""
    keyed = tuple(replace(one, key=f"r{place}", name=f"outcome {place}") for one in dict.fromkeys(some))
    differing = {one for one, name in ANSWERED.items() if len({getattr(way, name) for way in keyed}) > 1}
    left = {ANSWERED[one]: None for one in differing}
    waits = frozenset(differing | ({Asked.ROW} if may_fall_out else set()))
    return replace(keyed[0], **left, open=waits, ways=keyed if waits else ())


@st.composite
def studies_in_question(draw: st.DrawFn) -> Study:
    made = draw(st.lists(st.tuples(st.lists(ways, min_size=1, max_size=3), st.booleans()), min_size=1, max_size=3))
    some = [in_question(one, place, may_fall_out=out) for place, (one, out) in enumerate(made)]
    return replace(study(1, rows("+")), rows=tuple(some))


def as_settled(one: Study) -> Iterator[Study]:
    """The study in every way that its rows may go."""
    choices = [(*(row.ways or (row,)), *([None] if row.may_fall_out else [])) for row in one.rows]
    for chosen in product(*choices):
        yield replace(one, rows=tuple(row for row in chosen if row is not None))


def weight(one: Study, domain: str) -> int:
    cell = cell_of(one, domain)
    if cell is None or not cell.tested or cell.direction is None:
        return 0
    return {Direction.BETTER: 1, Direction.WORSE: -1}.get(cell.direction, 0)


@given(studies_in_question(), st.sampled_from(["symptoms", "wellbeing"]))
def test_nothing_that_coders_could_settle_on_lies_beyond_the_furthest(one: Study, domain: str) -> None:
    every = [weight(each, domain) for each in as_settled(one)]
    (better,), (worse,) = furthest([one], Direction.BETTER), furthest([one], Direction.WORSE)
    assert (weight(worse, domain), weight(better, domain)) == (min(every), max(every))


@given(studies_in_question(), st.sampled_from(["symptoms", "wellbeing"]), st.booleans())
def test_what_is_not_called_open_is_the_same_however_the_rest_is_settled(
    one: Study, domain: str, all_rows: bool
) -> None:
    cell = cell_of(one, domain, all_rows=all_rows)
    if cell is not None and cell.open:
        return
    for settled in as_settled(one):
        other = cell_of(settled, domain, all_rows=all_rows)
        if cell is None:
            assert other is None
        else:
            assert other is not None
            assert (other.direction, other.evidence, other.nothing) == (cell.direction, cell.evidence, cell.nothing)
            assert [row.key for row in other.rows] == [row.key for row in cell.rows]


def test_a_study_without_a_row_in_the_domain_has_no_cell() -> None:
    assert cell_of(study(1, rows("+")), "wellbeing") is None


@pytest.mark.parametrize(("n", "size"), [(301, Size.LARGE), (300, Size.MEDIUM), (50, Size.MEDIUM), (49, Size.SMALL)])
def test_the_size_is_that_of_the_rows_and_else_of_the_study(n: int, size: Size) -> None:
    assert Limits().size(n) is size
    by_row = cell_of(study(1, rows("+", n=n), n=7), "symptoms")
    by_study = cell_of(study(1, rows("+"), n=n), "symptoms")
    unknown = cell_of(study(1, rows("+"), n=None), "symptoms")
    assert by_row is not None
    assert by_study is not None
    assert unknown is not None
    assert (by_row.size, by_study.size, unknown.size) == (size, size, None)

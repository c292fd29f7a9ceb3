"""One direction for a study in a domain: what agrees, what conflicts, and which rows are asked at all."""

from dataclasses import replace

import pytest
from made_syntheses import made, rows, study

from twofold.synthesis import Direction, Evidence, LeftOut, Limits, Size, cell_of
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
    one = study(1, [replace(waiting, **left[asked], open=frozenset({asked}))], rows("+"))
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
        (study(1, rows("+", counts=False)), "no row counts"),
        (study(1, rows("+", counts=None)), "no row counts"),
        (study(1, rows("+", evidence=None)), "kind of evidence is not coded"),
    ],
)
def test_where_nothing_can_be_combined_there_is_no_state_but_a_reason(one: object, words: str) -> None:
    cell = cell_of(one, "symptoms")  # type: ignore[arg-type]
    assert cell is not None
    assert cell.direction is None
    assert words in cell.why


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

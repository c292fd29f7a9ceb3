"""Ordered fields with answers off the scale, sets, numbers, planning, and the table over all fields."""

import itertools
import pkgutil
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import twofold.agreement
from twofold.agreement import (
    BadCodes,
    BadPlan,
    FieldCodes,
    Intervals,
    Kind,
    Method,
    SlipKind,
    agreement,
    agreement_table,
    from_positions,
    number_agreement,
    ordinal_agreement,
    overview,
    plan,
    read_sets,
    set_agreement,
    studies_for_limits,
    studies_for_raw_agreement,
    studies_for_test,
)
from twofold.agreement.set_codes import jaccard_distances, masi_distances
from twofold.agreement.slips import likely_slip

NO_INTERVAL = Intervals(Method.NONE)
LEVELS = ["low", "medium", "high", "NR", "UC"]
ORDERED = [
    ("low", "low"), ("low", "medium"), ("medium", "medium"), ("high", "low"), ("high", "high"),
    ("NR", "low"), ("NR", "NR"), ("UC", "NR"), ("medium", "high"), ("low", None),
]  # fmt: skip


def test_an_ordered_field_is_told_in_three_figures_each_with_its_n():
    found = ordinal_agreement(ORDERED, LEVELS, off_scale=["NR", "UC"], intervals=NO_INTERVAL)
    assert (found.all_codes.n, found.codable.n, found.linear.n) == (9, 9, 6)
    assert found.all_codes.figure("percent").estimate == pytest.approx(4 / 9)
    assert found.codable.figure("percent").estimate == pytest.approx(8 / 9)
    assert found.exact.estimate == pytest.approx(3 / 6)
    assert found.adjacent.estimate == pytest.approx(5 / 6)
    assert found.adjacent.name == "agreement within one step"


def test_the_weighted_figures_never_give_an_off_scale_answer_a_rank():
    found = ordinal_agreement(ORDERED, LEVELS, off_scale=["NR", "UC"], intervals=NO_INTERVAL)
    both_on = [row for row in ORDERED if not {"NR", "UC", None} & set(row)]
    alone = agreement(both_on, LEVELS[:3], weights="linear", intervals=NO_INTERVAL)
    assert [one.estimate for one in found.linear.figures] == [one.estimate for one in alone.figures]
    assert found.linear.categories == ("low", "medium", "high")
    moved = ordinal_agreement(
        ORDERED, ["NR", "low", "UC", "medium", "high"], off_scale=["NR", "UC"], intervals=NO_INTERVAL
    )
    assert moved.linear == found.linear


def test_a_scale_with_nothing_off_it_has_no_figure_for_codability():
    found = ordinal_agreement([("low", "high"), ("low", "low")], LEVELS[:3], intervals=NO_INTERVAL)
    assert found.codable is None
    assert found.step.mean == 1.0


def test_adjacent_agreement_that_is_complete_says_what_it_means():
    found = ordinal_agreement([("low", "medium"), ("low", "low"), ("high", "high")], LEVELS[:3])
    (note,) = found.adjacent.notes
    assert note.startswith("No disagreement beyond one step in 3 studies; true agreement within one step may be as low")


@pytest.mark.parametrize(("off", "message"), [(["XX"], "'XX' is not among"), (LEVELS, "no scale")])
def test_off_scale_answers_that_do_not_fit(off, message):
    with pytest.raises(BadCodes, match=message):
        ordinal_agreement(ORDERED, LEVELS, off_scale=off)


@pytest.mark.parametrize(
    ("first", "second", "masi", "jaccard"),
    [
        ("ab", "ab", 0.0, 0.0),
        ("", "", 0.0, 0.0),
        ("", "a", 1.0, 1.0),
        ("a", "ab", 1 - 1 / 2 * 2 / 3, 1 / 2),
        ("ab", "bc", 1 - 1 / 3 * 1 / 3, 2 / 3),
        ("a", "b", 1.0, 1.0),
        ("abcd", "abc", 1 - 3 / 4 * 2 / 3, 1 / 4),
    ],
)
def test_how_far_two_sets_are_apart(first, second, masi, jaccard):
    codes = read_sets([(set(first), set(second))], "abcd")
    places = tuple(codes.ratings.codes[0])
    assert masi_distances(codes.members)[places] == pytest.approx(masi, abs=1e-15)
    assert jaccard_distances(codes.members)[places] == pytest.approx(jaccard, abs=1e-15)
    assert masi_distances(codes.members)[places[::-1]] == masi_distances(codes.members)[places]


SETS = [({"a", "b"}, {"a"}), ({"a"}, {"a"}), (set(), set()), ({"b"}, {"NR"}), ({"NR"}, {"NR"}), (None, {"a"})] * 3


def test_alpha_over_sets_is_alpha_with_the_sets_distances():
    found = set_agreement(SETS, ["a", "b", "NR"], intervals=NO_INTERVAL)
    kept = [(frozenset(first), frozenset(second)) for first, second in SETS if first is not None]
    flat = [one for row in kept for one in row]

    def apart(one, other):
        return 1 - len(one & other) / len(one | other) if one | other else 0.0

    seen = sum(2 * apart(*row) for row in kept)
    expected = sum(apart(one, other) for i, one in enumerate(flat) for j, other in enumerate(flat) if i != j)
    assert found.figure("alpha", "jaccard").estimate == pytest.approx(1 - (len(flat) - 1) * seen / expected)
    assert found.figure("percent").estimate == pytest.approx(9 / 15)
    assert found.figure("jaccard").estimate == pytest.approx((3 * 0.5 + 9) / 15)
    assert (found.units, found.n, found.single) == (18, 15, 3)


def test_an_option_is_compared_where_both_gave_content_and_not_reported_everywhere():
    found = {one.option: one for one in set_agreement(SETS, ["a", "b", "NR"], off_scale=["NR"]).options}
    assert found["a"].agreement.n == 9
    assert found["NR"].agreement.n == 15
    assert found["a"].chosen.estimate == 1.0
    assert found["b"].chosen.estimate == 0.0
    assert found["b"].left.estimate == pytest.approx(4 / 5)


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([({"a"}, {"z"})], "Row 1: 'z' is not a declared option"),
        ([({"a"}, "ab")], "Row 1 holds 'ab' where a set"),
        ([({"a"}, {"a"}), ({"a"},)], "Row 2 has 1 sets where row 1 has 2"),
    ],
)
def test_sets_that_cannot_be_compared_name_the_row(rows, message):
    with pytest.raises(BadCodes, match=message):
        set_agreement(rows, ["a", "b"])
    with pytest.raises(BadCodes, match="'XX' is not a declared option"):
        set_agreement([({"a"}, {"a"})], ["a"], off_scale=["XX"])


def test_numbers_agree_exactly_or_within_a_tolerance():
    rows = [(10, 10), (10, 11), (100, 104), (0.3, 0.2), (50, None)]
    found = number_agreement(rows, tolerance=0.1, relative=0.05)
    assert found.exact.estimate == pytest.approx(1 / 4)
    assert found.within.estimate == pytest.approx(3 / 4)
    assert (found.largest_gap, found.largest_at) == (4.0, 2)
    assert (found.units, found.n, found.complete) == (5, 4, 4)


@pytest.mark.parametrize(
    ("first", "second", "kind"),
    [
        (120, 12, SlipKind.SCALE),
        (0.45, 45, SlipKind.SCALE),
        (1.2, 1200, SlipKind.SCALE),
        (-3.5, 3.5, SlipKind.SIGN),
        (153, 135, SlipKind.SWAPPED),
        (35, 53, SlipKind.SWAPPED),
        (248, 243, SlipKind.DIGIT),
        (248, 24, SlipKind.DIGIT),
        (5, 6, None),
        (35, 36, None),
        (100, 250, None),
        (7, 7, None),
        (0, 10, None),
    ],
)
def test_slips_of_the_pen_are_recognised(first, second, kind):
    found = likely_slip(first, second)
    assert (found and found[0]) == kind
    assert found is None or found[1].endswith((".", "?"))


def test_slips_name_their_unit_and_coders():
    (slip,) = number_agreement([(5, 6), (120, 12)], raters=["Anna", "Ben"]).slips
    assert (slip.unit, slip.raters, slip.values) == (1, ("Anna", "Ben"), (120.0, 12.0))
    assert slip.sentence == "120 and 12 differ by a factor of 10: per cent, thousands or units?"


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([(1, "x")], "Row 1, coder 2: 'x' is no number"),
        ([(1, float("inf"))], "not finite"),
        ([(1, 2), (1,)], "Row 2 has 1"),
    ],
)
def test_numbers_that_are_none_name_the_cell(rows, message):
    with pytest.raises(BadCodes, match=message):
        number_agreement(rows)


@pytest.mark.parametrize(
    ("kappa", "share", "studies"),
    [
        (0.6, 0.5, (62, 110, 246)),
        (0.6, 0.3, (74, 132, 296)),
        (0.6, 0.1, (177, 314, 705)),
        (0.8, 0.5, (35, 62, 139)),
        (0.8, 0.3, (42, 74, 167)),
        (0.8, 0.1, (101, 179, 401)),
    ],
)
def test_the_number_of_studies_for_a_half_width_is_that_of_kapssi(kappa, share, studies):
    assert tuple(row.studies for row in plan(kappa, share).rows) == studies


@pytest.mark.parametrize(("kappa", "share", "half"), [(0.6, 0.5, 0.27), (0.6, 0.1, 0.45), (0.8, 0.3, 0.22)])
def test_the_half_width_of_35_studies(kappa, share, half):
    assert plan(kappa, share, studies=35).at_hand == pytest.approx(half, abs=5e-3)


def test_a_plan_says_itself_in_words():
    found = plan(0.6, [0.2, 0.3, 0.5], studies=35, weights="linear")
    assert found.sentence.startswith("Code 54 studies twice for an interval of .20 to either side of kappa .60.")
    assert "cannot estimate kappa" in found.pilot


def test_limits_wanted_are_those_of_kappasize():
    assert studies_for_limits(0.4, 0.3, 0.5, 0.3) == 397
    assert studies_for_limits(0.6, 0.4, 0.8, 0.3) == 94
    assert studies_for_limits(0.6, 0.4, 0.8, 0.3, raters=3) == 52


def test_a_test_of_two_kappas_is_that_of_irr():
    assert studies_for_test(0.7, 0.85, 0.5, 0.5) == 96
    assert studies_for_test(0.7, 0.85, 0.5, 0.5, two_sided=True) > 96


def test_raw_agreement_needs_most_studies_at_one_half_and_more_with_chance():
    assert studies_for_raw_agreement(0.1) == 97
    assert studies_for_raw_agreement(0.1, 0.9) == 35
    assert studies_for_raw_agreement(0.1, 0.9, chance=0.5) == 139


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: plan(1.2, 0.5),
        lambda: plan(-0.9, 0.1),
        lambda: plan(0.6, 1.5),
        lambda: plan(0.6, [0.2, 0.2]),
        lambda: plan(0.6, 0.5, half_widths=[0]),
        lambda: plan(0.6, 0.5, studies=1),
        lambda: studies_for_limits(0.4, 0.5, 0.6, 0.3),
        lambda: studies_for_limits(0.4, 0.3, 0.5, 1.3),
        lambda: studies_for_test(0.7, 0.7, 0.5, 0.5),
        lambda: studies_for_test(0.99, 0.5, 0.1, 0.9),
        lambda: studies_for_raw_agreement(0.1, 1.0),
    ],
)
def test_plans_that_cannot_be_worked_out_are_refused_in_a_sentence(wrong):
    with pytest.raises(BadPlan, match=r"^[A-Z0-9].*\.$"):
        wrong()


def review(coders=2):
    """Four fields of a fictional review of twelve studies."""
    names = ["Anna", "Ben", "Chloe"][:coders]
    nominal = [("rct", "rct", "rct"), ("cohort", "cohort", "rct"), ("rct", "cohort", "rct")] * 4
    ordered = [("low", "low", "low"), ("low", "medium", "medium"), ("NR", "NR", "low"), ("high", "high", "high")] * 3
    sets = [({"a"}, {"a"}, {"a"}), ({"a", "b"}, {"b"}, {"b"}), (set(), set(), set())] * 4
    numbers = [(120, 120, 120), (35, 53, 35), (80, 80, 81), (7, 7, 7)] * 3

    def cut(rows):
        return [row[:coders] for row in rows]

    return [
        FieldCodes("design", Kind.NOMINAL, cut(nominal), ["rct", "cohort", "other"], raters=names),
        FieldCodes("blinded", Kind.NOMINAL, cut([("y", "y", "n"), ("n", "n", "n")] * 6), ["y", "n"], raters=names),
        FieldCodes("level", Kind.ORDINAL, cut(ordered), ["low", "medium", "high", "NR"], ["NR"], names),
        FieldCodes("who", Kind.SET, cut(sets), ["a", "b"], raters=names),
        FieldCodes("n", Kind.NUMBER, cut(numbers), tolerance=1, raters=names),
    ]


def test_each_type_of_field_has_its_own_headline():
    rows = {row.field: row for row in agreement_table(review(), intervals=NO_INTERVAL)}
    headline = {field: [(one.key, one.variant) for one in row.headline] for field, row in rows.items()}
    assert headline == {
        "design": [("kappa", ""), ("ac", "")],
        "blinded": [("kappa", ""), ("ac", "")],
        "level": [("kappa", "linear"), ("ac", "linear")],
        "who": [("alpha", "masi")],
        "n": [("percent", ""), ("within", ""), ("icc", "")],
    }
    assert rows["level"].raw.estimate == pytest.approx(9 / 12)
    assert [one.key for one in rows["blinded"].beside][-2:] == ["specific", "specific"]


def test_three_coders_are_judged_by_alpha():
    rows = {row.field: row for row in agreement_table(review(3), intervals=NO_INTERVAL)}
    assert [rows[field].headline[0].key for field in ("design", "blinded", "level", "who")] == ["alpha"] * 4
    assert rows["level"].headline[0].variant == "ordinal"
    assert rows["design"].raters == ("Anna", "Ben", "Chloe")


def test_every_figure_of_a_row_has_a_name_of_its_own():
    for coders in (2, 3):
        for row in agreement_table(review(coders), intervals=NO_INTERVAL):
            names = [(one.key, one.variant) for one in row.figures]
            assert len(set(names)) == len(names)
            assert row.figures[0] is row.raw


def test_the_table_gives_what_each_field_gives_alone():
    table = agreement_table(review())
    assert agreement_table(review()[:1])[0] == table[0]
    alone = agreement(review()[0].codes, ["rct", "cohort", "other"], raters=["Anna", "Ben"])
    assert table[0].detail == alone
    ordered = review()[2]
    assert table[2].detail == ordinal_agreement(
        ordered.codes, ordered.categories, off_scale=["NR"], raters=["Anna", "Ben"]
    )


def test_positions_and_labels_give_the_same_row():
    labels = review()[0]
    place = {"rct": 0, "cohort": 1, "other": 2}
    positions = from_positions(
        [[place[code] for code in row] for row in labels.codes], labels.categories, labels.raters
    )
    as_positions = FieldCodes("design", Kind.NOMINAL, positions)
    assert agreement_table([as_positions])[0] == agreement_table([labels])[0]


def test_a_bad_cell_names_its_field():
    for kind in Kind:
        bad = FieldCodes("design", kind, [("rct", {"z"} if kind is Kind.SET else "zz")], ["rct"])
        with pytest.raises(BadCodes, match=r"^Field design: "):
            agreement_table([bad])


def test_the_overview_names_the_worst_and_averages_nothing():
    fields = [*review(), FieldCodes("empty", Kind.NOMINAL, [("y", None)], ["y", "n"])]
    found = overview(agreement_table(fields, intervals=NO_INTERVAL))
    assert len(found.worst) == 3
    assert found.worst[0] == "design"
    assert found.undefined == ("empty",)
    assert 0 < found.middle <= 1


def test_rows_of_studies_are_resampled_by_study_in_every_kind():
    studies = [f"s{at // 3}" for at in range(12)]
    fields = [
        FieldCodes(one.field, one.kind, one.codes, one.categories, one.off_scale, clusters=studies, unit="row")
        for one in review()
    ]
    for row in agreement_table(fields):
        for figure in row.figures:
            assert figure.interval is None or figure.interval.method in (Method.SMOOTHED, Method.WIDER)


def test_numpy_comes_with_the_first_figure_and_scipy_never():
    code = (
        "import sys, twofold.agreement, twofold.agreement.wording\nassert 'numpy' not in sys.modules\n"
        "from twofold.agreement import agreement\nagreement([('a', 'b')], 'ab')\n"
        "assert 'numpy' in sys.modules and 'scipy' not in sys.modules\n"
        "assert 'twofold.agreement.sets' not in sys.modules, 'nor anything that was not asked for'"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_everything_that_the_room_offers_comes_whatever_was_loaded_before():
    offered = {name for names in twofold.agreement._MODULES.values() for name in names}
    assert offered == set(twofold.agreement.__all__) <= set(dir(twofold.agreement))
    modules = {one.name for one in pkgutil.iter_modules(twofold.agreement.__path__)}
    assert set(twofold.agreement._MODULES) <= modules
    assert not offered & modules, "a module of that name would take the place of what is offered"
    for name in offered:
        assert getattr(twofold.agreement, name) is not None
    with pytest.raises(AttributeError, match="has no attribute 'magic'"):
        _ = twofold.agreement.magic


def test_a_field_has_the_same_figures_to_the_last_bit_alone_and_among_others():
    random = np.random.default_rng(4)
    fields = []
    for number, (kind, q) in enumerate(itertools.product((Kind.NOMINAL, Kind.ORDINAL), (2, 3, 3, 4, 9, 12, 12, 2))):
        first = random.integers(0, q, 41)
        second = np.where(random.random(41) < 0.7, first, random.integers(0, q, 41))
        rows = [tuple(map(int, pair)) for pair in zip(first, second, strict=True)]
        fields.append(FieldCodes(f"f{number}", kind, rows, range(q), [q - 1] if q > 3 else ()))
    for intervals in (Intervals(Method.ANALYTIC), Intervals(draws=200)):
        together = agreement_table(fields, intervals=intervals)
        assert together == tuple(agreement_table([one], intervals=intervals)[0] for one in fields)
        assert together == tuple(reversed(agreement_table(fields[::-1], intervals=intervals)))


def test_options_that_nobody_chose_are_named_and_not_computed():
    found = set_agreement([({"a"}, {"a"}), ({"a"}, set())], [*"abc"], intervals=NO_INTERVAL)
    assert [one.option for one in found.options] == ["a"]
    assert found.unused == ("b", "c")


def test_the_example_of_the_guide_runs_as_printed():
    guide = (Path(__file__).parents[2] / "docs" / "statistics.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```python\n(.*?)```", guide, flags=re.DOTALL)
    names: dict[str, object] = {}
    exec(compile(example, "statistics.md", "exec"), names)
    assert names["found"].table == ((2, 0, 0), (1, 1, 0), (0, 0, 0))
    assert names["kappa"].estimate == pytest.approx(0.5)


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("raters", [("anna", "ben"), ("anna", "ben", "cleo")])
@pytest.mark.parametrize("codes", [[], [(None, None)], [(None, None), (None, None)]])
def test_a_field_of_which_nothing_is_coded_is_undefined_in_words_whatever_its_type(kind, raters, codes):
    rows = [(*row, *[None] * (len(raters) - 2)) for row in codes]
    for clusters in (None, ["s"] * len(rows)):
        (row,) = agreement_table([FieldCodes("f", kind, rows, "ab", "b", raters, clusters)])
        assert (row.n, row.units, row.raters) == (0, 0, raters)
        for one in row.figures:
            assert (one.estimate, one.interval, one.n) == (None, None, 0)
            assert one.why.endswith(".")
            assert one.why.startswith(("There are no studies", "No study has two codes", "ICC needs two studies"))


def test_numbers_and_sets_without_coders_are_undefined_in_words_too():
    assert number_agreement([]).icc.why == "ICC needs two studies that all coded; no study has every coder's number."
    assert number_agreement([], raters=["A"]).exact.why == "There is one coder only; agreement needs two."
    assert set_agreement([], "ab").figure("percent").why == "There are no coders."
    assert set_agreement([({"a"},)], "ab").figure("percent").why == "There is one coder only; agreement needs two."
    with pytest.raises(BadCodes, match="3 coders are named for 2 columns"):
        number_agreement([(1, 2)], raters="ABC")


def test_a_number_against_not_reported_is_a_disagreement_and_leaves_the_figures_of_numbers_alone():
    rows = [(120, 120), (40, 44), ("NR", 17), ("NR", "NR"), (5, None)]
    found = number_agreement(rows, off_scale=["NR", "UC"])
    alone = number_agreement([(120, 120), (40, 44), (None, 17), (None, None), (5, None)])
    assert (found.answers.estimate, found.answers.n) == (0.5, 4)
    assert (found.codable.figure("percent").estimate, found.codable.n) == (0.75, 4)
    assert found.figures == alone.figures
    assert (alone.answers, alone.codable) == (None, None)


def test_two_answers_off_the_scale_that_differ_are_no_agreement():
    found = number_agreement([("NR", "UC"), ("NR", "NR")], off_scale=["NR", "UC"])
    assert found.answers.estimate == 0.5
    assert found.codable.figure("percent").estimate == 1.0
    assert found.exact.estimate is None


@given(st.lists(st.tuples(*[st.sampled_from([1.0, 2.0, "NR", "UC", None])] * 3), min_size=1, max_size=8))
def test_equal_answers_are_those_of_the_same_answers_taken_for_names(rows):
    names = [[None if cell is None else str(cell) for cell in row] for row in rows]
    wanted = agreement(names, ["1.0", "2.0", "NR", "UC"], intervals=Intervals(Method.NONE)).figure("percent")
    found = number_agreement(rows, off_scale=["NR", "UC"], intervals=Intervals(Method.NONE)).answers
    assert (found.n, found.estimate) == (wanted.n, pytest.approx(wanted.estimate))

"""Intervals: each by its own rule, seeded, cut where the coefficient ends, over studies where rows belong to them."""

import subprocess
import sys

import numpy as np
import pytest

from twofold.agreement import Intervals, Method, agreement, from_positions, set_agreement
from twofold.agreement.computed import alpha_of, chance_of
from twofold.agreement.measure import prepare
from twofold.agreement.quantiles import normal_quantile, t_quantile
from twofold.agreement.resampling import bootstrap, smoothed

ROWS = (
    [("low", "low")] * 9 + [("low", "mid")] * 3 + [("mid", "mid")] * 7 + [("mid", "high")] * 2 + [("high", "high")] * 6
)
LEVELS = ["low", "mid", "high"]


def interval(method, key="kappa", rows=ROWS, **more):
    return agreement(rows, LEVELS, intervals=Intervals(method, **more)).figure(key)


def test_gwets_interval_is_the_estimate_with_students_t():
    figure = interval(Method.GWET_T)
    half = t_quantile(0.975, 26) * figure.standard_error
    assert figure.interval.low == pytest.approx(figure.estimate - half)
    assert figure.interval.high == pytest.approx(min(1.0, figure.estimate + half))


def test_an_interval_is_cut_where_the_coefficient_ends_and_says_so():
    rows = [("low", "low")] * 9 + [("low", "mid"), ("mid", "mid")]
    figure = interval(Method.GWET_T, rows=rows)
    assert figure.interval.high == 1.0
    assert figure.interval.cut
    assert not interval(Method.GWET_T, rows=ROWS * 20).interval.cut


def test_no_limit_lies_outside_the_range_of_its_coefficient():
    """With three categories Brennan-Prediger reaches -1/2, -5/4 and -2 under these weights; kappa and pi reach -1."""
    rows = [("low", "high"), ("high", "low"), ("mid", "mid"), ("low", "low")]
    for weights, lowest in (("none", -0.5), ("linear", -1.25), ("quadratic", -2.0)):
        for method in (Method.GWET_T, Method.JACKKNIFE, Method.SMOOTHED, Method.PERCENTILE, Method.WILSON):
            for figure in agreement(rows, LEVELS, weights=weights, intervals=Intervals(method)).figures:
                if figure.interval:
                    floor = {"percent": 0.0, "ac": lowest, "bp": lowest}.get(figure.key, -1.0)
                    assert floor - 1e-12 <= figure.interval.low <= figure.interval.high <= 1.0


def test_fleiss_cohen_and_everitt_use_the_normal_distribution():
    figure = interval(Method.FLEISS_COHEN_EVERITT)
    large_sample = figure.standard_error * np.sqrt(26 / 27)
    assert figure.interval.low == pytest.approx(figure.estimate - normal_quantile(0.975) * large_sample)
    assert interval(Method.FLEISS_COHEN_EVERITT, "pi").interval is None
    assert "Fleiss, Cohen and Everitt" in interval(Method.FLEISS_COHEN_EVERITT, "pi").why_no_interval


def test_wilson_limits_are_carried_over_to_what_is_a_fixed_function_of_agreement():
    raw, bp, ac = (interval(Method.WILSON, key) for key in ("percent", "bp", "ac"))
    assert bp.interval.low == pytest.approx((raw.interval.low - 1 / 3) / (2 / 3))
    assert ac.interval.high == pytest.approx(1 - (1 - raw.interval.high) / (1 - ac.chance))


def test_exact_limits_are_for_raw_agreement():
    assert interval(Method.EXACT, "percent").interval.method is Method.EXACT
    assert interval(Method.EXACT, "ac").interval is None


def test_goodness_of_fit_limits_are_the_kappas_that_the_counts_do_not_reject():
    rows = [("yes", "yes")] * 12 + [("yes", "no")] * 3 + [("no", "yes")] * 2 + [("no", "no")] * 18
    figure = agreement(rows, ["yes", "no"], intervals=Intervals(Method.GOODNESS_OF_FIT)).figure("pi")
    n, share = 35, (24 + 5) / 70
    for kappa in (figure.interval.low, figure.interval.high):
        seen = np.array([18, 5, 12])
        apart = share * (1 - share) * (1 - kappa)
        wanted = n * np.array(
            [(1 - share) ** 2 + share * (1 - share) * kappa, 2 * apart, share**2 + share * (1 - share) * kappa]
        )
        assert ((seen - wanted) ** 2 / wanted).sum() == pytest.approx(normal_quantile(0.975) ** 2, rel=1e-6)
    assert interval(Method.GOODNESS_OF_FIT, "pi").interval is None


def test_small_data_get_the_smoothed_interval_and_large_data_gwets():
    assert interval(Method.DEFAULT).interval.method is Method.SMOOTHED
    assert interval(Method.DEFAULT, rows=ROWS * 4).interval.method is Method.GWET_T
    assert interval(Method.DEFAULT, "percent").interval.method is Method.WILSON


def test_large_data_with_a_rare_category_stay_with_the_smoothed_interval():
    rows = [("low", "low")] * 190 + [("mid", "mid")] * 4 + [("low", "mid")] * 6
    assert interval(Method.DEFAULT, rows=rows).interval.method is Method.SMOOTHED


def test_the_analytic_choice_draws_nothing():
    for figure in agreement(ROWS, LEVELS, intervals=Intervals(Method.ANALYTIC)).figures:
        assert figure.interval.draws == 0
    perfect = agreement([("low", "low")] * 5 + [("mid", "mid")] * 5, LEVELS, intervals=Intervals(Method.ANALYTIC))
    assert perfect.figure("kappa").interval is None
    assert "standard error over 10 studies is 0" in perfect.figure("kappa").why_no_interval
    assert perfect.figure("ac").interval.low < 0.8


@pytest.mark.parametrize("method", [Method.SMOOTHED, Method.PERCENTILE, Method.BCA])
def test_equal_seeds_give_equal_limits_to_the_bit_and_name_themselves(method):
    first, second = interval(method, seed=7, draws=500), interval(method, seed=7, draws=500)
    assert first == second
    assert (first.interval.seed, first.interval.draws) == (7, 500)
    assert interval(method, seed=8, draws=500).interval.low != first.interval.low


def test_limits_are_the_same_in_another_process():
    code = (
        "from twofold.agreement import agreement\n"
        f"found = agreement({ROWS!r}, {LEVELS!r})\n"
        "print([(f.interval.low.hex(), f.interval.high.hex()) for f in found.figures])"
    )
    printed = {
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
        for _ in range(2)
    }
    here = [(f.interval.low.hex(), f.interval.high.hex()) for f in agreement(ROWS, LEVELS).figures]
    assert printed == {f"{here}\n"}


def test_what_else_is_computed_does_not_change_the_draws():
    prepared = prepare(from_positions([[0, 0], [0, 1], [1, 1], [2, 2], [1, 2]], LEVELS), "none")
    patterns, chance, alpha = prepared.job.patterns, chance_of(prepared.job), alpha_of(prepared.job)
    for draw in (smoothed, bootstrap):
        together = draw(patterns, (chance, alpha), 300, 1)
        np.testing.assert_array_equal(together[1], draw(patterns, (alpha,), 300, 1)[0])


def test_smoothed_draws_have_the_mean_and_spread_of_their_dirichlet():
    """Raw agreement of two coders is a beta variable: agreements plus 1/q of a unit against the rest."""
    prepared = prepare(from_positions([[0, 0]] * 12 + [[1, 1]] * 5 + [[0, 1]] * 3, ["a", "b"]), "none")
    drawn = smoothed(prepared.job.patterns, (chance_of(prepared.job),), 40_000, 1)[0][:, 0]
    a, b = 17 + 0.5, 3 + 0.5
    assert drawn.mean() == pytest.approx(a / (a + b), abs=0.002)
    assert drawn.var() == pytest.approx(a * b / ((a + b) ** 2 * (a + b + 1)), rel=0.05)


def test_many_categories_draw_the_same_prior_by_breaking_sticks():
    """With 20 categories the made-up units come from a stick; agreement is then beta with 1/20 of a unit agreeing."""
    rows = [[k % 20, k % 20] for k in range(30)] + [[0, 1]] * 4
    prepared = prepare(from_positions(rows, [str(k) for k in range(20)]), "none")
    drawn = smoothed(prepared.job.patterns, (chance_of(prepared.job),), 8_000, 1)[0][:, 0]
    a, b = 30 + 1 / 20, 4 + 19 / 20
    assert drawn.mean() == pytest.approx(a / (a + b), abs=0.003)
    assert drawn.var() == pytest.approx(a * b / ((a + b) ** 2 * (a + b + 1)), rel=0.08)


def test_the_bootstrap_of_raw_agreement_is_binomial():
    prepared = prepare(from_positions([[0, 0]] * 15 + [[0, 1]] * 5, ["a", "b"]), "none")
    drawn = bootstrap(prepared.job.patterns, (chance_of(prepared.job),), 40_000, 1)[0][:, 0]
    assert drawn.mean() == pytest.approx(0.75, abs=0.002)
    assert drawn.var() == pytest.approx(0.75 * 0.25 / 20, rel=0.05)


def clustered(copies):
    """Eleven studies whose rows are all alike, so that rows add nothing."""
    one = [("low", "low")] * 5 + [("mid", "mid")] * 3 + [("low", "mid")] * 2 + [("high", "high")]
    rows = [row for row in one for _ in range(copies)]
    return rows, [f"study {at // copies}" for at in range(len(rows))]


@pytest.mark.parametrize("method", [Method.GWET_T, Method.JACKKNIFE, Method.SMOOTHED, Method.PERCENTILE])
def test_rows_that_repeat_their_study_add_no_certainty(method):
    single, names = clustered(1)
    rows, studies = clustered(6)
    once = agreement(single, LEVELS, clusters=names, intervals=Intervals(method)).figure("ac")
    often = agreement(rows, LEVELS, clusters=studies, intervals=Intervals(method), unit="row").figure("ac")
    naive = agreement(rows, LEVELS, intervals=Intervals(method), unit="row").figure("ac")
    assert often.estimate == pytest.approx(once.estimate)
    assert (often.interval.low, often.interval.high) == pytest.approx((once.interval.low, once.interval.high), abs=1e-9)
    assert naive.interval.high - naive.interval.low < 0.6 * (often.interval.high - often.interval.low)


def test_neither_the_names_nor_the_order_of_studies_matter():
    rows, studies = clustered(3)
    first = agreement(rows, LEVELS, clusters=studies)
    second = agreement(rows[::-1], LEVELS, clusters=[{"study 3": "x"}.get(one, one) for one in studies[::-1]])
    assert first == second


def test_limits_that_take_rows_for_independent_are_refused_over_studies():
    rows, studies = clustered(3)
    found = agreement(rows, LEVELS, clusters=studies, intervals=Intervals(Method.WILSON))
    assert found.figure("percent").interval is None
    assert "takes rows of one study for independent" in found.figure("percent").why_no_interval
    assert agreement(rows, LEVELS, clusters=studies).figure("percent").interval.method is Method.SMOOTHED


def test_sets_take_the_wider_end_of_two_intervals():
    rows = [({"a", "b"}, {"a"}), ({"a"}, {"a"}), (set(), set()), ({"b"}, {"a", "c"}), ({"c"}, {"c"})] * 3
    default, drawn, linear = (
        set_agreement(rows, "abc", intervals=Intervals(method)).figure("alpha", "masi").interval
        for method in (Method.DEFAULT, Method.SMOOTHED, Method.GWET_T)
    )
    assert default.method is Method.WIDER
    assert default.low == min(drawn.low, linear.low)
    assert default.high == max(drawn.high, linear.high)


@pytest.mark.parametrize(
    ("wrong", "message"), [({"confidence": 95}, "95 % is written 0.95"), ({"draws": 10}, "too few")]
)
def test_a_choice_of_interval_that_makes_no_sense_is_refused(wrong, message):
    with pytest.raises(ValueError, match=message):
        Intervals(Method.SMOOTHED, **wrong)


def test_a_lower_confidence_gives_narrower_limits():
    for method in (Method.SMOOTHED, Method.GWET_T, Method.BCA):
        wide, narrow = interval(method).interval, interval(method, confidence=0.8).interval
        assert wide.low < narrow.low
        assert narrow.high < wide.high


def test_an_interval_is_named_after_the_error_it_rests_on():
    """The distances of ordinal alpha follow the data, so its error is the jackknife's whatever is asked for."""
    found = agreement(ROWS, LEVELS, weights="linear", intervals=Intervals(Method.GWET_T))
    assert found.figure("kappa").interval.method is Method.GWET_T
    assert found.figure("alpha").interval.method is Method.JACKKNIFE


def test_what_cannot_but_be_is_given_no_interval_of_one_point():
    one = agreement([("a", "a")] * 5, ["a"], intervals=Intervals(Method.SMOOTHED, draws=200)).figure("percent")
    assert (one.estimate, one.interval) == (1.0, None)
    assert one.why_no_interval == "Whatever the coders answer, this figure is the same, so there is no interval."

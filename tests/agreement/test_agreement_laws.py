"""What must hold for any codes, with exact fractions as the judge of the estimates."""

import math
from fractions import Fraction
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twofold.agreement import (
    Intervals,
    Method,
    agreement,
    category_agreement,
    kappa_errors,
    kappa_of_table,
    pairs,
)

NO_INTERVAL = Intervals(Method.NONE)
KEYS = ("percent", "kappa", "pi", "ac", "bp", "alpha")


@st.composite
def coded(draw, coders=(2, 3, 4), gaps=True, least=1):
    """Rows of codes from 0 to q - 1 with gaps, and q."""
    q = draw(st.integers(2, 4))
    width = draw(st.sampled_from(coders))
    cell = st.one_of(st.none(), st.integers(0, q - 1)) if gaps else st.integers(0, q - 1)
    return draw(st.lists(st.tuples(*[cell] * width), min_size=least, max_size=14)), q


def share(part, whole):
    return Fraction(part) / Fraction(whole)


def exact_weights(name, q):
    step = [[abs(k - j) for j in range(q)] for k in range(q)]
    if name == "linear":
        return [[1 - share(d, q - 1) for d in row] for row in step]
    if name == "quadratic":
        return [[1 - share(d, q - 1) ** 2 for d in row] for row in step]
    return [[Fraction(d == 0) for d in row] for row in step]


def exact_estimates(rows, q, weights, metric):
    """The six coefficients by their definitions, in fractions; ``None`` where 1 - p_e is 0."""
    w = exact_weights(weights, q)
    units = [[code for code in row if code is not None] for row in rows]
    kept = [row for row, unit in zip(rows, units, strict=True) if len(unit) >= 2]
    units = [unit for unit in units if len(unit) >= 2]
    n = len(units)
    if n == 0:
        return None
    agree = sum(
        share(sum(w[a][b] for a, b in permutations(unit, 2)), len(unit) * (len(unit) - 1)) for unit in units
    ) / Fraction(n)
    shares = [sum(share(unit.count(k), len(unit)) for unit in units) / n for k in range(q)]
    total = sum(map(sum, w))
    columns = [[row[g] for row in kept if row[g] is not None] for g in range(len(rows[0]))]
    columns = [column for column in columns if column]
    by_coder = [[share(column.count(k), len(column)) for k in range(q)] for column in columns]
    both = [(k, j) for k in range(q) for j in range(q)]
    conger = sum(w[k][j] * p[k] * r[j] for p, r in permutations(by_coder, 2) for k, j in both)
    chance = {
        "percent": Fraction(0),
        "kappa": conger / (len(columns) * (len(columns) - 1)),
        "pi": sum(w[k][j] * shares[k] * shares[j] for k, j in both),
        "ac": total * sum(p * (1 - p) for p in shares) / (q * (q - 1)),
        "bp": Fraction(total) / (q * q),
    }
    made = {key: None if e == 1 else (agree - e) / (1 - e) for key, e in chance.items()}
    made["alpha"] = exact_alpha(units, q, metric)
    return made


def exact_alpha(units, q, metric):
    m = [sum(unit.count(k) for unit in units) for k in range(q)]

    def distance(k, j):
        low, high = min(k, j), max(k, j)
        if metric == "ordinal":
            return (sum(m[low : high + 1]) - share(m[k] + m[j], 2)) ** 2 if k != j else Fraction(0)
        if metric == "interval":
            return Fraction((k - j) ** 2)
        return Fraction(k != j)

    seen = sum(share(sum(distance(a, b) for a, b in permutations(unit, 2)), len(unit) - 1) for unit in units)
    expected = sum(m[k] * m[j] * distance(k, j) for k in range(q) for j in range(q) if k != j)
    return None if expected == 0 else 1 - (sum(m) - 1) * seen / expected


@settings(max_examples=150, deadline=None)
@given(coded(), st.sampled_from([("none", "nominal"), ("linear", "ordinal"), ("quadratic", "interval")]))
def test_every_estimate_equals_its_definition_in_exact_fractions(data, how):
    (rows, q), (weights, metric) = data, how
    expected = exact_estimates(rows, q, weights, metric)
    found = agreement(rows, range(q), weights=weights, metric=metric, intervals=NO_INTERVAL)
    for key in KEYS:
        figure = found.figure(key)
        if expected is None or expected[key] is None:
            assert figure.estimate is None
            assert figure.why
        else:
            assert figure.estimate == pytest.approx(float(expected[key]), abs=1e-12)


@settings(max_examples=60, deadline=None)
@given(coded(), st.randoms(use_true_random=False))
def test_neither_the_order_of_units_nor_of_coders_matters(data, random):
    rows, q = data
    shuffled = [list(row) for row in random.sample(rows, len(rows))]
    turned = [row[::-1] for row in shuffled]
    choice = Intervals(Method.SMOOTHED, draws=100)
    names = [f"coder {g}" for g in range(len(rows[0]))]
    first = agreement(rows, range(q), raters=names, intervals=choice)
    second = agreement(shuffled, range(q), raters=names, intervals=choice)
    third = agreement(turned, range(q), raters=names[::-1], intervals=NO_INTERVAL)
    assert first == second
    for key in KEYS:
        one, other = first.figure(key), third.figure(key)
        assert (one.estimate is None) == (other.estimate is None)
        if one.estimate is not None:
            assert one.estimate == pytest.approx(other.estimate, abs=1e-12)
        if one.standard_error is not None:
            assert one.standard_error == pytest.approx(other.standard_error, abs=1e-10)


@settings(max_examples=40, deadline=None)
@given(coded(), st.randoms(use_true_random=False))
def test_the_order_of_categories_does_not_matter_without_weights(data, random):
    rows, q = data
    order = random.sample(range(q), q)
    found = agreement(rows, range(q), intervals=NO_INTERVAL)
    moved = agreement(rows, order, intervals=NO_INTERVAL)
    for key in KEYS:
        one, other = found.figure(key).estimate, moved.figure(key).estimate
        assert (one is None) == (other is None)
        assert one is None or one == pytest.approx(other, abs=1e-12)


@settings(max_examples=60, deadline=None)
@given(coded(least=2))
def test_doubling_the_data_keeps_estimates_and_shrinks_errors(data):
    rows, q = data
    once = agreement(rows, range(q), intervals=NO_INTERVAL)
    twice = agreement(rows * 2, range(q), intervals=NO_INTERVAL)
    for key in ("percent", "kappa", "pi", "ac", "bp"):
        one, two = once.figure(key), twice.figure(key)
        assert (one.estimate is None) == (two.estimate is None)
        if one.estimate is not None:
            assert two.estimate == pytest.approx(one.estimate, abs=1e-12)
        if one.standard_error is not None:
            shrunk = one.standard_error * math.sqrt((once.n - 1) / (2 * once.n - 1))
            assert two.standard_error == pytest.approx(shrunk, abs=1e-9)


@settings(max_examples=60, deadline=None)
@given(coded())
def test_a_category_that_nobody_used_moves_only_what_counts_categories(data):
    rows, q = data
    found = agreement(rows, range(q), intervals=NO_INTERVAL)
    more = agreement(rows, range(q + 1), intervals=NO_INTERVAL)
    for key in ("percent", "kappa", "pi", "alpha"):
        one, other = found.figure(key).estimate, more.figure(key).estimate
        assert (one is None) == (other is None)
        assert one is None or one == pytest.approx(other, abs=1e-12)
    bp = found.figure("bp").estimate
    if bp is not None and bp < 1.0:
        assert more.figure("bp").estimate > bp


@settings(max_examples=40, deadline=None)
@given(coded())
def test_a_coder_without_codes_is_as_good_as_absent(data):
    rows, q = data
    found = agreement(rows, range(q), intervals=NO_INTERVAL)
    joined = agreement([(*row, None) for row in rows], range(q), intervals=NO_INTERVAL)
    assert joined.raters == found.raters or not found.n
    assert [one.estimate for one in joined.figures] == [one.estimate for one in found.figures]


@settings(max_examples=60, deadline=None)
@given(coded(coders=(2,), gaps=False, least=3), st.sampled_from(["none", "linear", "quadratic"]))
def test_the_linearised_error_of_kappa_is_that_of_fleiss_cohen_and_everitt(data, weights):
    rows, q = data
    found = agreement(rows, range(q), weights=weights, intervals=NO_INTERVAL)
    figure = found.figure("kappa")
    errors = kappa_errors(found.table, weights)
    if figure.estimate is None:
        assert errors is None
        return
    n = found.n
    assert figure.standard_error**2 * (n - 1) / n == pytest.approx(errors.standard_error**2, abs=1e-9)
    if weights == "none":
        assert kappa_of_table(found.table) == pytest.approx(figure.estimate, abs=1e-12)


@settings(max_examples=40, deadline=None)
@given(coded(coders=(2,), gaps=False, least=2))
def test_many_categories_take_another_path_to_the_same_figures(data):
    """Beyond sixteen categories the cross-table gives way to the distinct rows."""
    rows, _ = data
    far = 20
    for weights in ("none", [[1.0 if k == j else 0.5 * (k + j == 1) for j in range(far)] for k in range(far)]):
        small = weights if isinstance(weights, str) else [row[:16] for row in weights[:16]]
        table = agreement(rows, range(16), weights=small, metric="weights", intervals=NO_INTERVAL)
        rowwise = agreement(rows, range(far), weights=weights, metric="weights", intervals=NO_INTERVAL)
        for key in ("percent", "kappa", "pi", "alpha"):
            one, other = table.figure(key), rowwise.figure(key)
            assert (one.estimate is None) == (other.estimate is None)
            if one.estimate is not None:
                assert one.estimate == pytest.approx(other.estimate, abs=1e-12)
                assert one.standard_error == pytest.approx(other.standard_error, abs=1e-10)


def test_alpha_goes_to_pi_as_units_are_added():
    rows = [(0, 0), (0, 1), (1, 1), (2, 1), (2, 2)]
    gaps = []
    for times in (1, 10, 100):
        found = agreement(rows * times, range(3), intervals=NO_INTERVAL)
        gaps.append(abs(found.figure("alpha").estimate - found.figure("pi").estimate))
    assert gaps[0] > 5 * gaps[1] > 25 * gaps[2] > 0


def test_ac1_equals_brennan_prediger_where_all_categories_are_equally_common():
    found = agreement([(0, 0), (1, 1), (2, 2), (0, 1), (1, 2), (2, 0)], range(3), intervals=NO_INTERVAL)
    assert found.figure("ac").estimate == pytest.approx(found.figure("bp").estimate)


def test_quadratic_kappa_is_the_intraclass_correlation_in_the_limit():
    """Fleiss and Cohen 1973: quadratic kappa is 2 cov/(var + var + squared difference of means) but for 1/n."""
    random = np.random.default_rng(1)
    truth = random.integers(0, 5, 4000)
    codes = np.clip(truth[:, None] + random.integers(-1, 2, (4000, 2)), 0, 4)
    kappa = agreement(codes, range(5), weights="quadratic", intervals=NO_INTERVAL).figure("kappa").estimate
    product = 2 * np.cov(codes.T)[0, 1]
    spread = codes[:, 0].var() + codes[:, 1].var() + (codes[:, 0].mean() - codes[:, 1].mean()) ** 2
    assert kappa == pytest.approx(product / spread, abs=1e-3)


@settings(max_examples=40, deadline=None)
@given(coded(coders=(2,), least=2))
def test_an_asymmetric_matrix_is_read_with_the_first_coder_as_rows(data):
    rows, q = data
    weights = [[1.0 if k == j else (0.75 if k < j else 0.25) for j in range(q)] for k in range(q)]
    found = agreement(rows, range(q), weights=weights, intervals=NO_INTERVAL)
    if not found.n or found.figure("kappa").estimate is None:
        return
    joint = np.array(found.table) / found.n
    independent = np.outer(joint.sum(axis=1), joint.sum(axis=0))
    chance = (independent * weights).sum()
    assert found.figure("kappa").estimate == pytest.approx(((joint * weights).sum() - chance) / (1 - chance), abs=1e-9)


@settings(max_examples=30, deadline=None)
@given(coded(coders=(3,)))
def test_cohens_kappa_is_never_below_scotts_pi(data):
    rows, q = data
    for pair in pairs(rows, range(q), intervals=NO_INTERVAL):
        kappa, pi = pair.agreement.figure("kappa").estimate, pair.agreement.figure("pi").estimate
        if kappa is not None and pi is not None:
            assert kappa >= pi - 1e-12


@settings(max_examples=40, deadline=None)
@given(coded(coders=(2,), gaps=False, least=2))
def test_the_binary_specific_agreement_has_the_error_of_the_binomial_formula(data):
    rows, _ = data
    binary = [tuple(min(code, 1) for code in row) for row in rows]
    yes, _ = category_agreement(binary, [1, 0], intervals=NO_INTERVAL)
    a = binary.count((1, 1))
    apart = sum(first != second for first, second in binary)
    if a + apart == 0:
        assert yes.agreement.estimate is None
        return
    n, size = len(binary), 2 * a + apart
    assert yes.agreement.estimate == pytest.approx(2 * a / size)
    large_sample = math.sqrt(4 * a * apart * (a + apart)) / size**2
    assert yes.agreement.standard_error * math.sqrt((n - 1) / n) == pytest.approx(large_sample, abs=1e-9)


@settings(max_examples=30, deadline=None)
@given(coded(), st.integers(0, 3))
def test_nothing_that_comes_out_is_nan_or_infinite(data, seed):
    rows, q = data
    for method in (Method.DEFAULT, Method.ANALYTIC, Method.BCA, Method.JACKKNIFE, Method.GWET_T):
        found = agreement(rows, range(q), intervals=Intervals(method, draws=100, seed=seed))
        for figure in found.figures:
            numbers = [figure.estimate, figure.standard_error, figure.observed, figure.chance]
            if figure.interval is not None:
                numbers += [figure.interval.low, figure.interval.high]
                assert figure.interval.low <= figure.interval.high
            else:
                assert figure.why or figure.why_no_interval
            assert all(one is None or math.isfinite(one) for one in numbers)

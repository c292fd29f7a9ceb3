"""Independent packages give the same numbers where they answer."""

import krippendorff
import numpy as np
import pytest
import statsmodels.stats.contingency_tables as tables
import statsmodels.stats.inter_rater as inter_rater
from scipy import stats
from sklearn.metrics import cohen_kappa_score, jaccard_score

from twofold.agreement import (
    Intervals,
    Method,
    agreement,
    cross_table,
    exact,
    kappa_errors,
    kappa_of_table,
    margins,
    number_agreement,
    set_agreement,
    weight_matrix,
    wilson,
)
from twofold.agreement.quantiles import (
    beta_quantile,
    binomial_two_sided,
    chi_square_tail,
    f_quantile,
    t_probability,
    t_quantile,
)

NO_INTERVAL = Intervals(Method.NONE)
SEEDS = range(6)


def random_codes(seed, coders, missing):
    """Codes of units that differ in truth, with errors and gaps; every coder codes some unit."""
    random = np.random.default_rng(seed)
    n, q = int(random.integers(15, 60)), int(random.integers(2, 6))
    truth = random.choice(q, n, p=random.dirichlet(np.full(q, 2.0)))
    codes = np.where(random.random((n, coders)) < 0.7, truth[:, None], random.integers(0, q, (n, coders)))
    gaps = random.random((n, coders)) < missing
    gaps[0] = False
    rows = [
        [None if gap else int(code) for code, gap in zip(*one, strict=True)] for one in zip(codes, gaps, strict=True)
    ]
    return rows, q


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("weights", [None, "linear", "quadratic"])
def test_two_coder_kappa_equals_scikit_learn_and_statsmodels(seed, weights):
    rows, q = random_codes(seed, 2, 0.0)
    first, second = zip(*rows, strict=True)
    ours = agreement(rows, range(q), weights=weights or "none", intervals=NO_INTERVAL)
    theirs = cohen_kappa_score(first, second, weights=weights, labels=list(range(q)))
    assert ours.figure("kappa").estimate == pytest.approx(theirs, abs=1e-12)
    matrix = None if weights is None else 1 - weight_matrix(weights, q)
    reference = inter_rater.cohens_kappa(np.array(ours.table), weights=matrix)
    errors = kappa_errors(ours.table, weights or "none")
    assert errors.kappa == pytest.approx(reference.kappa, abs=1e-12)
    assert errors.standard_error == pytest.approx(reference.std_kappa, abs=1e-12)
    assert errors.null_error == pytest.approx(reference.std_kappa0, abs=1e-12)
    assert errors.z == pytest.approx(reference.z_value, rel=1e-9)
    assert errors.p == pytest.approx(reference.pvalue_two_sided, rel=1e-9)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("coders", [2, 3, 5])
@pytest.mark.parametrize("metric", ["nominal", "ordinal", "interval", "ratio"])
def test_alpha_with_gaps_equals_krippendorff(seed, coders, metric):
    rows, q = random_codes(seed, coders, 0.2)
    values = np.array([[np.nan if code is None else code + 1 for code in row] for row in rows]).T
    theirs = krippendorff.alpha(values, level_of_measurement=metric, value_domain=list(range(1, q + 1)))
    ours = agreement(rows, range(q), metric=metric, intervals=NO_INTERVAL).figure("alpha")
    assert ours.estimate == pytest.approx(theirs, abs=1e-10)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("metric", ["interval", "ratio"])
def test_alpha_of_numbers_equals_krippendorff(seed, metric):
    random = np.random.default_rng(seed)
    truth = random.lognormal(5, 1, 40).round()
    values = np.where(random.random((40, 3)) < 0.8, truth[:, None], random.lognormal(5, 1, (40, 3)).round())
    values[random.random((40, 3)) < 0.2] = np.nan
    theirs = krippendorff.alpha(values.T, level_of_measurement=metric)
    assert number_agreement(values, metric=metric, intervals=NO_INTERVAL).alpha.estimate == pytest.approx(
        theirs, abs=1e-9
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_fleiss_kappa_equals_statsmodels(seed):
    rows, q = random_codes(seed, 4, 0.0)
    counts = np.array([[row.count(k) for k in range(q)] for row in rows])
    ours = agreement(rows, range(q), intervals=NO_INTERVAL)
    assert ours.figure("pi").estimate == pytest.approx(inter_rater.fleiss_kappa(counts), abs=1e-12)
    assert ours.figure("bp").estimate == pytest.approx(inter_rater.fleiss_kappa(counts, method="randolph"), abs=1e-12)


@pytest.mark.parametrize(
    "table", [[[20, 5, 2], [3, 15, 6], [1, 2, 10]], [[8, 1, 4, 2], [2, 9, 1, 3], [6, 5, 7, 1], [1, 2, 3, 9]]]
)
def test_symmetry_and_equal_margins_equal_statsmodels(table):
    square = tables.SquareTable(np.array(table), shift_zeros=False)
    found = margins(table, [str(k) for k in range(len(table))])
    symmetry, homogeneity = square.symmetry(), square.homogeneity()
    assert found.symmetry.statistic == pytest.approx(symmetry.statistic)
    assert found.symmetry.p == pytest.approx(symmetry.pvalue)
    assert found.symmetry.freedom == symmetry.df
    assert found.homogeneity.statistic == pytest.approx(homogeneity.statistic)
    assert found.homogeneity.p == pytest.approx(homogeneity.pvalue)


def test_mcnemar_equals_statsmodels():
    table = [[30, 3], [11, 20]]
    found = margins(table, ["no", "yes"]).symmetry
    assert found.p == pytest.approx(tables.mcnemar(table, exact=True).pvalue)
    assert found.statistic == pytest.approx(tables.mcnemar(table, exact=False, correction=False).statistic)


def test_mean_jaccard_equals_scikit_learn():
    random = np.random.default_rng(4)
    ticks = random.random((30, 2, 4)) < 0.4
    ticks[:, :, 0] |= ~ticks.any(axis=2)
    rows = [[set(np.flatnonzero(one).tolist()) for one in unit] for unit in ticks]
    theirs = jaccard_score(ticks[:, 0].astype(int), ticks[:, 1].astype(int), average="samples")
    assert set_agreement(rows, range(4), intervals=NO_INTERVAL).figure("jaccard").estimate == pytest.approx(theirs)


@pytest.mark.parametrize("freedom", [1, 2, 3, 4, 10, 34, 99, 499, 20000])
@pytest.mark.parametrize("probability", [0.6, 0.9, 0.95, 0.975, 0.995, 0.025])
def test_t_quantiles_equal_scipy(freedom, probability):
    assert t_quantile(probability, freedom) == pytest.approx(stats.t.ppf(probability, freedom), rel=1e-9)
    assert t_probability(t_quantile(probability, freedom), freedom) == pytest.approx(probability, rel=1e-9)


def test_beta_f_chi_square_and_binomial_equal_scipy():
    for a, b in ((1, 1), (5, 31), (0.5, 0.5), (34, 2), (300, 700)):
        for probability in (0.025, 0.5, 0.975):
            assert beta_quantile(probability, a, b) == pytest.approx(stats.beta.ppf(probability, a, b), rel=1e-9)
    for above, below in ((1, 1), (5, 15), (34, 3.7), (99, 99)):
        assert f_quantile(0.975, above, below) == pytest.approx(stats.f.ppf(0.975, above, below), rel=1e-9)
    for value, freedom in ((0.1, 1), (3, 2), (10, 3), (50, 7), (2, 10), (0, 3)):
        assert chi_square_tail(value, freedom) == pytest.approx(stats.chi2.sf(value, freedom), rel=1e-9)
    for count, n in ((0, 5), (3, 14), (7, 14), (40, 100)):
        assert binomial_two_sided(count, n) == pytest.approx(stats.binomtest(count, n).pvalue)


@pytest.mark.parametrize(("count", "n"), [(0, 10), (10, 10), (27, 35), (1, 200)])
def test_limits_of_a_proportion_equal_scipy(count, n):
    both = stats.binomtest(count, n)
    for ours, method in ((wilson(count / n, n), "wilson"), (exact(count, n), "exact")):
        theirs = both.proportion_ci(method=method)
        assert ours == pytest.approx((theirs.low, theirs.high), abs=1e-9)


def test_bca_limits_equal_scipy_but_for_the_draws():
    rows, q = random_codes(3, 2, 0.0)
    codes = np.array(rows)

    def kappa(units):
        return kappa_of_table(cross_table(codes[units, 0], codes[units, 1], q).tolist())

    theirs = stats.bootstrap(
        (np.arange(len(codes)),), kappa, method="BCa", n_resamples=3000, vectorized=False, rng=np.random.default_rng(1)
    ).confidence_interval
    ours = agreement(rows, range(q), intervals=Intervals(Method.BCA, draws=10_000)).figure("kappa").interval
    assert (ours.low, ours.high) == pytest.approx((theirs.low, theirs.high), abs=0.025)


def test_the_jackknife_error_equals_leaving_out_each_unit_by_hand():
    rows, q = random_codes(2, 3, 0.2)
    rows = [row for row in rows if sum(code is not None for code in row) >= 2]
    whole = agreement(rows, range(q), metric="ordinal", intervals=NO_INTERVAL).figure("alpha")
    left = [
        agreement(rows[:at] + rows[at + 1 :], range(q), metric="ordinal", intervals=NO_INTERVAL)
        .figure("alpha")
        .estimate
        for at in range(len(rows))
    ]
    n = len(rows)
    by_hand = np.sqrt((n - 1) / n * ((np.array(left) - np.mean(left)) ** 2).sum())
    assert whole.standard_error == pytest.approx(by_hand, rel=1e-9)

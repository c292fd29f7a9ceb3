"""Tables from the literature give the figures that were printed with them."""

import math

import pytest

from twofold.agreement import (
    Intervals,
    Method,
    agreement,
    binary_panel,
    category_agreement,
    kappa_errors,
    kappa_of_table,
    number_agreement,
)

NO_INTERVAL = Intervals(Method.NONE)


def rows_of(table):
    """Two coders' codes from their cross-table, categories numbered from 1."""
    return [
        (first, second)
        for first, row in enumerate(table, start=1)
        for second, count in enumerate(row, start=1)
        for _ in range(count)
    ]


def spread(counts):
    """Codes of unnamed coders from how many of them chose each category."""
    return [[k for k, count in enumerate(row, start=1) for _ in range(count)] for row in counts]


# Krippendorff 2011, table with four observers and twelve units; also in Gwet's handbook and in irrCAC.
FOUR_OBSERVERS = [
    (1, 1, None, 1),
    (2, 2, 3, 2),
    (3, 3, 3, 3),
    (3, 3, 3, 3),
    (2, 2, 2, 2),
    (1, 2, 3, 4),
    (4, 4, 4, 4),
    (1, 1, 2, 1),
    (2, 2, 2, 2),
    (None, 5, 5, 5),
    (None, None, 1, 1),
    (None, None, 3, None),
]

# Fleiss 1971: thirty patients, six psychiatrists each, five diagnoses.
FLEISS_1971 = [
    (0, 0, 0, 6, 0), (0, 3, 0, 0, 3), (0, 1, 4, 0, 1), (0, 0, 0, 0, 6), (0, 3, 0, 3, 0), (2, 0, 4, 0, 0),
    (0, 0, 4, 0, 2), (2, 0, 3, 1, 0), (2, 0, 0, 4, 0), (0, 0, 0, 0, 6), (1, 0, 0, 5, 0), (1, 1, 0, 4, 0),
    (0, 3, 3, 0, 0), (1, 0, 0, 5, 0), (0, 2, 0, 3, 1), (0, 0, 5, 0, 1), (3, 0, 0, 1, 2), (5, 1, 0, 0, 0),
    (0, 2, 0, 4, 0), (1, 0, 2, 0, 3), (0, 0, 0, 0, 6), (0, 1, 0, 5, 0), (0, 2, 0, 1, 3), (2, 0, 0, 4, 0),
    (1, 0, 0, 4, 1), (0, 5, 0, 1, 0), (4, 0, 0, 0, 2), (0, 2, 0, 4, 0), (1, 0, 5, 0, 0), (0, 0, 0, 0, 6),
]  # fmt: skip


def test_cohen_1968_weighted_kappa_of_two_psychiatrists():
    table = [[88, 14, 18], [10, 40, 10], [2, 6, 12]]
    costs = [[0, 1, 3], [1, 0, 6], [3, 6, 0]]
    weights = [[1 - cost / 6 for cost in row] for row in costs]
    plain = agreement(rows_of(table), [1, 2, 3], intervals=NO_INTERVAL).figure("kappa")
    weighted = agreement(rows_of(table), [1, 2, 3], weights=weights, intervals=NO_INTERVAL).figure("kappa")
    assert plain.estimate == pytest.approx(0.492, abs=5e-4)
    assert weighted.estimate == pytest.approx(0.348, abs=5e-4)


def test_fleiss_cohen_everitt_1969_standard_errors():
    table = [[106, 10, 4], [22, 28, 10], [2, 12, 6]]
    plain = kappa_errors(table)
    assert plain.kappa == pytest.approx(0.429, abs=5e-4)
    assert plain.standard_error**2 == pytest.approx(0.002885, abs=5e-7)
    assert plain.null_error**2 == pytest.approx(0.003082, abs=5e-7)
    weighted = kappa_errors(table, [[1, 0, 4 / 9], [0, 1, 6 / 9], [4 / 9, 6 / 9, 1]])
    assert weighted.kappa == pytest.approx(0.507, abs=5e-4)
    assert weighted.standard_error**2 == pytest.approx(0.003248, abs=5e-7)
    assert weighted.null_error**2 == pytest.approx(0.004269, abs=1e-6)


def test_fleiss_1981_diagnoses_with_both_errors():
    found = kappa_errors([[75, 1, 4], [5, 4, 1], [0, 0, 10]])
    assert found.kappa == pytest.approx(0.676, abs=5e-4)
    assert found.standard_error == pytest.approx(0.088, abs=5e-4)
    assert found.null_error == pytest.approx(0.076, abs=5e-4)


def test_fleiss_1971_overall_and_by_diagnosis():
    rows = spread(FLEISS_1971)
    assert agreement(rows, range(1, 6), intervals=NO_INTERVAL).figure("pi").estimate == pytest.approx(0.430, abs=5e-4)
    each = [one.kappa.estimate for one in category_agreement(rows, range(1, 6), intervals=NO_INTERVAL)]
    assert each == pytest.approx([0.245, 0.245, 0.520, 0.471, 0.566], abs=5e-4)


@pytest.mark.parametrize(
    ("metric", "alpha"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)]
)
def test_krippendorff_2011_four_observers(metric, alpha):
    found = agreement(FOUR_OBSERVERS, range(1, 6), metric=metric, intervals=NO_INTERVAL)
    assert found.figure("alpha").estimate == pytest.approx(alpha, abs=5e-4)


@pytest.mark.parametrize(
    ("key", "estimate", "error"),
    [
        ("percent", 0.81818, 0.12561),
        ("ac", 0.77544, 0.14295),
        ("pi", 0.76117, 0.15302),
        ("kappa", 0.76282, 0.14917),
        ("bp", 0.77273, 0.14472),
    ],
)
def test_gwet_2014_four_raters_with_all_units_as_in_irrcac(key, estimate, error):
    found = agreement(FOUR_OBSERVERS, range(1, 6), population="irrcac", intervals=NO_INTERVAL).figure(key)
    assert found.estimate == pytest.approx(estimate, abs=5e-6)
    assert found.standard_error == pytest.approx(error, abs=5e-6)


@pytest.mark.parametrize(
    ("key", "estimate", "error"),
    [
        ("kappa", 0.7964094, 0.05891072),
        ("pi", 0.7962397, 0.05905473),
        ("ac", 0.8493305, 0.04321747),
        ("bp", 0.835, 0.04693346),
        ("alpha", 0.7972585, 0.05905473),
        ("percent", 0.89, 0.03128898),
    ],
)
def test_gwet_2014_two_abstractors(key, estimate, error):
    """The table functions of irrCAC divide by n where ours divide by n - 1."""
    found = agreement(rows_of([[13, 0, 0], [0, 20, 7], [0, 4, 56]]), [1, 2, 3], intervals=NO_INTERVAL).figure(key)
    assert found.estimate == pytest.approx(estimate, abs=5e-8)
    assert found.standard_error * math.sqrt(99 / 100) == pytest.approx(error, abs=5e-9)


@pytest.mark.parametrize(
    ("key", "estimate", "error"),
    [("ac", 0.4448007, 0.08418757), ("pi", 0.4139265, 0.08119291), ("bp", 0.4388889, 0.08312142)],
)
def test_gwet_2014_six_raters_of_fifteen_patients(key, estimate, error):
    found = agreement(spread(FLEISS_1971[:15]), range(1, 6), intervals=NO_INTERVAL).figure(key)
    assert found.estimate == pytest.approx(estimate, abs=5e-8)
    assert found.standard_error == pytest.approx(error, abs=5e-9)


def test_gwet_2014_alpha_of_six_raters():
    found = agreement(spread(FLEISS_1971[:15]), range(1, 6), intervals=NO_INTERVAL).figure("alpha")
    assert found.estimate == pytest.approx(0.4204384, abs=5e-8)


@pytest.mark.parametrize(
    ("table", "raw", "kappa", "positive", "negative", "index", "bias"),
    [
        ([[40, 9], [6, 45]], 0.85, 0.700, 0.842, 0.857, -0.05, 0.03),
        ([[80, 10], [5, 5]], 0.85, 0.318, 0.914, 0.400, 0.75, 0.05),
    ],
)
def test_feinstein_and_cicchetti_1990_same_agreement_two_kappas(table, raw, kappa, positive, negative, index, bias):
    panel = binary_panel(rows_of(table), [1, 2], intervals=NO_INTERVAL)
    assert panel.raw.estimate == pytest.approx(raw)
    assert panel.kappa.estimate == pytest.approx(kappa, abs=5e-4)
    assert panel.positive.estimate == pytest.approx(positive, abs=5e-4)
    assert panel.negative.estimate == pytest.approx(negative, abs=5e-4)
    assert panel.prevalence_index == pytest.approx(index)
    assert panel.bias_index == pytest.approx(bias)


@pytest.mark.parametrize("table", [[[40, 9], [6, 45]], [[80, 10], [5, 5]], [[45, 15], [25, 15]], [[25, 35], [5, 35]]])
def test_byrt_1993_kappa_is_pabak_moved_by_prevalence_and_bias(table):
    panel = binary_panel(rows_of(table), [1, 2], intervals=NO_INTERVAL)
    pabak, index, bias = panel.pabak.estimate, panel.prevalence_index, panel.bias_index
    assert panel.kappa.estimate == pytest.approx((pabak - index**2 + bias**2) / (1 - index**2 + bias**2))
    assert pabak == pytest.approx(2 * panel.raw.estimate - 1)


def test_feinstein_and_cicchetti_1990_unequal_margins_raise_kappa():
    assert kappa_of_table([[45, 15], [25, 15]]) == pytest.approx(0.130, abs=5e-4)
    assert kappa_of_table([[25, 35], [5, 35]]) == pytest.approx(0.259, abs=5e-4)


def test_shrout_and_fleiss_1979_icc_with_mcgraw_and_wong_limits():
    judged = [(9, 2, 5, 8), (6, 1, 3, 2), (8, 4, 6, 8), (7, 1, 2, 6), (10, 5, 6, 9), (6, 2, 4, 7)]
    icc = number_agreement(judged).icc
    assert icc.estimate == pytest.approx(0.29, abs=5e-3)
    assert icc.interval.low == pytest.approx(0.019, abs=5e-4)
    assert icc.interval.high == pytest.approx(0.761, abs=5e-4)


@pytest.mark.parametrize(("shared", "kappa", "ac"), [(1, 0.470, 0.936), (0, -0.029, 0.939)])
def test_a_rare_yes_that_33_of_35_studies_agree_on(shared, kappa, ac):
    table = [[33 - shared, 1], [1, shared]]
    found = agreement(rows_of(table), [1, 2], intervals=NO_INTERVAL)
    assert found.figure("kappa").estimate == pytest.approx(kappa, abs=5e-4)
    assert found.figure("ac").estimate == pytest.approx(ac, abs=5e-4)

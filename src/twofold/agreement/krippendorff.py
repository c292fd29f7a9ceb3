"""Krippendorff's alpha for nominal, ordinal, interval and ratio codes, for any distances, and for any missing codes.

alpha = 1 - (N - 1) D_o/D_e over the units with two or more codes, with D_o = sum_i sum_{k != l} r_ik r_il d_kl/(r_i
- 1) and D_e = sum_{k != l} m_k m_l d_kl, m_k the number of codes in category k and N their sum.

Source: Krippendorff 2011; the linearised standard error after Gwet 2014, chapter 2, written for alpha's own p_a.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache

import numpy as np

from twofold.agreement.arrays import Floats, Ints, product
from twofold.agreement.chance import corrected
from twofold.agreement.patterns import Patterns, all_pairs


class Metric(StrEnum):
    """What a difference of two codes weighs. ``WEIGHTS`` takes the distance from the similarity weights in use."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    INTERVAL = "interval"
    RATIO = "ratio"
    WEIGHTS = "weights"


def metric_distances(metric: Metric, values: Floats) -> Floats:
    """The q x q distances between categories with these ``values``, for every metric but the ordinal one.

    Nominal 1; interval (x_k - x_l)^2; ratio ((x_k - x_l)/(x_k + x_l))^2, 0 where both are 0. The scale of a distance
    cancels in alpha, so interval distances are divided by the largest.
    """
    difference = np.subtract.outer(values, values)
    if metric is Metric.NOMINAL:
        return np.asarray(difference != 0.0, dtype=np.float64)
    if metric is Metric.INTERVAL:
        widest = float(np.abs(difference).max(initial=0.0))
        return (difference / widest) ** 2 if widest else np.zeros_like(difference)
    total = np.add.outer(values, values)
    return np.divide(difference, total, out=np.zeros_like(difference), where=total != 0.0) ** 2


def _counts(rows: Ints, q: int) -> tuple[Floats, Floats]:
    """How often each pattern has each category (patterns x q), and how many codes it has, which is two or more."""
    patterns, coders = rows.shape
    # One count over all cells; the place before the categories takes the missing codes.
    cells = rows + np.arange(1, patterns * (q + 1) + 1, q + 1)[:, None]
    counted = np.bincount(cells.ravel(), minlength=patterns * (q + 1)).reshape(patterns, q + 1).astype(np.float64)
    return counted[:, 1:], coders - counted[:, 0]


@dataclass(frozen=True, eq=False)
class FixedAlpha:
    """Alpha with distances that do not depend on the data. Sums are [units, codes, D_o, m (q)]."""

    rows: Ints
    distances: Floats

    @property
    def q(self) -> int:
        """The number of categories."""
        return len(self.distances)

    @cached_property
    def features(self) -> Floats:
        """What each pattern adds to the sums."""
        counts, times = _counts(self.rows, self.q)
        apart = (product(counts, self.distances) * counts).sum(axis=1) / (times - 1.0)
        return np.column_stack([np.ones(len(counts)), times, apart, counts])

    def pseudo_features(self, first: Ints, second: Ints) -> Floats:
        """The features of made-up units with two codes."""
        return FixedAlpha(np.column_stack([first, second]), self.distances).features

    def parts(self, sums: Floats) -> tuple[Floats, Floats]:
        """Observed disagreement with its small-sample factor, and expected disagreement, each a mean over codes."""
        codes = sums[..., 1:2]
        shares = sums[..., 3:] / codes
        expected = (product(shares, self.distances) * shares).sum(axis=-1, keepdims=True)
        return (codes - 1.0) / codes * sums[..., 2:3] / codes, expected

    def estimates(self, sums: Floats) -> Floats:
        """Alpha (..., 1)."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return corrected(*self.parts(sums))

    def influence(self, sums: Floats) -> Floats:
        """How each pattern pulls on alpha (..., patterns, 1), as the u_i of the chance-corrected coefficients.

        Both disagreements are ratios of sums over codes, so each is linearised as a ratio; the factor (N - 1)/N is
        left out, as in irrCAC.
        """
        with np.errstate(divide="ignore", invalid="ignore"):
            codes = sums[..., 1:2]
            per_unit = codes / sums[..., :1]
            shares = sums[..., 3:] / codes
            expected = ((shares @ self.distances) * shares).sum(axis=-1, keepdims=True)
            observed = sums[..., 2:3] / codes
            estimate = 1.0 - observed / expected
            surplus = (self.features[:, 1] - per_unit) / per_unit
            seen = self.features[:, 2] / per_unit - observed * surplus
            against = (shares @ self.distances) @ self.features[:, 3:].T / per_unit - expected * surplus
            raw = (expected - seen) / expected
            pull = (expected - against) / expected
            return np.asarray((raw - 2.0 * (1.0 - estimate) * pull - estimate)[..., None])


@lru_cache(maxsize=64)
def _upper(q: int) -> tuple[Ints, Ints]:
    first, second = np.triu_indices(q, 1)
    return first, second


@dataclass(frozen=True, eq=False)
class OrdinalAlpha:
    """Alpha with the ordinal metric, whose distances are squared differences of mid-ranks in the codes at hand.

    Between k and l lie sum_{g=k..l} m_g - (m_k + m_l)/2 codes, which is the difference of their mid-ranks; the metric
    squares it. Sums are [units, codes, m (q), coincidences of k < l (q (q-1)/2)].
    """

    rows: Ints
    q: int

    @cached_property
    def features(self) -> Floats:
        """What each pattern adds to the sums."""
        counts, times = _counts(self.rows, self.q)
        first, second = _upper(self.q)
        made = np.empty((len(counts), 2 + self.q + len(first)))
        made[:, 0], made[:, 1], made[:, 2 : 2 + self.q] = 1.0, times, counts
        together = counts.take(first, axis=1) * counts.take(second, axis=1)
        made[:, 2 + self.q :] = together * (2.0 / (times - 1.0))[:, None]
        return made

    def pseudo_features(self, first: Ints, second: Ints) -> Floats:
        """The features of made-up units with two codes."""
        return OrdinalAlpha(np.column_stack([first, second]), self.q).features

    def parts(self, sums: Floats) -> tuple[Floats, Floats]:
        """Observed disagreement with its small-sample factor, and expected disagreement, each a mean over codes."""
        codes = sums[..., 1:2]
        shares = sums[..., 2 : 2 + self.q] / codes
        middle = shares.cumsum(axis=-1) - shares / 2.0
        first, second = _upper(self.q)
        # ``take`` keeps the categories next to each other, so that sums run alike for one field and for many.
        apart = (middle.take(second, axis=-1) - middle.take(first, axis=-1)) ** 2
        by_chance = shares.take(first, axis=-1) * shares.take(second, axis=-1) * apart
        observed = np.add.reduce(sums[..., 2 + self.q :] * apart, axis=-1, keepdims=True) / codes
        expected = 2.0 * np.add.reduce(by_chance, axis=-1, keepdims=True)
        return (codes - 1.0) / codes * observed, expected

    def estimates(self, sums: Floats) -> Floats:
        """Alpha (..., 1)."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return corrected(*self.parts(sums))


@dataclass(frozen=True, eq=False)
class IntervalAlpha:
    """Alpha with the interval metric, from moments, so that ten thousand different numbers cost no square of them.

    ``values`` are the numbers that the positions in ``rows`` stand for. Sums are [units, codes, D_o, sum r x, sum r
    x^2] with x centred and divided by its range.
    """

    rows: Ints
    values: Floats

    @cached_property
    def _scaled(self) -> Floats:
        low, high = float(self.values.min()), float(self.values.max())
        return (self.values - (low + high) / 2.0) / ((high - low) or 1.0)

    @cached_property
    def features(self) -> Floats:
        """What each pattern adds to the sums."""
        return self._features(self.rows)

    def pseudo_features(self, first: Ints, second: Ints) -> Floats:
        """The features of made-up units with two codes."""
        return self._features(np.column_stack([first, second]))

    def _features(self, rows: Ints) -> Floats:
        coded = rows >= 0
        times = coded.sum(axis=1)
        coded = coded & (times >= 2)[:, None]
        times = coded.sum(axis=1).astype(np.float64)
        x = np.where(coded, self._scaled[rows], 0.0)
        total, squares = x.sum(axis=1), (x * x).sum(axis=1)
        middle = total / np.maximum(times, 1.0)
        around = (np.where(coded, x - middle[:, None], 0.0) ** 2).sum(axis=1)
        apart = 2.0 * times * around / np.maximum(times - 1.0, 1.0)
        return np.column_stack([np.ones(len(rows)), times, apart, total, squares])

    def parts(self, sums: Floats) -> tuple[Floats, Floats]:
        """Observed disagreement with its small-sample factor, and expected disagreement, each a mean over codes."""
        codes = sums[..., 1:2]
        square = sums[..., 4:5] / codes
        expected = 2.0 * (square - (sums[..., 3:4] / codes) ** 2)
        # Equal numbers leave rounding here in place of 0, which must not pass for a spread.
        expected = np.where(expected > 1e-12 * square, expected, 0.0)
        return (codes - 1.0) / codes * sums[..., 2:3] / codes, expected

    def estimates(self, sums: Floats) -> Floats:
        """Alpha (..., 1)."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return corrected(*self.parts(sums))


def alpha_statistic(patterns: Patterns, metric: Metric, distances: Floats | None = None) -> FixedAlpha | OrdinalAlpha:
    """Alpha over ``patterns``. ``distances`` (q x q) are for every metric but nominal and ordinal."""
    if distances is not None and metric is not Metric.ORDINAL:
        return FixedAlpha(patterns.rows, distances)
    if patterns.dense:
        return _two_coder_alpha(patterns.q, metric)
    return _alpha(patterns.rows, patterns.q, metric)


def _alpha(rows: Ints, q: int, metric: Metric) -> FixedAlpha | OrdinalAlpha:
    if metric is Metric.ORDINAL:
        return OrdinalAlpha(rows, q)
    return FixedAlpha(rows, 1.0 - np.eye(q))


@lru_cache(maxsize=128)
def _two_coder_alpha(q: int, metric: Metric) -> FixedAlpha | OrdinalAlpha:
    return _alpha(all_pairs(q), q, metric)

"""Raw agreement and its corrections for chance: Cohen and Conger, Scott and Fleiss, Gwet, Brennan and Prediger.

All have the form (p_a - p_e)/(1 - p_e) and differ in p_e alone. They are written here in disagreements, 1 - D_o/D_e
with D_o = 1 - p_a and D_e = 1 - p_e summed from non-negative terms: then D_e is exactly 0 when chance agreement is
certain, and nothing is lost by subtracting near-equal numbers when it is nearly so.

Sums over units are one vector: [units, pairable units, D, D of the ordered pair, share of codes in each category (q),
codes of each coder in each category (coders x q)].
"""

from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property, lru_cache

import numpy as np

from twofold.agreement.arrays import Floats, Ints, product
from twofold.agreement.patterns import Patterns, all_pairs
from twofold.agreement.weights import Weights, disagreement_matrix


class Column(IntEnum):
    """Which coefficient stands in which place of an estimate."""

    PERCENT = 0
    KAPPA = 1
    PI = 2
    AC = 3
    BP = 4


@dataclass(frozen=True, eq=False)
class ChanceCorrected:
    """The five coefficients of one set of patterns under one set of weights.

    ``rows`` is patterns x coders with -1 for missing; ``disagreement`` the q x q matrix 1 - w.
    """

    rows: Ints
    q: int
    disagreement: Floats

    @property
    def coders(self) -> int:
        """How many coders there are."""
        return int(self.rows.shape[1])

    @cached_property
    def both_ways(self) -> Floats:
        """The disagreement of two codes, whoever gave which."""
        return (self.disagreement + self.disagreement.T) / 2

    @cached_property
    def total_weight(self) -> float:
        """T_w, the sum of all similarity weights."""
        return self.q * self.q - float(self.disagreement.sum())

    @cached_property
    def features(self) -> Floats:
        """What each pattern adds to the sums (patterns x length of the sums)."""
        coded = self.rows >= 0
        times = coded.sum(axis=1)
        per_coder = (self.rows[:, :, None] == np.arange(self.q)).astype(np.float64)
        in_category = per_coder.sum(axis=1)
        pairable = times >= 2
        ordered_pairs = np.maximum(times * (times - 1), 1)
        apart = ((in_category @ self.both_ways) * in_category).sum(axis=1) / ordered_pairs
        in_order = apart
        if self.coders == 2:
            in_order = np.where(pairable, self.disagreement[self.rows[:, 0], self.rows[:, 1]], 0.0)
        return np.column_stack(
            [
                np.ones(len(self.rows)),
                pairable,
                apart,
                in_order,
                in_category / np.maximum(times, 1)[:, None],
                per_coder.reshape(len(self.rows), self.coders * self.q),
            ]
        )

    def pseudo_features(self, first: Ints, second: Ints) -> Floats:
        """The features of made-up units with the two codes ``first`` and ``second``.

        With three or more coders each code counts half for every coder, so that no coder weighs less than the shares
        do: with less, the intervals of Conger's kappa are wider and yet hold the truth less often.
        """
        pairs = ChanceCorrected(np.column_stack([first, second]), self.q, self.disagreement).features
        if self.coders == 2:
            return pairs
        spread = np.tile(pairs[:, 4 : 4 + self.q], (1, self.coders))
        return np.hstack([pairs[:, : 4 + self.q], spread])

    def parts(self, sums: Floats) -> tuple[Floats, Floats]:
        """Observed and expected disagreement, each (..., 5), from sums (..., d); NaN where no unit counts."""
        q = self.q
        shares = sums[..., 4 : 4 + q] / sums[..., :1]
        by_coder = self._margins(sums)
        seen = sums[..., 2:4] / sums[..., 1:2]
        fleiss = (product(shares, self.both_ways) * shares).sum(axis=-1)
        if self.coders == 2:
            conger = (product(by_coder[..., 0, :], self.disagreement) * by_coder[..., 1, :]).sum(axis=-1)
        else:
            between = (by_coder @ self.both_ways) @ np.swapaxes(by_coder, -1, -2)
            others = 1.0 - np.eye(self.coders)
            conger = (between * others).sum(axis=(-1, -2)) / (self.coders * (self.coders - 1))
        spread = (shares * (1.0 - shares)).sum(axis=-1)
        least = float(self.disagreement.sum()) / (q * q)
        # Gwet's p_e is largest where all categories are equally common; rounding must not carry it further.
        gwet = np.maximum(1.0 - self.total_weight * spread / (q * max(q - 1, 1)), least) if q > 1 else 0.0 * fleiss
        fixed = np.full_like(fleiss, least)
        observed = np.stack([seen[..., 0], seen[..., 1], seen[..., 0], seen[..., 0], seen[..., 0]], axis=-1)
        expected = np.stack([np.ones_like(fleiss), conger, fleiss, gwet, fixed], axis=-1)
        return observed, expected

    def _margins(self, sums: Floats) -> Floats:
        by_coder = sums[..., 4 + self.q :].reshape(*sums.shape[:-1], self.coders, self.q)
        return np.asarray(by_coder / by_coder.sum(axis=-1, keepdims=True))

    def estimates(self, sums: Floats) -> Floats:
        """The five coefficients (..., 5) from sums (..., d); NaN where undefined."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return corrected(*self.parts(sums))

    def influence(self, sums: Floats) -> Floats:
        """How each pattern pulls on each coefficient, (..., patterns, 5): u_i of the linearised variance.

        u_i = (n/n') (pa_i - p_e)/(1 - p_e) [pairable] - 2 (1 - c)(pe_i - p_e)/(1 - p_e) - c, and
        Var(c) = sum u_i^2/(n (n - 1)).

        Source: Gwet 2008, 2014; Conger's p_e after Gwet 2014, chapter 5.
        """
        with np.errstate(divide="ignore", invalid="ignore"):
            observed, expected = self.parts(sums)
            estimate = 1.0 - observed / expected
            apart = self.features[:, [2, 3, 2, 2, 2]]
            weight = (sums[..., :1] / sums[..., 1:2])[..., None] * self.features[:, 1:2]
            raw = weight * (expected[..., None, :] - apart) / expected[..., None, :]
            pull = (expected[..., None, :] - self._expected_by_pattern(sums)) / expected[..., None, :]
            pull[..., Column.PERCENT] = pull[..., Column.BP] = 0.0
            return np.asarray(raw - 2.0 * (1.0 - estimate)[..., None, :] * pull - estimate[..., None, :])

    def _expected_by_pattern(self, sums: Floats) -> Floats:
        """1 - pe_i of each pattern (..., patterns, 5), whose mean over units is 1 - p_e."""
        q, total = self.q, sums[..., :1]
        share_features = self.features[:, 4 : 4 + q].T
        coder_features = self.features[:, 4 + q :].T
        shares = sums[..., 4 : 4 + q] / total
        fleiss = (shares @ self.both_ways) @ share_features
        gwet = 1.0 - ((1.0 - shares) @ share_features) * self.total_weight / (q * max(q - 1, 1))
        by_coder = self._margins(sums)
        if self.coders == 2:
            against = np.stack(
                [by_coder[..., 1, :] @ self.disagreement.T, by_coder[..., 0, :] @ self.disagreement], axis=-2
            )
        else:
            against = (by_coder.sum(axis=-2, keepdims=True) - by_coder) @ self.both_ways
        level = (by_coder * against).sum(axis=-1)
        coded = sums[..., 4 + q :].reshape(*sums.shape[:-1], self.coders, q).sum(axis=-1)
        lean = (total / coded)[..., None] * (against - level[..., None])
        conger = lean.reshape(*sums.shape[:-1], -1) @ coder_features + level.sum(axis=-1)[..., None]
        conger = conger / (self.coders * (self.coders - 1))
        same = np.ones_like(fleiss)
        return np.stack([same, conger, fleiss, gwet, same], axis=-1)


def corrected(observed: Floats, expected: Floats) -> Floats:
    """1 - D_o/D_e; NaN where D_e is 0, which is when chance agreement is certain. The caller silences the division."""
    return np.where(expected > 0.0, 1.0 - observed / expected, np.nan)


def chance_corrected(patterns: Patterns, disagreement: Floats, weights: Weights | None) -> ChanceCorrected:
    """The coefficients over ``patterns``; ``weights`` names the matrix where it has a name, so that work is shared."""
    if patterns.dense and weights is not None:
        return _two_coder_statistic(patterns.q, weights)
    return ChanceCorrected(patterns.rows, patterns.q, disagreement)


@lru_cache(maxsize=256)
def _two_coder_statistic(q: int, weights: Weights) -> ChanceCorrected:
    return ChanceCorrected(all_pairs(q), q, disagreement_matrix(weights, q))

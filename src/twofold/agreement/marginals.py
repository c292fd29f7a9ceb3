"""Whether two coders use the categories equally often, and which of them codes higher."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from twofold.agreement.arrays import Floats
from twofold.agreement.quantiles import binomial_two_sided, chi_square_tail, t_quantile
from twofold.agreement.results import Significance
from twofold.agreement.wording import decimal, plural


@dataclass(frozen=True, slots=True)
class Step:
    """How much higher the second coder codes than the first, in steps of the scale.

    ``mean`` is the mean signed difference over ``n`` units, ``low`` and ``high`` its Student t limits (``None`` for
    fewer than two units and over rows of studies); ``sentence`` says it.
    """

    n: int
    mean: float | None
    low: float | None
    high: float | None
    sentence: str


@dataclass(frozen=True, slots=True)
class Margins:
    """How two coders, or more, use the categories.

    ``shares`` is each coder's share of codes in each category; ``effective`` the effective number of categories
    1/sum pi_k^2; ``largest`` the category used most and ``largest_share`` its share. ``symmetry`` is McNemar's test
    for two categories and Bowker's for more; ``homogeneity`` is Stuart and Maxwell's.
    """

    shares: tuple[tuple[float, ...], ...]
    effective: float
    largest: str
    largest_share: float
    symmetry: Significance
    homogeneity: Significance


def margins(table: Sequence[Sequence[int]] | npt.NDArray[np.intp], categories: Sequence[str]) -> Margins | None:
    """The margins of the cross-table of two coders (first coder's codes as rows); ``None`` for an empty table."""
    counts = np.asarray(table, dtype=np.float64)
    n = float(counts.sum())
    if not n:
        return None
    rows, columns = counts.sum(axis=1) / n, counts.sum(axis=0) / n
    pooled = (rows + columns) / 2
    largest = int(pooled.argmax())
    symmetry = mcnemar(int(counts[0, 1]), int(counts[1, 0])) if len(counts) == 2 else bowker(counts)
    return Margins(
        (tuple(rows.tolist()), tuple(columns.tolist())),
        1.0 / float((pooled**2).sum()),
        categories[largest],
        float(pooled[largest]),
        symmetry,
        stuart_maxwell(counts),
    )


def mcnemar(first_only: int, second_only: int) -> Significance:
    """McNemar's test of equal margins in a binary table, with the exact binomial p.

    The statistic is (b - c)^2/(b + c), without a correction.

    Source: McNemar 1947.
    """
    differing = first_only + second_only
    if not differing:
        return Significance(
            "McNemar", None, 1, None, "The coders never differ, so nothing speaks for either direction."
        )
    statistic = (first_only - second_only) ** 2 / differing
    return Significance("McNemar", statistic, 1, binomial_two_sided(first_only, differing))


def bowker(counts: Floats) -> Significance:
    """Bowker's test of symmetry, sum_{k<l} (n_kl - n_lk)^2/(n_kl + n_lk).

    Pairs of categories that were never exchanged carry no information and no degree of freedom.

    Source: Bowker 1948.
    """
    upper, lower = counts[np.triu_indices(len(counts), 1)], counts.T[np.triu_indices(len(counts), 1)]
    both = upper + lower
    seen = both > 0
    freedom = int(seen.sum())
    if not freedom:
        return Significance("Bowker", None, 0, None, "The coders never differ, so nothing speaks for either direction.")
    statistic = float(((upper - lower)[seen] ** 2 / both[seen]).sum())
    return Significance("Bowker", statistic, freedom, chi_square_tail(statistic, freedom))


def stuart_maxwell(counts: Floats) -> Significance:
    """The test of equal margins of two coders, d' S^-1 d over all categories in use but one.

    d_k = n_k. - n_.k, S_kk = n_k. + n_.k - 2 n_kk, S_kl = -(n_kl + n_lk).

    Source: Stuart 1955; Maxwell 1970.
    """
    name = "Stuart-Maxwell"
    moved = counts + counts.T - 2.0 * np.diag(counts.diagonal())
    used = moved.sum(axis=0) > 0
    if not used.any():
        return Significance(name, None, 0, None, "The coders never differ, so nothing speaks for either direction.")
    kept = counts[np.ix_(used, used)]
    gap = kept.sum(axis=1) - kept.sum(axis=0)
    spread = np.diag(kept.sum(axis=1) + kept.sum(axis=0)) - kept - kept.T
    freedom = int(np.linalg.matrix_rank(spread))
    statistic = float(gap @ np.linalg.pinv(spread, hermitian=True) @ gap)
    return Significance(name, statistic, freedom, chi_square_tail(statistic, freedom))


def signed_step(
    table: Sequence[Sequence[int]] | npt.NDArray[np.intp],
    raters: Sequence[str],
    *,
    confidence: float = 0.95,
    unit: str = "study",
    clustered: bool = False,
) -> Step:
    """Who codes higher on an ordered scale: the mean of the second coder's place less the first's, with t limits.

    ``table`` is their cross-table over the categories on the scale, in order, the first coder's codes as rows.
    Where units are rows of studies (``clustered``) there are no limits, which would take them for independent.
    """
    counts = np.asarray(table, dtype=np.float64)
    n = int(counts.sum())
    if not n:
        return Step(0, None, None, None, f"No {unit} has two codes on the scale yet.")
    steps = np.subtract.outer(np.arange(len(counts)), np.arange(len(counts))).T
    mean = float((counts * steps).sum()) / n
    if mean == 0.0:
        sentence = f"{raters[0]} and {raters[1]} code equally high on average."
    else:
        higher, lower = (raters[1], raters[0]) if mean > 0 else (raters[0], raters[1])
        sentence = (
            f"{higher} codes {decimal(abs(mean))} of a step higher than {lower} on average, over {plural(n, unit)}."
        )
    if n < 2 or clustered:
        return Step(n, mean, None, None, sentence)
    spread = float((counts * (steps - mean) ** 2).sum()) / (n - 1)
    half = t_quantile(0.5 + confidence / 2, n - 1) * math.sqrt(spread / n)
    return Step(n, mean, mean - half, mean + half, sentence)

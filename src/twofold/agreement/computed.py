"""All six coefficients with their standard errors, of many fields in a few array passes.

Fields that two coders both coded share the rows of their cross-table, so those with as many categories and the same
weights go through together; any other field goes by itself through the same functions.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from twofold.agreement.arrays import Floats
from twofold.agreement.chance import ChanceCorrected, Column, chance_corrected
from twofold.agreement.krippendorff import (
    FixedAlpha,
    IntervalAlpha,
    Metric,
    OrdinalAlpha,
    alpha_statistic,
    metric_distances,
)
from twofold.agreement.patterns import Counted, Patterns
from twofold.agreement.resampling import jackknife
from twofold.agreement.weights import Weights

# A standard error of a million units is still above 1e-7; anything this small is rounding and means 0.
_NOTHING = 1e-10


class Coefficient(StrEnum):
    """The coefficients; the value is the key in files."""

    PERCENT = "percent"
    KAPPA = "kappa"
    PI = "pi"
    AC = "ac"
    BP = "bp"
    ALPHA = "alpha"

    @property
    def place(self) -> int:
        """Where the coefficient stands in the arrays of ``Computed``."""
        return _PLACES[self]


_PLACES = {one: place for place, one in enumerate(Coefficient)}
_ALPHA = len(Column)


@dataclass(frozen=True, slots=True, eq=False)
class Job:
    """One field under one set of weights and one metric of alpha.

    ``disagreement`` is the matrix that ``weights`` names, or a matrix of one's own with ``weights`` ``None``.
    ``pairable`` are the patterns of alpha, which never counts units with a single code.
    """

    counted: Counted
    pairable: Counted
    disagreement: Floats
    weights: Weights | None
    metric: Metric

    @property
    def patterns(self) -> Patterns:
        """The patterns of every coefficient but alpha."""
        return self.counted.patterns


@dataclass(frozen=True, slots=True, eq=False)
class Computed:
    """Six estimates, standard errors, and observed and expected disagreement; NaN where undefined."""

    estimates: Floats
    errors: Floats
    observed: Floats
    expected: Floats


def compute(jobs: Sequence[Job]) -> list[Computed]:
    """The six coefficients of each job, in the order of ``jobs``. Every job must have pairable units."""
    made: dict[int, Computed] = {}
    together: dict[tuple[int, Weights, Metric], list[int]] = {}
    for number, job in enumerate(jobs):
        if job.patterns.dense and job.weights is not None and job.metric is not Metric.WEIGHTS:
            together.setdefault((job.patterns.q, job.weights, job.metric), []).append(number)
        else:
            made[number] = _alone(job)
    for numbers in together.values():
        made.update(zip(numbers, _dense([jobs[number] for number in numbers]), strict=True))
    return [made[number] for number in range(len(jobs))]


def chance_of(job: Job) -> ChanceCorrected:
    """The first five coefficients as a statistic that can be resampled."""
    return chance_corrected(job.patterns, job.disagreement, job.weights)


def alpha_of(job: Job) -> FixedAlpha | OrdinalAlpha:
    """Alpha as a statistic that can be resampled."""
    patterns = job.pairable.patterns
    if job.metric in (Metric.NOMINAL, Metric.ORDINAL):
        return alpha_statistic(patterns, job.metric)
    if job.metric is Metric.WEIGHTS:
        return alpha_statistic(patterns, job.metric, (job.disagreement + job.disagreement.T) / 2)
    places = np.arange(1.0, patterns.q + 1.0)
    return alpha_statistic(patterns, job.metric, metric_distances(job.metric, places))


def _dense(jobs: Sequence[Job]) -> Iterable[Computed]:
    chance, alpha = chance_of(jobs[0]), alpha_of(jobs[0])
    counts = np.stack([job.patterns.counts for job in jobs]).astype(np.float64)
    n = counts.sum(axis=1)
    sums, alpha_sums = counts @ chance.features, counts @ alpha.features
    observed, expected = chance.parts(sums)
    alpha_observed, alpha_expected = alpha.parts(alpha_sums)
    estimates = np.concatenate([chance.estimates(sums), alpha.estimates(alpha_sums)], axis=1)
    pulls = chance.influence(sums)
    with np.errstate(divide="ignore", invalid="ignore"):
        if isinstance(alpha, OrdinalAlpha):
            spread = np.einsum("bp,bpk->bk", counts, pulls**2) / (n * (n - 1.0))[:, None]
            errors = np.concatenate([np.sqrt(spread), _left_out(alpha, counts, alpha_sums)], axis=1)
        else:
            pulls = np.concatenate([pulls, alpha.influence(alpha_sums)], axis=2)
            errors = np.sqrt(np.einsum("bp,bpk->bk", counts, pulls**2) / (n * (n - 1.0))[:, None])
    all_observed = np.concatenate([observed, alpha_observed], axis=1)
    all_expected = np.concatenate([expected, alpha_expected], axis=1)
    for b in range(len(jobs)):
        yield _settled(estimates[b], errors[b], all_observed[b], all_expected[b])


def _left_out(alpha: OrdinalAlpha, counts: Floats, sums: Floats) -> Floats:
    """The jackknife standard error of alpha ordinal for each row of ``counts``: its distances follow the data."""
    left = alpha.estimates(sums[:, None, :] - alpha.features)[..., 0]
    left = np.where(counts > 0, left, 0.0)
    n = counts.sum(axis=1, keepdims=True)
    mean = (counts * left).sum(axis=1, keepdims=True) / n
    return np.sqrt((n - 1.0) / n * (counts * (left - mean) ** 2).sum(axis=1, keepdims=True))


def _alone(job: Job) -> Computed:
    chance, alpha = chance_of(job), alpha_of(job)
    patterns, pairable = job.patterns, job.pairable.patterns
    sums = patterns.counts @ chance.features
    alpha_sums = pairable.counts @ alpha.features
    observed, expected = chance.parts(sums)
    alpha_observed, alpha_expected = alpha.parts(alpha_sums)
    errors = linearised_errors(patterns, chance.influence(sums))
    if isinstance(alpha, OrdinalAlpha):
        by_jackknife = jackknife(pairable, alpha).standard_error(0)
        alpha_error = np.array([np.nan if by_jackknife is None else by_jackknife])
    else:
        alpha_error = linearised_errors(pairable, alpha.influence(alpha_sums))
    return _settled(
        np.concatenate([chance.estimates(sums), alpha.estimates(alpha_sums)]),
        np.concatenate([errors, alpha_error]),
        np.concatenate([observed, alpha_observed]),
        np.concatenate([expected, alpha_expected]),
    )


def linearised_errors(patterns: Patterns, pulls: Floats) -> Floats:
    """The standard errors (K) from the pull of each pattern (patterns x K).

    Units' pulls are summed within studies first where rows belong to studies: Var = G/(G - 1) sum_g (sum_i u_i)^2/n^2,
    which is sum u_i^2/(n (n - 1)) where every unit stands for itself. NaN for a single unit.
    """
    summed, kinds = patterns.summed(pulls)
    groups, n = patterns.groups, patterns.units
    if groups < 2:
        return np.full(pulls.shape[1], np.nan)
    return np.sqrt(groups / (groups - 1.0) * (kinds @ summed**2)) / n


def _settled(estimates: Floats, errors: Floats, observed: Floats, expected: Floats) -> Computed:
    errors = np.where(errors < _NOTHING, 0.0, errors)
    return Computed(estimates, np.where(np.isnan(estimates), np.nan, errors), observed, expected)

"""All six coefficients with their standard errors, of many fields in a few array passes.

Fields that two coders both coded share the rows of their cross-table, so those with as many categories and the same
weights go through together; any other field goes by itself through the same functions.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from twofold.agreement.arrays import Floats
from twofold.agreement.chance import ChanceCorrected, Column, chance_corrected, corrected
from twofold.agreement.krippendorff import (
    FixedAlpha,
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
    ``pairable`` are the patterns of alpha, which never counts units with a single code. Alpha, and all that is
    corrected for chance, are left out where they are not ``wanted``.
    """

    counted: Counted
    pairable: Counted
    disagreement: Floats
    weights: Weights | None
    metric: Metric
    wanted: tuple[Coefficient, ...] = tuple(Coefficient)

    @property
    def patterns(self) -> Patterns:
        """The patterns of every coefficient but alpha."""
        return self.counted.patterns


@dataclass(frozen=True, slots=True, eq=False)
class Computed:
    """Six estimates and standard errors, ``None`` where undefined, and observed and expected disagreement."""

    estimates: tuple[float | None, ...]
    errors: tuple[float | None, ...]
    observed: tuple[float, ...]
    expected: tuple[float, ...]


def compute(jobs: Sequence[Job]) -> list[Computed]:
    """The wanted coefficients of each job, in the order of ``jobs``. Every job must have pairable units."""
    made: dict[int, Computed] = {}
    together: dict[tuple[int, Weights, Metric | None, bool], list[int]] = {}
    for number, job in enumerate(jobs):
        if job.patterns.dense and job.weights is not None and job.metric is not Metric.WEIGHTS:
            metric = job.metric if Coefficient.ALPHA in job.wanted else None
            key = (job.patterns.q, job.weights, metric, job.wanted == (Coefficient.PERCENT,))
            together.setdefault(key, []).append(number)
        else:
            made[number] = _alone(job)
    for (_, _, alpha_metric, raw_only), numbers in together.items():
        found = _dense([jobs[number] for number in numbers], alpha_wanted=alpha_metric is not None, raw_only=raw_only)
        made.update(zip(numbers, found, strict=True))
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


def _dense(jobs: Sequence[Job], *, alpha_wanted: bool, raw_only: bool) -> Iterable[Computed]:
    chance = chance_of(jobs[0])
    # One more axis makes every product one of a row by a matrix, the same for one field as for forty: a linear algebra
    # library adds up in another order for another number of rows, and a field's last bits would follow its company.
    counts = np.stack([job.patterns.counts for job in jobs]).astype(np.float64)[:, None, :]
    n = counts.sum(axis=-1)
    sums = counts @ chance.features
    errors, observed, expected = (np.full((len(jobs), 1, len(Coefficient)), np.nan) for _ in range(3))
    with np.errstate(divide="ignore", invalid="ignore"):
        if raw_only:
            apart = chance.features[:, 2]
            observed[..., 0], expected[..., 0] = sums[..., 2] / n, 1.0
            pulls = (observed[..., :1] - apart)[..., None]
        else:
            observed[..., :_ALPHA], expected[..., :_ALPHA] = chance.parts(sums)
            pulls = chance.influence(sums)
        errors[..., : pulls.shape[-1]] = _spread(counts, pulls, n)
        if alpha_wanted:
            alpha = alpha_of(jobs[0])
            alpha_sums = counts @ alpha.features
            observed[..., _ALPHA:], expected[..., _ALPHA:] = alpha.parts(alpha_sums)
            if isinstance(alpha, OrdinalAlpha):
                errors[..., _ALPHA:] = _left_out(alpha, counts, alpha_sums)
            else:
                errors[..., _ALPHA:] = _spread(counts, alpha.influence(alpha_sums), n)
        estimates = corrected(observed, expected)
    for b in range(len(jobs)):
        yield _settled(estimates[b, 0], errors[b, 0], observed[b, 0], expected[b, 0])


def _spread(counts: Floats, pulls: Floats, n: Floats) -> Floats:
    """The linearised standard errors (fields x 1 x K) from the pull of each pattern (fields x 1 x patterns x K)."""
    return np.asarray(np.sqrt((counts[..., None, :] @ pulls**2)[..., 0, :] / (n * (n - 1.0))[..., None]))


def _left_out(alpha: OrdinalAlpha, counts: Floats, sums: Floats) -> Floats:
    """The jackknife standard error of alpha ordinal for each row of ``counts``: its distances follow the data."""
    left = alpha.estimates(sums - alpha.features)[..., 0][:, None, :]
    left = np.where(counts > 0, left, 0.0)
    n = counts.sum(axis=-1, keepdims=True)
    mean = (counts * left).sum(axis=-1, keepdims=True) / n
    return np.asarray(np.sqrt((n - 1.0) / n * (counts * (left - mean) ** 2).sum(axis=-1, keepdims=True)))


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

    Units' pulls are summed within studies first where rows belong to studies: Var = G/(G - 1) sum_g (sum_i
    u_i)^2/n^2, which is sum u_i^2/(n (n - 1)) where every unit stands for itself. NaN for a single unit.
    """
    summed, kinds = patterns.summed(pulls)
    groups, n = patterns.groups, patterns.units
    if groups < 2:
        return np.full(pulls.shape[1], np.nan)
    return np.sqrt(groups / (groups - 1.0) * (kinds @ summed**2)) / n


def _settled(estimates: Floats, errors: Floats, observed: Floats, expected: Floats) -> Computed:
    found = tuple(one if math.isfinite(one) else None for one in estimates.tolist())
    spread = tuple(
        None if estimate is None or not math.isfinite(error) else 0.0 if error < _NOTHING else error
        for estimate, error in zip(found, errors.tolist(), strict=True)
    )
    return Computed(found, spread, tuple(observed.tolist()), tuple(expected.tolist()))

"""The interval of one estimate by the method wanted, or the reason why there is none."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from twofold.agreement.arrays import Floats
from twofold.agreement.patterns import Patterns
from twofold.agreement.quantiles import normal_probability, normal_quantile, t_quantile
from twofold.agreement.resampling import Jackknife, bootstrap, jackknife, smoothed
from twofold.agreement.results import Interval, Intervals, Limits, Method
from twofold.agreement.statistic import Statistic
from twofold.agreement.wording import many, percent, plural

MANY_UNITS = 100
MANY_SHARED = 5
UNDEFINED_DRAWS = 0.10


@dataclass(frozen=True, eq=False)
class Sampler:
    """The draws for all coefficients of one field, made once and only when an interval asks for them.

    ``unit`` is the word for what is resampled.
    """

    patterns: Patterns
    statistics: tuple[Statistic, ...]
    choice: Intervals
    unit: str = "study"

    @cached_property
    def smoothed_draws(self) -> tuple[Floats, ...]:
        """Smoothed Bayesian draws of each statistic."""
        return smoothed(self.patterns, self.statistics, self.choice.draws, self.choice.seed)

    @cached_property
    def bootstrap_draws(self) -> tuple[Floats, ...]:
        """Bootstrap draws of each statistic."""
        return bootstrap(self.patterns, self.statistics, self.choice.draws, self.choice.seed)

    @cached_property
    def jackknives(self) -> tuple[Jackknife, ...]:
        """The jackknife of each statistic."""
        return tuple(jackknife(self.patterns, one) for one in self.statistics)

    @cached_property
    def sparse(self) -> bool:
        """Whether the data are too few for a standard error: see ``docs/statistics.md`` for the coverage behind it.

        Fewer than 100 units (studies), or a category in use that two coders chose together on fewer than five units.
        """
        if self.patterns.groups < MANY_UNITS:
            return True
        times = (self.patterns.rows[:, :, None] == np.arange(self.patterns.q)).sum(axis=1)
        used = self.patterns.counts @ (times > 0)
        shared = self.patterns.counts @ (times > 1)
        return bool((shared[used > 0] < MANY_SHARED).any())


@dataclass(frozen=True, slots=True)
class Place:
    """An estimate and where it comes from.

    ``statistic`` and ``column`` say which of a sampler's coefficients it is, ``error_by`` how its error was made;
    ``lowest`` is a value below which the coefficient cannot lie.
    """

    statistic: int
    column: int
    estimate: float | None
    standard_error: float | None
    lowest: float = -1.0
    error_by: Method = Method.GWET_T


def drawn_or_analytic(sampler: Sampler, place: Place, method: Method) -> Limits:
    """The limits of the coefficient at ``place`` by any method that works for every coefficient.

    A method that would shrink to a single point, as at perfect agreement, gives way to the smoothed interval.
    """
    patterns, unit = sampler.patterns, sampler.unit
    if method is Method.NONE:
        return Limits(None)
    if patterns.groups < 2:
        return Limits(None, f"One {unit}: no interval.")
    if method is Method.DEFAULT:
        method = Method.SMOOTHED if sampler.sparse else Method.GWET_T
    if method is Method.SMOOTHED:
        return _quantiles(sampler, place, sampler.smoothed_draws, Method.SMOOTHED)
    if method is Method.WIDER:
        return _wider(sampler, place)
    if place.estimate is None:
        return Limits(None, "The coefficient is undefined, so only the smoothed method could give limits.")
    made = _by_method(sampler, place, place.estimate, method)
    if made.interval is None or made.interval.low < made.interval.high:
        return made
    if method is Method.ANALYTIC:
        return Limits(
            None,
            f"The standard error over {plural(patterns.groups, unit)} is 0 and says nothing. Draw the interval.",
        )
    instead = _quantiles(sampler, place, sampler.smoothed_draws, Method.SMOOTHED)
    return Limits(
        instead.interval,
        instead.why,
        f"The interval by the method asked for ({method.words}) would be a single point; this is the smoothed one.",
    )


def _by_method(sampler: Sampler, place: Place, estimate: float, method: Method) -> Limits:
    if method is Method.PERCENTILE:
        return _quantiles(sampler, place, sampler.bootstrap_draws, method)
    if method is Method.BCA:
        return _bca(sampler, place, estimate)
    if method in (Method.GWET_T, Method.ANALYTIC) and place.standard_error is not None:
        return _with_t(sampler, place, estimate, place.standard_error, place.error_by)
    if method in (Method.GWET_T, Method.ANALYTIC, Method.JACKKNIFE):
        error = sampler.jackknives[place.statistic].standard_error(place.column)
        if error is None:
            return Limits(
                None, f"Without one of the {many(sampler.unit)} the coefficient is undefined, so the jackknife fails."
            )
        return _with_t(sampler, place, estimate, error, Method.JACKKNIFE)
    return Limits(None, f"There is no interval by this method ({method.words}) for this coefficient.")


def wider_if_small(sampler: Sampler, method: Method) -> Method:
    """The method for coefficients over distances between many kinds of answer: sets and numbers.

    There the smoothed interval alone is too narrow when answers vary much, and Gwet's t when they hardly vary.
    """
    if method is not Method.DEFAULT:
        return method
    return Method.WIDER if sampler.patterns.groups < MANY_UNITS else Method.GWET_T


def _wider(sampler: Sampler, place: Place) -> Limits:
    drawn = _quantiles(sampler, place, sampler.smoothed_draws, Method.SMOOTHED)
    if place.estimate is None or drawn.interval is None:
        return drawn
    with_error = _by_method(sampler, place, place.estimate, Method.GWET_T).interval
    if with_error is None or with_error.low == with_error.high:
        return drawn
    one = drawn.interval
    widest = replace(
        one,
        low=min(one.low, with_error.low),
        high=max(one.high, with_error.high),
        method=Method.WIDER,
        cut=with_error.cut,
    )
    return Limits(widest, "", drawn.note)


def _with_t(sampler: Sampler, place: Place, estimate: float, error: float, method: Method) -> Limits:
    confidence = sampler.choice.confidence
    half = error * t_quantile(0.5 + confidence / 2, sampler.patterns.groups - 1)
    return Limits(_cut(estimate, half, place.lowest, method, confidence))


def with_z(estimate: float, error: float, method: Method, confidence: float) -> Limits:
    """Estimate and standard error with normal limits, cut at -1 and 1."""
    return Limits(_cut(estimate, error * normal_quantile(0.5 + confidence / 2), -1.0, method, confidence))


def _cut(estimate: float, half: float, lowest: float, method: Method, confidence: float) -> Interval:
    lowest = min(lowest, estimate)
    low, high = estimate - half, estimate + half
    return Interval(max(low, lowest), min(high, 1.0), method, confidence, cut=low < lowest or high > 1.0)


def _quantiles(sampler: Sampler, place: Place, draws: Sequence[Floats], method: Method) -> Limits:
    tail = (1.0 - sampler.choice.confidence) / 2
    return _at(sampler, draws[place.statistic][:, place.column], (tail, 1.0 - tail), method, place.estimate)


def _at(sampler: Sampler, draws: Floats, tails: tuple[float, float], method: Method, estimate: float | None) -> Limits:
    good = ~np.isnan(draws)
    lost = 1.0 - float(good.mean())
    if lost > UNDEFINED_DRAWS:
        return Limits(
            None,
            f"The coefficient is undefined in {percent(lost)} of {len(draws)} draws; above "
            f"{percent(UNDEFINED_DRAWS)} the limits would mislead.",
        )
    low, high = (float(one) for one in np.quantile(draws[good] if lost else draws, tails))
    note = f"The coefficient was undefined in {100 * lost:.1f} % of the draws, which were left out." if lost else ""
    if method is Method.SMOOTHED and estimate is not None:
        # The draws never quite reach 1, and an interval that leaves its own estimate out would puzzle every reader.
        low, high = min(low, estimate), max(high, estimate)
        if low == high:
            return Limits(None, "Whatever the coders answer, this figure is the same, so there is no interval.")
    choice = sampler.choice
    return Limits(Interval(low, high, method, choice.confidence, choice.draws, choice.seed, lost), "", note)


def _bca(sampler: Sampler, place: Place, estimate: float) -> Limits:
    """Limits at quantiles moved for bias and skewness: z0 from the draws, the acceleration from the sample's jackknife.

    Draws that equal the estimate count half below it, because coefficients of small tables take few values.

    Source: Efron 1987.
    """
    draws = sampler.bootstrap_draws[place.statistic][:, place.column]
    good = draws[~np.isnan(draws)]
    knife = sampler.jackknives[place.statistic]
    _, _, lost = knife.defined(place.column)
    if lost > UNDEFINED_DRAWS:
        return Limits(
            None,
            f"Without one of {percent(lost)} of the {many(sampler.unit)} the coefficient is undefined, so BCa fails.",
        )
    close = np.abs(good - estimate) < 1e-12
    below = float((good < estimate)[~close].sum() + 0.5 * close.sum()) / max(len(good), 1)
    if not 0.0 < below < 1.0:
        return Limits(None, "No draw lies on one side of the estimate, so the bias correction of BCa is undefined.")
    z0, bend = normal_quantile(below), knife.acceleration(place.column)
    tails = []
    for tail in ((1.0 - sampler.choice.confidence) / 2, (1.0 + sampler.choice.confidence) / 2):
        z = z0 + normal_quantile(tail)
        if bend * z >= 1.0:
            return Limits(None, "The acceleration is too large for BCa limits.")
        tails.append(normal_probability(z0 + z / (1.0 - bend * z)))
    return _at(sampler, draws, (tails[0], tails[1]), Method.BCA, estimate)


def finite(value: float) -> float | None:
    """``value``, or ``None`` in place of NaN and infinity, which never leave this room."""
    return float(value) if math.isfinite(value) else None

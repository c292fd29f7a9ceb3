"""Whether agreement changes over the course of the coding."""

import math
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from twofold.agreement.arrays import Floats, Ints
from twofold.agreement.codes import BadCodes, Ratings, as_ratings
from twofold.agreement.computed import Coefficient, Job, chance_of
from twofold.agreement.measure import Prepared, prepare, read_out
from twofold.agreement.proportions import wilson
from twofold.agreement.quantiles import two_sided
from twofold.agreement.resampling import smoothed
from twofold.agreement.results import STANDARD, Figure, Interval, Intervals, Method, Significance
from twofold.agreement.weights import Weights
from twofold.agreement.wording import p_value, plural

WINDOW = 12
UNLIKELY = 0.05


@dataclass(frozen=True, slots=True)
class Window:
    """Raw agreement over units ``first`` to ``last`` (from 0) in coding order, with Wilson limits."""

    first: int
    last: int
    agreement: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Drift:
    """Agreement over coding order.

    ``order`` lists the doubly coded units, as they stand in the codes, by the time of their later code. ``trend``
    tests whether disagreements grow (z above 0) or fade; ``step_trend`` whether the second coder climbs against the
    first on an ordered scale. ``first_half``, ``second_half`` and ``change`` are AC1 and its difference.
    ``sentence`` says it.
    """

    order: tuple[int, ...]
    trend: Significance
    step_trend: Significance | None
    windows: tuple[Window, ...]
    first_half: Figure
    second_half: Figure
    change: Figure
    sentence: str


def drift(
    codes: Ratings | Iterable[Iterable[Hashable]],
    times: Sequence[Sequence[object]],
    categories: Iterable[Hashable] | None = None,
    *,
    ordered: bool = False,
    raters: Sequence[str] | None = None,
    window: int = WINDOW,
    intervals: Intervals = STANDARD,
    unit: str = "study",
) -> Drift | None:
    """Whether disagreement depends on when the units were coded; ``None`` with fewer than two doubly coded units.

    Args:
        codes, categories, raters, intervals, unit: as for ``agreement``; categories of an ``ordered`` field in
        order and
            on the scale.
        times: when each code was made, laid out as the codes; anything that can be ordered (ISO text, numbers),
        ``None``
            where there is no code.
        window: how many units a running window holds.

    Raises:
        BadCodes: times that do not fit the codes, or a code without a time; else as ``agreement``.

    Source: Armitage 1955 for the trend.
    """
    ratings = as_ratings(codes, categories, raters)
    ranks, order = _ordered(ratings, times)
    if len(order) < 2:
        return None
    taken = ratings.codes[order]
    apart = _disagreement(taken)
    place = ranks[order]
    trend = _trend("trend of disagreement", place, apart)
    step_trend = None
    if ordered and taken.shape[1] == 2:
        step_trend = _trend("trend of who codes higher", place, (taken[:, 1] - taken[:, 0]).astype(np.float64))
    first, second, change = _halves(ratings, order, intervals, unit)
    sentence = _sentence(trend, first, second, len(order), unit)
    windows = tuple(_windows(apart, window, intervals.confidence))
    return Drift(tuple(order.tolist()), trend, step_trend, windows, first, second, change, sentence)


def _ordered(ratings: Ratings, times: Sequence[Sequence[object]]) -> tuple[Floats, Ints]:
    """Each unit's mid-rank by the time of its last code, and the doubly coded units in that order."""
    if len(times) != len(ratings.codes) or any(len(row) != len(ratings.raters) for row in times):
        raise BadCodes("The times do not fit the codes. Give one for each code, and None where there is no code.")
    latest: dict[int, object] = {}
    for number, (row, when) in enumerate(zip(ratings.codes, times, strict=True)):
        coded = np.flatnonzero(row >= 0).tolist()
        if len(coded) < 2:
            continue
        stamps = [when[g] for g in coded]
        if any(stamp is None for stamp in stamps):
            raise BadCodes(f"Row {number + 1} has a code without a time. Give the time of every code.")
        latest[number] = max(stamps, key=_key)
    order = sorted(latest, key=lambda number: _key(latest[number]))
    ranks = np.zeros(len(ratings.codes))
    start = 0
    bounds = [k for k, (a, b) in enumerate(pairwise(order), start=1) if latest[a] != latest[b]]
    for end in [*bounds, len(order)]:
        ranks[order[start:end]] = (start + end + 1) / 2
        start = end
    return ranks, np.array(order, dtype=np.intp)


def _key(stamp: object) -> tuple[str, object]:
    """Numbers among numbers and text among text, so that one list of times sorts without comparing the two."""
    if isinstance(stamp, int | float):
        return "", stamp
    return type(stamp).__name__, stamp


def _disagreement(codes: Ints) -> Floats:
    """The share of differing pairs of codes of each unit."""
    coded = codes >= 0
    times = coded.sum(axis=1)
    same = ((codes[:, :, None] == codes[:, None, :]) & coded[:, :, None] & coded[:, None, :]).sum(axis=(1, 2)) - times
    return np.asarray(1.0 - same / (times * (times - 1)), dtype=np.float64)


def _trend(name: str, place: Floats, values: Floats) -> Significance:
    """z = sum (i - mean i) d_i/sqrt(var(d) sum (i - mean i)^2), which for yes and no is Cochran and Armitage's test."""
    away = place - place.mean()
    spread = float(values.var()) * float((away**2).sum())
    if spread <= 0.0:
        why = "There is nothing to see a trend in: every unit is alike, or all were coded at one time."
        return Significance(name, None, 1, None, why)
    z = float(away @ values) / math.sqrt(spread)
    return Significance(name, z, 1, two_sided(z))


def _windows(apart: Floats, size: int, confidence: float) -> Iterable[Window]:
    for start in range(len(apart) - size + 1):
        share = 1.0 - float(apart[start : start + size].mean())
        yield Window(start, start + size - 1, share, *wilson(share, size, confidence))


def _halves(ratings: Ratings, order: Ints, intervals: Intervals, unit: str) -> tuple[Figure, Figure, Figure]:
    middle = len(order) // 2
    parts: list[Prepared] = [
        prepare(
            Ratings(ratings.codes[which], ratings.categories, ratings.raters),
            Weights.NONE,
            unit=unit,
            wanted=(Coefficient.AC,),
        )
        for which in (order[:middle], order[middle:])
    ]
    first, second = (one.figures[0] for one in read_out(parts, intervals))
    if first.estimate is None or second.estimate is None:
        return (
            first,
            second,
            Figure("ac_change", "AC1, second half less first", len(order), None, first.why or second.why),
        )
    change = second.estimate - first.estimate
    name = "AC1, second half less first"
    if intervals.method in (Method.NONE, Method.ANALYTIC):
        why = "The interval of a difference is drawn only."
        return first, second, Figure("ac_change", name, len(order), change, why_no_interval=why)
    draws = [_draws(one.job, intervals, number) for number, one in enumerate(parts)]
    tail = (1.0 - intervals.confidence) / 2
    low, high = (float(one) for one in np.nanquantile(draws[1] - draws[0], (tail, 1.0 - tail)))
    interval = Interval(
        min(low, change), max(high, change), Method.SMOOTHED, intervals.confidence, intervals.draws, intervals.seed
    )
    return first, second, Figure("ac_change", name, len(order), change, interval=interval)


def _draws(job: Job, intervals: Intervals, number: int) -> Floats:
    """Smoothed draws of AC1 of one half; the halves must not share their random numbers."""
    drawn = smoothed(job.patterns, (chance_of(job),), intervals.draws, intervals.seed + number)
    return drawn[0][:, Coefficient.AC.place]


def _sentence(trend: Significance, first: Figure, second: Figure, n: int, unit: str) -> str:
    if trend.statistic is None or trend.p is None:
        return trend.why
    if trend.p >= UNLIKELY:
        return f"No sign of drift over {plural(n, unit)} (trend {p_value(trend.p)})."
    way = "grew" if trend.statistic > 0 else "faded"
    return f"Disagreement {way} over the coding (trend {p_value(trend.p)}); talk over the last units before going on."

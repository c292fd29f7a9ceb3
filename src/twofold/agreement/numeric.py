"""Agreement on numbers: equal, near enough, and how much of the spread lies between units (ICC)."""

import math
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from twofold.agreement.arrays import Floats, Ints
from twofold.agreement.codes import MISSING, BadCodes, Ratings, rater_names
from twofold.agreement.computed import Coefficient
from twofold.agreement.krippendorff import FixedAlpha, IntervalAlpha, Metric, metric_distances
from twofold.agreement.limits import Place, Sampler, drawn_or_analytic, finite, wider_if_small
from twofold.agreement.measure import Agreement, prepare, read_out, why_nothing
from twofold.agreement.patterns import count_patterns
from twofold.agreement.quantiles import f_quantile
from twofold.agreement.raw import MeanAgreement, mean_figure
from twofold.agreement.results import STANDARD, Figure, Interval, Intervals, Limits, Method, assembled
from twofold.agreement.slips import Slip, likely_slip
from twofold.agreement.weights import Weights
from twofold.agreement.wording import many, plural

RATIO_VALUES = 2000


@dataclass(frozen=True, slots=True)
class NumberAgreement:
    """Agreement of two or more coders on a number.

    ``exact`` and ``within`` are the shares of pairs that are equal and that lie within the tolerance; ``icc`` is
    ICC(2,1) over the ``complete`` units that all coders coded; ``alpha`` is Krippendorff's. ``largest_gap`` is the
    largest difference on one unit, ``largest_at`` that unit counted from 0. ``slips`` are the pairs that look like
    a slip. These rest on numbers alone: ``units`` hold one at least, ``n`` two or more.

    ``answers`` is the share of pairs that are equal when answers off the scale count as answers too, and ``codable``
    compares whether there is a number at all; ``None`` where no answer off the scale is declared.
    """

    units: int
    n: int
    complete: int
    raters: tuple[str, ...]
    exact: Figure
    within: Figure
    icc: Figure
    alpha: Figure
    largest_gap: float | None
    largest_at: int | None
    slips: tuple[Slip, ...]
    answers: Figure | None = None
    codable: Agreement | None = None

    @property
    def figures(self) -> tuple[Figure, ...]:
        """All figures of the numbers, the shares first."""
        return (self.exact, self.within, self.icc, self.alpha)


def number_agreement(
    rows: Iterable[Iterable[float | str | None]],
    *,
    off_scale: Iterable[str] = (),
    tolerance: float = 0.0,
    relative: float = 0.0,
    metric: Metric | str = Metric.INTERVAL,
    raters: Sequence[str] | None = None,
    clusters: Sequence[Hashable] | None = None,
    intervals: Intervals = STANDARD,
    unit: str = "study",
) -> NumberAgreement:
    """Agreement on numbers: equal, within a tolerance, ICC(2,1) and Krippendorff's alpha.

    Args:
        rows: one row a unit, one number a coder; ``None`` or NaN where not coded.
        off_scale: answers that are no numbers, such as *not reported*. A number against one of them is a disagreement
            for ``answers`` and ``codable``; the other figures leave the pair out.
        tolerance: how far two numbers may be apart and still agree, in their own unit.
        relative: the same as a share of the larger of the two; the more generous of the two rules holds.
        metric: alpha's metric, interval or ratio.
        raters, clusters, intervals, unit: as for ``agreement``.

    Raises:
        BadCodes: a cell that is no finite number, ragged rows, or clusters that do not fit.
        ValueError: a negative tolerance, or another metric.
    """
    if tolerance < 0 or relative < 0:
        raise ValueError("A tolerance is not negative. 0 means that only equal numbers agree.")
    if Metric(metric) not in (Metric.INTERVAL, Metric.RATIO):
        raise ValueError(f"Alpha of numbers takes the interval or the ratio metric, not {metric}.")
    aside = tuple(dict.fromkeys(off_scale))
    table, off = _numbers(rows, len(raters or ()), aside)
    names = rater_names(raters, table.shape[1])
    answers, codable = _with_off_scale(table, off, names, clusters, intervals, unit) if aside else (None, None)
    values, where = np.unique(table[~np.isnan(table)], return_inverse=True)
    codes = np.full(table.shape, MISSING, dtype=np.intp)
    codes[~np.isnan(table)] = where
    counted = count_patterns(Ratings(codes, tuple(values.tolist()) or (0.0,), names), clusters=clusters)
    patterns = counted.patterns
    complete = table[~np.isnan(table).any(axis=1)] if len(names) > 1 else table[:0]
    icc = icc_figure(complete, intervals.confidence, unit, clustered=clusters is not None)
    gap, at = _largest(table)
    slips = tuple(_slips(table, names))
    if not patterns.units:
        why = why_nothing(len(names), counted, unit)
        empty = [Figure(key, name, 0, None, why) for key, name in _NAMES.items()]
        return NumberAgreement(
            counted.units,
            0,
            len(complete),
            names,
            empty[0],
            empty[1],
            icc,
            empty[2],
            gap,
            at,
            slips,
            answers,
            codable,
        )

    def apart(first: np.ndarray, second: np.ndarray) -> Floats:
        x, y = values[first], values[second]
        allowed = np.maximum(tolerance, relative * np.maximum(np.abs(x), np.abs(y)))
        # A decimal tolerance such as 0.1 is not exact in binary: 0.3 and 0.2 lie within it.
        return np.stack([x != y, np.abs(x - y) > allowed * (1 + 1e-12)], axis=-1).astype(np.float64)

    raw = MeanAgreement(patterns.rows, apart)
    if Metric(metric) is Metric.INTERVAL:
        alpha: FixedAlpha | IntervalAlpha | None = IntervalAlpha(patterns.rows, values)
    else:
        fits = len(values) <= RATIO_VALUES
        alpha = FixedAlpha(patterns.rows, metric_distances(Metric.RATIO, values)) if fits else None
    sampler = Sampler(patterns, (raw,) if alpha is None else (raw, alpha), intervals, unit)
    exact, within = (mean_figure(sampler, raw, 0, k, key, _NAMES[key]) for k, key in enumerate(("percent", "within")))
    return NumberAgreement(
        counted.units,
        patterns.units,
        len(complete),
        patterns.raters,
        exact,
        within,
        icc,
        _alpha_figure(sampler, alpha, str(Metric(metric)), unit),
        gap,
        at,
        slips,
        answers,
        codable,
    )


_NAMES = {"percent": "equal numbers", "within": "within the tolerance", "alpha": "Krippendorff alpha"}
_ALL = "equal answers, all answers"
_WHETHER = (Coefficient.PERCENT, Coefficient.KAPPA, Coefficient.AC)


def _numbers(rows: Iterable[Iterable[float | str | None]], coders: int, aside: Sequence[str]) -> tuple[Floats, Ints]:
    """The numbers, units x coders, and in the same shape which of ``aside`` a cell holds (-1 for none).

    ``coders`` says how many there are where no row does.
    """
    made: list[list[float]] = []
    off: list[list[int]] = []
    place_of = {one: place for place, one in enumerate(aside)}
    for number, row in enumerate(rows, start=1):
        cells, beside = [], []
        for place, cell in enumerate(row, start=1):
            beside.append(place_of.get(cell, MISSING) if isinstance(cell, str) else MISSING)
            try:
                value = math.nan if cell is None or beside[-1] >= 0 else float(cell)
            except (TypeError, ValueError):
                raise BadCodes(f"Row {number}, coder {place}: {cell!r} is no number.") from None
            if math.isinf(value):
                raise BadCodes(f"Row {number}, coder {place}: {cell!r} is not finite.")
            cells.append(value)
        if made and len(cells) != len(made[0]):
            raise BadCodes(f"Row {number} has {len(cells)} numbers where row 1 has {len(made[0])}.")
        made.append(cells)
        off.append(beside)
    shape = (len(made), len(made[0]) if made else coders)
    return np.array(made, dtype=np.float64).reshape(shape), np.array(off, dtype=np.intp).reshape(shape)


def _with_off_scale(
    table: Floats,
    off: Ints,
    names: tuple[str, ...],
    clusters: Sequence[Hashable] | None,
    intervals: Intervals,
    unit: str,
) -> tuple[Figure, Agreement]:
    """How often whole answers are equal, numbers or not, and whether coders agree that there is a number."""
    numbers = ~np.isnan(table)
    found = np.where(numbers, 1, np.where(off >= 0, 0, MISSING)).astype(np.intp)
    whether = Ratings(found, ("off the scale", "on the scale"), names)
    (codable,) = read_out([prepare(whether, Weights.NONE, None, clusters, unit=unit, wanted=_WHETHER)], intervals)
    values, where = np.unique(table[numbers], return_inverse=True)
    codes = np.where(off >= 0, len(values) + off, MISSING).astype(np.intp)
    codes[numbers] = where
    labels = tuple(range(int(codes.max(initial=0)) + 1))
    counted = count_patterns(Ratings(codes, labels, names), clusters=clusters)
    if not counted.patterns.units:
        return Figure("all_percent", _ALL, 0, None, why_nothing(len(names), counted, unit)), codable
    raw = MeanAgreement(counted.patterns.rows, lambda a, b: (a != b).astype(np.float64)[:, None])
    return mean_figure(Sampler(counted.patterns, (raw,), intervals, unit), raw, 0, 0, "all_percent", _ALL), codable


def _alpha_figure(sampler: Sampler, alpha: FixedAlpha | IntervalAlpha | None, metric: str, unit: str) -> Figure:
    patterns, name = sampler.patterns, f"Krippendorff alpha ({metric})"
    if alpha is None:
        why = f"There are more than {RATIO_VALUES} different numbers; use the interval metric."
        return Figure("alpha", name, patterns.units, None, why, variant=metric)
    sums = patterns.counts @ alpha.features
    estimate = finite(float(alpha.estimates(sums)[0]))
    error = sampler.jackknives[1].standard_error(0) if estimate is not None and patterns.groups > 1 else None
    place = Place(1, 0, estimate, error, error_by=Method.JACKKNIFE)
    method = wider_if_small(sampler, sampler.choice.method)
    return assembled(
        "alpha",
        name,
        estimate,
        drawn_or_analytic(sampler, place, method) if estimate is not None else Limits(None),
        n=patterns.units,
        unit=unit,
        why="" if estimate is not None else "Every number is the same, so there is no spread to agree about.",
        error=error,
        variant=metric,
    )


def icc_figure(complete: Floats, confidence: float, unit: str, *, clustered: bool = False) -> Figure:
    """ICC(2,1), absolute agreement of single codes, from units x coders without gaps, with its F interval.

    The interval takes units for independent, so there is none where they are rows of studies (``clustered``).

    (MSR - MSE)/(MSR + (k - 1) MSE + k (MSC - MSE)/n).

    Source: Shrout and Fleiss 1979; limits by McGraw and Wong 1996, table 7.
    """
    name = "ICC(2,1)"
    n, k = complete.shape
    if n < 2 or k < 2:
        had = f"only one {unit}" if n == 1 else f"no {unit}"
        return Figure(
            "icc", name, n, None, f"ICC needs two {many(unit)} that all coded; {had} has every coder's number."
        )
    grand = complete.mean()
    rows, columns = complete.mean(axis=1), complete.mean(axis=0)
    between = float(k * ((rows - grand) ** 2).sum() / (n - 1))
    coders = float(n * ((columns - grand) ** 2).sum() / (k - 1))
    rest = complete - rows[:, None] - columns[None, :] + grand
    within = float((rest**2).sum() / ((n - 1) * (k - 1)))
    scale = float(np.abs(complete).max()) ** 2
    within, coders = (0.0 if one <= 1e-24 * scale else one for one in (within, coders))
    bottom = between + (k - 1) * within + k * (coders - within) / n
    if between <= 1e-24 * scale:
        return Figure("icc", name, n, None, "The units do not differ on average, so no spread lies between them.")
    if bottom <= 0.0:
        return Figure("icc", name, n, None, "The variance components are negative here, so ICC is undefined.")
    estimate = (between - within) / bottom
    if within == 0.0 and coders == 0.0:
        why = f"The coders agree on all {plural(n, unit)}, and F limits would be a single point."
        return Figure("icc", name, n, estimate, "", None, why)
    if clustered:
        return Figure("icc", name, n, estimate, "", None, "F limits take rows of one study for independent.")
    limits = _mcgraw_wong(between, coders, within, n, k, estimate, confidence)
    return assembled("icc", name, estimate, limits, n=n, unit=unit)


def _mcgraw_wong(
    between: float, coders: float, within: float, n: int, k: int, estimate: float, confidence: float
) -> Limits:
    if estimate >= 1.0 or within == 0.0:
        return Limits(None, "The coders differ by a constant only, and F limits do not exist.")
    a = k * estimate / (n * (1 - estimate))
    b = 1 + k * estimate * (n - 1) / (n * (1 - estimate))
    freedom = (a * coders + b * within) ** 2 / ((a * coders) ** 2 / (k - 1) + (b * within) ** 2 / ((n - 1) * (k - 1)))
    level = 0.5 + confidence / 2
    high_f, low_f = f_quantile(level, n - 1, freedom), f_quantile(level, freedom, n - 1)
    rest = k * coders + (k * n - k - n) * within
    low = n * (between - high_f * within) / (high_f * rest + n * between)
    high = n * (low_f * between - within) / (rest + n * low_f * between)
    return Limits(
        Interval(max(low, -1.0), min(high, 1.0), Method.MCGRAW_WONG, confidence, cut=low < -1.0 or high > 1.0)
    )


def _largest(table: Floats) -> tuple[float | None, int | None]:
    if not table.size:
        return None, None
    coded = ~np.isnan(table)
    spread = np.where(coded, table, -np.inf).max(axis=1) - np.where(coded, table, np.inf).min(axis=1)
    spread[coded.sum(axis=1) < 2] = -1.0
    at = int(spread.argmax())
    return (float(spread[at]), at) if spread[at] >= 0.0 else (None, None)


def _slips(table: Floats, names: Sequence[str]) -> Iterable[Slip]:
    for number, row in enumerate(table):
        coded = [g for g in range(len(names)) if not math.isnan(row[g])]
        for place, g in enumerate(coded):
            for h in coded[place + 1 :]:
                found = likely_slip(float(row[g]), float(row[h]))
                if found:
                    pair = (names[g], names[h])
                    yield Slip(number, pair, (float(row[g]), float(row[h])), found[0], found[1])

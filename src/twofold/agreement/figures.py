"""From arrays to figures that can be read: names, limits, and what is said where there is nothing to show."""

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from twofold.agreement.arrays import Ints
from twofold.agreement.computed import Coefficient, Computed, Job, alpha_of, chance_of
from twofold.agreement.fleiss_cohen import kappa_errors
from twofold.agreement.goodness_of_fit import goodness_of_fit_limits
from twofold.agreement.krippendorff import Metric
from twofold.agreement.limits import Place, Sampler, drawn_or_analytic, with_z
from twofold.agreement.patterns import Patterns, Population
from twofold.agreement.proportions import exact, wilson
from twofold.agreement.results import Figure, Interval, Intervals, Limits, Method, assembled
from twofold.agreement.weights import Weights
from twofold.agreement.wording import coders, percent, plural

_FIXED = (Coefficient.PERCENT, Coefficient.AC, Coefficient.BP)


@dataclass(frozen=True, eq=False)
class Reading:
    """One computed job with what is needed to name and explain its figures."""

    job: Job
    computed: Computed
    labels: tuple[str, ...]
    choice: Intervals
    unit: str = "study"
    population: Population = Population.PAIRABLE

    @property
    def patterns(self) -> Patterns:
        """The patterns that the figures rest on."""
        return self.job.pairable.patterns

    @cached_property
    def used(self) -> Ints:
        """Which categories each coder used on the units that count (coders x q, counts)."""
        patterns = self.patterns
        hits = patterns.rows[:, :, None] == np.arange(patterns.q)
        return np.asarray(np.tensordot(patterns.counts, hits, axes=(0, 0)), dtype=np.intp)

    @property
    def unweighted(self) -> bool:
        """Whether every disagreement counts alike."""
        return self.job.weights is Weights.NONE

    @cached_property
    def _main(self) -> Sampler:
        if self.population is Population.IRRCAC:
            return Sampler(self.job.patterns, (chance_of(self.job),), self.choice, self.unit)
        return Sampler(self.patterns, (chance_of(self.job), alpha_of(self.job)), self.choice, self.unit)

    @cached_property
    def _alpha_alone(self) -> Sampler:
        return Sampler(self.patterns, (alpha_of(self.job),), self.choice, self.unit)

    def sampler(self, coefficient: Coefficient) -> tuple[Sampler, int, int]:
        """The draws that ``coefficient`` shares with others, and its statistic and column there."""
        if coefficient is not Coefficient.ALPHA:
            return self._main, 0, coefficient.place
        # Alpha never counts units with a single code, so under irrCAC's convention it rests on other units.
        return (self._alpha_alone, 0, 0) if self.population is Population.IRRCAC else (self._main, 1, 0)


def variant_of(coefficient: Coefficient, job: Job) -> str:
    """The weights (for alpha, the metric) of a figure as they stand in files; empty for none."""
    if coefficient is Coefficient.ALPHA and job.metric is not Metric.WEIGHTS:
        return str(job.metric)
    if job.weights is Weights.NONE:
        return ""
    return str(job.weights) if job.weights is not None else "own"


def coefficient_name(coefficient: Coefficient, job: Job) -> str:
    """The name of ``coefficient`` for these data: Cohen's with two coders, Conger's with more."""
    return _name(coefficient, len(job.patterns.raters) == 2, job.patterns.q == 2, job.weights, job.metric)


@lru_cache(maxsize=512)
def _name(coefficient: Coefficient, two: bool, binary: bool, weights: Weights | None, metric: Metric) -> str:
    weighted = weights is not Weights.NONE
    words = weights.words if weights is not None else "own weights"
    if coefficient is Coefficient.ALPHA:
        return f"Krippendorff alpha ({words if metric is Metric.WEIGHTS else metric})"
    plain = {
        Coefficient.PERCENT: "weighted agreement" if weighted else "raw agreement",
        Coefficient.KAPPA: ("weighted kappa" if weighted else "Cohen kappa") if two else "Conger kappa",
        Coefficient.PI: "Scott pi" if two else "Fleiss kappa",
        Coefficient.AC: "AC2" if weighted else "AC1",
        Coefficient.BP: "PABAK" if two and binary and not weighted else "Brennan-Prediger",
    }[coefficient]
    return f"{plain} ({words})" if weighted else plain


def absent_figure(coefficient: Coefficient, job: Job, why: str) -> Figure:
    """A figure of a field of which nothing can be computed."""
    return Figure(
        coefficient.value, coefficient_name(coefficient, job), 0, None, why, variant=variant_of(coefficient, job)
    )


def figure(reading: Reading, coefficient: Coefficient) -> Figure:
    """The figure of one coefficient, with its interval or the reasons why there is none."""
    place_in = coefficient.place
    computed, job, patterns = reading.computed, reading.job, reading.patterns
    estimate, error = computed.estimates[place_in], computed.errors[place_in]
    notes: list[str] = []
    near_zero = estimate is not None and abs(estimate) < 1e-9
    if coefficient is Coefficient.KAPPA and near_zero and len(patterns.raters) == 2:
        constant = _constant_note(reading)
        if constant:
            # Observed and expected disagreement are then the same sum in another order; rounding must not show.
            estimate, error = 0.0, 0.0
            notes.append(constant)
    why = "" if estimate is not None else _why_undefined(reading, coefficient)
    name = coefficient_name(coefficient, job)
    corrected = coefficient is not Coefficient.PERCENT
    return assembled(
        coefficient.value,
        name,
        estimate,
        _limits(reading, coefficient, estimate, error),
        n=patterns.units,
        unit=reading.unit,
        why=why,
        error=error if patterns.groups > 1 else None,
        observed=1.0 - computed.observed[place_in],
        chance=1.0 - computed.expected[place_in] if corrected else None,
        variant=variant_of(coefficient, job),
        notes=notes,
    )


def _constant_note(reading: Reading) -> str:
    first, second = (row > 0 for row in reading.used)
    if not (first & second).any():
        return "The coders never share a category." if first.sum() == 1 or second.sum() == 1 else ""
    a, b = reading.patterns.raters
    if first.sum() == 1:
        return f"{a} used one category throughout, so kappa is 0 whatever {b} did."
    if second.sum() == 1:
        return f"{b} used one category throughout, so kappa is 0 whatever {a} did."
    return ""


def _why_undefined(reading: Reading, coefficient: Coefficient) -> str:
    patterns = reading.patterns
    if patterns.q == 1:
        return "The field has one category only, so chance agreement is 100 % and nothing can be corrected for it."
    used = reading.used.sum(axis=0) > 0
    if used.sum() == 1 and coefficient in (Coefficient.KAPPA, Coefficient.PI, Coefficient.ALPHA):
        word = {Coefficient.KAPPA: "kappa", Coefficient.PI: "pi", Coefficient.ALPHA: "alpha"}[coefficient]
        low, high = wilson(1.0, patterns.groups, reading.choice.confidence)
        return (
            f"{coders(patterns.raters)} used only '{reading.labels[int(np.flatnonzero(used)[0])]}' on all "
            f"{plural(patterns.units, reading.unit)}; {word} cannot be computed (chance agreement is 100 %). "
            f"Raw agreement 100 % ({percent(reading.choice.confidence)} {round(100 * low)} to {round(100 * high)})."
        )
    return "Under these weights every pair of categories in use counts as full agreement, so chance agreement is 100 %."


def _limits(reading: Reading, coefficient: Coefficient, estimate: float | None, error: float | None) -> Limits:
    method, patterns = reading.choice.method, reading.patterns
    clustered = patterns.kinds is not None
    if method in (Method.WILSON, Method.EXACT, Method.FLEISS_COHEN_EVERITT, Method.GOODNESS_OF_FIT):
        return _special(reading, coefficient, estimate, method)
    quick = method is Method.ANALYTIC or (method is Method.DEFAULT and coefficient is Coefficient.PERCENT)
    if quick and coefficient in _FIXED and estimate is not None and not clustered and patterns.groups > 1:
        return _wilson(reading, coefficient)
    if estimate is None and patterns.q == 1:
        return Limits(None)
    sampler, statistic, column = reading.sampler(coefficient)
    ordinal_alpha = coefficient is Coefficient.ALPHA and reading.job.metric is Metric.ORDINAL
    error_by = Method.JACKKNIFE if ordinal_alpha else Method.GWET_T
    place = Place(statistic, column, estimate, error, _lowest(reading, coefficient), error_by)
    return drawn_or_analytic(sampler, place, method)


def _lowest(reading: Reading, coefficient: Coefficient) -> float:
    """A value below which the coefficient cannot lie here: -1 where p_e follows the coders' own shares."""
    if coefficient is Coefficient.PERCENT:
        return 0.0
    if coefficient in (Coefficient.KAPPA, Coefficient.PI, Coefficient.ALPHA):
        return -1.0
    apart = reading.job.disagreement
    mean = float(apart.mean())
    return 1.0 - float(apart.max()) / mean if mean > 0.0 else -1.0


def _wilson(reading: Reading, coefficient: Coefficient) -> Limits:
    """Wilson's limits of raw agreement, carried through (p - p_e)/(1 - p_e) with p_e as estimated."""
    place = coefficient.place
    apart, expected = reading.computed.observed[place], reading.computed.expected[place]
    confidence = reading.choice.confidence
    low, high = wilson(1.0 - apart, reading.patterns.units, confidence)
    return Limits(Interval(1.0 - (1.0 - low) / expected, 1.0 - (1.0 - high) / expected, Method.WILSON, confidence))


def _special(reading: Reading, coefficient: Coefficient, estimate: float | None, method: Method) -> Limits:
    """The methods that exist for some coefficients and data only."""
    patterns, confidence = reading.patterns, reading.choice.confidence
    no = Limits(None, f"There is no interval by this method ({method.words}) for this coefficient or these data.")
    table = patterns.table
    if patterns.kinds is not None:
        return Limits(None, f"This method ({method.words}) takes rows of one study for independent. Use a drawn one.")
    if patterns.groups < 2:
        return Limits(None, f"One {reading.unit}: no interval.")
    if estimate is None:
        return Limits(None, "The coefficient is undefined, so only the smoothed method could give limits.")
    if method is Method.WILSON:
        return _wilson(reading, coefficient) if coefficient in _FIXED else no
    if table is None:
        return no
    if method is Method.EXACT and coefficient is Coefficient.PERCENT and reading.unweighted:
        low, high = exact(int(np.trace(table)), patterns.units, confidence)
        return Limits(Interval(low, high, method, confidence))
    if method is Method.GOODNESS_OF_FIT and coefficient is Coefficient.PI and patterns.q == 2:
        fit = goodness_of_fit_limits(int(table[0, 0]), int(table[0, 1] + table[1, 0]), int(table[1, 1]), confidence)
        return Limits(Interval(*fit, method, confidence)) if fit else no
    if method is Method.FLEISS_COHEN_EVERITT and coefficient is Coefficient.KAPPA:
        errors = kappa_errors(table, 1.0 - reading.job.disagreement)
        if errors is not None:
            if errors.standard_error < 1e-10:
                sampler, statistic, column = reading.sampler(coefficient)
                point = Place(statistic, column, estimate, 0.0)
                return drawn_or_analytic(sampler, point, Method.GWET_T)
            return with_z(estimate, errors.standard_error, method, confidence)
    return no

"""``agreement``: every coefficient of one field, from codes to figures."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

from twofold.agreement.codes import Ratings, as_ratings
from twofold.agreement.computed import Coefficient, Job, compute
from twofold.agreement.figures import Reading, absent_figure, figure
from twofold.agreement.krippendorff import Metric
from twofold.agreement.patterns import Counted, Population, count_patterns
from twofold.agreement.results import STANDARD, Figure, Intervals
from twofold.agreement.weights import WeightChoice, Weights, disagreement_matrix
from twofold.agreement.wording import listed, many, plural


@dataclass(frozen=True, slots=True)
class Agreement:
    """The agreement of two or more coders on one field.

    ``units`` have at least one code, ``n`` of them two or more (the figures rest on these), ``single`` exactly one.
    ``raters`` are the coders who count; ``table`` is the cross-table of two coders with the first one's codes as
    rows, ``None`` with more. ``notes`` say in sentences what the reader must know of all figures.
    """

    units: int
    n: int
    single: int
    raters: tuple[str, ...]
    categories: tuple[str, ...]
    table: tuple[tuple[int, ...], ...] | None
    figures: tuple[Figure, ...]
    notes: tuple[str, ...] = ()

    def figure(self, key: str) -> Figure:
        """The figure of the coefficient ``key``: percent, kappa, pi, ac, bp or alpha.

        Raises:
            KeyError: there is none with that key.
        """
        for one in self.figures:
            if one.key == key:
                return one
        raise KeyError(key)


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """One field ready to be computed, or ``why`` it cannot be."""

    job: Job
    labels: tuple[str, ...]
    unit: str
    population: Population
    why: str


def agreement(
    codes: Ratings | Iterable[Iterable[Hashable]],
    categories: Iterable[Hashable] | None = None,
    *,
    weights: WeightChoice | str = Weights.NONE,
    metric: Metric | str | None = None,
    raters: Sequence[str] | None = None,
    clusters: Sequence[Hashable] | None = None,
    population: Population | str = Population.PAIRABLE,
    intervals: Intervals = STANDARD,
    unit: str = "study",
) -> Agreement:
    """Raw agreement, Cohen (Conger), Scott (Fleiss), Gwet, Brennan-Prediger and Krippendorff for one field.

    Args:
        codes: one row a unit, one code a coder; ``None`` or NaN where not coded. Two lists: ``zip(first, second)``.
        categories: every declared category in its order, used or not. Not wanted with ``Ratings``.
        weights: how far differing codes still agree: a name from ``Weights`` or a q x q matrix.
        metric: alpha's metric. Nominal without weights, ordinal with them, if it is not given.
        raters: the coders' names, A, B, ... if not given.
        clusters: the study of each unit where units are rows within studies; studies are then resampled whole.
        population: which units count towards chance agreement; see ``Population``.
        intervals: the method, confidence, draws and seed.
        unit: what a unit is called in sentences: study, row, ...

    Raises:
        BadCodes: an undeclared label, ragged rows, categories or clusters that do not fit; the message names the
        cell.
        BadWeights: weights that cannot be used.
    """
    ratings = as_ratings(codes, categories, raters)
    prepared = prepare(ratings, weights, metric, clusters, Population(population), unit)
    return read_out([prepared], intervals)[0]


def prepare(
    ratings: Ratings,
    weights: WeightChoice | str,
    metric: Metric | str | None = None,
    clusters: Sequence[Hashable] | None = None,
    population: Population = Population.PAIRABLE,
    unit: str = "study",
    wanted: Sequence[Coefficient] = tuple(Coefficient),
    pairable: Counted | None = None,
) -> Prepared:
    """Count the patterns of ``ratings`` and say whether anything can be computed of them.

    ``pairable`` are its patterns over doubly coded units, where they have been counted before.

    Raises:
        BadCodes: clusters that do not fit.
        BadWeights: weights that cannot be used.
    """
    pairable = pairable or count_patterns(ratings, Population.PAIRABLE, clusters)
    counted = pairable if population is Population.PAIRABLE else count_patterns(ratings, population, clusters)
    named = Weights(weights) if isinstance(weights, str) and weights in set(Weights) else None
    disagreement = disagreement_matrix(weights, len(ratings.categories))
    chosen = Metric(metric) if metric is not None else Metric.NOMINAL if named is Weights.NONE else Metric.ORDINAL
    job = Job(counted, pairable, disagreement, named, chosen, tuple(wanted))
    return Prepared(job, ratings.labels, unit, population, why_nothing(len(ratings.raters), pairable, unit))


def why_nothing(coders: int, pairable: Counted, unit: str) -> str:
    """Why nothing can be computed of these doubly coded units; empty if there are some."""
    if pairable.patterns.units:
        return ""
    if coders < 2:
        return "There is one coder only; agreement needs two." if coders else "There are no coders."
    if not pairable.units:
        return f"There are no {many(unit)} with a code."
    return f"No {unit} has two codes yet."


def read_out(fields: Sequence[Prepared], intervals: Intervals) -> list[Agreement]:
    """The wanted figures of each of ``fields``, all computed together."""
    computed = iter(compute([one.job for one in fields if not one.why]))
    made = []
    for one in fields:
        if one.why:
            figures = tuple(absent_figure(coefficient, one.job, one.why) for coefficient in one.job.wanted)
        else:
            reading = Reading(one.job, next(computed), one.labels, intervals, one.unit, one.population)
            figures = tuple(figure(reading, coefficient) for coefficient in one.job.wanted)
        made.append(_collected(one, figures))
    return made


def _collected(prepared: Prepared, figures: tuple[Figure, ...]) -> Agreement:
    pairable = prepared.job.pairable
    patterns = pairable.patterns
    table = patterns.table
    return Agreement(
        pairable.units,
        patterns.units,
        pairable.single,
        patterns.raters,
        prepared.labels,
        None if table is None else tuple(tuple(row) for row in table.tolist()),
        figures,
        _notes(prepared),
    )


def _notes(prepared: Prepared) -> tuple[str, ...]:
    pairable, unit = prepared.job.pairable, prepared.unit
    notes = []
    if pairable.silent and pairable.patterns.units:
        has = "has" if len(pairable.silent) == 1 else "have"
        is_left = "is" if len(pairable.silent) == 1 else "are"
        notes.append(f"{listed(pairable.silent)} {has} no codes on {many(unit)} coded twice and {is_left} left out.")
    if pairable.single and pairable.patterns.units:
        has = "has" if pairable.single == 1 else "have"
        place = "counts towards chance agreement only" if prepared.population is Population.IRRCAC else "does not count"
        if pairable.single > 1:
            place = place.replace("counts", "count").replace("does", "do")
        notes.append(f"{plural(pairable.single, unit)} {has} one code only and {place}.")
    if prepared.population is Population.IRRCAC:
        notes.append(f"Chance agreement and errors are taken over all {many(unit)} with a code, as in irrCAC.")
    return tuple(notes)

"""Pairs of coders: each pair's agreement, Light's mean of them, and what each coder does to the whole."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np

from twofold.agreement.arrays import Floats, Ints
from twofold.agreement.codes import Ratings, as_ratings
from twofold.agreement.computed import Coefficient
from twofold.agreement.krippendorff import Metric
from twofold.agreement.limits import Place, Sampler, drawn_or_analytic, finite
from twofold.agreement.measure import Agreement, prepare, read_out
from twofold.agreement.patterns import count_patterns
from twofold.agreement.results import STANDARD, Figure, Intervals, Method, assembled
from twofold.agreement.weights import WeightChoice, Weights, disagreement_matrix
from twofold.agreement.wording import listed

_PAIR_FIGURES = (Coefficient.PERCENT, Coefficient.KAPPA, Coefficient.PI, Coefficient.AC)
_WITHOUT_FIGURES = (Coefficient.ALPHA, Coefficient.PI)


@dataclass(frozen=True, slots=True)
class PairAgreement:
    """Two coders' agreement: percent, kappa, pi and ac.

    ``threshold_gap`` is Cohen's kappa less Scott's pi. It is never below 0 and grows as the two use the categories
    unequally often; ``None`` where either is undefined.
    """

    raters: tuple[str, str]
    agreement: Agreement
    threshold_gap: float | None


@dataclass(frozen=True, slots=True)
class WithoutRater:
    """Krippendorff's alpha and Fleiss' kappa of the others when one coder is left out, and how far alpha moves."""

    rater: str
    agreement: Agreement
    change: float | None


def pairs(
    codes: Ratings | Iterable[Iterable[Hashable]],
    categories: Iterable[Hashable] | None = None,
    *,
    weights: WeightChoice | str = Weights.NONE,
    raters: Sequence[str] | None = None,
    clusters: Sequence[Hashable] | None = None,
    intervals: Intervals = STANDARD,
    unit: str = "study",
) -> tuple[PairAgreement, ...]:
    """The agreement of each pair of coders on the units that both coded. The arguments are those of ``agreement``.

    Raises:
        BadCodes, BadWeights: as ``agreement``.
    """
    ratings = as_ratings(codes, categories, raters)
    chosen = list(combinations(range(len(ratings.raters)), 2))
    prepared = [
        prepare(_columns(ratings, pair), weights, Metric.NOMINAL, clusters, unit=unit, wanted=_PAIR_FIGURES)
        for pair in chosen
    ]
    made = []
    for (g, h), one in zip(chosen, read_out(prepared, intervals), strict=True):
        kappa, pi = one.figure("kappa").estimate, one.figure("pi").estimate
        gap = None if kappa is None or pi is None else max(0.0, kappa - pi)
        made.append(PairAgreement((ratings.raters[g], ratings.raters[h]), one, gap))
    return tuple(made)


def without_each_rater(
    codes: Ratings | Iterable[Iterable[Hashable]],
    categories: Iterable[Hashable] | None = None,
    *,
    weights: WeightChoice | str = Weights.NONE,
    metric: Metric | str | None = None,
    raters: Sequence[str] | None = None,
    clusters: Sequence[Hashable] | None = None,
    intervals: Intervals = STANDARD,
    unit: str = "study",
) -> tuple[WithoutRater, ...]:
    """Agreement with each coder left out in turn; none with fewer than three. The arguments are those of ``agreement``.

    Raises:
        BadCodes, BadWeights: as ``agreement``.
    """
    ratings = as_ratings(codes, categories, raters)
    places = range(len(ratings.raters))
    if len(places) < 3:
        return ()
    groups = [list(places), *([g for g in places if g != left_out] for left_out in places)]
    prepared = [
        prepare(_columns(ratings, group), weights, metric, clusters, unit=unit, wanted=_WITHOUT_FIGURES)
        for group in groups
    ]
    whole, *rest = read_out(prepared, intervals)
    alpha = whole.figure("alpha").estimate
    made = []
    for name, one in zip(ratings.raters, rest, strict=True):
        left = one.figure("alpha").estimate
        made.append(WithoutRater(name, one, None if alpha is None or left is None else left - alpha))
    return tuple(made)


def _columns(ratings: Ratings, which: Sequence[int]) -> Ratings:
    return Ratings(ratings.codes[:, which], ratings.categories, tuple(ratings.raters[g] for g in which))


@dataclass(frozen=True, eq=False)
class Light:
    """The mean of all pairs' Cohen kappas. Sums are [units, one q x q table for each pair].

    Source: Light 1971.
    """

    rows: Ints
    disagreement: Floats
    chosen: tuple[tuple[int, int], ...]

    @cached_property
    def features(self) -> Floats:
        """What each pattern adds to the sums."""
        q, count = len(self.disagreement), len(self.rows)
        made = np.zeros((count, len(self.chosen), q * q))
        for number, (g, h) in enumerate(self.chosen):
            both = np.flatnonzero((self.rows[:, g] >= 0) & (self.rows[:, h] >= 0))
            made[both, number, self.rows[both, g] * q + self.rows[both, h]] = 1.0
        return np.column_stack([np.ones(count), made.reshape(count, -1)])

    def pseudo_features(self, first: Ints, second: Ints) -> Floats:
        """What made-up units with two codes add: one to the table of every pair."""
        q, count = len(self.disagreement), len(first)
        made = np.zeros((count, len(self.chosen), q * q))
        made[np.arange(count), :, first * q + second] = 1.0
        return np.column_stack([np.ones(count), made.reshape(count, -1)])

    def estimates(self, sums: Floats) -> Floats:
        """Light's kappa (..., 1); NaN where a pair has none."""
        return np.asarray(self.by_pair(sums).mean(axis=-1, keepdims=True))

    def by_pair(self, sums: Floats) -> Floats:
        """Cohen's kappa of each pair (..., pairs); NaN where undefined."""
        q = len(self.disagreement)
        tables = sums[..., 1:].reshape(*sums.shape[:-1], len(self.chosen), q, q)
        with np.errstate(divide="ignore", invalid="ignore"):
            shares = tables / tables.sum(axis=(-1, -2), keepdims=True)
            apart = (shares * self.disagreement).sum(axis=(-1, -2))
            expected = ((shares.sum(axis=-1) @ self.disagreement) * shares.sum(axis=-2)).sum(axis=-1)
            return np.where(expected > 0.0, 1.0 - apart / expected, np.nan)


def light(
    codes: Ratings | Iterable[Iterable[Hashable]],
    categories: Iterable[Hashable] | None = None,
    *,
    weights: WeightChoice | str = Weights.NONE,
    raters: Sequence[str] | None = None,
    clusters: Sequence[Hashable] | None = None,
    intervals: Intervals = STANDARD,
    unit: str = "study",
) -> Figure:
    """Light's kappa: the mean of Cohen's kappa over all pairs of coders that share units.

    Raises:
        BadCodes, BadWeights: as ``agreement``.
    """
    ratings = as_ratings(codes, categories, raters)
    patterns = count_patterns(ratings, clusters=clusters).patterns
    name = "Light kappa"
    if not patterns.units:
        return Figure("light", name, 0, None, f"No {unit} has two codes yet.")
    shared = [
        (g, h)
        for g, h in combinations(range(len(patterns.raters)), 2)
        if patterns.counts @ ((patterns.rows[:, g] >= 0) & (patterns.rows[:, h] >= 0))
    ]
    statistic = Light(patterns.rows, disagreement_matrix(weights, patterns.q), tuple(shared))
    sums = patterns.counts @ statistic.features
    each = statistic.by_pair(sums)
    estimate = finite(float(each.mean()))
    missing = [
        listed([patterns.raters[g], patterns.raters[h]]) for (g, h), one in zip(shared, each, strict=True) if one != one
    ]
    sampler = Sampler(patterns, (statistic,), intervals, unit)
    variant = "own" if not isinstance(weights, str) else "" if weights == Weights.NONE else weights
    error = sampler.jackknives[0].standard_error(0) if patterns.groups > 1 else None
    all_pairs = len(patterns.raters) * (len(patterns.raters) - 1) // 2
    notes = [f"{len(shared)} of {all_pairs} pairs of coders share a {unit}."] if len(shared) < all_pairs else []
    return assembled(
        "light",
        name,
        estimate,
        drawn_or_analytic(sampler, Place(0, 0, estimate, error, error_by=Method.JACKKNIFE), intervals.method),
        n=patterns.units,
        unit=unit,
        why=f"Kappa is undefined for {listed(missing)}: both used one category throughout." if missing else "",
        error=error,
        variant=variant,
        notes=notes,
    )

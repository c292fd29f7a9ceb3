"""Agreement on each category by itself: how often a second coder follows when one has chosen it."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from twofold.agreement.arrays import Floats, Ints
from twofold.agreement.codes import Ratings, as_ratings
from twofold.agreement.computed import Coefficient, linearised_errors
from twofold.agreement.limits import Place, Sampler, drawn_or_analytic, finite
from twofold.agreement.measure import prepare, read_out
from twofold.agreement.patterns import count_patterns
from twofold.agreement.results import STANDARD, Figure, Intervals, assembled
from twofold.agreement.weights import Weights
from twofold.agreement.wording import plural


@dataclass(frozen=True, slots=True)
class CategoryAgreement:
    """Agreement on one category.

    ``agreement`` is the specific agreement (for a binary field the positive and the negative agreement), ``kappa``
    Scott's pi or Fleiss' kappa of this category against the rest, ``share`` its part of all codes.
    """

    category: str
    share: float
    agreement: Figure
    kappa: Figure


@dataclass(frozen=True, eq=False)
class SpecificAgreement:
    """A_k = sum_i r_ik (r_ik - 1)/sum_i r_ik (r_i - 1) for every category.

    Sums are [units, pairs agreed in k (q), pairs with k (q)]. Every unit has two or more codes.

    Source: Spitzer and Fleiss 1974; Uebersax 1982.
    """

    rows: Ints
    q: int

    @cached_property
    def features(self) -> Floats:
        """What each pattern adds to the sums."""
        counts = (self.rows[:, :, None] == np.arange(self.q)).sum(axis=1).astype(np.float64)
        times = counts.sum(axis=1, keepdims=True)
        return np.column_stack([np.ones(len(counts)), counts * (counts - 1.0), counts * (times - 1.0)])

    def pseudo_features(self, first: Ints, second: Ints) -> Floats:
        """What made-up units with two codes add to the sums."""
        return SpecificAgreement(np.column_stack([first, second]), self.q).features

    def estimates(self, sums: Floats) -> Floats:
        """A_k (..., q); NaN for a category that nobody used."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(sums[..., 1 : 1 + self.q] / sums[..., 1 + self.q :])

    def influence(self, sums: Floats) -> Floats:
        """How each pattern pulls on each A_k, linearised as a ratio of two means (patterns x q)."""
        with np.errstate(divide="ignore", invalid="ignore"):
            mean = sums[1 + self.q :] / sums[0]
            agreed, held = self.features[:, 1 : 1 + self.q], self.features[:, 1 + self.q :]
            return np.asarray((agreed - self.estimates(sums) * held) / mean)


def category_agreement(
    codes: Ratings | Iterable[Iterable[Hashable]],
    categories: Iterable[Hashable] | None = None,
    *,
    raters: Sequence[str] | None = None,
    clusters: Sequence[Hashable] | None = None,
    intervals: Intervals = STANDARD,
    unit: str = "study",
) -> tuple[CategoryAgreement, ...]:
    """The agreement on every declared category, in its order. The arguments are those of ``agreement``.

    Raises:
        BadCodes: as ``agreement``.
    """
    ratings = as_ratings(codes, categories, raters)
    each = specific_figures(ratings, clusters, intervals, unit)
    against = [
        Ratings(_against_rest(ratings, k), ("another", name), ratings.raters) for k, name in enumerate(ratings.labels)
    ]
    only = (Coefficient.PI,)
    kappas = read_out(
        [prepare(one, Weights.NONE, clusters=clusters, unit=unit, wanted=only) for one in against], intervals
    )
    made = []
    for name, (share, figure), found in zip(ratings.labels, each, kappas, strict=True):
        kappa = found.figures[0]
        if not share:
            kappa = Figure("pi", kappa.name, figure.n, None, figure.why)
        made.append(CategoryAgreement(name, share, figure, kappa))
    return tuple(made)


def specific_figures(
    ratings: Ratings, clusters: Sequence[Hashable] | None, intervals: Intervals, unit: str
) -> tuple[tuple[float, Figure], ...]:
    """For each category its share of all codes and the specific agreement.

    Raises:
        BadCodes: clusters that do not fit.
    """
    patterns = count_patterns(ratings, clusters=clusters).patterns
    specific = SpecificAgreement(patterns.rows, patterns.q)
    sums = patterns.counts @ specific.features
    sampler = Sampler(patterns, (specific,), intervals, unit)
    values = specific.estimates(sums)
    errors = linearised_errors(patterns, specific.influence(sums))
    held = sums[1 + patterns.q :]
    total = float(held.sum())
    made = []
    for k, name in enumerate(ratings.labels):
        label = f"agreement on '{name}'"
        if not held[k]:
            nobody = f"Nobody used '{name}' on the {plural(patterns.units, unit)}."
            why = nobody if total else f"No {unit} has two codes yet."
            made.append((0.0, Figure("specific", label, patterns.units, None, why, variant=name)))
            continue
        error = finite(float(errors[k]))
        error = 0.0 if error is not None and error < 1e-10 else error
        value = float(values[k])
        place = Place(0, k, value, error, 0.0)
        figure = assembled(
            "specific",
            label,
            value,
            drawn_or_analytic(sampler, place, intervals.method),
            n=patterns.units,
            unit=unit,
            error=error,
            observed=value,
            variant=name,
        )
        made.append((float(held[k]) / total, figure))
    return tuple(made)


def _against_rest(ratings: Ratings, category: int) -> Ints:
    return np.where(ratings.codes < 0, ratings.codes, (ratings.codes == category).astype(np.intp))

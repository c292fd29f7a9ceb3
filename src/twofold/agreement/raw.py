"""Mean agreement of all pairs of codes within a unit, for any measure of how far two codes are apart."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np

from twofold.agreement.arrays import Floats, Ints
from twofold.agreement.computed import linearised_errors
from twofold.agreement.limits import Place, Sampler, drawn_or_analytic, finite
from twofold.agreement.patterns import Patterns
from twofold.agreement.proportions import wilson
from twofold.agreement.results import Figure, Interval, Limits, Method, assembled


@dataclass(frozen=True, eq=False)
class MeanAgreement:
    """One minus the mean disagreement of pairs, under several measures at once.

    ``apart`` takes two arrays of positions and gives the disagreement of each pair of them under each measure
    (pairs x measures, in [0, 1]). Sums are [units, disagreement by measure]; every unit has two or more codes.
    """

    rows: Ints
    apart: Callable[[Ints, Ints], Floats]

    @cached_property
    def features(self) -> Floats:
        """What each pattern adds to the sums."""
        total: Floats | None = None
        pairs = np.zeros(len(self.rows))
        for g, h in combinations(range(self.rows.shape[1]), 2):
            both = (self.rows[:, g] >= 0) & (self.rows[:, h] >= 0)
            one = self.apart(np.maximum(self.rows[:, g], 0), np.maximum(self.rows[:, h], 0)) * both[:, None]
            total = one if total is None else total + one
            pairs += both
        mean = np.zeros((len(self.rows), 0)) if total is None else total / np.maximum(pairs, 1)[:, None]
        return np.column_stack([np.ones(len(self.rows)), mean])

    def pseudo_features(self, first: Ints, second: Ints) -> Floats:
        """What made-up units with two codes add to the sums."""
        return np.column_stack([np.ones(len(first)), self.apart(first, second)])

    def estimates(self, sums: Floats) -> Floats:
        """Mean agreement by measure (..., K)."""
        return 1.0 - sums[..., 1:] / sums[..., :1]

    def errors(self, patterns: Patterns) -> Floats:
        """The standard error of each mean (K)."""
        mean = patterns.counts @ self.features[:, 1:] / patterns.units
        return linearised_errors(patterns, mean - self.features[:, 1:])


def mean_figure(
    sampler: Sampler, raw: MeanAgreement, number: int, column: int, key: str, name: str, variant: str = ""
) -> Figure:
    """The figure of one mean agreement, ``number`` among the sampler's statistics, with Wilson limits by default."""
    patterns, choice = sampler.patterns, sampler.choice
    estimate = finite(float(raw.estimates(patterns.counts @ raw.features)[column]))
    error = finite(float(raw.errors(patterns)[column]))
    error = 0.0 if error is not None and error < 1e-10 else error
    quick = choice.method in (Method.DEFAULT, Method.ANALYTIC, Method.WILSON)
    if estimate is not None and quick and patterns.kinds is None and patterns.groups > 1:
        low, high = wilson(estimate, patterns.units, choice.confidence)
        limits = Limits(Interval(low, high, Method.WILSON, choice.confidence))
    else:
        limits = drawn_or_analytic(sampler, Place(number, column, estimate, error, 0.0), choice.method)
    return assembled(
        key,
        name,
        estimate,
        limits,
        n=patterns.units,
        unit=sampler.unit,
        error=error,
        observed=estimate,
        variant=variant,
    )

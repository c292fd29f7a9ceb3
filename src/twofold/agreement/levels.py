"""Verbal levels of agreement, never without the uncertainty of the estimate. Nothing shows them unless asked."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from twofold.agreement.codes import Ratings, as_ratings
from twofold.agreement.computed import Coefficient, alpha_of, chance_of
from twofold.agreement.krippendorff import Metric
from twofold.agreement.measure import prepare
from twofold.agreement.quantiles import normal_probability
from twofold.agreement.resampling import smoothed
from twofold.agreement.results import STANDARD, Intervals
from twofold.agreement.weights import WeightChoice, Weights
from twofold.agreement.wording import decimal, percent


class Scale(StrEnum):
    """Published cut-points. Their authors and later ones call them arbitrary."""

    LANDIS_KOCH = "landis-koch"
    ALTMAN = "altman"
    FLEISS = "fleiss"
    COCHRANE = "cochrane"

    @property
    def levels(self) -> tuple[tuple[str, float], ...]:
        """The levels with their lower ends, best first."""
        return _LEVELS[self]


_LEVELS = {
    Scale.LANDIS_KOCH: (
        ("almost perfect", 0.8),
        ("substantial", 0.6),
        ("moderate", 0.4),
        ("fair", 0.2),
        ("slight", 0.0),
        ("poor", -1.0),
    ),
    Scale.ALTMAN: (("very good", 0.8), ("good", 0.6), ("moderate", 0.4), ("fair", 0.2), ("poor", -1.0)),
    Scale.FLEISS: (("excellent", 0.75), ("intermediate to good", 0.4), ("poor", -1.0)),
    Scale.COCHRANE: (("excellent", 0.75), ("good", 0.6), ("fair", 0.4), ("below fair", -1.0)),
}


@dataclass(frozen=True, slots=True)
class LevelClaim:
    """What may be claimed.

    ``levels`` are best first with ``cumulative``, the probability of that level or a better one; ``claimed`` is the
    best level that reaches ``wanted``.
    """

    scale: Scale
    levels: tuple[str, ...]
    probability: tuple[float, ...]
    cumulative: tuple[float, ...]
    claimed: str
    wanted: float


def level_claim(
    estimate: float, standard_error: float, scale: Scale | str = Scale.LANDIS_KOCH, *, wanted: float = 0.95
) -> LevelClaim:
    """The level that an estimate supports in view of its standard error, rather than the one it happens to fall into.

    P(level) = [Phi((c - low)/se) - Phi((c - high)/se)]/[Phi((c + 1)/se) - Phi((c - 1)/se)], summed from the best
    level down; the first level that reaches ``wanted`` is claimed.

    Raises:
        ValueError: a standard error that is not positive: there is then no uncertainty to weigh.

    Source: Gwet 2014, chapter 6. Cut-points: Landis and Koch 1977; Altman 1991; Fleiss 1981; Orwin 1994 (Cochrane).
    """
    if not standard_error > 0.0:
        raise ValueError("A level needs a standard error above 0; use the smoothed draws (chance_above) instead.")
    levels = Scale(scale).levels
    whole = normal_probability((estimate + 1.0) / standard_error) - normal_probability(
        (estimate - 1.0) / standard_error
    )
    chances, totals = [], []
    high, total, claimed = 1.0, 0.0, levels[-1][0]
    reached = False
    for name, low in levels:
        inside = normal_probability((estimate - low) / standard_error) - normal_probability(
            (estimate - high) / standard_error
        )
        chances.append(inside / whole)
        total += inside / whole
        totals.append(min(1.0, total))
        if not reached and total >= wanted:
            claimed, reached = name, True
        high = low
    return LevelClaim(Scale(scale), tuple(name for name, _ in levels), tuple(chances), tuple(totals), claimed, wanted)


@dataclass(frozen=True, slots=True)
class ChanceAbove:
    """How sure the true coefficient is above ``bound``; ``None`` with the reason if the data cannot say."""

    bound: float
    share: float | None
    sentence: str


def chance_above(
    codes: Ratings | Iterable[Iterable[Hashable]],
    bound: float,
    categories: Iterable[Hashable] | None = None,
    *,
    coefficient: Coefficient | str = Coefficient.KAPPA,
    weights: WeightChoice | str = Weights.NONE,
    metric: Metric | str | None = None,
    raters: Sequence[str] | None = None,
    clusters: Sequence[Hashable] | None = None,
    intervals: Intervals = STANDARD,
    unit: str = "study",
) -> ChanceAbove:
    """The share of smoothed Bayesian draws in which the coefficient is above ``bound``. Arguments as for ``agreement``.

    Raises:
        BadCodes, BadWeights: as ``agreement``.
    """
    ratings = as_ratings(codes, categories, raters)
    prepared = prepare(ratings, weights, metric, clusters, unit=unit)
    if prepared.why:
        return ChanceAbove(bound, None, prepared.why)
    one = Coefficient(coefficient)
    job = prepared.job
    statistic = alpha_of(job) if one is Coefficient.ALPHA else chance_of(job)
    drawn = smoothed(job.pairable.patterns, (statistic,), intervals.draws, intervals.seed)[0]
    values = drawn[:, 0 if one is Coefficient.ALPHA else one.place]
    values = values[~np.isnan(values)]
    if len(values) < 0.9 * len(drawn):
        return ChanceAbove(bound, None, f"{one.value} is undefined in too many draws to say.")
    share = float((values > bound).mean())
    return ChanceAbove(
        bound, share, f"The data make it {percent(share)} sure that {one.value} is above {decimal(bound)}."
    )

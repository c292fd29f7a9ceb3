"""How many studies to code twice for an answer that is worth having."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from twofold.agreement.arrays import Floats
from twofold.agreement.fleiss_cohen import kappa_variance
from twofold.agreement.goodness_of_fit import chances_of_counts, squared_misfit
from twofold.agreement.quantiles import normal_quantile
from twofold.agreement.weights import WeightChoice, Weights, weight_matrix
from twofold.agreement.wording import decimal, plural

WIDTHS = (0.20, 0.15, 0.10)
PILOT = "A pilot of 5 to 10 studies finds faults of wording; it cannot estimate kappa."
MOST = 1_000_000


class BadPlan(ValueError):
    """A plan that cannot be worked out; the message says what to change."""


@dataclass(frozen=True, slots=True)
class PlanRow:
    """``studies`` to code twice for an interval of kappa that reaches ``half_width`` to either side."""

    half_width: float
    studies: int


@dataclass(frozen=True, slots=True)
class Plan:
    """How many studies to code twice for a wanted interval, if kappa and the shares of the categories are as expected.

    ``at_hand`` is the half width that ``studies`` already planned would give, where a number was given.
    ``sentence`` says the first row in words; ``pilot`` what a pilot can and cannot do.
    """

    kappa: float
    shares: tuple[float, ...]
    confidence: float
    rows: tuple[PlanRow, ...]
    studies: int | None
    at_hand: float | None
    sentence: str
    pilot: str = PILOT


def plan(
    kappa: float,
    shares: float | Sequence[float],
    *,
    half_widths: Sequence[float] = WIDTHS,
    studies: int | None = None,
    weights: WeightChoice | str = Weights.NONE,
    confidence: float = 0.95,
) -> Plan:
    """How many studies two coders should both code so that the interval of kappa is as narrow as wanted.

    n = z^2 Q/h^2 with Q = n Var(kappa) by Fleiss, Cohen and Everitt, at the expected kappa and shares.

    Args:
        kappa: the kappa that you expect, from above -1 to below 1.
        shares: the share of *yes* for a field with two options, or the shares of all options in order.
        half_widths: how far the interval may reach to either side.
        studies: a number at hand, for which the half width is wanted.
        weights: for weighted kappa, over the options in order.

    Raises:
        BadPlan: values out of range.

    Source: Fleiss, Cohen and Everitt 1969; the same numbers as Stata's ``kapssi``.
    """
    margins = _shares(shares)
    spread = planned_variance(kappa, margins, weights)
    z = normal_quantile(0.5 + confidence / 2)
    for width in half_widths:
        if not 0.0 < width < 1.0:
            raise BadPlan(f"A half width of {width} is not between 0 and 1. Try 0.15.")
    if studies is not None and studies < 2:
        raise BadPlan(f"{plural(studies, 'study')} cannot give an interval. Give 2 or more.")
    rows = tuple(PlanRow(width, _upwards(z * z * spread / width**2)) for width in half_widths)
    at_hand = z * math.sqrt(spread / studies) if studies is not None else None
    said = [
        f"Code {plural(row.studies, 'study')} twice for an interval of {decimal(row.half_width)} to either side of "
        f"kappa {decimal(kappa)}."
        for row in rows[:1]
    ]
    if at_hand is not None and studies is not None:
        said.append(f"With {plural(studies, 'study')} it reaches {decimal(at_hand)} to either side.")
    return Plan(kappa, tuple(margins.tolist()), confidence, rows, studies, at_hand, " ".join(said))


def planned_variance(kappa: float, shares: Floats, weights: WeightChoice | str = Weights.NONE) -> float:
    """Q = n Var(kappa) where both coders use the categories in ``shares`` and agree to ``kappa``.

    The table is p_ij = (1 - kappa) p_i p_j + kappa p_i [i = j], which has that kappa under any weights.

    Raises:
        BadPlan: a kappa that these shares cannot give.
    """
    joint = (1.0 - kappa) * np.outer(shares, shares) + kappa * np.diag(shares)
    if not -1.0 < kappa < 1.0 or (joint < 0.0).any():
        raise BadPlan(f"A kappa of {kappa} is not possible with these shares. Expect one from 0 to below 1.")
    found = kappa_variance(joint, weight_matrix(weights, len(shares)))
    if found is None:
        raise BadPlan("Under these weights every pair of categories counts as full agreement.")
    return found[1]


def studies_for_raw_agreement(
    half_width: float, agreement: float = 0.5, *, chance: float = 0.0, confidence: float = 0.95
) -> int:
    """How many studies for an interval of raw agreement that reaches ``half_width`` to either side: z^2 p (1 - p)/h^2.

    With ``chance`` given, for any coefficient with that chance agreement, whose interval is 1/(1 - p_e) times as
    wide.

    Raises:
        BadPlan: values out of range.

    Source: Gwet 2014, chapter 6; Stata's ``kappaetcssi`` (Klein 2018).
    """
    if not 0.0 < half_width < 1.0 or not 0.0 < agreement < 1.0 or not 0.0 <= chance < 1.0:
        raise BadPlan("The half width and the agreement lie between 0 and 1, and chance agreement from 0 to below 1.")
    z = normal_quantile(0.5 + confidence / 2)
    return _upwards(z * z * agreement * (1.0 - agreement) / (half_width * (1.0 - chance)) ** 2)


def studies_for_limits(
    kappa: float, lower: float, upper: float, prevalence: float, *, raters: int = 2, confidence: float = 0.95
) -> int:
    """How many studies for limits of kappa inside ``lower`` and ``upper``, for a binary field.

    The smallest n with n sum_j (P_j(kappa) - P_j(limit))^2/P_j(limit) >= chi-square for both limits, P_j being the
    probability that j of ``raters`` say yes.

    Raises:
        BadPlan: limits that do not enclose kappa, or values out of range.

    Source: Donner and Rotondi 2010; Altaye, Donner and Klar 2001.
    """
    if not 0.0 <= lower < kappa < upper <= 1.0:
        raise BadPlan(f"The limits {lower} and {upper} must enclose kappa {kappa} within 0 and 1.")
    if not 0.0 < prevalence < 1.0 or raters < 2:
        raise BadPlan("The prevalence lies between 0 and 1, and there are two coders or more.")
    allowed = normal_quantile(0.5 + confidence / 2) ** 2
    seen = chances_of_counts(kappa, prevalence, raters)
    # At a limit of 1 any disagreement is impossible, so a single one excludes it and that side asks for nothing.
    misfits = [squared_misfit(seen, chances_of_counts(limit, prevalence, raters)) for limit in (lower, upper)]
    return max(_upwards(allowed / misfit) for misfit in misfits)


def studies_for_test(
    kappa: float,
    null: float,
    first_share: float,
    second_share: float,
    *,
    alpha: float = 0.05,
    power: float = 0.8,
    two_sided: bool = False,
) -> int:
    """How many studies to show, in a binary field, that kappa is ``kappa`` and not ``null``.

    ((z_alpha sqrt(Q_null) + z_power sqrt(Q))/(kappa - null))^2, with the coders' shares of *yes* given.

    Raises:
        BadPlan: equal kappas, or a kappa that the shares cannot give.

    Source: Cantor 1996; R's ``irr::N.cohen.kappa``.
    """
    if kappa == null:
        raise BadPlan("The kappa expected and the one tested against are the same. Give two different ones.")
    spreads = [_unequal_variance(one, first_share, second_share) for one in (null, kappa)]
    tail = alpha / 2 if two_sided else alpha
    root = normal_quantile(1.0 - tail) * math.sqrt(spreads[0]) + normal_quantile(power) * math.sqrt(spreads[1])
    return _upwards((root / (kappa - null)) ** 2)


def _unequal_variance(kappa: float, first: float, second: float) -> float:
    chance = first * second + (1.0 - first) * (1.0 - second)
    same = chance + kappa * (1.0 - chance)
    both = (same + first + second - 1.0) / 2.0
    joint = np.array([[both, first - both], [second - both, 1.0 - first - second + both]])
    found = kappa_variance(joint, np.eye(2)) if joint.min() > -1e-12 and 0.0 < first < 1.0 else None
    if found is None:
        raise BadPlan(f"A kappa of {kappa} is not possible where the coders say yes to {first} and {second}.")
    return found[1]


def _shares(shares: float | Sequence[float]) -> Floats:
    given = [shares, 1.0 - shares] if isinstance(shares, int | float) else [float(one) for one in shares]
    if len(given) < 2 or any(not 0.0 < one < 1.0 for one in given) or abs(sum(given) - 1.0) > 1e-6:
        raise BadPlan(
            "The shares of the options lie between 0 and 1 and sum to 1. For two options give the share of yes."
        )
    return np.array(given)


def _upwards(studies: float) -> int:
    if not studies < MOST:
        raise BadPlan(f"That takes more than {MOST:,} studies. Allow a wider interval.")
    # A whole number that rounding left a hair above itself is not pushed to the next one.
    return max(2, math.ceil(studies - 1e-9))

"""The common-margins model of binary codes, and the limits of kappa that fit the counts seen."""

import math
from collections.abc import Callable, Sequence

from twofold.agreement.quantiles import normal_quantile


def chances_of_counts(kappa: float, prevalence: float, raters: int) -> tuple[float, ...]:
    """The probability that 0, 1, ..., m of ``raters`` say yes, where all say it equally often and agree to ``kappa``.

    With r = kappa: P_j = (1 - r) binom(m, j) p^j (1 - p)^(m - j), to which r (1 - p) comes at j = 0 and r p at j = m.

    Source: Donner and Eliasziw 1992; Altaye, Donner and Klar 2001 for three and more.
    """
    made = [
        (1.0 - kappa) * math.comb(raters, j) * prevalence**j * (1.0 - prevalence) ** (raters - j)
        for j in range(raters + 1)
    ]
    made[0] += kappa * (1.0 - prevalence)
    made[-1] += kappa * prevalence
    return tuple(made)


def goodness_of_fit_limits(both_no: int, one_yes: int, both_yes: int, confidence: float) -> tuple[float, float] | None:
    """Limits of kappa (Scott's pi) of two coders of a binary field: the values that a chi-square fit does not reject.

    ``None`` where the coders used one category only.

    Source: Donner and Eliasziw 1992.
    """
    n = both_no + one_yes + both_yes
    share = (2 * both_yes + one_yes) / (2 * n) if n else 0.0
    if share in (0.0, 1.0):
        return None
    allowed = normal_quantile(0.5 + confidence / 2) ** 2
    seen = (both_no / n, one_yes / n, both_yes / n)
    middle = 1.0 - one_yes / (2 * n * share * (1.0 - share))
    lowest = max(-share / (1.0 - share), -(1.0 - share) / share)

    def misfit(kappa: float) -> float:
        return n * squared_misfit(seen, chances_of_counts(kappa, share, 2)) - allowed

    return _crossing(misfit, middle, lowest), _crossing(misfit, middle, 1.0)


def squared_misfit(seen: Sequence[float], wanted: Sequence[float]) -> float:
    """sum (seen - wanted)^2/wanted; infinite where something was seen that was wanted never."""
    total = 0.0
    for one, other in zip(seen, wanted, strict=True):
        if one == other:
            continue
        if other <= 0.0:
            return math.inf
        total += (one - other) ** 2 / other
    return total


def _crossing(misfit: Callable[[float], float], inside: float, outside: float) -> float:
    """Where ``misfit`` rises above 0 between ``inside`` and ``outside``; ``outside`` where it never does."""
    if misfit(outside) <= 0.0:
        return outside
    for _ in range(100):
        middle = 0.5 * (inside + outside)
        if misfit(middle) <= 0.0:
            inside = middle
        else:
            outside = middle
    return 0.5 * (inside + outside)

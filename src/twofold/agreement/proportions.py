"""Confidence limits of one proportion."""

import math

from twofold.agreement.quantiles import beta_quantile, normal_quantile


def wilson(share: float, n: int, confidence: float = 0.95) -> tuple[float, float]:
    """Wilson's score limits of a ``share`` of ``n`` units.

    ``share`` may be a mean of values in [0, 1] as well as a share of yes and no. The variance of such a mean is
    never above that of a proportion, so for weighted agreement, and for three or more coders, the limits are on the
    wide side.

    Source: Wilson 1927.
    """
    z = normal_quantile(0.5 + confidence / 2)
    wide = z * z / n
    middle = (share + wide / 2) / (1 + wide)
    half = z * math.sqrt(share * (1 - share) / n + wide / (4 * n)) / (1 + wide)
    return (0.0 if share <= 0.0 else max(0.0, middle - half), 1.0 if share >= 1.0 else min(1.0, middle + half))


def exact(count: int, n: int, confidence: float = 0.95) -> tuple[float, float]:
    """Exact limits of ``count`` out of ``n``, which cover at least as often as they say.

    Source: Clopper and Pearson 1934.
    """
    tail = (1 - confidence) / 2
    low = 0.0 if count == 0 else beta_quantile(tail, float(count), float(n - count + 1))
    high = 1.0 if count == n else beta_quantile(1 - tail, float(count + 1), float(n - count))
    return low, high

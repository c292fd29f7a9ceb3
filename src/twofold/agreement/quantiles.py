"""Quantiles and tails of the normal, t, F, beta and chi-square distributions, without scipy.

The incomplete beta function is the continued fraction of DLMF 8.17.22, summed by the modified Lentz method
(Thompson and Barnett 1986); the incomplete gamma function is DLMF 8.7.1 and 8.9.2.
"""

import math
from collections.abc import Callable
from functools import lru_cache

_TINY = 1e-300
_CLOSE = 1e-16
_TERMS = 20_000


def normal_quantile(probability: float) -> float:
    """The standard normal quantile of ``probability``, which lies strictly between 0 and 1."""
    # The statistics of the standard library load fractions and decimals, which nothing else here needs.
    from statistics import NormalDist

    return NormalDist().inv_cdf(probability)


def normal_probability(value: float) -> float:
    """The standard normal probability of lying at or below ``value``."""
    return 0.5 * math.erfc(-value / math.sqrt(2.0))


def two_sided(z: float) -> float:
    """The probability that a standard normal lies at least as far from 0 as ``z``."""
    return math.erfc(abs(z) / math.sqrt(2.0))


def beta_probability(value: float, a: float, b: float) -> float:
    """The regularised incomplete beta function I_x(a, b) at x = ``value`` in [0, 1]."""
    if value <= 0.0:
        return 0.0
    if value >= 1.0:
        return 1.0
    front = math.exp(
        math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(value) + b * math.log1p(-value)
    )
    if value < (a + 1.0) / (a + b + 2.0):
        return front * _beta_fraction(value, a, b) / a
    return 1.0 - front * _beta_fraction(1.0 - value, b, a) / b


def _beta_fraction(x: float, a: float, b: float) -> float:
    c, d = 1.0, 1.0 - (a + b) * x / (a + 1.0)
    d = 1.0 / (d if abs(d) > _TINY else _TINY)
    total = d
    for m in range(1, _TERMS):
        for numerator in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1.0 + numerator * d
            d = 1.0 / (d if abs(d) > _TINY else _TINY)
            c = 1.0 + numerator / c
            c = c if abs(c) > _TINY else _TINY
            total *= c * d
        if abs(c * d - 1.0) < _CLOSE * 8:
            break
    return total


@lru_cache(maxsize=4096)
def beta_quantile(probability: float, a: float, b: float) -> float:
    """The x at which I_x(a, b) is ``probability``, for a, b > 0."""
    if probability <= 0.0:
        return 0.0
    if probability >= 1.0:
        return 1.0
    return _root(lambda x: beta_probability(x, a, b) - probability, 0.0, 1.0)


def _root(function: Callable[[float], float], low: float, high: float) -> float:
    """The zero of a rising function on [low, high], by halving; 200 halvings reach the last bit of any double."""
    for _ in range(200):
        middle = 0.5 * (low + high)
        if middle in (low, high):
            break
        if function(middle) < 0.0:
            low = middle
        else:
            high = middle
    return 0.5 * (low + high)


def t_probability(value: float, freedom: float) -> float:
    """The probability that Student's t with ``freedom`` degrees lies at or below ``value``."""
    tail = 0.5 * beta_probability(freedom / (freedom + value * value), freedom / 2.0, 0.5)
    return 1.0 - tail if value > 0.0 else tail


@lru_cache(maxsize=4096)
def t_quantile(probability: float, freedom: float) -> float:
    """Student's t quantile of ``probability`` in (0, 1) with ``freedom`` >= 1 degrees of freedom."""
    if probability < 0.5:
        return -t_quantile(1.0 - probability, freedom)
    if probability == 0.5:
        return 0.0
    if freedom == 1:
        return math.tan(math.pi * (probability - 0.5))
    if freedom == 2:
        return (2.0 * probability - 1.0) * math.sqrt(1.0 / (2.0 * probability * (1.0 - probability)))
    z = normal_quantile(probability)
    # Cornish and Fisher's expansion starts Newton's steps so near that three of them reach rounding error.
    value = z + (z**3 + z) / (4 * freedom) + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * freedom**2)
    scale = math.exp(math.lgamma((freedom + 1) / 2) - math.lgamma(freedom / 2)) / math.sqrt(freedom * math.pi)
    for _ in range(20):
        density = scale * math.exp(-(freedom + 1) / 2 * math.log1p(value * value / freedom))
        step = (t_probability(value, freedom) - probability) / density
        value -= step
        if abs(step) < 1e-13 * value:
            break
    return value


def f_quantile(probability: float, above: float, below: float) -> float:
    """The quantile of the F distribution with ``above`` and ``below`` degrees of freedom."""
    x = beta_quantile(probability, above / 2.0, below / 2.0)
    return math.inf if x >= 1.0 else below * x / (above * (1.0 - x))


def chi_square_tail(value: float, freedom: int) -> float:
    """The probability that a chi-square with ``freedom`` degrees of freedom is at least ``value``."""
    if value <= 0.0:
        return 1.0
    if freedom == 1:
        return math.erfc(math.sqrt(value / 2.0))
    a, x = freedom / 2.0, value / 2.0
    front = math.exp(a * math.log(x) - x - math.lgamma(a))
    if x < a + 1.0:
        term = total = 1.0 / a
        for k in range(1, _TERMS):
            term *= x / (a + k)
            total += term
            if term < total * _CLOSE:
                break
        return 1.0 - front * total
    b = x + 1.0 - a
    c, d = 1.0 / _TINY, 1.0 / b
    fraction = d
    for k in range(1, _TERMS):
        numerator = -k * (k - a)
        b += 2.0
        d = 1.0 / (numerator * d + b)
        c = b + numerator / c
        fraction *= c * d
        if abs(c * d - 1.0) < _CLOSE * 8:
            break
    return front * fraction


def binomial_two_sided(count: int, n: int) -> float:
    """The exact two-sided probability of a split at least as uneven as ``count`` of ``n``, at chance one half."""
    if n == 0:
        return 1.0
    fewer = min(count, n - count)
    tail = sum(math.comb(n, k) for k in range(fewer + 1))
    return min(1.0, 2 * tail / (1 << n))

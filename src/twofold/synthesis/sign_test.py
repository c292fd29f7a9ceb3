"""The two-sided exact sign test, and the interval of a share."""

from dataclasses import dataclass
from math import comb, sqrt

Z95 = 1.959963984540054
"""The 97.5 % point of the standard normal distribution."""


@dataclass(frozen=True, slots=True)
class SignTest:
    """``better`` of ``n`` directional votes. ``share``, ``low``, ``high`` (Wilson, 95 %) and ``p`` are ``None`` where
    nothing votes, and ``why`` says so."""

    better: int
    worse: int
    share: float | None
    low: float | None
    high: float | None
    p: float | None
    why: str = ""

    @property
    def n(self) -> int:
        """The directional votes."""
        return self.better + self.worse


FEWEST = 6
"""With fewer directional votes no result can reach p < 0.05: five of five give 0.0625."""


def sign_test(better: int, worse: int, unit: str = "study") -> SignTest:
    """Votes for better against worse, each as likely as the other if there were no effect.

    p is the exact two-sided binomial probability (twice the smaller tail, at most 1); the interval is Wilson's (1927).
    """
    n = better + worse
    if not n:
        return SignTest(0, 0, None, None, None, None, f"No {unit} has a direction, so there is nothing to test.")
    low, high = wilson(better, n)
    return SignTest(better, worse, better / n, low, high, two_sided(better, n))


def two_sided(k: int, n: int) -> float:
    """The probability of a split at least as uneven as ``k`` of ``n`` when both ways are equally likely."""
    tail = sum(comb(n, i) for i in range(min(k, n - k) + 1))
    every = 1 << n
    return min(2 * tail, every) / every


def wilson(k: int, n: int) -> tuple[float, float]:
    """The 95 % score interval of the share ``k`` of ``n`` (Wilson 1927); ``n`` above 0."""
    share = k / n
    middle = share + Z95**2 / (2 * n)
    half = Z95 * sqrt(share * (1 - share) / n + Z95**2 / (4 * n * n))
    below = 1 + Z95**2 / n
    return (0.0 if k == 0 else (middle - half) / below), (1.0 if k == n else (middle + half) / below)

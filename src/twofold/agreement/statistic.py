"""What the intervals need to know of a coefficient."""

from typing import Protocol

from twofold.agreement.arrays import Floats, Ints


class Statistic(Protocol):
    """One or several coefficients that depend on the units only through sums over them.

    The first sum is the number of units. ``K`` below is the number of coefficients.
    """

    @property
    def features(self) -> Floats:
        """What each pattern adds to the sums: patterns x length of the sums."""

    def pseudo_features(self, first: Ints, second: Ints) -> Floats:
        """What made-up units with the two codes ``first`` and ``second`` add to the sums."""

    def estimates(self, sums: Floats) -> Floats:
        """The coefficients (..., K) from sums (..., length); NaN where one is undefined."""

"""The one source of chance: seeded by name, and the same in every release of Python.

Only ``Random.random`` is used, whose sequence Python promises to keep; each name has a stream of its own, so that a
change to one study leaves the others as they were.
"""

import hashlib
from collections.abc import Sequence
from random import Random
from typing import TypeVar

SEED = "twofold demo 7"

Item = TypeVar("Item")


class Chance:
    """Draws for one purpose, named by what they are for."""

    def __init__(self, *names: str) -> None:
        self._next = Random("/".join((SEED, *names))).random

    def happens(self, probability: float) -> bool:
        """Whether something of that probability happens now."""
        return self._next() < probability

    def between(self, low: float, high: float) -> float:
        """A number from ``low`` up to ``high``."""
        return low + (high - low) * self._next()

    def below(self, end: int) -> int:
        """A whole number from 0 up to, and without, ``end``."""
        return int(self._next() * end)

    def pick(self, items: Sequence[Item]) -> Item:
        """One of the items."""
        return items[self.below(len(items))]


def key_of(*names: str) -> str:
    """The 16 hexadecimal digits by which the demo knows what is so named."""
    return hashlib.sha256("/".join((SEED, "key", *names)).encode()).hexdigest()[:16]

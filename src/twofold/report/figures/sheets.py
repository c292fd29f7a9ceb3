"""A plot with a line for each study, cut into sheets where it is longer than a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Generic, TypeVar

MOST = 80
"""Up to so many lines a plot is one figure: that is a page of paper, and more than a screen."""

_WANTED = 60

_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True)
class Sheet(Generic[_Item]):
    """The lines of one sheet: which of how many sheets it is, from 1, and which of all lines its first is, from 1."""

    items: tuple[_Item, ...]
    number: int
    sheets: int
    first: int
    total: int

    @property
    def is_last(self) -> bool:
        """Whether no sheet follows."""
        return self.number == self.sheets

    def words(self, what: str) -> str:
        """Which lines it has, such as *studies 1 to 60 of 300*."""
        return f"{what} {self.first} to {self.first + len(self.items) - 1} of {self.total}"


def sheets_of(items: Sequence[_Item]) -> tuple[Sheet[_Item], ...]:
    """The lines on as few sheets as hold them, of one length but for a line; one sheet where they fit on a page."""
    total = len(items)
    count = 1 if total <= MOST else -(-total // _WANTED)
    bounds = [total * number // count for number in range(count + 1)]
    return tuple(
        Sheet(tuple(items[start:end]), number, count, start + 1, total)
        for number, (start, end) in enumerate(pairwise(bounds), 1)
    )

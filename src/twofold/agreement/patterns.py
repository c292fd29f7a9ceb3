"""The distinct rows of codes with how often each occurs: all that the coefficients need.

Every coefficient here depends on the units only through sums over them, so the work is done once a distinct row,
and a resample is a new set of multiplicities.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

import numpy as np

from twofold.agreement.arrays import Floats, Ints
from twofold.agreement.codes import Ratings, numbered
from twofold.agreement.tables_of_two import wide_table

DENSE_CATEGORIES = 16
_FEW_KINDS = 5_000


class Population(StrEnum):
    """Which units count towards chance agreement and towards the error.

    ``PAIRABLE``: those with two or more codes. ``IRRCAC``: every unit with a code, as the package irrCAC has it; with
    many studies coded by one person alone its error treats as chance *which* studies were double coded.
    """

    PAIRABLE = "pairable"
    IRRCAC = "irrcac"


@dataclass(frozen=True, slots=True, eq=False)
class Patterns:
    """Distinct rows of codes (``rows``, patterns x coders, -1 for missing) and their ``counts``, ``units`` in all.

    ``members`` holds, where rows belong to studies, how often each pattern occurs in each distinct kind of study
    (kinds x patterns), and ``kinds`` how many studies are of that kind. ``dense`` says that ``rows`` are all q x q
    pairs of two coders in order, so ``counts`` is their cross-table.
    """

    rows: Ints
    counts: Ints
    units: int
    q: int
    raters: tuple[str, ...]
    dense: bool
    members: Floats | None = None
    kinds: Ints | None = None

    @property
    def table(self) -> Ints | None:
        """The cross-table of two coders, first coder's codes as rows; ``None`` for any other data."""
        if self.dense:
            return self.counts.reshape(self.q, self.q)
        if len(self.raters) != 2 or (self.rows < 0).any():
            return None
        table = np.zeros((self.q, self.q), dtype=np.intp)
        table[self.rows[:, 0], self.rows[:, 1]] = self.counts
        return table

    @property
    def groups(self) -> int:
        """How many independent things there are: studies where rows belong to them, else units."""
        return int(self.kinds.sum()) if self.kinds is not None else self.units

    def summed(self, per_pattern: Floats) -> tuple[Floats, Ints]:
        """``per_pattern`` (patterns x anything) summed within each resampled thing, with its multiplicities."""
        if self.members is None or self.kinds is None:
            return per_pattern, self.counts
        return self.members @ per_pattern, self.kinds


@dataclass(frozen=True, slots=True, eq=False)
class Counted:
    """The patterns of one field, and what was left out on the way.

    ``units`` had at least one code; ``single`` of them exactly one. ``silent`` coders have no code on any unit that
    counts.
    """

    patterns: Patterns
    units: int
    single: int
    silent: tuple[str, ...]


def count_patterns(
    ratings: Ratings,
    population: Population = Population.PAIRABLE,
    clusters: Sequence[Hashable] | None = None,
) -> Counted:
    """The distinct rows of ``ratings`` over the chosen population, coders without a code there left out.

    ``clusters`` names the study of each unit, where units are rows within studies.

    Raises:
        BadCodes: clusters that do not fit the units.
    """
    codes, q = ratings.codes, len(ratings.categories)
    if codes.shape[1] == 2 and population is Population.PAIRABLE and clusters is None and q <= DENSE_CATEGORIES:
        return _two_coders(codes, q, ratings.raters)
    rows, times, counts, where = _distinct(codes, q, located=clusters is not None)
    keep = times >= (2 if population is Population.PAIRABLE else 1)
    whole = bool(keep.all())
    kept, kept_counts = (rows, counts) if whole else (rows[keep], counts[keep])
    heard = [one >= 0 for one in np.maximum.reduce(kept, axis=0, initial=-1).tolist()] if len(kept) else []
    raters, silent = ratings.raters, tuple[str, ...]()
    if not all(heard):
        kept = kept[:, heard]
        raters = tuple(name for name, used in zip(ratings.raters, heard, strict=True) if used)
        silent = tuple(name for name, used in zip(ratings.raters, heard, strict=True) if not used)
    members = kinds = None
    if clusters is not None and where is not None:
        place = np.cumsum(keep) - 1
        counted = keep[where]
        members, kinds = _studies(numbered(clusters, len(codes))[counted], place[where[counted]], len(kept))
    coded = len(codes) if whole else int(counts @ (times >= 1))
    single = 0 if whole and population is Population.PAIRABLE else int(counts @ (times == 1))
    units = len(codes) if whole else int(kept_counts.sum())
    patterns = Patterns(kept, kept_counts, units, q, raters, dense=False, members=members, kinds=kinds)
    return Counted(patterns, coded, single, silent)


def _two_coders(codes: Ints, q: int, raters: tuple[str, ...]) -> Counted:
    table = wide_table(codes[:, 0], codes[:, 1], q)
    counts = table[1:, 1:].ravel()
    both = int(counts.sum())
    units = int(table.sum()) - int(table[0, 0])
    silent = () if both else raters
    return Counted(Patterns(all_pairs(q), counts, both, q, raters, dense=True), units, units - both, silent)


@lru_cache(maxsize=64)
def all_pairs(q: int) -> Ints:
    """All q x q pairs of two codes, the first coder's code changing slowest."""
    pairs = np.indices((q, q)).reshape(2, q * q).T.astype(np.intp)
    pairs.setflags(write=False)
    return pairs


def _distinct(codes: Ints, q: int, *, located: bool) -> tuple[Ints, Ints, Ints, Ints | None]:
    """Sorted distinct rows, how many codes each has, how often each occurs, and, if ``located``, which each unit is.

    The units' order leaves no trace. Each row is read as one number in base q + 1; few possible numbers are counted,
    many are sorted.
    """
    units, coders = codes.shape
    kinds = (q + 1) ** coders
    place: Ints | None = None
    if not units or kinds >= 2**62:
        rows, where, counts = np.unique(codes, axis=0, return_inverse=True, return_counts=True)
        return rows, _times(rows), counts, where.ravel()
    digits, ones = _digits(q, coders)
    number = codes @ digits + ones
    if kinds <= max(_FEW_KINDS, 2 * units):
        every = np.bincount(number, minlength=kinds)
        # Of yes and no, numpy finds the places ten times as fast as of numbers.
        found = every > 0
        present = found.nonzero()[0]
        counts = every[present]
        place = (np.cumsum(found) - 1)[number] if located else None
        if kinds <= _FEW_KINDS:
            rows, times = _every_row(q, coders)
            return rows[present], times[present], counts, place
    elif located:
        present, place, counts = np.unique(number, return_inverse=True, return_counts=True)
    else:
        present, counts = np.unique(number, return_counts=True)
    rows = _rows(present, q, coders)
    return rows, _times(rows), counts, place


def _rows(numbers: Ints, q: int, coders: int) -> Ints:
    """The rows that these numbers stand for."""
    return (numbers[:, None] // _digits(q, coders)[0]) % (q + 1) - 1


def _times(rows: Ints) -> Ints:
    """How many codes each row has."""
    return np.asarray(np.add.reduce(rows >= 0, axis=1, dtype=np.intp), dtype=np.intp)


@lru_cache(maxsize=16)
def _every_row(q: int, coders: int) -> tuple[Ints, Ints]:
    """All rows that there can be in the order of their numbers, and how many codes each has."""
    rows = _rows(np.arange((q + 1) ** coders), q, coders)
    return rows, _times(rows)


@lru_cache(maxsize=64)
def _digits(q: int, coders: int) -> tuple[Ints, int]:
    """What a code of each coder is worth in base q + 1, and the number of a row of zeros."""
    digits = np.asarray((q + 1) ** np.arange(coders)[::-1], dtype=np.intp)
    digits.setflags(write=False)
    return digits, int(digits.sum())


def _studies(group: Ints, where: Ints, patterns: int) -> tuple[Floats, Ints]:
    """The distinct make-ups of studies and how many studies have each; studies' names and order leave no trace."""
    groups = int(group.max()) + 1 if group.size else 0
    content = np.bincount(group * patterns + where, minlength=groups * patterns).reshape(groups, patterns)
    content = content[content.any(axis=1)]
    kinds, counts = np.unique(content, axis=0, return_counts=True)
    return kinds.astype(np.float64), counts

"""Codes as they came, checked against the declared categories, and turned into positions.

Categories are declared, never taken from the data: their order and the ones that nobody used count.
"""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final, SupportsIndex

import numpy as np
import numpy.typing as npt

from twofold.agreement.arrays import Ints

MISSING: Final = -1


class BadCodes(ValueError):
    """Codes that cannot be compared as they are; the message names the cell and the way out."""


@dataclass(frozen=True, slots=True, eq=False)
class Ratings:
    """What each coder answered for each unit.

    ``codes`` has one row a unit and one column a coder; it holds the position of the category, from 0, and -1 where
    the coder has not coded the unit.
    """

    codes: Ints
    categories: tuple[Hashable, ...]
    raters: tuple[str, ...]

    @property
    def labels(self) -> tuple[str, ...]:
        """The categories as they are shown."""
        return tuple(str(category) for category in self.categories)


def read_codes(
    rows: Iterable[Iterable[Hashable]],
    categories: Iterable[Hashable],
    raters: Sequence[str] | None = None,
) -> Ratings:
    """The codes of ``rows`` as positions among the declared ``categories``.

    Each row holds one unit's codes, one for each coder in the same order; ``None`` and NaN mean *not yet coded*.
    Two lists of codes are given as ``zip(first, second)``.

    Raises:
        BadCodes: a label that is not declared, rows of different lengths, or a category declared twice.
    """
    declared = declared_categories(categories)
    given: Iterable[Iterable[Hashable]] = rows.tolist() if isinstance(rows, np.ndarray) else rows
    cells = [row if isinstance(row, tuple | list) else _row(at, row) for at, row in enumerate(given, start=1)]
    width = len(cells[0]) if cells else len(raters or ())
    if len(set(map(len, cells))) > 1:
        number, cell = next((at, one) for at, one in enumerate(cells, start=1) if len(one) != width)
        raise BadCodes(
            f"Row {number} has {len(cell)} codes where row 1 has {width}. Give one code for each coder, "
            "and None where a coder has not coded."
        )
    names = rater_names(raters, width)
    position: dict[Hashable, int] = {label: k for k, label in enumerate(declared)}
    position[None] = MISSING
    try:
        found = list(map(position.__getitem__, chain.from_iterable(cells)))
    except (KeyError, TypeError):
        found = _looked_up_slowly(cells, position, names, declared)
    codes = np.array(found, dtype=np.intp).reshape(len(cells), width)
    return Ratings(codes, declared, names)


def _row(number: int, row: Iterable[Hashable]) -> tuple[Hashable, ...]:
    if isinstance(row, str | bytes) or not isinstance(row, Iterable):
        raise BadCodes(
            f"Row {number} is {row!r}, not a row with one code for each coder. "
            "Two lists are given as zip(first, second)."
        )
    return tuple(row)


def declared_categories(categories: Iterable[Hashable]) -> tuple[Hashable, ...]:
    declared = tuple(categories)
    seen: dict[Hashable, int] = {}
    for number, category in enumerate(declared, start=1):
        if category is None or category != category:
            raise BadCodes(f"Category {number} is {category}, which stands for 'not yet coded'. Give it a label.")
        if category in seen:
            raise BadCodes(f"The category {category!r} is declared twice, as number {seen[category]} and {number}.")
        seen[category] = number
    if not declared:
        raise BadCodes("No categories are declared. Declare them in their order, the unused ones too.")
    return declared


def rater_names(raters: Sequence[str] | None, width: int) -> tuple[str, ...]:
    """The coders' names; A, B, C and so on where none are given.

    Raises:
        BadCodes: more or fewer names than columns, or a name given twice.
    """
    if raters is None:
        return tuple(chr(ord("A") + g) if g < 26 else f"coder {g + 1}" for g in range(width))
    names = tuple(raters)
    if len(names) != width:
        raise BadCodes(f"{len(names)} coders are named for {width} columns of codes. Name one for each column.")
    if len(set(names)) != len(names):
        raise BadCodes(f"Two coders have the same name: {', '.join(names)}.")
    return names


def _looked_up_slowly(
    cells: Sequence[Sequence[Hashable]],
    position: dict[Hashable, int],
    names: tuple[str, ...],
    declared: tuple[Hashable, ...],
) -> list[int]:
    found = []
    for number, cell in enumerate(cells, start=1):
        for name, label in zip(names, cell, strict=True):
            if label != label:
                found.append(MISSING)
                continue
            try:
                found.append(position[label])
            except (KeyError, TypeError):
                known = ", ".join(repr(one) for one in declared[:12]) + (", ..." if len(declared) > 12 else "")
                raise BadCodes(
                    f"Row {number}, coder {name}: {label!r} is not a declared category ({known}). "
                    "Correct the code or declare the category."
                ) from None
    return found


def from_positions(
    codes: npt.ArrayLike, categories: Iterable[Hashable], raters: Sequence[str] | None = None
) -> Ratings:
    """Codes that already are positions among the ``categories``: one row a unit, one column a coder, -1 for not coded.

    Raises:
        BadCodes: an array that is not two-dimensional and integer, or a position out of range.
    """
    declared = declared_categories(categories)
    array = np.asarray(codes)
    if array.ndim != 2 or array.dtype.kind not in "iu":
        raise BadCodes(f"Positions come as a whole-number array of units by coders, not {array.ndim}-D {array.dtype}.")
    positions = array.astype(np.intp, copy=False)
    names = rater_names(raters, positions.shape[1])
    if positions.size and (positions.min() < MISSING or positions.max() >= len(declared)):
        unit, rater = (int(at[0]) for at in np.nonzero((positions < MISSING) | (positions >= len(declared))))
        raise BadCodes(
            f"Row {unit + 1}, coder {names[rater]}: position {positions[unit, rater]} is not one of the "
            f"{len(declared)} categories, numbered from 0, nor -1 for not coded."
        )
    return Ratings(positions, declared, names)


def as_ratings(
    codes: Ratings | Iterable[Iterable[Hashable]],
    categories: Iterable[Hashable] | None,
    raters: Sequence[str] | None,
) -> Ratings:
    """``codes`` if they are ratings already, else what ``read_codes`` makes of them.

    Raises:
        BadCodes: as ``read_codes``, or no categories given.
    """
    if isinstance(codes, Ratings):
        return codes
    if categories is None:
        raise BadCodes("No categories are declared. Declare them in their order, the unused ones too.")
    return read_codes(codes, categories, raters)


def numbered(groups: Sequence[Hashable], units: int) -> Ints:
    """Each unit's group (the study of a row) as a number from 0.

    Raises:
        BadCodes: not one group for each unit, or a unit without one.
    """
    if len(groups) != units:
        raise BadCodes(f"{len(groups)} groups are given for {units} rows. Give the study of each row.")
    seen: dict[Hashable, SupportsIndex] = {}
    for number, group in enumerate(groups, start=1):
        if group is None:
            raise BadCodes(f"Row {number} names no study. Give the study of each row.")
        seen.setdefault(group, len(seen))
    return np.array([seen[group] for group in groups], dtype=np.intp)

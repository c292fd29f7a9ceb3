"""Sets of options as codes, and how far two sets are apart."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from twofold.agreement.arrays import Floats, Ints
from twofold.agreement.codes import MISSING, BadCodes, Ratings, declared_categories, rater_names


@dataclass(frozen=True, slots=True, eq=False)
class SetCodes:
    """What each coder chose.

    ``ratings`` has one category for each different set, ``members`` (sets x options) its content.

    The sets that somebody chose come first (``seen`` of them, in a fixed order); after them the empty set and each
    option alone, where nobody chose just that, so that made-up units can hold them.
    """

    ratings: Ratings
    members: npt.NDArray[np.bool_]
    options: tuple[str, ...]
    seen: int


def read_sets(
    rows: Iterable[Iterable[Iterable[Hashable] | None]],
    options: Iterable[Hashable],
    raters: Sequence[str] | None = None,
) -> SetCodes:
    """Sets of declared ``options``, one row a unit and one set a coder.

    ``None`` means *not yet coded*; an empty set is an answer.

    Raises:
        BadCodes: an option that is not declared, a cell that is no set, or rows of different lengths.
    """
    declared = declared_categories(options)
    place: dict[Hashable, int] = {option: k for k, option in enumerate(declared)}
    cells = [[_places(cell, place, number) for cell in row] for number, row in enumerate(rows, start=1)]
    width = len(cells[0]) if cells else len(raters or ())
    for number, row in enumerate(cells, start=1):
        if len(row) != width:
            raise BadCodes(
                f"Row {number} has {len(row)} sets where row 1 has {width}. Give one for each coder, and None where a "
                "coder has not coded."
            )
    seen = sorted({cell for row in cells for cell in row if cell is not None})
    made_up = [one for one in [(), *((k,) for k in range(len(declared)))] if one not in set(seen)]
    number_of = {one: number for number, one in enumerate(seen)}
    codes = np.array(
        [[MISSING if cell is None else number_of[cell] for cell in row] for row in cells], dtype=np.intp
    ).reshape(len(cells), width)
    every = [*seen, *made_up]
    members = np.zeros((len(every), len(declared)), dtype=np.bool_)
    for number, one in enumerate(every):
        members[number, list(one)] = True
    names = tuple(str(option) for option in declared)
    labels = tuple(", ".join(names[k] for k in one) or "(none)" for one in every)
    return SetCodes(Ratings(codes, labels, rater_names(raters, width)), members, names, len(seen))


def _places(cell: Iterable[Hashable] | None, place: dict[Hashable, int], row: int) -> tuple[int, ...] | None:
    if cell is None:
        return None
    if isinstance(cell, str | bytes) or not isinstance(cell, Iterable):
        raise BadCodes(
            f"Row {row} holds {cell!r} where a set of options is wanted. Put a single option into a set too."
        )
    chosen = set(cell)
    for option in chosen:
        if option not in place:
            raise BadCodes(f"Row {row}: {option!r} is not a declared option. Correct the code or declare the option.")
    return tuple(sorted(place[option] for option in chosen))


def jaccard_distances(members: npt.NDArray[np.bool_]) -> Floats:
    """One minus the shared share of two sets, sets x sets; 0 of two empty sets, 1 of an empty one and another.

    Source: Jaccard 1912.
    """
    shared, together = _overlap(members)
    return np.where(together > 0, 1.0 - shared / np.maximum(together, 1.0), 0.0)


def masi_distances(members: npt.NDArray[np.bool_]) -> Floats:
    """The MASI distance 1 - J m, sets x sets.

    J is the shared share; m is 1 for equal sets, 2/3 where one holds the other, 1/3 where they overlap otherwise, 0
    where they share nothing.

    Source: Passonneau 2006, with exact thirds.
    """
    shared, together = _overlap(members)
    sizes = members.sum(axis=1).astype(np.float64)
    smaller, larger = np.minimum.outer(sizes, sizes), np.maximum.outer(sizes, sizes)
    equal = (shared == larger) & (smaller == larger)
    kinds = np.where(equal, 3.0, np.where(shared == smaller, 2.0, np.where(shared > 0, 1.0, 0.0)))
    alike = np.where(together > 0, shared * kinds / (3.0 * np.maximum(together, 1.0)), 1.0)
    return 1.0 - alike


def _overlap(members: npt.NDArray[np.bool_]) -> tuple[Floats, Floats]:
    numbers = members.astype(np.float64)
    shared = numbers @ numbers.T
    sizes = numbers.sum(axis=1)
    return shared, np.add.outer(sizes, sizes) - shared


def option_codes(codes: SetCodes, option: int, off_scale: frozenset[str]) -> Ratings:
    """Whether each coder chose one option, as codes 0 and 1.

    An answer that holds an ``off_scale`` option is no answer about the others, and counts as not coded for them.
    """
    chosen = codes.members[:, option].astype(np.intp)
    if codes.options[option] not in off_scale:
        aside = [k for k, name in enumerate(codes.options) if name in off_scale]
        chosen = np.where(codes.members[:, aside].any(axis=1), MISSING, chosen)
    positions: Ints = np.where(codes.ratings.codes >= 0, chosen[codes.ratings.codes], MISSING)
    return Ratings(positions, ("not chosen", "chosen"), codes.ratings.raters)

"""The cross-table of two coders and what it says without any array: for many small tables in a row."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from twofold.agreement.arrays import Ints


def cross_table(first: npt.ArrayLike, second: npt.ArrayLike, q: int) -> Ints:
    """How often two coders gave each pair of codes, q x q, the first coder's codes as rows.

    Codes are positions from 0 to q - 1, and -1 where not coded; such units count nowhere.
    """
    one, other = np.asarray(first, dtype=np.intp), np.asarray(second, dtype=np.intp)
    return wide_table(one, other, q)[1:, 1:]


def wide_table(first: Ints, second: Ints, q: int) -> Ints:
    """``cross_table`` with a row and a column in front for the units that one coder has not coded."""
    return np.bincount(first * (q + 1) + second + (q + 2), minlength=(q + 1) * (q + 1)).reshape(q + 1, q + 1)


def kappa_of_table(table: Sequence[Sequence[int]]) -> float | None:
    """Cohen's kappa of a table of counts, worked in whole numbers with one division; ``None`` if chance is certain.

    kappa = (n sum_k n_kk - sum_k n_k. n_.k)/(n^2 - sum_k n_k. n_.k). For the many small tables of a what-if and of
    pairs of coders, where an array would cost more than the arithmetic.

    Source: Cohen 1960.
    """
    rows = [sum(row) for row in table]
    columns = [sum(column) for column in zip(*table, strict=True)]
    n = sum(rows)
    chance = sum(a * b for a, b in zip(rows, columns, strict=True))
    if chance == n * n:
        return None
    same = sum(row[k] for k, row in enumerate(table))
    return float((n * same - chance) / (n * n - chance))


def highest_kappa(table: Sequence[Sequence[int]]) -> float | None:
    """The highest kappa that the margins of ``table`` allow, (sum_k min(p_k., p_.k) - p_e)/(1 - p_e).

    ``None`` if chance agreement is certain.

    Source: Cohen 1960.
    """
    rows = [sum(row) for row in table]
    columns = [sum(column) for column in zip(*table, strict=True)]
    n = sum(rows)
    chance = sum(a * b for a, b in zip(rows, columns, strict=True))
    if chance == n * n:
        return None
    most = sum(min(a, b) for a, b in zip(rows, columns, strict=True))
    return float((n * most - chance) / (n * n - chance))

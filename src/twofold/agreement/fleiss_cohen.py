"""The large-sample standard errors of Cohen's kappa, weighted or not, as SAS, Stata and statsmodels give them."""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from twofold.agreement.arrays import Floats
from twofold.agreement.quantiles import two_sided
from twofold.agreement.weights import WeightChoice, Weights, weight_matrix


@dataclass(frozen=True, slots=True)
class KappaErrors:
    """Kappa of one cross-table with its two standard errors.

    ``standard_error`` is for intervals. ``null_error`` holds only if kappa is 0 and serves the test of that, ``z``
    and ``p`` (two-sided); an interval built from it is wrong, and none is offered. The last three are ``None``
    where the null error is 0.
    """

    kappa: float
    standard_error: float
    null_error: float | None
    z: float | None
    p: float | None


def kappa_errors(table: npt.ArrayLike, weights: WeightChoice | str = Weights.NONE) -> KappaErrors | None:
    """Kappa and its errors from the cross-table of two coders (first coder's codes as rows); ``None`` if undefined.

    Raises:
        ValueError: a table that is not square or has no counts, or weights that do not fit.

    Source: Fleiss, Cohen and Everitt 1969; Everitt 1968.
    """
    counts = np.asarray(table, dtype=np.float64)
    if counts.ndim != 2 or counts.shape[0] != counts.shape[1] or (counts < 0).any():
        raise ValueError("A cross-table of two coders is square, with one row and one column a category.")
    n = float(counts.sum())
    if n == 0:
        return None
    matrix = weight_matrix(weights, len(counts))
    joint = counts / n
    scaled = kappa_variance(joint, matrix)
    if scaled is None:
        return None
    kappa, variance, null = scaled
    error = math.sqrt(variance / n)
    if null <= 1e-12:
        return KappaErrors(kappa, error, None, None, None)
    null_error = math.sqrt(null / n)
    z = kappa / null_error
    return KappaErrors(kappa, error, null_error, z, two_sided(z))


def kappa_variance(joint: Floats, weights: Floats) -> tuple[float, float, float] | None:
    """Kappa, n times its variance, and n times its variance where kappa is 0, from joint proportions.

    n Var = (sum p_ij (w_ij - (wbar_i. + wbar_.j)(1 - k))^2 - (k - p_e (1 - k))^2)/(1 - p_e)^2 with wbar_i. = sum_j
    w_ij p_.j and wbar_.j = sum_i w_ij p_i.; the second puts p_i. p_.j for p_ij and 0 for k. ``None`` where p_e is
    1.
    """
    rows, columns = joint.sum(axis=1), joint.sum(axis=0)
    independent = np.outer(rows, columns)
    expected_apart = float((independent * (1.0 - weights)).sum())
    if expected_apart <= 0.0:
        return None
    kappa = 1.0 - float((joint * (1.0 - weights)).sum()) / expected_apart
    chance = 1.0 - expected_apart
    lean = (weights @ columns)[:, None] + (weights.T @ rows)[None, :]
    square = float((joint * (weights - lean * (1.0 - kappa)) ** 2).sum())
    variance = (square - (kappa - chance * (1.0 - kappa)) ** 2) / expected_apart**2
    null = (float((independent * (weights - lean) ** 2).sum()) - chance**2) / expected_apart**2
    return kappa, max(0.0, variance), max(0.0, null)

"""How far two different codes still count as agreement: similarity weights on the declared positions."""

from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache
from typing import TypeAlias

import numpy as np

from twofold.agreement.arrays import Floats


class Weights(StrEnum):
    """The named weights. ``GWET_ORDINAL`` is not the ordinal metric of Krippendorff's alpha."""

    NONE = "none"
    LINEAR = "linear"
    QUADRATIC = "quadratic"
    GWET_ORDINAL = "gwet-ordinal"
    ONE_STEP = "one-step"

    @property
    def words(self) -> str:
        """The weights as they stand behind a coefficient's name; empty for none."""
        return _WORDS[self]


_WORDS = {
    Weights.NONE: "",
    Weights.LINEAR: "linear weights",
    Weights.QUADRATIC: "quadratic weights",
    Weights.GWET_ORDINAL: "Gwet's ordinal weights",
    Weights.ONE_STEP: "one step counted as agreement",
}


class BadWeights(ValueError):
    """A weight matrix that cannot be used; the message names the entry."""


WeightChoice: TypeAlias = Weights | Sequence[Sequence[float]] | Floats


def weight_matrix(choice: WeightChoice | str, q: int) -> Floats:
    """The q x q similarity weights, 1 on the diagonal and between 0 and 1 elsewhere.

    Linear 1 - |k-l|/(q-1), quadratic 1 - ((k-l)/(q-1))^2 (Cohen 1968); Gwet's ordinal 1 - C(|k-l|+1, 2)/C(q, 2)
    (Gwet 2014); one-step 1 for neighbours. A matrix of one's own may be asymmetric: its rows are the first coder's
    codes. Only Cohen's kappa can tell the two coders apart; the other coefficients take the mean of both directions.

    Raises:
        BadWeights: an unknown name, a matrix of the wrong shape, a diagonal that is not 1, or a weight outside [0,
        1].
    """
    return 1.0 - disagreement_matrix(choice, q)


def disagreement_matrix(choice: WeightChoice | str, q: int) -> Floats:
    """One minus ``weight_matrix``: what a pair of codes is away from agreement.

    Raises:
        BadWeights: as ``weight_matrix``.
    """
    if isinstance(choice, str):
        try:
            return _named(Weights(choice), q)
        except ValueError:
            known = ", ".join(repr(str(one)) for one in Weights)
            raise BadWeights(f"{choice!r} is no set of weights. Use one of {known}, or a matrix.") from None
    return 1.0 - _checked(np.array(choice, dtype=np.float64), q)


@lru_cache(maxsize=512)
def _named(choice: Weights, q: int) -> Floats:
    step = np.abs(np.subtract.outer(np.arange(q), np.arange(q))).astype(np.float64)
    if choice is Weights.NONE or q < 2:
        made = (step > 0).astype(np.float64)
    elif choice is Weights.LINEAR:
        made = step / (q - 1)
    elif choice is Weights.QUADRATIC:
        made = (step / (q - 1)) ** 2
    elif choice is Weights.GWET_ORDINAL:
        made = np.where(step > 0, step * (step + 1) / (q * (q - 1)), 0.0)
    else:
        made = (step > 1).astype(np.float64)
    made.setflags(write=False)
    return made


def _checked(weights: Floats, q: int) -> Floats:
    if weights.shape != (q, q):
        raise BadWeights(f"The weights are {' x '.join(map(str, weights.shape))}; {q} categories need {q} x {q}.")
    for first, second in np.argwhere(~((weights >= 0.0) & (weights <= 1.0))):
        wrong = weights[first, second]
        raise BadWeights(f"The weight of categories {first + 1} and {second + 1} is {wrong}; weights lie in [0, 1].")
    for k in np.flatnonzero(weights.diagonal() != 1.0):
        raise BadWeights(f"The weight of category {k + 1} with itself is {weights[k, k]}; equal codes count as 1.")
    return weights

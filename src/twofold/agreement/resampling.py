"""Draws of coefficients: the smoothed Bayesian bootstrap, the plain bootstrap, and the jackknife.

Units are resampled, or whole studies where units are rows of studies. All numbers come from numpy's PCG64 with the
caller's seed, and patterns are sorted first, so neither the order of units nor what else is computed changes a limit.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from twofold.agreement.arrays import Floats, Ints, product
from twofold.agreement.patterns import Patterns
from twofold.agreement.statistic import Statistic

_CHUNK = 2_000_000
_FEW_CELLS = 300
_STICKS = 32


def bootstrap(patterns: Patterns, statistics: Sequence[Statistic], draws: int, seed: int) -> tuple[Floats, ...]:
    """Each statistic in ``draws`` resamples with replacement (draws x K each), NaN where undefined.

    Source: Efron 1979; whole studies are drawn where rows belong to studies (Davison and Hinkley 1997, 3.8).
    """
    random = np.random.Generator(np.random.PCG64(seed))
    summed = [patterns.summed(one.features) for one in statistics]
    kinds = summed[0][1]
    total = int(kinds.sum())
    shares = kinds / total
    made: list[list[Floats]] = [[] for _ in statistics]
    for size in _chunks(draws, len(kinds)):
        times = random.multinomial(total, shares, size=size).astype(np.float64)
        for results, one, (features, _) in zip(made, statistics, summed, strict=True):
            results.append(one.estimates(product(times, features)))
    return tuple(np.concatenate(results) for results in made)


def smoothed(patterns: Patterns, statistics: Sequence[Statistic], draws: int, seed: int) -> tuple[Floats, ...]:
    """Each statistic in ``draws`` of the smoothed Bayesian bootstrap (draws x K each).

    Every unit (every study, where rows belong to studies) has an exponential weight. To these come made-up units with
    each pair of codes, whose weights sum to that of one unit (of one study) on average: Gamma(1/q^2) for each of q^2
    pairs.

    Source: Rubin 1981 for the weights; the prior is that of Perks 1947, one unit spread over the cells.
    """
    random = np.random.Generator(np.random.PCG64(seed))
    pseudo = _Pseudo(patterns.q)
    summed = [patterns.summed(one.features) for one in statistics]
    kinds = summed[0][1].astype(np.float64)
    units = float(patterns.units)
    rows_per_study = units / float(kinds.sum())
    dense = patterns.dense
    made: list[list[Floats]] = [[] for _ in statistics]
    small = pseudo.cells <= _FEW_CELLS
    known = [one.pseudo_features(*pseudo.pairs(np.arange(pseudo.cells))) if small else None for one in statistics]
    for size in _chunks(draws, len(kinds) + (pseudo.cells if small else 8 * _STICKS)):
        if dense:
            weights = random.standard_gamma(kinds + 1.0 / pseudo.cells, size=(size, len(kinds)))
        else:
            weights = random.standard_gamma(kinds, size=(size, len(kinds)))
            extra = pseudo.draw(random, size)
        for results, one, (features, _), cells in zip(made, statistics, summed, known, strict=True):
            sums = product(weights, features)
            if not dense:
                sums = sums + rows_per_study * pseudo.sums(one, extra, cells)
            results.append(one.estimates(sums * (units / sums[:, :1])))
    return tuple(np.concatenate(results) for results in made)


@dataclass(frozen=True, slots=True)
class _Pseudo:
    """The made-up units. With many cells nearly all weights are 0, so only those that are not are drawn.

    A Dirichlet with equal small parameters that sum to 1 is a Dirichlet process over the cells, whose weights come by
    breaking a stick (Sethuraman 1994); 32 pieces leave 2^-32 of it on average.
    """

    q: int

    @property
    def cells(self) -> int:
        return self.q * self.q

    def pairs(self, cell: Ints) -> tuple[Ints, Ints]:
        first, second = np.divmod(cell, self.q)
        return first, second

    def draw(self, random: np.random.Generator, size: int) -> tuple[Floats, Ints]:
        if self.cells <= _FEW_CELLS:
            return random.standard_gamma(1.0 / self.cells, size=(size, self.cells)), np.zeros(0, dtype=np.intp)
        broken = random.random((size, _STICKS))
        broken[:, -1] = 1.0
        left = np.cumprod(1.0 - broken, axis=1)
        pieces = broken * np.column_stack([np.ones(size), left[:, :-1]])
        mass = random.standard_exponential((size, 1))
        return mass * pieces, random.integers(0, self.cells, size=(size, _STICKS))

    def sums(self, one: Statistic, extra: tuple[Floats, Ints], cells: Floats | None) -> Floats:
        weights, which = extra
        if cells is not None:
            return product(weights, cells)
        features = one.pseudo_features(*self.pairs(which.ravel()))
        return np.asarray(np.einsum("bt,btd->bd", weights, features.reshape(*which.shape, -1)))


def _chunks(draws: int, width: int) -> Iterator[int]:
    step = max(1, min(draws, _CHUNK // max(width, 1)))
    for start in range(0, draws, step):
        yield min(step, draws - start)


@dataclass(frozen=True, slots=True, eq=False)
class Jackknife:
    """The statistic with each unit (or study) left out once, by kind of unit.

    ``values`` is kinds x K, ``times`` how many units are of the kind.
    """

    values: Floats
    times: Ints

    def defined(self, column: int) -> tuple[Floats, Floats, float]:
        """Values and multiplicities where the statistic is defined, and the share of units where it is not."""
        values = self.values[:, column]
        good = ~np.isnan(values)
        times = self.times.astype(np.float64)
        return values[good], times[good], 1.0 - float(times[good].sum() / times.sum())

    def standard_error(self, column: int) -> float | None:
        """The jackknife standard error; ``None`` if leaving some unit out makes the coefficient undefined.

        se^2 = (n - 1)/n sum (theta_(-i) - mean)^2 (Tukey 1958; Miller 1974).
        """
        values, times, lost = self.defined(column)
        n = float(times.sum())
        if lost or n < 2:
            return None
        mean = float(times @ values) / n
        return float(np.sqrt((n - 1) / n * (times @ (values - mean) ** 2)))

    def acceleration(self, column: int) -> float:
        """The acceleration of BCa limits, sum d^3/(6 (sum d^2)^1.5) with d = mean - theta_(-i) (Efron 1987)."""
        values, times, _ = self.defined(column)
        gap = float(times @ values) / float(times.sum()) - values
        square = float(times @ gap**2)
        return float(times @ gap**3) / (6.0 * square**1.5) if square > 0.0 else 0.0


def jackknife(patterns: Patterns, statistic: Statistic) -> Jackknife:
    """Leave out each unit (each study, where rows belong to studies) in turn."""
    features, kinds = patterns.summed(statistic.features)
    present = kinds > 0
    features, kinds = features[present], kinds[present]
    total = kinds @ features
    left = total - features
    # Thirds and the like leave rounding where nothing is left; a category gone must be gone, or p_e looks short of 1.
    left = np.where(np.abs(left) < 1e-12 * np.maximum(np.abs(total), 1.0), 0.0, left)
    return Jackknife(statistic.estimates(left), kinds)

"""How often the intervals of agreement hold the truth, by simulation. Prints Markdown tables.

    python benchmarks/coverage.py --replicates 200

Codes are drawn from populations whose coefficients are known exactly: a true answer for each unit, and coders who err
independently given it. A coefficient that is undefined, an interval that is refused, and one that had to give way to
another method all count as misses of the method asked for. The column *default* is what the engine does unasked.
"""

import argparse
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from twofold.agreement import Intervals, Method, Weights, kappa_errors
from twofold.agreement.codes import Ratings
from twofold.agreement.computed import Coefficient, alpha_of, chance_of, compute, linearised_errors
from twofold.agreement.krippendorff import FixedAlpha, Metric
from twofold.agreement.limits import Place, Sampler, drawn_or_analytic, wider_if_small, with_z
from twofold.agreement.measure import prepare
from twofold.agreement.patterns import count_patterns
from twofold.agreement.results import Limits
from twofold.agreement.set_codes import jaccard_distances, masi_distances, read_sets

Floats: TypeAlias = npt.NDArray[np.float64]
Codes: TypeAlias = npt.NDArray[np.intp]

UNITS = (11, 20, 35, 100)
PREVALENCES = (0.5, 0.9, 0.95)
CODERS = (2, 3)
METHODS = (
    Method.GWET_T,
    Method.FLEISS_COHEN_EVERITT,
    Method.JACKKNIFE,
    Method.PERCENTILE,
    Method.BCA,
    Method.SMOOTHED,
    Method.WIDER,
    Method.DEFAULT,
)
SHORT = ("Gwet t", "FCE z", "jackknife", "percentile", "BCa", "smoothed", "wider", "default")
OPTIONS = 4


@dataclass(frozen=True)
class Sample:
    """One sample: a sampler of its statistics, and for each coefficient where it stands and the limits by a method."""

    limits: dict[str, Callable[[Method], Limits]]
    defined: dict[str, bool]


@dataclass(frozen=True)
class Family:
    """A kind of field: its coefficients, their true values at a prevalence, and how to draw a sample."""

    name: str
    coefficients: tuple[str, ...]
    truth: Callable[[float], dict[str, float]]
    draw: Callable[[np.random.Generator, float, int, int, int, int], Sample]


def shares_of(prevalence: float, q: int) -> Floats:
    """The shares of q true answers of which the first has ``prevalence``; the others halve from one to the next."""
    rest = 0.5 ** np.arange(q - 1)
    return np.concatenate([[prevalence], (1 - prevalence) * rest / rest.sum()])


def errors_of(accuracy: float, q: int) -> Floats:
    """What a coder says (columns) where an answer is true (rows): mostly a neighbour where it is not the truth."""
    made = np.zeros((q, q))
    for k in range(q):
        near = [j for j in (k - 1, k + 1) if 0 <= j < q]
        far = [j for j in range(q) if j != k and j not in near]
        made[k, k] = accuracy
        made[k, near] = (1 - accuracy) * (0.8 if far else 1.0) / len(near)
        if far:
            made[k, far] = (1 - accuracy) * 0.2 / len(far)
    return made


def pair_of(shares: Floats, errors: Sequence[Floats]) -> Floats:
    """The joint distribution of two coders' answers, over equally likely kinds of study."""
    return np.asarray(sum((one.T * shares) @ one for one in errors) / len(errors))


def true_values(joint: Floats, apart: Floats) -> dict[str, float]:
    """The population values of the coefficients for two exchangeable coders with this joint distribution."""
    shares = joint.sum(axis=0)
    q = len(shares)
    middle = np.cumsum(shares) - shares / 2
    ranks = np.subtract.outer(middle, middle) ** 2
    weight = q * q - apart.sum()
    seen = (joint * apart).sum()
    return {
        "kappa": 1 - seen / (shares @ apart @ shares),
        "pi": 1 - seen / (shares @ apart @ shares),
        "ac": 1 - seen / (1 - weight * (shares * (1 - shares)).sum() / (q * (q - 1))),
        "bp": 1 - seen / apart.mean(),
        "alpha": 1 - (joint * ranks).sum() / (shares @ ranks @ shares),
    }


def draw_codes(random: np.random.Generator, truth: Codes, errors: Floats, noise: Floats) -> Codes:
    """Codes of units with these true answers; ``noise`` is uniform, units x coders."""
    return np.asarray((noise[:, :, None] > np.cumsum(errors, axis=1)[truth][:, None, :]).sum(axis=2), dtype=np.intp)


def sample_of(
    codes: Codes, q: int, weights: Weights, keys: Sequence[str], draws: int, seed: int, studies: Sequence[int] | None
) -> Sample:
    """The limits of the coefficients ``keys`` of one sample."""
    ratings = Ratings(codes, tuple(range(q)), tuple(f"coder {g}" for g in range(codes.shape[1])))
    metric = Metric.NOMINAL if weights is Weights.NONE else Metric.ORDINAL
    job = prepare(ratings, weights, metric, studies).job
    found = compute([job])[0]
    sampler = Sampler(job.pairable.patterns, (chance_of(job), alpha_of(job)), Intervals(draws=draws, seed=seed))
    limits: dict[str, Callable[[Method], Limits]] = {}
    for key in keys:
        coefficient = Coefficient(key)
        alpha = coefficient is Coefficient.ALPHA
        estimate, error = found.estimates[coefficient.place], found.errors[coefficient.place]
        place = Place(int(alpha), 0 if alpha else coefficient.place, estimate, error, -3.0)

        def by(method: Method, place: Place = place, key: str = key) -> Limits:
            if method is not Method.FLEISS_COHEN_EVERITT:
                return drawn_or_analytic(sampler, place, method)
            table = job.patterns.table
            if key != "kappa" or table is None or studies is not None:
                return Limits(None, "not for this coefficient")
            errors = kappa_errors(table, weights)
            if errors is None or errors.standard_error < 1e-10:
                return Limits(None, "a single point")
            return with_z(errors.kappa, errors.standard_error, method, 0.95)

        limits[key] = by
    return Sample(limits, {key: found.estimates[Coefficient(key).place] is not None for key in keys})


def nominal_truth(prevalence: float) -> dict[str, float]:
    """A binary field whose coders are right nine times in ten."""
    return true_values(pair_of(shares_of(prevalence, 2), [errors_of(0.9, 2)]), 1 - np.eye(2))


def nominal_sample(
    random: np.random.Generator, prevalence: float, coders: int, n: int, draws: int, seed: int
) -> Sample:
    """A sample of that field."""
    truth = random.choice(2, n, p=shares_of(prevalence, 2))
    codes = draw_codes(random, truth, errors_of(0.9, 2), random.random((n, coders)))
    return sample_of(codes, 2, Weights.NONE, ("kappa", "pi", "ac", "bp"), draws, seed, None)


LINEAR = np.abs(np.subtract.outer(np.arange(4), np.arange(4))) / 3


def ordinal_truth(prevalence: float) -> dict[str, float]:
    """Four levels in order, coders right 85 times in a hundred, linear weights."""
    return true_values(pair_of(shares_of(prevalence, 4), [errors_of(0.85, 4)]), LINEAR)


def ordinal_sample(
    random: np.random.Generator, prevalence: float, coders: int, n: int, draws: int, seed: int
) -> Sample:
    """A sample of that field."""
    truth = random.choice(4, n, p=shares_of(prevalence, 4))
    codes = draw_codes(random, truth, errors_of(0.85, 4), random.random((n, coders)))
    return sample_of(codes, 4, Weights.LINEAR, ("kappa", "ac", "alpha"), draws, seed, None)


EASY, HARD = 0.97, 0.70


def clustered_truth(prevalence: float) -> dict[str, float]:
    """The same field asked of outcome rows: half of the studies easy to code, half hard."""
    return true_values(pair_of(shares_of(prevalence, 4), [errors_of(EASY, 4), errors_of(HARD, 4)]), LINEAR)


def clustered_sample(
    random: np.random.Generator, prevalence: float, coders: int, n: int, draws: int, seed: int
) -> Sample:
    """``n`` studies of one to six rows, which share half of their true answers and half of the coders' noise."""
    shares, studies, parts = shares_of(prevalence, 4), [], []
    for study in range(n):
        rows = int(random.integers(1, 7))
        own = random.choice(4, rows, p=shares)
        truth = np.where(random.random(rows) < 0.5, random.choice(4, p=shares), own)
        noise = np.where(random.random((rows, 1)) < 0.5, random.random(coders), random.random((rows, coders)))
        parts.append(draw_codes(random, truth, errors_of(EASY if random.random() < 0.5 else HARD, 4), noise))
        studies += [study] * rows
    return sample_of(np.vstack(parts), 4, Weights.LINEAR, ("kappa", "ac", "alpha"), draws, seed, studies)


EVERY_SET = np.array(list(product([0, 1], repeat=OPTIONS)), dtype=np.bool_)
DISTANCES = {"masi": masi_distances, "jaccard": jaccard_distances}


def slips_of(prevalence: float) -> tuple[float, float]:
    """How often a chosen option is missed, and one not chosen is ticked."""
    return (0.1, 0.1) if prevalence == 0.5 else (0.15, 0.02)


def set_truth(prevalence: float) -> dict[str, float]:
    """Sets of four options, each left out with ``prevalence``."""
    missed, added = slips_of(prevalence)
    ticked, empty = np.array([missed, 1 - missed]), np.array([1 - added, added])
    one = (1 - prevalence) * np.outer(ticked, ticked) + prevalence * np.outer(empty, empty)
    joint = np.ones((len(EVERY_SET), len(EVERY_SET)))
    for option in range(OPTIONS):
        answer = EVERY_SET[:, option].astype(int)
        joint *= one[np.ix_(answer, answer)]
    shares = joint.sum(axis=0)
    made = {}
    for name, distances in DISTANCES.items():
        apart = distances(EVERY_SET)
        made[name] = float(1 - (joint * apart).sum() / (shares @ apart @ shares))
    return made


def set_sample(random: np.random.Generator, prevalence: float, coders: int, n: int, draws: int, seed: int) -> Sample:
    """A sample of that field."""
    missed, added = slips_of(prevalence)
    chance = np.where(random.random((n, OPTIONS)) > prevalence, 1 - missed, added)
    ticks = random.random((n, coders, OPTIONS)) < chance[:, None, :]
    codes = read_sets([[np.flatnonzero(cell).tolist() for cell in unit] for unit in ticks], range(OPTIONS))
    patterns = count_patterns(codes.ratings).patterns
    alphas = tuple(FixedAlpha(patterns.rows, distances(codes.members)) for distances in DISTANCES.values())
    sampler = Sampler(patterns, alphas, Intervals(draws=draws, seed=seed))
    limits: dict[str, Callable[[Method], Limits]] = {}
    defined = {}
    for number, name in enumerate(DISTANCES):
        sums = patterns.counts @ alphas[number].features
        value = float(alphas[number].estimates(sums)[0])
        defined[name] = not np.isnan(value)
        error = float(linearised_errors(patterns, alphas[number].influence(sums))[0]) if defined[name] else None
        place = Place(
            number, 0, value if defined[name] else None, 0.0 if error is not None and error < 1e-10 else error
        )

        def by(method: Method, place: Place = place) -> Limits:
            if method is Method.FLEISS_COHEN_EVERITT:
                return Limits(None, "not for this coefficient")
            return drawn_or_analytic(sampler, place, wider_if_small(sampler, method))

        limits[name] = by
    return Sample(limits, defined)


FAMILIES = {
    "nominal": Family("Binary field", ("kappa", "pi", "ac", "bp"), nominal_truth, nominal_sample),
    "ordinal": Family("Ordered field, linear weights", ("kappa", "ac", "alpha"), ordinal_truth, ordinal_sample),
    "clustered": Family("The same over rows of studies", ("kappa", "ac", "alpha"), clustered_truth, clustered_sample),
    "sets": Family("Sets of options", ("masi", "jaccard"), set_truth, set_sample),
}
NAMES = {
    ("nominal", "kappa"): "kappa (Cohen, Conger)",
    ("nominal", "pi"): "pi (Scott, Fleiss)",
    ("nominal", "ac"): "AC1",
    ("nominal", "bp"): "PABAK",
    ("ordinal", "kappa"): "weighted kappa",
    ("ordinal", "ac"): "AC2",
    ("ordinal", "alpha"): "alpha ordinal",
    ("clustered", "kappa"): "weighted kappa, rows",
    ("clustered", "ac"): "AC2, rows",
    ("clustered", "alpha"): "alpha ordinal, rows",
    ("sets", "masi"): "alpha MASI",
    ("sets", "jaccard"): "alpha Jaccard",
}


@dataclass(frozen=True)
class Line:
    """One line of a table: the share of samples covered by each method, and the share where the figure is defined."""

    family: str
    coefficient: str
    coders: int
    prevalence: float
    n: int
    truth: float
    defined: float
    covered: dict[Method, float | None]
    width: float


def run(key: str, replicates: int, draws: int, seed: int) -> Iterable[Line]:
    """All settings of one family."""
    family = FAMILIES[key]
    for coders, prevalence, n in product(CODERS, PREVALENCES, UNITS):
        place = [list(FAMILIES).index(key), coders, round(prevalence * 100), n]
        random = np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, *place])))
        truth = family.truth(prevalence)
        hits: dict[tuple[str, Method], list[bool]] = {}
        widths: dict[str, list[float]] = {}
        defined: dict[str, list[bool]] = {}
        for replicate in range(replicates):
            sample = family.draw(random, prevalence, coders, n, draws, seed + replicate)
            for name in family.coefficients:
                defined.setdefault(name, []).append(sample.defined[name])
                for method in METHODS:
                    made = sample.limits[name](method).interval
                    own = made is not None and (
                        method is Method.DEFAULT or made.method is method or _stands_in(made.method, method)
                    )
                    hit = made is not None and own and made.low - 1e-12 <= truth[name] <= made.high + 1e-12
                    hits.setdefault((name, method), []).append(hit)
                    if method is Method.DEFAULT and made is not None:
                        widths.setdefault(name, []).append(made.high - made.low)
        for name in family.coefficients:
            covered: dict[Method, float | None] = {one: float(np.mean(hits[name, one])) for one in METHODS}
            if key in ("sets", "clustered") or name != "kappa" or coders > 2:
                covered[Method.FLEISS_COHEN_EVERITT] = None
            if name == "alpha":
                covered[Method.GWET_T] = None
            share = float(np.mean(defined[name]))
            width = float(np.mean(widths[name]))
            yield Line(key, name, coders, prevalence, n, truth[name], share, covered, width)
        print(f"{key} {coders} {prevalence} {n}", file=sys.stderr)


def _stands_in(made: Method, wanted: Method) -> bool:
    """The wider interval is the smoothed one where there is no standard error to widen it."""
    return wanted is Method.WIDER and made is Method.SMOOTHED


def two(value: float | None) -> str:
    """A share to two places, and a dash for none."""
    return "-" if value is None else f"{value:.2f}".replace("0.", ".", 1)


def summary(lines: Sequence[Line]) -> Iterable[str]:
    """For each coefficient and number of units the lowest and highest coverage over prevalences and coders."""
    yield f"| coefficient | n | undefined | {' | '.join(SHORT)} |"
    yield "| --- | --- | --- |" + " --- |" * len(SHORT)
    for (family, name), title in NAMES.items():
        for n in UNITS:
            chosen = [line for line in lines if (line.family, line.coefficient, line.n) == (family, name, n)]
            if not chosen:
                continue
            cells = []
            for method in METHODS:
                values = [value for value in (line.covered[method] for line in chosen) if value is not None]
                cells.append(f"{two(min(values))} to {two(max(values))}" if values else "-")
            lost = max(1 - line.defined for line in chosen)
            yield f"| {title} | {n} | {two(lost)} | {' | '.join(cells)} |"


def full(lines: Sequence[Line]) -> Iterable[str]:
    """Every setting on a line of its own."""
    yield f"| coefficient | coders | prevalence | n | truth | undefined | {' | '.join(SHORT)} | width of default |"
    yield "| --- | --- | --- | --- | --- | --- |" + " --- |" * (len(SHORT) + 1)
    for line in lines:
        cells = " | ".join(two(line.covered[method]) for method in METHODS)
        yield (
            f"| {NAMES[line.family, line.coefficient]} | {line.coders} | {two(line.prevalence)} | {line.n} | "
            f"{two(line.truth)} | {two(1 - line.defined)} | {cells} | {two(line.width)} |"
        )


def main() -> None:
    """Run the families asked for and print their tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--replicates", type=int, default=200, help="samples for each setting (200)")
    parser.add_argument("--draws", type=int, default=1000, help="draws for each interval (1000)")
    parser.add_argument("--seed", type=int, default=1, help="seed of the simulation (1)")
    parser.add_argument("--family", choices=list(FAMILIES), action="append", help="one kind of field only; may repeat")
    chosen = parser.parse_args()
    begun = time.perf_counter()
    lines = [
        line
        for key in chosen.family or list(FAMILIES)
        for line in run(key, chosen.replicates, chosen.draws, chosen.seed)
    ]
    lines.sort(
        key=lambda line: (list(NAMES).index((line.family, line.coefficient)), line.coders, line.prevalence, line.n)
    )
    print(
        f"{date.today().isoformat()}, {chosen.replicates} samples a setting, {chosen.draws} draws an interval, "
        f"seed {chosen.seed}; {time.perf_counter() - begun:.0f} s.\n"
    )
    print("\n".join(summary(lines)))
    print()
    print("\n".join(full(lines)))


if __name__ == "__main__":
    main()

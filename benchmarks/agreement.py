"""The agreement engine beside its peers, in one process and one run. Prints a Markdown table of ratios.

    python benchmarks/agreement.py

Peers are scikit-learn, statsmodels and krippendorff as installed. Each pair of calls is timed in turn and the best of
several rounds is taken, so that other work on the machine falls on both alike. The ratio counts, not the seconds.
"""

import argparse
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from tempfile import TemporaryDirectory

import krippendorff
import numpy as np
import numpy.typing as npt
from sklearn.metrics import cohen_kappa_score
from statsmodels.stats.inter_rater import cohens_kappa, to_table

from twofold.agreement import (
    FieldCodes,
    Intervals,
    Kind,
    Method,
    Ratings,
    agreement,
    agreement_table,
    cross_table,
    from_positions,
    kappa_of_table,
)
from twofold.agreement.computed import compute
from twofold.agreement.krippendorff import Metric, alpha_statistic
from twofold.agreement.limits import Place, Sampler, drawn_or_analytic
from twofold.agreement.measure import prepare
from twofold.agreement.patterns import count_patterns

Codes = npt.NDArray[np.intp]
LEVELS = 4


@dataclass(frozen=True)
class Row:
    """One comparison: seconds of both, and the ratio wanted of them (``None`` for a figure told without a goal)."""

    task: str
    ours: float
    peer: str
    theirs: float
    goal: float | None

    @property
    def ratio(self) -> float:
        """How many times as long the peer takes."""
        return self.theirs / self.ours


def codes_of(units: int, coders: int, q: int = LEVELS, seed: int = 1) -> Codes:
    """Codes of coders who are right three times in four."""
    random = np.random.default_rng(seed)
    truth = random.integers(0, q, units)
    return np.where(random.random((units, coders)) < 0.75, truth[:, None], random.integers(0, q, (units, coders)))


def both(first: Callable[[], object], second: Callable[[], object], rounds: int) -> tuple[float, float]:
    """The best time of each call over ``rounds`` in turn."""
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        for call, kept in zip((first, second), times, strict=True):
            begun = time.perf_counter()
            call()
            kept.append(time.perf_counter() - begun)
    return min(times[0]), min(times[1])


def kappas(rounds: int) -> Iterable[Row]:
    """Cohen's kappa alone, from positions."""
    for units, goal in ((35, 10.0), (1_000, 10.0), (100_000, 5.0), (1_000_000, 5.0)):
        first, second = (np.ascontiguousarray(one) for one in codes_of(units, 2).T)
        ours, theirs = both(
            lambda a=first, b=second: kappa_of_table(cross_table(a, b, LEVELS).tolist()),  # type: ignore[misc]
            lambda a=first, b=second: cohen_kappa_score(a, b),  # type: ignore[misc]
            max(5, rounds // (1 + units // 20_000)),
        )
        yield Row(f"kappa, {units:,} units", ours, "scikit-learn", theirs, goal)


def all_six(rounds: int) -> Iterable[Row]:
    """Six coefficients with standard errors and intervals against one of them."""
    for units in (35, 1_000, 100_000):
        ratings = from_positions(codes_of(units, 2), range(LEVELS))
        ours, theirs = both(
            lambda one=ratings: agreement(one, intervals=Intervals(Method.ANALYTIC)),  # type: ignore[misc]
            lambda one=ratings: cohens_kappa(to_table(one.codes)[0]),  # type: ignore[misc]
            max(5, rounds // (1 + units // 5_000)),
        )
        yield Row(
            f"six coefficients, SE, limits, {units:,} units (per coefficient)", ours / 6, "statsmodels", theirs, 10.0
        )


def alphas(rounds: int) -> Iterable[Row]:
    """Alpha with the ordinal metric, from positions with gaps."""
    for units, coders, goal in ((35, 2, 1.5), (35, 5, 1.5), (1_000, 2, 2.0), (1_000, 5, 2.0), (100_000, 3, 2.0)):
        codes = codes_of(units, coders)
        gaps = np.random.default_rng(2).random(codes.shape) < (0.1 if coders > 2 else 0.0)
        ratings = from_positions(np.where(gaps, -1, codes), range(LEVELS))
        values = np.where(gaps, np.nan, codes).T
        ours, theirs = both(
            lambda one=ratings: alpha_ordinal(one),  # type: ignore[misc]
            lambda one=values: krippendorff.alpha(one, level_of_measurement="ordinal", value_domain=range(LEVELS)),  # type: ignore[misc]
            max(5, rounds // (1 + units // 5_000)),
        )
        yield Row(f"alpha ordinal, {units:,} units, {coders} coders", ours, "krippendorff", theirs, goal)


def alpha_ordinal(ratings: Ratings) -> float:
    """Alpha and nothing else."""
    patterns = count_patterns(ratings).patterns
    alpha = alpha_statistic(patterns, Metric.ORDINAL)
    return float(alpha.estimates(patterns.counts @ alpha.features)[0])


def bootstraps() -> Iterable[Row]:
    """A thousand resamples of alpha with BCa limits against a loop over resampled units."""
    for units in (35, 1_000):
        codes = codes_of(units, 3)
        values = codes.T.astype(np.float64)
        ratings = from_positions(codes, range(LEVELS))

        def ours(one: Ratings = ratings) -> object:
            job = prepare(one, "none", Metric.NOMINAL).job
            found = compute([job])[0]
            statistic = alpha_statistic(job.patterns, Metric.NOMINAL)
            sampler = Sampler(job.patterns, (statistic,), Intervals(Method.BCA, draws=1000))
            return drawn_or_analytic(sampler, Place(0, 0, found.estimates[5], found.errors[5]), Method.BCA)

        def theirs(one: npt.NDArray[np.float64] = values, n: int = units) -> object:
            random = np.random.default_rng(1)
            drawn = [
                krippendorff.alpha(
                    one[:, random.integers(0, n, n)], level_of_measurement="nominal", value_domain=range(LEVELS)
                )
                for _ in range(1000)
            ]
            return np.quantile(drawn, (0.025, 0.975))

        yield Row(
            f"alpha x 1000 resamples with BCa, {units:,} units", *_named(both(ours, theirs, 4), "krippendorff"), 20.0
        )


def _named(times: tuple[float, float], peer: str) -> tuple[float, str, float]:
    return times[0], peer, times[1]


def review(rounds: int) -> Iterable[Row]:
    """Forty fields of 500 studies and two reviewers, from labels to every estimate with its analytic interval."""
    fields, columns = [], []
    for number in range(40):
        q = 2 + number % 6
        codes = codes_of(500, 2, q, seed=number)
        names = [f"option {k}" for k in range(q)]
        rows = [(names[a], names[b]) for a, b in codes.tolist()]
        kind = Kind.ORDINAL if number % 2 and q > 2 else Kind.NOMINAL
        fields.append(FieldCodes(f"field {number}", kind, rows, names))
        columns.append(tuple(zip(*rows, strict=True)))
    ours, theirs = both(
        lambda: agreement_table(fields, intervals=Intervals(Method.ANALYTIC)),
        lambda: [cohen_kappa_score(first, second) for first, second in columns],
        max(5, rounds // 10),
    )
    yield Row("40 fields x 500 studies x 2, all figures, from labels", ours, "scikit-learn, kappa alone", theirs, 2.0)


def loading() -> Iterable[Row]:
    """Importing the engine against importing numpy, each in an own process, compiled before as installed code is."""
    with TemporaryDirectory() as cache:
        kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        environment = {**kept, "PYTHONPYCACHEPREFIX": cache}

        def seconds(statement: str) -> float:
            code = f"import time; t = time.process_time(); {statement}; print(time.process_time() - t)"
            command = [sys.executable, "-c", code]
            run = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
            return float(run.stdout)

        bare = "import numpy, numpy.random"
        wanted = {
            "the room": f"{bare}, twofold.agreement",
            "one field's figures": f"{bare}; from twofold.agreement import agreement",
            "the table of all fields": f"{bare}; from twofold.agreement import agreement_table",
        }
        # In turn, so that other work on the machine falls on all alike.
        times = [{each: seconds(each) for each in (bare, *wanted.values())} for _ in range(12)]
        alone = min(one[bare] for one in times)
        for words, statement in wanted.items():
            ours = min(one[statement] for one in times)
            extra = 1e3 * (ours - alone)
            yield Row(f"import of numpy and {words} ({extra:+.0f} ms, goal 15)", ours, "numpy alone", alone, None)


def main() -> None:
    """Run every comparison and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=60, help="rounds of the small tasks (60)")
    rounds = parser.parse_args().rounds
    rows = [*kappas(rounds), *all_six(rounds), *alphas(rounds), *bootstraps(), *review(rounds), *loading()]
    print("| task | ours | peer | peer's | ratio | goal | met |\n| --- | --- | --- | --- | --- | --- | --- |")
    for row in rows:
        goal, met = ("", "") if row.goal is None else (f"{row.goal:g}", "yes" if row.ratio >= row.goal else "NO")
        ours, theirs = f"{row.ours * 1e3:.3f} ms", f"{row.theirs * 1e3:.3f} ms"
        print(f"| {row.task} | {ours} | {row.peer} | {theirs} | {row.ratio:.1f} | {goal} | {met} |")
    print(f"\nMedian ratio {statistics.median(row.ratio for row in rows):.1f}.")


if __name__ == "__main__":
    main()

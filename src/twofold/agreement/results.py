"""What comes out: figures with their intervals, each able to say why it is missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from twofold.agreement.wording import decimal, plural


class Method(StrEnum):
    """How an interval is made. ``docs/statistics.md`` says how well each covers."""

    DEFAULT = "default"
    """What covers best for the coefficient and the data at hand, as ``docs/statistics.md`` shows."""
    ANALYTIC = "analytic"
    """No draws: Wilson for agreement and what is a fixed function of it, else Gwet's t."""
    SMOOTHED = "smoothed"
    GWET_T = "gwet-t"
    FLEISS_COHEN_EVERITT = "fce-z"
    PERCENTILE = "percentile"
    BCA = "bca"
    JACKKNIFE = "jackknife"
    WIDER = "wider"
    """The outer ends of the smoothed interval and Gwet's t."""
    WILSON = "wilson"
    EXACT = "exact"
    GOODNESS_OF_FIT = "goodness-of-fit"
    MCGRAW_WONG = "mcgraw-wong"
    NONE = "none"

    @property
    def words(self) -> str:
        """The method as a methods section names it."""
        return _METHOD_WORDS[self]


_METHOD_WORDS = {
    Method.DEFAULT: "the default method",
    Method.ANALYTIC: "an analytic method",
    Method.SMOOTHED: "smoothed Bayesian bootstrap",
    Method.GWET_T: "linearised standard error with Student's t (Gwet)",
    Method.FLEISS_COHEN_EVERITT: "standard error of Fleiss, Cohen and Everitt with normal limits",
    Method.PERCENTILE: "percentile bootstrap",
    Method.BCA: "bias-corrected and accelerated bootstrap",
    Method.JACKKNIFE: "jackknife standard error with Student's t",
    Method.WIDER: "the wider of smoothed Bayesian bootstrap and Gwet's t at either end",
    Method.WILSON: "Wilson score limits",
    Method.EXACT: "exact limits (Clopper and Pearson)",
    Method.GOODNESS_OF_FIT: "goodness-of-fit limits (Donner and Eliasziw)",
    Method.MCGRAW_WONG: "F limits (McGraw and Wong)",
    Method.NONE: "no interval",
}


@dataclass(frozen=True, slots=True)
class Intervals:
    """Which interval is wanted. ``draws`` and ``seed`` matter to the drawn methods; equal seeds give equal limits."""

    method: Method = Method.DEFAULT
    confidence: float = 0.95
    draws: int = 4000
    seed: int = 1

    def __post_init__(self) -> None:
        object.__setattr__(self, "method", Method(self.method))
        if not 0.0 < self.confidence < 1.0:
            raise ValueError(f"A confidence of {self.confidence} is not between 0 and 1. 95 % is written 0.95.")
        if self.draws < 100:
            raise ValueError(f"{self.draws} draws are too few for a limit. Ask for 100 or more.")


STANDARD = Intervals()


@dataclass(frozen=True, slots=True)
class Interval:
    """The limits, and how they were made.

    ``draws`` and ``seed`` are 0 where nothing was drawn; ``left_out`` is the share of draws in which the coefficient
    was undefined; ``cut`` says that a limit was cut at the edge of what the coefficient can reach.
    """

    low: float
    high: float
    method: Method
    confidence: float
    draws: int = 0
    seed: int = 0
    left_out: float = 0.0
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Limits:
    """An interval, or why there is none; ``note`` says what else happened."""

    interval: Interval | None
    why: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """One coefficient of one field.

    ``key`` and ``variant`` (which weights, metric, distance or category; empty for none) name it for files,
    ``name`` for people. ``n`` counts the units that entered. ``estimate`` is ``None`` where it is undefined, and
    ``why`` says why in a sentence; a smoothed interval may stand even then. ``why_no_interval`` does the same for
    the interval. ``observed`` and ``chance`` are the raw agreement and the agreement expected by chance from which
    a chance-corrected estimate was made.
    """

    key: str
    name: str
    n: int
    estimate: float | None
    why: str = ""
    interval: Interval | None = None
    why_no_interval: str = ""
    standard_error: float | None = None
    observed: float | None = None
    chance: float | None = None
    variant: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Significance:
    """A test statistic with its degrees of freedom and two-sided p; ``None`` with a reason where it is undefined."""

    name: str
    statistic: float | None
    freedom: int
    p: float | None
    why: str = ""


def assembled(
    key: str,
    name: str,
    estimate: float | None,
    limits: Limits,
    *,
    n: int,
    unit: str,
    why: str = "",
    error: float | None = None,
    observed: float | None = None,
    chance: float | None = None,
    variant: str = "",
    notes: Sequence[str] = (),
) -> Figure:
    """The figure with what its limits have to say; where nobody disagreed, how low the truth may still be."""
    said = [*notes, limits.note] if limits.note else list(notes)
    if estimate == 1.0 and limits.interval is not None and limits.interval.low < 1.0:
        low = decimal(limits.interval.low)
        said.append(f"No disagreement in {plural(n, unit)}; true {name} may be as low as {low}.")
    return Figure(
        key,
        name,
        n,
        estimate,
        why,
        limits.interval,
        limits.why,
        error if estimate is not None else None,
        observed,
        chance,
        variant,
        tuple(said),
    )

"""Agreement on fields where any number of options may be chosen: whole sets, and option by option."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from twofold.agreement.codes import BadCodes
from twofold.agreement.computed import Coefficient, linearised_errors
from twofold.agreement.krippendorff import FixedAlpha
from twofold.agreement.limits import Place, Sampler, drawn_or_analytic, finite, wider_if_small
from twofold.agreement.measure import Agreement, prepare, read_out, why_nothing
from twofold.agreement.patterns import Patterns, count_patterns
from twofold.agreement.proportions import wilson
from twofold.agreement.raw import MeanAgreement, mean_figure
from twofold.agreement.results import STANDARD, Figure, Intervals, assembled
from twofold.agreement.set_codes import SetCodes, jaccard_distances, masi_distances, option_codes, read_sets
from twofold.agreement.specific import specific_figures
from twofold.agreement.weights import Weights
from twofold.agreement.wording import coders, percent, plural

_OPTION_FIGURES = (Coefficient.PERCENT, Coefficient.KAPPA, Coefficient.AC)


@dataclass(frozen=True, slots=True)
class OptionAgreement:
    """Agreement on whether one option was chosen.

    ``agreement`` has percent, kappa and ac; ``chosen`` and ``left`` are the agreement on choosing it and on leaving it
    out.
    """

    option: str
    agreement: Agreement
    chosen: Figure
    left: Figure


@dataclass(frozen=True, slots=True)
class SetAgreement:
    """Agreement of two or more coders on a field with sets of options as answers.

    ``figures``: alpha with MASI distances, alpha with Jaccard distances, mean Jaccard, and the share of equal sets.
    ``options`` are those that somebody chose, in order; ``unused`` the others.
    """

    units: int
    n: int
    single: int
    raters: tuple[str, ...]
    figures: tuple[Figure, ...]
    options: tuple[OptionAgreement, ...]
    unused: tuple[str, ...]
    notes: tuple[str, ...] = ()

    def figure(self, key: str, variant: str = "") -> Figure:
        """The figure called ``key``: alpha (variant masi or jaccard), jaccard or percent.

        Raises:
            KeyError: there is none of that name.
        """
        for one in self.figures:
            if (one.key, one.variant) == (key, variant):
                return one
        raise KeyError(key)


def set_agreement(
    rows: SetCodes | Iterable[Iterable[Iterable[Hashable] | None]],
    options: Iterable[Hashable] = (),
    *,
    off_scale: Iterable[str] = (),
    raters: Sequence[str] | None = None,
    clusters: Sequence[Hashable] | None = None,
    intervals: Intervals = STANDARD,
    unit: str = "study",
) -> SetAgreement:
    """Agreement on sets: alpha with MASI and Jaccard distances, mean Jaccard, equal sets, and each option.

    Args:
        rows: one row a unit, one set of options a coder; ``None`` where not coded. An empty set is an answer.
        options: every declared option. An answer such as *not reported* is an option of its own, chosen alone.
        off_scale: those options that are no content. A unit counts for the other options only where the coders gave
            content, and each off-scale option is compared on all units.
        raters, clusters, intervals, unit: as for ``agreement``.

    Raises:
        BadCodes: an undeclared option, a cell that is no set, ragged rows, or clusters that do not fit.
    """
    codes = rows if isinstance(rows, SetCodes) else read_sets(rows, options, raters)
    aside = frozenset(off_scale)
    for name in aside - set(codes.options):
        raise BadCodes(f"The off-scale answer {name!r} is not a declared option. Declare it.")
    counted = count_patterns(codes.ratings, clusters=clusters)
    why = why_nothing(len(codes.ratings.raters), counted, unit)
    figures = tuple(_set_figures(codes, counted.patterns, intervals, unit, why))
    seen = np.flatnonzero(codes.members[: codes.seen].any(axis=0)).tolist()
    each = tuple(_options(codes, seen, aside, clusters, intervals, unit))
    unused = tuple(name for k, name in enumerate(codes.options) if k not in set(seen))
    notes: tuple[str, ...] = ()
    if counted.single and counted.patterns.units:
        notes = (f"{plural(counted.single, unit)} with the codes of one coder only left out.",)
    return SetAgreement(
        counted.units, counted.patterns.units, counted.single, counted.patterns.raters, figures, each, unused, notes
    )


def _set_figures(codes: SetCodes, patterns: Patterns, intervals: Intervals, unit: str, why: str) -> Iterable[Figure]:
    if why:
        names = (("alpha", "masi"), ("alpha", "jaccard"), ("jaccard", ""), ("percent", ""))
        for key, variant in names:
            yield Figure(key, _NAMES[key, variant], 0, None, why, variant=variant)
        return
    masi, jaccard = masi_distances(codes.members), jaccard_distances(codes.members)
    unequal = (jaccard > 0.0).astype(np.float64)
    raw = MeanAgreement(patterns.rows, lambda a, b: np.stack([jaccard[a, b], unequal[a, b]], axis=-1))
    alphas = (FixedAlpha(patterns.rows, masi), FixedAlpha(patterns.rows, jaccard))
    sampler = Sampler(patterns, (*alphas, raw), intervals, unit)
    for number, (alpha, variant) in enumerate(zip(alphas, ("masi", "jaccard"), strict=True)):
        sums = patterns.counts @ alpha.features
        observed, expected = alpha.parts(sums)
        estimate = finite(float(alpha.estimates(sums)[0]))
        error = finite(float(linearised_errors(patterns, alpha.influence(sums))[0]))
        place = Place(number, 0, estimate, 0.0 if error is not None and error < 1e-10 else error)
        yield assembled(
            "alpha",
            _NAMES["alpha", variant],
            estimate,
            drawn_or_analytic(sampler, place, wider_if_small(sampler, intervals.method)),
            n=patterns.units,
            unit=unit,
            why="" if estimate is not None else _same_everywhere(codes, patterns, intervals, unit),
            error=place.standard_error,
            observed=finite(1.0 - float(observed[0])),
            chance=finite(1.0 - float(expected[0])),
            variant=variant,
        )
    for column, key in enumerate(("jaccard", "percent")):
        yield mean_figure(sampler, raw, 2, column, key, _NAMES[key, ""])


_NAMES = {
    ("alpha", "masi"): "Krippendorff alpha (MASI)",
    ("alpha", "jaccard"): "Krippendorff alpha (Jaccard)",
    ("jaccard", ""): "mean Jaccard similarity",
    ("percent", ""): "equal sets",
}


def _same_everywhere(codes: SetCodes, patterns: Patterns, intervals: Intervals, unit: str) -> str:
    only = codes.ratings.labels[int(patterns.rows[patterns.counts > 0].max())]
    low, high = wilson(1.0, patterns.groups, intervals.confidence)
    return (
        f"{coders(patterns.raters)} chose '{only}' on all {plural(patterns.units, unit)}; alpha cannot be computed "
        f"(chance agreement is 100 %). Raw agreement 100 % ({percent(intervals.confidence)} {round(100 * low)} to "
        f"{round(100 * high)})."
    )


def _options(
    codes: SetCodes,
    seen: Sequence[int],
    aside: frozenset[str],
    clusters: Sequence[Hashable] | None,
    intervals: Intervals,
    unit: str,
) -> Iterable[OptionAgreement]:
    each = [option_codes(codes, option, aside) for option in seen]
    found = read_out(
        [prepare(one, Weights.NONE, clusters=clusters, unit=unit, wanted=_OPTION_FIGURES) for one in each], intervals
    )
    for option, ratings, agreed in zip(seen, each, found, strict=True):
        (_, left), (_, chosen) = specific_figures(ratings, clusters, intervals, unit)
        yield OptionAgreement(codes.options[option], agreed, chosen, left)

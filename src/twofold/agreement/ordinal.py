"""Agreement on an ordered scale whose answers may also lie off it: not reported, unclear, not applicable."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from twofold.agreement.codes import MISSING, BadCodes, Ratings, as_ratings
from twofold.agreement.computed import Coefficient
from twofold.agreement.krippendorff import Metric
from twofold.agreement.marginals import Step, signed_step
from twofold.agreement.measure import Agreement, Prepared, prepare, read_out
from twofold.agreement.patterns import count_patterns
from twofold.agreement.results import STANDARD, Figure, Intervals
from twofold.agreement.weights import Weights

_PLAIN = (Coefficient.PERCENT, Coefficient.KAPPA, Coefficient.AC)
_SCALED = (
    (Weights.LINEAR, tuple(Coefficient)),
    (Weights.QUADRATIC, (Coefficient.KAPPA, Coefficient.AC)),
    (Weights.NONE, (Coefficient.PERCENT,)),
    (Weights.ONE_STEP, (Coefficient.PERCENT,)),
)


@dataclass(frozen=True, slots=True)
class OrdinalAgreement:
    """The three figures of an ordered field, never mixed.

    ``all_codes`` compares every answer, on the scale or off it, without an order. ``codable`` compares whether
    there is a place on the scale at all; ``None`` where nothing is off the scale. ``linear`` and ``quadratic`` are
    weighted, on the units where coders are both on the scale, with that ``n``; alpha in ``linear`` has
    Krippendorff's ordinal metric. ``exact`` and ``adjacent`` are the shares of those units with equal codes and
    with codes at most one step apart. ``step`` says who codes higher; ``None`` with three or more coders.
    """

    all_codes: Agreement
    codable: Agreement | None
    linear: Agreement
    quadratic: Agreement
    exact: Figure
    adjacent: Figure
    step: Step | None


@dataclass(frozen=True, slots=True, eq=False)
class OrdinalParts:
    """An ordered field taken apart into what is computed separately."""

    all_codes: Prepared
    codable: Prepared | None
    linear: Prepared
    quadratic: Prepared
    plain: Prepared
    one_step: Prepared

    @property
    def clustered(self) -> bool:
        """Whether units are rows of studies."""
        return self.linear.job.patterns.kinds is not None

    @property
    def every(self) -> tuple[Prepared, ...]:
        """The parts in the order in which ``ordinal_result`` wants their results."""
        parts = (self.all_codes, self.codable, self.linear, self.quadratic, self.plain, self.one_step)
        return tuple(part for part in parts if part is not None)


def ordinal_agreement(
    codes: Ratings | Iterable[Iterable[Hashable]],
    categories: Iterable[Hashable] | None = None,
    *,
    off_scale: Iterable[Hashable] = (),
    raters: Sequence[str] | None = None,
    clusters: Sequence[Hashable] | None = None,
    intervals: Intervals = STANDARD,
    unit: str = "study",
) -> OrdinalAgreement:
    """Agreement on an ordered field. ``categories`` are in order; those in ``off_scale`` have no place in it.

    The other arguments are those of ``agreement``.

    Raises:
        BadCodes: as ``agreement``; an off-scale answer that is not among the categories; no category on the scale.
    """
    ratings = as_ratings(codes, categories, raters)
    parts = take_apart(ratings, off_scale, clusters, unit)
    return ordinal_result(parts, read_out(parts.every, intervals), intervals, unit)


def take_apart(
    ratings: Ratings, off_scale: Iterable[Hashable], clusters: Sequence[Hashable] | None, unit: str
) -> OrdinalParts:
    """The parts of an ordered field.

    Raises:
        BadCodes: an off-scale answer that is not among the categories, or no category on the scale.
    """
    aside = set(off_scale)
    for answer in aside - set(ratings.categories):
        raise BadCodes(f"The off-scale answer {answer!r} is not among the declared categories. Declare it.")
    on_scale = tuple(category for category in ratings.categories if category not in aside)
    if not on_scale:
        raise BadCodes("Every declared category is off the scale, so there is no scale. Declare its steps.")
    place = {category: k for k, category in enumerate(on_scale)}
    steps = np.array([place.get(category, MISSING) for category in ratings.categories], dtype=np.intp)
    scaled = Ratings(np.where(ratings.codes < 0, MISSING, steps[ratings.codes]), on_scale, ratings.raters)
    codable = None
    if aside:
        found = np.where(ratings.codes < 0, MISSING, (steps >= 0).astype(np.intp)[ratings.codes])
        whether = Ratings(found, ("off the scale", "on the scale"), ratings.raters)
        codable = prepare(whether, Weights.NONE, None, clusters, unit=unit, wanted=_PLAIN)
    counted = count_patterns(scaled, clusters=clusters)
    return OrdinalParts(
        prepare(ratings, Weights.NONE, Metric.NOMINAL, clusters, unit=unit, wanted=_PLAIN),
        codable,
        *(
            prepare(scaled, weights, Metric.ORDINAL, clusters, unit=unit, wanted=wanted, pairable=counted)
            for weights, wanted in _SCALED
        ),
    )


def ordinal_result(parts: OrdinalParts, read: Sequence[Agreement], intervals: Intervals, unit: str) -> OrdinalAgreement:
    """The parts' results put together; ``read`` is in the order of ``parts.every``."""
    all_codes, *rest = read
    codable = rest.pop(0) if parts.codable is not None else None
    linear, quadratic, plain, one_step = rest
    table = linear.table
    step = None
    if table is not None:
        step = signed_step(table, linear.raters, confidence=intervals.confidence, unit=unit, clustered=parts.clustered)
    adjacent = one_step.figure("percent")
    return OrdinalAgreement(all_codes, codable, linear, quadratic, plain.figure("percent"), _renamed(adjacent), step)


def _renamed(figure: Figure) -> Figure:
    """The agreement under one-step weights by the name that readers know it by."""
    name = "agreement within one step"
    notes = tuple(
        note.replace(figure.name, name).replace("No disagreement", "No disagreement beyond one step")
        for note in figure.notes
    )
    return replace(figure, key="adjacent", name=name, variant="", chance=None, notes=notes)

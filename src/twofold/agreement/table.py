"""Every field of a review in one pass: for each the figures that its type calls for."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeAlias, cast

from twofold.agreement.codes import BadCodes, Ratings, as_ratings
from twofold.agreement.computed import Coefficient
from twofold.agreement.measure import Agreement, Prepared, prepare, read_out
from twofold.agreement.numeric import NumberAgreement, number_agreement
from twofold.agreement.ordinal import OrdinalAgreement, OrdinalParts, ordinal_result, take_apart
from twofold.agreement.results import STANDARD, Figure, Intervals
from twofold.agreement.sets import SetAgreement, set_agreement
from twofold.agreement.specific import specific_figures
from twofold.agreement.weights import Weights


class Kind(StrEnum):
    """What kind of answer a field has."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    SET = "set"
    NUMBER = "number"


@dataclass(frozen=True, slots=True, eq=False)
class FieldCodes:
    """One field's independent codes.

    ``codes`` has one row a unit and one cell a coder: a label, a set of labels for ``SET``, a number or an answer of
    ``off_scale`` for ``NUMBER``, or ``None`` where not coded; ``Ratings`` will do for labels. ``categories`` are all
    declared labels in order, ``off_scale`` those that lie off the scale. ``clusters`` names the study of each unit
    where units are outcome rows. ``tolerance`` and ``relative`` are for numbers. ``unit`` is what a unit is called.
    """

    field: str
    kind: Kind
    codes: Ratings | Iterable[Iterable[object]]
    categories: Sequence[Hashable] = ()
    off_scale: Sequence[Hashable] = ()
    raters: Sequence[str] | None = None
    clusters: Sequence[Hashable] | None = None
    tolerance: float = 0.0
    relative: float = 0.0
    unit: str = "study"


Detail: TypeAlias = Agreement | OrdinalAgreement | SetAgreement | NumberAgreement


@dataclass(frozen=True, slots=True)
class FieldAgreement:
    """One row of the table.

    ``headline`` are the figures by which the field is judged, fixed by its type and the number of coders alone,
    never by what came out; ``beside`` are read along with them. ``raw`` is the plain share of agreement. ``n`` of
    ``units`` were coded twice. ``detail`` holds all that was computed.
    """

    field: str
    kind: Kind
    units: int
    n: int
    raters: tuple[str, ...]
    raw: Figure
    headline: tuple[Figure, ...]
    beside: tuple[Figure, ...]
    detail: Detail
    notes: tuple[str, ...] = ()

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Every figure of the row, the raw agreement first, none twice."""
        rest = (one for one in (*self.headline, *self.beside) if one is not self.raw)
        return (self.raw, *rest)


@dataclass(frozen=True, slots=True)
class Overview:
    """A look over many fields without an average that would hide the bad one.

    ``middle`` is the median of the first headline figures; ``worst`` the three fields with the lowest;
    ``undefined`` those without a figure.
    """

    middle: float | None
    worst: tuple[str, ...]
    undefined: tuple[str, ...]


def agreement_table(
    fields: Iterable[FieldCodes],
    *,
    intervals: Intervals = STANDARD,
) -> tuple[FieldAgreement, ...]:
    """The agreement on each field, in the order given.

    Two coders: kappa and AC1 for a nominal field; linearly weighted kappa and AC2 for an ordinal one. Three or
    more: alpha.
    Sets: alpha with MASI distances. Numbers: equal answers (numbers alone where nothing is off the scale), those within
    the tolerance, and ICC(2,1).
    With ``Intervals(Method.ANALYTIC)`` nothing is drawn and forty fields take milliseconds.

    Raises:
        BadCodes: codes that cannot be compared; the message names the field and the cell.
    """
    given = list(fields)
    plans = [_plan(one) for one in given]
    prepared = [part for plan in plans for part in plan.parts]
    read = iter(read_out(prepared, intervals))
    return tuple(
        _row(one, plan, [next(read) for _ in plan.parts], intervals) for one, plan in zip(given, plans, strict=True)
    )


def overview(rows: Iterable[FieldAgreement]) -> Overview:
    """The median headline figure and the three lowest fields."""
    values = [(row.field, row.headline[0].estimate) for row in rows]
    from statistics import median

    known = sorted((value, field) for field, value in values if value is not None)
    return Overview(
        median(value for value, _ in known) if known else None,
        tuple(field for _, field in known[:3]),
        tuple(field for field, value in values if value is None),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Plan:
    """What of a field goes through the common computation."""

    ratings: Ratings | None
    parts: tuple[Prepared, ...]
    ordinal: OrdinalParts | None = None


def _plan(one: FieldCodes) -> _Plan:
    try:
        if one.kind is Kind.NOMINAL:
            ratings = as_ratings(one.codes, one.categories, one.raters)
            return _Plan(ratings, (prepare(ratings, Weights.NONE, None, one.clusters, unit=one.unit),))
        if one.kind is Kind.ORDINAL:
            ratings = as_ratings(one.codes, one.categories, one.raters)
            ordinal = take_apart(ratings, one.off_scale, one.clusters, one.unit)
            return _Plan(ratings, ordinal.every, ordinal)
    except BadCodes as error:
        raise BadCodes(f"Field {one.field}: {error}") from error
    return _Plan(None, ())


def _row(one: FieldCodes, plan: _Plan, read: Sequence[Agreement], intervals: Intervals) -> FieldAgreement:
    try:
        if plan.ordinal is not None:
            return _ordinal_row(one, ordinal_result(plan.ordinal, read, intervals, one.unit))
        if plan.ratings is not None:
            return _nominal_row(one, plan.ratings, read[0], intervals)
        return _set_row(one, intervals) if one.kind is Kind.SET else _number_row(one, intervals)
    except BadCodes as error:
        raise BadCodes(f"Field {one.field}: {error}") from error


def _picked(found: Agreement, *wanted: Coefficient) -> tuple[Figure, ...]:
    return tuple(found.figure(coefficient.value) for coefficient in wanted)


def _nominal_row(one: FieldCodes, ratings: Ratings, found: Agreement, intervals: Intervals) -> FieldAgreement:
    raw = found.figure("percent")
    if len(found.raters) == 2:
        headline = _picked(found, Coefficient.KAPPA, Coefficient.AC)
        beside = (raw, *_picked(found, Coefficient.BP, Coefficient.PI, Coefficient.ALPHA))
    else:
        headline = _picked(found, Coefficient.ALPHA)
        beside = (raw, *_picked(found, Coefficient.AC, Coefficient.KAPPA, Coefficient.PI, Coefficient.BP))
    if len(ratings.categories) == 2:
        each = specific_figures(ratings, one.clusters, intervals, one.unit)
        beside = (*beside, *(figure for _, figure in each))
    return FieldAgreement(
        one.field, one.kind, found.units, found.n, found.raters, raw, headline, beside, found, found.notes
    )


def _ordinal_row(one: FieldCodes, found: OrdinalAgreement) -> FieldAgreement:
    linear, every = found.linear, found.all_codes
    two = len(every.raters) == 2
    if two:
        headline = _picked(linear, Coefficient.KAPPA, Coefficient.AC)
        beside = (found.quadratic.figure("kappa"), *_picked(linear, Coefficient.ALPHA))
    else:
        headline = _picked(linear, Coefficient.ALPHA)
        beside = (*_picked(linear, Coefficient.AC, Coefficient.KAPPA, Coefficient.PI), found.quadratic.figure("kappa"))
    beside = (found.exact, found.adjacent, *beside)
    raw = found.exact
    if found.codable is not None:
        raw = _scoped(every.figure("percent"), "all", "all answers")
        beside = (
            *beside,
            *(_scoped(figure, "all", "all answers") for figure in every.figures if figure.key != "percent"),
            *(_scoped(figure, "codable", "on the scale or off it") for figure in found.codable.figures),
        )
    return FieldAgreement(
        one.field, one.kind, every.units, every.n, every.raters, raw, headline, beside, found, every.notes
    )


def _scoped(figure: Figure, key: str, words: str) -> Figure:
    return replace(figure, key=f"{key}_{figure.key}", name=f"{figure.name}, {words}")


def _set_row(one: FieldCodes, intervals: Intervals) -> FieldAgreement:
    found = set_agreement(
        cast("Iterable[Iterable[Iterable[Hashable] | None]]", one.codes),
        one.categories,
        off_scale=[str(answer) for answer in one.off_scale],
        raters=one.raters,
        clusters=one.clusters,
        intervals=intervals,
        unit=one.unit,
    )
    masi, jaccard, mean, equal = found.figures
    beside = (equal, jaccard, mean)
    return FieldAgreement(
        one.field, one.kind, found.units, found.n, found.raters, equal, (masi,), beside, found, found.notes
    )


def _number_row(one: FieldCodes, intervals: Intervals) -> FieldAgreement:
    found = number_agreement(
        cast("Iterable[Iterable[float | str | None]]", one.codes),
        off_scale=[str(answer) for answer in one.off_scale],
        tolerance=one.tolerance,
        relative=one.relative,
        raters=one.raters,
        clusters=one.clusters,
        intervals=intervals,
        unit=one.unit,
    )
    if found.answers is None or found.codable is None:
        headline = (found.exact, found.within, found.icc)
        return FieldAgreement(
            one.field, one.kind, found.units, found.n, found.raters, found.exact, headline, (found.alpha,), found
        )
    codable = found.codable
    # What one coder found and another missed is the commonest error of all: the first figure counts it.
    return FieldAgreement(
        one.field,
        one.kind,
        codable.units,
        codable.n,
        codable.raters,
        found.answers,
        (found.answers, found.within, found.icc),
        (
            found.exact,
            found.alpha,
            *(_scoped(figure, "codable", "a number or none") for figure in codable.figures),
        ),
        found,
        codable.notes,
    )

"""What lies behind the figures of one field: agreement on each answer, prevalence and bias, who codes higher."""

from collections.abc import Iterable, Sequence

from twofold.agreement import (
    BinaryPanel,
    CategoryAgreement,
    Drift,
    FieldCodes,
    Intervals,
    Kind,
    NumberAgreement,
    OptionAgreement,
    OrdinalAgreement,
    SetAgreement,
    binary_panel,
    category_agreement,
    drift,
)
from twofold.agreement.drift import WINDOW
from twofold.agreement.wording import decimal
from twofold.comparison.codes import OFF_SCALE, CodedField
from twofold.comparison.gathering import Gathered
from twofold.comparison.readings import Reading, answer_words


def each_answer(coded: CodedField, intervals: Intervals) -> tuple[CategoryAgreement, ...]:
    """The agreement on each answer that somebody gave; nothing for sets and numbers."""
    codes = coded.codes
    if codes.kind not in (Kind.NOMINAL, Kind.ORDINAL):
        return ()
    found = category_agreement(
        coded.lines or ((None,) * len(codes.raters or ()),),
        codes.categories,
        raters=codes.raters,
        clusters=codes.clusters,
        intervals=intervals,
        unit=codes.unit,
    )
    return tuple(one for one in found if one.share)


def each_option(one: Reading) -> tuple[OptionAgreement, ...]:
    """The agreement on each option of a set that somebody chose; nothing for other fields."""
    detail = one.figures.detail
    return detail.options if isinstance(detail, SetAgreement) and one.figures.n else ()


def explanations(found: Gathered, one: Reading, intervals: Intervals) -> tuple[str, ...]:
    """Sentences on why figures part ways, who codes higher, likely slips, and whether agreement changed over the course
    of the coding; empty where nothing needs saying."""
    moved = over_time(found, one.coded, intervals)
    return (
        *_paradox(one, intervals),
        *_higher(one),
        *_slips(found, one),
        *([] if moved is None or moved.trend.p is None else [moved.sentence]),
    )


def over_time(found: Gathered, coded: CodedField, intervals: Intervals) -> Drift | None:
    """Whether disagreement changed with the time at which studies were submitted; ``None`` for sets and numbers, and
    with fewer units than a window holds, of which nothing could be told."""
    codes = coded.codes
    if codes.kind not in (Kind.NOMINAL, Kind.ORDINAL):
        return None
    if sum(sum(one is not None for one in line) > 1 for line in coded.lines) < WINDOW:
        return None
    times = {
        one.study: {sheet.person: at for sheet, at in zip(one.sheets, one.submitted, strict=True)}
        for one in found.studies
    }
    return drift(
        coded.lines,
        [[times[study].get(person) for person in codes.raters or ()] for study, _ in coded.where],
        codes.categories,
        raters=codes.raters,
        intervals=intervals,
        unit=codes.unit,
    )


def paradox_panel(coded: CodedField, intervals: Intervals) -> BinaryPanel | None:
    """Prevalence and bias of a field with two answers on its scale, on the units where two coders gave one of them."""
    codes = coded.codes
    binary = [one.id for one in coded.field.options if one.id not in codes.off_scale]
    if codes.kind is not Kind.NOMINAL or len(binary) != 2 or len(codes.raters or ()) != 2:
        return None
    kept = _without_off_scale(codes, coded.lines)
    if not kept:
        return None
    return binary_panel(kept, binary, raters=codes.raters, intervals=intervals, unit=codes.unit)


def _without_off_scale(codes: FieldCodes, lines: Sequence[Sequence[object]]) -> list[tuple[str | None, ...]]:
    aside = {*OFF_SCALE, *map(str, codes.off_scale)}
    return [tuple(None if one is None or str(one) in aside else str(one) for one in line) for line in lines]


def _paradox(one: Reading, intervals: Intervals) -> Iterable[str]:
    panel = paradox_panel(one.coded, intervals)
    if panel is None:
        return
    yield from panel.flags
    highest = (
        "" if panel.kappa_max is None else f"; the highest kappa these margins allow is {decimal(panel.kappa_max)}"
    )
    first, second = (answer_words(one.field, each.variant) for each in (panel.positive, panel.negative))
    pabak = panel.pabak.estimate
    yield (
        f"{first} against {second}: prevalence index {decimal(panel.prevalence_index)}, bias index"
        f" {decimal(panel.bias_index)}{'' if pabak is None else f', PABAK {decimal(pabak)}'}{highest}."
    )


def _higher(one: Reading) -> Iterable[str]:
    detail = one.figures.detail
    if isinstance(detail, OrdinalAgreement) and detail.step is not None and detail.step.n:
        yield detail.step.sentence


def _slips(found: Gathered, one: Reading) -> Iterable[str]:
    detail = one.figures.detail
    if isinstance(detail, NumberAgreement):
        for slip in detail.slips:
            study, _ = one.coded.where[slip.unit]
            yield f"{found.study(study).number}: {slip.sentence}"

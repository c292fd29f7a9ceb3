"""What lies behind the figures of one field: agreement on each answer, prevalence and bias, who codes higher."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from twofold.agreement import (
    Agreement,
    BinaryPanel,
    CategoryAgreement,
    Drift,
    FieldCodes,
    Intervals,
    Kind,
    Method,
    NumberAgreement,
    OptionAgreement,
    OrdinalAgreement,
    SetAgreement,
    Weights,
    binary_panel,
    category_agreement,
    drift,
    margins,
    pairs,
    without_each_rater,
)
from twofold.agreement.binary import APART, LOPSIDED
from twofold.agreement.coding_order import UNLIKELY, WINDOW
from twofold.agreement.wording import decimal, listed, p_value, percent
from twofold.codebook.model import Unit
from twofold.comparison.codes import OFF_SCALE, CodedField
from twofold.comparison.gathering import Gathered
from twofold.comparison.readings import Reading, answer_words
from twofold.comparison.row_matches import row_matches

HIGH_CHANCE = (1 + LOPSIDED**2) / 2
"""From this expected agreement on chance agreement is called high: that of two answers whose prevalence index is as
lopsided as ``binary_panel`` tells. The raw agreement has to be as far above kappa as there, too."""


def each_answer(coded: CodedField, intervals: Intervals) -> tuple[CategoryAgreement, ...]:
    """The agreement on each answer that somebody gave; nothing for sets and numbers."""
    codes = coded.codes
    if codes.kind not in (Kind.NOMINAL, Kind.ORDINAL):
        return ()
    found = category_agreement(
        coded.lines,
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
        *([each.words for each in row_matches(found)] if one.field.unit is Unit.ROW else []),
        *_paradox(one, intervals),
        *_lopsided(one),
        *_by_pair(one),
        *_higher(one),
        *_slips(found, one),
        *([] if moved is None or moved.trend.p is None else [moved.sentence]),
        *_climbing(found, one.coded),
    )


def over_time(found: Gathered, coded: CodedField, intervals: Intervals) -> Drift | None:
    """Whether disagreement changed with the time at which studies were submitted; ``None`` for sets and numbers, and
    with fewer units than a window holds, of which nothing could be told."""
    return None if coded.codes.kind not in (Kind.NOMINAL, Kind.ORDINAL) else _course(found, coded, intervals)


def _course(found: Gathered, coded: CodedField, intervals: Intervals, *, ordered: bool = False) -> Drift | None:
    codes = coded.codes
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
        ordered=ordered,
        raters=codes.raters,
        intervals=intervals,
        unit=codes.unit,
    )


def _climbing(found: Gathered, coded: CodedField) -> Iterable[str]:
    """Whether the second coder of an ordered field climbs against the first, on the units where both are on the
    scale; told only where it is unlikely to be chance."""
    codes = coded.codes
    if codes.kind is not Kind.ORDINAL or len(codes.raters or ()) != 2:
        return
    off_scale = {*OFF_SCALE, *map(str, codes.off_scale)}
    moved = _course(
        found,
        replace(
            coded,
            lines=tuple(_without_off_scale(codes, coded.lines)),
            codes=replace(codes, categories=[one for one in codes.categories if str(one) not in off_scale]),
        ),
        Intervals(Method.NONE),
        ordered=True,
    )
    trend = None if moved is None else moved.step_trend
    if trend is not None and trend.p is not None and trend.statistic is not None and trend.p < UNLIKELY:
        first, second = codes.raters or ("", "")
        way = "higher" if trend.statistic > 0 else "lower"
        yield f"Over the coding, {second} came to code {way} against {first} (trend {p_value(trend.p)})."


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


def _lopsided(one: Reading) -> Iterable[str]:
    """Of a field with three answers or more: that one prevails, and that two coders use them unequally often."""
    detail = one.figures.detail
    codes = detail.all_codes if isinstance(detail, OrdinalAgreement) else detail
    if not isinstance(codes, Agreement) or codes.table is None or len(codes.categories) < 3:
        return
    found = margins(codes.table, codes.categories)
    if found is None:
        return
    raw = codes.figure("percent").estimate
    chance = sum(mine * theirs for mine, theirs in zip(*found.shares, strict=True))
    if raw is not None and HIGH_CHANCE <= chance < 1 and raw - (raw - chance) / (1 - chance) > APART:
        yield (
            f"{percent(found.largest_share)} of the answers are {answer_words(one.field, found.largest)}, as if there"
            f" were {found.effective:.1f} equally common ones: chance agreement is high ({percent(chance)}), so look at"
            " each answer."
        )
    p = found.homogeneity.p
    if p is not None and p < UNLIKELY:
        yield f"{listed(codes.raters)} use the answers unequally often (Stuart-Maxwell {p_value(p)})."


def _by_pair(one: Reading) -> Iterable[str]:
    """Of three coders or more: kappa of each pair, and alpha without each coder, which shows who stands apart."""
    codes = one.coded.codes
    if codes.kind not in (Kind.NOMINAL, Kind.ORDINAL) or len(one.figures.raters) < 3:
        return
    lines, categories, weights = one.coded.lines, list(codes.categories), Weights.NONE
    if codes.kind is Kind.ORDINAL:
        lines, weights = tuple(_without_off_scale(codes, lines)), Weights.LINEAR
        categories = [each for each in categories if str(each) not in {*OFF_SCALE, *map(str, codes.off_scale)}]
    none = Intervals(Method.NONE)
    by_pair = pairs(lines, categories, weights=weights, raters=codes.raters, clusters=codes.clusters, intervals=none)
    told = [
        f"{listed(each.raters)} {decimal(kappa)} (n {each.agreement.n})"
        for each in by_pair
        if (kappa := each.agreement.figure("kappa").estimate) is not None
    ]
    if told:
        yield f"Kappa of each pair{' (linear weights)' if weights is Weights.LINEAR else ''}: {'; '.join(told)}."
    left = without_each_rater(
        lines, categories, weights=weights, raters=codes.raters, clusters=codes.clusters, intervals=none
    )
    rest = [
        f"without {each.rater} {decimal(alpha)}"
        for each in left
        if (alpha := each.agreement.figure("alpha").estimate) is not None
    ]
    if rest:
        yield f"Krippendorff alpha {'; '.join(rest)}."


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

"""agreement.csv: how well the coders agree, one row a figure."""

from collections.abc import Iterable

from twofold.agreement import BadCodes, Figure, Intervals
from twofold.comparison.readings import Reading, read_fields
from twofold.export.agreement_codes import GatheredCodes
from twofold.export.cells import JOINT, flag
from twofold.export.choices import CannotExport
from twofold.export.material import Material, StudyAtHand
from twofold.export.tables import FIELD, ROUND, Column, Kind, Row, Table

ESTIMATE, LIMIT = 6, 3
"""Decimals of an estimate and of a limit. Drawn limits are not worth more than three."""


def agreement_table(material: Material, intervals: Intervals) -> Table:
    """One row a coefficient of a field in a round, the primary items first."""
    gathered = {name: GatheredCodes(material.codebook, material.coders) for name in material.rounds}

    def of_study(one: StudyAtHand) -> Iterable[Row]:
        for each in one.rounds:
            if each.compared is not None and not each.compared.alone:
                gathered[each.round].take(each.compared)
        return ()

    def last() -> Iterable[Row]:
        for name, codes in gathered.items():
            for primary in (True, False):
                for coded in codes.fields(primary=primary):
                    try:
                        (reading,) = read_fields([coded], intervals)
                    except BadCodes as error:
                        why = f"agreement.csv cannot be made. {error} Leave it out with --only."
                        raise CannotExport(why) from error
                    yield from (_row(name, reading, figure) for figure in reading.figures.figures)

    return Table(
        "agreement",
        "round x field x coefficient",
        "Agreement between the codes as they were submitted, before any discussion: not reported, unclear and not"
        " applicable are answers of their own, off every scale; blanks and fields not asked are missing. An estimate"
        f" that cannot be made is blank, and `why` says why. Drawn intervals take {intervals.draws} draws from seed"
        f" {intervals.seed}.",
        (
            ROUND,
            FIELD,
            Column("primary", "whether the field is a primary item", Kind.BOOLEAN),
            Column("unit", "what was compared: studies or outcome rows"),
            Column("coders", "whose codes, joined by |"),
            Column("coefficient", "which coefficient"),
            Column("variant", "its weights, metric, distance or category"),
            Column("coefficient_label", "the coefficient in words"),
            Column("headline", "whether the field is judged by it, alone or as kappa with AC beside it", Kind.BOOLEAN),
            Column("units", "units that anyone coded", Kind.INTEGER),
            Column("n", "units that it rests on", Kind.INTEGER),
            Column("estimate", "the estimate", Kind.NUMBER),
            Column("ci_low", "lower limit; without an estimate, of what a smoothed one could be", Kind.NUMBER),
            Column("ci_high", "upper limit; likewise", Kind.NUMBER),
            Column("confidence", "confidence of the interval", Kind.NUMBER),
            Column("method", "how the interval was made"),
            Column("draws", "how many draws, if it was drawn", Kind.INTEGER),
            Column("seed", "the number from which they were drawn", Kind.INTEGER),
            Column("why", "why there is no estimate"),
            Column("why_no_interval", "why there is no interval"),
        ),
        ("round", "field", "coefficient", "variant"),
        {"field": ("codebook", "field")},
        of_study=of_study,
        last=last,
    )


def _row(round_id: str, one: Reading, figure: Figure) -> Row:
    limits = figure.interval
    return (
        round_id,
        one.field.id,
        flag(one.field.primary),
        one.field.unit.value,
        JOINT.join(one.figures.raters),
        figure.key,
        figure.variant,
        figure.name,
        flag(figure in one.figures.headline),
        str(one.figures.units),
        str(figure.n),
        "" if figure.estimate is None else _number(figure.estimate, ESTIMATE),
        "" if limits is None else _number(limits.low, LIMIT),
        "" if limits is None else _number(limits.high, LIMIT),
        "" if limits is None else _number(limits.confidence, LIMIT),
        "" if limits is None else limits.method.value,
        str(limits.draws) if limits is not None and limits.draws else "",
        str(limits.seed) if limits is not None and limits.draws else "",
        figure.why if figure.estimate is None else "",
        "" if limits is not None else figure.why_no_interval,
    )


def _number(value: float, decimals: int) -> str:
    # A rounded -0.0 would be another text than 0.0 on some data that say the same.
    return f"{value:.{decimals}f}".replace("-0." + "0" * decimals, "0." + "0" * decimals)

"""Why kappa and raw agreement can part ways on a field with two categories, in figures and in a sentence."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

from twofold.agreement.codes import BadCodes, Ratings, as_ratings
from twofold.agreement.computed import Coefficient
from twofold.agreement.marginals import mcnemar
from twofold.agreement.measure import Agreement, prepare, read_out
from twofold.agreement.results import STANDARD, Figure, Intervals, Significance
from twofold.agreement.specific import specific_figures
from twofold.agreement.tables_of_two import highest_kappa
from twofold.agreement.weights import Weights
from twofold.agreement.wording import decimal, p_value, percent

LOPSIDED = 0.6
APART = 0.3
UNLIKELY = 0.05


@dataclass(frozen=True, slots=True)
class BinaryPanel:
    """What lies behind kappa in the table a b / c d of two coders, a = both chose the first category.

    ``prevalence_index`` is (a - d)/n, ``bias_index`` (b - c)/n; PABAK is 2 p_a - 1; ``kappa_max`` the highest kappa
    that these margins allow (``None`` where kappa is undefined). ``positive`` and ``negative`` are the agreement on
    the first and on the second category. ``flags`` are sentences for the reader, and empty where nothing needs
    saying.
    """

    table: tuple[tuple[int, ...], ...]
    raw: Figure
    kappa: Figure
    ac: Figure
    pabak: Figure
    positive: Figure
    negative: Figure
    prevalence_index: float
    bias_index: float
    kappa_max: float | None
    mcnemar: Significance
    flags: tuple[str, ...]


def binary_panel(
    codes: Ratings | Iterable[Iterable[Hashable]],
    categories: Iterable[Hashable] | None = None,
    *,
    raters: Sequence[str] | None = None,
    clusters: Sequence[Hashable] | None = None,
    intervals: Intervals = STANDARD,
    unit: str = "study",
) -> BinaryPanel | None:
    """The prevalence and bias behind two coders' kappa on a field with two categories; ``None`` without double coding.

    Raises:
        BadCodes: not two categories or not two coders; else as ``agreement``.

    Source: Byrt, Bishop and Carlin 1993; Feinstein and Cicchetti 1990; Cicchetti and Feinstein 1990.
    """
    ratings = as_ratings(codes, categories, raters)
    if len(ratings.categories) != 2 or len(ratings.raters) != 2:
        raise BadCodes(
            f"Prevalence and bias are for two coders and two categories, not {len(ratings.raters)} and "
            f"{len(ratings.categories)}."
        )
    wanted = (Coefficient.PERCENT, Coefficient.KAPPA, Coefficient.AC, Coefficient.BP)
    found = read_out([prepare(ratings, Weights.NONE, clusters=clusters, unit=unit, wanted=wanted)], intervals)[0]
    if not found.n or found.table is None:
        return None
    raw, kappa, ac, pabak = found.figures
    (a, b), (c, d) = found.table
    (_, positive), (_, negative) = specific_figures(ratings, clusters, intervals, unit)
    index, bias, symmetry = (a - d) / found.n, (b - c) / found.n, mcnemar(b, c)
    return BinaryPanel(
        found.table,
        raw,
        kappa,
        ac,
        pabak,
        positive,
        negative,
        index,
        bias,
        highest_kappa(found.table),
        symmetry,
        tuple(_flags(found, positive, negative, symmetry if clusters is None else None)),
    )


def _flags(found: Agreement, positive: Figure, negative: Figure, symmetry: Significance | None) -> Iterable[str]:
    raw, kappa = found.figure("percent").estimate, found.figure("kappa").estimate
    if found.table is None:
        return
    (a, b), (c, d) = found.table
    common, rare = (positive, negative) if a > d else (negative, positive)
    share = (2 * max(a, d) + b + c) / (2 * found.n)
    if raw is not None and kappa is not None and abs(a - d) / found.n > LOPSIDED and raw - kappa > APART:
        look = f"; look at the {rare.name} ({decimal(rare.estimate)})" if rare.estimate is not None else ""
        yield (
            f"Agreement {percent(raw)}, kappa {decimal(kappa)}: {percent(share)} of codes are "
            f"'{common.variant}', so chance agreement is high{look}."
        )
    if symmetry is not None and symmetry.p is not None and symmetry.p < UNLIKELY:
        first, second = found.raters
        yield (
            f"{first} chose '{positive.variant}' on {a + b} and {second} on {a + c} of {found.n} "
            f"(McNemar {p_value(symmetry.p)}): the two draw the line in different places."
        )

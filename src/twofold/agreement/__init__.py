"""Agreement between coders: coefficients, intervals and what explains them, from plain lists or arrays.

>>> from twofold.agreement import agreement
>>> found = agreement(zip(["yes", "no", "no"], ["yes", "no", "yes"]), ["yes", "no"])
>>> round(found.figure("kappa").estimate, 2)
0.4

Categories are always declared, codes that are missing are ``None``, and what is undefined is ``None`` with the
reason in words. Results are frozen. ``docs/statistics.md`` says what is computed and how well the intervals cover.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from twofold.agreement.binary import BinaryPanel, binary_panel
    from twofold.agreement.codes import BadCodes, Ratings, from_positions, read_codes
    from twofold.agreement.coding_order import Drift, Window, drift
    from twofold.agreement.computed import Coefficient
    from twofold.agreement.fleiss_cohen import KappaErrors, kappa_errors
    from twofold.agreement.krippendorff import Metric
    from twofold.agreement.levels import ChanceAbove, LevelClaim, Scale, chance_above, level_claim
    from twofold.agreement.marginals import Margins, Step, margins, signed_step
    from twofold.agreement.measure import Agreement, agreement
    from twofold.agreement.numeric import NumberAgreement, number_agreement
    from twofold.agreement.ordinal import OrdinalAgreement, ordinal_agreement
    from twofold.agreement.patterns import Population
    from twofold.agreement.planning import (
        BadPlan,
        Plan,
        PlanRow,
        plan,
        studies_for_limits,
        studies_for_raw_agreement,
        studies_for_test,
    )
    from twofold.agreement.proportions import exact, wilson
    from twofold.agreement.rater_pairs import PairAgreement, WithoutRater, light, pairs, without_each_rater
    from twofold.agreement.results import Figure, Interval, Intervals, Method, Significance
    from twofold.agreement.set_codes import SetCodes, read_sets
    from twofold.agreement.sets import OptionAgreement, SetAgreement, set_agreement
    from twofold.agreement.slips import Slip, SlipKind
    from twofold.agreement.specific import CategoryAgreement, category_agreement
    from twofold.agreement.table import FieldAgreement, FieldCodes, Kind, Overview, agreement_table, overview
    from twofold.agreement.tables_of_two import cross_table, highest_kappa, kappa_of_table
    from twofold.agreement.weights import BadWeights, Weights, weight_matrix

__all__ = [
    "Agreement",
    "BadCodes",
    "BadPlan",
    "BadWeights",
    "BinaryPanel",
    "CategoryAgreement",
    "ChanceAbove",
    "Coefficient",
    "Drift",
    "FieldAgreement",
    "FieldCodes",
    "Figure",
    "Interval",
    "Intervals",
    "KappaErrors",
    "Kind",
    "LevelClaim",
    "Margins",
    "Method",
    "Metric",
    "NumberAgreement",
    "OptionAgreement",
    "OrdinalAgreement",
    "Overview",
    "PairAgreement",
    "Plan",
    "PlanRow",
    "Population",
    "Ratings",
    "Scale",
    "SetAgreement",
    "SetCodes",
    "Significance",
    "Slip",
    "SlipKind",
    "Step",
    "Weights",
    "Window",
    "WithoutRater",
    "agreement",
    "agreement_table",
    "binary_panel",
    "category_agreement",
    "chance_above",
    "cross_table",
    "drift",
    "exact",
    "from_positions",
    "highest_kappa",
    "kappa_errors",
    "kappa_of_table",
    "level_claim",
    "light",
    "margins",
    "number_agreement",
    "ordinal_agreement",
    "overview",
    "pairs",
    "plan",
    "read_codes",
    "read_sets",
    "set_agreement",
    "signed_step",
    "studies_for_limits",
    "studies_for_raw_agreement",
    "studies_for_test",
    "weight_matrix",
    "wilson",
    "without_each_rater",
]

# Loaded when first asked for: who wants words needs no arrays, and who wants kappa no sets. No module here may bear
# the name of something offered, for importing the module would put it in that one's place.
_MODULES = {
    "binary": ("BinaryPanel", "binary_panel"),
    "codes": ("BadCodes", "Ratings", "from_positions", "read_codes"),
    "coding_order": ("Drift", "Window", "drift"),
    "computed": ("Coefficient",),
    "tables_of_two": ("cross_table", "highest_kappa", "kappa_of_table"),
    "fleiss_cohen": ("KappaErrors", "kappa_errors"),
    "krippendorff": ("Metric",),
    "levels": ("ChanceAbove", "LevelClaim", "Scale", "chance_above", "level_claim"),
    "marginals": ("Margins", "Step", "margins", "signed_step"),
    "measure": ("Agreement", "agreement"),
    "numeric": ("NumberAgreement", "number_agreement"),
    "ordinal": ("OrdinalAgreement", "ordinal_agreement"),
    "patterns": ("Population",),
    "planning": (
        "BadPlan",
        "Plan",
        "PlanRow",
        "plan",
        "studies_for_limits",
        "studies_for_raw_agreement",
        "studies_for_test",
    ),
    "proportions": ("exact", "wilson"),
    "rater_pairs": ("PairAgreement", "WithoutRater", "light", "pairs", "without_each_rater"),
    "results": ("Figure", "Interval", "Intervals", "Method", "Significance"),
    "set_codes": ("SetCodes", "read_sets"),
    "sets": ("OptionAgreement", "SetAgreement", "set_agreement"),
    "slips": ("Slip", "SlipKind"),
    "specific": ("CategoryAgreement", "category_agreement"),
    "table": ("FieldAgreement", "FieldCodes", "Kind", "Overview", "agreement_table", "overview"),
    "weights": ("BadWeights", "Weights", "weight_matrix"),
}
_MODULE_OF = {name: module for module, names in _MODULES.items() for name in names}


def __getattr__(name: str) -> object:
    """What this room offers under ``name``, from the module that has it.

    Raises:
        AttributeError: it offers nothing of that name.
    """
    if name not in _MODULE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found: object = getattr(import_module(f"{__name__}.{_MODULE_OF[name]}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    """All that is offered, loaded or not."""
    return sorted({*globals(), *__all__})

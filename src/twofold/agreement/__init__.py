"""Agreement between coders: coefficients, intervals and what explains them, from plain lists or arrays.

>>> from twofold.agreement import agreement
>>> found = agreement(zip(["yes", "no", "no"], ["yes", "no", "yes"]), ["yes", "no"])
>>> round(found.figure("kappa").estimate, 2)
0.4

Categories are always declared, codes that are missing are ``None``, and what is undefined is ``None`` with the
reason in words. Results are frozen. ``docs/statistics.md`` says what is computed and how well the intervals cover.
"""

from twofold.agreement.binary import BinaryPanel, binary_panel
from twofold.agreement.codes import BadCodes, Ratings, from_positions, read_codes
from twofold.agreement.computed import Coefficient
from twofold.agreement.cross_table import cross_table, highest_kappa, kappa_of_table
from twofold.agreement.drift import Drift, Window, drift
from twofold.agreement.fleiss_cohen import KappaErrors, kappa_errors
from twofold.agreement.krippendorff import Metric
from twofold.agreement.levels import ChanceAbove, LevelClaim, Scale, chance_above, level_claim
from twofold.agreement.margins import Margins, Step, margins, signed_step
from twofold.agreement.measure import Agreement, agreement
from twofold.agreement.numeric import NumberAgreement, number_agreement
from twofold.agreement.ordinal import OrdinalAgreement, ordinal_agreement
from twofold.agreement.pairs import PairAgreement, WithoutRater, light, pairs, without_each_rater
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
from twofold.agreement.results import Figure, Interval, Intervals, Method, Significance
from twofold.agreement.set_codes import SetCodes, read_sets
from twofold.agreement.sets import OptionAgreement, SetAgreement, set_agreement
from twofold.agreement.slips import Slip, SlipKind
from twofold.agreement.specific import CategoryAgreement, category_agreement
from twofold.agreement.table import FieldAgreement, FieldCodes, Kind, Overview, agreement_table, overview
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

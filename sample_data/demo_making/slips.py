"""The error model: how a coder's answer comes to differ from what the papers say.

One small rule for each kind. People who extract data err in 15-28% of items, most often by leaving something out. The
rates below are for one coder and a field of middling difficulty; a pair then differs in about a quarter of what they
code.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from demo_making.chance import Chance
from demo_making.paper import APPRAISAL, PHASES
from twofold.codebook.model import Field, FieldType
from twofold.values.answers import BLANK, Answer, Chosen, OffScale, Value

MISSED = 0.042
MISSED_PRIMARY = 0.02
UNCLEAR = 0.012
STEP = 0.095
TWO_STEPS = 0.012
OPTION = 0.05
MEMBER_LEFT_OUT = 0.085
MEMBER_TOO_MANY = 0.05
NUMBER = 0.08
SOMETHING_FOR_NOT_REPORTED = 0.13
SOMETHING_FOR_UNCLEAR = 0.35
NOT_REPORTED_FOR_DOES_NOT_APPLY = 0.04
BLANK_WHERE_IT_MAY_BE = 0.3

_DIFFICULTY: Mapping[str, float] = {
    "country": 0.1,
    "data_years": 0.4,
    "income_group": 0.5,
    "design": 0.7,
    "n_total": 1.0,
    "n_intervention": 1.2,
    **dict.fromkeys(PHASES, 1.45),
    "engagement_level": 1.45,
    "lived_experience_level": 1.25,
    "carer_level": 1.2,
    "framing": 1.5,
    "cultural_adaptation": 1.5,
    "local_ways": 1.5,
    "initiator": 1.6,
    **dict.fromkeys(APPRAISAL, 1.15),
    "overall_concern": 0.4,
    "outcome_name": 0.0,
    "outcome_measure": 0.4,
    "outcome_evidence": 0.5,
    "outcome_domain": 1.2,
    "better_when": 0.9,
    "counts_in_synthesis": 1.0,
    "direction": 0.6,
}

# What is taken for what. An option that is not named here is mistaken for any other of its field.
_CONFUSED: Mapping[str, tuple[str, ...]] = {
    "rct": ("cluster_rct", "controlled_nonrandomised"),
    "cluster_rct": ("rct", "controlled_nonrandomised"),
    "controlled_nonrandomised": ("cohort", "pre_post"),
    "cohort": ("controlled_nonrandomised", "pre_post"),
    "interrupted_time_series": ("pre_post",),
    "pre_post": ("cohort", "cross_sectional"),
    "cross_sectional": ("pre_post",),
    "no_quantitative": ("cross_sectional",),
    "none_or_baseline": ("usual_care",),
    "usual_care": ("active_enhanced_care", "waitlist"),
    "active_enhanced_care": ("usual_care", "other_programme"),
    "waitlist": ("usual_care",),
    "other_programme": ("active_enhanced_care",),
    "attention_control": ("active_enhanced_care", "other_programme"),
    "clinical_symptoms": ("functioning", "clinical_diagnosis"),
    "clinical_diagnosis": ("clinical_symptoms", "access_to_care"),
    "wellbeing": ("quality_of_life", "personal_recovery"),
    "quality_of_life": ("wellbeing", "functioning"),
    "personal_recovery": ("wellbeing", "social_economic_family"),
    "functioning": ("clinical_symptoms", "quality_of_life"),
    "social_economic_family": ("personal_recovery", "community_level"),
    "community_level": ("social_economic_family",),
    "access_to_care": ("clinical_diagnosis",),
    "between_groups": ("pre_post",),
    "community": ("joint",),
    "joint": ("community", "researchers", "outside_ngo_service"),
    "researchers": ("outside_ngo_service", "joint"),
    "outside_ngo_service": ("researchers", "government_funder", "joint"),
    "government_funder": ("outside_ngo_service",),
    "stated_by_authors": ("implied", "self_identified"),
    "self_identified": ("stated_by_authors",),
    "implied": ("stated_by_authors",),
    "better": ("no_difference", "worse"),
    "worse": ("no_difference", "better"),
}


@dataclass(frozen=True, slots=True)
class Habits:
    """A coder's ways: how often they err against the rates above, and how far they lean upwards on a scale."""

    errs: float
    leans_up: float


def difficulty(field: Field) -> float:
    """How much harder than middling a field is."""
    return _DIFFICULTY.get(field.id, 1.0)


def slipped(field: Field, true: Answer, habits: Habits, total: str, chance: Chance) -> Answer:
    """The answer that a coder gives where ``true`` is right; most often that. ``total`` is the study's true number."""
    times = difficulty(field) * habits.errs
    match true:
        case OffScale.NOT_APPLICABLE:
            missed = chance.happens(NOT_REPORTED_FOR_DOES_NOT_APPLY * times)
            return OffScale.NOT_REPORTED if missed else true
        case OffScale.NOT_REPORTED:
            return _least(field) if chance.happens(SOMETHING_FOR_NOT_REPORTED * times) else true
        case OffScale.UNCLEAR:
            return _guess(field, chance) if chance.happens(SOMETHING_FOR_UNCLEAR * times) else true
        case _ if chance.happens((MISSED_PRIMARY if field.primary else MISSED) * min(times, habits.errs)):
            may_be_blank = not field.required and chance.happens(BLANK_WHERE_IT_MAY_BE)
            return BLANK if may_be_blank else OffScale.NOT_REPORTED
        case _ if field.type.has_options and chance.happens(UNCLEAR * times):
            return OffScale.UNCLEAR
        case Chosen(options):
            return _another_set(field, options, times, chance)
        case Value(text) if field.type is FieldType.ORDINAL:
            return _another_step(field, text, times, habits.leans_up, chance)
        case Value(text) if field.type is FieldType.NOMINAL and chance.happens(OPTION * times):
            return _another_option(field, text, chance)
        case Value(text) if field.type is FieldType.INTEGER and chance.happens(NUMBER * times):
            return Value(_another_number(field, text, total, chance))
        case _:
            return true


def _least(field: Field) -> Answer:
    if field.type is FieldType.MULTI:
        return Chosen(frozenset())
    return Value(field.options[0].id) if field.type.has_options else OffScale.NOT_REPORTED


def _guess(field: Field, chance: Chance) -> Answer:
    return Value(chance.pick(field.options).id) if field.type.has_options else OffScale.NOT_REPORTED


def _another_set(field: Field, options: frozenset[str], times: float, chance: Chance) -> Answer:
    ids = [one.id for one in field.options]
    held = [one for one in ids if one in options]
    absent = [one for one in ids if one not in options]
    left = set(options)
    if len(held) > 1 and chance.happens(MEMBER_LEFT_OUT * times):
        left.discard(chance.pick(held))
    if absent and chance.happens(MEMBER_TOO_MANY * times):
        left.add(chance.pick(absent))
    return Chosen(frozenset(left))


def _another_step(field: Field, text: str, times: float, leans_up: float, chance: Chance) -> Answer:
    axis = [one.id for one in field.options if not one.off_axis]
    if text not in axis:
        return Value(chance.pick(axis)) if chance.happens(OPTION * times) else Value(text)
    up = chance.happens(leans_up)
    steps = 2 if chance.happens(TWO_STEPS * times) else 1 if chance.happens(STEP * times) else 0
    place = axis.index(text) + (steps if up else -steps)
    return Value(axis[max(0, min(len(axis) - 1, place))])


def _another_option(field: Field, text: str, chance: Chance) -> Answer:
    known = {one.id for one in field.options}
    near = [one for one in _CONFUSED.get(text, ()) if one in known]
    return Value(chance.pick(near or sorted(known - {text, "other"})))


def _another_number(field: Field, text: str, total: str, chance: Chance) -> str:
    if field.tick is not None:
        return field.tick.id if text != field.tick.id else str(2 + chance.below(10))
    number = int(text)
    slips = [str(round(number * 1.07) + 1), f"{text}0", text[:-2] + text[-1] + text[-2]]
    if field.id == "n_intervention" and int(total) > number:
        slips.append(str(int(total) - number))
    return chance.pick([one for one in slips if one != text and not one.startswith("0")])

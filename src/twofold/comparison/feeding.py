"""Which fields of a codebook feed the synthesis, and what is missing where they are not there.

The ids of fields and options are for ever, so the declaration names ids and never labels.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from twofold.codebook.model import Codebook, Instrument, Unit
from twofold.synthesis import Evidence, Named, Panel, Quality, Question, Scale
from twofold.synthesis.inputs import Coded
from twofold.values.plaintext import one_line

_PANELS = MappingProxyType(
    {
        "rct": Panel.RANDOMISED,
        "cluster_rct": Panel.RANDOMISED,
        "controlled_nonrandomised": Panel.CONTROLLED,
        "interrupted_time_series": Panel.UNCONTROLLED,
        "cohort": Panel.UNCONTROLLED,
        "pre_post": Panel.UNCONTROLLED,
        "cross_sectional": Panel.UNCONTROLLED,
        "no_quantitative": Panel.UNCONTROLLED,
    }
)


@dataclass(frozen=True, slots=True)
class Feeds:
    """The field that answers each question of the synthesis, and what its options mean there.

    ``domain``, ``direction`` and ``evidence`` are asked of outcome rows and cannot be done without. Of the others a
    codebook may lack any: then that part of the synthesis is not made, which ``gaps`` says.
    """

    domain: str = "outcome_domain"
    direction: str = "direction"
    evidence: str = "outcome_evidence"
    counts: str = "counts_in_synthesis"
    counts_when: str = "yes"
    row_n: str = "row_n_intervention"
    p: str = "p_reported"
    result: str = "result_as_printed"
    comparison: str = "comparison"
    design: str = "design"
    n_intervention: str = "n_intervention"
    n_total: str = "n_total"
    engagement: str = "engagement_level"
    lived_experience: str = "lived_experience_level"
    no_involvement: str = "none"
    quality: str = "overall_concern"
    panels: Mapping[str, Panel] = field(default_factory=lambda: _PANELS)
    qualities: Mapping[str, Quality] = field(
        default_factory=lambda: MappingProxyType({one.value: one for one in Quality})
    )


FEEDS = Feeds()
"""The fields of the default codebook."""


def what_is_missing(codebook: Codebook, feeds: Feeds = FEEDS) -> str:
    """Why no synthesis can be made from this codebook, in a sentence with the way out; empty where it can."""
    wanted: tuple[tuple[str, str, tuple[str, ...]], ...] = (
        (feeds.domain, "the outcome's domain", ()),
        (feeds.direction, "its direction", (Coded.BETTER.value, Coded.WORSE.value)),
        (feeds.evidence, "its kind of evidence", (Evidence.BETWEEN_GROUPS.value,)),
    )
    lacking: list[str] = []
    for name, what, options in wanted:
        found = codebook.by_id.get(name)
        if found is None or found.unit is not Unit.ROW or not found.options:
            lacking.append(f"`{name}` ({what}, with options, asked of each outcome row)")
        elif without := [one for one in options if found.option(one) is None]:
            named = " and ".join(f"`{one}`" for one in without)
            lacking.append(f"{'an option' if len(without) == 1 else 'options'} {named} of `{name}`")
    if not lacking:
        return ""
    return (
        f"A synthesis needs fields that this codebook does not have: {'; '.join(lacking)}."
        " The default codebook has them; copy them from it with their ids and publish."
    )


def gaps(codebook: Codebook, feeds: Feeds = FEEDS) -> tuple[str, ...]:
    """What the synthesis leaves out, or takes for granted, because the codebook does not ask it: a sentence each."""
    said = {
        feeds.counts: "every row counts, at all time points",
        feeds.design: "studies are not placed in panels",
        feeds.row_n: "sizes are those of the studies",
        feeds.engagement: "nothing is told by engagement",
        feeds.lived_experience: "nothing is told by lived experience",
        feeds.quality: "rows have no letter for quality",
    }
    if any(_judges_studies(codebook, one) for one in codebook.instruments):
        del said[feeds.quality]
    return tuple(
        f"The codebook has no field `{name}`: {so}." for name, so in said.items() if name not in codebook.by_id
    )


def _judges_studies(codebook: Codebook, one: Instrument) -> bool:
    overall = codebook.by_id.get(one.overall)
    return overall is not None and overall.unit is Unit.STUDY


def question_of(codebook: Codebook, feeds: Feeds = FEEDS) -> Question:
    """What is put together: the domains, and the two questions of levels."""
    return Question(
        tuple(Named(one.id, one_line(one.label)) for one in codebook.by_id[feeds.domain].options),
        _scale(codebook, feeds.engagement, feeds.no_involvement, "Engagement"),
        _scale(codebook, feeds.lived_experience, feeds.no_involvement, "Lived experience"),
    )


def _scale(codebook: Codebook, name: str, none: str, label: str) -> Scale:
    found = codebook.by_id.get(name)
    levels = () if found is None else tuple(Named(one.id, one_line(one.label)) for one in found.options)
    return Scale(label, levels, none if any(one.id == none for one in levels) else "")

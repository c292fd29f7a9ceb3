"""Which fields of a codebook feed the synthesis, and what is missing where they are not there.

The ids of fields and options are for ever, so the declaration names ids and never labels.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from twofold.codebook.model import Codebook, Instrument, Unit
from twofold.codebook.problems import listed
from twofold.codebook.roles import ROLES, Role, meanings_of, misfit, played_by
from twofold.synthesis import Coded, Evidence, Named, Panel, Quality, Question, Scale
from twofold.values.plaintext import one_line


@dataclass(frozen=True, slots=True)
class Feeds:
    """The field that answers each question of the synthesis, empty where there is none, and what its options mean.

    ``domain``, ``direction`` and ``evidence`` are asked of outcome rows and cannot be done without. Of the others a
    codebook may lack any: then that part of the synthesis is not made, which ``gaps`` says.
    """

    domain: str
    direction: str
    evidence: str
    counts: str
    row_n: str
    p: str
    result: str
    comparison: str
    design: str
    n_intervention: str
    n_total: str
    engagement: str
    lived_experience: str
    quality: str
    directions: Mapping[str, Coded]
    kinds: Mapping[str, Evidence]
    counting: frozenset[str]
    panels: Mapping[str, Panel]
    qualities: Mapping[str, Quality]


def feeds_of(codebook: Codebook) -> Feeds:
    """What the codebook declares under ``[synthesis]``, and of the rest the fields with the usual ids."""
    fields = {one.id: "" if (found := played_by(codebook, one)) is None else found.id for one in ROLES.values()}
    means = {one.id: meanings_of(codebook, one) for one in ROLES.values()}
    return Feeds(
        **fields,
        directions={option: Coded(one) for option, one in means["direction"].items()},
        kinds={option: Evidence(one) for option, one in means["evidence"].items()},
        counting=frozenset(means["counts"]),
        panels={option: Panel(one) for option, one in means["design"].items()},
        qualities={option: Quality(one) for option, one in means["quality"].items()},
    )


_WANTED: Mapping[str, tuple[str, ...]] = {
    "domain": (),
    "direction": (Coded.BETTER.value, Coded.WORSE.value),
    "evidence": (Evidence.BETWEEN_GROUPS.value,),
}


def what_is_missing(codebook: Codebook) -> str:
    """Why no synthesis can be made from this codebook, in sentences with the way out; empty where it can."""
    return " ".join(missing_sentences(codebook))


def missing_sentences(codebook: Codebook) -> tuple[str, ...]:
    """The same, one by one."""
    lacking = [said for role, options in _WANTED.items() if (said := _lacking(codebook, ROLES[role], options))]
    return ("This codebook feeds no synthesis yet.", *lacking, "Then publish it.") if lacking else ()


def _lacking(codebook: Codebook, role: Role, wanted: tuple[str, ...]) -> str:
    found = played_by(codebook, role)
    if found is None:
        return f"{_undeclared(codebook, role)}: {_add(role)}, with the id of {role.demand}."
    told = {meaning for option, meaning in meanings_of(codebook, role).items() if found.option(option) is not None}
    without = [f"`{one}`" for one in wanted if one not in told]
    if not without:
        return ""
    return (
        f"No option of `{found.id}` means {' or '.join(without)}: say what its options mean under"
        f" [synthesis.means.{role.id}]."
    )


def _undeclared(codebook: Codebook, role: Role) -> str:
    """That no field plays a role, in words, and why not where one has the usual id."""
    if unfit := misfit(codebook, role):
        return role.why_not(unfit)
    usual = "" if role.id in codebook.synthesis.fields else f", and none is called `{role.usual}`"
    return f"No field is declared as {role.words}{usual}"


def _add(role: Role) -> str:
    return f'add {role.id} = "..." under [synthesis]'


_WITHOUT: Mapping[str, str] = {
    "counts": "every row counts, at all time points",
    "design": "studies are not placed in panels",
    "row_n": "sizes are those of the studies",
    "engagement": "nothing is told by engagement",
    "lived_experience": "nothing is told by lived experience",
    "quality": "rows have no letter for quality",
}
_WITHOUT_FITTING: Mapping[str, str] = {
    "n_intervention": "sizes are those of whole studies",
    "n_total": "studies have no size of their own",
    "p": "no p values are shown",
    "result": "no results are shown as printed",
    "comparison": "it is not shown what rows compare",
}
"""What many codebooks do not ask, so that it is told only where a field has the usual id and cannot play the role."""

_MEANINGLESS: Mapping[str, str] = {**_WITHOUT, "counts": "no row counts"}


def gaps(codebook: Codebook) -> tuple[str, ...]:
    """What the synthesis leaves out, or takes for granted, because the codebook does not ask it: a sentence each."""
    judged = any(_judges_studies(codebook, one) for one in codebook.instruments)
    said = {**_WITHOUT, **_WITHOUT_FITTING}
    return tuple(
        sentence
        for role, so in said.items()
        if not (role == "quality" and judged) and (sentence := _gap(codebook, ROLES[role], so))
    )


def _gap(codebook: Codebook, role: Role, so: str) -> str:
    found = played_by(codebook, role)
    unfit = misfit(codebook, role)
    if found is None and (role.id in _WITHOUT or unfit):
        way = f"{_add(role)}, with the id of {role.demand}" if unfit else _add(role)
        return f"{_undeclared(codebook, role)}: {so}; to have it, {way}."
    if found is None or not role.meanings or not role.must:
        return ""
    if any(found.option(option) is not None for option in meanings_of(codebook, role)):
        return ""
    return (
        f"No option of `{found.id}` means {listed(role.meanings)}: {_MEANINGLESS[role.id]}; say what its options mean"
        f" under [synthesis.means.{role.id}]."
    )


def _judges_studies(codebook: Codebook, one: Instrument) -> bool:
    overall = codebook.by_id.get(one.overall)
    return overall is not None and overall.unit is Unit.STUDY


def question_of(codebook: Codebook) -> Question:
    """What is put together: the domains, and the two questions of levels."""
    return Question(
        tuple(Named(one.id, one_line(one.label)) for one in codebook.by_id[feeds_of(codebook).domain].options),
        _scale(codebook, ROLES["engagement"], "Engagement"),
        _scale(codebook, ROLES["lived_experience"], "Lived experience"),
    )


def _scale(codebook: Codebook, role: Role, label: str) -> Scale:
    found = played_by(codebook, role)
    levels = () if found is None else tuple(Named(one.id, one_line(one.label)) for one in found.options)
    told = meanings_of(codebook, role)
    return Scale(label, levels, next((one.id for one in levels if one.id in told), ""))

"""Which fields feed the synthesis: the role each plays there, and what its options mean.

A codebook may declare it under ``[synthesis]``. What it does not declare is taken from the field that has the id of the
default codebook, if there is one and it is of the kind that the role takes.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from types import MappingProxyType

from twofold.codebook.model import Codebook, Field, FieldType, Unit


class Takes(Enum):
    """What kind of field can play a role, in words."""

    CHOICE = "a field of which one option is chosen"
    COUNT = "a field of whole numbers"
    ANY = "a field"


@dataclass(frozen=True, slots=True)
class Role:
    """One part that a field plays in the synthesis. ``words`` say what it is; ``usual`` is the field of the default
    codebook. ``meanings`` are what an option of it may mean, ``usually`` what the options of the default codebook mean;
    without meanings the options stand for themselves. ``must`` says that options mean nothing here unless told."""

    id: str
    words: str
    unit: Unit
    takes: Takes
    usual: str
    meanings: tuple[str, ...] = ()
    usually: Mapping[str, str] = field(default_factory=dict)
    must: bool = True

    def fits(self, one: Field) -> bool:
        """Whether the field can play it."""
        kinds = {
            Takes.CHOICE: (FieldType.NOMINAL, FieldType.ORDINAL),
            Takes.COUNT: (FieldType.INTEGER,),
            Takes.ANY: tuple(FieldType),
        }
        return one.unit is self.unit and one.type in kinds[self.takes]

    @property
    def demand(self) -> str:
        """What the field must be, in words."""
        return f"{self.takes.value}, asked {_asked(self.unit)}"

    def why_not(self, one: Field) -> str:
        """Why a field that does not fit cannot play it, in words without a full stop."""
        return f"`{one.id}` is {kind_words(one)}, so it cannot be {self.words}"


def kind_words(one: Field) -> str:
    """What kind of field it is: ``a multi field asked once a study``."""
    return f"{'an' if one.type.value[0] in 'aeiou' else 'a'} {one.type.value} field asked {_asked(one.unit)}"


def _asked(unit: Unit) -> str:
    return "of each outcome row" if unit is Unit.ROW else "once a study"


def _own(*meanings: str) -> dict[str, str]:
    return {one: one for one in meanings}


_EVIDENCE = ("between_groups", "interrupted_time_series", "cohort", "pre_post", "cross_sectional", "qualitative")
_DESIGNS = {
    "rct": "randomised",
    "cluster_rct": "randomised",
    "controlled_nonrandomised": "controlled",
    "interrupted_time_series": "uncontrolled",
    "cohort": "uncontrolled",
    "pre_post": "uncontrolled",
    "cross_sectional": "uncontrolled",
    "no_quantitative": "uncontrolled",
}
_CONCERNS = ("low", "some", "high")

ROLES: Mapping[str, Role] = MappingProxyType(
    {
        one.id: one
        for one in (
            Role("domain", "the domain of an outcome row", Unit.ROW, Takes.CHOICE, "outcome_domain"),
            Role(
                "direction",
                "the direction of an outcome row",
                Unit.ROW,
                Takes.CHOICE,
                "direction",
                ("better", "worse", "no_difference", "mixed"),
                _own("better", "worse", "no_difference"),
            ),
            Role(
                "evidence",
                "the kind of evidence of an outcome row",
                Unit.ROW,
                Takes.CHOICE,
                "outcome_evidence",
                _EVIDENCE,
                _own(*_EVIDENCE),
            ),
            Role(
                "counts",
                "what says whether an outcome row counts",
                Unit.ROW,
                Takes.CHOICE,
                "counts_in_synthesis",
                ("counts",),
                {"yes": "counts"},
            ),
            Role("row_n", "the people analysed for an outcome row", Unit.ROW, Takes.COUNT, "row_n_intervention"),
            Role("p", "the p value of an outcome row as printed", Unit.ROW, Takes.ANY, "p_reported"),
            Role("result", "the result of an outcome row as printed", Unit.ROW, Takes.ANY, "result_as_printed"),
            Role("comparison", "what an outcome row compares", Unit.ROW, Takes.ANY, "comparison"),
            Role(
                "design",
                "the design of a study",
                Unit.STUDY,
                Takes.CHOICE,
                "design",
                ("randomised", "controlled", "uncontrolled"),
                _DESIGNS,
            ),
            Role("n_intervention", "the people of the intervention group", Unit.STUDY, Takes.COUNT, "n_intervention"),
            Role("n_total", "the people of a study", Unit.STUDY, Takes.COUNT, "n_total"),
            Role(
                "engagement",
                "the level of engagement",
                Unit.STUDY,
                Takes.CHOICE,
                "engagement_level",
                ("none",),
                _own("none"),
                must=False,
            ),
            Role(
                "lived_experience",
                "the level of lived-experience input",
                Unit.STUDY,
                Takes.CHOICE,
                "lived_experience_level",
                ("none",),
                _own("none"),
                must=False,
            ),
            Role(
                "quality",
                "the overall appraisal of a study",
                Unit.STUDY,
                Takes.CHOICE,
                "overall_concern",
                _CONCERNS,
                _own(*_CONCERNS),
            ),
        )
    }
)
"""Every role by its id, those of outcome rows first."""


def played_by(codebook: Codebook, role: Role) -> Field | None:
    """The field that plays a role; ``None`` where none is declared and none that fits has the usual id."""
    declared = codebook.synthesis.fields.get(role.id)
    if declared is not None:
        return codebook.by_id.get(declared)
    found = codebook.by_id.get(role.usual)
    return found if found is not None and role.fits(found) else None


def misfit(codebook: Codebook, role: Role) -> Field | None:
    """The field that has the usual id of an undeclared role and cannot play it, if there is one."""
    found = None if role.id in codebook.synthesis.fields else codebook.by_id.get(role.usual)
    return None if found is None or role.fits(found) else found


def roles_by_field(codebook: Codebook) -> Mapping[str, Role]:
    """The role of each field that plays one, by the field's id; a field plays one at most."""
    return {found.id: role for role in ROLES.values() if (found := played_by(codebook, role)) is not None}


def meanings_of(codebook: Codebook, role: Role) -> Mapping[str, str]:
    """What the options mean in a role, by their ids: as declared, else as in the default codebook."""
    return codebook.synthesis.means.get(role.id, role.usually)


def declared_words(codebook: Codebook) -> tuple[str, ...]:
    """What the codebook declares of the synthesis, a sentence a role; nothing where all is by the usual ids."""
    return tuple(
        _words(codebook, role)
        for role in ROLES.values()
        if role.id in codebook.synthesis.fields or role.id in codebook.synthesis.means
    )


def _words(codebook: Codebook, role: Role) -> str:
    head = f"{role.words[:1].upper()}{role.words[1:]}"
    found = played_by(codebook, role)
    if found is None:
        return f"{head}: no field."
    told = codebook.synthesis.means.get(role.id, {})
    means = ", ".join(f"`{option}` means {meaning.replace('_', ' ')}" for option, meaning in told.items())
    return f"{head}: `{found.id}`{f'; {means}' if means else ''}."

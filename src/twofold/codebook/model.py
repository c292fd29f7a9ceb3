"""The instrument as the other rooms see it: frozen values that have already been checked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import TypeAlias


class FieldType(StrEnum):
    """What kind of answer a field takes."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    MULTI = "multi"
    INTEGER = "integer"
    NUMBER = "number"
    TEXT = "text"
    DATE = "date"

    @property
    def has_options(self) -> bool:
        """Whether the answer is chosen rather than typed."""
        return self in (FieldType.NOMINAL, FieldType.ORDINAL, FieldType.MULTI)


class Unit(StrEnum):
    """What a field is asked of: the study once, or each of its outcome rows."""

    STUDY = "study"
    ROW = "row"


class EvidenceDemand(StrEnum):
    """What an answer on the scale must bring with it."""

    NONE = "none"
    PLACE = "place"
    QUOTE = "quote"


class Level(StrEnum):
    """Whether a check that fires stops the submission."""

    WARN = "warn"
    BLOCK = "block"


@dataclass(frozen=True, slots=True)
class Option:
    """One option. ``off_axis`` marks a nominal extra of an ordinal field, which has no place in its order.

    ``reason`` asks for a reason with this option, also where the field as a whole asks for none.
    """

    id: str
    label: str
    help: str = ""
    counts: str = ""
    does_not_count: str = ""
    off_axis: bool = False
    reason: bool = False


@dataclass(frozen=True, slots=True)
class FieldIs:
    """The field's answer is one of ``values``; for a multi field, one of them is among those chosen."""

    field: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AtLeast:
    """The ordinal answer stands at ``option`` or above it, or the number is not below it."""

    field: str
    option: str


@dataclass(frozen=True, slots=True)
class AboveField:
    """The number in ``field`` is above the number in ``other``."""

    field: str
    other: str


@dataclass(frozen=True, slots=True)
class Has:
    """A state of the field, wanted or not: ``answered``, ``off_scale``, ``has_quote`` or ``has_note``."""

    field: str
    what: str
    wanted: bool = True


@dataclass(frozen=True, slots=True)
class Joined:
    """At least ``need`` of ``parts`` hold: all of them, any one, or a number."""

    parts: tuple["Condition", ...]
    need: int


@dataclass(frozen=True, slots=True)
class Not:
    """The inner condition does not hold."""

    part: "Condition"


@dataclass(frozen=True, slots=True)
class OverRows:
    """The inner condition holds in any, or in all, of the outcome rows. With no rows, never."""

    part: "Condition"
    every: bool


Condition: TypeAlias = FieldIs | AtLeast | AboveField | Has | Joined | Not | OverRows


@dataclass(frozen=True, slots=True)
class Field:
    """One question.

    ``reconcile`` says whether a differing text is a disagreement; choices always are. ``minimum`` and
    ``maximum`` bound a number or date, as text. ``tick`` is the one answer in words that a number field
    takes as well.
    """

    id: str
    label: str
    type: FieldType
    section: str
    unit: Unit = Unit.STUDY
    options: tuple[Option, ...] = ()
    help: str = ""
    required: bool = False
    primary: bool = False
    evidence: EvidenceDemand = EvidenceDemand.NONE
    reason: bool = False
    reconcile: bool = False
    minimum: str = ""
    maximum: str = ""
    tick: Option | None = None
    show_if: Condition | None = None

    def option(self, option_id: str) -> Option | None:
        """The option with that id, if the field has it."""
        return next((option for option in self.options if option.id == option_id), None)


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with its fields, in the order they are asked."""

    id: str
    title: str
    unit: Unit
    fields: tuple[Field, ...]
    help: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """A rule over the answers. When ``when`` holds, ``say`` is told at ``field``."""

    id: str
    field: str
    level: Level
    say: str
    when: Condition


class Concern(StrEnum):
    """What a level of an appraisal comes to in a plot that shows several instruments."""

    LOW = "low"
    SOME = "some"
    HIGH = "high"


@dataclass(frozen=True, slots=True)
class Instrument:
    """An appraisal instrument: a section whose fields with options are its domains, all but ``overall``.

    ``levels`` maps answers, by option id, to low, some or high concern; an answer that is not in it says nothing of it.
    ``worst_domain`` says that the overall judgement is that of the worst domain. ``tool`` is the name that robvis has
    for the instrument, ``citation`` and ``wording`` say whose it is and where its wording is to be had.
    """

    id: str
    title: str
    section: str
    overall: str
    levels: Mapping[str, Concern]
    worst_domain: bool = False
    tool: str = ""
    citation: str = ""
    wording: str = ""


@dataclass(frozen=True, slots=True)
class SynthesisRoles:
    """What a codebook declares of the synthesis: by role the id of the field that plays it, empty for none, and by role
    what its options mean there. The roles are those of ``roles.ROLES``; one that is not declared has its usual field.
    """

    fields: Mapping[str, str] = field(default_factory=dict)
    means: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Codebook:
    """The whole instrument. ``row_name`` is the row field that names an outcome row."""

    id: str
    title: str
    version: str
    sections: tuple[Section, ...]
    checks: tuple[Check, ...] = ()
    row_name: str = ""
    lists: Mapping[str, tuple[Option, ...]] = field(default_factory=dict)
    instruments: tuple[Instrument, ...] = ()
    synthesis: SynthesisRoles = field(default_factory=SynthesisRoles)

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """Every field in the order of the form."""
        return tuple(one for section in self.sections for one in section.fields)

    @cached_property
    def by_id(self) -> Mapping[str, Field]:
        """The fields by their ids."""
        return {one.id: one for one in self.fields}

    @cached_property
    def ranks(self) -> Mapping[str, Mapping[str, int]]:
        """Of each ordinal field, the options on its axis with their place in the order, from 0."""
        return {
            one.id: {option.id: rank for rank, option in enumerate(o for o in one.options if not o.off_axis)}
            for one in self.fields
            if one.type is FieldType.ORDINAL
        }

    @cached_property
    def checks_at(self) -> Mapping[str, tuple[Check, ...]]:
        """The checks by the field at which they speak, in the order of the codebook."""
        return {one.field: tuple(check for check in self.checks if check.field == one.field) for one in self.checks}

    def domains_of(self, instrument: Instrument) -> tuple[Field, ...]:
        """The fields of an instrument that judge one domain each, in the order of the form."""
        section = next(one for one in self.sections if one.id == instrument.section)
        return tuple(one for one in section.fields if one.options and one.id != instrument.overall)

    @cached_property
    def row_fields(self) -> tuple[Field, ...]:
        """The fields that repeat for each outcome row."""
        return tuple(one for one in self.fields if one.unit is Unit.ROW)

    @cached_property
    def study_fields(self) -> tuple[Field, ...]:
        """The fields asked once a study."""
        return tuple(one for one in self.fields if one.unit is Unit.STUDY)

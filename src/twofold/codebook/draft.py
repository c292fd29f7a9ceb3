"""The parts of a codebook file as pydantic lets them in, before they are held against each other."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class _Part(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, defer_build=True)


class OptionDraft(_Part):
    """One option as it stands in the file."""

    value: str
    label: str
    help: str = ""
    counts: str = ""
    does_not_count: str = Field(default="", alias="not")
    off_axis: bool = False
    reason: bool = False


class TickDraft(_Part):
    """The one answer in words of a number field."""

    value: str
    label: str


class FieldDraft(_Part):
    """One field. What is an object here is looked at by pieces, so that one mistake does not hide others."""

    id: str
    label: str
    type: Literal["nominal", "ordinal", "multi", "integer", "number", "text", "date"]
    help: str = ""
    required: bool = False
    primary: bool = False
    evidence: Literal["none", "place", "quote"] = "none"
    reason: bool = False
    reconcile: bool = False
    min: object = None
    max: object = None
    tick: object = None
    show_if: object = None
    options: object = None


class SectionDraft(_Part):
    """A section without its fields, which are looked at one by one."""

    id: str
    title: str
    unit: Literal["study", "row"] = "study"
    help: str = ""


class CheckDraft(_Part):
    """One check; its condition is for ``condition_reader``."""

    id: str
    field: str
    level: Literal["warn", "block"]
    say: str
    when: object


class InstrumentDraft(_Part):
    """One appraisal instrument; its levels are looked at one by one."""

    id: str
    title: str
    section: str
    overall: str = ""
    rule: Literal["worst", "none"] = "none"
    tool: str = ""
    citation: str = ""
    wording: str = ""
    levels: object = None


class HeadDraft(_Part):
    """The ``[codebook]`` table."""

    id: str
    title: str
    version: str
    row_name: str = ""

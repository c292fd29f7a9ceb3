"""The facts of the fictional studies, read from the TOML files beside this module."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, TypeAlias

from pydantic import BaseModel, ConfigDict

_HERE = Path(__file__).resolve().parent

Told: TypeAlias = str | list[str]
"""An answer as the files write it: an option, a text, NR, UC or NAP; or the options of a set."""


class _Fact(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Programme(_Fact):
    """One initiative, and what its papers say of it by field id."""

    name: str
    place: str
    about: str
    phases: str
    answers: dict[str, Told]
    says: dict[str, list[str]] = {}


class Outcome(_Fact):
    """Something that can be measured. Without a ``spread`` it is counted, and comes as a ratio."""

    names: list[str]
    measure: str
    domain: str
    better_when: Literal["higher", "lower"]
    chime: str = ""
    spread: float | None = None
    told: str = ""


class Row(_Fact):
    """One result of a study."""

    what: str
    at: int | Literal["end"]
    points: Literal["better", "worse", "none", "ns"]
    p: Literal["sig", "not", "untested"] = "untested"
    how: Literal["", "qualitative"] = ""
    seldom: bool = False
    later: bool = False


class Paper(_Fact):
    """A report's own data."""

    authors: list[str]
    year: int
    title: str

    @property
    def label(self) -> str:
        """The report as people call it."""
        return f"{self.authors[0].split(',')[0]} {self.year}"


class _StudyEntry(Paper):
    programme: str
    years: str
    design: str
    qualitative: Literal["yes", "no"] = "no"
    process: Literal["yes", "no"] = "no"
    comparator: str = "NAP"
    n: list[int]
    concern: str
    rows: list[Row]
    listed: bool = False
    phases: str = ""
    answers: dict[str, Told] = {}
    says: dict[str, list[str]] = {}
    second_report: Paper | None = None


@dataclass(frozen=True, slots=True)
class Study:
    """One fictional study with its number, its programme, and where it differs from that."""

    number: str
    initiative: str
    programme: Programme
    entry: _StudyEntry

    @property
    def papers(self) -> tuple[Paper, ...]:
        """The study's reports."""
        second = self.entry.second_report
        return (self.entry,) if second is None else (self.entry, second)

    @property
    def answers(self) -> Mapping[str, Told]:
        """What stands in the papers, the study's own word before the programme's."""
        return {**self.programme.answers, **self.entry.answers}

    def sentences(self, field: str) -> list[str]:
        """What the papers say on a field, the telling sentence first; nothing where they say nothing."""
        found = self.entry.says.get(field) or self.programme.says.get(field, [])
        return [self.named(one) for one in found]

    def named(self, sentence: str) -> str:
        """The sentence with the programme's name in it."""
        said = sentence.replace("{P}", f"the fictional {self.programme.name}")
        return said[0].upper() + said[1:]


class Sentences(_Fact):
    """Sentences that serve for all studies."""

    nobody: list[str]
    thin: list[str]
    funding: dict[str, list[str]]
    comparator: dict[str, str]
    design: dict[str, str]
    reasons: dict[str, dict[str, list[str]]]
    notes: dict[str, str | list[str]]

    def note(self, name: str) -> str:
        """The one note of that name."""
        found = self.notes[name]
        return found if isinstance(found, str) else found[0]

    def notes_on(self, name: str) -> list[str]:
        """The notes of that name."""
        found = self.notes[name]
        return [found] if isinstance(found, str) else found


@cache
def programmes() -> Mapping[str, Programme]:
    """The programmes by their keys."""
    return {key: Programme.model_validate(one) for key, one in _read("programmes").items()}


@cache
def outcomes() -> Mapping[str, Outcome]:
    """What can be measured, by key."""
    return {key: Outcome.model_validate(one) for key, one in _read("outcomes").items()}


@cache
def sentences() -> Sentences:
    """The sentences that serve for all studies."""
    return Sentences.model_validate(_read("sentences"))


@cache
def studies() -> tuple[Study, ...]:
    """The studies in the order of their numbers."""
    entries = _read("studies")["study"]
    found = [_StudyEntry.model_validate(one) for one in entries] if isinstance(entries, list) else []
    return tuple(
        Study(f"S{number:03d}", one.programme, programmes()[one.programme], one)
        for number, one in enumerate(found, start=1)
    )


def _read(name: str) -> dict[str, object]:
    return tomllib.loads((_HERE / f"{name}.toml").read_text(encoding="utf-8"))

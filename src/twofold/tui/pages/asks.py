"""What a page asks of the app. Plain values; the app carries them out before it reads the next key."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from twofold.values.coded import Place


@dataclass(frozen=True, slots=True)
class Code:
    """Open the form of a study, at a place in it if one is given."""

    study: str
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class ShowStudies:
    """Show the list of studies; ``finding`` begins with typing to filter it."""

    finding: bool = False


@dataclass(frozen=True, slots=True)
class OpenPaper:
    """Open the study's PDF or DOI outside."""

    study: str


@dataclass(frozen=True, slots=True)
class Took:
    """A choice was made: the id of the choice."""

    choice: str


@dataclass(frozen=True, slots=True)
class Found:
    """Found a review: its folder, title, and its people as (name, roles), the one who founds it first."""

    folder: Path
    title: str
    people: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class ShowAgreement:
    """Show how well the coders agree; with ``field`` that field, with ``answers`` the units to which the two coders
    gave these answers, with ``unit`` (a study's key, and a row's) what each coder gave there. Without a field,
    ``round`` and ``people`` say of which round and between whom; empty for the main one and all."""

    field: str = ""
    answers: tuple[str, str] | None = None
    unit: tuple[str, str | None] | None = None
    round: str = ""
    people: tuple[str, ...] = ()


Plain: TypeAlias = Literal["back", "leave", "help", "retry", "rescue", "person"]
"""Asks that need no more than a word."""

Ask: TypeAlias = Code | ShowStudies | ShowAgreement | OpenPaper | Took | Found | Plain
"""Anything that a page may ask for."""

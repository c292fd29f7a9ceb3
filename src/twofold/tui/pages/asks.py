"""What a page asks of the app. Plain values; the app carries them out before it reads the next key."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

from twofold.tui.pages.leading_asks import LeadAsk
from twofold.tui.pages.study_asks import StudyAsk
from twofold.values.coded import Place

if TYPE_CHECKING:
    from twofold.record.notes import NoteKey


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
    """Show how well the coders agree.

    With ``field`` that field; with ``answers`` the units to which the two coders (``people``, or the first two) gave
    these answers; with ``unit`` (a study's key, and a row's) what each coder gave there; with ``drift`` the field's
    course over the coding, and with ``window`` the units of one stretch of it.

    Without a field, ``page`` names one of the pages on all fields, ``study`` the disagreements of a study, and
    ``round`` and ``people`` say of which round and between whom; empty for the main one and all.
    """

    field: str = ""
    answers: tuple[str, str] | None = None
    unit: tuple[str, str | None] | None = None
    round: str = ""
    people: tuple[str, ...] = ()
    page: Literal["", "look", "report"] = ""
    study: str = ""
    drift: bool = False
    window: int | None = None


@dataclass(frozen=True, slots=True)
class ShowRows:
    """Show the outcome rows of a study beside each other, to say which are one."""

    study: str


@dataclass(frozen=True, slots=True)
class ShowSynthesis:
    """Show what the studies say together; from a ``source`` and in a ``domain`` the ``studies`` behind a cell, or the
    coded rows of one ``study``. Without a source, that of a ``round``; empty for the main one."""

    source: str = ""
    domain: str = ""
    studies: tuple[str, ...] = ()
    study: str = ""
    heading: str = ""
    round: str = ""


@dataclass(frozen=True, slots=True)
class MarkNote:
    """Mark a note as resolved, or as open again."""

    note: "NoteKey"
    resolved: bool


@dataclass(frozen=True, slots=True)
class BringIn:
    """Show the screen on which files come in or, with ``sending``, go out."""

    sending: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """Go on on a screen of several pages: the name of what is to be done, with which files, with what beside."""

    name: str
    paths: tuple[Path, ...] = ()
    text: str = ""


Plain: TypeAlias = Literal[
    "back",
    "leave",
    "help",
    "retry",
    "rescue",
    "person",
    "notes",
    "undo",
    "redo",
    "keyboard",
    "export",
    "reconcile",
    "codebook",
    "try",
]
"""Asks that need no more than a word."""

Ask: TypeAlias = (
    Code
    | ShowStudies
    | ShowAgreement
    | ShowRows
    | ShowSynthesis
    | OpenPaper
    | MarkNote
    | BringIn
    | Step
    | Took
    | Found
    | StudyAsk
    | LeadAsk
    | Plain
)
"""Anything that a page may ask for."""

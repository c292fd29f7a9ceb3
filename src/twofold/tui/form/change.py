"""What a key did: what is asked of the outside, and what the person is told."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from twofold.values.coded import Coded, Place, RowKey


@dataclass(frozen=True, slots=True)
class Save:
    """Write the new state of one field."""

    place: Place
    coded: Coded


@dataclass(frozen=True, slots=True)
class AddRow:
    """Write a new outcome row with the state of its naming field, in one transaction."""

    row: RowKey
    name: Coded


@dataclass(frozen=True, slots=True)
class RemoveRow:
    """Write that an outcome row is removed."""

    row: RowKey


@dataclass(frozen=True, slots=True)
class Undo:
    """Take back the last step in this study."""


@dataclass(frozen=True, slots=True)
class Redo:
    """Take back the last undo."""


@dataclass(frozen=True, slots=True)
class StudyStep:
    """Show the study ``by`` places after this one."""

    by: int


@dataclass(frozen=True, slots=True)
class OpenStudy:
    """Show the study with that key."""

    study: str


@dataclass(frozen=True, slots=True)
class FindStudies:
    """Fill the finder with the studies that fit ``text``."""

    text: str


@dataclass(frozen=True, slots=True)
class ReadHistory:
    """Fill the opened field with its earlier states."""

    place: Place


@dataclass(frozen=True, slots=True)
class CheckSheet:
    """Fill the submission page with what stands against a submission."""


@dataclass(frozen=True, slots=True)
class Submit:
    """Freeze the study."""

    whole_paper: bool


@dataclass(frozen=True, slots=True)
class Reopen:
    """Take the submission back."""

    reason: str


@dataclass(frozen=True, slots=True)
class ProposeExclusion:
    """Propose to exclude the study, or withdraw the proposal with an empty reason. With ``other``, the proposal is that
    it is one study with that one, whose ``number`` is shown."""

    reason: str
    other: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class OpenOutside:
    """Open the PDF or the DOI outside."""


@dataclass(frozen=True, slots=True)
class Retry:
    """Try the stopped saves again."""


@dataclass(frozen=True, slots=True)
class Rescue:
    """Write the unsaved answers to a rescue copy."""


@dataclass(frozen=True, slots=True)
class ShowNotes:
    """Show the notes of all studies."""


@dataclass(frozen=True, slots=True)
class Leave:
    """Go back to where the form was opened from."""


Ask: TypeAlias = (
    Save
    | AddRow
    | RemoveRow
    | Undo
    | Redo
    | StudyStep
    | OpenStudy
    | FindStudies
    | ReadHistory
    | CheckSheet
    | Submit
    | Reopen
    | ProposeExclusion
    | OpenOutside
    | Retry
    | Rescue
    | ShowNotes
    | Leave
)


class Tone(StrEnum):
    """How a message is meant; it is drawn with a word or sign of its own, never by colour alone."""

    PLAIN = "plain"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Change:
    """What came of a key. ``handled`` is false for a key that is none of the form's."""

    asks: tuple[Ask, ...] = ()
    message: str = ""
    tone: Tone = Tone.PLAIN
    handled: bool = True


NO_CHANGE = Change()


def refused(message: str) -> Change:
    """Nothing was done, and why."""
    return Change(message=message, tone=Tone.REFUSED)

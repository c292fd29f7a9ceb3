"""What the screens and commands are given to show. Plain values; nothing here reads or writes."""

from dataclasses import dataclass
from enum import StrEnum

from twofold.values.answers import Answer
from twofold.values.coded import Coded, Place


@dataclass(frozen=True, slots=True)
class Report:
    """One paper of the study. ``label`` is what a person calls it, such as *Abas 2016*."""

    key: str
    label: str
    title: str = ""
    authors: tuple[str, ...] = ()
    year: int | None = None
    journal: str = ""
    doi: str = ""
    abstract: str = ""


@dataclass(frozen=True, slots=True)
class Study:
    """The study on the screen. ``position`` counts from 1 among the ``total`` studies this person codes."""

    key: str
    number: str
    label: str
    position: int
    total: int
    reports: tuple[Report, ...] = ()
    initiative: str = ""


@dataclass(frozen=True, slots=True)
class Past:
    """An earlier state of one field, with the time that its writer's clock showed."""

    at: str
    coded: Coded


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence about one place of the sheet."""

    place: Place
    words: str


@dataclass(frozen=True, slots=True)
class Changed:
    """An answer that was first given differently."""

    place: Place
    first: Answer
    now: Answer


@dataclass(frozen=True, slots=True)
class SubmissionCheck:
    """What stands against a submission, what is only worth a look, and what was left blank without being required.

    ``minutes`` is what the submission will say of the time; ``None`` where it says nothing.
    """

    blocks: tuple[Said, ...] = ()
    warnings: tuple[Said, ...] = ()
    changed: tuple[Changed, ...] = ()
    blank: tuple[Place, ...] = ()
    minutes: int | None = None

    @property
    def time_words(self) -> str:
        """What the submission will say of the time, as a sentence; empty where it says nothing."""
        if self.minutes is None:
            return ""
        return (
            f"This review's lead asks how long coding takes: the submission will say {self.minutes} min."
            " `twofold time --off` stops the counting."
        )


@dataclass(frozen=True, slots=True)
class Hit:
    """A study as the finder lists it. ``words`` says where it stands, such as *submitted* or *12 of 58*."""

    key: str
    number: str
    label: str
    words: str = ""


class State(StrEnum):
    """Where a person's coding of a study stands."""

    NOT_BEGUN = "not begun"
    IN_PROGRESS = "in progress"
    READY = "ready to submit"
    SUBMITTED = "submitted (locked)"
    REOPENED = "reopened"
    AGAIN = "to code again"


@dataclass(frozen=True, slots=True)
class Standing:
    """One person's standing in one study: how many of the fields asked are answered, and what waits."""

    state: State
    answered: int = 0
    asked: int = 0
    submitted_at: str = ""
    conflicts: int = 0
    notes: int = 0
    exclusion: str = ""
    same_as: str = ""

    @property
    def words(self) -> str:
        """The standing as the lists show it."""
        if self.conflicts:
            return f"{self.conflicts} to settle"
        if self.state is State.IN_PROGRESS:
            return f"{self.answered} of {self.asked}"
        return self.state.value


@dataclass(frozen=True, slots=True)
class SameStudy:
    """A proposal to take a study for one with another, whose key and number these are."""

    key: str
    number: str
    reason: str


@dataclass(frozen=True, slots=True)
class StudyCard:
    """A study as a list shows it."""

    key: str
    number: str
    label: str
    title: str
    initiative: str


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one person is, as far as their log is in this copy: counts of studies, never values.

    ``begun`` counts what is begun and not submitted; ``arrived`` says that a log of theirs is here at all.
    """

    person: str
    name: str
    submitted: int
    begun: int
    total: int
    arrived: bool = True

    def words_for(self, viewer: str) -> str:
        """How far the person is, as it is told to ``viewer``. Where nothing of theirs is here, no count is told."""
        if not self.arrived and self.person != viewer:
            return "nothing of theirs has arrived here yet"
        begun = f", {self.begun:,} begun" if self.begun else ""
        return f"{self.submitted:,} of {self.total:,} submitted{begun}"

"""What the form asks of the outside: one open study, and the desk on which the studies lie.

``review`` implements both. Every call is made in the app's own thread and returns at once; what must reach
the disk is queued behind it, and the screen is told of it later (``CodingScreen.saved`` and
``CodingScreen.failed``).
"""

from collections.abc import Mapping, Sequence
from typing import Protocol

from twofold.codebook.model import Codebook
from twofold.review.views import Hit, Past, SameStudy, Study, SubmissionCheck
from twofold.values.coded import Coded, Evidence, Place, RowKey, Sheet


class StudySession(Protocol):
    """One open study of one person in one round."""

    @property
    def study(self) -> Study:
        """What is being coded."""

    @property
    def codebook(self) -> Codebook:
        """The codebook in force."""

    @property
    def sheet(self) -> Sheet:
        """All current answers, those included whose save is still queued."""

    @property
    def conflicts(self) -> Mapping[Place, tuple[Coded, ...]]:
        """Where two current answers of this person stand side by side, as after coding on two devices."""

    @property
    def listed_rows(self) -> Mapping[RowKey, str]:
        """The outcome rows that the lead listed, with the names given there. They cannot be removed."""

    @property
    def locked(self) -> str:
        """Why the sheet cannot be changed, as a sentence with the way out; empty while it can."""

    @property
    def open_again(self) -> frozenset[Place]:
        """The fields of a submitted study that a new codebook asks again: they alone can be changed then."""

    @property
    def can_reopen(self) -> bool:
        """Whether a locked study is this person's own submission that a reason may reopen."""

    @property
    def round_words(self) -> str:
        """The round in words where there is more than one; else empty."""

    @property
    def exclusion(self) -> str:
        """The reason for which this person proposes to exclude the study; empty when they do not."""

    @property
    def same_study(self) -> SameStudy | None:
        """The study that this person proposes to take for one with this one; nothing when they do not."""

    @property
    def told(self) -> str:
        """What came from another device after the submission, or is missing here, as a sentence; mostly empty."""

    @property
    def last_evidence(self) -> Evidence:
        """The evidence attached last in this study, so that ``.`` works after a restart."""

    def ready(self) -> None:
        """Do now, while nobody waits, what the next save would begin with."""

    def save(self, place: Place, coded: Coded) -> None:
        """Queue the new state of one field. It settles a conflict there."""

    def add_row(self, row: RowKey, name: Coded) -> None:
        """Queue a new outcome row together with the state of its naming field, as one transaction."""

    def remove_row(self, row: RowKey) -> None:
        """Queue the removal of an outcome row. Its codes stay and come back with it."""

    def undo(self) -> Place | str | None:
        """Take back this log's last step in this study.

        The place that changed, ``None`` where that is the proposal to exclude, or a sentence why nothing did.
        """

    def redo(self) -> Place | str | None:
        """Take back the last undo; what it gives is as for ``undo``."""

    def history(self, place: Place) -> Sequence[Past]:
        """The earlier states of a field, newest first."""

    def unsaved(self) -> frozenset[Place]:
        """The places whose last answer is not on the disk yet."""

    def check(self) -> SubmissionCheck:
        """What a submission would meet now."""

    def submit(self, whole_paper: bool) -> str:
        """Freeze the study, on disk when this returns. Empty, or a sentence why it was not done."""

    def reopen(self, reason: str) -> str:
        """Take the submission back. Empty, or a sentence why it was not done."""

    def propose_exclusion(self, reason: str, same_as: str = "") -> str:
        """Propose to exclude the study, or to take it for one with another, or withdraw that with an empty reason.

        Empty, or why it was not done.
        """

    def open_outside(self) -> str:
        """Open the PDF or the DOI outside. A sentence that says what was opened, or why nothing was."""


class Desk(Protocol):
    """All studies of this person, and the one queue that writes to the disk."""

    def step(self, study: str, by: int) -> StudySession | str:
        """The study ``by`` places after the one with that key, or a sentence why there is none."""

    def find(self, text: str) -> Sequence[Hit]:
        """The studies whose number, label, title or initiative holds every word of ``text``.

        All for an empty one.
        """

    def open(self, study: str) -> StudySession | str:
        """The study with that key, or a sentence why it cannot be opened."""

    def retry(self) -> None:
        """Try the stopped saves again."""

    def rescue(self) -> str:
        """Write the unsaved answers to a rescue copy.

        A sentence that says where it lies, or why there is none.
        """

"""The documents of a work log that come about while a study is coded, one pydantic model a table."""

from functools import cached_property
from typing import Annotated, ClassVar, Literal

from pydantic import StringConstraints

from twofold.record.document import (
    AnswerEntry,
    ByLead,
    ByReviewer,
    Document,
    DocumentId,
    EvidenceEntry,
    FieldName,
    Fingerprint,
    Key,
    PersonId,
    Prose,
    Purpose,
    RoundId,
    Short,
)
from twofold.record.lines import Head
from twofold.values.coded import NO_EVIDENCE, Coded, Confidence, Evidence


class ScreeningDocument(ByLead):
    """A vote or label that came with an imported record. It stands in the lead's work log alone."""

    study: Key
    report: Key
    who: Short
    what: Short
    text: Prose
    found_in: Short


class CodeDocument(Document):
    """One person's whole state of one field: the answer with its evidence, reason, note and confidence.

    An arbiter's is of the purpose ``third``, given before seeing what the two said. ``after_release`` says that, when
    it was given, the person could already see a comparison of this review.
    """

    needs: ClassVar[frozenset[str]] = frozenset({"reviewer", "arbiter"})

    round: RoundId
    study: Key
    row: Key | None
    field: FieldName
    answer: AnswerEntry
    evidence: EvidenceEntry | None = None
    reason: Prose = ""
    note: Prose = ""
    confidence: Literal["low", "medium", "high"] | None = None
    purpose: Purpose
    after_release: bool = False
    codebook: Fingerprint
    undoes: DocumentId | None = None

    @cached_property
    def coded(self) -> Coded:
        """The state as the other rooms see it."""
        evidence = self.evidence
        return Coded(
            self.answer,
            NO_EVIDENCE
            if evidence is None
            else Evidence(evidence.report, evidence.place, evidence.quote, evidence.verbatim),
            self.reason,
            self.note,
            None if self.confidence is None else Confidence(self.confidence),
        )


class RowDocument(ByReviewer):
    """An outcome row that a reviewer added or removed. Its name, measure and time are codes."""

    round: RoundId
    study: Key
    row: Key
    removed: bool
    undoes: DocumentId | None = None


class SubmissionDocument(ByReviewer):
    """A study frozen by one person: exactly which rows and codes, and what had been seen by then.

    ``minutes`` is how long it took, where the review's settings ask for that.
    """

    round: RoundId
    study: Key
    codebook: Fingerprint
    rows: tuple[Key, ...]
    codes: tuple[DocumentId, ...]
    blank: tuple[tuple[Key | None, FieldName], ...]
    not_asked: tuple[tuple[Key | None, FieldName], ...]
    whole_paper: bool
    digest: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    heads: tuple[tuple[Short, int, Short], ...]
    minutes: int | None = None

    @property
    def seen(self) -> tuple[Head, ...]:
        """How far each log had come that the person's copy held."""
        return tuple(Head(*one) for one in self.heads)


class ReopeningDocument(ByReviewer):
    """A submission taken back by its author, with the reason."""

    round: RoundId
    study: Key
    submission: DocumentId
    reason: Annotated[str, StringConstraints(min_length=1, max_length=65_536)]


class ExclusionDocument(ByReviewer):
    """A proposal to exclude a study, or to take it for one with ``same_as``, or its withdrawal."""

    study: Key
    same_as: Key | None = None
    reason: Annotated[str, StringConstraints(min_length=1, max_length=65_536)]
    withdrawn: bool = False
    undoes: DocumentId | None = None


class NoteMarkDocument(Document):
    """That a note was dealt with, or that it is open again.

    ``of`` is whose note it is, ``note`` the digest of its text, so that a note written anew is open.
    """

    needs: ClassVar[frozenset[str]] = frozenset({"reviewer", "lead", "arbiter"})

    round: RoundId
    study: Key
    row: Key | None
    field: FieldName
    of: PersonId
    note: DocumentId
    resolved: bool
    undoes: DocumentId | None = None

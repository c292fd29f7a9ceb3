"""The documents of a work log that come about once a study is open for comparison, one pydantic model a table."""

from typing import Annotated, ClassVar, Literal

from pydantic import StringConstraints

from twofold.record.document import (
    AnswerEntry,
    ByReviewer,
    Document,
    DocumentId,
    EvidenceEntry,
    FieldName,
    Fingerprint,
    Key,
    PersonId,
    Prose,
    RoundId,
)
from twofold.values.answers import BLANK

Cause = Literal["", "slip", "wording", "option-missing", "report-unclear", "judgement"]


class Deciding(Document):
    """A document that whoever settles disagreements may write."""

    needs: ClassVar[frozenset[str]] = frozenset({"reviewer", "lead", "arbiter"})


class AlignmentDocument(Deciding):
    """Which outcome rows of a released study are one and the same: sets of row keys, each with one row a person.

    Rows in no set are matched with none. It stands for the whole study, so that an undo is a document like any other.
    """

    round: RoundId
    study: Key
    sets: tuple[tuple[Key, ...], ...]
    undoes: DocumentId | None = None


class DecisionDocument(Deciding):
    """A settled answer: the codes it weighed, the reason and cause, and how it came about.

    ``row`` is the key of any row of the match. ``answer`` is blank where the item was put off for a third reader, was
    talked over and left open, or where a row that not all listed is dropped. ``withdrawn`` takes the decisions back
    that it replaces; one that ``undoes`` another lets hold again what that one had replaced. ``order`` is the people in
    the order in which a blind arbiter was shown their codes, drawn with ``seed``. ``source`` says where the authors'
    reply stands.
    """

    round: RoundId
    study: Key
    row: Key | None
    field: FieldName
    weighed: tuple[DocumentId, ...]
    answer: AnswerEntry = BLANK
    evidence: tuple[EvidenceEntry, ...] = ()
    reason: Prose = ""
    cause: Cause = ""
    how: Literal["agreed", "discussed", "arbitrated", "author-reply", "deferred", "open"]
    source: Prose = ""
    codebook: Fingerprint
    seed: int | None = None
    order: tuple[PersonId, ...] = ()
    withdrawn: bool = False
    undoes: DocumentId | None = None


class StandDocument(ByReviewer):
    """What a coder says, after release, of the own code of a disagreement: that it was a slip, with the right answer,
    or that it stands.

    ``code`` is empty where the coder had left the field blank, or was not asked, because an answer above differed, and
    answers now; the latter is no ``slip``. On the name of an outcome that the coder did not list, it is the slip of
    having overlooked it: ``row`` is then the key of the match, and the fields of the outcome are answered like others
    that were not asked. The frozen code stays what it was for agreement. ``withdrawn`` takes back
    what it replaces.
    """

    round: RoundId
    study: Key
    row: Key | None
    field: FieldName
    code: DocumentId | None
    slip: bool
    answer: AnswerEntry = BLANK
    evidence: EvidenceEntry | None = None
    reason: Prose = ""
    codebook: Fingerprint
    withdrawn: bool = False
    undoes: DocumentId | None = None


class QueryDocument(Deciding):
    """A question to the authors of a study that a disagreement waits for, or its withdrawal."""

    round: RoundId
    study: Key
    row: Key | None
    field: FieldName
    question: Annotated[str, StringConstraints(min_length=1, max_length=65_536)]
    withdrawn: bool = False
    undoes: DocumentId | None = None


class StudyDecisionDocument(Deciding):
    """What became of a proposal to exclude a study, or of one that it is the same as ``other``.

    ``weighed`` are the proposals. Without ``granted`` the study stays, or the two stay apart.
    """

    study: Key
    question: Literal["exclude", "same"]
    other: Key | None = None
    weighed: tuple[DocumentId, ...]
    granted: bool
    reason: Prose = ""
    withdrawn: bool = False
    undoes: DocumentId | None = None

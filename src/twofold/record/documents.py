"""The documents of the log, one pydantic model a table: the border between bytes on disk and the house.

Every document is immutable and carries its author, device, time (shown, never decisive) and a 128-bit nonce.
To change one's mind is to write another that names the ones it ``replaces``.
"""

import hashlib
from collections.abc import Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Annotated, ClassVar, Literal, TypeAlias, cast

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    PlainSerializer,
    PlainValidator,
    StringConstraints,
    ValidationError,
)

from twofold.record.lines import Body, Head, Written
from twofold.values.answers import (
    Answer,
    Blank,
    Chosen,
    OffScale,
    Value,
    answer_from_json,
    answer_to_json,
)
from twofold.values.canonical import Json, canonical_unchecked
from twofold.values.coded import NO_EVIDENCE, Coded, Confidence, Evidence

Key: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{16}$")]
DocumentId: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
Fingerprint: TypeAlias = DocumentId
PersonId: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,31}$")]
FieldName: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,63}$")]
Instant: TypeAlias = Annotated[
    str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$")
]
Short: TypeAlias = Annotated[str, StringConstraints(max_length=500)]
Prose: TypeAlias = Annotated[str, StringConstraints(max_length=65_536)]
Long: TypeAlias = Annotated[str, StringConstraints(max_length=2_000_000)]
Role: TypeAlias = Literal["lead", "reviewer", "arbiter"]


def _answer(value: object) -> Answer:
    if isinstance(value, Value | Chosen | OffScale | Blank):
        return value
    return answer_from_json(cast(Json, value))


AnswerEntry: TypeAlias = Annotated[Answer, PlainValidator(_answer), PlainSerializer(answer_to_json, return_type=object)]
RoundId: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,31}$")]
Purpose: TypeAlias = Literal["independent", "recode", "third", "correction"]

MAIN_ROUND = "main"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, defer_build=True)


class Document(_Part):
    """What every document carries."""

    needs: ClassVar[frozenset[str]] = frozenset()

    by: PersonId
    device: Key
    at: Instant
    nonce: DocumentId
    replaces: tuple[DocumentId, ...] = ()


class _ByLead(Document):
    needs: ClassVar[frozenset[str]] = frozenset({"lead"})


class _ByReviewer(Document):
    needs: ClassVar[frozenset[str]] = frozenset({"reviewer"})


class PersonEntry(_Part):
    """A person of the review. The id is for ever; name and roles may change."""

    id: PersonId
    name: Short
    roles: tuple[Role, ...]


class ReviewDocument(_ByLead):
    """Title and people of the review. The one that replaces nothing founded it: its id is the review's id."""

    title: Short
    people: tuple[PersonEntry, ...]


class StudyDocument(_ByLead):
    """A study: the unit of coding. ``study`` is its random key, ``number`` what people call it."""

    study: Key
    number: Annotated[str, StringConstraints(pattern=r"^S[0-9]{3,6}$")]
    label: Short
    title: Long
    initiative: Key | None = None


class InitiativeDocument(_ByLead):
    """A programme that one or more studies evaluate."""

    initiative: Key
    name: Short


class SourceEntry(_Part):
    """Where a record stood, so that every study can be traced to a line of a file."""

    file: Short
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    format: Short
    producer: Short = ""
    record: int
    first_line: int
    last_line: int


class ReportDocument(_ByLead):
    """One paper of a study, as it was brought in, with its verbatim fields."""

    report: Key
    study: Key
    title: Long
    authors: tuple[Prose, ...] = ()
    year: int | None = None
    journal: Prose = ""
    volume: Short = ""
    issue: Short = ""
    pages: Short = ""
    doi: Prose = ""
    doi_found_in: Short = ""
    pmid: Short = ""
    abstract: Long = ""
    url: Prose = ""
    kind: Short = ""
    language: Short = ""
    registry_ids: tuple[Short, ...] = ()
    source_id: Prose = ""
    study_label: Prose = ""
    flags: tuple[Short, ...] = ()
    source: SourceEntry | None = None
    raw: tuple[tuple[Short, Long], ...] = ()


class RowListDocument(_ByLead):
    """An outcome row that the lead lists for a study before coding, shared by all its coders."""

    study: Key
    row: Key
    name: Prose
    removed: bool = False


class CodebookDocument(_ByLead):
    """A published codebook: its text, and what it means."""

    text: Long
    version: Short
    meaning: Fingerprint
    everything: Fingerprint


class StopRule(_Part):
    """When a calibration round is good enough, written before it: the share of primary items that must agree, in per
    cent, and whether every disagreement is to be discussed."""

    raw_agreement: Annotated[int, Field(ge=0, le=100)]
    all_discussed: bool


class RoundDocument(_ByLead):
    """A calibration round: a named set of studies, coded and compared apart from the rest.

    Once closed, its studies are coded afresh in the main round, or the round's own record of them stands.
    """

    round: RoundId
    name: Short
    studies: tuple[Key, ...]
    stop_rule: StopRule | None = None
    state: Literal["open", "closed-afresh", "closed-kept"] = "open"


class AssignmentDocument(_ByLead):
    """Who codes a study in a round, and how that came about, such as *random 20 %, seed 7*."""

    round: RoundId
    study: Key
    people: tuple[PersonId, ...]
    how: Short


class ReleaseDocument(_ByLead):
    """A study opened for comparison: exactly the submissions that are compared, and the codebook then in force."""

    round: RoundId
    study: Key
    submissions: tuple[DocumentId, ...]
    codebook: Fingerprint


class SameAsDocument(_ByLead):
    """Two studies, brought in unknown to each other, are one: what stands under ``study`` counts for ``same_as``.

    Without ``same_as`` the two are apart again.
    """

    study: Key
    same_as: Key | None = None


class ScreeningDocument(_ByLead):
    """A vote or label that came with an imported record. It stands in the lead's work log alone."""

    study: Key
    report: Key
    who: Short
    what: Short
    text: Prose
    found_in: Short


class EvidenceEntry(_Part):
    """Where an answer was taken from."""

    report: Short = ""
    place: Short = ""
    quote: Prose = ""
    verbatim: Prose = ""


class CodeDocument(_ByReviewer):
    """One person's whole state of one field: the answer with its evidence, reason, note and confidence.

    ``after_release`` says that, when it was given, the person could already see a comparison of this review.
    """

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


class RowDocument(_ByReviewer):
    """An outcome row that a reviewer added or removed. Its name, measure and time are codes."""

    round: RoundId
    study: Key
    row: Key
    removed: bool
    undoes: DocumentId | None = None


class SubmissionDocument(_ByReviewer):
    """A study frozen by one person: exactly which rows and codes, and what had been seen by then."""

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

    @property
    def seen(self) -> tuple[Head, ...]:
        """How far each log had come that the person's copy held."""
        return tuple(Head(*one) for one in self.heads)


class ReopeningDocument(_ByReviewer):
    """A submission taken back by its author, with the reason."""

    round: RoundId
    study: Key
    submission: DocumentId
    reason: Annotated[str, StringConstraints(min_length=1, max_length=65_536)]


class ExclusionDocument(_ByReviewer):
    """A proposal to exclude a study, or its withdrawal."""

    study: Key
    reason: Annotated[str, StringConstraints(min_length=1, max_length=65_536)]
    withdrawn: bool = False


class AlignmentDocument(Document):
    """Which outcome rows of a released study are one and the same: sets of row keys, each with one row a person.

    Rows in no set are matched with none. It stands for the whole study, so that an undo is a document like any other.
    """

    needs: ClassVar[frozenset[str]] = frozenset({"lead", "reviewer", "arbiter"})

    round: RoundId
    study: Key
    sets: tuple[tuple[Key, ...], ...]
    undoes: DocumentId | None = None


TABLES: Mapping[str, type[Document]] = MappingProxyType(
    {
        "reviews": ReviewDocument,
        "studies": StudyDocument,
        "initiatives": InitiativeDocument,
        "reports": ReportDocument,
        "row_lists": RowListDocument,
        "codebooks": CodebookDocument,
        "rounds": RoundDocument,
        "assignments": AssignmentDocument,
        "releases": ReleaseDocument,
        "same_as": SameAsDocument,
        "screening": ScreeningDocument,
        "codes": CodeDocument,
        "rows": RowDocument,
        "submissions": SubmissionDocument,
        "reopenings": ReopeningDocument,
        "exclusions": ExclusionDocument,
        "alignments": AlignmentDocument,
    }
)
"""Every table and the model of its documents."""

PLAN_TABLES = frozenset(
    {
        "reviews",
        "studies",
        "initiatives",
        "reports",
        "row_lists",
        "codebooks",
        "rounds",
        "assignments",
        "releases",
        "same_as",
    }
)
"""The tables of a plan log, which everyone may see; all others stand in a work log."""

STUDY_TABLES = frozenset({"codes", "rows", "submissions", "reopenings", "exclusions", "alignments"})
"""The tables whose documents belong to one study and are read when the study is."""


class BadDocument(ValueError):
    """A document that has no effect; the message says why."""


def read_document(one: Written) -> Document:
    """The document behind its border.

    Raises:
        BadDocument: an unknown table, an id that is not the content's, or content that does not fit the table.
    """
    model = TABLES.get(one.table)
    if model is None:
        raise BadDocument(f"the table `{one.table[:40]}` is not known to this version of Twofold")
    try:
        content = canonical_unchecked([one.table, one.body])
    except (UnicodeEncodeError, TypeError) as error:
        raise BadDocument("its content has no canonical form") from error
    if hashlib.sha256(content).hexdigest()[:32] != one.id:
        raise BadDocument("its id does not match its content")
    try:
        return model.model_validate_json(content[len(one.table) + 4 : -1])
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        # Our own checks quote what they were given, and nobody may read another's answer in a message.
        why = "that is not what belongs there" if first["type"] == "value_error" else first["msg"]
        raise BadDocument(f"`{where}`: {why}") from error


def body_of(document: Document) -> Body:
    """The content of a document as it is written; defaults are left out."""
    return cast(Body, document.model_dump(mode="json", exclude_defaults=True))


def evidence_entry(evidence: Evidence) -> EvidenceEntry | None:
    """Evidence in the form of a document; nothing where there is none."""
    if not evidence:
        return None
    return EvidenceEntry(report=evidence.report, place=evidence.place, quote=evidence.quote, verbatim=evidence.verbatim)

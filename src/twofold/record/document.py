"""What the documents of every table share: the types of their parts, and who may write them.

Every document is immutable and carries its author, device, time (shown, never decisive) and a 128-bit nonce.
To change one's mind is to write another that names the ones it ``replaces``.
"""

from typing import Annotated, ClassVar, Literal, TypeAlias, cast

from pydantic import BaseModel, ConfigDict, PlainSerializer, PlainValidator, StringConstraints

from twofold.values.answers import Answer, Blank, Chosen, OffScale, Value, answer_from_json, answer_to_json
from twofold.values.canonical import Json
from twofold.values.coded import Evidence

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
    if not isinstance(value, dict) and isinstance(value, Value | Chosen | OffScale | Blank):
        return value
    return answer_from_json(cast(Json, value))


AnswerEntry: TypeAlias = Annotated[Answer, PlainValidator(_answer), PlainSerializer(answer_to_json, return_type=object)]
RoundId: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,31}$")]
Purpose: TypeAlias = Literal["independent", "recode", "third", "correction"]

MAIN_ROUND = "main"


class Part(BaseModel):
    """A part of a document: immutable, and nothing in it that its model does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, defer_build=True)


class Document(Part):
    """What every document carries."""

    needs: ClassVar[frozenset[str]] = frozenset()

    by: PersonId
    device: Key
    at: Instant
    nonce: DocumentId
    replaces: tuple[DocumentId, ...] = ()


class ByLead(Document):
    """A document that only a lead may write."""

    needs: ClassVar[frozenset[str]] = frozenset({"lead"})


class ByReviewer(Document):
    """A document that only a reviewer may write."""

    needs: ClassVar[frozenset[str]] = frozenset({"reviewer"})


class EvidenceEntry(Part):
    """Where an answer was taken from."""

    report: Short = ""
    place: Short = ""
    quote: Prose = ""
    verbatim: Prose = ""


def evidence_entry(evidence: Evidence) -> EvidenceEntry | None:
    """Evidence in the form of a document; nothing where there is none."""
    if not evidence:
        return None
    return EvidenceEntry(report=evidence.report, place=evidence.place, quote=evidence.quote, verbatim=evidence.verbatim)

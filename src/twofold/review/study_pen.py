"""What a person writes of one study with: documents that bear its key, its round and the codebook in force."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from pydantic import ValidationError

from twofold.record.document import evidence_entry
from twofold.record.lines import Head
from twofold.record.work_documents import (
    CodeDocument,
    ExclusionDocument,
    ReopeningDocument,
    RowDocument,
    SubmissionDocument,
)
from twofold.review.freezing import Frozen
from twofold.review.pen import NotWritten, Pen
from twofold.values.answers import Value
from twofold.values.coded import Coded, Evidence, Place, RowKey
from twofold.values.plaintext import normal


@dataclass(frozen=True, slots=True)
class StudyPen:
    """Makes documents of one study in one round; nothing is written by that.

    Raises:
        NotWritten: by all that make a document, where a text is longer than is kept.
    """

    pen: Pen
    study: str
    round: str
    codebook: str
    released: bool
    any_released: bool
    again: bool = False

    def code(
        self, place: Place, coded: Coded, replaces: tuple[str, ...], undoes: str | None = None
    ) -> tuple[str, CodeDocument]:
        """The whole new state of one field."""
        with _told_if_too_long():
            return self.pen.document(
                CodeDocument,
                round=self.round,
                study=self.study,
                row=place[0],
                field=place[1],
                answer=coded.answer,
                evidence=evidence_entry(coded.evidence),
                reason=coded.reason,
                note=coded.note,
                confidence=None if coded.confidence is None else coded.confidence.value,
                purpose="correction" if self.released else "recode" if self.again else "independent",
                after_release=self.any_released,
                codebook=self.codebook,
                replaces=replaces,
                undoes=undoes,
            )

    def row(
        self, row: RowKey, *, removed: bool, replaces: tuple[str, ...] = (), undoes: str | None = None
    ) -> tuple[str, RowDocument]:
        """An outcome row that is added or removed."""
        return self.pen.document(
            RowDocument,
            round=self.round,
            study=self.study,
            row=row,
            removed=removed,
            replaces=replaces,
            undoes=undoes,
        )

    def submission(
        self,
        made: Frozen,
        heads: Sequence[Head],
        replaces: tuple[str, ...],
        *,
        whole_paper: bool,
        minutes: int | None = None,
    ) -> tuple[str, SubmissionDocument]:
        """The study frozen, with how far each log had been seen, and how long it took where that is to be told."""
        return self.pen.document(
            SubmissionDocument,
            round=self.round,
            study=self.study,
            codebook=made.codebook,
            rows=made.rows,
            codes=made.codes,
            blank=made.blank,
            not_asked=made.not_asked,
            whole_paper=whole_paper,
            digest=made.digest,
            heads=tuple((one.log, one.line, one.digest) for one in heads),
            minutes=minutes,
            replaces=replaces,
        )

    def reopening(self, submission: str, reason: str) -> tuple[str, ReopeningDocument]:
        """A submission taken back."""
        with _told_if_too_long():
            return self.pen.document(
                ReopeningDocument, round=self.round, study=self.study, submission=submission, reason=reason
            )

    def exclusion(
        self, reason: str, replaces: tuple[str, ...], *, undoes: str | None = None, same_as: str | None = None
    ) -> tuple[str, ExclusionDocument]:
        """A proposal to exclude the study, or to take it for one with ``same_as``; with an empty reason its
        withdrawal."""
        with _told_if_too_long():
            return self.pen.document(
                ExclusionDocument,
                study=self.study,
                same_as=same_as,
                reason=reason or "withdrawn",
                withdrawn=not reason,
                replaces=replaces,
                undoes=undoes,
            )


@contextmanager
def _told_if_too_long() -> Iterator[None]:
    try:
        yield
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        if first["type"] != "string_too_long":
            raise
        what, most = first["loc"][-1], first.get("ctx", {}).get("max_length", 0)
        raise NotWritten(f"The {what} is longer than {most:,} characters. Shorten it; nothing changed.") from error


def as_kept(coded: Coded) -> Coded:
    """The state with its texts in the one form of Unicode that documents hold."""
    answer, evidence = coded.answer, coded.evidence
    return replace(
        coded,
        answer=Value(normal(answer.text)) if isinstance(answer, Value) else answer,
        evidence=Evidence(evidence.report, normal(evidence.place), normal(evidence.quote), normal(evidence.verbatim)),
        reason=normal(coded.reason),
        note=normal(coded.note),
    )

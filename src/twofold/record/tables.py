"""Every table of a log and the border between its bytes on disk and the house."""

import hashlib
from collections.abc import Mapping
from types import MappingProxyType
from typing import cast

from pydantic import ValidationError

from twofold.record.decision_documents import (
    AlignmentDocument,
    DecisionDocument,
    QueryDocument,
    StandDocument,
    StudyDecisionDocument,
)
from twofold.record.document import Document
from twofold.record.lines import Body, Written
from twofold.record.plan_documents import (
    AssignmentDocument,
    CodebookDocument,
    ImportDocument,
    InitiativeDocument,
    PracticeDocument,
    ReleaseDocument,
    RepeatDocument,
    ReportDocument,
    ReviewDocument,
    RoundDocument,
    RowListDocument,
    SameAsDocument,
    StudyDocument,
)
from twofold.record.work_documents import (
    CodeDocument,
    ExclusionDocument,
    NoteMarkDocument,
    ReopeningDocument,
    RowDocument,
    ScreeningDocument,
    SubmissionDocument,
)
from twofold.values.canonical import canonical_unchecked

TABLES: Mapping[str, type[Document]] = MappingProxyType(
    {
        "reviews": ReviewDocument,
        "studies": StudyDocument,
        "initiatives": InitiativeDocument,
        "reports": ReportDocument,
        "repeats": RepeatDocument,
        "imports": ImportDocument,
        "row_lists": RowListDocument,
        "codebooks": CodebookDocument,
        "practices": PracticeDocument,
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
        "note_marks": NoteMarkDocument,
        "alignments": AlignmentDocument,
        "decisions": DecisionDocument,
        "stands": StandDocument,
        "queries": QueryDocument,
        "study_decisions": StudyDecisionDocument,
    }
)
"""Every table and the model of its documents."""

PLAN_TABLES = frozenset(
    {
        "reviews",
        "studies",
        "initiatives",
        "reports",
        "repeats",
        "imports",
        "row_lists",
        "codebooks",
        "practices",
        "rounds",
        "assignments",
        "releases",
        "same_as",
    }
)
"""The tables of a plan log, which everyone may see; all others stand in a work log."""

STUDY_TABLES = frozenset(TABLES.keys() - PLAN_TABLES - {"screening"})
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
    content = one.exact or _canonical(one.body)
    if hashlib.sha256(b'["%b",%b]' % (one.table.encode(), content)).hexdigest()[:32] != one.id:
        raise BadDocument("its id does not match its content")
    try:
        return model.model_validate_json(content)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        # Our own checks quote what they were given, and nobody may read another's answer in a message.
        why = "that is not what belongs there" if first["type"] == "value_error" else first["msg"]
        raise BadDocument(f"`{where}`: {why}") from error


def _canonical(body: Body) -> bytes:
    try:
        return canonical_unchecked(body)
    except (UnicodeEncodeError, TypeError) as error:
        raise BadDocument("its content has no canonical form") from error


def body_of(document: Document) -> Body:
    """The content of a document as it is written; defaults are left out."""
    return cast(Body, document.model_dump(mode="json", exclude_defaults=True))

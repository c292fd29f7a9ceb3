"""Taking a step of coding back: why it cannot be, and the documents that do it."""

from collections.abc import Iterator, Mapping, Sequence

from twofold.record.document import Document
from twofold.record.history import Act
from twofold.record.person import PersonRecord
from twofold.record.work_documents import CodeDocument, ExclusionDocument, RowDocument, SubmissionDocument
from twofold.review.material import Filed
from twofold.review.proposing import about, taken_back
from twofold.review.study_pen import StudyPen
from twofold.values.coded import NOTHING

_OTHER_DEVICE = "Your other device has changed this since; undo does not go there. Answer it anew instead."


def why_not_taken_back(
    act: Act, documents: Mapping[str, Document], lines: Sequence[Sequence[Filed]], record: PersonRecord
) -> str:
    """A sentence where another device has gone on from what this log did last, or has submitted it; else empty.

    ``documents`` are the person's of this study, ``lines`` those of this log.
    """
    submitted = {key for one in documents.values() if isinstance(one, SubmissionDocument) for key in one.codes}
    if any(key in submitted for key, _ in act.changes):
        return "Undo does not go behind a submission."
    own = {key for line in lines for key, _ in line}
    for _, one in act.changes:
        if isinstance(one, ExclusionDocument):
            if not own.issuperset(about(record.exclusions, one.same_as)):
                return "Your other device has changed the proposal since; ! changes or withdraws it."
        else:
            register = record.codes[one.row, one.field] if isinstance(one, CodeDocument) else record.rows[one.row]
            if not own.issuperset(register.ids):
                return _OTHER_DEVICE
    return ""


def taking_back(act: Act, pen: StudyPen, record: PersonRecord, documents: Mapping[str, Document]) -> Iterator[Filed]:
    """The documents that take a step back, the last of its changes first."""
    for key, one in reversed(act.changes):
        before = documents.get(one.replaces[0]) if one.replaces else None
        # What stands now may be an earlier undo, so that is replaced, and not what is taken back.
        if isinstance(one, CodeDocument):
            place = (one.row, one.field)
            state = before.coded if isinstance(before, CodeDocument) else NOTHING
            yield pen.code(place, state, record.codes[place].ids, undoes=key)
        elif isinstance(one, ExclusionDocument):
            yield taken_back(pen, record.exclusions, (key, one), documents)
        else:
            removed = before.removed if isinstance(before, RowDocument) else not one.removed
            yield pen.row(one.row, removed=removed, replaces=record.rows[one.row].ids, undoes=key)

"""What a submission froze, as a sheet: exactly the codes it names, whatever came later."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from twofold.record.document import Document
from twofold.record.work_documents import CodeDocument, SubmissionDocument
from twofold.values.coded import Coded, Place, Sheet


@dataclass(frozen=True, slots=True)
class Frozen:
    """One person's submitted answers to one study.

    ``asked`` are the places that the rules asked, answered or left blank. ``codes`` has the id of each code.
    ``missing`` are ids that the submission names and this copy does not have.
    """

    person: str
    submission: str
    codebook: str
    sheet: Sheet
    asked: frozenset[Place]
    codes: Mapping[Place, str]
    missing: tuple[str, ...]


def frozen(submission_id: str, submission: SubmissionDocument, documents: Mapping[str, Document]) -> Frozen:
    """The frozen sheet of a submission, from the documents of its author that count, by id."""
    codes: dict[Place, Coded] = {}
    ids: dict[Place, str] = {}
    missing: list[str] = []
    for key in submission.codes:
        one = documents.get(key)
        if isinstance(one, CodeDocument) and one.by == submission.by:
            place = (one.row, one.field)
            codes[place] = one.coded
            ids[place] = key
        else:
            missing.append(key)
    asked = frozenset(place for place, one in codes.items() if one.answered) | frozenset(submission.blank)
    return Frozen(
        submission.by,
        submission_id,
        submission.codebook,
        Sheet(MappingProxyType(codes), submission.rows),
        asked,
        MappingProxyType(ids),
        tuple(missing),
    )

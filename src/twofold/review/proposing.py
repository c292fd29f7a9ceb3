"""What a coder proposes of a whole study: to exclude it, or to take it for one with another."""

from collections.abc import Mapping

from twofold.record.document import Document
from twofold.record.work_documents import ExclusionDocument
from twofold.review.material import Filed
from twofold.review.study_pen import StudyPen
from twofold.values.plaintext import normal

Proposals = Mapping[str, ExclusionDocument]
"""The proposals of one person that stand, by id."""


def about(proposals: Proposals, other: str | None) -> dict[str, ExclusionDocument]:
    """Those that take the study for one with ``other``, or without it those to exclude the study."""
    return {key: one for key, one in proposals.items() if one.same_as == other}


def proposed(pen: StudyPen, proposals: Proposals, reason: str, other: str | None) -> Filed | str | None:
    """The document that proposes it with this reason, or with an empty one withdraws it; a sentence why it is not to be
    done, nothing where it stands so already.

    Raises:
        NotWritten: the reason is longer than is kept.
    """
    current, wanted = about(proposals, other), normal(reason).strip()
    if not wanted and not current:
        return "There is no proposal to withdraw."
    if other == pen.study:
        return "That is this study itself. Choose another one."
    if wanted and {one.reason for one in current.values()} == {wanted}:
        return None
    return pen.exclusion(wanted, tuple(current), same_as=other)


def taken_back(
    pen: StudyPen, proposals: Proposals, undone: tuple[str, ExclusionDocument], documents: Mapping[str, Document]
) -> Filed:
    """The document that takes one of them back, so that what stood before stands again."""
    key, one = undone
    before = documents.get(one.replaces[0]) if one.replaces else None
    reason = before.reason if isinstance(before, ExclusionDocument) and not before.withdrawn else ""
    standing = tuple(about(proposals, one.same_as)) or (key,)
    return pen.exclusion(reason, standing, undoes=key, same_as=one.same_as)

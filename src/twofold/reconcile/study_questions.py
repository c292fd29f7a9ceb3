"""Deciding on proposals about a whole study: to exclude it, or to take it for one with another."""

from twofold.reconcile.desk import Desk
from twofold.reconcile.queue import Item
from twofold.record.decision_documents import StudyDecisionDocument
from twofold.record.document import Document
from twofold.review.leading import Proposed, Refused
from twofold.review.same_studies import propose_same


def grant(desk: Desk, item: Item, *, reason: str = "") -> Proposed:
    """Grant a proposal: the study is excluded, or counts as the other one from then on. No code is lost by it.

    Raises:
        Refused: it is not theirs to settle; joining studies is a lead's to do.
    """
    made = _decided(desk, item, granted=True, reason=reason)
    plan: tuple[Document, ...] = ()
    if item.key.other:
        plan = propose_same(desk.review, item.key.study, item.key.other).documents
    what = "one study with the other" if item.key.other else "excluded"
    return Proposed((f"{item.number}: {what}",), (made, *plan))


def refuse(desk: Desk, item: Item, *, reason: str = "") -> Proposed:
    """Refuse a proposal: the study stays, or the two stay apart.

    Raises:
        Refused: it is not theirs to settle.
    """
    made = _decided(desk, item, granted=False, reason=reason)
    return Proposed((f"{item.number}: {'stays a study of its own' if item.key.other else 'stays'}",), (made,))


def _decided(desk: Desk, item: Item, *, granted: bool, reason: str) -> StudyDecisionDocument:
    matter = desk.matter(item.key.study)
    pen = desk.review.pen
    other = item.key.other or None
    one = next((each for each in matter.proposals if each.other == other), None)
    if pen is None:
        raise Refused(desk.review.why_read_only)
    if one is None or item.key.field:
        raise Refused(f"{item.number}: nobody proposes that any more.")
    if not desk.may_settle(matter.study):
        raise Refused(
            f"{item.number} is settled by those who coded it and by the lead. You are `{matter.viewer}` here."
        )
    return pen.document(
        StudyDecisionDocument,
        study=matter.study,
        question="exclude" if other is None else "same",
        other=other,
        weighed=tuple(one.proposed),
        granted=granted,
        reason=reason.strip(),
        replaces=tuple(one.decisions),
    )[1]

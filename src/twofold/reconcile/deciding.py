"""Settling an item: whose answer holds, with its reason, its cause and the evidence that is kept.

Each act gives the documents that do it, to be written by ``Desk.carry_out``, or is refused with a sentence.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from pydantic import ValidationError

from twofold.codebook.entries import out_of_range, why_impossible
from twofold.codebook.findings import needs_reason
from twofold.reconcile.arbitration import seed_of, shown_order
from twofold.reconcile.desk import Desk
from twofold.reconcile.item import Side, view_of
from twofold.reconcile.matter import Matter
from twofold.reconcile.queue import Item, ItemKind, State
from twofold.reconcile.wording import CAUSES, answer_words
from twofold.record.decision_documents import DecisionDocument
from twofold.record.disagreements import same_answer
from twofold.record.document import EvidenceEntry, evidence_entry
from twofold.review.leading import Proposed, Refused
from twofold.review.pen import Pen
from twofold.values.answers import BLANK, Answer, Value
from twofold.values.coded import NO_EVIDENCE, Evidence, Place
from twofold.values.plaintext import normal

Came: TypeAlias = Literal["agreed", "discussed", "arbitrated", "author-reply", "deferred", "open"]


@dataclass(frozen=True, slots=True)
class Ready:
    """An item that this person may settle now, as it stands: its study, its place, and what to write with."""

    desk: Desk
    item: Item
    matter: Matter
    place: Place
    pen: Pen

    @property
    def how(self) -> Came:
        """How a decision by this person comes about: who coded the study talks it over, and never arbitrates."""
        return "arbitrated" if self.item.may_arbitrate and self.matter.may_arbitrate else "discussed"


def ready(desk: Desk, item: Item) -> Ready:
    """The item as it stands now, if this person may settle it.

    Raises:
        Refused: it is not theirs to settle, hangs on an answer above, is gone, or nothing can be written.
    """
    matter = desk.matter(item.key.study)
    now = desk.any_item(item.key)
    pen = desk.review.pen
    if pen is None:
        raise Refused(desk.review.why_read_only)
    if now is None or not item.key.field:
        raise Refused(f"{item.number} {item.field_label}: that is no longer to be settled.".replace("  ", " "))
    if not now.may_settle and not now.may_arbitrate:
        raise Refused(_why_not(now, matter))
    if now.state is State.HELD:
        raise Refused(f"{now.number} {now.field_label} follows from an answer above it. Settle that one first.")
    return Ready(desk, now, matter, (now.key.row, now.key.field), pen)


def _why_not(item: Item, matter: Matter) -> str:
    if matter.may_arbitrate:
        return f"{item.number} {item.field_label} was not put off for a third reader, so its coders settle it."
    return f"{item.number} is settled by those who coded it and by the lead. You are `{matter.viewer}` here."


def adopt(desk: Desk, item: Item, letter: str, *, reason: str = "", cause: str = "") -> Proposed:
    """Let the answer of one side hold, with the evidence of all sides that gave it.

    Raises:
        Refused: there is no such side, it has no answer, or as for ``third_value``.
    """
    one = ready(desk, item)
    side = view_of(desk, one.item).side(letter)
    if side is None or not side.now.answered:
        raise Refused(f"{letter} gave no answer here to be adopted.")
    return _settle(one, side.now.answer, NO_EVIDENCE, reason or side.now.reason, cause)


def third_value(
    desk: Desk, item: Item, answer: Answer, *, evidence: Evidence = NO_EVIDENCE, reason: str = "", cause: str = ""
) -> Proposed:
    """Let an answer hold, be it of a side or none of them.

    Raises:
        Refused: it is not theirs to settle, the field cannot take the answer, or the codebook wants a reason with it.
    """
    return _settle(ready(desk, item), answer, evidence, reason, cause)


def _settle(one: Ready, answer: Answer, evidence: Evidence, reason: str, cause: str) -> Proposed:
    _must_fit(one, answer, reason)
    sides = view_of(one.desk, one.item).sides
    how = one.how
    if how == "discussed" and one.item.kind is ItemKind.LOOK_ONCE and _is_shared(one, sides, answer):
        how = "agreed"
    return _proposed(one, decision(one, answer, how, kept(one, sides, answer, evidence), reason, cause), answer)


def _is_shared(one: Ready, sides: Sequence[Side], answer: Answer) -> bool:
    field = one.matter.field(one.place)
    return all(same_answer(field, each.now.answer, answer) for each in sides)


def kept(one: Ready, sides: Sequence[Side], answer: Answer, own: Evidence) -> tuple[EvidenceEntry, ...]:
    """The evidence that goes with a decided answer: the decider's own, and that of each side that gave it."""
    field = one.matter.field(one.place)
    backing = [own, *(each.now.evidence for each in sides if same_answer(field, each.now.answer, answer))]
    return tuple(entry for each in dict.fromkeys(backing) if (entry := evidence_entry(each)) is not None)


def _must_fit(one: Ready, answer: Answer, reason: str) -> None:
    field = one.matter.field(one.place)
    if answer == BLANK:
        raise Refused("A blank settles nothing. Choose an answer, not reported (r) or unclear (u), or leave it open.")
    problem = why_impossible(field, answer) or out_of_range(field, answer)
    if problem:
        raise Refused(problem)
    if needs_reason(field, answer) and not reason.strip():
        raise Refused(
            f"The codebook wants a reason with {answer_words(field, answer)}; nothing is settled without one."
        )


def defer(desk: Desk, item: Item, *, reason: str = "") -> Proposed:
    """Put an item off for a third reader.

    Raises:
        Refused: it is not theirs to settle, or nobody of the review is an arbiter who did not code the study.
    """
    one = ready(desk, item)
    if not one.matter.weighing.arbiters:
        raise Refused(
            "Nobody of this review is an arbiter who has not coded the study. Leave it open, or let the lead give"
            " somebody that role."
        )
    if one.item.state is State.DEFERRED:
        raise Refused("It waits for a third reader already.")
    return _proposed(one, decision(one, BLANK, "deferred", (), reason), None, "put off for a third reader")


def leave_open(desk: Desk, item: Item, *, reason: str = "") -> Proposed:
    """Say that an item was talked over and stays open, as where the team has but two people.

    Raises:
        Refused: it is not theirs to settle.
    """
    one = ready(desk, item)
    return _proposed(one, decision(one, BLANK, "open", (), reason), None, "left open")


def confirm(desk: Desk, item: Item) -> Proposed:
    """Let a decision hold although a code or the codebook changed since.

    Raises:
        Refused: it is not theirs to settle, it is not stale, or its answer no longer fits the field.
    """
    one = ready(desk, item)
    settled = one.matter.settled(one.place)
    if one.item.kind is not ItemKind.STALE or settled is None:
        raise Refused("Nothing changed since it was decided, so there is nothing to confirm.")
    if len(settled.decisions) > 1:
        raise Refused("It was decided twice as well. Say first which of the two holds.")
    return _again(one, next(iter(settled.decisions.values())))


def settle_twice(desk: Desk, item: Item, decision_id: str) -> Proposed:
    """Let one of several decisions on an item hold.

    Raises:
        Refused: it is not theirs to settle, or there is no such decision.
    """
    one = ready(desk, item)
    settled = one.matter.settled(one.place)
    chosen = None if settled is None else settled.decisions.get(decision_id)
    if chosen is None:
        raise Refused("That decision no longer stands. Look at the item again.")
    return _again(one, chosen)


def with_words(desk: Desk, item: Item, *, reason: str | None = None, cause: str | None = None) -> Proposed:
    """Give the decision on an item another reason or cause.

    Raises:
        Refused: it is not theirs to settle, or not decided yet.
    """
    one = ready(desk, item)
    settled = one.matter.settled(one.place)
    if settled is None or len(settled.decisions) != 1 or item.kind is ItemKind.STALE:
        raise Refused("Settle it first; a reason and a cause go with a decision.")
    return _again(one, next(iter(settled.decisions.values())), reason=reason, cause=cause)


def _again(one: Ready, old: DecisionDocument, *, reason: str | None = None, cause: str | None = None) -> Proposed:
    why = old.reason if reason is None else reason
    if old.how not in ("deferred", "open") and old.answer != BLANK:
        _must_fit(one, old.answer, why)
    how: Came = old.how if old.how not in ("arbitrated", "discussed") else one.how
    made = decision(one, old.answer, how, old.evidence, why, old.cause if cause is None else cause, old.source)
    return _proposed(one, made, old.answer if old.answer != BLANK else None)


def keep_row(desk: Desk, item: Item, *, reason: str = "") -> Proposed:
    """Keep an outcome that not all listed, with the answers of those who did.

    Raises:
        Refused: it is no such outcome, nobody named it, or it is not theirs to settle.
    """
    one = _row(desk, item)
    name = one.matter.row_name(one.place[0])
    if not name:
        raise Refused("Nobody named this outcome, so there is nothing to keep it under.")
    sides = view_of(desk, one.item).sides
    answer = Value(name)
    return _proposed(one, decision(one, answer, one.how, kept(one, sides, answer, NO_EVIDENCE), reason), None, "kept")


def drop_row(desk: Desk, item: Item, *, reason: str = "") -> Proposed:
    """Leave an outcome that not all listed out of the consensus. What was coded of it stays as extracted.

    Raises:
        Refused: it is no such outcome, or it is not theirs to settle.
    """
    one = _row(desk, item)
    return _proposed(one, decision(one, BLANK, one.how, (), reason), None, "dropped")


def _row(desk: Desk, item: Item) -> Ready:
    one = ready(desk, item)
    match = None if one.place[0] is None else one.matter.match(one.place[0])
    if match is None or one.place[1] != one.matter.codebook.row_name or len(match.rows) == len(one.matter.coders):
        raise Refused("Every coder listed this outcome, so it is neither kept nor dropped; settle its answers.")
    return one


def decision(
    one: Ready,
    answer: Answer,
    how: Came,
    evidence: tuple[EvidenceEntry, ...],
    reason: str = "",
    cause: str = "",
    source: str = "",
) -> DecisionDocument:
    """The document that settles the item in this way, in place of all that was decided of it before.

    Raises:
        Refused: there is no such cause, or a text is longer than is kept.
    """
    if cause and cause not in CAUSES:
        raise Refused(f"There is no cause `{cause}`. Choose one of: {', '.join(CAUSES)}.")
    settled = one.matter.settled(one.place)
    blind = how == "arbitrated" and one.matter.blind
    try:
        return one.pen.document(
            DecisionDocument,
            round=one.matter.round,
            study=one.matter.study,
            row=one.place[0],
            field=one.place[1],
            weighed=one.matter.codes_weighed(one.place),
            answer=Value(normal(answer.text)) if isinstance(answer, Value) else answer,
            evidence=evidence,
            reason=normal(reason.strip()),
            cause=cause,
            how=how,
            source=normal(source.strip()),
            codebook=one.desk.review.in_force.everything,
            seed=seed_of(one.desk, settled) if blind else None,
            order=shown_order(one.desk, one.matter, one.place) if blind else (),
            replaces=() if settled is None else tuple(settled.decisions),
        )[1]
    except ValidationError as error:
        what = error.errors(include_url=False)[0]["loc"][-1]
        raise Refused(f"The {what} is longer than is kept, or not of a form that is. Shorten it.") from error


def _proposed(one: Ready, made: DecisionDocument, answer: Answer | None, words: str = "") -> Proposed:
    said = words if answer is None else answer_words(one.matter.field(one.place), answer)
    row = f" [{one.item.row_name}]" if one.item.row_name else ""
    return Proposed((f"{one.item.number} {one.item.field_label}{row}: {said or made.how}",), (made,))

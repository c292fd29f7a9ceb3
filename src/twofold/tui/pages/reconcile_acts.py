"""What an answer given at an item does there, by the step and by where the item stands; and what it still wants."""

from dataclasses import dataclass, replace
from enum import Enum

from twofold.reconcile.arbitration import code_first
from twofold.reconcile.asking import reply, withdraw_question
from twofold.reconcile.deciding import adopt, confirm, drop_row, keep_row, settle_twice, third_value
from twofold.reconcile.desk import Desk
from twofold.reconcile.item import ItemView
from twofold.reconcile.own_code import answer_missing, slip
from twofold.reconcile.queue import Item, ItemKind, Stage, State
from twofold.reconcile.study_questions import grant, refuse
from twofold.review.leading import Proposed, Refused
from twofold.tui.pages.reconcile_line import Wanted
from twofold.values.answers import Answer
from twofold.values.coded import NO_EVIDENCE, Coded, Evidence


@dataclass(frozen=True, slots=True)
class Given:
    """What goes with the next answer: a reason, why the coders differ, and own evidence."""

    reason: str = ""
    cause: str = ""
    evidence: Evidence = NO_EVIDENCE

    def __bool__(self) -> bool:
        return bool(self.reason or self.cause or self.evidence)


@dataclass(frozen=True, slots=True)
class Answering:
    """An answer on its way: the side it is adopted from, if any, and where the authors' reply stands, once that was
    asked for (empty where it is settled without one)."""

    answer: Answer
    letter: str = ""
    source: str | None = None


class Role(Enum):
    """What an answer is at an item."""

    SETTLES = "settles"
    SLIP = "slip"
    MISSING = "missing"
    FIRST = "first"
    FORBIDDEN = "forbidden"


def role_of(item: Item, stage: Stage, *, slipping: bool, covered: bool) -> Role:
    """What an answer given now is: a decision; in one's own slips the right answer, or the one to what was not asked;
    the third reader's own code while the others' are covered."""
    if covered:
        return Role.FIRST
    if slipping:
        return Role.SLIP
    if stage is Stage.SLIPS:
        return Role.MISSING if item.kind is ItemKind.FOLLOWS else Role.FORBIDDEN
    return Role.SETTLES


def still_wanted(view: ItemView, role: Role, one: Answering, given: Given) -> Wanted | None:
    """What has to be written before the answer can be taken."""
    if role is Role.FIRST:
        return None
    if role is Role.SETTLES and view.item.state is State.WAITING and one.source is None:
        return Wanted.SOURCE
    side = view.side(one.letter)
    reason = given.reason or ("" if side is None else side.now.reason)
    return Wanted.REASON if view.needs_reason(one.answer) and not reason.strip() else None


def proposal(desk: Desk, item: Item, role: Role, one: Answering, given: Given) -> Proposed:
    """The documents that take the answer.

    Raises:
        Refused: as what it does there.
    """
    match role:
        case Role.FIRST:
            return code_first(desk, item, Coded(one.answer, given.evidence, given.reason))
        case Role.SLIP:
            return slip(desk, item, one.answer, evidence=given.evidence, reason=given.reason)
        case Role.MISSING:
            return answer_missing(desk, item, one.answer, evidence=given.evidence, reason=given.reason)
        case Role.FORBIDDEN:
            raise Refused("Say first whether yours was a slip (s), or that you stand by it (i).")
        case Role.SETTLES:
            if one.source:
                return reply(desk, item, one.answer, one.source, reason=given.reason)
            if one.letter and not given.evidence:
                return adopt(desk, item, one.letter, reason=given.reason, cause=given.cause)
            own = given.evidence
            return third_value(desk, item, one.answer, evidence=own, reason=given.reason, cause=given.cause)


def yes(desk: Desk, view: ItemView, given: Given, marked: int) -> Proposed:
    """What *yes* does at the item.

    Raises:
        Refused: it asks nothing that can be said yes to, or as what it does there.
    """
    item = view.item
    if not item.key.field:
        return grant(desk, item, reason=given.reason)
    if len(view.decided) > 1:
        return settle_twice(desk, item, view.decided[marked % len(view.decided)].id)
    match item.kind:
        case ItemKind.STALE:
            return confirm(desk, item)
        case ItemKind.UNMATCHED_ROW:
            return keep_row(desk, item, reason=given.reason)
        case ItemKind.LOOK_ONCE:
            return adopt(desk, item, "A", reason=given.reason, cause=given.cause)
        case _ if view.third is not None and item.state is not State.SETTLED:
            own = replace(
                given, evidence=given.evidence or view.third.evidence, reason=given.reason or view.third.reason
            )
            return proposal(desk, item, Role.SETTLES, Answering(view.third.answer, source=""), own)
        case _:
            raise Refused("There is nothing here to say yes to. Take A's or B's answer, or another one.")


def no(desk: Desk, view: ItemView, given: Given) -> Proposed:
    """What *no* does at the item.

    Raises:
        Refused: it asks nothing that can be said no to, or as what it does there.
    """
    item = view.item
    if not item.key.field:
        return refuse(desk, item, reason=given.reason)
    if item.kind is ItemKind.UNMATCHED_ROW:
        return drop_row(desk, item, reason=given.reason)
    if item.state is State.WAITING:
        return withdraw_question(desk, item)
    raise Refused("There is nothing here to say no to.")

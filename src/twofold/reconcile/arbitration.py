"""The third reader: who may, in which order codes are shown, and who was followed how often once all is done."""

import hashlib
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from twofold.reconcile.desk import Desk
from twofold.reconcile.matter import Matter
from twofold.reconcile.queue import Item
from twofold.record.consensus import How, Settled
from twofold.record.decision_documents import DecisionDocument
from twofold.record.disagreements import same_answer
from twofold.record.document import evidence_entry
from twofold.record.liveness import of_kind
from twofold.record.work_documents import CodeDocument
from twofold.review.leading import Proposed, Refused
from twofold.values.coded import Coded, Place


@dataclass(frozen=True, slots=True)
class Followed:
    """How often an arbiter's decisions gave the answer of one coder: ``followed`` of ``items``."""

    person: str
    followed: int
    items: int


def seed_of(desk: Desk, settled: Settled | None) -> int | None:
    """The number from which the order of the codes of an item is drawn for a third reader; ``None`` where nothing was
    put off.

    It follows from the deferral, whose random part no screen shows, so that the order is the same after a restart.
    """
    deferral = _deferral(desk, settled)
    if deferral is None:
        return None
    drawn = hashlib.sha256(f"{deferral.nonce} {desk.review.person}".encode()).digest()
    return int.from_bytes(drawn[:4])


def _deferral(desk: Desk, settled: Settled | None) -> DecisionDocument | None:
    """The deferral that stands, or that the standing decision, at any remove, took the place of."""
    waiting = [] if settled is None else list(settled.decisions.values())
    earlier = of_kind(DecisionDocument, desk.matter(waiting[0].study).documents) if waiting else {}
    while waiting:
        one = waiting.pop()
        if one.how == "deferred":
            return one
        waiting += [earlier[key] for key in one.replaces if key in earlier]
    return None


def order_from(seed: int, people: Sequence[str]) -> tuple[str, ...]:
    """The people in an order drawn from the seed."""
    return tuple(random.Random(seed).sample(sorted(people), len(people)))


def shown_order(desk: Desk, matter: Matter, place: Place) -> tuple[str, ...]:
    """The coders in the order in which their codes of a place are shown: shuffled for who is blind, else by their
    ids."""
    there = sorted(matter.rows_at(place))
    seed = seed_of(desk, matter.settled(place)) if matter.blind else None
    return tuple(there) if seed is None else order_from(seed, there)


def third_code(desk: Desk, matter: Matter, place: Place) -> Coded | None:
    """What this person coded at the place as its third reader, before seeing what the others said."""
    if not matter.may_arbitrate:
        return None
    codes = _third_codes(desk, matter, place)
    gone = {old for one in codes.values() for old in one.replaces}
    return next((one.coded for key, one in codes.items() if key not in gone and one.coded.answered), None)


def code_first(desk: Desk, item: Item, coded: Coded) -> Proposed:
    """Code an item from the report before seeing what the two said. It settles nothing by itself.

    Raises:
        Refused: this person is not the item's third reader, or nothing can be written.
    """
    matter = desk.matter(item.key.study)
    pen = desk.review.pen
    if not item.may_arbitrate:
        raise Refused(f"{item.number} does not wait for you as its third reader here.")
    if pen is None:
        raise Refused(desk.review.why_read_only)
    place = (item.key.row, item.key.field)
    code = pen.document(
        CodeDocument,
        round=matter.round,
        study=matter.study,
        row=place[0],
        field=place[1],
        answer=coded.answer,
        evidence=evidence_entry(coded.evidence),
        reason=coded.reason,
        note=coded.note,
        confidence=None if coded.confidence is None else coded.confidence.value,
        purpose="third",
        after_release=True,
        codebook=desk.review.in_force.everything,
        replaces=tuple(_third_codes(desk, matter, place)),
    )[1]
    return Proposed((f"{item.number} {item.field_label}: coded as its third reader",), (code,))


def _third_codes(desk: Desk, matter: Matter, place: Place) -> dict[str, CodeDocument]:
    return {
        key: one
        for key, one in of_kind(CodeDocument, matter.documents).items()
        if one.purpose == "third" and one.by == desk.review.person and (one.row, one.field) == place
    }


def followed(desk: Desk) -> tuple[Followed, ...]:
    """Of each coder, how often arbitration came to their answer; nothing while anything still waits for a third
    reader, for it could sway what is left."""
    arbitrated = [
        (matter, place, one)
        for matter in desk.matters()
        for place, one in matter.consensus.settled.items()
        if one.how in (How.ARBITRATED, How.DEFERRED)
    ]
    if any(one.how is How.DEFERRED or matter.blind for matter, _, one in arbitrated):
        return ()
    items: Counter[str] = Counter()
    like: Counter[str] = Counter()
    for matter, place, one in arbitrated:
        field = matter.field(place)
        for who, coded in one.said.items():
            items[who] += 1
            like[who] += same_answer(field, coded.answer, one.coded.answer)
    return tuple(Followed(who, like[who], items[who]) for who in sorted(items))

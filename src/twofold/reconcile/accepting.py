"""Accepting in bulk what all coders agree on, after a look at a random sample of it if wished."""

import random
from collections.abc import Iterator, Sequence

from twofold.reconcile.deciding import decision, kept, ready
from twofold.reconcile.desk import Desk
from twofold.reconcile.evidence import look_once
from twofold.reconcile.item import view_of
from twofold.reconcile.matter import Matter
from twofold.reconcile.queue import ItemKey
from twofold.record.consensus import How
from twofold.review.leading import Proposed, Refused
from twofold.values.coded import NO_EVIDENCE
from twofold.values.counting import count_of


def agreed(desk: Desk, *, study: str = "", field: str = "") -> tuple[ItemKey, ...]:
    """The places that all coders answer alike and that nobody has accepted yet, of one study or field or of all.

    What is agreed and wants a look by itself is not among them, nor are texts that are not compared.
    """
    return tuple(
        key
        for matter in desk.matters()
        if (not study or matter.study == study) and desk.may_settle(matter.study) and not matter.blind
        for key in _agreed(matter, field)
    )


def _agreed(matter: Matter, field: str) -> Iterator[ItemKey]:
    if matter.excluded:
        return
    for place in matter.consensus.wanted:
        one = matter.settled(place)
        if one is None or (field and place[1] != field) or one.how not in (How.SHARED, How.SLIP):
            continue
        if one.coded.answered and not look_once(one.said.values()):
            yield ItemKey(matter.study, place[0], place[1])


def sample(found: Sequence[ItemKey], share: int, seed: int) -> tuple[ItemKey, ...]:
    """A random ``share`` of them, in per cent and at least one, in their order; the same for the same seed."""
    if not found:
        return ()
    count = max(1, round(len(found) * share / 100))
    drawn = set(random.Random(seed).sample(range(len(found)), min(count, len(found))))
    return tuple(one for number, one in enumerate(found) if number in drawn)


def accept(desk: Desk, found: Sequence[ItemKey]) -> Proposed:
    """Accept what all coders agree on, as one act, which one undo takes back.

    Raises:
        Refused: there is nothing to accept, or some of it is not theirs to settle.
    """
    made = []
    for key in found:
        item = desk.any_item(key)
        if item is None:
            continue
        one = ready(desk, item)
        settled = one.matter.settled(one.place)
        if settled is not None and settled.how in (How.SHARED, How.SLIP):
            answer = settled.coded.answer
            evidence = kept(one, view_of(desk, item).sides, answer, NO_EVIDENCE)
            made.append(decision(one, answer, "agreed", evidence, settled.coded.reason))
    if not made:
        raise Refused("Nothing that all agree on is left to be accepted here.")
    studies = len({one.study for one in made})
    accepted = f"{count_of(len(made), 'answer')} that all agree on accepted, in {count_of(studies, 'study')}"
    return Proposed((accepted,), tuple(made))

"""The items of one study: what its consensus leaves to be settled, and what was settled."""

from collections.abc import Iterator

from twofold.codebook.model import Unit
from twofold.reconcile.evidence import look_once
from twofold.reconcile.matter import Matter
from twofold.reconcile.queue import Item, ItemKey, ItemKind, State
from twofold.record.consensus import How, Settled
from twofold.record.disagreements import Kind, difference
from twofold.record.proposals import Outcome, Proposal
from twofold.values.coded import Place

_BY_HOW = {
    How.STALE: (ItemKind.STALE, State.OPEN),
    How.DECIDED_TWICE: (ItemKind.DECIDED_TWICE, State.OPEN),
    How.DEFERRED: (ItemKind.DEFERRED, State.DEFERRED),
    How.WAITING: (ItemKind.WAITING, State.WAITING),
}
_LAST = {ItemKind.FOLLOWS: 3, ItemKind.LOOK_ONCE: 4}


def items_of(matter: Matter, *, may_settle: bool) -> tuple[Item, ...]:
    """The items of the study in the order in which they are best settled: proposals on the whole study, what one may
    have missed, then what blocks most, what follows from it, and what is agreed and wants a look.

    ``may_settle`` says whether the person talks over open items. An arbiter who is blind gets what was put off, and
    what they settled of it. While a sheet is not here nothing can be settled, for that would not have weighed it.
    """
    found = [_proposed(matter, one, may_settle=may_settle) for one in matter.proposals if not matter.blind]
    if not matter.excluded and not matter.compared.absent:
        places = dict.fromkeys((*matter.consensus.settled, *matter.consensus.wanted, *matter.consensus.undecided))
        found += [one for place in places for one in _at(matter, place, may_settle=may_settle)]
    return tuple(sorted(found, key=lambda one: (one.rank, one.key.row or "")))


def _proposed(matter: Matter, one: Proposal, *, may_settle: bool) -> Item:
    state = State.SETTLED if one.outcome.settled else State.OPEN
    kinds = {Outcome.DECIDED_TWICE: ItemKind.DECIDED_TWICE, Outcome.STALE: ItemKind.STALE}
    kind = kinds.get(one.outcome, ItemKind.EXCLUSION if one.other is None else ItemKind.SAME_STUDY)
    return Item(
        ItemKey(matter.study, None, "", one.other or ""),
        matter.number,
        matter.label,
        "",
        "",
        kind,
        None,
        state,
        None,
        len(matter.codebook.fields),
        primary=True,
        mine=False,
        may_settle=may_settle,
        may_arbitrate=False,
        blind=False,
        rank=(0, 0, 0, 0 if one.other is None else 1),
    )


def item_at(matter: Matter, place: Place, *, may_settle: bool) -> Item | None:
    """The item of a place, also of one that all agree on and that wants no look; nothing where nobody was asked, or of
    what a blind arbiter may not see."""
    if place[1] not in matter.codebook.by_id or matter.compared.absent:
        return None
    return next(_at(matter, place, may_settle=may_settle, every=True), None)


def _at(matter: Matter, place: Place, *, may_settle: bool, every: bool = False) -> Iterator[Item]:
    settled = matter.settled(place)
    apart = matter.by_place.get(place)
    kind_of = apart.kind if apart is not None else _apart(matter, place, settled)
    wanted = place in matter.consensus.wanted
    how = None if settled is None else settled.how
    if how in _BY_HOW:
        kind, state = _BY_HOW[how]
    elif kind_of is not None or (wanted and _lacks_answers(matter, place, settled)):
        kind = {Kind.FOLLOWS: ItemKind.FOLLOWS, Kind.UNMATCHED_ROW: ItemKind.UNMATCHED_ROW, None: ItemKind.FOLLOWS}.get(
            kind_of, ItemKind.DISAGREEMENT
        )
        state = _state(matter, place, settled, kind)
    elif settled is not None and (every or (how is not How.ALONE and look_once(settled.said.values()))):
        kind, state = ItemKind.LOOK_ONCE, State.SETTLED if settled.how.decided else State.OPEN
    else:
        return
    if matter.blind and state is not State.DEFERRED and not _is_own(matter, settled):
        return
    one = matter.field(place)
    below = matter.hanging.below[one.id]
    group = 1 if kind_of is Kind.MISSED else _LAST.get(kind, 2)
    yield Item(
        ItemKey(matter.study, place[0], place[1]),
        matter.number,
        matter.label,
        one.label,
        matter.row_name(place[0]),
        kind,
        kind_of,
        state,
        how,
        below,
        one.primary,
        _is_mine(matter, place, settled, kind, state),
        may_settle and not matter.blind,
        matter.may_arbitrate and (state is State.DEFERRED or _is_own(matter, settled)),
        matter.blind,
        (group, 0 if one.primary else 1, -below, matter.hanging.order[one.id]),
    )


def _apart(matter: Matter, place: Place, settled: Settled | None) -> Kind | None:
    """How answers differ where the frozen sheets show no disagreement: in a row that not all listed and that was kept,
    or where one was given under an earlier meaning of the field."""
    if settled is None or (settled.how is not How.OPEN and not settled.how.decided):
        return None
    if place not in matter.consensus.wanted or len(settled.said) < 2:
        return None
    said = [one.answer for one in settled.said.values()]
    return next((kind for one in said[1:] if (kind := difference(matter.field(place), said[0], one))), None)


def _lacks_answers(matter: Matter, place: Place, settled: Settled | None) -> bool:
    """Whether somebody who listed the row, or coded the study, was never asked what is asked now."""
    if settled is None or settled.how is How.OPEN:
        return True
    return settled.how.decided and len(settled.said) < len(matter.rows_at(place))


def _state(matter: Matter, place: Place, settled: Settled | None, kind: ItemKind) -> State:
    if settled is not None and settled.how.settled:
        return State.SETTLED
    if settled is not None and settled.decisions:
        return State.LEFT_OPEN
    if place in matter.consensus.wanted or kind is ItemKind.UNMATCHED_ROW:
        return State.OPEN
    if _is_above_open(matter, place):
        return State.HELD if kind is ItemKind.FOLLOWS else State.OPEN
    # What was settled above no longer asks it.
    return State.SETTLED


def _is_above_open(matter: Matter, place: Place) -> bool:
    above = matter.hanging.above[place[1]]
    for each in above:
        if matter.codebook.by_id[each].unit is Unit.STUDY or place[0] is not None:
            at = (None if matter.codebook.by_id[each].unit is Unit.STUDY else place[0], each)
            found = matter.settled(at)
            if found is not None and not found.how.settled:
                return True
        elif any(not one.how.settled for where, one in matter.consensus.settled.items() if where[1] == each):
            return True
    return False


def _is_mine(matter: Matter, place: Place, settled: Settled | None, kind: ItemKind, state: State) -> bool:
    who = matter.viewer
    if state is not State.OPEN or who not in matter.coders or (settled is not None and who in settled.stands):
        return False
    if kind is ItemKind.UNMATCHED_ROW:
        return matter.is_missing_from(place, who) and bool(matter.row_name(place[0]))
    if kind is ItemKind.FOLLOWS:
        return who in matter.rows_at(place) and not matter.was_asked(place, who)
    return kind is ItemKind.DISAGREEMENT and settled is not None and who in settled.said


def _is_own(matter: Matter, settled: Settled | None) -> bool:
    return settled is not None and any(one.by == matter.viewer for one in settled.decisions.values())

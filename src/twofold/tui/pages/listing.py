"""The studies as they are listed: which fit the filter, in which order, under which initiatives."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from twofold.review.views import State, StudyCard

NO_INITIATIVE = "no initiative"


class Order(Enum):
    """What the list is ordered by; the value says it in words."""

    NUMBER = "by number"
    LABEL = "by label"
    STATUS = "by status"

    @property
    def following(self) -> "Order":
        """The order after this one, round and round."""
        orders = list(Order)
        return orders[(orders.index(self) + 1) % len(orders)]


@dataclass(frozen=True, slots=True)
class Group:
    """The heading of an initiative's studies."""

    name: str
    submitted: int
    total: int


@dataclass(frozen=True, slots=True)
class Paper:
    """A report as it stands under its study."""

    study: str
    label: str
    title: str


_BY_STATUS = (State.REOPENED, State.AGAIN, State.IN_PROGRESS, State.READY, State.NOT_BEGUN, State.SUBMITTED)
_RANK: Mapping[State, int] = {state: rank for rank, state in enumerate(_BY_STATUS)}

STATE_WORDS: Mapping[State, str] = {
    State.NOT_BEGUN: "not begun",
    State.IN_PROGRESS: "begun",
    State.READY: "ready to submit",
    State.SUBMITTED: "submitted (locked)",
    State.REOPENED: "reopened",
    State.AGAIN: "to code again",
}
"""How the list and its filter name a state before the answers are read."""


class Listing:
    """All studies with their states."""

    def __init__(self, cards: Sequence[StudyCard], states: Mapping[str, State]) -> None:
        self.cards = tuple(cards)
        self.states = dict(states)
        self.submitted = sum(state is State.SUBMITTED for state in self.states.values())

    @cached_property
    def longest(self) -> tuple[int, int]:
        """How many characters the longest label and the longest initiative have."""
        return (
            max((len(one.label) for one in self.cards), default=0),
            max((len(one.initiative) for one in self.cards), default=0),
        )

    @cached_property
    def _texts(self) -> list[tuple[StudyCard, str]]:
        # Prepared once, with the first letter typed, so that every other is answered at once.
        return [(one, f"{one.number} {one.label} {one.title} {one.initiative}".casefold()) for one in self.cards]

    def fitting(self, text: str) -> list[StudyCard]:
        """The studies in which every word of ``text`` is found, in number, label, title, initiative or status."""
        words = text.casefold().split()
        if not words:
            return list(self.cards)
        left = self._texts
        for word in words:
            states = {state for state, said in STATE_WORDS.items() if word in said}
            if states:
                left = [one for one in left if word in one[1] or self.states[one[0].key] in states]
            else:
                left = [one for one in left if word in one[1]]
        return [one for one, _ in left]

    def arranged(self, text: str, order: Order, grouped: bool) -> list[StudyCard | Group]:
        """The rows: the studies that fit, ordered; if ``grouped``, under the headings of their initiatives."""
        found = self.fitting(text)
        if order is Order.LABEL:
            found.sort(key=lambda one: _natural(one.label))
        elif order is Order.STATUS:
            found.sort(key=lambda one: _RANK[self.states[one.key]])
        return [*found] if not grouped else self._grouped(found)

    def _grouped(self, found: Sequence[StudyCard]) -> list[StudyCard | Group]:
        together: dict[str, list[StudyCard]] = {}
        for one in found:
            together.setdefault(one.initiative, []).append(one)
        rows: list[StudyCard | Group] = []
        for name in sorted(together, key=lambda each: (not each, _natural(each))):
            members = together[name]
            done = sum(self.states[one.key] is State.SUBMITTED for one in members)
            rows += [Group(name or NO_INITIATIVE, done, len(members)), *members]
        return rows


def _natural(text: str) -> list[tuple[int, str]]:
    """A key that sorts as people do: *Programme 2* before *Programme 10*."""
    parts = re.split(r"(\d+)", text.casefold()[:200])
    return [(int(part), "") if part.isdecimal() and part.isascii() else (-1, part) for part in parts]

"""What is to be settled: the kinds of items, where each stands, and in which order they come."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from twofold.record.consensus import How
from twofold.record.disagreements import Kind
from twofold.values.coded import RowKey


class ItemKind(StrEnum):
    """What sort of item it is."""

    EXCLUSION = "exclusion"
    SAME_STUDY = "same-study"
    DECIDED_TWICE = "decided-twice"
    STALE = "stale"
    UNMATCHED_ROW = "unmatched-row"
    DISAGREEMENT = "disagreement"
    DEFERRED = "deferred"
    WAITING = "waiting"
    FOLLOWS = "follows"
    LOOK_ONCE = "look-once"

    @property
    def words(self) -> str:
        """The kind as screens say it."""
        return _WORDS[self]


_WORDS: Mapping[ItemKind, str] = {
    ItemKind.EXCLUSION: "exclude the study?",
    ItemKind.SAME_STUDY: "one study with another?",
    ItemKind.DECIDED_TWICE: "decided twice, differently",
    ItemKind.STALE: "changed since it was decided",
    ItemKind.UNMATCHED_ROW: "outcome not listed by all",
    ItemKind.DISAGREEMENT: "disagreement",
    ItemKind.DEFERRED: "put off for a third reader",
    ItemKind.WAITING: "waiting for the authors",
    ItemKind.FOLLOWS: "follows from an answer above",
    ItemKind.LOOK_ONCE: "agreed, look once",
}


class State(StrEnum):
    """Where an item stands. ``HELD`` follows an answer that is not settled yet."""

    OPEN = "open"
    LEFT_OPEN = "left-open"
    DEFERRED = "deferred"
    WAITING = "waiting"
    HELD = "held"
    SETTLED = "settled"


class Stage(StrEnum):
    """The three steps of good practice: own slips first, then talking, then a third reader."""

    SLIPS = "slips"
    TALKING = "talking"
    ARBITRATION = "arbitration"


class Order(StrEnum):
    """Study by study, or field by field."""

    STUDY = "study"
    FIELD = "field"


class ItemKey(NamedTuple):
    """What an item is about: a field of a study or of one of its outcomes; without a field, the study itself, or with
    ``other`` its being one with that study."""

    study: str
    row: RowKey | None
    field: str
    other: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to be settled.

    ``blocks`` is how many fields hang on it. ``mine`` says that the person's own code is in it and they have not said
    yet whether it was a slip, or that they were not asked and are now; ``may_settle`` and ``may_arbitrate``, what they
    may do. ``rank`` orders the items of a study.
    """

    key: ItemKey
    number: str
    label: str
    field_label: str
    row_name: str
    kind: ItemKind
    difference: Kind | None
    state: State
    how: How | None
    blocks: int
    primary: bool
    mine: bool
    may_settle: bool
    may_arbitrate: bool
    blind: bool
    rank: tuple[int, int, int, int]

    @property
    def words(self) -> str:
        """The item in one line."""
        what = self.difference.words if self.difference and self.kind is ItemKind.DISAGREEMENT else self.kind.words
        where = " ".join(
            one for one in (self.number, self.field_label, f"[{self.row_name}]" * bool(self.row_name)) if one
        )
        return f"{where}: {what}"


@dataclass(frozen=True, slots=True)
class Choice:
    """Which items are wanted; what is empty chooses all."""

    stage: Stage | None = None
    studies: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    kinds: tuple[ItemKind, ...] = ()
    differences: tuple[Kind, ...] = ()
    states: tuple[State, ...] = (State.OPEN,)

    def takes(self, one: Item) -> bool:
        """Whether the item is among them. In arbitration the deferred ones are what is open."""
        states = (State.DEFERRED,) if self.stage is Stage.ARBITRATION and self.states == (State.OPEN,) else self.states
        return (
            (not states or one.state in states)
            and (not self.studies or one.key.study in self.studies)
            and (not self.fields or one.key.field in self.fields)
            and (not self.kinds or one.kind in self.kinds)
            and (not self.differences or one.difference in self.differences)
            and self._is_of_stage(one)
        )

    def _is_of_stage(self, one: Item) -> bool:
        match self.stage:
            case Stage.SLIPS:
                return one.mine
            case Stage.TALKING:
                return one.may_settle
            case Stage.ARBITRATION:
                return one.may_arbitrate
            case None:
                return True


@dataclass(frozen=True, slots=True)
class Progress:
    """How many items are settled, open (those left open on purpose among them), deferred and waiting for authors."""

    settled: int
    open: int
    deferred: int
    waiting: int

    @property
    def total(self) -> int:
        """All items."""
        return self.settled + self.open + self.deferred + self.waiting

    @property
    def words(self) -> str:
        """The progress in one line."""
        later = f"{self.deferred} for a third reader, " if self.deferred else ""
        asked = f"{self.waiting} waiting for authors, " if self.waiting else ""
        return f"{self.settled} of {self.total} settled, {asked}{later}{self.open} open"


def progress(items: Iterable[Item]) -> Progress:
    """The progress of these items."""
    counts = dict.fromkeys(State, 0)
    for one in items:
        counts[one.state] += 1
    return Progress(
        counts[State.SETTLED],
        counts[State.OPEN] + counts[State.LEFT_OPEN] + counts[State.HELD],
        counts[State.DEFERRED],
        counts[State.WAITING],
    )


def field_rank(one: Item) -> tuple[int, int, int]:
    """The order of items field by field: proposals on whole studies, then by what blocks most, then by the form."""
    group, _, blocks, order = one.rank
    return (0, 0, 0) if group == 0 else (1, blocks, order)

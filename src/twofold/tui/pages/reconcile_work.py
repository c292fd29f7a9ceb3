"""What a person works through while reconciling: which items are listed, which is next, and what was done of late."""

import time
from collections.abc import Callable, Mapping, Sequence
from statistics import median

from twofold.reconcile.desk import Desk
from twofold.reconcile.queue import Choice, Item, ItemKey, ItemKind, Order, Progress, Stage, State
from twofold.reconcile.undoing import redo, undo
from twofold.review.leading import Proposed, Refused
from twofold.review.timekeeping import IDLE_AFTER

STAGES = (Stage.SLIPS, Stage.TALKING, Stage.ARBITRATION)
STAGE_WORDS = {
    Stage.SLIPS: "my own slips",
    Stage.TALKING: "talking",
    Stage.ARBITRATION: "third reader",
}
STATES: tuple[tuple[str, tuple[State, ...]], ...] = (
    ("open", (State.OPEN,)),
    ("waiting or put off", (State.LEFT_OPEN, State.DEFERRED, State.WAITING, State.HELD)),
    ("settled", (State.SETTLED,)),
    ("all", ()),
)
NAMED_STATES: Mapping[str, tuple[State, ...]] = {
    "open": (State.OPEN,),
    "settled": (State.SETTLED,),
    "deferred": (State.DEFERRED,),
    "waiting": (State.WAITING,),
    "left": (State.LEFT_OPEN,),
    "held": (State.HELD,),
}
"""The states by the words that call for them in the typed filter."""
_FEWEST = 3
_ENOUGH = 200


class Work:
    """The state that the list and the single item share. ``at`` is the item that the cursor is on, ``cover`` whether
    the third reader codes before seeing what the others said, ``whole`` whether all studies are taken in;
    ``version`` changes with all that is written or taken in."""

    def __init__(self, desk: Desk, clock: Callable[[], float] = time.monotonic) -> None:
        self.desk = desk
        self.stage = Stage.TALKING
        self.chose_stage = False
        self.order = Order.STUDY
        self.states = 0
        self.text = ""
        self.cover = False
        self.whole = False
        self.at: ItemKey | None = None
        self.items: tuple[Item, ...] = ()
        self.counts = dict.fromkeys(STAGES, 0)
        self.progress = Progress(0, 0, 0, 0)
        self.seen: list[ItemKey] = []
        self.version = 0
        self._place: dict[ItemKey, int] = {}
        self._texts: tuple[tuple[Item, ...], list[str]] = ((), [])
        self._acts: list[ItemKey] = []
        self._undone: list[ItemKey] = []
        self._clock = clock
        self._since: float | None = None
        self._on_item = 0.0
        self._spent: list[float] = []
        self._beside: tuple[ItemKey | None] | None = None

    def open(self) -> None:
        """Begin where most is to be done; what was filtered when one left is shown again."""
        self.text, self.states, self.chose_stage = "", 0, False
        self.seen.clear()
        self.renew()

    def renew(self) -> None:
        """Ask the desk anew for what is listed; the cursor stays on its item while that is there."""
        self.version += 1
        self.counts = {each: len(self.desk.items(Choice(each))) for each in STAGES}
        if not self.chose_stage:
            urgent = (one for one in (Stage.ARBITRATION, Stage.SLIPS) if self.counts[one])
            self.stage = next(urgent, Stage.TALKING)
        states = self.named_states or STATES[self.states][1]
        # A step is about what is still open: what is settled belongs to all of them.
        stage: Stage | None = self.stage if states == (State.OPEN,) else None
        found = self.desk.items(Choice(stage, states=states), self.order)
        self.items = self._fitting(found) if self.text else found
        self._place = {one.key: number for number, one in enumerate(self.items)}
        self.progress = self.desk.progress()
        if self.items and self.at is None:
            self.at = self.items[0].key

    @property
    def named_states(self) -> tuple[State, ...]:
        """The states that the typed filter names, in whatever step."""
        words = self.text.casefold().split()
        return tuple(dict.fromkeys(state for word in words for state in NAMED_STATES.get(word, ())))

    def _fitting(self, found: tuple[Item, ...]) -> tuple[Item, ...]:
        if self._texts[0] is not found:
            self._texts = (found, [_text(one) for one in found])
        words = [word for word in self.text.casefold().split() if word not in NAMED_STATES]
        return tuple(one for one, text in zip(*self._texts, strict=True) if all(word in text for word in words))

    def place_of(self, key: ItemKey | None) -> int:
        """The place of an item in the list, or -1."""
        return -1 if key is None else self._place.get(key, -1)

    @property
    def item(self) -> Item | None:
        """The item that the cursor is on, as it stands now."""
        if self.at is None:
            return None
        try:
            return self.desk.any_item(self.at)
        except Refused:
            return None

    def move(self, by: int) -> None:
        """Move the cursor by so many items of the list."""
        if self.items:
            here = max(0, self.place_of(self.at))
            self.at = self.items[max(0, min(len(self.items) - 1, here + by))].key

    def next_stage(self) -> None:
        """Go to the next step that holds anything, else to the next one."""
        here = STAGES.index(self.stage)
        following = [STAGES[(here + by) % len(STAGES)] for by in (1, 2)]
        self.stage = next((one for one in following if self.counts[one]), following[0])
        self.chose_stage = True
        self.states, self.at = 0, None
        self.seen.clear()
        self.renew()

    def begin(self) -> None:
        """Begin to count the time of the item at the cursor."""
        self._since, self._on_item = self._clock(), 0.0

    def touch(self) -> None:
        """Count the time up to this key, of a pause no more than counts while coding: an hour away says nothing of how
        long the rest will take."""
        now = self._clock()
        if self._since is not None:
            self._on_item += min(now - self._since, IDLE_AFTER)
        self._since = now

    def show(self, key: ItemKey) -> None:
        """Go to an item, remembering where one came from."""
        if self.at is not None and self.at != key:
            self.seen.append(self.at)
            del self.seen[:-_ENOUGH]
        self.at = key
        self.begin()

    def look_at(self, key: ItemKey) -> None:
        """Go to an item beside the list, as to one of a sample; ``look_away`` leads back to where the cursor was."""
        self._beside = (self.at,)
        self.at = key
        self.begin()

    def look_away(self) -> None:
        """Back from an item beside the list."""
        if self._beside is not None:
            (self.at,), self._beside = self._beside, None

    def step_back(self) -> bool:
        """Back to the item before, in whatever state it is now. Whether there is one."""
        while self.seen:
            self.at = self.seen.pop()
            if self.item is not None:
                self.begin()
                return True
        return False

    def go_on(self) -> bool:
        """On to the next item of the list without settling this one, from the top after the last. Whether there is
        another."""
        here = self.place_of(self.at)
        others = [*self.items[here + 1 :], *self.items[: max(0, here)]]
        if not others:
            return False
        self.show(others[0].key)
        return True

    def find_again(self) -> None:
        """Where the item at the cursor is gone, as when its row was matched, go to one of its study that is listed."""
        if self.at is None or self.item is not None:
            return
        study = self.at.study
        same = next((one.key for one in self.items if one.key.study == study), None)
        self.at = same or (self.items[0].key if self.items else None)
        self.begin()

    def to_study(self, by: int) -> bool:
        """To the first item of the next study, or of the one before. Whether there is one."""
        keys = list(dict.fromkeys(one.key.study for one in self.items))
        if self.at is None or self.at.study not in keys:
            return False
        there = keys.index(self.at.study) + by
        if not 0 <= there < len(keys):
            return False
        self.show(next(one.key for one in self.items if one.key.study == keys[there]))
        return True

    def settle(self, proposed: Proposed) -> bool:
        """Write what was proposed of the item at the cursor, and go on to the next. Whether there is a next one.

        Raises:
            Refused: it could not be saved.
        """
        before, here = self.items, self.at
        self.desk.carry_out(proposed)
        self._took_time()
        if here is not None:
            self._acts.append(here)
            self._undone.clear()
            self.seen.append(here)
        place = self.place_of(here)
        old = self._place
        self.renew()
        if self._beside is not None:
            return False
        # What was settled last is not left under the cursor: its keys would decide it once more.
        self.at = following = self._following(before, old, place)
        if following is None:
            return False
        self.begin()
        return True

    def _following(self, before: Sequence[Item], old: dict[ItemKey, int], place: int) -> ItemKey | None:
        """The first item after the one that was settled; what it opened, and what now stands before that one, first."""
        if not self.items:
            return None
        there = next((self._place[one.key] for one in before[place + 1 :] if one.key in self._place), len(self.items))
        while there > 0 and self.items[there - 1].key not in old:
            there -= 1
        return self.items[there if there < len(self.items) else 0].key

    def written(self, proposed: Proposed, key: ItemKey) -> None:
        """Write what was proposed without going on; undo takes it back like any act.

        Raises:
            Refused: it could not be saved.
        """
        self.desk.carry_out(proposed)
        self._acts.append(key)
        self._undone.clear()
        self.renew()

    def take_back(self, *, again: bool = False) -> str:
        """Take back what was settled last, or with ``again`` the undo. What was done, as a sentence.

        Raises:
            Refused: there is nothing, or it could not be saved.
        """
        done, other = (self._undone, self._acts) if again else (self._acts, self._undone)
        key = done[-1] if done else self.at
        if key is None:
            raise Refused("There is nothing here to take back.")
        # A study that was joined with another is taken back there.
        study = key.other if key.other and key.study not in self.desk.studies else key.study
        proposed = redo(self.desk, study) if again else undo(self.desk, study)
        self.desk.carry_out(proposed)
        if done:
            other.append(done.pop())
        self.renew()
        if key.study in self.desk.studies and self.desk.any_item(key) is not None:
            self.show(key)
        return f"{'; '.join(proposed.words)}."

    @property
    def progress_words(self) -> str:
        """How far it is, in words; for the third reader, of what waits for them alone."""
        left = self.counts[Stage.ARBITRATION]
        return f"{left:,} left" if self.stage is Stage.ARBITRATION else self.progress.words

    def _took_time(self) -> None:
        if self._since is not None:
            self._spent = [*self._spent[-_ENOUGH:], self._on_item]

    @property
    def wants_reading(self) -> bool:
        """Whether studies are still to be taken in, or again, as after two of them were joined."""
        return self.desk.loaded < len(self.desk.studies)

    @property
    def pace(self) -> str:
        """How long an item takes, and all that is left, in words; nothing as long as too few were settled."""
        if len(self._spent) < _FEWEST:
            return ""
        each = median(self._spent)
        minutes = round(each * len(self.items) / 60)
        left = f", about {minutes} min left" if minutes else ""
        return f"{max(1, round(each))} s each{left}"


def what_differs(one: Item, *, covered: bool = False) -> str:
    """What sort of item it is, in words: how the answers differ, where that is what it is about, and nothing of that
    where the answers are ``covered``."""
    if covered:
        return one.kind.words
    told = (ItemKind.DISAGREEMENT, ItemKind.DEFERRED, ItemKind.WAITING)
    return one.difference.words if one.difference is not None and one.kind in told else one.kind.words


def _text(one: Item) -> str:
    difference = one.difference.words if one.difference is not None else ""
    said = (one.number, one.label, one.field_label, one.key.field, one.row_name, one.kind.words, difference)
    return " ".join(said).casefold()

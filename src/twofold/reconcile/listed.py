"""The items of many studies, filtered and in order, so that a change in one study costs as much as that one study."""

from bisect import insort
from collections.abc import Sequence

from twofold.reconcile.queue import Choice, Item, Order, Progress, State, field_rank, progress

_MOST = 8


class Listed:
    """Items by study, with the lists that were asked for of late kept up to date."""

    def __init__(self) -> None:
        self._by_study: dict[str, tuple[Item, ...]] = {}
        self._taken: dict[Choice, dict[str, tuple[Item, ...]]] = {}
        self._by_field: dict[Choice, list[Item]] = {}
        self._progress: dict[Choice, dict[str, Progress]] = {}

    def of(self, study: str) -> tuple[Item, ...]:
        """The items of one study in their order."""
        return self._by_study.get(study, ())

    def put(self, study: str, items: tuple[Item, ...]) -> None:
        """The items of one study, in place of those known before."""
        self._by_study[study] = items
        # Studies may be taken in by a thread while the screen asks for lists.
        for chosen, taken in list(self._taken.items()):
            taken.pop(study, None)
            if chosen in self._by_field:
                kept = [one for one in self._by_field[chosen] if one.key.study != study]
                for one in self._take(chosen, study):
                    insort(kept, one, key=_rank)
                self._by_field[chosen] = kept
        for counted in list(self._progress.values()):
            counted.pop(study, None)

    def items(self, chosen: Choice, studies: Sequence[str], order: Order) -> tuple[Item, ...]:
        """The items chosen, of these studies in this order or field by field."""
        found = [one for study in chosen.studies or studies for one in self._take(chosen, study)]
        if order is Order.STUDY:
            return tuple(found)
        known = self._by_field.get(chosen)
        if known is None or len(known) != len(found):
            known = self._by_field[chosen] = sorted(found, key=_rank)
        return tuple(known)

    def progress(self, chosen: Choice, studies: Sequence[str]) -> Progress:
        """How far it is, of the items chosen in whatever state and step."""
        every = Choice(None, chosen.studies, chosen.fields, chosen.kinds, chosen.differences, tuple(State))
        if every not in self._progress and len(self._progress) >= _MOST:
            self._progress.clear()
        counted = self._progress.setdefault(every, {})
        wanted = chosen.studies or studies
        for study in wanted:
            if study not in counted:
                counted[study] = progress(one for one in self.of(study) if every.takes(one))
        return Progress(
            sum(counted[one].settled for one in wanted),
            sum(counted[one].open for one in wanted),
            sum(counted[one].deferred for one in wanted),
            sum(counted[one].waiting for one in wanted),
        )

    def _take(self, chosen: Choice, study: str) -> tuple[Item, ...]:
        taken = self._taken.get(chosen)
        if taken is None:
            # Filters come and go; of the lists for them a few are kept.
            for old in list(self._taken)[: max(0, len(self._taken) - _MOST + 1)]:
                del self._taken[old]
                self._by_field.pop(old, None)
            taken = self._taken[chosen] = {}
        found = taken.get(study)
        if found is None:
            found = taken[study] = tuple(one for one in self.of(study) if chosen.takes(one))
        return found


def _rank(one: Item) -> tuple[tuple[int, int, int], int, tuple[int, str], tuple[int, int, int, int], str]:
    """Field by field; within a field what was missed first, then by the numbers of the studies."""
    return field_rank(one), min(one.rank[0], 2), (len(one.number), one.number), one.rank, one.key.row or ""

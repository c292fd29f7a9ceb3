"""Matching the outcome rows that several people listed of one study, before any value of them is compared.

A row that the lead listed has one key for everybody and is shared from the start. Rows that reviewers added have keys
of their own; which of them are one outcome is suggested here and said by a person, in an `AlignmentDocument`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from twofold.record.decision_documents import AlignmentDocument
from twofold.record.disagreements import Matched
from twofold.record.registers import Register, registers
from twofold.values.similarity import similarity

LEAST = 450
"""Pairs that are less alike are not suggested. Ours: far below what one would accept unseen, for a person decides."""

_WEIGHTS = {"name": 5, "measure": 3, "domain": 2, "time": 2}
_WHOLE = 1000
_ALIKE = 500
_LIKENESS = ((850, "very alike"), (650, "alike"), (0, "somewhat alike"))


@dataclass(frozen=True, slots=True)
class ListedRow:
    """A live outcome row of one person: what it is called, and what tells it apart. Empty where nothing was coded."""

    person: str
    key: str
    name: str
    measure: str = ""
    domain: str = ""
    time: str = ""


@dataclass(frozen=True, slots=True)
class RowPair:
    """Two rows of two people that may be one outcome: how alike they are, from 0 to 1000, in what, and in what not."""

    one: ListedRow
    other: ListedRow
    score: int
    why: tuple[str, ...]
    unlike: tuple[str, ...] = ()

    @property
    def likeness(self) -> str:
        """How alike they are, in words."""
        return next(words for least, words in _LIKENESS if self.score >= least)

    @property
    def reasons(self) -> str:
        """In what they are alike, and then in what they differ."""
        return "; ".join(", ".join(part) for part in (self.why, self.unlike) if part)


@dataclass(frozen=True, slots=True)
class Overlap:
    """How far the lists of rows agree: outcomes that all listed, that some did, and each person's unmatched rows."""

    people: tuple[str, ...]
    outcomes: int
    shared: int
    alone: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Alignment:
    """Which rows are one outcome: sets of row keys. ``ids`` are the documents that say so, ``clash`` that two do.

    ``certain`` are the sets that all of them have, ``twice`` the keys of the rows that they match differently.
    """

    sets: tuple[tuple[str, ...], ...] = ()
    ids: tuple[str, ...] = ()
    clash: bool = False
    certain: tuple[tuple[str, ...], ...] = ()
    twice: frozenset[str] = frozenset()


def alignment(documents: Iterable[tuple[str, AlignmentDocument]]) -> Alignment:
    """The alignment of one study in one round, from its documents as (id, document) in any order.

    Of two that were written unknown to each other, that with the smaller id is shown to whoever aligns again; until
    then only what both say is certain.
    """
    register: Register[AlignmentDocument] | None = registers(((), key, one) for key, one in documents).get(())
    if register is None:
        return Alignment()
    first = next(iter(register.current.values()))
    said = [{tuple(sorted(each)) for each in one.sets} for one in register.current.values()]
    both = set.intersection(*said)
    certain = tuple(one for one in first.sets if tuple(sorted(one)) in both)
    twice = frozenset(key for sets in said for each in sets - both for key in each)
    return Alignment(first.sets, register.ids, clash=any(one != both for one in said), certain=certain, twice=twice)


def groups(rows: Sequence[ListedRow], sets: Iterable[Sequence[str]]) -> tuple[tuple[ListedRow, ...], ...]:
    """The rows as outcomes: those of one key, or of one set, together, the others alone; in the order of the rows.

    A set counts for the rows that are here, and only while it holds one row of each person.
    """
    belongs: dict[str, str] = {}
    for one in sets:
        here = [row for row in rows if row.key in one]
        people = [row.person for row in here]
        if here and len(set(people)) == len(people) and not any(key in belongs for key in one):
            belongs.update(dict.fromkeys(one, min(one)))
    made: dict[str, list[ListedRow]] = {}
    for row in rows:
        made.setdefault(belongs.get(row.key, row.key), []).append(row)
    return tuple(tuple(members) for members in made.values())


def joined(sets: Iterable[Sequence[str]], keys: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """The sets once these keys are said to be one outcome: whatever was one with any of them is one with all."""
    whole, rest = set(keys), []
    for one in sets:
        if whole.isdisjoint(one):
            rest.append(tuple(one))
        else:
            whole.update(one)
    return (*rest, tuple(sorted(whole)))


def parted(sets: Iterable[Sequence[str]], key: str) -> tuple[tuple[str, ...], ...]:
    """The sets once this row is no longer matched; a set of which one row is left is none."""
    left = (tuple(each for each in one if each != key) for one in sets)
    return tuple(one for one in left if len(one) > 1)


def matched(rows: Sequence[ListedRow], sets: Iterable[Sequence[str]] = ()) -> tuple[Matched, ...]:
    """The outcomes that more than one person listed, as the comparison takes them; the smallest key names each."""
    return tuple(
        Matched(min(row.key for row in one), {row.person: row.key for row in one})
        for one in groups(rows, sets)
        if len(one) > 1
    )


def overlap(rows: Sequence[ListedRow], sets: Iterable[Sequence[str]], people: Sequence[str]) -> Overlap:
    """How far the lists of these people agree, before any value is compared."""
    outcomes = groups(rows, sets)
    shared = sum({row.person for row in one} >= set(people) for one in outcomes)
    alone: dict[str, list[str]] = {person: [] for person in people}
    for one in outcomes:
        if len(one) == 1 and one[0].person in alone:
            alone[one[0].person].append(one[0].key)
    return Overlap(tuple(people), len(outcomes), shared, {key: tuple(found) for key, found in alone.items()})


def suggestions(rows: Sequence[ListedRow], sets: Iterable[Sequence[str]] = ()) -> tuple[RowPair, ...]:
    """Pairs of rows that are not matched yet and may be one outcome, the most alike first, each row in one pair at most
    with each other person."""
    outcomes = groups(rows, sets)
    pairs = sorted(
        (
            pair
            for one, other in combinations(outcomes, 2)
            if not {row.person for row in one} & {row.person for row in other}
            for pair in [_pair(one[0], other[0])]
            if pair.score >= LEAST
        ),
        key=lambda pair: (-pair.score, pair.one.key, pair.other.key),
    )
    taken: set[tuple[str, str]] = set()
    made: list[RowPair] = []
    for pair in pairs:
        ends = {(pair.one.key, pair.other.person), (pair.other.key, pair.one.person)}
        if not ends & taken:
            taken |= ends
            made.append(pair)
    return tuple(made)


def _pair(one: ListedRow, other: ListedRow) -> RowPair:
    first, second = sorted((one, other), key=lambda row: (row.person, row.key))
    found = {"name": similarity(first.name, second.name)}
    if first.measure and second.measure:
        found["measure"] = similarity(first.measure, second.measure)
    for what in ("domain", "time"):
        mine, theirs = getattr(first, what), getattr(second, what)
        if mine and theirs:
            found[what] = _WHOLE if mine == theirs else 0
    weight = sum(_WEIGHTS[what] for what in found)
    score = sum(_WEIGHTS[what] * value for what, value in found.items()) // weight
    near = {what: value for what, value in found.items() if value >= _ALIKE}
    why = tuple(f"{what} {'the same' if value == _WHOLE else 'alike'}" for what, value in near.items())
    unlike = tuple(f"{what} differs" for what in found if what not in near)
    return RowPair(first, second, score, why, unlike)

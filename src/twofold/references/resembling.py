"""Records that look alike without being certainly the same: what a person is asked about, and why."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise, product

from twofold.references.comparing import ALIKE, NEARLY, titles_alike
from twofold.references.identity import (
    CONTENT,
    HOW,
    Identity,
    conflict,
    contradicts,
    identifies,
    sameness,
)
from twofold.references.indexing import MANY, entries
from twofold.references.likeness import MOST_SHORT, alike, is_short, too_many_short, years_near

_PREFIX = 20
_GOES_ON = "one title goes on where the other ends"
_NUMBERS = {"source": "source number", "doi": "DOI", "pmid": "PMID"}
_UNTITLED = "one has no title; the same first author and year"


@dataclass(frozen=True, slots=True)
class Near:
    """New reference ``index`` looks like the study ``key``, or like the new reference ``other``; a person decides."""

    index: int
    key: str | None
    other: int | None
    why: str
    likeness: float


def near(
    fresh: list[Identity], remaining: tuple[int, ...], old: list[Identity], keys: list[str], watch: Callable[[], None]
) -> tuple[Near, ...]:
    """Pairs of a new record and another, or a known one, that are not certainly the same and yet look alike."""
    records = [fresh[place] for place in remaining] + old
    count = len(remaining)
    why: dict[tuple[int, int], tuple[str, float]] = {}
    for found in alike([(record.words, record.year) for record in records], count, watch=watch):
        for i, j in _side_by_side(records, found.some, found.others):
            if i < count:
                why[i, j] = ("titles nearly the same", round(found.ratio, 3))
    for reason, i, j in _suspicious(records, count):
        if (i, j) not in why or (reason != _GOES_ON and reason < why[i, j][0]):
            why[i, j] = (reason, 1.0)
    return tuple(
        sorted(
            (
                Near(remaining[i], None, remaining[j], reason, ratio)
                if j < count
                else Near(remaining[i], keys[j - count], None, reason, ratio)
                for (i, j), (reason, ratio) in why.items()
            ),
            key=lambda near: (near.index, -near.likeness, near.key or "", near.other or 0),
        )
    )


def _side_by_side(records: list[Identity], some: Sequence[int], others: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Each of some records with each of the others; where that is more than ``MANY``, in the order of their contents
    one with one."""
    if len(some) * len(others) <= MANY:
        yield from ((min(i, j), max(i, j)) for i, j in product(some, others))
        return
    here, there = (sorted(each, key=lambda at: records[at].content) for each in (some, others))
    for at in range(max(len(here), len(there))):
        i, j = here[at % len(here)], there[at % len(there)]
        yield min(i, j), max(i, j)


def left_out(fresh: list[Identity], remaining: tuple[int, ...], old: list[Identity]) -> str:
    """What was not looked at to find what is nearly the same, in a sentence; empty where nothing was left out."""
    records = [fresh[place] for place in remaining] + old
    said = []
    if remaining and too_many_short([record.words for record in records]):
        short = sum(1 for record in records if record.words and is_short(record.words))
        said.append(
            f"Of {short:,} records with titles of few words ({MOST_SHORT:,} different titles can all be compared) only"
            " those whose titles are neighbours in the alphabet, read forwards or backwards, were compared with each"
            " other for likeness."
        )
    borne = Counter(record.title_key for record in records if record.title_key)
    wanted = {record.title_key for record in records[: len(remaining)]}
    crowds = [times for title, times in borne.items() if times > MANY and title in wanted]
    if crowds:
        titles = "one title" if len(crowds) == 1 else f"{len(crowds):,} titles that more than {MANY} records bear"
        said.append(
            f"Of {sum(crowds):,} records with {titles} only those of one author, neighbours by year, were put side by"
            " side."
        )
    if said:
        said.append("A record with the same number, DOI, PMID, or title and year is found among all.")
    return " ".join(said)


def _suspicious(records: list[Identity], count: int) -> Iterable[tuple[str, int, int]]:
    """Pairs that share a number or title without being the same, and titles of which one goes on where one ends."""
    shared: dict[tuple[str, ...], list[int]] = defaultdict(list)
    stubs: set[tuple[str, int | None]] = set()
    for place, record in enumerate(records):
        for entry in entries(record):
            shared[entry].append(place)
        if not record.words:
            stubs.add((record.first_author, record.year))
        if len(record.words) >= _PREFIX:
            shared["beginning", f"{record.first_author} {record.words[:_PREFIX]}"].append(place)
    for place, record in enumerate(records):
        if record.first_author and record.year is not None and (record.first_author, record.year) in stubs:
            shared["author", f"{record.first_author} {record.year}"].append(place)
    for (kind, number), places in shared.items():
        for i, j in _compared(records, places):
            a, b = records[i], records[j]
            if i >= count or (kind in _NUMBERS and j < count and sameness(a, b) is not None):
                continue
            if kind == "title" and years_near(a.year, b.year, 2):
                yield f"same title, but {_but(a, b)}", i, j
            elif kind in _NUMBERS:
                if kind == "source" and not (identifies(number) or _may_be_one(a, b)):
                    continue
                unlike = titles_alike(a.title_key, b.title_key) < ALIKE
                yield f"same {_NUMBERS[kind]}, but {'unlike titles' if unlike else _but(a, b)}", i, j
            elif kind == "verbatim":
                yield HOW[CONTENT], i, j
            elif kind == "author" and not (a.words and b.words):
                yield _UNTITLED, i, j
            elif kind == "beginning" and a.words != b.words and years_near(a.year, b.year, 1):
                short, long = sorted((a.words, b.words), key=len)
                if long.startswith(short):
                    yield _GOES_ON, i, j


def _may_be_one(a: Identity, b: Identity) -> bool:
    """Whether two records with one number of their projects are like each other beside it."""
    return not conflict(a, b) and titles_alike(a.title_key, b.title_key) == NEARLY


def _but(a: Identity, b: Identity) -> str:
    return ", ".join(contradicts(a, b)) or "too little else is known to tell"


def _compared(records: list[Identity], places: list[int]) -> Iterator[tuple[int, int]]:
    """Each with each; of more than ``MANY``, each with the next by author, where that may be the same person."""
    if len(places) <= MANY:
        yield from combinations(places, 2)
        return
    order = sorted(places, key=lambda at: (records[at].first_author, records[at].content))
    for i, j in pairwise(order):
        some, others = records[i].names, records[j].names
        if not (some and others) or not some.isdisjoint(others):
            yield min(i, j), max(i, j)

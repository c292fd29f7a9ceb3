"""Titles that are nearly the same, among many, without comparing every pair letter by letter."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TypeAlias

NEAR = 0.9
MOST_SHORT = 5_000
"""So many different titles of fewer words are each compared with all the others."""

_TELLING_WORDS = 5
_BESIDE = 40
_YEARS = 2
_ROUNDING = 1e-6
_NUMBERS = re.compile(r"\d+")

Titled: TypeAlias = tuple[str, int | None]
"""A title, as words in small letters, and its year."""


@dataclass(frozen=True, slots=True)
class Alike:
    """Records of one title and year, and those of another, whose titles have this ``ratio``; by their places."""

    some: tuple[int, ...]
    others: tuple[int, ...]
    ratio: float


def is_short(title: str) -> bool:
    """Whether a title is of few words, so that it hardly tells a paper from others."""
    return title.count(" ") + 1 < _TELLING_WORDS


def too_many_short(titles: Sequence[str]) -> bool:
    """Whether these are more titles of few words than are compared each with all the others."""
    return len({title for title in titles if title and is_short(title)}) > MOST_SHORT


def alike(
    records: Sequence[Titled], new: int, threshold: float = NEAR, watch: Callable[[], None] = lambda: None
) -> Iterator[Alike]:
    """Records ``i < new`` and ``j`` whose titles' ``difflib`` ratio reaches ``threshold`` and whose years, where both
    have one, lie within two. Equal titles are not given, nor two of few words that differ in a number.

    Records of one title and year are compared once. No pair is lost by the bounds: for a ratio t, lengths p and q have
    min/max >= t / (2 - t), at least t (p + q) / 2 letters are common, and as m matched letters in k blocks leave at
    least k - 1 unmatched ones, at least (p + q)(1.5 t - 1) - 1 pairs of neighbouring letters are. Only of more than
    ``MOST_SHORT`` titles of few words (``too_many_short``) each is compared with those beside it in the alphabet, read
    forwards and backwards, and with all longer ones.

    ``watch`` is called for each title; what it raises ends the work.
    """
    places: dict[Titled, list[int]] = defaultdict(list)
    for place, record in enumerate(records):
        if record[0]:
            places[record].append(place)
    keys = sorted(places, key=lambda key: (len(key[0]), key[0], -1 if key[1] is None else key[1]))
    fresh = [places[key][0] < new for key in keys]
    compared = _Compared([title for title, _ in keys], threshold)
    crowded = too_many_short(compared.titles)
    for at, other, ratio in _pairs(keys, fresh, compared, watch, crowded=crowded):
        yield Alike(tuple(places[keys[at]]), tuple(places[keys[other]]), ratio)


class _Compared:
    """Titles, and how like each other two of them are, by their places."""

    def __init__(self, titles: Sequence[str], threshold: float) -> None:
        self.titles = titles
        self.threshold = threshold
        self.neighbours = _masks(titles, 2)
        self._letters = _masks(titles, 1)

    def least_neighbours(self, letters: int) -> float:
        """How many pairs of neighbouring letters two titles of so many letters have in common, if they are alike."""
        return (1.5 * self.threshold - 1) * letters - 1 - _ROUNDING

    def longest(self, letters: int) -> int:
        """How long a title can be that is like one of so many letters."""
        return int(letters * (2 - self.threshold) / self.threshold + _ROUNDING)

    def ratio(self, at: int, other: int) -> float:
        """difflib's ratio if it reaches the threshold, else 0; the titles are put in order as it is not symmetric."""
        one, two = self.titles[at], self.titles[other]
        both = len(one) + len(two)
        if (
            one == two
            or (self.neighbours[at] & self.neighbours[other]).bit_count() < self.least_neighbours(both)
            or 2.0 * (self._letters[at] & self._letters[other]).bit_count() / both < self.threshold
        ):
            return 0.0
        first, second = sorted((one, two))
        found = SequenceMatcher(None, first, second, autojunk=False).ratio()
        return found if found >= self.threshold else 0.0


def _pairs(
    keys: Sequence[Titled],
    fresh: Sequence[bool],
    compared: _Compared,
    watch: Callable[[], None],
    *,
    crowded: bool,
) -> Iterator[tuple[int, int, float]]:
    """Pairs of places in ``keys``, which are in the order of their lengths, of which one is fresh."""
    lengths, neighbours = [len(title) for title, _ in keys], compared.neighbours
    shelves: dict[Hashable, list[int]] = defaultdict(list)
    for at, (title, year) in enumerate(keys):
        for shelf in _shelves_of(title, year, fresh=fresh[at]):
            shelves[shelf].append(at)
    for at, (title, year) in enumerate(keys):
        watch()
        mask, longest = neighbours[at], compared.longest(lengths[at])
        least = compared.least_neighbours(2 * lengths[at])
        for shelf in _looked_at(title, year, fresh=fresh[at], crowded=crowded):
            places = shelves.get(shelf, [])
            first, last = bisect_right(places, at), bisect_right(places, longest, key=lengths.__getitem__)
            for other in [one for one in places[first:last] if (mask & neighbours[one]).bit_count() >= least]:
                if ratio := compared.ratio(at, other):
                    yield at, other, ratio
    if crowded:
        yield from _in_the_alphabet(keys, fresh, compared, watch)


def _shelves_of(title: str, year: int | None, *, fresh: bool) -> Iterator[Hashable]:
    """Where a title is found: among all, and if it is fresh also among those, by its year and by any."""
    kinds: tuple[Hashable, ...] = ("short", ("short", *_NUMBERS.findall(title))) if is_short(title) else ("long",)
    for kind in kinds:
        for among in ("all", "fresh") if fresh else ("all",):
            yield among, kind, "any"
            yield among, kind, year


def _looked_at(title: str, year: int | None, *, fresh: bool, crowded: bool) -> Iterator[Hashable]:
    """Where what is like a title is to be looked for."""
    among = "all" if fresh else "fresh"
    kinds: list[Hashable] = ["long"]
    if not is_short(title):
        kinds.append("short")
    elif not crowded:
        kinds.append(("short", *_NUMBERS.findall(title)))
    years = ("any",) if year is None else (None, *range(year - _YEARS, year + _YEARS + 1))
    for kind in kinds:
        for one in years:
            yield among, kind, one


def _in_the_alphabet(
    keys: Sequence[Titled], fresh: Sequence[bool], compared: _Compared, watch: Callable[[], None]
) -> Iterator[tuple[int, int, float]]:
    """Pairs of titles of few words that stand beside each other in the alphabet, read forwards or backwards."""
    by_title: dict[str, list[int]] = defaultdict(list)
    for at, (title, _) in enumerate(keys):
        if is_short(title):
            by_title[title].append(at)
    found: set[tuple[str, str]] = set()
    for order in (sorted(by_title), sorted(by_title, key=lambda title: title[::-1])):
        numbers = [_NUMBERS.findall(title) for title in order]
        for place, title in enumerate(order):
            watch()
            for beside in range(place + 1, min(place + 1 + _BESIDE, len(order))):
                other = order[beside]
                pair = (title, other) if title < other else (other, title)
                if numbers[beside] != numbers[place] or pair in found:
                    continue
                if ratio := compared.ratio(by_title[title][0], by_title[other][0]):
                    found.add(pair)
                    yield from (
                        (a, b, ratio)
                        for a in by_title[title]
                        for b in by_title[other]
                        if (fresh[a] or fresh[b]) and years_near(keys[a][1], keys[b][1], _YEARS)
                    )


def years_near(one: int | None, other: int | None, within: int) -> bool:
    """Whether two years lie within so many, or one is not known."""
    return one is None or other is None or abs(one - other) <= within


def _masks(titles: Sequence[str], size: int) -> list[int]:
    """For each title a number with one bit for each run of so many letters and each time it occurs."""
    bits: dict[tuple[str, int], int] = {}
    known: dict[str, int] = {}
    for title in titles:
        if title in known:
            continue
        seen: dict[str, int] = {}
        mask = 0
        for at in range(len(title) - size + 1):
            run = title[at : at + size]
            times = seen[run] = seen.get(run, 0) + 1
            mask |= 1 << bits.setdefault((run, times), len(bits))
        known[title] = mask
    return [known[title] for title in titles]

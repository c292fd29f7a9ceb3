"""Records by each number and title they may share, so that what may be the same is found without comparing all."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations, islice, pairwise
from typing import TypeAlias

from twofold.references.identity import Identity
from twofold.references.likeness import is_short

MANY = 40
"""So many records that share a number or title are each compared with all the others."""

Entry: TypeAlias = tuple[str, ...]
_ANY = "*"


class Index:
    """Records by their places. What more than ``MANY`` of them share tells little, and is looked for with more beside
    it: a title with the year and the first author's names, a number with the title."""

    def __init__(self, records: Iterable[tuple[int, Identity]]) -> None:
        self._records = dict(records)
        self._places: dict[Entry, list[int]] = defaultdict(list)
        for place, record in self._records.items():
            for entry in entries(record):
                self._places[entry].append(place)
        crowds = {entry: places for entry, places in self._places.items() if len(places) > MANY}
        self._crowded = frozenset(crowds)
        self._finer: dict[Entry, list[int]] = defaultdict(list)
        for entry, places in crowds.items():
            for place in sorted(places, key=lambda at: self._records[at].content):
                for finer in _filed_under(entry, self._records[place]):
                    self._finer[finer].append(place)

    @property
    def is_crowded(self) -> bool:
        """Whether more than ``MANY`` share anything."""
        return bool(self._crowded)

    def candidates(self, record: Identity) -> list[int]:
        """What may be the same as a record: all of it, or of more than ``MANY`` that are alike in all, the first."""
        found: set[int] = set()
        for entry in entries(record):
            if entry not in self._crowded:
                found.update(self._places.get(entry, ()))
                continue
            titled = (*entry, record.title_key)
            # Titles that are not the same letter by letter are compared only where none is: it takes long.
            titles = entry[0] != "title" and titled in self._finer
            wanted = _with_that_title(titled, record) if titles else _looked_for(entry, record)
            for finer in wanted:
                found.update(self._finer.get(finer, ())[:MANY])
        return sorted(found)

    def pairs(self) -> Iterator[tuple[int, int]]:
        """Pairs that may be the same, in the order of their contents; of more than ``MANY`` that are alike in all, each
        with the next one."""
        for entry, places in self._places.items():
            if entry not in self._crowded:
                yield from combinations(sorted(places, key=lambda at: self._records[at].content), 2)
        for places in self._finer.values():
            yield from combinations(places, 2) if len(places) <= MANY else pairwise(places)
        for entry in self._crowded:
            if entry[0] == "title":
                yield from self._between(entry)

    def _between(self, entry: Entry) -> Iterator[tuple[int, int]]:
        """Of a title that many bear: each record with some of those that may be the same, and are filed elsewhere: of
        another year, or with a number that it has not."""
        for place in self._places[entry]:
            record = self._records[place]
            own = set(_filed_under(entry, record))
            for finer in _looked_for(entry, record):
                if finer not in own:
                    yield from ((place, other) for other in islice(self._finer.get(finer, ()), 2) if other != place)


def entries(record: Identity) -> list[Entry]:
    """What records share if they are the same: a number, or the title."""
    found: list[Entry] = [("source", number) for number in record.source_ids]
    for kind, value in (
        ("doi", record.doi), ("pmid", record.pmid), ("title", record.title_key), ("verbatim", record.verbatim)
    ):  # fmt: skip
        if value:
            found.append((kind, value))
    return found


def _filed_under(entry: Entry, record: Identity) -> Iterator[Entry]:
    if entry[0] != "title":
        titled = (*entry, record.title_key)
        yield entry
        yield titled
        for name in (_ANY, *_names(record)):
            for doi in (_ANY, record.doi):
                yield from ((*titled, name, doi, pmid) for pmid in (_ANY, record.pmid))
        return
    numbered = bool(record.doi), bool(record.pmid)
    for name in (_ANY, *_names(record)):
        for year in (_ANY, _year(record)):
            yield (*entry, name, year, *map(str, numbered))


def _looked_for(entry: Entry, record: Identity) -> Iterator[Entry]:
    """The finer entries of all that can be the same: nobody bears another title, year or name in one of them, and what
    has a DOI or PMID too is found by that."""
    if entry[0] != "title":
        yield from (entry, (*entry, record.title_key), (*entry, ""))
        return
    names = (*_names(record), "") if record.first_author and is_short(record.words) else (*_names(record), "", _ANY)
    years = (_ANY, "") if record.year is None else ("", *(str(record.year + by) for by in (-1, 0, 1)))
    dois = ("False",) if record.doi else ("False", "True")
    pmids = ("False",) if record.pmid else ("False", "True")
    for name in dict.fromkeys(names):
        for year in years:
            yield from ((*entry, name, year, doi, pmid) for doi in dois for pmid in pmids)


def _with_that_title(titled: Entry, record: Identity) -> Iterator[Entry]:
    """The finer entries of a number with a title in which all can be the same: nobody has another name, DOI or PMID."""
    for name in (*_names(record), "") if record.names else (_ANY,):
        for doi in (record.doi, "") if record.doi else (_ANY,):
            yield from ((*titled, name, doi, pmid) for pmid in ((record.pmid, "") if record.pmid else (_ANY,)))


def _names(record: Identity) -> tuple[str, ...]:
    return tuple(sorted(record.names)) or ("",)


def _year(record: Identity) -> str:
    return "" if record.year is None else str(record.year)

"""New references against the studies of a review: which are there already, which are new, which look alike."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from twofold.references.identity import (
    HOW,
    Described,
    Identity,
    agreement,
    conflict,
    family_of,
    identity,
    sameness,
    words_of,
)
from twofold.references.likeness import alike_pairs
from twofold.references.model import Reference

_MANY = 40
_PREFIX = 20
_GOES_ON = "one title goes on where the other ends"


@dataclass(frozen=True, slots=True)
class Known:
    """A study or report that the review has already; ``key`` is whatever the caller knows it by."""

    key: str
    title: str = ""
    authors: tuple[str, ...] = ()
    year: int | None = None
    journal: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    doi: str = ""
    pmid: str = ""
    source_ids: tuple[str, ...] = ()
    study_label: str = ""
    registry_ids: tuple[str, ...] = ()


def known_from(key: str, reference: Reference) -> Known:
    """A reference that was brought in, as a known study."""
    return Known(
        key, reference.title, reference.authors, reference.year, reference.journal, reference.volume,
        reference.issue, reference.pages, reference.doi, reference.pmid,
        (reference.source_id,) if reference.source_id else (), reference.study_label, reference.registry_ids,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that differs: what the review has, and what the file says."""

    field: str
    known: str
    new: str


@dataclass(frozen=True, slots=True)
class AlreadyThere:
    """Reference ``index`` is the study ``key``; ``how`` says why; nothing is overwritten by the differences."""

    index: int
    key: str
    how: str
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Repeated:
    """Reference ``index`` stands in the same file also as reference ``of``, which is the fuller one."""

    index: int
    of: int
    how: str
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Near:
    """New reference ``index`` looks like the study ``key``, or like the new reference ``other``; a person decides."""

    index: int
    key: str | None
    other: int | None
    why: str
    likeness: float


@dataclass(frozen=True, slots=True)
class Group:
    """Reports that may belong to one study: new references by index, studies by key."""

    why: str
    indices: tuple[int, ...]
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Matches:
    """Every reference is in exactly one of ``new`` (indices), ``already_there`` and ``repeated``."""

    new: tuple[int, ...]
    already_there: tuple[AlreadyThere, ...]
    repeated: tuple[Repeated, ...]
    near: tuple[Near, ...]
    groups: tuple[Group, ...]


def match(new: Sequence[Reference], known: Sequence[Known], watch: Callable[[], None] = lambda: None) -> Matches:
    """What the references of one import are to the studies that the review has, and to each other.

    Same are a source number, a DOI, a PMID, or a title with the year within one (``identity.sameness``). The result
    does not depend on the order of either sequence, except among records that are equal in every field. ``watch`` is
    called again and again meanwhile; what it raises ends the work.
    """
    fresh = [identity(reference, (reference.source_id,)) for reference in new]
    old = [identity(study, study.source_ids) for study in known]
    keys = [study.key for study in known]
    found = _found(fresh, old, keys)
    left = [index for index in range(len(fresh)) if index not in found]
    repeated = _repeated(fresh, left)
    remaining = tuple(index for index in left if index not in repeated)
    return Matches(
        new=remaining,
        already_there=tuple(
            AlreadyThere(index, keys[at], HOW[how], differences(new[index], known[at]))
            for index, (at, how) in sorted(found.items())
        ),
        repeated=tuple(
            Repeated(index, of, HOW[how], differences(new[index], new[of]))
            for index, (of, how) in sorted(repeated.items())
        ),
        near=_near(fresh, remaining, old, keys, watch),
        groups=_groups(new, remaining, found, known),
    )


def differences(new: Described, known: Described) -> tuple[Difference, ...]:
    """Fields in which the file says something else than the review; what the file leaves out is no difference."""
    found = []
    for field in ("title", "year", "journal", "volume", "issue", "pages", "doi", "pmid"):
        here, there = getattr(new, field), getattr(known, field)
        if here and words_of(str(here)) != words_of("" if there is None else str(there)):
            found.append(Difference(field, "" if there is None else str(there), str(here)))
    if new.authors and [words_of(family_of(a)) for a in new.authors] != [words_of(family_of(a)) for a in known.authors]:
        found.append(Difference("authors", "; ".join(known.authors), "; ".join(new.authors)))
    return tuple(found)


class _Index:
    """Records by each number and title they may share."""

    def __init__(self, records: Iterable[tuple[int, Identity]]) -> None:
        self.places: dict[tuple[str, str], list[int]] = defaultdict(list)
        for place, record in records:
            for entry in _entries(record):
                self.places[entry].append(place)

    def candidates(self, record: Identity) -> list[int]:
        return sorted({place for entry in _entries(record) for place in self.places.get(entry, ())[:_MANY]})


def _entries(record: Identity) -> list[tuple[str, str]]:
    entries = [("source", number) for number in record.source_ids]
    for kind, value in (("doi", record.doi), ("pmid", record.pmid), ("title", record.title_key)):
        if value:
            entries.append((kind, value))
    return entries


def _found(fresh: list[Identity], old: list[Identity], keys: list[str]) -> dict[int, tuple[int, int]]:
    """For each reference that is there already, the place of its study and how they are the same."""
    index = _Index(enumerate(old))
    found: dict[int, tuple[int, int]] = {}
    for place, record in enumerate(fresh):
        rated = [
            (-agreement(record, old[at]), how, keys[at], at)
            for at in index.candidates(record)
            if (how := sameness(record, old[at])) is not None
        ]
        if rated:
            _, how, _, at = min(rated)
            found[place] = (at, how)
    _give_up_rivals(found, fresh, old)
    _follow(found, fresh, old)
    return found


def _give_up_rivals(found: dict[int, tuple[int, int]], fresh: list[Identity], old: list[Identity]) -> None:
    """Of references with different DOIs that all took one study by its title, only the one most like it keeps it."""
    takers: dict[int, list[int]] = defaultdict(list)
    for place, (at, _) in found.items():
        takers[at].append(place)
    for at, places in takers.items():
        kept: list[int] = []
        for place in sorted(places, key=lambda p: (found[p][1], -agreement(fresh[p], old[at]), fresh[p].content)):
            if found[place][1] == len(HOW) - 1 and any(conflict(fresh[place], fresh[other]) for other in kept):
                del found[place]
            else:
                kept.append(place)


def _follow(found: dict[int, tuple[int, int]], fresh: list[Identity], old: list[Identity]) -> None:
    """A reference that is the same as another one of the file which is there already is there too."""
    waiting = {place for place in range(len(fresh)) if place not in found}
    reached = sorted(found, key=lambda place: fresh[place].content)
    index = _Index((place, fresh[place]) for place in waiting)
    while reached and waiting:
        following: list[int] = []
        for place in reached:
            at = found[place][0]
            for other in index.candidates(fresh[place]):
                if other in waiting and not conflict(fresh[other], old[at]):
                    how = sameness(fresh[place], fresh[other])
                    if how is not None and how < len(HOW) - 1:
                        waiting.discard(other)
                        found[other] = (at, how)
                        following.append(other)
        reached = sorted(following, key=lambda place: fresh[place].content)


def _repeated(fresh: list[Identity], left: list[int]) -> dict[int, tuple[int, int]]:
    """Among the references that are not there: which repeat which, and how they are the same."""
    edges = []
    for places in _Index((place, fresh[place]) for place in left).places.values():
        ordered = sorted(set(places), key=lambda place: fresh[place].content)
        for a, b in combinations(ordered, 2) if len(ordered) <= _MANY else pairwise(ordered):
            if (how := sameness(fresh[a], fresh[b])) is not None:
                edges.append((how, fresh[a].content, fresh[b].content, a, b))
    clusters = {place: _Cluster([place], {fresh[place].doi} - {""}, {fresh[place].pmid} - {""}) for place in left}
    for how, _, _, a, b in sorted(set(edges)):
        one, other = clusters[a], clusters[b]
        if one is other:
            continue
        by_title = how == len(HOW) - 1
        if by_title and (len(one.dois | other.dois) > 1 or len(one.pmids | other.pmids) > 1):
            continue
        merged = _Cluster(one.places + other.places, one.dois | other.dois, one.pmids | other.pmids)
        for place in merged.places:
            clusters[place] = merged
    repeated: dict[int, tuple[int, int]] = {}
    for cluster in {id(cluster): cluster for cluster in clusters.values()}.values():
        best = min(cluster.places, key=lambda place: (-_filled(fresh[place]), fresh[place].content, place))
        for place in cluster.places:
            if place != best:
                how = sameness(fresh[place], fresh[best])
                repeated[place] = (best, len(HOW) - 1 if how is None else how)
    return repeated


@dataclass(frozen=True, slots=True)
class _Cluster:
    places: list[int]
    dois: set[str]
    pmids: set[str]


def _filled(record: Identity) -> int:
    described = record.described
    return sum(1 for value in record.content if value) + len(described.authors)


def _near(
    fresh: list[Identity], remaining: tuple[int, ...], old: list[Identity], keys: list[str], watch: Callable[[], None]
) -> tuple[Near, ...]:
    records = [fresh[place] for place in remaining] + old
    count = len(remaining)
    why: dict[tuple[int, int], tuple[str, float]] = {}
    for i, j, ratio in alike_pairs([record.words for record in records], count, watch=watch):
        if _years_near(records[i], records[j], 2):
            why[i, j] = ("titles nearly the same", round(ratio, 3))
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


def _suspicious(records: list[Identity], count: int) -> Iterable[tuple[str, int, int]]:
    """Pairs that share a number or title without being the same, and titles of which one goes on where one ends."""
    shared: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place, record in enumerate(records):
        for entry in _entries(record):
            if entry[0] != "source":
                shared[entry].append(place)
        if len(record.words) >= _PREFIX:
            shared["beginning", f"{record.first_author} {record.words[:_PREFIX]}"].append(place)
    for (kind, _), places in shared.items():
        pairs = combinations(places, 2) if len(places) <= _MANY else pairwise(places)
        for i, j in pairs:
            a, b = records[i], records[j]
            if i >= count or (kind != "beginning" and j < count and sameness(a, b) is not None):
                continue
            if kind == "title" and _years_near(a, b, 2):
                yield "same title, but the DOI, PMID, year or author differs", i, j
            elif kind in ("doi", "pmid"):
                yield f"same {kind.upper()}, but unlike titles", i, j
            elif kind == "beginning" and a.words != b.words and _years_near(a, b, 1):
                short, long = sorted((a.words, b.words), key=len)
                if long.startswith(short):
                    yield _GOES_ON, i, j


def _years_near(a: Identity, b: Identity, within: int) -> bool:
    return a.year is None or b.year is None or abs(a.year - b.year) <= within


def _groups(
    new: Sequence[Reference],
    remaining: tuple[int, ...],
    found: dict[int, tuple[int, int]],
    known: Sequence[Known],
) -> tuple[Group, ...]:
    """New references and studies that name the same study: a screening tool's study label, a registry number."""
    members: dict[str, tuple[set[int], set[str]]] = defaultdict(lambda: (set(), set()))
    for index in remaining:
        for why in _study_names(new[index], (new[index].source_id,)):
            members[why][0].add(index)
    for study in known:
        for why in _study_names(study, study.source_ids):
            members[why][1].add(study.key)
    for index, (at, _) in found.items():
        for why in _study_names(new[index], (new[index].source_id,)):
            members[why][1].add(known[at].key)
    return tuple(
        Group(why, tuple(sorted(indices)), tuple(sorted(keys)))
        for why, (indices, keys) in sorted(members.items())
        if indices and len(indices) + len(keys) > 1
    )


def _study_names(described: Described, source_ids: Sequence[str]) -> list[str]:
    names = [f"same trial number {number}" for number in described.registry_ids]
    if described.study_label:
        names.append(f"same study {described.study_label}")
    names += [f"same Covidence number {number[10:]}" for number in source_ids if number.startswith("covidence:")]
    return names

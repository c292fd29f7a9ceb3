"""New references against the studies of a review: which are there already, which are new, which look alike."""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, islice, pairwise, product

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
from twofold.references.indexing import MANY, Index, entries
from twofold.references.likeness import MOST_SHORT, alike, is_short, too_many_short, years_near
from twofold.references.model import Reference

_PREFIX = 20
_SORTS = 8
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
    """Every reference is in exactly one of ``new`` (indices), ``already_there`` and ``repeated``.

    ``left_out`` is a sentence where not all titles were compared with all others to find ``near`` ones; else empty.
    """

    new: tuple[int, ...]
    already_there: tuple[AlreadyThere, ...]
    repeated: tuple[Repeated, ...]
    near: tuple[Near, ...]
    groups: tuple[Group, ...]
    left_out: str = ""


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
        left_out=_left_out(fresh, remaining, old),
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


def _found(fresh: list[Identity], old: list[Identity], keys: list[str]) -> dict[int, tuple[int, int]]:
    """For each reference that is there already, the place of its study and how they are the same."""
    index = Index(enumerate(old))
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
    index = Index((place, fresh[place]) for place in waiting)
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
    for a, b in Index((place, fresh[place]) for place in left).pairs():
        if (how := sameness(fresh[a], fresh[b])) is not None:
            edges.append((how, fresh[a].content, fresh[b].content, a, b))
    clusters = {place: _Cluster([place], {_sort(fresh[place]): fresh[place]}) for place in left}
    for how, _, _, a, b in sorted(set(edges)):
        one, other = sorted((clusters[a], clusters[b]), key=lambda cluster: len(cluster.places))
        if one is other or (how == len(HOW) - 1 and _parted(one, other)):
            continue
        other.places += one.places
        other.sorts.update(one.sorts)
        for place in one.places:
            clusters[place] = other
    repeated: dict[int, tuple[int, int]] = {}
    for cluster in {id(cluster): cluster for cluster in clusters.values()}.values():
        best = min(cluster.places, key=lambda place: (-_filled(fresh[place]), fresh[place].content, place))
        for place in cluster.places:
            if place != best:
                how = sameness(fresh[place], fresh[best])
                repeated[place] = (best, len(HOW) - 1 if how is None else how)
    return repeated


@dataclass(slots=True)
class _Cluster:
    """Records that are one, by their places; ``sorts`` has one of each sort of them."""

    places: list[int]
    sorts: dict[Hashable, Identity]


def _sort(record: Identity) -> Hashable:
    """What decides whether records are the same by their titles."""
    by_name = is_short(record.words) or record.year is None
    return record.title_key, record.year, record.doi, record.pmid, record.first_author if by_name else ""


def _parted(one: _Cluster, other: _Cluster) -> bool:
    """Whether records differ in DOI, PMID, year or author, so that what lacks these must not join them by its title."""
    return any(
        conflict(a, b) or (a.title_key == b.title_key and sameness(a, b) is None)
        for a, b in product(islice(one.sorts.values(), _SORTS), islice(other.sorts.values(), _SORTS))
    )


def _filled(record: Identity) -> int:
    described = record.described
    return sum(1 for value in record.content if value) + len(described.authors)


def _near(
    fresh: list[Identity], remaining: tuple[int, ...], old: list[Identity], keys: list[str], watch: Callable[[], None]
) -> tuple[Near, ...]:
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


def _left_out(fresh: list[Identity], remaining: tuple[int, ...], old: list[Identity]) -> str:
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
    for place, record in enumerate(records):
        for entry in entries(record):
            if entry[0] != "source":
                shared[entry].append(place)
        if len(record.words) >= _PREFIX:
            shared["beginning", f"{record.first_author} {record.words[:_PREFIX]}"].append(place)
    for (kind, _), places in shared.items():
        for i, j in _compared(records, places):
            a, b = records[i], records[j]
            if i >= count or (kind in ("doi", "pmid") and j < count and sameness(a, b) is not None):
                continue
            if kind == "title" and years_near(a.year, b.year, 2):
                yield "same title, but the DOI, PMID, year or author differs", i, j
            elif kind in ("doi", "pmid"):
                yield f"same {kind.upper()}, but unlike titles", i, j
            elif kind == "beginning" and a.words != b.words and years_near(a.year, b.year, 1):
                short, long = sorted((a.words, b.words), key=len)
                if long.startswith(short):
                    yield _GOES_ON, i, j


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

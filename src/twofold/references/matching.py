"""New references against the studies of a review: which are there already, which are new, which look alike."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice, product

from twofold.references.differing import Difference, differences
from twofold.references.identity import (
    CONTENT,
    HOW,
    TITLE,
    Described,
    Identity,
    agreement,
    apart,
    conflict,
    identity,
    sameness,
)
from twofold.references.indexing import Index
from twofold.references.model import Reference
from twofold.references.resembling import Near, left_out, near

_SORTS = 8


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
    abstract: str = ""
    url: str = ""
    kind: str = ""
    language: str = ""
    raw: tuple[tuple[str, str], ...] = ()


def known_from(key: str, reference: Reference) -> Known:
    """A reference that was brought in, as a known study."""
    return Known(
        key, reference.title, reference.authors, reference.year, reference.journal, reference.volume,
        reference.issue, reference.pages, reference.doi, reference.pmid,
        (reference.source_id,) if reference.source_id else (), reference.study_label, reference.registry_ids,
        reference.abstract, reference.url, reference.kind, reference.language, reference.raw,
    )  # fmt: skip


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
    fresh = [identity(reference, (reference.source_id,), reference.raw) for reference in new]
    old = [identity(study, study.source_ids, study.raw) for study in known]
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
        near=near(fresh, remaining, old, keys, watch),
        groups=_groups(new, remaining, found, known),
        left_out=left_out(fresh, remaining, old),
    )


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
            if found[place][1] == TITLE and any(conflict(fresh[place], fresh[other]) for other in kept):
                del found[place]
            else:
                kept.append(place)


def _follow(found: dict[int, tuple[int, int]], fresh: list[Identity], old: list[Identity]) -> None:
    """A reference that is the same as another one of the file which is there already is there too."""
    waiting = {place for place in range(len(fresh)) if place not in found}
    # What holds of one of several that are alike in all holds of the others.
    twins: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for place in waiting:
        twins[fresh[place].content].append(place)
    reached = _one_of_each(found, fresh)
    while reached and waiting:
        index = Index((place, fresh[place]) for place in waiting)
        following: list[int] = []
        for place in reached:
            at = found[place][0]
            for other in index.candidates(fresh[place]):
                if other in waiting and not apart(fresh[other], old[at]):
                    how = sameness(fresh[place], fresh[other])
                    if how is not None and how < TITLE:
                        for twin in twins[fresh[other].content]:
                            waiting.discard(twin)
                            found[twin] = (at, how)
                        following.append(other)
        # Of a crowd the first ones alone were told; now that they are found, the next ones may be.
        reached = _one_of_each(found if index.is_crowded and following else following, fresh)


def _one_of_each(places: Iterable[int], fresh: Sequence[Identity]) -> list[int]:
    """Of records that are alike in all the first, in the order of their contents."""
    first: dict[tuple[str, ...], int] = {}
    for place in sorted(places):
        first.setdefault(fresh[place].content, place)
    return [first[content] for content in sorted(first)]


def _repeated(fresh: list[Identity], left: list[int]) -> dict[int, tuple[int, int]]:
    """Among the references that are not there: which repeat which, and how they are the same."""
    edges = []
    for a, b in Index((place, fresh[place]) for place in left).pairs():
        # Of records without title, DOI and PMID nobody knows whether two of one file are one, however like they are.
        if (how := sameness(fresh[a], fresh[b])) is not None and how != CONTENT:
            edges.append((how, fresh[a].content, fresh[b].content, a, b))
    clusters = {place: _Cluster([place], {_sort(fresh[place]): fresh[place]}) for place in left}
    for how, _, _, a, b in sorted(set(edges)):
        one, other = sorted((clusters[a], clusters[b]), key=lambda cluster: len(cluster.places))
        if one is other or _parted(one, other, by_title=how == TITLE):
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
                repeated[place] = (best, TITLE if how is None else how)
    return repeated


@dataclass(slots=True)
class _Cluster:
    """Records that are one, by their places; ``sorts`` has one of each sort of them."""

    places: list[int]
    sorts: dict[Hashable, Identity]


def _sort(record: Identity) -> Hashable:
    """What decides whether records are the same by their titles."""
    return record.title_key, record.year, record.doi, record.pmid, record.first_author


def _parted(one: _Cluster, other: _Cluster, *, by_title: bool) -> bool:
    """Whether records differ in DOI, PMID, year or author, so that what lacks these must not join them."""
    return any(
        apart(a, b) or (by_title and a.title_key == b.title_key and sameness(a, b) is None)
        for a, b in product(islice(one.sorts.values(), _SORTS), islice(other.sorts.values(), _SORTS))
    )


def _filled(record: Identity) -> int:
    described = record.described
    return sum(1 for value in record.content if value) + len(described.authors)


def _groups(
    new: Sequence[Reference],
    remaining: tuple[int, ...],
    found: dict[int, tuple[int, int]],
    known: Sequence[Known],
) -> tuple[Group, ...]:
    """New references and studies that name the same study: a screening tool's study label, a registry number."""
    members: dict[tuple[str, str], tuple[set[int], set[str]]] = defaultdict(lambda: (set(), set()))
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
        for (why, _), (indices, keys) in sorted(members.items())
        if indices and len(indices) + len(keys) > 1
    )


def _study_names(described: Described, source_ids: Sequence[str]) -> list[tuple[str, str]]:
    """What names the study of a record, in words, with what more must be the same: two projects both count from 1, and
    then the studies bear other labels."""
    label = described.study_label
    names = [(f"same trial number {number}", "") for number in described.registry_ids]
    if label:
        names.append((f"same study {label}", ""))
    numbers = (number[10:] for number in source_ids if number.startswith("covidence:"))
    return names + [(f"same Covidence number {number}", label) for number in numbers]

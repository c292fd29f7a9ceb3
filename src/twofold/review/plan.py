"""What the lead laid down: people, studies, initiatives, listed rows and the codebook in force."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias, TypeVar

from twofold.record.authority import Filed, Standing, effective, standing
from twofold.record.document import MAIN_ROUND, Document
from twofold.record.plan_documents import (
    AssignmentDocument,
    CodebookDocument,
    InitiativeDocument,
    PracticeDocument,
    ReleaseDocument,
    ReviewDocument,
    RoundDocument,
    RowListDocument,
    SameAsDocument,
    StudyDocument,
)
from twofold.record.registers import Register, registers

Made = TypeVar("Made", bound=Document)
InRound: TypeAlias = tuple[str, str]
"""A round's id and a study's key."""
_ByKind: TypeAlias = Mapping[type[Document], Mapping[str, Document]]


@dataclass(frozen=True, slots=True)
class PlannedStudy:
    """A study with the number it is shown under, and the ids that a change of it replaces."""

    key: str
    number: str
    label: str
    title: str
    initiative: str
    ids: tuple[str, ...]
    initiative_key: str | None = None


@dataclass(frozen=True, slots=True)
class Opening:
    """A release: the submissions it opens, and when it was made, ``by`` whom, with which ``codebook`` in force.
    ``replaced`` says that a later one stands in for it.

    ``under`` is the number of the other study under which it was made, where that was joined with this one since.
    """

    submissions: tuple[str, ...]
    at: str
    replaced: bool
    under: str = ""
    by: str = ""
    codebook: str = ""


@dataclass(frozen=True)
class Plan:
    """The lead's word, folded. ``clashes`` are sentences on what two leads laid down unknown to each other.

    ``listed_ids`` are the ids that a change of a listed row replaces. ``also`` gives the other keys of a study that was
    brought in more than once; everything else has its first key. ``openings`` are all releases of a study, the earliest
    first. ``practices`` are the examples to practise on that hold, by id; there are two where two leads published some
    unknown to each other, and then the first count.
    """

    standing: Standing
    studies: Mapping[str, PlannedStudy]
    initiatives: Mapping[str, str]
    listed: Mapping[str, tuple[RowListDocument, ...]]
    listed_ids: Mapping[str, tuple[str, ...]]
    codebooks: Mapping[str, CodebookDocument]
    codebook: tuple[str, CodebookDocument] | None
    current_codebooks: tuple[str, ...]
    practices: Mapping[str, PracticeDocument]
    rounds: Mapping[str, Register[RoundDocument]]
    assignments: Mapping[InRound, Register[AssignmentDocument]]
    releases: Mapping[InRound, Register[ReleaseDocument]]
    founding: ReviewDocument | None
    clashes: tuple[str, ...]
    also: Mapping[str, tuple[str, ...]]
    same_as: Mapping[str, Register[SameAsDocument]]
    openings: Mapping[InRound, tuple[Opening, ...]]

    @cached_property
    def opened(self) -> frozenset[str]:
        """Every submission that a release names, or one that was replaced since: what was opened stays so."""
        return frozenset(key for place in self.openings for key in self.ever_released(*place))

    @cached_property
    def opened_rounds(self) -> tuple[str, ...]:
        """The rounds in which anything was opened."""
        return tuple(sorted({round_id for round_id, _ in self.openings}))

    def round_of(self, study: str) -> str:
        """The round in which the study is coded now: an open calibration round that has it, or one whose record of it
        was kept, else the main one."""
        for key in sorted(self.rounds):
            one = self.round(key)
            if study in one.studies and one.state != "closed-afresh":
                return key
        return MAIN_ROUND

    def round(self, key: str) -> RoundDocument:
        """The calibration round with that id; of two versions unknown to each other, the first by id."""
        return next(iter(self.rounds[key].current.values()))

    @cached_property
    def reviewers(self) -> tuple[str, ...]:
        """The ids of all reviewers."""
        return tuple(one.id for one in self.standing.people if "reviewer" in one.roles)

    def coders(self, round_id: str, study: str) -> tuple[str, ...]:
        """Who codes the study in the round: those assigned, or every reviewer where nobody was."""
        given = self.assignments.get((round_id, study))
        if given is None:
            return self.reviewers
        return tuple(sorted({person for one in given.current.values() for person in one.people}))

    def released(self, round_id: str, study: str) -> frozenset[str]:
        """The submissions that the lead opened for comparison; none while the study is not released."""
        register = self.releases.get((round_id, study))
        if register is None:
            return frozenset()
        return frozenset(key for one in register.current.values() for key in one.submissions)

    def ever_released(self, round_id: str, study: str) -> frozenset[str]:
        """The same, with those of earlier releases, which agreement rests on."""
        return frozenset(key for one in self.openings.get((round_id, study), ()) for key in one.submissions)


def fold_plan(review: str, filed: Iterable[Filed]) -> Plan:
    """The plan of the review, from the documents of all plan logs in any order."""
    entries = [one for one in filed if one.written.table not in {"reports", "repeats", "imports", "screening"}]
    people = standing(review, entries)
    effective_ones, _ = effective(people, entries)
    counting = _by_kind(effective_ones)
    same_as = registers((one.study, key, one) for key, one in _of(SameAsDocument, counting))
    first = _first_keys(same_as)
    joined = registers((one.study, key, one) for key, one in _of(StudyDocument, counting) if one.study in first)
    numbers = {study: next(iter(one.current.values())).number for study, one in joined.items()}
    released = _of(ReleaseDocument, counting)
    under = {key: numbers.get(one.study, one.study) for key, one in released if one.study in first}
    if first:
        counting = _by_kind({key: (table, _under(first, one)) for key, (table, one) in effective_ones.items()})
    studies = registers((one.study, key, one) for key, one in _of(StudyDocument, counting) if one.study not in first)
    initiatives = registers((one.initiative, key, one) for key, one in _of(InitiativeDocument, counting))
    rows = registers((one.row, key, one) for key, one in _of(RowListDocument, counting))
    books = registers(((), key, one) for key, one in _of(CodebookDocument, counting)).get(())
    practices = registers(((), key, one) for key, one in _of(PracticeDocument, counting)).get(())
    clashes = []
    if people.clash:
        clashes.append("Two leads changed the people of this review unknown to each other; both lists are joined.")
    if books is not None and len(books.current) > 1:
        clashes.append("Two codebooks were published unknown to each other. Publish again to settle which one holds.")
    named = {key: min(one.current.values(), key=lambda each: each.nonce).name for key, one in initiatives.items()}
    listed: dict[str, list[RowListDocument]] = {}
    for register in rows.values():
        one = next(iter(register.current.values()))
        listed.setdefault(one.study, []).append(one)
    planned = _numbered(studies, named)
    twice = [one.number for one in planned.values() if not one.number[-1].isdigit()]
    if twice:
        clashes.append(f"Two studies bear one number: {', '.join(sorted(twice))}. The letter tells them apart.")
    founding = counting.get(ReviewDocument, {}).get(review)
    return Plan(
        people,
        planned,
        named,
        {key: tuple(sorted(found, key=lambda one: (one.at, one.row))) for key, found in listed.items()},
        {row: register.ids for row, register in rows.items()},
        dict(_of(CodebookDocument, counting)),
        None if books is None else next(iter(books.current.items())),
        () if books is None else books.ids,
        {} if practices is None else practices.current,
        registers((one.round, key, one) for key, one in _of(RoundDocument, counting)),
        registers(((one.round, one.study), key, one) for key, one in _of(AssignmentDocument, counting)),
        registers(((one.round, one.study), key, one) for key, one in _of(ReleaseDocument, counting)),
        founding if isinstance(founding, ReviewDocument) else None,
        tuple(clashes),
        {key: tuple(sorted(one for one in first if first[one] == key)) for key in sorted(set(first.values()))},
        same_as,
        _openings(dict(_of(ReleaseDocument, counting)), under),
    )


def _openings(releases: Mapping[str, ReleaseDocument], under: Mapping[str, str]) -> dict[InRound, tuple[Opening, ...]]:
    """The releases of each study in an order that every copy of the review gives: those that others stand in for come
    before these, and of two unknown to each other the earlier, with one of the study's own key before."""
    after: dict[str, int] = {}
    waiting = [(old, 1) for one in releases.values() for old in one.replaces]
    while waiting:
        key, behind = waiting.pop()
        if key in releases and after.get(key, 0) < behind:
            after[key] = behind
            waiting += [(old, behind + 1) for old in releases[key].replaces]
    order = sorted(releases, key=lambda key: (-after.get(key, 0), key in under, releases[key].at, key))
    made: dict[InRound, tuple[Opening, ...]] = {}
    for key in order:
        one = releases[key]
        opening = Opening(tuple(one.submissions), one.at, key in after, under.get(key, ""), one.by, one.codebook)
        made[one.round, one.study] = (*made.get((one.round, one.study), ()), opening)
    return made


def _first_keys(same_as: Mapping[str, Register[SameAsDocument]]) -> dict[str, str]:
    """Of each study that is the same as another, the key that stands for both: in a circle, the smallest."""
    pairs = [
        (key, one.same_as)
        for key, register in same_as.items()
        for one in register.current.values()
        if one.same_as is not None and one.same_as != key
    ]
    groups: dict[str, set[str]] = {}
    for key, other in pairs:
        joined = groups.get(key, {key}) | groups.get(other, {other})
        groups.update(dict.fromkeys(joined, joined))
    going = {key for key, _ in pairs}
    first = {key: min(group - going or group) for key, group in groups.items()}
    return {key: other for key, other in sorted(first.items()) if key != other}


def _under(first: Mapping[str, str], document: Document) -> Document:
    """The document as one of the study's first key."""
    match document:
        case RowListDocument() | AssignmentDocument() | ReleaseDocument() if document.study in first:
            return document.model_copy(update={"study": first[document.study]})
        case RoundDocument() if not first.keys().isdisjoint(document.studies):
            keys = tuple(dict.fromkeys(first.get(key, key) for key in document.studies))
            return document.model_copy(update={"studies": keys})
        case _:
            return document


def _numbered(
    studies: Mapping[str, Register[StudyDocument]], initiatives: Mapping[str, str]
) -> dict[str, PlannedStudy]:
    shown: dict[str, list[tuple[str, StudyDocument, tuple[str, ...]]]] = {}
    for key, register in studies.items():
        one = next(iter(register.current.values()))
        shown.setdefault(one.number, []).append((key, one, register.ids))
    made: list[PlannedStudy] = []
    for number, members in shown.items():
        for place, (key, one, ids) in enumerate(sorted(members, key=lambda each: each[0])):
            mark = "" if len(members) == 1 else chr(ord("a") + place % 26)
            initiative = "" if one.initiative is None else initiatives.get(one.initiative, "")
            made.append(PlannedStudy(key, number + mark, one.label, one.title, initiative, ids, one.initiative))
    made.sort(key=lambda one: (len(one.number.rstrip("abcdefghijklmnopqrstuvwxyz")), one.number))
    return {one.key: one for one in made}


def _by_kind(counting: Mapping[str, tuple[str, Document]]) -> _ByKind:
    sorted_out: dict[type[Document], dict[str, Document]] = {}
    for key, (_, one) in counting.items():
        sorted_out.setdefault(type(one), {})[key] = one
    return sorted_out


def _of(kind: type[Made], counting: _ByKind) -> Iterable[tuple[str, Made]]:
    return ((key, one) for key, one in counting.get(kind, {}).items() if type(one) is kind)

"""Whose documents count: the people of a review, their roles, and what each may write.

A review's id is the id of the document that founded it, so nobody can found it twice. A later `reviews` document
counts if it replaces ones that count and its author is a lead in one of them. A role once held counts for all that
its holder writes: what counts can then only grow as documents arrive, in whatever order they do.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from twofold.record.decision_documents import Deciding, StandDocument
from twofold.record.document import Document, Role
from twofold.record.lines import Written
from twofold.record.plan_documents import PersonEntry, ReviewDocument, ReviewSettings
from twofold.record.tables import TABLES, BadDocument, read_document
from twofold.record.work_documents import CodeDocument, ExclusionDocument, SubmissionDocument
from twofold.values.canonical import canonical_unchecked

_SETTLING = (Deciding, StandDocument, ExclusionDocument)


@dataclass(frozen=True, slots=True)
class Filed:
    """A document with the person whose log it stands in."""

    person: str
    written: Written


@dataclass(frozen=True, slots=True)
class WithoutEffect:
    """A document that is kept and does nothing, and why."""

    written: Written
    person: str
    why: str


@dataclass(frozen=True, slots=True)
class Standing:
    """Title, people and settings of a review as its documents have them.

    ``clash`` says that two leads changed them without knowing of each other; both lists are joined until one
    of them saves again, and minutes are told only where both say so.
    """

    review: str
    title: str
    people: tuple[PersonEntry, ...]
    held: Mapping[str, frozenset[Role]]
    current: tuple[str, ...]
    clash: bool = False
    settings: ReviewSettings = field(default_factory=ReviewSettings)

    def may_write(self, person: str, table: str) -> bool:
        """Whether documents of that table count when this person writes them."""
        return bool(TABLES[table].needs & self.held.get(person, frozenset()))

    def why_without_effect(self, document: Document, table: str) -> str:
        """Why a document of that table has no effect, its author being who it names; empty where it counts.

        Who holds the role of an arbiter and not that of a reviewer codes as a third reader alone.
        """
        if not self.may_write(document.by, table):
            return f"{document.by} has no role that may write in `{table}`"
        if (
            isinstance(document, CodeDocument)
            and document.purpose != "third"
            and "reviewer" not in self.held.get(document.by, frozenset())
        ):
            return f"{document.by} has no role that may write in `{table}` but as a third reader"
        return ""

    def person(self, person_id: str) -> PersonEntry | None:
        """The person with that id, if of this review."""
        return next((one for one in self.people if one.id == person_id), None)


def standing(review: str, filed: Iterable[Filed]) -> Standing:
    """The people and roles of the review with the id ``review``, from its `reviews` documents in any order."""
    found: dict[str, ReviewDocument] = {}
    for one in filed:
        if one.written.table != "reviews":
            continue
        try:
            document = read_document(one.written)
        except BadDocument:
            continue
        if isinstance(document, ReviewDocument) and document.by == one.person:
            found[one.written.id] = document
    valid: dict[str, ReviewDocument] = {}
    waiting = dict(found)
    while counting := {key: one for key, one in waiting.items() if _counts(review, key, one, valid)}:
        valid |= counting
        waiting = {key: one for key, one in waiting.items() if key not in counting}
    held: dict[str, frozenset[Role]] = {}
    for version in valid.values():
        for person in version.people:
            held[person.id] = held.get(person.id, frozenset()) | frozenset(person.roles)
    replaced = {old for one in valid.values() for old in one.replaces}
    current = sorted(key for key in valid if key not in replaced)
    people: dict[str, PersonEntry] = {}
    for key in current:
        for person in valid[key].people:
            known = people.get(person.id, person)
            people[person.id] = known.model_copy(update={"roles": tuple(sorted({*known.roles, *person.roles}))})
    title = valid[current[0]].title if current else ""
    return Standing(
        review,
        title,
        tuple(people[key] for key in sorted(people)),
        held,
        tuple(current),
        clash=len(current) > 1,
        settings=ReviewSettings(
            minutes_in_exports=bool(current) and all(valid[key].settings.minutes_in_exports for key in current)
        ),
    )


def _counts(review: str, key: str, document: ReviewDocument, valid: Mapping[str, ReviewDocument]) -> bool:
    if not document.replaces:
        return key == review and _leads(document, document.by)
    return all(old in valid for old in document.replaces) and any(
        _leads(valid[old], document.by) for old in document.replaces
    )


def _leads(document: ReviewDocument, person: str) -> bool:
    return any(one.id == person and "lead" in one.roles for one in document.people)


def effective(
    people: Standing, filed: Iterable[Filed]
) -> tuple[dict[str, tuple[str, Document]], tuple[WithoutEffect, ...]]:
    """The documents that count, as id -> (table, document), and those that do not, each with its reason.

    Both are in the order of their ids, in whatever order the documents came.

    A document counts if its author is the person whose log it stands in and holds a role that the table needs.
    One that stands in several logs counts if it does in any.
    """
    counting: dict[str, tuple[str, Document]] = {}
    taken: dict[str, Written] = {}
    refused: list[WithoutEffect] = []
    for one in filed:
        entry = one.written
        if taken.get(entry.id) == entry:
            continue
        try:
            document = read_document(entry)
        except BadDocument as error:
            # An id that is not of its content may be that of a document that counts; it is named all the same.
            refused.append(WithoutEffect(entry, one.person, str(error)))
            continue
        if document.by != one.person:
            why = f"it names {document.by} as its author and stands in a log of {one.person}"
            refused.append(WithoutEffect(entry, one.person, why))
        elif why := people.why_without_effect(document, entry.table):
            refused.append(WithoutEffect(entry, one.person, why))
        else:
            taken[entry.id] = entry
            counting[entry.id] = (entry.table, document)
    left = {_order(one): one for one in refused if taken.get(one.written.id) != one.written}
    return dict(sorted(counting.items())), tuple(left[key] for key in sorted(left))


def opened(people: Standing, extract: Iterable[Filed], released: frozenset[str]) -> dict[str, Document]:
    """The documents of extracts that count, by id, in the order of their ids. ``released`` are the submissions named
    by the releases that count.

    The log that such a document comes from cannot be checked, but the lead's releases can: a release names the
    submissions by ids that are digests of their content, and these name the codes in the same way. So a document of
    another person counts if a release opens it, be it as a submission or as a code that one names; and the lead who
    made the extract vouches for own documents, as in any log of theirs, and for what anybody wrote to settle what was
    released: no digest names that, and it is the lead's to settle as well. Extracts by anyone else have no effect.
    """
    vouched: dict[str, Document] = {}
    others: dict[str, Document] = {}
    for one in extract:
        if "lead" not in people.held.get(one.person, frozenset()):
            continue
        try:
            document = read_document(one.written)
        except BadDocument:
            continue
        if not people.why_without_effect(document, one.written.table):
            own = document.by == one.person or isinstance(document, _SETTLING)
            (vouched if own else others)[one.written.id] = document
    named = set(released)
    for key, submission in (vouched | others).items():
        if key in released and isinstance(submission, SubmissionDocument):
            named.update(submission.codes)
    counting = vouched | {key: one for key, one in others.items() if key in named}
    return dict(sorted(counting.items()))


def _order(one: WithoutEffect) -> tuple[str, str, str, bytes]:
    return one.written.id, one.person, one.written.table, canonical_unchecked(one.written.body)

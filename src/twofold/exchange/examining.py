"""Judging a log that arrived: what in it is new, what it waits for, and whether it is taken at all."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path

from pydantic import ValidationError

from twofold.record.authority import Filed, WithoutEffect, effective
from twofold.record.document import Document
from twofold.record.headers import Header
from twofold.record.lines import DamagedLine, Head, decode_line, is_whole
from twofold.record.tables import BadDocument, read_document
from twofold.record.work_documents import CodeDocument, SubmissionDocument
from twofold.review.plan import Plan
from twofold.store.copies import begins_with
from twofold.store.journal import documents_in
from twofold.store.scan import Scan
from twofold.values.counting import count_of

_SHA = slice(-66, -2)
_ONE_CODE = b'{"documents":[["codes","'
_BODY = len(_ONE_CODE) + len('0123456789abcdef0123456789abcdef",')
_NEXT_DOCUMENT = b'}],["'
_END_OF_DOCUMENTS = b']],"line":'
_TAIL = 256


class Fate(StrEnum):
    """What becomes of a log that arrived."""

    TAKEN = "taken"
    KNOWN = "known already"
    WAITS = "waits"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class LogAccount:
    """One log that arrived: what is new in it, what becomes of it and why, and what is worth knowing of it.

    ``supersedes`` are the copies that hold nothing beyond it; ``of_review`` says that it is of this review.
    """

    person: str
    kind: str
    fate: Fate
    why: str = ""
    codes: int = 0
    submissions: int = 0
    others: Mapping[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    head: Head | None = None
    path: Path = Path()
    sha256: str = ""
    supersedes: tuple[Path, ...] = ()
    of_review: bool = True


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy of a log that is here already, as far as it has whole lines. ``ours`` says that we may not touch it."""

    path: Path
    size: int
    damaged: bool
    ours: bool


@dataclass(slots=True)
class _Found:
    """What the new lines of a log hold."""

    codes: int = 0
    submissions: int = 0
    others: Counter[str] = field(default_factory=Counter)
    without_effect: Counter[str] = field(default_factory=Counter)
    codebooks: set[str] = field(default_factory=set)
    unknown_studies: set[str] = field(default_factory=set)

    def count(self, table: str, document: Document, plan: Plan, studies: frozenset[str]) -> None:
        if isinstance(document, CodeDocument):
            self.codes += 1
            self.codebooks.add(document.codebook)
        elif isinstance(document, SubmissionDocument):
            self.submissions += 1
            self.codebooks.add(document.codebook)
        else:
            self.others[table] += 1
        study = getattr(document, "study", None)
        if isinstance(study, str) and table not in {"studies", "reports"} and study not in studies:
            self.unknown_studies.add(study)


def examine(staged: Scan, sha256: str, plan: Plan, review: str, copies: Sequence[Copy]) -> LogAccount:
    """Judge one log against the plan as it will be once all that arrived is taken, and the copies that are here.

    Raises:
        OSError: it cannot be read.
    """
    header = staged.header
    account = LogAccount(
        header.person,
        header.kind,
        Fate.TAKEN,
        head=staged.head,
        path=staged.path,
        sha256=sha256,
        of_review=header.review == review,
    )
    why = _refusal(header, plan, review)
    if why:
        return replace(account, fate=Fate.REFUSED, why=why)
    if header.kind == "extract":
        return _extract(account, staged, copies)
    if any(one.size >= staged.size and begins_with(one.path, staged.path, staged.size) for one in copies):
        return replace(account, fate=Fate.KNOWN)
    shorter = [one for one in copies if one.size < staged.size and begins_with(staged.path, one.path, one.size)]
    unlike = [one for one in copies if one not in shorter]
    known = {digest for one in unlike for digest in _digests(one.path)}
    found = _look_through(staged, max((one.size for one in shorter), default=0), known, plan)
    if found is None:
        return replace(account, fate=Fate.KNOWN, why="every line of it is here already")
    own = frozenset(_digests(staged.path)) if unlike else frozenset()
    within = [] if staged.damage else [one for one in unlike if not one.ours and set(_digests(one.path)) <= own]
    account = replace(
        account,
        codes=found.codes,
        submissions=found.submissions,
        others=dict(sorted(found.others.items())),
        notes=tuple(_notes(staged, found, [one for one in unlike if one not in within])),
        supersedes=tuple(one.path for one in (*shorter, *within) if not one.ours),
    )
    fingerprints = {one.everything for one in plan.codebooks.values()}
    if found.codebooks - fingerprints:
        return replace(
            account,
            fate=Fate.WAITS,
            why="it has codes under a codebook that this copy does not know. It is kept aside, and is taken by itself"
            " when the lead's plan brings that codebook",
        )
    return account


def _refusal(header: Header, plan: Plan, review: str) -> str:
    if header.review != review:
        return "it belongs to another review"
    if plan.standing.person(header.person) is None:
        return (
            f"`{header.person}` is not of this review. If they should be, the lead adds them with `twofold receive"
            " --add-people`, or in review.toml with `twofold publish` and by receiving it again"
        )
    if header.kind == "extract" and "lead" not in plan.standing.held.get(header.person, frozenset()):
        return f"it is an extract made by `{header.person}`, who is no lead; only a lead sends what others coded"
    return ""


def _look_through(staged: Scan, start: int, known: set[str], plan: Plan) -> _Found | None:
    """What is new behind ``start``; nothing if no line is."""
    found = _Found()
    person = staged.header.person
    studies = frozenset({*plan.studies, *(key for others in plan.also.values() for key in others)})
    any_new = False
    for raw in _new_lines(staged.path, start, known):
        code = _one_code(raw)
        if code is not None and code.by == person and plan.standing.may_write(person, "codes"):
            any_new = True
            found.count("codes", code, plan, studies)
            continue
        try:
            line = decode_line(raw)
        except DamagedLine:
            continue
        if line.header is not None or line.digest in known:
            continue
        any_new = True
        counting, refused = effective(plan.standing, [Filed(person, one) for one in line.documents])
        for table, document in counting.values():
            found.count(table, document, plan, studies)
        found.without_effect.update(_told(one) for one in refused)
    return found if any_new else None


def _told(one: WithoutEffect) -> str:
    try:
        read_document(one.written)
    except BadDocument:
        # The reason quotes the document, and nobody may read another's answer in a message.
        return "they are none that this version of Twofold reads, or were changed by hand"
    return one.why


def _new_lines(path: Path, start: int, known: set[str]) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(start)
        for line in file:
            raw = line[:-1]
            if not (known and is_whole(raw) and raw[_SHA].decode() in known):
                yield raw


def _one_code(raw: bytes) -> CodeDocument | None:
    """The code of a line that is intact and holds nothing else. Most lines are such, and this way takes a third of the
    time: its id is checked over the bytes as they stand, which are canonical in what a writer wrote."""
    end = raw.rfind(_END_OF_DOCUMENTS, -_TAIL)
    if not raw.startswith(_ONE_CODE) or end < 0 or _NEXT_DOCUMENT in raw or not is_whole(raw):
        return None
    body = raw[_BODY:end]
    if hashlib.sha256(b'["codes",' + body + b"]").hexdigest()[:32].encode() != raw[len(_ONE_CODE) : _BODY - 2]:
        return None
    try:
        return CodeDocument.model_validate_json(body)
    except ValidationError:
        return None


def _digests(path: Path) -> Iterator[str]:
    with path.open("rb") as file:
        for raw in file:
            if is_whole(raw[:-1]):
                yield raw[:-1][_SHA].decode()
                continue
            try:
                yield decode_line(raw).digest
            except DamagedLine:
                continue


def _notes(staged: Scan, found: _Found, unlike: Sequence[Copy]) -> Iterator[str]:
    person = staged.header.person
    if staged.damage:
        first = staged.damage[0].why
        more = f", and {len(staged.damage) - 1} more" if len(staged.damage) > 1 else ""
        yield f"it is damaged: {first}{more}. Every intact line is taken; ask {person} for an untouched copy"
    elif any(not one.damaged for one in unlike):
        yield (
            f"this copy went on with a log of {person} that goes on otherwise here, as when two devices share one"
            f" folder. Both are kept whole; where their answers differ, {person} is asked"
        )
    for why, number in sorted(found.without_effect.items()):
        yield f"{number} of its documents have no effect: {why}"
    if found.unknown_studies:
        yield (
            f"it codes {count_of(len(found.unknown_studies), 'study')} that your plan does not have yet; to be seen"
            " once a new plan of the lead comes"
        )


def _extract(account: LogAccount, staged: Scan, copies: Sequence[Copy]) -> LogAccount:
    """An extract is a set of documents: what counts is which of them are in no other extract of this lead."""
    mine = {one.id for one in documents_in(staged.path)}
    held = {one.path: {each.id for each in documents_in(one.path)} for one in copies}
    fresh = mine.difference(*held.values())
    if not fresh:
        return replace(account, fate=Fate.KNOWN)
    counts: Counter[str] = Counter()
    wrong = 0
    for one in documents_in(staged.path):
        if one.id in fresh:
            try:
                read_document(one)
            except BadDocument:
                wrong += 1
                continue
            counts[one.table] += 1
    codes, submissions = counts.pop("codes", 0), counts.pop("submissions", 0)
    return replace(
        account,
        codes=codes,
        submissions=submissions,
        others=dict(sorted(counts.items())),
        notes=(f"{wrong} of its documents have no effect: their ids are not those of their content",) if wrong else (),
        supersedes=tuple(one.path for one in copies if held[one.path] <= mine and not one.ours),
    )

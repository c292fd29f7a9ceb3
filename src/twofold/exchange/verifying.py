"""The proof of independence: who submitted what and when, against which codebook, having seen which logs, and what
changed afterwards. It reads every log, and shows nothing of codes that this person may not see."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from twofold.exchange.receipts import seen_by_receipts
from twofold.record.authority import Filed as InLog
from twofold.record.authority import effective, opened
from twofold.record.document import MAIN_ROUND, Document
from twofold.record.work_documents import CodeDocument, ReopeningDocument, RowDocument, SubmissionDocument
from twofold.review.checking import Checked, check_logs
from twofold.review.open import Review
from twofold.review.reading import lines_by
from twofold.store.folder import Logs

SUBMITTED = "submitted"
SUBMITTED_AGAIN = "submitted again"
REOPENED = "reopened"
CHANGED = "changed after submitting"
OPENED = "opened for comparison"
CHANGED_AFTER = "changed after it was opened for comparison"

_NOTHING: Mapping[str, Document] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class SeenLog:
    """How far a log had come in the copy of somebody who submitted; ``person`` is empty for one that is not here."""

    person: str
    kind: str
    line: int


@dataclass(frozen=True, slots=True)
class Proof:
    """One line of the proof. ``number`` counts answers changed, 0 where that is not for this person to know."""

    study: str
    label: str
    round: str
    person: str
    what: str
    at: str
    codebook: str = ""
    seen: tuple[SeenLog, ...] = ()
    number: int = 0


@dataclass(frozen=True, slots=True)
class Verified:
    """What the logs are worth, and the proof."""

    checked: Checked
    proofs: tuple[Proof, ...]
    findings: tuple[str, ...]

    @property
    def sound(self) -> bool:
        """Whether nothing at all was found."""
        return self.checked.sound and not self.findings


@dataclass(frozen=True, slots=True)
class _Placed:
    """A document with the log and the line it stands in; line -1 for one of an extract."""

    id: str
    document: Document
    log: str
    line: int


def verify(review: Review) -> Verified:
    """Check every line, digest, seen head and receipt, and give the proof of all studies."""
    # Every byte is read again: what this device remembers of a log proves nothing about it.
    checked = check_logs(Logs(review.folder, review.id), seen_by_receipts(review.id))
    review.look()
    review.take_in()
    return _with_proofs(review, checked)


def verify_as_read(review: Review) -> Verified:
    """The same of a review in which somebody is at work: the proof is of the logs as they have been read, and nothing
    that is held of them changes, so that it may run beside."""
    return _with_proofs(review, check_logs(Logs(review.folder, review.id), seen_by_receipts(review.id)))


def _with_proofs(review: Review, checked: Checked) -> Verified:
    return Verified(checked, proofs(review), tuple(_findings(review)))


def seen_words(seen: Sequence[SeenLog]) -> list[str]:
    """For people, each person's logs of one kind as one, as far as the furthest of them had come."""
    known: dict[tuple[str, str], int] = {}
    for one in seen:
        if one.person:
            place = (one.person, one.kind)
            known[place] = max(known.get(place, 0), one.line)
    words = [f"{person}'s {kind} to line {line}" for (person, kind), line in sorted(known.items())]
    others = sum(not one.person for one in seen)
    missing = "1 log that is not here" if others == 1 else f"{others:,} logs that are not here"
    return [*words, *([missing] if others else [])]


def proofs(review: Review) -> tuple[Proof, ...]:
    """The lines of the proof by study, round and time, as the clocks of those who acted had it."""
    for _ in review.logs.read():
        pass
    made = [proof for study in review.plan.studies for proof in proofs_of(review, study)]
    return tuple(sorted(made, key=lambda one: (one.study, one.round, one.at, one.what, one.person)))


def proofs_of(review: Review, study: str, known: Mapping[str, Document] = _NOTHING) -> tuple[Proof, ...]:
    """The lines of the proof of one study by round and time, from the logs that have been read.

    ``known`` are documents that count, by id, as far as the caller has them; they are not read again.
    """
    logs = {one.header.log: (one.header.person, one.header.kind) for one in list(review.logs.scans.values())}
    versions = {one.everything: one.version for one in review.plan.codebooks.values()}
    made = [proof for one in review.plan.standing.people for proof in _of(review, study, one.id, logs, versions, known)]
    made += _releases(review, study, versions)
    return tuple(sorted(made, key=lambda one: (one.round, one.at, one.what, one.person)))


def _of(
    review: Review,
    study: str,
    person: str,
    logs: Mapping[str, tuple[str, str]],
    versions: Mapping[str, str],
    known: Mapping[str, Document],
) -> Iterator[Proof]:
    planned = review.plan.studies[study]
    placed = _placed(review, study, person, known)
    submissions = [one for one in placed if isinstance(one.document, SubmissionDocument)]
    replaced = {old for one in submissions for old in one.document.replaces}
    reopened = {one.document.submission for one in placed if isinstance(one.document, ReopeningDocument)}
    for one in placed:
        match one.document:
            case SubmissionDocument() as document:
                yield Proof(
                    planned.number,
                    planned.label,
                    document.round,
                    person,
                    SUBMITTED_AGAIN if document.replaces or _earlier(one, submissions) else SUBMITTED,
                    document.at,
                    versions.get(document.codebook, "unknown"),
                    tuple(SeenLog(*logs.get(head.log, ("", "")), head.line) for head in document.seen),
                )
                if one.id not in replaced | reopened or one.id in review.plan.released(document.round, study):
                    yield from _changes(review, study, person, one, document, placed)
            case ReopeningDocument() as document:
                yield Proof(planned.number, planned.label, document.round, person, REOPENED, document.at)
            case _:
                pass


def _earlier(one: _Placed, submissions: list[_Placed]) -> bool:
    mine = one.document
    return isinstance(mine, SubmissionDocument) and any(
        isinstance(other.document, SubmissionDocument)
        and other.document.round == mine.round
        and other.log == one.log
        and other.line < one.line
        for other in submissions
    )


def _changes(
    review: Review, study: str, person: str, at: _Placed, submission: SubmissionDocument, placed: list[_Placed]
) -> Iterator[Proof]:
    """What the submission does not name and had not seen: changed since, or on another device unknown to it."""
    ends = {head.log: head.line for head in submission.seen} | {at.log: at.line}
    later = [
        one.document
        for one in placed
        if isinstance(one.document, CodeDocument | RowDocument)
        and one.document.round == submission.round
        and one.id not in submission.codes
        and one.line >= 0
        and one.line > ends.get(one.log, -1)
    ]
    planned = review.plan.studies[study]
    after = [one for one in later if isinstance(one, CodeDocument) and one.after_release]
    for what, documents in ((CHANGED, [one for one in later if one not in after]), (CHANGED_AFTER, after)):
        if documents:
            shown = len(documents) if review.is_visible(study, person) else 0
            latest = max(one.at for one in documents)
            yield Proof(planned.number, planned.label, submission.round, person, what, latest, number=shown)


def _placed(review: Review, study: str, person: str, known: Mapping[str, Document]) -> list[_Placed]:
    people = review.plan.standing
    places: dict[str, tuple[str, int]] = {}
    unknown: list[InLog] = []
    for scan, line in lines_by(review.logs, study, person):
        for one in line.documents if scan.header.kind == "work" else ():
            places.setdefault(one.id, (scan.header.log, line.number))
            if one.id not in known:
                unknown.append(InLog(person, one))
    keys = review.logs.keys_of(study)
    counting = {
        key: one for key, (_, one) in effective(people, unknown)[0].items() if getattr(one, "study", "") in keys
    }
    found = [
        _Placed(key, document, *where)
        for key, where in places.items()
        if (document := known.get(key) or counting.get(key)) is not None and document.by == person
    ]
    held = {one.id for one in found}
    extracted = opened(people, review.logs.extracted(study), review.plan.opened)
    found += [_Placed(key, one, "", -1) for key, one in extracted.items() if one.by == person and key not in held]
    return found


def _releases(review: Review, study: str, versions: Mapping[str, str]) -> Iterator[Proof]:
    planned = review.plan.studies[study]
    for round_id in (MAIN_ROUND, *review.plan.rounds):
        register = review.plan.releases.get((round_id, study))
        for one in () if register is None else register.current.values():
            version = versions.get(one.codebook, "unknown")
            yield Proof(planned.number, planned.label, round_id, one.by, OPENED, one.at, version)


def _findings(review: Review) -> Iterator[str]:
    """What concerns submissions and releases rather than lines."""
    me = review.plan.standing.person(review.person)
    leads = me is not None and "lead" in me.roles
    for study, planned in review.plan.studies.items():
        round_id = review.plan.round_of(study)
        for person in review.plan.coders(round_id, study):
            freezes = review.logs.freezes(study, person, round_id)
            here = {one.id for one in freezes if one.submits}
            ended = {each for one in freezes for each in one.ends}
            if len(here - ended) > 1:
                yield f"{planned.number}: {person} submitted it on two devices, neither knowing of the other."
        if leads:
            missing = review.plan.released(round_id, study) - {
                one.id
                for person in review.plan.standing.people
                for one in review.logs.freezes(study, person.id, round_id)
                if one.submits
            }
            if missing:
                yield (
                    f"{planned.number} is open for comparison, and {len(missing)} of the submissions that the release"
                    " names are in no log of this copy. Ask the coders for their packets."
                )

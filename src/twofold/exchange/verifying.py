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
OPENED_AGAIN = "opened for comparison again"
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
    turns = _turns(review, study)
    for one in placed:
        match one.document:
            case SubmissionDocument() as document:
                others = (each for each in submissions if each.id != one.id)
                again = bool(document.replaces) or any(_follows(one, each, turns) for each in others)
                yield Proof(
                    planned.number,
                    planned.label,
                    document.round,
                    person,
                    SUBMITTED_AGAIN if again else SUBMITTED,
                    document.at,
                    versions.get(document.codebook, "unknown"),
                    tuple(SeenLog(*logs.get(head.log, ("", "")), head.line) for head in document.seen),
                )
                yield from _changes(review, study, person, _since(one, submissions, placed, turns), document.round)
            case ReopeningDocument() as document:
                yield Proof(planned.number, planned.label, document.round, person, REOPENED, document.at)
            case _:
                pass


def _turns(review: Review, study: str) -> dict[str, int]:
    """Of each submission that was ever opened, in which opening of the study it first was."""
    turns: dict[str, int] = {}
    for round_id in (MAIN_ROUND, *review.plan.rounds):
        for number, one in enumerate(review.plan.openings.get((round_id, study), ())):
            for name in one.submissions:
                turns.setdefault(name, number)
    return turns


def _since(at: _Placed, submissions: list[_Placed], placed: list[_Placed], turns: Mapping[str, int]) -> list[Document]:
    """What the submission does not name and had not seen: changed since, or on another device unknown to it. What a
    later submission of the same person had not seen either is told of that one."""

    def unseen(submission: _Placed) -> dict[str, Document]:
        one = submission.document
        assert isinstance(one, SubmissionDocument)
        ends = _ends(submission)
        after = [each for each in submissions if each.id != submission.id and _follows(each, submission, turns)]
        named = {key for each in after for key in getattr(each.document, "codes", ())}
        return {
            each.id: each.document
            for each in placed
            if isinstance(each.document, CodeDocument | RowDocument)
            and each.document.round == one.round
            and each.id not in one.codes
            and (each.line > ends.get(each.log, -1) if each.line >= 0 else each.id in named)
        }

    found = unseen(at)
    later = [one for one in submissions if one.id != at.id and _follows(one, at, turns)] if found else []
    told = {key for one in later for key in unseen(one)}
    return [one for key, one in found.items() if key not in told]


def _ends(one: _Placed) -> dict[str, int]:
    """How far each log had come for the submission, its own up to itself."""
    assert isinstance(one.document, SubmissionDocument)
    return {head.log: head.line for head in one.document.seen} | {one.log: one.line}


def _follows(later: _Placed, earlier: _Placed, turns: Mapping[str, int]) -> bool:
    """Whether one submission was made knowing of the other, in the same round. Of one that an extract brought, where
    it stood in its log is not known; in which opening it came first is."""
    one, other = later.document, earlier.document
    assert isinstance(one, SubmissionDocument)
    assert isinstance(other, SubmissionDocument)
    if one.round != other.round:
        return False
    if later.line < 0 or earlier.line < 0:
        return turns.get(earlier.id, 0) < turns.get(later.id, 0)
    return earlier.id in one.replaces or earlier.line <= _ends(later).get(earlier.log, -1)


def _changes(review: Review, study: str, person: str, later: list[Document], round_id: str) -> Iterator[Proof]:
    planned = review.plan.studies[study]
    openings = review.plan.openings.get((round_id, study), ())
    first = min((one.at for one in openings), default="")
    for what, is_after in ((CHANGED, False), (CHANGED_AFTER, True)):
        if documents := [one for one in later if _is_after(one, first) is is_after]:
            answers = {(getattr(one, "row", None), getattr(one, "field", "")) for one in documents}
            shown = len(answers) if review.is_visible(study, person, round_id) else 0
            latest = max(one.at for one in documents)
            yield Proof(planned.number, planned.label, round_id, person, what, latest, number=shown)


def _is_after(one: Document, first_opening: str) -> bool:
    """Whether it was written when its author's copy had the study open for comparison. A code says so itself; of a row
    only the clocks tell."""
    if isinstance(one, CodeDocument):
        return one.purpose == "correction"
    return bool(first_opening) and one.at >= first_opening


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
    """Every opening there ever was: what a later one stands in for had been seen all the same."""
    planned = review.plan.studies[study]
    for round_id in (MAIN_ROUND, *review.plan.rounds):
        for number, one in enumerate(review.plan.openings.get((round_id, study), ())):
            version = versions.get(one.codebook, "unknown")
            what = OPENED_AGAIN if number and not one.under else OPENED
            yield Proof(planned.number, planned.label, round_id, one.by, what, one.at, version)


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

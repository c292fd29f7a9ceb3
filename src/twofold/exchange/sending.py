"""Who may be sent what: a person's own logs; the lead's plan; and, to the coders, what was opened for comparison."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from twofold.exchange.extracting import extract_of
from twofold.exchange.pack import LogPart, MadePart, Part, make_packet
from twofold.exchange.packets import FORMAT, MAX_PARTS, BadPacket, PacketHeader
from twofold.record.decision_documents import Deciding, StandDocument
from twofold.record.lines import Written
from twofold.record.tables import BadDocument, read_document
from twofold.record.work_documents import ExclusionDocument, SubmissionDocument
from twofold.review.open import Review
from twofold.review.reading import documents_by
from twofold.review.standings import standing_submissions
from twofold.review.views import State
from twofold.review.visibility import is_opened, may_see, without_unopened
from twofold.store.append import cause_of
from twofold.store.copies import begins_with
from twofold.store.folder import Logs
from twofold.store.journal import documents_in
from twofold.store.scan import Scan
from twofold.values.counting import count_of

_NAMED = 50
_CODING = frozenset({"codes", "rows", "submissions", "reopenings", "exclusions"})


class CannotSend(Exception):
    """A packet that was not made; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Sending:
    """A packet that has been worked out and not written. ``words`` say what is in it and what is not."""

    header: PacketHeader
    parts: tuple[Part, ...]
    words: tuple[str, ...]


def own_packet(review: Review) -> Sending:
    """The packet of the person for whom the review is open: their own logs, from all their devices.

    Raises:
        CannotSend: there is nothing of theirs.
    """
    review.look()
    person = review.person
    mine = _of(review.logs, person, "work") + _of(review.logs, person, "plan")
    if not mine:
        raise CannotSend(f"There is nothing of `{person}` in this copy yet, so there is nothing to send.")
    submitted = _submitted(review, person)
    words = [_own_words(review, submitted)]
    return _sending(review, "own", "", submitted, mine, [], words)


def _own_words(review: Review, submitted: int) -> str:
    """What one's own packet is: how far the coding is, for who codes studies."""
    person = review.person
    one = review.plan.standing.person(person)
    if one is None or "reviewer" not in one.roles:
        return f"{person}: all that was written under this name; {person} codes no studies"
    begun = len(review.logs.studies_of(person)) - submitted
    return f"{person}: {count_of(submitted, 'study')} submitted, {begun:,} begun and not submitted"


def packet_for(review: Review, to: str) -> Sending:
    """The lead's packet for one person: the plan, whole, and what they may see of released codes.

    Raises:
        CannotSend: this person is no lead, or nobody of that id is of the review.
    """
    review.look()
    standing = review.plan.standing
    me = standing.person(review.person)
    if me is None or "lead" not in me.roles:
        raise CannotSend(f"Only a lead sends the plan. You are `{review.person}`; without --to you send your own work.")
    if standing.person(to) is None:
        people = ", ".join(one.id for one in standing.people)
        raise CannotSend(f"Nobody called `{to}` is of this review. Its people are: {people}.")
    plans = [found for one in standing.people for found in _of(review.logs, one.id, "plan")]
    whole: list[Scan] = []
    single: list[Written] = []
    words = ["the plan: people, studies, codebooks, rounds, assignments and what is open for comparison"]
    for author in (one.id for one in standing.people if one.id != to):
        works = _of(review.logs, author, "work")
        if works and all(_may_have_whole(review, to, found) for found in works):
            whole += works
            words.append(f"the work of {author}, whole: everything in it is open for comparison")
            continue
        opened = list(_opened(review, to, author))
        if opened:
            single += opened
            studies = len({one.body.get("study") for one in opened})
            which = "the one study that is" if studies == 1 else f"the {studies} studies that are"
            words.append(f"of the work of {author}, {which} open for comparison")
    return _sending(review, "plan", to, _submitted(review, review.person), plans + whole, single, words)


def place_for_packets(review: Path) -> Path:
    """Where a packet lies unless another folder is named: where the person stands, but beside the review, never in it.

    Whoever shares the review's folder would else be sent it, too.
    """
    here = Path.cwd()
    return review.resolve().parent if here.resolve().is_relative_to(review.resolve()) else here


def write_packet(review: Review, sending: Sending, folder: Path) -> Path:
    """Write the packet into ``folder``, read it back and give its path.

    Raises:
        CannotSend: it could not be written, or the disk gave back something else.
    """
    try:
        return make_packet(folder, review.title, sending.header, sending.parts)
    except OSError as error:
        raise CannotSend(f"The packet could not be written to `{folder}`: {cause_of(error)}.") from error
    except BadPacket as error:
        raise CannotSend(
            f"What was written to `{folder}` could not be read back. Do not trust this disk or stick; write it"
            " elsewhere with --out."
        ) from error


def _sending(
    review: Review,
    purpose: str,
    to: str,
    submitted: int,
    logs: Sequence[Scan],
    single: Sequence[Written],
    words: Sequence[str],
) -> Sending:
    try:
        parts: list[Part] = [LogPart.of(one.path, one.size) for one in logs]
    except OSError as error:
        raise CannotSend(f"A log could not be read: {cause_of(error)}.") from error
    if single:
        device = _device(review)
        parts.append(MadePart(extract_of(review.id, review.person, device, single)))
    distinct = list({one.sha256: one for one in parts}.values())
    if len(distinct) > MAX_PARTS:
        raise CannotSend(f"There are {len(distinct):,} logs to send; a packet takes {MAX_PARTS:,}.")
    damage = [f"{one.header.person}: {each.why}"[:400] for one in logs for each in one.damage]
    header = PacketHeader.model_validate(
        {
            "packet": FORMAT,
            "review": review.id,
            "person": review.person,
            "purpose": purpose,
            "to": to,
            "date": datetime.now(UTC).strftime("%Y-%m-%d"),
            "parts": len(distinct),
            "submitted": submitted,
            "damage": tuple(damage[:_NAMED]),
        }
    )
    said = [*words, *(f"known to be damaged: {one}" for one in damage[:_NAMED])]
    return Sending(header, tuple(distinct), tuple(said))


def _device(review: Review) -> str:
    """Which device made an extract matters to nobody; it has to be one, and the same each time."""
    mine = sorted(one.header.device for one in review.logs.scans.values() if one.header.person == review.person)
    return mine[0] if mine else "0" * 16


def _of(logs: Logs, person: str, kind: str) -> list[Scan]:
    """The person's logs of that kind, without copies that another one begins with."""
    found = [
        one
        for _, one in sorted(logs.scans.items())
        if one.header.person == person and one.header.kind == kind and one.lines > 1
    ]
    kept: list[Scan] = []
    for one in sorted(found, key=lambda each: each.size, reverse=True):
        longer = [other for other in kept if one.header.log == other.header.log]
        if not any(begins_with(other.path, one.path, one.size) for other in longer):
            kept.append(one)
    return sorted(kept, key=lambda each: (each.header.log, each.path.name))


def _submitted(review: Review, person: str) -> int:
    return sum(review.state_of(key, person) is State.SUBMITTED for key in review.plan.studies)


def _may_be_shown(review: Review, viewer: str, author: str, study: str, round_id: str) -> bool:
    """Whether the lead may send ``viewer`` what ``author`` wrote of a study in a round."""
    now = review.plan.round_of(study)
    owes = viewer in review.plan.coders(now, study) and not standing_submissions(
        review.logs.freezes(study, viewer, now)
    )
    released = bool(review.plan.released(now, study)) and bool(review.plan.released(round_id, study))
    return may_see(viewer, author, released=released, owes=owes)


def _may_have_whole(review: Review, viewer: str, found: Scan) -> bool:
    """Whether everything in a work log is of studies and rounds that the person may see, and of what is opened there
    of its author."""
    plan, author = review.plan, found.header.person
    first = {other: key for key, others in plan.also.items() for other in others}
    places: set[tuple[str, str]] = set()
    coded: set[tuple[str, str]] = set()
    for one in documents_in(found.path):
        study = one.body.get("study")
        if not isinstance(study, str):
            return False
        key = first.get(study, study)
        round_id = one.body.get("round", plan.round_of(key))
        place = (key, round_id if isinstance(round_id, str) else "")
        places.add(place)
        if one.table in _CODING and one.body.get("purpose") != "third":
            coded.add(place)
    return all(_may_be_shown(review, viewer, author, key, round_id) for key, round_id in places) and all(
        is_opened(review.logs, plan, key, author, round_id) for key, round_id in coded
    )


def _opened(review: Review, viewer: str, author: str) -> Iterator[Written]:
    """The single documents of one author that releases open and that the person may see."""
    plan = review.plan
    for (round_id, study), register in plan.releases.items():
        if not register.current or not _may_be_shown(review, viewer, author, study, round_id):
            continue
        released = plan.ever_released(round_id, study)
        documents = documents_by(review.logs, plan.standing, study, author, plan.opened)
        named: set[str] = set()
        for key, one in without_unopened(plan, study, author, round_id, documents).items():
            if key in released and isinstance(one, SubmissionDocument):
                named |= {key, *one.codes}
            elif isinstance(one, Deciding | StandDocument | ExclusionDocument):
                named |= {key} if getattr(one, "round", round_id) == round_id else set()
        yield from (one for one in _as_written(review, study, author) if one.id in named)


def _as_written(review: Review, study: str, author: str) -> Iterator[Written]:
    """What stands of the study in the author's logs and in extracts, as far as each id is that of its content."""
    in_logs = (one for _, line in review.logs.study(study, author) for one in line.documents)
    extracted = (one.written for one in review.logs.extracted(study))
    for one in (*in_logs, *extracted):
        try:
            read_document(one)
        except BadDocument:
            continue
        yield one

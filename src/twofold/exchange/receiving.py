"""Taking what others sent: first worked out in full, then stored byte for byte, and the same however often it is done.

Nothing that is here is changed: a log that arrives becomes a file of its own under `received`, named by its digest. A
copy goes only when a longer one begins with it.
"""

import contextlib
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from twofold.exchange.examining import Copy, Fate, LogAccount, examine
from twofold.exchange.packets import SUFFIX, BadPacket, PacketHeader
from twofold.exchange.plan_words import plan_words
from twofold.exchange.receipts import Receipt, note_receipts
from twofold.exchange.storing import keep_aside, kept_waiting, put, received, waiting_files
from twofold.exchange.unpack import Staged, stage_log, unpack
from twofold.record.authority import Filed
from twofold.record.headers import Header
from twofold.record.lines import Head
from twofold.review.adding_people import add_people, propose_people
from twofold.review.leading import Proposed, Refused
from twofold.review.open import Review
from twofold.review.pen import filed
from twofold.review.plan import fold_plan
from twofold.store.append import cause_of
from twofold.store.copies import begins_with
from twofold.store.device import data_folder
from twofold.store.folder import NoReview, review_id_in
from twofold.store.scan import NotALog, Scan, header_of, scan

_LEFT_BEHIND = 24 * 60 * 60


class CannotReceive(Exception):
    """Nothing, or nothing more, could be stored; the message says why. What was stored before is whole."""


@dataclass(frozen=True, slots=True)
class FileAccount:
    """What becomes of one file: what it says of itself, its logs, and why it, or a part of it, is not taken.

    ``path`` is empty for logs that were kept aside before and are looked at again.
    """

    name: str
    path: Path | None
    header: PacketHeader | None = None
    logs: tuple[LogAccount, ...] = ()
    refused: str = ""
    cut: str = ""
    keep: bool = False


@dataclass(slots=True)
class Receiving:
    """All that arrived, worked out and not taken. ``plan`` says in words what changes in the plan.

    ``joining`` is what adds people to the review before anything is taken; ``told`` says, once taken, what is still to
    be done by hand.
    """

    review: Review
    accounts: tuple[FileAccount, ...]
    plan: tuple[str, ...]
    joining: Proposed | None = None
    told: str = ""

    def logs(self, fate: Fate) -> list[LogAccount]:
        """The logs with that fate."""
        return [log for one in self.accounts for log in one.logs if log.fate is fate]

    @property
    def unknown_people(self) -> tuple[str, ...]:
        """Who sent logs of this review without being of it."""
        return tuple(
            dict.fromkeys(
                log.person
                for log in self.logs(Fate.REFUSED)
                if log.head is not None and log.of_review and self.review.plan.standing.person(log.person) is None
            )
        )

    def take(self) -> None:
        """Store what is taken. On disk when this returns.

        The review then has the plan that came; the codes of others it reads when it is next told to ``look``.

        Raises:
            CannotReceive: the disk would not take it.
        """
        self.store()
        self.review.take_in()

    def store(self) -> None:
        """Store what is taken, and add who joins; the review takes it in when it is next told to. This may run in a
        thread.

        Raises:
            CannotReceive: the disk would not take it.
        """
        try:
            if self.joining is not None:
                self.told = add_people(self.review, self.joining)
            self._store()
        except Refused as error:
            raise CannotReceive(str(error)) from error
        except OSError as error:
            raise CannotReceive(
                f"`{received(self.review.folder)}` could not be written: {cause_of(error)}. What was stored before"
                " is whole; receive the files again when there is room."
            ) from error
        try:
            for one in self.accounts:
                if one.keep and one.path is not None:
                    keep_aside(self.review.id, one.path, one.refused)
        except OSError as error:
            raise CannotReceive(f"A file that was refused could not be kept aside: {cause_of(error)}.") from error
        # What was read of before must not be missed now; else a log is read when somebody asks for it.
        held = {found.header.log for found in list(self.review.logs.scans.values())}
        self.review.logs.refresh(
            lambda header: header.kind != "work" or header.log in held or header.person == self.review.person
        )

    def _store(self) -> None:
        place = received(self.review.folder)
        receipts: list[Receipt] = []
        for one in self.accounts:
            for log in one.logs:
                if log.fate is Fate.TAKEN and log.head is not None:
                    place.mkdir(exist_ok=True)
                    put(log.path, place, log.sha256)
                    receipts.append(_receipt(one.name, log, log.head))
                elif log.fate is Fate.WAITS and one.path is not None:
                    kept_waiting(self.review.folder).mkdir(parents=True, exist_ok=True)
                    put(log.path, kept_waiting(self.review.folder), log.sha256)
        note_receipts(self.review.id, receipts)
        stored = {f"{log.sha256}.jsonl" for log in self.logs(Fate.TAKEN)}
        for log in self.logs(Fate.TAKEN):
            for old in log.supersedes:
                # A copy that was damaged where it lay has the name of the whole one, which has taken its place.
                if old.name not in stored:
                    old.unlink(missing_ok=True)
        for waiting in waiting_files(self.review.folder):
            if any(log.sha256 == waiting.stem for log in self.logs(Fate.TAKEN) + self.logs(Fate.KNOWN)):
                waiting.unlink(missing_ok=True)


@contextlib.contextmanager
def receiving(
    review: Review,
    paths: Sequence[Path],
    *,
    adding_people: bool = False,
    tell: Callable[[str], None] = lambda _: None,
) -> Iterator[Receiving]:
    """Work out what taking these files or folders would do; nothing is written until ``take`` is called inside.

    ``adding_people`` says that who is not of this review and sent something of it joins as a reviewer. ``tell`` is told
    what is being done; what it raises ends the work.

    Raises:
        CannotReceive: the device's data folder cannot be written, or this person may not add people.
    """
    with contextlib.ExitStack() as stack:
        try:
            place = stack.enter_context(staging())
            review.logs.refresh(lambda header: header.kind == "plan")
            review.take_in()
            files = _files(paths)
            arrived: list[_Arrived] = []
            for number, path in enumerate(files):
                tell(f"Reading {path.name}" + (f" ({number + 1} of {len(files)})" if len(files) > 1 else ""))
                arrived.append(_arrive(review, path, place / str(number)))
            tell("Comparing with what is here")
            arrived += [_kept(review, path) for path in waiting_files(review.folder)]
            names = {_same_log(found.header) for each in arrived for _, found in each.parts}
            review.logs.refresh(lambda header: _same_log(header) in names)
            found = _work_out(review, arrived)
            if adding_people and (unknown := found.unknown_people):
                found = _work_out(review, arrived, propose_people(review, unknown))
        except Refused as error:
            raise CannotReceive(str(error)) from error
        except OSError as error:
            raise CannotReceive(f"What arrived could not be worked out: {cause_of(error)}.") from error
        yield found


@contextlib.contextmanager
def staging() -> Iterator[Path]:
    """A folder of this device's own, which is gone afterwards.

    Raises:
        OSError: it cannot be made.
    """
    data_folder().mkdir(parents=True, exist_ok=True)
    for left in data_folder().glob("incoming.*"):
        # A process that was killed could not clear up; one that is still at work is younger than this.
        with contextlib.suppress(OSError):
            if time.time() - left.stat().st_mtime > _LEFT_BEHIND:
                shutil.rmtree(left, ignore_errors=True)
    place = Path(tempfile.mkdtemp(prefix="incoming.", dir=data_folder()))
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


@dataclass(slots=True)
class _Arrived:
    """A file that arrived: of each part what a scan found, or what became of it without one."""

    account: FileAccount
    parts: list[tuple[Staged, Scan]] = field(default_factory=list)
    judged: list[LogAccount] = field(default_factory=list)


def _files(paths: Sequence[Path]) -> list[Path]:
    """The files to look at. Of a folder, all packets and logs, and those of a copy of a review that it may be."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir() and not path.is_symlink():
            places = (path, path / "logs", path / "received")
            found += [
                one
                for place in places
                if place.is_dir()
                for one in sorted(place.iterdir())
                if one.suffix.lower() in (SUFFIX, ".jsonl") and not one.name.startswith(".")
            ]
        else:
            found.append(path)
    return list(dict.fromkeys(found))


def _arrive(review: Review, path: Path, place: Path) -> _Arrived:
    place.mkdir()
    account = FileAccount(path.name, path)
    try:
        if path.suffix.lower() == ".jsonl":
            # Whose a log with a damaged first line is, its other lines tell; of which review it is, only its folder.
            return _scanned(review, account, [stage_log(path, place)], review.id if _lies_in(review.id, path) else "")
        found = unpack(path, place, lambda header: _admit(review, header))
    except BadPacket as error:
        return _Arrived(replace(account, refused=str(error), keep=error.keep))
    return _scanned(review, replace(account, header=found.header, cut=found.cut), found.parts, review.id)


def _lies_in(review: str, path: Path) -> bool:
    try:
        return review_id_in(path.resolve().parent.parent) == review
    except NoReview:
        return False


def _admit(review: Review, header: PacketHeader) -> None:
    if header.review != review.id:
        raise BadPacket(
            "It belongs to another review. Go to the folder of that review and receive it there; to take part in it"
            " anew, `twofold receive FILE --into FOLDER` makes one."
        )
    # Whether its sender is of the review is judged log by log, for the packet may bring the plan that adds them.


def _kept(review: Review, path: Path) -> _Arrived:
    return _scanned(review, FileAccount("kept aside before", None), [Staged(path, path.stem)], review.id)


def _scanned(review: Review, account: FileAccount, parts: Sequence[Staged], belongs_to: str) -> _Arrived:
    made = _Arrived(account)
    for one in parts:
        try:
            if _is_here(review, one):
                header = header_of(one.path, belongs_to)
                made.judged.append(LogAccount(header.person, header.kind, Fate.KNOWN, sha256=one.sha256))
            else:
                made.parts.append((one, scan(one.path, belongs_to)))
        except NotALog as error:
            why = str(error).replace(f"`{one.path.name}` was not read", "it is no log that could be read")
            made.judged.append(LogAccount("", "", Fate.REFUSED, why=why.removesuffix(".")))
    return made


def _is_here(review: Review, part: Staged) -> bool:
    """Whether the same bytes were received before, which spares reading the log to its end twice over."""
    stored = received(review.folder) / f"{part.sha256}.jsonl"
    size = part.path.stat().st_size
    return stored.is_file() and stored.stat().st_size == size and begins_with(stored, part.path, size)


def _work_out(review: Review, arrived: Sequence[_Arrived], joining: Proposed | None = None) -> Receiving:
    standing_before = review.plan
    brought = [
        Filed(found.header.person, one)
        for each in arrived
        for _, found in each.parts
        if found.header.review == review.id and found.header.kind != "extract"
        for one in found.plan
    ]
    joins = [Filed(review.person, filed(one)) for one in joining.documents] if joining is not None else []
    plan = fold_plan(review.id, [*review.logs.plan(), *brought, *joins])
    copies: dict[tuple[str, str], list[Copy]] = {}
    for found in list(review.logs.scans.values()):
        ours = found.path.parent.name != "received"
        copies.setdefault(_same_log(found.header), []).append(Copy(found.path, found.size, bool(found.damage), ours))
    judged: dict[Path, LogAccount] = {}
    # Longest first, so that of several copies of a log that arrive together the longest is new and the others known.
    order = sorted(
        ((part, found) for each in arrived for part, found in each.parts),
        key=lambda one: (-one[1].size, one[0].sha256, str(one[0].path)),
    )
    for part, found in order:
        known = copies.setdefault(_same_log(found.header), [])
        account = examine(found, part.sha256, plan, review.id, known)
        judged[part.path] = account
        if account.fate is Fate.TAKEN:
            known.append(Copy(found.path, found.size, bool(found.damage), ours=True))
    accounts = tuple(
        replace(each.account, logs=(*(judged[part.path] for part, _ in each.parts), *each.judged)) for each in arrived
    )
    return Receiving(review, accounts, tuple(plan_words(standing_before, plan)), joining)


def _same_log(header: Header) -> tuple[str, str]:
    """What tells logs apart. Extracts of one lead are compared with each other, for each is made anew."""
    return ("extract", header.person) if header.kind == "extract" else ("log", header.log)


def _receipt(file: str, log: LogAccount, head: Head) -> Receipt:
    return Receipt(
        at=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        file=file[:500],
        person=log.person,
        kind=log.kind,
        log=head.log,
        line=head.line,
        digest=head.digest,
        sha256=log.sha256,
    )

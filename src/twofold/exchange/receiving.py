"""Taking what others sent: first worked out in full, then stored byte for byte, and the same however often it is done.

Nothing that is here is changed: a log that arrives becomes a file of its own under `received`, named by its digest. A
copy goes only when a longer one begins with it.
"""

import contextlib
import hashlib
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from twofold.exchange.examining import Copy, Fate, LogAccount, examine
from twofold.exchange.packets import MAX_PACKET, SUFFIX, BadPacket, PacketHeader
from twofold.exchange.receipts import Receipt, note_receipts
from twofold.exchange.unpack import Staged, open_regular, stage_log, unpack
from twofold.record.authority import Filed
from twofold.record.lines import Head
from twofold.review.open import Review
from twofold.review.plan import Plan, fold_plan
from twofold.store.append import cause_of, sync, sync_folder
from twofold.store.device import data_folder
from twofold.store.scan import NotALog, Scan, scan

WAITING = "waiting"
_BLOCK = 1024 * 1024


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
    """All that arrived, worked out and not taken. ``plan`` says in words what changes in the plan."""

    review: Review
    accounts: tuple[FileAccount, ...]
    plan: tuple[str, ...]

    def logs(self, fate: Fate) -> list[LogAccount]:
        """The logs with that fate."""
        return [log for one in self.accounts for log in one.logs if log.fate is fate]

    def take(self) -> None:
        """Store what is taken, and let the review read it. On disk when this returns.

        Raises:
            CannotReceive: the disk would not take it.
        """
        try:
            self._store()
            for one in self.accounts:
                if one.keep and one.path is not None:
                    _keep_aside(self.review.id, one.path, one.refused)
        except OSError as error:
            raise CannotReceive(
                f"`{self.review.folder / 'received'}` could not be written: {cause_of(error)}. What was stored before"
                " is whole; receive the files again when there is room."
            ) from error
        self.review.look()
        self.review.take_in()

    def _store(self) -> None:
        place = self.review.folder / "received"
        receipts: list[Receipt] = []
        for one in self.accounts:
            for log in one.logs:
                if log.fate is Fate.TAKEN and log.head is not None:
                    place.mkdir(exist_ok=True)
                    _put(log.path, place, log.sha256)
                    receipts.append(_receipt(one.name, log, log.head))
                elif log.fate is Fate.WAITS and one.path is not None:
                    (place / WAITING).mkdir(parents=True, exist_ok=True)
                    _put(log.path, place / WAITING, log.sha256)
        note_receipts(self.review.id, receipts)
        for log in self.logs(Fate.TAKEN):
            for old in log.supersedes:
                old.unlink(missing_ok=True)
        for waiting in _waiting(self.review):
            if any(log.sha256 == waiting.stem for log in self.logs(Fate.TAKEN) + self.logs(Fate.KNOWN)):
                waiting.unlink(missing_ok=True)


@contextlib.contextmanager
def receiving(review: Review, paths: Sequence[Path]) -> Iterator[Receiving]:
    """Work out what taking these files or folders would do; nothing is written until ``take`` is called inside.

    Raises:
        CannotReceive: the device's data folder cannot be written.
    """
    with contextlib.ExitStack() as stack:
        try:
            place = stack.enter_context(staging())
            review.look()
            review.take_in()
            arrived = [_arrive(review, path, place / str(number)) for number, path in enumerate(_files(paths))]
            arrived += [_kept(review, path) for path in _waiting(review)]
            found = _work_out(review, arrived)
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
    place = Path(tempfile.mkdtemp(prefix="incoming.", dir=data_folder()))
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


@dataclass(slots=True)
class _Arrived:
    """A file that arrived, its parts, and of each part what a scan found or why it is no log."""

    account: FileAccount
    parts: list[tuple[Staged, Scan]] = field(default_factory=list)
    unread: list[LogAccount] = field(default_factory=list)


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
            return _scanned(account, [stage_log(path, place)], review="")
        found = unpack(path, place, lambda header: _admit(review, header))
    except BadPacket as error:
        return _Arrived(replace(account, refused=str(error), keep=error.keep))
    return _scanned(replace(account, header=found.header, cut=found.cut), found.parts, review.id)


def _admit(review: Review, header: PacketHeader) -> None:
    if header.review != review.id:
        raise BadPacket(
            "It belongs to another review. Go to the folder of that review and receive it there; to take part in it"
            " anew, `twofold receive FILE --into FOLDER` makes one."
        )
    # Whether its sender is of the review is judged log by log, for the packet may bring the plan that adds them.


def _kept(review: Review, path: Path) -> _Arrived:
    return _scanned(FileAccount("kept aside before", None), [Staged(path, path.stem)], review.id)


def _scanned(account: FileAccount, parts: Sequence[Staged], review: str) -> _Arrived:
    made = _Arrived(account)
    for one in parts:
        try:
            made.parts.append((one, scan(one.path, review)))
        except NotALog as error:
            why = str(error).replace(f"`{one.path.name}` was not read: ", "").replace(f"`{one.path.name}`", "a log")
            made.unread.append(LogAccount("", "", Fate.REFUSED, why=why.removesuffix(".")))
    return made


def _work_out(review: Review, arrived: Sequence[_Arrived]) -> Receiving:
    standing_before = review.plan
    brought = [
        Filed(found.header.person, one)
        for each in arrived
        for _, found in each.parts
        if found.header.review == review.id and found.header.kind != "extract"
        for one in found.plan
    ]
    plan = fold_plan(review.id, [*review.logs.plan(), *brought])
    copies: dict[object, list[Copy]] = {}
    for found in list(review.logs.scans.values()):
        ours = found.path.parent.name != "received"
        copies.setdefault(_same_log(found), []).append(Copy(found.path, found.size, bool(found.damage), ours))
    judged: dict[Path, LogAccount] = {}
    # Longest first, so that of several copies of a log that arrive together the longest is new and the others known.
    order = sorted(
        ((part, found) for each in arrived for part, found in each.parts),
        key=lambda one: (-one[1].size, one[0].sha256, str(one[0].path)),
    )
    for part, found in order:
        known = copies.setdefault(_same_log(found), [])
        account = examine(found, part.sha256, plan, review.id, known)
        judged[part.path] = account
        if account.fate is Fate.TAKEN:
            known.append(Copy(found.path, found.size, bool(found.damage), ours=True))
    accounts = tuple(
        replace(each.account, logs=(*(judged[part.path] for part, _ in each.parts), *each.unread)) for each in arrived
    )
    return Receiving(review, accounts, tuple(_plan_words(standing_before, plan)))


def _same_log(found: Scan) -> object:
    """What tells logs apart. Extracts of one lead are compared with each other, for each is made anew."""
    return ("extract", found.header.person) if found.header.kind == "extract" else found.header.log


def _plan_words(before: Plan, after: Plan) -> Iterator[str]:
    known = {one.id for one in before.standing.people}
    people = [f"{one.name} ({one.id})" for one in after.standing.people if one.id not in known]
    if people:
        yield f"joins: {', '.join(people)}"
    new = len(after.studies.keys() - before.studies.keys())
    if new:
        yield f"{new} new studies"
    gone = len(before.studies.keys() - after.studies.keys())
    if gone:
        yield f"{gone} studies are the same as others"
    if after.codebook is not None and (before.codebook is None or before.codebook[0] != after.codebook[0]):
        yield f"codebook {after.codebook[1].version}, published on {after.codebook[1].at[:10]}"
    for key in sorted(after.rounds.keys() - before.rounds.keys()):
        yield f"calibration round “{after.round(key).name}”"
    moved = [key for key in after.rounds if key in before.rounds and after.round(key).state != before.round(key).state]
    for key in moved:
        yield f"calibration round “{after.round(key).name}” was closed"
    assigned = sum(after.assignments[key] != before.assignments.get(key) for key in after.assignments)
    if assigned:
        yield f"{assigned} assignments"
    released = len(after.releases.keys() - before.releases.keys())
    if released:
        yield f"{released} studies opened for comparison"


def _waiting(review: Review) -> list[Path]:
    place = review.folder / "received" / WAITING
    return sorted(one for one in place.glob("*.jsonl") if one.is_file() and not one.is_symlink())


def waiting(review: Review) -> tuple[str, ...]:
    """Whose logs are kept aside because they have codes under a codebook that this copy does not know, in sentences."""
    found: list[str] = []
    for path in _waiting(review):
        try:
            person = scan(path, review.id).header.person
        except (NotALog, OSError):
            continue
        found.append(
            f"A log of {person} is kept aside: it has codes under a codebook that this copy does not know. It is taken"
            " when the lead's plan brings that codebook."
        )
    return tuple(found)


def _put(source: Path, folder: Path, sha256: str) -> None:
    path = folder / f"{sha256}.jsonl"
    if path.exists():
        return
    building = folder / f".{sha256[:16]}.part"
    try:
        with source.open("rb") as taken, building.open("wb") as file:
            while block := taken.read(_BLOCK):
                file.write(block)
            file.flush()
            sync(file.fileno())
        building.replace(path)
    finally:
        building.unlink(missing_ok=True)
    sync_folder(folder)


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


def _keep_aside(review: str, path: Path, why: str) -> None:
    """Keep a copy of a file that was refused, under its digest, with the reason beside it."""
    place = data_folder() / "reviews" / review / "quarantine"
    place.mkdir(parents=True, exist_ok=True)
    building = place / ".part"
    digest = hashlib.sha256()
    left = MAX_PACKET
    try:
        with open_regular(path) as file, building.open("wb") as out:
            while left and (block := file.read(min(_BLOCK, left))):
                digest.update(block)
                out.write(block)
                left -= len(block)
        name = digest.hexdigest()[:32]
        building.replace(place / f"{name}{SUFFIX}")
        (place / f"{name}.reason.txt").write_text(f"{path.name}\n{why}\n", "utf-8", "backslashreplace")
    except BadPacket:
        return
    finally:
        building.unlink(missing_ok=True)

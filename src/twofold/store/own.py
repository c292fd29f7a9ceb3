"""One person's own logs on this device: found again, locked, mended at the tail, and written."""

import contextlib
import errno
import os
import socket
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from filelock import FileLock, Timeout

from twofold.record.headers import FORMAT, Header
from twofold.record.lines import Written
from twofold.store.append import Appender, NotSaved, cause_of, sync
from twofold.store.device import Device, Kind, new_key, private_folder
from twofold.store.folder import Logs
from twofold.store.scan import Scan

_LEFT_ELSEWHERE = (
    "This copy of the review does not end where this device left it: it was copied here, restored from a backup, or"
    " the power failed. What its logs hold is read; what you do from now on goes to a new log file."
)


class Locked(Exception):
    """Another process writes this person's logs; the message says which."""


class CannotWrite(Exception):
    """Nothing can be written on this device for this review; the message is a sentence."""


@dataclass(slots=True)
class OwnLogs:
    """The writer of one person's logs on this device, holding the lock until ``close``.

    ``told`` are sentences for the person about what was found at opening.
    """

    logs: Logs
    person: str
    device: Device
    told: list[str] = field(default_factory=list)
    _lock: FileLock | None = None
    _open: dict[Kind, Appender] = field(default_factory=dict)

    @classmethod
    def open(cls, logs: Logs, person: str) -> "OwnLogs":
        """Take the lock and find this device's logs among those that were read.

        Raises:
            Locked: another process holds them.
            CannotWrite: the data folder or the review folder cannot be written.
        """
        folder = private_folder(logs.review, person)
        with contextlib.ExitStack() as undone:
            try:
                folder.mkdir(parents=True, exist_ok=True)
                # The lock comes before the identity: of two processes that open a review first, one alone makes it.
                lock = _take_lock(folder)
                undone.callback(lock.release)
                device = Device(folder)
            except OSError as error:
                raise CannotWrite(
                    f"Your answers cannot be saved: `{folder}`, where Twofold keeps who this device is, could not be"
                    f" written: {cause_of(error)}."
                ) from error
            # What was read before the lock was held may have been written on since; a line that was then half there
            # would now be taken for a torn one.
            logs.look_again(person)
            own = cls(logs, person, device, _lock=lock)
            try:
                for kind in ("plan", "work"):
                    own._find(kind)
            except OSError as error:
                own._let_go()
                raise CannotWrite(f"Your answers cannot be saved in `{logs.folder}`: {cause_of(error)}.") from error
            undone.pop_all()
        return own

    def append(self, kind: Kind, documents: Sequence[Written]) -> Path:
        """Write the documents as one line of the log of that kind, and give the log when it is on the disk.

        Raises:
            NotSaved: they are not on the disk.
        """
        appender = self._open.get(kind)
        if appender is None:
            appender = self._begin(kind)
        line, head = appender.prepare(documents)
        try:
            self.device.note(kind, appender.head, head)
            appender.commit(line, head)
        except OSError as error:
            raise NotSaved(
                f"`{self.device.folder}` could not be written: {cause_of(error)}.", abandoned=False
            ) from error
        except NotSaved as error:
            if error.abandoned:
                self._abandon(kind)
            raise
        return appender.path

    def current(self, kind: Kind) -> Path | None:
        """The log of that kind which is being written, if one has been begun or found."""
        appender = self._open.get(kind)
        return None if appender is None else appender.path

    def close(self) -> None:
        """Let go of the files and the lock."""
        for kind, appender in self._open.items():
            # Before a write both the old and the new end are noted; now that it is known which holds, only that one is.
            with contextlib.suppress(OSError):
                self.device.note(kind, appender.head, appender.head)
        self._let_go()
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def _let_go(self) -> None:
        for appender in self._open.values():
            with contextlib.suppress(OSError):
                appender.close()
        self._open.clear()

    def _mine(self, kind: Kind) -> list[Scan]:
        return [
            found
            for found in list(self.logs.scans.values())
            if found.header.person == self.person and found.header.kind == kind and found.path.parent.name == "logs"
        ]

    def _find(self, kind: Kind) -> None:
        left = self.device.last_written(kind)
        mine = [one for one in self._mine(kind) if one.header.device == self.device.id]
        here = min(
            (one for one in mine if left is not None and left.ends(one.head)),
            key=lambda one: (bool(one.damage), len(one.path.name), one.path.name),
            default=None,
        )
        if here is None:
            if (mine or left is not None) and _LEFT_ELSEWHERE not in self.told:
                self.told.append(_LEFT_ELSEWHERE)
            return
        if here.tail and not here.damage:
            self._cut_tail(here)
        if here.damage:
            self.told.append(f"`{here.path.name}` is damaged. It stays as it is, and you go on in a new log file.")
            return
        self._open[kind] = Appender(here.path, here.head, here.size)

    def _cut_tail(self, found: Scan) -> None:
        with found.path.open("r+b") as file:
            file.seek(found.size)
            tail = file.read()
            if b"\n" in tail:
                raise OSError(errno.EBUSY, "it is being written by something else")
            kept = self.device.set_aside(f"{found.path.name}.tail", tail)
            file.truncate(found.size)
            sync(file.fileno())
        found.tail = 0
        self.told.append(
            f"The last line of `{found.path.name}` was never finished (Twofold was stopped while saving), so it had"
            f" not been shown as saved. It was set aside as `{kept}`."
        )

    def _begin(self, kind: Kind) -> Appender:
        continues = tuple((head.log, head.line, head.digest) for head in (one.head for one in self._mine(kind)))
        header = Header(
            format=FORMAT,
            review=self.logs.review,
            person=self.person,
            device=self.device.id,
            log=new_key(),
            kind=kind,
            continues=continues,
        )
        name = f"{self.person}.{self.device.id[:8]}.{kind}.{header.log[:4]}.jsonl"
        place = self.logs.folder / "logs"
        if place.is_symlink():
            raise NotSaved(
                f"`{place}` is a link, and logs are written in the review's own folder alone.", abandoned=True
            )
        appender = Appender.create(place / name, header)
        self._open[kind] = appender
        return appender

    def _abandon(self, kind: Kind) -> None:
        appender = self._open.pop(kind, None)
        if appender is None:
            return
        self.device.forget(kind)
        with contextlib.suppress(OSError):
            appender.close()


def _take_lock(folder: Path) -> FileLock:
    # Not thread-local: the lock is taken by the screen's thread and may be let go by another.
    lock = FileLock(folder / "lock", timeout=0, thread_local=False, fallback_to_soft=False)
    holder = folder / "lock-holder"
    try:
        lock.acquire()
    except Timeout:
        try:
            who = holder.read_text("utf-8").strip()
        except (OSError, ValueError):
            who = "another process"
        raise Locked(f"Your logs are being written by {who}. You can read here, not write.") from None
    # The note is for a sentence alone; a full disk must not keep anyone from the lock.
    with contextlib.suppress(OSError):
        holder.write_text(
            f"Twofold on {socket.gethostname()}, process {os.getpid()}, since {time.strftime('%H:%M on %Y-%m-%d')}\n",
            encoding="utf-8",
        )
    return lock

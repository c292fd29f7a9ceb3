"""What a person writes with: documents stamped with author, device, time and nonce, and queued for the disk."""

import secrets
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, TypeVar

from twofold.record.document import Document
from twofold.record.lines import Written, written
from twofold.record.tables import PLAN_TABLES, TABLES, body_of
from twofold.store.device import Kind
from twofold.store.own import OwnLogs
from twofold.store.savequeue import SaveQueue

Made = TypeVar("Made", bound=Document)

_TABLE_OF = {model: table for table, model in TABLES.items()}


class NotWritten(Exception):
    """Something is not on the disk; the message says why and what to do."""


class Pen:
    """Makes documents of one person on one device and hands them to the save queue."""

    def __init__(self, own: OwnLogs, queue: SaveQueue) -> None:
        self.own = own
        self.queue = queue
        self.person = own.person

    def document(self, kind: type[Made], /, **content: Any) -> tuple[str, Made]:
        """A document with its id, stamped. Nothing is written yet."""
        made = stamped(kind, self.person, self.own.device.id, **content)
        return filed(made).id, made

    def put(self, documents: Sequence[Document]) -> None:
        """Queue the documents as one line of the log that their tables belong to."""
        self._queue(tuple(filed(one) for one in documents))

    def put_now(self, documents: Sequence[Document]) -> None:
        """Write the documents and return when they, and all that was queued before, are on the disk.

        Raises:
            NotWritten: saving has stopped. These documents are taken back; what was queued before them is kept.
        """
        entries = tuple(filed(one) for one in documents)
        self._queue(entries)
        if not self.queue.drain():
            why = self.queue.stopped
            self.queue.withdraw(entries)
            raise NotWritten(why)

    def wait(self) -> None:
        """Return when all that was queued is on the disk.

        Raises:
            NotWritten: saving has stopped; what was queued is kept.
        """
        if not self.queue.drain():
            raise NotWritten(self.queue.stopped)

    def _queue(self, entries: tuple[Written, ...]) -> None:
        log: Kind = "plan" if entries[0].table in PLAN_TABLES else "work"
        self.queue.put(log, entries)

    def unsaved(self) -> frozenset[str]:
        """The ids of the documents that are not on the disk yet."""
        return frozenset(one.id for waiting in self.queue.unsaved for one in waiting.documents)


def stamped(kind: type[Made], person: str, device: str, /, **content: Any) -> Made:
    """A document of that kind by ``person`` on ``device``, with the time of this clock and a fresh nonce."""
    at = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return kind(by=person, device=device, at=at, nonce=secrets.token_hex(16), **content)


def filed(document: Document) -> Written:
    """A document with its table and id, as it stands in a line."""
    return written(_TABLE_OF[type(document)], body_of(document))

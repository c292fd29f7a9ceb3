"""The one queue through which everything is saved: one thread, in the order of the keys, stopping at a failure.

What waits behind a failed save is kept in order, and is tried again, or written to a rescue copy, when asked.
"""

import logging
import threading
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from twofold.record.lines import Written
from twofold.store.append import NotSaved
from twofold.store.device import Kind

_log = logging.getLogger(__name__)


class Writer(Protocol):
    """What the queue writes to."""

    def append(self, kind: Kind, documents: Sequence[Written]) -> Path:
        """Write one line and give the log when it is on the disk, or raise ``NotSaved``."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A transaction that is not on the disk yet."""

    kind: Kind
    documents: tuple[Written, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a transaction: the log it is in, or the sentence why it is not saved."""

    waiting: Waiting
    path: Path | None
    why: str = ""


_LET_PAINT = 0.005
"""Seconds that a single save leaves to the thread that draws, which is about to paint the answer: at once, the two
would take turns and the paint would wait for the disk. Whoever waits for the save, and a second save, end it."""


class SaveQueue:
    """Saves in a thread of its own. ``told`` is called in that thread, once a transaction."""

    def __init__(self, writer: Writer, told: Callable[[Outcome], None]) -> None:
        self._writer = writer
        self._told = told
        self._waiting: deque[Waiting] = deque()
        self._changed = threading.Condition()
        self._stopped = ""
        self._telling = False
        self._closing = False
        self._awaited = 0
        self._thread: threading.Thread | None = None

    def put(self, kind: Kind, documents: tuple[Written, ...]) -> None:
        """Queue one transaction. Returns at once.

        Raises:
            RuntimeError: the queue was closed, so nobody would ever save it.
        """
        with self._changed:
            if self._closing:
                raise RuntimeError("the save queue is closed")
            self._waiting.append(Waiting(kind, documents))
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="save", daemon=True)
                self._thread.start()
            self._changed.notify_all()

    @property
    def unsaved(self) -> tuple[Waiting, ...]:
        """What is not on the disk yet, in order."""
        with self._changed:
            return tuple(self._waiting)

    @property
    def stopped(self) -> str:
        """The sentence for which the queue stopped, or nothing while it works."""
        with self._changed:
            return self._stopped

    def retry(self) -> None:
        """Go on after a failure, with the save that failed first."""
        with self._changed:
            self._stopped = ""
            self._changed.notify_all()

    def withdraw(self, documents: tuple[Written, ...]) -> bool:
        """Take a transaction back that is still waiting behind a failure. Whether it was there to be taken."""
        with self._changed:
            found = next((one for one in self._waiting if one.documents == documents), None)
            if found is None or not self._stopped:
                return False
            self._waiting.remove(found)
            if not self._waiting:
                self._stopped = ""
            return True

    def drain(self, timeout: float | None = None) -> bool:
        """Wait until nothing is left to save or the queue has stopped. Whether everything is saved."""
        with self._changed:
            self._awaited += 1
            self._changed.notify_all()
            try:
                self._changed.wait_for(
                    lambda: not self._telling and (not self._waiting or bool(self._stopped)), timeout
                )
            finally:
                self._awaited -= 1
            return not self._waiting and not self._telling

    def close(self, timeout: float | None = None) -> tuple[Waiting, ...]:
        """Save what can be saved, end the thread, and give what is left unsaved."""
        self.drain(timeout)
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        if self._thread is not None:
            self._thread.join(timeout)
        return self.unsaved

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._closing or (bool(self._waiting) and not self._stopped))
                if len(self._waiting) == 1 and not self._awaited:
                    self._changed.wait(_LET_PAINT)
                if self._closing:
                    return
                first = self._waiting[0]
            try:
                outcome = Outcome(first, self._writer.append(first.kind, first.documents))
            except NotSaved as error:
                outcome = Outcome(first, None, str(error))
            except Exception as error:
                # Whatever went wrong, this thread must live: everything that is still to be saved waits for it.
                _log.exception("a save failed in a way that was not foreseen")
                outcome = Outcome(first, None, f"It could not be saved: {type(error).__name__}: {error}.")
            with self._changed:
                self._telling = True
                if outcome.path is None:
                    self._stopped = outcome.why
                else:
                    self._waiting.popleft()
            # ``drain`` lets nobody go before the outcome is told, so that nobody acts on a save not yet taken up.
            try:
                self._told(outcome)
            except Exception:
                _log.exception("somebody who was told of a save failed")
            finally:
                with self._changed:
                    self._telling = False
                    self._changed.notify_all()

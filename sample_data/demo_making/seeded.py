"""A seeded source in the place of chance and the clock, so that the logs come out the same byte for byte."""

import hashlib
import secrets
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from unittest.mock import patch

from demo_making.chance import SEED
from twofold.review import pen


class Clock:
    """A clock that stands until it is moved on."""

    def __init__(self, start: datetime) -> None:
        self._now = start

    def now(self, zone: object = UTC) -> datetime:
        """The time that it shows."""
        return self._now

    def set(self, time: datetime) -> None:
        """Let it show that time."""
        self._now = time

    def move(self, seconds: float) -> None:
        """Let so many seconds, in whole ones, pass."""
        self._now += timedelta(seconds=max(1, int(seconds)))


@contextmanager
def seeded(clock: Clock) -> Iterator[None]:
    """While this lasts, nonces, keys and ids are drawn from the seed, and documents are stamped by ``clock``.

    Each length has a sequence of its own: nonces are drawn while answers are given, log ids in the thread that saves.
    """
    drawn: Counter[int] = Counter()

    def token_hex(nbytes: int | None = None) -> str:
        size = 32 if nbytes is None else nbytes
        drawn[size] += 1
        return hashlib.sha256(f"{SEED}/token/{size}/{drawn[size]}".encode()).hexdigest()[: 2 * size]

    with patch.object(secrets, "token_hex", token_hex), patch.object(pen, "datetime", clock):
        yield

"""How long coding takes: counted from key to key, kept on this device, for the person alone.

A key only moves numbers in memory; ``keep`` writes them, away from the key's path, so a crash loses what was counted
since it ran last. After two minutes without a key the clock stands still until the next one.
"""

import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from twofold.record.plan_documents import ReviewSettings
from twofold.store.times import Spent, read_times, timing_is_off, write_times

IDLE_AFTER = 120.0
"""Seconds without a key after which nothing more is counted."""

_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Day:
    """What was done on one day: seconds, and on how many studies."""

    seconds: float
    studies: int

    @property
    def words(self) -> str:
        """The day in words, such as *35 min on 2 studies*; empty before the first minute."""
        if not whole_minutes(self.seconds):
            return ""
        return f"{time_words(self.seconds)} on {self.studies} stud{'y' if self.studies == 1 else 'ies'}"


class Times:
    """The times of one person of one review on this device. They are read when first asked for."""

    def __init__(
        self,
        place: Path,
        clock: Callable[[], float] = time.monotonic,
        today: Callable[[], date] = date.today,
    ) -> None:
        self.off = timing_is_off()
        self._place = place
        self._clock = clock
        self._today = today
        self._read: Spent | None = None
        self._since: float | None = None
        self._changed = False
        self._counting = threading.RLock()
        self._writing = threading.Lock()

    def begin(self) -> None:
        """A study is before the person: what passes from now on counts."""
        self._since = self._clock()

    def key(self, study: str, name: str) -> None:
        """A key came at this field of this study, where the person has been since the last one."""
        now = self._clock()
        before, self._since = self._since, now
        if before is None or self.off:
            return
        seconds = min(now - before, IDLE_AFTER)
        if seconds > 0:
            with self._counting:
                self._spent.add(self._today().isoformat(), study, name, seconds)
                self._changed = True

    def leave(self) -> None:
        """No study is before the person any more."""
        self._since = None

    def keep(self) -> None:
        """Write what was counted, if anything was. May run in a thread; a data folder that is full is no obstacle."""
        with self._writing:
            with self._counting:
                if not self._changed:
                    return
                spent, self._changed = self._spent.copy(), False
            with suppress(OSError):
                write_times(self._place, spent)

    def studies(self) -> Mapping[str, float]:
        """Seconds by study."""
        return {study: sum(parts.values()) for study, parts in self._spent.fields.items()}

    def fields(self, study: str) -> Mapping[str, float]:
        """Seconds by field of a study; those spent where no field was asked have an empty name."""
        return dict(self._spent.fields.get(study, {}))

    def minutes(self, study: str) -> int:
        """Whole minutes spent on a study, half ones up."""
        return whole_minutes(sum(self._spent.fields.get(study, {}).values()))

    def day(self) -> Day:
        """What was done today."""
        found = self._spent.days.get(self._today().isoformat(), {})
        return Day(sum(found.values()), len(found))

    def minutes_to_send(self, study: str, settings: ReviewSettings) -> int | None:
        """What a submission says of the time: nothing unless the review's settings ask for it and time is counted."""
        if self.off or not settings.minutes_in_exports:
            return None
        return self.minutes(study)

    @property
    def _spent(self) -> Spent:
        with self._counting:
            if self._read is None:
                self._read = read_times(self._place)
            return self._read


def whole_minutes(seconds: float) -> int:
    """Seconds as whole minutes, half ones up."""
    return int(seconds / _SECONDS + 0.5)


def time_words(seconds: float) -> str:
    """A stretch of time as people say it: *35 min*, *2 h 05 min*."""
    minutes = whole_minutes(seconds)
    hours, rest = divmod(minutes, 60)
    return f"{hours} h {rest:02} min" if hours else f"{minutes} min"

"""What became of the saves, carried from the saving thread to the screen, once for all that came together."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from twofold.values.coded import Place

if TYPE_CHECKING:
    from twofold.store.savequeue import Outcome


@dataclass(frozen=True, slots=True)
class Batch:
    """What was told since the last look: the study and places touched last, and why saving stopped if it did."""

    study: str
    places: frozenset[Place]
    why: str


class Outcomes:
    """Collects outcomes. ``wake`` is called in the saving thread, and not again before ``take``."""

    def __init__(self, wake: Callable[[], None]) -> None:
        self._wake = wake
        self._guard = threading.Lock()
        self._told: list[Outcome] = []

    def tell(self, outcome: "Outcome") -> None:
        """Take in one outcome; called in the saving thread."""
        with self._guard:
            self._told.append(outcome)
            first = len(self._told) == 1
        if first:
            self._wake()

    def take(self) -> Batch:
        """All that was told since the last look, as the screen needs it."""
        with self._guard:
            told, self._told = self._told, []
        study, places, why = "", set[Place](), ""
        for outcome in told:
            why = "" if outcome.path is not None else outcome.why
            for one in outcome.waiting.documents:
                body = one.body
                if isinstance(found := body.get("study"), str):
                    if found != study:
                        study, places = found, set()
                    row, name = body.get("row"), body.get("field")
                    if isinstance(name, str):
                        places.add((row if isinstance(row, str) else None, name))
        return Batch(study, frozenset(places), why)

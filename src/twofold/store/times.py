"""How long a person spent on each study and field on this device: one small file beside the device's identity.

It never lies in a review's folder and goes nowhere by itself. Only who holds the review's lock writes it.
"""

import contextlib
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from twofold.store.device import data_folder, private_folder

_FORMAT: Literal[1] = 1


@dataclass(slots=True)
class Spent:
    """Seconds by study and field, and by day (such as *2026-03-14*, as this device's clock had it) and study."""

    fields: dict[str, dict[str, float]] = field(default_factory=dict)
    days: dict[str, dict[str, float]] = field(default_factory=dict)

    def add(self, day: str, study: str, name: str, seconds: float) -> None:
        """Count seconds that were spent on a field of a study."""
        of_study = self.fields.setdefault(study, {})
        of_study[name] = of_study.get(name, 0.0) + seconds
        of_day = self.days.setdefault(day, {})
        of_day[study] = of_day.get(study, 0.0) + seconds

    def copy(self) -> "Spent":
        """The same, to be written while more is counted here."""
        return Spent(_copied(self.fields), _copied(self.days))


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, defer_build=True)

    format: Literal[1]
    fields: dict[str, dict[str, float]]
    days: dict[str, dict[str, float]]


def times_place(review: str, person: str) -> Path:
    """Where this device keeps the times of one person of one review."""
    return private_folder(review, person) / "times.json"


def read_times(place: Path) -> Spent:
    """What is kept; nothing where no file is or none that can be read, for it is no record of the review."""
    try:
        found = _File.model_validate_json(place.read_bytes())
    except (OSError, ValidationError):
        return Spent()
    return Spent(found.fields, found.days)


def write_times(place: Path, spent: Spent) -> None:
    """Keep this in place of what was kept; a crash meanwhile leaves the one or the other.

    Raises:
        OSError: the user's data folder cannot be written.
    """
    content = _File(format=_FORMAT, fields=_rounded(spent.fields), days=_rounded(spent.days))
    place.parent.mkdir(parents=True, exist_ok=True)
    building = place.with_suffix(f".{os.getpid()}")
    try:
        building.write_text(content.model_dump_json(), encoding="utf-8")
        building.replace(place)
    finally:
        with contextlib.suppress(OSError):
            building.unlink(missing_ok=True)


def timing_is_off() -> bool:
    """Whether the user of this device wants no time to be counted."""
    return _switch().exists()


def switch_timing(*, off: bool) -> None:
    """Remember whether time is to be counted, for all reviews on this device. What was counted stays.

    Raises:
        OSError: the user's data folder cannot be written.
    """
    place = _switch()
    if off:
        place.parent.mkdir(parents=True, exist_ok=True)
        place.touch()
    else:
        place.unlink(missing_ok=True)


def _switch() -> Path:
    return data_folder() / "time-off"


def _copied(found: Mapping[str, Mapping[str, float]]) -> dict[str, dict[str, float]]:
    return {key: dict(parts) for key, parts in found.items()}


def _rounded(found: Mapping[str, Mapping[str, float]]) -> dict[str, dict[str, float]]:
    def kept(parts: Iterable[tuple[str, float]]) -> dict[str, float]:
        return {name: round(seconds, 1) for name, seconds in parts}

    return {key: kept(parts.items()) for key, parts in found.items()}

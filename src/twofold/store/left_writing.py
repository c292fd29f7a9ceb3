"""A line that was being written when the app ended: kept on this device, never in the review, until it is taken up."""

import contextlib
import os
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError


class LeftWriting(BaseModel):
    """What was being written, and where. ``kind`` is what of the field: its answer, note, reason, place or quote.

    ``where`` is the place of the evidence that was written just before its quote.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    study: str
    row: str | None
    field: str
    kind: str
    text: str
    where: str = ""


def keep_writing(place: Path, left: LeftWriting) -> bool:
    """Keep it; whether that was possible."""
    building = place.with_suffix(f".{os.getpid()}")
    try:
        building.write_text(left.model_dump_json(), encoding="utf-8")
        building.replace(place)
    except OSError:
        with contextlib.suppress(OSError):
            building.unlink(missing_ok=True)
        return False
    return True


def left_writing(place: Path) -> LeftWriting | None:
    """What is kept; nothing where nothing is, or nothing that can be read."""
    try:
        return LeftWriting.model_validate_json(place.read_bytes())
    except (OSError, ValidationError):
        return None


def forget_writing(place: Path) -> None:
    """It was taken up, or is of no use any more."""
    with contextlib.suppress(OSError):
        place.unlink(missing_ok=True)

"""What this device has received, so that it can be told later what a log once had."""

import json
from collections.abc import Iterable
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from twofold.record.document import Instant, Key, PersonId, Short
from twofold.record.lines import Head
from twofold.review.checking import Seen
from twofold.store.append import sync
from twofold.store.device import data_folder


class Receipt(BaseModel):
    """That a log was received: how far it had come, and when by this device's clock."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    at: Instant
    file: Short
    person: PersonId
    kind: str
    log: Key
    line: int
    digest: str
    sha256: str


def note_receipts(review: str, receipts: Iterable[Receipt]) -> None:
    """Remember these on this device.

    Raises:
        OSError: the device's data folder cannot be written.
    """
    lines = "".join(one.model_dump_json() + "\n" for one in receipts)
    if not lines:
        return
    place = _place(review)
    place.parent.mkdir(parents=True, exist_ok=True)
    with place.open("a", encoding="utf-8") as file:
        file.write(lines)
        file.flush()
        sync(file.fileno())


def receipts_of(review: str) -> tuple[Receipt, ...]:
    """Every receipt that this device remembers of a review; a line that cannot be read is left out."""
    found: list[Receipt] = []
    try:
        raw = _place(review).read_bytes()
    except OSError:
        return ()
    for line in raw.splitlines():
        try:
            found.append(Receipt.model_validate(json.loads(line)))
        except (ValidationError, ValueError):
            continue
    return tuple(found)


def seen_by_receipts(review: str) -> tuple[Seen, ...]:
    """The receipts as knowledge of the lines of logs; extracts, which are made anew each time, are none."""
    return tuple(
        Seen(Head(one.log, one.line, one.digest), one.person, f"a receipt of {one.at[:10]}")
        for one in receipts_of(review)
        if one.kind != "extract"
    )


def note_addressee(review: str, person: str) -> None:
    """Remember for whom the file was made with which the review began on this device.

    Raises:
        OSError: the device's data folder cannot be written.
    """
    place = _place(review).with_name("addressee")
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(person, encoding="utf-8")


def addressee_of(review: str) -> str:
    """For whom the file was made with which the review began on this device; empty if it did not say, or is unknown."""
    try:
        return _place(review).with_name("addressee").read_text("utf-8").strip()
    except (OSError, ValueError):
        return ""


def _place(review: str) -> Path:
    return data_folder() / "reviews" / review / "receipts.jsonl"

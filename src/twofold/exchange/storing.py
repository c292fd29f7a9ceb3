"""The folders in which received logs lie, and the one in which what was refused is kept."""

import hashlib
import shutil
from pathlib import Path

from twofold.exchange.packets import MAX_PACKET, SUFFIX, BadPacket
from twofold.exchange.unpack import open_regular
from twofold.review.open import Review
from twofold.store.append import sync, sync_folder
from twofold.store.copies import begins_with
from twofold.store.device import data_folder
from twofold.store.scan import NotALog, scan

_BLOCK = 1024 * 1024


def received(folder: Path) -> Path:
    """Where the logs lie that a review received."""
    return folder / "received"


def kept_waiting(folder: Path) -> Path:
    """Where received logs lie whose codebook is not known yet."""
    return received(folder) / "waiting"


def waiting_files(folder: Path) -> list[Path]:
    """The logs that wait for their codebook."""
    place = kept_waiting(folder)
    return sorted(one for one in place.glob("*.jsonl") if one.is_file() and not one.is_symlink())


def waiting(review: Review) -> tuple[str, ...]:
    """Whose logs are kept aside because they have codes under a codebook that this copy does not know, in sentences."""
    found: list[str] = []
    for path in waiting_files(review.folder):
        try:
            person = scan(path, review.id).header.person
        except (NotALog, OSError):
            continue
        found.append(
            f"A log of {person} is kept aside: it has codes under a codebook that this copy does not know. It is taken"
            " when the lead's plan brings that codebook."
        )
    return tuple(found)


def put(source: Path, folder: Path, sha256: str) -> None:
    """Store a log under its digest, on disk when this returns; nothing is done where the same bytes are there.

    Raises:
        OSError: it could not be written; nothing of it is left.
    """
    path = folder / f"{sha256}.jsonl"
    size = source.stat().st_size
    if path.is_file() and path.stat().st_size == size and begins_with(path, source, size):
        return
    building = folder / f".{sha256[:16]}.part"
    try:
        with source.open("rb") as taken, building.open("wb") as file:
            shutil.copyfileobj(taken, file, _BLOCK)
            file.flush()
            sync(file.fileno())
        building.replace(path)
    finally:
        building.unlink(missing_ok=True)
    sync_folder(folder)


def keep_aside(review: str, path: Path, why: str) -> None:
    """Keep a copy of a file that was refused in the device's own folder, under its digest, with the reason beside it.

    Raises:
        OSError: it could not be written.
    """
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

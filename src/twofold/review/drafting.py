"""Writing the draft of a codebook: whole or not at all, and never over somebody's work without a copy."""

import contextlib
import os
from pathlib import Path

from twofold.store.append import sync, sync_folder


def write_draft(target: Path, text: str, *, keep: bool = True) -> Path | None:
    """Put the text in place of what is there. Where that differed and is to be kept, the name of its copy.

    Raises:
        OSError: the folder cannot be written. What was there is still there.
    """
    before = target.read_bytes() if target.exists() else None
    new = text.encode("utf-8")
    if before == new:
        return None
    kept = None
    if before is not None and keep:
        kept = _free_name(target)
        _write(kept, before)
    building = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        _write(building, new)
        building.replace(target)
    finally:
        with contextlib.suppress(OSError):
            building.unlink(missing_ok=True)
    sync_folder(target.parent)
    return kept


def _free_name(target: Path) -> Path:
    number = 1
    while (name := target.with_name(f"{target.stem}.before-{number}{target.suffix}")).exists():
        number += 1
    return name


def _write(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        sync(file.fileno())

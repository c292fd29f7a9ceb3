"""What this device remembers of long logs, so that opening a review need not read all of each again.

It lies in the user's own data folder and is only a shortcut: it is believed if the log still has, where it then ended,
the bytes that it ended with, and every line is still checked when it is read. `twofold log check` never asks it.
"""

import contextlib
import hashlib
import os
from array import array
from pathlib import Path
from typing import Literal, cast

import pydantic_core
from pydantic import BaseModel, ConfigDict, ValidationError

from twofold.record.headers import Header
from twofold.record.lines import Body, Head, Written
from twofold.store.scan import Freeze, LogChanged, ReportSpan, Scan, extend

_WORTH_IT = 1_000
_FORMAT: Literal[2] = 2


class _Memory(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, defer_build=True)

    format: Literal[2]
    path: str
    header: Header
    head: tuple[str, int, str]
    size: int
    lines: int
    seam: str
    by_study: dict[str, list[int]]
    freezes: dict[str, list[tuple[str, str, tuple[str, ...], bool, str]]]
    plan: list[tuple[str, str, dict[str, object]]]
    reports: dict[str, list[tuple[int, int]]]


def remember(found: Scan, folder: Path) -> None:
    """Keep what is known of a log, if it is long and undamaged and has grown since. Failing to is no loss."""
    path = _place(found.path, folder)
    if found.damage or found.stale or found.lines + len(found.plan) < _WORTH_IT:
        return
    with contextlib.suppress(OSError), path.open("rb") as file:
        known = int.from_bytes(file.read(8), "big")
        if 0 <= found.size - known < max(found.size // 20, 100_000):
            return
    content = {
        "format": _FORMAT,
        "path": str(found.path.resolve()),
        "header": found.header,
        "head": found.head,
        "size": found.size,
        "lines": found.lines,
        "seam": found.seam.decode("utf-8", "surrogateescape"),
        "by_study": {key: places.tolist() for key, places in found.by_study.items()},
        "freezes": found.freezes,
        "plan": [(one.table, one.id, one.body) for one in found.plan],
        "reports": found.reports,
    }
    with contextlib.suppress(OSError, ValueError, pydantic_core.PydanticSerializationError):
        data = pydantic_core.to_json(content)
        folder.mkdir(parents=True, exist_ok=True)
        building = path.with_suffix(f".{os.getpid()}")
        building.write_bytes(found.size.to_bytes(8, "big") + hashlib.sha256(data).digest() + data)
        building.replace(path)


def recalled(path: Path, folder: Path) -> Scan | None:
    """The log at ``path`` as far as it is remembered, with what was appended since taken up; else nothing."""
    try:
        data = _place(path, folder).read_bytes()
        if hashlib.sha256(data[40:]).digest() != data[8:40]:
            return None
        memory = _Memory.model_validate_json(data[40:])
        state = path.stat()
        if memory.path != str(path.resolve()) or state.st_size < memory.size:
            return None
        found = Scan(
            path,
            memory.header,
            Head(*memory.head),
            memory.size,
            memory.lines,
            {key: array("Q", places) for key, places in memory.by_study.items()},
            {key: [Freeze(*one) for one in freezes] for key, freezes in memory.freezes.items()},
            [Written(table, key, cast(Body, body)) for table, key, body in memory.plan],
            {key: [ReportSpan(*one) for one in spans] for key, spans in memory.reports.items()},
            inode=state.st_ino,
            seam=memory.seam.encode("utf-8", "surrogateescape"),
        )
        extend(found)
    except (OSError, ValidationError, LogChanged, ValueError, OverflowError):
        return None
    return found


def forget(path: Path, folder: Path) -> None:
    """Remember nothing of the log at ``path`` any more."""
    with contextlib.suppress(OSError):
        _place(path, folder).unlink(missing_ok=True)


def _place(path: Path, folder: Path) -> Path:
    return folder / (hashlib.sha256(str(path.resolve()).encode("utf-8", "surrogateescape")).hexdigest()[:32] + ".scan")

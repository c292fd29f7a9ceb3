"""What is known of the disk that a folder lies on."""

import os
import shutil
import statistics
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from twofold.store.append import cause_of, sync

_TRIES = 5
_LINE = b"a line of about the size of a saved answer ".ljust(600, b".") + b"\n"
_FROM_ELSEWHERE = ("nfs", "cifs", "smb", "9p", "fuse.", "afp", "webdav", "davfs", "ceph", "gluster")


def kind_of_disk(folder: Path) -> str:
    """The kind of file system, such as ``ext4``; empty where this system does not tell."""
    if not sys.platform.startswith("linux"):
        return ""
    best, kind = "", ""
    with suppress(OSError):
        for line in Path("/proc/self/mountinfo").read_text("utf-8", "replace").splitlines():
            before, _, after = line.partition(" - ")
            place = before.split(" ")[4].encode().decode("unicode_escape")
            if len(place) >= len(best) and folder.is_relative_to(place) and after:
                best, kind = place, after.split(" ")[0]
    return kind


def is_from_elsewhere(kind: str) -> bool:
    """Whether a file system of that kind lies on another machine, where locks may not hold."""
    return kind.startswith(_FROM_ELSEWHERE)


def free_space(folder: Path) -> int | None:
    """Free bytes for this user, or nothing if it cannot be told."""
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return None


def time_to_save(folder: Path) -> tuple[float | None, str]:
    """How many milliseconds it takes to append a line and wait for the disk, the middle one of five tries.

    Where it cannot be done: nothing, and why. The folder is left as it was found.
    """
    there = folder.is_dir()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as file:
            times = [_save(file.fileno()) for _ in range(_TRIES)]
    except OSError as error:
        return None, cause_of(error)
    finally:
        if not there:
            with suppress(OSError):
                folder.rmdir()
    return statistics.median(times) * 1000, ""


def _save(file: int) -> float:
    began = time.perf_counter()
    os.write(file, _LINE)
    sync(file)
    return time.perf_counter() - began

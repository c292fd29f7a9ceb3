"""Folders and files that are made beside their places, and then put there all together, or none of them.

All that is temporary lies in a hidden folder beside each place. What a killed process leaves is put back or removed by
the next one that writes there. Places are where a path leads, links followed (``store.named_files``): here no path is
followed again.
"""

import contextlib
import glob
import os
import platform
import re
import secrets
import shutil
import stat
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from twofold.export.choices import CannotExport
from twofold.store.append import cause_of, sync, sync_folder
from twofold.store.handed_out import note_handed_out

_LEFT_OVER = 24 * 3600
_OLD = re.compile(r"\.old-[0-9a-f]{8}")
_NEW = re.compile(r"\.new-([0-9a-f]{8})-(\d+)-[0-9a-f]{8}")


@contextlib.contextmanager
def replacing(
    folder: Path, files: Sequence[Path] = (), check: Callable[[], object] | None = None
) -> Iterator[tuple[Path, tuple[Path, ...]]]:
    """A new folder, and new files to be written, which take their places when the block ends, and go if it fails.

    ``check`` is called when all is written, and its errors leave everything as it was.

    Raises:
        CannotExport: one could not be written, or could not take its place; what was there is as it was.
    """
    made = [one for one in folder.parents if not one.exists()]
    try:
        with _made_beside((folder, *files), check, making_parents=True) as (new, *others):
            new.mkdir()
            yield new, tuple(others)
        made.clear()
    finally:
        for one in made:
            with contextlib.suppress(OSError):
                one.rmdir()


@contextlib.contextmanager
def replacing_file(place: Path) -> Iterator[Path]:
    """A new file to be written, which takes its place when the block ends, and goes if it fails.

    Raises:
        CannotExport: it could not be written, or could not take its place; what was there is as it was.
    """
    with _made_beside((place,)) as (new,):
        yield new


@contextlib.contextmanager
def _made_beside(
    places: Sequence[Path], check: Callable[[], object] | None = None, *, making_parents: bool = False
) -> Iterator[tuple[Path, ...]]:
    hidden: list[Path] = []
    at = ""
    try:
        for place in places:
            at = f"`{place}`"
            _tidy(place)
            one = place.with_name(f".{place.name}.new-{_device()}-{os.getpid()}-{secrets.token_hex(4)}")
            one.mkdir(parents=making_parents and not hidden)
            hidden.append(one)
        at = " or ".join(f"`{one}`" for one in places)
        new = tuple(one / place.name for one, place in zip(hidden, places, strict=True))
        were = [_identity(one) for one in places]
        yield new
        for one in new:
            _sync(one)
        note_handed_out(one for one in new if one.is_file())
        if check is not None:
            check()
        for place, was in zip(places, were, strict=True):
            if _identity(place) != was:
                raise CannotExport(
                    f"`{place}` was put there, changed or exchanged by something else while it was made, and is left"
                    " as it is. Look at it, and export again."
                )
        _swap(places, new)
    except OSError as error:
        there = any(place.exists() for place in places)
        left = "What was there is as it was." if there else "Nothing was left behind."
        raise CannotExport(f"{at} could not be written: {cause_of(error)}. {left}") from error
    finally:
        for one in hidden:
            shutil.rmtree(one, ignore_errors=True)


def _identity(place: Path) -> tuple[int, ...]:
    """What tells whether what lies at a place is still the same; nothing where nothing is."""
    try:
        found = place.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return ()
    one = (found.st_dev, found.st_ino)
    return one if stat.S_ISDIR(found.st_mode) else (*one, found.st_size, found.st_mtime_ns)


@dataclass(slots=True)
class _Moved:
    place: Path
    old: Path | None
    put: bool = False


def _swap(places: Sequence[Path], new: Sequence[Path]) -> None:
    moved: list[_Moved] = []
    try:
        for place, one in zip(places, new, strict=True):
            moved.append(_Moved(place, _aside(place)))
            one.replace(place)
            moved[-1].put = True
    except BaseException as error:
        for back in reversed(moved):
            _put_back(back)
        if isinstance(error, PermissionError):
            at = places[len(moved) - 1 if moved and not moved[-1].put else len(moved)]
            raise CannotExport(
                f"`{at}` could not be replaced: {'a file in it' if at.is_dir() else 'it'} is open in another program,"
                " such as Excel. Close it and export again; nothing was changed."
            ) from error
        raise
    for folder in dict.fromkeys(place.parent for place in places):
        # The names of some network folders cannot be waited for, and by now everything is in its place.
        with contextlib.suppress(OSError):
            sync_folder(folder)
    for done in moved:
        if done.old is not None:
            _remove(done.old)


def _aside(place: Path) -> Path | None:
    if not os.path.lexists(place):
        return None
    old = place.with_name(f".{place.name}.old-{secrets.token_hex(4)}")
    if place.is_file():
        # With a second name for the old file there is no moment without a file at the place.
        try:
            os.link(place, old)
        except OSError:
            place.rename(old)
    else:
        place.rename(old)
    return old


def _put_back(one: _Moved) -> None:
    with contextlib.suppress(OSError):
        if one.put and (one.old is None or one.place.is_dir()):
            _remove(one.place)
        if one.old is not None:
            one.old.replace(one.place)
            # Where both are names of one file, nothing was moved.
            one.old.unlink(missing_ok=True)


def _tidy(place: Path) -> None:
    """Put back what was there when a replacement was killed half-way, and remove what killed processes left behind."""
    with contextlib.suppress(OSError):
        beside = sorted(place.parent.glob(f".{glob.escape(place.name)}.*"))
        old = [one for one in beside if _OLD.fullmatch(_after(one, place))]
        if old and not place.exists():
            old.pop().rename(place)
        for one in old:
            _remove(one)
        for one in beside:
            # A younger one of another device may be another export that is at work.
            if (found := _NEW.fullmatch(_after(one, place))) and (
                time.time() - one.stat().st_mtime > _LEFT_OVER or _is_killed(found[1], int(found[2]))
            ):
                _remove(one)


def _after(beside: Path, place: Path) -> str:
    return beside.name[len(place.name) + 1 :]


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
        return
    with contextlib.suppress(OSError):
        path.unlink()


def _device() -> str:
    """A name of this device that tells nothing of it: only here can be told whether a process is still at work."""
    return sha256(platform.node().encode()).hexdigest()[:8]


def _is_killed(device: str, process: int) -> bool:
    """Whether the process of this device that was making the folder is gone."""
    # On Windows to ask for a process by a signal would end it.
    if device != _device() or os.name == "nt":
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    except (OSError, OverflowError):
        return False
    return False


def _sync(path: Path) -> None:
    for one in sorted(path.iterdir()) if path.is_dir() else (path,):
        with one.open("rb+") as file:
            sync(file.fileno())
    if path.is_dir():
        sync_folder(path)

"""Where an export lies: a folder that is made beside its place and then put there whole, or not at all."""

import contextlib
import json
import os
import platform
import secrets
import shutil
import time
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from twofold.export.choices import CannotExport
from twofold.review.open import Review
from twofold.store.append import cause_of, sync, sync_folder
from twofold.store.device import Device, private_folder

EXPORTS = "exports"
PACKAGE = "datapackage.json"
README = "README.txt"
SCRIPTS = ("read_export.py", "read_export.R")
_BESIDE = frozenset({PACKAGE, README, *SCRIPTS, ".DS_Store", "Thumbs.db", "desktop.ini", "__pycache__"})
_LEFT_OVER = 24 * 3600


def usual_target(review: Review) -> Path:
    """Where this person's exports lie on this device, unless another place is named.

    Raises:
        CannotExport: this device's data folder cannot be written.
    """
    try:
        device = Device(private_folder(review.id, review.person)).id
    except OSError as error:
        raise CannotExport(
            f"This device has no name yet, since its data folder cannot be written: {cause_of(error)}. Name a folder"
            " with --out."
        ) from error
    return review.folder / EXPORTS / f"{review.person}.{device}"


def check_target(target: Path, review: Path) -> None:
    """See that what lies at the target may be replaced.

    Raises:
        CannotExport: it is a file, a folder of something else, or open in a spreadsheet program.
    """
    inside = target.resolve()
    if any(inside.is_relative_to((review / name).resolve()) for name in ("logs", "received")):
        raise CannotExport(f"`{target}` lies among the logs of the review, which are never written to. Choose another.")
    try:
        if not target.exists() and not target.is_symlink():
            return
        if not target.is_dir():
            raise CannotExport(f"`{target}` is a file. Name a folder with --out.")
        names = sorted(one.name for one in target.iterdir())
    except OSError as error:
        raise CannotExport(
            f"`{target}` could not be read: {cause_of(error)}. Name another folder with --out."
        ) from error
    if not names:
        return
    own = _files_of_export(target)
    if own is None:
        raise CannotExport(
            f"`{target}` is not empty and holds no export of Twofold, so it is left alone. Name a new folder with"
            " --out."
        )
    for name in names:
        if name.startswith(("~$", ".~lock.")):
            raise CannotExport(f"`{target}`: a file in it is open in a spreadsheet program ({name}). Close it first.")
    foreign = [name for name in names if name not in own and name not in _BESIDE]
    if foreign:
        raise CannotExport(
            f"`{target}` holds `{foreign[0]}`, which is not of an export and would be lost. Move it elsewhere, or name"
            " another folder with --out."
        )


def _files_of_export(folder: Path) -> frozenset[str] | None:
    """The files that an earlier export wrote; ``None`` where the folder is no export."""
    try:
        content = json.loads((folder / PACKAGE).read_bytes())
        if "twofold" not in content:
            return None
        return frozenset(str(one["path"]) for one in content["resources"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


@contextlib.contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """A new folder beside ``target``, which takes its place when the block ends, and goes if it fails.

    Raises:
        CannotExport: it could not be written, or could not take its place; what was there is as it was.
    """
    place = target.resolve()
    _tidy(place)
    made: list[Path] = []
    building = place.with_name(f".{place.name}.new-{_device()}-{os.getpid()}-{secrets.token_hex(4)}")
    try:
        made += [one for one in place.parents if not one.exists()]
        building.mkdir(parents=True)
        yield building
        _sync(building)
        _swap(place, building)
        made.clear()
    except OSError as error:
        raise CannotExport(f"`{target}` could not be written: {cause_of(error)}. {_what_is_there(place)}") from error
    finally:
        shutil.rmtree(building, ignore_errors=True)
        for one in made:
            with contextlib.suppress(OSError):
                one.rmdir()


def _swap(place: Path, building: Path) -> None:
    if not place.exists():
        building.rename(place)
        sync_folder(place.parent)
        return
    old = place.with_name(f".{place.name}.old-{secrets.token_hex(4)}")
    try:
        place.rename(old)
    except PermissionError as error:
        raise CannotExport(
            f"`{place}` could not be replaced: a file in it is open in another program, such as Excel. Close it and"
            " export again; nothing was changed."
        ) from error
    try:
        building.rename(place)
    except OSError:
        old.rename(place)
        raise
    sync_folder(place.parent)
    shutil.rmtree(old, ignore_errors=True)


def _tidy(place: Path) -> None:
    """Put back an export whose replacement was killed half-way, and remove what killed exports left behind."""
    with contextlib.suppress(OSError):
        old = sorted(place.parent.glob(f".{place.name}.old-*"))
        if old and not place.exists():
            old.pop().rename(place)
        for one in (*old, *place.parent.glob(f".{place.name}.new-*")):
            # A younger one of another device may be another export that is at work.
            if time.time() - one.stat().st_mtime > _LEFT_OVER or one in old or _is_killed(one.name):
                shutil.rmtree(one, ignore_errors=True)


def _device() -> str:
    """A name of this device that tells nothing of it: only here can be told whether a process is still at work."""
    return sha256(platform.node().encode()).hexdigest()[:8]


def _is_killed(name: str) -> bool:
    """Whether the process of this device that was making the folder is gone."""
    device, _, rest = name.rpartition(".new-")[2].partition("-")
    process = rest.partition("-")[0]
    # On Windows to ask for a process by a signal would end it.
    if device != _device() or not process.isdecimal() or os.name == "nt":
        return False
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False


def _sync(folder: Path) -> None:
    for path in sorted(folder.iterdir()):
        with path.open("rb+") as file:
            sync(file.fileno())
    sync_folder(folder)


def _what_is_there(place: Path) -> str:
    return "The export that was there is as it was." if place.exists() else "Nothing was left behind."


@contextlib.contextmanager
def replacing_file(target: Path) -> Iterator[Path]:
    """A new file beside ``target``, which takes its place when the block ends, and goes if it fails.

    Raises:
        CannotExport: it could not be written, or could not take its place; what was there is as it was.
    """
    building = target.with_name(f".{target.name}.new-{secrets.token_hex(4)}")
    try:
        yield building
        building.replace(target)
    except OSError as error:
        raise CannotExport(
            f"`{target}` could not be written: {cause_of(error)}. If it is open in another program, close it; name"
            " another file otherwise. What was there is as it was."
        ) from error
    finally:
        with contextlib.suppress(OSError):
            building.unlink(missing_ok=True)

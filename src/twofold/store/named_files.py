"""A place that somebody names to be written to: never one of a review's own, and never in place of other work.

A path is followed to where it leads once, at the start. Only that place is then looked at and written to: by way of a
folder that is not there, or of a link, a path may lead elsewhere for the disk than for whoever asks about it.
"""

import os
import stat
import unicodedata
from pathlib import Path

from twofold.store.append import cause_of
from twofold.store.device import apart_place, data_folder
from twofold.store.handed_out import is_handed_out
from twofold.store.place import REVIEW_FILE

OWN_FOLDERS = ("logs", "received")
OWN_FILES = (REVIEW_FILE, "codebook.toml", "practice.toml", "certainty.toml", ".gitattributes")


class MayNotWrite(Exception):
    """A named place that is not written to. The message is a sentence with the way out."""


def check_outside(target: Path) -> Path:
    """Where a named file or folder leads, links followed, once it is seen that it is none of a review's own, nor of
    this device's own data, however its path is spelt.

    Raises:
        MayNotWrite: it is one, or lies among the logs.
    """
    real = Path(os.path.realpath(target))
    for one in (real, *real.parents):
        review = one.parent
        if not (review / REVIEW_FILE).is_file():
            continue
        if any(are_one(one, review / name) for name in OWN_FOLDERS):
            raise MayNotWrite(
                f"`{target}` lies among the logs of a review, which are never written to. Name another place."
            )
        if one == real and any(are_one(one, review / name) for name in OWN_FILES):
            raise MayNotWrite(f"`{target}` is a file of the review itself, and is left alone. Name another.")
    if lies_in(real, data_folder() / "reviews"):
        raise MayNotWrite(f"`{target}`: Twofold keeps there what is this device's own. Name another place.")
    return real


def named_folder(target: Path, review: Path) -> Path:
    """Where a folder that is to be replaced whole leads, links followed.

    Raises:
        MayNotWrite: it is a review, or one lies in it, ``review`` among them; or this device's own data do.
    """
    place = check_outside(target)
    if (place / REVIEW_FILE).is_file() or lies_in(review, place):
        raise MayNotWrite(f"`{target}` holds a review, which is never replaced. Name another folder.")
    if lies_in(data_folder(), place) or are_one(place, apart_place()):
        raise MayNotWrite(f"`{target}`: Twofold keeps there what is this device's own. Name another place.")
    return place


def named_place(target: Path, *, keeping: str = "") -> Path:
    """Where a named file is to be written, links followed: nothing is there, or a file as this device wrote it.

    With ``keeping``, which says why, such as "decisions may stand in it", no file is ever replaced.

    Raises:
        MayNotWrite: something else is there, or it is a review's own.
    """
    place = check_outside(target)
    try:
        kind = place.lstat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return place
    except OSError as error:
        raise MayNotWrite(f"`{target}` could not be written: {cause_of(error)}. Name another file.") from error
    if stat.S_ISDIR(kind):
        raise MayNotWrite(f"`{target}` is a folder. Name a file.")
    if keeping:
        raise MayNotWrite(f"`{target}` is there already, and {keeping}. Name another file.")
    try:
        # What is no ordinary file, such as a pipe, would not be read to an end.
        known = stat.S_ISREG(kind) and is_handed_out(place)
    except OSError as error:
        raise MayNotWrite(
            f"`{target}` is there already and cannot be read: {cause_of(error)}. Name another file."
        ) from error
    if not known:
        raise MayNotWrite(
            f"`{target}` is there already, and is not as Twofold wrote it on this device: it was changed since, or"
            " another device or somebody else wrote it. Rename it, remove it, or name another file."
        )
    return place


def are_one(first: Path, second: Path) -> bool:
    """Whether two places are one, through links too. A place where nothing is yet is also taken to be one that differs
    in capitals or accents alone, since many disks do not tell those apart."""
    one, other = Path(os.path.realpath(first)), Path(os.path.realpath(second))
    try:
        return one.samefile(other)
    except OSError:
        return _spelt(one.name) == _spelt(other.name) and (one == other or are_one(one.parent, other.parent))


def lies_in(path: Path, folder: Path) -> bool:
    """Whether a place is the folder or lies in it, as ``are_one`` compares; neither needs to be there."""
    real = Path(os.path.realpath(path))
    return any(are_one(one, folder) for one in (real, *real.parents))


def _spelt(name: str) -> str:
    # Windows drops full stops and blanks at the end of a name.
    return unicodedata.normalize("NFC", name).casefold().rstrip(" .")

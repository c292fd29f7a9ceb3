"""A file that somebody names to be written: never one of a review's own, and never in place of other work."""

import os
import stat
import unicodedata
from collections.abc import Callable
from pathlib import Path

from twofold.store.append import cause_of
from twofold.store.place import REVIEW_FILE

OWN_FOLDERS = ("logs", "received")
OWN_FILES = (REVIEW_FILE, "codebook.toml", "practice.toml", "certainty.toml", ".gitattributes")


class MayNotWrite(Exception):
    """A named place that is not written to. The message is a sentence with the way out."""


def check_outside(target: Path) -> None:
    """See that a file or folder to be written is none of a review's own, however its path is spelt.

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


def named_place(target: Path, ours: Callable[[Path], bool] | None = None, otherwise: str = "") -> Path:
    """Where a named file is to be written, with links followed: nothing is there, or a file that ``ours`` knows.

    ``ours`` may raise OSError. Without it no file is ever replaced. ``otherwise`` says what a file is that is left
    alone, such as "is no report of Twofold".

    Raises:
        MayNotWrite: something else is there, or it is a review's own.
    """
    check_outside(target)
    place = Path(os.path.realpath(target))
    try:
        kind = place.lstat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return place
    except OSError as error:
        raise MayNotWrite(f"`{target}` could not be written: {cause_of(error)}. Name another file.") from error
    if stat.S_ISDIR(kind):
        raise MayNotWrite(f"`{target}` is a folder. Name a file.")
    try:
        # What is no ordinary file, such as a pipe, would not be read to an end.
        known = ours is not None and stat.S_ISREG(kind) and ours(place)
    except OSError as error:
        raise MayNotWrite(
            f"`{target}` is there already and cannot be read: {cause_of(error)}. Name another file."
        ) from error
    if not known:
        raise MayNotWrite(f"`{target}` is there already{f', and {otherwise}' if otherwise else ''}. Name another file.")
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

"""Where an export lies, and whether what lies there may be replaced: only what is as Twofold wrote it."""

import json
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path

from twofold.agreement.wording import listed
from twofold.export.choices import CannotExport
from twofold.review.open import Review
from twofold.store.append import cause_of
from twofold.store.device import Device, private_folder
from twofold.store.handed_out import digest_of
from twofold.store.named_files import MayNotWrite, are_one, lies_in, named_folder, named_place
from twofold.store.place import REVIEW_FILE
from twofold.values.plaintext import visible

EXPORTS = "exports"
PACKAGE = "datapackage.json"
README = "README.txt"
SCRIPTS = ("read_export.py", "read_export.R")
_READ_BY_SCRIPTS = frozenset({"codes_long", "codebook", "agreement"})
UNSEALED = f"sha256:{'0' * 64}"
"""Stands in a data package where the digest of the package itself goes."""

_SEAL = re.compile(rb'(?<="this_file": ")sha256:[0-9a-f]{64}(?=")')
_OF_SYSTEMS = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
_MOST_NAMED = 3


def scripts_for(tables: Iterable[str]) -> tuple[str, ...]:
    """The scripts that go with tables: none where one is missing that they read."""
    return SCRIPTS if set(tables) >= _READ_BY_SCRIPTS else ()


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


def check_target(target: Path, review: Review) -> Path:
    """Where the folder of an export is to lie, links followed, once it is seen that what lies there may be replaced.

    Raises:
        CannotExport: it is a file, a folder of something else, an export that was changed since, or open in a
            spreadsheet program; or it holds a review, or the exports of everybody in it.
    """
    try:
        place = named_folder(target, review.folder)
        if are_one(place, place.parent / EXPORTS) and (place.parent / REVIEW_FILE).is_file():
            raise CannotExport(
                f"`{target}` is where the exports of everybody in the review lie. Name a folder inside it, or leave"
                " --out out."
            )
        if os.path.lexists(place):
            _check_replaceable(target, place)
    except MayNotWrite as error:
        raise CannotExport(str(error)) from error
    except OSError as error:
        raise CannotExport(
            f"`{target}` could not be read: {cause_of(error)}. Name another folder with --out."
        ) from error
    return place


def _check_replaceable(target: Path, place: Path) -> None:
    if not place.is_dir():
        raise CannotExport(f"`{target}` is a file. Name a folder with --out.")
    names = sorted(one.name for one in place.iterdir())
    if not names:
        return
    digests = _digests_of_export(target, place)
    for name in names:
        if name.startswith(("~$", ".~lock.")):
            raise CannotExport(f"`{target}`: a file in it is open in a spreadsheet program ({name}). Close it first.")
    lost = [found for name in names for found in _not_as_written(place / name, digests)]
    foreign = [one for one in lost if one not in digests]
    if foreign:
        are, it = ("is", "it") if len(foreign) == 1 else ("are", "them")
        raise CannotExport(
            f"`{target}` holds {_named(foreign)}, which {are} not of an export and would be lost. Move {it} elsewhere,"
            " or name another folder with --out."
        )
    if lost:
        raise CannotExport(
            f"`{target}`: {_named(lost)} changed since the export was written, and the change would be lost. (Saving a"
            " CSV in a spreadsheet program changes it.) Rename the folder to keep it, remove it if nothing in it is"
            " wanted, or name another folder with --out."
        )


def _digests_of_export(target: Path, folder: Path) -> dict[str, str]:
    """The digest of each file of an earlier export, by its name."""
    try:
        content = json.loads((folder / PACKAGE).read_bytes())
        about = content["twofold"]
        told = about["version"]
    except (OSError, ValueError, KeyError, TypeError):
        raise CannotExport(
            f"`{target}` is not empty and holds no export of Twofold, so it is left alone. Name a new folder with"
            " --out."
        ) from None
    try:
        tables = {str(one["path"]): str(one["hash"]) for one in content["resources"]}
        return {**tables, **about["beside"], PACKAGE: str(about["this_file"])}
    except (KeyError, TypeError):
        raise CannotExport(
            f"`{target}` holds an export of an earlier Twofold ({visible(str(told))}), which did not note by what a"
            " change in it is seen. Rename the folder to keep it, remove it if nothing in it is wanted, or name another"
            " folder with --out."
        ) from None


def _not_as_written(path: Path, digests: dict[str, str]) -> Iterator[str]:
    """What at this place of an export's folder is of somebody else, or was changed."""
    plain = path.is_file() and not path.is_symlink()
    if plain and path.name in _OF_SYSTEMS:
        return
    if path.name == "__pycache__" and path.is_dir() and not path.is_symlink():
        # Python leaves there what it made of the script of the export, and nothing else.
        made = re.compile(r"read_export\.[\w.-]+\.pyc")
        yield from (f"__pycache__/{one.name}" for one in path.iterdir() if not made.fullmatch(one.name))
        return
    if path.name == PACKAGE:
        found = sha256(_SEAL.sub(UNSEALED.encode(), path.read_bytes(), count=1)).hexdigest() if plain else ""
    else:
        found = digest_of(path) if plain and path.name in digests else ""
    if digests.get(path.name) != f"sha256:{found}":
        yield path.name


def seal(package: Path) -> None:
    """Put into a data package that was just written the digest of itself as it was without it."""
    text = package.read_bytes()
    package.write_bytes(_SEAL.sub(f"sha256:{sha256(text).hexdigest()}".encode(), text, count=1))


def _named(names: Sequence[str]) -> str:
    shown = [f"`{one}`" for one in names[:_MOST_NAMED]]
    return listed([*shown, f"{len(names) - _MOST_NAMED} more"] if len(names) > _MOST_NAMED else shown)


def check_beside(target: Path, files: Sequence[Path]) -> tuple[Path, ...]:
    """Where single files beside the folder of an export are to lie, links followed.

    Raises:
        CannotExport: one lies in the folder, two are the same, or something else is there.
    """
    places: list[Path] = []
    for number, one in enumerate(files):
        if lies_in(one, target):
            raise CannotExport(
                f"`{one}` lies in the folder of the export, which is replaced whole. Name a file outside `{target}`."
            )
        if lies_in(target, one):
            raise CannotExport(f"The folder `{target}` would lie in the file `{one}`. Name another file.")
        for other in files[:number]:
            if are_one(one, other):
                raise CannotExport(f"`{other}` and `{one}` are the same file. Name two.")
        try:
            place = named_place(one)
        except MayNotWrite as error:
            raise CannotExport(str(error)) from error
        if not place.parent.is_dir():
            raise CannotExport(f"`{one}` could not be written: there is no folder `{one.parent}`. Make it first.")
        places.append(place)
    return tuple(places)

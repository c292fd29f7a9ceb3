"""Where an export lies, and whether what lies there may be replaced: only what is as Twofold wrote it."""

import json
import re
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path

from twofold.agreement.wording import listed
from twofold.export.choices import CannotExport
from twofold.review.open import Review
from twofold.store.append import cause_of
from twofold.store.device import Device, private_folder
from twofold.store.handed_out import digest_of, is_handed_out
from twofold.store.named_files import MayNotWrite, are_one, check_outside, lies_in, named_place

EXPORTS = "exports"
PACKAGE = "datapackage.json"
README = "README.txt"
SCRIPTS = ("read_export.py", "read_export.R")
UNSEALED = f"sha256:{'0' * 64}"
"""Stands in a data package where the digest of the package itself goes."""

_SEAL = re.compile(rb'(?<="this_file": ")sha256:[0-9a-f]{64}(?=")')
_OF_SYSTEMS = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
_MOST_NAMED = 3


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


def check_target(target: Path) -> None:
    """See that what lies at the target may be replaced.

    Raises:
        CannotExport: it is a file, a folder of something else, an export that was changed since, or open in a
            spreadsheet program.
    """
    try:
        check_outside(target)
        if not target.exists() and not target.is_symlink():
            return
        if not target.is_dir():
            raise CannotExport(f"`{target}` is a file. Name a folder with --out.")
        names = sorted(one.name for one in target.iterdir())
        if not names:
            return
        digests = _digests_of_export(target)
        if digests is None:
            raise CannotExport(
                f"`{target}` is not empty and holds no export of Twofold, so it is left alone. Name a new folder with"
                " --out."
            )
        for name in names:
            if name.startswith(("~$", ".~lock.")):
                raise CannotExport(
                    f"`{target}`: a file in it is open in a spreadsheet program ({name}). Close it first."
                )
        lost = [found for name in names for found in _not_as_written(target / name, digests)]
    except MayNotWrite as error:
        raise CannotExport(str(error)) from error
    except OSError as error:
        raise CannotExport(
            f"`{target}` could not be read: {cause_of(error)}. Name another folder with --out."
        ) from error
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


def _digests_of_export(folder: Path) -> dict[str, str] | None:
    """The digest of each file of an earlier export, by its name; ``None`` where the folder is no export."""
    try:
        content = json.loads((folder / PACKAGE).read_bytes())
        about = content["twofold"]
        tables = {str(one["path"]): str(one["hash"]) for one in content["resources"]}
        return {**tables, **about["beside"], PACKAGE: str(about["this_file"])}
    except (OSError, ValueError, KeyError, TypeError):
        return None


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


def check_beside(target: Path, files: Sequence[Path]) -> None:
    """See that single files can be written beside the folder of an export.

    Raises:
        CannotExport: one lies in the folder, two are the same, or something else is there.
    """
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
            place = named_place(one, is_handed_out, "is not as Twofold wrote it on this device, so it is left alone")
        except MayNotWrite as error:
            raise CannotExport(str(error)) from error
        if not place.parent.is_dir():
            raise CannotExport(f"`{one}` could not be written: there is no folder `{one.parent}`. Make it first.")

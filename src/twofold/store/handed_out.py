"""The single files that this device wrote for people, known again by their digests alone, wherever they lie.

A file whose digest is not among these is somebody else's, or was changed since.
"""

import contextlib
import hashlib
from collections.abc import Iterable
from pathlib import Path

from twofold.store.device import data_folder

_FILE = "handed-out"


def note_handed_out(paths: Iterable[Path]) -> None:
    """Note files before they take their places. A data folder that cannot be written is no obstacle: such files are
    then not replaced."""
    known = _known()
    found = dict.fromkeys(one for path in paths if (one := digest_of(path)) not in known)
    with contextlib.suppress(OSError):
        if found:
            data_folder().mkdir(parents=True, exist_ok=True)
            with (data_folder() / _FILE).open("a", encoding="ascii", newline="\n") as file:
                file.write("".join(f"{one}\n" for one in found))


def is_handed_out(path: Path) -> bool:
    """Whether a file holds what this device wrote, to the byte.

    Raises:
        OSError: it cannot be read.
    """
    return digest_of(path) in _known()


def digest_of(path: Path) -> str:
    """The SHA-256 of a file.

    Raises:
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _known() -> frozenset[str]:
    try:
        return frozenset((data_folder() / _FILE).read_text("ascii", "replace").split())
    except OSError:
        return frozenset()

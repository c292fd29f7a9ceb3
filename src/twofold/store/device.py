"""Who this device is: kept in the user's own data folder, never in the review.

For each review and person the device has an identity of 64 random bits, and remembers beside it the last line that it
wrote. Where a log does not end there, the folder is a restored backup or a copy, and a new log is begun.
"""

import contextlib
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast

from twofold.record.lines import Head
from twofold.store.append import sync, sync_folder

Kind = Literal["plan", "work"]
_RECORD = 1024


def data_folder() -> Path:
    """The user's own data folder for Twofold; ``TWOFOLD_HOME`` names another one."""
    chosen = os.environ.get("TWOFOLD_HOME")
    if chosen:
        return Path(chosen).expanduser()
    import platformdirs

    return Path(platformdirs.user_data_dir("twofold", appauthor=False))


def apart_place() -> Path:
    """Where this device keeps runs that stay apart from every review; none of them is a review to be opened again."""
    return data_folder() / "apart"


def new_key() -> str:
    """64 random bits as 16 hexadecimal digits."""
    return secrets.token_hex(8)


def private_folder(review: str, person: str) -> Path:
    """Where this device keeps its lock, identity, rescue copies and cut tails for one person of one review."""
    return data_folder() / "reviews" / review / person


@dataclass(frozen=True, slots=True)
class LastWritten:
    """The last line written to a log, and the one that was about to be written when this was noted."""

    last: Head
    following: Head

    def ends(self, head: Head) -> bool:
        """Whether a log that ends at ``head`` is where this device left it."""
        return head in (self.last, self.following)


class Device:
    """This device for one person of one review."""

    def __init__(self, folder: Path) -> None:
        """Take the identity that lies in ``folder``, or make one.

        Raises:
            OSError: the data folder cannot be written.
        """
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.id, self.is_new = _identity(folder / "device")

    def last_written(self, kind: Kind) -> LastWritten | None:
        """What was noted before the last write to the person's log of that kind; nothing if it cannot be read."""
        try:
            noted = json.loads((self.folder / f"{kind}.last").read_bytes())
            return LastWritten(Head(*noted["last"]), Head(*noted["next"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def note(self, kind: Kind, last: Head, following: Head) -> None:
        """Note where a log ends and where it will end after the write that comes now.

        This is not synced: after a power cut an older note only means that a new log is begun.
        """
        content = json.dumps({"last": last, "next": following}).encode().ljust(_RECORD - 1) + b"\n"
        file = os.open(self.folder / f"{kind}.last", os.O_WRONLY | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
        try:
            os.write(file, content)
        finally:
            os.close(file)

    def forget(self, kind: Kind) -> None:
        """Note that the log of that kind is not to be gone on with, also not after a restart."""
        with contextlib.suppress(OSError):
            (self.folder / f"{kind}.last").unlink()

    def set_aside(self, name: str, content: bytes) -> Path:
        """Keep bytes in the device's own folder, synced, under a name made from ``name``."""
        place = self.folder / "aside"
        place.mkdir(exist_ok=True)
        path = place / f"{name}.{secrets.token_hex(3)}"
        with path.open("xb") as file:
            file.write(content)
            file.flush()
            sync(file.fileno())
        sync_folder(place)
        return path


def _identity(path: Path) -> tuple[str, bool]:
    try:
        known = path.read_text("ascii").strip()
    except (OSError, ValueError):
        known = ""
    if len(known) == 16 and set(known) <= set("0123456789abcdef"):
        return known, False
    made = new_key()
    with path.open("w", encoding="ascii") as file:
        file.write(made + "\n")
        file.flush()
        sync(file.fileno())
    sync_folder(path.parent)
    return made, True


def recent_reviews() -> tuple[Path, ...]:
    """The review folders opened last on this device, latest first, as far as they are still there."""
    try:
        noted = json.loads((data_folder() / "recent.json").read_bytes())
    except (OSError, ValueError):
        return ()
    paths = [Path(one) for one in cast(list[object], noted) if isinstance(one, str)]
    return tuple(one for one in paths if (one / "review.toml").is_file())


def remember_review(folder: Path) -> None:
    """Put a review folder first among the recent ones. A data folder that cannot be written is no obstacle."""
    here = folder.resolve()
    if here.is_relative_to(apart_place().resolve()):
        return
    others = [one for one in recent_reviews() if one != here][:9]
    try:
        data_folder().mkdir(parents=True, exist_ok=True)
        (data_folder() / "recent.json").write_text(json.dumps([str(one) for one in (here, *others)]))
    except OSError:
        return

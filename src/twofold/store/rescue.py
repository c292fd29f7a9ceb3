"""Rescue copies: what could not be saved in the review, kept as a log of its own in the device's folder.

They are taken up the next time the person opens the review, and are set aside once their documents are in it.
"""

import contextlib
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from twofold.record.headers import FORMAT, Header
from twofold.record.lines import DamagedLine, Written, decode_line
from twofold.store.append import Appender
from twofold.store.device import Kind, new_key
from twofold.store.own import OwnLogs
from twofold.store.place import REVIEW_FILE
from twofold.store.savequeue import Waiting
from twofold.store.scan import NotALog, scan

_FROM = ".from"
_KINDS: tuple[Kind, ...] = ("plan", "work")


def write_rescue(own: OwnLogs, waiting: Sequence[Waiting], folder: Path | None = None) -> tuple[Path, ...]:
    """Write the unsaved transactions to rescue copies, one for each kind of log, and give their paths.

    Raises:
        NotSaved: they could not be written there either.
    """
    place = folder or own.device.folder / "rescue"
    made: list[Path] = []
    for kind in _KINDS:
        mine = [one for one in waiting if one.kind == kind]
        if mine:
            header = Header(
                format=FORMAT,
                review=own.logs.review,
                person=own.person,
                device=own.device.id,
                log=new_key(),
                kind=kind,
            )
            name = f"{own.person}.{kind}.{time.strftime('%Y-%m-%d-%H%M%S')}.{header.log[:4]}.jsonl"
            appender = Appender.create(place / name, header)
            try:
                for one in mine:
                    appender.commit(*appender.prepare(one.documents))
            finally:
                appender.close()
            # Without this note the copy is taken up wherever the review is opened next, which loses nothing.
            with contextlib.suppress(OSError):
                appender.path.with_suffix(_FROM).write_text(str(own.logs.folder.resolve()), "utf-8")
            made.append(appender.path)
    return tuple(made)


def other_folder(path: Path, folder: Path) -> Path | None:
    """The folder in which the answers of a rescue copy were given, where that is another copy of the review than
    ``folder`` and still there; else nothing."""
    try:
        noted = Path(path.with_suffix(_FROM).read_text("utf-8"))
        return noted if noted != folder.resolve() and (noted / REVIEW_FILE).is_file() else None
    except (OSError, ValueError):
        return None


def forget_rescue(path: Path) -> None:
    """Take a rescue copy away that has done its work.

    Raises:
        OSError: it cannot be removed.
    """
    path.unlink()
    path.with_suffix(_FROM).unlink(missing_ok=True)


def rescued(own: OwnLogs) -> Iterator[tuple[Path, Kind, tuple[tuple[Written, ...], ...], bool]]:
    """The rescue copies of this device for this person and review: path, kind, the intact transactions in order, and
    whether that is all of them."""
    place = own.device.folder / "rescue"
    for path in sorted(place.glob("*.jsonl")):
        try:
            found = scan(path, own.logs.review)
            header = found.header
        except (NotALog, OSError):
            continue
        if (header.review, header.person) == (own.logs.review, own.person) and header.kind != "extract":
            yield path, header.kind, tuple(_transactions(path)), not (found.damage or found.tail)


def _transactions(path: Path) -> Iterator[tuple[Written, ...]]:
    for raw in path.read_bytes().split(b"\n"):
        try:
            documents = decode_line(raw).documents if raw else ()
        except DamagedLine:
            continue
        if documents:
            yield documents

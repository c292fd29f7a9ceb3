"""Reading a packet, whatever it may be: within bounds, without following links, into files whose names we make.

A packet that was cut off is told apart from one that was damaged. Of the first, every whole line that came is good, for
a log that ends earlier is an older state; of the second nothing can be trusted, so nothing is taken.
"""

import contextlib
import hashlib
import os
import stat
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from twofold.exchange.packets import (
    DAMAGED,
    FREE_OF_RATIO,
    MAX_CONTENT,
    MAX_HEADER,
    MAX_PACKET,
    MAX_RATIO,
    BadPacket,
    PacketHeader,
    read_header,
    read_part,
    read_trailer,
)
from twofold.record.lines import MAX_LINE
from twofold.store.append import cause_of

_BLOCK = 256 * 1024
_GZIP = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class Staged:
    """A part of a packet in a file of its own. ``whole`` says that all of it came."""

    path: Path
    sha256: str
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Unpacked:
    """A packet that was read. ``cut`` says, in a sentence, where it ended too early; empty for a whole one."""

    header: PacketHeader
    parts: tuple[Staged, ...]
    cut: str = ""


class _Cut(Exception):
    """The file ends before the packet does."""


def open_regular(path: Path) -> BinaryIO:
    """The file at ``path``, opened for reading, if it is a regular one of bearable size and no link.

    Raises:
        BadPacket: it is not.
    """
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        if path.is_symlink():
            raise BadPacket("It is a link; name the file itself.", keep=False)
        handle = os.open(path, flags)
    except OSError as error:
        raise BadPacket(f"It could not be read: {cause_of(error)}.", keep=False) from error
    state = os.fstat(handle)
    if not stat.S_ISREG(state.st_mode):
        os.close(handle)
        raise BadPacket("It is no file.", keep=False)
    if state.st_size > MAX_PACKET:
        os.close(handle)
        raise BadPacket(
            f"It has {state.st_size // 2**20:,} MiB; files of more than {MAX_PACKET // 2**20:,} MiB are not read.",
            keep=False,
        )
    return os.fdopen(handle, "rb")


def unpack(path: Path, staging: Path, admit: Callable[[PacketHeader], None]) -> Unpacked:
    """Read the packet at ``path``, with each part in a file of its own in ``staging``.

    ``admit`` is shown the header before anything else is read, and raises ``BadPacket`` for one that is not wanted.

    Raises:
        BadPacket: it is none, or it was refused or damaged.
        OSError: ``staging`` cannot be written.
    """
    with open_regular(path) as file:
        reader = _Reader(file)
        try:
            header = read_header(reader.line())
        except _Cut:
            raise BadPacket(
                "It ends before anything of it could be read. Ask for it to be sent again.", keep=False
            ) from None
        admit(header)
        parts: list[Staged] = []
        try:
            for number in range(header.parts):
                part = read_part(reader.line())
                place = staging / f"log-{number + 1}.jsonl"
                with place.open("xb") as out:
                    whole, digest = reader.copy(part.length, out)
                if not whole:
                    _cut_to_whole_lines(place, parts)
                    raise _Cut
                if digest != part.sha256:
                    raise BadPacket(DAMAGED)
                parts.append(Staged(place, digest))
                if reader.line() != b"\n":
                    raise BadPacket(DAMAGED)
            expected = reader.digest
            trailer = read_trailer(reader.line())
            if (trailer.parts, trailer.sha256) != (header.parts, expected):
                raise BadPacket(DAMAGED)
        except _Cut:
            return Unpacked(header, tuple(parts), _cut_words(header, parts))
        # Where only the check sum of gzip is cut off, the packet's own digest has told already that all of it is right.
        with contextlib.suppress(_Cut):
            reader.end()
        return Unpacked(header, tuple(parts))


def stage_log(path: Path, staging: Path) -> Staged:
    """Copy the whole lines of a log that came without a packet into ``staging``.

    Raises:
        BadPacket: it is no regular file, too large, or has no whole line.
        OSError: ``staging`` cannot be written.
    """
    place = staging / "log-1.jsonl"
    digest = hashlib.sha256()
    size = 0
    with open_regular(path) as file, place.open("xb") as out:
        while raw := file.readline(MAX_LINE):
            if not raw.endswith(b"\n"):
                break
            digest.update(raw)
            out.write(raw)
            size += len(raw)
    if not size:
        raise BadPacket("It has no whole line, so it is no log.", keep=False)
    return Staged(place, digest.hexdigest())


def read_through(path: Path) -> None:
    """Read a packet from its first byte to its last and keep nothing.

    Raises:
        BadPacket: it is not whole.
    """
    with open_regular(path) as file, Path(os.devnull).open("wb") as nowhere:
        reader = _Reader(file)
        try:
            for _ in range(read_header(reader.line()).parts):
                part = read_part(reader.line())
                if reader.copy(part.length, nowhere) != (True, part.sha256) or reader.line() != b"\n":
                    raise BadPacket(DAMAGED)
            expected = reader.digest
            if read_trailer(reader.line()).sha256 != expected:
                raise BadPacket(DAMAGED)
            reader.end()
        except _Cut:
            raise BadPacket(DAMAGED) from None


def _cut_words(header: PacketHeader, parts: list[Staged]) -> str:
    whole = sum(one.whole for one in parts)
    part = ", and the whole lines of one more" if len(parts) > whole else ""
    return (
        f"It was cut off on its way: {whole} of its {header.parts} logs came whole{part}. What came is taken; ask for"
        " the rest to be sent again."
    )


def _cut_to_whole_lines(place: Path, parts: list[Staged]) -> None:
    digest = hashlib.sha256()
    size = 0
    with place.open("r+b") as file:
        for raw in file:
            if not raw.endswith(b"\n"):
                break
            digest.update(raw)
            size += len(raw)
        file.truncate(size)
    if size:
        parts.append(Staged(place, digest.hexdigest(), whole=False))


class _Reader:
    """Gives the bytes of a gzip file in bounded pieces, and the digest over all that was given."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._inflate = zlib.decompressobj(31)
        self._ready = b""
        self._taken = 0
        self._given = 0
        self._digest = hashlib.sha256()
        start = file.read(2)
        if not _GZIP.startswith(start):
            raise BadPacket("It is no packet of Twofold.", keep=False)
        self._waiting = start

    @property
    def digest(self) -> str:
        return self._digest.hexdigest()

    def line(self) -> bytes:
        """The next line, with its newline."""
        found = b""
        while True:
            end = self._ready.find(b"\n") + 1
            piece = self._ready[:end] if end else self._ready
            self._ready = self._ready[len(piece) :]
            found += piece
            self._digest.update(piece)
            if len(found) > MAX_HEADER:
                raise BadPacket(DAMAGED)
            if end:
                return found
            if not self._more():
                raise BadPacket(DAMAGED)

    def copy(self, length: int, out: BinaryIO) -> tuple[bool, str]:
        """Copy so many bytes; whether all of them came, and the digest of those that did."""
        digest = hashlib.sha256()
        left = length
        while left:
            if not self._ready:
                try:
                    if not self._more():
                        raise BadPacket(DAMAGED)
                except _Cut:
                    return False, digest.hexdigest()
            piece, self._ready = self._ready[:left], self._ready[left:]
            left -= len(piece)
            for one in (digest, self._digest):
                one.update(piece)
            out.write(piece)
        return True, digest.hexdigest()

    def end(self) -> None:
        """Make sure that nothing follows, and that gzip's own check sum is right."""
        while not self._ready and self._more():
            pass
        if self._ready or self._inflate.unused_data or self._file.read(1):
            raise BadPacket("Something stands behind its end. Ask for it to be sent again.")

    def _more(self) -> bool:
        """Inflate a further piece. Whether there was one; that the file ends too early is told by ``_Cut``."""
        while not self._ready:
            if self._inflate.eof:
                return False
            raw = self._inflate.unconsumed_tail or self._waiting
            self._waiting = b""
            if not raw:
                raw = self._file.read(_BLOCK)
                if not raw:
                    raise _Cut
            before = len(raw)
            try:
                self._ready = self._inflate.decompress(raw, _BLOCK)
            except zlib.error as error:
                raise BadPacket(DAMAGED) from error
            self._taken += before - len(self._inflate.unconsumed_tail) - len(self._inflate.unused_data)
            self._given += len(self._ready)
            if self._given > MAX_CONTENT or self._given > max(FREE_OF_RATIO, MAX_RATIO * self._taken):
                raise BadPacket(
                    "It unpacks to far more than any review holds, so it was not unpacked further.", keep=False
                )
        return True

"""Writing a packet: gathered beside its place, read back, and only then given its name."""

import contextlib
import hashlib
import os
import secrets
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from twofold.exchange.packets import PacketHeader, PartHeader, Trailer, line_of, packet_name
from twofold.exchange.unpack import read_through
from twofold.store.append import sync, sync_folder

_BLOCK = 1024 * 1024


class Part(Protocol):
    """Something that goes into a packet: a log, or an extract of logs."""

    @property
    def length(self) -> int:
        """The number of its bytes."""

    @property
    def sha256(self) -> str:
        """Their digest."""

    def blocks(self) -> Iterator[bytes]:
        """The bytes."""


@dataclass(frozen=True, slots=True)
class LogPart:
    """The first ``length`` bytes of a log: all its whole lines at the time it was looked at."""

    path: Path
    length: int
    sha256: str

    @classmethod
    def of(cls, path: Path, length: int) -> "LogPart":
        """The log as far as ``length``.

        Raises:
            OSError: it cannot be read.
        """
        digest = hashlib.sha256()
        for block in _blocks(path, length):
            digest.update(block)
        return cls(path, length, digest.hexdigest())

    def blocks(self) -> Iterator[bytes]:
        """The bytes, read from the log now."""
        return _blocks(self.path, self.length)


@dataclass(frozen=True, slots=True)
class MadePart:
    """Bytes that were made for this packet."""

    content: bytes

    @property
    def length(self) -> int:
        """The number of bytes."""
        return len(self.content)

    @property
    def sha256(self) -> str:
        """Their digest."""
        return hashlib.sha256(self.content).hexdigest()

    def blocks(self) -> Iterator[bytes]:
        """The bytes."""
        yield self.content


def _blocks(path: Path, length: int) -> Iterator[bytes]:
    left = length
    with path.open("rb") as file:
        while left:
            block = file.read(min(_BLOCK, left))
            if not block:
                raise OSError(f"`{path.name}` became shorter while it was read")
            left -= len(block)
            yield block


def make_packet(folder: Path, title: str, header: PacketHeader, parts: Sequence[Part]) -> Path:
    """Write a packet into ``folder``, read it back, and give its path. The same content gives the same bytes.

    Raises:
        OSError: it could not be written.
        BadPacket: what was read back is not what was written, so the disk or stick is not to be trusted.
    """
    building = folder / f".{secrets.token_hex(6)}.part"
    try:
        with building.open("xb") as file:
            digest = _write(file.fileno(), header, parts)
            sync(file.fileno())
        read_through(building)
        path = folder / packet_name(title, header, digest)
        building.replace(path)
    finally:
        with contextlib.suppress(OSError):
            building.unlink(missing_ok=True)
    # The packet itself is on the disk; some sticks and network folders cannot promise the same of a name.
    with contextlib.suppress(OSError):
        sync_folder(folder)
    return path


def _write(file: int, header: PacketHeader, parts: Sequence[Part]) -> str:
    digest = hashlib.sha256()
    # 31 asks zlib for gzip without a name and a time, so that equal content makes equal files.
    packer = zlib.compressobj(6, zlib.DEFLATED, 31)

    def put(content: bytes) -> None:
        digest.update(content)
        _put_all(file, packer.compress(content))

    put(line_of(header))
    for part in parts:
        put(line_of(PartHeader(length=part.length, sha256=part.sha256)))
        for block in part.blocks():
            put(block)
        put(b"\n")
    whole = digest.hexdigest()
    _put_all(file, packer.compress(line_of(Trailer(parts=len(parts), sha256=whole))) + packer.flush())
    return whole


def _put_all(file: int, content: bytes) -> None:
    view = memoryview(content)
    while view:
        view = view[os.write(file, view) :]

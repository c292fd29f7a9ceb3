"""Telling what a file is by its content: something that another person sent, or else a file of references."""

import zlib
from collections.abc import Sequence
from pathlib import Path

from twofold.exchange.packets import SUFFIX, BadPacket
from twofold.exchange.unpack import open_regular

_LOOKED_AT = 64 * 1024
_GZIP = b"\x1f\x8b"
_LOG = b'{"documents":['


def is_sent(path: Path) -> bool:
    """Whether the file is a packet or a log of a review. One that cannot be read is none."""
    try:
        with open_regular(path) as file:
            first = file.read(_LOOKED_AT)
    except (BadPacket, OSError):
        return path.suffix.lower() == SUFFIX
    if not first.startswith(_GZIP):
        # What is named like a packet and was damaged is told so, and not that it holds no titles.
        return first.startswith(_LOG) or path.suffix.lower() == SUFFIX
    try:
        content = zlib.decompressobj(wbits=31).decompress(first, _LOOKED_AT)
    except zlib.error:
        return path.suffix.lower() == SUFFIX
    return content.startswith(b"{") and b'"packet":' in content.partition(b"\n")[0]


def parted(paths: Sequence[Path]) -> tuple[tuple[Path, ...], tuple[Path, ...]]:
    """What others sent, and the rest: each path by its content, a folder by what lies in it.

    A folder in which files of both kinds lie stands in both; a copy of a review is something that was sent.
    """
    sent: list[Path] = []
    rest: list[Path] = []
    for path in paths:
        if not path.is_dir():
            (sent if is_sent(path) else rest).append(path)
            continue
        inside = [one for one in path.iterdir() if one.is_file() and not one.name.startswith(".")]
        is_copy = (path / "logs").is_dir() or (path / "received").is_dir()
        if is_copy or any(is_sent(one) for one in inside):
            sent.append(path)
        if not is_copy and any(not is_sent(one) for one in inside):
            rest.append(path)
    return tuple(sent), tuple(rest)

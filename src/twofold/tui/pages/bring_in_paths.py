"""Paths as people hand them over: typed, pasted, or dropped on the terminal, which quotes and escapes them."""

import os
import re
import shlex
from pathlib import Path
from urllib.parse import unquote, urlsplit

_NEXT_PATH = re.compile(r"\s+(?=(?:[/~]|[A-Za-z]:[\\/]|file://))")
_ESCAPED = re.compile(r"\\[\s'\"()&;!\[\]\\$`*?#<>|{}]")


def paths_in(text: str, here: Path, *, windows: bool = os.name == "nt") -> tuple[Path, ...]:
    """The paths in a text, one or several, those that are relative from ``here``."""
    found: list[str] = []
    for line in text.replace("\0", "").splitlines():
        for part in _parts(line.strip(), windows=windows):
            found += [_of_address(part) if part.startswith("file://") else part]
    return tuple(dict.fromkeys(here / expanded(one) for one in found if one))


def expanded(text: str) -> Path:
    """A path with ``~`` at its beginning as one's own folder; a tilde without a user behind it is a plain name."""
    try:
        return Path(text).expanduser()
    except RuntimeError:
        return Path(text)


def _parts(line: str, *, windows: bool) -> list[str]:
    quoted = line[:1] in ("'", '"') or re.search(r"\s['\"]", line) is not None
    if quoted or (not windows and _ESCAPED.search(line)):
        try:
            parts = shlex.split(line, posix=not windows)
        except ValueError:
            return [line]
        return [part.strip("\"'") if windows else part for part in parts]
    return _NEXT_PATH.split(line)


def _of_address(address: str) -> str:
    path = unquote(urlsplit(address).path)
    # On Windows the address of a drive is written file:///C:/...
    return path[1:] if re.match(r"/[A-Za-z]:/", path) else path

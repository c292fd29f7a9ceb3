"""Comparing copies of a log: whether one begins with another, and how far two go together."""

from pathlib import Path

_BLOCK = 1024 * 1024


def begins_with(longer: Path, shorter: Path, size: int) -> bool:
    """Whether the file ``longer`` begins with the first ``size`` bytes of ``shorter``.

    Raises:
        OSError: one of them cannot be read.
    """
    with longer.open("rb") as one, shorter.open("rb") as other:
        left = size
        while left:
            block = other.read(min(_BLOCK, left))
            if not block or one.read(len(block)) != block:
                return False
            left -= len(block)
    return True

"""Whether something came into the folder, told from file sizes alone."""

import os
from pathlib import Path

from twofold.review.open import Review


def news(review: Review) -> frozenset[tuple[str, int, int]]:
    """The files among the logs that are not, or not wholly, read: path, size and time of change. Nothing is opened."""
    found = set[tuple[str, int, int]]()
    for place in ("logs", "received"):
        try:
            with os.scandir(review.folder / place) as entries:
                for one in entries:
                    if one.name.endswith(".jsonl") and not one.name.startswith("."):
                        state = one.stat()
                        known = review.logs.scans.get(Path(one.path))
                        if known is None or (known.size + known.tail, known.inode) != (state.st_size, state.st_ino):
                            found.add((one.path, state.st_size, state.st_mtime_ns))
        except OSError:
            continue
    return frozenset(found)

"""On which line of a TOML text each key and each array item stands.

``tomllib`` tells lines for broken syntax only. This is for text that ``tomllib`` has already accepted.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator

from twofold.codebook.problems import Path
from twofold.codebook.spans import Spans, spans_so_far


def lines_of(text: str) -> dict[Path, int]:
    """The line, from 1, of every key, table and array item in ``text``, by its path in the parsed content.

    Where the text is laid out oddly, what was found before that stands.
    """
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    lines: dict[Path, int] = {}
    for at, path in sorted(_places(spans_so_far(text)), key=lambda one: one[0]):
        line = bisect_right(starts, at)
        for length in range(len(path), 0, -1):
            if path[:length] in lines:
                break
            lines[path[:length]] = line
    return lines


def _places(spans: Spans) -> Iterator[tuple[int, Path]]:
    yield from ((one.header, one.path) for one in spans.blocks[1:])
    yield from ((one.start, path) for path, one in spans.pairs.items())
    for path, items in spans.items.items():
        yield from ((start, (*path, number)) for number, (start, _) in enumerate(items))

"""One text beside another that is nearly the same: the words in which they differ stand out."""

from collections.abc import Sequence
from difflib import SequenceMatcher

from twofold.tui.form.drawn import Piece, cells, flowed, safe, wrapped

_MOST_WORDS = 200


def told_apart(text: str, other: str, width: int, most: int) -> list[tuple[Piece, ...]]:
    """``text`` as at most ``most`` lines of ``width`` cells; words that ``other`` has not are in a stronger ink.

    Nothing stands out where one of them is empty, or where more than half of the words would.
    """
    lines = wrapped(text, width, most) or [""]
    shown = safe(text, width * (most + 1))
    words, others = shown.split(" "), safe(other, width * (most + 1)).split(" ")
    marked = _marked(words, others) if text and other and max(len(words), len(others)) <= _MOST_WORDS else frozenset()
    if not marked:
        return [((line, "text"),) if line else () for line in lines]
    pieces: list[Piece] = []
    for at, word in enumerate(words):
        pieces += [(word, "strong" if at in marked else "text"), (" " if at < len(words) - 1 else "", "text")]
    flown = flowed(pieces, width)
    # What is longer ends with dots, which stand in the plain line.
    return [*flown[: most - 1], ((lines[-1], "text"),)] if len(flown) > most else flown


def brought_to(line: Sequence[Piece], width: int) -> tuple[Piece, ...]:
    """A line with blanks up to ``width`` cells."""
    return (*line, (" " * max(0, width - sum(cells(text) for text, _ in line)), "text"))


def _marked(words: Sequence[str], others: Sequence[str]) -> frozenset[int]:
    """The places of the words that the others have not; none where that is more than half of them."""
    here, there = [word.casefold() for word in words], [word.casefold() for word in others]
    blocks = SequenceMatcher(None, here, there, autojunk=False).get_matching_blocks()
    common = {at for block in blocks for at in range(block.a, block.a + block.size)}
    return frozenset(range(len(words))) - common if 2 * len(common) >= len(words) else frozenset()

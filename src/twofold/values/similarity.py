"""How alike two short names are, such as those that two people gave to one outcome."""

import re
import unicodedata
from difflib import SequenceMatcher

_WORD = re.compile(r"[^\W_]+")
_APOSTROPHES = re.compile("['\u2018\u2019\u02bc\u00b4`]")
_EMPTY_WORDS = frozenset({"a", "an", "and", "at", "for", "in", "of", "on", "the", "to", "with"})
_WHOLE = 1000


def words_of(text: str) -> tuple[str, ...]:
    """The telling words of a name in small letters and without accents, digits apart: *PHQ-9* gives *phq* and *9*."""
    plain = "".join(one for one in unicodedata.normalize("NFKD", text) if not unicodedata.combining(one))
    parts = _WORD.findall(_APOSTROPHES.sub("", plain.casefold()))
    split = [piece for part in parts for piece in re.findall(r"\d+|\D+", part)]
    return tuple(one for one in split if one not in _EMPTY_WORDS) or tuple(split)


def similarity(one: str, other: str) -> int:
    """How alike two names are, from 0 to 1000; 1000 if they have the same words in any order. It is symmetric.

    The larger of two: the share of words that both have, where a word also counts as far as its letters agree, and
    short forms stand for the words whose first letters they are (*BDI* for *Beck Depression Inventory*); and the
    agreement of the letters as a whole, as `difflib` counts it.
    """
    first, second = sorted((words_of(one), words_of(other)))
    if not first or not second:
        return _WHOLE if first == second else 0
    if sorted(first) == sorted(second):
        return _WHOLE
    letters = _ratio("".join(first), "".join(second))
    return max(_shared(*_spelled_out(first, second)), letters * 9 // 10)


def _shared(first: tuple[str, ...], second: tuple[str, ...]) -> int:
    """Twice the words in common over all words, the nearest pairs taken first."""
    pairs = sorted(
        ((_ratio(one, other), i, j) for i, one in enumerate(first) for j, other in enumerate(second)),
        key=lambda each: (-each[0], each[1], each[2]),
    )
    left, right, total = set(range(len(first))), set(range(len(second))), 0
    for ratio, i, j in pairs:
        if ratio >= _WHOLE * 3 // 4 and i in left and j in right:
            left.discard(i)
            right.discard(j)
            total += ratio
    return 2 * total // (len(first) + len(second))


def _spelled_out(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words with short forms of one side put in the place of what they stand for on the other."""
    return _shortened(first, second), _shortened(second, first)


def _shortened(words: tuple[str, ...], by: tuple[str, ...]) -> tuple[str, ...]:
    for short in by:
        size = len(short)
        if size < 2 or short in words:
            continue
        for start in range(len(words) - size + 1):
            if "".join(word[0] for word in words[start : start + size]) == short:
                return _shortened((*words[:start], short, *words[start + size :]), by)
    return words


def _ratio(one: str, other: str) -> int:
    if one == other:
        return _WHOLE
    if one.isdigit() or other.isdigit():
        return 0
    # difflib is not symmetric, so the two are put in order first.
    first, second = sorted((one, other))
    return int(_WHOLE * SequenceMatcher(None, first, second, autojunk=False).ratio())

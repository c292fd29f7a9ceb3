"""Titles that are nearly the same, among many, without comparing every pair letter by letter."""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher

NEAR = 0.9


def alike_pairs(
    titles: Sequence[str], new: int, threshold: float = NEAR, watch: Callable[[], None] = lambda: None
) -> Iterator[tuple[int, int, float]]:
    """Pairs ``(i, j, ratio)`` with ``i < new`` and ``i < j`` whose ``difflib`` ratio reaches ``threshold``.

    Pairs of two titles at or beyond ``new`` are not asked for. The two bounds lose no pair: for a ratio t, lengths
    p and q have min/max >= t / (2 - t); and as m matched letters in k blocks leave at least k - 1 unmatched ones, at
    least (p + q)(1.5 t - 1) - 1 pairs of neighbouring letters are common. Equal titles are not given.

    ``watch`` is called for each title; what it raises ends the work, whose cost grows with the square of their number.
    """
    order = sorted((index for index, title in enumerate(titles) if title), key=lambda index: len(titles[index]))
    lengths = [len(titles[index]) for index in order]
    masks = _neighbour_masks([titles[index] for index in order])
    share = 1.5 * threshold - 1
    for place, index in enumerate(order):
        watch()
        length, mask = lengths[place], masks[place]
        last = bisect_right(lengths, int(length * (2 - threshold) / threshold))
        least = share * 2 * length - 1
        for other_place in [other for other in range(place + 1, last) if (mask & masks[other]).bit_count() >= least]:
            other = order[other_place]
            if index >= new and other >= new:
                continue
            if (mask & masks[other_place]).bit_count() < share * (length + lengths[other_place]) - 1:
                continue
            ratio = _ratio(titles[index], titles[other], threshold)
            if ratio:
                yield min(index, other), max(index, other), ratio


def _ratio(one: str, other: str, threshold: float) -> float:
    """difflib's ratio if it reaches the threshold, else 0; the titles are put in order as it is not symmetric."""
    if one == other:
        return 0.0
    first, second = sorted((one, other))
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    if matcher.quick_ratio() < threshold:
        return 0.0
    ratio = matcher.ratio()
    return ratio if ratio >= threshold else 0.0


def _neighbour_masks(titles: Sequence[str]) -> list[int]:
    """For each title a number with one bit for each pair of neighbouring letters and each time it occurs."""
    bits: dict[tuple[str, int], int] = {}
    masks = []
    for title in titles:
        seen: dict[str, int] = {}
        mask = 0
        for at in range(len(title) - 1):
            pair = title[at : at + 2]
            times = seen[pair] = seen.get(pair, 0) + 1
            mask |= 1 << bits.setdefault((pair, times), len(bits))
        masks.append(mask)
    return masks

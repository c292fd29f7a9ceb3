"""Numbers that look like one number with a slip of the pen."""

from dataclasses import dataclass
from enum import StrEnum


class SlipKind(StrEnum):
    """What may have happened."""

    SCALE = "scale"
    SIGN = "sign"
    SWAPPED = "swapped"
    DIGIT = "digit"


@dataclass(frozen=True, slots=True)
class Slip:
    """Two coders' numbers for one unit (counted from 0) that look like one number with a slip, and a sentence on it."""

    unit: int
    raters: tuple[str, str]
    values: tuple[float, float]
    kind: SlipKind
    sentence: str


def likely_slip(first: float, second: float) -> tuple[SlipKind, str] | None:
    """What may explain that two numbers differ: a power of ten, a sign, or one digit; ``None`` if nothing does.

    The sentence says it. Numbers of a single digit are never taken for each other's slip.
    """
    if first == second:
        return None
    if first == -second:
        return SlipKind.SIGN, f"{first:g} and {second:g} differ in the sign only."
    power = _power_of_ten(first, second)
    if power:
        return (
            SlipKind.SCALE,
            f"{first:g} and {second:g} differ by a factor of {10**power:,}: per cent, thousands or units?",
        )
    a, b = _digits(first), _digits(second)
    if max(len(a), len(b)) < 3 and len(a) == len(b) and sorted(a) != sorted(b):
        return None
    if sorted(a) == sorted(b) and _adjacent_swap(a, b):
        return SlipKind.SWAPPED, f"{first:g} and {second:g} have two digits the other way round."
    if _one_edit(a, b):
        return SlipKind.DIGIT, f"{first:g} and {second:g} differ in one digit."
    return None


def _power_of_ten(first: float, second: float) -> int:
    if first == 0 or second == 0:
        return 0
    larger, smaller = max(abs(first), abs(second)), min(abs(first), abs(second))
    for power in range(1, 7):
        if first * second > 0 and abs(larger - smaller * 10**power) <= 1e-9 * larger:
            return power
    return 0


def _digits(value: float) -> str:
    return f"{value:.12g}".lstrip("-")


def _adjacent_swap(a: str, b: str) -> bool:
    apart = [k for k in range(len(a)) if a[k] != b[k]]
    return len(apart) == 2 and apart[1] == apart[0] + 1


def _one_edit(a: str, b: str) -> bool:
    """Whether one digit changed, or one is missing, in numbers of two or more digits."""
    if min(len(a), len(b)) < 2:
        return False
    if len(a) == len(b):
        return sum(x != y for x, y in zip(a, b, strict=True)) == 1
    longer, shorter = (a, b) if len(a) > len(b) else (b, a)
    return len(longer) == len(shorter) + 1 and any(longer[:k] + longer[k + 1 :] == shorter for k in range(len(longer)))

"""How two answers differ, so that one sees it at a glance: texts by words, numbers with what may be a slip."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from difflib import SequenceMatcher
from typing import Literal

from twofold.values.answers import Answer, Value

_TOKEN = re.compile(r"\w+|[^\w\s]|\s+")
_LONGEST = 4000
_TEN = Decimal(10)
_DIGITS = 12


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of two texts: what both have, or one of them alone."""

    text: str
    whose: Literal["both", "A", "B"]


def pieces(first: str, second: str) -> tuple[Piece, ...]:
    """Two texts in one, word by word. Texts of several pages are given whole, one after the other."""
    if len(first) + len(second) > _LONGEST:
        return tuple(one for one in (Piece(first, "A"), Piece(second, "B")) if one.text)
    one, other = _TOKEN.findall(first), _TOKEN.findall(second)
    found: list[Piece] = []
    for what, from_a, to_a, from_b, to_b in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if what == "equal":
            found.append(Piece("".join(one[from_a:to_a]), "both"))
        else:
            found += [Piece("".join(one[from_a:to_a]), "A")] if to_a > from_a else []
            found += [Piece("".join(other[from_b:to_b]), "B")] if to_b > from_b else []
    return tuple(found)


def number_hints(first: Answer, second: Answer) -> tuple[str, ...]:
    """The difference of two numbers, and whether one may be a slip: digits swapped, one digit more or less, ten times
    too large, the sign, or rounding. Empty for what is no number."""
    one, other = number_of(first), number_of(second)
    if one is None or other is None or one == other:
        return ()
    if any(len(each.as_tuple().digits) > _DIGITS or abs(each.adjusted()) > _DIGITS for each in (one, other)):
        return ("differ",)
    said = [f"differ by {abs(one - other).normalize():f}"]
    a, b = (one_answer.text.lstrip("-") for one_answer in (first, second) if isinstance(one_answer, Value))
    if one == -other:
        said.append("the sign differs")
    elif _is_power_of_ten(one, other):
        said.append("one is the other times ten, or a hundred: a decimal point may have slipped")
    elif len(a) == len(b) and sorted(a) == sorted(b) and sum(x != y for x, y in zip(a, b, strict=True)) == 2:
        said.append("the same digits, two of them swapped")
    elif _is_rounded(a, b, one, other):
        said.append("one is the other, rounded")
    elif len(a) == len(b) and sum(x != y for x, y in zip(a, b, strict=True)) == 1:
        said.append("one digit differs")
    elif abs(len(a) - len(b)) == 1 and _one_more(*sorted((a, b), key=len)):
        said.append("one has a digit more")
    return tuple(said)


def swapped_hints(place_answers: Sequence[Answer], sisters: Mapping[str, Sequence[Answer]]) -> tuple[str, ...]:
    """Whether one coder's number at a place is what the other gave for a sister field, as when two arms are swapped.

    ``sisters`` are the answers of the same two coders to other number fields, by label.
    """
    if len(place_answers) != 2:
        return ()
    first, second = (number_of(one) for one in place_answers)
    said: list[str] = []
    for label, (mine, theirs) in ((label, pair) for label, pair in sisters.items() if len(pair) == 2):
        one, other = number_of(mine), number_of(theirs)
        if first is not None and first == other and first != second:
            crossed = second is not None and second == one
            said.append(f"A's number is B's for “{label}”{': the two may be swapped' if crossed else ''}")
        elif second is not None and second == one and first != second:
            said.append(f"B's number is A's for “{label}”")
    return tuple(said)


def number_of(answer: Answer) -> Decimal | None:
    """The answer as a number, if it is one."""
    if not isinstance(answer, Value):
        return None
    try:
        number = Decimal(answer.text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _is_power_of_ten(one: Decimal, other: Decimal) -> bool:
    if not one or not other:
        return False
    large, small = sorted((one, other), key=abs, reverse=True)
    return any(large == small * _TEN**power for power in (1, 2, 3))


def _one_more(short: str, long: str) -> bool:
    return any(long[:at] + long[at + 1 :] == short for at in range(len(long)))


def _is_rounded(a: str, b: str, one: Decimal, other: Decimal) -> bool:
    places = [len(text.partition(".")[2]) for text in (a, b)]
    if places[0] == places[1]:
        return False
    coarse, fine = (one, other) if places[0] < places[1] else (other, one)
    return round(fine, min(places)) == coarse

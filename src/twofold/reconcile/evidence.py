"""How the evidence of several codes compares: the same page or another, beside the same answer or another."""

import re
from collections.abc import Iterable, Sequence

from twofold.values.answers import OffScale
from twofold.values.coded import Coded, Confidence, Evidence

_NUMBER = re.compile(r"\d+")


def look_once(said: Iterable[Coded]) -> str:
    """Why what all agree on wants a look, in words; empty where it does not: an answer is *unclear*, of low
    confidence, or was found on another page."""
    coded = [one for one in said if one.answered]
    if len(coded) < 2:
        return ""
    if any(one.answer is OffScale.UNCLEAR for one in coded):
        return "agreed, and unclear"
    if any(one.confidence is Confidence.LOW for one in coded):
        return "agreed, with low confidence"
    return "agreed, from different pages" if on_other_pages([one.evidence for one in coded]) else ""


def on_other_pages(evidence: Sequence[Evidence]) -> bool:
    """Whether two of them name places, and these have no page in common."""
    named = [place for one in evidence if (place := _place(one))]
    return any(_apart(one, other) for at, one in enumerate(named) for other in named[at + 1 :])


def compared_words(coded: Sequence[Coded], *, same: bool) -> str:
    """What the places of several codes say together, given whether their answers are the ``same``."""
    named = [one for one in coded if _place(one.evidence)]
    if len(named) < 2:
        return ""
    apart = on_other_pages([one.evidence for one in named])
    if same:
        return "same answer, different pages" if apart else "same answer, same page"
    return "different answers, different pages" if apart else "different answers, same page"


def _place(evidence: Evidence) -> tuple[str, frozenset[str]] | None:
    if not evidence.place.strip():
        return None
    numbers = frozenset(_NUMBER.findall(evidence.place))
    return evidence.report, numbers or frozenset([evidence.place.strip().casefold()])


def _apart(one: tuple[str, frozenset[str]], other: tuple[str, frozenset[str]]) -> bool:
    return (bool(one[0] and other[0]) and one[0] != other[0]) or not one[1] & other[1]

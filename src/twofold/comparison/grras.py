"""The points of GRRAS, each answered from what was really done, or marked as the authors' to write.

The points are told in own words. What the record does not hold is never made up: it says *to be written by the
authors*, and what Twofold knows was not done says *not done*.

Source: Kottner and others 2011, Guidelines for Reporting Reliability and Agreement Studies, 15 points.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from statistics import median

from twofold.agreement import Intervals
from twofold.agreement.wording import listed, plural
from twofold.comparison.afresh import afresh_words, independence_words
from twofold.comparison.gathering import Gathered
from twofold.comparison.methods import codebook_words, how_computed, numbers_coded, what_came_out
from twofold.comparison.readings import Reading
from twofold.comparison.row_matches import row_matches
from twofold.review.open import Review
from twofold.values.plaintext import one_line


class State(StrEnum):
    """Who answers a point. In part: the record holds some of it, and the authors add the rest."""

    ANSWERED = "answered"
    IN_PART = "in part"
    AUTHORS = "to be written by the authors"


@dataclass(frozen=True, slots=True)
class Point:
    """A point of the list by its ``number``: what it ``asks``, and the ``answer``, empty where it is the authors'.

    ``wanting`` is what the authors still have to write, or what was not done.
    """

    number: int
    part: str
    asks: str
    state: State
    answer: str = ""
    wanting: str = ""


def grras_points(
    review: Review, found: Gathered, readings: Sequence[Reading], intervals: Intervals
) -> tuple[Point, ...]:
    """All fifteen points in their order."""
    return tuple(_points(review, found, readings, intervals))


def _points(review: Review, found: Gathered, readings: Sequence[Reading], intervals: Intervals) -> Iterable[Point]:
    in_part, answered, authors = State.IN_PART, State.ANSWERED, State.AUTHORS
    yield Point(1, "Title and abstract", "Say that agreement between coders was studied", authors)
    yield Point(2, "Introduction", "Name and describe the instrument", answered, _instrument(found))
    yield Point(
        3,
        "Introduction",
        "Say which studies it is meant for",
        in_part,
        f"The studies of the review {one_line(review.title)}.",
        "Which studies were eligible.",
    )
    yield Point(4, "Introduction", "Say for which coders it is meant", authors)
    yield Point(5, "Introduction", "What is known of its agreement, and why this was studied", authors)
    yield Point(
        6,
        "Methods",
        "How the numbers of coders, studies and repeated codings were chosen",
        in_part,
        f"{plural(len(found.everyone), 'coder')}, {plural(len(found.studies), 'study')}."
        " Coding the same studies again by the same person: not done, as far as these figures go.",
        "Why these numbers; `twofold plan` gives the number of studies for a wanted interval.",
    )
    yield Point(
        7,
        "Methods",
        "How studies and coders were sampled",
        in_part,
        _sampling(review, found),
        "How the coders were chosen.",
    )
    yield Point(
        8,
        "Methods",
        "How the coding went: intervals, what was known, blinding",
        in_part,
        _process(found),
        "What the coders were told and had at hand beside the reports.",
    )
    yield Point(9, "Methods", "Whether codes were given independently", answered, _independence(found))
    yield Point(10, "Methods", "The statistics", answered, " ".join(how_computed(found, readings, intervals)))
    yield Point(11, "Results", "How many coders and studies there were in fact", answered, _numbers(review, found))
    yield Point(
        12,
        "Results",
        "Who the coders were, and what the studies were like",
        authors,
        wanting="Training and experience of the coders; the table of studies.",
    )
    yield Point(
        13,
        "Results",
        "Estimates with their uncertainty",
        answered,
        " ".join((*what_came_out(readings), *_dates(found))),
    )
    yield Point(14, "Discussion", "What the figures mean in practice", authors)
    yield Point(
        15,
        "Additional material",
        "Detailed results",
        answered,
        "`twofold agree --json` has every figure of every field with its interval and how it was made;"
        " `twofold agree --field FIELD` the studies behind every pair of answers.",
    )


def _instrument(found: Gathered) -> str:
    book = found.codebook
    primary = [one.id for one in book.fields if one.primary]
    named = f", of which {listed(primary)} {'is' if len(primary) == 1 else 'are'} primary" if primary else ""
    return f"{codebook_words(found)} It has {plural(len(book.fields), 'field')}{named}."


def _sampling(review: Review, found: Gathered) -> str:
    ways: Counter[str] = Counter()
    for one in found.studies:
        given = review.plan.assignments.get((found.round, one.study))
        said = [] if given is None else [each.how for each in given.current.values()]
        ways[one_line(said[0]) if said else ""] += 1
    if set(ways) == {""}:
        return "No sample was drawn: every coder was given every study."
    told = [
        f"{plural(count, 'study')} {f'by assignment ({how})' if how else 'given to every coder'}"
        for how, count in sorted(ways.items(), key=lambda one: (-one[1], one[0]))
    ]
    return f"{listed(told)}."


def _process(found: Gathered) -> str:
    days = [_days(one.submitted) for one in found.studies]
    longest = max(days, default=0.0)
    lay = "less than a day" if longest < 1 else f"{median(days):.0f} days in the middle, {longest:.0f} at most"
    between = f" Between the first and the last submission of a study lay {lay} (by the clocks of their devices)."
    return f"Each coder filled in the form alone and submitted it, after which it could not be changed unseen.{between}"


def _days(instants: Sequence[str]) -> float:
    told = [datetime.fromisoformat(one) for one in instants]
    return (max(told) - min(told)).total_seconds() / 86400


def _independence(found: Gathered) -> str:
    aside = sum(len(one.set_aside) for one in found.studies)
    left = (
        f" {plural(aside, 'answer')} not given independently or under an earlier meaning entered no figure."
        if aside
        else ""
    )
    seen = "".join(f" {one}" for one in afresh_words(found.studies))
    return f"{independence_words(found.studies)}{seen}{left}"


def _numbers(review: Review, found: Gathered) -> str:
    rows = [one.words for one in row_matches(found)]
    return " ".join(
        [numbers_coded(review, found), *rows, "How many studies or rows each field rests on stands with its figure."]
    )


def _dates(found: Gathered) -> Iterable[str]:
    told = [f"{field}: {one.words}." for field, one in found.primary.dated.items()]
    return (*told, *found.primary.warnings)

"""What would have come out if two options had been one. Nothing is written; the codes stay as they are."""

from dataclasses import replace

from twofold.agreement import Intervals, Kind
from twofold.comparison.codes import CodedField
from twofold.comparison.readings import answer_words, headline_words, read_fields


def merged(coded: CodedField, first: str, second: str) -> CodedField | None:
    """The field as if ``first`` and ``second`` were one answer, in the place of the earlier of them.

    ``None`` for sets and numbers, for answers that the field lacks, and where fewer than two were left on its scale.
    """
    codes = coded.codes
    order = [str(one) for one in codes.categories]
    if codes.kind not in (Kind.NOMINAL, Kind.ORDINAL) or first == second or not {first, second} <= set(order):
        return None
    kept, gone = sorted((first, second), key=order.index)
    categories = tuple(one for one in order if one != gone)
    off_scale = tuple(str(one) for one in codes.off_scale if one != gone)
    if len(categories) - len(off_scale) < 2:
        return None
    lines = tuple(tuple(kept if one == gone else one for one in line) for line in coded.lines)
    changed = replace(
        codes, codes=lines or ((None,) * len(codes.raters or ()),), categories=categories, off_scale=off_scale
    )
    return replace(coded, codes=changed, lines=lines)


def what_if(coded: CodedField, first: str, second: str, intervals: Intervals) -> str:
    """What the figures would have been if the two answers were one, in a sentence; empty where that has no meaning."""
    together = merged(coded, first, second)
    if together is None:
        return ""
    (one,) = read_fields([together], intervals)
    words = [answer_words(coded.field, answer) for answer in (first, second)]
    return (
        f"If {words[0]} and {words[1]} were one option: {one.agreed} of {one.figures.n} agreed; {headline_words(one)}."
    )

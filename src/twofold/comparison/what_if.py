"""What would have come out if options had been one, or a field not there. Nothing is written; the codes stay."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from twofold.agreement import Figure, Intervals, Kind
from twofold.agreement.wording import decimal, listed
from twofold.comparison.codes import CodedField
from twofold.comparison.gathering import Gathered
from twofold.comparison.readings import Reading, answer_words, counted_by_kind, read_fields
from twofold.record.disagreements import Kind as Difference
from twofold.values.counting import count_of


@dataclass(frozen=True, slots=True)
class Supposed:
    """A field as it is and as it would be. ``caution`` is what the comparison cannot bear, in a sentence."""

    words: str
    before: Reading
    after: Reading
    caution: str

    @property
    def figures(self) -> tuple[tuple[str, Figure, Figure], ...]:
        """The figures of both by name, in the order of the field's own; those that only one of them has are left
        out."""
        after = {(one.key, one.variant): one for one in self.after.figures.figures}
        return tuple(
            (one.name, one, after[one.key, one.variant])
            for one in self.before.figures.figures
            if (one.key, one.variant) in after
        )


def merged(coded: CodedField, *options: str) -> CodedField | None:
    """The field as if these answers were one, in the place of the earliest of them.

    ``None`` for sets and numbers, for answers that the field lacks, for fewer than two of them, and where fewer than
    two answers were left on its scale.
    """
    codes = coded.codes
    order = [str(one) for one in codes.categories]
    wanted = set(options)
    if codes.kind not in (Kind.NOMINAL, Kind.ORDINAL) or len(wanted) < 2 or not wanted <= set(order):
        return None
    kept, *gone = sorted(wanted, key=order.index)
    categories = tuple(one for one in order if one not in gone)
    off_scale = tuple(str(one) for one in codes.off_scale if one not in gone)
    if len(categories) - len(off_scale) < 2:
        return None
    lines = tuple(tuple(kept if one in gone else one for one in line) for line in coded.lines)
    changed = replace(codes, codes=lines, categories=categories, off_scale=off_scale)
    return replace(coded, codes=changed, lines=lines)


def suppose_one(coded: CodedField, options: Sequence[str], intervals: Intervals) -> Supposed | None:
    """The field as it is beside what it were if these answers were one; ``None`` where ``merged`` gives nothing."""
    together = merged(coded, *options)
    if together is None:
        return None
    before, after = read_fields([coded, together], intervals)
    order = [str(one) for one in coded.codes.categories]
    named = sorted(set(options), key=order.index)
    words = f"{listed([answer_words(coded.field, one) for one in named])} as one option"
    return Supposed(words, before, after, _caution(coded, named))


def _caution(coded: CodedField, options: Sequence[str]) -> str:
    """What merging these does to the order of an ordered field."""
    if coded.codes.kind is not Kind.ORDINAL:
        return ""
    off_scale = {str(one) for one in coded.codes.off_scale}
    ranks = [place for place, one in enumerate(str(each) for each in coded.codes.categories) if one in options]
    if 0 < sum(one in off_scale for one in options) < len(options):
        return "An answer off the scale is given a place on it here."
    if any(after - before > 1 for before, after in pairwise(ranks)) and not off_scale.issuperset(options):
        return "These are no neighbours on the scale: what lies between them has no right place any more."
    return ""


@dataclass(frozen=True, slots=True)
class Left:
    """What there is of a round: its fields, the disagreements in them by kind, and over those with a figure the
    ``middle`` (median) headline figure and the lowest one with its field. Nothing is averaged: a mean would hide the
    bad field."""

    fields: int
    disagreements: Mapping[Difference, int]
    with_figure: int
    middle: float | None
    lowest: tuple[str, float] | None

    @property
    def words(self) -> str:
        """The same in a sentence."""
        total = sum(self.disagreements.values())
        said = f"{count_of(self.fields, 'field')}, {count_of(total, 'disagreement')}"
        if self.middle is None or self.lowest is None:
            return f"{said}; no field has a figure."
        return (
            f"{said}; the median of {self.with_figure} headline figures is {decimal(self.middle)}, the lowest"
            f" {decimal(self.lowest[1])} ({self.lowest[0]})."
        )


def left_without(found: Gathered, readings: Sequence[Reading], dropped: Sequence[str] = ()) -> Left:
    """What is left of the round without these fields. No figure of another field changes by it."""
    kept = [one for one in readings if one.field.id not in dropped]
    values = [(one.headline.estimate, one.field.id) for one in kept if one.headline.estimate is not None]
    lowest = min(values, default=None)
    return Left(
        len(kept),
        counted_by_kind(one for some in found.disagreements.values() for one in some if one.field not in dropped),
        len(values),
        median(value for value, _ in values) if values else None,
        None if lowest is None else (lowest[1], lowest[0]),
    )

"""What the figures of a field say, in a sentence, and where to look first: confused options, fields, studies."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from twofold.agreement import FieldAgreement, Figure, Intervals, Kind, agreement_table
from twofold.agreement.wording import decimal, percent, plural
from twofold.codebook.model import Field, Unit
from twofold.comparison.codes import CodedField
from twofold.record.disagreements import Disagreement
from twofold.record.disagreements import Kind as Difference
from twofold.values.answers import OffScale
from twofold.values.plaintext import one_line

_OFF_SCALE_WORDS = {one.value: one.words for one in OffScale}
_LONGEST_LABEL = 40
SMALL = 10
"""With fewer units than this a figure is called small. Ours: the interval of a share is then some 60 points wide."""


@dataclass(frozen=True, slots=True)
class Confused:
    """Two answers that were given to the same units most often, in the order of the codebook.

    Of a set, ``second`` is empty: ``first`` is the option that one coder chose and another left out most often.
    """

    first: str
    second: str
    count: int


@dataclass(frozen=True, slots=True)
class Reading:
    """A field with its codes, its figures, and the sentence that reads them.

    ``agreed`` of the ``n`` units that two or more coded have one answer of all their coders.
    """

    coded: CodedField
    figures: FieldAgreement
    agreed: int
    confused: Confused | None
    sentence: str

    @property
    def field(self) -> Field:
        """The field."""
        return self.coded.field

    @property
    def headline(self) -> Figure:
        """The one figure by which the field is judged: for a number ICC, else the first of its headline figures."""
        return self.figures.headline[-1 if self.figures.kind is Kind.NUMBER else 0]

    @property
    def differing(self) -> float:
        """The share of units on which the coders differ; 0 where nothing was coded twice."""
        return 1 - self.agreed / self.figures.n if self.figures.n else 0.0

    @property
    def small(self) -> bool:
        """Whether so few units were coded twice that no figure of them says much."""
        return 0 < self.figures.n < SMALL

    @property
    def on(self) -> str:
        """On how many units the headline figure rests, where that is not the field's own number; else empty."""
        one = self.headline
        return f"on {one.n}" if one.n != self.figures.n and one.estimate is not None else ""


def read_fields(coded: Sequence[CodedField], intervals: Intervals) -> tuple[Reading, ...]:
    """Every field with its figures, the primary items first, and otherwise in the order of the form.

    Raises:
        BadCodes: codes that the codebook in force does not declare.
    """
    ordered = sorted(coded, key=lambda one: not one.field.primary)
    table = agreement_table([one.codes for one in ordered], intervals=intervals)
    return tuple(_read(one, figures) for one, figures in zip(ordered, table, strict=True))


def _read(coded: CodedField, figures: FieldAgreement) -> Reading:
    agreed = sum(len(set(line)) == 1 for line in _twice(coded))
    confused = most_confused(coded)
    bare = Reading(coded, figures, agreed, confused, "")
    return Reading(coded, figures, agreed, confused, _sentence(bare))


def _sentence(one: Reading) -> str:
    if not one.figures.n:
        if one.field.unit is Unit.ROW:
            return "No outcome row that two coders answered is matched yet."
        return one.headline.why or f"No {one.coded.codes.unit} has two codes yet."
    said = [f"{one.agreed} of {one.figures.n} agreed", headline_words(one)]
    if one.confused is not None:
        first, second = (answer_words(one.field, each) for each in (one.confused.first, one.confused.second))
        said.append(
            f"most disagreements: {first} against {second}"
            if one.confused.second
            else f"most often chosen by one alone: {first}"
        )
    if one.small:
        said.append(f"only {plural(one.figures.n, one.coded.codes.unit)}, too few to say much")
    return "; ".join(said)


def headline_words(one: Reading) -> str:
    """The headline figure in words, with the number of units it rests on where that is not the field's own."""
    words = figure_words(one.headline)
    return f"{words} ({one.on})" if one.on else words


def figure_words(figure: Figure) -> str:
    """A figure as a sentence gives it: its name, the estimate and its interval, or why there is none."""
    if figure.estimate is None:
        return f"{figure.name} undefined: {figure.why[:1].lower()}{figure.why[1:].rstrip('.')}"
    words = f"{figure.name} {decimal(figure.estimate)}"
    if figure.interval is not None:
        low, high = figure.interval.low, figure.interval.high
        return f"{words}, {percent(figure.interval.confidence)} {decimal(low)} to {decimal(high)}"
    return words


def answer_words(field: Field, answer: str) -> str:
    """An answer as people read it: the option's label, cut where it is long, or the off-scale answer in words."""
    option = field.option(answer)
    words = _OFF_SCALE_WORDS.get(answer, answer) if option is None else one_line(option.label)
    return words if len(words) <= _LONGEST_LABEL else f"{words[: _LONGEST_LABEL - 3].rstrip()}..."


def most_confused(coded: CodedField) -> Confused | None:
    """The pair of answers that units were given by different coders most often; of a set, the option.

    The earlier in the codebook of those that tie; ``None`` for numbers, and where nobody differs.
    """
    if coded.codes.kind is Kind.NUMBER:
        return None
    order = {name: place for place, name in enumerate(str(one) for one in coded.codes.categories)}
    found: Counter[tuple[str, str]] = Counter()
    for line in _twice(coded):
        for one, other in combinations(line, 2):
            if isinstance(one, frozenset) and isinstance(other, frozenset):
                found.update((str(option), "") for option in one ^ other)
            elif one != other:
                first, second = sorted((str(one), str(other)), key=order.__getitem__)
                found[first, second] += 1
    if not found:
        return None
    pair = min(found, key=lambda each: (-found[each], order[each[0]], order.get(each[1], -1)))
    return Confused(*pair, found[pair])


def _twice(coded: CodedField) -> Iterable[list[object]]:
    """Of each unit that two or more coded, the codes that there are."""
    for line in coded.lines:
        given = [one for one in line if one is not None]
        if len(given) > 1:
            yield given


def to_reword(readings: Sequence[Reading]) -> tuple[Reading, ...]:
    """The fields on which coders differ, those whose wording is to be looked at first in front: by the share of units
    that differ, then by the lower headline figure. Fields of few units stand behind all others: there a share says
    little."""
    return tuple(
        sorted(
            (one for one in readings if one.differing > 0),
            key=lambda one: (
                one.small,
                -one.differing,
                1.0 if one.headline.estimate is None else one.headline.estimate,
            ),
        )
    )


def counted_by_kind(found: Iterable[Disagreement]) -> Mapping[Difference, int]:
    """How many disagreements there are of each kind, the most frequent first."""
    counts = Counter(one.kind for one in found)
    return dict(sorted(counts.items(), key=lambda one: (-one[1], list(Difference).index(one[0]))))


def splitting(found: Mapping[str, Sequence[Disagreement]]) -> tuple[tuple[str, int], ...]:
    """The studies on which the coders differ, by how many disagreements each has, the most first; those that tie in
    the order given."""
    return tuple(sorted(((study, len(some)) for study, some in found.items() if some), key=lambda one: -one[1]))

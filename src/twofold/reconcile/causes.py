"""Which fields are to be mended: why coders differed on them, by the causes given, and between which answers."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

from twofold.codebook.model import Field
from twofold.reconcile.matter import Matter
from twofold.reconcile.wording import CAUSES, answer_words
from twofold.record.disagreements import Disagreement, Kind
from twofold.values.answers import Chosen
from twofold.values.coded import Place

MENDABLE = ("wording", "option-missing")
"""The causes that a better codebook would have spared."""


@dataclass(frozen=True, slots=True)
class FieldCauses:
    """A field on which coders differed: how often, why as far as that was said, and the pairs of answers they gave
    (of a set: the options that one chose alone), the most frequent first. ``to_mend`` counts the mendable causes."""

    field: str
    label: str
    differed: int
    causes: Mapping[str, int]
    pairs: tuple[tuple[str, str, int], ...]

    @property
    def to_mend(self) -> int:
        """How often the wording was unclear or an option missing."""
        return sum(self.causes.get(one, 0) for one in MENDABLE)


def causes(matters: Iterable[Matter]) -> tuple[FieldCauses, ...]:
    """The fields on which coders differed, those whose wording is to be mended first, then by how often they
    differed. What follows from another answer is left out, as are studies on which this person is blind."""
    differed: Counter[str] = Counter()
    why: dict[str, Counter[str]] = {}
    pairs: dict[str, Counter[tuple[str, str]]] = {}
    fields: dict[str, Field] = {}
    for matter in matters:
        for place, one in () if matter.blind else matter.by_place.items():
            if one.kind in (Kind.FOLLOWS, Kind.UNMATCHED_ROW):
                continue
            field = fields.setdefault(place[1], matter.field(place))
            differed[field.id] += 1
            why.setdefault(field.id, Counter()).update(_why(matter, place))
            pairs.setdefault(field.id, Counter()).update(_pairs(field, one))
    made = (
        FieldCauses(
            key,
            fields[key].label,
            count,
            {cause: why[key][cause] for cause in CAUSES if why[key][cause]},
            tuple((*pair, times) for pair, times in sorted(pairs[key].items(), key=lambda one: (-one[1], one[0]))),
        )
        for key, count in differed.items()
    )
    return tuple(sorted(made, key=lambda one: (-one.to_mend, -one.differed, one.field)))


def _why(matter: Matter, place: Place) -> Iterable[str]:
    """The cause that was given, or that a coder owned a slip."""
    settled = matter.settled(place)
    if settled is None:
        return ()
    given = {one.cause for one in settled.decisions.values() if one.cause}
    return given or (("slip",) if any(one.slip for _, one in settled.stands.values()) else ())


def _pairs(field: Field, one: Disagreement) -> Iterable[tuple[str, str]]:
    answers = [each.answer for each in one.coded.values()]
    for first, second in combinations(answers, 2):
        if isinstance(first, Chosen) and isinstance(second, Chosen):
            apart = first.options ^ second.options
            yield from ((each.label, "") for each in field.options if each.id in apart)
        elif first != second:
            low, high = sorted(answer_words(field, each) for each in (first, second))
            yield low, high

"""The outcome rows of a study that is open for comparison, as its coders listed them, and how far the lists agree."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from twofold.codebook.model import Codebook
from twofold.codebook.telling import telling_fields
from twofold.record.matching import ListedRow, Overlap, RowPair, groups, joined, overlap, suggestions
from twofold.review.aligning import alignment_of, listed_rows
from twofold.review.leading import Refused
from twofold.review.open import Review
from twofold.values.answers import OffScale
from twofold.values.counting import count_of


@dataclass(frozen=True)
class RowLists:
    """A study's outcome rows by person. ``sets`` are the keys that were said to be one outcome; ``clash`` that two
    people said so differently, unknown to each other."""

    study: str
    number: str
    label: str
    people: tuple[str, ...]
    rows: tuple[ListedRow, ...]
    sets: tuple[tuple[str, ...], ...]
    clash: bool = False

    @cached_property
    def outcomes(self) -> tuple[tuple[ListedRow, ...], ...]:
        """The rows as outcomes: those that are one stand together."""
        return groups(self.rows, self.sets)

    @cached_property
    def overlap(self) -> Overlap:
        """How far the lists agree."""
        return overlap(self.rows, self.sets, self.people)

    @cached_property
    def suggestions(self) -> tuple[RowPair, ...]:
        """Pairs that may be one outcome, the most alike first."""
        return suggestions(self.rows, self.sets)

    @cached_property
    def names(self) -> Mapping[tuple[str, str], str]:
        """What each row, by person and key, is called on a command line: the person, and its number in their list."""
        made: dict[tuple[str, str], str] = {}
        for person in self.people:
            mine = [row for row in self.rows if row.person == person]
            made |= {(person, row.key): f"{person}:{number}" for number, row in enumerate(mine, 1)}
        return made

    @property
    def unmatched(self) -> int:
        """How many outcomes only some of the coders listed."""
        return self.overlap.outcomes - self.overlap.shared

    @property
    def sentence(self) -> str:
        """How far the lists agree, in words; this is told before any value is compared."""
        counts = [f"{person} {sum(row.person == person for row in self.rows)}" for person in self.people]
        found = self.overlap
        words = f"Listed: {', '.join(counts)}. {count_of(found.outcomes, 'outcome')}, {found.shared} in every list"
        alone = [f"{len(keys)} in {person}'s alone" for person, keys in found.alone.items() if keys]
        return f"{', '.join((words, *alone))}."

    def accepted(self) -> tuple[tuple[str, ...], ...]:
        """The sets once every suggestion is taken, the most alike first. One that would put two rows of one person
        together by then is left out."""
        sets = self.sets
        for pair in self.suggestions:
            wanted = joined(sets, (pair.one.key, pair.other.key))
            people = [row.person for row in self.rows if row.key in wanted[-1]]
            if len(set(people)) == len(people):
                sets = wanted
        return sets


def rows_of(review: Review, study: str) -> RowLists:
    """The outcome rows of a released study.

    Raises:
        Refused: the study is not open for comparison, or not to this person.
    """
    rows = listed_rows(review, study)
    said = alignment_of(review, study)
    planned = review.plan.studies[study]
    people = tuple(sorted(review.plan.coders(review.plan.round_of(study), study)))
    return RowLists(study, planned.number, planned.label, people, rows, said.sets, said.clash)


def with_rows(review: Review) -> tuple[RowLists, ...]:
    """The studies that are open to this person and of which somebody listed outcome rows, in the order of their
    numbers."""
    found: list[RowLists] = []
    for key in review.plan.studies:
        if review.plan.released(review.plan.round_of(key), key):
            try:
                one = rows_of(review, key)
            except Refused:
                continue
            if one.rows:
                found.append(one)
    return tuple(found)


def in_words(codebook: Codebook, row: ListedRow) -> ListedRow:
    """The row with what tells it apart in the words of the codebook: labels of options, and off-scale answers named."""
    telling = telling_fields(codebook)
    off_scale = {one.value: one.words for one in OffScale}

    def words(what: str, text: str) -> str:
        field = codebook.by_id.get(telling.get(what, ""))
        option = None if field is None else field.option(text)
        return off_scale.get(text, text) if option is None else option.label

    return replace(
        row,
        measure=words("measure", row.measure),
        domain=words("domain", row.domain),
        time=words("time", row.time),
    )

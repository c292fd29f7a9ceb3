"""A round gathered for comparison: its studies, who coded them, their disagreements, and the codes by field."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from twofold.codebook.model import Codebook
from twofold.comparison.afresh import afresh_words
from twofold.comparison.codes import CodedField, coded_fields
from twofold.comparison.primary import PrimaryItems, primary_items
from twofold.comparison.released import Compared, compared, disagreements_of
from twofold.record.disagreements import Disagreement
from twofold.record.document import MAIN_ROUND
from twofold.review.open import Review


@dataclass(frozen=True, slots=True)
class Gathered:
    """What is open for comparison in a round. ``disagreements`` are by study; ``people`` are the coders compared, and
    ``everyone`` all who coded something of it; ``primary`` says since when each primary item has been one."""

    round: str
    codebook: Codebook
    studies: tuple[Compared, ...]
    people: tuple[str, ...]
    everyone: tuple[str, ...]
    disagreements: Mapping[str, tuple[Disagreement, ...]]
    fields: tuple[CodedField, ...]
    primary: PrimaryItems

    @property
    def warnings(self) -> tuple[str, ...]:
        """Sentences to be said with the figures: on primary items whose choice may have followed them, and on codes
        that were no longer independent."""
        return (*self.primary.warnings, *afresh_words(self.studies))

    def study(self, key: str) -> Compared:
        """The study with that key.

        Raises:
            KeyError: it is not compared here.
        """
        for one in self.studies:
            if one.study == key:
                return one
        raise KeyError(key)


def gather(review: Review, round_id: str = MAIN_ROUND, people: Sequence[str] = ()) -> Gathered:
    """What this person may see compared of a round, between ``people`` or else all its coders.

    Disagreements are always those among all coders of a study.

    Raises:
        CannotOpen: there is no codebook.
    """
    return gathered(review, round_id, tuple(compared(review, round_id)), people)


def gathered(review: Review, round_id: str, studies: tuple[Compared, ...], people: Sequence[str] = ()) -> Gathered:
    """The same, of studies that have been read already. What was coded anew after a release enters none of it.

    Raises:
        CannotOpen: there is no codebook.
    """
    studies = tuple(one.independent for one in studies)
    every = tuple(sorted({person for one in studies for person in one.people}))
    wanted = tuple(people) or every
    codebook = review.in_force.codebook
    return Gathered(
        round_id,
        codebook,
        studies,
        wanted,
        every,
        {one.study: disagreements_of(review, one) for one in studies},
        coded_fields(codebook, studies, wanted) if studies else (),
        primary_items(review, round_id),
    )

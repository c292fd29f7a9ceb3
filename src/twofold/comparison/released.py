"""The studies that are open for comparison, with what each coder submitted. Everything else rests on these."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from twofold.record.disagreements import Disagreement, Matched, disagreements, shared_rows
from twofold.record.documents import MAIN_ROUND, SubmissionDocument
from twofold.record.frozen import Frozen, frozen
from twofold.review.open import Review


@dataclass(frozen=True, slots=True)
class Compared:
    """A released study: the frozen sheets by person, in the order of their ids, and the matching of their rows."""

    study: str
    number: str
    label: str
    round: str
    sheets: tuple[Frozen, ...]
    rows: tuple[Matched, ...]
    submitted: tuple[str, ...]

    @property
    def people(self) -> tuple[str, ...]:
        """The coders whose sheets are here."""
        return tuple(one.person for one in self.sheets)


def compared(review: Review, round_id: str = MAIN_ROUND, studies: Sequence[str] = ()) -> Iterator[Compared]:
    """The released studies of a round, in the order of their numbers, as far as this person may see them.

    A submission whose log has not arrived is left out; so is a study of which fewer than two are here.
    """
    for key, planned in review.plan.studies.items():
        wanted = review.plan.released(round_id, key)
        if not wanted or (studies and key not in studies):
            continue
        sheets: list[tuple[Frozen, str]] = []
        for person in review.plan.standing.people:
            documents = review.documents_of(key, person.id)
            sheets += [
                (frozen(name, one, documents), one.at)
                for name, one in documents.items()
                if name in wanted and isinstance(one, SubmissionDocument)
            ]
        if len(sheets) > 1:
            sheets.sort(key=lambda one: one[0].person)
            only = tuple(one for one, _ in sheets)
            yield Compared(
                key, planned.number, planned.label, round_id, only, shared_rows(only), tuple(at for _, at in sheets)
            )


def disagreements_of(review: Review, one: Compared) -> tuple[Disagreement, ...]:
    """Where the frozen sheets of a study differ, in the order of the form."""
    return disagreements(review.in_force.codebook, one.sheets, one.rows)

"""The studies that are open for comparison, with what each coder submitted. Everything else rests on these."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from twofold.comparison.meanings import meanings_of
from twofold.record.decision_documents import AlignmentDocument
from twofold.record.disagreements import Disagreement, Matched, disagreements
from twofold.record.document import MAIN_ROUND, Document
from twofold.record.frozen import Frozen, frozen
from twofold.record.matching import ListedRow, alignment, groups
from twofold.record.work_documents import CodeDocument, SubmissionDocument
from twofold.review.open import Review
from twofold.values.coded import Place


@dataclass(frozen=True, slots=True)
class Compared:
    """A released study: the frozen sheets by person, in the order of their ids, and the matching of their rows.

    ``submitted`` is when each sheet was submitted. ``set_aside`` are the places, by person, whose code enters no
    figure of agreement: it was not given independently, or under another meaning of the field than the one in force.
    ``outdated`` are those of another meaning; they stand in no consensus either.
    """

    study: str
    number: str
    label: str
    round: str
    sheets: tuple[Frozen, ...]
    rows: tuple[Matched, ...]
    submitted: tuple[str, ...]
    set_aside: frozenset[tuple[str, Place]] = frozenset()
    outdated: frozenset[tuple[str, Place]] = frozenset()

    @property
    def people(self) -> tuple[str, ...]:
        """The coders whose sheets are here."""
        return tuple(one.person for one in self.sheets)


def compared(review: Review, round_id: str = MAIN_ROUND, studies: Sequence[str] = ()) -> Iterator[Compared]:
    """The released studies of a round, in the order of their numbers, as far as this person may see them.

    A submission whose log has not arrived is left out; so is a study of which fewer than two are here.
    """
    for _ in review.logs.read():
        pass
    means_the_same = meanings_of(review)
    for key, planned in review.plan.studies.items():
        wanted = review.plan.released(round_id, key)
        if not wanted or (studies and key not in studies):
            continue
        documents = {one.id: review.documents_of(key, one.id, round_id) for one in review.plan.standing.people}
        sheets = sorted(
            (
                (frozen(name, one, theirs), one.at)
                for theirs in documents.values()
                for name, one in theirs.items()
                if name in wanted and isinstance(one, SubmissionDocument)
            ),
            key=lambda one: one[0].person,
        )
        if len(sheets) > 1:
            only = tuple(one for one, _ in sheets)
            yield Compared(
                key,
                planned.number,
                planned.label,
                round_id,
                only,
                _rows(only, documents, round_id),
                tuple(at for _, at in sheets),
                *_set_aside(only, documents, means_the_same),
            )


def disagreements_of(review: Review, one: Compared) -> tuple[Disagreement, ...]:
    """Where the frozen sheets of a study differ, in the order of the form."""
    return disagreements(review.in_force.codebook, one.sheets, one.rows)


def _rows(
    sheets: Sequence[Frozen], documents: Mapping[str, Mapping[str, Document]], round_id: str
) -> tuple[Matched, ...]:
    """The outcomes: rows of one key, and those that a person said to be one; rows of one coder stand alone."""
    said = alignment(
        (name, one)
        for theirs in documents.values()
        for name, one in theirs.items()
        if isinstance(one, AlignmentDocument) and one.round == round_id
    )
    rows = [ListedRow(one.person, key, "") for one in sheets for key in one.sheet.rows]
    return tuple(
        Matched(min(row.key for row in one), {row.person: row.key for row in one}) for one in groups(rows, said.sets)
    )


def _set_aside(
    sheets: Sequence[Frozen],
    documents: Mapping[str, Mapping[str, Document]],
    means_the_same: Callable[[str, str], bool],
) -> tuple[frozenset[tuple[str, Place]], frozenset[tuple[str, Place]]]:
    """The places of codes that are not independent or outdated, and those of the outdated ones alone."""
    dependent: set[tuple[str, Place]] = set()
    outdated: set[tuple[str, Place]] = set()
    for sheet in sheets:
        for place, name in sheet.codes.items():
            code = documents[sheet.person].get(name)
            if isinstance(code, CodeDocument):
                if code.purpose != "independent":
                    dependent.add((sheet.person, place))
                if not means_the_same(code.codebook, place[1]):
                    outdated.add((sheet.person, place))
    return frozenset(dependent | outdated), frozenset(outdated)

"""What a report is made from: every study of a round read once, for the person who has the review open."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from twofold.agreement import Intervals
from twofold.codebook.model import Codebook
from twofold.comparison.feeding import question_of, what_is_missing
from twofold.comparison.gathering import Gathered, gathered
from twofold.comparison.readings import Reading, read_fields
from twofold.comparison.released import Compared, disagreements_of, opened_study
from twofold.comparison.settled import weighed
from twofold.comparison.synthesised import Synthesised, Weighed, put_together
from twofold.exchange.verifying import Proof, proofs_of
from twofold.record.consensus import Consensus, consensus
from twofold.record.decision_documents import StudyDecisionDocument
from twofold.record.disagreements import Disagreement
from twofold.record.document import MAIN_ROUND, Document
from twofold.record.proposals import is_excluded
from twofold.report.certainty import Judgements, read_certainty
from twofold.review.open import Review
from twofold.review.plan import PlannedStudy
from twofold.synthesis import Named

Told = Callable[[int, int], None]
"""Is told how many studies are done, of how many."""


@dataclass(frozen=True, slots=True)
class StudyFound:
    """A study of the round. ``compared`` and ``consensus`` are there once it is open for comparison to this person;
    ``decisions`` are what was decided on the study itself, by id."""

    planned: PlannedStudy
    proofs: tuple[Proof, ...]
    compared: Compared | None = None
    consensus: Consensus | None = None
    disagreements: tuple[Disagreement, ...] = ()
    decisions: Mapping[str, StudyDecisionDocument] | None = None
    excluded: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """Everything that the report tells. ``opened`` are the studies open for comparison to this person; ``together`` is
    ``None`` where nothing is open, or the codebook feeds no synthesis (``no_synthesis`` says why)."""

    review: Review
    round: str
    codebook: Codebook
    studies: tuple[StudyFound, ...]
    gathered: Gathered
    readings: tuple[Reading, ...]
    intervals: Intervals
    together: Synthesised | None
    no_synthesis: str
    judgements: Judgements | None

    @property
    def opened(self) -> tuple[StudyFound, ...]:
        """The studies that are open for comparison to this person, excluded ones included."""
        return tuple(one for one in self.studies if one.compared is not None)

    @property
    def alone(self) -> tuple[StudyFound, ...]:
        """Those of them that one person alone coded."""
        return tuple(one for one in self.opened if one.compared is not None and one.compared.alone)

    def numbered(self, key: str) -> str:
        """The number under which a study is shown."""
        return self.review.plan.studies[key].number


def domains_of(codebook: Codebook) -> tuple[Named, ...]:
    """The domains that certainty may be judged of; none where the codebook feeds no synthesis."""
    return () if what_is_missing(codebook) else question_of(codebook).domains


def find(review: Review, round_id: str, told: Told, intervals: Intervals) -> Found:
    """Read a round for the report.

    Raises:
        CannotOpen: there is no codebook.
        BadCodes: codes that the codebook in force does not declare.
        BadCertainty: `certainty.toml` says something that cannot be used.
    """
    codebook = review.in_force.codebook
    judgements = read_certainty(review.folder, domains_of(codebook))
    studies = tuple(_studies(review, codebook, round_id, told))
    compared = tuple(one.compared for one in studies if one.compared is not None and not one.compared.alone)
    pool = gathered(review, round_id, compared)
    readings = read_fields(pool.fields, intervals) if compared else ()
    no_synthesis = what_is_missing(codebook)
    weighing = [
        Weighed(one.compared, one.consensus, one.excluded)
        for one in studies
        if one.compared is not None and one.consensus is not None
    ]
    together = put_together(review, codebook, round_id, weighing) if weighing and not no_synthesis else None
    return Found(review, round_id, codebook, studies, pool, readings, intervals, together, no_synthesis, judgements)


def _studies(review: Review, codebook: Codebook, round_id: str, told: Told) -> Iterator[StudyFound]:
    for _ in review.logs.read():
        pass
    versions = review.in_force.versions
    keys = [key for key in review.plan.studies if _is_of(review, key, round_id)]
    told(0, len(keys))
    for done, key in enumerate(keys, 1):
        documents = {one.id: review.documents_of(key, one.id, round_id) for one in review.plan.standing.people}
        flat: dict[str, Document] = {name: one for theirs in documents.values() for name, one in theirs.items()}
        proofs = tuple(one for one in proofs_of(review, key, flat) if one.round == round_id)
        planned = review.plan.studies[key]
        one = opened_study(review, key, round_id, documents, versions)
        if one is None:
            yield StudyFound(planned, proofs)
        else:
            weighing = weighed(review, one, documents, versions)
            yield StudyFound(
                planned,
                proofs,
                one,
                consensus(codebook, weighing),
                () if one.alone else disagreements_of(review, one),
                {n: each for n, each in weighing.documents.items() if isinstance(each, StudyDecisionDocument)},
                is_excluded(weighing.documents),
            )
        told(done, len(keys))


def _is_of(review: Review, key: str, round_id: str) -> bool:
    return round_id == MAIN_ROUND or key in review.plan.round(round_id).studies

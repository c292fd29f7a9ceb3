"""What a report is made from: every study of a round read once, for the person who has the review open."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from twofold.agreement import Intervals
from twofold.agreement.wording import plural
from twofold.codebook.model import Codebook
from twofold.comparison.feeding import question_of, what_is_missing
from twofold.comparison.gathering import Gathered, gathered
from twofold.comparison.readings import Reading, read_fields
from twofold.comparison.released import Compared, disagreements_of, opened_study
from twofold.comparison.settled import weighed
from twofold.comparison.synthesised import Synthesised, Weighed, put_together
from twofold.exchange.verifying import SUBMITTED, Proof, proofs_of
from twofold.record.consensus import Consensus, consensus
from twofold.record.decision_documents import StudyDecisionDocument
from twofold.record.disagreements import Disagreement
from twofold.record.document import MAIN_ROUND, Document
from twofold.record.proposals import is_excluded
from twofold.report.certainty import Judgements, read_certainty
from twofold.review.open import Review
from twofold.review.plan import PlannedStudy
from twofold.review.standings import standing_submissions
from twofold.synthesis import Named

Told = Callable[[int, int], None]
"""Is told how many studies are done, of how many."""


@dataclass(frozen=True, slots=True)
class StudyFound:
    """A study of the round. ``compared`` and ``consensus`` are there once it is open for comparison to this person;
    ``decisions`` are what was decided on the study itself, by id. ``besides`` are people who submitted it and whose
    sheet is in no opening that holds. ``kept`` says why a study that is open for comparison is kept from this person;
    empty where it is not."""

    planned: PlannedStudy
    proofs: tuple[Proof, ...]
    compared: Compared | None = None
    consensus: Consensus | None = None
    disagreements: tuple[Disagreement, ...] = ()
    decisions: Mapping[str, StudyDecisionDocument] | None = None
    excluded: bool = False
    besides: tuple[str, ...] = ()
    kept: str = ""


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

    @property
    def staying(self) -> tuple[StudyFound, ...]:
        """The studies that are open and were not excluded: what was excluded wants nothing more."""
        return tuple(one for one in self.opened if not one.excluded)

    @property
    def waiting(self) -> int:
        """How many answers are open: places asked, in studies open for comparison, that have no consensus."""
        return sum(len(one.consensus.open) for one in self.staying if one.consensus is not None)

    @property
    def submitted(self) -> bool:
        """Whether anybody submitted anything."""
        return any(each.what == SUBMITTED for one in self.studies for each in one.proofs)

    @property
    def kept_words(self) -> tuple[str, ...]:
        """Sentences on the studies that are open for comparison and kept from this person."""
        said = []
        for why in dict.fromkeys(one.kept for one in self.studies if one.kept):
            count = sum(one.kept == why for one in self.studies)
            are, them = ("is", "it") if count == 1 else ("are", "them")
            said.append(
                f"{plural(count, 'study')} {are} open for comparison and kept from {self.review.person}, who"
                f" {why} {them}: what is open or settled in {them} is not told here."
            )
        return tuple(said)

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
            yield StudyFound(planned, proofs, kept=_kept(review, key, round_id))
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
                tuple(
                    person.id
                    for person in review.plan.standing.people
                    if person.id not in one.people
                    and not one.absent
                    and standing_submissions(review.logs.freezes(key, person.id, round_id))
                ),
            )
        told(done, len(keys))


def _kept(review: Review, key: str, round_id: str) -> str:
    if not review.plan.released(round_id, key) or review.is_visible(key, "", round_id):
        return ""
    blind = review.is_blind(key, round_id)
    return "may have to arbitrate without names on" if blind else "has still to submit"


def _is_of(review: Review, key: str, round_id: str) -> bool:
    return round_id == MAIN_ROUND or key in review.plan.round(round_id).studies

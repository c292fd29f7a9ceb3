"""The synthesis of a review: from the consensus, from each coder's frozen codes, and with what is open decided either
way."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from twofold.codebook.model import Codebook
from twofold.comparison.feeding import gaps, question_of, what_is_missing
from twofold.comparison.released import Compared, opened_study
from twofold.comparison.settled import weighed
from twofold.comparison.study_inputs import agreed_study, answers_behind, study_of
from twofold.record.consensus import Consensus, consensus
from twofold.record.document import MAIN_ROUND
from twofold.record.proposals import is_excluded
from twofold.record.still_open import still_open
from twofold.review.open import Review
from twofold.review.views import State
from twofold.synthesis import (
    Direction,
    Question,
    Study,
    Synthesis,
    furthest,
    synthesise,
)
from twofold.values.coded import Place, Sheet

CONSENSUS = "consensus"
WHERE_CODED = "with:"
"""The consensus with the codes of one coder in place of it wherever that person coded: this, and the coder's id."""

OPEN_AS = "open:"
"""The source in which what is open is decided as one coder has it: this, and the coder's id."""

TOWARDS = {"towards:better": Direction.BETTER, "towards:worse": Direction.WORSE}
"""The sources in which the open rows are settled, from the coders' own answers, as far that way as can be."""

TOWARDS_WORDS = (
    "Open as better, open as worse: in each domain every open row settled, answer by answer, as far that way as what"
    " the coders said of it allows. However they settle on their own answers, the votes lie between the two; an answer"
    " that nobody gave may lie beyond. Designs and levels stay open there."
)


@dataclass(frozen=True, slots=True)
class Source:
    """One set of codes with the synthesis that follows from it. ``id`` is a person's, ``consensus``, ``open:`` and a
    person's (the consensus with every open place as that coder has it, where that person coded all that is open), one
    of ``TOWARDS``, or ``with:`` and a person's (the consensus with the own codes of a coder of some studies in its
    place). ``open`` counts the places that are open, ``unsettled`` names those of the consensus, by study."""

    id: str
    label: str
    synthesis: Synthesis
    sheets: Mapping[str, Sheet]
    open: int = 0
    unsettled: Mapping[str, frozenset[Place]] = field(default_factory=dict)

    @property
    def decides(self) -> bool:
        """Whether it is made with what is open decided one way."""
        return self.id.startswith(OPEN_AS) or self.id in TOWARDS


@dataclass(frozen=True, slots=True)
class Synthesised:
    """The synthesis from every source that this person may see. ``missing`` says why there is none, ``gaps`` what it
    leaves out. Before anything is open for comparison the only source is the person's own codes.
    ``total`` counts the studies of the round, in the synthesis or not, ``excluded`` those that were excluded while they
    were coded. ``alone`` gives, for each study in it that one person alone coded, who."""

    round: str
    codebook: Codebook
    released: bool
    sources: tuple[Source, ...]
    total: int = 0
    excluded: int = 0
    alone: Mapping[str, str] = field(default_factory=dict)
    missing: str = ""
    gaps: tuple[str, ...] = ()

    @property
    def alone_words(self) -> str:
        """How many of its studies one person alone coded, in a sentence; empty where none."""
        if not self.alone:
            return ""
        total = len(self.sources[0].synthesis.studies)
        were = "was" if len(self.alone) == 1 else "were"
        return f"{len(self.alone)} of {total} studies {were} coded by one person alone, and nobody checked that."

    def source(self, name: str) -> Source | None:
        """The source with that id, if this person may see it."""
        return next((one for one in self.sources if one.id == name), None)


def synthesised(review: Review, round_id: str = MAIN_ROUND) -> Synthesised:
    """The synthesis of a round, of the studies that are open for comparison to this person.

    Raises:
        CannotOpen: there is no codebook.
    """
    codebook = review.in_force.codebook
    missing = what_is_missing(codebook)
    if missing:
        return Synthesised(round_id, codebook, released=False, sources=(), missing=missing)
    return put_together(review, codebook, round_id, tuple(_weighed(review, codebook, round_id)))


def put_together(review: Review, codebook: Codebook, round_id: str, studies: "Sequence[Weighed]") -> Synthesised:
    """The same, of studies that have been read already, from a codebook that feeds a synthesis."""
    question = question_of(codebook)
    staying = tuple(one for one in studies if not one.excluded)
    made = _released(review, codebook, question, staying) if studies else _own(review, codebook, question)
    total = len(review.plan.studies) if round_id == MAIN_ROUND else len(review.plan.round(round_id).studies)
    excluded = len(studies) - len(staying)
    alone = {one.compared.study: one.compared.alone for one in staying if one.compared.alone}
    return Synthesised(round_id, codebook, bool(studies), tuple(made), total, excluded, alone, gaps=gaps(codebook))


@dataclass(frozen=True, slots=True)
class Weighed:
    """A study that is open for comparison, with its consensus, and whether it was excluded while it was coded."""

    compared: Compared
    consensus: Consensus
    excluded: bool

    def sheet(self, person: str) -> Sheet | None:
        """What the person froze, without answers that were given under another meaning of their field."""
        one = next((each for each in self.compared.sheets if each.person == person), None)
        if one is None:
            return None
        holding = {
            place: coded for place, coded in one.sheet.codes.items() if (person, place) not in self.compared.outdated
        }
        return Sheet(MappingProxyType(holding), one.sheet.rows)


def _weighed(review: Review, codebook: Codebook, round_id: str) -> Iterator[Weighed]:
    """The studies of the round that this person may see compared, in the order of their numbers, each read once."""
    for _ in review.logs.read():
        pass
    versions = review.in_force.versions
    for key in review.plan.studies:
        if review.plan.released(round_id, key):
            documents = {one.id: review.documents_of(key, one.id, round_id) for one in review.plan.standing.people}
            one = opened_study(review, key, round_id, documents, versions)
            if one is not None:
                weighing = weighed(review, one, documents, versions)
                yield Weighed(one, consensus(codebook, weighing), is_excluded(weighing.documents))


def _own(review: Review, codebook: Codebook, question: Question) -> Iterator[Source]:
    """The person's own codes as they stand, which are nobody's consensus."""
    begun = [key for key in review.plan.studies if review.state_of(key) is not State.NOT_BEGUN]
    sheets = {key: review.session(key).sheet for key in begun}
    making = _Making(review, codebook, question)
    studies = [making.study(key, sheet) for key, sheet in sheets.items()]
    yield making.source(review.person, f"{review.person} alone, as coded so far", studies, sheets)


def _released(review: Review, codebook: Codebook, question: Question, studies: Sequence[Weighed]) -> Iterator[Source]:
    making = _Making(review, codebook, question)
    found = {one.compared.study: one.consensus for one in studies}
    unsettled = {key: frozenset(still_open(codebook, one)) for key, one in found.items()}
    # Asked and without a consensus, as the report counts them; what may yet be asked hangs on these.
    open_in = {key: len(one.open) for key, one in found.items()}
    waiting = sum(open_in.values())
    settled = {key: one.sheet for key, one in found.items()}
    agreed = [making.agreed(key, one) for key, one in found.items()]
    yield replace(making.source(CONSENSUS, "consensus", agreed, settled, waiting), unsettled=unsettled)
    people = sorted({person for one in studies for person in one.compared.people})
    for person in people:
        sheets = {one.compared.study: sheet for one in studies if (sheet := one.sheet(person)) is not None}
        label = person if len(sheets) == len(studies) else f"{person} ({len(sheets)} of {len(studies)} studies)"
        own = {key: making.study(key, sheet) for key, sheet in sheets.items()}
        yield making.source(person, label, list(own.values()), sheets)
        if len(sheets) < len(studies):
            # Whoever coded a part alone is compared on all studies, so that only the coder differs.
            replaced = [own.get(one.key, one) for one in agreed]
            rest = sum(count for key, count in open_in.items() if key not in sheets)
            yield making.source(
                f"{WHERE_CODED}{person}", f"{person} where coded", replaced, {**settled, **sheets}, rest
            )
    if any(unsettled.values()):
        some = {one.compared.study: one for one in studies if unsettled[one.compared.study]}
        yield from _decided(making, agreed, settled, some, waiting)


def _decided(
    making: "_Making",
    agreed: Sequence[Study],
    settled: Mapping[str, Sheet],
    unsettled: Mapping[str, Weighed],
    waiting: int,
) -> Iterator[Source]:
    """What is open, decided one way: as each coder has it who coded all that is open, and as far as it can go towards
    either side. Who coded a part of it alone would leave the rest out, and votes with it."""
    ways = {
        key: {who: decided_as(making.codebook, one.consensus, who) for who in one.compared.people}
        for key, one in unsettled.items()
    }
    made = {key: {who: making.study(key, sheet) for who, sheet in one.items()} for key, one in ways.items()}
    everyone = {who for one in ways.values() for who in one}
    for person in sorted(who for who in everyone if all(who in one for one in ways.values())):
        sheets = {**settled, **{key: one[person] for key, one in ways.items()}}
        studies = [made[one.key][person] if one.key in made else one for one in agreed]
        yield making.source(f"{OPEN_AS}{person}", f"open as {person}", studies, sheets, waiting)
    for name, side in TOWARDS.items():
        studies = list(furthest(agreed, side))
        sheets = {
            one.key: answers_behind(making.codebook, unsettled[one.key].consensus, one)
            if one.key in unsettled
            else settled[one.key]
            for one in studies
        }
        yield making.source(name, f"open as {side.value}", studies, sheets, waiting)


def decided_as(codebook: Codebook, one: Consensus, person: str) -> Sheet:
    """The consensus with every place that is open answered as this coder has it, rows that the coder alone listed
    included, and no row that was dropped."""
    answers = {place: one.settled[place].said for place in still_open(codebook, one) if place in one.settled}
    waiting = [place for place, said in answers.items() if person in said]
    rows = dict.fromkeys((*one.sheet.rows, *(row for row, _ in waiting if row is not None)))
    codes = {**one.sheet.codes, **{place: one.settled[place].said[person] for place in waiting}}
    return Sheet(MappingProxyType(codes), tuple(rows))


@dataclass(frozen=True, slots=True)
class _Making:
    """What sources are made with."""

    review: Review
    codebook: Codebook
    question: Question

    def study(self, key: str, sheet: Sheet) -> Study:
        """The study as that sheet has it."""
        return study_of(self.codebook, self.review.plan.studies[key], sheet, self._listed(key))

    def agreed(self, key: str, found: Consensus) -> Study:
        """The study as its consensus has it, with what is open."""
        return agreed_study(self.codebook, self.review.plan.studies[key], found, self._listed(key))

    def _listed(self, key: str) -> Mapping[str, str]:
        return {one.row: one.name for one in self.review.plan.listed.get(key, ())}

    def source(
        self, name: str, label: str, studies: Sequence[Study], sheets: Mapping[str, Sheet], waiting: int = 0
    ) -> Source:
        """The source of that id with these studies."""
        return Source(name, label, synthesise(studies, self.question), sheets, waiting)

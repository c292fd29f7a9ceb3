"""The synthesis of a review: from the consensus, from each coder's frozen codes, and with what is open decided either
way."""

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from twofold.codebook.conditions import asked
from twofold.codebook.judging import concern_of
from twofold.codebook.model import Codebook
from twofold.comparison.feeding import FEEDS, Feeds, gaps, question_of, what_is_missing
from twofold.comparison.released import Compared, opened_study
from twofold.comparison.settled import weighed
from twofold.record.consensus import Consensus, consensus
from twofold.record.document import MAIN_ROUND
from twofold.record.proposals import is_excluded
from twofold.record.still_open import still_open
from twofold.review.open import Review
from twofold.review.plan import PlannedStudy
from twofold.review.views import State
from twofold.synthesis import NOT_CODED, Evidence, OutcomeRow, Panel, Quality, Question, Study, Synthesis, synthesise
from twofold.synthesis.inputs import Asked
from twofold.synthesis.inputs import Coded as CodedDirection
from twofold.values.answers import Answer, OffScale, Value
from twofold.values.coded import Coded, Place, Sheet

CONSENSUS = "consensus"
WHERE_CODED = "with:"
"""The consensus with the codes of one coder in place of it wherever that person coded: this, and the coder's id."""

OPEN_AS = "open:"
"""The source in which what is open is decided as one coder has it: this, and the coder's id."""


@dataclass(frozen=True, slots=True)
class Source:
    """One set of codes with the synthesis that follows from it. ``id`` is a person's, ``consensus``, ``open:`` and a
    person's (the consensus with every open place as that coder has it), or ``with:`` and a person's (the consensus with
    the own codes of a coder of some studies in its place). ``open`` counts the places that are open."""

    id: str
    label: str
    synthesis: Synthesis
    sheets: Mapping[str, Sheet]
    open: int = 0


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
        return f"{len(self.alone)} of {total} studies were coded by one person alone, and nobody checked that."

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
    yield _source(review, codebook, question, review.person, f"{review.person} alone, as coded so far", sheets)


def _released(review: Review, codebook: Codebook, question: Question, studies: Sequence[Weighed]) -> Iterator[Source]:
    found = {one.compared.study: one.consensus for one in studies}
    waiting = sum(len(still_open(codebook, one)) for one in found.values())
    settled = {key: one.sheet for key, one in found.items()}
    unsettled = {key: frozenset(still_open(codebook, one)) for key, one in found.items()}
    yield _source(review, codebook, question, CONSENSUS, "consensus", settled, waiting, unsettled)
    people = sorted({person for one in studies for person in one.compared.people})
    for person in people:
        sheets = {one.compared.study: sheet for one in studies if (sheet := one.sheet(person)) is not None}
        label = person if len(sheets) == len(studies) else f"{person} ({len(sheets)} of {len(studies)} studies)"
        yield _source(review, codebook, question, person, label, sheets)
        if len(sheets) < len(studies):
            # Whoever coded a part alone is compared on all studies, so that only the coder differs.
            replaced = {**settled, **sheets}
            label = f"{person} where coded"
            rest = {key: places for key, places in unsettled.items() if key not in sheets}
            yield _source(review, codebook, question, f"{WHERE_CODED}{person}", label, replaced, waiting, rest)
    if waiting:
        for person in people:
            decided = {key: decided_as(codebook, one, person) for key, one in found.items()}
            label = f"open as {person}"
            yield _source(review, codebook, question, f"{OPEN_AS}{person}", label, decided, waiting)


def decided_as(codebook: Codebook, one: Consensus, person: str) -> Sheet:
    """The consensus with every place that is open answered as this coder has it, rows that the coder alone listed
    included, and no row that was dropped."""
    answers = {place: one.settled[place].said for place in still_open(codebook, one) if place in one.settled}
    waiting = [place for place, said in answers.items() if person in said]
    rows = dict.fromkeys((*one.sheet.rows, *(row for row, _ in waiting if row is not None)))
    codes = {**one.sheet.codes, **{place: one.settled[place].said[person] for place in waiting}}
    return Sheet(MappingProxyType(codes), tuple(rows))


def _source(
    review: Review,
    codebook: Codebook,
    question: Question,
    name: str,
    label: str,
    sheets: Mapping[str, Sheet],
    waiting: int = 0,
    unsettled: Mapping[str, frozenset[Place]] = MappingProxyType({}),
) -> Source:
    plan = review.plan
    studies = [
        study_of(
            codebook,
            plan.studies[key],
            sheet,
            {one.row: one.name for one in plan.listed.get(key, ())},
            unsettled=unsettled.get(key, frozenset()),
        )
        for key, sheet in sheets.items()
    ]
    return Source(name, label, synthesise(studies, question), sheets, waiting)


def study_of(
    codebook: Codebook,
    planned: PlannedStudy,
    sheet: Sheet,
    listed: Mapping[str, str],
    feeds: Feeds = FEEDS,
    *,
    unsettled: Container[Place] = (),
) -> Study:
    """A study as the synthesis takes it. Answers to questions that the rules do not ask are not taken; ``listed`` has
    the names of the rows that the lead listed, by their keys, and ``unsettled`` the places that are open."""
    wanted = frozenset(asked(codebook, sheet))
    asks = {Asked.EVIDENCE: feeds.evidence, Asked.COUNTS: feeds.counts, Asked.DIRECTION: feeds.direction}

    def at(field: str, row: str | None = None) -> Coded:
        return sheet.at(field, row) if (row, field) in wanted else Coded()

    def value(field: str, row: str | None = None) -> str:
        answer = at(field, row).answer
        return answer.text if isinstance(answer, Value) else ""

    def row_of(row: str) -> OutcomeRow:
        return OutcomeRow(
            row,
            value(codebook.row_name, row) or listed.get(row, ""),
            value(feeds.domain, row) or None,
            _direction(value(feeds.direction, row)),
            _evidence(value(feeds.evidence, row)),
            _counts(codebook, feeds, value(feeds.counts, row)),
            _number(value(feeds.row_n, row)),
            value(feeds.p, row),
            value(feeds.result, row),
            value(feeds.comparison, row),
            frozenset(one for one, field in asks.items() if (row, field) in unsettled),
        )

    # All people of the study stand for the group only where there is no other, or nobody asks for it.
    group = (None, feeds.n_intervention)
    alone = group not in wanted or at(feeds.n_intervention).answer is OffScale.NOT_APPLICABLE
    return Study(
        planned.key,
        planned.number,
        planned.label,
        planned.initiative,
        feeds.panels.get(value(feeds.design), Panel.UNKNOWN),
        tuple(row_of(one) for one in sheet.rows),
        _level(at(feeds.engagement).answer),
        _level(at(feeds.lived_experience).answer),
        _quality(codebook, sheet, wanted) or feeds.qualities.get(value(feeds.quality)),
        _number(value(feeds.n_total if alone else feeds.n_intervention)),
    )


def _quality(codebook: Codebook, sheet: Sheet, wanted: Container[Place]) -> Quality | None:
    """The worst of the overall judgements by the declared instruments that the study was asked of."""
    given = (
        concern_of(one, sheet, one.overall)
        for one in codebook.instruments
        if one.overall and (None, one.overall) in wanted
    )
    return max((Quality(one.value) for one in given if one is not None), key=list(Quality).index, default=None)


def _direction(text: str) -> CodedDirection | None:
    return CodedDirection(text) if text in set(CodedDirection) else None


def _evidence(text: str) -> Evidence | None:
    return Evidence(text) if text in set(Evidence) else None


def _counts(codebook: Codebook, feeds: Feeds, text: str) -> bool | None:
    if feeds.counts not in codebook.by_id:
        return True
    return text == feeds.counts_when if text else None


def _level(answer: Answer) -> str:
    match answer:
        case Value(text):
            return text
        case OffScale():
            return answer.value
        case _:
            return NOT_CODED


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() else None

"""What an export is made from: one study after the other, with all that the exporting person may see of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from twofold.codebook.conditions import asked
from twofold.codebook.model import Codebook
from twofold.comparison.released import Compared, disagreements_of, opened_study
from twofold.comparison.settled import weighed
from twofold.export.cells import FieldCells
from twofold.export.choices import BadChoice, Choices
from twofold.record.authority import effective
from twofold.record.consensus import Consensus, consensus
from twofold.record.disagreements import Disagreement
from twofold.record.document import MAIN_ROUND, Document
from twofold.record.frozen import Frozen
from twofold.record.person import person_record
from twofold.record.plan_documents import ReportDocument
from twofold.record.proposals import Outcome, Proposal, exclusion
from twofold.record.still_open import Aside, set_aside
from twofold.record.work_documents import CodeDocument, SubmissionDocument
from twofold.review.open import Review
from twofold.review.plan import PlannedStudy
from twofold.review.versions import Versions
from twofold.values.answers import Answer, Value
from twofold.values.coded import NOTHING, Coded, Place, RowKey

COMPARED, ALONE, SUBMITTED, DRAFT = "compared", "coded alone", "submitted", "draft"
FIRST, ALSO = "submitted first", "kept besides"
_NO_FIELD = FieldCells(None)


@dataclass(frozen=True, slots=True)
class SheetAtHand:
    """One person's answers in one round: those that a release names, else the standing submission, else a draft.

    ``codes`` are in the order of the form; a code that a rule hides is in no draft, as it is in no submission.
    ``blank`` were asked and left so. ``now`` are the answers as the codebook in force takes them, without those that no
    longer answer what is asked; ``each_now`` the same of every code by its id, for one place of a person with two
    devices may hold two.
    """

    person: str
    state: str
    rows: tuple[RowKey, ...]
    codes: tuple[tuple[Place, str, CodeDocument], ...]
    blank: tuple[Place, ...]
    not_asked: tuple[Place, ...]
    now: Mapping[Place, Coded]
    each_now: Mapping[str, Answer]
    submission: tuple[str, SubmissionDocument] | None = None


@dataclass(frozen=True, slots=True)
class RoundAtHand:
    """A study in one round. ``documents`` are what the exporting person may see, by author; ``compared``,
    ``consensus`` and ``disagreements`` are there once it is open, also where one person alone coded it. ``aside`` are
    the places of the consensus that no answer is wanted at any more. ``rows`` gives
    for each outcome the row of each person who listed it, ``frozen`` the submissions compared by person, ``listed`` the
    names of the rows that the lead listed. ``further`` are sheets that hold no more or never did, of a study that was
    submitted anew or brought in twice: each with the codes that are in no other sheet. ``counting`` are the ids of the
    codes that enter figures of agreement."""

    round: str
    documents: Mapping[str, Mapping[str, Document]]
    sheets: tuple[SheetAtHand, ...]
    compared: Compared | None = None
    consensus: Consensus | None = None
    disagreements: tuple[Disagreement, ...] = ()
    aside: Mapping[Place, Aside] = field(default_factory=dict)
    rows: Mapping[RowKey, Mapping[str, RowKey]] = field(default_factory=dict)
    frozen: Mapping[str, Frozen] = field(default_factory=dict)
    listed: Mapping[RowKey, str] = field(default_factory=dict)
    further: tuple[SheetAtHand, ...] = ()
    counting: frozenset[str] = frozenset()

    def match_of(self, person: str, row: RowKey) -> RowKey | None:
        """The outcome that a person's row is, as the comparison names it."""
        return next((key for key, rows in self.rows.items() if rows.get(person) == row), None)

    def row_name(self, match: RowKey, naming: str) -> str:
        """What an outcome row is called: as agreed, else as the first of those who listed it has it."""
        said = [] if self.consensus is None else [self.consensus.sheet.at(naming, match).answer]
        said += [self.frozen[who].sheet.at(naming, row).answer for who, row in self.rows.get(match, {}).items()]
        return next((one.text for one in said if isinstance(one, Value)), self.listed.get(match, ""))


@dataclass(frozen=True)
class StudyAtHand:
    """A study with its reports, the earliest first, and its rounds. ``now`` is the round of the files that have one
    row a study. ``documents`` are all that is visible, each once."""

    key: str
    planned: PlannedStudy
    reports: tuple[tuple[str, ReportDocument], ...]
    rounds: tuple[RoundAtHand, ...]
    now: RoundAtHand
    documents: Mapping[str, Document] = field(default_factory=dict)

    @cached_property
    def exclusion(self) -> Proposal | None:
        """The proposal to exclude it, where there is one, with what became of it."""
        return exclusion(self.documents)

    @property
    def excluded(self) -> bool:
        """Whether it was decided to exclude it."""
        return self.exclusion is not None and self.exclusion.outcome is Outcome.GRANTED


class Material:
    """A review as an export takes it, for the person who has it open."""

    def __init__(self, review: Review, choices: Choices) -> None:
        """Take the review, opened for a person.

        Raises:
            BadChoice: a round or a person that is chosen is none of this review's.
            CannotOpen: there is no codebook.
        """
        people = [one.id for one in review.plan.standing.people]
        for who in choices.who:
            if who not in people:
                raise BadChoice(f"Nobody called `{who}` is of this review. Its people are: {', '.join(people)}.")
        if choices.round and choices.round not in (MAIN_ROUND, *review.plan.rounds):
            known = ", ".join((MAIN_ROUND, *sorted(review.plan.rounds)))
            raise BadChoice(f"There is no round `{choices.round}`. The rounds of this review are: {known}.")
        self.review = review
        self.choices = choices
        self.codebook: Codebook = review.in_force.codebook
        self.people: Sequence[str] = [one for one in people if not choices.who or one in choices.who]

    @cached_property
    def order(self) -> Mapping[str, int]:
        """The place of each field in the form."""
        return {one.id: number for number, one in enumerate(self.codebook.fields)}

    @cached_property
    def versions(self) -> Versions:
        """The versions of the codebook."""
        return self.review.in_force.versions

    @cached_property
    def _cells(self) -> dict[str, FieldCells]:
        return {name: FieldCells(one) for name, one in self.codebook.by_id.items()}

    def cells_of(self, field_id: str) -> FieldCells:
        """How the answers to a field stand in cells, also of one that the codebook in force has no more."""
        return self._cells.get(field_id, _NO_FIELD)

    @cached_property
    def coders(self) -> Sequence[str]:
        """Whose codes may go out: the people chosen who are reviewers, or have been."""
        held = self.review.plan.standing.held
        return [one for one in self.people if "reviewer" in held.get(one, frozenset())]

    @property
    def rounds(self) -> tuple[str, ...]:
        """The rounds that are taken, the main one first."""
        return (self.choices.round,) if self.choices.round else (MAIN_ROUND, *sorted(self.review.plan.rounds))

    def studies(self) -> Iterator[StudyAtHand]:
        """Every study in the order of the numbers, read when it is asked for."""
        for _ in self.review.logs.read():
            pass
        for key in self.review.plan.studies:
            yield self._study(key)

    def _study(self, key: str) -> StudyAtHand:
        plan = self.review.plan
        present = self.choices.round or plan.round_of(key)
        taken = [
            one
            for one in self.rounds
            if one in (MAIN_ROUND, present) or key in plan.round(one).studies or plan.released(one, key)
        ]
        rounds = tuple(self._round(key, one) for one in taken)
        documents = {name: one for each in rounds for theirs in each.documents.values() for name, one in theirs.items()}
        if self.choices.round:
            documents = {n: one for n, one in documents.items() if getattr(one, "round", present) == present}
            documents |= self._of_no_round(key)
        now = next((one for one in rounds if one.round == present), RoundAtHand(present, {}, ()))
        return StudyAtHand(key, plan.studies[key], self._reports(key), rounds, now, dict(sorted(documents.items())))

    def _of_no_round(self, key: str) -> dict[str, Document]:
        """What concerns the study and no round of it, such as that it was excluded, whichever round is taken."""
        review = self.review
        every = (review.documents_of(key, one.id, review.plan.round_of(key)) for one in review.plan.standing.people)
        return {name: one for theirs in every for name, one in theirs.items() if not hasattr(one, "round")}

    def _round(self, key: str, round_id: str) -> RoundAtHand:
        review = self.review
        documents = {one.id: review.documents_of(key, one.id, round_id) for one in review.plan.standing.people}
        documents = {who: theirs for who, theirs in documents.items() if theirs}
        found = opened_study(review, key, round_id, documents, self.versions)
        sheets = tuple(
            sheet
            for who, theirs in documents.items()
            if who in self.people and (sheet := self._sheet(key, round_id, who, theirs, found)) is not None
        )
        listed = {one.row: one.name for one in review.plan.listed.get(key, ())}
        if found is None:
            return RoundAtHand(round_id, documents, sheets, listed=listed)
        settled = consensus(self.codebook, weighed(review, found, documents, self.versions))
        return RoundAtHand(
            round_id,
            documents,
            sheets,
            found,
            settled,
            disagreements_of(review, found),
            set_aside(self.codebook, settled),
            {one.key: dict(sorted(one.rows.items())) for one in found.rows},
            {one.person: one for one in found.sheets},
            listed,
            self._further(documents, found, sheets),
            _counting(found),
        )

    def _further(
        self, documents: Mapping[str, Mapping[str, Document]], found: Compared, sheets: Sequence[SheetAtHand]
    ) -> tuple[SheetAtHand, ...]:
        named = [(one.person, one.submission, FIRST) for one in found.independent.sheets]
        named += [(one.person, one.submission, ALSO) for one in found.also]
        seen = {key for one in sheets for _, key, _ in one.codes}
        made: list[SheetAtHand] = []
        for who, name, state in named:
            one = documents.get(who, {}).get(name)
            if who not in self.people or not isinstance(one, SubmissionDocument) or seen.issuperset(one.codes):
                continue
            sheet = self._frozen(name, one, documents[who], None, state)
            codes = tuple(each for each in sheet.codes if each[1] not in seen)
            seen |= {key for _, key, _ in codes}
            if codes:
                made.append(replace(sheet, codes=codes, blank=(), not_asked=()))
        return tuple(made)

    def _sheet(
        self, key: str, round_id: str, who: str, documents: Mapping[str, Document], found: Compared | None
    ) -> SheetAtHand | None:
        plan = self.review.plan
        named = plan.released(round_id, key)
        holding = {one.submission for one in found.sheets} if found is not None else set()
        for name in sorted(named & documents.keys(), key=lambda one: (one not in holding, one)):
            one = documents[name]
            if isinstance(one, SubmissionDocument):
                if found is None or name not in holding:
                    return self._frozen(name, one, documents, None, SUBMITTED)
                return self._frozen(name, one, documents, found, ALONE if found.alone else COMPARED)
        record = person_record(documents.items(), who, round_id, key, plan.listed.get(key, ()))
        if record.submission is not None:
            return self._frozen(*record.submission, documents, None, SUBMITTED)
        if not any(one.current for one in record.codes.values()):
            return None
        sheet = record.sheet
        wanted = asked(self.codebook, sheet)
        hidden = frozenset(self._places(sheet.rows)).difference(wanted)
        live = {None, *sheet.rows}
        codes = [
            (place, name, one)
            for place, register in record.codes.items()
            if place[0] in live and place not in hidden
            for name, one in register.current.items()
        ]
        each_now = self._carried(codes)
        return SheetAtHand(
            who,
            DRAFT,
            sheet.rows,
            self._in_order(codes, sheet.rows),
            tuple(place for place in wanted if not sheet.codes.get(place, NOTHING).answered),
            tuple(place for place in self._places(sheet.rows) if place in hidden),
            _placed(codes, each_now),
            each_now,
        )

    def _frozen(
        self, name: str, one: SubmissionDocument, documents: Mapping[str, Document], found: Compared | None, state: str
    ) -> SheetAtHand:
        codes = [
            ((code.row, code.field), each, code)
            for each in one.codes
            if isinstance(code := documents.get(each), CodeDocument) and code.by == one.by
        ]
        carried = next((each.sheet for each in found.sheets if each.submission == name), None) if found else None
        each_now = self._carried(codes)
        if carried is None or found is None:
            now = _placed(codes, each_now)
        elif not found.outdated:
            now = carried.codes
        else:
            now = {place: coded for place, coded in carried.codes.items() if (one.by, place) not in found.outdated}
            each_now = {key: each_now[key] for place, key, _ in codes if place in now and key in each_now}
        return SheetAtHand(
            one.by,
            state,
            one.rows,
            self._in_order(codes, one.rows),
            one.blank,
            one.not_asked,
            now,
            each_now,
            (name, one),
        )

    def _places(self, rows: Sequence[RowKey]) -> Sequence[Place]:
        every: list[Place] = [(None, one.id) for one in self.codebook.study_fields]
        return every + [(row, one.id) for row in rows for one in self.codebook.row_fields]

    def _carried(self, codes: Sequence[tuple[Place, str, CodeDocument]]) -> Mapping[str, Answer]:
        """The answers as the codebook in force takes them, by the id of the code, without those that answer no more."""
        way = self.versions.way
        found = {key: way(code.codebook).answer(place[1], code.answer) for place, key, code in codes}
        return {key: answer for key, answer in found.items() if answer is not None}

    def _in_order(
        self, codes: list[tuple[Place, str, CodeDocument]], rows: Sequence[RowKey]
    ) -> tuple[tuple[Place, str, CodeDocument], ...]:
        places = {row: number for number, row in enumerate((None, *rows))}
        last = len(self.order)
        return tuple(
            sorted(
                codes,
                key=lambda one: (
                    places.get(one[0][0], len(places)),
                    self.order.get(one[0][1], last),
                    one[0][1],
                    one[1],
                ),
            )
        )

    def _reports(self, key: str) -> tuple[tuple[str, ReportDocument], ...]:
        counting, _ = effective(self.review.plan.standing, self.review.logs.reports(key))
        replaced = {old for _, one in counting.values() for old in one.replaces}
        found = [
            (name, one)
            for name, (_, one) in counting.items()
            if isinstance(one, ReportDocument) and name not in replaced
        ]
        return tuple(sorted(found, key=lambda one: (one[1].year or 9999, one[1].title, one[1].report)))


def material_of(review: Review, choices: Choices) -> Material:
    """The material of an export for the person who has the review open, from a reading of its own.

    Raises:
        BadChoice, CannotOpen: as for ``Material``.
    """
    own = Review(review.folder)
    own.become(review.person, writing=False, remember=False)
    return Material(own, choices)


def _placed(codes: Sequence[tuple[Place, str, CodeDocument]], answers: Mapping[str, Answer]) -> Mapping[Place, Coded]:
    return {place: Coded(answers[key]) for place, key, _ in codes if key in answers}


def _counting(found: Compared) -> frozenset[str]:
    one = found.independent
    if one.alone:
        return frozenset()
    return frozenset(
        key
        for sheet in one.sheets
        for place, key in sheet.codes.items()
        if place in sheet.asked and (sheet.person, place) not in one.set_aside
    )

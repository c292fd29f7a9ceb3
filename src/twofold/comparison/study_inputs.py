"""A study as the synthesis takes it, from one set of answers and what is not settled of them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from types import MappingProxyType

from twofold.codebook.conditions import asked, may_be_asked
from twofold.codebook.model import Codebook
from twofold.comparison.feeding import Feeds, feeds_of
from twofold.record.consensus import Consensus
from twofold.record.still_open import still_open
from twofold.review.plan import PlannedStudy
from twofold.synthesis import NOT_CODED, OPEN, OutcomeRow, Panel, Quality, Study
from twofold.synthesis.inputs import Asked
from twofold.values.answers import Answer, OffScale, Value
from twofold.values.coded import Coded, Place, RowKey, Sheet


def study_of(codebook: Codebook, planned: PlannedStudy, sheet: Sheet, listed: Mapping[str, str]) -> Study:
    """A study as one sheet has it. Answers to questions that the rules do not ask are not taken; ``listed`` has the
    names of the rows that the lead listed, by their keys."""
    wanted = frozenset(asked(codebook, sheet))

    def said(place: Place) -> Said:
        return Said((sheet.at(place[1], place[0]),)) if place in wanted else Said((Coded(),), asked=False)

    rows = [(row, False) for row in sheet.rows]
    return _Reading(codebook, feeds_of(codebook), said, listed).study(planned, rows)


def agreed_study(codebook: Codebook, planned: PlannedStudy, found: Consensus, listed: Mapping[str, str]) -> Study:
    """A study as its consensus has it, with what is open: an answer that does not hold, a question of which it is not
    settled whether it is asked at all, and a row of which it is not settled whether it stands. Each row that is open in
    any way has all ways that it may go by the coders' own answers."""
    undecided = [row for row, _ in found.undecided if row is not None and row not in found.sheet.rows]
    reached = may_be_asked(codebook, Sheet(found.sheet.codes, (*found.sheet.rows, *undecided)))
    wanted, waiting = frozenset(found.asked), frozenset(still_open(codebook, found))

    def said(place: Place) -> Said:
        row, name = place
        one = found.settled.get(place)
        by_coders = () if one is None else tuple(dict.fromkeys(coded.answer for coded in one.said.values()))
        if row in undecided or place in waiting:
            return Said(tuple(map(Coded, by_coders)) or (Coded(),), waits=row not in undecided or len(by_coders) > 1)
        if place in wanted:
            return Said((found.sheet.at(name, row),))
        if place in reached and by_coders:
            return Said((*map(Coded, by_coders), Coded()), waits=True)
        return Said((Coded(),), asked=False)

    rows = [*((row, False) for row in found.sheet.rows), *((row, True) for row in undecided)]
    return _Reading(codebook, feeds_of(codebook), said, listed).study(planned, rows)


def answers_behind(codebook: Codebook, found: Consensus, study: Study) -> Sheet:
    """What is settled of a study, and of each of its rows the answers of the coders that it was made from."""
    feeds = feeds_of(codebook)
    codes = dict(found.sheet.codes)
    for row in study.rows:
        for field in codebook.row_fields:
            place = (row.key, field.id)
            if place not in codes and place in found.settled:
                taken = [one for one in found.settled[place].said.values() if _gives(feeds, field.id, one, row)]
                codes.update((place, one) for one in taken[:1])
    return Sheet(MappingProxyType(codes), tuple(dict.fromkeys(row.key for row in study.rows)))


def _gives(feeds: Feeds, field: str, coded: Coded, row: OutcomeRow) -> bool:
    """Whether the answer is what the row has; of other fields than those that its direction hangs on, any is."""
    text = _text(coded)
    if field == feeds.domain:
        return (text or None) == row.domain
    if field == feeds.direction:
        return feeds.directions.get(text) is row.direction
    return field != feeds.evidence or feeds.kinds.get(text) is row.evidence


@dataclass(frozen=True, slots=True)
class Said:
    """What is said at a place: one answer, or all that may yet hold; ``waits`` where it is not settled, or where it is
    not settled whether it is ``asked``."""

    answers: tuple[Coded, ...]
    waits: bool = False
    asked: bool = True

    @property
    def holds(self) -> Coded:
        """The answer that holds; nothing while it waits."""
        return Coded() if self.waits else self.answers[0]


@dataclass(frozen=True, slots=True)
class _Reading:
    """A codebook with what is said at each place of a study."""

    codebook: Codebook
    feeds: Feeds
    said: Callable[[Place], Said]
    listed: Mapping[str, str]

    def study(self, planned: PlannedStudy, rows: Sequence[tuple[RowKey, bool]]) -> Study:
        """The study with these rows, each with whether it may fall out."""
        feeds = self.feeds
        # All people of the study stand for the group only where there is no other, or nobody asks for it.
        group = self.said((None, feeds.n_intervention))
        no_group = not group.waits and (not group.asked or group.holds.answer is OffScale.NOT_APPLICABLE)
        quality, quality_open = self._quality()
        return Study(
            planned.key,
            planned.number,
            planned.label,
            planned.initiative,
            _panel(feeds, self.said((None, feeds.design))),
            tuple(self._row(row, may_fall_out=may_fall_out) for row, may_fall_out in rows),
            _level(self.said((None, feeds.engagement))),
            _level(self.said((None, feeds.lived_experience))),
            quality,
            _number(_text(self.said((None, feeds.n_total)).holds if no_group else group.holds)),
            quality_open=quality_open,
        )

    def _row(self, row: RowKey, *, may_fall_out: bool) -> OutcomeRow:
        feeds = self.feeds
        fields = {
            Asked.DOMAIN: feeds.domain,
            Asked.EVIDENCE: feeds.evidence,
            Asked.COUNTS: feeds.counts,
            Asked.DIRECTION: feeds.direction,
        }
        said = {one: self.said((row, field)) for one, field in fields.items()}
        waits = frozenset(one for one, here in said.items() if here.waits) | ({Asked.ROW} if may_fall_out else set())
        made = replace(self._made(row, {one: here.holds for one, here in said.items()}), open=waits)
        if not waits:
            return made
        every = product(*(here.answers for here in said.values()))
        ways = dict.fromkeys(self._made(row, dict(zip(said, answers, strict=True))) for answers in every)
        return replace(made, ways=tuple(ways))

    def _made(self, row: RowKey, answers: Mapping[Asked, Coded]) -> OutcomeRow:
        feeds = self.feeds
        instead = {one: _instead(answers[one].answer) for one in (Asked.EVIDENCE, Asked.COUNTS)}

        def text(field: str) -> str:
            return _text(self.said((row, field)).holds)

        return OutcomeRow(
            row,
            text(self.codebook.row_name) or self.listed.get(row, ""),
            _text(answers[Asked.DOMAIN]) or None,
            feeds.directions.get(_text(answers[Asked.DIRECTION])),
            feeds.kinds.get(_text(answers[Asked.EVIDENCE])),
            _counts(feeds, _text(answers[Asked.COUNTS])),
            _number(text(feeds.row_n)),
            text(feeds.p),
            text(feeds.result),
            text(feeds.comparison),
            off=tuple((one, words) for one, words in instead.items() if words),
        )

    def _quality(self) -> tuple[Quality | None, bool]:
        """The worst of the overall judgements by the declared instruments that the study was asked of, and whether what
        is not settled of them may yet change it; without instruments the judgement that the codebook declares."""
        said = [(one, self.said((None, one.overall))) for one in self.codebook.instruments if one.overall]
        asked_of = [(one, here) for one, here in said if here.asked]
        given = [one.levels.get(_text(here.holds)) for one, here in asked_of]
        order = list(Quality)
        worst = max((Quality(one.value) for one in given if one is not None), key=order.index, default=None)
        waits = worst is not order[-1] and any(here.waits for _, here in asked_of)
        if worst is None and not waits:
            here = self.said((None, self.feeds.quality))
            return self.feeds.qualities.get(_text(here.holds)), here.waits
        return (None, True) if waits else (worst, False)


def _instead(answer: Answer) -> str:
    """What stands in place of an answer that gives the synthesis nothing, in words; empty where nothing is coded."""
    match answer:
        case OffScale():
            return answer.words
        case Value():
            return "an option of no declared meaning"
        case _:
            return ""


def _text(coded: Coded) -> str:
    return coded.answer.text if isinstance(coded.answer, Value) else ""


def _counts(feeds: Feeds, text: str) -> bool | None:
    if not feeds.counts:
        return True
    return text in feeds.counting if text else None


def _level(said: Said) -> str:
    match said.holds.answer:
        case Value(text):
            return text
        case OffScale() as answer:
            return answer.value
        case _:
            return OPEN if said.waits else NOT_CODED


def _panel(feeds: Feeds, said: Said) -> Panel:
    match said.holds.answer:
        case Value(text):
            return feeds.panels.get(text, Panel.OTHER)
        case OffScale():
            return Panel.OFF_SCALE
        case _:
            return Panel.OPEN if said.waits else Panel.UNKNOWN


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() else None

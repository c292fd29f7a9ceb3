"""A study as the synthesis takes it, from one set of answers and what is not settled of them."""

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass

from twofold.codebook.conditions import asked
from twofold.codebook.judging import concern_of
from twofold.codebook.model import Codebook
from twofold.comparison.feeding import Feeds, feeds_of
from twofold.record.consensus import Consensus
from twofold.record.still_open import still_open
from twofold.review.plan import PlannedStudy
from twofold.synthesis import NOT_CODED, OPEN, OutcomeRow, Panel, Quality, Study
from twofold.synthesis.inputs import Asked
from twofold.values.answers import Answer, OffScale, Value
from twofold.values.coded import Coded, Place, RowKey, Sheet


@dataclass(frozen=True, slots=True)
class Pending:
    """A row that may yet be an outcome of the study, or one of a domain: what is said of it, and what waits."""

    row: RowKey
    said: Mapping[str, Coded]
    waits: Asked


def pending_rows(codebook: Codebook, one: Consensus) -> tuple[Pending, ...]:
    """The rows of which it is not settled whether they stand, each as the first coder who listed it has it, and those
    whose domain is open, once for each domain that a coder put them in."""
    feeds, waiting = feeds_of(codebook), frozenset(still_open(codebook, one))
    made: list[Pending] = []
    for row, _ in one.undecided:
        if row is not None and row not in one.sheet.rows:
            said = {place[1]: found.said for place, found in one.settled.items() if place[0] == row and found.said}
            made.append(Pending(row, {name: next(iter(by.values())) for name, by in said.items()}, Asked.ROW))
    for row in one.sheet.rows:
        place = (row, feeds.domain)
        if place in waiting and place in one.settled:
            said_here = {at[1]: coded for at, coded in one.sheet.codes.items() if at[0] == row}
            domains = {_text(coded): coded for coded in one.settled[place].said.values() if _text(coded)}
            made += [Pending(row, {**said_here, feeds.domain: coded}, Asked.DOMAIN) for coded in domains.values()]
    return tuple(made)


def study_of(
    codebook: Codebook,
    planned: PlannedStudy,
    sheet: Sheet,
    listed: Mapping[str, str],
    *,
    unsettled: Container[Place] = (),
    pending: Sequence[Pending] = (),
) -> Study:
    """A study as the synthesis takes it. Answers to questions that the rules do not ask are not taken; ``listed`` has
    the names of the rows that the lead listed, by their keys, ``unsettled`` the places that are open, and ``pending``
    the rows that may yet stand, or stand in a domain."""
    feeds = feeds_of(codebook)
    wanted = frozenset(asked(codebook, sheet))
    elsewhere = {one.row for one in pending}

    def at(field: str, row: RowKey | None = None) -> Coded:
        return sheet.at(field, row) if (row, field) in wanted else Coded()

    def of_row(row: RowKey) -> Callable[[str], Coded]:
        return lambda field: at(field, row)

    def of_pending(one: Pending) -> Callable[[str], Coded]:
        return lambda field: one.said.get(field, Coded())

    # All people of the study stand for the group only where there is no other, or nobody asks for it.
    group = (None, feeds.n_intervention)
    alone = group not in wanted or at(feeds.n_intervention).answer is OffScale.NOT_APPLICABLE
    rows = [
        _row(codebook, feeds, row, of_row(row), listed, _open_at(feeds, row, unsettled))
        for row in sheet.rows
        if row not in elsewhere
    ]
    rows += [
        _row(codebook, feeds, one.row, of_pending(one), listed, _open_at(feeds, one.row, unsettled) | {one.waits})
        for one in pending
    ]
    return Study(
        planned.key,
        planned.number,
        planned.label,
        planned.initiative,
        _panel(feeds, at(feeds.design).answer, waits=(None, feeds.design) in unsettled),
        tuple(rows),
        _level(at(feeds.engagement).answer, waits=(None, feeds.engagement) in unsettled),
        _level(at(feeds.lived_experience).answer, waits=(None, feeds.lived_experience) in unsettled),
        _quality(codebook, sheet, wanted) or feeds.qualities.get(_text(at(feeds.quality))),
        _number(_text(at(feeds.n_total if alone else feeds.n_intervention))),
    )


def _open_at(feeds: Feeds, row: RowKey, unsettled: Container[Place]) -> frozenset[Asked]:
    """Which of the answers of the row that its direction hangs on are open."""
    fields = {
        Asked.DOMAIN: feeds.domain,
        Asked.EVIDENCE: feeds.evidence,
        Asked.COUNTS: feeds.counts,
        Asked.DIRECTION: feeds.direction,
    }
    return frozenset(one for one, field in fields.items() if (row, field) in unsettled)


def _row(
    codebook: Codebook,
    feeds: Feeds,
    row: RowKey,
    at: Callable[[str], Coded],
    listed: Mapping[str, str],
    waits: frozenset[Asked],
) -> OutcomeRow:
    evidence, counts = at(feeds.evidence).answer, at(feeds.counts).answer
    instead = {Asked.EVIDENCE: _instead(evidence), Asked.COUNTS: _instead(counts)}
    return OutcomeRow(
        row,
        _text(at(codebook.row_name)) or listed.get(row, ""),
        _text(at(feeds.domain)) or None,
        feeds.directions.get(_text(at(feeds.direction))),
        feeds.kinds.get(_text(at(feeds.evidence))),
        _counts(feeds, _text(at(feeds.counts))),
        _number(_text(at(feeds.row_n))),
        _text(at(feeds.p)),
        _text(at(feeds.result)),
        _text(at(feeds.comparison)),
        waits,
        tuple((one, words) for one, words in instead.items() if words),
    )


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


def _quality(codebook: Codebook, sheet: Sheet, wanted: Container[Place]) -> Quality | None:
    """The worst of the overall judgements by the declared instruments that the study was asked of."""
    given = (
        concern_of(one, sheet, one.overall)
        for one in codebook.instruments
        if one.overall and (None, one.overall) in wanted
    )
    return max((Quality(one.value) for one in given if one is not None), key=list(Quality).index, default=None)


def _counts(feeds: Feeds, text: str) -> bool | None:
    if not feeds.counts:
        return True
    return text in feeds.counting if text else None


def _level(answer: Answer, *, waits: bool) -> str:
    match answer:
        case Value(text):
            return text
        case OffScale():
            return answer.value
        case _:
            return OPEN if waits else NOT_CODED


def _panel(feeds: Feeds, answer: Answer, *, waits: bool) -> Panel:
    match answer:
        case Value(text):
            return feeds.panels.get(text, Panel.OTHER)
        case OffScale():
            return Panel.OFF_SCALE
        case _:
            return Panel.OPEN if waits else Panel.UNKNOWN


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() else None

"""The consensus of a study: live decisions; else what all coders say once their slips are owned; else open.

A pure function of the documents: no clock, no order of arrival.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType
from typing import TypeVar

from twofold.codebook.conditions import asked
from twofold.codebook.model import Codebook, Field, FieldType
from twofold.record.decision_documents import DecisionDocument, QueryDocument, StandDocument
from twofold.record.disagreements import Matched, same_answer
from twofold.record.document import Document
from twofold.record.frozen import Frozen
from twofold.record.liveness import live, of_kind
from twofold.values.answers import Answer, Value, is_answered
from twofold.values.coded import NOTHING, Coded, Confidence, Evidence, Place, Sheet


class How(StrEnum):
    """How a place of the consensus came to what it is, or why it is open.

    Texts that the codebook does not reconcile are *not compared*: the longest stands. A row that not all listed and
    that was decided to be kept brings its answers *with the row*. What one person coded *alone* stands, and nobody
    checked it.
    """

    SHARED = "shared"
    ALONE = "coded alone"
    NOT_COMPARED = "not compared"
    SLIP = "slip"
    WITH_ROW = "with the row"
    AGREED = "agreed"
    DISCUSSED = "discussed"
    ARBITRATED = "arbitrated"
    AUTHOR_REPLY = "author reply"
    OPEN = "open"
    DEFERRED = "deferred"
    WAITING = "waiting for the authors"
    DECIDED_TWICE = "decided twice"
    STALE = "to be confirmed"

    @property
    def settled(self) -> bool:
        """Whether there is an answer that holds."""
        return self not in _UNSETTLED

    @property
    def decided(self) -> bool:
        """Whether a decision settled it."""
        return self in (How.AGREED, How.DISCUSSED, How.ARBITRATED, How.AUTHOR_REPLY)


_UNSETTLED = frozenset({How.OPEN, How.DEFERRED, How.WAITING, How.DECIDED_TWICE, How.STALE})
_BY_WORD = {
    "agreed": How.AGREED,
    "discussed": How.DISCUSSED,
    "arbitrated": How.ARBITRATED,
    "author-reply": How.AUTHOR_REPLY,
    "deferred": How.DEFERRED,
    "open": How.OPEN,
}
_WEIGHT = (How.AUTHOR_REPLY, How.ARBITRATED, How.DISCUSSED, How.AGREED)


@dataclass(frozen=True, slots=True)
class Settled:
    """One place of the consensus.

    ``said`` is what each coder says now: the frozen code, or the right one where the coder owned a slip. ``coded`` is
    the answer that holds, nothing where none does. ``decisions``, ``stands`` (by person) and ``query`` are the live
    documents. ``changed`` says in words what made a decision stale, or keeps the place open.
    """

    how: How
    coded: Coded
    said: Mapping[str, Coded]
    decisions: Mapping[str, DecisionDocument] = field(default_factory=dict)
    stands: Mapping[str, tuple[str, StandDocument]] = field(default_factory=dict)
    query: tuple[str, QueryDocument] | None = None
    changed: str = ""


@dataclass(frozen=True, slots=True)
class Consensus:
    """The consensus of a study: ``settled`` has every place that anyone was asked, ``sheet`` the answers that hold.

    ``asked`` are the places that the settled answers themselves call for, in the order of the form; ``wanted`` those of
    them that want an answer, and one that nobody was asked is still to be coded. ``rows`` are the matches, with those
    among the people of each who own to have overlooked it. ``undecided`` are the names of the rows that not all listed
    and of which nothing that holds says whether they stand.
    """

    sheet: Sheet
    settled: Mapping[Place, Settled]
    asked: tuple[Place, ...]
    wanted: tuple[Place, ...]
    rows: tuple[Matched, ...] = ()
    undecided: tuple[Place, ...] = ()

    @property
    def open(self) -> tuple[Place, ...]:
        """The places that are wanted and have no answer that holds, and the rows of which it is not said whether they
        stand: each counts once, whatever would be asked of it."""
        wanted = (place for place in self.wanted if (one := self.settled.get(place)) is None or not one.how.settled)
        return tuple(dict.fromkeys((*wanted, *self.undecided)))


@dataclass(frozen=True, slots=True)
class Weighing:
    """What a consensus is made from, besides the codebook.

    ``rows`` bear the keys of their matches. ``outdated`` are the places, by person, whose code was given under another
    meaning of the field; ``later`` those of a field that was not in the codebook then and is not asked of that sheet.
    ``carry`` gives an answer of a later document, from its codebook and field, as it stands now; nothing where the
    field means something else. ``arbiters`` are the people who may arbitrate: those with the role who did not code the
    study. ``absent`` says in words whose sheet is not here; nothing holds before it has come.
    """

    sheets: Sequence[Frozen]
    rows: Sequence[Matched]
    documents: Mapping[str, Document]
    carry: Callable[[str, str, Answer], Answer | None]
    arbiters: frozenset[str] = frozenset()
    outdated: frozenset[tuple[str, Place]] = frozenset()
    later: frozenset[tuple[str, Place]] = frozenset()
    absent: str = ""


def consensus(codebook: Codebook, weighing: Weighing) -> Consensus:
    """The consensus of one study in one round."""
    match_of = {key: match.key for match in weighing.rows for key in match.rows.values()}
    decisions = _placed(live(of_kind(DecisionDocument, weighing.documents)), match_of)
    said_by = {who: _placed(one, match_of) for who, one in _stands(weighing.documents).items()}
    standing = [(one.person, said_by[one.person]) for one in weighing.sheets if one.person in said_by]
    queries = _placed(live(of_kind(QueryDocument, weighing.documents)), match_of)
    settled: dict[Place, Settled] = {}

    def settle(place: Place, rows: Mapping[str, str | None], wanting: int) -> None:
        one = codebook.by_id[place[1]]
        own = {who: found for who, at in standing if (found := _one_word(one, at.get(place, {}))) is not None}
        asked_now = next(iter(queries.get(place, {}).items()), None)
        made = _settled(one, rows, weighing, decisions.get(place, {}), own, asked_now, wanting)
        if made is not None:
            twice = TWICE if place[0] in matched_twice and one.id == codebook.row_name else ""
            settled[place] = _held_open(made, weighing.absent or twice)

    everyone = len(weighing.sheets)
    matched_twice = {match.key for match in weighing.rows if match.twice}
    rows = tuple(_with_overlooked(codebook, match, weighing, said_by) for match in weighing.rows)
    once_a_study: Mapping[str, str | None] = {sheet.person: None for sheet in weighing.sheets}
    for one in codebook.study_fields:
        settle((None, one.id), once_a_study, everyone)
    for match in rows:
        wanting = everyone
        for one in sorted(codebook.row_fields, key=lambda each: each.id != codebook.row_name):
            settle((match.key, one.id), match.rows, wanting)
            if one.id == codebook.row_name and _is_kept(codebook, match, weighing.sheets, settled):
                wanting = len(match.rows)
    kept = tuple(match.key for match in rows if _is_kept(codebook, match, weighing.sheets, settled))
    holding = {
        place: one.coded for place, one in settled.items() if one.how.settled and (place[0] is None or place[0] in kept)
    }
    sheet = Sheet(MappingProxyType(holding), kept)
    asked_of_it = asked(codebook, sheet)
    # Nobody is asked the name of a row that the lead listed, which is none the less no open answer.
    wanted = (
        place
        for place in asked_of_it
        if place in settled or not (place[1] == codebook.row_name or _is_later(place, rows, weighing))
    )
    undecided = (
        (match.key, codebook.row_name)
        for match in rows
        if codebook.row_name and match.key not in kept and not _is_dropped(settled.get((match.key, codebook.row_name)))
    )
    return Consensus(sheet, MappingProxyType(settled), asked_of_it, tuple(wanted), rows, tuple(undecided))


TWICE = "matched twice, in two ways; match the rows once more"
"""What keeps a row open that two people matched differently."""


def _held_open(made: Settled, why: str) -> Settled:
    """What would hold, or was decided before, held open for that reason."""
    if not why or not (made.how.settled or made.how in (How.OPEN, How.STALE)):
        return made
    return replace(made, how=How.OPEN, coded=NOTHING, changed=why)


def _is_later(place: Place, rows: Sequence[Matched], weighing: Weighing) -> bool:
    """Whether the field was not in the codebook when any of the sheets was submitted, and is asked of none of them."""
    theirs: Mapping[str, str | None] = {sheet.person: None for sheet in weighing.sheets}
    if place[0] is not None:
        theirs = next((match.rows for match in rows if match.key == place[0]), {})
    return bool(theirs) and all((who, (row, place[1])) in weighing.later for who, row in theirs.items())


def _is_dropped(name: Settled | None) -> bool:
    return name is not None and name.how.decided and not name.coded.answered


def _with_overlooked(
    codebook: Codebook,
    match: Matched,
    weighing: Weighing,
    said_by: Mapping[str, Mapping[Place, Mapping[str, StandDocument]]],
) -> Matched:
    """The match with the coders who did not list the outcome and own that they overlooked it, as if they had listed it
    under the key of the match. What they then say of its fields is said there."""
    place = (match.key, codebook.row_name)
    owning = {
        sheet.person: match.key
        for sheet in weighing.sheets
        if sheet.person not in match.rows
        and (found := _one_word(codebook.by_id[place[1]], said_by.get(sheet.person, {}).get(place, {}))) is not None
        and found[1].slip
        and found[1].code is None
        and is_answered(found[1].answer)
        and weighing.carry(found[1].codebook, place[1], found[1].answer) is not None
    }
    return replace(match, rows={**match.rows, **owning}) if owning else match


def _settled(
    one: Field,
    rows: Mapping[str, str | None],
    weighing: Weighing,
    decisions: Mapping[str, DecisionDocument],
    stands: Mapping[str, tuple[str, StandDocument]],
    query: tuple[str, QueryDocument] | None,
    wanting: int,
) -> Settled | None:
    said: dict[str, Coded] = {}
    owned = False
    spared = 0
    for sheet in weighing.sheets:
        who = sheet.person
        if who not in rows:
            continue
        place = (rows[who], one.id)
        if who in stands and (answer := _stood_by(one, stands[who][1], sheet.codes.get(place), weighing)) is not None:
            said[who] = _corrected(stands[who][1], answer)
            owned = owned or stands[who][1].slip
        elif place in sheet.asked and (who, place) not in weighing.outdated:
            said[who] = sheet.sheet.codes.get(place, NOTHING)
        elif (who, place) in weighing.later:
            spared += 1
    if decisions:
        now = {
            code
            for sheet in weighing.sheets
            if sheet.person in rows and (code := sheet.codes.get((rows[sheet.person], one.id))) is not None
        }
        how, coded, changed = _decided(one, weighing, decisions, now)
        if query is not None and how in (How.OPEN, How.DEFERRED):
            how = How.WAITING
        return Settled(how, coded, said, decisions, stands, query, changed)
    if not said:
        return None
    if query is not None:
        return Settled(How.WAITING, NOTHING, said, {}, stands, query)
    answers = list(said.values())
    if len(said) == wanting - spared:
        if all(same_answer(one, answers[0].answer, other.answer) for other in answers[1:]):
            how = How.ALONE if spared and len(said) == 1 else _unopposed(weighing, wanting, owned=owned)
            return Settled(how, _best_backed(answers), said, {}, stands)
        texts = [each for each in answers if isinstance(each.answer, Value)]
        if one.type is FieldType.TEXT and not one.reconcile and len(texts) == len(answers):
            return Settled(How.NOT_COMPARED, max(texts, key=_length), said, {}, stands)
    return Settled(How.OPEN, NOTHING, said, {}, stands)


def _stood_by(one: Field, stand: StandDocument, code: str | None, weighing: Weighing) -> Answer | None:
    """What a coder's stand puts in place of the frozen code as it is now; ``None`` where it puts nothing there."""
    # Who was not asked and answers now owns no slip.
    late = not stand.slip and code is None and is_answered(stand.answer)
    if not (stand.slip or late) or stand.code != code:
        return None
    return weighing.carry(stand.codebook, one.id, stand.answer)


def _unopposed(weighing: Weighing, wanting: int, *, owned: bool) -> How:
    if wanting < len(weighing.sheets):
        return How.WITH_ROW
    if owned:
        return How.SLIP
    return How.SHARED if len(weighing.sheets) > 1 else How.ALONE


def _decided(
    one: Field, weighing: Weighing, decisions: Mapping[str, DecisionDocument], now: set[str]
) -> tuple[How, Coded, str]:
    made = list(decisions.values())
    if any(set(each.weighed) != now for each in made):
        return How.STALE, NOTHING, "a code that was weighed has changed since"
    carried = [weighing.carry(each.codebook, one.id, each.answer) for each in made]
    if None in carried:
        return How.STALE, NOTHING, "the codebook gives the field another meaning since"
    if any(answer != each.answer for answer, each in zip(carried, made, strict=True)):
        return How.STALE, NOTHING, "the codebook has another option in place of the answer since"
    answering = [each for each in made if each.how not in ("deferred", "open")]
    if not answering:
        return How.DEFERRED if any(each.how == "deferred" for each in made) else How.OPEN, NOTHING, ""
    if len(answering) < len(made) or any(
        not same_answer(one, answering[0].answer, each.answer) for each in answering[1:]
    ):
        return How.DECIDED_TWICE, NOTHING, ""
    how, first = min(
        ((_how_it_came(each, weighing), each) for each in answering), key=lambda each: _WEIGHT.index(each[0])
    )
    evidence = first.evidence[0] if first.evidence else None
    backed = (
        Coded(first.answer, reason=first.reason)
        if evidence is None
        else Coded(
            first.answer, Evidence(evidence.report, evidence.place, evidence.quote, evidence.verbatim), first.reason
        )
    )
    return how, backed, ""


def _how_it_came(decision: DecisionDocument, weighing: Weighing) -> How:
    """Whoever coded the study talked it over, whatever the document says."""
    how = _BY_WORD[decision.how]
    return How.DISCUSSED if how is How.ARBITRATED and decision.by not in weighing.arbiters else how


def _corrected(stand: StandDocument, answer: Answer) -> Coded:
    if stand.evidence is None:
        return Coded(answer, reason=stand.reason)
    given = stand.evidence
    return Coded(answer, Evidence(given.report, given.place, given.quote, given.verbatim), stand.reason)


def _best_backed(coded: Sequence[Coded]) -> Coded:
    """Of codes that give one answer, the one with a quote, then the surer one, then the first by person."""
    return min(coded, key=lambda one: (not one.evidence.quote, one.confidence is Confidence.LOW))


def _length(coded: Coded) -> tuple[int, str]:
    text = coded.answer.text if isinstance(coded.answer, Value) else ""
    return len(text), text


def _is_kept(codebook: Codebook, match: Matched, sheets: Sequence[Frozen], settled: Mapping[Place, Settled]) -> bool:
    name = settled.get((match.key, codebook.row_name))
    if match.twice:
        return False
    if name is not None and name.how.decided:
        return name.coded.answered
    return len(match.rows) == len(sheets)


Placed = TypeVar("Placed", DecisionDocument, StandDocument, QueryDocument)


def _placed(documents: Mapping[str, Placed], match_of: Mapping[str, str]) -> dict[Place, dict[str, Placed]]:
    """The documents by the place they are about, in the order of their ids."""
    found: dict[Place, dict[str, Placed]] = {}
    for key, one in documents.items():
        row = one.row if one.row is None else match_of.get(one.row, one.row)
        found.setdefault((row, one.field), {})[key] = one
    return found


def _stands(documents: Mapping[str, Document]) -> dict[str, dict[str, StandDocument]]:
    """The live stands by whose they are: nobody takes back another's."""
    by_person: dict[str, dict[str, StandDocument]] = {}
    for key, one in of_kind(StandDocument, documents).items():
        by_person.setdefault(one.by, {})[key] = one
    return {who: live(found) for who, found in by_person.items()}


def _one_word(one: Field, stands: Mapping[str, StandDocument]) -> tuple[str, StandDocument] | None:
    """What a coder says now; nothing where two devices of theirs say two things, until they say it once more."""
    first = next(iter(stands.items()), None)
    if first is None or any(
        each.slip != first[1].slip or each.code != first[1].code or not same_answer(one, each.answer, first[1].answer)
        for each in stands.values()
    ):
        return None
    return first

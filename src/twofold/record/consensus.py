"""The consensus of a study: live decisions; else the answer that all frozen codes of the release share; else open."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from twofold.codebook.conditions import asked
from twofold.codebook.model import Codebook, FieldType
from twofold.record.disagreements import Matched, same_answer
from twofold.record.documents import DecisionDocument
from twofold.record.frozen import Frozen
from twofold.record.registers import Register
from twofold.values.answers import Value
from twofold.values.coded import NOTHING, Coded, Place, Sheet


class How(StrEnum):
    """How a place of the consensus came to what it is. Texts that the codebook does not reconcile are *not compared*:
    the longest stands."""

    SHARED = "shared"
    NOT_COMPARED = "not compared"
    DECIDED = "decided"
    TWICE_DECIDED = "decided differently"
    DEFERRED = "deferred"
    OPEN = "open"


_SETTLED = (How.SHARED, How.NOT_COMPARED, How.DECIDED)


@dataclass(frozen=True, slots=True)
class Settled:
    """One place of the consensus. ``decisions`` are the live ones; ``stale`` says that a weighed code was changed."""

    how: How
    coded: Coded
    decisions: Mapping[str, DecisionDocument]
    stale: bool = False


@dataclass(frozen=True, slots=True)
class Consensus:
    """The consensus of a study: ``settled`` has every place that anyone was asked, ``sheet`` the settled answers.

    ``wanted`` are the places that the settled answers themselves call for; one that nobody was asked is still to be
    coded.
    """

    sheet: Sheet
    settled: Mapping[Place, Settled]
    wanted: tuple[Place, ...]

    @property
    def open(self) -> tuple[Place, ...]:
        """The places that are wanted and not settled."""
        return tuple(
            place for place in self.wanted if (one := self.settled.get(place)) is None or one.how not in _SETTLED
        )


def consensus(
    codebook: Codebook,
    sheets: Sequence[Frozen],
    rows: Sequence[Matched],
    decided: Mapping[Place, Register[DecisionDocument]],
) -> Consensus:
    """The consensus from the frozen sheets of a release, the matching of their rows, and the decisions by place.

    Rows bear the keys of their matches. A row that not all listed is in the consensus only by decision on its name.
    """
    settled: dict[Place, Settled] = {}
    for field in codebook.study_fields:
        _settle(codebook, (None, field.id), {one.person: None for one in sheets}, sheets, decided, settled)
    for match in rows:
        for field in codebook.row_fields:
            _settle(codebook, (match.key, field.id), match.rows, sheets, decided, settled)
    kept = tuple(match.key for match in rows if _is_kept(codebook, match, sheets, settled))
    sheet = Sheet(
        MappingProxyType(
            {
                place: one.coded
                for place, one in settled.items()
                if one.how in _SETTLED and (place[0] is None or place[0] in kept)
            }
        ),
        kept,
    )
    return Consensus(sheet, MappingProxyType(settled), asked(codebook, sheet))


def _settle(
    codebook: Codebook,
    place: Place,
    rows: Mapping[str, str | None],
    sheets: Sequence[Frozen],
    decided: Mapping[Place, Register[DecisionDocument]],
    settled: dict[Place, Settled],
) -> None:
    field = codebook.by_id[place[1]]
    coded = [
        one.sheet.at(field.id, rows[one.person])
        for one in sheets
        if one.person in rows and (rows[one.person], field.id) in one.asked
    ]
    register = decided.get(place)
    if register is not None and register.current:
        live = register.current
        answers = list(live.values())
        now = {one.codes.get((rows[one.person], field.id), "") for one in sheets if one.person in rows} - {""}
        stale = any(set(one.weighed) != now for one in answers)
        if all(one.how in ("deferred", "waiting-for-authors") for one in answers):
            settled[place] = Settled(How.DEFERRED, NOTHING, live, stale)
        elif any(not same_answer(field, answers[0].answer, one.answer) for one in answers[1:]):
            settled[place] = Settled(How.TWICE_DECIDED, NOTHING, live, stale)
        else:
            settled[place] = Settled(How.DECIDED, Coded(answers[0].answer), live, stale)
    elif coded and len(coded) == len(sheets) and all(same_answer(field, coded[0].answer, one.answer) for one in coded):
        settled[place] = Settled(How.SHARED, coded[0], {})
    elif coded and len(coded) == len(sheets) and not field.reconcile and field.type is FieldType.TEXT:
        answered = [one for one in coded if isinstance(one.answer, Value)]
        longest = max(answered, key=lambda one: len(_text(one)), default=coded[0])
        settled[place] = Settled(How.NOT_COMPARED if len(answered) == len(coded) else How.OPEN, longest, {})
    elif coded:
        settled[place] = Settled(How.OPEN, NOTHING, {})


def _text(coded: Coded) -> str:
    return coded.answer.text if isinstance(coded.answer, Value) else ""


def _is_kept(codebook: Codebook, match: Matched, sheets: Sequence[Frozen], settled: Mapping[Place, Settled]) -> bool:
    name = settled.get((match.key, codebook.row_name))
    if name is not None and name.how is How.DECIDED:
        return name.coded.answered
    return len(match.rows) == len(sheets)

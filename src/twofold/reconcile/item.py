"""What one item shows: the answers side by side with their evidence, how they differ, and what stands there now."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from twofold.codebook.findings import needs_reason
from twofold.codebook.model import Field, FieldType
from twofold.reconcile.arbitration import shown_order, third_code
from twofold.reconcile.desk import Desk
from twofold.reconcile.evidence import compared_words, look_once
from twofold.reconcile.matter import Matter
from twofold.reconcile.queue import Item, ItemKind
from twofold.reconcile.telling import Piece, number_hints, pieces, swapped_hints
from twofold.reconcile.wording import answer_words, decision_words, stand_words
from twofold.record.consensus import How
from twofold.record.decision_documents import DecisionDocument
from twofold.record.disagreements import Kind
from twofold.record.liveness import of_kind
from twofold.values.answers import Answer, Chosen, Value, is_answered
from twofold.values.coded import NOTHING, Coded, Place

_NEAR = 2
REASONS = (
    "the paper says so on the page quoted",
    "the other passage is about something else",
    "stated in a table, overlooked in the text",
    "the closest of the options as they are worded",
    "nothing in the paper says more",
)
"""Short reasons to offer; anybody may write their own."""


@dataclass(frozen=True, slots=True)
class Side:
    """One coder's part of an item, under a letter; ``name`` is empty while the reader is blind.

    ``coded`` is what they froze, ``now`` what they say since: the right answer where they owned a slip. ``asked`` says
    whether a rule asked them at all. ``stood`` that they stand by it.
    """

    letter: str
    name: str
    coded: Coded
    now: Coded
    answer: str
    asked: bool
    stood: bool
    mine: bool


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A field next to the item's, with an answer of each side in words."""

    label: str
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OptionLine:
    """An option of a set, and which sides chose it."""

    id: str
    label: str
    chosen: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class TwiceDecided:
    """One of several decisions on one item: its id, to be kept with, and what it says in words."""

    id: str
    words: str


@dataclass(frozen=True, slots=True)
class ItemView:
    """An item with all that is shown of it. Fields that make no sense for it are empty.

    ``said`` are lines on the item as a whole: who proposes an exclusion and why, or what made a decision stale.
    ``decided`` are the live decisions, ``history`` what was said of it before, the newest first.
    """

    item: Item
    field: Field | None
    sides: tuple[Side, ...]
    evidence: str
    neighbours: tuple[Neighbour, ...]
    hints: tuple[str, ...]
    pieces: tuple[Piece, ...]
    options: tuple[OptionLine, ...]
    said: tuple[str, ...]
    settled: str
    decided: tuple[TwiceDecided, ...]
    history: tuple[str, ...]
    third: Coded | None

    @property
    def reasons(self) -> tuple[str, ...]:
        """Short reasons to offer."""
        return REASONS

    def needs_reason(self, answer: Answer) -> bool:
        """Whether the codebook wants a reason with the answer."""
        return self.field is not None and needs_reason(self.field, answer)

    def side(self, letter: str) -> Side | None:
        """The side under that letter."""
        return next((one for one in self.sides if one.letter == letter), None)


def view_of(desk: Desk, item: Item) -> ItemView:
    """What is shown of the item.

    Raises:
        Refused: its study is not open for comparison to this person.
    """
    matter = desk.matter(item.key.study)
    if not item.key.field:
        return _of_study(desk, matter, item)
    place = (item.key.row, item.key.field)
    field = matter.field(place)
    order = shown_order(desk, matter, place)
    sides = tuple(_side(matter, place, who, letter) for letter, who in zip("ABCDEFGHIJ", order, strict=False))
    answering = [one for one in sides if one.asked]
    answers = [one.now.answer for one in answering]
    settled = matter.settled(place)
    same = item.difference is None
    return ItemView(
        item,
        field,
        sides,
        compared_words([one.now for one in answering], same=same),
        _neighbours(matter, place, order),
        _hints(matter, place, field, item, order, answers),
        _pieces(field, answers),
        _options(field, sides),
        tuple(_said(matter, item, place)),
        "" if settled is None else _settled_words(matter, place),
        ()
        if settled is None or matter.blind
        else tuple(TwiceDecided(key, decision_words(field, one)) for key, one in settled.decisions.items()),
        () if matter.blind else _history(matter, place, field),
        third_code(desk, matter, place),
    )


def _side(matter: Matter, place: Place, who: str, letter: str) -> Side:
    settled = matter.settled(place)
    rows = matter.rows_at(place)
    sheet = next(one for one in matter.compared.sheets if one.person == who)
    asked = matter.was_asked(place, who)
    frozen = sheet.sheet.at(place[1], rows[who]) if asked else NOTHING
    now = frozen if settled is None else settled.said.get(who, frozen)
    stand = None if settled is None else settled.stands.get(who)
    if matter.blind:
        # A note is for oneself, and may well name its writer or the other.
        frozen, now = _without_note(frozen), _without_note(now)
    return Side(
        letter,
        "" if matter.blind else who,
        frozen,
        now,
        answer_words(matter.field(place), now.answer) if asked or now.answered else "not asked",
        asked or now.answered,
        stand is not None and not stand[1].slip and asked,
        not matter.blind and who == matter.viewer,
    )


def _without_note(coded: Coded) -> Coded:
    return Coded(coded.answer, coded.evidence, coded.reason, "", coded.confidence)


def _neighbours(matter: Matter, place: Place, order: Sequence[str]) -> tuple[Neighbour, ...]:
    """The fields before and behind it in the form, that somebody answered."""
    fields = [one for one in matter.codebook.fields if one.unit is matter.field(place).unit]
    at = next(number for number, one in enumerate(fields) if one.id == place[1])
    made: list[Neighbour] = []
    for one in (*fields[max(0, at - _NEAR) : at], *fields[at + 1 : at + 1 + _NEAR]):
        answers = [_answer_of(matter, (place[0], one.id), who) for who in order]
        if any(is_answered(each) for each in answers):
            made.append(Neighbour(one.label, tuple(answer_words(one, each) for each in answers)))
    return tuple(made)


def _answer_of(matter: Matter, place: Place, who: str) -> Answer:
    settled = matter.settled(place)
    return NOTHING.answer if settled is None else settled.said.get(who, NOTHING).answer


def _hints(
    matter: Matter, place: Place, field: Field, item: Item, order: Sequence[str], answers: Sequence[Answer]
) -> tuple[str, ...]:
    found: list[str] = []
    if item.difference is Kind.MISSED:
        found.append("one has nothing or “not reported”, the other an answer: was it missed?")
    elif item.difference is Kind.ADJACENT:
        found.append("one step apart")
    if len(answers) == 2 and field.type in (FieldType.INTEGER, FieldType.NUMBER):
        sisters = {
            one.label: [_answer_of(matter, (place[0], one.id), who) for who in order]
            for one in matter.codebook.fields
            if one.unit is field.unit and one.type is field.type and one.id != field.id
        }
        found += [*number_hints(answers[0], answers[1]), *swapped_hints(answers, sisters)]
    return tuple(found)


def _pieces(field: Field, answers: Sequence[Answer]) -> tuple[Piece, ...]:
    if field.type is not FieldType.TEXT or len(answers) != 2:
        return ()
    first, second = answers
    return pieces(first.text, second.text) if isinstance(first, Value) and isinstance(second, Value) else ()


def _options(field: Field, sides: Sequence[Side]) -> tuple[OptionLine, ...]:
    if field.type is not FieldType.MULTI:
        return ()
    chosen = [one.now.answer.options if isinstance(one.now.answer, Chosen) else frozenset[str]() for one in sides]
    named = frozenset[str]().union(*chosen)
    return tuple(
        OptionLine(one.id, one.label, tuple(one.id in each for each in chosen))
        for one in field.options
        if one.id in named
    )


def _said(matter: Matter, item: Item, place: Place) -> Iterable[str]:
    settled = matter.settled(place)
    if settled is None:
        yield "Nobody was asked this as it is asked now."
        return
    if settled.changed:
        yield f"{'To be confirmed' if settled.how is How.STALE else 'Open'}: {settled.changed}."
    rows = matter.rows_at(place)
    if any((who, (row, place[1])) in matter.compared.outdated for who, row in rows.items()):
        yield "A code given before the field got another meaning is left out here; its coder codes it again."
    if item.kind is ItemKind.LOOK_ONCE:
        yield look_once(settled.said.values())
    if item.kind is ItemKind.UNMATCHED_ROW:
        yield "Not all listed this outcome. Match it with another, or keep or drop it."
        if item.mine:
            yield "You did not. If you overlooked it, say so: it is then taken in with both."
    if settled.query is not None and not matter.blind:
        yield f"Asked of the authors: {settled.query[1].question}"
    if settled.query is not None and matter.blind:
        yield "The authors were asked."


def _settled_words(matter: Matter, place: Place) -> str:
    settled = matter.settled(place)
    if settled is None or (not settled.how.settled and settled.how is not How.STALE):
        return ""
    field = matter.field(place)
    reason = f" - {settled.coded.reason}" if settled.coded.reason and settled.how.decided else ""
    return f"{answer_words(field, settled.coded.answer)} ({settled.how.value}){reason}"


def _history(matter: Matter, place: Place, field: Field) -> tuple[str, ...]:
    """What was decided and said of the place, the newest first: by the clocks, and by what names what."""
    rows = {None} if place[0] is None else {place[0], *matter.rows_at(place).values()}
    decisions = {
        key: one
        for key, one in of_kind(DecisionDocument, matter.documents).items()
        if one.field == place[1] and one.row in rows
    }
    told = [(one.at, _generation(decisions, key), key, decision_words(field, one)) for key, one in decisions.items()]
    settled = matter.settled(place)
    stands = {} if settled is None else settled.stands
    told += [(one.at, 0, key, stand_words(field, one)) for key, one in stands.values()]
    return tuple(words for *_, words in sorted(told, reverse=True))


def _generation(decisions: Mapping[str, DecisionDocument], key: str) -> int:
    """How many decisions stand one behind the other before this one."""
    generation, before = 0, [key]
    while before := [old for one in before if one in decisions for old in decisions[one].replaces]:
        generation += 1
    return generation


def _of_study(desk: Desk, matter: Matter, item: Item) -> ItemView:
    other = item.key.other or None
    said: list[str] = []
    decided: list[TwiceDecided] = []
    settled = ""
    for one in matter.proposals:
        if one.other == other:
            planned = desk.review.plan.studies.get(one.other or "")
            name = "" if planned is None else f"{planned.number} {planned.label}"
            what = f"is one study with {name}" if one.other else "is to be excluded"
            said += [f"{each.by} proposes that it {what}: {each.reason}" for each in one.proposed.values()]
            decided += [
                TwiceDecided(key, f"{'granted' if each.granted else 'refused'} by {each.by}. {each.reason}".rstrip())
                for key, each in one.decisions.items()
            ]
            settled = one.outcome.value if one.outcome.settled else ""
    return ItemView(item, None, (), "", (), (), (), (), tuple(said), settled, tuple(decided), (), None)

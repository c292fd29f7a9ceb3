"""Whether a rule's condition holds on a sheet, and which fields are therefore asked.

A field that is not asked counts as unknown, whatever code it may still carry from a time when it was asked:
what rests on it cannot be told, so it neither shows a field nor fires a check. Three values carry that
through ``not`` and the joints (Kleene's strong logic): True, False, and None for *cannot be told*.
"""

from collections.abc import Container, Iterable
from decimal import Decimal, InvalidOperation

from twofold.codebook.model import (
    AboveField,
    AtLeast,
    Codebook,
    Condition,
    FieldIs,
    FieldType,
    Has,
    Joined,
    Not,
    OverRows,
    Unit,
)
from twofold.values.answers import Blank, Chosen, OffScale, Value
from twofold.values.coded import NOTHING, Coded, Place, RowKey, Sheet


def holds(
    condition: Condition,
    codebook: Codebook,
    sheet: Sheet,
    row: RowKey | None = None,
    asked_places: Container[Place] | None = None,
) -> bool:
    """Whether ``condition`` holds on ``sheet``, for a condition of a row field in ``row``.

    A test of a blank answer fails, except for one that wants a state to be absent (``answered = false``); a
    test of a field that is not asked never holds. ``asked_places`` is what ``asked`` gave, where the caller
    has it.
    """
    places = frozenset(asked(codebook, sheet)) if asked_places is None else asked_places
    return _judge(condition, codebook, sheet, row, places) is True


def asked(codebook: Codebook, sheet: Sheet) -> tuple[Place, ...]:
    """The places of the form that are asked, in its order: by section, and a row section row by row."""
    seen: dict[Place, None] = {}
    for section in codebook.sections:
        for row in sheet.rows if section.unit is Unit.ROW else (None,):
            for field in section.fields:
                if field.show_if is None or _judge(field.show_if, codebook, sheet, row, seen):
                    seen[row, field.id] = None
    return tuple(seen)


def may_be_asked(codebook: Codebook, sheet: Sheet) -> frozenset[Place]:
    """The places that are asked, or may yet be: an answer that is not in ``sheet`` is not there yet, and what rests on
    it cannot be told before."""
    seen: set[Place] = set()
    known: set[Place] = set()
    for section in codebook.sections:
        for row in sheet.rows if section.unit is Unit.ROW else (None,):
            for field in section.fields:
                place, rule = (row, field.id), field.show_if
                shown = rule is None or _judge(rule, codebook, sheet, row, known)
                if shown or (rule is not None and shown is None and _rests_on(rule, seen - known)):
                    seen.add(place)
                if shown and place in sheet.codes:
                    known.add(place)
    return frozenset(seen)


def _rests_on(condition: Condition, places: Iterable[Place]) -> bool:
    fields = _fields(condition)
    return any(name in fields for _, name in places)


def _fields(condition: Condition) -> frozenset[str]:
    """The fields whose answers a condition asks for."""
    match condition:
        case FieldIs(field) | AtLeast(field) | Has(field):
            return frozenset({field})
        case AboveField(field, other):
            return frozenset({field, other})
        case Joined(parts):
            return frozenset[str]().union(*map(_fields, parts))
        case Not(part) | OverRows(part):
            return _fields(part)


def _judge(
    condition: Condition, codebook: Codebook, sheet: Sheet, row: RowKey | None, places: Container[Place]
) -> bool | None:
    match condition:
        case FieldIs(field, values):
            coded = _coded(field, codebook, sheet, row, places)
            return None if coded is None else _is_among(coded, values)
        case AtLeast(field, option):
            coded = _coded(field, codebook, sheet, row, places)
            return None if coded is None else _at_least(coded, codebook, field, option)
        case AboveField(field, other):
            one = _coded(field, codebook, sheet, row, places)
            two = _coded(other, codebook, sheet, row, places)
            return None if one is None or two is None else _above(one, two)
        case Has(field, what, wanted):
            coded = _coded(field, codebook, sheet, row, places)
            return None if coded is None else _has(coded, what) is wanted
        case Joined(parts, need):
            return _enough([_judge(part, codebook, sheet, row, places) for part in parts], need)
        case Not(part):
            inner = _judge(part, codebook, sheet, row, places)
            return None if inner is None else not inner
        case OverRows(part, every):
            if not sheet.rows:
                return False
            found = [_judge(part, codebook, sheet, one, places) for one in sheet.rows]
            return _enough(found, len(found) if every else 1)


def _coded(field: str, codebook: Codebook, sheet: Sheet, row: RowKey | None, places: Container[Place]) -> Coded | None:
    place = (row if codebook.by_id[field].unit is Unit.ROW else None, field)
    return sheet.codes.get(place, NOTHING) if place in places else None


def _enough(found: list[bool | None], need: int) -> bool | None:
    certain = found.count(True)
    if certain >= need:
        return True
    return None if certain + found.count(None) >= need else False


def _is_among(coded: Coded, values: tuple[str, ...]) -> bool:
    match coded.answer:
        case Value(text):
            return text in values
        case Chosen(options):
            return not options.isdisjoint(values)
        case _:
            return False


def _at_least(coded: Coded, codebook: Codebook, field: str, option: str) -> bool:
    if not isinstance(coded.answer, Value):
        return False
    if codebook.by_id[field].type is FieldType.ORDINAL:
        ranks = codebook.ranks[field]
        return ranks.get(coded.answer.text, -1) >= ranks[option]
    number = _number(coded)
    return number is not None and number >= Decimal(option)


def _above(one: Coded, two: Coded) -> bool:
    first, second = _number(one), _number(two)
    return first is not None and second is not None and first > second


def _number(coded: Coded) -> Decimal | None:
    if not isinstance(coded.answer, Value):
        return None
    try:
        number = Decimal(coded.answer.text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _has(coded: Coded, what: str) -> bool:
    if isinstance(coded.answer, Blank):
        return False
    if what == "off_scale":
        return isinstance(coded.answer, OffScale)
    if what == "has_quote":
        return bool(coded.evidence.quote)
    if what == "has_note":
        return bool(coded.note)
    return True

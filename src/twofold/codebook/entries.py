"""Answers typed by hand, and whether a stored answer is possible for a field."""

import re
from decimal import Decimal

from twofold.codebook.dates import date_is_before, is_date
from twofold.codebook.model import Field, FieldType, Option
from twofold.codebook.numerals import MOST_DIGITS
from twofold.values.answers import BLANK, Answer, Blank, Chosen, OffScale, Value
from twofold.values.plaintext import normal

_INTEGER = re.compile(r"-?\d+", re.ASCII)
_NUMBER = re.compile(r"-?(\d+(\.\d+)?|\.\d+)", re.ASCII)
_GROUPED = re.compile(r"(-?\d{1,3})((?:[,.' \u00a0\u2019\u2009\u202f]\d{3})+)", re.ASCII)
_COMMA = re.compile(r"(-?\d+),(\d+)", re.ASCII)
_MINUS = str.maketrans(dict.fromkeys("\u2010\u2011\u2013\u2212\ufe63\uff0d", "-"))


class BadEntry(ValueError):
    """Typed text that is no answer to its field; the message is a sentence that says how to write it."""


def typed_answer(field: Field, text: str) -> Answer:
    """What was typed into a number, date or text field, as an answer; nothing but blanks is a blank.

    An integer loses leading zeros; a number keeps its decimals as typed, because a paper that prints 1.50
    claims more than one that prints 1.5. Text is kept in NFC.

    Raises:
        BadEntry: the text is no answer to this field, and the message says how to write one.
    """
    stripped = normal(text).strip()
    if not stripped:
        return BLANK
    match field.type:
        case FieldType.TEXT:
            return Value(stripped)
        case FieldType.DATE:
            return Value(_date(field, stripped.translate(_MINUS)))
        case FieldType.INTEGER | FieldType.NUMBER:
            ticked = _ticked(field.tick, stripped)
            return Value(ticked or _number(field, stripped.translate(_MINUS)))
        case _:
            raise BadEntry("This field is answered by choosing an option, not by typing.")


def _ticked(tick: Option | None, text: str) -> str:
    wanted = text.casefold()
    if tick is None or not (tick.label.casefold().startswith(wanted) or tick.id == wanted):
        return ""
    return tick.id


def _number(field: Field, text: str) -> str:
    whole = field.type is FieldType.INTEGER
    plain = text[1:] if re.match(r"\+[\d.]", text) else text
    if not (_INTEGER if whole else _NUMBER).fullmatch(plain) or len(plain) > MOST_DIGITS:
        raise BadEntry(_how_to_write(field, plain, whole))
    written = _tidied(plain)
    problem = _out_of_range(field, written)
    if problem:
        raise BadEntry(problem)
    return written


def _tidied(plain: str) -> str:
    sign, digits = ("-", plain[1:]) if plain.startswith("-") else ("", plain)
    before, point, after = digits.partition(".")
    written = (before.lstrip("0") or "0") + point + after
    return written if not written.strip("0.") else sign + written


def _how_to_write(field: Field, text: str, whole: bool) -> str:
    if len(text) > MOST_DIGITS:
        return f"A number has at most {MOST_DIGITS} digits."
    grouped = _GROUPED.fullmatch(text)
    comma = _COMMA.fullmatch(text)
    plain = re.sub(r"[^\d-]", "", text)
    if grouped and whole:
        return f"Write the number without a thousands separator: {plain}."
    if grouped and comma:
        point = text.replace(",", ".")
        return f"Write {plain} if the comma parts thousands, or {point} if it begins the decimals."
    if grouped:
        return f"Write the number without a thousands separator: {plain}."
    if comma and not whole:
        return f"Write decimals with a point: {text.replace(',', '.')}."
    if whole and (_NUMBER.fullmatch(text) or comma):
        return "Write a whole number, without decimals."
    kind = (
        "a whole number, such as 120"
        if whole
        else "a number, such as 12.5, with a point for decimals and nothing between thousands"
    )
    extra = f", or the words “{field.tick.label}”" if field.tick else ""
    return f"Write {kind}{extra}; what else there is to say goes into the note (n)."


def _date(field: Field, text: str) -> str:
    if not is_date(text):
        raise BadEntry("Write a date as year-month-day, year-month or year: 2024-05-31, 2024-05 or 2024.")
    problem = _out_of_range(field, text)
    if problem:
        raise BadEntry(problem)
    return text


def _out_of_range(field: Field, text: str) -> str:
    below, above = _is_below(field, text, field.minimum), _is_below(field, field.maximum, text)
    if not below and not above:
        return ""
    if field.minimum and field.maximum:
        return f"Write a {_kind(field)} from {field.minimum} to {field.maximum}."
    if below:
        return f"Write a {_kind(field)} that is not below {field.minimum}."
    return f"Write a {_kind(field)} that is not above {field.maximum}."


def _kind(field: Field) -> str:
    return "date" if field.type is FieldType.DATE else "number"


def _is_below(field: Field, one: str, other: str) -> bool:
    if not one or not other:
        return False
    if field.type is FieldType.DATE:
        return date_is_before(one, other)
    return Decimal(one) < Decimal(other)


def why_impossible(field: Field, answer: Answer) -> str:
    """A sentence that says why ``answer`` cannot stand in ``field``, or nothing where it can.

    It happens to answers from another version of the codebook, or from another hand than Twofold's.
    """
    match answer:
        case Blank() | OffScale():
            return ""
        case Chosen(options):
            if field.type is not FieldType.MULTI:
                return "The answer is a set of options, and this field takes one answer."
            strange = options.difference(option.id for option in field.options)
            return "One of the chosen options is not in the codebook." if strange else ""
        case Value(text):
            return _why_value_is_impossible(field, text)


def _why_value_is_impossible(field: Field, text: str) -> str:
    match field.type:
        case FieldType.MULTI:
            return "The answer is a single value, and this field takes a set of options."
        case FieldType.NOMINAL | FieldType.ORDINAL:
            return "" if field.option(text) else "The answer is an option that is not in the codebook."
        case FieldType.DATE:
            return "" if is_date(text) else "The answer is not a date."
        case FieldType.TEXT:
            return ""
        case FieldType.INTEGER | FieldType.NUMBER:
            if field.tick is not None and text == field.tick.id:
                return ""
            pattern = _INTEGER if field.type is FieldType.INTEGER else _NUMBER
            good = pattern.fullmatch(text) and len(text) <= MOST_DIGITS
            return "" if good else f"The answer is not a {'whole ' if pattern is _INTEGER else ''}number."


def out_of_range(field: Field, answer: Answer) -> str:
    """A sentence that says how a possible number or date lies outside its bounds, or nothing."""
    if not isinstance(answer, Value) or not fits(field, answer):
        return ""
    if field.tick is not None and answer.text == field.tick.id:
        return ""
    return _out_of_range(field, answer.text)


def fits(field: Field, answer: Answer) -> bool:
    """Whether ``answer`` is possible for ``field``: of the right kind, with options it has. Bounds apart."""
    return not why_impossible(field, answer)

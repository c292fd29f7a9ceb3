"""Conditions of survey forms, read into the tables in which a codebook states them, and written from conditions.

XLSForm says ``${design} = 'rct' and selected(${who}, 'carers')``, REDCap ``[design] = 'rct' and [who(carers)] = '1'``.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

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
)

Table = Mapping[str, object]

_TOKENS = re.compile(
    r"\s*(?:(?P<field>\$\{[^}]+\}|\[[^\]]+\])|(?P<text>'[^']*'|\"[^\"]*\")|(?P<number>-?\d+(?:\.\d+)?)"
    r"|(?P<sign><>|!=|>=|<=|[=<>(),])|(?P<word>[A-Za-z][A-Za-z_-]*))"
)
_DEEPEST = 40


class NotTranslated(Exception):
    """A condition that has no equal here; the message says which part."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What is known of the fields that a condition may name: our id of a field, and of an option by its code there.

    ``ordered`` are the options of a field from low to high, where they have an order or are codes that are numbers.
    """

    field: Callable[[str], str]
    option: Callable[[str, str], str]
    ordered: Callable[[str], Sequence[str]]


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str


def read_expression(text: str, answers: Answers) -> Table:
    """The condition as a table of TOML.

    Raises:
        NotTranslated: it uses what a codebook cannot say.
    """
    tokens: list[_Token] = []
    at = 0
    while at < len(text.rstrip()):
        found = _TOKENS.match(text, at)
        if found is None:
            raise NotTranslated(f"`{text[at : at + 20].strip()}` is not understood")
        kind = str(found.lastgroup)
        tokens.append(_Token(kind, found[kind]))
        at = found.end()
    parser = _Parser(tokens, answers)
    table = parser.either(0)
    if parser.left:
        raise NotTranslated(f"`{parser.left[0].text}` stands where the condition should end")
    return table


class _Parser:
    def __init__(self, tokens: Sequence[_Token], answers: Answers) -> None:
        self.left = list(tokens)
        self.answers = answers

    def either(self, depth: int) -> Table:
        return self._joined("or", "any", self.both, depth)

    def both(self, depth: int) -> Table:
        return self._joined("and", "all", self.one, depth)

    def _joined(self, word: str, key: str, part: Callable[[int], Table], depth: int) -> Table:
        if depth > _DEEPEST:
            raise NotTranslated("its brackets are nested too deep")
        parts = [part(depth + 1)]
        while self.left and self.left[0].text.casefold() == word:
            self.left.pop(0)
            parts.append(part(depth + 1))
        return parts[0] if len(parts) == 1 else {key: parts}

    def one(self, depth: int) -> Table:
        token = self._next()
        if token.text == "(":
            inner = self.either(depth + 1)
            self._take(")")
            return inner
        if token.kind == "word" and token.text.casefold() == "not":
            self._take("(")
            inner = self.either(depth + 1)
            self._take(")")
            return {"not": inner}
        if token.kind == "word" and token.text.casefold() == "selected":
            self._take("(")
            field = self._field(self._next())
            self._take(",")
            value = self._value(self._next())
            self._take(")")
            return {"field": self.answers.field(field), "is": self.answers.option(field, value)}
        if token.kind != "field":
            raise NotTranslated(f"`{token.text}` is not understood")
        return self._compared(token)

    def _compared(self, token: _Token) -> Table:
        named = token.text.strip("${}[]")
        chosen = re.fullmatch(r"([^()]+)\(([^()]+)\)", named)
        sign = self._next().text
        other = self._next()
        if chosen is not None:
            # A box of a REDCap checkbox: it is ticked or it is not.
            field, code = chosen[1].strip(), chosen[2].strip()
            value = self._value(other)
            ticked = (sign == "=") == (value == "1")
            if sign not in ("=", "!=", "<>") or value not in ("0", "1"):
                raise NotTranslated(f"`{token.text} {sign} {other.text}` is not understood")
            table: Table = {"field": self.answers.field(field), "is": self.answers.option(field, code)}
            return table if ticked else {"not": table}
        field = self._field(token)
        if other.kind == "field":
            if sign == ">":
                return {"field": self.answers.field(field), "above_field": self.answers.field(self._field(other))}
            raise NotTranslated(f"two fields can be compared by > alone, not by {sign}")
        value = self._value(other)
        if value == "" and sign in ("=", "!=", "<>"):
            return {"field": self.answers.field(field), "answered": sign != "="}
        return self._against(field, sign, value)

    def _against(self, field: str, sign: str, value: str) -> Table:
        name = self.answers.field(field)
        if sign in ("=", "!=", "<>"):
            table: Table = {"field": name, "is": self.answers.option(field, value)}
            return table if sign == "=" else {"not": table}
        order = list(self.answers.ordered(field))
        if order:
            option = self.answers.option(field, value)
            if option not in order:
                raise NotTranslated(f"`{value}` has no place in the order of `{name}`")
            at = order.index(option) + (1 if sign in (">", "<=") else 0)
            if at >= len(order):
                raise NotTranslated(f"nothing of `{name}` lies beyond `{value}`")
            reached: Table = {"field": name, "in": order[at:]}
        elif sign in (">=", "<"):
            reached = {"field": name, "at_least": _number(value)}
        else:
            raise NotTranslated(f"a number can be compared by >= or <, not by {sign}")
        return reached if sign in (">", ">=") else {"not": reached}

    def _field(self, token: _Token) -> str:
        if token.kind != "field":
            raise NotTranslated(f"`{token.text}` is no field")
        return token.text.strip("${}[]").strip()

    def _value(self, token: _Token) -> str:
        if token.kind not in ("text", "number"):
            raise NotTranslated(f"`{token.text}` is no value")
        return token.text.strip("'\"") if token.kind == "text" else token.text

    def _next(self) -> _Token:
        if not self.left:
            raise NotTranslated("it ends too early")
        return self.left.pop(0)

    def _take(self, sign: str) -> None:
        token = self._next()
        if token.text != sign:
            raise NotTranslated(f"`{token.text}` stands where `{sign}` should")


def _number(value: str) -> object:
    from decimal import Decimal, InvalidOperation

    try:
        number = Decimal(value)
    except InvalidOperation as error:
        raise NotTranslated(f"`{value}` is no number") from error
    return int(number) if number == number.to_integral_value() else number


def xlsform_expression(book: Codebook, condition: Condition) -> str:
    """The condition as XLSForm states it.

    Raises:
        NotTranslated: it rests on outcome rows, quotes, notes or off-scale answers, or counts its parts.
    """
    return _spelled(book, condition, "${{{}}}", "selected(${{{0}}}, '{1}')")


def redcap_expression(book: Codebook, condition: Condition) -> str:
    """The condition as REDCap's branching logic states it.

    Raises:
        NotTranslated: as for ``xlsform_expression``.
    """
    return _spelled(book, condition, "[{}]", "[{0}({1})] = '1'")


def _spelled(book: Codebook, condition: Condition, named: str, chosen: str) -> str:
    match condition:
        case FieldIs(field, values):
            multi = book.by_id[field].type is FieldType.MULTI
            parts = [chosen.format(field, one) if multi else f"{named.format(field)} = '{one}'" for one in values]
            return parts[0] if len(parts) == 1 else f"({' or '.join(parts)})"
        case AtLeast(field, option):
            ranks = book.ranks.get(field)
            if ranks is None:
                return f"{named.format(field)} >= {option}"
            parts = [f"{named.format(field)} = '{one}'" for one, rank in ranks.items() if rank >= ranks[option]]
            return parts[0] if len(parts) == 1 else f"({' or '.join(parts)})"
        case AboveField(field, other):
            return f"{named.format(field)} > {named.format(other)}"
        case Has(field, "answered", wanted) if book.by_id[field].type is not FieldType.MULTI:
            return f"{named.format(field)} {'!=' if wanted else '='} ''"
        case Joined(parts_of, need) if need in (1, len(parts_of)):
            word = " and " if need == len(parts_of) else " or "
            return f"({word.join(_spelled(book, part, named, chosen) for part in parts_of)})"
        case Not(part) if named.startswith("$"):
            return f"not({_spelled(book, part, named, chosen)})"
        case _:
            raise NotTranslated("it rests on what that form cannot say")

"""What becomes of answers when the codebook changes: they mean the same, are mapped, or have to be given anew.

Nothing is rewritten. An answer is carried over from the version it was given under to the one in force, step by step
along the publications between them, each time it is asked for.
"""

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from types import MappingProxyType

from twofold.codebook.changes import changes
from twofold.codebook.dates import date_is_before
from twofold.codebook.model import Codebook, Field, FieldType
from twofold.values.answers import Answer, Blank, Chosen, OffScale, Value


class Carry(StrEnum):
    """How the answers to a changed field go on."""

    WORDING = "wording"
    MAPPED = "mapped"
    MEANING = "meaning"

    @property
    def words(self) -> str:
        """What is said of it when a codebook is published."""
        return _WORDS[self]


_WORDS = {
    Carry.WORDING: "wording only: earlier answers mean what they meant",
    Carry.MAPPED: "mapped: each earlier option is the new one named",
    Carry.MEANING: "meaning changed: earlier answers stay in the record, and the field is coded again",
}


@dataclass(frozen=True, slots=True)
class Rule:
    """What was said of one changed field at a publication. ``options`` gives the new option of each mapped old one."""

    field: str
    carry: Carry
    options: Mapping[str, str] = dataclasses.field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Step:
    """A publication as a step: the codebook before it, the one it published, and its rules by field.

    ``asking`` are the fields whose earlier answers it may have given another meaning.
    """

    before: Codebook
    after: Codebook
    rules: Mapping[str, Rule]
    asking: frozenset[str]

    def carries(self, field_id: str) -> Carry | None:
        """What was said of the field, or follows where nothing was said; ``None`` where it has not changed.

        A field that is new is asked only from now on unless the rule says that it is to be coded everywhere.
        """
        rule = self.rules.get(field_id)
        if rule is not None:
            return rule.carry
        if field_id not in self.before.by_id:
            return None
        if field_id not in self.after.by_id:
            return Carry.MEANING
        return Carry.MEANING if field_id in self.asking else None

    def answer(self, field_id: str, given: Answer) -> Answer | None:
        """The answer as it stands after this step; ``None`` where it no longer answers what is asked."""
        carry = self.carries(field_id)
        if isinstance(given, Blank) or carry is None:
            return given
        if carry is Carry.MEANING:
            return None
        rule = self.rules.get(field_id)
        options = {} if rule is None else rule.options
        now = self.after.by_id[field_id]
        match given:
            case Value(text):
                mapped: Answer = Value(options.get(text, text))
            case Chosen(chosen):
                mapped = Chosen(frozenset(options.get(one, one) for one in chosen))
            case _:
                mapped = given
        return mapped if fits(now, mapped) else None


def step(before: Codebook, after: Codebook, rules: Mapping[str, Rule]) -> Step:
    """The step from one published codebook to the next."""
    return Step(before, after, rules, frozenset(one.field for one in changes(before, after) if one.asks))


def fits(asked: Field, answer: Answer) -> bool:
    """Whether the field can be answered so: an option that it has, a number or date in its bounds."""
    match answer:
        case Blank() | OffScale():
            return True
        case Chosen(chosen):
            return asked.type is FieldType.MULTI and all(asked.option(one) is not None for one in chosen)
        case Value(text):
            if asked.type is FieldType.MULTI:
                return False
            if asked.type.has_options:
                return asked.option(text) is not None
            if asked.tick is not None and text == asked.tick.id:
                return True
            if asked.type in (FieldType.INTEGER, FieldType.NUMBER):
                return _in_bounds(asked, text)
            if asked.type is FieldType.DATE:
                low = not asked.minimum or not date_is_before(text, asked.minimum)
                return low and not (asked.maximum and date_is_before(asked.maximum, text))
            return True


def _in_bounds(asked: Field, text: str) -> bool:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return False
    whole = asked.type is not FieldType.INTEGER or number == number.to_integral_value()
    low = not asked.minimum or number >= Decimal(asked.minimum)
    return whole and low and (not asked.maximum or number <= Decimal(asked.maximum))


@dataclass(frozen=True, slots=True)
class Way:
    """The ways from the version that an answer was given under to the one in force, each of some steps.

    There is one, without any step, where the two are the same version, and more than one where leads published unknown
    to each other and somebody joined that again: an answer then goes on only if it stands the same on all of them.
    ``known`` is false where this copy does not have that version, or cannot read it: nothing given under it can be
    carried over until it is here.
    """

    paths: Sequence[Sequence[Step]] = ((),)
    known: bool = True

    @property
    def steps(self) -> tuple[Step, ...]:
        """Every step of every way."""
        return tuple(step for path in self.paths for step in path)

    def answer(self, field_id: str, given: Answer) -> Answer | None:
        """The answer as it stands now; ``None`` where it does not answer what is asked now."""
        if not self.known:
            return None
        first, *others = (_along(path, field_id, given) for path in self.paths)
        return first if all(one == first for one in others) else None

    def asks_again(self, field_id: str) -> bool:
        """Whether some step gave the field another meaning, so that whoever was asked it is asked again."""
        return not self.known or any(step.carries(field_id) is Carry.MEANING for step in self.steps)


def _along(path: Sequence[Step], field_id: str, given: Answer) -> Answer | None:
    now: Answer | None = given
    for one in path:
        if now is None:
            return None
        now = one.answer(field_id, now)
    return now


HERE = Way()
"""The way of an answer given under the version in force."""

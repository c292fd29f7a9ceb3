"""A rule's condition in words, as a handbook for coders prints it.

What it gives is the part of a sentence that stands after *if*. A field is named by its question, an option by its
label, so that a coder who never saw `codebook.toml` understands it.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from twofold.codebook.model import (
    AboveField,
    AtLeast,
    Codebook,
    Condition,
    Field,
    FieldIs,
    FieldType,
    Has,
    Joined,
    Not,
    OverRows,
)

_HAS = {
    ("answered", True): "has an answer",
    ("answered", False): "is blank",
    ("off_scale", True): "is not reported, unclear or not applicable",
    ("off_scale", False): "is blank or has an answer on its scale",
    ("has_quote", True): "has a quote",
    ("has_quote", False): "has no quote",
    ("has_note", True): "has a note",
    ("has_note", False): "has no note",
}


def question(field: Field) -> str:
    """A field as rules name it: its question in quotation marks."""
    return f"“{field.label}”"


def rule_words(condition: Condition, codebook: Codebook, name: Callable[[Field], str] = question) -> str:
    """``condition`` as the part of a sentence after *if*, without a full stop. ``name`` names a field."""
    told = partial(rule_words, codebook=codebook, name=name)
    match condition:
        case FieldIs(field, values):
            one = codebook.by_id[field]
            return f"{name(one)} {_is(one, values)}"
        case AtLeast(field, option):
            one = codebook.by_id[field]
            if one.type is FieldType.ORDINAL:
                return f"{name(one)} is {_label(one, option)}{_and_above(codebook, one, option)}"
            return f"{name(one)} is {option} or more"
        case AboveField(field, other):
            return f"the number of {name(codebook.by_id[field])} is above that of {name(codebook.by_id[other])}"
        case Has(field, what, wanted):
            return f"{name(codebook.by_id[field])} {_HAS[what, wanted]}"
        case Joined(parts, need):
            return _joined([told(part) for part in parts], need)
        case Not(part):
            return _denied(part, codebook, name)
        case OverRows(part, every):
            return f"in {'every outcome row' if every else 'at least one outcome row'} {told(part)}"


def _is(field: Field, values: Sequence[str]) -> str:
    chosen = _listed([_label(field, one) for one in values])
    return f"includes {chosen}" if field.type is FieldType.MULTI else f"is {chosen}"


def _denied(part: Condition, codebook: Codebook, name: Callable[[Field], str]) -> str:
    """That a condition does not hold, said without a double turn wherever that can be."""
    told = partial(rule_words, codebook=codebook, name=name)
    match part:
        case FieldIs(field, values):
            one = codebook.by_id[field]
            chosen = _listed([_label(one, value) for value in values])
            verb = "does not include" if one.type is FieldType.MULTI else "is not"
            return f"{name(one)} {verb} {chosen}"
        case Has(field, what, wanted):
            return told(Has(field, what, not wanted))
        case Not(inner):
            return told(inner)
        case Joined(parts, 1):
            return f"none of these holds: {_itemised(told(one) for one in parts)}"
        case Joined(parts, need):
            return f"fewer than {need} of these hold: {_itemised(told(one) for one in parts)}"
        case _:
            return f"it does not hold that {told(part)}"


def _joined(parts: Sequence[str], need: int) -> str:
    if len(parts) == 1:
        return parts[0]
    if need == len(parts):
        return ", and ".join(_set_off(parts))
    if need == 1:
        return ", or ".join(_set_off(parts))
    return f"at least {need} of these hold: {_itemised(parts)}"


def _itemised(parts: Iterable[str]) -> str:
    return "; ".join(f"({number}) {part}" for number, part in enumerate(parts, 1))


def _set_off(parts: Sequence[str]) -> list[str]:
    """The parts, those in brackets that are made of parts themselves."""
    return [f"[{one}]" if ", and " in one or ", or " in one or ": (1)" in one else one for one in parts]


def _and_above(codebook: Codebook, field: Field, option: str) -> str:
    ranks = codebook.ranks[field.id]
    return " or a step above it" if ranks.get(option, 0) < len(ranks) - 1 else ""


def _label(field: Field, option_id: str) -> str:
    if field.tick is not None and field.tick.id == option_id:
        return f"‘{field.tick.label}’"
    option = field.option(option_id)
    return f"‘{option_id if option is None else option.label}’"


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"

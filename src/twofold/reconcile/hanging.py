"""Which fields hang on which: a field that a rule asks hangs on the answers that the rule looks at."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from twofold.codebook.model import AboveField, Codebook, Condition, Joined, Not, OverRows


@dataclass(frozen=True, slots=True)
class Hanging:
    """Of each field, the fields ``above`` that its being asked rests on, at any remove, and how many hang ``below``
    it. ``order`` is each field's place in the form."""

    above: Mapping[str, frozenset[str]]
    below: Mapping[str, int]
    order: Mapping[str, int]


def hanging(codebook: Codebook) -> Hanging:
    """Which fields of the codebook hang on which. What names an outcome row carries all that is asked of the row."""
    above: dict[str, frozenset[str]] = {}
    for one in codebook.fields:
        # A rule looks at fields that stand before it, so those are known already.
        direct = frozenset() if one.show_if is None else frozenset(_looked_at(one.show_if))
        above[one.id] = direct.union(*(above.get(each, frozenset()) for each in direct))
    below = {one.id: sum(one.id in each for each in above.values()) for one in codebook.fields}
    if codebook.row_name:
        below[codebook.row_name] += len(codebook.row_fields) - 1
    return Hanging(above, below, {one.id: number for number, one in enumerate(codebook.fields)})


def _looked_at(condition: Condition) -> Iterator[str]:
    match condition:
        case Joined(parts):
            for one in parts:
                yield from _looked_at(one)
        case Not(part) | OverRows(part):
            yield from _looked_at(part)
        case AboveField(field, other):
            yield from (field, other)
        case _:
            yield condition.field

"""Edits of a codebook's text that leave everything else in it as it was: comments, order, layout.

What is edited is named by its path in the parsed TOML, such as ``("section", 2, "field", 0, "label")``, so that a text
can be edited as well while it has mistakes. Every edit is read back before it is given: where it would say anything
but what was meant, it is refused.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from twofold.codebook.arrays import array_with, array_without, reordered
from twofold.codebook.problems import Path
from twofold.codebook.spans import Block, Spans, Unfollowed, spans_of
from twofold.codebook.writing import text as quoted


@dataclass(frozen=True, slots=True)
class Raw:
    """A value as TOML, for what a person wrote so."""

    text: str


Toml: TypeAlias = str | bool | int | Raw | Sequence["Toml"] | Mapping[str, "Toml"]


class CannotEdit(ValueError):
    """An edit that was not made; the message says why and what to do. The text is as it was."""


_ORDER = (
    *("id", "value", "field", "title", "label", "version", "row_name", "section", "overall", "rule", "unit", "type"),
    *("required", "primary", "reason", "reconcile", "evidence", "level", "say", "help", "counts", "not", "off_axis"),
    *("min", "max", "tick", "when", "show_if", "options", "levels"),
)
"""Where a new key goes among those that are there."""


@lru_cache(maxsize=8)
def tables_of(text: str) -> Mapping[str, object]:
    """What the text says, not to be changed.

    Raises:
        CannotEdit: it is no TOML.
    """
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise CannotEdit(f"This is not TOML ({error}). Mend it in an editor first; nothing was changed.") from error


def found(text: str, path: Path) -> object:
    """What stands at a path, ``None`` where nothing does.

    Raises:
        CannotEdit: the text is no TOML.
    """
    return _at(tables_of(text), path)


def written_value(text: str, path: Path) -> str:
    """A value as it stands in the text, on one line; empty where there is none."""
    pair = _spans(text).pairs.get(path)
    return "" if pair is None else " ".join(text[pair.value : pair.end].split())


def with_value(text: str, path: Path, value: Toml | None) -> str:
    """The text with this value at ``path``, or without that key.

    Raises:
        CannotEdit: the table is not there, or the text is laid out so that it cannot be edited in place.
    """
    *table, key = path
    before = tables_of(text)
    if table[:1] == ["synthesis"] and _at(before, tuple(table)) is None:
        if value is None:
            return text
        made = f"{_whole(text)}\n[{'.'.join(map(str, table))}]\n{key} = {_toml(value)}\n"
        return _checked(made, _changed(before, tuple(table), str(key), value))
    if not isinstance(_at(before, tuple(table)), Mapping) or not isinstance(key, str):
        raise CannotEdit("What was to be changed is not there any more. Nothing was changed.")
    if value is not None and _at(before, path) == _plain(value) and type(_at(before, path)) is type(_plain(value)):
        return text
    made = _cleared(text, path) if value is None or path not in _spans(text).pairs else text
    if value is not None:
        made = _put(made, path, key, _toml(value))
    return _checked(made, _changed(before, tuple(table), key, value))


def added(text: str, path: Path, values: Mapping[str, Toml]) -> str:
    """The text with a new table at ``path``, which ends in its place among its like; those after it move on.

    Raises:
        CannotEdit: as for ``with_value``.
    """
    *listing, place = path
    there = _listed(text, tuple(listing))
    expected = _changed_list(text, tuple(listing), [*there[: int(place)], _plain(values), *there[int(place) :]])
    if tuple(listing) in _spans(text).items:
        return _checked(array_with(text, tuple(listing), int(place), _toml(values)), expected)
    return _checked(_pasted(text, tuple(listing), int(place), _block(text, tuple(listing), values)), expected)


def removed(text: str, path: Path) -> str:
    """The text without the table at ``path`` and the comment right above it.

    Raises:
        CannotEdit: as for ``with_value``.
    """
    *listing, place = path
    there = _listed(text, tuple(listing))
    expected = _changed_list(text, tuple(listing), [one for at, one in enumerate(there) if at != place])
    if tuple(listing) in _spans(text).items:
        return _checked(array_without(text, tuple(listing), int(place)), expected)
    begins, end = _chunk(text, path)
    if len(there) == 1:
        _changed(tables_of(text), tuple(listing[:-1]), str(listing[-1]), None)
    return _checked(text[:begins] + text[end:], expected)


def moved(text: str, path: Path, to: Path) -> str:
    """The text with the table at ``path``, and the comment right above it, moved to ``to``: a place in the same list,
    or in the list of another table.

    Raises:
        CannotEdit: as for ``with_value``.
    """
    listing, place, target, at = path[:-1], int(path[-1]), to[:-1], int(to[-1])
    there = _listed(text, listing)
    moving = there[place]
    if listing == target:
        rest = [one for number, one in enumerate(there) if number != place]
        expected = _changed_list(text, listing, [*rest[:at], moving, *rest[at:]])
        order = [number for number in range(len(there)) if number != place]
        order.insert(at, place)
        if listing in _spans(text).items:
            return _checked(reordered(text, listing, order), expected)
        chunks = [_chunk(text, (*listing, number)) for number in range(len(there))]
        return _checked(_permuted(text, chunks, order), expected)
    if listing in _spans(text).items or target in _spans(text).items:
        raise CannotEdit("It stands in a list between brackets and cannot be moved out of it here. Use an editor.")
    begins, end = _chunk(text, path)
    beyond = _listed(text, target)
    taken = _changed_list(text, listing, [one for number, one in enumerate(there) if number != place])
    expected = _changed_in(taken, target, [*beyond[:at], moving, *beyond[at:]])
    chunk = text[begins:end]
    return _checked(_pasted(text[:begins] + text[end:], target, at, chunk), expected)


def duplicated(text: str, path: Path, changes: Mapping[str, str]) -> str:
    """The text with a copy of the table at ``path`` right behind it, in which ``changes`` hold, such as another id.

    Raises:
        CannotEdit: as for ``with_value``.
    """
    listing, place = path[:-1], int(path[-1])
    there = _listed(text, listing)
    expected = _changed_list(text, listing, [*there[: place + 1], there[place], *there[place + 1 :]])
    spans = _spans(text)
    if listing in spans.items:
        start, end = spans.items[listing][place]
        made = array_with(text, listing, place + 1, text[start:end])
    else:
        begins, end = _chunk(text, path)
        header = next(spans.below(path)).header
        line = text.rfind("\n", 0, header) + 1
        gap = "\n" if begins < line and not text[begins:line].split("\n", 1)[0].strip() else ""
        made = _whole(text[:end]) + gap + _whole(text[line:end]) + text[end:]
    made = _checked(made, expected)
    for key, value in changes.items():
        made = with_value(made, (*listing, place + 1, key), value)
    return made


def _spans(text: str) -> Spans:
    tables_of(text)
    try:
        return spans_of(text)
    except Unfollowed as error:
        raise CannotEdit("This text is laid out so that it can be changed in an editor only.") from error


def _at(tables: object, path: Path) -> object:
    here = tables
    for part in path:
        if isinstance(here, Mapping):
            here = here.get(str(part))
        elif isinstance(here, list) and isinstance(part, int) and 0 <= part < len(here):
            here = here[part]
        else:
            return None
    return here


def _listed(text: str, listing: Path) -> list[object]:
    there = found(text, listing)
    return there if isinstance(there, list) else []


def _plain(value: Toml) -> object:
    match value:
        case Raw(text):
            return tables_of(f"value = {text}\n")["value"]
        case str() | bool() | int():
            return value
        case Mapping():
            return {key: _plain(one) for key, one in value.items()}
        case _:
            return [_plain(one) for one in value]


def _toml(value: Toml) -> str:
    match value:
        case Raw(text):
            return text
        case bool():
            return str(value).lower()
        case str():
            return quoted(value)
        case int():
            return str(value)
        case Mapping():
            return f"{{ {', '.join(f'{key} = {_toml(one)}' for key, one in value.items())} }}"
        case _:
            return f"[{', '.join(map(_toml, value))}]"


def _changed(tables: object, table: Path, key: str, value: Toml | None) -> object:
    """The tables with another value there, copied only along the way to it."""
    here = _at(tables, table)
    kept = {name: one for name, one in here.items() if name != key} if isinstance(here, Mapping) else {}
    return _changed_in(tables, table, kept if value is None else {**kept, key: _plain(value)})


def _changed_list(text: str, listing: Path, now: list[object]) -> object:
    tables = tables_of(text)
    if not now:
        return _changed(tables, listing[:-1], str(listing[-1]), None)
    return _changed_in(tables, listing, now)


def _changed_in(tables: object, path: Path, now: object) -> object:
    if not path:
        return now
    first, rest = path[0], path[1:]
    if isinstance(tables, list) and isinstance(first, int):
        return [_changed_in(one, rest, now) if at == first else one for at, one in enumerate(tables)]
    if tables is None or isinstance(tables, Mapping):
        here = tables or {}
        return {**here, str(first): _changed_in(here.get(str(first)), rest, now)}
    return now


def _checked(made: str, expected: object) -> str:
    says = tables_of(made)
    if says != expected and _without_empty(says) != _without_empty(expected):
        raise CannotEdit("This place is laid out so that it can be changed in an editor only. Nothing was changed.")
    return made


def _without_empty(tables: object) -> object:
    # An array that lost its last item is still written down, as `[]`.
    if isinstance(tables, Mapping):
        return {key: _without_empty(one) for key, one in tables.items() if one != []}
    return [_without_empty(one) for one in tables] if isinstance(tables, list) else tables


def _cleared(text: str, path: Path) -> str:
    """The text without the key, however it is written: as a value, with dots, or as a table of its own."""
    spans = _spans(text)
    cuts = [(one.begins, one.end) for one in spans.below(path)] if path else []
    pairs = {key: pair for key, pair in spans.pairs.items() if key[: len(path)] == path}
    outer = [pair for key, pair in pairs.items() if not any(key[:n] in pairs for n in range(len(path), len(key)))]
    in_blocks = [pair for pair in outer if not any(begins <= pair.start < end for begins, end in cuts)]
    inline = path[:-1] not in {one.path for one in spans.blocks}
    for pair in in_blocks:
        cuts.append(_cut_inline(text, spans, path[:-1], pair) if inline else _cut_line(text, pair.start, pair.end))
    for begins, end in sorted(cuts, reverse=True):
        text = text[:begins] + text[end:]
    return text


def _cut_line(text: str, start: int, end: int) -> tuple[int, int]:
    newline = text.find("\n", end)
    return text.rfind("\n", 0, start) + 1, len(text) if newline < 0 else newline + 1


def _cut_inline(text: str, spans: Spans, table: Path, pair: object) -> tuple[int, int]:
    beside = sorted(
        (one.start, one.end) for key, one in spans.pairs.items() if key[:-1] == table and len(key) == len(table) + 1
    )
    here = next(number for number, (start, _) in enumerate(beside) if start == getattr(pair, "start", -1))
    if here + 1 < len(beside):
        return beside[here][0], beside[here + 1][0]
    return (beside[here - 1][1] if here else beside[here][0]), beside[here][1]


def _put(text: str, path: Path, key: str, value: str) -> str:
    spans = _spans(text)
    pair = spans.pairs.get(path)
    if pair is not None:
        return text[: pair.value] + value + text[pair.end :]
    table = path[:-1]
    beside = {str(one[len(table)]): each for one, each in spans.pairs.items() if one[:-1] == table}
    before = [each for name, each in beside.items() if _rank(name) <= _rank(key)]
    block = spans.block(table)
    if block is None:
        return _put_inline(text, spans, table, f"{key} = {value}", max((one.end for one in before), default=-1))
    lines = [one for one in before if one.start >= block.body or not table]
    at = text.find("\n", max(one.end for one in lines)) + 1 if lines else block.body
    at = at or len(text)
    first = min((one.start for one in beside.values()), default=block.header)
    indent = text[text.rfind("\n", 0, first) + 1 : first]
    indent = indent if not indent.strip() else ""
    return _whole(text[:at]) + f"{indent}{key} = {value}\n" + text[at:]


def _put_inline(text: str, spans: Spans, table: Path, pair: str, after: int) -> str:
    if after >= 0:
        return f"{text[:after]}, {pair}{text[after:]}"
    if table in spans.pairs:
        start = spans.pairs[table].value
    elif table and isinstance(table[-1], int) and table[:-1] in spans.items:
        start = spans.items[table[:-1]][table[-1]][0]
    else:
        raise CannotEdit("This place is laid out so that it can be changed in an editor only. Nothing was changed.")
    empty = text[start + 1 :].lstrip().startswith("}")
    return f"{text[: start + 1]} {pair}{' ' if empty else ','}{text[start + 1 :]}"


def _rank(key: str) -> int:
    return _ORDER.index(key) if key in _ORDER else len(_ORDER)


def _chunk(text: str, path: Path) -> tuple[int, int]:
    """From where to where a table with a header stands, with all its parts."""
    spans = _spans(text)
    parts = list(spans.below(path))
    first = spans.blocks.index(parts[0]) if parts else 0
    if not parts or list(spans.blocks[first : first + len(parts)]) != parts:
        raise CannotEdit("Its parts do not stand together in the file, so it can be changed in an editor only.")
    return parts[0].begins, parts[-1].end


def _permuted(text: str, chunks: Sequence[tuple[int, int]], order: Sequence[int]) -> str:
    pieces: list[str] = []
    at = 0
    for slot, taken in enumerate(order):
        pieces += [text[at : chunks[slot][0]], _whole(text[chunks[taken][0] : chunks[taken][1]])]
        at = chunks[slot][1]
    return "".join([*pieces, text[at:]])


def _pasted(text: str, listing: Path, place: int, chunk: str) -> str:
    """The text with a chunk before the ``place``-th table of a list, or behind the last one."""
    count = len(_listed(text, listing))
    if place < count:
        at = _chunk(text, (*listing, place))[0]
    elif count:
        at = _chunk(text, (*listing, count - 1))[1]
    elif len(listing) > 1:
        at = _chunk(text, listing[:-1])[1]
    else:
        at = len(text)
    return _whole(text[:at]) + _whole(chunk) + text[at:]


def _block(text: str, listing: Path, values: Mapping[str, Toml]) -> str:
    names = ".".join(str(part) for part in listing if isinstance(part, str))
    like: Block | None = next((one for one in _spans(text).blocks if one.path[:-1] == listing), None)
    above = "" if like is None else text[text.rfind("\n", 0, like.header) + 1 : like.header]
    indent = "  " * names.count(".") if like is None else above
    lines = ["", f"{indent}[[{names}]]", *(f"{indent}{key} = {_toml(one)}" for key, one in values.items())]
    return "\n".join(lines) + "\n"


def _whole(text: str) -> str:
    return text if not text or text.endswith("\n") else f"{text}\n"

"""Edits of the items of an array that stands as a value, each with the comment at the end of its line."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from twofold.codebook.problems import Path
from twofold.codebook.spans import spans_of

_COMMA = re.compile(r"(?P<before>(?:[ \t\r\n]+|#[^\n]*)*),")
_REST = re.compile(r"[ \t]*(?:#[^\n]*)?\r?\n")


@dataclass(frozen=True, slots=True)
class _Item:
    """An item between what stands before it and what stands behind its comma, to the end of the line."""

    lead: str
    item: str
    gap: str
    rest: str


@dataclass(frozen=True, slots=True)
class _Array:
    head: str
    items: tuple[_Item, ...]
    last_comma: bool
    tail: str

    @property
    def text(self) -> str:
        made = [self.head]
        for number, one in enumerate(self.items):
            comma = number + 1 < len(self.items) or self.last_comma
            # A comment that stood between item and comma would swallow a comma that is put behind it.
            gap = one.gap if comma else ""
            made += [one.lead, one.item, gap, "," if comma else "", one.rest]
        return "".join([*made, self.tail])


def array_with(text: str, path: Path, place: int, item: str) -> str:
    """The text with an item put into the array at ``path``, laid out as its neighbours are."""
    array = _array(text, path)
    items = array.items
    if items:
        like = items[min(place, len(items) - 1)]
        after = items[-1] if place >= len(items) else like
        lead = like.lead[like.lead.rfind("\n") + 1 :] if "\n" in like.lead else like.lead
        lead = lead if not lead.strip() else " "
        new = _Item(lead, item, "", "\n" if after.rest.endswith("\n") else "")
    else:
        new = _Item(" ", item, "", " ")
    return replace(array, items=(*items[:place], new, *items[place:])).text


def array_without(text: str, path: Path, place: int) -> str:
    """The text without an item of the array at ``path``."""
    array = _array(text, path)
    items = tuple(one for number, one in enumerate(array.items) if number != place)
    return replace(array, items=items, last_comma=array.last_comma and bool(items)).text


def reordered(text: str, path: Path, order: Sequence[int]) -> str:
    """The text with the items of the array at ``path`` in another order, each with the comment on its line."""
    array = _array(text, path)
    # The last item of a line that holds several lacks the blank or the line end that parts the others.
    moved = [replace(array.items[taken], rest=array.items[taken].rest) for taken in order]
    shape = [one.rest.endswith("\n") for one in array.items]
    items = []
    for one, breaks in zip(moved, shape, strict=True):
        rest = one.rest
        if breaks and not rest.endswith("\n"):
            rest += "\n"
        elif not breaks and rest == "\n":
            rest = ""
        items.append(replace(one, rest=rest))
    return replace(array, items=tuple(items)).text


def _array(text: str, path: Path) -> _Array:
    spans = spans_of(text)
    pair = spans.pairs[path]
    places = spans.items[path]
    opened = pair.value + 1
    rest = _REST.match(text, opened)
    at = rest.end() if rest is not None and places and rest.end() <= places[0][0] else opened
    head = text[:at]
    items: list[_Item] = []
    last_comma = False
    for start, end in places:
        comma = _COMMA.match(text, end)
        last_comma = comma is not None
        gap = comma["before"] if comma is not None else ""
        behind = end if comma is None else comma.end()
        line = _REST.match(text, behind)
        stop = line.end() if line is not None else behind
        items.append(_Item(text[at:start], text[start:end], gap, text[behind:stop]))
        at = stop
    return _Array(head, tuple(items), last_comma, text[at:])

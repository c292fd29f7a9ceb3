"""One line of the list of what differs: study, field and kind, whichever of them the line above does not say."""

from twofold.reconcile.queue import Item, ItemKind, State
from twofold.record.disagreements import Kind
from twofold.tui.form.drawn import Drawn, Piece, cut, fitted, line
from twofold.tui.pages.page import MARGIN
from twofold.tui.pages.reconcile_work import what_differs

_PAD: Piece = (" " * MARGIN, "text")
_NUMBER = 6
_NARROW = 72
_SIGNS = {
    State.OPEN: ("○", "answer"),
    State.LEFT_OPEN: ("◐", "text"),
    State.DEFERRED: ("◐", "text"),
    State.WAITING: ("◐", "text"),
    State.HELD: ("·", "dim"),
    State.SETTLED: ("●", "dim"),
}


def item_line(one: Item, width: int, words: int, *, by_field: bool, again: bool, covered: bool) -> Drawn:
    """An item in one line of ``width`` cells, of which ``words`` say what differs. ``again`` leaves out what the line
    above says already: the study or, ``by_field``, the field. ``covered`` tells nothing of the answers."""
    sign, ink = _SIGNS[one.state]
    what = what_words(one, covered=covered)
    room = width - MARGIN - 2
    name = name_words(one)
    strong = "strong" if one.primary and one.key.field else "text"
    missed = "warn" if one.difference is Kind.MISSED and not (covered and one.blind) else "dim"
    if width < _NARROW:
        words = min(words, room // 3)
        first = fitted(f"{one.number} {name}", room - words - 1)
        return line(_PAD, (f"{sign} ", ink), (first, strong), (" ", "text"), (cut(what, words), missed))
    label = max(14, min(30, room // 5))
    field = room - _NUMBER - label - 2 - words - 2
    its_name: Piece = (fitted("" if again and by_field else name, field), strong)
    hidden = again and not by_field
    study: tuple[Piece, Piece] = (
        (fitted("" if hidden else one.number, _NUMBER), "label"),
        (fitted("" if hidden else one.label, label), "label"),
    )
    gap: Piece = ("  ", "text")
    pieces = (its_name, gap, *study) if by_field else (*study, gap, its_name)
    return line(_PAD, (f"{sign} ", ink), *pieces, gap, (cut(what, words), missed))


def what_words(one: Item, *, covered: bool) -> str:
    """What sort of item it is, and where it stands unless it waits to be settled here."""
    what = what_differs(one, covered=covered and one.blind)
    waits_here = one.state is State.DEFERRED and one.may_arbitrate
    return what if one.state is State.OPEN or waits_here else f"{what}, {one.state.value.replace('-', ' ')}"


def name_words(one: Item) -> str:
    """The field that it is about; of an outcome not listed by all, what it is called."""
    if one.kind is ItemKind.UNMATCHED_ROW and one.row_name:
        return f"“{one.row_name}”"
    row = f" [{one.row_name}]" if one.row_name else ""
    return f"{one.field_label}{row}" or "the whole study"

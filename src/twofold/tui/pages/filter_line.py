"""The line in which a list is filtered: what was typed, its end where it is long, and what may be typed."""

from twofold.tui.form.drawn import Drawn, Piece, cells, cut, line
from twofold.tui.pages.page import MARGIN

LONGEST = 200
"""How many characters a filter may have."""

_LEAD: tuple[Piece, ...] = ((" " * MARGIN, "text"), ("filter  ", "key"))
_TAKEN = MARGIN + 8


def filter_line(text: str, invitation: str, width: int, *, typing: bool) -> Drawn:
    """The filter; while ``typing`` with its caret, and with the ``invitation`` as long as nothing is typed."""
    room = width - _TAKEN - 2
    shown = cut(text if cells(text) <= room else text[-(room // 2) :], room)
    if not typing:
        return line(*_LEAD, (shown, "strong"))
    caret = _TAKEN + cells(shown)
    if not shown:
        return line(*_LEAD, (invitation[:1], "caret"), (cut(invitation[1:], room), "dim"), caret=caret)
    return line(*_LEAD, (shown, "line"), (" ", "caret"), caret=caret)

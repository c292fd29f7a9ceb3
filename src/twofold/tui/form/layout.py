"""The sheet as lines, of which only those in the window are ever drawn.

Every field takes one line, the one under the cursor as many as its card needs; so the line of a field is
known without drawing those above it. What was drawn is kept as long as all that it shows stays equal.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from twofold.codebook.model import Codebook
from twofold.review.views import Study
from twofold.tui.actions import Action, Where
from twofold.tui.form.board import Board
from twofold.tui.form.card import field_card
from twofold.tui.form.closed import closed_line
from twofold.tui.form.drawn import EMPTY, Drawn, cells, cut, line, spread
from twofold.tui.form.opened import Filtering, Writing
from twofold.tui.form.path import Group
from twofold.values.coded import Place

_ABOVE = 4
_KEPT = 4000


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the screen and the field it belongs to; a ``heading`` belongs to the first of its section."""

    drawn: Drawn
    place: Place | None = None
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Window:
    """What is seen.

    The rows from top to bottom, and where the terminal's own cursor belongs (column, row).
    """

    rows: tuple[Row, ...]
    top: int
    total: int
    cursor: tuple[int, int] = (0, 0)


class SheetLayout:
    """Draws the part of the sheet that is in the window."""

    def __init__(self) -> None:
        self._groups: tuple[Group, ...] = ()
        self._told: tuple[Study, Codebook, Mapping[str, Action]] | None = None
        self._items: list[Group | Place | Drawn] = []
        self._line_of: dict[Place, int] = {}
        self._kept: dict[object, tuple[object, tuple[Drawn, ...]]] = {}

    def window(self, board: Board, width: int, height: int, free_top: int | None = None) -> Window:
        """The sheet around the cursor, or from line ``free_top`` on where a person has scrolled away from it."""
        self._plan(board)
        place = board.cursor
        card = self._card(board, place, width, height) if place is not None else ()
        focus = self._line_of[place] if place is not None else 0
        total = len(self._items) + max(0, len(card) - 1)
        caret = next((n for n, one in enumerate(card) if one.caret >= 0), -1)
        top = self._top(board, focus, len(card), caret, height) if free_top is None else free_top
        top = max(0, min(top, total - height))
        rows = tuple(self._row(board, number, focus, card, width) for number in range(top, min(total, top + height)))
        column, at = (card[caret].caret, focus + caret) if caret >= 0 else (0, focus)
        return Window(rows, top, total, (column, max(0, min(height - 1, at - top))))

    def _top(self, board: Board, focus: int, tall: int, caret: int, height: int) -> int:
        above = max(0, min(_ABOVE, height - tall))
        top = focus - above + min(board.opened_top, max(0, tall - height))
        return max(top, focus + caret - height + 1) if caret >= 0 else top

    def _plan(self, board: Board) -> None:
        # Labels, the names of reports and keys come from these, and are not looked at line by line.
        told, now = self._told, (board.study, board.codebook, board.keys[Where.FORM])
        if told is None or any(one is not other for one, other in zip(told, now, strict=True)):
            self._told = now
            self._kept.clear()
        elif board.groups is self._groups or board.groups == self._groups:
            return
        self._groups = board.groups
        self._items = []
        for group in board.groups:
            if group.places or group.row is None:
                self._items += [*([EMPTY] if self._items else []), group, *group.places]
            if not group.places and group.row is None:
                self._items.append(line(("   ", "text"), _empty_words(group, board)))
        submits = f"{board.key('form.submit')} checks and submits."
        end = line(("   ", "text"), ("End of the form. ", "dim"), (submits, "dim"))
        self._items += [EMPTY, end]
        self._line_of = {one: n for n, one in enumerate(self._items) if isinstance(one, tuple)}

    def _row(self, board: Board, number: int, focus: int, card: tuple[Drawn, ...], width: int) -> Row:
        if card and focus <= number < focus + len(card):
            return Row(card[number - focus], board.cursor)
        item = self._items[number if number < focus or not card else number - len(card) + 1]
        match item:
            case Drawn():
                return Row(_within(item, width))
            case Group():
                return Row(_heading(board, item, width), item.places[0] if item.places else None, heading=True)
            case _:
                return Row(self._closed(board, item, width), item)

    def _closed(self, board: Board, place: Place, width: int) -> Drawn:
        shows = (
            board.at(place),
            board.said.get(place, ()),
            board.conflicts.get(place, ()),
            place in board.unsaved,
            width,
        )
        kept = self._kept.get(place)
        if kept is None or kept[0] != shows:
            kept = self._keep(place, shows, (closed_line(board, place, width),))
        return kept[1][0]

    def _card(self, board: Board, place: Place, width: int, height: int) -> tuple[Drawn, ...]:
        over = board.over if isinstance(board.over, Writing | Filtering) else None
        shows = (
            *(place, board.at(place), board.said.get(place, ()), board.conflicts.get(place, ())),
            *(place in board.unsaved, over, board.opened_field, board.history, board.locked_at(place), width, height),
        )
        kept = self._kept.get("card")
        if kept is None or kept[0] != shows:
            kept = self._keep("card", shows, field_card(board, place, width, height))
        return kept[1]

    def _keep(self, key: object, shows: object, lines: tuple[Drawn, ...]) -> tuple[object, tuple[Drawn, ...]]:
        if len(self._kept) > _KEPT:
            self._kept.clear()
        self._kept[key] = (shows, lines)
        return shows, lines


def _empty_words(group: Group, board: Board) -> tuple[str, str]:
    if board.codebook.row_fields and group.section.unit.value == "row":
        return f"No outcome row yet. {board.key('form.add_row')} adds one.", "dim"
    return "Nothing is asked here.", "dim"


def _within(item: Drawn, width: int) -> Drawn:
    """The line; where it is too narrow, without all that stands before its last words."""
    return item if sum(cells(text) for text, _ in item.pieces) <= width else line(item.pieces[0], item.pieces[-1])


def _heading(board: Board, group: Group, width: int) -> Drawn:
    answered = sum(board.at(place).answered for place in group.places)
    count = f"{answered} of {len(group.places)} " if group.places else ""
    title = cut(group.section.title, max(8, width * (2 if group.row is None else 1) // 3))
    if group.row is None:
        return spread([("   ", "text"), (title, "head")], [(count, "dim")], width)
    number = board.sheet.rows.index(group.row) + 1
    name = cut(board.row_words(group.row), max(4, width - len(title) - 24))
    where = f"{number} of {len(board.sheet.rows)}"
    ink = "head" if group.heads_row else "dim"
    return spread([("   ", "text"), (f"{title} {where}", ink), ("  ", "text"), (name, "row")], [(count, "dim")], width)

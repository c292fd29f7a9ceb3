"""One line of the list of studies. Columns give way as the room grows less, the initiative first."""

from dataclasses import dataclass, replace

from twofold.review.views import Standing, State, StudyCard
from twofold.tui.form.drawn import Drawn, Piece, cells, cut, fitted, line, spread
from twofold.tui.pages.listing import STATE_WORDS, Group, Paper
from twofold.tui.pages.page import MARGIN

_NUMBER = 7
_STATUS = 20
_GAP = 2
_WIDE = 100
_NARROW = 50
_SHORTEST_TITLE = 12
_SHORTEST_LABEL = 12
_INITIATIVE = "initiative"
_PAD = (" " * MARGIN, "text")

_SIGNS = {
    State.NOT_BEGUN: ("○", "dim"),
    State.IN_PROGRESS: ("◐", "answer"),
    State.READY: ("◐", "answer"),
    State.SUBMITTED: ("●", "dim"),
    State.REOPENED: ("!", "warn"),
    State.AGAIN: ("!", "warn"),
}


@dataclass(frozen=True, slots=True)
class Columns:
    """How many cells each column takes; 0 leaves it out."""

    label: int
    status: int
    initiative: int
    title: int


@dataclass(frozen=True, slots=True)
class Longest:
    """The cells that the longest label and initiative of a list take; the columns need be no wider."""

    label: int = 60
    initiative: int = 60


def columns_for(width: int, *, grouped: bool = False, longest: Longest = Longest()) -> Columns:
    """The columns that fit into ``width`` cells. Grouped, the headings tell the initiative already.

    The title has what the others do not need: a fifth of a wide line is the initiative's at most.
    """
    room = width - MARGIN - _NUMBER - 1
    if width < _NARROW:
        return Columns(max(0, room - 2), 1, 0, 0)
    label = max(_SHORTEST_LABEL, min(longest.label, width // 4 if width >= _WIDE else 22))
    wide = width >= _WIDE and not grouped and longest.initiative > 0
    initiative = max(len(_INITIATIVE), min(longest.initiative, width // 5)) if wide else 0
    title = room - label - _GAP - _STATUS - _GAP - (initiative + _GAP if initiative else 0)
    if title < _SHORTEST_TITLE:
        return Columns(room - _GAP - _STATUS, _STATUS, 0, 0)
    return Columns(label, _STATUS, initiative, title)


def heads(columns: Columns) -> Drawn:
    """The names of the columns."""
    status = "where it stands" if columns.status > 1 else ""
    return line(
        _PAD,
        *_row(
            columns,
            ("no.", "dim"),
            ("study", "dim"),
            ("", status, "dim"),
            (_INITIATIVE, "dim"),
            ("title", "dim"),
        ),
    )


def study_line(card: StudyCard, state: State, standing: Standing | None, columns: Columns) -> Drawn:
    """A study; ``standing`` is ``None`` as long as its answers have not been read."""
    settle = standing is not None and standing.conflicts > 0
    sign, ink = ("!", "warn") if settle else _SIGNS[state]
    words = STATE_WORDS[state] if standing is None else standing.words
    if standing is not None and standing.exclusion and not settle:
        words = f"{words}, exclude?"
    elif standing is not None and standing.same_as and not settle:
        words = f"{words}, = {standing.same_as}?"
    name = "dim" if state is State.SUBMITTED else "text"
    return line(
        _PAD,
        *_row(
            columns,
            (card.number, name),
            (card.label, name),
            (sign, words, ink),
            (card.initiative, "dim"),
            (card.title, "dim"),
        ),
    )


def _row(
    columns: Columns,
    number: Piece,
    label: Piece,
    status: tuple[str, str, str],
    initiative: Piece,
    title: Piece,
) -> list[Piece]:
    sign, words, ink = status
    gap = (" " * _GAP, "text")
    pieces = [(fitted(number[0], _NUMBER), number[1]), (fitted(label[0], columns.label), label[1]), gap]
    pieces.append((fitted(f"{sign} {words}" if sign else words, columns.status), ink))
    for (text, its_ink), width in ((initiative, columns.initiative), (title, columns.title)):
        if width:
            pieces += [gap, (fitted(text, width), its_ink)]
    return pieces


def with_mark(drawn: Drawn) -> Drawn:
    """The line of a study that is marked: a sign in its margin, beside the cursor's."""
    return replace(drawn, pieces=((" " * (MARGIN - 1) + "*", "key"), *drawn.pieces[1:]))


def report_line(paper: Paper, width: int) -> Drawn:
    """A report under its study: what people call it, then its title."""
    indent = MARGIN + (_NUMBER if width >= _NARROW else 2)
    words = f"{paper.label}  " if paper.label else ""
    label = cut(words, max(0, width - indent - 3))
    room = width - indent - 2 - cells(label) - 1
    return line((" " * indent, "text"), ("- ", "dim"), (label, "label"), (cut(paper.title, room), "dim"))


def group_line(group: Group, width: int) -> Drawn:
    """The heading of an initiative's studies."""
    count = f"{group.submitted} of {group.total} submitted "
    name = cut(group.name, max(4, width - MARGIN - len(count) - 2))
    return spread([_PAD, (name, "row")], [(count, "dim")], width)

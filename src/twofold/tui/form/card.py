"""The field under the cursor: all that is needed to answer it, as fully as the room allows."""

from collections.abc import Iterator

from twofold.codebook.model import Field, FieldType
from twofold.tui.form.beside import PROSE_OPENED, beside_lines, most_lines
from twofold.tui.form.board import Board
from twofold.tui.form.closed import GUTTER, mark_of
from twofold.tui.form.drawn import Drawn, Piece, cells, cut, line, paragraph, spread, wrapped
from twofold.tui.form.opened import Filtering, Kind, Writing
from twofold.tui.form.options import DENSITIES, chosen_ids, off_scale_line, option_lines, sign
from twofold.tui.form.words import answer_words
from twofold.tui.form.written import INDENT, input_lines, writing_lines
from twofold.values.answers import OffScale, Value
from twofold.values.coded import Place

_MATCHES = 8
_HELP = 3


def field_card(board: Board, place: Place, width: int, room: int) -> tuple[Drawn, ...]:
    """The field under the cursor, drawn as fully as fits into ``room`` lines; an opened one wholly."""
    head, tail = tuple(_head(board, place, width, room)), tuple(beside_lines(board, place, width))
    field, answer = board.field(place), board.at(place).answer
    over = board.over
    writes = isinstance(over, Writing) and over.kind is Kind.ANSWER
    shut = writes or (board.locked_at(place) and not isinstance(answer, OffScale))
    if not field.type.has_options:
        off = () if shut else (off_scale_line(field, answer, width, board.keys),)
        return _aired(head, tuple(_typed(board, place, width)), off, tail, room)
    if isinstance(board.over, Filtering):
        return (*head, *_filter(board, board.over, field, width), *tail)
    for density in range(DENSITIES):
        options = tuple(option_lines(field, answer, width, density, board.keys))
        off = () if shut else (off_scale_line(field, answer, width, board.keys, density),)
        tall = len(head) + len(options) + len(off) + len(tail)
        if board.opened_field or tall <= (room if density else room * 2 // 3):
            return _aired(head, options, off, tail, room)
    return (head[0], *options, *off, *tail)


def _aired(
    head: tuple[Drawn, ...],
    middle: tuple[Drawn, ...],
    off: tuple[Drawn, ...],
    tail: tuple[Drawn, ...],
    room: int,
) -> tuple[Drawn, ...]:
    """The parts of a card, with blank lines between them where there is plenty of room."""
    if (len(head) + len(middle) + len(tail) + 4) * 2 > room:
        return (*head, *middle, *off, *tail)
    blank = line(card=True)
    return (*head, blank, *middle, *((blank, *off) if off else ()), *((blank, *tail) if tail else ()), blank)


def _head(board: Board, place: Place, width: int, room: int) -> Iterator[Drawn]:
    field = board.field(place)
    sign_, ink = mark_of(board, place)
    kind = ", ".join(
        word
        for word in ("primary" if field.primary else "", "required" if field.required else "", _kind(field))
        if word
    )
    label = wrapped(field.label, max(10, width - GUTTER - cells(kind) - 3), max(1, room // 5)) or [field.id]
    start: list[Piece] = [(">", "cursor"), (sign_, ink), (" ", "text"), (label[0], "cursor")]
    yield spread(start, [(kind, "dim"), (" ", "text")], width, card=True)
    for more in label[1:]:
        yield line((" " * GUTTER, "text"), (more, "cursor"), card=True)
    most = PROSE_OPENED if board.opened_field else min(_HELP, room // 5)
    if field.help and most:
        yield from paragraph(field.help, "help", GUTTER, width - 1, card=True, most=most)


def _kind(field: Field) -> str:
    match field.type:
        case FieldType.MULTI:
            return "any number"
        case FieldType.INTEGER:
            return "whole number"
        case FieldType.NUMBER:
            return "number"
        case FieldType.DATE:
            return "date"
        case FieldType.TEXT:
            return "text"
        case _:
            return ""


def _typed(board: Board, place: Place, width: int) -> Iterator[Drawn]:
    field, coded = board.field(place), board.at(place)
    over = board.over
    if isinstance(over, Writing) and over.kind is Kind.ANSWER and over.place == place:
        yield from writing_lines(over, "", width)
    elif isinstance(coded.answer, Value):
        text = answer_words(field, coded.answer)
        yield from paragraph(text, "chosen", INDENT, width - 1, card=True, most=most_lines(board))
    elif board.locked_at(place):
        yield line((" " * INDENT, "text"), ("blank", "dim"), card=True)
    elif field.type is FieldType.TEXT:
        yield line((" " * INDENT, "text"), (f"{board.key('form.open')} ", "key"), ("to write", "help"), card=True)
    else:
        bounds = f", {field.minimum} to {field.maximum}" if field.minimum and field.maximum else ""
        words = "type a date: 2024-05-31, 2024-05 or 2024" if field.type is FieldType.DATE else "type a number"
        yield line((" " * INDENT, "text"), (f"{words}{bounds}", "help"), card=True)


def _filter(board: Board, over: Filtering, field: Field, width: int) -> Iterator[Drawn]:
    answer = board.at(over.place).answer
    words, chosen = answer_words(field, answer), chosen_ids(answer)
    if words:
        yield from paragraph(words, "chosen", INDENT, width - 1, card=True, most=2)
    yield from input_lines(over.line, "find", width, most=1)
    first = max(0, min(over.at - _MATCHES // 2, len(over.matches) - _MATCHES))
    for number, option in enumerate(over.matches[first : first + _MATCHES], first):
        marked = number == over.at
        box = sign(field, option.id in chosen)
        yield line(
            (" " * INDENT, "text"),
            ("> " if marked else "  ", "cursor"),
            (f"{box} {cut(option.label, width - INDENT - 8)}", "picked" if marked else "text"),
            marks=[(0, width, f"={option.id}")],
            card=True,
        )
    left = len(over.matches) - first - _MATCHES
    said = f"{left} more" if left > 0 else "" if over.matches else "no option matches"
    yield line((" " * (INDENT + 2), "text"), (said, "dim"), card=True)

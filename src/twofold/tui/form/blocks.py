"""One field as it is drawn: one line, or, under the cursor, all that is needed to answer it."""

from collections.abc import Iterator

from twofold.codebook.findings import owed
from twofold.codebook.model import Field, FieldType, Level
from twofold.tui.form.board import Board
from twofold.tui.form.drawn import (
    Drawn,
    Piece,
    cells,
    cut,
    fitted,
    line,
    paragraph,
    safe,
    spans,
    spread,
    wrapped,
)
from twofold.tui.form.line import Line
from twofold.tui.form.opened import Filtering, Kind, Writing
from twofold.tui.form.options import DENSITIES, INDENT, off_scale_line, option_lines, sign
from twofold.tui.form.words import LOOKED_IN, answer_words, letter, place_words, short
from twofold.values.answers import OffScale, Value
from twofold.values.coded import Coded, Place
from twofold.values.plaintext import visible

GUTTER = 3
_MATCHES = 8
_NTH = ("first", "second", "third", "further")
_PROSE = 4
_HELP = 3
_PROSE_OPENED = 40
_NAME = 9
_WRITING_LINES = 6
_EVIDENCE_CHECKS = ("quote", "place", "looked")


def mark_of(board: Board, place: Place) -> tuple[str, str]:
    """The sign in the gutter of a field and its ink: what is the matter there, worst first."""
    if place in board.conflicts:
        return "2", "block"
    if place in board.unsaved:
        return "~", "block"
    found = board.said.get(place, ())
    if any(one.level is Level.BLOCK and one.check != "required" for one in found):
        return "!", "block"
    if any(one.check == "required" for one in found):
        return "*", "dim"
    return ("?", "warn") if found else (" ", "text")


def closed_line(board: Board, place: Place, width: int) -> Drawn:
    """A field the cursor is not on.

    Its sign, label and answer, and in short what stands beside the answer.
    """
    field, coded = board.field(place), board.at(place)
    sign_, ink = mark_of(board, place)
    label = max(12, min(60, (width - GUTTER) * 56 // 100))
    beside = _beside(board, place, field, coded)
    room = width - GUTTER - label - 2
    beside_text = cut(beside[0], max(0, room // 2)) if beside[0] else ""
    answer_room = room - (cells(beside_text) + 2 if beside_text else 0) - 1
    return spread(
        [
            (" ", "text"),
            (sign_, ink),
            (" ", "text"),
            (fitted(field.label, label), "label" if coded.answered else "label-blank"),
            ("  ", "text"),
            *_answer_pieces(board, place, field, coded, answer_room),
        ],
        [(beside_text, beside[1]), (" ", "text")],
        width,
    )


def _answer_pieces(board: Board, place: Place, field: Field, coded: Coded, room: int) -> list[Piece]:
    if place in board.conflicts:
        both = " / ".join(short(answer_words(field, one.answer)) or "blank" for one in board.conflicts[place])
        return [(cut(both, room), "block")]
    if not coded.answered:
        return []
    ink = "off" if isinstance(coded.answer, OffScale) else "answer"
    return [(cut(answer_words(field, coded.answer), room), ink)]


def _beside(board: Board, place: Place, field: Field, coded: Coded) -> tuple[str, str]:
    if place in board.conflicts:
        return "two answers", "block"
    if place in board.unsaved:
        return "not saved", "block"
    debts = [one for one in owed(field, coded) if one != "looked"]
    if debts:
        return f"{' and '.join(debts)} owed", "block" if "place" not in debts else "warn"
    kept = [short(place_words(coded.evidence, board.study.reports), 12)]
    kept += ["quoted"] if coded.evidence.quote else []
    kept += ["note"] if coded.note else []
    kept += [f"{coded.confidence.value} conf."] if coded.confidence else []
    return ", ".join(one for one in kept if one), "dim"


def field_card(board: Board, place: Place, width: int, room: int) -> tuple[Drawn, ...]:
    """The field under the cursor, drawn as fully as fits into ``room`` lines; an opened one wholly."""
    head, tail = tuple(_head(board, place, width, room)), tuple(_tail(board, place, width))
    field, answer = board.field(place), board.at(place).answer
    off = () if board.locked and not isinstance(answer, OffScale) else (off_scale_line(field, answer, width),)
    if not field.type.has_options:
        return _aired(head, tuple(_typed(board, place, width)), off, tail, room)
    if isinstance(board.over, Filtering):
        return (*head, *_filter(board, board.over, field, width), *tail)
    for density in range(DENSITIES):
        options = tuple(option_lines(field, answer, width, density))
        tall = len(head) + len(options) + 1 + len(tail)
        if board.opened_field or density == DENSITIES - 1 or tall <= (room if density else room * 2 // 3):
            break
    return _aired(head, options, off, tail, room)


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
    most = _PROSE_OPENED if board.opened_field else min(_HELP, room // 5)
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
        yield from paragraph(text, "chosen", INDENT, width - 1, card=True, most=_most(board))
    elif board.locked:
        yield line((" " * INDENT, "text"), ("blank", "dim"), card=True)
    elif field.type is FieldType.TEXT:
        yield line((" " * INDENT, "text"), ("enter ", "key"), ("to write", "help"), card=True)
    else:
        bounds = " to ".join(one for one in (field.minimum, field.maximum) if one)
        words = "digits to write" + (f" ({bounds})" if field.minimum and field.maximum else "")
        yield line((" " * INDENT, "text"), (words, "help"), card=True)


def _filter(board: Board, over: Filtering, field: Field, width: int) -> Iterator[Drawn]:
    chosen = board.at(over.place).answer
    words = answer_words(field, chosen)
    if words:
        yield from paragraph(words, "chosen", INDENT, width - 1, card=True, most=2)
    yield from input_lines(over.line, "find", width, most=1)
    first = max(0, min(over.at - _MATCHES // 2, len(over.matches) - _MATCHES))
    for number, option in enumerate(over.matches[first : first + _MATCHES], first):
        marked = number == over.at
        box = sign(field, option.label in words.split(", "))
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


def _most(board: Board) -> int:
    return _PROSE_OPENED if board.opened_field else _PROSE


def _tail(board: Board, place: Place, width: int) -> Iterator[Drawn]:
    coded, over = board.at(place), board.over
    writing = over if isinstance(over, Writing) and over.place == place else None
    if place in board.conflicts:
        yield from _both(board, place, width)
    yield from _evidence(board, place, coded, writing, width)
    for kind, name, text in ((Kind.REASON, "why", coded.reason), (Kind.NOTE, "note", coded.note)):
        if writing is not None and writing.kind is kind:
            yield from writing_lines(writing, name, width)
        elif text:
            yield from _named(name, text, width, _most(board))
    if coded.confidence is not None:
        yield from _named("sure", f"{coded.confidence.value} confidence", width, 1)
    if writing is not None and writing.problem:
        yield from _said("!", writing.problem, "block", width)
    if place in board.unsaved:
        yield from _said("~", "Not saved yet: this answer stands on the screen only.", "block", width)
    quiet = {"required", *(_EVIDENCE_CHECKS if writing is not None else ())}
    for one in board.said.get(place, ()):
        if one.check not in quiet:
            block = one.level is Level.BLOCK
            yield from _said("!" if block else "?", one.message, "block" if block else "warn", width)
    if board.opened_field:
        yield from _history(board, place, width)


def _evidence(
    board: Board, place: Place, coded: Coded, writing: Writing | None, width: int
) -> Iterator[Drawn]:
    evidence, reports = coded.evidence, board.study.reports
    if writing is not None and writing.kind in (Kind.WHERE, Kind.QUOTE):
        if writing.kind is Kind.WHERE:
            yield from writing_lines(writing, "where", width)
            yield from _where_help(board, place, width)
            if writing.quote:
                yield from _named("quote", f"“{writing.quote}”", width, 2)
        else:
            yield from _named("where", writing.where or "-", width, 1)
            yield from writing_lines(writing, "quote", width)
        return
    if evidence.place or evidence.report:
        yield from _named("where", place_words(evidence, reports) or "-", width, 1)
    if evidence.quote:
        yield from _named("quote", f"“{evidence.quote}”", width, _most(board))
    if evidence.verbatim and board.opened_field:
        yield from _named("pasted", evidence.verbatim, width, _PROSE)


def _where_help(board: Board, place: Place, width: int) -> Iterator[Drawn]:
    reports = board.study.reports
    if board.at(place).answer is OffScale.NOT_REPORTED:
        words = f"where you looked: {', '.join(LOOKED_IN)}; the first letter will do"
    elif len(reports) > 1:
        listed = "; ".join(f"{letter(n)} {short(report.label, 30)}" for n, report in enumerate(reports[:26]))
        words = f"report, page: {listed}"
    else:
        words = "page, table or section; enter, then the passage"
    yield from paragraph(words, "dim", INDENT + _NAME, width - 1, card=True, most=3)


def _both(board: Board, place: Place, width: int) -> Iterator[Drawn]:
    field = board.field(place)
    told = "You answered on two devices. Answer anew, or press = for the first, = again for the next."
    yield from _said("2", told, "block", width)
    for number, one in enumerate(board.conflicts[place], 1):
        words = short(answer_words(field, one.answer), 200) or "blank"
        where = place_words(one.evidence, board.study.reports)
        more = "; ".join(part for part in (where, short(one.note, 80)) if part)
        yield from _named(
            _NTH[min(number, len(_NTH)) - 1], f"{words}{f' ({more})' if more else ''}", width, 2
        )


def _history(board: Board, place: Place, width: int) -> Iterator[Drawn]:
    field = board.field(place)
    for number, past in enumerate(board.history[:20]):
        words = short(answer_words(field, past.coded.answer), 200) or "blank"
        where = place_words(past.coded.evidence, board.study.reports)
        told = f"{past.at[:16].replace('T', ' ')}  {words}{f', {where}' if where else ''}"
        yield from _named("before" if number == 0 else "", told, width, 1)


def _named(name: str, text: str, width: int, most: int) -> Iterator[Drawn]:
    for number, part in enumerate(wrapped(text, width - INDENT - _NAME - 1, most)):
        lead = fitted(name if number == 0 else "", _NAME)
        yield line((" " * INDENT, "text"), (lead, "dim"), (part, "beside"), card=True)


def _said(sign_: str, text: str, ink: str, width: int) -> Iterator[Drawn]:
    for number, part in enumerate(wrapped(text, width - INDENT - 3, 6)):
        yield line(
            (" " * INDENT, "text"), (f"{sign_} " if number == 0 else "  ", ink), (part, ink), card=True
        )


def writing_lines(writing: Writing, name: str, width: int) -> Iterator[Drawn]:
    """The line that is being written, over as many lines of the screen as it needs, with its caret."""
    yield from input_lines(writing.line, name, width, _WRITING_LINES)


def input_lines(written: Line, name: str, width: int, most: int) -> Iterator[Drawn]:
    """A line with its caret over at most ``most`` lines of the screen, those around the caret."""
    text, caret = written.text, written.caret
    lead = _NAME if name else 0
    room = max(4, width - INDENT - lead - 2)
    # Only what can be near the caret is looked at: a key in a very long text costs no more than in a short one.
    first = max(0, caret - room * most)
    before, after = visible(text[first:caret]), safe(text[caret : caret + room * most], room * most)
    shown, at = before + after, len(before)
    lines = spans(shown, room)
    row = next((n for n, (start, end) in enumerate(lines) if at < end or n == len(lines) - 1), 0)
    top = max(0, min(row - most + 1, len(lines) - most))
    for number, (start, end) in list(enumerate(lines))[top : top + most]:
        head = (" " * INDENT, "text"), (fitted(name if number == 0 else "", lead), "dim")
        part = shown[start:end]
        if number != row:
            yield line(*head, (fitted(part, room + 1), "line"), card=True)
            continue
        split = at - start
        under = part[split : split + 1] or " "
        rest = part[split + 1 :]
        left = room + 1 - cells(part[:split]) - cells(under) - cells(rest)
        pieces: tuple[Piece, ...] = (
            (part[:split], "line"),
            (under, "caret"),
            (rest + " " * max(0, left), "line"),
        )
        yield line(*head, *pieces, caret=INDENT + lead + cells(part[:split]), card=True)

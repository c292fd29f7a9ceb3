"""What stands beside an answer, below it on its card: evidence, reason, note, what rules say, and its history."""

from collections.abc import Iterator

from twofold.codebook.model import Level
from twofold.tui.form.board import Board
from twofold.tui.form.drawn import Drawn, fitted, line, paragraph, wrapped
from twofold.tui.form.opened import Kind, Writing
from twofold.tui.form.words import LOOKED_IN, answer_words, letter, place_words, report_names, short
from twofold.tui.form.written import INDENT, NAME, writing_lines
from twofold.values.answers import OffScale
from twofold.values.coded import Coded, Place

PROSE_OPENED = 40
_PROSE = 4
_NTH = ("first", "second", "third", "further")
_EVIDENCE_CHECKS = ("quote", "place", "looked")


def most_lines(board: Board) -> int:
    """How many lines a text may take: few, or all that is sensible in an opened field."""
    return PROSE_OPENED if board.opened_field else _PROSE


def beside_lines(board: Board, place: Place, width: int) -> Iterator[Drawn]:
    """The lower part of a card."""
    coded, over = board.at(place), board.over
    writing = over if isinstance(over, Writing) and over.place == place else None
    if place in board.conflicts:
        yield from _both(board, place, width)
    if place in board.open_again:
        yield from _said("?", "Asked again: the codebook gives this another meaning now.", "warn", width)
    yield from _evidence(board, place, coded, writing, width)
    for kind, name, text in ((Kind.REASON, "why", coded.reason), (Kind.NOTE, "note", coded.note)):
        if writing is not None and writing.kind is kind:
            yield from writing_lines(writing, name, width)
        elif text:
            yield from _named(name, text, width, most_lines(board))
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


def _evidence(board: Board, place: Place, coded: Coded, writing: Writing | None, width: int) -> Iterator[Drawn]:
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
        yield from _named("quote", f"“{evidence.quote}”", width, most_lines(board))
    if evidence.verbatim and board.opened_field:
        yield from _named("pasted", evidence.verbatim, width, _PROSE)


def _where_help(board: Board, place: Place, width: int) -> Iterator[Drawn]:
    reports = board.study.reports
    if board.at(place).answer is OffScale.NOT_REPORTED:
        words = f"where you looked: {', '.join(LOOKED_IN)}; the first letter will do"
    elif len(reports) > 1:
        names = enumerate(report_names(reports[:26]))
        listed = "; ".join(f"{letter(n)} {short(name, 46)}" for n, (_, name) in names)
        words = f"the report's letter, then the page, as in {letter(0)} 4: {listed}"
    else:
        words = "page, table or section; enter, then the passage"
    yield from paragraph(words, "dim", INDENT + NAME, width - 1, card=True, most=3)


def _both(board: Board, place: Place, width: int) -> Iterator[Drawn]:
    field = board.field(place)
    told = "You answered on two devices. Answer anew, or press = for the first, = again for the next."
    yield from _said("2", told, "block", width)
    for number, one in enumerate(board.conflicts[place], 1):
        words = short(answer_words(field, one.answer), 200) or "blank"
        where = place_words(one.evidence, board.study.reports)
        more = "; ".join(part for part in (where, short(one.note, 80)) if part)
        yield from _named(_NTH[min(number, len(_NTH)) - 1], f"{words}{f' ({more})' if more else ''}", width, 2)


def _history(board: Board, place: Place, width: int) -> Iterator[Drawn]:
    field = board.field(place)
    for number, past in enumerate(board.history[:20]):
        words = short(answer_words(field, past.coded.answer), 200) or "blank"
        where = place_words(past.coded.evidence, board.study.reports)
        told = f"{past.at[:16].replace('T', ' ')}  {words}{f', {where}' if where else ''}"
        yield from _named("before" if number == 0 else "", told, width, 1)


def _named(name: str, text: str, width: int, most: int) -> Iterator[Drawn]:
    for number, part in enumerate(wrapped(text, width - INDENT - NAME - 1, most)):
        lead = fitted(name if number == 0 else "", NAME)
        yield line((" " * INDENT, "text"), (lead, "dim"), (part, "beside"), card=True)


def _said(sign_: str, text: str, ink: str, width: int) -> Iterator[Drawn]:
    for number, part in enumerate(wrapped(text, width - INDENT - 3, 6)):
        yield line((" " * INDENT, "text"), (f"{sign_} " if number == 0 else "  ", ink), (part, ink), card=True)

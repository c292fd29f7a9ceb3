"""A field the cursor is not on: one line with its sign, label and answer, and in short what stands beside that."""

from twofold.codebook.findings import owed
from twofold.codebook.model import Field, Level
from twofold.tui.form.board import Board
from twofold.tui.form.drawn import Drawn, Piece, cells, cut, fitted, spread
from twofold.tui.form.words import answer_words, place_words, short
from twofold.values.answers import OffScale
from twofold.values.coded import Coded, Place

GUTTER = 3
_LONGEST_PLACE = 12


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
    """The line of a field. The answer has half of what the label leaves, and more where nothing else needs it.

    While there is nothing to tell of an answer, the label has the whole line.
    """
    field, coded = board.field(place), board.at(place)
    sign, sign_ink = mark_of(board, place)
    label = max(12, min(60, (width - GUTTER) * 56 // 100))
    room = max(0, width - GUTTER - label - 3)
    answer, ink = _answer(board, place, field, coded)
    # Cut to the room first: an answer can be a megabyte long.
    shown = cut(answer, room)
    beside, beside_ink = _beside(board, place, field, coded, max(room // 2, room - cells(shown) - 2))
    shown = cut(answer, room - cells(beside) - 2 if beside else room)
    if not shown and not beside:
        label = width - GUTTER - 1
    left: list[Piece] = [
        (" ", "text"),
        (sign, sign_ink),
        (" ", "text"),
        (fitted(field.label, label), "label" if coded.answered else "label-blank"),
        ("  ", "text"),
        (shown, ink),
    ]
    return spread(left, [(beside, beside_ink), (" ", "text")], width)


def _answer(board: Board, place: Place, field: Field, coded: Coded) -> Piece:
    if place in board.conflicts:
        both = (short(answer_words(field, one.answer)) or "blank" for one in board.conflicts[place])
        return " / ".join(both), "block"
    return answer_words(field, coded.answer), "off" if isinstance(coded.answer, OffScale) else "answer"


def _beside(board: Board, place: Place, field: Field, coded: Coded, room: int) -> Piece:
    if place in board.conflicts:
        return cut("two answers", room), "block"
    if place in board.unsaved:
        return cut("not saved", room), "block"
    debts = [one for one in owed(field, coded) if one != "looked"]
    if debts:
        return cut(f"{' and '.join(debts)} owed", room), "block" if "place" not in debts else "warn"
    where = cut(short(place_words(coded.evidence, board.study.reports), _LONGEST_PLACE), _LONGEST_PLACE)
    kept = [
        (where, where),
        ("quoted", '"') if coded.evidence.quote else ("", ""),
        ("note", "n") if coded.note else ("", ""),
        (f"{coded.confidence.value} conf.", f"c {coded.confidence.value}") if coded.confidence else ("", ""),
    ]
    words = ", ".join(long for long, _ in kept if long)
    if cells(words) <= room:
        return words, "dim"
    return cut(" ".join(brief for _, brief in reversed(kept) if brief), room), "dim"

"""The codebook screen as lines: the tree of sections and fields, the parts of one of them, and the form beside them."""

from collections.abc import Iterator, Mapping, Sequence

from twofold.codebook.outline import Outline, Table
from twofold.codebook.problems import Path
from twofold.tui.form.drawn import Drawn, Piece, cells, cut, fitted, line, paragraph, spread, wrapped
from twofold.tui.form.line import Line
from twofold.tui.form.written import input_lines
from twofold.tui.pages.codebook_parts import Kind, Part, target_of
from twofold.tui.pages.codebook_roles import HEADING, SYNTHESIS, is_shown, standing_words
from twofold.tui.pages.codebook_rule import Picking
from twofold.tui.pages.page import MARGIN, marked
from twofold.tui.pages.window import Seen, Window, window_on

SIDE_BY_SIDE = 100
_PAD: Piece = (" " * MARGIN, "text")
_NAME = 11
_LINES = 2
_LINES_AT_CURSOR = 6
_LONG_LINE = 8


def tree_lines(outline: Outline, at: str, width: int, mend: Mapping[str, str]) -> Iterator[Seen]:
    """The codebook, its sections with their fields, its instruments and checks, one line each."""
    wrong = {path for path, _ in outline.problems}
    head = outline.table(("codebook",))
    title, version = str(head.get("title", "")), str(head.get("version", ""))
    yield _lined(("codebook",), [("  ", "text"), (title or "The codebook", "strong")], f"version {version}", at, width)
    for number, section in enumerate(outline.tables("section")):
        path: Path = ("section", number)
        yield Seen()
        sign = _sign(path, wrong, deep=False)
        rows = "of each outcome row" if section.get("unit") == "row" else ""
        yield _lined(path, [sign, (str(section.get("title", "")) or "no title", "head")], rows, at, width)
        for place, field in enumerate(outline.tables("section", number, "field")):
            yield _field_line(outline, (*path, "field", place), field, wrong, mend, at, width)
    if is_shown(outline):
        yield Seen()
        yield _lined(SYNTHESIS, [_sign(SYNTHESIS, wrong), (HEADING, "head")], standing_words(outline), at, width)
    for key, heading, name in (("instrument", "Instruments", "title"), ("check", "Checks", "say")):
        tables = outline.tables(key)
        if tables:
            yield Seen()
            yield Seen(line(_PAD, ("  ", "text"), (heading, "head")))
        for number, one in enumerate(tables):
            where: Path = (key, number)
            words = str(one.get("level", "")) if key == "check" else ""
            yield _lined(where, [_sign(where, wrong), (str(one.get(name, "")), "label")], words, at, width)


def _field_line(
    outline: Outline, path: Path, field: Table, wrong: set[Path], mend: Mapping[str, str], at: str, width: int
) -> Seen:
    sign = _sign(path, wrong)
    if sign[0] == "  " and str(field.get("id")) in mend:
        sign = ("~ ", "warn")
    words = ", ".join(key for key in ("primary", "required") if field.get(key) is True)
    if "show_if" in field:
        words = f"{words}, if" if words else "if"
    label = str(field.get("label", "")) or str(field.get("id", "")) or "no question"
    return _lined(path, [sign, (label, "label")], words, at, width)


def _sign(path: Path, wrong: set[Path], *, deep: bool = True) -> Piece:
    here = any(one[: len(path)] == path if deep else one == path for one in wrong)
    return ("! ", "block") if here else ("  ", "text")


def _lined(path: Path, pieces: Sequence[Piece], right: str, at: str, width: int) -> Seen:
    room = width - MARGIN - 2 - cells(right) - 4
    left = [_PAD, pieces[0], *((cut(text, room), ink) for text, ink in pieces[1:])]
    target = target_of(path)
    drawn = spread(left, [(f"  {right} ", "dim")] if right else [], width)
    return Seen(marked(drawn) if target == at else drawn, target, target == at)


def part_lines(parts: Sequence[Part], at: str, typed: Line | None, width: int) -> Iterator[Seen]:
    """What something is made of; the line under the cursor in full, or with its caret while it is written."""
    for part in parts:
        here = part.target == at
        if part.kind is Kind.HEAD:
            yield Seen()
            yield Seen(line(_PAD, (cut(part.name, width - MARGIN), "head")))
        elif here and typed is not None:
            for one in input_lines(typed, part.name, width, _LONG_LINE):
                yield Seen(one, part.target, marked=True)
        else:
            yield from _part(part, here, width)


def _part(part: Part, here: bool, width: int) -> Iterator[Seen]:
    ink = "dim" if part.value in ("", "no", "always") else "label"
    name = fitted(part.name, _NAME) if part.kind is not Kind.OPEN else f"{cut(part.name, 6)}  "
    if part.kind is Kind.ADD:
        name = ""
    most = _LINES_AT_CURSOR if here else _LINES
    lines = wrapped(part.value, max(8, width - MARGIN - cells(name) - 1), most) or ["-"]
    for number, text in enumerate(lines):
        lead = name if number == 0 else " " * cells(name)
        drawn = line(_PAD, (lead, "key" if part.kind is Kind.OPEN else "dim"), (text, ink))
        yield Seen(marked(drawn, first=number == 0) if here else drawn, part.target, here)
    if here and part.help:
        for one in paragraph(part.help, "help", MARGIN + cells(name), width - 1, card=True):
            yield Seen(one, part.target, marked=True)


def picking_lines(picking: Picking, width: int) -> Iterator[Seen]:
    """A list to choose from."""
    for one in paragraph(picking.head, "strong", MARGIN, width):
        yield Seen(one)
    yield Seen()
    column = min(max((cells(cut(one.label, 60)) for one in picking.choices), default=0), max(8, width * 2 // 3))
    for number, choice in enumerate(picking.choices):
        here = number == picking.at
        box = ("[x] " if choice.id in picking.chosen else "[ ] ") if picking.many else ""
        room = width - MARGIN - cells(box) - column - 3
        detail = ("  " + cut(choice.detail, room), "dim") if choice.detail and room > 6 else ("", "dim")
        drawn = line(_PAD, (box, "chosen"), (fitted(choice.label, column), "strong" if here else "label"), detail)
        yield Seen(marked(drawn) if here else drawn, f":{number}", here)
    if picking.foot:
        yield Seen()
    for words in picking.foot:
        for one in paragraph(words, "help", MARGIN, width - 1):
            yield Seen(one)


def beside(left: Sequence[Seen], right: Sequence[Drawn], split: int, height: int, top: int) -> tuple[int, Window]:
    """Two panes side by side; the left one scrolls with its cursor."""
    top, window = window_on(left, top, height)
    lines: list[Seen] = []
    for y in range(height):
        one = window.lines[y] if y < len(window.lines) else Seen()
        form = right[y] if y < len(right) else Drawn()
        pieces = (*_exactly(one.drawn, split), ("┊ ", "dim"), *form.pieces)
        lines.append(Seen(line(*pieces, caret=one.drawn.caret), one.target, one.marked))
    return top, Window(tuple(lines), window.cursor)


def above(left: Sequence[Seen], right: Sequence[Drawn], width: int, height: int, top: int) -> tuple[int, Window]:
    """One pane over the other, the form below with what is left of the room."""
    room = height if not right else max(5, height - len(right) - 1)
    top, window = window_on(left, top, room)
    if not right:
        return top, window
    lines = [*window.lines, *(Seen() for _ in range(room - len(window.lines)))]
    lines.append(Seen(line(("─" * width, "dim"))))
    lines += [Seen(one) for one in right]
    return top, Window(tuple(lines[:height]), window.cursor)


def _exactly(drawn: Drawn, width: int) -> tuple[Piece, ...]:
    """The pieces of a line, cut and filled to exactly ``width`` cells."""
    pieces: list[Piece] = []
    left = width
    for text, ink in drawn.pieces:
        if left <= 0:
            break
        shown = text if cells(text) <= left else cut(text, left)
        pieces.append((shown, ink))
        left -= cells(shown)
    return (*pieces, (" " * max(0, left), "text"))

"""The pages that take the form's room for a while.

Keys, reference, finder, and what belongs to a submission.
"""

from collections.abc import Iterator, Mapping
from itertools import groupby

from twofold.review.views import Changed, Report
from twofold.tui.actions import ACTIONS, Action, Where, keys_of
from twofold.tui.form.board import Board
from twofold.tui.form.drawn import EMPTY, Drawn, Piece, cut, fitted, line, paragraph, wrapped
from twofold.tui.form.layout import Row, Window
from twofold.tui.form.opened import Finding, Kind, Opened, Page, Submitting, Writing
from twofold.tui.form.words import letter, said, short
from twofold.tui.form.written import input_lines, writing_lines
from twofold.values.coded import Place

Keys = Mapping[Where, Mapping[str, Action]]

_INDENT = 3
_KEYS = 20


def page_window(board: Board, keys: Keys, width: int, height: int) -> Window | None:
    """What is seen in place of the sheet, or nothing where the sheet itself is to be seen."""
    over = board.over
    match over:
        case Page(name, top):
            lines = help_lines(keys, over.under, width) if name == "help" else reference_lines(board, width)
            return _read([Row(one) for one in lines], top, height)
        case Finding():
            return _finder(over, width, height)
        case Submitting():
            rows = list(_submission(board, over, width))
            at = next((n for n, row in enumerate(rows) if row.drawn.card), 0)
            return _read(rows, max(0, at - height * 2 // 3), height, at)
        case Writing(place=None):
            rows = [Row(one) for one in _written(board, over, width)]
            caret = next((n for n, row in enumerate(rows) if row.drawn.caret >= 0), 0)
            return _read(rows, max(0, caret - height + 2), height, caret)
        case _:
            return None


def _read(rows: list[Row], top: int, height: int, at: int | None = None) -> Window:
    first = max(0, min(top, len(rows) - height))
    seen = tuple(rows[first : first + height])
    row = 0 if at is None else max(0, min(at - first, height - 1))
    column = max(0, rows[at].drawn.caret) if at is not None and at < len(rows) else 0
    return Window(seen, first, len(rows), (column, row))


_PLACES = (Where.FORM, Where.WRITING, Where.PICKING, Where.LABELS, Where.QUESTION, Where.SUBMISSION, Where.PAGE)
_SIGNS = (
    ("*", "required and blank"),
    ("!", "something stands against submitting: a quote, a reason or a note is owed, or a rule forbids it"),
    ("?", "worth a second look"),
    ("2", "two answers of yours, from two devices"),
    ("~", "not saved yet"),
    ('"  n  c', "at the end of a line that is short of room: quoted, with a note, with a confidence"),
)


def help_lines(keys: Keys, under: Opened | None, width: int) -> Iterator[Drawn]:
    """All keys of the form, those of where the person is first, and the signs at its fields."""
    here = _where(under)
    yield _title("Keys", width)
    for where in sorted(_PLACES, key=lambda one: one is not here):
        actions = [action for action in ACTIONS if action.where is where]
        for group, members in groupby(actions, key=lambda action: action.group):
            yield EMPTY
            yield line((" " * _INDENT, "text"), (group, "head"))
            told: set[str] = set()
            for action in members:
                if not action.family or action.family not in told:
                    told.add(action.family)
                    yield from _told(" ".join(keys_of(action.id, keys)), action.help, width)
    yield EMPTY
    yield line((" " * _INDENT, "text"), ("Signs at a field", "head"))
    for mark, words in _SIGNS:
        yield from _told(mark, words, width)


def _where(under: Opened | None) -> Where:
    match under:
        case Writing():
            return Where.WRITING
        case Submitting():
            return Where.SUBMISSION
        case None:
            return Where.FORM
        case _:
            return Where.PICKING


def _told(key: str, words: str, width: int) -> Iterator[Drawn]:
    for number, part in enumerate(wrapped(words, width - _INDENT - _KEYS - 1) if key else ()):
        lead: Piece = (fitted(key if number == 0 else "", _KEYS), "key")
        yield line((" " * _INDENT, "text"), lead, (part, "text"))


def _title(text: str, width: int) -> Drawn:
    return line((" " * _INDENT, "text"), (cut(text, width - _INDENT), "head"))


def reference_lines(board: Board, width: int) -> Iterator[Drawn]:
    """The study as its reports tell it: reference and abstract of each."""
    study = board.study
    yield _title(f"{study.number}  {study.label}", width)
    if study.initiative:
        yield from paragraph(f"Initiative: {study.initiative}", "text", _INDENT, width - 1)
    if not study.reports:
        yield line((" " * _INDENT, "text"), ("No report is recorded for this study.", "dim"))
    for number, report in enumerate(study.reports):
        yield EMPTY
        yield from _report(report, f"{letter(number)}  " if len(study.reports) > 1 else "", width)


def _report(report: Report, lead: str, width: int) -> Iterator[Drawn]:
    yield from paragraph(f"{lead}{report.title or report.label}", "strong", _INDENT, width - 1)
    authors = "; ".join(report.authors[:8]) + (" and others" if len(report.authors) > 8 else "")
    source = " ".join(part for part in (report.journal, str(report.year or "")) if part)
    for text in (authors, source):
        yield from paragraph(text, "text", _INDENT, width - 1)
    if report.doi:
        yield from paragraph(f"doi {report.doi}", "dim", _INDENT, width - 1)
    yield EMPTY
    if report.abstract:
        yield from paragraph(report.abstract, "help", _INDENT, width - 1)
    else:
        yield line((" " * _INDENT, "text"), ("No abstract came with this record.", "dim"))


def _finder(over: Finding, width: int, height: int) -> Window:
    title = "Which study is the same as this one?" if over.same else "Find a study"
    head = [_title(title, width), *input_lines(over.line, "name", width, 1), EMPTY]
    room = max(1, height - len(head))
    first = max(0, min(over.at - room // 2, len(over.matches) - room))
    rows = [Row(one) for one in head]
    for number, hit in enumerate(over.matches[first : first + room], first):
        marked = number == over.at
        right = cut(hit.words, width // 3)
        label = fitted(hit.label, max(4, width - 16 - len(right)))
        rows.append(
            Row(
                line(
                    (" > " if marked else "   ", "cursor"),
                    (fitted(hit.number, 8), "picked" if marked else "label"),
                    (label, "picked" if marked else "text"),
                    (f"  {right}", "dim"),
                )
            )
        )
    if not over.matches:
        rows.append(Row(line((" " * _INDENT, "text"), ("No study matches.", "dim"))))
    return _read(rows, 0, height, 1)


def _submission(board: Board, over: Submitting, width: int) -> Iterator[Row]:
    check, number = over.check, 0
    yield Row(_title(f"Submit {board.study.number}  {board.study.label}", width))
    yield Row(EMPTY)
    if check.blocks:
        ask = f"{_things(len(check.blocks))} against it: enter goes to the marked one."
    else:
        ask = "Nothing stands against it. Did you read the whole paper?   y  yes   n  no"
    # It stands first, for what follows may be long.
    yield from (Row(one) for one in paragraph(ask, "strong", _INDENT, width - 1))
    if check.time_words:
        yield from (Row(part) for part in paragraph(check.time_words, "help", _INDENT, width - 1))
    for heading, ink, found in (
        ("Stands against it", "block", [(one.place, one.words) for one in check.blocks]),
        ("Worth a second look", "warn", [(one.place, one.words) for one in check.warnings]),
        ("Changed after the first answer", "help", [(one.place, _turn(board, one)) for one in check.changed]),
        ("Left blank, not required", "dim", [(place, "") for place in check.blank]),
    ):
        if found:
            yield Row(EMPTY)
            yield Row(line((" " * _INDENT, "text"), (f"{heading}: {len(found)}", "head")))
        for words, alike in groupby(found, key=lambda one: one[1]):
            yield from (Row(part) for part in paragraph(words, ink, _INDENT, width - 1, most=3))
            for place, _ in alike:
                yield _listed(board, place, number == over.at, width)
                number += 1


def _things(count: int) -> str:
    return "One thing stands" if count == 1 else f"{count} things stand"


def _listed(board: Board, place: Place, marked: bool, width: int) -> Row:
    name = board.field(place).label
    if place[0] is not None:
        name = f"{short(board.row_words(place[0]), 30)}: {name}"
    text = (cut(name, width - _INDENT - 4), "picked" if marked else "text")
    return Row(line(("   > " if marked else "     ", "cursor"), text, card=marked), place)


def _turn(board: Board, one: Changed) -> str:
    field = board.field(one.place)
    return f"first {said(field, one.first)}, now {said(field, one.now)}"


_EXCLUDE = (
    "The study stays in the review until the proposal is settled, and your answers stay too. Say what makes it "
    "ineligible; an empty reason withdraws the proposal. If it is the same study as another one of this review, type = "
    "first and choose that one."
)
_SAME = (
    "Both stay as they are until that is settled, and nobody's answers are lost. Say what shows that they are one "
    "study: the registration, the sites, the dates. An empty reason withdraws the proposal."
)
_REOPEN = (
    "The study is submitted and locked. Reopening takes your submission back, so that you can change answers; what "
    "was submitted is kept in the log. Say why it is needed."
)


def _written(board: Board, over: Writing, width: int) -> Iterator[Drawn]:
    study = board.study
    named = f"{study.number}  {study.label}"
    match over.kind:
        case Kind.EXCLUDE:
            title, text, name = f"Propose to exclude {named}", _EXCLUDE, "reason"
        case Kind.SAME:
            title, text, name = f"Propose that {study.number} and {over.number} are one study", _SAME, "reason"
        case Kind.REOPEN:
            title, text, name = f"Reopen {named}", _REOPEN, "reason"
        case _:
            read = "You read the whole paper." if over.whole_paper else "You did not read the whole paper."
            title, name = f"Submit {named}", "type"
            text = f"{read} Submitting locks your answers. Type {study.number} or the label to confirm."
    yield _title(title, width)
    yield EMPTY
    yield from paragraph(text, "help", _INDENT, width - 1)
    yield EMPTY
    yield from writing_lines(over, name, width)
    if over.problem:
        yield EMPTY
        yield from paragraph(f"! {over.problem}", "block", _INDENT, width - 1)
    yield EMPTY
    yield line((" " * _INDENT, "text"), ("enter ", "key"), ("confirms   ", "dim"), ("esc ", "key"), ("leaves", "dim"))

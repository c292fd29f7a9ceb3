"""Typing to find: an option of a long list, a field, or a study."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import partial

from twofold.codebook.model import FieldType, Option
from twofold.tui.form.board import Board
from twofold.tui.form.change import NO_CHANGE, Change, FindStudies, OpenStudy, refused
from twofold.tui.form.choosing import choose
from twofold.tui.form.line import Line
from twofold.tui.form.moving import on_from
from twofold.tui.form.opened import Filtering, Finding, Jumping, Kind, Picking, Writing
from twofold.tui.form.writing import begin
from twofold.values.coded import Place

MOST_KEYS = 9
_LONGEST = 200
_NOT_AT_ALL = 3


def search(board: Board) -> Change:
    """Filter the options of a long list; elsewhere, find a study."""
    place = board.cursor
    if place is not None and len(board.field(place).options) > MOST_KEYS and not board.locked_at(place):
        return begin_filter(board, place)
    return begin_finding(board)


def begin_filter(board: Board, place: Place) -> Change:
    """Open the filter over the options of the field at ``place``."""
    board.over = Filtering(place, Line(), board.field(place).options)
    return NO_CHANGE


def begin_finding(board: Board) -> Change:
    """Open the finder of studies."""
    board.over = Finding(Line())
    return Change((FindStudies(""),))


def jump(board: Board) -> Change:
    """Open the search for a field."""
    board.over = Jumping(Line(), board.cursor, ())
    return NO_CHANGE


def typed(board: Board, picking: Picking, text: str) -> Change:
    """Add ``text`` to what was typed and narrow the matches by it. A second ``/`` goes on to the studies."""
    if text == "/" and isinstance(picking, Filtering) and not picking.line.text:
        return begin_finding(board)
    if len(picking.line.text) + len(text) > _LONGEST:
        return refused(f"At most {_LONGEST} characters are searched for.")
    return _narrowed(board, picking, picking.line.typed(text))


def rub_out(board: Board, picking: Picking, act: str) -> Change:
    """Remove the last character, or all."""
    return _narrowed(board, picking, picking.line.acted(act))


def _narrowed(board: Board, picking: Picking, line: Line) -> Change:
    match picking:
        case Filtering(place):
            options = board.field(place).options
            found = ranked(line.text, options)
            board.over = replace(picking, line=line, matches=found, at=0 if line.text and found else -1)
            return NO_CHANGE
        case Jumping(origin=origin):
            matches = _fields_named(board, line.text) if line.text.strip() else ()
            board.over = replace(picking, line=line, matches=matches, at=0 if matches else -1)
            board.stand(matches[0] if matches else origin)
            return NO_CHANGE if matches or not line.text.strip() else refused(_no_field(board, line.text))
        case Finding():
            board.over = replace(picking, line=line)
            return Change((FindStudies(line.text),))


def step(board: Board, picking: Picking, by: int) -> Change:
    """Mark the next match, or the one before."""
    count = len(picking.matches)
    if not count:
        return refused("Nothing matches.")
    at = max(0, min(count - 1, picking.at + by))
    board.over = replace(picking, at=at)
    if isinstance(picking, Jumping):
        board.stand(picking.matches[at])
    return NO_CHANGE


def take(board: Board, picking: Picking, go_on: bool) -> Change:
    """Take what is marked.

    In a set the filter stays open for the next one, until ``enter`` comes on an empty line.
    """
    match picking:
        case Filtering(place, line, matches, at):
            if at < 0:
                return _done(board, place, go_on) if not line.text else refused("Nothing matches.")
            several = board.field(place).type is FieldType.MULTI
            board.over = None
            change = choose(board, place, matches[at])
            if several and not go_on:
                begin_filter(board, place)
            elif go_on and board.cursor == place:
                on_from(board, place)
            return change
        case Jumping(_, origin, matches, at):
            if at < 0:
                return leave(board, picking)
            board.over = None
            board.stand(origin)
            board.go(matches[at])
            return NO_CHANGE
        case Finding(_, hits, at, same):
            if not hits:
                return refused("No study matches.")
            chosen = hits[min(at, len(hits) - 1)]
            if same:
                return begin(board, Writing(Kind.SAME, None, Line(), other=chosen.key, number=chosen.number))
            board.over = None
            return Change((OpenStudy(chosen.key),))


def _done(board: Board, place: Place, go_on: bool) -> Change:
    board.over = None
    if go_on:
        on_from(board, place)
    return NO_CHANGE


def leave(board: Board, picking: Picking) -> Change:
    """Close the search; the cursor goes back to where it was."""
    board.over = None
    if isinstance(picking, Jumping):
        board.stand(picking.origin)
    return NO_CHANGE


def ranked(text: str, options: Iterable[Option]) -> tuple[Option, ...]:
    """The options whose label or id holds every word of ``text``; those that begin with it first."""
    found = [(_rank(text, f"{option.label} {option.id}"), option) for option in options]
    return tuple(option for rank, option in sorted(found, key=lambda one: one[0]) if rank < _NOT_AT_ALL)


def _fields_named(board: Board, text: str) -> tuple[Place, ...]:
    found: list[tuple[int, bool, int, Place]] = []
    here = board.cursor[0] if board.cursor else None
    for number, place in enumerate(board.stops):
        field = board.field(place)
        name = f"{field.label} {field.id}"
        if place[0] is not None:
            name = f"{name} {board.row_words(place[0])[:200]}"
        rank = _rank(text, name)
        if rank < _NOT_AT_ALL:
            found.append((rank, place[0] not in (None, here), number, place))
    return tuple(place for *_, place in sorted(found, key=lambda one: one[:3]))


def _rank(text: str, name: str) -> int:
    """0 where the name begins with the text, 1 where a word of it does, 2 where it holds each word, 3 where not."""
    wanted, folded = text.casefold().split(), name.casefold()
    if not all(word in folded for word in wanted):
        return _NOT_AT_ALL
    whole = " ".join(wanted)
    if folded.startswith(whole):
        return 0
    return 1 if f" {whole}" in folded or f"_{whole}" in folded else 2


def _no_field(board: Board, text: str) -> str:
    for field in board.codebook.fields:
        if _rank(text, f"{field.label} {field.id}") < 2:
            return f"{field.label} is not asked here: a rule of the codebook leaves it out."
    return "No field is called that."


ACTS: Mapping[str, Callable[[Board], Change]] = {"form.search": search, "form.jump": jump}
"""What opens a search."""

PICKING_ACTS: Mapping[str, Callable[[Board, Picking], Change]] = {
    "picking.take": partial(take, go_on=False),
    "picking.take_and_go_on": partial(take, go_on=True),
    "picking.leave": leave,
    "picking.down": partial(step, by=1),
    "picking.up": partial(step, by=-1),
    "picking.rub_out": partial(rub_out, act="rub_out"),
    "picking.clear": partial(rub_out, act="clear"),
}
"""What happens within an open search."""

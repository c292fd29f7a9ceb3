"""One item drawn: the field, what each side said with its evidence, how the two differ, and the keys that answer it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from twofold.codebook.model import Field, FieldType, Option
from twofold.reconcile.item import ItemView, Side
from twofold.reconcile.queue import ItemKind, State
from twofold.review.views import Report
from twofold.tui.form.drawn import EMPTY, Drawn, Piece, cells, cut, fitted, flowed, line, paragraph, spread
from twofold.tui.form.words import place_words
from twofold.tui.pages.page import MARGIN
from twofold.values.answers import Chosen, OffScale, Value
from twofold.values.plaintext import visible

WIDEST = 130
BESIDE = 100
_PAD: Piece = (" " * MARGIN, "text")
_INDENT = MARGIN + 3
_GAP = 3
_QUOTE_LINES = 4
_HELP_LINES = 2
_MOST_KEYS = 9
_WRITING = {
    FieldType.INTEGER: "Type another number, or r, u, x.",
    FieldType.NUMBER: "Type another number, or r, u, x.",
    FieldType.DATE: "Type another date, or r, u, x.",
    FieldType.TEXT: "t mends A's text into a third one.",
}


@dataclass(frozen=True, slots=True)
class Showing:
    """How an item is shown: all texts in ``full``, or the options in few lines where it is ``tight``; with its
    ``neighbours``, with the sides ``covered``; ``ticked`` is the set that is being put together, and ``marked`` which
    of two decisions the cursor is on."""

    full: bool = False
    tight: bool = False
    neighbours: bool = False
    covered: bool = False
    ticked: frozenset[str] | None = None
    marked: int = 0


def item_lines(
    view: ItemView, reports: Sequence[Report], showing: Showing, option_keys: Sequence[str], width: int
) -> Iterator[Drawn]:
    """The item from its field down to the keys that answer it. ``option_keys`` are the keys of the first options."""
    if view.field is None:
        yield from _study_question(view, width)
    else:
        yield from _question(view, view.field, showing, width)
        yield EMPTY
        yield from _sides(view, reports, showing, width)
        if not showing.covered:
            yield from _compared(view, width)
        yield from _answering(view, view.field, showing, option_keys, width)
    yield from _standing(view, showing, width)


def _study_question(view: ItemView, width: int) -> Iterator[Drawn]:
    yield from paragraph(view.item.kind.words.capitalize(), "strong", MARGIN, width)
    yield EMPTY
    for sentence in view.said:
        yield from paragraph(sentence, "text", MARGIN, width)


def _question(view: ItemView, field: Field, showing: Showing, width: int) -> Iterator[Drawn]:
    row = f" [{view.item.row_name}]" if view.item.row_name else ""
    yield from paragraph(f"{field.label}{row}", "strong", MARGIN, width, most=3)
    if field.help:
        yield from paragraph(field.help, "help", MARGIN, width, most=1000 if showing.full else _HELP_LINES)


def _sides(view: ItemView, reports: Sequence[Report], showing: Showing, width: int) -> Iterator[Drawn]:
    if showing.covered:
        words = "What the coders said is hidden. Answer it from the report yourself first."
        yield from paragraph(words, "help", MARGIN, width)
        yield EMPTY
        return
    sides = view.sides
    if not sides:
        return
    columns = len(sides) if width >= BESIDE and len(sides) in (2, 3) else 1
    if columns == 1:
        for one in sides:
            yield from _side(one, view, reports, showing, width)
            yield EMPTY
        return
    room = (width - MARGIN - _GAP * (columns - 1)) // columns
    blocks = [list(_side(one, view, reports, showing, room + MARGIN)) for one in sides]
    for number in range(max(map(len, blocks))):
        pieces: list[Piece] = [_PAD]
        for column, block in enumerate(blocks):
            # The margin of a block is that of the page, so it gives way where a column begins further right.
            own = _without_margin(block[number]) if number < len(block) else ()
            taken = sum(cells(text) for text, _ in own)
            pieces += [*own]
            if column < columns - 1:
                pieces.append((" " * (room + _GAP - taken), "text"))
        yield line(*pieces)
    yield EMPTY


def _without_margin(drawn: Drawn) -> tuple[Piece, ...]:
    if not drawn.pieces:
        return ()
    blank, ink = drawn.pieces[0]
    return ((blank[MARGIN:], ink), *drawn.pieces[1:]) if len(blank) > MARGIN else drawn.pieces[1:]


def _side(one: Side, view: ItemView, reports: Sequence[Report], showing: Showing, width: int) -> Iterator[Drawn]:
    beside: list[str] = []
    if one.now.confidence is not None:
        beside.append(f"{one.now.confidence.value} confidence")
    if one.stood:
        beside.append("stands by it")
    if one.mine:
        beside.append("yours")
    name: list[Piece] = [_PAD, (f"{one.letter}  ", "key"), (cut(one.name, width // 2), "label")]
    yield spread(name, [(", ".join(beside), "dim")], width)
    ink = "answer" if one.asked and one.now.answered else "off"
    field = view.field
    yield from paragraph(one.answer, ink, _INDENT, width, most=1000 if showing.full else _QUOTE_LINES)
    if one.now.answer != one.coded.answer and field is not None and one.coded.answered:
        from twofold.reconcile.wording import answer_words

        was = answer_words(field, one.coded.answer)
        yield from paragraph(f"owns a slip; submitted was: {was}", "dim", _INDENT, width, most=2)
    said = one.now
    most = 1000 if showing.full else _QUOTE_LINES
    where = place_words(said.evidence, reports)
    quote = f"“{said.evidence.quote}”" if said.evidence.quote else ""
    if where or quote:
        yield from paragraph("  ".join(part for part in (where, quote) if part), "text", _INDENT, width, most=most)
    elif one.asked:
        yield line((" " * _INDENT, "text"), ("no page, no quote", "dim"))
    if said.reason:
        yield from paragraph(f"because {said.reason}", "help", _INDENT, width, most=most)
    if said.note:
        yield from paragraph(f"note: {said.note}", "help", _INDENT, width, most=most)


def _compared(view: ItemView, width: int) -> Iterator[Drawn]:
    """What the two say together: their evidence, hints at slips, the words in which two texts differ."""
    lines = [one for one in (view.evidence, *view.hints) if one]
    told = "; ".join(lines)
    if told:
        end = "" if told.endswith("?") else "."
        yield from paragraph(f"{told[:1].upper()}{told[1:]}{end}", "help", MARGIN, width)
    if view.pieces and any(one.whose == "both" and one.text.strip() for one in view.pieces):
        yield from _texts(view, width)
    for sentence in view.said:
        yield from paragraph(sentence, "warn", MARGIN, width)
    if told or view.said or view.pieces:
        yield EMPTY


def _texts(view: ItemView, width: int) -> Iterator[Drawn]:
    """Two texts in one. What one of them alone has stands in brackets behind its letter, which needs no colour."""
    pieces: list[Piece] = []
    for number, one in enumerate(view.pieces):
        text = visible(one.text)
        if one.whose == "both":
            pieces.append((text, "text"))
            continue
        inner = text.strip()
        before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :] if inner else ""
        beside = number + 1 < len(view.pieces) and view.pieces[number + 1].whose != "both"
        pieces += [(before, "text"), (f"[{one.whose}: {inner}]", "chosen"), (after or " " * beside, "text")]
    for parts in flowed(pieces, width - _INDENT):
        yield line((" " * _INDENT, "text"), *parts)


def _answering(
    view: ItemView, field: Field, showing: Showing, option_keys: Sequence[str], width: int
) -> Iterator[Drawn]:
    """The options with their keys, and the letters of who chose them."""
    if view.item.kind is ItemKind.UNMATCHED_ROW:
        return
    if not field.options:
        yield from paragraph(_WRITING.get(field.type, "t writes another answer."), "dim", MARGIN, width)
        return
    told = [
        (
            option_keys[number] if number < min(len(option_keys), _MOST_KEYS) else " ",
            option,
            _who(view, option, showing),
        )
        for number, option in enumerate(field.options)
    ]
    every = "".join(one.letter for one in view.sides)
    if showing.full or (field.type is FieldType.MULTI and len(told) <= _MOST_KEYS and not showing.tight):
        for key, option, who in told:
            yield from _option(key, option, who, every, field, showing, width)
        return
    named = [one for one in told if one[2] or (showing.ticked is not None and one[1].id in showing.ticked)]
    if field.type is FieldType.MULTI:
        for key, option, who in named:
            yield from _option(key, option, who, every, field, showing, width)
        told = [one for one in told if one not in named]
    pieces: list[Piece] = []
    for key, option, who in told:
        if key.strip():
            letters = f" ({who})" if who else ""
            # A label stays whole on its line as long as it fits: blanks within it do not break.
            words = f"{visible(option.label)}{letters}".replace(" ", "\u00a0")
            pieces += [(f"{key}\u00a0", "key"), (words, "answer" if who else "label"), ("   ", "text")]
    if len(field.options) > _MOST_KEYS:
        pieces.append((f"and {len(field.options) - _MOST_KEYS}\u00a0more\u00a0(/)", "dim"))
    for parts in flowed(pieces, width - MARGIN):
        yield line(_PAD, *((text.replace("\u00a0", " "), ink) for text, ink in parts))


def _option(
    key: str, option: Option, who: str, every: str, field: Field, showing: Showing, width: int
) -> Iterator[Drawn]:
    tick = ""
    if field.type is FieldType.MULTI and showing.ticked is not None:
        tick = "[x] " if option.id in showing.ticked else "[ ] "
    # Each side keeps its column, so that one sees down the list who chose what.
    letters = "" if showing.covered else "".join(one if one in who else " " for one in every) + " "
    room = width - MARGIN - 2 - cells(tick) - cells(letters) - 1
    yield line(
        _PAD,
        (f"{key} ", "key"),
        (tick, "chosen"),
        (letters, "answer"),
        (cut(option.label, room), "answer" if who else "label"),
    )
    if showing.full:
        for words in (option.help, option.counts and f"counts: {option.counts}", _not(option)):
            if words:
                yield from paragraph(words, "help", MARGIN + 2 + cells(tick) + cells(letters), width)


def _not(option: Option) -> str:
    return f"does not count: {option.does_not_count}" if option.does_not_count else ""


def _who(view: ItemView, option: Option, showing: Showing) -> str:
    """The letters of the sides that chose the option."""
    if showing.covered:
        return ""
    return "".join(one.letter for one in view.sides if _chose(one, option))


def _chose(one: Side, option: Option) -> bool:
    match one.now.answer:
        case Value(text):
            return text == option.id
        case Chosen(options):
            return option.id in options
        case _:
            return False


def _standing(view: ItemView, showing: Showing, width: int) -> Iterator[Drawn]:
    """What stands there now: how it is settled, what waits to be chosen, the third reader's own, what was said."""
    if view.third is not None and view.field is not None:
        from twofold.reconcile.wording import answer_words

        yield EMPTY
        yield from paragraph(f"You coded it: {answer_words(view.field, view.third.answer)}", "answer", MARGIN, width)
    if showing.covered:
        return
    if view.settled and view.item.state is State.SETTLED:
        yield EMPTY
        yield from paragraph(f"● Settled: {view.settled}", "answer", MARGIN, width)
    if len(view.decided) == 1 and view.item.kind is ItemKind.STALE:
        yield EMPTY
        yield from paragraph(f"Decided before: {view.decided[0].words}", "answer", MARGIN, width)
    if len(view.decided) > 1:
        yield EMPTY
        for number, one in enumerate(view.decided):
            sign = " > " if number == showing.marked else "   "
            for at, part in enumerate(paragraph(one.words, "text", 0, width - MARGIN)):
                yield line((sign if at == 0 else "   ", "cursor"), *part.pieces)
    if (showing.neighbours or view.item.kind is ItemKind.UNMATCHED_ROW) and view.neighbours:
        yield EMPTY
        yield from _neighbours(view, width)
    if showing.full and view.history:
        yield EMPTY
        yield line(_PAD, ("Said of it before", "head"))
        for words in view.history:
            yield from paragraph(words, "text", MARGIN, width)


def _neighbours(view: ItemView, width: int) -> Iterator[Drawn]:
    letters = "".join(one.letter for one in view.sides)
    yield line(_PAD, ("In the fields beside it", "head"))
    room = max(10, (width - MARGIN) // 3)
    share = max(6, (width - MARGIN - room) // max(1, len(letters)) - 5)
    for one in view.neighbours:
        pieces: list[Piece] = [_PAD, (fitted(one.label, room), "label")]
        for letter, words in zip(letters, one.answers, strict=False):
            pieces += [("  ", "text"), (f"{letter} ", "key"), (fitted(words, share), "text")]
        yield line(*pieces)


def off_scale_of(name: str) -> OffScale | None:
    """The code that an action's name stands for."""
    return {
        "not_reported": OffScale.NOT_REPORTED,
        "unclear": OffScale.UNCLEAR,
        "not_applicable": OffScale.NOT_APPLICABLE,
    }.get(name)

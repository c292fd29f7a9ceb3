"""The options of the field under the cursor, as fully as the room allows."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from twofold.codebook.model import Field, FieldType, Option
from twofold.tui.actions import key_of, spoken
from twofold.tui.form.board import Keys
from twofold.tui.form.choosing import MOST_SHOWN
from twofold.tui.form.drawn import Drawn, Piece, cells, cut, fitted, flowed, line, safe
from twofold.tui.form.written import INDENT
from twofold.values.answers import Answer, Chosen, OffScale, Value

_MARK = 6
_MOST_NUMBERED = 9
_LONGEST_LABEL = 24
_LONGEST_HELP = 2000

DENSITIES = 5
"""In how many ways options can be drawn: 0 tells all on lines of its own, 4 sets several on one line."""


def chosen_ids(answer: Answer) -> frozenset[str]:
    """The options that an answer chooses."""
    match answer:
        case Value(text):
            return frozenset([text])
        case Chosen(options):
            return options
        case _:
            return frozenset()


def sign(field: Field, chosen: bool) -> str:
    """The box of an option: square where several may be chosen, round where one is."""
    return _box(field.type is FieldType.MULTI, chosen)


def _box(several: bool, chosen: bool) -> str:
    if several:
        return "[x]" if chosen else "[ ]"
    return "(*)" if chosen else "( )"


def option_lines(field: Field, answer: Answer, width: int, density: int, keys: Keys) -> Iterator[Drawn]:
    """The options with their keys; of a very long list only the chosen ones."""
    chosen = chosen_ids(answer)
    if len(field.options) > MOST_SHOWN:
        yield from _chosen_lines(field, chosen, width, keys)
    elif density >= DENSITIES - 1:
        yield from _columns(field, chosen, width, keys)
    else:
        longest = max(cells(safe(option.label, width)) for option in field.options)
        column = 0 if density == 1 else min(longest, _LONGEST_LABEL)
        several = field.type is FieldType.MULTI
        for number, option in enumerate(field.options, 1):
            key = _key(number, option, keys)
            yield from _kept_option(several, option, key, option.id in chosen, width, density, column)


@lru_cache(maxsize=2048)
def _kept_option(
    several: bool, option: Option, key: tuple[str, str], chosen: bool, width: int, density: int, column: int
) -> tuple[Drawn, ...]:
    """The lines of one option. An answer changes those of two options, and the next study asks the same fields."""
    return tuple(_option(several, option, key, chosen, width, density, column))


def _option(
    several: bool, option: Option, key: tuple[str, str], chosen: bool, width: int, density: int, column: int
) -> Iterator[Drawn]:
    ink = "chosen" if chosen else "strong" if density == 1 and _has_more(option) else "text"
    label = fitted(option.label, column) if cells(safe(option.label, width)) <= column else safe(option.label, width)
    hang = column + 2 if column else 0
    indent = INDENT + _MARK + hang
    first: list[Piece] = [(label, ink)]
    told = _told(option, chosen, density)
    if told:
        first = [(f"{label}  ", ink), *told]
    room = width - indent - 1
    head = (" " * INDENT, "text"), (f"{key[0]} ", "key"), (f"{_box(several, chosen)} ", ink)
    mark = (0, width, key[1])
    if density == 3:
        text = cut("".join(part for part, _ in told).rstrip(), room)
        yield line(*head, (cut(f"{label}  ", column + 2), ink), (text, "help"), marks=[mark], card=True)
        return
    lines = _hanging(first, width - INDENT - _MARK - 1, hang)
    for at, pieces in enumerate(lines):
        lead = head if at == 0 else ((" " * indent, "text"),)
        yield line(*lead, *pieces, marks=[mark], card=True)
    if density == 0:
        for word, text in (("counts   ", option.counts), ("does not ", option.does_not_count)):
            for at, pieces in enumerate(flowed([(safe(text, _LONGEST_HELP), "example")], room - 9) if text else ()):
                lead_word = word if at == 0 else " " * 9
                yield line((" " * indent, "text"), (lead_word, "dim"), *pieces, marks=[mark], card=True)


def _key(number: int, option: Option, keys: Keys) -> tuple[str, str]:
    """The key of an option as it is shown, and what a click on it means."""
    key = key_of(f"form.option_{number}", keys) if number <= _MOST_NUMBERED else ""
    return (spoken(key), key) if key else (spoken(key_of("form.search", keys)), f"={option.id}")


def _has_more(option: Option) -> bool:
    return bool(option.help or option.counts or option.does_not_count)


def _told(option: Option, chosen: bool, density: int) -> list[Piece]:
    told: list[Piece] = [(f"{safe(option.help, _LONGEST_HELP)} ", "help")] if option.help else []
    if density == 1 or (density == 2 and chosen):
        if option.counts:
            told += [("Counts: ", "dim"), (f"{safe(option.counts, _LONGEST_HELP)} ", "example")]
        if option.does_not_count:
            told += [("Does not: ", "dim"), (safe(option.does_not_count, _LONGEST_HELP), "example")]
    return told


def _hanging(pieces: Sequence[Piece], width: int, hang: int) -> list[tuple[Piece, ...]]:
    """The first line in full width, the others in what the hanging indent leaves."""
    text = "".join(part for part, _ in pieces)
    whole = flowed(pieces, width)
    if len(whole) == 1:
        return whole
    taken = len("".join(part for part, _ in whole[0]))
    while taken < len(text) and text[taken] == " ":
        taken += 1
    rest: list[Piece] = []
    at = 0
    for part, ink in pieces:
        piece = part[max(0, taken - at) :]
        at += len(part)
        if piece:
            rest.append((piece, ink))
    return [whole[0], *flowed(rest, width - hang)]


def _columns(field: Field, chosen: frozenset[str], width: int, keys: Keys) -> Iterator[Drawn]:
    longest = max(cells(safe(option.label, width)) for option in field.options)
    size = min(longest + _MARK + 2, max(width - INDENT, _MARK + 4))
    count = max(1, (width - INDENT) // size)
    for start in range(0, len(field.options), count):
        pieces: list[Piece] = [(" " * INDENT, "text")]
        marks: list[tuple[int, int, str]] = []
        for at, option in enumerate(field.options[start : start + count]):
            key, mark = _key(start + at + 1, option, keys)
            ink = "chosen" if option.id in chosen else "text"
            pieces += [(f"{key} ", "key"), (f"{sign(field, option.id in chosen)} ", ink)]
            pieces.append((fitted(option.label, size - _MARK), ink))
            first = INDENT + at * size
            marks.append((first, first + size - 1, mark))
        yield line(*pieces, marks=marks, card=True)


def _chosen_lines(field: Field, chosen: frozenset[str], width: int, keys: Keys) -> Iterator[Drawn]:
    for option in field.options:
        if option.id in chosen:
            label = cut(option.label, width - INDENT - _MARK)
            yield line((" " * (INDENT + 2), "text"), (f"{sign(field, chosen=True)} {label}", "chosen"), card=True)
    search = key_of("form.search", keys)
    pieces = (
        (" " * INDENT, "text"),
        (f"{spoken(search)} ", "key"),
        (f"type part of a name: {len(field.options)} options", "help"),
    )
    yield line(*pieces, marks=[(0, width, search)], card=True)


_OFF = (
    ("form.not_reported", OffScale.NOT_REPORTED),
    ("form.unclear", OffScale.UNCLEAR),
    ("form.not_applicable", OffScale.NOT_APPLICABLE),
)


def off_scale_line(field: Field, answer: Answer, width: int, keys: Keys, density: int = 0) -> Drawn:
    """The answers that every field takes, and those that only some do; and how to see examples that are left out."""
    pieces: list[Piece] = [(" " * INDENT, "text")]
    marks: list[tuple[int, int, str]] = []
    at = INDENT
    takes: list[tuple[str, str, bool]] = [(name, code.words, answer is code) for name, code in _OFF]
    if field.type is FieldType.MULTI:
        takes.insert(0, ("form.none_of_these", "none of these", answer == Chosen(frozenset())))
    if field.tick is not None:
        takes.insert(0, ("form.tick", field.tick.label, answer == Value(field.tick.id)))
    for name, words, chosen in takes:
        key = key_of(name, keys)
        text = f"(*) {safe(words, _LONGEST_LABEL)}" if chosen else safe(words, _LONGEST_LABEL)
        size = cells(text) + cells(spoken(key)) + 1
        if at + size > width:
            break
        pieces += [(f"{spoken(key)} ", "key"), (text, "chosen" if chosen else "off"), ("   ", "text")]
        marks.append((at, at + size, key))
        at += size + 3
    opens = key_of("form.open", keys)
    size = cells(spoken(opens)) + 11
    if density > 1 and at + size <= width and any(option.counts or option.does_not_count for option in field.options):
        pieces += [(" " * (width - at - size), "text"), (f"{spoken(opens)} ", "key"), ("examples", "off")]
        marks.append((width - size, width, opens))
    return line(*pieces, marks=marks, card=True)

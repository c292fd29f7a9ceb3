"""The list of what is to be settled as a table to be filled in at a meeting, and the decisions read back from it."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from twofold.codebook.entries import BadEntry, typed_answer
from twofold.codebook.model import Field, FieldType
from twofold.reconcile.asking import ask, reply
from twofold.reconcile.deciding import adopt, defer, drop_row, keep_row, leave_open, third_value
from twofold.reconcile.desk import Desk
from twofold.reconcile.item import ItemView, view_of
from twofold.reconcile.own_code import answer_missing, overlooked, slip, stand
from twofold.reconcile.queue import Choice, Item, ItemKey, ItemKind
from twofold.reconcile.study_questions import grant, refuse
from twofold.reconcile.wording import CAUSES
from twofold.record.document import Document
from twofold.review.leading import Proposed, Refused
from twofold.values.answers import Answer, Chosen, OffScale, Value
from twofold.values.canonical import digest
from twofold.values.plaintext import one_line

_LETTERS = "ABCDEFGHIJ"
_BEFORE = ("item", "study", "label", "row", "field", "question", "what")
_AFTER = ("options", "decision", "reason", "cause", "source")
_NONE = "(none)"
_MINE = "mine:"
_CAUSES = {**{one: one for one in CAUSES}, **{words: one for one, words in CAUSES.items()}}


class BadTable(Exception):
    """A file that is no table of decisions; the message says why."""


@dataclass(frozen=True, slots=True)
class Entered:
    """One line of the table that was filled in: its number in the file, and what it does or why it does not."""

    line: int
    words: str
    proposed: Proposed | None

    @property
    def refused(self) -> bool:
        """Whether it does nothing."""
        return self.proposed is None


@dataclass(frozen=True, slots=True)
class Meeting:
    """The filled-in lines of a table, in their order."""

    entered: tuple[Entered, ...]

    @property
    def refused(self) -> tuple[Entered, ...]:
        """The lines that do nothing."""
        return tuple(one for one in self.entered if one.refused)

    @property
    def proposed(self) -> Proposed:
        """What the sound lines do, as one act."""
        sound = [one.proposed for one in self.entered if one.proposed is not None]
        documents: tuple[Document, ...] = tuple(each for one in sound for each in one.documents)
        return Proposed(tuple(words for one in sound for words in one.words), documents)


def table_of(desk: Desk, items: Sequence[Item]) -> str:
    """The items as CSV, with empty columns for decision, reason, cause and source."""
    views = [view_of(desk, one) for one in items]
    width = max((len(one.sides) for one in views), default=2)
    letters = [one.casefold() for one in _LETTERS[:width]]
    sides = [name for one in letters for name in (f"{one}_who", one, f"{one}_place")]
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow((*_BEFORE, *sides, *_AFTER))
    for view in views:
        item = view.item
        cells = [cell for one in view.sides for cell in (one.name, one.answer, one.now.evidence.place)]
        cells += [""] * (3 * width - len(cells))
        writer.writerow(
            (
                fingerprint(desk, item),
                item.number,
                item.label,
                item.row_name,
                item.key.field,
                item.field_label or one_line(" / ".join(view.said)),
                item.difference.words if item.difference and item.kind is ItemKind.DISAGREEMENT else item.kind.words,
                *cells,
                _to_choose(view),
                *("",) * (len(_AFTER) - 1),
            )
        )
    return out.getvalue()


def fingerprint(desk: Desk, item: Item) -> str:
    """What tells an item, and the state that it is in, from every other: another code or decision changes it."""
    matter = desk.matter(item.key.study)
    place = (item.key.row, item.key.field)
    settled = matter.settled(place)
    weighed = matter.codes_weighed(place) if item.key.field else ()
    said: list[str] = []
    if settled is not None:
        said += [*settled.decisions, *(key for key, _ in settled.stands.values())]
        said += [settled.query[0]] if settled.query is not None else []
    for one in matter.proposals:
        if not item.key.field and one.other == (item.key.other or None):
            said += [*one.proposed, *one.decisions]
    return digest([list(item.key), list(weighed), said])[:16]


def _to_choose(view: ItemView) -> str:
    match view.item.kind:
        case ItemKind.EXCLUSION | ItemKind.SAME_STUDY:
            return "grant | refuse"
        case ItemKind.UNMATCHED_ROW:
            return "keep | drop | overlooked" if view.item.mine else "keep | drop"
        case _:
            return "" if view.field is None else " | ".join(one.id for one in view.field.options[:20])


def read_meeting(desk: Desk, text: str) -> Meeting:
    """What a filled-in table does, line by line; lines without a decision are passed over.

    A decision is the letter of a side, an option, NR, UC, NAP, ``(none)``, several options joined by ``|``, a number or
    text; or *defer*, *open*, *ask* (the question stands under reason), *keep*, *drop*, *grant*, *refuse*. Of the own
    code it is *stand*, or *mine:* with the answer that is right; of an outcome that one left out, *overlooked*.

    Raises:
        BadTable: it is no such table.
    """
    by_print = {fingerprint(desk, one): one for one in desk.items(Choice(states=()))}
    seen: dict[ItemKey, int] = {}
    made: list[Entered] = []
    for line, row in _rows(text):
        given = (row.get("decision") or "").strip()
        if not given:
            continue
        item = by_print.get((row.get("item") or "").strip())
        if item is None:
            words = "it is not on the list as it stands now: it was settled or changed since, or `item` was edited"
            made.append(Entered(line, words, None))
        elif item.key in seen:
            made.append(Entered(line, f"line {seen[item.key]} decides the same", None))
        else:
            seen[item.key] = line
            made.append(_entered(desk, item, line, given, row))
    return Meeting(tuple(made))


def _rows(text: str) -> Iterator[tuple[int, Mapping[str, str | None]]]:
    plain = text.removeprefix("\ufeff")
    head = plain.split("\n", 1)[0]
    # A spreadsheet of a country that writes decimals with a comma parts columns by semicolons.
    apart = max(",;\t", key=head.count)
    reader = csv.DictReader(io.StringIO(plain, newline=""), delimiter=apart, strict=True)
    try:
        names = [one.strip() for one in reader.fieldnames or ()]
        missing = [one for one in ("item", "decision") if one not in names]
        if missing:
            raise BadTable(
                f"It has no column `{missing[0]}`. Make the table with `twofold disagreements --csv FILE` and fill in"
                " its column `decision`."
            )
        reader.fieldnames = names
        for row in reader:
            yield reader.line_num, row
    except csv.Error as error:
        raise BadTable(f"Line {reader.line_num} is no proper CSV: {error}.") from error


def _entered(desk: Desk, item: Item, line: int, given: str, row: Mapping[str, str | None]) -> Entered:
    reason, source = ((row.get(one) or "").strip() for one in ("reason", "source"))
    cause = (row.get("cause") or "").strip().casefold()
    try:
        if cause and cause not in _CAUSES:
            raise Refused(f"there is no cause `{cause}`; choose one of: {', '.join(CAUSES)}")
        proposed = _act(desk, item, given, reason, _CAUSES.get(cause, ""), source)
    except (Refused, BadEntry) as error:
        return Entered(line, f"{item.number} {item.key.field}: {error}", None)
    return Entered(line, "; ".join(proposed.words), proposed)


def _act(desk: Desk, item: Item, given: str, reason: str, cause: str, source: str) -> Proposed:
    match given.casefold():
        case "defer":
            return defer(desk, item, reason=reason)
        case "open":
            return leave_open(desk, item, reason=reason)
        case "ask":
            return ask(desk, item, reason)
        case "stand":
            return stand(desk, item)
        case "overlooked":
            return overlooked(desk, item, reason=reason)
        case "keep":
            return keep_row(desk, item, reason=reason)
        case "drop":
            return drop_row(desk, item, reason=reason)
        case "grant":
            return grant(desk, item, reason=reason)
        case "refuse":
            return refuse(desk, item, reason=reason)
    view = view_of(desk, item)
    if view.field is None:
        raise Refused(f"`{given}` is no decision on a whole study; write grant or refuse")
    if given.casefold().startswith(_MINE):
        answer = read_answer(view.field, given[len(_MINE) :])
        say = answer_missing if _is_late(desk, item) else slip
        return say(desk, item, answer, reason=reason)
    side = view.side(given.upper())
    if source:
        return reply(desk, item, side.now.answer if side else read_answer(view.field, given), source, reason=reason)
    if side is not None:
        return adopt(desk, item, side.letter, reason=reason, cause=cause)
    return third_value(desk, item, read_answer(view.field, given), reason=reason, cause=cause)


def _is_late(desk: Desk, item: Item) -> bool:
    """Whether this person was not asked the item's field when they coded the study."""
    return not desk.matter(item.key.study).was_asked((item.key.row, item.key.field), desk.review.person)


def read_answer(field: Field, text: str) -> Answer:
    """An answer as a table holds it: an off-scale code or its words, options by id or label, or what is typed.

    Raises:
        Refused: the field has no such option.
        BadEntry: it is no such number, date or text.
    """
    plain = text.strip().casefold()
    for one in OffScale:
        if plain in (one.value.casefold(), one.words):
            return one
    if not field.type.has_options:
        return typed_answer(field, text)
    if field.type is not FieldType.MULTI:
        return Value(_option(field, plain))
    if plain == _NONE:
        return Chosen(frozenset())
    return Chosen(frozenset(_option(field, one.strip()) for one in plain.split("|") if one.strip()))


def _option(field: Field, plain: str) -> str:
    found = [one.id for one in field.options if plain in (one.id.casefold(), one.label.casefold())]
    if len(found) != 1:
        raise Refused(f"`{plain}` is none of its options: {', '.join(one.id for one in field.options[:20])}")
    return found[0]

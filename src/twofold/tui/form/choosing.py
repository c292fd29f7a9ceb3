"""Answers that take one key: options, the three off every scale, none of these, and taking an answer back."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from twofold.codebook.findings import Finding, owed
from twofold.codebook.model import FieldType, Option
from twofold.tui.form.board import Board
from twofold.tui.form.change import Change, refused
from twofold.tui.form.moving import on_from
from twofold.tui.form.words import about, said, short
from twofold.tui.form.writing import begin_answer
from twofold.values.answers import BLANK, Answer, Chosen, OffScale, Value
from twofold.values.coded import NO_EVIDENCE, NOTHING, Coded, Place

MOST_SHOWN = 20
"""A list of more options than this is not shown whole, and its options have no keys: one types to filter."""

_SINGLE = (FieldType.NOMINAL, FieldType.ORDINAL)


def option(board: Board, place: Place, number: int) -> Change:
    """Choose the option at ``number`` from 1, or toggle it where several may be chosen.

    Elsewhere a digit is written.
    """
    field = board.field(place)
    if not field.type.has_options:
        return begin_answer(board, place, str(number))
    if len(field.options) > MOST_SHOWN:
        way = f"Press {board.key('form.search')} and type part of the name."
        return refused(f"This list has {len(field.options)} options. {way}")
    if number > len(field.options):
        return refused(f"There is no option {number} here: this field has {len(field.options)}.")
    return choose(board, place, field.options[number - 1])


def choose(board: Board, place: Place, chosen: Option) -> Change:
    """Choose ``chosen``, or toggle it in a field where several may be chosen."""
    if board.field(place).type is FieldType.MULTI:
        return toggle(board, place, chosen)
    return answer(board, place, Value(chosen.id))


def toggle(board: Board, place: Place, chosen: Option) -> Change:
    """Add an option to the set, or take it out. A set that becomes empty is blank again.

    Only ``-`` says *none*.
    """
    field, before = board.field(place), board.at(place)
    options = before.answer.options if isinstance(before.answer, Chosen) else frozenset[str]()
    if chosen.id in options:
        left = options - {chosen.id}
        save = board.put(place, replace(before, answer=Chosen(left) if left else BLANK))
        gone, none = f"Taken out: {short(chosen.label)}.", board.key("form.none_of_these")
        return Change((save,), gone if left else f"{gone} Nothing is chosen now: blank. {none} says none of these.")
    save = board.put(place, replace(before, answer=Chosen(options | {chosen.id})))
    was = f" (was {said(field, before.answer)})" if isinstance(before.answer, OffScale) else ""
    return Change((save,), f"Added: {short(chosen.label)}{was}.{_still(board, place)}")


def answer(board: Board, place: Place, given: Answer) -> Change:
    """Let ``given`` stand at ``place``.

    On a blank field of one choice it goes on, unless something is owed there.
    """
    field, before, both = board.field(place), board.at(place), board.conflicts.get(place, ())
    if before.answer == given and not both:
        return Change(message=f"It is {said(field, given)} already.")
    kept = next((version for version in both if version.answer == given), before)
    said_before = board.said.get(place, ())
    save = board.put(place, replace(kept, answer=given))
    if both:
        return Change((save,), f"Settled: {said(field, given)}.")
    if before.answered:
        return Change((save,), f"Was {said(field, before.answer)}, now {said(field, given)}.{_still(board, place)}")
    told = f"Answered: {said(field, given)}."
    if field.type in _SINGLE and not _keeps(board, place, said_before):
        if on_from(board, place):
            return Change((save,), about(field, f"{said(field, given)}."))
        told = f"{told} That was the last field. {board.key('form.submit')} checks and submits."
    return Change((save,), f"{told}{_still(board, place)}")


def _keeps(board: Board, place: Place, before: tuple[Finding, ...]) -> bool:
    """Whether something holds the cursor at ``place``.

    What the answer owes, or a rule that it has just met.
    """
    if owed(board.field(place), board.at(place)):
        return True
    return any(one not in before for one in board.said.get(place, ()))


_OWED_WORDS = {
    "quote": "evidence with its quote (e)",
    "place": "where it stands (e)",
    "looked": "where you looked (e)",
    "reason": "why (w)",
    "note": "a note (n)",
}


def _still(board: Board, place: Place) -> str:
    missing = [_OWED_WORDS[one] for one in owed(board.field(place), board.at(place))]
    return f" Still wanted: {', '.join(missing)}." if missing else ""


def none_of_these(board: Board, place: Place) -> Change:
    """Answer that none of the options holds; on a number field the key is a minus sign."""
    field = board.field(place)
    if field.type in (FieldType.INTEGER, FieldType.NUMBER):
        return begin_answer(board, place, "-")
    if field.type is not FieldType.MULTI:
        return refused("Only a field where several may be chosen can have none of these.")
    return answer(board, place, Chosen(frozenset()))


def tick(board: Board, place: Place) -> Change:
    """Give a number field the answer in words that it takes."""
    ticked = board.field(place).tick
    return answer(board, place, Value(ticked.id)) if ticked else refused("This field has no answer to tick.")


def withdraw(board: Board, place: Place) -> Change:
    """Make the answer blank again; on a blank field, take away evidence, reason and confidence.

    The note stays.
    """
    field, before = board.field(place), board.at(place)
    if before.answered or place in board.conflicts:
        save = board.put(place, replace(before, answer=BLANK))
        left = " What stands beside it is kept; del again clears that too." if _has_more(before) else ""
        return Change((save,), f"Was {said(field, before.answer)}, now blank.{left}")
    if _has_more(before):
        save = board.put(place, replace(NOTHING, note=before.note))
        return Change((save,), "Evidence, reason and confidence are cleared. ctrl+z brings them back.")
    return Change(message="It is blank already.")


def _has_more(coded: Coded) -> bool:
    return coded.evidence != NO_EVIDENCE or bool(coded.reason) or coded.confidence is not None


def take(board: Board, place: Place) -> Change:
    """Let one of two differing answers stand, whole, with what stands beside it; again, the other."""
    field = board.field(place)
    both = board.conflicts.get(place) or board.settled.get(place, ())
    if not both:
        return refused("There is one answer here, not two.")
    now = board.at(place)
    number = 0 if place in board.conflicts or now not in both else (both.index(now) + 1) % len(both)
    save = board.put(place, both[number])
    board.settled[place] = both
    return Change((save,), f"Settled: {said(field, both[number].answer)}. = takes the other one.")


ACTS: Mapping[str, Callable[[Board, Place], Change]] = {
    **{f"form.option_{number}": partial(option, number=number) for number in range(1, 10)},
    "form.not_reported": partial(answer, given=OffScale.NOT_REPORTED),
    "form.unclear": partial(answer, given=OffScale.UNCLEAR),
    "form.not_applicable": partial(answer, given=OffScale.NOT_APPLICABLE),
    "form.none_of_these": none_of_these,
    "form.tick": tick,
    "form.withdraw": withdraw,
    "form.take": take,
}
"""What changes the field under the cursor. Run only where there is one and the sheet is open."""

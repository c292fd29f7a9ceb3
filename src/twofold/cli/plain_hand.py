"""The form in hand, worked by whole lines instead of keys: the same state, the same acts, the same words."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from twofold.codebook.findings import owed
from twofold.codebook.model import FieldType, Option
from twofold.review.views import Hit
from twofold.tui.form import choosing, moving, picking, writing
from twofold.tui.form.board import Board
from twofold.tui.form.change import NO_CHANGE, Change, ProposeExclusion, Tone, refused
from twofold.tui.form.hand import Hand
from twofold.tui.form.opened import Jumping, Kind, Writing
from twofold.values.coded import Place

_HERE = {
    "ctrl+z": "z",
    "ctrl+y": "y",
    "ctrl+r": "retry",
    "ctrl+w": "rescue",
    "del again": "clear again",
}
"""The form's words name keys; here they are written on a line."""


class LineHand(Hand):
    """One person coding by lines. What is opened over the form is closed again before a line is done."""

    def numbers(self, wanted: list[int]) -> Change:
        """Choose the options at these places from 1, toggling them where several may be chosen."""
        place = self.state.cursor
        if place is None:
            return refused(moving.NOTHING_ASKED)
        options = self.state.field(place).options
        for number in wanted:
            if not 1 <= number <= len(options):
                return refused(f"There is no option {number} here: this field has {len(options)}.")
        if len(wanted) > 1 and self.state.field(place).type is not FieldType.MULTI:
            return refused("One answer fits here, and that line has several.")
        return self._each(place, [options[number - 1] for number in wanted])

    def named(self, text: str) -> Change:
        """Choose the option that ``text`` names: whole, or in a long list by part of it."""
        place = self.state.cursor
        if place is None:
            return refused(moving.NOTHING_ASKED)
        options, wanted = self.state.field(place).options, text.casefold()
        found = [one for one in options if wanted in (one.label.casefold(), one.id.casefold())]
        if not found and len(options) > choosing.MOST_SHOWN:
            found = list(picking.ranked(text, options))
        if len(found) == 1:
            return self._each(place, found)
        if found:
            listed = "; ".join(f"{options.index(one) + 1} {one.label}" for one in found[: choosing.MOST_SHOWN])
            more = len(found) - choosing.MOST_SHOWN
            return refused(f"Several fit. Write the number: {listed}{f'; and {more} more' if more > 0 else ''}.")
        return refused(f"“{text[:60]}” is no option here and no command. ? lists the commands.")

    def answer(self, text: str) -> Change:
        """Answer a number, date or text field, and go on unless something is owed there."""
        place = self.state.cursor
        was_blank = place is not None and not self.state.at(place).answered
        change = self._written("enter", Kind.ANSWER, text)
        if place is not None and change.tone is not Tone.REFUSED and was_blank and self.state.cursor == place:
            self._on_unless_owed(place)
        return change

    def beside(self, key: str, text: str) -> Change:
        """Write the note (``n``) or the reason (``w``); an empty text removes it."""
        return self._written(key, Kind.NOTE if key == "n" else Kind.REASON, text)

    def where(self, text: str | None) -> Change:
        """Begin the evidence with the place where it stands, or with ``None`` leave that as it is.

        The quote is to follow while ``owes_quote``.
        """
        if not isinstance(self.state.over, Writing):
            change = self.press("e")
        if not isinstance(self.state.over, Writing):
            return change
        if text is not None:
            change = self._put(text)
            if change.tone is Tone.REFUSED:
                return self._left(change)
        return self.press("enter")

    @property
    def owes_quote(self) -> bool:
        """Whether the place of an evidence was given and its quote comes next."""
        return isinstance(self.state.over, Writing) and self.state.over.kind is Kind.QUOTE

    def quote(self, text: str | None) -> Change:
        """Finish the evidence with its quote; ``None`` leaves the quote as it was, and the place is kept."""
        if text is None:
            return self.press("escape")
        self._clear()
        change = self.paste(text) if text else NO_CHANGE
        return self._left(change) if change.tone is Tone.REFUSED else self.press("enter")

    def add_row(self, name: str) -> Change:
        """Add an outcome row of that name."""
        change = self.press("+")
        if not isinstance(self.state.over, Writing):
            return change
        if not name.strip():
            return self.press("escape")
        change = self._put(name)
        return self._left(change) if change.tone is Tone.REFUSED else self.press("enter")

    def whole(self, text: str) -> Change:
        """Write on the page that is open, a reason or the confirmation, and keep it."""
        change = self._put(text)
        return change if change.tone is Tone.REFUSED else self.press("enter")

    def go_to(self, name: str) -> Change:
        """Go to the field of that id, or to the first whose name holds the words."""
        here = self.state.cursor[0] if self.state.cursor is not None else None
        exact = [place for place in self.state.stops if place[1] == name]
        if exact:
            self.state.go(next((place for place in exact if place[0] == here), exact[0]))
            return NO_CHANGE
        self.press("g")
        change = picking.typed(self.state, self.state.over, name) if isinstance(self.state.over, Jumping) else NO_CHANGE
        if change.tone is Tone.REFUSED:
            self.press("escape")
            return change
        return self.press("enter")

    def study(self, text: str) -> Change:
        """Take up the study that ``text`` finds."""
        found = self._found(text)
        return found if isinstance(found, Change) else self._open(self.desk.open(found.key))

    def same_study(self, text: str, reason: str) -> Change:
        """Propose for this reason that this study is one with the study that ``text`` finds."""
        if locked := self.state.locked_at(None):
            return refused(locked)
        found = self._found(text, but=self.state.study.key)
        return (
            found
            if isinstance(found, Change)
            else self._carry_out(Change((ProposeExclusion(reason, found.key, found.number),)))
        )

    def _found(self, text: str, but: str = "") -> Hit | Change:
        """The one study that ``text`` finds, or why there is no such one."""
        found = [one for one in self.desk.find(text) if one.key != but]
        named = [one for one in found if text.casefold() in (one.number.casefold(), one.label.casefold())]
        if len(named) == 1 or len(found) == 1:
            return (named or found)[0]
        if not found:
            return refused("No study matches.")
        listed = "; ".join(f"{one.number} {one.label}, {one.words}" for one in found[: choosing.MOST_SHOWN])
        more = len(found) - choosing.MOST_SHOWN
        return refused(f"Several fit. Name one by its number: {listed}{f'; and {more} more' if more > 0 else ''}.")

    def close(self) -> None:
        """Close whatever is open over the form, as it was."""
        while self.state.over is not None:
            self.press("escape")
        self.state.dropped = None

    def _each(self, place: Place, options: list[Option]) -> Change:
        told: list[str] = []
        for option in options:
            change = self._at(place, partial(choosing.choose, chosen=option))
            if change.tone is Tone.REFUSED:
                return change
            told.append(change.message)
        return Change(message=" ".join(told))

    def _at(self, place: Place, act: Callable[[Board, Place], Change]) -> Change:
        return refused(self.state.locked) if self.state.locked else self._carry_out(act(self.state, place))

    def _written(self, key: str, kind: Kind, text: str) -> Change:
        if self.state.locked:
            return refused(self.state.locked)
        self.state.opened_field = False
        change = self.press(key)
        over = self.state.over
        if not isinstance(over, Writing) or over.kind is not kind:
            return change
        change = self._put(text)
        change = change if change.tone is Tone.REFUSED else self.press("enter")
        return self._left(change) if self.state.over is not None else change

    def _put(self, text: str) -> Change:
        self._clear()
        over = self.state.over
        return writing.typed(self.state, over, text) if isinstance(over, Writing) else NO_CHANGE

    def _clear(self) -> None:
        self.press("end")
        self.press("ctrl+u")

    def _left(self, change: Change) -> Change:
        self.close()
        return change

    def _on_unless_owed(self, place: Place) -> None:
        if not owed(self.state.field(place), self.state.at(place)):
            moving.on_from(self.state, place)


def in_lines(change: Change) -> Change:
    """The change with the words for somebody who writes lines."""
    message = change.message
    for key, words in _HERE.items():
        message = message.replace(key, words)
    return replace(change, message=message)

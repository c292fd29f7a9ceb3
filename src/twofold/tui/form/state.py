"""The form's state and what each key does to it.

``press``, ``paste`` and ``click`` are a person's only ways in.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from twofold.codebook.model import FieldType
from twofold.review.views import Hit, Past, Said, SubmissionCheck
from twofold.tui.actions import Action, Where
from twofold.tui.form import choosing, evidence, labelling, moving, picking, reading, rows, submitting, writing
from twofold.tui.form.board import Board, Keys
from twofold.tui.form.change import NO_CHANGE, Change, Redo, Rescue, Retry, StudyStep, Undo, refused
from twofold.tui.form.line import Line
from twofold.tui.form.opened import (
    LONGEST_PROSE,
    Filtering,
    Finding,
    Jumping,
    Kind,
    Labelling,
    Page,
    Picking,
    Removing,
    Submitting,
    Writing,
)
from twofold.tui.form.session import StudySession
from twofold.tui.form.words import said, short
from twofold.values.coded import Place
from twofold.values.plaintext import mended_paste, normal, one_line

_AT_FIELD: Mapping[str, Callable[[Board, Place], Change]] = {
    **choosing.ACTS,
    **writing.ACTS,
    **evidence.ACTS,
    **rows.ACTS,
}
_ON_FORM: Mapping[str, Callable[[Board], Change]] = {
    **moving.ACTS,
    **picking.ACTS,
    **labelling.ACTS,
    **reading.ACTS,
    **submitting.ACTS,
    "form.add_row": rows.add_row,
    "form.study_before": lambda board: Change((StudyStep(-1),)),
    "form.study_after": lambda board: Change((StudyStep(1),)),
    "form.retry": lambda board: Change((Retry(),)),
    "form.rescue": lambda board: Change((Rescue(),)),
}
_KEEP_AT_FIELD: Mapping[Kind, Callable[[Board, Writing, Place, bool], Change]] = {
    Kind.ANSWER: writing.keep_answer,
    Kind.WHERE: evidence.keep_where,
    Kind.QUOTE: evidence.keep_quote,
    Kind.REASON: writing.keep_reason,
    Kind.NOTE: writing.keep_note,
}
_KEEP_ON_PAGE: Mapping[Kind, Callable[[Board, Writing], Change]] = {
    Kind.CONFIRM: submitting.keep_confirmation,
    Kind.REOPEN: submitting.keep_reopening,
    Kind.EXCLUDE: submitting.keep_exclusion,
    Kind.SAME: submitting.keep_same,
}
_DIGITS_WRITTEN = frozenset((FieldType.INTEGER, FieldType.NUMBER, FieldType.DATE))
_PASTE: Mapping[Kind, Callable[[Board, Writing, str], Change]] = {
    Kind.WHERE: evidence.paste_where,
    Kind.QUOTE: evidence.paste_quote,
}


class FormState(Board):
    """The form of one open study: a person's keys go in, a ``Change`` comes out.

    It never touches disk or screen.
    """

    def __init__(self, session: StudySession, keys: Keys | None = None) -> None:
        super().__init__(session, keys)
        self.stand(self.first_to_code())

    @property
    def where(self) -> Where:
        """In which place of the table of actions the next key is read."""
        match self.over:
            case None:
                return Where.FORM
            case Writing():
                return Where.WRITING
            case Filtering() | Jumping() | Finding():
                return Where.PICKING
            case Removing():
                return Where.QUESTION
            case Labelling():
                return Where.LABELS
            case Page():
                return Where.PAGE
            case Submitting():
                return Where.SUBMISSION

    def press(self, key: str, character: str | None = None) -> Change:
        """Do what a key does here. ``key`` is its name, ``character`` what it types, if anything."""
        text = character if character is not None and len(character) == 1 and character.isprintable() else ""
        name = text if text and text != " " else key
        dropped, self.dropped = self.dropped, None
        action = self.keys[self.where].get(name)
        match self.over:
            case None:
                return self._on_form(action, name, text, dropped)
            case Writing() as over:
                return self._in_line(over, action, text)
            case (Filtering() | Jumping() | Finding()) as over:
                return self._in_picking(over, action, text)
            case Removing() as over:
                if action is not None:
                    return rows.QUESTION_ACTS[action.id](self, over)
                rows.keep(self, over)
                return self.press(key, character)
            case Labelling() as over:
                if action is not None:
                    return labelling.LABEL_ACTS[action.id](self, over)
                return labelling.typed(self, over, text) if text else Change(handled=False)
            case Page() as over:
                if action is not None:
                    return reading.PAGE_ACTS[action.id](self, over)
                return _unknown(text, f"{self.key('page.close')} goes back.")
            case Submitting() as over:
                if action is None:
                    return _unknown(text, f"{self.key('submission.leave')} goes back to the form.")
                if action.id == "submission.help":
                    return reading.page(self, "help")
                return submitting.SUBMISSION_ACTS[action.id](self, over)

    def _on_form(self, action: Action | None, name: str, text: str, dropped: Writing | None) -> Change:
        if action is None:
            return _unknown(text, f"{self.key('form.help')} shows the keys.")
        if action.id in ("form.undo", "form.redo"):
            if dropped is not None and action.id == "form.undo":
                return writing.bring_back(self, dropped)
            if self.locked:
                return refused(self.locked)
            return Change((Undo() if action.id == "form.undo" else Redo(),))
        if action.id in _ON_FORM:
            return _ON_FORM[action.id](self)
        if self.cursor is None:
            return refused(moving.NOTHING_ASKED)
        if locked := self.locked_at(self.cursor):
            return refused(locked)
        if action.family and not text.isdecimal() and self.field(self.cursor).type in _DIGITS_WRITTEN:
            # On some keyboards the minus sign lies in the row that answers as digits.
            if text == "-":
                return writing.begin_answer(self, self.cursor, text)
            return refused("A number is written with its digits: hold shift, or use the keypad.")
        return _AT_FIELD[action.id](self, self.cursor)

    def _in_line(self, over: Writing, action: Action | None, text: str) -> Change:
        # A key that types something is text here, whatever it may be bound to.
        if text == "=" and over.kind is Kind.EXCLUDE and not over.line.text:
            return submitting.find_same(self)
        if text:
            return writing.typed(self, over, text)
        if action is None:
            return Change(handled=False)
        match action.id:
            case "writing.help":
                return reading.page(self, "help")
            case "writing.keep":
                return self._keep(over, go_on=False)
            case "writing.keep_and_go_on":
                return self._keep(over, go_on=True)
            case "writing.leave" if over.kind is Kind.QUOTE and over.place is not None:
                return evidence.leave_quote(self, over, over.place)
            case "writing.leave" if over.kind is Kind.CONFIRM:
                return submitting.leave_confirmation(self, over)
            case _:
                return writing.LINE_ACTS[action.id](self, over)

    def _keep(self, over: Writing, go_on: bool) -> Change:
        locked = self.locked if over.place is None else self.locked_at(over.place)
        if locked and over.kind is not Kind.REOPEN:
            return refused(locked)
        if over.place is not None:
            return _KEEP_AT_FIELD[over.kind](self, over, over.place, go_on)
        return refused("enter confirms, esc leaves.") if go_on else _KEEP_ON_PAGE[over.kind](self, over)

    def _in_picking(self, over: Picking, action: Action | None, text: str) -> Change:
        if text:
            return picking.typed(self, over, text)
        if action is None:
            return Change(handled=False)
        if action.id == "picking.help":
            return reading.page(self, "help")
        return picking.PICKING_ACTS[action.id](self, over)

    def paste(self, text: str) -> Change:
        """Take a pasted text.

        Into the open line, or onto the field under the cursor, where a passage is a quote.
        """
        if len(text) > LONGEST_PROSE:
            return refused(f"{len(text):,} characters were pasted; {LONGEST_PROSE:,} fit. Nothing was taken.")
        if not mended_paste(text):
            return NO_CHANGE
        self.dropped = None
        match self.over:
            case Writing() as over:
                return _PASTE.get(over.kind, writing.paste)(self, over, text)
            case (Filtering() | Jumping() | Finding()) as over:
                return picking.typed(self, over, one_line(text))
            case Removing() as over:
                rows.keep(self, over)
                return self.paste(text)
            case Page() | Submitting() | Labelling():
                return refused("Nothing can be pasted here. esc goes back to the form.")
            case None:
                return self._paste_at_field(text)

    def _paste_at_field(self, text: str) -> Change:
        place = self.cursor
        if place is None or self.locked_at(place):
            return refused(moving.NOTHING_ASKED if place is None else self.locked_at(place))
        field = self.field(place)
        if field.type.has_options:
            return evidence.paste_at(self, place, text)
        writing.begin_answer(self, place)
        if isinstance(self.over, Writing) and field.type is not FieldType.TEXT:
            self.over = replace(self.over, line=Line())
        return writing.paste(self, self.over, text) if isinstance(self.over, Writing) else NO_CHANGE

    def click(self, place: Place, mark: str = "") -> Change:
        """A click on the line of a field, or on a ``mark`` in it.

        The key written there, or ``=id`` for an option.
        """
        match self.over:
            case Writing():
                return refused("First keep (enter) or leave (esc) what you are writing.")
            case Filtering(where) if where == place and mark.startswith("="):
                option = self.field(place).option(mark[1:])
                return choosing.choose(self, place, option) if option else NO_CHANGE
            case Page():
                return NO_CHANGE
            case _:
                self.over = None
        if place not in self.stop_at:
            return NO_CHANGE
        if place != self.cursor:
            self.go(place)
            return NO_CHANGE
        return self.press(mark, mark) if mark else NO_CHANGE

    def tell_history(self, past: Sequence[Past]) -> None:
        """Take in the earlier states of the opened field."""
        self.history = tuple(past)

    def tell_found(self, hits: Sequence[Hit]) -> None:
        """Take in the studies that fit what the finder was asked."""
        if isinstance(self.over, Finding):
            same = self.over.same
            found = tuple(one for one in hits if not same or one.key != self.study.key)
            self.over = replace(self.over, matches=found, at=0)

    def tell_check(self, check: SubmissionCheck) -> None:
        """Take in what stands against a submission, and show it."""
        self.over = Submitting(replace(check, blocks=_alike(check.blocks), warnings=_alike(check.warnings)))

    def tell_page_top(self, top: int) -> None:
        """Take in how far the open page could be scrolled."""
        if isinstance(self.over, Page):
            self.over = replace(self.over, top=top)

    def tell_step(self, session: StudySession, place: Place, word: str) -> Change:
        """Take in what an undo or redo changed, go there, and say it; ``word`` is *Undone* or *Redone*."""
        before, rows_before = self.at(place), self.sheet.rows
        name = self.row_words(place[0]) if place[0] is not None else ""
        self.read(session)
        after = self.at(place)
        if place in self.stop_at:
            self.go(place)
        if place[0] is not None and (place[0] in rows_before) != (place[0] in self.sheet.rows):
            back = place[0] in self.sheet.rows
            name = short(self.row_words(place[0]) if back else name, 40)
            return Change(message=f"{word}: the row {name} is {'here again' if back else 'gone'}.")
        field = self.field(place)
        here = "" if place in self.stop_at else f" {short(field.label)} is not asked now."
        if before.answer != after.answer:
            turn = f"was {said(field, before.answer)}, now {said(field, after.answer)}"
            return Change(message=f"{word}: {turn}.{here}")
        names = ("evidence", "reason", "note", "confidence")
        beside = ", ".join(name for name in names if getattr(before, name) != getattr(after, name))
        return Change(message=f"{word}: {beside or 'the same answer'}.{here}")


def _alike(found: Sequence[Said]) -> tuple[Said, ...]:
    """What is said alike, together, in the order in which each was said first."""
    order = {words: number for number, words in reversed(list(enumerate(one.words for one in found)))}
    return tuple(sorted(found, key=lambda one: order[one.words]))


def _unknown(text: str, way_out: str) -> Change:
    if not text.strip():
        return Change(handled=False)
    return refused(f"{normal(text)} does nothing here. {way_out}")

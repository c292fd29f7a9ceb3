"""``twofold code --plain``: coding line by line, without a full screen.

For screen readers, Braille lines, dumb terminals and scripts. Each line is carried out wholly and is on the disk before
the next one is read, so that leaving by any means loses nothing that was told as saved.
"""

import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from twofold.cli.exits import Exit, fail
from twofold.cli.looking import study_called
from twofold.cli.opening import open_review
from twofold.cli.plain_asides import Asides
from twofold.cli.plain_asking import full, heading, question, reference, standing
from twofold.cli.plain_commands import HELP, QUIT, Says, numbers, understood
from twofold.cli.plain_hand import LineHand, in_lines
from twofold.cli.plain_input import Lines, strange
from twofold.review.open import CannotOpen, Review
from twofold.review.pen import NotWritten
from twofold.review.session import Session
from twofold.store.apart import kind_of
from twofold.tui.form.change import NO_CHANGE, Change, Tone, refused
from twofold.tui.form.moving import NOTHING_ASKED
from twofold.values.plaintext import visible_lines


def code_plain(study: str, folder: Path | None, person: str) -> int:
    """Code line by line, beginning with ``study`` or with what is next. The code to exit with.

    A script's first line that is refused ends the work, since the lines behind it may be meant for another question.
    """
    review = open_review(folder, person, writing=True, apart=True)
    try:
        code = Plain(review, _first(review, study), Lines()).run()
    finally:
        said = review.close()
        if said:
            print(said, file=sys.stderr)
    return int(Exit.FAILED) if said else code


def _first(review: Review, study: str) -> Session:
    key = study_called(review, study).key if study else review.next_to_code()
    if key is None:
        fail("Every study of yours is submitted. Name one to read or reopen it: `twofold code --plain S001`.")
    try:
        return review.session(key)
    except CannotOpen as error:
        fail(str(error), Exit.REFUSED)


class Plain:
    """One sitting: reads a line, carries it out, says what came of it, asks on."""

    def __init__(self, review: Review, session: Session, lines: Lines) -> None:
        self.review = review
        self.lines = lines
        self.hand = LineHand(review, session)
        kind = kind_of(review.folder)
        self._apart = "" if kind is None else kind.words
        self._asides = asides = Asides(self.hand, lines, self._show)
        self._commands: Mapping[str, Callable[[str], Change]] = {
            "e": asides.evidence,
            "n": asides.note,
            "w": asides.why,
            "write": asides.write,
            "g": asides.go,
            "/": asides.find,
            "+": asides.add_row,
            "D": asides.remove_row,
            "!": asides.exclude,
            "S": asides.submit,
            "a": lambda _: self._show(reference(self.hand.state.study)),
            "h": self._full,
            "?": lambda _: self._show(HELP),
        }

    def run(self) -> int:
        """Ask and carry out until there are no more lines. The code to exit with."""
        self._show([*self.review.told, "Coding line by line. ? lists the commands, q leaves."])
        self._ask_study()
        if self.review.times is not None:
            self.review.times.begin()
        code = Exit.DONE
        try:
            while (line := self.lines.ask("> ")).strip() != QUIT:
                if not self._carry_out(line) and not self.lines.typed:
                    print(f"Stopped at line {self.lines.number}. What came before it is saved.", file=sys.stderr)
                    code = Exit.REFUSED
                    break
        except (EOFError, KeyboardInterrupt):
            self._show([" "])
        self.hand.close()
        self._settle()
        ended = "Not all is saved." if self.hand.failed else "Everything is saved."
        self._show([f"Left {heading(self.hand.state)}", ended])
        return int(code)

    def _carry_out(self, line: str) -> bool:
        """Do what a line says, and say what came of it. Whether it could be done."""
        hand, state = self.hand, self.hand.state
        place, failed, changes = state.cursor, hand.failed, self._changes(state.study.key)
        if self.review.times is not None:
            self.review.times.key(state.study.key, place[1] if place is not None else "")
        before = None if place is None else state.at(place)
        try:
            change = refused(wrong) if (wrong := strange(line)) else self._done(line)
        except NotWritten as error:
            hand.renewed()
            change = refused(str(error))
        except KeyboardInterrupt:
            change = Change(message="Left as it was.")
        hand.close()
        wrote = self._changes(state.study.key) != changes
        settled = self._settle() if wrote or failed else ""
        self._show([" ".join(part for part in (in_lines(change).message, settled) if part)])
        if hand.state is not state:
            self._ask_study()
        elif state.cursor != place:
            self._show(question(state))
        elif place is not None and state.at(place) != before:
            self._show(standing(state, place))
        return change.tone is not Tone.REFUSED and not hand.failed

    def _done(self, line: str) -> Change:
        hand, place = self.hand, self.hand.state.cursor
        if "\n" in line:
            return self._asides.pasted(line)
        found = understood(line, None if place is None else hand.state.field(place))
        match found.says:
            case Says.KEY:
                return hand.press(found.text)
            case Says.NUMBERS:
                return hand.numbers(numbers(found.text))
            case Says.OPTION:
                return hand.named(found.text)
            case Says.ANSWER:
                return hand.answer(found.text)
            case Says.COMMAND:
                return self._commands[found.text](found.more)

    def _settle(self) -> str:
        """Wait for the disk. What to say of it."""
        hand, pen = self.hand, self.review.pen
        try:
            if pen is not None:
                pen.wait()
            hand.failed = ""
        except NotWritten as error:
            hand.failed = str(error)
        hand.mark_unsaved()
        return f"NOT SAVED. {hand.failed} retry tries again, rescue writes a rescue copy." if hand.failed else "Saved."

    def _changes(self, study: str) -> int:
        return self.review.session(study).changes

    def _ask_study(self) -> None:
        state = self.hand.state
        self._show([self._apart, heading(state), f"{state.locked}{' S reopens it.' if state.can_reopen else ''}"])
        self._show(question(state))

    def _full(self, _: str) -> Change:
        place = self.hand.state.cursor
        if place is None:
            return refused(NOTHING_ASKED)
        return self._show(full(self.hand.state, place, tuple(self.hand.session.history(place))))

    def _show(self, lines: Iterable[str]) -> Change:
        for text in lines:
            for line in visible_lines(text):
                if text:
                    print(line, flush=True)
        return NO_CHANGE

"""What takes more than one line: evidence, notes, rows, exclusion, submitting. Each asks for the rest, then is done."""

from collections.abc import Callable, Iterable

from twofold.cli.plain_asking import place_named
from twofold.cli.plain_hand import LineHand
from twofold.cli.plain_input import Lines
from twofold.tui.form.change import NO_CHANGE, Change, refused
from twofold.tui.form.moving import NOTHING_ASKED
from twofold.tui.form.opened import Removing, Submitting, Writing
from twofold.tui.form.rows import question as removal_question
from twofold.tui.form.words import said, written_place
from twofold.values.coded import NOTHING, Coded
from twofold.values.plaintext import visible

_AS_IT_WAS = Change(message="Left as it was.")


class Asides:
    """The asides of one sitting. Every end of input in one leaves what was kept by then."""

    def __init__(self, hand: LineHand, lines: Lines, say: Callable[[Iterable[str]], Change]) -> None:
        self.hand = hand
        self.lines = lines
        self.say = say

    def evidence(self, _: str) -> Change:
        """Ask where it stands, then for the passage."""
        if (no := self._why_not()) is not None:
            return no
        before = self._here().evidence
        change = self.hand.where(self._where())
        if not self.hand.owes_quote:
            return change
        try:
            asked = "The passage word for word, on as many lines as it needs; only an empty line ends it."
            text = self.lines.passage(f"{asked}{_now(before.quote)} ")
        except KeyboardInterrupt:
            return self.hand.quote(None)
        except EOFError:
            self.hand.quote(None)
            raise
        return self.hand.quote(_kept(text, before.quote))

    def pasted(self, text: str) -> Change:
        """Take a pasted passage: an answer on a text field, elsewhere the quote of an evidence."""
        change = self.hand.paste(text)
        over, place = self.hand.state.over, self.hand.state.cursor
        if not isinstance(over, Writing) or place is None:
            return change
        if not self.hand.state.field(place).type.has_options:
            return self.hand.press("enter")
        self.say([change.message])
        try:
            self.hand.where(self._where())
        finally:
            if self.hand.owes_quote:
                change = self.hand.press("enter")
        return change

    def note(self, _: str) -> Change:
        """Ask for the note."""
        return self._prose("n", "Note.", self._here().note)

    def why(self, _: str) -> Change:
        """Ask for the reason."""
        return self._prose("w", "Why.", self._here().reason)

    def write(self, _: str) -> Change:
        """Ask for an answer that is taken as it is, also where it reads like a command."""
        state = self.hand.state
        if (no := self._why_not()) is not None:
            return no
        if state.cursor is not None and state.field(state.cursor).type.has_options:
            return refused("This field is answered by choosing an option, not by writing.")
        text = self.lines.ask("The answer. ").strip()
        return self.hand.answer(text) if text else _AS_IT_WAS

    def go(self, name: str) -> Change:
        """Go to a field."""
        name = name or self.lines.ask("Part of the field's name. ").strip()
        return self.hand.go_to(name) if name else NO_CHANGE

    def find(self, name: str) -> Change:
        """Go to a study."""
        name = name or self.lines.ask("Part of the study's number, label or title. ").strip()
        return self.hand.study(name) if name else NO_CHANGE

    def add_row(self, _: str) -> Change:
        """Ask for the name of an outcome row, and add it."""
        if self.hand.state.locked:
            return refused(self.hand.state.locked)
        return self.hand.add_row(self.lines.ask("Name of the outcome. ").strip())

    def remove_row(self, _: str) -> Change:
        """Ask whether the outcome row shall go."""
        change = self.hand.press("D")
        over = self.hand.state.over
        if not isinstance(over, Removing):
            return change
        return self.hand.press("y" if self._yes(removal_question(self.hand.state, over)) else "n")

    def exclude(self, _: str) -> Change:
        """Ask for the reason of a proposal to exclude."""
        change = self.hand.press("!")
        if not isinstance(self.hand.state.over, Writing):
            return change
        same = self.hand.state.same_study
        before = self.hand.state.exclusion if same is None else same.reason
        what = (
            "Why it should be excluded, or = and part of the number or label of the study that it is the same as; it"
            " stays until that is settled."
            if same is None
            else f"What shows that it is one study with {visible(same.number)}; both stay until that is settled."
        )
        text = _kept(self.lines.ask(f"{what}{_now(before)} ").strip(), before)
        if same is None and text is not None and text.startswith("="):
            return self._same_study(text[1:].strip())
        return _AS_IT_WAS if text is None or (not text and not before) else self.hand.whole(text)

    def _same_study(self, name: str) -> Change:
        self.hand.close()
        reason = self.lines.ask("What shows that they are one study. ").strip() if name else ""
        return self.hand.same_study(name, reason) if reason else _AS_IT_WAS

    def submit(self, _: str) -> Change:
        """Check and submit; ask for the reason where a submitted study is to be reopened."""
        change = self.hand.press("S")
        match self.hand.state.over:
            case Submitting() as over:
                return self._submit(over)
            case Writing():
                reason = self.lines.ask("Why it is reopened; an empty line leaves it submitted. ").strip()
                return self.hand.whole(reason) if reason else Change(message="It stays submitted.")
        return change

    def _submit(self, over: Submitting) -> Change:
        state = self.hand.state
        self.say(self._checked(over))
        if over.check.blocks:
            self.hand.press("enter")
            return refused(f"{state.study.number} is not submitted. Here is the first thing that stands against it.")
        whole = self._yes("Did you read the whole paper? y or n; then comes the study's number.")
        change = self.hand.press("y" if whole else "n")
        if not isinstance(state.over, Writing):
            return change
        number = state.study.number
        asked = f"Submitting locks your answers. Write {number} or the label to confirm; an empty line leaves. "
        text = self.lines.ask(asked).strip()
        return self.hand.whole(text) if text else Change(message=f"{number} is not submitted.")

    def _checked(self, over: Submitting) -> list[str]:
        state, check = self.hand.state, over.check
        made = [f"Stands against submitting: {place_named(state, one.place)} {one.words}" for one in check.blocks]
        made += [f"Worth a second look: {place_named(state, one.place)} {one.words}" for one in check.warnings]
        for one in check.changed:
            field = state.field(one.place)
            turn = f"first {said(field, one.first)}, now {said(field, one.now)}"
            made.append(f"Changed after the first answer: {place_named(state, one.place)} {turn}")
        against = {one.place for one in check.blocks}
        if blank := [place_named(state, place) for place in check.blank if place not in against]:
            made.append(f"Left blank, not required: {len(blank)}: {'; '.join(blank)}")
        if check.time_words:
            made.append(check.time_words)
        return made

    def _where(self) -> str | None:
        before = written_place(self._here().evidence, self.hand.state.study.reports)
        which = "report and page" if len(self.hand.state.study.reports) > 1 else "page"
        return _kept(self.lines.ask(f"Where it stands: {which}.{_now(before)} ").strip(), before)

    def _prose(self, key: str, name: str, before: str) -> Change:
        if (no := self._why_not()) is not None:
            return no
        text = _kept(self.lines.ask(f"{name}{_now(before)} ").strip(), before)
        return _AS_IT_WAS if text is None else self.hand.beside(key, text)

    def _here(self) -> Coded:
        state = self.hand.state
        return NOTHING if state.cursor is None else state.at(state.cursor)

    def _why_not(self) -> Change | None:
        state = self.hand.state
        if state.cursor is None:
            return refused(NOTHING_ASKED)
        return refused(state.locked) if state.locked else None

    def _yes(self, asked: str) -> bool:
        while True:
            answer = self.lines.ask(f"{asked} ").strip().casefold()
            if answer in ("y", "yes", "n", "no"):
                return answer.startswith("y")
            if not self.lines.typed:
                # A script that answers something else was written for another question.
                raise EOFError
            self.say(["Write y or n."])


def _now(before: str) -> str:
    return f" Now: {visible(before)}. An empty line keeps it, - removes it." if before else ""


def _kept(text: str, before: str) -> str | None:
    """What was written over ``before``: nothing to keep it, empty to remove it."""
    if before and text == "-":
        return ""
    return text or None

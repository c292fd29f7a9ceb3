"""One item fills the page: one key settles it, and the next comes by itself."""

from dataclasses import replace

from twofold.codebook.entries import BadEntry, typed_answer
from twofold.codebook.model import FieldType
from twofold.reconcile.asking import ask
from twofold.reconcile.deciding import defer, leave_open, with_words
from twofold.reconcile.item import ItemView
from twofold.reconcile.own_code import overlooked, stand
from twofold.reconcile.queue import ItemKind, State
from twofold.reconcile.wording import CAUSES, answer_words
from twofold.record.consensus import How
from twofold.review.leading import Proposed, Refused
from twofold.tui.actions import Action, Where, digit_of, spoken
from twofold.tui.form.drawn import Piece
from twofold.tui.form.line import Line, line_of
from twofold.tui.form.words import read_place, short
from twofold.tui.pages.asks import Ask, OpenPaper, ShowRows, Step
from twofold.tui.pages.page import MARGIN, key_name, typed_text
from twofold.tui.pages.reconcile_acts import Answering, Given, Role, no, proposal, role_of, still_wanted, yes
from twofold.tui.pages.reconcile_draw import off_scale_of
from twofold.tui.pages.reconcile_line import Entry, Wanted
from twofold.tui.pages.reconcile_seen import SeenItem
from twofold.values.answers import Answer, Chosen, Value
from twofold.values.coded import Evidence
from twofold.values.plaintext import mended_paste, one_line

_PAD: Piece = (" " * MARGIN, "text")
_TYPED = (FieldType.INTEGER, FieldType.NUMBER, FieldType.DATE)
_WRITTEN = (*_TYPED, FieldType.TEXT)
_DECIDING = frozenset(
    {"adopt_a", "adopt_b", "adopt_c", "not_reported", "unclear", "not_applicable", "none_of_these", "type", "find"}
    | {"yes", "no", "slip", "stand", "defer", "leave_open", "ask"}
)


class ItemPage(SeenItem):
    """The state of the page with what its keys do."""

    def _role(self, view: ItemView) -> Role:
        return role_of(view.item, self.work.stage, slipping=self.slipping, covered=self.covered(view))

    def press(self, key: str, character: str | None = None) -> Ask | None:
        """Do what a key does here: write the line that is open, answer, or act."""
        self.said = ""
        self.work.touch()
        name = key_name(key, character)
        if self.entry is not None:
            return self._write(self.entry, name, character)
        action = self.keys[Where.SETTLING].get(name)
        digit = digit_of(name, self.keys)
        if self._asks_first(name, action, digit):
            return None
        if digit and (action is None or action.family):
            return self._digit(digit, name)
        return super().press(key, character)

    def _asks_first(self, name: str, action: Action | None, digit: int) -> bool:
        """Whether that key would decide anew what is decided, and was not pressed for it twice."""
        view = self.view
        deciding = bool(digit) if action is None or action.family else action.id.rpartition(".")[2] in _DECIDING
        if not deciding or self.anew or view is None or not _is_decided(view):
            self.asked = ""
            return False
        if self.asked == name:
            self.anew, self.asked = True, ""
            return False
        self.asked = name
        what = f"Settled: {short(view.settled, 40)}" if view.settled else "This is settled"
        end = "" if what.endswith("...") else "."
        self.said = f"{what}{end} {spoken(name)} once more decides it anew."
        return True

    def paste(self, text: str) -> None:
        """Take a pasted passage into the line that is open."""
        if self.entry is None or self.entry.is_choice:
            super().paste(text)
        else:
            self.entry = self.entry.typed(one_line(mended_paste(text)))

    def act(self, action: Action) -> Ask | None:
        """Do what the key asks for on this page."""
        view = self.view
        name = action.id.rpartition(".")[2]
        if name in ("help", "back", "next", "previous", "next_study", "previous_study", "undo", "redo"):
            return self._go(name)
        if view is None:
            self.said = "That is no longer to be settled."
            return None
        try:
            return self._act(name, view)
        except Refused as error:
            self.said = str(error)
            return None

    def _go(self, name: str) -> Ask | None:
        work = self.work
        match name:
            case "help":
                return "help"
            case "back":
                if self.ticked is not None or self.slipping:
                    self.ticked, self.slipping = None, False
                    return None
                return "back"
            case "undo" | "redo":
                try:
                    said = work.take_back(again=name == "redo")
                except Refused as error:
                    self.said = str(error)
                    return None
                self._clear()
                self.said = said
            case "next" | "previous" | "next_study" | "previous_study" if self.alone:
                return "back"
            case "next":
                self._moved(work.go_on(), "This is the last one.")
            case "previous":
                self._moved(work.step_back(), "You came from nowhere before this one.")
            case _:
                self._moved(work.to_study(1 if name == "next_study" else -1), "There is no other study that way.")
        return None

    def _moved(self, so: bool, otherwise: str) -> None:
        if so:
            self._clear()
        else:
            self.said = otherwise

    def _act(self, name: str, view: ItemView) -> Ask | None:
        desk, item = self.work.desk, view.item
        match name:
            case "adopt_a" | "adopt_b" | "adopt_c":
                return self._adopt(view, name[-1].upper())
            case "not_reported" | "unclear" | "not_applicable":
                code = off_scale_of(name)
                return None if code is None else self._answer(view, Answering(code))
            case "none_of_these":
                return self._answer(view, Answering(Chosen(frozenset())))
            case "yes":
                return self._done(view, yes(desk, view, self.given, self.marked))
            case "no":
                return self._done(view, no(desk, view, self.given))
            case "stand":
                return self._done(view, stand(desk, item))
            case "slip" if item.kind is ItemKind.UNMATCHED_ROW:
                # What was left out holds no answer to be mended; that it was overlooked says it all.
                given = self.given
                return self._done(view, overlooked(desk, item, evidence=given.evidence, reason=given.reason))
            case "defer":
                return self._done(view, defer(desk, item, reason=self.given.reason))
            case "leave_open":
                return self._done(view, leave_open(desk, item, reason=self.given.reason))
            case "rows":
                return ShowRows(item.key.study)
            case "outside":
                return OpenPaper(item.key.study)
            case "details" if self.ticked is not None:
                return self._answer(view, Answering(Chosen(self.ticked)))
            case _:
                self._look_or_write(name, view)
        return None

    def _look_or_write(self, name: str, view: ItemView) -> None:
        match name:
            case "details":
                self.full = not self.full
            case "neighbours":
                self.neighbours = not self.neighbours
            case "cover":
                self.work.cover = not self.work.cover
            case "other":
                self.marked += 1
            case "slip":
                self.slipping = True
                self.said = "Yours was a slip: give the right answer now."
            case "reason":
                self._open(Entry(Wanted.REASON, line_of(self.given.reason), view.reasons))
            case "cause":
                self._open(Entry(Wanted.CAUSE, offered=tuple(CAUSES.values()), why="Why do the coders differ here?"))
            case "ask":
                self._open(Entry(Wanted.QUESTION))
            case "evidence":
                self._open(Entry(Wanted.PAGE, line_of(self.given.evidence.place)))
            case "type" | "find":
                self._begin_answer(view)

    def _begin_answer(self, view: ItemView, text: str = "") -> None:
        field = view.field
        if field is None:
            self.said = "This is answered with yes (y) or no (del)."
        elif field.type.has_options:
            self._open(Entry(Wanted.OPTION))
        else:
            # A third text is most often one of the two, mended.
            first = next((one.now.answer.text for one in view.sides if isinstance(one.now.answer, Value)), "")
            begin = first if field.type is FieldType.TEXT and not self.covered(view) else text
            self._open(Entry(Wanted.ANSWER, line_of(begin)))

    def _open(self, entry: Entry) -> None:
        self.entry, self.where = entry, Where.WRITING

    def _close(self) -> None:
        self.entry, self.where = None, Where.SETTLING

    def _adopt(self, view: ItemView, letter: str) -> Ask | None:
        if self.covered(view):
            raise Refused(
                f"What {letter} said is hidden. Code it yourself first, or {self.key('settling.cover')} shows it."
            )
        side = view.side(letter)
        if side is None or not side.now.answered:
            raise Refused(f"{letter} gave no answer here to be adopted.")
        return self._answer(view, Answering(side.now.answer, letter))

    def _digit(self, digit: int, name: str) -> Ask | None:
        view = self.view
        field = None if view is None else view.field
        if view is None or field is None or view.item.kind is ItemKind.UNMATCHED_ROW:
            self.said = "That key does nothing here."
            return None
        if field.type in _TYPED:
            self._begin_answer(view, name if name.isdecimal() else str(digit))
            return None
        if digit > len(field.options):
            self.said = f"There is no option {digit}." if field.options else "t writes an answer of your own."
            return None
        option = field.options[digit - 1].id
        if field.type is FieldType.MULTI:
            self.ticked = self._begun(view) ^ {option}
            return None
        return self._answered(view, Value(option))

    def _begun(self, view: ItemView) -> frozenset[str]:
        """The set as it is put together so far; it begins with what all chose."""
        if self.ticked is not None or self.covered(view):
            return self.ticked or frozenset()
        sets = [one.now.answer.options for one in view.sides if isinstance(one.now.answer, Chosen)]
        return frozenset.intersection(*sets) if sets else frozenset()

    def _answered(self, view: ItemView, answer: Answer) -> Ask | None:
        try:
            return self._answer(view, Answering(answer))
        except Refused as error:
            self.said = str(error)
            return None

    def _answer(self, view: ItemView, one: Answering) -> Ask | None:
        """Take an answer, or open the line for what it still wants."""
        role = self._role(view)
        wanted = still_wanted(view, role, one, self.given)
        if wanted is None:
            proposed = proposal(self.work.desk, view.item, role, one, self.given)
            if role is Role.FIRST:
                self.work.written(proposed, view.item.key)
                self._clear()
                self.said = "Your code is kept. Here is what the two said."
                return None
            return self._done(view, proposed)
        self.waiting = one
        if wanted is Wanted.SOURCE:
            why = "Where does the authors' reply stand? Leave it empty to settle it without one."
            self._open(Entry(Wanted.SOURCE, why=why))
        else:
            what = "" if view.field is None else answer_words(view.field, one.answer)
            self._open(Entry(Wanted.REASON, offered=view.reasons, why=f"The codebook wants a reason with {what}."))
        return None

    def _done(self, view: ItemView, proposed: Proposed) -> Ask | None:
        """Write it, tell it, and go on to the next; at the end of a study the third reader sees who was who."""
        desk, study = self.work.desk, view.item.key.study
        blind = desk.matter(study).blind
        more = self.work.settle(proposed)
        self._clear()
        told = short("; ".join(proposed.words), 110)
        end = "" if told.endswith("...") else "."
        self.said = f"{told}{end} {self.key('settling.undo')} takes it back."
        ended = study if blind and not desk.matter(study).blind else ""
        if not more or self.alone:
            return Step("done", text=ended)
        return Step("end", text=ended) if ended else None

    def _write(self, entry: Entry, name: str, character: str | None) -> Ask | None:
        """Do what a key does in the line that is open."""
        digit = digit_of(name, self.keys)
        if entry.takes_numbers and 0 < digit <= len(entry.offered):
            return self._kept(replace(entry, line=line_of(entry.offered[digit - 1])))
        action = self.keys[Where.WRITING].get(name)
        if action is None:
            if not entry.is_choice and character is not None and (character == " " or typed_text(character)):
                self.entry = entry.typed(character)
            return None
        match action.id.rpartition(".")[2]:
            case "help":
                return "help"
            case "leave":
                self.waiting = None
                self._close()
            case "keep" | "keep_and_go_on":
                return None if entry.is_choice else self._kept(entry)
            case "undo":
                self.entry = replace(entry, line=Line())
            case act if not entry.is_choice:
                self.entry = entry.acted(act)
        return None

    def _kept(self, entry: Entry) -> Ask | None:
        """Take what was written."""
        view, waiting = self.view, self.waiting
        self._close()
        if view is None:
            return None
        try:
            return self._take(view, entry, entry.line.text.strip())
        except (Refused, BadEntry) as error:
            if entry.wanted not in (Wanted.CAUSE, Wanted.SOURCE):
                self._open(replace(entry, why=str(error)))
                self.waiting = waiting
            else:
                self.said = str(error)
            return None

    def _take(self, view: ItemView, entry: Entry, text: str) -> Ask | None:
        waiting, self.waiting = self.waiting, None
        match entry.wanted:
            case Wanted.REASON:
                self.given = replace(self.given, reason=one_line(text))
                if waiting is not None and text:
                    return self._answer(view, waiting)
                self._reword(view, reason=one_line(text))
            case Wanted.CAUSE:
                cause = next((key for key, words in CAUSES.items() if words == text), "")
                self.given = replace(self.given, cause=cause)
                self._reword(view, cause=cause)
            case Wanted.SOURCE:
                return None if waiting is None else self._answer(view, replace(waiting, source=text))
            case Wanted.QUESTION:
                return self._done(view, ask(self.work.desk, view.item, text))
            case Wanted.PAGE:
                report, place = read_place(one_line(text), self._reports(view.item))
                self.given = replace(self.given, evidence=Evidence(report, place, self.given.evidence.quote))
                self._open(Entry(Wanted.QUOTE, line_of(self.given.evidence.quote)))
            case Wanted.QUOTE:
                found = replace(self.given.evidence, quote=one_line(text))
                reports = self._reports(view.item)
                report = reports[0].key if len(reports) == 1 and found else found.report
                self.given = replace(self.given, evidence=replace(found, report=report))
            case Wanted.OPTION:
                return self._option(view, text)
            case Wanted.ANSWER if view.field is not None:
                return self._answer(view, Answering(typed_answer(view.field, text)))
            case _:
                pass
        return None

    def _option(self, view: ItemView, text: str) -> Ask | None:
        options = () if view.field is None else view.field.options
        found = [one for one in options if text.casefold() in one.label.casefold()]
        if not text or not found:
            raise Refused("No option has that in its name.")
        if view.field is not None and view.field.type is FieldType.MULTI:
            self.ticked = self._begun(view) ^ {found[0].id}
            return None
        return self._answer(view, Answering(Value(found[0].id)))

    def _reword(self, view: ItemView, *, reason: str | None = None, cause: str | None = None) -> None:
        """Where the item is settled already, its decision gets the reason or cause; else they wait for the answer."""
        item = view.item
        if item.state is State.SETTLED and item.how is not None and item.how.decided:
            proposed = with_words(self.work.desk, item, reason=reason, cause=cause)
            self.work.written(proposed, item.key)
            self.given = Given()
            self.said = f"{short('; '.join(proposed.words), 120)}."


def _is_decided(view: ItemView) -> bool:
    """Whether somebody settled it, in whatever way; what all gave alike nobody did yet."""
    item = view.item
    return item.state is State.SETTLED and item.how is not None and (item.how.decided or item.how is How.SLIP)

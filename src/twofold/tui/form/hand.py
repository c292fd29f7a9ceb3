"""The form in hand.

Its state, and the session and desk that carry out what a key asks for, before the next key.
"""

from dataclasses import replace

from twofold.review.pen import NotWritten
from twofold.tui.form.board import Keys
from twofold.tui.form.change import (
    AddRow,
    Ask,
    Change,
    CheckSheet,
    FindStudies,
    Leave,
    OpenOutside,
    OpenStudy,
    ProposeExclusion,
    ReadHistory,
    Redo,
    RemoveRow,
    Reopen,
    Rescue,
    Retry,
    Save,
    ShowNotes,
    StudyStep,
    Submit,
    Undo,
    refused,
)
from twofold.tui.form.session import Desk, StudySession
from twofold.tui.form.state import FormState
from twofold.tui.form.words import short
from twofold.values.coded import Place


class Hand:
    """One person coding.

    All keys of the coding screen end here, each carried out wholly before the next is read.
    """

    def __init__(self, desk: Desk, session: StudySession, keys: Keys | None = None) -> None:
        self.desk = desk
        self.session = session
        self._keys = keys
        self._left_at: dict[str, Place | None] = {}
        self.failed = ""
        self.state = FormState(session, keys)

    def press(self, key: str, character: str | None = None) -> Change:
        """Do what a key does, and all that it asks for."""
        return self._carry_out(self.state.press(key, character))

    def paste(self, text: str) -> Change:
        """Take a pasted text, and do all that it asks for."""
        return self._carry_out(self.state.paste(text))

    def click(self, place: Place, mark: str = "") -> Change:
        """Do what a click does, and all that it asks for."""
        return self._carry_out(self.state.click(place, mark))

    def show(self, session: StudySession) -> None:
        """Take up another study; a study seen before comes back with its cursor where it was left."""
        self._left_at[self.session.study.key] = self.state.cursor
        self.session = session
        self.state = FormState(session, self._keys)
        place = self._left_at.get(session.study.key)
        if place in self.state.stop_at:
            self.state.stand(place)
        self.mark_unsaved()

    def renewed(self) -> None:
        """Take in answers that came from outside, such as from another device of this person."""
        self.state.read(self.session)

    def mark_unsaved(self) -> None:
        """Take in which answers are not on the disk, once saving has failed."""
        self.state.unsaved = self.session.unsaved() if self.failed else frozenset()

    def _carry_out(self, change: Change) -> Change:
        for ask in change.asks:
            try:
                told = self._do(ask)
            except NotWritten as error:
                self.renewed()
                told = refused(f"Not kept. {error}")
            if told is not None:
                change = replace(told, asks=change.asks)
        if self.failed:
            self.mark_unsaved()
        return change

    def _do(self, ask: Ask) -> Change | None:
        session, state = self.session, self.state
        match ask:
            case Save(place, coded):
                session.save(place, coded)
            case AddRow(row, name):
                session.add_row(row, name)
            case RemoveRow(row):
                session.remove_row(row)
            case Undo() | Redo():
                done = session.undo() if isinstance(ask, Undo) else session.redo()
                if isinstance(done, str):
                    return refused(done)
                word = "Undone" if isinstance(ask, Undo) else "Redone"
                if done is None:
                    state.read(session)
                    return Change(message=f"{word}: {session.study.number} is {_proposed(session)}.")
                return state.tell_step(session, done, word)
            case ReadHistory(place):
                state.tell_history(session.history(place))
            case FindStudies(text):
                state.tell_found(self.desk.find(text))
            case CheckSheet():
                state.tell_check(session.check())
            case StudyStep(by):
                return self._open(self.desk.step(session.study.key, by))
            case OpenStudy(study):
                return self._open(self.desk.open(study))
            case Submit() | Reopen() | ProposeExclusion():
                return self._settle(ask)
            case OpenOutside():
                return Change(message=session.open_outside())
            case Retry():
                self.desk.retry()
                return Change(message="Trying to save again.")
            case Rescue():
                return Change(message=self.desk.rescue())
            case ShowNotes() | Leave():
                pass
        return None

    def _open(self, found: StudySession | str) -> Change:
        if isinstance(found, str):
            return refused(found)
        self.show(found)
        return Change(message=self.state.greeting)

    def _settle(self, ask: Submit | Reopen | ProposeExclusion) -> Change:
        number = self.session.study.number
        match ask:
            case Submit(whole_paper):
                problem = self.session.submit(whole_paper)
                told = f"{number} is submitted (locked). {self.state.key('form.study_after')} goes to the next study."
            case Reopen(reason):
                problem = self.session.reopen(reason)
                told = f"{number} is open again. Submit it anew when you are done."
            case ProposeExclusion(reason, "", _):
                problem = self.session.propose_exclusion(reason)
                told = f"{number} is proposed for exclusion." if reason else "The proposal to exclude is withdrawn."
            case ProposeExclusion(reason, other, other_number):
                problem = self.session.propose_exclusion(reason, other)
                same = f"{number} and {other_number} are proposed to be one study."
                told = same if reason else "The proposal that they are one study is withdrawn."
        if problem:
            return refused(problem)
        self.state.read(self.session)
        return Change(message=told)


def _proposed(session: StudySession) -> str:
    """What is proposed of the whole study."""
    same = session.same_study
    parts = [f"proposed for exclusion: {short(session.exclusion)}"] if session.exclusion else []
    parts += [f"proposed to be one with {same.number}"] if same is not None else []
    return " and ".join(parts) or "not proposed"

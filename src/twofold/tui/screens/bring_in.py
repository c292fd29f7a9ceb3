"""The screen on which files come in and go out. Files are read and written in a thread, and reading can be stopped."""

import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from textual import events
from textual.message import Message

from twofold.exchange.recognising import parted
from twofold.review.open import Review
from twofold.store.append import cause_of
from twofold.tui.folders import kind_of, listing_of, plain
from twofold.tui.form.line import Line
from twofold.tui.pages.asks import Ask, Step, Took
from twofold.tui.pages.bring_in_files import Files
from twofold.tui.pages.bring_in_listing import Entry
from twofold.tui.pages.bring_in_waiting import Waiting
from twofold.tui.pages.choosing import Choice, Choosing
from twofold.tui.pages.page import Keys, Page
from twofold.tui.screens.page_screen import PageScreen
from twofold.tui.widgets.lines_view import LinesView

Gives = TypeVar("Gives")


class NotDone(Exception):
    """Something that could not be done; the message says why and what to do."""


class _Stopped(Exception):
    """Nobody waits for this work any more."""


class Flow(Protocol):
    """What goes on after the files are chosen."""

    def begin(self, paths: Sequence[Path]) -> None:
        """Begin with these files."""

    def do(self, step: Step) -> None:
        """Carry out a step of one of its pages."""

    def took(self, choice: str) -> None:
        """Carry out a choice at one of its questions."""

    def close(self) -> None:
        """Let go of what it holds."""


class Work(Generic[Gives]):
    """Something to do in a thread: ``job`` is given whom to tell; ``then`` gets what came of it, in the app's thread;
    ``drop`` gets it where nobody waits any more."""

    def __init__(
        self,
        head: str,
        job: Callable[[Callable[[str], None]], Gives],
        then: Callable[[Gives], None],
        *,
        drop: Callable[[Gives], None] = lambda _: None,
        writing: bool = False,
    ) -> None:
        self.head = head
        self.job = job
        self.then = then
        self.drop = drop
        self.writing = writing


class BringInScreen(PageScreen):
    """Shows one page after another. ``leave`` is called with the folder of a review that was joined."""

    class Done(Message):
        """A piece of work has come to its end, or tells what it does."""

        def __init__(self, number: int, act: Callable[[], None]) -> None:
            super().__init__()
            self.number = number
            self.act = act

    def __init__(self, review: Review | None, keys: Keys, head: str, words: str, here: Path) -> None:
        self.files = Files(here, head, words, keys)
        super().__init__(self.files)
        self.review = review
        self.keys = keys
        self.flows: dict[str, Flow] = {}
        self.flow: Flow | None = None
        self.begins: Callable[[], None] | None = None
        self._returns: Page | None = None
        self._number = 0
        self._writing = False
        self._parted: dict[str, tuple[Path, ...]] = {}

    def on_mount(self) -> None:
        """Look at the folder to choose from, or begin with what needs none."""
        if self.begins is not None:
            self.begins()
        else:
            self.look(self.files, self.files.folder)

    def on_unmount(self) -> None:
        """Let the thread end, and let go of what was unpacked."""
        self._number += 1
        for one in self.flows.values():
            one.close()

    def press(self, event: events.Key) -> Ask | None:
        """Hand the page a key; what it asks for of this screen is done here."""
        return self._did(super().press(event))

    def paste(self, event: events.Paste) -> None:
        """Hand the page a pasted text, which may be paths."""
        if isinstance(self.page, Files):
            self._did(self.page.pasted(event.text))
            self.redraw()
        else:
            super().paste(event)

    def on_lines_view_clicked(self, event: LinesView.Clicked) -> None:
        """Hand the page a click."""
        event.prevent_default()
        ask = self._did(self.page.click(event.target))
        self.redraw()
        if ask is not None:
            self.post_message(self.Asked(self.page, ask))

    def show(self, page: Page, returns: Page | None = None) -> None:
        """Show a page; ``returns`` is where ``esc`` leads from it, else out of the screen."""
        self._returns = returns
        self.take(page)

    def ask(self, question: Choosing, returns: Page | None = None) -> None:
        """Ask a question; the choice comes back to the flow."""
        question.keys = self.keys
        self.show(question, returns)

    def refuse(self, sentence: str, returns: Page | None = None) -> None:
        """Tell that something could not be done."""
        words = sentence.splitlines()
        self.ask(Choosing("That could not be done.", words, [Choice("return", "Back")]), returns)

    def do(self, work: Work[Gives]) -> None:
        """Do something in a thread, and show what is being done meanwhile."""
        self._number += 1
        number = self._number
        back = self.page if not isinstance(self.page, Waiting) else self._returns
        waiting = Waiting(work.head, work.head, self.keys, writing=work.writing)
        self._writing = work.writing
        self.show(waiting, back)
        told = [work.head]

        def tell(words: str) -> None:
            if number != self._number:
                raise _Stopped
            if words != told[-1]:
                told.append(words)
                self._post(number, partial(self._tell, waiting, words))

        def run() -> None:
            try:
                given = work.job(tell)
            except _Stopped:
                return
            except NotDone as error:
                self._post(number, partial(self.refuse, str(error), back))
            except Exception as error:
                self._post(number, partial(_raise, error))
            else:
                if number == self._number:
                    self._post(number, partial(work.then, given))
                else:
                    work.drop(given)

        threading.Thread(target=run, name="bring in", daemon=True).start()

    def on_bring_in_screen_done(self, event: Done) -> None:
        """Go on with what a thread gave, unless it was stopped meanwhile."""
        if event.number == self._number:
            event.act()

    def look(self, page: Files, folder: Path) -> None:
        """List a folder on a page of files."""
        if page.listing is not None:
            page.looking(folder)
        self._number += 1
        number = self._number

        def run() -> None:
            entries, problem = listing_of(folder)
            self._post(number, partial(self._listed, page, folder, entries, problem))

        threading.Thread(target=run, name="look", daemon=True).start()

    def _listed(self, page: Files, folder: Path, entries: Sequence[Entry], problem: str) -> None:
        self._did(page.listed(folder, entries, problem))
        self.redraw()

    def _tell(self, waiting: Waiting, words: str) -> None:
        waiting.doing = words
        self.redraw()

    def _post(self, number: int, act: Callable[[], None]) -> None:
        # The screen may be left between the work and its end.
        with suppress(RuntimeError):
            self.post_message(self.Done(number, act))

    def _did(self, ask: Ask | None) -> Ask | None:
        match ask:
            case Step():
                self._step(ask)
            case Took(choice):
                self._took(choice)
            case "back" if self._returns is not None:
                self.show(self._returns)
            case _:
                return ask
        return None

    def _step(self, step: Step) -> None:
        match step.name:
            case "look" if isinstance(self.page, Files):
                self.look(self.page, plain(step.paths[0]))
            case "pasted" if isinstance(self.page, Files):
                self._pasted(self.page, step.paths)
            case "into":
                self._into(step.paths)
            case "files":
                self._number += 1
                self.show(self.files)
                if self.files.listing is None:
                    self.look(self.files, self.files.folder)
            case "stop" if not self._writing:
                self._number += 1
                self._go_back()
            case _ if self.flow is not None:
                self.flow.do(step)
            case _:
                pass

    def _took(self, choice: str) -> None:
        if choice == "return":
            self._go_back()
        elif choice == "more":
            self.files.marked.clear()
            self.show(self.files)
            self.look(self.files, self.files.folder)
        elif choice == "leave":
            self.post_message(self.Asked(self.page, "back"))
        elif choice in self._parted:
            self._begin(choice, self._parted[choice])
        elif self.flow is not None:
            self.flow.took(choice)

    def _go_back(self) -> None:
        """To where one came from, else to the files; out of the screen where no files are chosen."""
        if self._returns is not None or self.begins is None:
            self.show(self._returns or self.files)
        else:
            self.post_message(self.Asked(self.page, "back"))

    def _pasted(self, page: Files, paths: Sequence[Path]) -> None:
        self._number += 1
        number = self._number

        def run() -> None:
            self._post(number, partial(self._found, page, [(one, kind_of(one)) for one in paths]))

        threading.Thread(target=run, name="look", daemon=True).start()

    def _found(self, page: Files, paths: Sequence[tuple[Path, str]]) -> None:
        missing = [one for one, kind in paths if not kind]
        if missing:
            named = str(missing[0])
            page.problem = f"{named} is not there." if len(missing) == 1 else f"{named} and others are not there."
        elif len(paths) == 1 and paths[0][1] == "folder":
            self.look(page, plain(paths[0][0]))
        elif page.placing:
            page.problem = f"{paths[0][0]} is no folder."
        elif len(paths) == 1 and not page.marked:
            self._into([paths[0][0]])
        else:
            page.mark([one for one, _ in paths])
        self.redraw()

    def _into(self, paths: Sequence[Path]) -> None:
        def then(found: tuple[tuple[Path, ...], tuple[Path, ...]]) -> None:
            sent, rest = found
            wanted = {"packets": sent, "references": rest}
            self._parted = {name: files for name, files in wanted.items() if files and name in self.flows}
            if not self._parted:
                named = ", ".join(one.name for one in paths)
                self.refuse(
                    f"{named}: this is no file that a lead sent. Ask the lead for one: `twofold send --to` you."
                )
            elif len(self._parted) == 1:
                ((name, files),) = self._parted.items()
                self._begin(name, files)
            else:
                self.ask(
                    Choosing(
                        "These are of two kinds. Which first?",
                        ["What others sent and references come in one after the other."],
                        [
                            Choice("packets", "What others sent"),
                            Choice("references", "References"),
                        ],
                    ),
                    self.files,
                )

        def job(tell: Callable[[str], None]) -> tuple[tuple[Path, ...], tuple[Path, ...]]:
            try:
                return parted(paths)
            except OSError as error:
                raise NotDone(f"{paths[0]} could not be read: {cause_of(error)}.") from error

        self.do(Work("Looking at the files", job, then))

    def _begin(self, name: str, paths: Sequence[Path]) -> None:
        if self.flow is not None:
            self.flow.close()
        self.flow = self.flows[name]
        # What is chosen next is chosen anew.
        self.files.line = Line()
        self._returns = self.files
        self.flow.begin(paths)


def _raise(error: Exception) -> None:
    raise error

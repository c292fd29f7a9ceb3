"""From files of references to studies: looking, deciding, and only then writing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from twofold.review.bringing_in import settled, write
from twofold.review.bringing_in_account import Bringing, CannotBringIn, Wishes
from twofold.review.bringing_in_found import Survey, columns_by_hand, headers_of, survey
from twofold.review.bringing_in_questions import Kind, Question, filling, questions, repeats_in, to_decide
from twofold.review.imports import Import, imports
from twofold.review.open import Review
from twofold.tui.pages.asks import Step
from twofold.tui.pages.bring_in_account import AccountPage, Choices
from twofold.tui.pages.bring_in_columns import Columns
from twofold.tui.pages.bring_in_deciding import Deciding
from twofold.tui.pages.choosing import Choice, Choosing
from twofold.tui.pages.naming import Naming
from twofold.tui.screens.bring_in import BringInScreen, NotDone, Work
from twofold.values.counting import count_of
from twofold.values.plaintext import one_line

_NAME = "name:"
_COLUMN = "column:"


@dataclass(frozen=True, slots=True)
class _Unmapped:
    """A table of which nobody knows yet what its columns carry."""

    path: Path
    columns: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class _Settled:
    """An import worked out under wishes: what is asked, what may be said to be another study, and earlier imports."""

    wishes: Wishes
    asked: tuple[Question, ...]
    there: Mapping[str, Question]
    bringing: Bringing
    imports: tuple[Import, ...]


class References:
    """The dry run of references. Nothing is written before ``take``, and then after one more question."""

    def __init__(self, screen: BringInScreen, review: Review, changed: Callable[[], object]) -> None:
        self._screen = screen
        self._review = review
        self._changed = changed
        self._paths: tuple[Path, ...] = ()
        self._mapping: dict[Path, Mapping[str, str]] = {}
        self._mapped: Path | None = None
        self._found: Survey | None = None
        self._wishes = Wishes()
        self._afresh = False
        self._asked: tuple[Question, ...] = ()
        self._there: Mapping[str, Question] = {}
        self._imports: tuple[Import, ...] = ()
        self._bringing: Bringing | None = None
        self._account: AccountPage | None = None

    def begin(self, paths: Sequence[Path]) -> None:
        """Look at these files."""
        if set(paths) != set(self._paths):
            self._mapping, self._wishes, self._afresh = {}, Wishes(), False
        self._paths, self._account = tuple(paths), None
        self._look()

    def close(self) -> None:
        """Nothing is held."""

    def do(self, step: Step) -> None:
        """Carry out a step of one of its pages."""
        match step.name:
            case "decide":
                self._screen.show(Deciding(self._asked, self._wishes.decisions, self._screen.keys))
            case "another":
                asked = self._there.get(step.text) or next(one for one in self._asked if one.id == step.text)
                self._screen.show(Deciding((asked,), self._wishes.decisions, self._screen.keys))
            case "fill":
                filled = filling(self._asked) | dict(self._wishes.decisions)
                self._wish(filled, self._wishes.initiative, self._wishes.initiative_column)
            case "again":
                self._afresh = True
                self._look()
            case "initiative" if step.text:
                self._name_initiative(step.text)
            case "initiative":
                self._choose_initiative()
            case "columns" if self._found is not None:
                one = self._found.files[int(step.text)]
                self._mapped = one.path
                self._screen.show(Columns(one.name, dict(one.reading.columns), keys=self._screen.keys))
            case "mapped" if isinstance(self._screen.page, Columns) and self._mapped is not None:
                self._mapping[self._mapped] = {**self._mapping.get(self._mapped, {}), **self._screen.page.changed}
                self._look()
            case "settle":
                page = self._screen.page
                decided = page.decisions if isinstance(page, Deciding) else self._wishes.decisions
                self._wish(decided, self._wishes.initiative, self._wishes.initiative_column)
            case "take":
                self._confirm()
            case "put off":
                files, kept = self._screen.files, count_of(len(self._wishes.decisions), "decision")
                files.said = f"{kept} kept while you stay on this page: take the same files again to go on."
                self._screen.show(files)
            case _:
                pass

    def took(self, choice: str) -> None:
        """Write, once that was confirmed."""
        bringing = self._bringing
        if choice != "write" or bringing is None:
            return

        def job(tell: Callable[[str], None]) -> None:
            try:
                write(self._review, bringing)
            except CannotBringIn as error:
                raise NotDone(str(error)) from error

        self._screen.do(Work("Bringing them in", job, lambda _: self._written(bringing), writing=True))

    def _look(self) -> None:
        def job(tell: Callable[[str], None]) -> Survey | _Unmapped:
            try:
                return survey(self._review, self._paths, self._mapping, tell, afresh=self._afresh)
            except CannotBringIn as error:
                unmapped = self._unmapped(str(error))
                if unmapped is None:
                    raise NotDone(str(error)) from error
                return unmapped

        self._screen.do(Work("Looking at the files", job, self._looked))

    def _unmapped(self, why: str) -> _Unmapped | None:
        if len(self._paths) != 1 or self._paths[0] in self._mapping:
            return None
        try:
            columns = columns_by_hand(self._paths[0])
        except CannotBringIn:
            return None
        return _Unmapped(self._paths[0], columns, why) if columns else None

    def _looked(self, found: Survey | _Unmapped) -> None:
        if isinstance(found, _Unmapped):
            self._mapped = found.path
            why = "No row of this table names its columns in a way that Twofold knows. Say what each of them carries."
            self._screen.show(Columns(found.path.name, dict.fromkeys(found.columns, ""), why, self._screen.keys))
            return
        self._found = found
        self._settle(self._wishes)

    def _wish(self, decisions: Mapping[str, str], initiative: str, column: str) -> None:
        self._settle(Wishes(dict(decisions), initiative, column))

    def _settle(self, wishes: Wishes) -> None:
        found = self._found
        if found is None:
            return

        def job(tell: Callable[[str], None]) -> _Settled:
            asked = questions(found, wishes.initiative_column)
            there = {one.id: one for one in repeats_in(found)}
            known = {one.id for one in asked} | there.keys()
            before = {one.id: one.before for one in asked if one.before}
            kept = before | {key: one for key, one in wishes.decisions.items() if key in known}
            wanted = Wishes(kept, wishes.initiative, wishes.initiative_column)
            # What was said to be another study can be decided again.
            asked += tuple(one for key, one in there.items() if kept.get(key, one.stands) != one.stands)
            try:
                return _Settled(wanted, asked, there, settled(self._review, found, wanted), imports(self._review))
            except CannotBringIn as error:
                raise NotDone(str(error)) from error

        self._screen.do(Work("Working it out", job, self._show))

    def _show(self, given: _Settled) -> None:
        self._wishes, self._asked, self._bringing = given.wishes, given.asked, given.bringing
        self._there, self._imports = given.there, given.imports
        column = self._wishes.initiative_column
        words = f"by the column {column}" if column else self._wishes.initiative
        decided = sum(one.id in self._wishes.decisions for one in self._asked)
        empty = sum(one not in self._wishes.decisions for one in filling(self._asked))
        choices = Choices(to_decide(self._asked, decided), decided, words, empty, self._imports)
        page = AccountPage(self._bringing, choices, self._screen.keys)
        undecided = [one for one in self._asked if one.id not in self._wishes.decisions]
        if self._account is None and any(one.kind is not Kind.DIFFERENCE for one in undecided):
            # What is brought in stays, so look-alikes come first: bringing in is not what enter does at once.
            page.at = "decide"
        elif self._account is not None:
            ready = not undecided and (self._bringing.plan or self._bringing.screening)
            page.open, page.at = self._account.open, "take" if ready else self._account.at
        self._account = page
        self._screen.show(page)

    def _choose_initiative(self) -> None:
        if self._found is None:
            return
        names = sorted(set(self._review.plan.initiatives.values()))
        page = Naming(
            "Which initiative are the new studies of?",
            "A programme that one or more studies evaluate. Type a new name for all of them, or choose.",
            [
                Choice(_NAME, "none"),
                *(Choice(f"{_NAME}{one}", one, "an initiative of the review, for all of them") for one in names),
                *(
                    Choice(f"{_COLUMN}{one}", f"by the column or tag {one}", f"such as {one_line(text[:200])}")
                    for one, text in headers_of(self._found)
                ),
            ],
            lambda chosen: Step("initiative", text=chosen),
            new=lambda name: Step("initiative", text=f"{_NAME}{name}"),
            keys=self._screen.keys,
        )
        self._screen.show(page, self._account)

    def _name_initiative(self, chosen: str) -> None:
        column = chosen.removeprefix(_COLUMN) if chosen.startswith(_COLUMN) else ""
        self._wish(self._wishes.decisions, "" if column else chosen.removeprefix(_NAME), column)

    def _confirm(self) -> None:
        if self._bringing is None:
            return
        undecided = sum(one.id not in self._wishes.decisions for one in self._asked)
        if not self._bringing.plan and not self._bringing.screening:
            question = Choosing(
                "Keep this account?",
                ["Nothing is new. The review then tells when these files were looked at, and what became of them."],
                [Choice("write", "Keep it"), Choice("return", "Not yet", "back to the account")],
            )
            self._screen.ask(question, self._account)
            return
        words = ["What is brought in stays: a study cannot be taken out again. Nothing of it is written yet."]
        if undecided:
            open_ones = (
                "1 question is not decided: it stays as it is"
                if undecided == 1
                else (f"{undecided:,} questions are not decided: they stay as they are")
            )
            words.append(f"{open_ones} said to be now.")
        question = Choosing(
            f"Bring in {self._bringing.words}?",
            words,
            [Choice("write", "Bring them in"), Choice("return", "Not yet", "back to the account")],
        )
        self._screen.ask(question, self._account)

    def _written(self, bringing: Bringing) -> None:
        self._changed()
        self._paths, self._afresh = (), False
        numbers = [one.number for each in bringing.accounts for one in each.new if not one.further]
        adds = bringing.plan or bringing.screening
        told = f"{bringing.words[:1].upper()}{bringing.words[1:]}" if adds else "The account"
        words = [f"{told}: in the review, on disk."]
        if numbers:
            words.append(f"The new ones are {numbers[0]} to {numbers[-1]}." if numbers[1:] else f"It is {numbers[0]}.")
        words.append("To bring in the same files again would add nothing.")
        self._screen.ask(
            Choosing(
                "Brought in." if adds else "Kept.", words, [Choice("leave", "Done"), Choice("more", "Bring in more")]
            ),
            self._screen.files,
        )

"""The dry run of an import: what would come of each file, and what is still to be decided."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from twofold.review.bringing_in_account import Account, Bringing, NewStudy
from twofold.review.imports import Import
from twofold.tui.actions import Action, Hint, Where
from twofold.tui.form.drawn import Drawn, cut, fitted, line, paragraph, spread
from twofold.tui.pages.asks import Ask, Step
from twofold.tui.pages.bring_in_earlier import EARLIER, earlier_rows
from twofold.tui.pages.page import MARGIN, Keys, LinedPage
from twofold.tui.pages.window import Seen
from twofold.values.counting import count_of

_PAD = (" " * MARGIN, "text")
_IN = " " * (MARGIN + 2)
_NUMBER = 7
_LABEL = 20
_MOST = 5_000


@dataclass(frozen=True, slots=True)
class Choices:
    """What can be chosen beside the files: what there is to decide, how many of it is decided, the initiative, in
    words, and how many fields are empty in the review that a file fills. ``imports`` are the earlier ones."""

    to_decide: str = ""
    decided: int = 0
    initiative: str = ""
    empty: int = 0
    imports: Sequence[Import] = ()


class AccountPage(LinedPage):
    """The account of every record. Nothing is written before ``take``, and then only after one more question."""

    where = Where.BRINGING

    def __init__(self, bringing: Bringing, choices: Choices, keys: Keys | None = None) -> None:
        super().__init__(keys)
        self.bringing = bringing
        self.choices = choices
        self.open: set[str] = {f"held:{at}" for at, one in enumerate(bringing.accounts) if len(one.held_back) <= 8}
        self._kept: dict[tuple[str, int], tuple[Seen, ...]] = {}

    @property
    def hints(self) -> Sequence[Hint]:
        """Do what is marked, or leave without writing."""
        words = {
            "take": "bring them in" if self._adds else "keep it",
            "decide": "decide",
            "fill": "fill them",
            "again": "ask again",
            "initiative": "choose",
        }.get(self.at, "")
        if not words:
            kind, part = self.at.partition(":")[0], self.at.partition("/")[0]
            words = "choose columns" if kind == "columns" else "fold" if part in self.open else "unfold"
            words = "say it is another" if kind == "there" and part != self.at else words
        return (("bringing.go", words), "bringing.down", "bringing.up", "bringing.help", ("bringing.back", "not now"))

    def targets(self) -> Sequence[str]:
        """Bringing in, deciding, and the parts of each account."""
        found = ["take"] if self._adds else []
        found += ["decide"] if self.choices.to_decide else []
        found += ["fill"] if self.choices.empty else []
        found += ["again"] if self.bringing.before else []
        found += ["initiative"] if self.bringing.studies else []
        found += [] if self._adds else ["take"]
        for at, one in enumerate(self.bringing.accounts):
            for name, count, _ in _parts(one):
                target = f"{name}:{at}"
                found.append(target)
                if target in self.open:
                    found += [f"{target}/{row}" for row in range(min(count, _MOST))]
        if self.choices.imports:
            found.append(EARLIER)
            found += [f"{EARLIER}/{row}" for row in range(len(self.choices.imports))] if EARLIER in self.open else []
        return found

    @property
    def _adds(self) -> bool:
        return bool(self.bringing.plan or self.bringing.screening)

    def act(self, action: Action) -> Ask | None:
        """Do what the key asks for on this page."""
        match action.id:
            case "bringing.go":
                return self._go()
            case "bringing.first":
                self.at, self.top = "", 0
            case "bringing.help":
                return "help"
            case "bringing.back":
                return Step("put off" if self.choices.decided else "files")
            case _:
                pass
        return None

    def _go(self) -> Ask | None:
        part = self.at.partition("/")[0]
        kind, _, number = part.partition(":")
        match kind:
            case "take" | "decide" | "fill" | "again" | "initiative":
                return Step(kind)
            case "there" if part != self.at:
                row = int(self.at.rpartition("/")[2])
                return Step("another", text=self.bringing.accounts[int(number)].there[row].question)
            case "columns":
                return Step("columns", text=number)
            case _:
                self.open ^= {part}
                self.at = part
                return None

    def drawn(self, width: int) -> Sequence[Seen]:
        """The whole account."""
        lines = [
            Seen(),
            Seen(spread([_PAD, ("Bring in", "head")], [("DRY RUN: nothing is written yet ", "strong")], width)),
            Seen(),
            *self._top(width),
        ]
        for at, one in enumerate(self.bringing.accounts):
            lines += [Seen(), *self._file(at, one, width)]
        if self.bringing.unread:
            lines += [Seen(), Seen(line(_PAD, ("Not read", "head")))]
            for sentence in self.bringing.unread:
                lines += [Seen(part) for part in paragraph(sentence, "warn", MARGIN + 2, width)]
        if self.choices.imports:
            lines += [Seen(), *earlier_rows(self.choices.imports, width, opened=EARLIER in self.open)]
        return lines

    def _top(self, width: int) -> Iterator[Seen]:
        if self._adds:
            yield Seen(_row("Bring in", self.bringing.words, width, "answer"), "take")
        else:
            yield from (Seen(one) for one in paragraph(self.bringing.words, "strong", MARGIN, width))
        if self.choices.to_decide:
            yield Seen(_row("Decide", self.choices.to_decide, width), "decide")
        if self.choices.empty:
            words = count_of(self.choices.empty, "field that is", "fields that are")
            yield Seen(_row("Fill", f"{words} empty in the review and not in these files", width), "fill")
        if self.bringing.before:
            words = count_of(self.bringing.before, "look-alike")
            yield Seen(_row("Ask again", f"{words} decided at an earlier import, and not asked about", width), "again")
        if self.bringing.studies:
            yield Seen(_row("Initiative", self.choices.initiative or "none", width), "initiative")
        if not self._adds:
            yield Seen(_row("Keep", "this account, among the imports of the review", width), "take")
        for words in self.bringing.changes:
            yield from (Seen(one) for one in paragraph(f"change  {words}", "answer", MARGIN, width))

    def _file(self, at: int, one: Account, width: int) -> Iterator[Seen]:
        yield Seen(spread([_PAD, (cut(one.file, width - MARGIN - 12), "head")], [], width))
        yield from (Seen(part) for part in paragraph(one.read_as, "dim", MARGIN, width))
        yield from (Seen(part) for part in paragraph(one.sum, "strong", MARGIN, width))
        words = f"Counted a second time, apart from reading: {one.read:,}. The sum is right."
        yield from (Seen(part) for part in paragraph(words, "dim", MARGIN, width))
        if one.earlier:
            yield from (Seen(part) for part in paragraph(one.earlier, "text", MARGIN, width))
        if one.cut_out:
            yield from (Seen(part) for part in paragraph(one.cut_out, "text", MARGIN, width))
        for name, count, words in _parts(one):
            target = f"{name}:{at}"
            opened = target in self.open
            ink = "warn" if name in ("held", "warnings") else "label"
            yield Seen(line(_PAD, ("● " if opened else "○ ", "dim"), (f"{words}  {count:,}", ink)), target)
            if opened:
                if (target, width) not in self._kept:
                    self._kept[target, width] = tuple(_unfolded(name, one, target, width))
                yield from self._kept[target, width]
                if count > _MOST:
                    words = f"and {count - _MOST:,} more; twofold import --dry-run --json lists them all"
                    yield Seen(line((_IN, "text"), (words, "dim")))


def _row(name: str, words: str, width: int, ink: str = "text") -> Drawn:
    return line(_PAD, (fitted(name, 12), "key"), (cut(words, width - MARGIN - 13), ink))


def _parts(one: Account) -> Iterator[tuple[str, int, str]]:
    """The parts of an account that can be unfolded, with how much is in each, and what they are called."""
    for name, words, count in (
        ("held", "Held back", len(one.held_back)),
        ("warnings", "To look at", len(one.warnings)),
        ("new", "New", len(one.new)),
        ("there", "Already there", len(one.there)),
        ("columns", "Columns", len(one.columns)),
    ):
        if count:
            yield name, count, words


def _unfolded(name: str, one: Account, target: str, width: int) -> Iterator[Seen]:
    for row, drawn in enumerate(_rows(name, one, width)):
        yield from (Seen(part, f"{target}/{row}") for part in drawn)


def _rows(name: str, one: Account, width: int) -> Iterator[Sequence[Drawn]]:
    match name:
        case "held":
            for held in one.held_back[:_MOST]:
                yield list(paragraph(one.held_words(held), "text", MARGIN + 2, width))
        case "warnings":
            for sentence in one.warnings[:_MOST]:
                yield list(paragraph(sentence, "text", MARGIN + 2, width))
        case "new":
            for each in one.new[:_MOST]:
                yield [_study(each, width)]
        case _:
            for there in one.there[:_MOST]:
                yield list(paragraph(there.words, "text", MARGIN + 2, width))


def _study(one: NewStudy, width: int) -> Drawn:
    room = width - MARGIN - 2 - _NUMBER - 1
    named = (fitted(one.called, _LABEL - 1) + " ", "label") if room > 2 * _LABEL else ("", "label")
    title = cut(one.title + one.beside, room - len(named[0]))
    return line((_IN, "text"), (fitted(one.number, _NUMBER), "label"), named, (title, "text"))

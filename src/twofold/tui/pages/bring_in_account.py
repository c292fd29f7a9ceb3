"""The dry run of an import: what would come of each file, and what is still to be decided."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from twofold.review.bringing_in_account import Account, Bringing, NewStudy
from twofold.tui.actions import Action, Hint, Where
from twofold.tui.form.drawn import Drawn, cut, fitted, line, paragraph, spread
from twofold.tui.pages.asks import Ask, Step
from twofold.tui.pages.page import MARGIN, Keys, LinedPage
from twofold.tui.pages.window import Seen

_PAD = (" " * MARGIN, "text")
_IN = " " * (MARGIN + 2)
_NUMBER = 7
_LABEL = 20
_MOST = 5_000


@dataclass(frozen=True, slots=True)
class Choices:
    """What can be chosen beside the files: the questions by kind (one, many, how many), how many are decided, and the
    initiative in words."""

    kinds: tuple[tuple[str, str, int], ...] = ()
    decided: int = 0
    initiative: str = ""

    @property
    def total(self) -> int:
        """How many questions there are."""
        return sum(count for _, _, count in self.kinds)


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
        words = {"take": "bring them in", "decide": "decide", "initiative": "choose"}.get(self.at, "")
        if not words:
            kind, part = self.at.partition(":")[0], self.at.partition("/")[0]
            words = "choose columns" if kind == "columns" else "fold" if part in self.open else "unfold"
        return (("bringing.go", words), "bringing.down", "bringing.up", "bringing.help", ("bringing.back", "not now"))

    def targets(self) -> Sequence[str]:
        """Bringing in, deciding, and the parts of each account."""
        found = ["take"] if self.bringing.plan else []
        found += ["decide"] if self.choices.total else []
        found += ["initiative"] if self.bringing.studies else []
        for at, one in enumerate(self.bringing.accounts):
            for name, count, _ in _parts(one):
                target = f"{name}:{at}"
                found.append(target)
                if target in self.open:
                    found += [f"{target}/{row}" for row in range(min(count, _MOST))]
        return found

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
            case "take" | "decide" | "initiative":
                return Step(kind)
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
        return lines

    def _top(self, width: int) -> Iterator[Seen]:
        if self.bringing.plan:
            yield Seen(_row("Bring in", told(self.bringing), width, "answer"), "take")
        else:
            read = sum(one.read for one in self.bringing.accounts)
            there = sum(len(one.there) for one in self.bringing.accounts)
            words = (
                f"Nothing new: {there:,} of {read:,} records are in the review already, and nothing would be written."
            )
            yield from (Seen(one) for one in paragraph(words, "strong", MARGIN, width))
        if self.choices.total:
            words = ", ".join(
                f"{count:,} {one if count == 1 else many}" for one, many, count in self.choices.kinds if count
            )
            decided = f"{self.choices.decided:,} decided" if self.choices.decided else "none decided yet"
            yield Seen(_row("Decide", f"{words}; {decided}", width), "decide")
        if self.bringing.studies:
            yield Seen(_row("Initiative", self.choices.initiative or "none", width), "initiative")
        for words in self.bringing.changes:
            yield from (Seen(one) for one in paragraph(f"change  {words}", "answer", MARGIN, width))

    def _file(self, at: int, one: Account, width: int) -> Iterator[Seen]:
        producer = f" from {one.producer}" if one.producer else ""
        encoding = f", {one.encoding}" if one.encoding else ""
        yield Seen(spread([_PAD, (cut(one.file, width - MARGIN - 12), "head")], [], width))
        yield from (Seen(part) for part in paragraph(f"{one.format}{producer}{encoding}", "dim", MARGIN, width))
        new, there, held = len(one.new), len(one.there), len(one.held_back)
        words = f"read {one.read:,} = new {new:,} + already there {there:,} + held back {held:,}"
        yield from (Seen(part) for part in paragraph(words, "strong", MARGIN, width))
        words = f"Counted a second time, apart from reading: {one.read:,}. The sum is right."
        yield from (Seen(part) for part in paragraph(words, "dim", MARGIN, width))
        if one.votes:
            words = (
                f"Cut out, and shown to no coder: {_count(one.votes, 'vote or note', 'votes and notes')} of screening."
            )
            yield from (Seen(part) for part in paragraph(words, "text", MARGIN, width))
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


def told(bringing: Bringing) -> str:
    """What an import adds and changes, in a few words."""
    further = sum(one.further for each in bringing.accounts for one in each.new)
    counts = [_count(bringing.studies, "study", "studies")] if bringing.studies else []
    counts += (
        [_count(further, "report of a study that is there", "reports of studies that are there")] if further else []
    )
    counts += [_count(len(bringing.changes), "changed field", "changed fields")] if bringing.changes else []
    return ", ".join(counts)


def _count(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"


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
                yield list(paragraph(f"line {held.first_line}  {held.why}", "text", MARGIN + 2, width))
        case "warnings":
            for sentence in one.warnings[:_MOST]:
                yield list(paragraph(sentence, "text", MARGIN + 2, width))
        case "new":
            for each in one.new[:_MOST]:
                yield [_study(each, width)]
        case _:
            for there in one.there[:_MOST]:
                words = f"line {there.line} is {there.number} already ({there.how})"
                yield list(paragraph(words, "text", MARGIN + 2, width))


def _study(one: NewStudy, width: int) -> Drawn:
    label = "further report" if one.further else one.label
    flags = f" [{', '.join(one.flags)}]" if one.flags else ""
    room = width - MARGIN - 2 - _NUMBER - 1
    named = (fitted(label, _LABEL - 1) + " ", "label") if room > 2 * _LABEL else ("", "label")
    title = cut(one.title + flags, room - len(named[0]))
    return line((_IN, "text"), (fitted(one.number, _NUMBER), "label"), named, (title, "text"))

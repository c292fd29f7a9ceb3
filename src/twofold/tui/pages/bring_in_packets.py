"""The dry run of receiving: who sent what, what is new in it, what is refused and why, and what waits."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from twofold.exchange.examining import Fate
from twofold.exchange.receiving import FileAccount, Receiving
from twofold.exchange.telling import beside, log_words, of_whom
from twofold.tui.actions import Action, Hint, Where
from twofold.tui.form.drawn import cut, fitted, line, paragraph, spread
from twofold.tui.pages.asks import Ask, Step
from twofold.tui.pages.page import MARGIN, Keys, LinedPage
from twofold.tui.pages.window import Seen
from twofold.values.counting import count_of

_FILE = "file:"
_PAD = (" " * MARGIN, "text")


@dataclass(frozen=True, slots=True)
class Arrived:
    """What arrived, with what is kept aside already; ``leads`` says that this person may add people."""

    found: Receiving
    waiting: tuple[str, ...] = ()
    leads: bool = False

    @property
    def taken(self) -> int:
        """How many logs would be taken."""
        return len(self.found.logs(Fate.TAKEN))

    @property
    def codes(self) -> int:
        """How many codes are new."""
        return sum(one.codes for one in self.found.logs(Fate.TAKEN))

    @property
    def submissions(self) -> int:
        """How many submissions are new."""
        return sum(one.submissions for one in self.found.logs(Fate.TAKEN))


class Packets(LinedPage):
    """The account of every file. Nothing is written before ``take``."""

    where = Where.BRINGING

    def __init__(self, arrived: Arrived, keys: Keys | None = None) -> None:
        super().__init__(keys)
        self.arrived = arrived

    @property
    def hints(self) -> Sequence[Hint]:
        """Take it, or leave without writing."""
        words = {"take": "take them", "people": "add and look again"}.get(self.at, "")
        going = (("bringing.go", words),) if words else ()
        return (*going, "bringing.down", "bringing.up", "bringing.help", ("bringing.back", "not now"))

    def targets(self) -> Sequence[str]:
        """Taking it, adding people, and each file, so that all can be scrolled to."""
        unknown = self.arrived.found.unknown_people and self.arrived.leads
        files = (f"{_FILE}{at}" for at in range(len(self.arrived.found.accounts)))
        return [*(["take"] if self._takes else []), *(["people"] if unknown else []), *files]

    @property
    def _takes(self) -> bool:
        return bool(self.arrived.taken or self.arrived.found.logs(Fate.WAITS))

    def act(self, action: Action) -> Ask | None:
        """Take it, or go back."""
        match action.id:
            case "bringing.go" if self.at in ("take", "people"):
                return Step(self.at)
            case "bringing.first":
                self.at, self.top = "", 0
            case "bringing.help":
                return "help"
            case "bringing.back":
                return Step("files")
            case _:
                pass
        return None

    def drawn(self, width: int) -> Sequence[Seen]:
        """The whole account."""
        found = self.arrived.found
        lines = [
            Seen(),
            Seen(spread([_PAD, ("Bring in", "head")], [("DRY RUN: nothing is written yet ", "strong")], width)),
            Seen(),
        ]
        if self._takes:
            words = _counts(self.arrived)
            lines.append(Seen(line(_PAD, (fitted("Take it", 12), "key"), (cut(words, width - 16), "answer")), "take"))
        else:
            lines += _told("Nothing new: all that these files bring is here already, or refused.", "strong", width)
        if found.joining is not None:
            for words in found.joining.words:
                lines += _told(f"and then {words}", "answer", width)
        elif found.unknown_people:
            names = ", ".join(found.unknown_people)
            if self.arrived.leads:
                words = f"{names}: not of this review. Add as reviewer, and look again?"
                lines.append(Seen(line(_PAD, (fitted("Add", 12), "key"), (cut(words, width - 16), "warn")), "people"))
            else:
                lines += _told(f"{names}: not of this review. Only a lead can add people.", "warn", width)
        for words in found.plan:
            lines += _told(f"plan  {words}", "text", width)
        for at, one in enumerate(found.accounts):
            lines += [Seen(), *(Seen(each.drawn, f"{_FILE}{at}") for each in _file(one, width))]
        others = [*beside(found), *self.arrived.waiting]
        if others:
            lines.append(Seen())
        for words in others:
            lines += _told(words, "help", width)
        return lines


def _counts(arrived: Arrived) -> str:
    counts = [count_of(arrived.codes, "new code"), count_of(arrived.submissions, "submission")] if arrived.codes else []
    logs = "1 log" if arrived.taken == 1 else f"{arrived.taken:,} logs"
    waits = len(arrived.found.logs(Fate.WAITS))
    return ", ".join([*counts, logs, *([f"{waits} kept aside"] if waits else [])])


def _file(one: FileAccount, width: int) -> Iterator[Seen]:
    yield Seen(line(_PAD, (cut(one.name, width - MARGIN - 1), "head")))
    if whom := of_whom(one):
        yield from _told(whom, "dim", width)
    if one.refused:
        yield from _told(f"refused: {one.refused}", "warn", width)
    for log in one.logs:
        ink = "warn" if log.fate in (Fate.REFUSED, Fate.WAITS) else "text"
        first, *others = log_words(log)
        yield from _told(first, ink, width)
        for words in others:
            yield from (Seen(part) for part in paragraph(words, "help", MARGIN + 2, width))
    if one.cut:
        yield from _told(one.cut, "warn", width)


def _told(words: str, ink: str, width: int) -> list[Seen]:
    return [Seen(part) for part in paragraph(words, ink, MARGIN, width)]

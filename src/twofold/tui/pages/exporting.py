"""Before an export and after it: which files, with how many rows, for whom, and where it lies."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from twofold.export.folder import PACKAGE, README, SCRIPTS, scripts_for
from twofold.tui.actions import Action, Hint, Where
from twofold.tui.form.drawn import cut, fitted, line, paragraph, spread
from twofold.tui.pages.asks import Ask
from twofold.tui.pages.page import MARGIN, Keys, LinedPage
from twofold.tui.pages.window import Seen

_PAD = (" " * MARGIN, "text")
_COUNT = 12
_FILE = 26

OPTIONS = (
    ("bom", "the mark at the start by which Excel knows UTF-8", True),
    ("excel_safe", "an apostrophe before text that a spreadsheet would run", False),
    ("xlsx", "an Excel workbook of these tables beside the folder", False),
    ("ris", "the reports as RIS, with the consensus as keywords", False),
    ("tinydb", "all documents as one file for TinyDB", False),
)
"""What can be turned on and off: its id, what it is, and whether it is on unless turned."""


REPORT = "report"
_OF_REPORT = "The whole review as one HTML page: agreement, consensus, synthesis, methods, and what is open."


class Doing(Enum):
    """What goes on behind the page."""

    NOTHING = ""
    COUNTING = "Counting rows"
    WRITING = "Writing"
    REPORTING = "Making the report"


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file that would be written: its name, what a row is, and its rows once they are counted."""

    name: str
    one_row: str
    rows: int | None = None


class ExportingPage(LinedPage):
    """``wanted`` are the tables taken, ``on`` the options that are on. ``written`` is where the last export lies.

    ``report`` is where the report would lie. What is to be done is read by the screen from ``asked``: ``write``,
    ``report`` or ``stop``.
    """

    where = Where.EXPORTING

    def __init__(self, person: str, target: Path, report: Path, keys: Keys | None = None) -> None:
        super().__init__(keys)
        self.person = person
        self.target = target
        self.report = report
        self.files: tuple[FileLine, ...] = ()
        self.left_out: frozenset[str] = frozenset()
        self.on = frozenset(name for name, _, usual in OPTIONS if usual)
        self.doing = Doing.NOTHING
        self.progress = (0, 0)
        self.sentences: tuple[str, ...] = ()
        self.written: tuple[str, ...] = ()
        self.refused = ""
        self.asked = ""

    @property
    def wanted(self) -> tuple[str, ...]:
        """The names of the tables that are taken."""
        return tuple(one.name for one in self.files if one.name not in self.left_out)

    @property
    def _also(self) -> Sequence[str]:
        return (PACKAGE, README, *(scripts_for(self.wanted) if self.files else SCRIPTS))

    @property
    def busy(self) -> bool:
        """Whether something is being written, so that nothing else can be begun."""
        return self.doing in (Doing.WRITING, Doing.REPORTING)

    @property
    def hints(self) -> Sequence[Hint]:
        """Write it, choose, leave; while something is written, how to stop it."""
        if self.busy:
            return (("exporting.back", "stop"),)
        return ("exporting.write", "exporting.mark", "exporting.report", "exporting.help", "exporting.back")

    def targets(self) -> Sequence[str]:
        """The files, the options, and the report."""
        options = (f"option:{name}" for name, _, _ in OPTIONS)
        return (*(f"file:{one.name}" for one in self.files), *options, REPORT)

    def act(self, action: Action) -> Ask | None:
        """Write, turn what is marked, ask for the report, stop, or go back."""
        match action.id:
            case "exporting.report":
                self._report()
            case "exporting.write" | "exporting.mark" if self.at == REPORT:
                self._report()
            case "exporting.write":
                self._write()
            case "exporting.mark":
                self._turn()
            case "exporting.help":
                return "help"
            case "exporting.first":
                self.at, self.top = "", 0
            case _ if self.busy:
                self.asked = "stop"
            case _:
                return "back"
        return None

    def click(self, target: str) -> Ask | None:
        """Turn the line that was clicked."""
        self.said = ""
        if target in self.targets():
            self.at = target
            self._report() if target == REPORT else self._turn()
        return None

    def _report(self) -> None:
        if self.busy:
            self.said = "It is being written. esc stops it."
        else:
            self.asked = "report"

    def _write(self) -> None:
        if self.busy:
            self.said = "It is being written. esc stops it."
        elif not self.files:
            self.said = "The rows are still being counted."
        elif not self.wanted:
            self.said = "Every file is left out. space takes the marked one in."
        else:
            # Back to the top, where it is told how far it is and where it lies.
            self.asked, self.at, self.top = "write", "", 0

    def _turn(self) -> None:
        if self.busy:
            self.said = "It is being written. esc stops it."
            return
        kind, _, name = self.at.partition(":")
        if kind == "file":
            self.left_out ^= {name}
        elif kind == "option":
            self.on ^= {name}

    def drawn(self, width: int) -> Sequence[Seen]:
        """The files with their rows, the options, and where it will lie."""
        head = spread([_PAD, ("Export", "head")], [(f"for {cut(self.person, width // 3)} ", "dim")], width)
        return [
            Seen(),
            Seen(head),
            *self._state(width),
            Seen(),
            Seen(line(_PAD, ("Files, and what a row of each is", "head"))),
            *self._files(width),
            *(Seen(one) for one in paragraph(f"and {', '.join(self._also)}", "dim", MARGIN + 4, width)),
            Seen(),
            Seen(line(_PAD, ("Options", "head"))),
            *self._options(width),
            Seen(),
            Seen(line(_PAD, ("Where it will lie", "head"))),
            *(Seen(one) for one in paragraph(str(self.target), "label", MARGIN, width)),
            Seen(),
            Seen(line(_PAD, ("The report", "head"))),
            *(Seen(one, REPORT) for one in paragraph(f"{_OF_REPORT} {self._way()}", "label", MARGIN, width)),
            *(Seen(one) for sentence in self.sentences for one in paragraph(sentence, "warn", MARGIN, width)),
        ]

    def _way(self) -> str:
        return f"{self.key('exporting.report')} asks where it is to lie, and writes it."

    def _state(self, width: int) -> Iterator[Seen]:
        done, total = self.progress
        if self.doing is not Doing.NOTHING:
            words = f"{self.doing.value}: {done:,} of {total:,} studies" if total else f"{self.doing.value} ..."
            yield Seen(line(_PAD, (cut(words, width - MARGIN), "strong")))
        elif self.refused:
            yield from (Seen(one) for one in paragraph(self.refused, "warn", MARGIN, width))
        elif self.written:
            for words in self.written:
                yield from (Seen(one) for one in paragraph(words, "strong", MARGIN, width))
        else:
            words = "Your own codes, and those of others in studies that are open for comparison."
            yield from (Seen(one) for one in paragraph(words, "dim", MARGIN, width))

    def _files(self, width: int) -> Iterator[Seen]:
        for one in self.files:
            taken = one.name not in self.left_out
            count = "" if one.rows is None else f"{one.rows:,} {'row' if one.rows == 1 else 'rows'}"
            room = width - MARGIN - 4 - _FILE - _COUNT - 2
            what = cut(one.one_row, room)
            yield Seen(
                spread(
                    [
                        _PAD,
                        ("[x] " if taken else "[ ] ", "chosen" if taken else "dim"),
                        (fitted(f"{one.name}.csv", _FILE), "label" if taken else "dim"),
                        (what, "dim"),
                    ],
                    [(f"  {count} ", "answer" if taken else "dim")],
                    width,
                ),
                f"file:{one.name}",
            )

    def _options(self, width: int) -> Iterator[Seen]:
        for name, words, _ in OPTIONS:
            on = name in self.on
            yield Seen(
                line(
                    _PAD,
                    ("[x] " if on else "[ ] ", "chosen" if on else "dim"),
                    (cut(words, width - MARGIN - 4), "label" if on else "dim"),
                ),
                f"option:{name}",
            )

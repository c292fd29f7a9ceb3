"""The page of all notes: whose, where, what and when; filtered as one types, gone to, marked as resolved."""

from collections.abc import Sequence
from enum import Enum

from twofold.record.notes import NoteKey
from twofold.review.notes import ListedNote
from twofold.tui.actions import Action, Hint, Where
from twofold.tui.form.drawn import Drawn, Piece, cells, cut, fitted, paragraph, spread
from twofold.tui.form.line import Line
from twofold.tui.pages.asks import Ask, Code, MarkNote
from twofold.tui.pages.filter_line import LONGEST, filter_line
from twofold.tui.pages.page import MARGIN, WIDEST, Keys, LinedPage, key_name, typed_text
from twofold.tui.pages.window import Seen, Window
from twofold.values.plaintext import one_line

_PAD: Piece = (" " * MARGIN, "text")
_SIGN = 2
_NUMBER = 7
_TEXT = MARGIN + _SIGN + _NUMBER
_LINES = 3
_LINES_AT_CURSOR = 8
_LOW = 8
_NARROW = 50
_SHORTEST_WORD = 3
_INVITATION = "type part of a study, a field or the note; open, resolved"


class NoteOrder(Enum):
    """What the list is ordered by; the value says it in words."""

    STUDY = "by study"
    NEWEST = "newest first"


class Notes(LinedPage):
    """The state of the list of notes."""

    where = Where.NOTES

    def __init__(self, keys: Keys | None = None) -> None:
        super().__init__(keys)
        self.notes: tuple[ListedNote, ...] = ()
        self.filter = Line()
        self.filtering = False
        self.order = NoteOrder.STUDY
        self._shown: list[ListedNote] = []
        self._by_target: dict[str, ListedNote] = {}
        self._texts: list[tuple[ListedNote, str]] = []
        self._drawn: dict[tuple[ListedNote, int, bool], tuple[Drawn, ...]] = {}

    @property
    def hints(self) -> Sequence[Hint]:
        """What matters now: while typing, how to end it."""
        if self.filtering:
            return ("sifting.take", "sifting.keep", "sifting.rub_out", "sifting.leave")
        here = self._by_target.get(self.at)
        if here is None:
            return ("notes.search", "notes.help", "notes.back")
        word = "open again" if here.resolved else "resolved"
        return ("notes.go", ("notes.resolve", word), "notes.search", "notes.help", "notes.back")

    def take_up(self, notes: Sequence[ListedNote]) -> None:
        """Show these notes; the cursor stays on its note as long as that is listed, else where it was."""
        if tuple(notes) != self.notes:
            self.notes = tuple(notes)
            self._texts = [(one, _searched(one)) for one in self.notes]
            self._drawn.clear()
            self._arrange()

    def stand_on(self, note: NoteKey) -> None:
        """Put the cursor on a note; a filter that hides it is let go."""
        target = _target(note)
        if target not in self._by_target and any(one.key == note for one in self.notes):
            self._narrow(Line())
        if target in self._by_target:
            self.at = target

    def targets(self) -> Sequence[str]:
        """The notes that are shown."""
        return list(self._by_target)

    def paste(self, text: str) -> None:
        """Paste into the filter."""
        if self.filtering:
            self._narrow(self.filter.typed(one_line(text)[:LONGEST]))
        else:
            super().paste(text)

    def press(self, key: str, character: str | None = None) -> Ask | None:
        """Do what a key does here; while filtering, every character is text."""
        if not self.filtering:
            return super().press(key, character)
        self.said = ""
        action = self.keys[Where.SIFTING].get(key_name(key, character))
        text = typed_text(character)
        if text:
            if len(self.filter.text) < LONGEST:
                self._narrow(self.filter.typed(text))
            return None
        match "" if action is None else action.id:
            case "sifting.take":
                self.filtering = False
                return self._go()
            case "sifting.keep":
                self.filtering = False
            case "sifting.leave":
                self.filtering = False
                self._narrow(Line())
            case "sifting.down":
                self.move(1)
            case "sifting.up":
                self.move(-1)
            case "sifting.rub_out":
                self._narrow(self.filter.acted("rub_out"))
            case "sifting.clear":
                self._narrow(Line())
            case _:
                pass
        return None

    def act(self, action: Action) -> Ask | None:
        """Do what the key asks for on this page."""
        match action.id.rpartition(".")[2]:
            case "go":
                return self._go()
            case "resolve":
                here = self._by_target.get(self.at)
                return None if here is None else MarkNote(here.key, not here.resolved)
            case "first":
                self.move(-len(self._shown))
            case "last":
                self.move(len(self._shown))
            case "search":
                self.filtering = True
            case "order":
                self.order = NoteOrder.NEWEST if self.order is NoteOrder.STUDY else NoteOrder.STUDY
                self.at, self.top = "", 0
                self._arrange()
            case "undo":
                return "undo"
            case "redo":
                return "redo"
            case "retry":
                return "retry"
            case "rescue":
                return "rescue"
            case "help":
                return "help"
            case "back":
                if not self.filter.text:
                    return "back"
                self._narrow(Line())
            case _:
                pass
        return None

    def click(self, target: str) -> Ask | None:
        """A click marks a note; a click on the marked one goes there."""
        self.said = ""
        if target == self.at:
            return self._go()
        if target in self._by_target:
            self.at = target
        return None

    def window(self, width: int, height: int) -> Window:
        """The head of the list, which stays, and the notes around the cursor."""
        above = self._above(min(width, WIDEST), height)
        below = super().window(width, max(1, height - len(above)))
        typing = next(((one.drawn.caret, y) for y, one in enumerate(above) if one.drawn.caret >= 0), None)
        column, row = below.cursor
        return Window((*above, *below.lines)[:height], typing or (column, min(height - 1, row + len(above))))

    def drawn(self, width: int) -> Sequence[Seen]:
        """The notes that are shown, each in its lines."""
        if not self._shown:
            return [Seen(one) for one in paragraph(self._nothing(), "dim", MARGIN, width)]
        return [
            Seen(one, target) for target, note in self._by_target.items() for one in self._lines(note, target, width)
        ]

    def _lines(self, note: ListedNote, target: str, width: int) -> tuple[Drawn, ...]:
        shows = (note, width, target == self.at)
        kept = self._drawn.get(shows)
        if kept is None:
            kept = self._drawn[shows] = tuple(_note_lines(*shows))
        return kept

    def _above(self, width: int, height: int) -> list[Seen]:
        left = sum(not one.resolved for one in self.notes)
        count = f"{left:,} open of {len(self.notes):,}" if self.notes else ""
        if len(self._shown) != len(self.notes):
            count = f"{len(self._shown):,} shown of {len(self.notes):,}"
        title = spread([_PAD, ("Notes  ", "head"), (count, "text")], [(f"{self.order.value} ", "dim")], width)
        typed = filter_line(self.filter.text, _INVITATION, width, typing=self.filtering)
        shows = self.filtering or bool(self.filter.text)
        if height < _LOW:
            return [Seen(typed if shows else title)]
        return [Seen(), Seen(title), Seen(typed) if shows else Seen()]

    def _nothing(self) -> str:
        if not self.notes:
            return f"There are no notes yet. On the form, {self.key('form.note')} writes one beside any answer."
        return f"No note matches “{self.filter.text}”. {self.key('sifting.leave')} shows all."

    def _go(self) -> Ask | None:
        here = self._by_target.get(self.at)
        return None if here is None else Code(here.key.study, here.key.place)

    def _narrow(self, text: Line) -> None:
        self.filter = text
        self._arrange()

    def _arrange(self) -> None:
        before = list(self._by_target).index(self.at) if self.at in self._by_target else 0
        shown = [note for note, text in self._texts if _fits(note, text, self.filter.text.casefold().split())]
        if self.order is NoteOrder.NEWEST:
            shown.sort(key=lambda one: one.at, reverse=True)
        self._shown = shown
        self._by_target = {_target(one.key): one for one in shown}
        if self.at not in self._by_target:
            targets = list(self._by_target)
            self.at = targets[min(before, len(targets) - 1)] if targets else ""


def _target(note: NoteKey) -> str:
    row, field = note.place
    return f"{note.of}/{note.study}/{row or ''}/{field}/{note.digest}"


def _searched(note: ListedNote) -> str:
    return f"{note.number} {note.label} {note.field} {note.row} {note.by} {note.text}".casefold()


def _fits(note: ListedNote, text: str, words: Sequence[str]) -> bool:
    """Whether every word is found in the note; *open* and *resolved*, or the beginning of one, also name its state."""
    state = "resolved" if note.resolved else "open"
    return all(word in text or (len(word) >= _SHORTEST_WORD and state.startswith(word)) for word in words)


def _note_lines(note: ListedNote, width: int, at_cursor: bool) -> Sequence[Drawn]:
    sign, ink = ("●", "dim") if note.resolved else ("○", "answer")
    name = "dim" if note.resolved else "label"
    right = [note.at[:10]]
    if not note.own:
        right.insert(0, cut(note.by, max(0, width // 4)))
    if note.resolved:
        right.insert(0, "resolved")
    # Where the line is short, the sign alone tells the state, and the day can be had in a wider window.
    words = f"  {', '.join(right)} " if width >= _NARROW else ""
    room = max(0, width - _TEXT - cells(words))
    label = cut(note.label, max(0, room // 2))
    where = f"{note.field} [{note.row}]" if note.row else note.field
    left: list[Piece] = [
        _PAD,
        (f"{sign} ", ink),
        (fitted(note.number, _NUMBER), name),
        (label, name),
        ("  ", "text"),
        (cut(where, max(0, room - cells(label) - 2)), "dim"),
    ]
    most = _LINES_AT_CURSOR if at_cursor else _LINES
    text = paragraph(
        note.text,
        "dim" if note.resolved else "text",
        _TEXT if width >= _NARROW else MARGIN + _SIGN,
        width - 1,
        most=most,
    )
    return [spread(left, [(words, "dim")], width), *text]

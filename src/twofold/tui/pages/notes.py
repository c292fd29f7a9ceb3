"""The page of all notes: whose, where, what and when; filtered as one types, gone to, marked as resolved."""

from collections.abc import Sequence
from enum import Enum

from twofold.record.notes import NoteKey
from twofold.review.notes import ListedNote
from twofold.tui.actions import Action, Hint, Where
from twofold.tui.form.drawn import EMPTY, Drawn, Piece, cells, cut, fitted, paragraph, spread
from twofold.tui.form.line import Line
from twofold.tui.pages.asks import Ask, Code, MarkNote
from twofold.tui.pages.filtered_list import FilteredList
from twofold.tui.pages.page import MARGIN, WIDEST, Keys, LinedPage
from twofold.tui.pages.window import Seen, Window

_PAD: Piece = (" " * MARGIN, "text")
_SIGN = 2
_NUMBER = 7
_TEXT = MARGIN + _SIGN + _NUMBER
_LINES = 3
_LINES_AT_CURSOR = 8
_LOW = 8
_NARROW = 50
_SHORTEST_WORD = 3


class NoteOrder(Enum):
    """What the list is ordered by; the value says it in words."""

    STUDY = "by study"
    NEWEST = "newest first"


class Notes(FilteredList, LinedPage):
    """The state of the list of notes."""

    where = Where.NOTES
    while_filtering = Where.SIFTING
    invitation = "type part of a study, a field or the note; open, resolved"

    def __init__(self, keys: Keys | None = None) -> None:
        super().__init__(keys)
        self.notes: tuple[ListedNote, ...] = ()
        self.order = NoteOrder.STUDY
        self._by_target: dict[str, ListedNote] = {}
        self._targets: tuple[str, ...] = ()
        self._place_of: dict[str, int] = {}
        self._texts: list[tuple[ListedNote, str]] = []
        self._left = 0
        self._anchor = ("", 0)
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
            self._texts = []
            self._left = sum(not one.resolved for one in self.notes)
            self._drawn.clear()
            self.arrange()

    def stand_on(self, note: NoteKey) -> None:
        """Put the cursor on a note; a filter that hides it is let go."""
        target = _target(note)
        if target not in self._by_target and any(one.key == note for one in self.notes):
            self.narrow(Line())
        if target in self._by_target:
            self.at = target

    def targets(self) -> Sequence[str]:
        """The notes that are shown."""
        return self._targets

    def act(self, action: Action) -> Ask | None:
        """Do what the key asks for on this page."""
        match action.id.rpartition(".")[2]:
            case "go":
                return self.take()
            case "resolve":
                here = self._by_target.get(self.at)
                return None if here is None else MarkNote(here.key, not here.resolved)
            case "first":
                self.move(-len(self._targets))
            case "last":
                self.move(len(self._targets))
            case "search":
                self.filtering = True
            case "order":
                self.order = NoteOrder.NEWEST if self.order is NoteOrder.STUDY else NoteOrder.STUDY
                self.at, self.top = "", 0
                self.arrange()
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
                self.narrow(Line())
            case _:
                pass
        return None

    def click(self, target: str) -> Ask | None:
        """A click marks a note; a click on the marked one goes there."""
        self.said = ""
        if target == self.at:
            return self.take()
        if target in self._by_target:
            self.at = target
        return None

    def window(self, width: int, height: int) -> Window:
        """The head of the list, which stays, and the notes around the cursor."""
        above = self._above(min(width, WIDEST), height)
        below = super().window(width, max(1, height - len(above)))
        self._anchor = self._at_top(min(width, WIDEST))
        typing = next(((one.drawn.caret, y) for y, one in enumerate(above) if one.drawn.caret >= 0), None)
        column, row = below.cursor
        return Window((*above, *below.lines)[:height], typing or (column, min(height - 1, row + len(above))))

    def drawn(self, width: int) -> Sequence[Seen]:
        """The lines of the notes that can come into sight around the cursor: no other of thousands is drawn.

        What stood at the top of the window stays there, as far as it is among them.
        """
        if not self._targets:
            return [Seen(one) for one in paragraph(self._nothing(), "dim", MARGIN, width)]
        near, (held, above) = self._near, self._anchor
        tall = [len(self._lines(one, width)) for one in near]
        if held in near:
            at = near.index(held)
            self.top = sum(tall[:at]) + min(above, tall[at] - 1)
        else:
            self.top = sum(tall) if self._place_of.get(held, 0) > self._place_of[near[-1]] else 0
        return [Seen(line, one) for one in near for line in self._lines(one, width)]

    @property
    def _near(self) -> Sequence[str]:
        """The notes that can come into sight with the one under the cursor, each of which takes a line at least."""
        here = self._place_of[self.at]
        return self._targets[max(0, here - self._height) : here + self._height + 1]

    def _at_top(self, width: int) -> tuple[str, int]:
        """The note at the top of the window, and how many of its lines stand above that."""
        above = self.top
        for one in self._near if self._targets else ():
            tall = len(self._lines(one, width))
            if above < tall:
                return one, above
            above -= tall
        return "", 0

    def _lines(self, target: str, width: int) -> tuple[Drawn, ...]:
        shows = (self._by_target[target], width, target == self.at)
        kept = self._drawn.get(shows)
        if kept is None:
            kept = self._drawn[shows] = tuple(_note_lines(*shows))
        return kept

    def _above(self, width: int, height: int) -> list[Seen]:
        count = f"{self._left:,} open of {len(self.notes):,}" if self.notes else ""
        if len(self._targets) != len(self.notes):
            count = f"{len(self._targets):,} shown of {len(self.notes):,}"
        title = spread([_PAD, ("Notes  ", "head"), (count, "text")], [(f"{self.order.value} ", "dim")], width)
        typed = self.filter_drawn(width)
        if height < _LOW:
            return [Seen(typed or title)]
        return [Seen(), Seen(title), Seen(typed or EMPTY)]

    def _nothing(self) -> str:
        if not self.notes:
            return f"There are no notes yet. On the form, {self.key('form.note')} writes one beside any answer."
        return f"No note matches “{self.filter.text}”. {self.key('sifting.leave')} shows all."

    def take(self) -> Ask | None:
        """Go to the field at which the note under the cursor stands."""
        here = self._by_target.get(self.at)
        return None if here is None else Code(here.key.study, here.key.place)

    def stand(self) -> None:
        """Put the cursor on the first note where the one it stood on is gone."""
        if self.at not in self._by_target:
            self.at = self._targets[0] if self._targets else ""

    def arrange(self) -> None:
        """List what fits the filter, ordered as asked for."""
        before = self._place_of.get(self.at, 0)
        shown = self._fitting(self.filter.text.casefold().split())
        if self.order is NoteOrder.NEWEST:
            shown = sorted(shown, key=lambda one: one.at, reverse=True)
        self._by_target = {_target(one.key): one for one in shown}
        self._targets = tuple(self._by_target)
        self._place_of = {one: number for number, one in enumerate(self._targets)}
        if self.at not in self._by_target:
            self.at = self._targets[min(before, len(self._targets) - 1)] if self._targets else ""

    def _fitting(self, words: Sequence[str]) -> Sequence[ListedNote]:
        if not words:
            return self.notes
        if not self._texts:
            # Prepared once, with the first letter typed, so that every other is answered at once.
            self._texts = [(one, _searched(one)) for one in self.notes]
        return [note for note, text in self._texts if _fits(note, text, words)]


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

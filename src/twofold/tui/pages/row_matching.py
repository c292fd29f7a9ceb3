"""The page on which outcome rows are matched: the coders' lists beside each other, a line for each outcome."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from twofold.record.matching import ListedRow, RowPair, joined, parted
from twofold.review.aligning import propose_alignment, propose_undoing
from twofold.review.leading import Proposed, Refused, carry_out
from twofold.review.open import Review
from twofold.review.row_lists import RowLists, in_words, rows_of
from twofold.tui.actions import Action, Hint, Where
from twofold.tui.form.drawn import Drawn, Piece, cut, fitted, line, paragraph, spread
from twofold.tui.form.words import short
from twofold.tui.pages.asks import Ask
from twofold.tui.pages.page import MARGIN, WIDEST, Keys, LinedPage
from twofold.tui.pages.window import Seen

ONE, SUGGESTED, NONE = " ━━━ ", " ─?─ ", "     "
"""What stands between two rows: that they are one outcome, that they may be, or nothing."""

_PAD = (" " * MARGIN, "text")


@dataclass(frozen=True, slots=True)
class RowLine:
    """Outcomes that stand on one line: one, or several that are suggested to be one; and the pairs that say so."""

    outcomes: tuple[tuple[ListedRow, ...], ...]
    pairs: tuple[RowPair, ...] = ()

    @property
    def rows(self) -> tuple[ListedRow, ...]:
        """All its rows."""
        return tuple(row for one in self.outcomes for row in one)

    @property
    def key(self) -> str:
        """What names the line, also once its outcomes are one."""
        return min(row.key for row in self.rows)

    def of(self, person: str) -> ListedRow | None:
        """The person's row on this line."""
        return next((row for row in self.rows if row.person == person), None)

    def are_one(self, one: ListedRow, other: ListedRow) -> bool:
        """Whether two of its rows are one outcome."""
        return any(one in rows and other in rows for rows in self.outcomes)


def lines_of(found: RowLists) -> tuple[RowLine, ...]:
    """The outcomes as lines: those of a suggestion together, as long as no coder has two rows on a line."""
    lines = [RowLine((one,)) for one in found.outcomes]
    for pair in found.suggestions:
        first, other = (next(one for one in lines if end in one.rows) for end in (pair.one, pair.other))
        if first is not other and not {row.person for row in first.rows} & {row.person for row in other.rows}:
            first, other = sorted((first, other), key=lines.index)
            together = RowLine(first.outcomes + other.outcomes, (*first.pairs, *other.pairs, pair))
            lines = [together if one is first else one for one in lines if one is not other]
    return tuple(lines)


class RowMatchingPage(LinedPage):
    """The state of the page. ``column`` is the list that the cursor is in, ``held`` a row taken up to be joined,
    ``wrote`` whether anything was matched or taken back here."""

    where = Where.ROWS

    def __init__(self, review: Review, study: str, keys: Keys | None = None) -> None:
        """Show the rows of ``study``.

        Raises:
            Refused: it is not open for comparison, or not to this person.
        """
        super().__init__(keys)
        self._review = review
        self.wrote = False
        self._show(rows_of(review, study))

    def _show(self, found: RowLists) -> None:
        self.found = found
        self.lines = {one.key: one for one in lines_of(found)}
        self.held: ListedRow | None = None
        self.column = 0

    def renew(self) -> None:
        """Show the rows as they are matched now; the cursor stays."""
        at, column = self.at, self.column
        row = next((one for one in self.found.rows if one.key == at), None)
        self._show(rows_of(self._review, self.found.study))
        self.column = column
        self.at = next((key for key, one in self.lines.items() if row is not None and row in one.rows), at)

    @property
    def hints(self) -> Sequence[Hint]:
        """Take a suggestion or all, join by hand, back."""
        here = self.lines.get(self.at)
        if self.held is not None:
            return (("rows.take", "join them"), "rows.left", "rows.right", "rows.help", ("rows.back", "let go"))
        take = ("rows.take",) if here is not None and here.pairs else ()
        every = ("rows.take_all",) if self.found.suggestions else ("rows.undo", "rows.next")
        return (*take, *every, "rows.join", "rows.help", "rows.back")

    def targets(self) -> Sequence[str]:
        """The lines."""
        return list(self.lines)

    def click(self, target: str) -> Ask | None:
        """Go to the line that was clicked; nothing is joined by a click."""
        if target in self.lines:
            self.at = target
        return None

    def act(self, action: Action) -> Ask | None:
        """Do what the key asks for on this page."""
        match action.id:
            case "rows.take":
                self._take()
            case "rows.take_all":
                self._say_one(self.found.accepted())
            case "rows.join":
                self._join()
            case "rows.part":
                self._part()
            case "rows.left" | "rows.right":
                by = 1 if action.id == "rows.right" else -1
                self.column = max(0, min(len(self.found.people) - 1, self.column + by))
            case "rows.undo":
                self._undo()
            case "rows.next" | "rows.previous":
                self._other_study(1 if action.id == "rows.next" else -1)
            case "rows.first":
                self.at, self.top = "", 0
            case "rows.help":
                return "help"
            case _ if self.held is not None:
                self.held = None
            case _:
                return "back"
        return None

    @property
    def _row(self) -> ListedRow | None:
        """The row under the cursor."""
        here = self.lines.get(self.at)
        return None if here is None else here.of(self.found.people[self.column])

    def _take(self) -> None:
        here = self.lines.get(self.at)
        if self.held is not None:
            self._join()
        elif here is not None and here.pairs:
            self._say_one(joined(self.found.sets, [row.key for row in here.rows]))
        else:
            self.said = "Nothing is suggested for this line; m joins two rows by hand."

    def _join(self) -> None:
        row, held = self._row, self.held
        if row is None:
            self.said = "There is no row here; left and right go to another coder's list."
        elif held is None or held.person == row.person:
            self.held = None if held == row else row
        else:
            self._say_one(joined(self.found.sets, (held.key, row.key)))

    def _part(self) -> None:
        row = self._row
        if row is not None and any(row.key in one for one in self.found.sets):
            self._say_one(parted(self.found.sets, row.key))
        elif row is not None and sum(one.key == row.key for one in self.found.rows) > 1:
            self.said = "The lead listed this row for all, so it is one from the start."
        else:
            self.said = "This row is joined with none."

    def _say_one(self, sets: Sequence[Sequence[str]]) -> None:
        """Write that these sets are one outcome each."""
        self._write(lambda: propose_alignment(self._review, self.found.study, sets))

    def _undo(self) -> None:
        self._write(lambda: propose_undoing(self._review, self.found.study))

    def _write(self, proposal: Callable[[], Proposed]) -> None:
        try:
            proposed = proposal()
            carry_out(self._review, proposed.documents)
            self.wrote = self.wrote or bool(proposed.documents)
            self.said = f"{'; '.join(proposed.words)}."
            self.renew()
        except Refused as error:
            self.held = None
            self.said = str(error)

    def _other_study(self, by: int) -> None:
        keys = list(self._review.plan.studies)
        here = keys.index(self.found.study) if self.found.study in keys else 0
        for step in range(1, len(keys)):
            try:
                found = rows_of(self._review, keys[(here + by * step) % len(keys)])
            except Refused:
                continue
            if found.unmatched:
                self._show(found)
                self.at, self.top = "", 0
                return
        self.said = "No other study that is open for comparison has rows that are not matched."

    def drawn(self, width: int) -> Sequence[Seen]:
        """What there is to match, then a line for each outcome."""
        return [*self._head(width), *(seen for one in self.lines.values() for seen in self._line(one, width))]

    def _head(self, width: int) -> Iterator[Seen]:
        found = self.found
        left = f"{found.unmatched} not in every list "
        name = cut(f"{found.number} {found.label}", width - MARGIN - len(left) - 16)
        yield Seen()
        yield Seen(spread([_PAD, ("Outcome rows: ", "head"), (name, "head")], [(left, "dim")], width))
        yield from (Seen(one) for one in paragraph(found.sentence, "text", MARGIN, width))
        if found.clash:
            words = "Two people matched these rows differently, unknown to each other. Match them once more to settle."
            yield from (Seen(one) for one in paragraph(words, "warn", MARGIN, width))
        if self.held is not None:
            words = f"You hold “{short(self.held.name, 40)}” of {self.held.person}: go to another coder's row, enter."
            yield from (Seen(one) for one in paragraph(words, "answer", MARGIN, width))
        yield Seen()
        if found.rows:
            room = _room(width, len(found.people))
            heads = [[(fitted(f"  {one}", room + 2), "head")] for one in found.people]
            yield Seen(line((" ", "text"), *_between(heads, [(NONE, "text")] * (len(heads) - 1))))
        else:
            yield Seen(line(_PAD, ("Nobody listed outcome rows of this study.", "dim")))

    def _line(self, one: RowLine, width: int) -> Iterator[Seen]:
        people, here = self.found.people, one.key == self.at
        room = _room(width, len(people))
        rows = [one.of(person) for person in people]
        cells: list[list[Piece]] = []
        for column, row in enumerate(rows):
            sign = "> " if here and column == self.column else "* " if row is not None and row == self.held else "  "
            text = "·" if row is None else _name(in_words(self._review.in_force.codebook, row))
            cells.append([(sign, "cursor"), (fitted(text, room), "dim" if row is None else "label")])
        links = [_link(one, rows[:at], rows[at:]) for at in range(1, len(rows))]
        yield Seen(line((" ", "text"), *_between(cells, links)), one.key)
        if here:
            yield from (Seen(each, one.key) for each in self._beside(one, width))

    def _beside(self, one: RowLine, width: int) -> Iterator[Drawn]:
        """The line under the cursor in words: how alike its rows are and in what, and each of them in full."""
        for pair in one.pairs:
            why = f": {pair.reasons}" if pair.reasons else ""
            words = f"{pair.one.person} and {pair.other.person} are {pair.likeness}{why}. enter says they are one."
            yield from paragraph(words, "help", MARGIN + 2, width)
        if len(one.rows) == 1:
            yield from paragraph(f"Only {one.rows[0].person} lists it so far.", "help", MARGIN + 2, width)
        elif len({row.key for row in one.rows}) == 1:
            yield from paragraph("The lead listed it for all.", "help", MARGIN + 2, width)
        codebook = self._review.in_force.codebook
        for row in one.rows:
            named = in_words(codebook, row)
            told = (("measure", named.measure), ("domain", named.domain), ("time", named.time))
            beside = "; ".join(f"{what} {text}" for what, text in told if text)
            if beside or len(row.name) > _room(width, len(self.found.people)):
                words = "; ".join(part for part in (f"{row.person}: {row.name or 'unnamed row'}", beside) if part)
                yield from paragraph(words, "dim", MARGIN + 2, width, most=3)


def _room(width: int, people: int) -> int:
    """The cells that a row's name has."""
    return max(3, (min(width, WIDEST) - 2 - len(ONE) * (people - 1) - 2 * people) // max(1, people))


def _name(row: ListedRow) -> str:
    return ", ".join(part for part in (row.name or "unnamed row", row.measure, row.time) if part)


def _link(one: RowLine, left: Sequence[ListedRow | None], right: Sequence[ListedRow | None]) -> Piece:
    """What stands between the nearest rows at either side."""
    before = next((row for row in reversed(left) if row is not None), None)
    after = next((row for row in right if row is not None), None)
    if before is None or after is None:
        return (NONE, "text")
    return (ONE, "answer") if one.are_one(before, after) else (SUGGESTED, "text")


def _between(cells: Sequence[Sequence[Piece]], links: Sequence[Piece]) -> list[Piece]:
    """The cells of a line with what stands between them."""
    made = [*cells[0]]
    for link, cell in zip(links, cells[1:], strict=True):
        made += [link, *cell]
    return made

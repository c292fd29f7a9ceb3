"""The page of all studies: the list in its window, the filter being typed, the cursor on one study."""

from collections.abc import Callable, Sequence

from twofold.review.views import Report, Standing, State, StudyCard
from twofold.tui.actions import Action, Hint, Where
from twofold.tui.form.drawn import EMPTY, Drawn, cut, line, spread
from twofold.tui.form.line import Line
from twofold.tui.pages.asks import Ask, BringIn, Code, OpenPaper
from twofold.tui.pages.columns import (
    Columns,
    Longest,
    columns_for,
    group_line,
    heads,
    report_line,
    study_line,
    with_mark,
)
from twofold.tui.pages.filtered_list import FilteredList
from twofold.tui.pages.listing import Group, Listing, Order, Paper
from twofold.tui.pages.page import MARGIN, Keys, marked
from twofold.tui.pages.study_asks import ChooseInitiative, ChoosePdf, MatchPdfs, ShowData
from twofold.tui.pages.window import Seen, Window

_SHORT = 8
_KEPT = 1000
_PAD = (" " * MARGIN, "text")


class Studies(FilteredList):
    """The state of the list. ``standing`` gives what is known of a study, or ``None`` while it has not been read."""

    where = Where.STUDIES
    while_filtering = Where.FILTERING
    invitation = "type part of a number, label, title, initiative, status"

    def __init__(
        self,
        listing: Listing,
        standing: Callable[[str], Standing | None],
        keys: Keys | None = None,
        *,
        reports: Callable[[str], Sequence[Report]] = lambda _: (),
    ) -> None:
        super().__init__(keys)
        self.listing = listing
        self._reports = reports
        self.marked: set[str] = set()
        self._unfolded: set[str] = set()
        self._standing = standing
        self.order = Order.NUMBER
        self.grouped = False
        self.rows: list[StudyCard | Group | Paper] = []
        self._row_of: dict[str, int] = {}
        self._kept: dict[tuple[StudyCard, State, Standing | None, int, bool], Drawn] = {}
        self.arrange()

    @property
    def hints(self) -> Sequence[Hint]:
        """What matters now: while typing, how to end it."""
        if self.filtering:
            return ("filtering.take", "filtering.keep", "filtering.rub_out", "filtering.leave")
        return (
            "studies.code",
            "studies.search",
            "studies.order",
            "studies.help",
            "studies.back",
        )

    def take_up(self, listing: Listing) -> None:
        """Show these studies instead; the cursor stays on its study as long as that is listed."""
        self.listing = listing
        self._kept.clear()
        self.arrange()

    def stand_on(self, study: str) -> None:
        """Put the cursor on a study; a filter that hides it is let go."""
        if study not in self._row_of and study in self.listing.states:
            self.filter = Line()
            self.arrange()
        if study in self._row_of:
            self.at = study
            if not self.top <= self._row_of[study] < self.top + self._page:
                self.top = max(0, self._row_of[study] - self._page // 2)

    def begin_filter(self) -> None:
        """Type to filter."""
        self.filtering = True

    def act(self, action: Action) -> Ask | None:
        """Do what the key asks for on this page."""
        match action.id.rpartition(".")[2]:
            case "code":
                return self.take()
            case "first":
                self.move(-len(self.rows))
            case "last":
                self.move(len(self.rows))
            case "next_open":
                self._to_next_open()
            case "search":
                self.begin_filter()
            case "order":
                self.order = self.order.following
                self.at, self.top = "", 0
                self.arrange()
            case "group":
                self.grouped = not self.grouped
                self.arrange()
            case "bring_in":
                return BringIn()
            case "reports" | "mark" | "mark_all" | "data" | "initiative" | "pdf" if self.at:
                return self._act_on_studies(action.id.rpartition(".")[2])
            case "outside" if self.at:
                return OpenPaper(self.at)
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

    def unmark(self) -> None:
        """What was done to the marked studies is done."""
        self.marked.clear()

    def _act_on_studies(self, act: str) -> Ask | None:
        chosen = tuple(one.key for one in self.listing.cards if one.key in self.marked) or (self.at,)
        match act:
            case "data":
                return ShowData(self.at)
            case "initiative":
                return ChooseInitiative(chosen)
            case "pdf":
                return MatchPdfs(chosen) if self.marked else ChoosePdf(self.at)
            case "mark":
                self.marked ^= {self.at}
                self.move(1)
            case "mark_all":
                shown = set(self._row_of)
                self.marked = self.marked - shown if shown <= self.marked else self.marked | shown
            case _:
                self._unfolded ^= {self.at}
                self.arrange()
        return None

    def _with_reports(self, row: StudyCard | Group) -> list[StudyCard | Group | Paper]:
        if isinstance(row, Group) or row.key not in self._unfolded:
            return [row]
        found = self._reports(row.key)
        return (
            [row, *(Paper(row.key, one.label, one.title) for one in found)]
            if found
            else [row, Paper(row.key, "", "No report is recorded for this study.")]
        )

    def click(self, target: str) -> Ask | None:
        """A click marks a study; a click on the marked one opens it."""
        self.said = ""
        if target == self.at:
            return self.take()
        if target in self._row_of:
            self.at = target
        return None

    def turn(self, by: int) -> None:
        """Scroll by so many lines; the cursor comes along where it would be left behind."""
        self.top = max(0, min(self.top + by, len(self.rows) - self._page))
        here = self._row_of.get(self.at, 0)
        inside = max(self.top, min(here, self.top + self._page - 1))
        if inside != here:
            step = 1 if inside > here else -1
            while 0 <= inside < len(self.rows):
                one = self.rows[inside]
                if isinstance(one, StudyCard):
                    self.at = one.key
                    return
                inside += step

    def move(self, by: int) -> None:
        """Move the cursor by so many rows to a study; it stops at the ends."""
        if not self._row_of:
            return
        last = len(self.rows) - 1
        wanted = max(0, min(last, self._row_of.get(self.at, 0) + by))
        for step in (1, -1) if by > 0 else (-1, 1):
            place = wanted
            while 0 <= place <= last:
                one = self.rows[place]
                if isinstance(one, StudyCard):
                    self.at = one.key
                    return
                place += step

    def window(self, width: int, height: int) -> Window:
        """The head of the list, and the rows around the cursor."""
        above = self._above(width, height)
        room = max(1, height - len(above))
        self._page = room
        here = self._row_of.get(self.at, 0)
        first = 0 if here == 1 and self.grouped else here
        self.top = max(0, min(self.top, first, len(self.rows) - room))
        self.top = max(self.top, here - room + 1, min(here, self._last_report(here) - room + 1))
        seen = [self._row(number, width) for number in range(self.top, min(len(self.rows), self.top + room))]
        if not self.rows:
            seen = [Seen(line(_PAD, (cut(self._nothing(), width - MARGIN), "dim")))]
        caret = next(((one.drawn.caret, y) for y, one in enumerate(above) if one.drawn.caret >= 0), None)
        return Window((*above, *seen)[:height], caret or (0, min(height - 1, len(above) + here - self.top)))

    def _last_report(self, row: int) -> int:
        """The row of the last report that is unfolded under the study in that row, or the row itself."""
        while row + 1 < len(self.rows) and isinstance(self.rows[row + 1], Paper):
            row += 1
        return row

    def _nothing(self) -> str:
        if not self.listing.cards:
            return "There are no studies yet. The lead brings them in with B."
        return f"No study matches “{self.filter.text}”. {self.key('filtering.leave')} shows all."

    def take(self) -> Ask | None:
        """Code the study under the cursor."""
        return Code(self.at) if self.at else None

    def arrange(self) -> None:
        """List what fits the filter, ordered and grouped as asked for."""
        arranged = self.listing.arranged(self.filter.text, self.order, self.grouped)
        self.rows = [*arranged] if not self._unfolded else [row for one in arranged for row in self._with_reports(one)]
        self._row_of = {one.key: number for number, one in enumerate(self.rows) if isinstance(one, StudyCard)}
        if self.at not in self._row_of:
            self.at = next(iter(self._row_of), "")

    def _to_next_open(self) -> None:
        keys = [one.key for one in self.rows if isinstance(one, StudyCard)]
        here = keys.index(self.at) + 1 if self.at in keys else 0
        for key in (*keys[here:], *keys[:here]):
            if self.listing.states[key] is not State.SUBMITTED and key != self.at:
                self.at = key
                return
        self.said = "No other study here is left to code."

    def _above(self, width: int, height: int) -> list[Seen]:
        total = len(self.listing.cards)
        shown = len(self._row_of)
        count = f"{shown:,} of {total:,}" if shown != total else f"{total:,}"
        count += f"   {len(self.marked):,} marked" if self.marked else ""
        right = f"{self.listing.submitted:,} submitted   {self.order.value} " if width >= 50 else ""
        title = spread([_PAD, ("Studies  ", "head"), (count, "text")], [(right, "dim")], width)
        typed = self.filter_drawn(width)
        if height < _SHORT:
            return [Seen(typed or title)]
        return [Seen(), Seen(title), Seen(typed or EMPTY), Seen(heads(self._columns(width)))]

    def _columns(self, width: int) -> Columns:
        return columns_for(width, grouped=self.grouped, longest=Longest(*self.listing.longest))

    def _row(self, number: int, width: int) -> Seen:
        one = self.rows[number]
        if isinstance(one, Group):
            return Seen(group_line(one, width))
        if isinstance(one, Paper):
            return Seen(report_line(one, width), one.study)
        state = self.listing.states[one.key]
        # Of all states only this one does not say by itself where the study stands.
        standing = self._standing(one.key) if state is State.IN_PROGRESS else None
        shows = (one, state, standing, width, self.grouped)
        drawn = self._kept.get(shows)
        if drawn is None:
            if len(self._kept) > _KEPT:
                self._kept.clear()
            drawn = self._kept[shows] = study_line(*shows[:3], self._columns(width))
        if one.key in self.marked:
            drawn = with_mark(drawn)
        if one.key != self.at:
            return Seen(drawn, one.key)
        return Seen(marked(drawn), one.key, marked=True)

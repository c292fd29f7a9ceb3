"""The page of the synthesis: one of its tables, with what the marked cell says above and below it."""

from collections.abc import Iterator, Sequence

from twofold.comparison.synthesised import CONSENSUS, Synthesised
from twofold.synthesis import CAUTION
from twofold.tui.actions import Action, Where
from twofold.tui.form.drawn import cut, line, paragraph, spread
from twofold.tui.pages.asks import Ask, ShowSynthesis
from twofold.tui.pages.page import MARGIN, WIDEST, Keys, LinedPage
from twofold.tui.pages.synthesis_grid import Grid, fit_of, heads, rows
from twofold.tui.pages.synthesis_views import VIEWS, grid_of, without_arrows
from twofold.tui.pages.window import Seen, Window

_PAD = (" " * MARGIN, "text")
_WIDER = 118
_ROOM = (2, 2)
_SHORT = "Directions counted: no magnitude, no weighting; tested between groups only."


class SynthesisPage(LinedPage):
    """The state of the page. ``at`` is the line the cursor stands on, ``column`` the column. ``rounds`` are those that
    may be looked at."""

    where = Where.SYNTHESIS

    def __init__(
        self, found: Synthesised, keys: Keys | None = None, *, letters: bool = False, rounds: Sequence[str] = ()
    ) -> None:
        super().__init__(keys)
        self.found = found
        self.rounds = tuple(rounds)
        self.source = found.sources[0]
        self.view = VIEWS[0]
        self.column = 0
        self.letters = letters
        self._columns = dict.fromkeys(VIEWS, 0)
        self._lines = dict.fromkeys(VIEWS, "")
        self.grid = self._grid()

    @property
    def hints(self) -> Sequence[str]:
        """The studies behind the cell, the other tables, whose codes, back."""
        return ("synthesis.go", "synthesis.view", "synthesis.whose", "synthesis.help", "synthesis.back")

    def _grid(self) -> Grid:
        made = grid_of(self.view, self.found, self.source, letters=self.letters)
        return without_arrows(made) if self.letters else made

    def targets(self) -> Sequence[str]:
        """The lines of the table."""
        return self.grid.targets()

    def act(self, action: Action) -> Ask | None:
        """Do what the key asks for on this page."""
        match action.id:
            case "synthesis.go":
                return self._go()
            case "synthesis.view":
                self._turn_to(VIEWS[(VIEWS.index(self.view) + 1) % len(VIEWS)])
            case "synthesis.view_before":
                self._turn_to(VIEWS[VIEWS.index(self.view) - 1])
            case "synthesis.whose":
                self._next_source()
            case "synthesis.round":
                return self._next_round()
            case "synthesis.left":
                self.column = max(0, self.column - 1)
            case "synthesis.right":
                self.column = min(max(0, len(self.grid.columns) - 1), self.column + 1)
            case "synthesis.first":
                self.at, self.top = "", 0
            case "synthesis.letters":
                self.letters = not self.letters
                self.grid = self._grid()
            case "synthesis.help":
                return "help"
            case _:
                return "back"
        return None

    def _go(self) -> Ask | None:
        if not self.at:
            return None
        studies = tuple(self.grid.behind(self.at, self.column))
        if not studies:
            self.said = "No study stands behind this cell."
            return None
        domain = self.grid.domain(self.at, self.column)
        source = self.found.sources[self.column].id if self.view == "who" else self.source.id
        one = studies[0] if self.view == "direction" else ""
        heading = next(iter(self.grid.about(self.at, self.column)), "")
        return ShowSynthesis(source, domain, studies, one, heading)

    def _turn_to(self, view: str) -> None:
        self._columns[self.view], self._lines[self.view] = self.column, self.at
        self.view, self.top = view, 0
        self.grid = self._grid()
        self.column, self.at = min(self._columns[view], max(0, len(self.grid.columns) - 1)), self._lines[view]

    def _next_round(self) -> Ask | None:
        if len(self.rounds) < 2:
            self.said = "There is only this round."
            return None
        return ShowSynthesis(round=self.rounds[(self.rounds.index(self.found.round) + 1) % len(self.rounds)])

    def _next_source(self) -> None:
        sources = self.found.sources
        if len(sources) == 1:
            self.said = "There are only your own codes as long as nothing is open for comparison."
            return
        self.source = sources[(sources.index(self.source) + 1) % len(sources)]
        self.grid = self._grid()
        self.column = min(self.column, max(0, len(self.grid.columns) - 1))
        self.said = f"Now from: {self.source.label}"

    def window(self, width: int, height: int) -> Window:
        """The lines around the cursor, under a head and over a foot that stay."""
        self.stand()
        wide = min(width, max(WIDEST, _WIDER))
        top = [*self._head(wide)]
        foot = [*self._foot(wide)]
        room = max(3, height - len(top) - len(foot))
        fit = fit_of(self.grid, wide, self.column)
        body = [*rows(self.grid, fit, self.at, self.column), Seen(), *self._legend(wide)]
        if not self.grid.targets():
            body = [Seen(one) for one in paragraph(self._empty(), "text", MARGIN, wide)]
        self._page = max(1, room - 2)
        seen = self._in_room(body, room)
        shown = [*top, *seen.lines, *(Seen() for _ in range(room - len(seen.lines))), *foot]
        here = next((y for y, one in enumerate(shown) if one.marked), 0)
        return Window(tuple(shown[:height]), (0, here))

    def drawn(self, width: int) -> Sequence[Seen]:
        """The table alone; head and foot are drawn around what is in sight of it."""
        return list(rows(self.grid, fit_of(self.grid, width, self.column), self.at, self.column))

    def _empty(self) -> str:
        if self.view == "who":
            return "There is nothing to hold side by side until studies are open for comparison."
        return "No outcome row has a domain here yet, so there is nothing to put together."

    def _head(self, width: int) -> Iterator[Seen]:
        it = self.source.synthesis
        place = f"{VIEWS.index(self.view) + 1} of {len(VIEWS)} "
        yield Seen()
        yield Seen(spread([_PAD, (cut(self.grid.title, width - MARGIN - 8), "head")], [(place, "dim")], width))
        studies = "1 study" if len(it.studies) == 1 else f"{len(it.studies):,} studies"
        if self.found.released and len(it.studies) < self.found.total:
            studies = f"{len(it.studies):,} of {self.found.total:,} studies"
        of = f", round {self.found.round}" if len(self.rounds) > 1 else ""
        whose = f"{studies}{of}, from: {self.source.label}. " if self.view != "who" else of.removeprefix(", ")
        for one in paragraph(f"{whose}{self._standing()}", "text", MARGIN, width, most=2):
            yield Seen(one)
        if self.grid.columns and self.grid.targets():
            yield Seen()
            yield Seen(heads(self.grid, fit_of(self.grid, width, self.column), self.column))

    def _standing(self) -> str:
        if not self.found.released:
            return "Your own codes alone, as they stand: nothing is open for comparison, and this is no result."
        alone = ""
        if self.found.alone and self.view != "who":
            alone = f" {len(self.found.alone)} coded by one person alone."
        if self.source.id == CONSENSUS and self.source.open and self.view != "who":
            places = "1 place is" if self.source.open == 1 else f"{self.source.open:,} places are"
            return f"{places} open and not in it.{alone}"
        return alone.strip()

    def _foot(self, width: int) -> Iterator[Seen]:
        """What the cell says: always as many lines, so that the table does not jump."""
        if self.at and self.grid.targets():
            yield Seen()
            for words, room in zip((*self.grid.about(self.at, self.column), "")[:2], _ROOM, strict=True):
                told = [Seen(one) for one in paragraph(words, "help", MARGIN, width, most=room)]
                yield from (*told, *(Seen() for _ in range(room - len(told))))
        yield Seen(line(_PAD, (cut(_SHORT, width - MARGIN), "dim")))

    def _legend(self, width: int) -> Iterator[Seen]:
        for words in (*self.grid.legend, *self.found.gaps, CAUTION):
            yield from (Seen(one) for one in paragraph(words, "dim", MARGIN, width))

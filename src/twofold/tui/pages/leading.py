"""The pages from which a review is led: headed parts that tell where it stands, each with what can be done there."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from twofold.tui.actions import Action, Hint, Where
from twofold.tui.form.drawn import cells, cut, fitted, line, paragraph, spread
from twofold.tui.pages.asks import Ask
from twofold.tui.pages.page import MARGIN, Keys, LinedPage
from twofold.tui.pages.window import Seen

_PAD = (" " * MARGIN, "text")
_NAME = 22


@dataclass(frozen=True, slots=True)
class Way:
    """A line that leads on: what it says, what stands at its end, and what it asks for."""

    id: str
    label: str
    ask: Ask
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the page: sentences, lines of a name and what is told of it, and the ways on."""

    heading: str
    told: tuple[str, ...] = ()
    lines: tuple[tuple[str, str], ...] = ()
    ways: tuple[Way, ...] = ()


@dataclass(frozen=True, slots=True)
class LeadingView:
    """All that a page tells."""

    title: str
    parts: tuple[Part, ...]
    beside: str = ""


class Leading(LinedPage):
    """A page of such parts; the cursor goes from way to way."""

    where = Where.LEADING

    def __init__(self, view: LeadingView, keys: Keys | None = None) -> None:
        super().__init__(keys)
        self.view = view

    @property
    def hints(self) -> Sequence[Hint]:
        """Go on, or back."""
        return ("leading.go", "leading.down", "leading.up", "leading.help", ("leading.back", "back"))

    def targets(self) -> Sequence[str]:
        """The ways on."""
        return [one.id for one in self._ways()]

    def act(self, action: Action) -> Ask | None:
        """Go on, or back."""
        match action.id:
            case "leading.go":
                return next((one.ask for one in self._ways() if one.id == self.at), None)
            case "leading.first":
                self.at, self.top = "", 0
            case "leading.last":
                self.at = next((one.id for one in reversed(self._ways())), "")
            case "leading.help":
                return "help"
            case "leading.back":
                return "back"
            case _:
                self.said = "There is nothing to mark on this page."
        return None

    def drawn(self, width: int) -> Sequence[Seen]:
        """The title, then part by part."""
        beside = cut(self.view.beside, max(0, width - MARGIN - cells(self.view.title) - 4))
        lines = [
            Seen(),
            Seen(spread([_PAD, (cut(self.view.title, width - MARGIN), "head")], [(f"{beside} ", "dim")], width)),
        ]
        for part in self.view.parts:
            lines += [Seen(), Seen(line(_PAD, (cut(part.heading, width - MARGIN), "strong")))]
            lines += _part(part, width)
        return lines

    def _ways(self) -> list[Way]:
        return [way for part in self.view.parts for way in part.ways]


def _part(part: Part, width: int) -> Iterator[Seen]:
    for sentence in part.told:
        yield from (Seen(one) for one in paragraph(sentence, "text", MARGIN, width))
    column = min(_NAME, max(8, width // 4), max((cells(cut(name, _NAME)) for name, _ in part.lines), default=0))
    for name, words in part.lines:
        room = width - MARGIN - column - 3
        yield Seen(line(_PAD, (fitted(name, column), "label"), ("   ", "text"), (cut(words, room), "text")))
    for way in part.ways:
        detail = cut(way.detail, max(0, width - MARGIN - cells(way.label) - 4))
        # A way stands in from what is told, so that it is seen in any terminal that it can be chosen.
        label = cut(way.label, width - MARGIN - 4)
        yield Seen(spread([_PAD, ("- ", "dim"), (label, "label")], [(f"{detail} ", "dim")], width), way.id)

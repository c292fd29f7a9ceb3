"""An item as it is seen: what is being given and written at it, the keys that matter now, and its lines."""

from collections.abc import Iterator, Sequence

from twofold.codebook.model import Field, FieldType
from twofold.reconcile.item import ItemView, view_of
from twofold.reconcile.queue import Item, ItemKind, Stage, State
from twofold.reconcile.wording import CAUSES, answer_words
from twofold.record.disagreements import Kind
from twofold.review.leading import Refused
from twofold.review.reading import reports_of
from twofold.review.views import Report
from twofold.tui.actions import Hint, Where, key_of, spoken
from twofold.tui.form.drawn import EMPTY, Drawn, Piece, cells, cut, line, paragraph, spread
from twofold.tui.form.words import place_words
from twofold.tui.pages.asks import Ask
from twofold.tui.pages.page import MARGIN, Keys, Page
from twofold.tui.pages.reconcile_acts import Answering, Given
from twofold.tui.pages.reconcile_draw import WIDEST, Showing, item_lines
from twofold.tui.pages.reconcile_line import Entry, entry_lines
from twofold.tui.pages.reconcile_work import STAGE_WORDS, Work, what_differs
from twofold.tui.pages.window import Seen, Window
from twofold.values.answers import Chosen

_TALL = 30
_PAD: Piece = (" " * MARGIN, "text")
_TYPED = (FieldType.INTEGER, FieldType.NUMBER, FieldType.DATE)
_WRITTEN = (*_TYPED, FieldType.TEXT)


class SeenItem(Page):
    """The state of the page. ``alone`` leads back after this one item; ``given`` goes with the next answer, ``entry``
    is the line being written and ``waiting`` the answer that it is written for; ``ticked`` a set being put together.
    ``asked`` is the key that would decide anew what is settled, ``anew`` whether that was confirmed."""

    def __init__(self, work: Work, keys: Keys | None = None, *, alone: bool = False) -> None:
        super().__init__(keys)
        self.alone = alone
        self.where = Where.SETTLING
        self.work = work
        self.full = self.neighbours = False
        self._cached: tuple[int, ItemView] | None = None
        self._clear()
        work.begin()

    def _clear(self) -> None:
        self.given = Given()
        self.entry: Entry | None = None
        self.waiting: Answering | None = None
        self.ticked: frozenset[str] | None = None
        self.slipping = False
        self.asked = ""
        self.anew = False
        self.marked = 0
        self.full = False
        self.top = 0
        self.where = Where.SETTLING

    @property
    def view(self) -> ItemView | None:
        """The item with all that is shown of it; nothing where it is gone."""
        work = self.work
        if self._cached is None or self._cached[0] != work.version or self._cached[1].item.key != work.at:
            item = work.item
            try:
                self._cached = None if item is None else (work.version, view_of(work.desk, item))
            except Refused:
                self._cached = None
        return None if self._cached is None else self._cached[1]

    def _reports(self, item: Item) -> tuple[Report, ...]:
        review = self.work.desk.review
        return reports_of(review.logs, review.plan.standing, item.key.study)

    def covered(self, view: ItemView) -> bool:
        """Whether what the coders said is hidden, since the third reader has yet to code it."""
        return self.work.cover and view.item.may_arbitrate and view.item.blind and view.third is None

    def option_keys(self) -> tuple[str, ...]:
        """The keys that answer with the options, in their order: those of the form."""
        return tuple(spoken(key_of(f"form.option_{number}", self.keys)) for number in range(1, 10))

    @property
    def hints(self) -> Sequence[Hint]:
        """What matters now."""
        if self.entry is not None:
            if self.entry.is_choice:
                return (("settling.cause", "choose", "1-5"), "writing.leave")
            return ("writing.keep", "writing.leave", "writing.clear")
        view = self.view
        back: Hint = "settling.back"
        if view is None:
            return ("settling.next", back)
        item = view.item
        adopting: Hint = ("settling.adopt_a", "adopt", f"{self.key('settling.adopt_a')} {self.key('settling.adopt_b')}")
        if self.ticked is not None:
            return (("settling.option_1", "tick"), ("settling.details", "keep these"), ("settling.back", "leave"))
        if self.slipping:
            return (("settling.option_1", "the right answer"), adopting, ("settling.back", "leave"))
        if self.covered(view):
            return (
                ("settling.option_1", "your code"),
                ("settling.cover", "show answers"),
                "settling.next",
                "settling.help",
            )
        if self.work.stage is Stage.SLIPS and item.kind is ItemKind.UNMATCHED_ROW:
            return (
                ("settling.slip", "I overlooked it"),
                ("settling.stand", "leave it out"),
                "settling.rows",
                "settling.next",
                "settling.help",
            )
        if self.work.stage is Stage.SLIPS and item.kind is not ItemKind.FOLLOWS:
            return ("settling.slip", "settling.stand", "settling.next", "settling.details", "settling.help")
        if not item.key.field:
            return (("settling.yes", "grant"), ("settling.no", "refuse"), "settling.reason", "settling.help")
        if item.kind is ItemKind.UNMATCHED_ROW and item.state is State.OPEN:
            return (
                "settling.rows",
                ("settling.yes", "keep"),
                ("settling.no", "drop"),
                "settling.next",
                "settling.help",
            )
        if len(view.decided) > 1:
            return (("settling.yes", "this holds"), "settling.other", adopting, "settling.help")
        if item.kind in (ItemKind.STALE, ItemKind.LOOK_ONCE) and item.state is State.OPEN:
            words = "still holds" if item.kind is ItemKind.STALE else "that is right"
            return (("settling.yes", words), adopting, "settling.next", "settling.help")
        if view.third is not None and item.state is State.DEFERRED:
            return (adopting, ("settling.yes", "as you coded it"), "settling.reason", "settling.help")
        third: Hint = "settling.leave_open" if self.work.stage is Stage.ARBITRATION else "settling.defer"
        return (adopting, ("settling.option_1", "answer"), "settling.reason", third, "settling.help")

    def move(self, by: int) -> None:
        """Scroll."""
        self.top = max(0, self.top + by)

    def click(self, target: str) -> Ask | None:
        """Nothing is settled by a click."""
        return None

    def window(self, width: int, height: int) -> Window:
        """The item: its head stays, its texts scroll, what is written stands at the foot."""
        room = min(width, WIDEST)
        view = self.view
        if view is None:
            words = "That is no longer to be settled. Go on with the next one, or back to the list."
            return Window((Seen(), *(Seen(one) for one in paragraph(words, "text", MARGIN, room))))
        head = list(self._head(view, room))
        foot = list(self._foot(room))
        showing = Showing(
            self.full,
            height < _TALL,
            self.neighbours,
            self.covered(view),
            self.ticked,
            self.marked % max(1, len(view.decided)),
        )
        body = list(item_lines(view, self._reports(view.item), showing, self.option_keys(), room))
        body = [one for one, before in zip(body, [EMPTY, *body], strict=False) if one.pieces or before.pieces]
        while body and not body[-1].pieces:
            body.pop()
        space = max(1, height - len(head) - len(foot))
        self._page = max(1, space - 2)
        self.top = max(0, min(self.top, len(body) - space))
        shown = body[self.top : self.top + space]
        if self.top + space < len(body) and shown:
            shown[-1] = line(
                _PAD, (f"▽ {len(body) - self.top - space + 1} more lines ", "dim"), (self.key("settling.down"), "key")
            )
        lines = [*head, *shown, *foot][:height]
        caret = next(((one.caret, y) for y, one in enumerate(lines) if one.caret >= 0), (0, min(1, len(lines) - 1)))
        return Window(tuple(Seen(one) for one in lines), caret)

    def _head(self, view: ItemView, width: int) -> Iterator[Drawn]:
        work, item = self.work, view.item
        place = work.place_of(item.key)
        where = f"{place + 1:,} of {len(work.items):,}" if place >= 0 else item.state.value.replace("-", " ")
        beside = "   ".join(one for one in (work.pace, work.progress_words) if one)
        told = f"{STAGE_WORDS[work.stage].capitalize()}, {where}"
        yield spread([_PAD, (told, "dim")], [(f"{cut(beside, width - cells(told) - MARGIN - 3)} ", "dim")], width)
        words = what_differs(item, covered=self.covered(view))
        label = cut(f"{item.number}  {item.label}", width - MARGIN - cells(words) - 3)
        missed = item.difference is Kind.MISSED and not self.covered(view)
        yield spread([_PAD, (label, "head")], [(f"{words} ", "warn" if missed else "strong")], width)
        yield line()

    def _foot(self, width: int) -> Iterator[Drawn]:
        given = self.given
        told: list[str] = []
        if given.evidence:
            told.append(
                f"found at {place_words(given.evidence, ())} “{given.evidence.quote}”"
                if given.evidence.quote
                else f"found at {place_words(given.evidence, ())}"
            )
        if given.reason:
            told.append(f"reason: {given.reason}")
        if given.cause:
            told.append(f"why: {CAUSES[given.cause]}")
        if told or self.ticked is not None:
            yield line()
        if told:
            yield from paragraph(f"With your answer: {'; '.join(told)}", "strong", MARGIN, width, most=3)
        if self.ticked is not None:
            yield from paragraph(
                f"Your set so far: {self._set_words()}. {self.key('settling.details')} keeps it.",
                "strong",
                MARGIN,
                width,
                most=3,
            )
        if self.entry is not None:
            yield line()
            yield from entry_lines(self.entry, self.option_keys(), width)

    def _set_words(self) -> str:
        view = self.view
        field: Field | None = None if view is None else view.field
        return "" if field is None or self.ticked is None else answer_words(field, Chosen(self.ticked))

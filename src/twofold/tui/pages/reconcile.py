"""The list of what differs between coders: the step, how far it is, and one line for each item."""

from collections.abc import Iterator, Sequence

from twofold.reconcile.arbitration import followed
from twofold.reconcile.queue import Item, ItemKey, Order, Stage
from twofold.review.leading import Refused
from twofold.tui.actions import Action, Hint, Where
from twofold.tui.form.drawn import Drawn, Piece, cells, fitted, line, paragraph, spread
from twofold.tui.form.line import Line
from twofold.tui.pages.asks import Ask, ShowRows, Step
from twofold.tui.pages.filter_line import LONGEST, filter_line
from twofold.tui.pages.page import MARGIN, Keys, Page, key_name, marked, typed_text
from twofold.tui.pages.reconcile_rows import item_line, name_words, what_words
from twofold.tui.pages.reconcile_work import STAGE_WORDS, STAGES, STATES, Work
from twofold.tui.pages.window import Seen, Window
from twofold.values.plaintext import one_line

WIDEST = 130
_PAD: Piece = (" " * MARGIN, "text")
_WORDS = 26
_INVITATION = "study, field, outcome, kind (missed, one step, text), or settled, deferred, waiting"


def target_of(key: ItemKey) -> str:
    """An item as a line's target."""
    return "\t".join((key.study, key.row or "", key.field, key.other))


class ReconcilePage(Page):
    """The state of the list."""

    where = Where.RECONCILING

    def __init__(self, work: Work, keys: Keys | None = None) -> None:
        super().__init__(keys)
        self.work = work
        self.filter = Line()
        self.filtering = False
        self._by_target: dict[str, ItemKey] = {}

    @property
    def hints(self) -> Sequence[Hint]:
        """What matters now: while typing, how to end it."""
        if self.filtering:
            return (("filtering.take", "settle"), "filtering.keep", "filtering.rub_out", "filtering.leave")
        if not self.work.items:
            return (
                "reconciling.step",
                "reconciling.state",
                "reconciling.accept",
                "reconciling.help",
                "reconciling.back",
            )
        order = "by field" if self.work.order is Order.STUDY else "by study"
        third = self.work.stage is Stage.ARBITRATION
        fourth: Hint = ("reconciling.cover", "show answers" if self.work.cover else "hide answers")
        return (
            "reconciling.open",
            ("reconciling.order", order),
            "reconciling.search",
            fourth if third else "reconciling.step",
            "reconciling.help",
        )

    def press(self, key: str, character: str | None = None) -> Ask | None:
        """Do what a key does: while a filter is typed, write it."""
        if self._by_target.get(self.at) is not None and self._by_target[self.at] != self.work.at:
            self.work.at = self._by_target[self.at]
        if not self.filtering:
            return super().press(key, character)
        self.said = ""
        action = self.keys[Where.FILTERING].get(key_name(key, character))
        if action is None:
            if character is not None and (character == " " or typed_text(character)):
                self._write(self.filter.typed(character))
            return None
        match action.id.rpartition(".")[2]:
            case "take":
                self.filtering = False
                return self._open()
            case "keep":
                self.filtering = False
            case "leave":
                self._stop_filtering()
            case "rub_out" | "clear" as act:
                self._write(self.filter.acted(act))
            case "down" | "up" as way:
                self.move(1 if way == "down" else -1)
            case way:
                self.move(self._page if way == "ten_down" else -self._page)
        return None

    def _on_labels(self, key: str, character: str | None) -> None:
        super()._on_labels(key, character)
        self.work.at = self._by_target.get(self.at, self.work.at)

    def paste(self, text: str) -> None:
        """Take a pasted text into the filter."""
        if self.filtering:
            self._write(self.filter.typed(one_line(text)[:LONGEST]))
        else:
            super().paste(text)

    def _write(self, line_: Line) -> None:
        self.filter = line_ if len(line_.text) <= LONGEST else self.filter
        self.work.text = self.filter.text
        self.work.at = None
        self.work.renew()

    def _stop_filtering(self) -> None:
        self.filtering = False
        self.filter = Line()
        self.work.text = ""
        self.work.renew()

    def move(self, by: int) -> None:
        """Move the cursor by so many items."""
        self.work.move(by)

    def click(self, target: str) -> Ask | None:
        """Go to the line that was clicked; a second click opens it."""
        key = self._by_target.get(target)
        if key is None:
            return None
        if key == self.work.at:
            return self._open()
        self.work.at = key
        return None

    def act(self, action: Action) -> Ask | None:
        """Do what the key asks for on this page."""
        work = self.work
        match action.id.rpartition(".")[2]:
            case "open":
                return self._open()
            case "step":
                work.next_stage()
            case "order":
                work.order = Order.FIELD if work.order is Order.STUDY else Order.STUDY
                work.renew()
            case "search":
                self.filtering = True
            case "state":
                work.states = (work.states + 1) % len(STATES)
                work.at = None
                work.renew()
            case "cover":
                self._cover()
            case "accept":
                return Step("accept")
            case "mails":
                return Step("mails")
            case "rows":
                return ShowRows(work.at.study) if work.at is not None else None
            case "first":
                work.move(-len(work.items))
            case "last":
                work.move(len(work.items))
            case "undo" | "redo" as way:
                self._take_back(again=way == "redo")
            case "help":
                return "help"
            case _:
                return self._back()
        return None

    def _cover(self) -> None:
        self.work.cover = not self.work.cover
        self.said = (
            "What the coders said is hidden until you have coded it yourself from the report."
            if self.work.cover
            else "What the coders said is shown at once."
        )

    def _back(self) -> Ask | None:
        if self.work.text:
            self._stop_filtering()
            return None
        return "back"

    def _open(self) -> Ask | None:
        work = self.work
        if work.place_of(work.at) < 0 or work.item is None:
            self.said = "Nothing is listed here." if not work.items else "Mark a line of the list first."
            return None
        # Whoever has begun with a step is not taken to another by its last item.
        work.chose_stage = True
        return Step("item")

    def _take_back(self, *, again: bool) -> None:
        try:
            self.said = self.work.take_back(again=again)
        except Refused as error:
            self.said = str(error)

    def window(self, width: int, height: int) -> Window:
        """What is seen: where it stands on top, then the lines around the cursor. Only these are drawn, however many
        there are."""
        room = min(width, WIDEST)
        head = [Seen(one) for one in self._head(room)]
        if self.work.text or self.filtering:
            head.append(Seen(filter_line(self.filter.text, _INVITATION, room, typing=self.filtering)))
        items = self.work.items
        self._by_target = {}
        if not items:
            head += [Seen(), *(Seen(one) for one in self._nothing(room))]
            return Window(tuple(head[:height]))
        head = head[: max(0, height - 3)]
        rows = max(1, height - len(head))
        self._page = max(1, rows - 1)
        here = max(0, self.work.place_of(self.work.at))
        self.top = max(0, min(max(min(self.top, here), here - rows + 1), max(0, len(items) - rows)))
        lines: list[Seen] = []
        words = min(
            _WORDS, max(cells(what_words(one, covered=self.work.cover)) for one in items[self.top : self.top + rows])
        )
        for number in range(self.top, min(self.top + rows, len(items))):
            one = items[number]
            target = target_of(one.key)
            self._by_target[target] = one.key
            again = number > self.top and self._head_of(items[number - 1]) == self._head_of(one)
            drawn = item_line(
                one,
                room,
                words,
                by_field=self.work.order is Order.FIELD,
                again=again and number != here,
                covered=self.work.cover,
            )
            at = number == here
            if at:
                self.at = target
            lines.append(Seen(marked(drawn) if at else drawn, target, marked=at))
        caret = next(((one.drawn.caret, y) for y, one in enumerate(head) if one.drawn.caret >= 0), None)
        return Window((*head, *lines), caret or (0, len(head) + here - self.top))

    def _head_of(self, one: Item) -> str:
        return one.key.study if self.work.order is Order.STUDY else name_words(one)

    def _head(self, width: int) -> Iterator[Drawn]:
        work = self.work
        pace = f"{work.pace}   " if work.pace else ""
        yield line()
        yield spread([_PAD, ("Reconcile", "head")], [(f"{pace}{work.progress_words} ", "dim")], width)
        steps: list[Piece] = [_PAD]
        for stage in STAGES:
            words = f"{STAGE_WORDS[stage]} {work.counts[stage]:,}"
            steps += [(f"[{words}]", "strong")] if stage is work.stage else [(f" {words} ", "dim")]
            steps.append(("  ", "text"))
        order = "by field" if work.order is Order.FIELD else "by study"
        which = STATES[work.states][0]
        if work.named_states:
            which = ", ".join(one.value.replace("-", " ") for one in work.named_states)
        beside = order if which == "open" else f"{which}, {order}"
        if not work.whole:
            beside = f"{work.desk.loaded} of {len(work.desk.studies)} studies read, {beside}"
        yield spread(steps, [(f"{beside} ", "dim")], width)
        yield line()
        for sentence in self._sentences():
            yield from paragraph(sentence, "help", MARGIN, width, most=3)

    def _sentences(self) -> Iterator[str]:
        work = self.work
        if work.stage is Stage.ARBITRATION:
            yield from (one for one in work.desk.waiting_words() if "third reader" in one)
            if work.cover:
                yield "What the coders said is hidden until you have coded each item yourself."

    def _nothing(self, width: int) -> Iterator[Drawn]:
        work = self.work
        sentences = [one for one in work.desk.waiting_words() if "third reader" not in one]
        if not work.whole:
            sentences = ["Reading what is open for comparison ..."]
        elif work.text:
            sentences = [f"Nothing left here has all of these words. {self.key('filtering.leave')} shows the others."]
        elif work.desk.studies:
            sentences.insert(0, "Nothing is left in this step." if not work.states else "Nothing of that is here.")
            other = [one for one in STAGES if work.counts[one] and one is not work.stage]
            sentences += [
                f"{work.counts[one]:,} left in: {STAGE_WORDS[one]} ({self.key('reconciling.step')})." for one in other
            ]
            if not other and work.stage is not Stage.ARBITRATION and work.progress.deferred:
                sentences.append(f"{work.progress.deferred:,} wait for a third reader.")
        for one in sentences:
            yield from paragraph(one, "text", MARGIN, width)
        if work.whole and not work.text:
            yield from self._followed(width)

    def _followed(self, width: int) -> Iterator[Drawn]:
        found = followed(self.work.desk)
        if found:
            yield line()
            yield line(_PAD, ("Whom the third reader followed", "head"))
            for one in found:
                yield line(_PAD, (fitted(one.person, 16), "label"), (f"{one.followed} of {one.items}", "answer"))

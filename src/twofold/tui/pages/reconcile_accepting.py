"""Accepting in bulk what all coders agree on, by study or by field, after a look at a sample of it if wished."""

import secrets
from collections.abc import Iterator, Sequence

from twofold.reconcile.accepting import accept, agreed, sample
from twofold.reconcile.item import view_of
from twofold.reconcile.queue import ItemKey, Order
from twofold.review.leading import Refused
from twofold.tui.actions import Action, Hint, Where
from twofold.tui.form.drawn import Drawn, Piece, cells, cut, fitted, line, paragraph, spread
from twofold.tui.form.words import place_words
from twofold.tui.pages.asks import Ask, Step
from twofold.tui.pages.page import MARGIN, Keys, LinedPage
from twofold.tui.pages.reconcile_work import Work
from twofold.tui.pages.window import Seen

SHARE = 10
"""How much of it is looked at, in per cent."""

_PAD: Piece = (" " * MARGIN, "text")
_NUMBER = 7
_COUNT = 12


class AcceptPage(LinedPage):
    """The state of the page. ``drawn_sample`` are the places to look at, where a sample was drawn."""

    where = Where.ACCEPTING

    def __init__(self, work: Work, keys: Keys | None = None) -> None:
        super().__init__(keys)
        self.work = work
        self.order = Order.STUDY
        self.sample: tuple[ItemKey, ...] = ()
        self.renew()

    def renew(self) -> None:
        """Count anew what all agree on; where the cursor's line is gone, it goes to the one in its place."""
        self.work.look_away()
        before = list(self.targets()) if self.at else []
        self.found = agreed(self.work.desk)
        left = frozenset(self.found)
        self.sample = tuple(one for one in self.sample if one in left)
        self._group()
        after = self.targets()
        if after and self.at in before and self.at not in after:
            self.at = after[min(before.index(self.at), len(after) - 1)]

    def _group(self) -> None:
        self.groups: dict[str, list[ItemKey]] = {}
        for one in self.found:
            self.groups.setdefault(one.study if self.order is Order.STUDY else one.field, []).append(one)
        if self.order is Order.FIELD:
            order = {one.id: number for number, one in enumerate(self.work.desk.codebook.fields)}
            self.groups = dict(sorted(self.groups.items(), key=lambda pair: order.get(pair[0], len(order))))

    @property
    def hints(self) -> Sequence[Hint]:
        """Accept a line or all of it, look at a sample first."""
        if not self.found:
            return ("accepting.undo", "accepting.help", "accepting.back")
        if self.sample:
            look: Hint = ("accepting.take", "look at it")
            return (look, "accepting.take_all", "accepting.help", ("accepting.back", "without the sample"))
        order = "by field" if self.order is Order.STUDY else "by study"
        return (
            "accepting.take",
            "accepting.sample",
            "accepting.take_all",
            ("accepting.order", order),
            "accepting.help",
        )

    def targets(self) -> Sequence[str]:
        """The places of the sample, or the studies or fields."""
        if self.sample:
            return [f"sample:{number}" for number in range(len(self.sample))]
        return list(self.groups)

    def act(self, action: Action) -> Ask | None:
        """Do what the key asks for on this page."""
        match action.id.rpartition(".")[2]:
            case "take":
                return self._take()
            case "take_all":
                self._accept(self.found)
            case "sample":
                self.sample = sample(self.found, SHARE, secrets.randbits(32))
                self.at, self.top = "", 0
            case "order":
                self.order = Order.FIELD if self.order is Order.STUDY else Order.STUDY
                self.at, self.top = "", 0
                self._group()
            case "first":
                self.at, self.top = "", 0
            case "undo":
                self._undo()
            case "help":
                return "help"
            case _:
                if self.sample:
                    self.sample, self.at = (), ""
                    return None
                return "back"
        return None

    def _take(self) -> Ask | None:
        if self.sample and self.at.startswith("sample:"):
            self.work.look_at(self.sample[int(self.at.partition(":")[2])])
            return Step("item", text="alone")
        self._accept(self.groups.get(self.at, ()))
        return None

    def _accept(self, found: Sequence[ItemKey]) -> None:
        try:
            proposed = accept(self.work.desk, found)
            self.work.written(proposed, found[0])
            self.sample = ()
            self.said = f"{proposed.words[0]}. {self.key('accepting.undo')} takes it back."
        except Refused as error:
            self.said = str(error)
        self.renew()

    def _undo(self) -> None:
        listed = self.work.at
        try:
            self.said = self.work.take_back()
        except Refused as error:
            self.said = str(error)
        self.work.at = listed
        self.renew()

    def drawn(self, width: int) -> Sequence[Seen]:
        """What there is to accept, or the sample of it."""
        return [
            *(Seen(one) for one in self._head(width)),
            *(self._sample(width) if self.sample else self._groups(width)),
        ]

    def _head(self, width: int) -> Iterator[Drawn]:
        count = len(self.found)
        yield line()
        yield spread([_PAD, ("What all agree on", "head")], [(f"{count:,} to accept ", "dim")], width)
        if self.sample:
            words = f"{len(self.sample)} of them, drawn at random. Where one is not right, open it and settle it."
        elif count:
            words = (
                "Answers that all coders gave alike, none of them unclear, of low confidence or from another page. They"
                " count as the consensus already; accepting says that somebody stands for it."
            )
        else:
            words = "Nothing that all agree on is left to be accepted."
        yield from paragraph(words, "text", MARGIN, width)
        yield line()

    def _groups(self, width: int) -> Iterator[Seen]:
        desk = self.work.desk
        for key, places in self.groups.items():
            if self.order is Order.STUDY:
                matter = desk.matter(key)
                name: list[Piece] = [
                    (fitted(matter.number, _NUMBER), "label"),
                    (cut(matter.label, width - MARGIN - _NUMBER - _COUNT), "label"),
                ]
            else:
                name = [(cut(desk.codebook.by_id[key].label, width - MARGIN - _COUNT), "label")]
            yield Seen(spread([_PAD, *name], [(f"{len(places):,} ", "text")], width), key)

    def _sample(self, width: int) -> Iterator[Seen]:
        for number, key in enumerate(self.sample):
            target = f"sample:{number}"
            item = self.work.desk.any_item(key)
            if item is None:
                continue
            view = view_of(self.work.desk, item)
            row = f" [{item.row_name}]" if item.row_name else ""
            label = cut(f"{item.field_label}{row}", width - MARGIN - _NUMBER)
            yield Seen(line(_PAD, (fitted(item.number, _NUMBER), "label"), (label, "strong")), target)
            answer = view.sides[0].answer if view.sides else ""
            yield from (Seen(one, target) for one in paragraph(answer, "answer", MARGIN + _NUMBER, width, most=2))
            if not any(side.now.evidence for side in view.sides):
                yield Seen(line((" " * (MARGIN + _NUMBER), "text"), ("no page, no quote", "dim")), target)
                continue
            for side in view.sides:
                where = place_words(side.now.evidence, ())
                words = f"{where}  “{side.now.evidence.quote}”" if side.now.evidence.quote else where
                lead = f"{side.letter}  "
                room = width - MARGIN - _NUMBER - cells(lead)
                yield Seen(
                    line((" " * (MARGIN + _NUMBER), "text"), (lead, "key"), (cut(words or "no page", room), "dim")),
                    target,
                )

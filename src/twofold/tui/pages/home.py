"""The first page: what to do next, in words; how far one is; what one noted last."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from twofold.tui.actions import Action, Hint, Where, key_of, spoken
from twofold.tui.form.drawn import EMPTY, Drawn, Piece, cells, cut, fitted, line, paragraph, spread
from twofold.tui.pages.asks import Ask, BringIn, Code, ShowAgreement, ShowStudies, ShowSynthesis
from twofold.tui.pages.home_lines import progress_bar, settling_lines
from twofold.tui.pages.leading_asks import ShowLeading
from twofold.tui.pages.page import MARGIN, WIDEST, Keys, LinedPage
from twofold.tui.pages.window import Seen, Window
from twofold.values.coded import Place

_NUMBER = 6
_NAME = 22
_MOST_NAMED = 5
_LABEL = 24
_FEW_NOTES = 3
_AIR = 5
_ALIGNED = 70
_PAD = (" " * MARGIN, "text")


@dataclass(frozen=True, slots=True)
class StudyLine:
    """A study as the page names it; ``words`` says where it stands."""

    key: str
    number: str
    label: str
    title: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class PersonLine:
    """How far one person is, in counts of studies; ``words`` say it, or that nothing of theirs is here."""

    name: str
    submitted: int
    begun: int
    total: int
    words: str = ""


@dataclass(frozen=True, slots=True)
class NoteLine:
    """A note of this person's own, and the field it stands at."""

    study: str
    number: str
    label: str
    place: Place
    field: str
    text: str


@dataclass(frozen=True, slots=True)
class HomeView:
    """All that the page tells. What takes long to find out is ``None`` until it is known."""

    title: str
    person: str = ""
    roles: str = ""
    codes: bool = True
    leads: bool = False
    total: int = 0
    next: StudyLine | None = None
    told: tuple[str, ...] = ()
    read_only: str = ""
    problem: str = ""
    mine: PersonLine | None = None
    waiting: tuple[StudyLine, ...] = ()
    following: tuple[StudyLine, ...] = ()
    people: tuple[PersonLine, ...] = ()
    notes: tuple[NoteLine, ...] = ()
    compared: int = 0
    rounds: tuple[str, ...] = ()
    third: tuple[str, ...] = ()
    settle: tuple[str, ...] = ()
    progress: str = ""
    today: str = ""


class Home(LinedPage):
    """The state of the first page. Until ``view`` is there, the review is still being opened."""

    where = Where.HOME

    def __init__(self, keys: Keys | None = None) -> None:
        super().__init__(keys)
        self.view: HomeView | None = None
        self.opening = ""
        self.touched = False
        self._shares = Shares()
        self._shared: tuple[HomeView | None, int, int] | None = None

    @property
    def hints(self) -> Sequence[Hint]:
        """What matters now: on with coding, else the list."""
        if self.view is not None and not self.view.total:
            return ("home.bring_in", "home.send", "home.help", "home.leave")
        return ("home.go", "home.studies", "home.search", "home.help", "home.leave")

    def targets(self) -> Sequence[str]:
        """The study to go on with, the list, what waits, the notes."""
        view = self.view
        if view is None or not view.total:
            return ()
        return (
            *(["next"] if view.next is not None else []),
            *(["reconcile"] if view.compared or view.third else []),
            "studies",
            *(["lead"] if view.leads else []),
            *(["agreement", "synthesis", "export"] if view.compared else []),
            *(f"study:{one.key}" for one in view.waiting[:_MOST_NAMED]),
            *(f"study:{one.key}" for one in view.following[: self._shares.following]),
            *(f"note:{number}" for number in range(min(self._shares.notes, len(view.notes)))),
        )

    def press(self, key: str, character: str | None = None) -> Ask | None:
        """Do what a key does here."""
        self.touched = True
        return super().press(key, character)

    def act(self, action: Action) -> Ask | None:
        """Do what the key asks for on this page."""
        match action.id:
            case "home.go":
                return self._go()
            case "home.studies":
                return ShowStudies()
            case "home.bring_in":
                return BringIn()
            case "home.send":
                return BringIn(sending=True)
            case "home.lead":
                return ShowLeading()
            case "home.agreement":
                return ShowAgreement()
            case "home.synthesis":
                return ShowSynthesis()
            case "home.export":
                return "export"
            case "home.codebook":
                return "codebook"
            case "home.reconcile":
                return "reconcile"
            case "home.search":
                return ShowStudies(finding=True)
            case "home.notes":
                return "notes"
            case "home.try":
                return "try"
            case "home.keyboard":
                return "keyboard"
            case "home.person":
                return "person"
            case "home.retry":
                return "retry"
            case "home.rescue":
                return "rescue"
            case "home.help":
                return "help"
            case "home.first":
                self.at, self.top = "", 0
                return None
            case _:
                return "leave"

    def _go(self) -> Ask | None:
        view = self.view
        kind, _, name = self.at.partition(":")
        if view is None or not view.total:
            return None
        match kind:
            case "next" if view.next is not None:
                return Code(view.next.key)
            case "lead":
                return ShowLeading()
            case "agreement":
                return ShowAgreement()
            case "synthesis":
                return ShowSynthesis()
            case "export":
                return "export"
            case "reconcile":
                return "reconcile"
            case "study":
                return Code(name)
            case "note":
                note = view.notes[int(name)]
                return Code(note.study, note.place)
            case _:
                return ShowStudies()

    def window(self, width: int, height: int) -> Window:
        """The lines around the cursor. A tall window is shared out: more studies that follow, more notes, more air."""
        if self.view is not None and self._shared != (self.view, width, height):
            self._shared = (self.view, width, height)
            self._shares = shares(self.view, min(width, WIDEST), height, self.keys)
        return super().window(width, height)

    def drawn(self, width: int) -> Sequence[Seen]:
        """The whole page."""
        if self.view is None:
            return [Seen(), *_seen(_opening(self.opening, width))]
        return _page(self.view, width, self._shares, self.keys)


@dataclass(frozen=True, slots=True)
class Shares:
    """How many of the studies that follow and of the notes are shown, and how many blank lines part the sections."""

    following: int = 0
    notes: int = _FEW_NOTES
    air: int = 1


def shares(view: HomeView, width: int, height: int, keys: Keys) -> Shares:
    """What fits: first a few studies that follow, then more notes and studies by turns, then air."""
    found = Shares()
    wanted = [Shares(3, _FEW_NOTES)]
    wanted += [Shares(3 + step // 2, _FEW_NOTES + (step + 1) // 2) for step in range(1, 2 * _AIR)]
    for one in wanted:
        if len(_page(view, width, one, keys)) > height:
            break
        found = one
    airy = replace(found, air=2)
    return airy if len(_page(view, width, airy, keys)) <= height else found


def _page(view: HomeView, width: int, given: Shares, keys: Keys) -> list[Seen]:
    lines = [Seen(), *_seen(_head(view, width)), *[Seen()] * given.air]
    for part in (
        _seen(_told(view, width)),
        list(_next(view, width, keys)),
        list(_following(view, width, given.following)),
        list(_mine(view, width)),
        _seen(_people(view, width)),
        list(_notes(view, width, given.notes, keys)),
    ):
        if part:
            lines += [*part, *[Seen()] * given.air]
    return lines[: -given.air]


def _seen(drawn: Iterator[Drawn]) -> list[Seen]:
    return [Seen(one) for one in drawn]


def _opening(name: str, width: int) -> Iterator[Drawn]:
    yield line(_PAD, ("Twofold", "head"))
    yield line(_PAD, (cut(name, width - MARGIN), "dim"))


def _head(view: HomeView, width: int) -> Iterator[Drawn]:
    who = cut(f"{view.person}, {view.roles}" if view.roles else view.person, max(0, width - MARGIN - 12))
    yield spread([_PAD, ("Twofold", "head")], [(f"{who} ", "dim")], width)
    yield from paragraph(view.title, "strong", MARGIN, width, most=2)


def _told(view: HomeView, width: int) -> Iterator[Drawn]:
    for sentence in (view.read_only, view.problem, *view.told):
        for number, part in enumerate(paragraph(sentence, "warn", 0, width - MARGIN - 3)):
            sign = ("! ", "warn") if number == 0 else ("  ", "text")
            yield line(_PAD, sign, *part.pieces)


def _key(name: str, keys: Keys) -> Piece:
    return f"   {spoken(key_of(f'home.{name}', keys))}", "key"


def _heading(text: str) -> Seen:
    return Seen(line(_PAD, (text, "head")))


def _next(view: HomeView, width: int, keys: Keys) -> Iterator[Seen]:
    yield _heading("To do next")
    if not view.total:
        yield from (Seen(one) for one in _no_studies(view, width))
        return
    if view.next is not None:
        begun = view.next.words not in ("", "not begun")
        start = "Go on with" if begun else "Begin with"
        yield Seen(_study(view.next, width, f"{start} "), "next")
        yield from (Seen(part, "next") for part in paragraph(view.next.title, "dim", MARGIN + 2, width, most=2))
    if view.compared or view.third:
        what = "Settle where the coders differ" if view.compared else "See what waits for a third reader"
        told = settling_lines(view.settle, what, view.progress if view.leads else "", _key("reconcile", keys), width)
        yield from (Seen(one, "reconcile") for one in told)
    if view.next is None and view.codes and not view.problem:
        yield Seen(line(_PAD, (f"You have submitted {_count(view.total)}. Nothing is left to code.", "text")))
    yield Seen(line(_PAD, (f"See {_count(view.total)}", "text"), _key("studies", keys)), "studies")
    if view.leads:
        yield Seen(line(_PAD, ("Lead the review", "text"), _key("lead", keys)), "lead")
    if view.compared:
        opened = "1 study" if view.compared == 1 else f"{view.compared:,} studies"
        yield Seen(line(_PAD, (f"See how the coders agree on {opened}", "text"), _key("agreement", keys)), "agreement")
        yield Seen(line(_PAD, ("See what the studies say together", "text"), _key("synthesis", keys)), "synthesis")
        yield Seen(line(_PAD, ("Write tables for analysis", "text"), _key("export", keys)), "export")
    for sentence in (*view.rounds, *view.third):
        yield from (Seen(part) for part in paragraph(sentence, "text", MARGIN, width, most=3))
    for one in view.waiting[:_MOST_NAMED]:
        yield Seen(_study(one, width, ""), f"study:{one.key}")
    more = len(view.waiting) - _MOST_NAMED
    if more > 0:
        yield Seen(line((" " * (MARGIN + 2), "text"), (f"and {more} more", "dim")))


def _no_studies(view: HomeView, width: int) -> Iterator[Drawn]:
    words = (
        "There are no studies yet. Bring in your references, from whatever program the team used:"
        if view.leads
        else "There are no studies yet. The lead brings them in, and sends you a file; bring that in:"
    )
    yield from paragraph(words, "text", MARGIN, width)
    yield EMPTY
    yield line((" " * (MARGIN + 2), "text"), ("B", "key"), ("  bring in", "text"))


def _count(total: int) -> str:
    return "the one study" if total == 1 else f"all {total:,} studies"


def _study(one: StudyLine, width: int, start: str) -> Drawn:
    words = cut(one.words, width // 3)
    room = width - MARGIN - cells(start) - _NUMBER - cells(words) - 3
    pieces: list[Piece] = [
        _PAD,
        (start, "text"),
        (fitted(one.number, _NUMBER), "label"),
        (cut(one.label, room), "label"),
    ]
    return spread(pieces, [(f"{words} ", "dim")], width)


def _following(view: HomeView, width: int, most: int) -> Iterator[Seen]:
    if not most or not view.following:
        return
    yield _heading("After that")
    label = min(_LABEL, max(8, width // 3))
    for one in view.following[:most]:
        words = f"  {one.words} "
        room = width - MARGIN - _NUMBER - label - cells(words) - 3
        pieces: list[Piece] = [_PAD, (fitted(one.number, _NUMBER), "label"), (fitted(one.label, label), "label")]
        if room > label // 2:
            pieces += [("  ", "text"), (cut(one.title, room), "dim")]
        yield Seen(spread(pieces, [(words, "dim")], width), f"study:{one.key}")


def _mine(view: HomeView, width: int) -> Iterator[Seen]:
    mine = view.mine
    if mine is None or not view.codes or not mine.total:
        return
    yield _heading("Your coding")
    yield Seen(line(_PAD, *progress_bar(mine.submitted, mine.begun, mine.total, min(width - MARGIN - 1, 60))))
    left = mine.total - mine.submitted - mine.begun
    yield Seen(
        line(
            _PAD,
            (f"{mine.submitted:,} submitted", "answer"),
            (f"    {mine.begun:,} begun    {left:,} not begun", "text"),
        )
    )
    if view.today:
        yield Seen(line(_PAD, (cut(f"today {view.today}", width - MARGIN), "dim")))


def _people(view: HomeView, width: int) -> Iterator[Drawn]:
    if not view.leads or len(view.people) < 2:
        return
    yield line(_PAD, ("Everyone", "head"))
    name_room = min(_NAME, max(8, width // 4))
    for one in view.people:
        words = one.words
        room = width - MARGIN - name_room - len(words) - 4
        bar = progress_bar(one.submitted, one.begun, one.total, min(room, 30)) if room >= 8 else ()
        gap = ("  ", "text") if bar else ("", "text")
        yield line(_PAD, (fitted(one.name, name_room), "label"), *bar, gap, (words, "text"))


def _notes(view: HomeView, width: int, most: int, keys: Keys) -> Iterator[Seen]:
    if not view.notes:
        return
    yield Seen(line(_PAD, ("Your latest notes", "head"), _key("notes", keys), (" shows all", "dim")))
    for number, one in enumerate(view.notes[:most]):
        room = width - MARGIN - _NUMBER - 2
        label = fitted(one.label, min(_LABEL, room // 3)) if width >= _ALIGNED else cut(one.label, room // 2)
        field = cut(one.field, room - cells(label))
        yield Seen(
            line(_PAD, (fitted(one.number, _NUMBER), "label"), (label, "label"), ("  ", "text"), (field, "dim")),
            f"note:{number}",
        )
        for part in paragraph(one.text, "text", MARGIN + _NUMBER, width, most=2):
            yield Seen(part, f"note:{number}")

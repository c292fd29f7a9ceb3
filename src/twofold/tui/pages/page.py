"""A page with a cursor on one of its lines; the keys and clicks that all pages share."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import replace

from twofold.tui.actions import Action, Hint, Where, key_of, keymap, spoken
from twofold.tui.form.drawn import Drawn
from twofold.tui.jump_labels import Labels
from twofold.tui.margin_labels import labelled
from twofold.tui.pages.asks import Ask
from twofold.tui.pages.window import Seen, Window, window_from, window_on

Keys = Mapping[Where, Mapping[str, Action]]

MARGIN = 3
WIDEST = 100
_PAGE = 10
_ALL = 1_000_000
_MOVES = frozenset({"down", "up", "ten_down", "ten_up", "labels"})


def key_name(key: str, character: str | None) -> str:
    """The name under which the table of actions knows a key: the character it types, else its own name."""
    text = typed_text(character)
    return text if text and text != " " else key


def typed_text(character: str | None) -> str:
    """The one printable character that a key types, or nothing."""
    return character if character is not None and len(character) == 1 and character.isprintable() else ""


def marked(drawn: Drawn, *, first: bool = True) -> Drawn:
    """A line under the cursor: set off, and with the cursor's sign in its margin where it is the ``first``."""
    blank, ink = drawn.pieces[0]
    if not first or blank[:MARGIN].strip() or len(blank) < MARGIN:
        return replace(drawn, card=True)
    rest = ((blank[MARGIN:], ink),) if len(blank) > MARGIN else ()
    return replace(drawn, pieces=((" > ", "cursor"), *rest, *drawn.pieces[1:]), card=True)


class Page(ABC):
    """``at`` names what the cursor stands on.

    ``said`` is told at the foot until the next key; ``warning`` stands there as long as it holds.
    """

    where: Where

    def __init__(self, keys: Keys | None = None) -> None:
        self.keys = keymap() if keys is None else keys
        self.at = ""
        self.top = 0
        self.said = ""
        self.warning = ""
        self.labels: Labels[str] | None = None
        self._page = _PAGE
        self._in_sight: tuple[str, ...] = ()

    @abstractmethod
    def window(self, width: int, height: int) -> Window:
        """What is seen of the page."""

    @abstractmethod
    def move(self, by: int) -> None:
        """Move the cursor by so many lines; it stops at the ends."""

    @abstractmethod
    def act(self, action: Action) -> Ask | None:
        """Do an action that only this page has."""

    @abstractmethod
    def click(self, target: str) -> Ask | None:
        """Do what a click on a line asks for; ``target`` is what the line stands for."""

    @property
    @abstractmethod
    def hints(self) -> Sequence[Hint]:
        """The actions that matter now, most wanted first, the way out last."""

    def shown(self, width: int, height: int) -> Window:
        """What is seen of the page, with labels beside its lines while they are up."""
        found = self.window(width, height)
        self._in_sight = tuple(dict.fromkeys(one.target for one in found.lines if one.target))
        return found if self.labels is None else _with_labels(found, self.labels)

    @property
    def hints_now(self) -> Sequence[Hint]:
        """The actions that matter now: while labels are up, how to leave them."""
        return self.hints if self.labels is None else ("labels.rub_out", "labels.leave")

    def key(self, action_id: str) -> str:
        """The key of an action as people write it, for what is said of it."""
        return spoken(key_of(action_id, self.keys))

    def take_key(self, key: str, character: str | None = None) -> Ask | None:
        """Do what a key does: while labels are up, every letter is part of one."""
        if self.labels is None:
            return self.press(key, character)
        self._on_labels(key, character)
        return None

    def _on_labels(self, key: str, character: str | None) -> None:
        labels, self.labels, self.said = self.labels, None, ""
        action = self.keys[Where.LABELS].get(key_name(key, character))
        if labels is None or (action is not None and action.id == "labels.leave"):
            return
        if action is not None:
            self.labels = labels.rub_out()
            return
        match labels.type(typed_text(character)) if typed_text(character) else labels:
            case Labels() as narrowed:
                self.labels = narrowed
            case str(target):
                self.at = target
            case None:
                self.labels, self.said = labels, f"No line here has that label. {self.key('labels.leave')} leaves."

    def press(self, key: str, character: str | None = None) -> Ask | None:
        """Do what a key does here. ``key`` is its name, ``character`` what it types, if anything."""
        self.said = ""
        action = self.keys[self.where].get(key_name(key, character))
        if action is None:
            if typed_text(character).strip():
                self.said = "That key does nothing here."
            return None
        match action.id.rpartition(".")[2]:
            case "down":
                self.move(1)
            case "up":
                self.move(-1)
            case "ten_down":
                self.move(self._page)
            case "ten_up":
                self.move(-self._page)
            case "labels":
                self.labels = Labels.over(self._in_sight) if self._in_sight else None
                self.said = "" if self._in_sight else "There is nothing here to go to."
            case _:
                return self.act(action)
        return None

    def paste(self, text: str) -> None:
        """Take a pasted text; most pages have no use for one."""
        self.said = "Nothing can be pasted here."

    def turn(self, by: int) -> None:
        """Take a turn of the wheel by so many lines."""
        self.move(1 if by > 0 else -1)


def _with_labels(found: Window, labels: Labels[str]) -> Window:
    """The window with the label of each target beside its first line."""
    told: set[str] = set()
    lines: list[Seen] = []
    for one in found.lines:
        label = labels.beside(one.target) if one.target and one.target not in told else ""
        told.add(one.target)
        lines.append(replace(one, drawn=labelled(one.drawn, label)))
    return Window(tuple(lines), found.cursor)


class LinedPage(Page):
    """A page of a few lines, some of which are targets that the cursor can stand on.

    What stands above the first target or below the last is read by moving on there: the lines move, the cursor stays.
    """

    widest = WIDEST

    def __init__(self, keys: Keys | None = None) -> None:
        super().__init__(keys)
        self._height = 0
        self._beyond = 0
        self._beyond_of = ""
        self._cursor_in_sight = True

    @abstractmethod
    def targets(self) -> Sequence[str]:
        """All that the cursor can stand on, from top to bottom."""

    @abstractmethod
    def drawn(self, width: int) -> Sequence[Seen]:
        """All lines, none of them marked."""

    def press(self, key: str, character: str | None = None) -> Ask | None:
        """Do what a key does here, to what the cursor stands on; where that is out of sight, show it first."""
        self.stand()
        action = self.keys[self.where].get(key_name(key, character))
        if self._beyond and (action is None or action.id.rpartition(".")[2] not in _MOVES):
            self._beyond = 0
            if not self._cursor_in_sight and key in ("enter", "space"):
                self.said = "The marked line was out of sight. Once more does it."
                return None
        return super().press(key, character)

    def window(self, width: int, height: int) -> Window:
        """The lines around the cursor."""
        self.stand()
        lines: list[Seen] = []
        self._height = height
        for one in self.drawn(min(width, self.widest)):
            here = bool(self.at) and one.target == self.at
            again = here and bool(lines) and lines[-1].marked
            lines.append(Seen(marked(one.drawn, first=not again), one.target, marked=True) if here else one)
        if not self.targets():
            # Two lines of the page before stay in sight, so that reading finds its place again.
            self._page = max(1, height - 2)
        return self._in_room(lines, height)

    def _in_room(self, lines: Sequence[Seen], height: int) -> Window:
        """What is seen of these lines: those around the cursor, or those that were moved to beyond it."""
        self._height = height
        self.top, found = window_on(lines, self.top, height)
        if self.at != self._beyond_of:
            self._beyond, self._beyond_of = 0, self.at
        if self._beyond:
            first = max(0, min(self.top + self._beyond, len(lines) - height))
            self._beyond, found = first - self.top, window_from(lines, first, height)
        self._cursor_in_sight = any(one.marked for one in found.lines)
        return found

    def move(self, by: int) -> None:
        """Move the cursor by so many targets, and beyond the last the lines; a page without any is scrolled."""
        found = list(self.targets())
        if not found:
            self.top = max(0, self.top + by)
            return
        here = found.index(self.at) if self.at in found else 0
        there = max(0, min(len(found) - 1, here + by))
        lines = by if abs(by) == 1 else (1 if by > 0 else -1) * max(1, self._height - 2)
        if self.at == self._beyond_of and self._beyond * by < 0:
            back = self._beyond + lines
            self._beyond = back if back * self._beyond > 0 else 0
        elif there == here:
            self._beyond_of, self._beyond = self.at, self._beyond + lines
        else:
            self.at, self._beyond = found[there], 0

    def show_top(self) -> None:
        """Show the page from its first line, wherever the cursor stands."""
        self._beyond, self._beyond_of = -_ALL, self.at

    def click(self, target: str) -> Ask | None:
        """Take the line that was clicked."""
        self.said = ""
        if target not in self.targets():
            return None
        self.at = target
        taking = next((one for one in self.keys[self.where].values() if "enter" in one.keys), None)
        return None if taking is None else self.act(taking)

    def stand(self) -> None:
        """Put the cursor on the first target where the one it stood on is gone."""
        found = self.targets()
        if self.at not in found:
            self.at = found[0] if found else ""

"""A page with a cursor on one of its lines; the keys and clicks that all pages share."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import replace

from twofold.tui.actions import Action, Hint, Where, keymap
from twofold.tui.form.drawn import Drawn
from twofold.tui.pages.asks import Ask
from twofold.tui.pages.window import Seen, Window, window_on

Keys = Mapping[Where, Mapping[str, Action]]

MARGIN = 3
WIDEST = 100
_PAGE = 10


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
                self.move(_PAGE)
            case "ten_up":
                self.move(-_PAGE)
            case _:
                return self.act(action)
        return None

    def paste(self, text: str) -> None:
        """Take a pasted text; most pages have no use for one."""
        self.said = "Nothing can be pasted here."

    def turn(self, by: int) -> None:
        """Take a turn of the wheel by so many lines."""
        self.move(1 if by > 0 else -1)


class LinedPage(Page):
    """A page of a few lines, some of which are targets that the cursor can stand on."""

    @abstractmethod
    def targets(self) -> Sequence[str]:
        """All that the cursor can stand on, from top to bottom."""

    @abstractmethod
    def drawn(self, width: int) -> Sequence[Seen]:
        """All lines, none of them marked."""

    def press(self, key: str, character: str | None = None) -> Ask | None:
        """Do what a key does here, to what the cursor stands on."""
        self.stand()
        return super().press(key, character)

    def window(self, width: int, height: int) -> Window:
        """The lines around the cursor."""
        self.stand()
        lines: list[Seen] = []
        for one in self.drawn(min(width, WIDEST)):
            here = bool(self.at) and one.target == self.at
            again = here and bool(lines) and lines[-1].marked
            lines.append(Seen(marked(one.drawn, first=not again), one.target, marked=True) if here else one)
        self.top, found = window_on(lines, self.top, height)
        return found

    def move(self, by: int) -> None:
        """Move the cursor by so many targets; a page without any is scrolled."""
        found = list(self.targets())
        if found:
            here = found.index(self.at) if self.at in found else 0
            self.at = found[max(0, min(len(found) - 1, here + by))]
        else:
            self.top = max(0, self.top + by)

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

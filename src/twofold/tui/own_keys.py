"""A user's own keys: `keys.toml` in the configuration folder, read and checked against the table of actions.

One mistake anywhere, and the keys that Twofold brings along hold, so that nobody sits before half a keyboard.
"""

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from twofold.tui.actions import ACTIONS, BY_ID, Action, Where, key_of, keymap, spoken
from twofold.tui.keyboard import DIGITS, KEYBOARDS, Keyboard, keep_keyboard, said_keyboard, with_digits

FILE = "keys.toml"
Table = dict[Where, Mapping[str, Action]]

_ALSO_CALLED = {"coding": "form"}
_NAMED = frozenset(
    (
        *("up", "down", "left", "right", "home", "end", "pageup", "pagedown", "insert", "delete", "backspace"),
        *("enter", "escape", "tab", "space", *(f"f{number}" for number in range(1, 25))),
    )
)
_SPOKEN = {"esc": "escape", "del": "delete", "page up": "pageup", "page down": "pagedown", "return": "enter"}
_HELD = re.compile(r"((?:ctrl|shift)\+)+(.+)", re.IGNORECASE)
_TAKEN = {
    "ctrl+q": "leaves Twofold from anywhere",
    "ctrl+p": "opens the palette from anywhere",
    "ctrl+c": "copies",
    "ctrl+i": "is sent by terminals as tab",
    "ctrl+m": "is sent by terminals as enter",
    "ctrl+j": "is sent by terminals as enter",
    "ctrl+h": "is sent by terminals as backspace",
    "ctrl+s": "stops the output of many terminals",
}
_TEXT_IS_TEXT = frozenset(
    where
    for where in Where
    if not any(len(key) == 1 for action in ACTIONS if action.where is where for key in action.keys)
)
"""The places in which one types: no key that Twofold brings along for them is a letter."""


@dataclass(frozen=True, slots=True)
class OwnKeys:
    """The keys in force, whether they differ from the ones that Twofold brings along, and what is wrong in the file.

    ``own`` holds the actions that the file gives keys to; it is empty where ``problems`` are told.
    """

    table: Table
    own: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    problems: tuple[str, ...] = ()


def config_folder() -> Path:
    """The user's own configuration folder for Twofold; ``TWOFOLD_HOME`` names another one."""
    chosen = os.environ.get("TWOFOLD_HOME")
    if chosen:
        return Path(chosen).expanduser()
    import platformdirs

    return Path(platformdirs.user_config_dir("twofold", appauthor=False))


def keys_in_force(folder: Path | None = None) -> OwnKeys:
    """The keys of this user: their own over those for their keyboard over the ones that Twofold brings along."""
    place = config_folder() if folder is None else folder
    keyboard = said_keyboard(place) or DIGITS
    try:
        text = (place / FILE).read_text("utf-8-sig")
    except FileNotFoundError:
        return OwnKeys(dict(keymap(with_digits(keyboard, {}))))
    except (OSError, UnicodeDecodeError) as error:
        why = "it is not UTF-8 text" if isinstance(error, UnicodeDecodeError) else (error.strerror or str(error))
        told = f"`{place / FILE}` could not be read: {why}. Mend or remove it; the usual keys hold."
        return OwnKeys(dict(keymap(with_digits(keyboard, {}))), problems=(told,))
    return read_keys(text, place / FILE, keyboard)


def read_keys(text: str, path: Path, keyboard: Keyboard) -> OwnKeys:
    """The keys that a file gives, over those for the keyboard."""
    reading = _Reading(path, keyboard)
    own = reading.own(text)
    if reading.problems:
        return OwnKeys(dict(keymap(with_digits(keyboard, {}))), problems=tuple(reading.problems))
    return OwnKeys(dict(keymap(with_digits(keyboard, own))), MappingProxyType(own))


class HeldKeys:
    """The keys of the running app. All pages look into one ``table``, so that a change holds for all of them.

    Until ``load`` they are the ones that Twofold brings along: the first frame waits for no file.
    """

    def __init__(self) -> None:
        self.table: Table = dict(keymap())
        self.problems: tuple[str, ...] = ()

    def load(self) -> None:
        """Read the keys of this user."""
        found = keys_in_force(self.folder)
        self.table.update(found.table)
        self.problems = found.problems

    @property
    def folder(self) -> Path:
        """Where they are kept."""
        return config_folder()

    @property
    def keyboard(self) -> Keyboard | None:
        """The keyboard that this person chose; nothing where they were never asked."""
        return said_keyboard(self.folder)

    def take_keyboard(self, name: str) -> str:
        """Keep the keyboard with that id; its keys hold from the next key on. What came of it, as a sentence."""
        chosen = next((one for one in KEYBOARDS if one.id == name), DIGITS)
        try:
            keep_keyboard(self.folder, chosen)
        except OSError as error:
            return f"That could not be kept in {self.folder}: {error.strerror or error}. Nothing was changed."
        self.load()
        return next(
            iter(self.problems),
            f"{chosen.name}: kept. {spoken(key_of('home.keyboard', self.table))} on the first page changes it.",
        )


class _Reading:
    def __init__(self, path: Path, keyboard: Keyboard) -> None:
        self._path = path
        self._keyboard = keyboard
        self._lines: Mapping[tuple[str | int, ...], int] = {}
        self.problems: list[str] = []

    def own(self, text: str) -> dict[str, tuple[str, ...]]:
        import tomllib

        from twofold.codebook.lines import lines_of

        try:
            content = tomllib.loads(text)
        except (tomllib.TOMLDecodeError, RecursionError) as error:
            self.problems.append(f"`{self._path}` is not proper TOML: {error}. Mend that line; the usual keys hold.")
            return {}
        self._lines = lines_of(text)
        own: dict[str, tuple[str, ...]] = {}
        at: dict[str, int] = {}
        for place, name, given in self._entries(content):
            line = self._lines.get((place, name), self._lines.get((place,), 1))
            action = BY_ID.get(f"{_ALSO_CALLED.get(place, place)}.{name}")
            if action is None:
                self._tell(line, f"there is no action `{place}.{name}`", "`twofold keys` lists them all")
            elif action.id in own:
                self._tell(line, f"`{action.id}` is given keys twice", f"Line {at[action.id]} has it already")
            else:
                own[action.id], at[action.id] = self._keys(given, action, line), line
        if not self.problems:
            self._clashes(own, at)
        return own

    def _entries(self, content: Mapping[str, object]) -> Iterator[tuple[str, str, object]]:
        for place, inside in content.items():
            if isinstance(inside, Mapping):
                for name, given in inside.items():
                    yield place, str(name), given
            else:
                line = self._lines.get((place,), 1)
                self._tell(line, f"`{place}` stands under no place", "Put it under one, such as [form]")

    def _keys(self, given: object, action: Action, line: int) -> tuple[str, ...]:
        wanted = given if isinstance(given, list) else [given]
        found: list[str] = []
        for one in wanted:
            key = _key(one) if isinstance(one, str) else ""
            if not key:
                shown = f"`{one}`" if isinstance(one, str) else "that"
                way = 'Write a key in quotes: "0", "F", "f5", "ctrl+g", "page down"; several as ["0", "f5"]'
                self._tell(line, f"{shown} is no key", way)
            elif key in _TAKEN:
                self._tell(line, f"`{key}` {_TAKEN[key]}", "Choose another key")
            elif action.where in _TEXT_IS_TEXT and (len(key) == 1 or key == "space") and key not in action.keys:
                why = f"`{key}` writes text {action.where.heading[:1].lower()}{action.where.heading[1:]}"
                self._tell(line, why, "Choose a key that writes none, such as f5 or ctrl+g")
            else:
                found.append(key)
        if not wanted:
            self._tell(line, f"`{action.id}` is given no key", "Name one, or take the line out")
        return tuple(dict.fromkeys(found))

    def _clashes(self, own: Mapping[str, tuple[str, ...]], at: Mapping[str, int]) -> None:
        given = with_digits(self._keyboard, own)
        holders: dict[tuple[Where, str], Action] = {}
        for action in ACTIONS:
            for key in given.get(action.id, action.keys):
                other = holders.setdefault((action.where, key), action)
                if other is not action:
                    mine, theirs = (action, other) if action.id in at else (other, action)
                    self._tell(
                        at.get(mine.id, 1),
                        f"the key `{key}` is wanted by `{mine.id}` and by `{theirs.id}`",
                        f"Give one of them another key; `{theirs.id}` has "
                        + (
                            f"it from line {at[theirs.id]}" if theirs.id in at else "it unless this file says otherwise"
                        ),
                    )

    def _tell(self, line: int, cause: str, way_out: str) -> None:
        self.problems.append(f"`{self._path}`, line {line}: {cause}. {way_out}. Until then the usual keys hold.")


def _key(written: str) -> str:
    """The key as the table of actions names it; empty where there is none of that name."""
    if len(written) == 1:
        return "space" if written == " " else written if written.isprintable() else ""
    name = _SPOKEN.get(written.casefold(), written.casefold())
    if name in _NAMED:
        return name
    held = _HELD.fullmatch(written)
    if held is None:
        return ""
    last = _SPOKEN.get(held[2].casefold(), held[2].casefold())
    held_down = {one for one in ("ctrl", "shift") if f"{one}+" in written.casefold()[: -len(held[2])]}
    if last not in _NAMED and not (len(last) == 1 and last.isalnum() and last.isascii() and held_down != {"shift"}):
        return ""
    return "+".join([*(one for one in ("ctrl", "shift") if one in held_down), last])

"""Keyboards whose row of digits types other signs unless shift is held.

With one of them chosen, that row answers as the digits do, so that coding needs no shift.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

FILE = "keyboard.toml"
_SAID = re.compile(r'^\s*keyboard\s*=\s*"([a-z]+)"', re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Keyboard:
    """``row`` is what the keys of the digits 1 to 9 type without shift; empty where they type digits.

    ``instead`` are actions whose own key lies in that row, each with the key that it has on this keyboard.
    """

    id: str
    name: str
    row: str = ""
    instead: tuple[tuple[str, str], ...] = ()


DIGITS = Keyboard("digits", "Digits without shift")
KEYBOARDS = (
    DIGITS,
    # The key of the 0 says none of these.
    Keyboard(
        "french",
        "French AZERTY",
        "&\u00e9\"'(-\u00e8_\u00e7",
        (("form.none_of_these", "\u00e0"), ("settling.none_of_these", "\u00e0")),
    ),
    Keyboard("belgian", "Belgian AZERTY", "&\u00e9\"'(\u00a7\u00e8!\u00e7", (("form.exclude", "X"),)),
    Keyboard("czech", "Czech", "+\u011b\u0161\u010d\u0159\u017e\u00fd\u00e1\u00ed", (("form.add_row", "R"),)),
    Keyboard("slovak", "Slovak", "+\u013e\u0161\u010d\u0165\u017e\u00fd\u00e1\u00ed", (("form.add_row", "R"),)),
    Keyboard("lithuanian", "Lithuanian", "\u0105\u010d\u0119\u0117\u012f\u0161\u0173\u016b\u201e"),
)
"""The keyboards to choose from; the first is taken where nothing was said."""


def with_digits(keyboard: Keyboard, own: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Keys by action id: those for the keyboard, and over them a user's own."""
    return {**dict(_for(keyboard)), **own}


def _for(keyboard: Keyboard) -> Iterator[tuple[str, tuple[str, ...]]]:
    for number, sign in enumerate(keyboard.row, 1):
        yield f"form.option_{number}", (str(number), sign)
    for action, key in keyboard.instead:
        yield action, (key,)


def said_keyboard(folder: Path) -> Keyboard | None:
    """The keyboard that was chosen, as the configuration folder has it; nothing where none was."""
    text = ""
    with suppress(OSError):
        text = (folder / FILE).read_text("utf-8", "replace")
    found = _SAID.search(text)
    return None if found is None else next((one for one in KEYBOARDS if one.id == found[1]), None)


def keep_keyboard(folder: Path, keyboard: Keyboard) -> None:
    """Keep the choice of a keyboard.

    Raises:
        OSError: the configuration folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    choices = ", ".join(one.id for one in KEYBOARDS)
    (folder / FILE).write_text(f'# One of: {choices}.\nkeyboard = "{keyboard.id}"\n', "utf-8")

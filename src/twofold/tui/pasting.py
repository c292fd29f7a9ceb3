"""Pasted text is text, escape characters included.

Textual 8.2 takes an escape character inside a bracketed paste for the beginning of a key, and hands on what follows it
as keys: a passage copied from a coloured terminal would then choose answers. Here every escape character between the
marks of a paste becomes its visible sign before Textual's parser sees it.
"""

import importlib
from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual._xterm_parser import XTermParser

if TYPE_CHECKING:
    from textual.message import Message

_BEGIN = "\x1b[200~"
_END = "\x1b[201~"
_SIGN = "\u241b"
_DRIVERS = ("linux_driver", "web_driver")


class PasteGuard:
    """Makes escape characters inside pastes inert, in a stream that comes in pieces."""

    def __init__(self) -> None:
        self._inside = False
        self._held = ""
        self._passed = ""

    def take(self, data: str) -> str:
        """The next piece, guarded. A beginning of the end mark at its end waits for the piece after it."""
        data, self._held = self._held + data, ""
        made: list[str] = []
        while data:
            if not self._inside:
                # Nothing is held back outside a paste, where a lone escape is a key: the mark may come in pieces.
                joined = self._passed + data
                at = joined.find(_BEGIN)
                self._inside = at >= 0
                cut = at + len(_BEGIN) - len(self._passed) if self._inside else len(data)
                made.append(data[:cut])
                data = data[cut:]
                self._passed = "" if self._inside else joined[1 - len(_BEGIN) :]
                continue
            text, end, rest = data.partition(_END)
            if not end:
                keep = next((size for size in range(len(_END) - 1, 0, -1) if text.endswith(_END[:size])), 0)
                self._held = text[len(text) - keep :]
                text = text[: len(text) - keep]
            made.append(text.replace("\x1b", _SIGN) + end)
            self._inside = not end
            data = rest
        return "".join(made)


class GuardedParser(XTermParser):
    """Textual's parser behind a ``PasteGuard``."""

    def __init__(self, debug: bool = False) -> None:
        self._guard = PasteGuard()
        super().__init__(debug)

    def feed(self, data: str) -> "Iterable[Message]":
        """Feed what the terminal sent; nothing ends the stream."""
        guarded = self._guard.take(data)
        return super().feed(guarded) if guarded or not data else ()


def guard_pastes() -> None:
    """Let Textual's drivers on this system read through the guard."""
    for name in _DRIVERS:
        try:
            driver = importlib.import_module(f"textual.drivers.{name}")
        except ImportError:
            continue
        driver.XTermParser = GuardedParser  # type: ignore[attr-defined]

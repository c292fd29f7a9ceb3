"""Writes ``keys.md`` from the one table of actions. Run it after a change of that table; a test asks for it."""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from twofold.tui.actions import ACTIONS, Action, Where, keymap, keys_of

PAGE = Path(__file__).with_name("keys.md")

_HEAD = """\
# All keys

This page is made from the table that the app itself reads its keys from (`docs/make_keys.py`); `?` shows the part of it
that holds where you are. A key means the same act wherever it works. `ctrl+p` opens a palette in which the acts are
found by name, and `ctrl+q` leaves from everywhere.

These are the keys that Twofold brings along. `twofold keys` shows those that hold for you, with your own and those for
your keyboard; `twofold keys --write` makes the file in which you change them.

The last column is the act's id, by which a key is changed: what stands before the dot is its place in that file.
"""


def page() -> str:
    """The whole page as Markdown."""
    return "\n".join([_HEAD, *(line for where in Where for line in _place(where))])


def _place(where: Where) -> Iterator[str]:
    yield f"## {where.heading}"
    yield ""
    actions = [action for action in ACTIONS if action.where is where]
    for group, members in groupby(actions, key=lambda action: action.group):
        if group != where.heading:
            yield f"### {group}"
            yield ""
        yield "| key | does | id |"
        yield "| --- | --- | --- |"
        yield from _rows(list(members))
        yield ""


def _rows(actions: list[Action]) -> Iterator[str]:
    keys, told = keymap(), set[str]()
    for action in actions:
        if action.family and action.family in told:
            continue
        told.add(action.family)
        shown = " ".join(f"`{_plain(key)}`" for key in keys_of(action.id, keys))
        # A family is shown with its first key to its last, and so is its id.
        last = next(one for one in reversed(actions) if one.family == action.family) if action.family else action
        name = f"`{action.id}`" if last is action else f"`{action.id}` to `{last.id.rpartition('_')[2]}`"
        yield f"| {shown} | {_plain(action.help)} | {name} |"


def _plain(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")

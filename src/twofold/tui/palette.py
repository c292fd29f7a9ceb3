"""What the palette offers: the actions of the screen beneath it, the colours, and leaving."""

from collections.abc import Callable, Iterator, Mapping

from textual.app import SystemCommand
from textual.markup import escape

from twofold.tui.actions import ACTIONS, Action, Where, keys_of

_MOVES = frozenset(
    {"down", "up", "page down", "page up", "top", "first", "last", "next", "previous", "ten down", "ten up"}
)


def commands(
    where: Where | None,
    keys: Mapping[Where, Mapping[str, Action]],
    press: Callable[[Action], None],
    colours: Callable[[], None],
    leave: Callable[[], None],
) -> Iterator[SystemCommand]:
    """The commands of a place, or only those that are everywhere; each with its keys.

    ``press`` does an action as its key would.
    """
    for action in ACTIONS:
        if action.where is where and not action.family and action.label not in _MOVES:
            shown = " or ".join(keys_of(action.id, keys))
            # The palette reads markup, and a key may be a bracket.
            told = escape(f"{action.help}   {shown}")
            yield SystemCommand(action.label.capitalize(), told, _pressing(press, action))
    yield SystemCommand("Colours", "choose another theme, dark or light", colours)
    yield SystemCommand("Leave Twofold", "all answers are saved", leave)


def _pressing(press: Callable[[Action], None], action: Action) -> Callable[[], None]:
    return lambda: press(action)

"""What the palette offers: the actions of the screen beneath it, the colours, and leaving."""

from collections.abc import Callable, Iterator

from textual.app import SystemCommand

from twofold.tui.actions import ACTIONS, Action, Where

_MOVES = frozenset(
    {"down", "up", "page down", "page up", "top", "first", "last", "next", "previous", "ten down", "ten up"}
)


def commands(
    where: Where | None, press: Callable[[Action], None], colours: Callable[[], None], leave: Callable[[], None]
) -> Iterator[SystemCommand]:
    """The commands of a place, or only those that are everywhere; ``press`` does an action as its key would."""
    for action in ACTIONS:
        if action.where is where and not action.family and action.label not in _MOVES:
            yield SystemCommand(action.label.capitalize(), action.help, _pressing(press, action))
    yield SystemCommand("Colours", "choose another theme, dark or light", colours)
    yield SystemCommand("Leave Twofold", "all answers are saved", leave)


def _pressing(press: Callable[[Action], None], action: Action) -> Callable[[], None]:
    return lambda: press(action)

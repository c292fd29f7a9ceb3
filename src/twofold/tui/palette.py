"""What the palette offers: the actions of the screen beneath it, the colours, and leaving."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from textual.app import SystemCommand
from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.markup import escape

from twofold.tui.actions import ACTIONS, Action, Where, keys_of

_MOVES = frozenset(
    {"down", "up", "page down", "page up", "top", "first", "last", "next", "previous", "ten down", "ten up"}
)

_BY_HELP = 0.001
"""How well a command fits that is found by what is said of it: less than any that is found by its name."""


class Palette(Provider):
    """Finds commands by their names, spelled roughly, and by words of the line that says what they do."""

    async def discover(self) -> Hits:
        """All commands, in the order of their names."""
        for name, told, callback, _ in sorted(self._all(), key=lambda one: one.title):
            yield DiscoveryHit(name, callback, help=told)

    async def search(self, query: str) -> Hits:
        """The commands that fit what was typed."""
        matcher = self.matcher(query)
        words = query.casefold().split()
        for name, told, callback, _ in self._all():
            match = matcher.match(name)
            if match > 0:
                yield Hit(match, matcher.highlight(name), callback, help=told)
            elif all(one in told.casefold() for one in words):
                yield Hit(_BY_HELP, name, callback, help=told)

    def _all(self) -> Iterable[SystemCommand]:
        return self.app.get_system_commands(self.screen)


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

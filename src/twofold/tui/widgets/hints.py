"""The hint line: the few keys that matter now. Drawn by hand, since Textual's footer is dear and leaks."""

from collections.abc import Mapping, Sequence

from twofold.tui.actions import BY_ID, Action, Hint, Where, keys_of
from twofold.tui.form.drawn import Piece, cells
from twofold.tui.widgets.ink import OneLine

MOST = 5


class HintLine(OneLine):
    """One line of keys with a word or two each; those that do not fit are left out, the last one never."""

    def hint(self, actions: Sequence[Hint], keys: Mapping[Where, Mapping[str, Action]]) -> None:
        """Show at most ``MOST`` actions."""
        self.show(hint_pieces(actions, keys, self.size.width or 80))


def hint_pieces(actions: Sequence[Hint], keys: Mapping[Where, Mapping[str, Action]], width: int) -> list[Piece]:
    """The hints as pieces that fit into ``width`` cells."""
    told: list[tuple[str, str]] = []
    for one in actions:
        name, words, key = (*one, "", "")[:3] if isinstance(one, tuple) else (one, "", "")
        shown = keys_of(name, keys)
        if shown:
            told.append((key or shown[0], words or BY_ID[name].label))
    told = told[: MOST - 1] + told[-1:] if len(told) > MOST else told
    while len(told) > 1 and sum(cells(key) + cells(words) + 4 for key, words in told) > width:
        del told[-2]
    return [piece for key, words in told for piece in ((f" {key}", "key"), (f" {words}  ", "dim"))]

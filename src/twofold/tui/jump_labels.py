"""Labels of a letter or two beside what is in sight; typing one goes there. Every key gives a new plain value."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Generic, TypeVar

Target = TypeVar("Target", bound=Hashable)

LETTERS = "asdfghjklqwertyuiopzxcvbnm"
"""In the order in which they are given out: those under the fingers first."""


def labels_for(count: int) -> tuple[str, ...]:
    """``count`` labels, none of which begins another, so that the last letter typed is never waited upon.

    As many as can be are one letter long. At most ``len(LETTERS) ** 2`` are given.
    """
    most = len(LETTERS)
    # Each letter that begins longer labels is none itself.
    heads = next((n for n in range(most) if most - n + n * most >= count), most)
    long = [first + second for first in reversed(LETTERS[most - heads :]) for second in LETTERS]
    return (*LETTERS[: most - heads], *long)[:count]


@dataclass(frozen=True, slots=True)
class Labels(Generic[Target]):
    """The labels in the order of their targets, and what of one was typed."""

    of: Mapping[Target, str]
    typed: str = ""
    _by_label: Mapping[str, Target] = field(default_factory=dict, repr=False)

    @classmethod
    def over(cls, targets: Sequence[Target]) -> "Labels[Target]":
        """Labels for all of ``targets``, each once, from top to bottom."""
        once = tuple(dict.fromkeys(targets))
        given = dict(zip(once, labels_for(len(once)), strict=False))
        return cls(given, "", {label: target for target, label in given.items()})

    def type(self, text: str) -> "Labels[Target] | Target | None":
        """What comes of a letter: the target of a label that is whole, labels that are narrowed, or nothing for a
        letter that no label goes on with."""
        typed = self.typed + text.casefold()
        if typed in self._by_label:
            return self._by_label[typed]
        return replace(self, typed=typed) if any(one.startswith(typed) for one in self._by_label) else None

    def rub_out(self) -> "Labels[Target]":
        """The labels without the last letter typed."""
        return replace(self, typed=self.typed[:-1])

    def beside(self, target: Target) -> str:
        """The label of a target as it stands beside it: none once a letter was typed that it does not begin with."""
        label = self.of.get(target, "")
        return label if label.startswith(self.typed) else ""

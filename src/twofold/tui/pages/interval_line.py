"""An interval drawn as a line on an axis that all fields share: ├──●──┤."""

from collections.abc import Iterable
from dataclasses import dataclass

from twofold.agreement import Figure
from twofold.agreement.wording import decimal
from twofold.tui.form.drawn import fitted

SHORTEST = 12
_STEPS = (0.0, -0.5, -1.0)


@dataclass(frozen=True, slots=True)
class Axis:
    """From ``low`` to 1, on ``width`` cells."""

    low: float
    width: int

    def place(self, value: float) -> int:
        """The cell in which a value lies; beyond an end, the end."""
        share = (value - self.low) / (1.0 - self.low)
        return round(max(0.0, min(1.0, share)) * (self.width - 1))

    @property
    def scale(self) -> str:
        """The figures of the axis, where they lie."""
        made = [" "] * self.width
        ticks = [self.low + step / 2 for step in range(round((1.0 - self.low) * 2) + 1)]
        for tick in ticks if self.width >= len(ticks) * 4 else (self.low, 1.0):
            text = decimal(tick)
            start = max(0, min(self.width - len(text), self.place(tick) - (1 if text.startswith("-") else 0)))
            made[start : start + len(text)] = text
        return "".join(made)

    def drawn(self, figure: Figure) -> str:
        """The figure on the axis: its interval, and a dot at the estimate; in words where it is undefined, for an
        interval would seem to be one of it."""
        if figure.estimate is None:
            return fitted("undefined" if figure.n else "", self.width)
        limits = figure.interval
        return self.between(
            None if limits is None else limits.low, figure.estimate, None if limits is None else limits.high
        )

    def between(self, low: float | None, estimate: float | None, high: float | None) -> str:
        """An interval on the axis, with a dot at the estimate; either may be wanting."""
        made = [" "] * self.width
        if self.low < 0:
            made[self.place(0.0)] = "┊"
        if low is not None and high is not None:
            first, last = self.place(low), self.place(high)
            made[first : last + 1] = "─" * (last - first + 1)
            made[first], made[last] = "├", "┤"
        if estimate is not None:
            made[self.place(estimate)] = "●"
        return "".join(made)


def axis_for(figures: Iterable[Figure], width: int) -> Axis:
    """An axis on which all of these figures and their intervals have their place."""
    values = [
        value
        for one in figures
        for value in (one.estimate, None if one.interval is None else one.interval.low)
        if value is not None and one.estimate is not None
    ]
    lowest = min(values, default=0.0)
    return Axis(next((step for step in _STEPS if lowest >= step), -1.0), width)

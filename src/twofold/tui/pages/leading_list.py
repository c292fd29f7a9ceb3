"""A list of any length of which only the lines in sight are drawn; what is worth knowing of a line stands under it."""

from abc import abstractmethod
from collections.abc import Sequence

from twofold.tui.form.drawn import Drawn, paragraph
from twofold.tui.pages.asks import Ask
from twofold.tui.pages.page import MARGIN, WIDEST, Page, marked
from twofold.tui.pages.window import Seen, Window

_MOST_BENEATH = 3


class LongList(Page):
    """The cursor is the number of a row, in ``at`` as text, so that labels and clicks find it."""

    @abstractmethod
    def count(self) -> int:
        """How many rows there are."""

    @abstractmethod
    def head(self, width: int) -> Sequence[Drawn]:
        """What stands above the rows."""

    @abstractmethod
    def row(self, number: int, width: int) -> Drawn:
        """A row."""

    @abstractmethod
    def beneath(self, number: int) -> str:
        """What is told under a row while the cursor is on it."""

    @property
    def here(self) -> int:
        """The row under the cursor."""
        return min(int(self.at or 0), max(0, self.count() - 1))

    def move(self, by: int) -> None:
        """Move the cursor by so many rows."""
        self.at = str(max(0, min(self.count() - 1, self.here + by)))

    def click(self, target: str) -> Ask | None:
        """Go to the row that was clicked."""
        self.said = ""
        if target:
            self.at = target
        return None

    def window(self, width: int, height: int) -> Window:
        """The head, and the rows around the cursor."""
        drawn_to = min(width, WIDEST)
        above = [Seen(one) for one in self.head(drawn_to)]
        # On a very low screen the rows matter more than what stands above them.
        above = above[: max(0, height - 2)]
        here, total = self.here, self.count()
        told = self.beneath(here) if total else ""
        under = list(paragraph(told, "help", MARGIN + 2, drawn_to, most=_MOST_BENEATH))
        room = max(1, height - len(above) - len(under))
        self._page = room
        self.top = max(0, min(self.top, here, total - room), here - room + 1)
        lines = list(above)
        place = len(above)
        for number in range(self.top, min(total, self.top + room)):
            one = self.row(number, drawn_to)
            if number == here:
                place = len(lines)
                lines.append(Seen(marked(one), str(number), marked=True))
                lines += [Seen(marked(part, first=False), str(number), marked=True) for part in under]
            else:
                lines.append(Seen(one, str(number)))
        return Window(tuple(lines[:height]), (0, min(max(0, height - 1), place)))

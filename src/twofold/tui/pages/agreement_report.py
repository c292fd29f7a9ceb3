"""What the report needs of agreement: a paragraph for the methods, and the points of GRRAS."""

from collections.abc import Sequence

from twofold.comparison.grras import Point, State
from twofold.tui.form.drawn import line, paragraph
from twofold.tui.pages.agreement_units import BehindFigures
from twofold.tui.pages.page import MARGIN, Keys
from twofold.tui.pages.window import Seen

_PAD = (" " * MARGIN, "text")
_NUMBER = 4


class ReportPage(BehindFigures):
    """The state of the page."""

    def __init__(self, methods: str, points: Sequence[Point], keys: Keys | None = None) -> None:
        super().__init__(keys)
        self.methods = methods
        self.points = tuple(points)

    @property
    def hints(self) -> Sequence[str]:
        """Scroll, or go back."""
        return ("agreement.down", "agreement.up", "agreement.help", "agreement.back")

    def targets(self) -> Sequence[str]:
        """Nothing to choose here."""
        return ()

    def drawn(self, width: int) -> Sequence[Seen]:
        """The paragraph, then point by point what is answered and what the authors have to write."""
        lines = [Seen(), Seen(line(_PAD, ("For the methods section", "head")))]
        lines += [Seen(one) for one in paragraph(self.methods, "text", MARGIN, width)]
        lines += [
            Seen(one) for one in paragraph("twofold agree --methods --grras prints this page.", "dim", MARGIN, width)
        ]
        lines += [Seen(), Seen(line(_PAD, ("GRRAS, point by point", "head")))]
        for point in self.points:
            lines.append(Seen())
            lines += [Seen(one) for one in paragraph(f"{point.number}. {point.asks}", "strong", MARGIN, width)]
            lines += [Seen(one) for one in paragraph(point.answer, "text", MARGIN + _NUMBER, width)]
            if point.state is not State.ANSWERED:
                wanting = f": {point.wanting}" if point.wanting else "."
                told = f"To be written by the authors{wanting}"
                lines += [Seen(one) for one in paragraph(told, "help", MARGIN + _NUMBER, width)]
        return lines

"""Jump labels drawn in the margin that all lines of forms and pages begin with."""

from dataclasses import replace

from twofold.tui.form.drawn import Drawn, Piece, cells

_MARGIN = 3
_BLANK = "text"


def labelled(drawn: Drawn, label: str) -> Drawn:
    """A line with a label in its margin."""
    if not label:
        return drawn
    rest: list[Piece] = []
    left = _MARGIN
    for text, ink in drawn.pieces:
        # A margin holds letters of one cell alone.
        taken = min(left, cells(text), len(text))
        left -= taken
        if text[taken:]:
            rest.append((text[taken:], ink))
    lead: list[Piece] = [(f"{label}", "picked"), (" " * (_MARGIN - len(label)), _BLANK)]
    return replace(drawn, pieces=(*lead, *rest))

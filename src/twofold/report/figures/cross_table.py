"""What two coders answered, against each other: a table whose cells are the darker the more units they hold."""

from twofold.codebook.model import Field
from twofold.comparison.crossing import Crossing, spelled_words
from twofold.report.figures.svg import cut, dot, figure, headings, number, paragraph, text

_CELL, _LEFT = 44, 190


def cross_table(field: Field, crossed: Crossing, title: str = "") -> str:
    """The table as SVG: the first coder's answers down, the second's across; where both agree, the cell is framed."""
    heading = title or cut(field.label, 460, 15)
    first, second = crossed.coders
    count = len(crossed.answers)
    heads = headings([(spelled_words(field, one), "") for one in crossed.answers], _LEFT, _CELL, 62)
    top = heads.foot
    width = max(_LEFT + _CELL * count + 24, heads.right, 480)
    most = max((len(one) for one in crossed.cells.values()), default=1)
    body = [text(16, 28, heading, "t"), *heads.drawn, text(16, top - 8, cut(f"{first} (down)", 150), "k")]
    body.append(text(_LEFT, 54, cut(f"{second} (across)", 280), "k"))
    for down, mine in enumerate(crossed.answers):
        y = top + _CELL * down
        body.append(text(_LEFT - 10, y + _CELL / 2 + 4, cut(spelled_words(field, mine), _LEFT - 32), "e"))
        for across, theirs in enumerate(crossed.answers):
            x = _LEFT + _CELL * across
            units = len(crossed.cells.get((mine, theirs), ()))
            share = units / most
            frame = ' stroke="currentColor" stroke-width="1.6"' if mine == theirs else ""
            look = "neither" if not units else "better" if mine == theirs else "worse"
            opacity = "0.08" if not units else f"{0.2 + 0.75 * share:.2f}"
            body.append(
                f'<rect x="{number(x + 1)}" y="{number(y + 1)}" width="{_CELL - 2}" height="{_CELL - 2}" class="{look}"'
                f' fill-opacity="{opacity}"{frame}/>'
            )
            ink = "m k" if share <= 0.5 else "m k paper"
            middle = x + _CELL / 2, y + _CELL / 2
            body.append(text(middle[0], middle[1] + 4, str(units), ink) if units else dot(*middle))
    agreed = sum(len(units) for (mine, theirs), units in crossed.cells.items() if mine == theirs)
    total = sum(len(units) for units in crossed.cells.values())
    words = f"{agreed} of {total} the same (framed). The stronger the colour, the more."
    made, y = paragraph(16, top + _CELL * count + 22, words, width - 32)
    said = "; ".join(
        f"{first} {spelled_words(field, mine)}, {second} {spelled_words(field, theirs)}: {len(units)}"
        for (mine, theirs), units in (*crossed.same, *crossed.differing)
    )
    return figure(f"cross-{field.id}", width, y + 4, heading, f"{words} {said}.", [*body, *made])

"""The effect direction plot (Boon & Thomson 2021): studies by domains, an arrow in each cell."""

from collections.abc import Collection, Iterator, Sequence

from twofold.report.figures.sheets import Sheet
from twofold.report.figures.svg import box, cut, dot, figure, headings, number, paragraph, path, rule, text
from twofold.synthesis import (
    CAUTION,
    Cell,
    Direction,
    Nothing,
    Panel,
    Size,
    Study,
    Synthesis,
    left_out_words,
    p_words,
    sign_words,
)
from twofold.values.counting import count_of

_LEFT, _COLUMN = 214, 46
_REACH = {Size.LARGE: 8.5, Size.MEDIUM: 6.5, Size.SMALL: 4.5, None: 4.5}
_NOTHING: dict[Nothing | None, str] = {Nothing.QUALITATIVE: "q", Nothing.NOT_KNOWN: "u"}
_LOOK = {Direction.BETTER: "better", Direction.WORSE: "worse"}
_LEGEND = (
    "Up: better. Down: worse. To the right: no change. Both ways: conflicting. ?: no direction."
    " o: open, not settled yet. q: only qualitative. u: not known whether it counts. dot: no row counts."
    " Filled: compares groups; hollow: does not, and is not tested."
    " Size: people in the intervention group, or in the study where that is not told: above 300, 50 to 300, below 50 or"
    " not known."
    " Subscript: rows combined, where more than one. Letter and tint: concern about the study, L low, S some, H high, o"
    " not settled."
)


TITLE = "Effect direction by study and outcome domain"


def effect_direction(
    found: Synthesis, title: str = TITLE, alone: Collection[str] = (), sheet: Sheet[Study] | None = None
) -> str:
    """The plot as SVG, in panels of randomised, controlled and uncontrolled studies, with the votes of each domain at
    the foot. The studies of ``alone`` get the mark of those that one person coded. With ``sheet`` it draws the studies
    of that sheet alone, and the votes, which are those of all, on the last one."""
    shown = in_panels(found) if sheet is None else sheet.items
    if sheet is not None:
        title = f"{title}: {sheet.words('studies')}"
    heads = headings([(one.label, "") for one in found.domains], _LEFT, _COLUMN)
    width = max(_LEFT + _COLUMN * len(found.domains) + 24, heads.right, 520)
    height_of_row = 22 if len(shown) <= 60 else 18
    body = [text(16, 28, title, "t"), *heads.drawn]
    y = heads.foot - 8
    for panel in Panel:
        studies = [one for one in shown if one.panel is panel]
        if studies:
            y += 26
            whole = len(found.panel(panel))
            of_all = f"{len(studies)} of " if len(studies) < whole else ""
            head = f"{panel.value.capitalize()}, {of_all}{count_of(whole, 'study')}"
            body.append(text(16, y - 5, head, "k"))
            for one in studies:
                body += _row(found, one, y, height_of_row, "*" if one.key in alone else "")
                y += height_of_row
            body.append(rule(16, y, _LEFT + _COLUMN * len(found.domains), y))
    y += 20
    if sheet is None or sheet.is_last:
        body += _foot(found, y)
        y += 64
    for words in (_LEGEND, *(["* coded by one person alone."] if alone else []), CAUTION):
        made, y = paragraph(16, y, words, width - 32)
        body += made
        y += 4
    name = "direction" if sheet is None else f"direction-{sheet.number}"
    told = describe(found) if sheet is None or sheet.is_last else f"{sheet.words('studies')}."
    return figure(name, width, y + 4, title, told, body)


def in_panels(found: Synthesis) -> tuple[Study, ...]:
    """The studies in the order in which the plot draws them."""
    return tuple(one for panel in Panel for one in found.panel(panel))


def describe(found: Synthesis) -> str:
    """What the plot shows, in sentences, for who cannot see it."""
    said = [f"{count_of(len(found.studies), 'study')} by {count_of(len(found.domains), 'domain')}."]
    for domain, votes in zip(found.domains, found.votes, strict=True):
        out = left_out_words(votes)
        said.append(f"{domain.label}: {sign_words(votes.test)}{f'; left out: {out}' if out else ''}.")
    return " ".join(said)


def _row(found: Synthesis, study: Study, y: float, height: float, beside: str) -> Iterator[str]:
    middle = y + height / 2
    right = _LEFT + _COLUMN * len(found.domains)
    if study.quality_open:
        yield text(25, middle + 3.5, study.quality_letter, "m d i")
    if study.quality is not None:
        ground = f"M16 {number(y + 1)}h{number(right - 16)}v{number(height - 2)}h-{number(right - 16)}z"
        yield path(ground, f"{study.quality.value} tint")
        yield box(18, middle - 7, 14, 14, study.quality.value, round_=3)
        yield text(25, middle + 3.5, study.quality.letter, "m k i x")
    yield text(38, middle + 4, f"{study.number}{beside}", "d i")
    yield text(70, middle + 4, cut(study.label, _LEFT - 74))
    for place, domain in enumerate(found.domains):
        cell = found.cell(study.key, domain.id)
        if cell is not None:
            yield from mark(cell, _LEFT + _COLUMN * (place + 0.5), middle)


def mark(cell: Cell, x: float, y: float) -> Iterator[str]:
    """The mark of a cell with its middle at a point."""
    if cell.open:
        yield text(x, y + 4, "o", "m d")
        return
    if cell.direction is None:
        letter = _NOTHING.get(cell.nothing)
        yield dot(x, y) if letter is None else text(x, y + 4, letter, "m d")
        return
    if cell.direction is Direction.NO_DIRECTION:
        yield text(x, y + 4, "?", "m d k")
    else:
        look = _LOOK.get(cell.direction, "neither")
        yield path(_arrow(cell.direction, x, y, _REACH[cell.size]), look if cell.tested else f"o {look}-o")
    if len(cell.rows) > 1:
        yield text(x + 10, y + 8, str(len(cell.rows)), "d i")


def _arrow(direction: Direction, x: float, y: float, reach: float) -> str:
    a, b = number(reach), number(2 * reach)
    match direction:
        case Direction.BETTER:
            return f"M{number(x)} {number(y - reach)}l{a} {b}h-{b}z"
        case Direction.WORSE:
            return f"M{number(x)} {number(y + reach)}l{a} -{b}h-{b}z"
        case Direction.NO_CHANGE:
            return f"M{number(x + reach)} {number(y)}l-{b} {a}v-{b}z"
        case _:
            half = number(reach)
            return (
                f"M{number(x - reach - 1)} {number(y)}l{half} {half}v-{b}z"
                f"M{number(x + reach + 1)} {number(y)}l-{half} {half}v-{b}z"
            )


def _foot(found: Synthesis, y: float) -> Iterator[str]:
    heads: Sequence[tuple[str, int]] = (
        ("better / directional votes", 0),
        ("share", 14),
        ("95 % interval (Wilson)", 28),
        ("p, two-sided sign test", 42),
    )
    for words, down in heads:
        yield text(_LEFT - 8, y + down, words, "e d i")
    for place, votes in enumerate(found.votes):
        x = _LEFT + _COLUMN * (place + 0.5)
        test = votes.test
        if test.share is None or test.low is None or test.high is None or test.p is None:
            yield text(x, y, "none", "m d i")
            continue
        yield text(x, y, f"{test.better}/{test.n}", "m k i")
        yield text(x, y + 14, f"{100 * test.share:.0f} %", "m i")
        yield text(x, y + 28, f"{100 * test.low:.0f}-{100 * test.high:.0f}", "m i")
        yield text(x, y + 42, p_words(test.p).removeprefix("p ").replace("< 0", "<"), "m i")

"""The harvest plot (Ogilvie 2008): benefit, no change or mixed, harm; one bar a study, grouped by engagement."""

from collections.abc import Iterator, Mapping, Sequence

from twofold.report.figures.levels import legend, shade
from twofold.report.figures.svg import cut, figure, lines, number, paragraph, path, rule, text
from twofold.synthesis import Bar, Column, Direction, Harvest, Panel, Scale, Synthesis
from twofold.synthesis.marks import letters_of
from twofold.values.counting import count_of

_LEFT, _TOP, _ROW = 176, 84, 62
_HEIGHT = {Panel.RANDOMISED: 34, Panel.CONTROLLED: 23, Panel.UNCONTROLLED: 13}
_NO_PANEL = 7
_PARTS: Sequence[tuple[str, str, str]] = (
    ("Benefit", "", "better"),
    ("No change", "or mixed:", "neither"),
    ("Conflicting", "", "neither"),
    ("Harm", "", "worse"),
)
_WIDEST, _THINNEST = 9.0, 2.5
_MOST = 900.0
_LEGEND = (
    "One bar a study. Height: randomised (tall), controlled, uncontrolled (low), any other: of none of these, not told,"
    " or open (lowest). Filled: compares groups; hollow: does not. The stronger the colour, the higher the engagement;"
    " the letter below a group says which: "
)


def harvest_plot(found: Synthesis, title: str = "Harvest plot by engagement") -> str:
    """The plot as SVG, one row a domain. No change and conflicting stand side by side and are never mixed."""
    scale = found.question.engagement
    parts = {one.domain: _parts(one) for one in found.harvests}
    used = frozenset(bar.level for some in parts.values() for part in some for bar in part)
    thick = _WIDEST
    widths = _widths(parts, thick)
    while sum(widths) > _MOST and thick > _THINNEST:
        thick -= 0.5
        widths = _widths(parts, thick)
    width = max(560.0, _LEFT + sum(widths) + (190 if any(one.without for one in found.harvests) else 96))
    body = [text(16, 28, title, "t")]
    x = float(_LEFT)
    starts: list[float] = []
    for (head, _, look), wide in zip(_PARTS, widths, strict=True):
        body += [
            text(x + 4, _TOP - 22, head, "k"),
            f'<rect x="{number(x + 4)}" y="{_TOP - 16}" width="26" height="3" class="{look}"/>',
        ]
        starts.append(x)
        x += wide
    body.append(text(x + 8, _TOP - 22, "not drawn", "d i"))
    y = float(_TOP)
    for domain, one in zip(found.domains, found.harvests, strict=True):
        for place, words in enumerate(lines(cut(domain.label, 300), _LEFT - 30)[:2]):
            body.append(text(16, y + 32 + 14 * place, words))
        for start, part, (_, _, look) in zip(starts, parts[one.domain], _PARTS, strict=True):
            body += _bars(part, start + 4, y + 46, thick, look, scale)
        for place, (why, some) in enumerate(one.without.items()):
            body.append(text(x + 8, y + 38 - 6 * len(one.without) + 11 * place, f"{len(some)} {why.value}", "d i"))
        y += _ROW
        body.append(rule(16, y - 2, width - 16, y - 2))
    made, y = paragraph(16, y + 18, f"{_LEGEND}{legend(scale, used) or 'none drawn'}.", width - 32)
    return figure("harvest", width, y + 4, title, describe(found), [*body, *made])


def describe(found: Synthesis) -> str:
    """What the plot shows, in sentences."""
    said = [f"Benefit, neither and harm by outcome domain, {count_of(len(found.studies), 'study')}."]
    for domain, one in zip(found.domains, found.harvests, strict=True):
        counts = ", ".join(f"{column.value} {len(bars)}" for column, bars in one.bars.items())
        left = "".join(f", {why.value} {len(some)}" for why, some in one.without.items())
        said.append(f"{domain.label}: {counts}{left}.")
    return " ".join(said)


def _parts(one: Harvest) -> tuple[tuple[Bar, ...], ...]:
    middle = one.bars[Column.NEITHER]
    return (
        one.bars[Column.BENEFIT],
        tuple(bar for bar in middle if bar.state is Direction.NO_CHANGE),
        tuple(bar for bar in middle if bar.state is Direction.CONFLICTING),
        one.bars[Column.HARM],
    )


def _widths(parts: Mapping[str, Sequence[Sequence[Bar]]], thick: float) -> list[float]:
    return [max([92.0, *(_wide(some[place], thick) + 16 for some in parts.values())]) for place in range(len(_PARTS))]


def _wide(bars: Sequence[Bar], thick: float) -> float:
    groups = len({bar.level for bar in bars})
    return len(bars) * (thick + 1.5) + groups * 7


def _bars(bars: Sequence[Bar], x: float, foot: float, thick: float, look: str, scale: Scale) -> Iterator[str]:
    short = letters_of(scale)
    levels = list(dict.fromkeys(bar.level for bar in bars))
    for level in levels:
        start = x
        for bar in (one for one in bars if one.level == level):
            tall = _HEIGHT.get(bar.panel, _NO_PANEL)
            inset = 0 if bar.tested else 0.7
            drawn = f"M{number(x + inset)} {number(foot)}v-{number(tall - inset)}h{number(thick - 2 * inset)}"
            bar_path = f"{drawn}v{number(tall - inset)}z"
            yield path(bar_path, look, shade(scale, level)) if bar.tested else path(bar_path, f"o {look}-o")
            x += thick + 1.5
        yield text((start + x - 1.5) / 2, foot + 11, short[level], "m d i")
        x += 7

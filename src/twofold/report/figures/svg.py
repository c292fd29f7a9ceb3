"""The strings that figures are made of. Equal input gives equal bytes; every text is escaped and cut to its room.

Colours are Okabe and Ito's, which people with any colour vision can tell apart, and none is ever alone: a shape or a
letter says the same. A page may set ``--tf-ink``, ``--tf-paper`` and the other custom properties; each has a fallback,
declared twice, since not every renderer knows custom properties.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from unicodedata import east_asian_width
from xml.sax.saxutils import escape

from twofold.values.plaintext import visible

FONT = 12
_PATH = '<path d="'
_BELOW = ("tint", "grid", "axis")
_WIDE = 1.0
_NARROW = 0.56

_LIGHT = {
    "ink": "#1f2328",
    "paper": "#ffffff",
    "better": "#0072b2",
    "worse": "#c2500a",
    "neither": "#6b7280",
    "low": "#5aa9dd",
    "some": "#f0c53d",
    "high": "#d9692c",
    "none": "#c9ced6",
}
_DARK = {
    "ink": "#e8eaed",
    "paper": "#16181d",
    "better": "#56b4e9",
    "worse": "#f08a4b",
    "neither": "#a3aab5",
    "none": "#4a505a",
}


def _rules(colours: dict[str, str]) -> str:
    made: list[str] = []
    for name, colour in colours.items():
        value = f"var(--tf-{name},{colour})"
        if name == "ink":
            made.append(f".tf{{color:{colour};color:{value}}}")
        elif name in ("better", "worse", "neither"):
            made.append(f".tf .{name}{{fill:{colour};fill:{value}}}")
            made.append(f".tf .{name}-o{{stroke:{colour};stroke:{value}}}")
        else:
            made.append(f".tf .{name}{{fill:{colour};fill:{value}}}")
    return "".join(made)


@dataclass(frozen=True, slots=True)
class Headings:
    """Headings of columns: drawn, where the columns begin below them, and how far they reach to the right."""

    drawn: tuple[str, ...]
    foot: float
    right: float


_STYLE = (
    f".tf{{font:{FONT}px 'Helvetica Neue',Arial,'Liberation Sans',sans-serif}}"
    ".tf text{fill:currentColor}.tf .m{text-anchor:middle}.tf .e{text-anchor:end}"
    ".tf .t{font-size:15px;font-weight:600}.tf .k{font-weight:600}.tf .d{opacity:.75}.tf .i{font-size:10px}"
    ".tf .x{fill:#1f2328}.tf .y{fill:#fff}"
    ".tf .grid{stroke:currentColor;stroke-opacity:.18;fill:none}.tf .axis{stroke:currentColor;fill:none}"
    ".tf .o{fill:none;stroke-width:1.4}.tf .ink{fill:currentColor}.tf .tint{fill-opacity:.16}"
    + _rules(_LIGHT)
    + f"@media screen and (prefers-color-scheme:dark){{{_rules(_DARK)}}}"
)


def figure(name: str, width: float, height: float, title: str, description: str, body: Iterable[str]) -> str:
    """A whole SVG document of so many pixels. ``name`` tells its title and description apart from those of the other
    figures of a page."""
    size = f"{number(width)} {number(height)}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="tf" role="img" viewBox="0 0 {size}" width="{number(width)}"'
        f' height="{number(height)}" aria-labelledby="tf-{name}-title tf-{name}-desc">'
        f'<title id="tf-{name}-title">{clean(title)}</title><desc id="tf-{name}-desc">{clean(description)}</desc>'
        f'<style>{_STYLE}</style><rect class="paper" width="100%" height="100%"/>{"".join(_joined(body))}</svg>\n'
    )


def _joined(body: Iterable[str]) -> Iterator[str]:
    """The body with the paths of one look made one path, which takes half the bytes. Grounds and lines lie below the
    rest, arrows and bars on top."""
    paths: dict[str, list[str]] = {}
    others: list[str] = []
    for one in body:
        if one.startswith(_PATH):
            shape, _, look = one.removeprefix(_PATH).partition('"')
            paths.setdefault(look, []).append(shape)
        else:
            others.append(one)
    below = [look for look in paths if any(one in look for one in _BELOW)]
    for look in below:
        yield f'{_PATH}{"".join(paths[look])}"{look}'
    yield from others
    for look, drawn in paths.items():
        if look not in below:
            yield f'{_PATH}{"".join(drawn)}"{look}'


def clean(text: str) -> str:
    """``text`` with control characters made visible and everything that means something to XML escaped."""
    return escape(visible(text), {'"': "&quot;"})


def number(value: float) -> str:
    """A coordinate with at most one place."""
    return f"{value:.1f}".removesuffix(".0")


def text(x: float, y: float, words: str, look: str = "", *, turned: float = 0) -> str:
    """Words at a point, in the classes of ``look``; ``turned`` by so many degrees around it."""
    classes = f' class="{look}"' if look else ""
    turn = f' transform="rotate({number(turned)} {number(x)} {number(y)})"' if turned else ""
    return f'<text x="{number(x)}" y="{number(y)}"{classes}{turn}>{clean(words)}</text>'


def box(x: float, y: float, width: float, height: float, look: str, *, round_: float = 0) -> str:
    """A rectangle."""
    corner = f' rx="{number(round_)}"' if round_ else ""
    return (
        f'<rect x="{number(x)}" y="{number(y)}" width="{number(width)}" height="{number(height)}"{corner}'
        f' class="{look}"/>'
    )


def disc(x: float, y: float, radius: float, look: str) -> str:
    """A circle."""
    return f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(radius)}" class="{look}"/>'


def path(drawn: str, look: str, opacity: str = "1") -> str:
    """A path, filled with so much of its colour."""
    weaker = "" if opacity == "1" else f' fill-opacity="{opacity}"'
    return f'{_PATH}{drawn}" class="{look}"{weaker}/>'


def rule(x: float, y: float, to_x: float, to_y: float, look: str = "grid") -> str:
    """A straight line."""
    return path(f"M{number(x)} {number(y)}L{number(to_x)} {number(to_y)}", look)


def cut(words: str, width: float, size: float = FONT) -> str:
    """``words`` made visible and cut to about so many pixels, with dots where they were cut."""
    shown = visible(words if len(words) < 500 else words[:500])
    if room(shown, size) <= width:
        return shown
    kept, taken = "", room("...", size)
    for letter in shown:
        taken += room(letter, size)
        if taken > width:
            break
        kept += letter
    return f"{kept.rstrip()}..."


def room(words: str, size: float = FONT) -> float:
    """About how many pixels words take; no renderer's font is known here."""
    return size * sum(
        _WIDE if east_asian_width(one) in "WF" else 0.3 if one in " .,:;il'|" else _NARROW for one in words
    )


_SLANT = 38.0
_COS, _SIN = 0.788, 0.616


def headings(labels: Sequence[tuple[str, str]], left: float, column: float, above: float = 44) -> Headings:
    """Labels of columns, each with its look, slanted so that long ones have room. They stand under ``above``."""
    shown = [cut(label, 250) for label, _ in labels]
    lengths = [room(label) for label in shown]
    foot = above + max([40.0, *(_SIN * one for one in lengths)]) + 12
    right = max([left, *(left + column * (place + 0.5) + _COS * one for place, one in enumerate(lengths))])
    drawn = tuple(
        text(left + column * (place + 0.5) + 3, foot - 8, label, look, turned=-_SLANT)
        for place, (label, (_, look)) in enumerate(zip(shown, labels, strict=True))
    )
    return Headings(drawn, foot, right + 20)


def dot(x: float, y: float) -> str:
    """A small dot: nothing here."""
    return disc(x, y, 1.5, "neither")


def lines(words: str, width: float, size: float = FONT) -> list[str]:
    """``words`` broken after blanks into lines of about so many pixels."""
    made: list[str] = []
    for word in words.split():
        if made and room(f"{made[-1]} {word}", size) <= width:
            made[-1] += f" {word}"
        else:
            made.append(word)
    return made


def paragraph(x: float, y: float, words: str, width: float, look: str = "d i") -> tuple[list[str], float]:
    """Words as lines from a point downwards, and where the next line would stand."""
    made = [text(x, y + 14 * place, one, look) for place, one in enumerate(lines(words, 0.92 * width, 10))]
    return made, y + 14 * len(made)

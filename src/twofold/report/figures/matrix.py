"""The gap map: levels by outcome domains, a bubble for the studies of each pair, its area their number."""

from math import sqrt

from twofold.report.figures.svg import cut, disc, dot, figure, headings, lines, paragraph, rule, text
from twofold.synthesis import Matrix, Synthesis, level_words

_LEFT, _COLUMN, _ROW = 150, 58, 54
_WIDEST = 24.0


def bubble_matrix(matrix: Matrix, found: Synthesis, title: str = "") -> str:
    """The matrix as SVG. Counts are studies; a dot is a gap: no study of that level measured anything there."""
    heading = title or f"{matrix.scale.label} by outcome domain: number of studies"
    heads = headings([(found.question.domain(one), "") for one in matrix.domains], _LEFT, _COLUMN)
    width = max(_LEFT + _COLUMN * len(matrix.domains) + 24, heads.right, 480)
    most = max((len(one.studies) for one in matrix.cells.values()), default=1)
    body = [text(16, 28, heading, "t"), *heads.drawn]
    y = heads.foot
    right = _LEFT + _COLUMN * len(matrix.domains)
    for answer in matrix.answers:
        middle = y + _ROW / 2
        body.append(rule(_LEFT, y, right, y))
        label = lines(cut(level_words(matrix.scale, answer), 220), _LEFT - 34)[:2]
        body += [
            text(_LEFT - 14, middle + 4 + 14 * (place - (len(label) - 1) / 2), words, "e")
            for place, words in enumerate(label)
        ]
        for place, domain in enumerate(matrix.domains):
            x = _LEFT + _COLUMN * (place + 0.5)
            cell = matrix.cells.get((answer, domain))
            if cell is None:
                body.append(dot(x, middle))
                continue
            count = len(cell.studies)
            radius = max(5.0, _WIDEST * sqrt(count / most))
            body.append(disc(x, middle, radius, "better"))
            inside = radius >= 9
            body.append(text(x if inside else x + radius + 3, middle + 4, str(count), "m k paper" if inside else "k"))
        y += _ROW
    body.append(rule(_LEFT, y, right, y))
    words = (
        "Area: number of studies with any row of the domain, also qualitative ones and those that do not count in the"
        " synthesis. A dot is a gap. A study stands once in every domain that it measured, so rows do not add up."
    )
    name = "-".join(matrix.scale.label.casefold().split())
    made, y = paragraph(16, y + 20, words, width - 32)
    return figure(f"matrix-{name}", width, y + 4, heading, describe(matrix, found), [*body, *made])


def describe(matrix: Matrix, found: Synthesis) -> str:
    """What the matrix shows, in sentences."""
    said: list[str] = []
    for answer in matrix.answers:
        counts = [
            f"{found.question.domain(domain)} {len(cell.studies)}"
            for domain in matrix.domains
            if (cell := matrix.cells.get((answer, domain))) is not None
        ]
        said.append(f"{level_words(matrix.scale, answer)}: {', '.join(counts) or 'none'}.")
    return f"Numbers of studies. {' '.join(said)}"

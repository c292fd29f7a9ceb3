"""The appraisal of each study, or outcome row, as lights with letters, and below them how many have each."""

from twofold.comparison.appraised import Appraisal
from twofold.report.figures.svg import box, cut, disc, figure, headings, paragraph, rule, text
from twofold.synthesis import Quality

_LEFT, _COLUMN = 214, 52
_BAR, _BARS = 300, 300


def traffic_light(found: Appraisal, title: str = "") -> str:
    """The lights as SVG. A letter stands in every light; an empty ring is a judgement that was not given."""
    heading = title or found.title
    heads = headings([(label, "k" if name in found.overall else "") for name, label in found.fields], _LEFT, _COLUMN)
    width = max(heads.right, _BARS + _BAR + 24)
    row = 22 if len(found.rated) <= 60 else 18
    body = [text(16, 28, cut(heading, width - 32, 15), "t"), *heads.drawn]
    y = heads.foot
    right = _LEFT + _COLUMN * len(found.fields)
    for study in found.rated:
        middle = y + row / 2
        body += [text(16, middle + 4, study.number, "d i"), text(52, middle + 4, cut(study.label, _LEFT - 66))]
        for place, (name, _) in enumerate(found.fields):
            body += _light(found.cells.get((study.key, name)), _LEFT + _COLUMN * (place + 0.5), middle)
        y += row
        body.append(rule(16, y, right, y))
    y += 34
    body.append(text(16, y, f"{found.unit.capitalize()} by judgement", "k"))
    y += 12
    for name, label in found.fields:
        body.append(text(16, y + 15, cut(label, _BARS - 26), "k" if name in found.overall else ""))
        x = float(_BARS)
        for quality, count in found.counts(name).items():
            if not count:
                continue
            wide = _BAR * count / len(found.rated)
            body.append(box(x, y + 3, max(1.0, wide - 1), 16, quality.value if quality else "none"))
            words = f"{quality.letter} {count}" if quality and wide > 26 else str(count) if wide > 12 else ""
            body.append(text(x + wide / 2, y + 15, words, "m i x k" if quality else "m i"))
            x += wide
        y += 22
    words = (
        f"{len(found.rated)} {found.unit}. L low concern, S some, H high; an empty ring or a plain grey bar: no"
        f" judgement. {found.mapping} No score is added up."
    )
    made, y = paragraph(16, y + 16, words, width - 32)
    return figure(f"lights-{found.id}", width, y + 4, heading, describe(found), [*body, *made])


def describe(found: Appraisal) -> str:
    """What the figure shows, in sentences."""
    said = [
        f"{label} "
        + ", ".join(f"{one.value if one else 'no judgement'} {count}" for one, count in found.counts(name).items())
        for name, label in found.fields
    ]
    return f"{len(found.rated)} {found.unit}. {'. '.join(said)}."


def _light(quality: Quality | None, x: float, y: float) -> list[str]:
    if quality is None:
        return [disc(x, y, 7.5, "o neither-o")]
    return [disc(x, y, 8, quality.value), text(x, y + 4, quality.letter, "m k i x")]

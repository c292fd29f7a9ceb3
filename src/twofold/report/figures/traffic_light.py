"""The appraisal of each study, or outcome row, as lights with letters, and below them how many have each."""

from twofold.comparison.appraised import Appraisal, Rated, judged_words
from twofold.report.figures.sheets import Sheet
from twofold.report.figures.svg import box, cut, disc, figure, headings, paragraph, rule, text
from twofold.synthesis import Quality

_LEFT, _COLUMN = 214, 52
_BAR, _BARS = 300, 300
_LETTERS = "L low concern, S some, H high; an empty ring or a plain grey bar: no judgement; o: open, not settled yet."


def traffic_light(found: Appraisal, title: str = "", sheet: Sheet[Rated] | None = None) -> str:
    """The lights as SVG with the bars below them. A letter stands in every light; an empty ring is a judgement that was
    not given. With ``sheet`` it draws the lights of that sheet alone, and no bars."""
    heading = title or found.title
    rated = found.rated if sheet is None else sheet.items
    if sheet is not None:
        heading = f"{heading}: {sheet.words(found.unit)}"
    heads = headings([(label, "k" if name in found.overall else "") for name, label in found.fields], _LEFT, _COLUMN)
    width = max(heads.right, _BARS + _BAR + 24)
    row = 22 if len(rated) <= 60 else 18
    body = [text(16, 28, cut(heading, width - 32, 15), "t"), *heads.drawn]
    y = heads.foot
    right = _LEFT + _COLUMN * len(found.fields)
    for study in rated:
        middle = y + row / 2
        body += [text(16, middle + 4, study.number, "d i"), text(52, middle + 4, cut(study.label, _LEFT - 66))]
        for place, (name, _) in enumerate(found.fields):
            x = _LEFT + _COLUMN * (place + 0.5)
            if (study.key, name) in found.open:
                body.append(text(x, middle + 4, "o", "m d"))
            else:
                body += _light(found.cells.get((study.key, name)), x, middle)
        y += row
        body.append(rule(16, y, right, y))
    if sheet is None:
        return _with_bars(found, f"lights-{found.id}", heading, width, y + 34, body)
    made, y = paragraph(16, y + 20, _LETTERS, width - 32)
    told = f"{sheet.words(found.unit)[:1].upper()}{sheet.words(found.unit)[1:]}. {_LETTERS}"
    return figure(f"lights-{found.id}-{sheet.number}", width, y + 4, heading, told, [*body, *made])


def appraisal_bars(found: Appraisal) -> str:
    """How many have each judgement, as SVG: the bars of ``traffic_light`` alone."""
    width = _BARS + _BAR + 24.0
    heading = cut(found.title, width - 32, 15)
    return _with_bars(found, f"bars-{found.id}", found.title, width, 56.0, [text(16, 28, heading, "t")])


def _with_bars(found: Appraisal, name: str, heading: str, width: float, y: float, body: list[str]) -> str:
    body.append(text(16, y, f"{found.unit.capitalize()} by judgement", "k"))
    y += 12
    for field, label in found.fields:
        body.append(text(16, y + 15, cut(label, _BARS - 26), "k" if field in found.overall else ""))
        x = float(_BARS)
        for quality, count in found.counts(field).items():
            if not count:
                continue
            wide = _BAR * count / len(found.rated)
            look, letter = (
                (quality.value, quality.letter) if isinstance(quality, Quality) else ("none", "o" if quality else "")
            )
            body.append(box(x, y + 3, max(1.0, wide - 1), 16, look))
            words = f"{letter} {count}" if letter and wide > 26 else str(count) if wide > 12 else ""
            body.append(text(x + wide / 2, y + 15, words, "m i" if look == "none" else "m i x k"))
            x += wide
        y += 22
    words = f"{len(found.rated)} {found.unit}. {_LETTERS} {found.mapping} No score is added up."
    made, y = paragraph(16, y + 16, words, width - 32)
    return figure(name, width, y + 4, heading, describe(found), [*body, *made])


def describe(found: Appraisal) -> str:
    """What the figure shows, in sentences."""
    said = [
        f"{label} " + ", ".join(f"{judged_words(one)} {count}" for one, count in found.counts(name).items())
        for name, label in found.fields
    ]
    return f"{len(found.rated)} {found.unit}. {'. '.join(said)}."


def _light(quality: Quality | None, x: float, y: float) -> list[str]:
    if quality is None:
        return [disc(x, y, 7.5, "o neither-o")]
    return [disc(x, y, 8, quality.value), text(x, y + 4, quality.letter, "m k i x")]

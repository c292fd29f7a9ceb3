"""Agreement as a forest: each field's headline figure with its interval, on one axis."""

from collections.abc import Sequence

from twofold.agreement.wording import decimal, percent
from twofold.comparison.readings import Reading
from twofold.report.figures.svg import box, cut, disc, figure, paragraph, rule, text

_LEFT, _AXIS, _TOP, _ROW = 400, 300, 74, 22


def agreement_forest(readings: Sequence[Reading], title: str = "Agreement by field") -> str:
    """The forest as SVG, the primary items first and set off. A field whose figure is undefined says so in words."""
    width = _LEFT + _AXIS + 290
    low = min(
        (0.0, *(value for one in readings for value in _values(one))),
    )
    low = 0.0 if low >= 0 else -0.5 if low >= -0.5 else -1.0

    def at(value: float) -> float:
        return _LEFT + _AXIS * (max(low, min(1.0, value)) - low) / (1.0 - low)

    ticks = [low + step / 4 for step in range(round((1.0 - low) * 4) + 1)]
    foot = _TOP + _ROW * len(readings) + (26 if any(one.field.primary for one in readings) else 0) + 10
    body = [text(16, 28, title, "t"), text(16, 58, "field", "d i"), text(_LEFT - 64, 58, "n", "e d i")]
    body += [text(_LEFT - 16, 58, "raw", "e d i"), text(_LEFT + _AXIS + 14, 58, "figure, 95 % interval", "d i")]
    for tick in ticks:
        body += [rule(at(tick), _TOP - 8, at(tick), foot), text(at(tick), foot + 14, decimal(tick), "m d i")]
    y = float(_TOP)
    for place, one in enumerate(readings):
        if place and readings[place - 1].field.primary and not one.field.primary:
            y += 13
            body.append(rule(16, y - 6, width - 16, y - 6))
            y += 13
        middle = y + _ROW / 2
        raw, figure_of = one.figures.raw.estimate, one.headline
        body.append(text(16, middle + 4, cut(one.field.label, _LEFT - 130), "k" if one.field.primary else ""))
        body.append(text(_LEFT - 64, middle + 4, str(one.figures.n), "e i"))
        body.append(text(_LEFT - 16, middle + 4, "" if raw is None else percent(raw), "e i"))
        interval = figure_of.interval
        if interval is not None:
            body.append(rule(at(interval.low), middle, at(interval.high), middle, "axis"))
            body += [rule(at(end), middle - 4, at(end), middle + 4, "axis") for end in (interval.low, interval.high)]
        if figure_of.estimate is not None:
            x = at(figure_of.estimate)
            body.append(box(x - 4, middle - 4, 8, 8, "better") if one.field.primary else disc(x, middle, 4, "better"))
            limits = "" if interval is None else f" ({decimal(interval.low)} to {decimal(interval.high)})"
            body.append(
                text(
                    _LEFT + _AXIS + 14,
                    middle + 4,
                    cut(f"{decimal(figure_of.estimate)}{limits}, {figure_of.name}", 270, 10),
                    "i",
                )
            )
        else:
            body.append(text(_LEFT + _AXIS + 14, middle + 4, cut(f"undefined, {figure_of.name}", 270, 10), "d i"))
        y += _ROW
    words = (
        "Computed on the frozen independent codes, before any discussion. Squares: primary items. The headline figure"
        " differs by the kind of field; with few studies every interval is wide, so read the disagreements first."
    )
    made, end = paragraph(16, foot + 36, words, width - 32)
    return figure("agreement", width, end + 4, title, describe(readings), [*body, *made])


def describe(readings: Sequence[Reading]) -> str:
    """What the forest shows, in sentences."""
    return " ".join(f"{one.field.id}: {one.sentence}." for one in readings)


def _values(one: Reading) -> tuple[float, ...]:
    estimate, interval = one.headline.estimate, one.headline.interval
    return (*(() if estimate is None else (estimate,)), *(() if interval is None else (interval.low,)))

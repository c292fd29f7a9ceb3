"""The part on agreement: every field with its interval, and the cross-tables of the primary items."""

from collections.abc import Iterator

from twofold.agreement import Intervals, Method
from twofold.agreement.wording import decimal, percent, plural
from twofold.comparison.crossing import Crossing, crossings, spelled_words
from twofold.comparison.explaining import explanations
from twofold.comparison.readings import Reading, answer_words
from twofold.comparison.row_matches import row_matches
from twofold.report import figures
from twofold.report.blocks import Block, Listing, Part, Picture, Words, clean, table
from twofold.report.found import Found

_WIDEST = 16
NOTHING_COMPARED = "No study that two or more people coded is open for comparison, so there is no agreement to tell."


def agreement(found: Found) -> Part:
    """Agreement on the frozen independent codes."""
    if not found.readings:
        return Part("agreement", "Agreement", (Words(NOTHING_COMPARED),))
    pool = found.gathered
    blocks: list[Block] = [
        Words(
            f"Between {', '.join(pool.people)}, on {plural(len(pool.studies), 'study')} coded by two or more, as they"
            " were submitted, before any discussion. No grade is given: read each figure with its interval and its n.",
        )
    ]
    if found.alone:
        numbers = ", ".join(one.planned.number for one in found.alone)
        blocks.append(Words(f"Opened with the sheet of one person alone, and so in no figure of this part: {numbers}."))
    blocks += [Words(one.words) for one in row_matches(pool)]
    blocks += [Words(one, "caution") for one in pool.warnings]
    blocks.append(
        Picture(
            figures.agreement_forest(found.readings),
            "Agreement by field with its interval; the primary items first.",
        )
    )
    heads = ("Field", "Units", "Raw agreement", "Figure", "Estimate", "95 % interval", "Most disagreements")
    blocks += table("Agreement by field", heads, [_row(one) for one in found.readings], (1, 2, 4))
    parts = [_crossed(found, one) for one in found.readings if one.field.primary and one.figures.n]
    return Part("agreement", "Agreement", tuple(blocks), tuple(parts))


def _row(one: Reading) -> tuple[str, ...]:
    figure = one.headline
    limits = figure.interval
    raw = one.figures.raw.estimate
    return (
        one.field.id,
        str(one.figures.n),
        "" if raw is None else percent(raw),
        figure.name,
        "undefined" if figure.estimate is None else decimal(figure.estimate),
        "none" if limits is None else f"{decimal(limits.low)} to {decimal(limits.high)}",
        _confused(one),
    )


def _confused(one: Reading) -> str:
    if one.headline.estimate is None and one.headline.why:
        return one.headline.why
    if one.confused is None:
        return ""
    first, second = (answer_words(one.field, each) for each in (one.confused.first, one.confused.second))
    return f"{first} against {second}" if one.confused.second else f"{first}, chosen by one alone"


def _crossed(found: Found, one: Reading) -> Part:
    dated = found.gathered.primary.dated.get(one.field.id)
    notes = (*one.figures.notes, *explanations(found.gathered, one, Intervals(Method.ANALYTIC)))
    blocks: list[Block] = [
        Words(f"{clean(one.field.label)} {one.sentence}."),
        *([Words(f"{dated.words[:1].upper()}{dated.words[1:]}.", "note")] if dated is not None else []),
        *([Listing(notes)] if notes else []),
    ]
    figures_of = [
        (
            each.name,
            str(each.n),
            "undefined" if each.estimate is None else decimal(each.estimate),
            "none"
            if each.interval is None
            else f"{decimal(each.interval.low)} to {decimal(each.interval.high)}, {each.interval.method.words}",
        )
        for each in one.figures.figures
    ]
    heads = ("Figure", "n", "Estimate", "95 % interval, and how it was made")
    blocks += table(f"Every figure of {one.field.id}", heads, figures_of, (1, 2))
    for crossed in crossings(one.coded):
        blocks += _cross_table(found, one, crossed)
    return Part(f"agreement-{one.field.id}", f"Primary item {one.field.id}", tuple(blocks))


def _cross_table(found: Found, one: Reading, crossed: Crossing) -> Iterator[Block]:
    first, second = crossed.coders
    unit = one.coded.codes.unit
    if len(crossed.answers) <= _WIDEST:
        names = [spelled_words(one.field, answer) for answer in crossed.answers]
        rows = [
            (spelled_words(one.field, mine), *(_count(crossed, mine, theirs) for theirs in crossed.answers))
            for mine in crossed.answers
        ]
        caption = f"{one.field.id}: {first} in rows, {second} in columns, number of {unit}s".replace(
            "studys", "studies"
        )
        yield from table(caption, (f"{first} / {second}", *names), rows, range(1, len(names) + 1))
    apart = [
        (
            spelled_words(one.field, mine),
            spelled_words(one.field, theirs),
            str(len(units)),
            ", ".join(dict.fromkeys(found.numbered(study) for study, _ in units)),
        )
        for (mine, theirs), units in crossed.differing
    ]
    heads = (first, second, f"{unit}s".replace("studys", "studies").capitalize(), "In")
    yield from table(f"{one.field.id}: where {first} and {second} differ", heads, apart, (2,))


def _count(crossed: Crossing, mine: str, theirs: str) -> str:
    return str(len(crossed.cells.get((mine, theirs), ())))

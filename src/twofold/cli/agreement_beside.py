"""What `twofold agree` gives beside the figures: the points of GRRAS, and what would be if options were one."""

from collections.abc import Sequence
from typing import cast

from twofold.agreement import Figure, Intervals
from twofold.agreement.wording import decimal
from twofold.cli.exits import Exit, fail, say
from twofold.comparison.gathering import Gathered
from twofold.comparison.grras import Point, State
from twofold.comparison.readings import Reading
from twofold.comparison.what_if import Left, Supposed, left_without, suppose_one
from twofold.values.canonical import Json
from twofold.values.plaintext import visible

_NAME, _VALUE = 44, 22


def print_points(points: Sequence[Point]) -> None:
    """Print the list, each point with who answers it."""
    say("GRRAS (Kottner and others 2011), point by point, in own words")
    part = ""
    for one in points:
        if one.part != part:
            part = one.part
            say(f"\n{part}")
        say(f"{one.number:>3}  {one.asks}")
        if one.answer:
            say(f"     {visible(one.answer)}")
        if one.state is not State.ANSWERED:
            wanting = f": {one.wanting}" if one.wanting else "."
            say(f"     [To be written by the authors{visible(wanting)}]")


def points_json(points: Sequence[Point]) -> Json:
    """The list for machines."""
    return [
        {
            "number": one.number,
            "part": one.part,
            "asks": one.asks,
            "state": one.state.value,
            "answer": one.answer,
            "wanting": one.wanting,
        }
        for one in points
    ]


def supposed_of(found: Gathered, merge: Sequence[str], intervals: Intervals) -> list[Supposed]:
    """What each ``FIELD:A+B`` of the command asks for. Ends with 2 where that cannot be."""
    made = []
    for text in merge:
        field, _, listed = text.partition(":")
        options = [one.strip() for one in listed.split("+") if one.strip()]
        coded = next((one for one in found.fields if one.field.id == field.strip()), None)
        if coded is None or len(set(options)) < 2:
            fail(f"`{visible(text)}` names no field and two options. Write --merge FIELD:A+B.", Exit.USAGE)
        one = suppose_one(coded, options, intervals)
        if one is None:
            known = ", ".join(map(str, coded.codes.categories))
            fail(
                f"`{visible(text)}` cannot be merged: sets and numbers cannot, all options must be the field's"
                f"{f' ({known})' if known else ''}, and two must be left on its scale.",
                Exit.USAGE,
            )
        made.append(one)
    return made


def dropped_of(found: Gathered, drop: Sequence[str]) -> tuple[str, ...]:
    """The fields to do without. Ends with 2 where one is not compared."""
    for one in drop:
        if one not in {each.field.id for each in found.fields}:
            fail(f"`{visible(one)}` is no field with an agreement. Texts and dates have none.", Exit.USAGE)
    return tuple(dict.fromkeys(drop))


def print_supposed(
    found: Gathered, readings: Sequence[Reading], supposed: Sequence[Supposed], dropped: Sequence[str]
) -> None:
    """Print what is and what would be, side by side. Nothing is written."""
    for one in supposed:
        say(f"{one.before.field.id}, if {visible(one.words)}")
        say(f"  {'':<{_NAME}}{'now':<{_VALUE}}then")
        for name, before, after in [("agreed", None, None), *one.figures]:
            pair = (
                [_figure(each) for each in (before, after)]
                if before is not None and after is not None
                else [f"{each.agreed} of {each.figures.n}" for each in (one.before, one.after)]
            )
            say(f"  {visible(name):<{_NAME}}{pair[0]:<{_VALUE}}{pair[1]}".rstrip())
        if one.caution:
            say(f"  {one.caution}")
    if dropped:
        say(f"Without {', '.join(dropped)}")
        say(f"  now   {left_without(found, readings).words}")
        say(f"  then  {left_without(found, readings, dropped).words}")
    say("Nothing was written.")


def _figure(one: Figure) -> str:
    if one.estimate is None:
        return "undefined"
    limits = "" if one.interval is None else f"  {decimal(one.interval.low)} to {decimal(one.interval.high)}"
    return f"{decimal(one.estimate)}{limits}"


def supposed_json(
    found: Gathered, readings: Sequence[Reading], supposed: Sequence[Supposed], dropped: Sequence[str]
) -> Json:
    """The same for machines."""
    content = {
        "merged": [
            {
                "field": one.before.field.id,
                "what": one.words,
                "caution": one.caution,
                "agreed": [one.before.agreed, one.after.agreed],
                "n": [one.before.figures.n, one.after.figures.n],
                "figures": [
                    {
                        "key": before.key,
                        "variant": before.variant,
                        "name": name,
                        "estimate": [before.estimate, after.estimate],
                        "low": [_end(each, low=True) for each in (before, after)],
                        "high": [_end(each, low=False) for each in (before, after)],
                    }
                    for name, before, after in one.figures
                ],
            }
            for one in supposed
        ],
        "dropped": list(dropped),
        **(
            {"left": [_left(left_without(found, readings)), _left(left_without(found, readings, dropped))]}
            if dropped
            else {}
        ),
    }
    # The log's JSON knows no fractions; what is printed does.
    return cast(Json, content)


def _end(one: Figure, *, low: bool) -> float | None:
    if one.interval is None:
        return None
    return round(one.interval.low if low else one.interval.high, 3)


def _left(one: Left) -> dict[str, object]:
    return {
        "fields": one.fields,
        "disagreements": {kind.value: count for kind, count in one.disagreements.items()},
        "with_figure": one.with_figure,
        "median": one.middle,
        "lowest": None if one.lowest is None else one.lowest[0],
    }

"""How long coding took on this device: shown to the person, and switched on and off."""

from pathlib import Path
from typing import Annotated

import typer

from twofold.cli.arguments import As, AsJson, DryRun, ReviewFolder

_SHOWN_BEFORE_OFF = "What was counted stays on this device; `twofold time --on` counts again."


def time(
    fields: Annotated[bool, typer.Option("--fields", help="By field of the codebook, over all studies.")] = False,
    off: Annotated[bool, typer.Option("--off", help="Count no time any more on this device.")] = False,
    on: Annotated[bool, typer.Option("--on", help="Count time again on this device.")] = False,
    review: ReviewFolder = None,
    me: As = "",
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """The minutes that you spent coding on this device, by study. They are for you alone, unless the review asks."""
    from twofold.cli.exits import Exit, fail

    if on and off:
        fail("Say --on or --off, not both.", Exit.USAGE)
    if on or off:
        if fields:
            fail("--fields shows times; --on and --off change whether they are counted. Do one at a time.", Exit.USAGE)
        _switch(off=off, dry_run=dry_run, as_json=as_json)
    else:
        _show(fields, review, me, as_json=as_json)


def _switch(*, off: bool, dry_run: bool, as_json: bool) -> None:
    from twofold.cli.exits import fail, print_json, say
    from twofold.store.append import cause_of
    from twofold.store.times import switch_timing, timing_is_off

    changes = timing_is_off() != off
    if changes and not dry_run:
        try:
            switch_timing(off=off)
        except OSError as error:
            fail(f"This could not be remembered: {cause_of(error)}.")
    if as_json:
        print_json("time-switch", {"counting": not off, "changed": changes and not dry_run})
        return
    said = f"No time is counted on this device. {_SHOWN_BEFORE_OFF}" if off else "Time is counted on this device."
    say(f"Would say: {said} Nothing was written." if dry_run else said)


def _show(by_field: bool, folder: Path | None, person: str, *, as_json: bool) -> None:
    from twofold.cli.exits import print_json, say
    from twofold.cli.opening import open_review
    from twofold.review.timekeeping import time_words, whole_minutes
    from twofold.store.times import timing_is_off
    from twofold.values.canonical import Json
    from twofold.values.plaintext import visible

    review = open_review(folder, person, writing=False)
    times = review.times
    found = {} if times is None else times.studies()
    planned = review.plan.studies
    listed = [(one, found[key]) for key, one in planned.items() if key in found]
    total, today = sum(seconds for _, seconds in listed), "" if times is None else times.day().words
    names: dict[str, float] = {}
    if times is not None and by_field:
        for one, _ in listed:
            for name, seconds in times.fields(one.key).items():
                names[name] = names.get(name, 0.0) + seconds
    slowest = sorted(names.items(), key=lambda each: (-each[1], each[0]))
    if as_json:
        studies: list[Json] = [
            {"study": one.number, "label": one.label, "minutes": whole_minutes(seconds), "seconds": int(seconds)}
            for one, seconds in listed
        ]
        content: dict[str, Json] = {
            "person": review.person,
            "counting": not timing_is_off(),
            "told_in_exports": review.plan.standing.settings.minutes_in_exports,
            "minutes": whole_minutes(total),
            "studies": studies,
        }
        if by_field:
            content["fields"] = [{"field": name, "seconds": int(seconds)} for name, seconds in slowest]
        print_json("time", content)
        return
    if not listed:
        say("No time has been counted for you on this device yet.")
    elif by_field:
        for name, seconds in slowest:
            say(f"{time_words(seconds):>12}  {visible(name) or '(no field)'}")
    else:
        for one, seconds in listed:
            say(f"{time_words(seconds):>12}  {one.number}  {visible(one.label)}")
    if listed:
        say(f"{time_words(total):>12}  in all{f'; today {today}' if today else ''}")
    if timing_is_off():
        say("Time is not counted now; `twofold time --on` counts again.")
    if review.plan.standing.settings.minutes_in_exports:
        say(
            "This review's settings ask for it: a submission says its study's whole minutes, and exports may show them."
        )

"""How well the coders agree: the table of all fields, one field in full, and requirements to be met."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from twofold.agreement import BadCodes, Figure, Intervals, Method
from twofold.agreement.wording import decimal, percent
from twofold.cli.agreement_beside import (
    dropped_of,
    points_json,
    print_points,
    print_supposed,
    supposed_json,
    supposed_of,
)
from twofold.cli.exits import Exit, fail, print_json, say
from twofold.cli.opening import open_review
from twofold.comparison.crossing import Crossing, crossings, spelled_words
from twofold.comparison.explaining import explanations
from twofold.comparison.gathering import Gathered, gather
from twofold.comparison.grras import grras_points
from twofold.comparison.methods import methods_paragraph
from twofold.comparison.readings import Reading, counted_by_kind, read_fields, splitting, to_reword
from twofold.comparison.row_matches import ToMatch, row_matches, to_match
from twofold.record.document import MAIN_ROUND
from twofold.review.open import CannotOpen, Review
from twofold.review.third_readers import third_reader_words
from twofold.values.canonical import Json
from twofold.values.counting import count_of
from twofold.values.plaintext import visible

_MOST = 5
CHOICES = ("default", "analytic", "smoothed", "gwet-t", "fce-z", "percentile", "bca", "jackknife")


@dataclass(frozen=True, slots=True)
class Requirement:
    """A field's headline figure, or with an empty field that of every primary item, must reach ``least``."""

    field: str
    least: float


def agree(
    folder: Path | None,
    person: str,
    *,
    field: str,
    round_id: str,
    pair: str,
    method: str,
    seed: int,
    require: Sequence[str],
    merge: Sequence[str],
    drop: Sequence[str],
    methods: bool,
    grras: bool,
    as_json: bool,
) -> None:
    """Print how well the coders agree; end with 3 where a requirement is not met."""
    required = [_requirement(one) for one in require]
    if method not in CHOICES:
        fail(f"There is no method `{visible(method)}`. Choose one of: {', '.join(CHOICES)}.", Exit.USAGE)
    intervals = Intervals(Method(method), seed=seed)
    review = open_review(folder, person, writing=False)
    round_id = round_id or MAIN_ROUND
    people = _people(review, pair)
    if round_id not in (MAIN_ROUND, *review.plan.rounds):
        fail(f"There is no round `{visible(round_id)}`. Leave --round out for the main one.", Exit.USAGE)
    try:
        found = gather(review, round_id, people)
        wanted = [one for one in found.fields if field in ("", one.field.id)]
        named = {one.field.id for one in found.fields}
        missing = next((one for one in (field, *(one.field for one in required)) if one and one not in named), "")
        if found.studies and missing:
            fail(f"`{visible(missing)}` is no field with an agreement. Texts and dates have none.", Exit.USAGE)
        readings = read_fields(wanted, intervals) if found.studies else ()
        supposed = supposed_of(found, merge, intervals) if found.studies else []
        dropped = dropped_of(found, drop) if found.studies else ()
    except (CannotOpen, BadCodes) as error:
        fail(str(error), Exit.REFUSED)
    unmet = _unmet(required, readings)
    points = grras_points(review, found, readings, intervals) if grras and readings else ()
    if as_json:
        content = _json(review, found, readings, unmet)
        if methods and readings:
            content["methods"] = methods_paragraph(review, found, readings, intervals)
        if points:
            content["grras"] = points_json(points)
        if supposed or dropped:
            content["what_if"] = supposed_json(found, readings, supposed, dropped)
        print_json("agree", content)
    elif not found.studies:
        say(_nothing(review, round_id))
    elif supposed or dropped:
        print_supposed(found, readings, supposed, dropped)
    elif methods or grras:
        if methods:
            say(visible(methods_paragraph(review, found, readings, intervals)))
        if points:
            print_points(points)
    elif field:
        _print_field(found, readings[0])
    else:
        _print_table(found, readings, to_match(review, found))
    for sentence in (*unmet, *third_reader_words(review)) if not as_json else ():
        say(visible(sentence))
    if unmet:
        raise SystemExit(Exit.FINDINGS)


def _requirement(text: str) -> Requirement:
    field, sign, least = text.rpartition(">=")
    try:
        number = float(least)
    except ValueError:
        number = 2.0
    if not -1.0 <= number <= 1.0 or (sign and not field.strip()):
        fail(f"`{visible(text)}` is no requirement. Write FIELD>=.6, or .6 for every primary item.", Exit.USAGE)
    return Requirement(field.strip(), number)


def _people(review: Review, pair: str) -> tuple[str, ...]:
    people = tuple(one.strip() for one in pair.split(",") if one.strip())
    known = [one.id for one in review.plan.standing.people]
    if people and (len(set(people)) != 2 or not set(people) <= set(known)):
        fail(f"`{visible(pair)}` is no pair. Write two of: {', '.join(known)}; such as --pair A,B.", Exit.USAGE)
    return people


def _unmet(required: Sequence[Requirement], readings: Sequence[Reading]) -> list[str]:
    if not readings:
        return ["Nothing is open for comparison, so no requirement is met."] if required else []
    primary = [one for one in readings if one.field.primary] or list(readings)
    said: list[str] = []
    for one in required:
        for reading in [each for each in readings if each.field.id == one.field] if one.field else primary:
            value = reading.headline.estimate
            if value is None or value < one.least:
                has = "undefined" if value is None else decimal(value)
                said.append(
                    f"Not met: {reading.field.id} has {reading.headline.name} {has}; {decimal(one.least)} is required."
                )
    return said


def _nothing(review: Review, round_id: str) -> str:
    if any(review.plan.released(round_id, key) for key in review.plan.studies):
        return (
            "Studies are open for comparison, but not to you yet, or what was submitted has not arrived here. Submit"
            " those that you code; `twofold status` says what is waiting."
        )
    return (
        "Nothing is open for comparison yet. Agreement is taken from submitted studies once the lead has opened them"
        " with `twofold release`."
    )


def _print_table(found: Gathered, readings: Sequence[Reading], waiting: ToMatch | None) -> None:
    if waiting is not None:
        say(f"{visible(waiting.words)} `twofold rows` shows them.")
    say(f"Agreement of {', '.join(found.people)} on {count_of(len(found.studies), 'study')} (round {found.round})")
    counts = counted_by_kind(one for some in found.disagreements.values() for one in some)
    listed = ", ".join(f"{count} {kind.words}" for kind, count in counts.items())
    among = " among all coders" if set(found.people) != set(found.everyone) else ""
    say(f"{sum(counts.values())} disagreements{among}{': ' if listed else '.'}{listed}")
    width = max((len(one.field.id) for one in readings), default=5)
    for primary, heading in ((True, "Primary items"), (False, "The other fields")):
        rows = [one for one in readings if one.field.primary is primary]
        if rows:
            say()
            say(f"{heading:<{width + 2}}{'n':>6} {'raw':>7} {'figure':>7}  95 %")
        for one in rows:
            say(f"  {one.field.id:<{width}}{_row(one)}")
            say(f"      {visible(one.sentence)}")
            if one.field.id in found.primary.dated:
                say(f"      {visible(found.primary.dated[one.field.id].words)}")
    for match in row_matches(found):
        say(visible(match.words))
    for sentence in found.warnings:
        say(f"Note: {visible(sentence)}")
    worst = [f"{one.field.id} ({percent(one.differing)} differ)" for one in to_reword(readings)[:_MOST]]
    apart = splitting(found.disagreements)[:_MOST]
    say()
    if worst:
        say(f"Look at the wording of: {', '.join(worst)}")
    if apart:
        say(f"Most disagreements in: {', '.join(f'{found.study(key).number} ({count})' for key, count in apart)}")


def _row(one: Reading) -> str:
    figure, raw = one.headline, one.figures.raw.estimate
    interval = figure.interval
    # What is undefined has no interval; a smoothed one would seem to be its own.
    limits = ""
    if interval is not None and figure.estimate is not None:
        limits = f"{decimal(interval.low)} to {decimal(interval.high)}"
    share = "" if raw is None else percent(raw)
    value = "" if figure.estimate is None else decimal(figure.estimate)
    on = f" ({one.on})" if one.on else ""
    return f"{one.figures.n:>6} {share:>7} {value:>7}  {limits}{on}"


def _print_field(found: Gathered, one: Reading) -> None:
    say(f"{one.field.id}: {visible(one.field.label)}")
    say(visible(one.sentence))
    say()
    for figure in one.figures.figures:
        said = figure.why if figure.estimate is None else decimal(figure.estimate)
        limits = ""
        if figure.interval is not None and figure.estimate is not None:
            limits = (
                f"  {decimal(figure.interval.low)} to {decimal(figure.interval.high)} ({figure.interval.method.words})"
            )
        elif figure.estimate is not None and figure.why_no_interval:
            limits = f"  no interval: {figure.why_no_interval}"
        say(f"  {figure.name}, n {figure.n}: {visible(said)}{visible(limits)}")
    for note in (*one.figures.notes, *explanations(found, one, Intervals(Method.ANALYTIC))):
        say(f"  {visible(note)}")
    for crossed in crossings(one.coded):
        _print_crossing(found, one, crossed)


def _print_crossing(found: Gathered, one: Reading, crossed: Crossing) -> None:
    first, second = crossed.coders
    for heading, cells in (
        (f"\n{first} against {second}, where they differ", crossed.differing),
        (f"\n{first} and {second}, the same", crossed.same),
    ):
        if cells:
            say(heading)
        for (mine, theirs), units in cells:
            words = spelled_words(one.field, mine)
            pair = words if mine == theirs else f"{words} / {spelled_words(one.field, theirs)}"
            numbers = dict.fromkeys(found.study(study).number for study, _ in units)
            say(f"  {len(units):>4}  {visible(pair)}: {', '.join(numbers)}")


def _json(
    review: Review,
    found: Gathered,
    readings: Sequence[Reading],
    unmet: Sequence[str],
) -> dict[str, Json]:
    counts = counted_by_kind(one for some in found.disagreements.values() for one in some)
    return {
        "review": review.id,
        "round": found.round,
        "people": list(found.people),
        "studies": [one.number for one in found.studies],
        "disagreements": {kind.value: count for kind, count in counts.items()},
        "fields": [
            {
                "field": one.field.id,
                "primary": one.field.primary,
                "primary_since": _since(found, one.field.id),
                "units": one.figures.units,
                "n": one.figures.n,
                "agreed": one.agreed,
                "headline": one.headline.key,
                "sentence": one.sentence,
                "figures": [_figure(each) for each in one.figures.figures],
                "notes": list(one.figures.notes),
                "explained": list(explanations(found, one, Intervals(Method.ANALYTIC))),
            }
            for one in readings
        ],
        "not_met": list(unmet),
        "warnings": list(found.warnings),
        "rows": [
            {"coders": list(one.coders), "listed": list(one.listed), "matched": one.matched, "studies": one.studies}
            for one in row_matches(found)
        ],
    }


def _since(found: Gathered, field: str) -> Json:
    dated = found.primary.dated.get(field)
    return None if dated is None else {"at": dated.since, "version": dated.version, "after_release": dated.late}


def _figure(one: Figure) -> Json:
    interval = one.interval
    content = {
        "key": one.key,
        "variant": one.variant,
        "name": one.name,
        "n": one.n,
        "estimate": one.estimate,
        "why": one.why,
        "low": None if interval is None else round(interval.low, 3),
        "high": None if interval is None else round(interval.high, 3),
        "confidence": None if interval is None else interval.confidence,
        "method": "" if interval is None else interval.method.value,
        "draws": 0 if interval is None else interval.draws,
        "seed": 0 if interval is None else interval.seed,
        "why_no_interval": one.why_no_interval,
    }
    # The log's JSON knows no fractions; what is printed does.
    return cast(Json, content)

"""The synthesis as a command: the table, the votes, who coded it, and a figure in a file."""

import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NoReturn

from twofold.cli.exits import Exit, fail, print_json, say
from twofold.cli.opening import open_review
from twofold.cli.synthesis_json import synthesis_json
from twofold.comparison.synthesis_words import standing_words
from twofold.comparison.synthesised import (
    CONSENSUS,
    OPEN_AS,
    TOWARDS,
    TOWARDS_WORDS,
    WHERE_CODED,
    Source,
    Synthesised,
    synthesised,
)
from twofold.comparison.who_coded import who_coded_it
from twofold.export.choices import CannotExport
from twofold.export.replacing import replacing_file
from twofold.record.document import MAIN_ROUND
from twofold.review.open import CannotOpen, Review
from twofold.store.named_files import MayNotWrite, named_place
from twofold.synthesis import (
    CAUTION,
    FEWEST,
    SENSITIVITY,
    Panel,
    Synthesis,
    Votes,
    involvement_words,
    left_out_words,
    level_words,
    sign_words,
)
from twofold.synthesis.marks import ASCII_LEGEND, LEGEND, mark
from twofold.tui.form.drawn import fitted
from twofold.values.plaintext import visible

_NAME = 24
_CELL = 5


def synthesis(
    folder: Path | None,
    person: str,
    *,
    round_id: str,
    who: str,
    figure: str,
    out: Path | None,
    as_json: bool,
    ascii_only: bool,
    dry_run: bool,
) -> None:
    """Print what the studies say together, or write one figure of it."""
    if bool(figure) != (out is not None):
        fail("--figure and --out go together: --figure direction --out direction.svg.", Exit.USAGE)
    if dry_run and not figure:
        fail("--dry-run goes with --figure; without a figure nothing is written.", Exit.USAGE)
    review = open_review(folder, person, writing=False)
    round_id = round_id or MAIN_ROUND
    if round_id not in (MAIN_ROUND, *review.plan.rounds):
        fail(f"There is no round `{visible(round_id)}`. Leave --round out for the main one.", Exit.USAGE)
    try:
        found = synthesised(review, round_id)
        if found.missing:
            fail(found.missing, Exit.REFUSED)
        source = _source(review, found, who)
        if out is not None:
            _write(review, found, source, figure, out, dry_run=dry_run)
            return
    except CannotOpen as error:
        fail(str(error), Exit.REFUSED)
    if as_json:
        print_json("synthesis", synthesis_json(review, found, source))
    else:
        for one in _printed(found, source, ascii_only=ascii_only or not _shows_signs()):
            say(one)


def _shows_signs() -> bool:
    try:
        LEGEND.encode(sys.stdout.encoding or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def _source(review: Review, found: Synthesised, who: str) -> Source:
    source = found.source(who) if who else found.sources[0]
    if source is None:
        _refuse(review, found, who)
    return source


def _refuse(review: Review, found: Synthesised, who: str) -> NoReturn:
    known = {CONSENSUS, *TOWARDS, *(one.id for one in review.plan.standing.people)}
    if who.removeprefix(OPEN_AS).removeprefix(WHERE_CODED) not in known:
        fail(f"There is no `{visible(who)}`. Choose one of: {', '.join(one.id for one in found.sources)}.", Exit.USAGE)
    if found.released:
        fail(f"There is nothing from `{visible(who)}` among what is open for comparison in this round.", Exit.REFUSED)
    fail(
        "Only your own codes are open to you: nothing is open for comparison yet, or you have still to submit what you"
        " code. Leave --who out.",
        Exit.REFUSED,
    )


def _printed(found: Synthesised, source: Source, *, ascii_only: bool) -> Iterator[str]:
    it = source.synthesis
    yield f"Synthesis of {_count(len(it.studies), 'studies', 'study')} (round {found.round}), from: {source.label}"
    yield from standing_words(found, source)
    if not it.domains:
        yield "No outcome row has a domain here yet, so there is nothing to put together."
        return
    yield CAUTION
    yield ""
    yield from _votes(it)
    yield ""
    yield from _table(found, it, ascii_only=ascii_only)
    yield ""
    yield from _levels(it)
    yield from _who_coded(found)
    yield from found.gaps


def _who_coded(found: Synthesised) -> Iterator[str]:
    beside = who_coded_it(found)
    if not beside:
        return
    yield ""
    labels = [source.label for source in found.sources]
    width = max(len(one.domain.label) for one in beside)
    widths = [
        max(len(label), *(len(_of_n(one.votes[place][1])) for one in beside)) for place, label in enumerate(labels)
    ]
    heads = "  ".join(map(fitted, labels, widths)).rstrip()
    yield f"{fitted('Does it hang on who coded it?', width + 4)}  {heads}"
    for one in beside:
        shown = "  ".join(
            fitted(_of_n(votes), width_of) for (_, votes), width_of in zip(one.votes, widths, strict=True)
        )
        yield f"  {'!' if one.hangs else ' '} {fitted(one.domain.label, width)}  {shown}".rstrip()
    yield "  Better of directional votes. !: they do not all lean the same way, or fall on"
    yield "  different sides of p = 0.05."
    if any(source.id in TOWARDS for source in found.sources):
        yield f"  {TOWARDS_WORDS}"


def _of_n(votes: Votes | None) -> str:
    return "-" if votes is None or not votes.test.n else f"{votes.test.better}/{votes.test.n}"


def _votes(it: Synthesis) -> Iterator[str]:
    yield "Votes by direction, one a study, comparisons between groups only"
    width = min(40, max(len(one.label) for one in it.domains))
    for number, (domain, votes, joined, every) in enumerate(
        zip(it.domains, it.votes, it.by_initiative, it.all_rows, strict=True), 1
    ):
        out = left_out_words(votes)
        said = sign_words(votes.test).rstrip(".")
        yield f"{number:>3} {fitted(domain.label, width)}  {said}{f'; left out: {out}' if out else ''}"
        for words, other in (("one vote per initiative", joined), ("all rows", every)):
            if (other.test.better, other.test.worse) != (votes.test.better, votes.test.worse):
                yield f"      {words}: {sign_words(other.test)}"
    few = [str(number) for number, votes in enumerate(it.votes, 1) if 0 < votes.test.n < FEWEST]
    if few:
        yield f"    Fewer than six directions can never reach p < 0.05: {', '.join(few)}."
    yield f"    {SENSITIVITY} They are shown where they differ."


def _table(found: Synthesised, it: Synthesis, *, ascii_only: bool) -> Iterator[str]:
    heads = "".join(fitted(str(place), _CELL) for place in range(1, len(it.domains) + 1))
    yield f"{'Effect direction':<{_NAME + 10}}{heads}".rstrip()
    for panel in Panel:
        studies = it.panel(panel)
        if studies:
            yield f"  {panel.value} ({len(studies)})"
        for one in studies:
            cells = (mark(it.cell(one.key, domain.id), ascii_only=ascii_only) for domain in it.domains)
            quality = one.quality_letter or " "
            alone = "*" if one.key in found.alone else " "
            name = f"    {one.number:<6}{alone}{quality} {fitted(one.label, _NAME - 4)} "
            yield f"{name}{''.join(fitted(cell, _CELL) for cell in cells)}".rstrip()
    yield f"  {ASCII_LEGEND if ascii_only else LEGEND}"
    if found.alone:
        yield "  * coded by one person alone."
    yield "  L, S, H: low, some, high concern about the study; o: not settled yet."


def _levels(it: Synthesis) -> Iterator[str]:
    for found, by in ((it.engagement, it.by_engagement), (it.lived_experience, it.by_lived_experience)):
        if not found.scale.levels:
            continue
        yield f"By {found.scale.label.lower()} (studies)"
        for answer, votes in by.items():
            told = [f"{number}: {one.test.better}/{one.test.n}" for number, one in enumerate(votes, 1) if one.test.n]
            said = f"; better of directional votes by domain {', '.join(told)}" if told else ""
            yield f"  {fitted(level_words(found.scale, answer), 26)} {len(found.studies[answer]):>4}{said}"
        yield f"  {involvement_words(found)}"


def _write(review: Review, found: Synthesised, source: Source, name: str, out: Path, *, dry_run: bool) -> None:
    made = _figures(review, found, source)
    kind, _, of = name.partition(":")
    if kind not in made:
        fail(f"There is no figure `{visible(name)}`. Choose one of: {', '.join(made)}.", Exit.USAGE)
    drawn = made[kind](of)
    try:
        place = named_place(out)
    except MayNotWrite as error:
        fail(str(error), Exit.REFUSED)
    if dry_run:
        say(f"Would write {len(drawn.encode()):,} bytes to {out}. Nothing was written.")
        return
    try:
        with replacing_file(place) as new:
            new.write_text(drawn, "utf-8", newline="\n")
    except CannotExport as error:
        fail(f"{error} Name another file with --out.")
    say(f"Wrote {out} ({len(drawn.encode()):,} bytes).")


def _figures(review: Review, found: Synthesised, source: Source) -> Mapping[str, Callable[[str], str]]:
    from twofold.report import figures

    it = source.synthesis
    return {
        "direction": lambda _: figures.effect_direction(it, alone=frozenset(found.alone)),
        "harvest": lambda _: figures.harvest_plot(it),
        "engagement": lambda _: figures.bubble_matrix(it.engagement_matrix, it),
        "lived-experience": lambda _: figures.bubble_matrix(it.lived_experience_matrix, it),
        "appraisal": lambda of: _appraisal(found, source, of),
        "agreement": lambda _: _agreement(review, found),
        "cross": lambda of: _cross(review, found, of),
    }


def _appraisal(found: Synthesised, source: Source, wanted: str) -> str:
    from twofold.comparison.appraised import appraisals
    from twofold.report.figures import traffic_light

    every = appraisals(found.codebook, source)
    one = next((one for one in every if wanted in ("", one.id)), None)
    if one is None:
        fail("There is no appraisal to draw: the codebook has no such section, or no study was appraised.")
    return traffic_light(one)


def _agreement(review: Review, found: Synthesised) -> str:
    from twofold.agreement import Intervals
    from twofold.comparison.gathering import gather
    from twofold.comparison.readings import read_fields
    from twofold.report.figures import agreement_forest

    gathered = gather(review, found.round)
    if not gathered.studies:
        fail("Nothing is open for comparison yet, so there is no agreement to draw.")
    return agreement_forest(read_fields(gathered.fields, Intervals()))


def _cross(review: Review, found: Synthesised, field: str) -> str:
    from twofold.comparison.crossing import crossing
    from twofold.comparison.gathering import gather
    from twofold.report.figures import cross_table

    one = next((one for one in gather(review, found.round).fields if one.field.id == field), None)
    crossed = None if one is None else crossing(one)
    if one is None or crossed is None:
        fail("Name a field that two people coded: --figure cross:engagement_level.")
    return cross_table(one.field, crossed)


def _count(number: int, many: str, one: str) -> str:
    return f"1 {one}" if number == 1 else f"{number:,} {many}"

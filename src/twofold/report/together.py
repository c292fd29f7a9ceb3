"""The part on the synthesis, with its figures and what must not be read into them, and the certainty of each domain."""

from collections.abc import Iterator, Sequence

from twofold.agreement.wording import listed, plural
from twofold.comparison.appraised import Appraisal, appraisals
from twofold.comparison.synthesis_words import standing_words
from twofold.comparison.synthesised import CONSENSUS, Source, Synthesised
from twofold.comparison.who_coded import who_coded_it
from twofold.report import figures
from twofold.report.blocks import Block, Folded, Listing, Part, Picture, Words, clean, table
from twofold.report.certainty import CERTAINTY_FILE
from twofold.report.found import Found, domains_of
from twofold.synthesis import (
    CAUTION,
    FEWEST,
    SENSITIVITY,
    Involvement,
    Matrix,
    Panel,
    Synthesis,
    Votes,
    involvement_words,
    left_out_words,
    level_words,
    sign_words,
)
from twofold.synthesis.marks import LEGEND, mark

NOT_JUDGED = "not judged"


def synthesis(found: Found) -> Part:
    """Votes by direction from the consensus, the plots, and whether the conclusion hangs on who coded."""
    made = found.together
    if made is None:
        why = found.no_synthesis or "Nothing is open for comparison, so there is nothing to put together."
        return Part("synthesis", "Synthesis", (Words(why),))
    source = made.sources[0]
    it = source.synthesis
    standing = (*standing_words(made, source), *made.gaps)
    blocks: list[Block] = [
        Words(f"It is made from the consensus on {plural(len(it.studies), 'study')}."),
        *([Words(" ".join(standing), "caution")] if standing else []),
    ]
    if not it.domains:
        blocks.append(Words("No outcome row has a domain yet, so there is nothing to put together."))
        return Part("synthesis", "Synthesis", tuple(blocks))
    blocks.append(Words(CAUTION, "caution"))
    parts = (
        Part("synthesis-votes", "Votes by direction", tuple(_votes(it))),
        Part("synthesis-direction", "Effect direction by study", tuple(_direction(made, it))),
        Part("synthesis-harvest", "Harvest plot", (Picture(figures.harvest_plot(it), _HARVEST),)),
        *_levels(it),
        *_appraised(found, source),
        *_who(made),
    )
    return Part("synthesis", "Synthesis", tuple(blocks), parts)


_HARVEST = "Each bar is a study: to which side its direction points in each domain, by its level of engagement."


def _votes(it: Synthesis) -> Iterator[Block]:
    rows = [
        (
            domain.label,
            str(votes.test.better),
            str(votes.test.worse),
            sign_words(votes.test),
            left_out_words(votes) or "none",
            _otherwise(votes, joined),
            _otherwise(votes, every),
        )
        for domain, votes, joined, every in zip(it.domains, it.votes, it.by_initiative, it.all_rows, strict=True)
    ]
    heads = (
        "Domain",
        "Better",
        "Worse",
        "Sign test, Wilson 95 % interval",
        "No vote",
        "One vote per initiative",
        "All rows",
    )
    yield from table("Votes by direction, one a study, comparisons between groups only", heads, rows, (1, 2))
    few = [domain.label for domain, votes in zip(it.domains, it.votes, strict=True) if 0 < votes.test.n < FEWEST]
    if few:
        yield Words(f"Fewer than six directions can never reach p < 0.05: that is so in {clean(listed(few))}.", "note")
    yield Words(SENSITIVITY, "note")


def _otherwise(votes: Votes, other: Votes) -> str:
    same = (other.test.better, other.test.worse) == (votes.test.better, votes.test.worse)
    return "the same" if same else sign_words(other.test)


def _direction(made: Synthesised, it: Synthesis) -> Iterator[Block]:
    drawn = figures.sheets_of(figures.in_panels(it))
    alone = frozenset(made.alone)
    if len(drawn) == 1:
        plot = figures.effect_direction(it, alone=alone)
        yield Picture(
            plot, "Effect direction plot: studies by domains, in panels by design, with the votes at the foot."
        )
    else:
        yield Words(
            f"The plot of {len(it.studies)} studies is cut into {len(drawn)} sheets, which open where you press them;"
            " the votes of all stand at the foot of the last. `twofold synthesis --figure direction` writes it whole,"
            " into the file that --out names.",
            "note",
        )
    for sheet in drawn if len(drawn) > 1 else ():
        first, last = sheet.items[0], sheet.items[-1]
        plot = figures.effect_direction(it, alone=alone, sheet=sheet)
        caption = f"Effect direction plot, {sheet.words('studies')}, in panels by design."
        ends = [f"{one.number} ({one.panel.value})" for one in (first, last)]
        yield Folded(_line("Plot of", sheet.words("studies"), *ends), (Picture(plot, caption),))
    tables = tuple(_direction_tables(made, it))
    if len(drawn) == 1:
        yield from tables
    else:
        yield Folded(f"The same as a table, {len(it.studies)} studies", tables)
    yield Words(LEGEND, "note")


def _line(what: str, words: str, first: str, last: str) -> str:
    return clean(f"{what} {words}: from {first} to {last}")


def _direction_tables(made: Synthesised, it: Synthesis) -> Iterator[Block]:
    heads = ("Study", "Concern", *(one.label for one in it.domains))
    for panel in Panel:
        rows = []
        for one in it.panel(panel):
            star = "*" if one.key in made.alone else ""
            cells = [mark(it.cell(one.key, domain.id)) for domain in it.domains]
            concern = "open" if one.quality_open else "" if one.quality is None else one.quality.value
            rows.append((f"{one.number}{star} {one.label}", concern, *cells))
        yield from table(f"{panel.value.capitalize()}, {plural(len(rows), 'study')}", heads, rows)


def _levels(it: Synthesis) -> Iterator[Part]:
    for name, found, matrix in (
        ("engagement", it.engagement, it.engagement_matrix),
        ("lived-experience", it.lived_experience, it.lived_experience_matrix),
    ):
        if found.scale.levels:
            yield Part(f"synthesis-{name}", clean(found.scale.label), tuple(_level(it, found, matrix)))


def _level(it: Synthesis, found: Involvement, matrix: Matrix) -> Iterator[Block]:
    words = involvement_words(found)
    yield Words(f"{words[:1].upper()}{words[1:].rstrip('.')}.")
    rows = [
        (
            level_words(found.scale, answer),
            str(len(keys)),
            ", ".join(it.study(key).number for key in keys),
        )
        for answer, keys in found.studies.items()
        if keys
    ]
    yield from table(f"Studies by {clean(found.scale.label).lower()}", ("Level", "Studies", "Which"), rows, (1,))
    yield Picture(figures.bubble_matrix(matrix, it), "How many studies of each level measured what; a dot is a gap.")


def _appraised(found: Found, source: Source) -> Iterator[Part]:
    blocks: list[Block] = []
    for one in appraisals(found.codebook, source):
        blocks += _lights(one)
        rows = [
            (label, *(str(one.counts(name)[quality]) for quality in one.counts(name))) for name, label in one.fields
        ]
        heads = ("Domain", "Low concern", "Some", "High", "Open", "No judgement")
        blocks += table(f"{one.title}: {one.unit} by judgement", heads, rows, (1, 2, 3, 4, 5))
        blocks.append(Words(one.mapping, "note"))
    if blocks:
        yield Part("synthesis-appraisal", "Appraisal", tuple(blocks))


def _lights(one: Appraisal) -> Iterator[Block]:
    """The traffic lights in one figure, or the bars and then the lights in sheets."""
    drawn = figures.sheets_of(one.rated)
    if len(drawn) == 1:
        yield Picture(figures.traffic_light(one), f"{one.title}: the judgement of each domain.")
        return
    yield Picture(figures.appraisal_bars(one), f"{one.title}: {one.unit} by judgement, of {len(one.rated)} {one.unit}.")
    yield Words(
        f"The lights of {len(one.rated)} {one.unit} are cut into {len(drawn)} sheets, which open where you press them.",
        "note",
    )
    for sheet in drawn:
        words = sheet.words(one.unit)
        picture = Picture(figures.traffic_light(one, sheet=sheet), f"{one.title}: {words}.")
        yield Folded(_line("Lights of", words, sheet.items[0].number, sheet.items[-1].number), (picture,))


def _who(made: Synthesised) -> Iterator[Part]:
    beside = who_coded_it(made)
    if not beside:
        return
    labels = [one.label for one in made.sources]
    rows = [
        (one.domain.label, *(_of_n(votes) for _, votes in one.votes), "yes" if one.hangs else "no") for one in beside
    ]
    heads = ("Domain", *labels, "Hangs on it")
    told = tuple(clean(f"{one.domain.label}: {one.sentence}") for one in beside if one.hangs)
    hanging = sum(one.hangs for one in beside)
    said = (
        f"In {plural(hanging, 'domain')} of {len(beside)} the conclusion hangs on who coded the studies."
        if hanging
        else "In no domain does the conclusion hang on who coded the studies."
    )
    yield Part(
        "synthesis-who",
        "Does it hang on who coded it?",
        (
            Words(said),
            *([Listing(told)] if told else []),
            *table("Better of directional votes, by whose codes are taken", heads, rows, _columns(labels)),
        ),
    )


def _columns(labels: Sequence[str]) -> range:
    return range(1, len(labels) + 1)


def _of_n(votes: Votes | None) -> str:
    return "-" if votes is None or not votes.test.n else f"{votes.test.better}/{votes.test.n}"


def certainty(found: Found) -> Part:
    """What was judged of each domain, with the reasons."""
    where = (
        f"It is a judgement, read from `{CERTAINTY_FILE}` in the folder of this copy of the review, which a lead is to"
        " fill in. The file is in no log, so Twofold does not know who wrote it; it computes none itself."
    )
    domains = found.together.source(CONSENSUS).synthesis.domains if _has_consensus(found) else ()  # type: ignore[union-attr]
    if found.judgements is None:
        return Part(
            "certainty",
            "Certainty",
            (
                Words("The certainty of the findings was not judged.", "caution"),
                Words(f"`twofold report --certainty` writes `{CERTAINTY_FILE}` to fill in.", "note"),
            ),
        )
    used = {one.id for one in domains}
    rows = []
    for one in domains_of(found.codebook):
        judged = found.judgements.domains.get(one.id)
        if one.id in used or (judged is not None and judged.certainty is not None):
            level = NOT_JUDGED if judged is None or judged.certainty is None else judged.certainty.value
            rows.append((one.label, level, "" if judged is None else judged.reason))
    bias = found.judgements.reporting_bias
    return Part(
        "certainty",
        "Certainty",
        (
            Words(where),
            *table("Certainty of the findings by domain", ("Domain", "Certainty", "Reason"), rows),
            Words(
                f"What may be missing: {bias}" if bias else "What may be missing was not judged.",
                "" if bias else "caution",
            ),
        ),
    )


def _has_consensus(found: Found) -> bool:
    return found.together is not None and found.together.source(CONSENSUS) is not None

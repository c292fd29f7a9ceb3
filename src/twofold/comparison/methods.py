"""A paragraph for the methods section, made from what was really done and from nothing else."""

from collections import Counter
from collections.abc import Iterable, Sequence

from twofold import __version__
from twofold.agreement import Intervals
from twofold.agreement.wording import listed, percent, plural
from twofold.comparison.afresh import independence_words, independently_coded
from twofold.comparison.gathering import Gathered
from twofold.comparison.readings import SMALL, Reading, headline_words
from twofold.comparison.released import Compared
from twofold.comparison.row_matches import row_matches
from twofold.review.open import Review
from twofold.values.counting import count_of
from twofold.values.plaintext import one_line


def methods_paragraph(review: Review, found: Gathered, readings: Sequence[Reading], intervals: Intervals) -> str:
    """What GRRAS asks for as far as the record knows it: coders, units, independence, figures, intervals, results.

    Nothing is said of how the coders were trained or the studies drawn, which the record does not hold.

    Source of the list: Kottner and others 2011 (GRRAS).
    """
    sentences = [
        numbers_coded(review, found),
        *(one.words for one in row_matches(found)),
        independence_words(found.studies),
        *how_computed(found, readings, intervals),
        *found.warnings,
        *what_came_out(readings),
    ]
    return " ".join(sentences)


def numbers_coded(review: Review, found: Gathered) -> str:
    """How many studies were coded by how many people, in a sentence."""
    independent = independently_coded(found.studies)
    coders = Counter(independent.values())
    each = listed([f"{plural(number, 'study')} by {people} people" for people, number in sorted(coders.items())])
    total = len(review.plan.studies)
    if not independent:
        return f"Of {plural(total, 'study')} in the review, none was coded independently by more than one person."
    were = "was" if len(independent) == 1 else "were"
    people = {who for one in found.studies for who in {*one.people} - one.afresh - one.late}.intersection(found.people)
    return (
        f"Of {plural(total, 'study')} in the review, {len(independent)} {were} coded independently by more than one"
        f" person and opened for comparison ({each}; {plural(len(people), 'coder')} compared here)."
    )


def codebook_words(found: Gathered) -> str:
    """Which codebook it was, and under which versions of it the answers compared were really given, in a sentence."""
    book = found.codebook
    title, version = one_line(book.title), one_line(book.version)
    versions = {each for one in found.studies for each in one.coded_under}
    if versions <= {book.version}:
        return f"The codebook was {title}, version {version}."
    return (
        f"The codebook was {title}; the answers compared were given under {coded_under_words(found.studies)} and are"
        f" taken as version {version}, now in force, has them."
    )


def coded_under_words(studies: Sequence[Compared]) -> str:
    """Under which versions of the codebook the answers of these studies were given, with how many under each: such as
    *version 1.0 (20 answers) and version 2.0 (1 answer)*; empty where there are none."""
    counted: Counter[str] = Counter()
    for one in studies:
        counted.update(one.coded_under)
    return listed(
        [f"version {one_line(version)} ({count_of(count, 'answer')})" for version, count in sorted(counted.items())]
    )


def how_computed(found: Gathered, readings: Sequence[Reading], intervals: Intervals) -> Iterable[str]:
    """Sentences on the instrument, the coefficients and their intervals."""
    computed = [one for one in readings if one.figures.n]
    rest = len(readings) - len(computed)
    yield (
        f"{codebook_words(found)} Agreement was computed for {plural(len(computed), 'field')}, each on the units that"
        " two or more had coded, with not reported, unclear and not applicable as answers of their own, off every"
        " scale, and blanks as missing."
    )
    if rest:
        yield f"Of {plural(rest, 'further field')} nothing had been coded by two, so that none could be computed."
    aside = sum(len(one.set_aside) for one in found.studies)
    if aside:
        yield (
            f"{plural(aside, 'answer')} given under an earlier meaning of the field, or not independently, entered no"
            " figure."
        )
    if absent := [f"in {one.number} {one.absent}" for one in found.studies if one.absent]:
        shown = "; ".join(absent[:8]) + (f"; and {len(absent) - 8} more" if len(absent) > 8 else "")
        yield f"In {plural(len(absent), 'study')} a sheet is not here, so that figures rest on the others: {shown}."
    defined = [one for one in computed if one.headline.estimate is not None]
    names = Counter(one.headline.name for one in defined)
    each = [f"{name} ({plural(count, 'field')})" for name, count in names.items()]
    if each:
        yield f"The figures were {listed(each)}."
    if len(defined) < len(computed):
        yield (
            f"For {plural(len(computed) - len(defined), 'field')} the figure is undefined, and raw agreement alone is"
            " given."
        )
    few = sum(one.small for one in computed)
    if few:
        yield f"{plural(few, 'field')} had fewer than {SMALL} units coded by two, too few for a figure to say much."
    limits = [one.headline.interval for one in defined if one.headline.interval is not None]
    made = Counter(one.method.words for one in limits)
    drawn = any(one.draws for one in limits)
    if made:
        seed = f"; {intervals.draws:,} draws from seed {intervals.seed} where drawn" if drawn else ""
        yield f"Intervals of {percent(intervals.confidence)} were made by {listed(list(made))}{seed}."
    if any(one.field.unit == "row" and one.figures.n for one in readings):
        yield "Outcome rows were matched before their values were compared; intervals take those of a study together."
    yield f"Computed with Twofold {__version__}."


def what_came_out(readings: Sequence[Reading]) -> Iterable[str]:
    """A sentence on each primary item, or on each field where there is none, that two or more have coded."""
    shown = [one for one in readings if one.field.primary] or list(readings)
    for one in shown:
        if one.figures.n:
            yield f"{one.field.id}: {one.agreed} of {one.figures.n} agreed; {headline_words(one)}."

"""The part on methods: text for a paper, from what was really done, and the lists of reporting guidelines.

The points are told in own words. Sources: Page and others 2021 (PRISMA 2020), Campbell and others 2020 (SWiM), Kottner
and others 2011 (GRRAS).
"""

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from twofold import __version__
from twofold.agreement.wording import listed, plural
from twofold.comparison.afresh import independence_words
from twofold.comparison.appraised import appraisals
from twofold.comparison.grras import grras_points
from twofold.comparison.methods import coded_under_words, how_computed, numbers_coded, what_came_out
from twofold.comparison.row_matches import row_matches
from twofold.record.consensus import How, Settled
from twofold.record.plan_documents import RoundDocument
from twofold.report.blocks import Block, Part, Words, clean, day, table
from twofold.report.found import Found

_AUTHORS = "for the authors to write"
_NOT_DONE = "not done"
Line: TypeAlias = tuple[str, str, str]


def methods(found: Found) -> Part:
    """Paragraphs, and the three lists."""
    blocks: list[Block] = [Words(" ".join(_coding(found))), Words(" ".join(_settling(found)))]
    if found.readings:
        told = how_computed(found.gathered, found.readings, found.intervals)
        blocks.append(Words(" ".join((*told, *found.gathered.warnings))))
        blocks.append(
            Words(" ".join((*what_came_out(found.readings), *(one.words for one in row_matches(found.gathered)))))
        )
    if found.together is not None:
        blocks.append(Words(_SYNTHESIS))
    heads = ("Item", "What it asks, in our words", "Where this report answers it")
    parts = [
        Part(
            "prisma",
            "PRISMA 2020",
            table("Items of PRISMA 2020 that coding and synthesis touch", heads, list(_prisma(found))),
        ),
        Part("swim", "SWiM", table("Items of SWiM", heads, list(_swim(found)))),
    ]
    if found.readings:
        points = grras_points(found.review, found.gathered, found.readings, found.intervals)
        rows = [
            (
                str(one.number),
                f"{one.asks} ({one.part.lower()})",
                " ".join(filter(None, (one.answer, _wanting(one.wanting, one.answer)))),
            )
            for one in points
        ]
        parts.append(Part("grras", "GRRAS", table("Points of GRRAS", heads, rows)))
    return Part("methods", "Methods, in words for a paper", tuple(blocks), tuple(parts))


def _wanting(wanting: str, answer: str) -> str:
    if wanting:
        return f"For the authors: {wanting[:1].lower()}{wanting[1:]}"
    return "" if answer else f"{_AUTHORS[:1].upper()}{_AUTHORS[1:]}."


_SYNTHESIS = (
    "The synthesis counts votes by the direction of effect, never by significance. Of each study and domain the rows of"
    " the best evidence present are taken; they give a direction where at least 70 % of those with a direction share"
    " it, and are in conflict otherwise. Studies that compare groups are counted in a two-sided exact sign test with"
    " the Wilson 95 % interval of the share that is better; all else is shown and not tested. One vote per initiative"
    " and all rows, counting or not, are sensitivity analyses."
)


def _coding(found: Found) -> Iterator[str]:
    yield from _instrument(found)
    if found.gathered.studies:
        yield numbers_coded(found.review, found.gathered)
    yield from _alone(found)
    yield independence_words(found.gathered.studies)
    if found.submitted:
        yield (
            "Each submission names the version of the codebook, every answer it freezes, and how far every log had come"
            " in that copy; logs are chained line by line, which finds damage and careless edits, though not somebody"
            " who recomputes the whole chain."
        )
    yield from _rounds(found)


def _instrument(found: Found) -> Iterator[str]:
    """Which codebook the studies were coded with, in the versions that the answers themselves name."""
    book = found.codebook
    days = sorted({day(one.at) for one in found.review.plan.codebooks.values()})
    when = f"on {days[0]}" if len(days) == 1 else f"between {days[0]} and {days[-1]}"
    published = f"{plural(len(found.review.plan.codebooks), 'version')} published {when}"
    title, version = clean(book.title), clean(book.version)
    about = f"{plural(len(book.fields), 'field')}; {published}"
    if not found.opened:
        nothing = "no study has been submitted" if found.studies else "no study is in the review"
        yet = f"Nothing is open for comparison to {found.review.person}" if found.submitted else f"As yet {nothing}"
        yield f"{yet}. The codebook in force is {title}, version {version} ({about})."
        return
    compared = [one.compared for one in found.opened if one.compared is not None]
    if {each for one in compared for each in one.coded_under} <= {book.version}:
        yield f"The studies were coded with the codebook {title}, version {version} ({about})."
    else:
        yield (
            f"The studies were coded with the codebook {title}, under {coded_under_words(compared)}; version {version},"
            f" now in force ({about}), is how the answers are taken here."
        )


def _alone(found: Found) -> Iterator[str]:
    alone = [one for one in found.alone if not one.besides]
    if alone:
        were = "was" if len(alone) == 1 else "were"
        yield f"{plural(len(alone), 'study')} {were} coded by one person alone and checked by nobody."
    for one in found.alone:
        if one.besides and one.compared is not None:
            coders = found.review.plan.coders(found.round, one.planned.key)
            several = len(one.besides) > 1
            off = not set(one.besides) & set(coders)
            more = f", {'are' if several else 'is'} to code it no more," if off else ""
            sheet = "those sheets enter" if several else "that sheet enters"
            yield (
                f"{one.planned.number} rests on the sheet of {one.compared.alone} alone and was checked by nobody:"
                f" {listed(one.besides)} submitted it too{more} and {sheet} nothing."
            )


def rounds_coded(found: Found) -> tuple[RoundDocument, ...]:
    """The calibration rounds in which anybody submitted anything."""
    plan, logs = found.review.plan, found.review.logs
    return tuple(
        plan.round(name)
        for name in sorted(plan.rounds)
        if any(
            freeze.submits
            for study in plan.round(name).studies
            for person in plan.standing.people
            for freeze in logs.freezes(study, person.id, name)
        )
    )


def _rounds(found: Found) -> Iterator[str]:
    plan = found.review.plan
    coded = rounds_coded(found)
    rest = [one for one in map(plan.round, sorted(plan.rounds)) if one not in coded]
    if coded:
        yield (
            f"Before, or beside, the main coding {plural(len(coded), 'calibration round')} took place: {_named(coded)}."
        )
    if rest:
        were, them = ("was", "it") if len(rest) == 1 else ("were", "them")
        rounds = plural(len(rest), "calibration round")
        yield f"{rounds} {were} opened, and nothing was submitted in {them}: {_named(rest)}."
    if not plan.rounds:
        yield "There was no calibration round in the record."


def _named(rounds: Sequence[RoundDocument]) -> str:
    return listed([f"{clean(one.name)} ({plural(len(one.studies), 'study')})" for one in rounds])


def _settling(found: Found) -> Iterator[str]:
    settled = [each for one in found.opened if one.consensus is not None for each in one.consensus.settled.values()]
    if not settled:
        if found.kept_words:
            yield from found.kept_words
        else:
            yield "No disagreement has been settled, since nothing is open for comparison."
        return
    counts = {how: sum(one.how is how for one in settled) for how in How}
    leading = sum(_is_by_lead(found, one) for one in settled)
    unseeing = counts[How.ARBITRATED] - leading
    said = [
        f"{words} ({count})"
        for count, words in (
            (counts[How.SLIP], "owning a slip"),
            (counts[How.AGREED], "agreement of the coders"),
            (counts[How.DISCUSSED], "discussion among those who coded"),
            (unseeing, "the decision of an arbiter who had not coded the study and was shown no names"),
            (
                leading,
                "the decision of an arbiter who had not coded the study and leads the review, and so could see names"
                " before it was put off",
            ),
            (counts[How.AUTHOR_REPLY], "a reply of the study's authors"),
        )
        if count
    ]
    yield "Frozen codes stay as they were beside the consensus."
    yield (
        f"Answers that differed were settled by {listed(said)}." if said else "No answer that differed is settled yet."
    )
    waiting = found.waiting
    still = f"{plural(waiting, 'answer')} {'is' if waiting == 1 else 'are'} still open."
    yield still if waiting else "None is open."
    yield from found.kept_words


def _is_by_lead(found: Found, one: Settled) -> bool:
    """Whether an arbiter's decision is that of somebody who leads, or led, the review: to a lead the names are kept
    back only while something waits."""
    held = found.review.plan.standing.held
    return one.how is How.ARBITRATED and any(
        "lead" in held.get(each.by, frozenset()) for each in one.decisions.values()
    )


def _prisma(found: Found) -> Iterator[Line]:
    judged = found.judgements is not None and any(one.certainty for one in found.judgements.domains.values())
    bias = found.judgements is not None and bool(found.judgements.reporting_bias)
    together = found.together is not None
    appraised = found.together is not None and bool(appraisals(found.codebook, found.together.sources[0]))
    declared = f"{_NOT_DONE}; the codebook declares instruments" if found.codebook.instruments else _NOT_DONE
    yield "8", "How studies were selected, by how many people", _AUTHORS
    yield (
        "9",
        "How data were taken from reports: by how many, whether independently, how confirmed",
        "Methods; Who did what, and when",
    )
    yield (
        "10a",
        "Which outcomes were sought, and which results of each",
        "The codebook; which rows count is coded per row",
    )
    yield "10b", "Which other variables were sought, and what was assumed of what is unclear", "The codebook"
    yield "11", "How risk of bias was judged, with which tools", "Appraisal instruments" if appraised else declared
    yield "12", "Which effect measures were used", "Direction of effect alone" if together else _NOT_DONE
    yield "13a", "Which studies went into each synthesis", "Synthesis" if together else _NOT_DONE
    yield "13d", "How results were put together, and with what", "Methods" if together else _NOT_DONE
    yield (
        "13e",
        "How causes of differing results were explored",
        f"By design, engagement and lived experience; the rest {_AUTHORS}" if together else _NOT_DONE,
    )
    yield (
        "13f",
        "Which sensitivity analyses were made",
        "Votes by direction; Does it hang on who coded it?" if together else _NOT_DONE,
    )
    yield "14, 21", "Bias from results that are missing", "Certainty" if bias else _NOT_DONE
    yield "15, 22", "Certainty of the evidence, by outcome", "Certainty" if judged else _NOT_DONE
    yield "16b", "Studies that seemed eligible and were excluded, with reasons", "The review; Decisions"
    yield "17", "The characteristics of each study", f"Consensus; the table of studies is {_AUTHORS}"
    yield "18", "Risk of bias in each study", "Appraisal" if appraised else _NOT_DONE
    yield (
        "19",
        "The results of each study",
        "Effect direction by study; estimates are in outcomes.csv of the export" if together else _NOT_DONE,
    )
    yield "20b", "What came out of each synthesis, with precision", "Votes by direction" if together else _NOT_DONE
    yield "24", "Registration and protocol", _AUTHORS
    yield "27", "Which data and forms are available", "`twofold export` writes them; where they lie is " + _AUTHORS


def _swim(found: Found) -> Iterator[Line]:
    together = found.together is not None
    judged = found.judgements is not None and any(one.certainty for one in found.judgements.domains.values())

    def where(words: str) -> str:
        return words if together else _NOT_DONE

    yield (
        "1",
        "How studies were grouped, and why",
        where(f"By domain of outcome, and in panels by design; why is {_AUTHORS}"),
    )
    yield (
        "2",
        "Which common measure was used, and how results were turned into it",
        where("Direction of effect; Methods"),
    )
    yield (
        "3",
        "How results were put together, and why so",
        where(f"Votes by direction; why no meta-analysis is {_AUTHORS}"),
    )
    yield "4", "How results were given weight or preferred", where("The best evidence present in each study; Methods")
    yield (
        "5",
        "How differences between results were looked into",
        where("By engagement and lived experience; informal, not tested"),
    )
    yield "6", "How certainty was judged", "Certainty" if judged else _NOT_DONE
    yield (
        "7",
        "Which plots and tables show the results, and their order",
        where("Synthesis; studies by panel and number"),
    )
    yield (
        "8",
        "For each comparison what came out, of which studies",
        where("Votes by direction; Effect direction by study"),
    )
    yield "9", "The limits of this synthesis", where(f"The cautions under Synthesis; their meaning is {_AUTHORS}")


def made_with(found: Found) -> str:
    """What made the report, for its foot: equal documents give equal words."""
    return f"Made with Twofold {__version__} for {found.review.person}, from what was open to that person."

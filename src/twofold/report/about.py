"""The parts on the review itself: what it is, who did what and when, and how far it is."""

from collections import Counter
from collections.abc import Iterator, Sequence

from twofold.agreement.wording import listed, plural
from twofold.comparison.afresh import afresh_words, independence_words
from twofold.comparison.calibration import calibration_of
from twofold.exchange.verifying import (
    CHANGED,
    CHANGED_AFTER,
    OPENED,
    OPENED_AGAIN,
    REOPENED,
    SUBMITTED,
    SUBMITTED_AGAIN,
    Proof,
)
from twofold.record.document import MAIN_ROUND
from twofold.report.blocks import Block, Listing, Part, Words, clean, day, table
from twofold.report.found import Found, StudyFound
from twofold.review.imports import imports, sums


def the_review(found: Found) -> Part:
    """What the review is, its people, and its studies."""
    plan = found.review.plan
    people = [
        (one.name, one.id, ", ".join(one.roles) or "none any more", _count(found, one.id))
        for one in plan.standing.people
    ]
    return Part(
        "review",
        "The review",
        (
            Listing(tuple(_about_studies(found))),
            *table("People of the review", ("Name", "Id", "Roles", "Studies to code"), people, (3,)),
        ),
    )


def _count(found: Found, person: str) -> str:
    plan = found.review.plan
    return str(sum(person in plan.coders(found.round, one.planned.key) for one in found.studies))


def _about_studies(found: Found) -> Iterator[str]:
    plan = found.review.plan
    initiatives = {one.planned.initiative_key for one in found.studies if one.planned.initiative_key}
    programmes = f", of {plural(len(initiatives), 'initiative')} named so far" if initiatives else ""
    total = plural(len(found.studies), "study")
    yield f"{total}{programmes}. A study is the unit of every count unless another is named."
    if found.round != MAIN_ROUND:
        yield f"This report is of the calibration round {clean(plan.round(found.round).name)}, not of the main one."
    coders = Counter(len(plan.coders(found.round, one.planned.key)) for one in found.studies)
    for number, count in sorted(coders.items(), reverse=True):
        studies = plural(count, "study")
        if number > 1:
            yield f"{studies} to be coded by {number} people."
        elif number == 1:
            yield f"{studies} to be coded by one person alone, with nobody to compare with."
        else:
            yield f"{studies} that nobody is to code."
    yield f"{len(found.opened)} of {total} open for comparison to {found.review.person}."
    if excluded := [one.planned.number for one in found.studies if one.excluded]:
        yield f"{plural(len(excluded), 'study')} excluded while being coded: {', '.join(excluded)}."


def who_and_when(found: Found) -> Part:
    """The proof of independence: submissions, openings, and what changed afterwards, with the rounds."""
    rows = [_when(one) for one in found.studies]
    compared = found.gathered.studies
    heads = ("Study", "Submitted", "Opened for comparison", "Reopened or changed")
    return Part(
        "when",
        "Who did what, and when",
        (
            Words(" ".join((independence_words(compared), *afresh_words(compared)))),
            Listing(tuple(_changes(found.studies))),
            Words(
                "Days are those of the clocks of the people's own devices. `twofold verify` gives the same lines with"
                " how far every log had come, and checks every line of every log.",
                "note",
            ),
            *table("What was brought in", _IMPORTED, list(_imported(found)), (3,)),
            *table("Submissions and openings by study", heads, [one for one in rows if any(one[1:])]),
        ),
        tuple(_rounds(found)),
    )


_IMPORTED = ("Day", "By", "File", "New studies", "Records")


def _imported(found: Found) -> Iterator[tuple[str, str, str, str, str]]:
    """Each file of each import, the earliest first; the studies of an import stand beside its first file."""
    for one in reversed(imports(found.review)):
        for place, file in enumerate(one.files):
            studies = str(one.studies) if place == 0 else ""
            yield day(one.at), clean(one.who), clean(file.name), studies, sums(file)


def _when(one: StudyFound) -> tuple[str, str, str, str]:
    def said(*wanted: str) -> str:
        return "; ".join(_line(each) for each in one.proofs if each.what in wanted)

    return (
        f"{one.planned.number} {one.planned.label}",
        said(SUBMITTED, SUBMITTED_AGAIN),
        said(OPENED, OPENED_AGAIN),
        said(REOPENED, CHANGED, CHANGED_AFTER),
    )


def _line(one: Proof) -> str:
    again = " again" if one.what in (SUBMITTED_AGAIN, OPENED_AGAIN) else ""
    what = f" {one.what}" if one.what in (REOPENED, CHANGED, CHANGED_AFTER) else again
    return f"{one.person}{what} {day(one.at)}"


def _changes(studies: Sequence[StudyFound]) -> Iterator[str]:
    proofs = [each for one in studies for each in one.proofs]
    counts = Counter(one.what for one in proofs)
    again = counts[SUBMITTED_AGAIN]
    yield f"{plural(counts[SUBMITTED] + again, 'submission')}, {again} of them a second one of the same person."
    versions = Counter(one.codebook for one in proofs if one.what in (SUBMITTED, SUBMITTED_AGAIN))
    told = [f"{plural(count, 'submission')} under version {clean(name)}" for name, count in sorted(versions.items())]
    if told:
        yield f"By the codebook in force at the time: {listed(told)}."
    for what, words in (
        (REOPENED, "reopened by who had submitted"),
        (CHANGED, "changed after submitting, before it was open to who changed it"),
        (CHANGED_AFTER, "changed after the opening for comparison"),
    ):
        number = len({(one.study, one.person) for one in proofs if one.what == what})
        yield f"{plural(number, 'sheet')} {words}." if number else f"No sheet was {words}."


def _rounds(found: Found) -> Iterator[Part]:
    plan = found.review.plan
    named = sorted(plan.rounds) if found.round == MAIN_ROUND else [found.round]
    for key in named:
        one = plan.round(key)
        closed = {
            "open": "It is open.",
            "closed-afresh": "It is closed; its studies were coded afresh in the main round.",
            "closed-kept": "It is closed, and its own record of its studies stands.",
        }[one.state]
        numbers = [plan.studies[each].number for each in one.studies if each in plan.studies]
        told = calibration_of(found.review, key)
        yield Part(
            f"round-{key}",
            f"Calibration round {clean(one.name)}",
            (Words(f"Studies: {listed(numbers)}. {closed}"), Listing(told.sentences)),
        )


def progress(found: Found) -> Part:
    """How far every coder is."""
    rows = [(one.name, str(one.submitted), str(one.begun), str(one.total)) for one in found.review.progress()]
    waiting = [one.planned.number for one in found.studies if one.compared is None]
    blocks: tuple[Block, ...] = table(
        "Studies by coder", ("Coder", "Submitted", "Begun", "To be coded"), rows, (1, 2, 3)
    )
    if waiting:
        blocks += (Words(f"Not open for comparison to {found.review.person}: {', '.join(waiting)}."),)
    return Part("progress", "Progress", blocks)

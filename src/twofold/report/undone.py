"""The part on what is still open, and on what was not done at all: in words, so that nobody has to look for a gap."""

from collections.abc import Iterator

from twofold.agreement.wording import listed, plural
from twofold.record.consensus import How
from twofold.report.blocks import Listing, Part, Words
from twofold.report.found import Found
from twofold.report.methods import rounds_coded


def open_and_undone(found: Found) -> Part:
    """Two lists. A study may stand in several lines."""
    waiting = tuple(_open(found))
    undone = tuple(_undone(found))
    parts = (
        Part("open-still", "Still open", (Listing(waiting) if waiting else Words("Nothing is open."),)),
        Part("open-undone", "Not done", (Listing(undone) if undone else Words("Nothing that Twofold knows of."),)),
    )
    return Part("open", "What is open, and what was not done", (), parts)


def _open(found: Found) -> Iterator[str]:
    yield from found.kept_words
    if closed := [one.planned.number for one in found.studies if one.compared is None and not one.kept]:
        yield f"{plural(len(closed), 'study')} not open for comparison to {found.review.person}: {_some(closed)}."
    places = {one.planned.number: len(one.consensus.open) for one in found.staying if one.consensus is not None}
    if still := {number: count for number, count in places.items() if count}:
        where = f"{plural(len(still), 'study')}: {_some([*still])}"
        answers = plural(found.waiting, "answer")
        yield f"{answers} without a consensus, in {where}. What is asked is counted, in studies open for comparison."
    for one in found.staying:
        if one.compared is not None and one.compared.absent:
            yield f"{one.planned.number}: {one.compared.absent}, so nothing of it holds."
        coders = found.review.plan.coders(found.round, one.planned.key)
        if people := [each for each in one.besides if each in coders]:
            sheet = "that sheet is" if len(people) == 1 else "those sheets are"
            yield f"{one.planned.number}: {listed(people)} submitted it as well, and {sheet} not opened yet."
    twice = [one for one in found.staying if one.consensus is not None and any(row.twice for row in one.consensus.rows)]
    if twice:
        where = _some([one.planned.number for one in twice])
        yield f"Outcome rows matched in two ways, to be matched once more, in {where}."
    hows = [each.how for one in found.staying if one.consensus is not None for each in one.consensus.settled.values()]
    for how, words in (
        (How.DEFERRED, "put off for a third reader"),
        (How.WAITING, "waiting for the authors of the study"),
        (How.DECIDED_TWICE, "decided twice, in two ways, neither knowing of the other"),
        (How.STALE, "decided once and to be confirmed, since something changed"),
    ):
        if count := hows.count(how):
            yield f"{plural(count, 'answer')} {words}."
    yield from found.review.plan.clashes


def _undone(found: Found) -> Iterator[str]:
    plan = found.review.plan
    if found.alone:
        numbers = [one.planned.number for one in found.alone]
        how = "resting on one sheet alone" if any(one.besides for one in found.alone) else "coded by one person alone"
        studies = f"{plural(len(numbers), 'study')} {how}"
        yield f"Double coding of all studies: {studies} and not checked by another: {_some(numbers)}."
    if not any("arbiter" in one.roles for one in plan.standing.people):
        yield "No arbiter: nobody of the review has that role, so what was settled was settled by those who coded."
    else:
        settled = [
            each.how for one in found.opened if one.consensus is not None for each in one.consensus.settled.values()
        ]
        if How.ARBITRATED not in settled:
            yield "No arbitration: nothing was settled by somebody who had not coded the study."
    if not rounds_coded(found):
        opened = "one was opened and nothing submitted in it" if plan.rounds else ""
        why = opened or "the codebook was not tried on a few studies first, as far as the record knows"
        yield f"No calibration round: {why}."
    if not any(one.primary for one in found.codebook.fields):
        yield "No primary item was named before coding."
    if not found.codebook.instruments:
        yield "No appraisal instrument is declared in the codebook."
    if found.no_synthesis:
        yield f"No synthesis. {found.no_synthesis}"
    judged = {} if found.judgements is None else found.judgements.domains
    domains = () if found.together is None else found.together.sources[0].synthesis.domains
    if not any(one.certainty for one in judged.values()):
        yield "No certainty: none of the findings was judged."
    elif lacking := [one.label for one in domains if one.id not in judged or judged[one.id].certainty is None]:
        yield f"No certainty in {plural(len(lacking), 'domain')}: {', '.join(lacking)}."
    if found.judgements is None or not found.judgements.reporting_bias:
        yield "No judgement of reporting bias: what may be missing from the findings was not judged."
    yield "No repeated coding by the same person, no protocol and no search are in the record of Twofold."


def _some(numbers: list[str]) -> str:
    return ", ".join(numbers) if len(numbers) <= 40 else f"{', '.join(numbers[:40])} and {len(numbers) - 40} more"

"""Opening submitted studies for comparison. The release names the exact submissions; nothing opens without it.

A study that is given to one person is opened with that one submission: there is nothing to compare in it, and it is
part of the review all the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from twofold.record.document import MAIN_ROUND
from twofold.record.plan_documents import ReleaseDocument
from twofold.review.leading import Proposed, Refused, pen_of_lead
from twofold.review.open import Review
from twofold.review.opened_sheets import asks_anew
from twofold.review.standings import standing_submissions
from twofold.values.counting import count_of


@dataclass(frozen=True, slots=True)
class Candidate:
    """A study that is not open for comparison as it was last submitted: the submissions to name, or why it cannot
    be opened. ``replaces`` are the releases before, where it was submitted anew since. ``alone`` is the person who
    codes it alone, if it is one; ``waits_for`` are those whose submission is missing or not clear.
    """

    study: str
    number: str
    round: str
    submissions: tuple[str, ...]
    why_not: str = ""
    replaces: tuple[str, ...] = ()
    alone: str = ""
    waits_for: tuple[str, ...] = ()


def candidates(review: Review) -> tuple[Candidate, ...]:
    """The studies that are not open for comparison as they were submitted last, in the order of their numbers."""
    for _ in review.logs.read():
        pass
    made: list[Candidate] = []
    for key, planned in review.plan.studies.items():
        round_id = review.plan.round_of(key)
        released = review.plan.released(round_id, key)
        submissions: list[str] = []
        why: list[str] = []
        waits_for: list[str] = []
        coders = review.plan.coders(round_id, key)
        for person in coders:
            standing = standing_submissions(review.logs.freezes(key, person, round_id))
            if not standing:
                why.append(f"{person} has not submitted it, or the log that says so has not arrived")
            elif len(standing) > 1:
                why.append(f"{person} submitted it on two devices; {person} opens it and submits once more")
            submissions += standing
            if len(standing) != 1:
                waits_for.append(person)
        if not coders:
            why.append("nobody is to code it; `twofold assign` gives it to somebody")
        if released and (why or released == set(submissions)):
            # Taking a submission back closes nothing: what was opened stays so until both have submitted again.
            continue
        replaces = review.plan.releases[round_id, key].ids if released else ()
        alone = coders[0] if len(coders) == 1 else ""
        named = tuple(submissions), "; ".join(why), replaces, alone, tuple(waits_for)
        made.append(Candidate(key, planned.number, round_id, *named))
    return tuple(made)


def propose_release(
    review: Review, studies: Sequence[str] = (), round_id: str = MAIN_ROUND, *, ready: bool = False
) -> Proposed:
    """Open studies for comparison: those given, or all of the round at once; of these the ``ready`` ones, if so asked.

    Raises:
        Refused: this person may not, or one of the studies is not ready.
    """
    pen = pen_of_lead(review, "opens studies for comparison")
    found = {one.study: one for one in candidates(review)}
    if studies:
        already = [review.plan.studies[key].number for key in studies if key not in found]
        if already:
            raise Refused(f"{already[0]} is open for comparison already.")
        wanted = [found[key] for key in studies]
    else:
        wanted = [one for one in found.values() if one.round == round_id and review.plan.coders(round_id, one.study)]
    waiting = [one for one in wanted if one.why_not]
    if ready:
        wanted, waiting = [one for one in wanted if not one.why_not], []
    if waiting:
        listed = "\n".join(f"  {one.number}: {one.why_not}" for one in waiting[:12])
        more = f"\n  and {len(waiting) - 12} more" if len(waiting) > 12 else ""
        raise Refused(
            f"{len(waiting)} of {count_of(len(wanted), 'study')} cannot be opened yet:\n{listed}{more}\n"
            "Wait for them, name single studies, or open all that are ready with --ready."
        )
    if not wanted:
        raise Refused("There is nothing to open for comparison.")
    documents = tuple(
        pen.document(
            ReleaseDocument,
            round=one.round,
            study=one.study,
            submissions=one.submissions,
            codebook=review.in_force.everything,
            replaces=one.replaces,
        )[1]
        for one in wanted
    )
    again = [one.number for one in wanted if one.replaces]
    words = [f"{len(wanted)} {_studies(len(wanted))} open for comparison: {_spelled([one.number for one in wanted])}"]
    alone = [one.number for one in wanted if one.alone]
    if alone:
        are = "is" if len(alone) == 1 else "are"
        words.append(
            f"{len(alone)} of them {are} coded by one person alone, with nothing to compare: {_spelled(alone)}"
        )
    words += _left_closed(review, wanted)
    if left := _to_code_again(review, wanted):
        words.append(
            f"coded before the codebook asked it anew, and compared with nothing until coded again: {_spelled(left)}"
        )
    if again:
        words.append(f"of these as submitted anew: {_spelled(again)}; decisions on what changed want confirming")
    return Proposed(tuple(words), documents)


def _left_closed(review: Review, wanted: Sequence[Candidate]) -> list[str]:
    """Whose sheets of these studies stay closed, since they are to code them no more, in sentences."""
    told = []
    for one in wanted:
        coders = review.plan.coders(one.round, one.study)
        opened = review.plan.ever_released(one.round, one.study)
        left = [
            person.id
            for person in review.plan.standing.people
            if person.id not in coders
            and not opened.issuperset(standing_submissions(review.logs.freezes(one.study, person.id, one.round)))
        ]
        if left:
            are, stay = ("is", "the sheet stays") if len(left) == 1 else ("are", "their sheets stay")
            who = " and ".join(left)
            told.append(f"{one.number}: {who} submitted it too and {are} to code it no more; {stay} closed")
    return told


def _to_code_again(review: Review, wanted: Sequence[Candidate]) -> list[str]:
    """Of which study and coder the submission is from before a publication that asks some field again, and which.

    It is told from the codebook that the submission names, without a look at any answer.
    """
    versions = review.in_force.versions
    found: list[str] = []
    for one in wanted:
        for person in review.plan.coders(one.round, one.study):
            for freeze in review.logs.freezes(one.study, person, one.round):
                way = versions.way(freeze.codebook)
                if freeze.id in one.submissions and way.known:
                    fields = [each.id for each in review.in_force.codebook.fields if asks_anew(way, each.id)]
                    if fields:
                        found.append(f"{one.number} by {person} ({', '.join(fields)})")
    return found


def _studies(count: int) -> str:
    return "study is" if count == 1 else "studies are"


def _spelled(numbers: Sequence[str]) -> str:
    return ", ".join(numbers) if len(numbers) <= 8 else f"{', '.join(numbers[:7])} … {numbers[-1]}"

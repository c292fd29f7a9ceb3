"""Who codes what: everyone everything, a random share coded twice, or by hand."""

import random
from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import ceil

from twofold.record.document import MAIN_ROUND, Document
from twofold.record.plan_documents import AssignmentDocument
from twofold.review.leading import Proposed, Refused, pen_of_lead
from twofold.review.open import Review


def shared_out(studies: Sequence[str], people: Sequence[str], share: int, seed: int) -> dict[str, tuple[str, ...]]:
    """Each study to one person in turn, and ``share`` per cent of the studies, rounded up, to a second one.

    Which ones is drawn with ``seed`` from the studies in the order given. Loads differ by at most two studies.
    """
    drawn = random.Random(f"twofold:{seed}:{len(studies)}:{len(people)}")
    order = list(studies)
    drawn.shuffle(order)
    twice = set(order[: ceil(Fraction(share * len(order), 100))])
    load = dict.fromkeys(people, 0)
    made: dict[str, tuple[str, ...]] = {}
    for study in order:
        chosen = sorted(people, key=lambda one: (load[one], drawn.random()))[: 2 if study in twice else 1]
        for one in chosen:
            load[one] += 1
        made[study] = tuple(sorted(chosen))
    return {study: made[study] for study in studies}


def propose_sample(review: Review, people: Sequence[str], share: int, seed: int) -> Proposed:
    """Assign the studies of the main round so that a random share is coded by two.

    Raises:
        Refused: this person may not, a person is no reviewer, or there are fewer than two.
    """
    who = tuple(sorted(set(people))) or _reviewers(review)
    if len(who) < 2:
        raise Refused("Coding a share twice needs two reviewers.")
    if not 0 <= share <= 100:
        raise Refused("The share is a percentage, from 0 to 100.")
    studies = [key for key in review.plan.studies if review.plan.round_of(key) == MAIN_ROUND]
    return propose(review, MAIN_ROUND, shared_out(studies, who, share, seed), f"random {share} %, seed {seed}")


def propose_everyone(review: Review) -> Proposed:
    """Assign every study of the main round to every reviewer.

    Raises:
        Refused: this person may not.
    """
    who = _reviewers(review)
    studies = [key for key in review.plan.studies if review.plan.round_of(key) == MAIN_ROUND]
    return propose(review, MAIN_ROUND, dict.fromkeys(studies, who), "everyone everything")


def propose(review: Review, round_id: str, wanted: Mapping[str, Sequence[str]], how: str) -> Proposed:
    """Assign each study to the people given, with what that changes in words.

    Raises:
        Refused: this person may not, or somebody is no reviewer.
    """
    pen = pen_of_lead(review, "assigns studies")
    for person in sorted({one for people in wanted.values() for one in people}):
        if person not in _reviewers(review):
            raise Refused(
                f"`{person}` is no reviewer of this review. The reviewers are: {', '.join(_reviewers(review))}."
            )
    documents: list[Document] = []
    for study, people in wanted.items():
        known = review.plan.assignments.get((round_id, study))
        if known is not None and {one.people for one in known.current.values()} == {tuple(people)}:
            continue
        documents.append(
            pen.document(
                AssignmentDocument,
                round=round_id,
                study=study,
                people=tuple(people),
                how=how,
                replaces=() if known is None else known.ids,
            )[1]
        )
    counts = [sum(len(set(people)) == number for people in wanted.values()) for number in range(5)]
    words = [f"{counts[number]} studies coded by {number}" for number in range(5) if counts[number]]
    for person in _reviewers(review):
        words.append(f"{person}: {sum(person in people for people in wanted.values())} studies")
    words += [
        f"{person} has begun {review.plan.studies[study].number} and would no longer code it; what is written stays"
        for person in _reviewers(review)
        for study in review.logs.studies_of(person) & wanted.keys()
        if person not in wanted[study]
    ]
    words += _already_open(review, round_id, wanted)
    return Proposed(tuple(words), tuple(documents))


def _already_open(review: Review, round_id: str, wanted: Mapping[str, Sequence[str]]) -> list[str]:
    """What to know of people who are given a study that is open for comparison already, in sentences."""
    plan = review.plan
    told = []
    for study, people in wanted.items():
        new = sorted(set(people).difference(plan.coders(round_id, study)))
        if new and plan.released(round_id, study):
            they = " and ".join(new)
            codes = "codes" if len(new) == 1 else "code"
            told.append(
                f"{plan.studies[study].number} is open for comparison already and {they} may have seen it there: what"
                f" {they} {codes} of it counts as no independent code"
            )
    return told


def _reviewers(review: Review) -> tuple[str, ...]:
    return tuple(one.id for one in review.plan.standing.people if "reviewer" in one.roles)

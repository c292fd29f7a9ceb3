"""Calibration rounds: a named set of studies, coded and compared apart, with a stop rule written before."""

from collections.abc import Sequence

from twofold.record.document import MAIN_ROUND, Document
from twofold.record.plan_documents import RoundDocument, StopRule
from twofold.review import assigning
from twofold.review.leading import Proposed, Refused, pen_of_lead
from twofold.review.open import Review
from twofold.review.review_file import id_for


def propose_round(
    review: Review, name: str, studies: Sequence[str], people: Sequence[str], raw_agreement: int, *, all_discussed: bool
) -> Proposed:
    """Open a round on these studies, for these people or else every reviewer.

    Raises:
        Refused: this person may not, a study is in another open round, or somebody has begun to code it.
    """
    pen = pen_of_lead(review, "opens rounds")
    if not studies:
        raise Refused("A round needs studies.")
    for study in studies:
        number = review.plan.studies[study].number
        if review.plan.round_of(study) != MAIN_ROUND:
            raise Refused(f"{number} is in the round `{review.plan.round_of(study)}` already.")
        begun = [one.id for one in review.plan.standing.people if study in review.logs.studies_of(one.id)]
        if begun:
            raise Refused(f"{number} is being coded in the main round by {begun[0]}; a round takes studies not begun.")
    key = id_for(name, [*review.plan.rounds, MAIN_ROUND])
    opened = pen.document(
        RoundDocument,
        round=key,
        name=name,
        studies=tuple(studies),
        stop_rule=StopRule(raw_agreement=raw_agreement, all_discussed=all_discussed),
    )[1]
    who = tuple(sorted(set(people))) or tuple(one.id for one in review.plan.standing.people if "reviewer" in one.roles)
    assigned = assigning.propose(review, key, dict.fromkeys(studies, who), f"round {key}")
    rule = f"good enough when the primary items agree in {raw_agreement} % or more" + (
        " and every disagreement is discussed" if all_discussed else ""
    )
    return Proposed(
        (f"round `{key}` on {len(studies)} studies for {', '.join(who)}", rule), (opened, *assigned.documents)
    )


def propose_closing(review: Review, key: str, *, keep: bool) -> Proposed:
    """Close a round. Its studies are then coded afresh in the main round, or its own record of them is kept.

    Raises:
        Refused: this person may not, or there is no such open round.
    """
    pen = pen_of_lead(review, "closes rounds")
    register = review.plan.rounds.get(key)
    if register is None or review.plan.round(key).state != "open":
        raise Refused(f"There is no open round called `{key}`.")
    now = review.plan.round(key)
    closed: Document = pen.document(
        RoundDocument,
        round=key,
        name=now.name,
        studies=now.studies,
        stop_rule=now.stop_rule,
        state="closed-kept" if keep else "closed-afresh",
        replaces=register.ids,
    )[1]
    open_ones = [one for one in now.studies if not review.plan.released(key, one)]
    words = ["its record of them is kept" if keep else "its studies are coded afresh in the main round"]
    if open_ones:
        words.append(f"{len(open_ones)} of its studies were never opened for comparison")
    return Proposed(tuple(words), (closed,))

"""Whether a released study is talked over: nothing of it is left that might yet come to a third reader."""

from collections.abc import Mapping

from twofold.record.consensus import How, Settled, Weighing, consensus
from twofold.record.document import Document
from twofold.record.proposals import is_excluded
from twofold.review.material import InForce
from twofold.review.opened_sheets import carrying, matched_rows, opened_sheets
from twofold.review.plan import Plan


def is_talked_over(
    plan: Plan, in_force: InForce, study: str, round_id: str, documents: Mapping[str, Mapping[str, Document]]
) -> bool:
    """Whether every disagreement of the study is settled, arbitrated or left open, and nothing waits: neither for a
    third reader, nor for the authors, nor for a sheet that has not arrived here.

    ``documents`` are those of the study that count, by person. So is a study that one person alone coded, or that was
    excluded: there is nothing to be settled of it.
    """
    everything = {key: one for theirs in documents.values() for key, one in theirs.items()}
    found = opened_sheets(plan, study, round_id, documents, in_force.versions)
    if found is not None and found.absent:
        return False
    if found is None or len(found.now) == 1 or is_excluded(everything):
        return found is not None
    sheets = tuple(one.frozen for one in found.now)
    rows = matched_rows(sheets, documents, round_id)
    weighing = Weighing(
        sheets,
        rows,
        {key: one for key, one in everything.items() if getattr(one, "round", round_id) == round_id},
        carrying(in_force.versions),
        outdated=frozenset((one.frozen.person, place) for one in found.now for place in one.outdated),
        later=frozenset((one.frozen.person, place) for one in found.now for place in one.later),
    )
    made = consensus(in_force.codebook, weighing)
    return all(_is_done(made.settled.get(place)) for place in made.open) and not any(one.twice for one in rows)


def _is_done(one: Settled | None) -> bool:
    """Whether nothing more is expected there; what was talked over and left open is done."""
    return one is not None and (one.how.settled or (one.how is How.OPEN and bool(one.decisions)))

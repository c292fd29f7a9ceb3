"""Studies that were brought in twice, under two keys: found by their DOIs, and joined by the lead's word."""

from dataclasses import dataclass

from twofold.record.authority import effective
from twofold.record.plan_documents import ReportDocument, SameAsDocument
from twofold.review.leading import Proposed, Refused, pen_of_lead
from twofold.review.open import Review


@dataclass(frozen=True, slots=True)
class Pair:
    """Two studies with a report of the same DOI: their numbers, the one with the smaller number kept."""

    study: str
    same_as: str
    doi: str


def same_by_doi(review: Review) -> tuple[Pair, ...]:
    """The studies that bear different keys and have a DOI in common, which nobody has joined yet."""
    first: dict[str, str] = {}
    found: dict[tuple[str, str], Pair] = {}
    for study, planned in review.plan.studies.items():
        counting, _ = effective(review.plan.standing, review.logs.reports(study))
        for doi in sorted({one.doi.casefold() for _, one in counting.values() if isinstance(one, ReportDocument)}):
            if doi:
                other = first.setdefault(doi, study)
                if other != study:
                    pair = Pair(planned.number, review.plan.studies[other].number, doi)
                    found.setdefault((study, other), pair)
    return tuple(found.values())


def propose_same(review: Review, study: str, same_as: str) -> Proposed:
    """Record that two studies are one; what was coded under either then counts for ``same_as``.

    Raises:
        Refused: this person may not, or the two are one study already.
    """
    pen = pen_of_lead(review, "joins studies")
    if study == same_as:
        raise Refused("That is one study already.")
    known = review.plan.same_as.get(study)
    made = pen.document(SameAsDocument, study=study, same_as=same_as, replaces=() if known is None else known.ids)[1]
    one, other = review.plan.studies[study].number, review.plan.studies[same_as].number
    return Proposed((f"{one} and {other} are one study, shown as {other}",), (made,))


def propose_apart(review: Review, study: str) -> Proposed:
    """Take back that other studies are the same as this one.

    Raises:
        Refused: this person may not, or no study was joined to it.
    """
    return _apart(review, study, (study, *review.plan.also.get(study, ())))


def propose_pair_apart(review: Review, study: str, same_as: str) -> Proposed:
    """Take back that this one study is the same as that one; what else was joined to either stays joined.

    Raises:
        Refused: this person may not, or the two are not joined.
    """
    register = review.plan.same_as.get(study)
    joined = register is not None and any(one.same_as == same_as for one in register.current.values())
    shown = next((key for key, others in review.plan.also.items() if study in others), study)
    return _apart(review, shown, (study,) if joined else ())


def _apart(review: Review, shown: str, keys: tuple[str, ...]) -> Proposed:
    pen = pen_of_lead(review, "takes studies apart")
    made = tuple(
        pen.document(SameAsDocument, study=key, replaces=register.ids)[1]
        for key, register in review.plan.same_as.items()
        if key in keys and any(one.same_as is not None for one in register.current.values())
    )
    if not made:
        raise Refused(f"No study was joined to {review.plan.studies[shown].number}.")
    return Proposed((f"{review.plan.studies[shown].number} stands alone again",), made)

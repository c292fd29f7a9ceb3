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
    pen = pen_of_lead(review, "takes studies apart")
    others = review.plan.also.get(study, ())
    made = tuple(
        pen.document(SameAsDocument, study=key, replaces=register.ids)[1]
        for key, register in review.plan.same_as.items()
        if key in (study, *others) and any(one.same_as is not None for one in register.current.values())
    )
    if not made:
        raise Refused(f"No study was joined to {review.plan.studies[study].number}.")
    return Proposed((f"{review.plan.studies[study].number} stands alone again",), made)

"""The consensus of the studies that are open for comparison."""

from collections.abc import Mapping

from twofold.comparison.released import Compared
from twofold.record.consensus import Consensus, Weighing, consensus
from twofold.record.document import Document
from twofold.review.arbiters import arbiters_of
from twofold.review.open import Review
from twofold.review.opened_sheets import carrying
from twofold.review.versions import Versions


def consensus_of(review: Review, one: Compared) -> Consensus:
    """The consensus of a released study, as far as this person's copy of the review has the decisions.

    Raises:
        CannotOpen: there is no codebook.
    """
    return consensus(review.in_force.codebook, weighing_of(review, one))


def weighing_of(review: Review, one: Compared) -> Weighing:
    """What the consensus of a released study is made from.

    Raises:
        CannotOpen: there is no codebook.
    """
    documents = {
        person.id: review.documents_of(one.study, person.id, one.round) for person in review.plan.standing.people
    }
    return weighed(review, one, documents, review.in_force.versions)


def weighed(
    review: Review, one: Compared, documents: Mapping[str, Mapping[str, Document]], versions: Versions
) -> Weighing:
    """What the consensus of a released study is made from, of these documents of its people."""
    # A person's own documents are of every round that the study was coded in.
    of_round = {
        key: each
        for theirs in documents.values()
        for key, each in theirs.items()
        if getattr(each, "round", one.round) == one.round
    }
    return Weighing(
        one.sheets,
        one.rows,
        of_round,
        carrying(versions),
        arbiters_of(review.logs, review.plan, one.study, one.round).difference(one.people),
        one.outdated,
        one.later,
        one.absent,
    )

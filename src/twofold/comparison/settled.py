"""The consensus of the studies that are open for comparison."""

from twofold.comparison.meanings import meanings_of
from twofold.comparison.released import Compared
from twofold.record.consensus import Consensus, Weighing, consensus
from twofold.record.document import Document
from twofold.review.open import Review


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
    documents: dict[str, Document] = {}
    for person in review.plan.standing.people:
        documents |= review.documents_of(one.study, person.id, one.round)
    coders = {*one.people, *review.plan.coders(one.round, one.study)}
    arbiters = {who for who, roles in review.plan.standing.held.items() if "arbiter" in roles}
    return Weighing(
        one.sheets,
        one.rows,
        documents,
        meanings_of(review),
        frozenset(arbiters - coders),
        one.outdated,
    )

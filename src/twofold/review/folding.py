"""The plan and what it was folded from, so that it is folded anew only when a plan log says something else."""

from collections.abc import Sequence
from dataclasses import dataclass

from twofold.record.authority import Filed
from twofold.review.plan import Plan, fold_plan
from twofold.store.folder import Logs


@dataclass(frozen=True, slots=True)
class Folded:
    """A plan with the documents that it was folded from, in the order in which the logs gave them."""

    plan: Plan
    filed: Sequence[Filed]


def folded(review: str, logs: Logs, known: Folded | None = None) -> Folded:
    """The plan of the review with that id as its logs have it now; ``known`` itself if they still say the same.

    They do if they hold the very documents that ``known`` was folded from: a document that was read is never changed,
    and what is read again from a log that was replaced is another object.
    """
    filed = tuple(logs.plan())
    if known is not None and _same(filed, known.filed):
        return known
    return Folded(fold_plan(review, filed), filed)


def _same(one: Sequence[Filed], other: Sequence[Filed]) -> bool:
    return len(one) == len(other) and all(
        here.written is there.written and here.person == there.person for here, there in zip(one, other, strict=True)
    )

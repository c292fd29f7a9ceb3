"""Outcome rows that the lead lists for a study before it is coded: shared by its coders, who may not remove them."""

from collections.abc import Sequence

from twofold.record.document import Document
from twofold.record.plan_documents import RowListDocument
from twofold.review.leading import Proposed, Refused, pen_of_lead
from twofold.review.open import Review
from twofold.store.device import new_key
from twofold.values.plaintext import one_line


def propose_rows(review: Review, study: str, names: Sequence[str], *, remove: bool) -> Proposed:
    """List outcome rows for a study, or take listed ones off again. What was coded of them stays.

    Raises:
        Refused: this person may not, a name is listed already, or is not listed.
    """
    pen = pen_of_lead(review, "lists outcome rows")
    number = review.plan.studies[study].number
    live = {one.name: one for one in review.plan.listed.get(study, ()) if not one.removed}
    documents: list[Document] = []
    for name in dict.fromkeys(one_line(name) for name in names):
        if not name:
            raise Refused("An outcome row needs a name.")
        if remove and name not in live:
            raise Refused(f"{number} has no listed row “{name}”. Listed are: {', '.join(live) or 'none'}.")
        if not remove and name in live:
            raise Refused(f"{number} has a listed row “{name}” already.")
        documents.append(
            pen.document(
                RowListDocument,
                study=study,
                row=live[name].row if remove else new_key(),
                name=name,
                removed=remove,
                replaces=review.plan.listed_ids[live[name].row] if remove else (),
            )[1]
        )
    words = "no longer lists" if remove else "lists"
    return Proposed(tuple(f"{number} {words} “{one_line(name)}”" for name in names), tuple(documents))

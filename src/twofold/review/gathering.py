"""What a study's session is made of, gathered from the logs, from what waits to be saved, and from the plan."""

from typing import TYPE_CHECKING

from twofold.record.document import MAIN_ROUND
from twofold.review.material import Material
from twofold.review.reading import lines_by, reports_of, waiting_of
from twofold.review.views import Study

if TYPE_CHECKING:
    from twofold.review.open import Review


def gathered(review: "Review", study: str) -> Material:
    """What the person of the review may be shown of a study of its plan, and has written of it, saved or not yet."""
    plan, logs, pen = review.plan, review.logs, review.pen
    planned = plan.studies[study]
    # What waits is asked for first: between the two it can only get from there to the disk.
    waiting = () if pen is None else waiting_of(pen.queue.unsaved, study)
    documents = review.documents_of(study, review.person)
    own = None if pen is None else pen.own.current("work")
    lines = tuple(
        tuple((one.id, documents[one.id]) for one in line.documents if one.id in documents)
        for found, line in lines_by(logs, study, review.person)
        if found.path == own
    )
    lines += tuple(line for line in waiting if not documents.keys() & dict(line).keys())
    documents |= {key: one for line in waiting for key, one in line}
    keys = review.mine()
    view = Study(
        study,
        planned.number,
        planned.label,
        keys.index(study) + 1 if study in keys else 0,
        len(keys),
        reports_of(logs, plan.standing, study),
        planned.initiative,
    )
    round_id = plan.round_of(study)
    return Material(
        view,
        documents,
        lines,
        round_id,
        "" if round_id == MAIN_ROUND else f"calibration round “{plan.round(round_id).name}”",
        bool(plan.released(round_id, study)),
        bool(plan.releases),
        plan.listed.get(study, ()),
    )

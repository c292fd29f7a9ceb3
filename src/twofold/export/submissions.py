"""submissions.csv: who submitted what and when, against which codebook, having seen which logs."""

from collections.abc import Iterable

from twofold.exchange.verifying import SUBMITTED, SUBMITTED_AGAIN, proofs_of
from twofold.export.cells import JOINT
from twofold.export.material import Material, StudyAtHand
from twofold.export.tables import STUDY, TO_STUDY, Column, Kind, Row, Table
from twofold.record.work_documents import SubmissionDocument

_SUBMITTING = (SUBMITTED, SUBMITTED_AGAIN)


def submissions_table(material: Material) -> Table:
    """One row a line of the proof of independence. Minutes are in it where the review's settings say so."""
    review = material.review
    timed = minutes_wanted(material)

    def of_study(one: StudyAtHand) -> Iterable[Row]:
        took = {
            (each.by, each.round, each.at): each.minutes
            for each in one.documents.values()
            if isinstance(each, SubmissionDocument) and each.minutes is not None
        }
        for each in proofs_of(review, one.key, one.documents):
            if each.round not in material.rounds or each.person not in material.people:
                continue
            seen = (f"{log.person or 'a log not here'} {log.kind} {log.line}".replace("  ", " ") for log in each.seen)
            minutes = took.get((each.person, each.round, each.at)) if each.what in _SUBMITTING else None
            yield (
                each.study,
                each.round,
                each.person,
                each.what,
                each.at,
                each.codebook,
                JOINT.join(seen),
                str(each.number) if each.number else "",
                *(["" if minutes is None else str(minutes)] if timed else []),
            )

    return Table(
        "submissions",
        "submission, reopening or change",
        "The proof of independence, as `twofold verify` prints it: how far every log had come in the copy of whoever"
        " submitted. Every opening there ever was is in it, and that somebody submitted is told to everybody; how many"
        " answers changed since is told of what is open for comparison.",
        (
            STUDY,
            Column("round", "the round"),
            Column("person", "who"),
            Column("what", "what was done"),
            Column("at", "when, by that person's clock, UTC", Kind.INSTANT),
            Column("codebook_version", "version of the codebook that it names", free=True),
            Column("seen", "the logs that the person had, each with its last line, joined by |"),
            Column("answers_changed", "how many answers changed since", Kind.INTEGER),
            *([Column("minutes", "minutes that the coding took", Kind.INTEGER)] if timed else []),
        ),
        (),
        TO_STUDY,
        of_study=of_study,
    )


def minutes_wanted(material: Material) -> bool:
    """Whether the review's settings let exports say how long the coding took."""
    return material.review.plan.standing.settings.minutes_in_exports

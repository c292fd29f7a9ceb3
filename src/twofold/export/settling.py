"""How a place of the comparison was settled, as the columns of several files."""

from twofold.codebook.model import Field
from twofold.export.cells import JOINT, cell, flag, label
from twofold.export.tables import Column, Kind
from twofold.record.consensus import How, Settled

HOWS = {
    How.SHARED: "all coders gave this answer",
    How.ALONE: "coded by one person alone: that answer stands, and nobody checked it",
    How.NOT_COMPARED: "texts that are not compared: the longest stands",
    How.SLIP: "all coders say so once slips are owned",
    How.WITH_ROW: "stands with a row that not all listed and that was kept",
    How.AGREED: "agreed by the coders",
    How.DISCUSSED: "decided after discussion",
    How.ARBITRATED: "decided by an arbiter who did not code the study",
    How.AUTHOR_REPLY: "answered by the authors of the study",
    How.OPEN: "open: no consensus yet",
    How.DEFERRED: "open: put off",
    How.WAITING: "open: waits for the authors",
    How.DECIDED_TWICE: "open: two decisions, neither knowing of the other",
    How.STALE: "open: decided once, and to be confirmed since something changed",
}
"""Each way in which a place may stand, with what it says."""

SETTLING = (
    Column("consensus", "the answer that holds; blank while it is open", free=True),
    Column("consensus_label", "that answer as the codebook calls it", free=True),
    Column("how", "how it was settled, or why it is open", values={one.value: words for one, words in HOWS.items()}),
    Column("settled", "whether an answer holds", Kind.BOOLEAN),
    Column("reason", "the reason of the decision", free=True),
    Column("cause", "what the disagreement came from, as the decision says"),
    Column("slips", "coders who own that their code was a slip, joined by |"),
    Column("decided_by", "who wrote the decisions that hold, joined by |"),
    Column("decided_at", "when the last of them was written, UTC", Kind.INSTANT),
)


def settling(field: Field, one: Settled) -> tuple[str, ...]:
    """The cells of ``SETTLING``."""
    head = (cell(field, one.coded.answer), label(field, one.coded.answer), one.how.value, flag(one.how.settled))
    if not one.decisions and not one.stands:
        return (*head, "", "", "", "", "")
    decisions = list(one.decisions.values())
    said = [each for each in decisions if each.reason]
    return (
        *head,
        said[0].reason if said else "",
        next((each.cause for each in decisions if each.cause), ""),
        JOINT.join(sorted(who for who, (_, stand) in one.stands.items() if stand.slip)),
        JOINT.join(sorted({each.by for each in decisions})),
        max((each.at for each in decisions), default=""),
    )

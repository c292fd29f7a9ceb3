"""How a place of the comparison was settled, as the columns of several files."""

from twofold.export.cells import JOINT, NOT_ASKED_CELLS, FieldCells, flag
from twofold.export.tables import Column, Kind
from twofold.record.consensus import How, Settled
from twofold.record.still_open import Aside

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

_ASIDE = {
    Aside.ROW_DROPPED: "the outcome row was dropped, so that no answer is wanted",
    Aside.NOT_ASKED: "not asked any more, by answers above it that are settled",
}

_WORDS = {one.value: words for named in (HOWS, _ASIDE) for one, words in named.items()}
SETTLING = (
    Column("consensus", "the answer that holds; blank while it is open, NASK where none is wanted any more", free=True),
    Column("consensus_label", "that answer as the codebook calls it", free=True),
    Column("consensus_missing", "the missing code again, so that a text that reads NR can be told from not reported"),
    Column("how", "how it was settled, or why it is open", values=_WORDS),
    Column("settled", "whether an answer holds, or none is wanted any more", Kind.BOOLEAN),
    Column("reason", "the reason of the decision, or what else keeps it open", free=True),
    Column("cause", "what the disagreement came from, as the decision says"),
    Column("slips", "coders who own that their code was a slip, joined by |"),
    Column("decided_by", "who wrote the decisions that hold, joined by |"),
    Column("decided_at", "when the last of them was written, UTC", Kind.INSTANT),
)


_HOW_CELLS = {one: (one.value, flag(one.settled)) for one in How}


def settling(cells: FieldCells, one: Settled, aside: Aside | None = None) -> tuple[str, ...]:
    """The cells of ``SETTLING``; with ``aside``, of a place that wants no answer any more."""
    if aside is None:
        head = (*cells.of(one.coded.answer), *_HOW_CELLS[one.how])
    else:
        head = (*NOT_ASKED_CELLS, aside.value, "1")
    held_open = one.changed if one.how is How.OPEN else ""
    if not one.decisions and not one.stands:
        return (*head, held_open, "", "", "", "")
    decisions = list(one.decisions.values())
    said = [each for each in decisions if each.reason]
    return (
        *head,
        held_open or (said[0].reason if said else ""),
        next((each.cause for each in decisions if each.cause), ""),
        JOINT.join(sorted(who for who, (_, stand) in one.stands.items() if stand.slip)),
        JOINT.join(sorted({each.by for each in decisions})),
        max((each.at for each in decisions), default=""),
    )

"""Proposals to exclude a study, or to take two for one, and what became of them. A pure function of the documents."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from twofold.record.decision_documents import StudyDecisionDocument
from twofold.record.document import Document
from twofold.record.liveness import live, of_kind
from twofold.record.registers import registers
from twofold.record.work_documents import ExclusionDocument


class Outcome(StrEnum):
    """What became of a proposal."""

    OPEN = "open"
    GRANTED = "granted"
    REFUSED = "refused"
    DECIDED_TWICE = "decided twice"
    STALE = "to be confirmed"

    @property
    def settled(self) -> bool:
        """Whether it was decided, and that holds."""
        return self in (Outcome.GRANTED, Outcome.REFUSED)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A study that somebody proposes to exclude, or with ``other`` to take for one with that study.

    ``proposed`` are the live proposals and ``decisions`` what was decided of them, by id.
    """

    other: str | None
    proposed: Mapping[str, ExclusionDocument]
    decisions: Mapping[str, StudyDecisionDocument]
    outcome: Outcome


def proposals(documents: Mapping[str, Document]) -> tuple[Proposal, ...]:
    """The proposals on one study, that to exclude it first. One that was withdrawn before it was granted is none."""
    made = registers((((one.by, one.same_as)), key, one) for key, one in of_kind(ExclusionDocument, documents).items())
    standing = {key: one for each in made.values() for key, one in each.current.items() if not one.withdrawn}
    decided = live(of_kind(StudyDecisionDocument, documents))
    about = {one.same_as for one in standing.values()} | {one.other for one in decided.values()}
    found = (_proposal(other, standing, decided) for other in sorted(about, key=lambda one: one or ""))
    return tuple(one for one in found if one.proposed or one.outcome is not Outcome.OPEN)


def exclusion(documents: Mapping[str, Document]) -> Proposal | None:
    """The proposal to exclude the study, where there is one, with what became of it."""
    return next((one for one in proposals(documents) if one.other is None), None)


def is_excluded(documents: Mapping[str, Document]) -> bool:
    """Whether the study was excluded while it was coded. Its codes stay what they are."""
    one = exclusion(documents)
    return one is not None and one.outcome is Outcome.GRANTED


def _proposal(
    other: str | None, standing: Mapping[str, ExclusionDocument], decided: Mapping[str, StudyDecisionDocument]
) -> Proposal:
    proposed = {key: one for key, one in sorted(standing.items()) if one.same_as == other}
    decisions = {key: one for key, one in decided.items() if one.other == other}
    words = {one.granted for one in decisions.values()}
    if not words or (not proposed and words == {False}):
        outcome = Outcome.OPEN
    elif len(words) > 1:
        outcome = Outcome.DECIDED_TWICE
    elif True in words:
        # Who proposes the same once more supports the grant; it wants a second word once nobody proposes it any more.
        gone = not proposed and any(one.weighed for one in decisions.values())
        outcome = Outcome.STALE if gone else Outcome.GRANTED
    else:
        weighed = {key for one in decisions.values() for key in one.weighed}
        outcome = Outcome.REFUSED if proposed.keys() <= weighed else Outcome.STALE
    return Proposal(other, proposed, decisions, outcome)

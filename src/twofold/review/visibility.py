"""What is visible to whom: the one place where it is decided."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from twofold.record.decision_documents import DecisionDocument
from twofold.record.document import MAIN_ROUND, Document
from twofold.record.liveness import live, of_kind
from twofold.record.proposals import is_excluded
from twofold.record.work_documents import (
    CodeDocument,
    ExclusionDocument,
    NoteMarkDocument,
    ReopeningDocument,
    RowDocument,
    SubmissionDocument,
)
from twofold.review.arbiters import has_coded
from twofold.review.material import InForce
from twofold.review.plan import Plan
from twofold.review.reading import documents_by
from twofold.review.standings import state_in
from twofold.review.views import State
from twofold.store.folder import Logs


def may_see(viewer: str, author: str, *, released: bool, owes: bool, blind: bool = False) -> bool:
    """Whether ``viewer`` may be shown anything derived from the answers that ``author`` gave to a study.

    Until a release opens what the author submitted of the study, nobody sees another's, the lead included; whoever
    still ``owes`` a submission of it sees nothing of it in any role; and whoever is to arbitrate on it, ``blind``, sees
    it without names and nowhere else than there.
    """
    return viewer == author or (released and not owes and not blind)


def is_kept_back(document: Document, *, blind: bool) -> bool:
    """Whether a document is kept even from its own author while they are ``blind``: their decision names the coders in
    the order in which their codes were shown, and the codes that it weighed."""
    return blind and isinstance(document, DecisionDocument)


def is_coding(document: Document, *, codes_it: bool) -> bool:
    """Whether a document is of its author's coding of a study, which opens when a release names a submission of theirs
    and no sooner, though what others submitted of it is open. What settles what was opened is none of it, nor is what a
    third reader codes of it. ``codes_it``: the author is to code the study."""
    match document:
        case CodeDocument(purpose=purpose):
            return purpose != "third"
        case SubmissionDocument() | RowDocument() | ReopeningDocument():
            return True
        case NoteMarkDocument(by=by, of=of):
            return by == of
        case ExclusionDocument():
            return codes_it
        case _:
            return False


def is_opened(logs: Logs, plan: Plan, study: str, author: str, round_id: str) -> bool:
    """Whether any release of the study in the round names a submission of the author that is here."""
    named = plan.ever_released(round_id, study)
    return bool(named) and (
        any(one.id in named for one in logs.freezes(study, author, round_id))
        or any(one.written.id in named and one.written.body.get("by") == author for one in logs.extracted(study))
    )


def without_unopened(
    plan: Plan, study: str, author: str, round_id: str, documents: Mapping[str, Document]
) -> dict[str, Document]:
    """What of an author's documents of a study others may be shown once it is open: all, where one of them is a
    submission that its releases name, and else only what is none of their coding."""
    if not plan.ever_released(round_id, study).isdisjoint(documents):
        return dict(documents)
    codes_it = author in plan.coders(round_id, study)
    return {key: one for key, one in documents.items() if not is_coding(one, codes_it=codes_it)}


@dataclass(slots=True)
class Eyes:
    """What one person may see of a review, told from the plan and the logs.

    Whether an arbiter is blind on a study rests on what its coders said of it, which is read once for each state of the
    logs. ``in_force`` gives the codebook, or nothing where it cannot be read.
    """

    logs: Logs
    viewer: str
    in_force: Callable[[], InForce | None]
    _blind: dict[tuple[str, str], tuple[tuple[object, ...], bool]] = field(default_factory=dict)

    def see(self, plan: Plan, study: str, author: str, round_id: str, *, unnamed: bool = False) -> bool:
        """Whether what is opened of what ``author`` wrote of the study in the round may be shown; with ``unnamed``,
        whether it may be where no name stands beside it. What of it is opened, ``without_unopened`` tells."""
        codes_it = self.viewer in plan.coders(round_id, study)
        return may_see(
            self.viewer,
            author,
            released=bool(plan.released(round_id, study)),
            owes=self._owes(plan, study, round_id) if codes_it else self._may_owe_it_afresh(plan, study, round_id),
            blind=not unnamed and self.is_blind(plan, study, round_id),
        )

    def _owes(self, plan: Plan, study: str, round_id: str) -> bool:
        return state_in(self.logs, plan, study, self.viewer, round_id) is not State.SUBMITTED

    def _may_owe_it_afresh(self, plan: Plan, study: str, round_id: str) -> bool:
        """Whether this person, who is outside that calibration round, has still to code the study in the main one, or
        will have to unless the record of the round is kept. A lead runs the round while it is open, and is then counted
        as one who saw it."""
        if round_id == MAIN_ROUND or self.viewer not in plan.coders(MAIN_ROUND, study):
            return False
        state = plan.round(round_id).state
        if state == "closed-kept" or (state == "open" and "lead" in plan.standing.held.get(self.viewer, frozenset())):
            return False
        return self._owes(plan, study, MAIN_ROUND)

    def see_coding(self, plan: Plan, study: str, author: str, round_id: str) -> bool:
        """Whether what ``author`` coded of the study in the round may be shown; for nobody, whether the study is open
        to this person at all."""
        if not self.see(plan, study, author, round_id):
            return False
        if author in (self.viewer, "") or is_opened(self.logs, plan, study, author, round_id):
            return True
        # What the author submitted may stand in a log that was not read yet.
        more = [one for one in self.logs.read() if one.header.person == author or one.header.kind == "extract"]
        return bool(more) and is_opened(self.logs, plan, study, author, round_id)

    def is_blind(self, plan: Plan, study: str, round_id: str) -> bool:
        """Whether this person, an arbiter who never coded the study, is shown none of its codes with a name.

        Anything that the coders have not settled may yet be put off for an arbiter, so they are blind until the study
        is talked over and nothing of it waits. A lead, who has to see what is going on, is so once something was put
        off, and until it is settled.
        """
        roles = plan.standing.held.get(self.viewer, frozenset())
        if "arbiter" not in roles or not plan.released(round_id, study):
            return False
        if self.viewer in plan.coders(round_id, study):
            return False
        # A log that was not read yet may be the one that says so.
        for _ in self.logs.read():
            pass
        in_force = self.in_force()
        lines = sum(
            len(one.by_study.get(key, ())) for one in list(self.logs.scans.values()) for key in self.logs.keys_of(study)
        )
        meaning = "" if in_force is None else in_force.everything
        state = (plan.openings.get((round_id, study)), plan.standing, self.logs.keys_of(study), meaning, lines)
        known = self._blind.get((study, round_id))
        if known is None or known[0] != state:
            known = self._blind[study, round_id] = (
                state,
                not has_coded(self.logs, plan, study, self.viewer)
                and self._waits(plan, study, round_id, in_force, "lead" in roles),
            )
        return known[1]

    def _waits(self, plan: Plan, study: str, round_id: str, in_force: InForce | None, leads: bool) -> bool:
        documents = {
            one.id: documents_by(self.logs, plan.standing, study, one.id, plan.opened) for one in plan.standing.people
        }
        everything = {key: one for theirs in documents.values() for key, one in theirs.items()}
        decided = live(of_kind(DecisionDocument, everything)).values()
        if any(one.how == "deferred" and one.round == round_id for one in decided) and not is_excluded(everything):
            return True
        if leads:
            return False
        # What decides this is loaded for arbiters alone; everyone else opens a study without it.
        from twofold.review.talking import is_talked_over

        return in_force is None or not is_talked_over(plan, in_force, study, round_id, documents)

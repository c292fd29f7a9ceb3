"""What is visible to whom: the one place where it is decided."""

from collections.abc import Callable
from dataclasses import dataclass, field

from twofold.record.decision_documents import DecisionDocument
from twofold.record.document import Document
from twofold.record.liveness import live, of_kind
from twofold.record.proposals import is_excluded
from twofold.review.arbiters import has_coded
from twofold.review.material import InForce
from twofold.review.plan import Plan
from twofold.review.reading import documents_by
from twofold.review.standings import state_in
from twofold.review.views import State
from twofold.store.folder import Logs


def may_see(viewer: str, author: str, *, released: bool, owes: bool, blind: bool = False) -> bool:
    """Whether ``viewer`` may be shown anything derived from the answers that ``author`` gave to a study.

    Until the study is ``released`` nobody sees another's, the lead included; whoever still ``owes`` a submission of it
    sees nothing of it in any role; and whoever is to arbitrate on it, ``blind``, sees it without names and nowhere else
    than there.
    """
    return viewer == author or (released and not owes and not blind)


def is_kept_back(document: Document, *, blind: bool) -> bool:
    """Whether a document is kept even from its own author while they are ``blind``: their decision names the coders in
    the order in which their codes were shown, and the codes that it weighed."""
    return blind and isinstance(document, DecisionDocument)


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
        """Whether what ``author`` wrote of the study in the round may be shown; with ``unnamed``, whether it may be
        where no name stands beside it."""
        owing = self.viewer in plan.coders(round_id, study)
        return may_see(
            self.viewer,
            author,
            released=bool(plan.released(round_id, study)),
            owes=owing and state_in(self.logs, plan, study, self.viewer, round_id) is not State.SUBMITTED,
            blind=not unnamed and self.is_blind(plan, study, round_id),
        )

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

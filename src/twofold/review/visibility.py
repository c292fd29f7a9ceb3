"""What is visible to whom: the one place where it is decided."""

from dataclasses import dataclass, field

from twofold.record.liveness import live
from twofold.review.plan import Plan
from twofold.review.reading import decisions_on
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


@dataclass(slots=True)
class Eyes:
    """What one person may see of a review, told from the plan and the logs.

    Whether they are to arbitrate on a study stands in what others decided of it, which is read once for each state of
    the logs.
    """

    logs: Logs
    viewer: str
    _blind: dict[tuple[str, str], tuple[Plan, int, bool]] = field(default_factory=dict)

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
        """Whether this person, an arbiter who did not code the study, is still to settle something of it."""
        if "arbiter" not in plan.standing.held.get(self.viewer, frozenset()) or not plan.released(round_id, study):
            return False
        if self.viewer in plan.coders(round_id, study) or self.logs.freezes(study, self.viewer, round_id):
            return False
        # A log that was not read yet may be the one that says so.
        for _ in self.logs.read():
            pass
        lines = sum(
            len(one.by_study.get(key, ())) for one in list(self.logs.scans.values()) for key in self.logs.keys_of(study)
        )
        known = self._blind.get((study, round_id))
        if known is None or known[0] is not plan or known[1] != lines:
            deferred = _deferred(self.logs, plan, study, round_id)
            known = self._blind[study, round_id] = (plan, lines, deferred)
        return known[2]


def _deferred(logs: Logs, plan: Plan, study: str, round_id: str) -> bool:
    """Whether any decision that holds puts something of the study off for a third reader."""
    found = decisions_on(logs, plan.standing, study)
    return any(one.how == "deferred" for one in live(found).values() if one.round == round_id)

"""Who may arbitrate on a study: whoever has the role and never coded it, in whatever round."""

from twofold.record.work_documents import CodeDocument
from twofold.review.plan import Plan
from twofold.review.reading import documents_by
from twofold.store.folder import Logs


def arbiters_of(logs: Logs, plan: Plan, study: str, round_id: str) -> frozenset[str]:
    """The people who may arbitrate on the study in the round, as far as the logs are read."""
    coders = plan.coders(round_id, study)
    return frozenset(
        who
        for who, roles in plan.standing.held.items()
        if "arbiter" in roles and who not in coders and not has_coded(logs, plan, study, who)
    )


def has_coded(logs: Logs, plan: Plan, study: str, person: str) -> bool:
    """Whether the person ever submitted the study or began to code it, in any round. What an arbiter writes before
    seeing what the coders said is none of that."""
    keys = logs.keys_of(study)
    if any(one.freezes.get(key) for one in logs.work_of(person) for key in keys):
        return True
    return logs.begun(study, person) and any(
        isinstance(one, CodeDocument) and one.purpose != "third"
        for one in documents_by(logs, plan.standing, study, person, plan.opened).values()
    )

"""Where coding stands: of one study, told quickly from the lines of the logs or exactly from the answers."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from twofold.codebook.conditions import asked
from twofold.review.plan import Plan
from twofold.review.session import Session
from twofold.review.views import Progress, Standing, State
from twofold.store.folder import Logs
from twofold.store.scan import Freeze, Scan


def state_in(logs: Logs, plan: Plan, study: str, person: str, round_id: str = "") -> State:
    """Where the person's coding of the study stands, in the round named or the one it is coded in now, told from the
    lines alone.

    ``READY`` is not told apart from ``IN_PROGRESS`` here; ``standing_of`` does that by reading the answers.
    """
    return _state(logs.work_of(person), logs.keys_of(study), round_id or plan.round_of(study))


def states_in(logs: Logs, plan: Plan, studies: Iterable[str], person: str) -> dict[str, State]:
    """``state_in`` of many studies, in their order, each in the round that it is coded in now."""
    work = logs.work_of(person)
    return {study: _state(work, logs.keys_of(study), plan.round_of(study)) for study in studies}


def _state(work: Sequence[Scan], keys: Sequence[str], round_id: str) -> State:
    freezes = [one for found in work for key in keys for one in found.freezes.get(key, ()) if one.round == round_id]
    # Nothing but another one takes back or replaces a submission, and most studies have one or none.
    if (len(freezes) == 1 and freezes[0].submits) or (len(freezes) > 1 and standing_submissions(freezes)):
        return State.SUBMITTED
    if any(not one.submits for one in freezes):
        return State.REOPENED
    return State.IN_PROGRESS if any(key in found.by_study for found in work for key in keys) else State.NOT_BEGUN


def progress_of(
    logs: Logs, plan: Plan, states_of: Callable[[Collection[str], str], Mapping[str, State]]
) -> tuple[Progress, ...]:
    """How far every reviewer is, told from the logs that were read: counts, never anything of their answers.

    ``states_of`` gives where the coding of studies by a person stands.
    """
    coders = {key: plan.coders(plan.round_of(key), key) for key in plan.studies}
    made = []
    for one in plan.standing.people:
        if "reviewer" in one.roles:
            wanted = {key for key, people in coders.items() if one.id in people}
            begun = logs.studies_of(one.id) & wanted
            submitted = sum(state is State.SUBMITTED for state in states_of(begun, one.id).values())
            arrived = bool(logs.work_of(one.id))
            made.append(Progress(one.id, one.name, submitted, len(begun) - submitted, len(wanted), arrived))
    return tuple(made)


def standing_submissions(freezes: list[Freeze]) -> tuple[str, ...]:
    """The ids of the submissions that nothing has replaced or taken back."""
    ended = {each for one in freezes for each in one.ends}
    return tuple(sorted({one.id for one in freezes if one.submits and one.id not in ended}))


def standing_of(session: Session) -> Standing:
    """Where the person's coding of an open study stands, told from its answers."""
    record = session.record
    sheet = session.sheet
    wanted = asked(session.codebook, sheet)
    submission = record.submission
    if submission is not None:
        state = State.AGAIN if session.again.places else State.SUBMITTED
    elif record.reopenings:
        state = State.REOPENED
    elif not record.codes and not record.rows:
        state = State.NOT_BEGUN
    else:
        state = State.IN_PROGRESS if session.check().blocks else State.READY
    return Standing(
        state,
        sum(sheet.at(place[1], place[0]).answered for place in wanted),
        len(wanted),
        "" if submission is None else submission[1].at,
        len(session.conflicts),
        sum(bool(one.note) for one in sheet.codes.values()),
        session.exclusion,
        session.same_study.number if session.same_study is not None else "",
    )

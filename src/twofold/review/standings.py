"""Where coding stands: of one study, told quickly from the lines of the logs or exactly from the answers."""

from twofold.codebook.conditions import asked
from twofold.review.plan import Plan
from twofold.review.session import Session
from twofold.review.views import Standing, State
from twofold.store.folder import Logs
from twofold.store.scan import Freeze


def state_in(logs: Logs, plan: Plan, study: str, person: str, round_id: str = "") -> State:
    """Where the person's coding of the study stands, in the round named or the one it is coded in now, told from the
    lines alone.

    ``READY`` is not told apart from ``IN_PROGRESS`` here; ``standing_of`` does that by reading the answers.
    """
    freezes = logs.freezes(study, person, round_id or plan.round_of(study))
    if standing_submissions(freezes):
        return State.SUBMITTED
    if any(not one.submits for one in freezes):
        return State.REOPENED
    return State.IN_PROGRESS if logs.begun(study, person) else State.NOT_BEGUN


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
    )

"""Random histories of a fictional review: several people, devices, clones of devices, exchanges, and forgeries."""

from dataclasses import dataclass, field

from hypothesis import strategies as st
from made_logs import (
    CODEBOOK,
    FIELDS,
    FOUNDING,
    REVIEW,
    ROWS,
    STUDIES,
    MadeLog,
    code,
    document,
    filed,
    folded,
    key,
    log,
    review,
)

from twofold.record.lines import Written

PEOPLE = ("lea", "anna", "guest", "stranger")
"""A lead who also reviews, a reviewer, somebody without a role, and somebody who is not of the review."""

ANSWERS = ({"value": "high"}, {"value": "low"}, {"off": "NR"}, {"set": ["a", "b"]}, {"set": []}, None)


@dataclass
class Machine:
    """A device of one person with the log it writes and the copies of other logs that it has."""

    person: str
    device: str
    own: MadeLog
    copies: list[MadeLog] = field(default_factory=list)

    @property
    def logs(self) -> list[MadeLog]:
        """Everything that this machine can read."""
        return [self.own, *self.copies]


@dataclass
class History:
    """The machines of a review, and what they have done."""

    machines: list[Machine] = field(default_factory=list)
    count: int = 0

    def __post_init__(self) -> None:
        for number, person in enumerate(("lea", "anna", "anna", "guest", "stranger")):
            device = key("device", number)
            own = log(person, device)
            self.machines.append(Machine(person, device, own.plus(FOUNDING) if number == 0 else own))

    @property
    def logs(self) -> list[MadeLog]:
        """The log of each machine, whole."""
        return [one.own for one in self.machines]

    def act(self, kind: str, machine: int, other: int, study: int, place: int, answer: int) -> None:
        """One thing happens on a machine."""
        here = self.machines[machine % len(self.machines)]
        there = self.machines[other % len(self.machines)]
        self.count += 1
        match kind:
            case "receive":
                taken = there.own.prefix(len(there.own.lines) - answer % 2)
                here.copies = [*here.copies, taken]
            case "clone":
                if len(self.machines) < 7:
                    self.machines.append(Machine(here.person, here.device, here.own, list(here.copies)))
            case _:
                made = self._made(kind, here, STUDIES[study % 4 == 3], place, answer)
                here.own = here.own.plus(*made)

    def _made(self, kind: str, here: Machine, study: str, place: int, answer: int) -> list[Written]:
        state = folded(filed(here.logs))
        record = state.records.get((here.person, study))
        by, device, nonce = here.person, here.device, (here.device, self.count)
        row, name = ((None, None, ROWS[0])[place % 3], FIELDS[place % 4 == 3])
        common = {"round": "main", "study": study}
        match kind:
            case "code":
                register = record.codes.get((row, name)) if record else None
                ids = register.ids if register else ()
                given = ANSWERS[answer % len(ANSWERS)]
                return [code(by, device, nonce, given, study=study, row=row, field=name, replaces=ids)]
            case "row":
                which = ROWS[place % 2]
                rows = record.rows.get(which) if record else None
                ids = list(rows.ids) if rows else []
                return [
                    document("rows", by, device, nonce, row=which, removed=bool(answer % 2), replaces=ids, **common)
                ]
            case "submit":
                codes = [one for each in (record.codes.values() if record else ()) for one in each.ids]
                return [
                    document(
                        "submissions",
                        by,
                        device,
                        nonce,
                        codebook=CODEBOOK,
                        rows=list(record.live_rows) if record else [],
                        codes=codes,
                        blank=[],
                        not_asked=[],
                        whole_paper=True,
                        digest="0" * 64,
                        heads=[],
                        replaces=list(record.submissions) if record else [],
                        **common,
                    )
                ]
            case "reopen":
                standing = list(record.submissions) if record else []
                return [
                    document("reopenings", by, device, (nonce, one), submission=one, reason="a slip", **common)
                    for one in standing
                ]
            case "people":
                roles = {"lea": ("lead", "reviewer"), "anna": ("reviewer", "lead")[: 1 + answer % 2], "guest": ()}
                current = list(state.people.current)
                return [review(by, device, nonce, roles, replaces=current)]
            case "replace another's":
                others = [one for one in state.counting if state.counting[one][1].by != by]
                ids = sorted(others)[:3]
                return [code(by, device, nonce, "high", study=study, row=row, field=name, replaces=ids)]
            case "as another":
                return [code(PEOPLE[answer % 4], device, nonce, "high", study=study, field=name)]
            case "wrong id":
                counting = sorted(state.counting)
                true = code(by, device, nonce, "high", study=study, field=name)
                return [Written("codes", counting[answer % len(counting)] if counting else REVIEW, true.body)]
            case "unknown table":
                return [document("secrets", by, device, nonce, study=study)]
        raise AssertionError(kind)


KINDS = (
    *("code",) * 6,
    "row",
    "submit",
    "reopen",
    *("receive",) * 4,
    "clone",
    "people",
    "replace another's",
    "as another",
    "wrong id",
    "unknown table",
)

_SMALL = st.integers(0, 11)
_ACTS = st.lists(st.tuples(st.sampled_from(KINDS), _SMALL, _SMALL, _SMALL, _SMALL, _SMALL), min_size=6, max_size=30)


@st.composite
def histories(draw: st.DrawFn) -> History:
    """What may have happened to a review by the time its copies are brought together."""
    history = History()
    for act in draw(_ACTS):
        history.act(*act)
    return history

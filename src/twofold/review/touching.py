"""Which answers a publication would touch, by person and study, told before anything is written.

Of answers that this person may not see yet, only how far the other one is with the study is told.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from twofold.codebook.carrying import Carry, Rule, Step, step
from twofold.record.registers import registers
from twofold.record.work_documents import CodeDocument
from twofold.review.open import Review
from twofold.review.publishing import Draft
from twofold.review.standings import state_in
from twofold.review.views import State
from twofold.values.answers import Answer, Blank


@dataclass(frozen=True, slots=True)
class Mapped:
    """An answer that stands as another after the publication. It is computed; the log keeps what was given."""

    field: str
    before: Answer
    after: Answer


@dataclass(frozen=True, slots=True)
class Touched:
    """What a publication does to one person's answers to one study.

    ``again`` are the fields to be coded again, once for each outcome row; ``mapped`` the answers that are mapped. Where
    the answers are ``hidden`` from whoever asks, ``again`` has the fields that would be asked if they were answered.
    """

    study: str
    number: str
    person: str
    state: State
    hidden: bool
    again: tuple[str, ...] = ()
    mapped: tuple[Mapped, ...] = ()


def touched_by(review: Review, draft: Draft, rules: Mapping[str, Rule]) -> tuple[Touched, ...]:
    """The answers that publishing the draft with these rules would touch, in the order of studies and people."""
    for _ in review.logs.read():
        pass
    this_step = step(review.in_force.codebook, draft.book, rules)
    asked_again = tuple(one.field for one in draft.fields if this_step.carries(one.field) is Carry.MEANING)
    remapped = {one.field for one in rules.values() if one.carry is not Carry.MEANING}
    if not asked_again and not remapped:
        return ()
    found: list[Touched] = []
    for key, planned in review.plan.studies.items():
        round_id = review.plan.round_of(key)
        for person in review.plan.coders(round_id, key):
            state = state_in(review.logs, review.plan, key, person, round_id)
            if state is State.NOT_BEGUN:
                continue
            if not review.is_visible(key, person, round_id):
                if asked_again:
                    found.append(Touched(key, planned.number, person, state, hidden=True, again=asked_again))
                continue
            added = tuple(one for one in asked_again if one not in this_step.before.by_id)
            documents = review.documents_of(key, person, round_id)
            codes = ((name, one) for name, one in documents.items() if isinstance(one, CodeDocument))
            again, mapped = _of_codes(review, this_step, codes)
            if state is State.SUBMITTED:
                again = (*again, *added)
            if again or mapped:
                found.append(Touched(key, planned.number, person, state, hidden=False, again=again, mapped=mapped))
    return tuple(found)


def _of_codes(
    review: Review, this_step: Step, codes: Iterable[tuple[str, CodeDocument]]
) -> tuple[tuple[str, ...], tuple[Mapped, ...]]:
    again: list[str] = []
    mapped: list[Mapped] = []
    for (_, field), register in registers(((one.row, one.field), name, one) for name, one in codes).items():
        for one in register.current.values():
            now = review.in_force.versions.way(one.codebook).answer(field, one.answer)
            if now is None or isinstance(now, Blank):
                continue
            then = this_step.answer(field, now)
            if then is None and field in this_step.after.by_id:
                again.append(field)
            elif then is not None and then != now:
                mapped.append(Mapped(field, now, then))
    order = {one: place for place, one in enumerate(this_step.after.by_id)}
    return tuple(sorted(again, key=order.__getitem__)), tuple(sorted(mapped, key=lambda one: order[one.field]))

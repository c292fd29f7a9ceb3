"""A person's own codes of a study, asked of the logs through TinyDB."""

from dataclasses import dataclass

from tinydb import where

from twofold.record.authority import Filed, effective, opened
from twofold.record.lines import Written
from twofold.record.registers import registers
from twofold.record.work_documents import CodeDocument
from twofold.review.earlier import codes_in_order
from twofold.review.open import Review
from twofold.store.journal import Journal, LogDatabase


@dataclass(frozen=True, slots=True)
class FoundCode:
    """A code with its id, and whether nothing has replaced it."""

    id: str
    document: CodeDocument
    current: bool


def codes_of(review: Review, study: str, *, history: bool) -> tuple[FoundCode, ...]:
    """The codes of the study that this person may see, in the order of the codebook; with ``history``, replaced ones
    too, oldest first.

    Raises:
        CannotOpen: there is no codebook in force.
    """
    filed: list[Filed] = []
    keys = list(review.logs.keys_of(study))
    shown = {one: review.documents_of(study, one) for one in review.plan.standing.held if one != review.person}
    for found in list(review.logs.scans.values()):
        of = found.header.person
        if found.header.kind == "work" and (of == review.person or shown.get(of)):
            with LogDatabase(Journal(found.path)) as log:
                for one in log.table("codes").search(where("study").one_of(keys)):
                    if of != review.person and one["id"] not in shown[of]:
                        continue
                    body = {key: value for key, value in one.items() if key != "id"}
                    filed.append(Filed(of, Written("codes", one["id"], body)))
    counting, _ = effective(review.plan.standing, filed)
    extracted = opened(review.plan.standing, review.logs.extracted(study), review.plan.opened)
    found_ones = {key: one for key, one in extracted.items() if one.by == review.person or key in shown.get(one.by, ())}
    found_ones |= {key: one for key, (_, one) in counting.items()}
    present = review.plan.round_of(study)
    codes = {
        key: one
        for key, one in found_ones.items()
        if isinstance(one, CodeDocument) and (one.by == review.person or one.round == present)
    }
    current = {
        key
        for register in registers((((one.by, one.row, one.field)), key, one) for key, one in codes.items()).values()
        for key in register.current
    }
    order = {one.id: number for number, one in enumerate(review.in_force.codebook.fields)}
    ranked = sorted(codes_in_order(codes), key=lambda kv: (kv[1].row or "", order.get(kv[1].field, len(order))))
    return tuple(FoundCode(key, one, key in current) for key, one in ranked if history or key in current)

"""What a coder says after release of the own code: a slip, with the right answer, or that it stands."""

from twofold.codebook.entries import out_of_range, why_impossible
from twofold.codebook.findings import needs_reason
from twofold.reconcile.desk import Desk
from twofold.reconcile.matter import Matter
from twofold.reconcile.queue import Item
from twofold.reconcile.wording import answer_words
from twofold.record.decision_documents import StandDocument
from twofold.record.disagreements import same_answer
from twofold.record.document import evidence_entry
from twofold.record.liveness import live, of_kind
from twofold.review.leading import Proposed, Refused
from twofold.values.answers import BLANK, Answer, Value
from twofold.values.coded import NO_EVIDENCE, Evidence, Place


def stand(desk: Desk, item: Item) -> Proposed:
    """Stand by the own code of an item, or by not having listed an outcome.

    Raises:
        Refused: the person did not code it, or was not asked.
    """
    matter = desk.matter(item.key.study)
    missed = matter.is_missing_from((item.key.row, item.key.field), matter.viewer)
    matter, place = (_missed if missed else _own)(desk, item)
    return _said(desk, item, matter, place, slip=False, answer=BLANK, evidence=NO_EVIDENCE, reason="")


def slip(desk: Desk, item: Item, answer: Answer, *, evidence: Evidence = NO_EVIDENCE, reason: str = "") -> Proposed:
    """Own that the own code was a slip, with the right answer. The frozen code stays as it is, for agreement.

    Raises:
        Refused: the person did not code it, the answer is the one given before, or the field cannot take it.
    """
    if desk.matter(item.key.study).is_missing_from((item.key.row, item.key.field), desk.review.person):
        raise Refused("You did not list this outcome. Say that you overlooked it, or stand by leaving it out.")
    matter, place = _own(desk, item)
    rows = matter.rows_at(place)
    sheet = next(one for one in matter.compared.sheets if one.person == matter.viewer)
    if same_answer(matter.field(place), sheet.sheet.at(place[1], rows[matter.viewer]).answer, answer):
        raise Refused("That is what you submitted. Stand by it, or give the right answer.")
    return _said(desk, item, matter, place, slip=True, answer=answer, evidence=evidence, reason=reason)


def overlooked(desk: Desk, item: Item, *, evidence: Evidence = NO_EVIDENCE, reason: str = "") -> Proposed:
    """Own that an outcome which the other coder listed was overlooked: it is then taken in as one that both listed, and
    its fields want an answer of this person as well.

    Raises:
        Refused: the person did not code the study, listed the outcome, or nobody named it.
    """
    matter, place = _missed(desk, item)
    name = matter.row_name(place[0])
    if not name:
        raise Refused("Nobody named this outcome, so there is nothing to take in.")
    return _said(desk, item, matter, place, slip=True, answer=Value(name), evidence=evidence, reason=reason)


def answer_missing(
    desk: Desk, item: Item, answer: Answer, *, evidence: Evidence = NO_EVIDENCE, reason: str = ""
) -> Proposed:
    """Answer a field that an answer above it did not ask of this coder, and asks now.

    Raises:
        Refused: the person was asked before, the field is not asked, or cannot take the answer.
    """
    matter = desk.matter(item.key.study)
    place = (item.key.row, item.key.field)
    if matter.viewer not in matter.rows_at(place) or matter.was_asked(place, matter.viewer):
        raise Refused("You were asked this when you coded the study. Say that it was a slip, or that it stands.")
    if place not in matter.consensus.wanted:
        raise Refused("The answers above do not ask this as they are settled now.")
    return _said(desk, item, matter, place, slip=False, answer=answer, evidence=evidence, reason=reason)


def _missed(desk: Desk, item: Item) -> tuple[Matter, Place]:
    matter = desk.matter(item.key.study)
    place = (item.key.row, item.key.field)
    if not matter.is_missing_from(place, matter.viewer):
        raise Refused("That is no outcome that you left out, so there is nothing that you overlooked here.")
    return matter, place


def _own(desk: Desk, item: Item) -> tuple[Matter, Place]:
    matter = desk.matter(item.key.study)
    place = (item.key.row, item.key.field)
    if not item.key.field or matter.viewer not in matter.rows_at(place):
        raise Refused(f"{item.number} {item.field_label} holds no code of yours.".replace("  ", " "))
    if not matter.was_asked(place, matter.viewer):
        raise Refused("You were not asked this when you coded the study.")
    return matter, place


def _said(
    desk: Desk, item: Item, matter: Matter, place: Place, *, slip: bool, answer: Answer, evidence: Evidence, reason: str
) -> Proposed:
    pen = desk.review.pen
    field = matter.field(place)
    if pen is None:
        raise Refused(desk.review.why_read_only)
    leaves_out = not slip and matter.is_missing_from(place, matter.viewer)
    answers = slip or not (leaves_out or matter.was_asked(place, matter.viewer))
    if answers:
        if answer == BLANK:
            raise Refused("Give the answer that is right.")
        problem = why_impossible(field, answer) or out_of_range(field, answer)
        if problem:
            raise Refused(problem)
        if needs_reason(field, answer) and not reason.strip():
            raise Refused(f"The codebook wants a reason with {answer_words(field, answer)}.")
    rows = matter.rows_at(place)
    mine = live({key: one for key, one in of_kind(StandDocument, matter.documents).items() if one.by == matter.viewer})
    own_row = rows.get(matter.viewer, place[0])
    made = pen.document(
        StandDocument,
        round=matter.round,
        study=matter.study,
        row=own_row,
        field=place[1],
        code=matter.code_at(place, matter.viewer),
        slip=slip,
        answer=answer,
        evidence=evidence_entry(evidence),
        reason=reason.strip(),
        codebook=desk.review.in_force.everything,
        replaces=tuple(key for key, one in mine.items() if (one.row, one.field) == (own_row, place[1])),
    )[1]
    if slip and matter.is_missing_from(place, matter.viewer):
        return Proposed((f"{item.number} {answer_words(field, answer)}: overlooked, and taken in",), (made,))
    said = f"right is {answer_words(field, answer)}" if slip else answer_words(field, answer) if answers else "stands"
    return Proposed((f"{item.number} {item.field_label}: {said}",), (made,))

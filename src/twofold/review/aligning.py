"""Saying which outcome rows of a study that is open for comparison are one and the same, and taking that back."""

from collections.abc import Mapping, Sequence

from twofold.codebook.telling import TELLING, telling_fields
from twofold.record.decision_documents import AlignmentDocument
from twofold.record.matching import Alignment, ListedRow, alignment
from twofold.record.work_documents import CodeDocument, SubmissionDocument
from twofold.review.leading import Proposed, Refused
from twofold.review.open import Review
from twofold.values.answers import Chosen, OffScale, Value


def listed_rows(review: Review, study: str) -> tuple[ListedRow, ...]:
    """The outcome rows of a released study as its coders froze them, by person.

    Raises:
        Refused: the study is not open for comparison, or not to this person.
    """
    round_id, submissions = _released(review, study)
    fields = telling_fields(review.in_force.codebook)
    naming = review.in_force.codebook.row_name
    lead_names = {one.row: one.name for one in review.plan.listed.get(study, ())}
    made: list[ListedRow] = []
    for person in review.plan.coders(round_id, study):
        documents = review.documents_of(study, person)
        for key in sorted(submissions & documents.keys()):
            frozen = documents[key]
            if isinstance(frozen, SubmissionDocument):
                codes = {
                    (one.row, one.field): _text(one)
                    for one in (documents.get(each) for each in frozen.codes)
                    if isinstance(one, CodeDocument)
                }
                made += [
                    ListedRow(
                        person,
                        row,
                        codes.get((row, naming)) or lead_names.get(row, ""),
                        *(codes.get((row, fields[what]), "") if what in fields else "" for what in TELLING),
                    )
                    for row in frozen.rows
                ]
    return tuple(made)


def alignment_of(review: Review, study: str) -> Alignment:
    """Which rows of the study were said to be one outcome.

    Raises:
        Refused: the study is not open for comparison, or not to this person.
    """
    round_id, _ = _released(review, study)
    return alignment(_documents(review, study, round_id).items())


def propose_alignment(review: Review, study: str, sets: Sequence[Sequence[str]]) -> Proposed:
    """Say which rows are one outcome, in place of all that was said before. No sets take every match back.

    Raises:
        Refused: the study is not open, this person may not, or a set names a row twice, or two rows of one person.
    """
    round_id, _ = _released(review, study)
    pen = review.pen
    if pen is None:
        raise Refused(review.why_read_only)
    if not review.plan.standing.may_write(review.person, "alignments"):
        raise Refused(f"`{review.person}` has no role in which rows are matched.")
    rows = {(row.person, row.key): row for row in listed_rows(review, study)}
    keys = {key for _, key in rows}
    wanted = tuple(sorted(tuple(sorted(set(one))) for one in sets))
    named = [key for one in wanted for key in one]
    if len(set(named)) < len(named):
        raise Refused("A row was put into two sets; it is one outcome or another.")
    for one in wanted:
        if len(one) < 2 or not keys.issuperset(one):
            raise Refused("A set wants two rows or more, all of this study.")
        people = [person for person, key in rows if key in one]
        if len(set(people)) < len(people):
            raise Refused("A set holds two rows of one person; what one person listed twice is two outcomes.")
    current = alignment_of(review, study)
    if current.sets == wanted and not current.clash:
        return Proposed(("nothing changes",), ())
    made = pen.document(AlignmentDocument, round=round_id, study=study, sets=wanted, replaces=current.ids)[1]
    number = review.plan.studies[study].number
    words = "1 outcome matched" if len(wanted) == 1 else f"{len(wanted)} outcomes matched"
    return Proposed((f"{number}: {words}",), (made,))


def propose_undoing(review: Review, study: str) -> Proposed:
    """Take back the last word on which rows are one outcome, so that the one before it holds again; once more takes
    back that one too.

    Raises:
        Refused: the study is not open, this person may not, or there is nothing to undo.
    """
    round_id, _ = _released(review, study)
    pen = review.pen
    if pen is None:
        raise Refused(review.why_read_only)
    documents = _documents(review, study, round_id)
    current = alignment(documents.items())
    undone = _standing_for(documents, current.ids[0]) if current.ids else ""
    if not undone:
        raise Refused("No rows of this study were matched, so there is nothing to undo.")
    before = documents.get(_before(documents, undone))
    made = pen.document(
        AlignmentDocument,
        round=round_id,
        study=study,
        sets=() if before is None else before.sets,
        replaces=current.ids,
        undoes=undone,
    )[1]
    return Proposed((f"{review.plan.studies[study].number}: the last match is taken back",), (made,))


def _standing_for(documents: Mapping[str, AlignmentDocument], key: str) -> str:
    """The word that this one brought back, where it is an undo; else itself. Empty for the state before any."""
    while (one := documents.get(key)) is not None and one.undoes is not None:
        key = _before(documents, one.undoes)
    return key if key in documents else ""


def _before(documents: Mapping[str, AlignmentDocument], key: str) -> str:
    """The word that held before this one."""
    one = documents.get(key)
    return "" if one is None or not one.replaces else _standing_for(documents, one.replaces[0])


def _released(review: Review, study: str) -> tuple[str, frozenset[str]]:
    round_id = review.plan.round_of(study)
    submissions = review.plan.released(round_id, study)
    if not submissions:
        raise Refused(f"{review.plan.studies[study].number} is not open for comparison yet.")
    others = any(one != review.person for one in review.plan.coders(round_id, study))
    if others and review.is_blind(study):
        raise Refused(f"You are the third reader of {review.plan.studies[study].number}; its coders match its rows.")
    if others and not review.is_visible(study, ""):
        raise Refused(f"You have still to submit {review.plan.studies[study].number} yourself.")
    return round_id, submissions


def _documents(review: Review, study: str, round_id: str) -> dict[str, AlignmentDocument]:
    return {
        key: one
        for person in review.plan.standing.people
        for key, one in review.documents_of(study, person.id).items()
        if isinstance(one, AlignmentDocument) and one.round == round_id
    }


def _text(one: CodeDocument) -> str:
    match one.answer:
        case Value(text):
            return text
        case Chosen(options):
            return " ".join(sorted(options))
        case OffScale() as code:
            return code.value
        case _:
            return ""

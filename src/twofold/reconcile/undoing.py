"""Undo and redo of what a person settled, for ever: each undo is a document like any other.

What one act wrote, be it a decision or the acceptance of a whole study, stands in one line of the log, and one undo
takes it back. Undo goes along the lines of this device's log that touch a study, also after a restart.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from twofold.reconcile.desk import Desk
from twofold.record.decision_documents import DecisionDocument, QueryDocument, StandDocument, StudyDecisionDocument
from twofold.record.document import Document
from twofold.record.tables import BadDocument, read_document
from twofold.review.leading import Proposed, Refused
from twofold.review.reading import lines_by
from twofold.review.same_studies import propose_pair_apart, propose_same

_SETTLING = (DecisionDocument, StandDocument, QueryDocument, StudyDecisionDocument)
_OWN = frozenset({"by", "device", "at", "nonce", "replaces", "withdrawn", "undoes"})
Act = Sequence[tuple[str, Document]]


@dataclass(frozen=True, slots=True)
class _Stacks:
    undo: tuple[Act, ...]
    redo: tuple[Act, ...]


def undo(desk: Desk, study: str) -> Proposed:
    """Take back this person's last act in the study.

    Raises:
        Refused: nothing is left to undo here, or others have settled it anew since.
    """
    found = _stacks(desk, study).undo
    if not found:
        raise Refused("Nothing of yours is left to undo in this study.")
    return _take_back(desk, study, found[-1], "undone")


def redo(desk: Desk, study: str) -> Proposed:
    """Take back this person's last undo in the study.

    Raises:
        Refused: nothing is left to redo.
    """
    found = _stacks(desk, study).redo
    if not found:
        raise Refused("Nothing to redo in this study.")
    return _take_back(desk, study, found[-1], "done again")


def _take_back(desk: Desk, study: str, act: Act, words: str) -> Proposed:
    pen = desk.review.pen
    if pen is None:
        raise Refused(desk.review.why_read_only)
    matter = desk.matter(study)
    ids = {key for key, _ in act}
    since = next(
        (
            one.by
            for one in matter.documents.values()
            if one.by != desk.review.person and isinstance(one, _SETTLING) and ids & set(one.replaces)
        ),
        "",
    )
    if since:
        who = "somebody else" if matter.blind else since
        raise Refused(f"It was settled anew by {who} since. Settle it once more instead.")
    made: tuple[Document, ...] = tuple(
        pen.document(type(one), **_content(one), withdrawn=True, undoes=key, replaces=(key,))[1] for key, one in act
    )
    made += _on_the_plan(desk, matter.documents, act)
    return Proposed((f"{matter.number}: {len(act)} {words}" if len(act) > 1 else f"{matter.number}: {words}",), made)


def _on_the_plan(desk: Desk, documents: Mapping[str, Document], act: Act) -> tuple[Document, ...]:
    """Studies that were joined by the act are taken apart with it, and joined again when it is done again."""
    joined = next(
        (one for _, one in act if isinstance(one, StudyDecisionDocument) and one.granted and one.other is not None),
        None,
    )
    if joined is None or joined.other is None:
        return ()
    before: Document | None = joined
    taken_back = False
    while before is not None and (undone := getattr(before, "undoes", None)) is not None:
        # What undoes an undo joins once more, however often it goes back and forth.
        taken_back, before = not taken_back, documents.get(undone)
    if not taken_back:
        return propose_pair_apart(desk.review, joined.study, joined.other).documents
    return propose_same(desk.review, joined.study, joined.other).documents


def _content(one: Document) -> dict[str, object]:
    return {name: getattr(one, name) for name in type(one).model_fields if name not in _OWN}


def _stacks(desk: Desk, study: str) -> _Stacks:
    pen = desk.review.pen
    if pen is None:
        raise Refused(desk.review.why_read_only)
    undo: list[Act] = []
    redo: list[Act] = []
    own = pen.own.current("work")
    for found, line in lines_by(desk.review.logs, study, desk.review.person):
        if found.path != own:
            continue
        act: list[tuple[str, Document]] = []
        for one in line.documents:
            try:
                document = read_document(one)
            except BadDocument:
                continue
            if isinstance(document, _SETTLING):
                act.append((one.id, document))
        undone = {getattr(one, "undoes", None) for _, one in act}
        if not act:
            continue
        if undo and undone <= {key for key, _ in undo[-1]}:
            undo.pop()
            redo.append(act)
        elif redo and undone <= {key for key, _ in redo[-1]}:
            redo.pop()
            undo.append(act)
        else:
            undo.append(act)
            redo = []
    return _Stacks(tuple(undo), tuple(redo))

"""Which documents of settling still hold, once others replaced, withdrew or undid them. No clock takes part.

An undo makes what it undoes as if it had never been, so that what that one had replaced holds again, with the author
it had; an undo of the undo brings it back. A document that replaces another stands in for all that one replaced.
"""

from collections.abc import Iterable, Mapping
from typing import TypeVar

from twofold.record.decision_documents import DecisionDocument, QueryDocument, StandDocument, StudyDecisionDocument
from twofold.record.document import Document

SETTLING = (DecisionDocument, StandDocument, QueryDocument, StudyDecisionDocument)
Settling = TypeVar("Settling", DecisionDocument, StandDocument, QueryDocument, StudyDecisionDocument)
Kind = TypeVar("Kind", bound=Document)


def live(documents: Mapping[str, Settling]) -> dict[str, Settling]:
    """The documents that hold, by id, in the order of their ids; those that only take back are not among them.

    ``documents`` are all of one kind and study, whatever they are about: an undo reaches just what it names.
    """
    undoing: dict[str, list[str]] = {}
    for key, one in documents.items():
        if one.undoes is not None:
            undoing.setdefault(one.undoes, []).append(key)
    known: dict[str, bool] = {}
    # A chain of undo and redo can be longer than calls may be nested.
    for start in documents:
        path = [start]
        while path:
            key = path[-1]
            open_ones = [one for one in undoing.get(key, ()) if one not in known and one not in path]
            if key in known or not open_ones:
                known.setdefault(key, not any(known.get(one, False) for one in undoing.get(key, ())))
                path.pop()
            else:
                path.append(open_ones[0])
    gone: set[str] = set()
    waiting = [old for key, one in documents.items() if known[key] and one.undoes is None for old in one.replaces]
    while waiting:
        key = waiting.pop()
        if key not in gone:
            gone.add(key)
            before = documents.get(key)
            if before is not None and before.undoes is None:
                waiting += before.replaces
    return {
        key: documents[key]
        for key in sorted(documents)
        if known[key] and key not in gone and documents[key].undoes is None and not documents[key].withdrawn
    }


def before_and_after(documents: Mapping[str, Document], key: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Which documents held before this one was written, of those it names, and which hold once it stands; by id.

    Of an undo: what it undoes, and what that one had replaced. It is asked of documents of settling; what it knows of
    others' later words does not enter.
    """
    one = documents[key]
    before = ((old, True) for old in one.replaces) if _undoes(one) is None else ((_undoes(one) or "", True),)
    return _standing(documents, before), _standing(documents, ((key, True),))


def _standing(documents: Mapping[str, Document], wanted: Iterable[tuple[str, bool]]) -> tuple[str, ...]:
    """What each of these gives where it stands, or lets hold again where it is as if it had never been."""
    waiting, seen, found = list(wanted), set[tuple[str, bool]](), dict[str, None]()
    while waiting:
        key, stands = waiting.pop(0)
        one = documents.get(key)
        if one is None or (key, stands) in seen:
            continue
        seen.add((key, stands))
        undone = _undoes(one)
        if undone is not None:
            waiting.append((undone, not stands))
        elif not stands:
            waiting += [(old, True) for old in one.replaces]
        elif not getattr(one, "withdrawn", False):
            found[key] = None
    return tuple(found)


def _undoes(one: Document) -> str | None:
    return getattr(one, "undoes", None)


def of_kind(kind: type[Kind], documents: Mapping[str, Document]) -> dict[str, Kind]:
    """The documents of one kind, a table's own, by id."""
    # Pydantic looks further where an instance is of another class, and nearly all documents of a study are codes.
    return {key: one for key, one in documents.items() if type(one) is kind}

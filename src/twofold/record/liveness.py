"""Which documents of settling still hold, once others replaced, withdrew or undid them. No clock takes part.

An undo makes what it undoes as if it had never been, so that what that one had replaced holds again, with the author
it had; an undo of the undo brings it back. A document that replaces another stands in for all that one replaced.
"""

from collections.abc import Mapping
from typing import TypeVar

from twofold.record.decision_documents import DecisionDocument, QueryDocument, StandDocument, StudyDecisionDocument
from twofold.record.document import Document

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


def of_kind(kind: type[Kind], documents: Mapping[str, Document]) -> dict[str, Kind]:
    """The documents of one kind, by id."""
    return {key: one for key, one in documents.items() if isinstance(one, kind)}

"""The documents of a work log that come about once a study is open for comparison, one pydantic model a table."""

from typing import ClassVar

from twofold.record.document import Document, DocumentId, Key, RoundId


class AlignmentDocument(Document):
    """Which outcome rows of a released study are one and the same: sets of row keys, each with one row a person.

    Rows in no set are matched with none. It stands for the whole study, so that an undo is a document like any other.
    """

    needs: ClassVar[frozenset[str]] = frozenset({"lead", "reviewer", "arbiter"})

    round: RoundId
    study: Key
    sets: tuple[tuple[Key, ...], ...]
    undoes: DocumentId | None = None

"""Notes beside answers: which stand now, which were dealt with, and how that is taken back.

A note is told by whose it is, where it stands and what it says, so that one which is written anew is open again.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from twofold.record.document import Document
from twofold.record.person import PersonRecord
from twofold.record.registers import Register, registers
from twofold.record.work_documents import CodeDocument, NoteMarkDocument
from twofold.values.coded import Place


class NoteKey(NamedTuple):
    """What tells a note from every other one of its round; ``digest`` is that of its text."""

    of: str
    round: str
    study: str
    place: Place
    digest: str


@dataclass(frozen=True, slots=True)
class StandingNote:
    """A note that stands beside a current answer, with the time that its writer's clock showed."""

    key: NoteKey
    text: str
    at: str


Marks = Mapping[NoteKey, Register[NoteMarkDocument]]
"""What one person marked, by note."""


def note_digest(text: str) -> str:
    """The digest by which a mark names the text of a note: 32 hexadecimal digits of its SHA-256."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:32]


def key_of_code(code: CodeDocument) -> NoteKey:
    """What tells the note of a code."""
    return NoteKey(code.by, code.round, code.study, (code.row, code.field), note_digest(code.note))


def key_of_mark(mark: NoteMarkDocument) -> NoteKey:
    """The note that a mark is about."""
    return NoteKey(mark.of, mark.round, mark.study, (mark.row, mark.field), mark.note)


def notes_in(record: PersonRecord) -> Iterator[StandingNote]:
    """The notes of one person in one study, the earliest first; those of rows that were removed are not among them.

    Where two devices left two answers at one place, each has its note.
    """
    live = {None, *record.live_rows}
    found = {
        key_of_code(one): StandingNote(key_of_code(one), one.note, one.at)
        for place, register in record.codes.items()
        if place[0] in live
        for one in register.current.values()
        if one.note
    }
    yield from sorted(found.values(), key=lambda one: (one.at, one.key.place[1], one.key.place[0] or ""))


def marks_by(person: str, documents: Iterable[tuple[str, Document]]) -> Marks:
    """What ``person`` marked, from documents that count, given as (id, document) in any order."""
    return registers(
        (key_of_mark(one), key, one) for key, one in documents if isinstance(one, NoteMarkDocument) and one.by == person
    )


def is_resolved(key: NoteKey, mine: Marks, *, by_author: bool) -> bool:
    """Whether a note counts as dealt with for a person: by their own mark, else by its author's.

    Two marks of one person that do not know of each other leave it open, so that nothing drops out of sight.
    """
    register = mine.get(key)
    if register is not None and register.current:
        return all(one.resolved for one in register.current.values())
    return by_author


Marked = tuple[str, NoteMarkDocument]


def last_marks(marks: Sequence[Marked]) -> tuple[Marked | None, Marked | None]:
    """The mark that an undo takes back and the undo that a redo takes back, from one log's marks in their order."""
    undo: list[Marked] = []
    redo: list[Marked] = []
    for key, one in marks:
        if one.undoes is not None and undo and undo[-1][0] == one.undoes:
            undo.pop()
            redo.append((key, one))
        elif one.undoes is not None and redo and redo[-1][0] == one.undoes:
            redo.pop()
            undo.append((key, one))
        else:
            undo.append((key, one))
            redo = []
    return (undo[-1] if undo else None), (redo[-1] if redo else None)

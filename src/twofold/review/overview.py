"""What a person noted last, read off the ends of their own logs, so that it costs little in a long log."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from twofold.record.document import Document
from twofold.record.lines import DamagedLine, decode_line
from twofold.record.notes import Marks, is_resolved, key_of_code, marks_by
from twofold.record.tables import BadDocument, read_document
from twofold.record.work_documents import CodeDocument, NoteMarkDocument
from twofold.review.open import Review
from twofold.values.coded import Place

_LOOKED_AT = 512 * 1024
_REPLACES = re.compile(rb'"replaces":\[([^\]]*)\]')
_ID = re.compile(rb"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class OwnNote:
    """A note as it stands now, with the place it stands at and the time its writer's clock showed."""

    study: str
    place: Place
    text: str
    at: str


def latest_notes(review: Review, most: int) -> tuple[OwnNote, ...]:
    """The latest notes of this person that are still open, newest first, as far as they stand in the last half MiB of
    their logs."""
    ends = [
        _end_of(one.path, one.size)
        for one in list(review.logs.scans.values())
        if one.header.person == review.person and one.header.kind == "work"
    ]
    marks = marks_by(review.person, (one for end in ends for one in _marks_in(end, review.person)))
    found = [
        note for end in ends for note in _notes_in(end, review.person, marks, most) if note.study in review.plan.studies
    ]
    return tuple(sorted(found, key=lambda one: one.at, reverse=True)[:most])


def _end_of(path: Path, size: int) -> bytes:
    try:
        with path.open("rb") as file:
            file.seek(max(0, size - _LOOKED_AT))
            return file.read(min(size, _LOOKED_AT))
    except OSError:
        return b""


def _marks_in(end: bytes, person: str) -> Iterator[tuple[str, NoteMarkDocument]]:
    for raw in end.split(b"\n") if b'"note_marks"' in end else ():
        if b'"note_marks"' in raw:
            for key, one in _documents_in(raw):
                if isinstance(one, NoteMarkDocument) and one.by == person:
                    yield key, one


def _notes_in(end: bytes, person: str, marks: Marks, most: int) -> Iterator[OwnNote]:
    gone = {one for group in _REPLACES.findall(end) for one in _ID.findall(group)}
    for raw in reversed(end.split(b"\n")):
        if most and b'"note":"' in raw:
            for key, code in _documents_in(raw):
                if not isinstance(code, CodeDocument) or not code.note or code.by != person or key.encode() in gone:
                    continue
                if not is_resolved(key_of_code(code), marks, by_author=False):
                    yield OwnNote(code.study, (code.row, code.field), code.note, code.at)
                    most -= 1


def _documents_in(raw: bytes) -> Iterator[tuple[str, Document]]:
    try:
        for one in decode_line(raw).documents:
            yield one.id, read_document(one)
    except (DamagedLine, BadDocument):
        return

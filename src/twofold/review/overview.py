"""What a person noted last, read off the ends of their own logs, so that it costs little in a long log."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from twofold.record.lines import DamagedLine, decode_line
from twofold.record.tables import BadDocument, read_document
from twofold.record.work_documents import CodeDocument
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
    """The latest notes of this person, newest first, as far as they stand in the last half MiB of their logs."""
    found = [
        note
        for one in list(review.logs.scans.values())
        if one.header.person == review.person and one.header.kind == "work"
        for note in _notes_of(one.path, one.size, review.person, most)
        if note.study in review.plan.studies
    ]
    return tuple(sorted(found, key=lambda one: one.at, reverse=True)[:most])


def _notes_of(path: Path, size: int, person: str, most: int) -> Iterator[OwnNote]:
    try:
        with path.open("rb") as file:
            file.seek(max(0, size - _LOOKED_AT))
            data = file.read(min(size, _LOOKED_AT))
    except OSError:
        return
    gone = {one for group in _REPLACES.findall(data) for one in _ID.findall(group)}
    for raw in reversed(data.split(b"\n")):
        if most and b'"note":"' in raw:
            for note in _in_line(raw, person, gone):
                yield note
                most -= 1


def _in_line(raw: bytes, person: str, gone: set[bytes]) -> Iterator[OwnNote]:
    try:
        for one in decode_line(raw).documents:
            if one.table == "codes" and one.id.encode() not in gone:
                code = read_document(one)
                if isinstance(code, CodeDocument) and code.note and code.by == person:
                    yield OwnNote(code.study, (code.row, code.field), code.note, code.at)
    except (DamagedLine, BadDocument):
        return

"""The notes of all studies that a person may see, gathered without opening a single study, and marking them.

Each log is read as bytes from end to end; only the lines that hold a note, or say something of one, are parsed.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace

from twofold.codebook.model import Codebook
from twofold.record.authority import Filed, effective, opened
from twofold.record.document import Document
from twofold.record.lines import DamagedLine, Written, decode_line
from twofold.record.notes import (
    Marked,
    NoteKey,
    is_resolved,
    key_of_mark,
    last_marks,
    marks_by,
    notes_in,
)
from twofold.record.person import PersonRecord, person_record
from twofold.record.work_documents import NoteMarkDocument
from twofold.review.open import CannotOpen, Review
from twofold.review.visibility import is_coding
from twofold.store.scan import LogChanged, Scan
from twofold.values.answers import Value

_REPLACES = re.compile(rb'"replaces"\s*:\s*\[([^\]]*)\]')
_ROW = re.compile(rb'"row"\s*:\s*"([0-9a-f]{16})"')
_ID = re.compile(rb"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class ListedNote:
    """A note as a list shows it: whose it is, the study, field and row it stands at, and whether it was dealt with."""

    key: NoteKey
    by: str
    number: str
    label: str
    field: str
    row: str
    text: str
    at: str
    own: bool
    resolved: bool


@dataclass(frozen=True, slots=True)
class Notebook:
    """All notes that a person may see, of the rounds in which the studies are coded now, in the order of the studies.

    ``marks`` are the person's own, by id; ``here`` those of the log that is written here, in its order; ``closed`` the
    notes of others that their authors have marked as dealt with.
    """

    person: str
    notes: tuple[ListedNote, ...] = ()
    marks: Mapping[str, NoteMarkDocument] | None = None
    here: tuple[Marked, ...] = ()
    closed: frozenset[NoteKey] = frozenset()

    def marked(self, key: str, mark: NoteMarkDocument) -> "Notebook":
        """The notebook with one more mark of this person."""
        return replace(self, marks={**(self.marks or {}), key: mark}, here=(*self.here, (key, mark))).folded()

    def folded(self) -> "Notebook":
        """The notebook with each note as its marks leave it."""
        mine = marks_by(self.person, (self.marks or {}).items())
        notes = tuple(
            replace(one, resolved=is_resolved(one.key, mine, by_author=one.key in self.closed)) for one in self.notes
        )
        return replace(self, notes=notes)


def notebook(review: Review) -> Notebook:
    """The notes of this person, and those of others in the studies that are open to this person.

    Raises:
        OSError: a log could not be read.
    """
    try:
        return _gathered(review)
    except (LogChanged, OSError):
        # A log was replaced or taken away since it was read.
        review.logs.refresh()
        return _gathered(review)


def _gathered(review: Review) -> Notebook:
    codebook = _codebook(review)
    listed: list[ListedNote] = []
    closed: set[NoteKey] = set()
    book = Notebook(review.person)
    for author in sorted({review.person, *review.plan.standing.held}):
        mine = author == review.person
        open_here = frozenset(key for key in review.plan.studies if mine or review.is_visible(key, ""))
        if not open_here:
            continue
        noted, in_order = _noted_by(review, author, codebook.row_name if codebook else "")
        documents = {key: one for key, one in noted.items() if getattr(one, "study", "") in open_here}
        documents = documents if mine else _shown(review, author, documents)
        listed += _listed(review, author, documents, codebook)
        if author == review.person:
            marks = {key: one for key, one in documents.items() if isinstance(one, NoteMarkDocument)}
            here = tuple((key, marks[key]) for key in in_order if key in marks)
            book = replace(book, marks=marks, here=here)
        else:
            theirs = marks_by(author, documents.items())
            closed.update(key for key in theirs if key.of == author and is_resolved(key, theirs, by_author=False))
    order = {key: number for number, key in enumerate(review.plan.studies)}
    fields = {one.id: number for number, one in enumerate(codebook.fields)} if codebook else {}
    listed.sort(
        key=lambda one: (
            order[one.key.study],
            fields.get(one.key.place[1], len(fields)),
            one.key.place[0] or "",
            not one.own,
            one.by,
            one.at,
        )
    )
    return replace(book, notes=tuple(listed), closed=frozenset(closed)).folded()


def _shown(review: Review, author: str, documents: Mapping[str, Document]) -> dict[str, Document]:
    """Of another's documents in studies that are open, those that may be shown: none of a sheet that was not opened."""
    plan = review.plan
    closed = {
        study: author in plan.coders(plan.round_of(study), study)
        for study in {getattr(one, "study", "") for one in documents.values()}
        if not review.is_visible(study, author)
    }
    return {
        key: one
        for key, one in documents.items()
        for study in [getattr(one, "study", "")]
        if study not in closed or not is_coding(one, codes_it=closed[study])
    }


def mark_note(review: Review, book: Notebook, key: NoteKey, *, resolved: bool) -> Notebook | str:
    """Mark a note as dealt with, or open again: queued for the disk. The notebook after it, or why nothing was done."""
    return _write(review, book, key, resolved=resolved, undoes=None)


def undo_mark(review: Review, book: Notebook) -> tuple[Notebook, NoteKey] | str:
    """Take back the last mark of this log. The notebook after it and the note it is about, or why nothing was done."""
    return _taken_back(review, book, last_marks(book.here)[0], "No mark is left to undo.")


def redo_mark(review: Review, book: Notebook) -> tuple[Notebook, NoteKey] | str:
    """Take back the last undo of a mark. The notebook after it and the note, or why nothing was done."""
    return _taken_back(review, book, last_marks(book.here)[1], "Nothing to redo.")


def _taken_back(review: Review, book: Notebook, found: Marked | None, nothing: str) -> tuple[Notebook, NoteKey] | str:
    if found is None:
        return nothing
    note = key_of_mark(found[1])
    done = _write(review, book, note, resolved=not found[1].resolved, undoes=found[0])
    return done if isinstance(done, str) else (done, note)


def _write(review: Review, book: Notebook, key: NoteKey, *, resolved: bool, undoes: str | None) -> Notebook | str:
    if review.pen is None:
        return review.why_read_only or "This review has been closed."
    register = marks_by(book.person, (book.marks or {}).items()).get(key)
    made = review.pen.document(
        NoteMarkDocument,
        round=key.round,
        study=key.study,
        row=key.place[0],
        field=key.place[1],
        of=key.of,
        note=key.digest,
        resolved=resolved,
        undoes=undoes,
        replaces=() if register is None else register.ids,
    )
    review.pen.put([made[1]])
    return book.marked(*made)


def _codebook(review: Review) -> Codebook | None:
    try:
        return review.in_force.codebook
    except CannotOpen:
        return None


def _listed(
    review: Review, author: str, documents: Mapping[str, Document], codebook: Codebook | None
) -> Iterator[ListedNote]:
    by_study: dict[str, list[tuple[str, Document]]] = {}
    for key, one in documents.items():
        by_study.setdefault(getattr(one, "study", ""), []).append((key, one))
    person = review.plan.standing.person(author)
    name = author if person is None else person.name
    for study, found in by_study.items():
        planned, listed = review.plan.studies[study], review.plan.listed.get(study, ())
        record = person_record(found, author, review.plan.round_of(study), study, listed)
        for note in notes_in(record):
            row, field = note.key.place
            known = None if codebook is None else codebook.by_id.get(field)
            row_words = "" if row is None else _row_name(record, row, codebook.row_name if codebook else "")
            if row is not None and not row_words:
                row_words = next((one.name for one in listed if one.row == row), "")
            yield ListedNote(
                note.key,
                name,
                planned.number,
                planned.label,
                field if known is None else known.label,
                row_words,
                note.text,
                note.at,
                own=author == review.person,
                resolved=False,
            )


def _row_name(record: PersonRecord, row: str, naming: str) -> str:
    register = record.codes.get((row, naming))
    codes = [] if register is None else list(register.current.values())
    return next((one.answer.text for one in codes if isinstance(one.answer, Value)), "")


def _noted_by(review: Review, author: str, naming: str) -> tuple[dict[str, Document], tuple[str, ...]]:
    """The documents of a person's notes that count, with what says whether they still stand, by id, each under the
    first key of its study; and the ids of those that the log written here holds, in its order."""
    pen = review.pen if author == review.person else None
    # What waits is asked for first: between the two it can only get from there to the disk.
    waiting = [one for each in (pen.queue.unsaved if pen else ()) if each.kind == "work" for one in each.documents]
    writing = pen.own.current("work") if pen else None
    scans = [one for one in list(review.logs.scans.values()) if one.header.kind != "plan"]
    own = [one for one in scans if one.header.kind == "work" and one.header.person == author]
    noting = [(one, written) for one in own for written in _parsed(one, _may_hold_note)]
    telling = _Telling.of([*(written for _, written in noting), *waiting], naming)
    tells = [one for one in own if telling.notes]
    told = [w for one in tells for w in _parsed(one, lambda raw: not _may_hold_note(raw) and telling.holds(raw))]
    here = tuple(dict.fromkeys([*(w.id for one, w in noting if one.path == writing), *(one.id for one in waiting)]))
    filed = [Filed(author, written) for written in (*(written for _, written in noting), *told, *waiting)]
    counting, _ = effective(review.plan.standing, filed)
    documents = {key: one for key, (_, one) in counting.items()}
    extracts = [one for one in scans if one.header.kind == "extract"]
    if extracts:
        documents = opened(review.plan.standing, _extracted(review, extracts), review.plan.opened) | documents
    first = {each: key for key, others in review.plan.also.items() for each in others}
    return {
        key: one.model_copy(update={"study": first[study]}) if study in first else one
        for key, one in documents.items()
        for study in [getattr(one, "study", "")]
        if one.by == author
    }, here


def _may_hold_note(raw: bytes) -> bool:
    return b'"note"' in raw


@dataclass(frozen=True, slots=True)
class _Telling:
    """Which lines say something of notes: they replace one, or add, remove or name a row in which one stands."""

    notes: frozenset[bytes]
    rows: frozenset[bytes]
    naming: bytes

    @classmethod
    def of(cls, written: Iterable[Written], naming: str) -> "_Telling":
        codes = ((one.id, one.body) for one in written if one.table == "codes")
        noted = [(key, body.get("row")) for key, body in codes if body.get("note")]
        rows = {str(row).encode() for _, row in noted if row}
        return cls(frozenset(key.encode() for key, _ in noted), frozenset(rows), f'"{naming}"'.encode())

    def holds(self, raw: bytes) -> bool:
        if b'"replaces"' in raw and any(
            one in self.notes for each in _REPLACES.findall(raw) for one in _ID.findall(each)
        ):
            return True
        if not self.rows or not (b'"rows"' in raw or self.naming in raw):
            return False
        return any(row in self.rows for row in _ROW.findall(raw))


def _parsed(found: Scan, wanted: Callable[[bytes], bool]) -> Iterator[Written]:
    """The documents of the lines that are wanted, in their order, as far as the log has been taken."""
    left = found.size
    with found.path.open("rb") as file:
        for raw in file:
            left -= len(raw)
            if left < 0:
                return
            if wanted(raw):
                with suppress(DamagedLine):
                    yield from decode_line(raw).documents


def _extracted(review: Review, extracts: Iterable[Scan]) -> Iterator[Filed]:
    """What extracts hold of the studies with a note. An extract has one line a study."""
    studies = {
        one.body.get("study") for found in extracts for one in _parsed(found, _may_hold_note) if one.body.get("note")
    }
    for study in review.plan.studies:
        if not studies.isdisjoint(review.logs.keys_of(study)):
            yield from review.logs.extracted(study)

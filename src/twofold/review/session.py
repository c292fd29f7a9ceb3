"""One open study of one person: the answers, what was done to them, and how they are saved and frozen.

Every change becomes a document at once, in memory, and is queued for the disk; the sheet therefore already shows
what is still being written, and ``unsaved`` tells which places those are.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from twofold.codebook.conditions import asked
from twofold.codebook.findings import findings
from twofold.codebook.model import Codebook, Level
from twofold.record.documents import (
    CodeDocument,
    Document,
    ExclusionDocument,
    ReopeningDocument,
    RowDocument,
    RowListDocument,
    SubmissionDocument,
    evidence_entry,
)
from twofold.record.history import Act, Stacks, stacks
from twofold.record.lines import Head
from twofold.record.person import PersonRecord, person_record
from twofold.review.pen import NotWritten, Pen
from twofold.review.views import Changed, Past, Said, Study, SubmissionCheck
from twofold.values.answers import BLANK, Value
from twofold.values.canonical import digest
from twofold.values.coded import NO_EVIDENCE, NOTHING, Coded, Evidence, Place, RowKey, Sheet

Filed = tuple[str, Document]


@dataclass(frozen=True, slots=True)
class InForce:
    """The codebook in force with its two fingerprints."""

    codebook: Codebook
    meaning: str
    everything: str


@dataclass(frozen=True, slots=True)
class Material:
    """What a session starts from: all of the person's documents of the study, and this log's lines of it."""

    study: Study
    documents: Mapping[str, Document]
    own_lines: tuple[tuple[Filed, ...], ...]
    round: str
    round_words: str
    released: bool
    any_released: bool
    listed: tuple[RowListDocument, ...]


class Session:
    """A study while it is open. Without a pen it is for reading, and ``why_not`` says why."""

    def __init__(
        self,
        material: Material,
        in_force: InForce,
        person: str,
        pen: Pen | None,
        *,
        why_not: str = "",
        heads: Callable[[], Sequence[Head]] = tuple,
        open_outside: Callable[[Study], str] = lambda _: "",
    ) -> None:
        self.study = material.study
        self.codebook = in_force.codebook
        self.person = person
        self._in_force = in_force
        self._round = material.round
        self.round_words = material.round_words
        self._released = material.released
        self._any_released = material.any_released
        self._listed = material.listed
        self._documents = dict(material.documents)
        self._lines = list(material.own_lines)
        self._pen = pen
        self._why_not = why_not
        self._heads = heads
        self._open_outside = open_outside
        self._record: PersonRecord | None = None
        self._stacks: Stacks | None = None

    def renew(self, material: Material, in_force: InForce, why_not: str) -> None:
        """Take in what came from elsewhere. Documents only ever join; what waits to be saved stays."""
        self.study = material.study
        self.codebook = in_force.codebook
        self._in_force = in_force
        self._round = material.round
        self.round_words = material.round_words
        self._released = material.released
        self._any_released = material.any_released
        self._listed = material.listed
        self._documents.update(material.documents)
        self._why_not = why_not
        self._record = None
        self._stacks = None

    @property
    def record(self) -> PersonRecord:
        """All that the person wrote of this study, folded."""
        if self._record is None:
            documents = self._documents.items()
            self._record = person_record(documents, self.person, self._round, self.study.key, self._listed)
        return self._record

    @property
    def sheet(self) -> Sheet:
        """All current answers, those included whose save is still queued.

        A row that the lead listed shows the lead's name for it until the person gives it another.
        """
        sheet = self.record.sheet
        naming = self.codebook.row_name
        given: dict[Place, Coded] = {
            (one.row, naming): Coded(Value(one.name))
            for one in self._listed
            if naming and one.row in sheet.rows and (one.row, naming) not in sheet.codes
        }
        return Sheet({**given, **sheet.codes}, sheet.rows) if given else sheet

    @property
    def conflicts(self) -> Mapping[Place, tuple[Coded, ...]]:
        """Where two devices of this person answered differently."""
        return self.record.conflicts

    @property
    def listed_rows(self) -> Mapping[RowKey, str]:
        """The rows that the lead listed, with their names."""
        return {one.row: one.name for one in self._listed if not one.removed}

    @property
    def locked(self) -> str:
        """Why the sheet cannot be changed, as a sentence with the way out; empty while it can."""
        if self._pen is None:
            return self._why_not
        submission = self.record.submission
        if submission is None:
            return ""
        return f"Submitted on {submission[1].at[:10]} (locked). Reopening it wants a reason."

    @property
    def can_reopen(self) -> bool:
        """Whether this is the person's own submission, which a reason may reopen."""
        return self._pen is not None and self.record.submission is not None

    @property
    def exclusion(self) -> str:
        """The reason for which this person proposes to exclude the study; empty when they do not."""
        return next((one.reason for one in self.record.exclusions.values()), "")

    @property
    def last_evidence(self) -> Evidence:
        """The evidence given last on this device in this study."""
        for line in reversed(self._lines):
            for _, one in reversed(line):
                if isinstance(one, CodeDocument) and one.undoes is None and one.coded.evidence:
                    return one.coded.evidence
        return NO_EVIDENCE

    def save(self, place: Place, coded: Coded) -> None:
        """Queue the new state of one field. It settles a conflict there. Saving what already stands does nothing."""
        register = self.record.codes.get(place)
        if register is not None and {one.coded for one in register.current.values()} == {coded}:
            return
        if register is None and coded == NOTHING:
            return
        self._write([self._code(place, coded, () if register is None else register.ids)])

    def add_row(self, row: RowKey, name: Coded) -> None:
        """Queue a new outcome row together with its name, as one line."""
        pen = self._must_write()
        added = pen.document(RowDocument, round=self._round, study=self.study.key, row=row, removed=False)
        self._write([added, self._code((row, self.codebook.row_name), name, ())])

    def remove_row(self, row: RowKey) -> None:
        """Queue the removal of an outcome row. Its codes stay and come back with it."""
        register = self.record.rows.get(row)
        pen = self._must_write()
        removed = pen.document(
            RowDocument,
            round=self._round,
            study=self.study.key,
            row=row,
            removed=True,
            replaces=() if register is None else register.ids,
        )
        self._write([removed])

    def undo(self) -> Place | str:
        """Take back this log's last step in this study. The place that changed, or a sentence why nothing did."""
        found = self._history_of_log()
        return self._take_back(found.undo[-1]) if found.undo else found.undo_stops

    def redo(self) -> Place | str:
        """Take back the last undo. The place that changed, or a sentence why nothing did."""
        found = self._history_of_log()
        return self._take_back(found.redo[-1]) if found.redo else "Nothing to redo."

    def history(self, place: Place) -> Sequence[Past]:
        """The earlier states of a field, newest first; the current one is not among them."""
        current = self.record.codes[place].current if place in self.record.codes else {}
        earlier = [
            (one.at, key, one)
            for key, one in self._documents.items()
            if isinstance(one, CodeDocument) and (one.row, one.field) == place and key not in current
        ]
        return tuple(Past(at, one.coded) for at, _, one in sorted(earlier, key=lambda each: each[:2], reverse=True))

    def unsaved(self) -> frozenset[Place]:
        """The places whose last answer is not on the disk yet."""
        if self._pen is None:
            return frozenset()
        waiting = self._pen.unsaved()
        return frozenset(
            (one.row, one.field if isinstance(one, CodeDocument) else self.codebook.row_name)
            for key, one in self._documents.items()
            if key in waiting and isinstance(one, CodeDocument | RowDocument)
        )

    def check(self) -> SubmissionCheck:
        """What a submission would meet now."""
        sheet = self.sheet
        found = findings(self.codebook, sheet)
        settle = tuple(
            Said(place, "You answered this on two devices, differently. Answer it once more to settle it.")
            for place in self.conflicts
        )
        return SubmissionCheck(
            settle + tuple(Said(one.place, one.message) for one in found if one.level is Level.BLOCK),
            tuple(Said(one.place, one.message) for one in found if one.level is Level.WARN),
            self._changed_answers(sheet),
            tuple(place for place in asked(self.codebook, sheet) if not sheet.at(place[1], place[0]).answered),
        )

    def submit(self, whole_paper: bool) -> str:
        """Freeze the study, on disk when this returns. Empty, or a sentence why it was not done."""
        if self.locked:
            return self.locked
        if self.check().blocks:
            return "Something still stands against submitting; the list above names it."
        pen = self._must_write()
        try:
            pen.wait()
            key, made = self._frozen(pen, whole_paper)
            pen.put_now([made])
        except NotWritten as error:
            return f"Not submitted. {error}"
        self._note([(key, made)])
        return ""

    def reopen(self, reason: str) -> str:
        """Take the submission back. Empty, or a sentence why it was not done."""
        submission = self.record.submission
        if self._pen is None or submission is None:
            return self.locked or "This study is not submitted, so there is nothing to reopen."
        if not reason.strip():
            return "Reopening wants a reason."
        made = [
            self._pen.document(
                ReopeningDocument,
                round=self._round,
                study=self.study.key,
                submission=key,
                reason=reason.strip(),
            )
            for key in self.record.submissions
        ]
        try:
            self._pen.put_now([one for _, one in made])
        except NotWritten as error:
            return f"Not reopened. {error}"
        self._note(made)
        return ""

    def propose_exclusion(self, reason: str) -> str:
        """Propose to exclude the study; an empty reason withdraws that. Empty, or a sentence why it was not done."""
        if self._pen is None:
            return self._why_not
        current = self.record.exclusions
        if not reason.strip() and not current:
            return "There is no proposal to withdraw."
        made = self._pen.document(
            ExclusionDocument,
            study=self.study.key,
            reason=reason.strip() or "withdrawn",
            withdrawn=not reason.strip(),
            replaces=tuple(current),
        )
        try:
            self._pen.put_now([made[1]])
        except NotWritten as error:
            return f"Not noted. {error}"
        self._note([made])
        return ""

    def open_outside(self) -> str:
        """Open the PDF or the DOI outside. A sentence that says what was opened, or why nothing was."""
        return self._open_outside(self.study)

    def _must_write(self) -> Pen:
        if self._pen is None:
            raise NotWritten(self._why_not)
        return self._pen

    def _code(self, place: Place, coded: Coded, replaces: tuple[str, ...], undoes: str | None = None) -> Filed:
        return self._must_write().document(
            CodeDocument,
            round=self._round,
            study=self.study.key,
            row=place[0],
            field=place[1],
            answer=coded.answer,
            evidence=evidence_entry(coded.evidence),
            reason=coded.reason,
            note=coded.note,
            confidence=None if coded.confidence is None else coded.confidence.value,
            purpose="correction" if self._released else "independent",
            after_release=self._any_released,
            codebook=self._in_force.meaning,
            replaces=replaces,
            undoes=undoes,
        )

    def _write(self, made: Sequence[Filed]) -> None:
        if self.locked:
            raise NotWritten(self.locked)
        self._must_write().put([one for _, one in made])
        self._note(made)

    def _note(self, made: Sequence[Filed]) -> None:
        self._documents.update(made)
        self._lines.append(tuple(made))
        self._record = None
        self._stacks = None

    def _history_of_log(self) -> Stacks:
        if self._stacks is None:
            self._stacks = stacks(self._lines)
        return self._stacks

    def _take_back(self, act: Act) -> Place | str:
        if self.locked:
            return self.locked
        pen = self._must_write()
        made: list[Filed] = []
        for key, one in reversed(act.changes):
            before = self._documents.get(one.replaces[0]) if one.replaces else None
            if isinstance(one, CodeDocument):
                state = before.coded if isinstance(before, CodeDocument) else NOTHING
                made.append(self._code((one.row, one.field), state, (key,), undoes=key))
            else:
                made.append(
                    pen.document(
                        RowDocument,
                        round=self._round,
                        study=self.study.key,
                        row=one.row,
                        removed=before.removed if isinstance(before, RowDocument) else not one.removed,
                        replaces=(key,),
                        undoes=key,
                    )
                )
        self._write(made)
        first = act.changes[0][1]
        return (first.row, first.field if isinstance(first, CodeDocument) else self.codebook.row_name)

    def _changed_answers(self, sheet: Sheet) -> tuple[Changed, ...]:
        undone = {one.undoes for one in self._documents.values() if isinstance(one, CodeDocument)}
        first: dict[Place, tuple[tuple[str, str], CodeDocument]] = {}
        for key, one in self._documents.items():
            if isinstance(one, CodeDocument) and one.undoes is None and key not in undone and one.coded.answered:
                place = (one.row, one.field)
                if place not in first or (one.at, key) < first[place][0]:
                    first[place] = ((one.at, key), one)
        return tuple(
            Changed(place, first[place][1].coded.answer, sheet.at(place[1], place[0]).answer)
            for place in asked(self.codebook, sheet)
            if place in first and sheet.at(place[1], place[0]).answer not in (first[place][1].coded.answer, BLANK)
        )

    def _frozen(self, pen: Pen, whole_paper: bool) -> tuple[str, SubmissionDocument]:
        sheet = self.sheet
        wanted = asked(self.codebook, sheet)
        everything = [(None, one.id) for one in self.codebook.study_fields] + [
            (row, one.id) for row in sheet.rows for one in self.codebook.row_fields
        ]
        registers = self.record.codes
        codes = tuple(
            registers[place].ids[0]
            for place in wanted
            if place in registers and sheet.at(place[1], place[0]) != NOTHING
        )
        blank = tuple(place for place in wanted if not sheet.at(place[1], place[0]).answered)
        not_asked = tuple(place for place in everything if place not in set(wanted))
        content = {
            "codebook": self._in_force.everything,
            "rows": sheet.rows,
            "codes": codes,
            "blank": blank,
            "not_asked": not_asked,
        }
        return pen.document(
            SubmissionDocument,
            round=self._round,
            study=self.study.key,
            codebook=self._in_force.everything,
            rows=sheet.rows,
            codes=codes,
            blank=blank,
            not_asked=not_asked,
            whole_paper=whole_paper,
            digest=digest(content),
            heads=tuple((one.log, one.line, one.digest) for one in self._heads()),
            replaces=tuple(self.record.submissions),
        )

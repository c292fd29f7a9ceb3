"""One open study of one person: the answers, what was done to them, and how they are saved and frozen.

Every change becomes a document at once, in memory, and is queued for the disk; the sheet therefore already shows
what is still being written, and ``unsaved`` tells which places those are.
"""

from collections.abc import Callable, Mapping, Sequence

from twofold.codebook.carrying import HERE
from twofold.codebook.conditions import asked
from twofold.codebook.findings import findings
from twofold.codebook.model import Level
from twofold.record.history import Act, Stacks, stacks
from twofold.record.lines import Head
from twofold.record.person import PersonRecord, person_record
from twofold.record.work_documents import CodeDocument, ExclusionDocument, RowDocument
from twofold.review.earlier import changed_answers, codes_in_order, rows_in_order
from twofold.review.freezing import frozen
from twofold.review.later import told_of
from twofold.review.material import Filed, InForce, Material
from twofold.review.pen import NotWritten, Pen
from twofold.review.proposing import about, proposed
from twofold.review.recoding import NOT_AGAIN, ONLY_AGAIN, Again, carried, outdated, to_code_again
from twofold.review.study_pen import StudyPen, as_kept
from twofold.review.taking_back import taking_back, why_not_taken_back
from twofold.review.views import Past, Said, SameStudy, Study, SubmissionCheck
from twofold.values.answers import Value
from twofold.values.coded import NO_EVIDENCE, NOTHING, Coded, Evidence, Place, RowKey, Sheet
from twofold.values.plaintext import normal


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
        minutes: Callable[[], int | None] = lambda: None,
        open_outside: Callable[[Study], str] = lambda _: "",
        number_of: Callable[[str], str] = lambda key: key,
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
        self._minutes = minutes
        self._open_outside = open_outside
        self._number_of = number_of
        self._record: PersonRecord | None = None
        self._stacks: Stacks | None = None
        self.changes = 0

    def renew(self, material: Material, in_force: InForce, pen: Pen | None, why_not: str) -> None:
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
        self._pen = pen
        self._why_not = why_not
        self._forget()

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
        found = self.record.sheet
        codes = carried(self._in_force.versions, found.codes, self.record.codes)
        sheet = Sheet(codes, rows_in_order(found.rows, self.record.listed, self._documents, self._lines))
        naming = self.codebook.row_name
        given: dict[Place, Coded] = {
            (one.row, naming): Coded(Value(one.name))
            for one in self._listed
            if naming and one.row in sheet.rows and (one.row, naming) not in sheet.codes
        }
        return Sheet({**given, **sheet.codes}, sheet.rows) if given else sheet

    @property
    def conflicts(self) -> Mapping[Place, tuple[Coded, ...]]:
        """The fields asked to which two devices of this person gave different answers."""
        found = self.record.conflicts
        if not found:
            return found
        wanted = frozenset(asked(self.codebook, self.sheet))
        return {place: codes for place, codes in found.items() if place in wanted}

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
        if submission is None or self.again.places:
            return ""
        return f"Submitted on {submission[1].at[:10]} (locked). Reopening it wants a reason."

    @property
    def again(self) -> Again:
        """What of this submitted study a new version of the codebook opens, to be coded again."""
        submission = self.record.submission
        if submission is None or self._pen is None:
            return NOT_AGAIN
        if self._in_force.versions.way(submission[1].codebook) is HERE:
            return NOT_AGAIN
        wanted = asked(self.codebook, self.sheet)
        return to_code_again(self._in_force.versions, submission[1], wanted, self.record.codes)

    @property
    def open_again(self) -> frozenset[Place]:
        """The fields of a submitted study that a new codebook asks again: they alone can be changed then."""
        return self.again.places

    def locked_at(self, place: Place | None) -> str:
        """Why one place cannot be changed, or no row added where it is ``None``; empty while it can."""
        open_again = self.open_again
        return self.locked if not open_again or place in open_again else ONLY_AGAIN

    @property
    def can_reopen(self) -> bool:
        """Whether this is the person's own submission, which a reason may reopen."""
        return self._pen is not None and self.record.submission is not None

    @property
    def exclusion(self) -> str:
        """The reason for which this person proposes to exclude the study; empty when they do not."""
        return next((one.reason for one in about(self.record.exclusions, None).values()), "")

    @property
    def same_study(self) -> SameStudy | None:
        """The study that this person proposes to take for one with this one; nothing when they do not."""
        found = next((one for one in self.record.exclusions.values() if one.same_as is not None), None)
        key = "" if found is None else found.same_as or ""
        return None if found is None else SameStudy(key, self._number_of(key), found.reason)

    @property
    def told(self) -> str:
        """What came from another device after the submission, or is missing here, as a sentence; mostly empty."""
        return told_of(self.record)

    @property
    def last_evidence(self) -> Evidence:
        """The evidence given last on this device in this study."""
        for line in reversed(self._lines):
            for _, one in reversed(line):
                if isinstance(one, CodeDocument) and one.undoes is None and one.coded.evidence:
                    return one.coded.evidence
        return NO_EVIDENCE

    def ready(self) -> None:
        """Fold what was written since, while nobody waits: the next key would begin with that."""
        _ = self.record

    def save(self, place: Place, coded: Coded) -> None:
        """Queue the new state of one field. It settles a conflict there. Saving what already stands does nothing.

        Raises:
            NotWritten: the study is locked, or a text is longer than is kept. Nothing changed.
        """
        pen, coded = self._must_write(), as_kept(coded)
        register = self.record.codes.get(place)
        same = register is not None and {one.coded for one in register.current.values()} == {coded}
        if register is not None and same and not outdated(self._in_force.versions, register):
            return
        if register is None and coded == NOTHING:
            return
        self._write([pen.code(place, coded, () if register is None else register.ids)], place)

    def add_row(self, row: RowKey, name: Coded) -> None:
        """Queue a new outcome row together with its name, as one line.

        Raises:
            NotWritten: as for ``save``.
        """
        pen = self._must_write()
        self._write([pen.row(row, removed=False), pen.code((row, self.codebook.row_name), as_kept(name), ())])

    def remove_row(self, row: RowKey) -> None:
        """Queue the removal of an outcome row. Its codes stay and come back with it.

        Raises:
            NotWritten: the study is locked.
        """
        pen = self._must_write()
        register = self.record.rows.get(row)
        if row in self.record.live_rows:
            self._write([pen.row(row, removed=True, replaces=() if register is None else register.ids)])

    def undo(self) -> Place | str | None:
        """Take back this log's last step in this study. The place that changed, ``None`` where that is the proposal to
        exclude the study, or a sentence why nothing did."""
        found = self._history_of_log()
        return self._take_back(found.undo[-1]) if found.undo else found.undo_stops

    def redo(self) -> Place | str | None:
        """Take back the last undo; what it gives is as for ``undo``."""
        found = self._history_of_log()
        return self._take_back(found.redo[-1]) if found.redo else "Nothing to redo."

    def history(self, place: Place) -> Sequence[Past]:
        """The earlier states of a field, newest first; the current one is not among them."""
        register = self.record.codes.get(place)
        current = {} if register is None or outdated(self._in_force.versions, register) else register.current
        return tuple(
            Past(one.at, one.coded)
            for key, one in reversed(codes_in_order(self._documents))
            if (one.row, one.field) == place and key not in current
        )

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
        wanted = asked(self.codebook, sheet)
        found = findings(self.codebook, sheet)
        settle = tuple(
            Said(place, "You answered this on two devices, differently. Answer it once more to settle it.")
            for place in self.conflicts
        )
        return SubmissionCheck(
            settle + tuple(Said(one.place, one.message) for one in found if one.level is Level.BLOCK),
            tuple(Said(one.place, one.message) for one in found if one.level is Level.WARN),
            changed_answers(self._documents, wanted, sheet),
            tuple(
                place
                for place in wanted
                if not sheet.at(place[1], place[0]).answered and not self.codebook.by_id[place[1]].required
            ),
            self._minutes(),
        )

    def submit(self, whole_paper: bool) -> str:
        """Freeze the study, on disk when this returns. Empty, or a sentence why it was not done."""
        if self.locked:
            return self.locked
        if self.check().blocks:
            return "Something still stands against submitting; the list above names it."
        pen = self._must_write()
        try:
            self._settle_agreeing()
            pen.pen.wait()
            made = frozen(self.codebook, self._in_force.everything, self.sheet, self.record.codes)
            submission = pen.submission(
                made,
                self._heads(),
                tuple(self.record.submissions),
                whole_paper=whole_paper,
                minutes=self._minutes(),
            )
            pen.pen.put_now([submission[1]])
        except NotWritten as error:
            return f"Not submitted. {error}"
        self._note([submission])
        return ""

    def reopen(self, reason: str) -> str:
        """Take the submission back. Empty, or a sentence why it was not done."""
        submission = self.record.submission
        if self._pen is None or submission is None:
            return self.locked or "This study is not submitted, so there is nothing to reopen."
        if not reason.strip():
            return "Reopening wants a reason."
        pen = self._must_write()
        try:
            made = [pen.reopening(key, normal(reason).strip()) for key in self.record.submissions]
            pen.pen.put_now([one for _, one in made])
        except NotWritten as error:
            return f"Not reopened. {error}"
        self._note(made)
        return ""

    def propose_exclusion(self, reason: str, same_as: str = "") -> str:
        """Propose to exclude the study, or to take it for one with the study ``same_as``; an empty reason withdraws
        that. Empty, or a sentence why it was not done."""
        if self._pen is None:
            return self._why_not
        try:
            made = proposed(self._must_write(), self.record.exclusions, reason, same_as or None)
            if made is None or isinstance(made, str):
                return made or ""
            self._must_write().pen.put_now([made[1]])
        except NotWritten as error:
            return f"Not noted. {error}"
        self._note([made])
        return ""

    def open_outside(self) -> str:
        """Open the PDF or the DOI outside. A sentence that says what was opened, or why nothing was."""
        return self._open_outside(self.study)

    def _must_write(self) -> StudyPen:
        if self._pen is None:
            raise NotWritten(self._why_not)
        return StudyPen(
            self._pen,
            self.study.key,
            self._round,
            self._in_force.everything,
            self._released,
            self._any_released,
            again=self.record.submission is not None,
        )

    def _write(self, made: Sequence[Filed], place: Place | None = None) -> None:
        if locked := self.locked_at(place):
            raise NotWritten(locked)
        self._must_write().pen.put([one for _, one in made])
        self._note(made)

    def _note(self, made: Sequence[Filed]) -> None:
        self._documents.update(made)
        self._lines.append(tuple(made))
        self._forget()

    def _forget(self) -> None:
        """What was folded from the documents no longer holds; ``changes`` tells others so."""
        self._record = None
        self._stacks = None
        self.changes += 1

    def _history_of_log(self) -> Stacks:
        if self._stacks is None:
            self._stacks = stacks(self._lines)
        return self._stacks

    def _take_back(self, act: Act) -> Place | str | None:
        if why_not := self.locked or why_not_taken_back(act, self._documents, self._lines, self.record):
            return why_not
        made = list(taking_back(act, self._must_write(), self.record, self._documents))
        first = act.changes[0][1]
        if isinstance(first, ExclusionDocument):
            self._write(made)
            return None
        self._write(made, (first.row, first.field) if isinstance(first, CodeDocument) else None)
        return (first.row, first.field if isinstance(first, CodeDocument) else self.codebook.row_name)

    def _settle_agreeing(self) -> None:
        """Two devices that gave the same answer leave two current codes; a submission names one for each field."""
        twice = [place for place, one in self.record.codes.items() if len(one.current) > 1]
        wanted = frozenset(asked(self.codebook, self.sheet)) if twice else frozenset()
        pen = self._must_write()
        for place in twice:
            if place in wanted:
                made = [pen.code(place, self.sheet.at(place[1], place[0]), self.record.codes[place].ids)]
                self._write(made, place)

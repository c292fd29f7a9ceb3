"""An import being worked out: which records are one study, what each becomes, and the account of all of them."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from pydantic import ValidationError

from twofold.record.document import Document
from twofold.record.plan_documents import ReportDocument
from twofold.record.work_documents import ScreeningDocument
from twofold.references import Reference, labels
from twofold.review.bringing_in_account import Account, Bringing, CannotBringIn, Held, NewStudy, There, Wishes
from twofold.review.bringing_in_documents import (
    import_document,
    initiative_document,
    mended_report,
    repeat_document,
    report_document,
    study_document,
    vote_documents,
    withdrawn,
)
from twofold.review.bringing_in_found import FileFound, Record, Same, Survey, Target
from twofold.review.bringing_in_known import Copy, Vote, vote_of
from twofold.review.bringing_in_questions import Kind, Question, initiative_in, there_id
from twofold.review.imports import earlier
from twofold.review.open import Review
from twofold.review.pen import Pen, filed
from twofold.store.device import new_key

_HELD = "the record held back"
_DECIDED = "decided by you"
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(slots=True)
class _Made:
    """What became of one file so far."""

    new: list[NewStudy] = field(default_factory=list)
    held: list[Held] = field(default_factory=list)
    votes: set[Vote] = field(default_factory=set)
    lost: int = 0


@dataclass(slots=True)
class Work:
    """An import being worked out. ``same`` says of a record what it was decided to be; ``part_of`` joins what was
    decided to be one study; ``studies`` gives the key of each study by what stands for it there, ``reports`` that of
    the report that a record became or was decided to be, ``made_reports`` those that are made.
    ``asked_again`` are records of which something was decided at an earlier import, with whether that still holds,
    ``unlike`` those that matching took for something else and a person did not."""

    review: Review
    pen: Pen
    found: Survey
    wishes: Wishes
    same: dict[Record, Target] = field(default_factory=dict)
    part_of: dict[Target, Target] = field(default_factory=dict)
    studies: dict[Target, str] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)
    files: list[_Made] = field(default_factory=list)
    plan: list[Document] = field(default_factory=list)
    screening: list[Document] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)
    reports: dict[Target, str] = field(default_factory=dict)
    made_reports: dict[str, ReportDocument] = field(default_factory=dict)
    asked_again: dict[Record, bool] = field(default_factory=dict)
    unlike: set[Record] = field(default_factory=set)
    matched: dict[Record, Same] = field(default_factory=dict)
    before: dict[str, str] = field(default_factory=dict)
    asked_of: dict[Record, str] = field(default_factory=dict)
    batch: str = field(default_factory=new_key)
    initiatives: dict[str, str] = field(default_factory=dict)
    labels: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        planned = self.review.plan.studies.values()
        self.numbers = {one.key: one.number for one in planned}
        self.labels = {one.label for one in planned}
        self.before = earlier(self.review)
        self.matched = {(at, one.index): one for at, file in enumerate(self.found.files) for one in file.there}
        self.initiatives = {name.casefold(): key for key, name in self.review.plan.initiatives.items()}

    def join(self, asked: Iterable[Question], decided: Mapping[str, str]) -> None:
        """Put together what was decided to be one study."""
        for one in asked:
            if one.before:
                self.asked_again[one.record] = decided[one.id] == one.before
            if one.kind is Kind.THERE:
                if decided[one.id] == one.stands:
                    continue
                self.unlike.add(one.record)
                if self.matched[one.record].repeat:
                    self.asked_again[one.record] = False
            match decided[one.id]:
                case "same":
                    self.asked_of.setdefault(one.record, one.id)
                    if one.record not in self.same:
                        self.same[one.record] = one.others[0]
                        self.reports[one.record] = one.report
                    self._one(one.record, one.others[0])
                case "report":
                    self._one(one.record, one.others[0])
                case "one":
                    there = sorted((each for each in one.others if isinstance(each, str)), key=self.numbers.__getitem__)
                    fresh: list[Target] = [each for each in one.others if not isinstance(each, str)]
                    for other in [*there[:1], *fresh]:
                        self._one(one.record, other)
                case _:
                    pass

    def take(self, at: int) -> None:
        """Make the studies and reports of one file."""
        found = self.found.files[at]
        held_back = found.reading.held_back
        made = _Made(held=[Held(one.number, one.first_line, one.last_line, one.why) for one in held_back])
        self.files.append(made)
        ready: list[tuple[Record, ReportDocument]] = []
        founders: list[Record] = []
        begun: dict[Target, str] = {}
        unlike = (one.index for one in found.there if (at, one.index) in self.unlike)
        for record in ((at, index) for index in sorted((*found.new, *unlike)) if (at, index) not in self.same):
            root = self._root(record)
            study = root if isinstance(root, str) else self.studies.get(root) or begun.get(root, "")
            key = study or new_key()
            try:
                report = report_document(self.pen, key, self.found.reference(record), self.batch)
                vote_documents(self.pen, key, report.report, self.found.reference(record))
            except ValidationError as error:
                made.held.append(self._too_long(record, error))
                continue
            ready.append((record, report))
            if not study:
                begun[root] = key
                founders.append(record)
        number = 1 + max((int(one.rstrip(_LETTERS)[1:]) for one in self.numbers.values()), default=0)
        called = labels([self.found.reference(one) for one in founders], self.labels)
        named = dict(zip(founders, called, strict=True))
        for record, report in ready:
            root = self._root(record)
            reference = self.found.reference(record)
            try:
                if record in named:
                    name = self._initiative(reference)
                    self._found(begun[root], f"S{number:03}", named[record], record, name)
                    made.new.append(self._new(record, f"S{number:03}", named[record], name))
                    number += 1
                elif (joined := self._study(record)) is not None:
                    made.new.append(self._new(record, self.numbers[joined], "", further=True))
                else:
                    made.held.append(self._held(record, "the record that it was joined to is held back"))
                    continue
            except ValidationError as error:
                made.held.append(self._too_long(record, error))
                continue
            self.plan.append(report)
            self.reports[record] = report.report
            self.made_reports[report.report] = report

    def remember(self) -> None:
        """Keep what was decided to be the same, so that it is not asked again, and take back what was decided anew."""
        for record, holds in self.asked_again.items():
            if not holds:
                self.plan += [withdrawn(self.pen, one) for one in self.found.repeats_of(record)]
        for record in self.same:
            study, report = self._study(record), self._report(record)
            if study is None or not report or self.asked_again.get(record):
                continue
            # What is longer than is kept is not remembered and will be asked again; it is accounted for all the same.
            with suppress(ValidationError):
                self.plan.append(repeat_document(self.pen, study, report, self.found.reference(record)))

    def mend(self, asked: Iterable[Question], decided: Mapping[str, str]) -> None:
        """Take the fields that were decided to be as a file has them."""
        taken: dict[str, dict[str, str]] = {}
        sources: dict[str, str] = {}
        for one in asked:
            if one.kind is Kind.DIFFERENCE and decided[one.id] == "take" and one.record not in self.unlike:
                report = one.report or self._report(one.record)
                if not report:
                    continue
                taken.setdefault(report, {})[one.field] = one.new
                if one.field == "doi":
                    sources[report] = self.found.reference(one.record).doi_found_in
                self.changes.append(f"{one.cards[0].where}: {one.field} becomes “{one.new}”; it was “{one.known}”")
        for report, fields in taken.items():
            try:
                self.plan.append(mended_report(self.pen, self._copy(report), fields, sources.get(report, "")))
            except ValidationError as error:
                raise CannotBringIn(f"A field is {_too_long(error)}. Keep what the review has there.") from error

    def keep_votes(self) -> None:
        """Keep what was cut from every record that is a report of the review, new or not, unless it is kept already."""
        kept = set(self.found.had.votes)
        for at, file in enumerate(self.found.files):
            for index, reference in enumerate(file.reading.references):
                if not reference.screening:
                    continue
                report = self._report((at, index))
                votes = self._votes(report, reference) if report else []
                if not votes:
                    self.files[at].lost += len(reference.screening)
                for one in votes:
                    vote = vote_of(one)
                    self.files[at].votes.add(vote)
                    if vote not in kept:
                        kept.add(vote)
                        self.screening.append(one)

    def _votes(self, report: str, reference: Reference) -> list[ScreeningDocument]:
        try:
            return vote_documents(self.pen, self._copy(report).study, report, reference)
        except ValidationError:
            return []

    def _copy(self, report: str) -> Copy:
        """A report of the review, or one that this import makes."""
        if (made := self.made_reports.get(report)) is None:
            return self.found.copies[report]
        return Copy(made.study, made, (filed(made).id,), (made,))

    def _report(self, record: Record) -> str:
        """The report that a record is or became; empty where it is none."""
        seen: Target = record
        while not isinstance(seen, str):
            if found := self.reports.get(seen):
                return found
            same = self._same(seen)
            if same is not None and same.report:
                return same.report
            following = self.same.get(seen) if same is None else same.target
            if following is None:
                return ""
            seen = following
        return next((key for key, one in self.found.copies.items() if one.study == seen), "")

    def _same(self, record: Record) -> Same | None:
        """What matching took a record for, unless a person did not."""
        if record in self.unlike:
            return None
        return self.matched.get(record)

    def made(self, asked: Sequence[Question]) -> Bringing:
        """The whole, with its account.

        Raises:
            CannotBringIn: a record is not accounted for.
        """
        accounts = tuple(self._account(at, asked) for at in range(len(self.files)))
        return Bringing(
            accounts,
            tuple(self.plan),
            tuple(self.screening),
            import_document(self.pen, self.batch, accounts),
            tuple(self.changes),
            self.found.unread,
        )

    def _account(self, at: int, asked: Sequence[Question]) -> Account:
        found, made = self.found.files[at], self.files[at]
        reading = found.reading
        there = [self._there(found, one) for one in found.there if (at, one.index) not in self.unlike] + [
            There(
                self.found.reference(record).source.first_line,
                self._number(target),
                _DECIDED,
                (),
                title=self.found.reference(record).title,
                beside=self._beside(found, target),
                question=self.asked_of[record],
            )
            for record, target in self.same.items()
            if record[0] == at
        ]
        accounted = len(made.new) + len(there) + len(made.held)
        if accounted != reading.counted:
            raise CannotBringIn(
                f"`{reading.name}`: {reading.counted} records were counted and {accounted} can be accounted for."
                " Nothing was written. This is a fault of Twofold; please report it with the file."
            )
        return Account(
            reading.name,
            reading.sha256,
            reading.format,
            reading.producer,
            reading.encoding,
            reading.counted,
            tuple(made.new),
            tuple(there),
            tuple(made.held),
            tuple(one.words for one in asked if one.record[0] == at and one.kind is not Kind.DIFFERENCE),
            (*reading.warnings, *filter(None, [found.left_out])),
            reading.columns,
            len(made.votes),
            made.lost,
            self.before.get(reading.sha256, ""),
        )

    def _there(self, found: FileFound, one: Same) -> There:
        reference = found.reading.references[one.index]
        return There(
            reference.source.first_line,
            self._number(one.target),
            one.how,
            one.differences,
            bool(one.repeat),
            reference.title,
            self._beside(found, one.target),
            there_id(found, reference),
        )

    def _beside(self, found: FileFound, target: Target) -> str:
        """Where the record of this import stands that another one is the same as."""
        if isinstance(target, str):
            return ""
        line = f"line {self.found.reference(target).source.first_line}"
        other = self.found.files[target[0]]
        return line if other is found else f"{line} of {other.name}"

    def _found(self, study: str, number: str, label: str, record: Record, name: str) -> None:
        key = self.initiatives.get(name.casefold()) if name else None
        documents: list[Document] = []
        if name and key is None:
            key = new_key()
            documents.append(initiative_document(self.pen, key, name))
        documents.append(study_document(self.pen, study, number, label, self.found.reference(record), key))
        if name and key is not None:
            self.initiatives[name.casefold()] = key
        self.plan += documents
        self.studies[self._root(record)] = study
        self.numbers[study] = number
        self.labels.add(label)

    def _new(self, record: Record, number: str, label: str, initiative: str = "", *, further: bool = False) -> NewStudy:
        one = self.found.reference(record)
        return NewStudy(number, label, one.title, one.source.first_line, one.flags, initiative, further)

    def _initiative(self, reference: Reference) -> str:
        column = self.wishes.initiative_column
        return (initiative_in(reference, column) if column else "") or self.wishes.initiative

    def _number(self, target: Target) -> str:
        study = target if isinstance(target, str) else self._study(target)
        return _HELD if study is None else self.numbers[study]

    def _study(self, record: Record) -> str | None:
        root = self._root(record)
        return root if isinstance(root, str) else self.studies.get(root)

    def _one(self, one: Target, other: Target) -> None:
        first, second = self._root(one), self._root(other)
        if first == second:
            return
        if isinstance(first, str) and isinstance(second, str):
            raise CannotBringIn(
                f"By these decisions {self.numbers[first]} and {self.numbers[second]} would be one study. If they are,"
                f" say so first: `twofold same {self.numbers[second]} {self.numbers[first]}`. Else decide otherwise."
            )
        # A study of the review stands for the whole; else the record that comes first.
        if isinstance(second, str) or (not isinstance(first, str) and second < first):
            first, second = second, first
        self.part_of[second] = first

    def _root(self, target: Target) -> Target:
        while target in self.part_of:
            target = self.part_of[target]
        return target

    def _held(self, record: Record, why: str) -> Held:
        source = self.found.reference(record).source
        return Held(source.number, source.first_line, source.last_line, why)

    def _too_long(self, record: Record, error: ValidationError) -> Held:
        return self._held(record, f"its {_too_long(error)}")


def _too_long(error: ValidationError) -> str:
    where = ".".join(str(part) for part in error.errors(include_url=False)[0]["loc"])
    return f"{where} is longer than Twofold keeps"

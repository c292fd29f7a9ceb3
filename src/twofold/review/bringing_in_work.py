"""An import being worked out: which records are one study, what each becomes, and the account of all of them."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from pydantic import ValidationError

from twofold.record.document import Document
from twofold.record.plan_documents import ReportDocument
from twofold.references import Reference, labels
from twofold.review.bringing_in_account import Account, Bringing, CannotBringIn, Held, NewStudy, There, Wishes
from twofold.review.bringing_in_documents import (
    initiative_document,
    mended_report,
    repeat_document,
    report_documents,
    study_document,
    withdrawn,
)
from twofold.review.bringing_in_found import Record, Survey, Target
from twofold.review.bringing_in_questions import Kind, Question, initiative_in
from twofold.review.open import Review
from twofold.review.pen import Pen
from twofold.store.device import new_key

_HELD = "the record held back"
_DECIDED = "decided by you"
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(slots=True)
class _Made:
    """What became of one file so far."""

    new: list[NewStudy] = field(default_factory=list)
    held: list[Held] = field(default_factory=list)


@dataclass(slots=True)
class Work:
    """An import being worked out. ``same`` says of a record what it was decided to be; ``part_of`` joins what was
    decided to be one study; ``studies`` gives the key of each study by what stands for it there, ``reports`` that of
    the report that a record became or was decided to be. ``asked_again`` are records of which something was decided at
    an earlier import, with whether that still holds."""

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
    asked_again: dict[Record, bool] = field(default_factory=dict)
    initiatives: dict[str, str] = field(default_factory=dict)
    labels: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        planned = self.review.plan.studies.values()
        self.numbers = {one.key: one.number for one in planned}
        self.labels = {one.label for one in planned}
        self.initiatives = {name.casefold(): key for key, name in self.review.plan.initiatives.items()}

    def join(self, asked: Iterable[Question], decided: Mapping[str, str]) -> None:
        """Put together what was decided to be one study."""
        for one in asked:
            if one.before:
                self.asked_again[one.record] = decided[one.id] == one.before
            match decided[one.id]:
                case "same":
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
        made = _Made(held=[Held(one.first_line, one.last_line, one.why) for one in found.reading.held_back])
        self.files.append(made)
        ready: list[tuple[Record, ReportDocument]] = []
        founders: list[Record] = []
        begun: dict[Target, str] = {}
        votes: dict[Record, list[Document]] = {}
        for record in ((at, index) for index in found.new if (at, index) not in self.same):
            root = self._root(record)
            study = root if isinstance(root, str) else self.studies.get(root) or begun.get(root, "")
            key = study or new_key()
            try:
                report, votes[record] = report_documents(self.pen, key, self.found.reference(record))
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
            self.screening += votes[record]

    def remember(self) -> None:
        """Keep what was decided to be the same, so that it is not asked again, and take back what was decided anew."""
        for record, holds in self.asked_again.items():
            if not holds:
                self.plan += [withdrawn(self.pen, one) for one in self.found.repeats_of(record)]
        for record in self.same:
            kept: Target = record
            while not isinstance(kept, str) and kept in self.same and not isinstance(self.same[kept], str):
                kept = self.same[kept]
            study, report = self._study(record), self.reports.get(kept, "")
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
            if one.kind is Kind.DIFFERENCE and decided[one.id] == "take":
                taken.setdefault(one.report, {})[one.field] = one.new
                if one.field == "doi":
                    sources[one.report] = self.found.reference(one.record).doi_found_in
                self.changes.append(f"{one.cards[0].where}: {one.field} becomes “{one.new}”; it was “{one.known}”")
        for report, fields in taken.items():
            try:
                self.plan.append(mended_report(self.pen, self.found.copies[report], fields, sources.get(report, "")))
            except ValidationError as error:
                raise CannotBringIn(f"A field is {_too_long(error)}. Keep what the review has there.") from error

    def made(self, asked: Sequence[Question]) -> Bringing:
        """The whole, with its account.

        Raises:
            CannotBringIn: a record is not accounted for.
        """
        accounts = tuple(self._account(at, asked) for at in range(len(self.files)))
        return Bringing(accounts, tuple(self.plan), tuple(self.screening), tuple(self.changes), self.found.unread)

    def _account(self, at: int, asked: Sequence[Question]) -> Account:
        found, made = self.found.files[at], self.files[at]
        reading = found.reading
        there = [
            There(
                reading.references[one.index].source.first_line,
                self._number(one.target),
                one.how,
                one.differences,
                bool(one.repeat),
            )
            for one in found.there
        ] + [
            There(self.found.reference(record).source.first_line, self._number(target), _DECIDED, ())
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
            sum(len(one.screening) for one in reading.references),
        )

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
        return Held(source.first_line, source.last_line, why)

    def _too_long(self, record: Record, error: ValidationError) -> Held:
        return self._held(record, f"its {_too_long(error)}")


def _too_long(error: ValidationError) -> str:
    where = ".".join(str(part) for part in error.errors(include_url=False)[0]["loc"])
    return f"{where} is longer than Twofold keeps"

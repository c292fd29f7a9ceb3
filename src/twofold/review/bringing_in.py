"""Bringing in references: every record of a file becomes a study, is already there, or is held back with a reason."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from twofold.record.authority import effective
from twofold.record.document import Document
from twofold.record.plan_documents import ReportDocument, SourceEntry, StudyDocument
from twofold.record.work_documents import ScreeningDocument
from twofold.references import (
    Known,
    Matches,
    Reading,
    Reference,
    UnreadableFile,
    known_from,
    labels,
    match,
    read_references,
)
from twofold.references.decoding import MAX_BYTES
from twofold.review.open import Review
from twofold.review.pen import NotWritten, Pen
from twofold.store.append import cause_of
from twofold.store.device import new_key
from twofold.values.plaintext import normal, one_line


class CannotBringIn(Exception):
    """A file, or a record of it, that was not brought in; the message says why. Nothing was written."""


@dataclass(frozen=True, slots=True)
class Held:
    """A record that was not taken: where it stands, and why."""

    first_line: int
    last_line: int
    why: str


@dataclass(frozen=True, slots=True)
class NewStudy:
    """A record that becomes a study."""

    number: str
    label: str
    title: str
    line: int
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class There:
    """A record that the review, or this import, has already."""

    line: int
    number: str
    how: str
    differences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Account:
    """What becomes of one file: ``read`` is the independent count of its records and the sum of the three."""

    file: str
    format: str
    producer: str
    encoding: str
    read: int
    new: tuple[NewStudy, ...]
    there: tuple[There, ...]
    held_back: tuple[Held, ...]
    look_alike: tuple[str, ...]
    warnings: tuple[str, ...]
    columns: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Bringing:
    """An import that has been worked out and not written."""

    accounts: tuple[Account, ...]
    plan: tuple[Document, ...]
    screening: tuple[Document, ...]


def work_out(review: Review, files: Sequence[Path], mapping: Mapping[str, str] | None = None) -> Bringing:
    """What bringing in these files would do. ``mapping`` says for tables which column holds which field.

    Raises:
        CannotBringIn: this person may not, a file cannot be read, or its records cannot all be accounted for.
    """
    person = review.plan.standing.person(review.person)
    if person is None or "lead" not in person.roles:
        raise CannotBringIn(f"Only a lead brings in studies. You are `{review.person}` here.")
    if review.pen is None:
        raise CannotBringIn(review.why_read_only)
    known = list(_known(review))
    numbers = {one.key: one.number for one in review.plan.studies.values()}
    taken = {one.label for one in review.plan.studies.values()}
    next_number = 1 + max((int(one.rstrip("abcdefghijklmnopqrstuvwxyz")[1:]) for one in numbers.values()), default=0)
    accounts: list[Account] = []
    plan: list[Document] = []
    screening: list[Document] = []
    for path in files:
        reading = _read(path, mapping)
        matches = match(reading.references, known)
        fresh = [reading.references[index] for index in matches.new]
        made: dict[int, str] = {}
        new: list[NewStudy] = []
        held = [Held(one.first_line, one.last_line, one.why) for one in reading.held_back]
        for index, reference, label in zip(matches.new, fresh, labels(fresh, taken), strict=True):
            study = new_key()
            number = f"S{next_number:03}"
            try:
                documents, votes = _documents(review.pen, study, number, label, reference)
            except ValidationError as error:
                where = ".".join(str(part) for part in error.errors(include_url=False)[0]["loc"])
                held.append(
                    Held(
                        reference.source.first_line,
                        reference.source.last_line,
                        f"its {where} is longer than Twofold keeps",
                    )
                )
                continue
            next_number += 1
            made[index] = study
            numbers[study] = number
            taken.add(label)
            plan += documents
            screening += votes
            known.append(known_from(study, reference))
            new.append(NewStudy(number, label, reference.title, reference.source.first_line, reference.flags))
        there = [
            There(
                reading.references[one.index].source.first_line,
                numbers[one.key],
                one.how,
                tuple(f"{each.field}: “{each.known}”, here “{each.new}”" for each in one.differences),
            )
            for one in matches.already_there
        ] + [
            There(
                reading.references[one.index].source.first_line,
                numbers.get(made.get(one.of, ""), "the record held back"),
                one.how,
                tuple(f"{each.field}: “{each.known}”, here “{each.new}”" for each in one.differences),
            )
            for one in matches.repeated
        ]
        alike = [*_near(matches, made, numbers), *_grouped(matches, made, numbers)]
        accounted = len(new) + len(there) + len(held)
        if accounted != reading.counted:
            raise CannotBringIn(
                f"`{reading.name}`: {reading.counted} records were counted and {accounted} can be accounted for."
                " Nothing was written. This is a fault of Twofold; please report it with the file."
            )
        accounts.append(
            Account(
                reading.name,
                reading.format,
                reading.producer,
                reading.encoding,
                reading.counted,
                tuple(new),
                tuple(there),
                tuple(held),
                tuple(alike),
                reading.warnings,
                reading.columns,
            )
        )
    return Bringing(tuple(accounts), tuple(plan), tuple(screening))


def bring_in(review: Review, bringing: Bringing) -> None:
    """Write what was worked out; on disk when this returns, as one line, so all of it or nothing.

    Raises:
        CannotBringIn: it could not be saved.
    """
    if review.pen is None:
        raise CannotBringIn(review.why_read_only)
    try:
        if bringing.screening:
            review.pen.put_now(bringing.screening)
        if bringing.plan:
            review.pen.put_now(bringing.plan)
    except NotWritten as error:
        raise CannotBringIn(f"Nothing was brought in. {error}") from error
    review.take_in()


def _near(matches: Matches, made: Mapping[int, str], numbers: Mapping[str, str]) -> Iterator[str]:
    for one in matches.near:
        other = one.key if one.key is not None else made.get(-1 if one.other is None else one.other)
        if one.index in made and other is not None:
            yield f"{numbers[made[one.index]]} looks like {numbers[other]}: {one.why}"


def _grouped(matches: Matches, made: Mapping[int, str], numbers: Mapping[str, str]) -> Iterator[str]:
    for one in matches.groups:
        keys = [*(made[index] for index in one.indices if index in made), *one.keys]
        if len(keys) > 1:
            yield f"{', '.join(numbers[key] for key in keys)} may be reports of one study: {one.why}"


def _read(path: Path, mapping: Mapping[str, str] | None) -> Reading:
    # Some systems keep names in another form of Unicode than documents do, or names that are no text at all.
    name = normal(path.name)
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise CannotBringIn(
                f"`{name}` has {size // 2**20} MiB; files of more than {MAX_BYTES // 2**20} MiB are not read."
                " Export it in parts."
            )
        reading = read_references(path.read_bytes(), name, mapping=mapping)
    except OSError as error:
        raise CannotBringIn(f"`{path}` could not be read: {cause_of(error)}.") from error
    except UnreadableFile as error:
        raise CannotBringIn(str(error)) from error
    except ValueError as error:
        raise CannotBringIn(f"`{name}`: {error}") from error
    if not reading.accounted:
        raise CannotBringIn(
            f"`{name}`: {reading.counted} records were counted in the file, and"
            f" {len(reading.references) + len(reading.held_back)} were read or held back. Nothing was written."
        )
    return reading


def _documents(
    pen: Pen, study: str, number: str, label: str, reference: Reference
) -> tuple[list[Document], list[Document]]:
    report = new_key()
    source = reference.source
    plan: list[Document] = [
        pen.document(
            StudyDocument,
            study=study,
            number=number,
            label=label,
            title=one_line(reference.title) or "(no title)",
        )[1],
        pen.document(
            ReportDocument,
            report=report,
            study=study,
            title=one_line(reference.title),
            authors=reference.authors,
            year=reference.year,
            journal=reference.journal,
            volume=reference.volume,
            issue=reference.issue,
            pages=reference.pages,
            doi=reference.doi,
            doi_found_in=reference.doi_found_in,
            pmid=reference.pmid,
            abstract=reference.abstract,
            url=reference.url,
            kind=reference.kind,
            language=reference.language,
            registry_ids=reference.registry_ids,
            source_id=reference.source_id,
            study_label=reference.study_label,
            flags=reference.flags,
            source=SourceEntry(
                file=source.name,
                sha256=source.sha256,
                format=source.format,
                producer=source.producer,
                record=source.number,
                first_line=source.first_line,
                last_line=source.last_line,
            ),
            raw=reference.raw,
        )[1],
    ]
    votes: list[Document] = [
        pen.document(
            ScreeningDocument,
            study=study,
            report=report,
            who=one.who,
            what=one.what,
            text=one.text,
            found_in=one.found_in,
        )[1]
        for one in reference.screening
    ]
    return plan, votes


def _known(review: Review) -> Iterator[Known]:
    for study in review.plan.studies:
        counting, _ = effective(review.plan.standing, review.logs.reports(study))
        for _, one in counting.values():
            if isinstance(one, ReportDocument):
                yield Known(
                    study,
                    one.title,
                    one.authors,
                    one.year,
                    one.journal,
                    one.volume,
                    one.issue,
                    one.pages,
                    one.doi,
                    one.pmid,
                    (one.source_id,) if one.source_id else (),
                    one.study_label,
                    one.registry_ids,
                )

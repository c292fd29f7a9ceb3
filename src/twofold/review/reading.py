"""Reading a study from the logs: what somebody wrote of it, and its reports."""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from twofold.record.authority import Filed, Standing, effective, opened
from twofold.record.document import Document
from twofold.record.lines import Line
from twofold.record.plan_documents import ReportDocument
from twofold.record.tables import read_document
from twofold.review.views import Report
from twofold.store.folder import Logs
from twofold.store.savequeue import Waiting
from twofold.store.scan import LogChanged, Scan

Found = TypeVar("Found")


def lines_by(logs: Logs, study: str, author: str) -> list[tuple[Scan, Line]]:
    """The lines of the author's logs that touch the study, with their logs."""
    return _read(logs, lambda: logs.study(study, author))


def documents_by(
    logs: Logs, people: Standing, study: str, author: str, released: frozenset[str] = frozenset()
) -> dict[str, Document]:
    """The documents of the study that the author wrote and that count, by id, in the order of their ids.

    ``released`` are the submissions that releases name; they say which documents of extracts count.
    """
    keys = logs.keys_of(study)
    filed = [
        Filed(found.header.person, one)
        for found, line in lines_by(logs, study, author)
        for one in line.documents
        if one.study in keys
    ]
    counting, _ = effective(people, filed)
    found_ones = {key: one for key, (_, one) in counting.items() if one.by == author}
    extracted = {
        key: one
        for key, one in opened(people, _read(logs, lambda: logs.extracted(study)), released).items()
        if one.by == author
    }
    if extracted:
        found_ones = dict(sorted((extracted | found_ones).items()))
    if len(keys) == 1:
        return found_ones
    return {key: one.model_copy(update={"study": study}) for key, one in found_ones.items()}


def _read(logs: Logs, asked: Callable[[], Iterable[Found]]) -> list[Found]:
    """What is asked of the logs; where one was replaced or taken away since it was read, asked again without it."""
    try:
        return list(asked())
    except (LogChanged, OSError):
        logs.refresh()
        return list(asked())


def waiting_of(queued: Sequence[Waiting], study: str) -> tuple[tuple[tuple[str, Document], ...], ...]:
    """What is queued for the disk of a study: of each line that touches it, the documents as (id, document)."""
    lines = (
        tuple((one.id, read_document(one)) for one in each.documents if one.study == study)
        for each in queued
        if each.kind == "work"
    )
    return tuple(line for line in lines if line)


def what_is_wrong(logs: Logs, person: str) -> list[str]:
    """Sentences on the logs that could not be read, and on damage in the person's own."""
    damaged = [
        f"`{one.path.name}` is damaged. Every intact line was taken; `twofold log check` names the others."
        for one in list(logs.scans.values())
        if one.damage and one.header.person == person
    ]
    return [*(one.why for one in logs.unread.values()), *damaged]


def reports_of(logs: Logs, people: Standing, study: str) -> tuple[Report, ...]:
    """The reports of the study, the earliest first."""
    counting, _ = effective(people, _read(logs, lambda: logs.reports(study)))
    replaced = {old for _, one in counting.values() for old in one.replaces}
    found = [one for key, (_, one) in counting.items() if isinstance(one, ReportDocument) and key not in replaced]
    return tuple(
        Report(one.report, label_of(one), one.title, one.authors, one.year, one.journal, one.doi, one.abstract)
        for one in sorted(found, key=lambda one: (one.year or 9999, one.title, one.report))
    )


def label_of(report: ReportDocument) -> str:
    """What a person calls a report: the first author's family name and the year."""
    first = report.authors[0].split(",")[0] if report.authors else ""
    year = "n.d." if report.year is None else str(report.year)
    return f"{first} {year}".strip() if first else f"{report.title[:40]} {year}"

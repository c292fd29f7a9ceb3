"""Reading a study from the logs: what somebody wrote of it, and its reports."""

from twofold.record.authority import Filed, Standing, effective
from twofold.record.documents import Document, ReportDocument
from twofold.record.lines import Line
from twofold.review.views import Report
from twofold.store.folder import Logs
from twofold.store.scan import LogChanged, Scan


def lines_by(logs: Logs, study: str, author: str) -> list[tuple[Scan, Line]]:
    """The lines of the author's logs that touch the study, with their logs."""
    try:
        return list(logs.study(study, author))
    except LogChanged:
        logs.refresh()
        return list(logs.study(study, author))


def documents_by(logs: Logs, people: Standing, study: str, author: str) -> dict[str, Document]:
    """The documents of the study that the author wrote and that count, by id."""
    filed = [
        Filed(found.header.person, one)
        for found, line in lines_by(logs, study, author)
        for one in line.documents
        if one.body.get("study") == study
    ]
    counting, _ = effective(people, filed)
    return {key: one for key, (_, one) in counting.items() if one.by == author}


def reports_of(logs: Logs, people: Standing, study: str) -> tuple[Report, ...]:
    """The reports of the study, the earliest first."""
    counting, _ = effective(people, logs.reports(study))
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

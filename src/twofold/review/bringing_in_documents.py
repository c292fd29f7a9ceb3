"""The documents that an import writes: studies, reports, initiatives, votes of screening, and mended reports."""

from collections.abc import Mapping, Sequence

from twofold.record.document import Document
from twofold.record.plan_documents import (
    HeldEntry,
    ImportDocument,
    ImportedFile,
    InitiativeDocument,
    RepeatDocument,
    ReportDocument,
    SourceEntry,
    StudyDocument,
)
from twofold.record.work_documents import ScreeningDocument
from twofold.references import Reference
from twofold.review.bringing_in_account import Account
from twofold.review.bringing_in_known import Copy, Repeat
from twofold.review.pen import Pen
from twofold.store.device import new_key
from twofold.values.plaintext import one_line

LONGEST = 500
"""Letters that are kept of what is of no weight in a citation: volume, issue, pages, kind, language."""

_SHORT = ("volume", "issue", "pages", "kind", "language")
_BASE = ("by", "device", "at", "nonce", "replaces")
_KEPT = tuple(name for name in ReportDocument.model_fields if name not in _BASE)
_KEPT_OF_REPEATS = tuple(name for name in RepeatDocument.model_fields if name not in _BASE)


def report_document(pen: Pen, study: str, reference: Reference, batch: str) -> ReportDocument:
    """A record as a report of a study, brought in with the import ``batch``.

    Raises:
        ValidationError: something in it is longer than is kept.
    """
    cut = {name: getattr(reference, name) for name in _SHORT if len(getattr(reference, name)) > LONGEST}
    return pen.document(
        ReportDocument,
        report=new_key(),
        study=study,
        **_described(reference),
        doi_found_in=reference.doi_found_in,
        abstract=reference.abstract,
        url=reference.url,
        kind=reference.kind[:LONGEST],
        language=reference.language[:LONGEST],
        flags=(*reference.flags, *(f"{name} cut" for name in cut)),
        raw=reference.raw,
        batch=batch,
    )[1]


def _described(reference: Reference) -> dict[str, object]:
    """What reports and repeats both say of a record. An incidental text that is too long is cut, for no study must stay
    out because of it; it stands whole among the verbatim fields of a report."""
    return {
        "title": one_line(reference.title),
        "authors": reference.authors,
        "year": reference.year,
        "journal": reference.journal,
        "volume": reference.volume[:LONGEST],
        "issue": reference.issue[:LONGEST],
        "pages": reference.pages[:LONGEST],
        "doi": reference.doi,
        "pmid": reference.pmid,
        "registry_ids": reference.registry_ids,
        "source_id": reference.source_id,
        "study_label": reference.study_label,
        "source": _source(reference),
    }


def vote_documents(pen: Pen, study: str, report: str, reference: Reference) -> list[ScreeningDocument]:
    """What was cut from a record because it would break the blinding.

    Raises:
        ValidationError: something in it is longer than is kept.
    """
    return [
        pen.document(
            ScreeningDocument,
            study=study,
            report=report,
            who=one.who[:LONGEST],
            what=one.what,
            text=one.text,
            found_in=one.found_in[:LONGEST],
        )[1]
        for one in reference.screening
    ]


def _source(reference: Reference) -> SourceEntry:
    source = reference.source
    return SourceEntry(
        file=source.name,
        sha256=source.sha256,
        format=source.format,
        producer=source.producer,
        record=source.number,
        first_line=source.first_line,
        last_line=source.last_line,
    )


def repeat_document(pen: Pen, study: str, report: str, reference: Reference) -> Document:
    """That a record is the same as this report, so that it is known when it comes again.

    Raises:
        ValidationError: something in it is longer than is kept.
    """
    return pen.document(
        RepeatDocument,
        repeat=new_key(),
        study=study,
        report=report,
        **_described(reference),
        raw=() if reference.title or reference.doi or reference.pmid else reference.raw,
    )[1]


def withdrawn(pen: Pen, repeat: Repeat) -> Document:
    """That it is no longer said of a record that it is the same."""
    content = {name: getattr(repeat.said, name) for name in _KEPT_OF_REPEATS} | {"withdrawn": True}
    return pen.document(RepeatDocument, replaces=repeat.ids, **content)[1]


def import_document(pen: Pen, batch: str, accounts: Sequence[Account]) -> Document:
    """The account of an import as it is kept: sums, and of what was held back the place and the reason alone."""
    files = tuple(
        ImportedFile(
            name=one.file,
            sha256=one.sha256,
            format=one.format,
            producer=one.producer,
            encoding=one.encoding,
            read=one.read,
            new=len(one.new),
            there=len(one.there),
            held_back=tuple(
                HeldEntry(record=each.number, first_line=each.first_line, last_line=each.last_line, why=each.why)
                for each in one.held_back
            ),
        )
        for one in accounts
    )
    studies = sum(not each.further for one in accounts for each in one.new)
    return pen.document(ImportDocument, batch=batch, files=files, studies=studies)[1]


def study_document(
    pen: Pen, study: str, number: str, label: str, reference: Reference, initiative: str | None
) -> Document:
    """The study that a record becomes.

    Raises:
        ValidationError: something in it is longer than is kept.
    """
    title = one_line(reference.title) or "(no title)"
    return pen.document(StudyDocument, study=study, number=number, label=label, title=title, initiative=initiative)[1]


def initiative_document(pen: Pen, initiative: str, name: str) -> Document:
    """An initiative that the review does not have yet.

    Raises:
        ValidationError: the name is longer than is kept.
    """
    return pen.document(InitiativeDocument, initiative=initiative, name=name)[1]


def mended_report(pen: Pen, copy: Copy, taken: Mapping[str, str], doi_found_in: str = "") -> Document:
    """The report with these fields as a file has them; everything else stays.

    Raises:
        ValidationError: something in them is longer than is kept.
    """
    content = {name: getattr(copy.current, name) for name in _KEPT}
    for field, text in taken.items():
        if field == "year":
            content["year"] = int(text)
        elif field in ("authors", "registry_ids"):
            content[field] = tuple(text.split("; "))
        else:
            content[field] = one_line(text) if field == "title" else text
    if "doi" in taken:
        content["doi_found_in"] = doi_found_in
    return pen.document(ReportDocument, replaces=copy.ids, **content)[1]

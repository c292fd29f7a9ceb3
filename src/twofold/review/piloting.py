"""A pilot: the studies of a review coded by one person with the drafted codebook, in a place apart from its record."""

import contextlib
import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from twofold.codebook.carrying import Carry, Rule
from twofold.record.document import Document
from twofold.record.plan_documents import PersonEntry, ReportDocument, RowListDocument, StudyDocument
from twofold.review.apart_runs import CannotRun, begin, kept, lay_down
from twofold.review.editing_studies import reports_data
from twofold.review.open import CannotOpen, Review
from twofold.review.outside import name_pdf_folder, pdf_folder, pdf_names, pdf_names_place
from twofold.review.pen import Pen
from twofold.review.publishing import CannotPublish, Draft, draft_of, drafted, publish
from twofold.store.apart import Apart, apart_folder
from twofold.store.append import cause_of
from twofold.store.place import CODEBOOK_FILE

_DIGITS = "0123456789"
_REPORT = ("title", "authors", "year", "journal", "doi", "pmid", "abstract")


def pilot_place(review: Review) -> Path:
    """Where this device keeps this person's pilot of the review."""
    return apart_folder(Apart.PILOT, f"{review.id}.{review.person}")


def begin_pilot(review: Review) -> Path:
    """The place of the pilot, made unless it is there, with the review's studies and its codebook as now drafted.

    Answers of an earlier sitting stay; a question whose meaning the draft has changed since is asked again.

    Raises:
        CannotRun: nobody is named, the draft has a mistake, or nothing can be written.
    """
    person = review.plan.standing.person(review.person)
    if person is None:
        raise CannotRun("Say who you are first.")
    draft = drafted_codebook(review)
    folder = pilot_place(review)
    begin(
        folder,
        f"Pilot: {review.title}"[:500],
        PersonEntry(id=person.id, name=person.name, roles=("reviewer",)),
        draft.text,
    )
    with kept(folder) as pilot:
        _take_draft(pilot, draft)
        lay_down(pilot, partial(_missing, review=review, pilot=pilot))
        _take_pdfs(review, pilot)
    return folder


def drafted_codebook(review: Review) -> Draft:
    """The review's codebook as drafted; what is in force where this copy has no draft.

    Raises:
        CannotRun: the draft has a mistake.
    """
    try:
        if not (review.folder / CODEBOOK_FILE).exists() and review.plan.codebook is not None:
            return Draft(review.plan.codebook[1].text, review.in_force.codebook, (), ())
        return draft_of(review)
    except (CannotPublish, CannotOpen) as error:
        raise CannotRun(f"The draft cannot be tried yet. {error}") from error


def _take_draft(pilot: Review, draft: Draft) -> None:
    """Put the draft in force in the pilot."""
    try:
        (pilot.folder / CODEBOOK_FILE).write_text(draft.text, encoding="utf-8", newline="\n")
        changed = draft_of(pilot)
        # Nothing can be said of earlier answers here, so what may have changed its meaning is asked again.
        rules = {one.field: Rule(one.field, Carry.MEANING) for one in changed.fields if one.must}
        if changed.words:
            publish(pilot, drafted(pilot, rules))
    except CannotPublish as error:
        way = "Throw the pilot away with `twofold code --pilot --forget` and begin it anew."
        raise CannotRun(f"The pilot cannot go on with this draft. {error} {way}") from error
    except OSError as error:
        raise CannotRun(f"`{pilot.folder}` could not be written: {cause_of(error)}.") from error


def _missing(pen: Pen, review: Review, pilot: Review) -> list[Document]:
    """What the pilot lacks of the studies that this person codes: the studies, their reports, the rows listed."""
    made: list[Document] = []
    for key in review.mine():
        if key not in pilot.plan.studies:
            made += _study(pen, review, key)
    return made


def _study(pen: Pen, review: Review, key: str) -> Iterator[Document]:
    planned = review.plan.studies[key]
    number = planned.number if planned.number[-1] in _DIGITS else planned.number[:-1]
    yield pen.document(StudyDocument, study=key, number=number, label=planned.label, title=planned.title)[1]
    for one in reports_data(review, key):
        said = {name: getattr(one.document, name) for name in _REPORT}
        yield pen.document(ReportDocument, study=key, report=one.key, **said)[1]
    for row in review.plan.listed.get(key, ()):
        if not row.removed:
            yield pen.document(RowListDocument, study=key, row=row.row, name=row.name)[1]


def _take_pdfs(review: Review, pilot: Review) -> None:
    """Let `o` open in the pilot what it opens in the review."""
    folder, names = pdf_folder(review.id), pdf_names(review.id)
    # A device that cannot keep this still lets anyone code.
    with contextlib.suppress(OSError):
        if folder is not None:
            name_pdf_folder(pilot.id, folder)
        if names:
            pdf_names_place(pilot.id).write_text(json.dumps(names), encoding="utf-8")

"""A study's own data after import: its number, label, title and initiative, and what its reports say of themselves.

Each change is a new document that replaces the old one; what was brought in stays in the log.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import ValidationError

from twofold.record.authority import effective
from twofold.record.document import Document
from twofold.record.plan_documents import InitiativeDocument, ReportDocument, StudyDocument
from twofold.references.cleaning import doi_in, web_address
from twofold.review.leading import Proposed, Refused, pen_of_lead
from twofold.review.open import Review
from twofold.review.pen import Pen
from twofold.review.plan import PlannedStudy
from twofold.store.device import new_key
from twofold.values.plaintext import normal, one_line

Made = TypeVar("Made", bound=Document)

STUDY_PARTS = ("number", "label", "title", "initiative")
"""What of a study may be changed."""

REPORT_PARTS = ("title", "authors", "year", "journal", "doi", "pmid", "url", "abstract")
"""What of a report may be changed. Authors are parted by semicolons."""

_NUMBER = re.compile(r"S[0-9]{3,6}")
_BASE = frozenset({"by", "device", "at", "nonce", "replaces"})
_ACT = "changes the data of studies"


@dataclass(frozen=True, slots=True)
class ReportData:
    """A report as it stands now: its key, its parts as a person would type them, and the ids a change replaces."""

    key: str
    parts: Mapping[str, str]
    document: ReportDocument
    ids: tuple[str, ...]


def study_parts(study: PlannedStudy) -> dict[str, str]:
    """What a study says of itself, by the names of its parts."""
    number = study.number.rstrip("abcdefghijklmnopqrstuvwxyz")
    return {"number": number, "label": study.label, "title": study.title, "initiative": study.initiative}


def reports_data(review: Review, study: str) -> tuple[ReportData, ...]:
    """The reports of a study as they stand now, the earliest first."""
    counting, _ = effective(review.plan.standing, review.logs.reports(study))
    replaced = {old for _, one in counting.values() for old in one.replaces}
    current: dict[str, list[tuple[str, ReportDocument]]] = {}
    for key, (_, one) in sorted(counting.items()):
        if isinstance(one, ReportDocument) and key not in replaced:
            current.setdefault(one.report, []).append((key, one))
    found = [
        ReportData(report, _typed(versions[0][1]), versions[0][1], tuple(key for key, _ in versions))
        for report, versions in current.items()
    ]
    found.sort(key=lambda one: (one.document.year or 9999, one.document.title, one.key))
    return tuple(found)


def propose_study(review: Review, study: str, changes: Mapping[str, str]) -> Proposed:
    """Change parts of a study, each given as it is typed. An initiative that is not known yet is made.

    Raises:
        Refused: this person may not, or a part cannot be that.
    """
    pen = pen_of_lead(review, _ACT)
    planned = review.plan.studies[study]
    before = study_parts(planned)
    wanted = before | {name: one_line(normal(text)) for name, text in changes.items()}
    changed = [name for name in STUDY_PARTS if wanted[name] != before[name]]
    if not changed:
        return Proposed((), ())
    if "number" in changed:
        _check_number(review, study, wanted["number"])
    for name in ("label", "title"):
        if not wanted[name]:
            raise Refused(f"The {name} of {planned.number} must not be empty.")
    documents: list[Document] = []
    initiative = planned.initiative_key
    if "initiative" in changed:
        initiative, made, wanted["initiative"] = _initiative(review, pen, wanted["initiative"])
        documents += made
    documents.append(_study(pen, planned, wanted, initiative))
    return Proposed(tuple(_said(planned.number, name, before[name], wanted[name]) for name in changed), (*documents,))


def propose_report(review: Review, study: str, report: str, changes: Mapping[str, str]) -> Proposed:
    """Change parts of a report, each given as it is typed; all else of it stays as it was brought in.

    Raises:
        Refused: this person may not, the study has no such report, or a part cannot be that.
    """
    pen = pen_of_lead(review, _ACT)
    number = review.plan.studies[study].number
    found = next((one for one in reports_data(review, study) if one.key == report), None)
    if found is None:
        raise Refused(f"{number} has no such report any more.")
    wanted = {name: normal(text).strip() if name == "abstract" else one_line(text) for name, text in changes.items()}
    changed = [name for name in REPORT_PARTS if name in wanted and wanted[name] != found.parts[name]]
    content = {name: getattr(found.document, name) for name in ReportDocument.model_fields if name not in _BASE}
    for name in changed:
        content[name] = _READ[name](wanted[name])
    if all(content[name] == getattr(found.document, name) for name in changed):
        return Proposed((), ())
    made = _document(pen, ReportDocument, replaces=found.ids, **content)
    after = _typed(made)
    words = tuple(_said(f"{number}, report", name, found.parts[name], after[name]) for name in changed)
    return Proposed(words, (made,))


def propose_initiative(review: Review, name: str, studies: Sequence[str]) -> Proposed:
    """Set the initiative of several studies at once; an empty name takes it away.

    Raises:
        Refused: this person may not, or the name is too long.
    """
    pen = pen_of_lead(review, _ACT)
    initiative, documents, called = _initiative(review, pen, one_line(normal(name)))
    words: list[str] = []
    changed: list[Document] = []
    for key in dict.fromkeys(studies):
        planned = review.plan.studies[key]
        if planned.initiative == called:
            continue
        words.append(_said(planned.number, "initiative", planned.initiative, called))
        changed.append(_study(pen, planned, study_parts(planned), initiative))
    return Proposed(tuple(words), (*documents, *changed) if changed else ())


def _initiative(review: Review, pen: Pen, name: str) -> tuple[str | None, list[Document], str]:
    """The key of the initiative of that name, the document that makes it where there is none, and how it is called."""
    if not name:
        return None, [], ""
    for key, known in sorted(review.plan.initiatives.items()):
        if known.casefold() == name.casefold():
            return key, [], known
    key = new_key()
    return key, [_document(pen, InitiativeDocument, initiative=key, name=name)], name


def _study(pen: Pen, planned: PlannedStudy, parts: Mapping[str, str], initiative: str | None) -> StudyDocument:
    return _document(
        pen,
        StudyDocument,
        study=planned.key,
        number=parts["number"],
        label=parts["label"],
        title=parts["title"],
        initiative=initiative,
        replaces=planned.ids,
    )


def _document(pen: Pen, kind: type[Made], /, **content: Any) -> Made:
    try:
        return pen.document(kind, **content)[1]
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        name = str(first["loc"][0])
        if first["type"] != "string_too_long":
            raise Refused(f"The {name} cannot be kept like that: {first['msg']}.") from error
        most = first.get("ctx", {}).get("max_length", 0)
        raise Refused(f"The {name} is longer than {most:,} characters. Shorten it; nothing changed.") from error


def _check_number(review: Review, study: str, number: str) -> None:
    if not _NUMBER.fullmatch(number):
        raise Refused(f"`{number}` is no number of a study. Write S and three to six digits, such as S012.")
    for other in review.plan.studies.values():
        if other.key != study and study_parts(other)["number"] == number:
            raise Refused(f"{number} is {other.label} already. Give that study another number first.")


def _said(whose: str, name: str, before: str, after: str) -> str:
    told = f"{whose}: {name} {f'is “{_short(after)}”' if after else 'is empty'}"
    return f"{told}, was “{_short(before)}”" if before else told


def _short(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:77].rstrip()}..."


def _typed(report: ReportDocument) -> dict[str, str]:
    return {
        "title": report.title,
        "authors": "; ".join(report.authors),
        "year": "" if report.year is None else str(report.year),
        "journal": report.journal,
        "doi": report.doi,
        "pmid": report.pmid,
        "url": report.url,
        "abstract": report.abstract,
    }


def _year(text: str) -> int | None:
    if text and not (text.isascii() and text.isdecimal() and 1000 <= int(text[:5]) <= 2100 and len(text) == 4):
        raise Refused(f"`{text}` is no year. Write four digits, such as 2016, or leave it empty.")
    return int(text) if text else None


def _doi(text: str) -> str:
    found = doi_in(text)
    if text and not found:
        raise Refused(f"`{text}` is no DOI. It begins with 10 and a dot, such as 10.1000/xyz123.")
    return found


def _pmid(text: str) -> str:
    if text and not (text.isascii() and text.isdecimal() and len(text) <= 12):
        raise Refused(f"`{text}` is no PMID. It is a number, such as 31415926.")
    return text


def _url(text: str) -> str:
    found = web_address(text)
    if text and not found.startswith(("https://", "http://")):
        raise Refused(f"`{text}` is no web address. It begins with https:// or http://.")
    return found


_READ: Mapping[str, Callable[[str], object]] = {
    "title": str,
    "authors": lambda text: tuple(part for part in (one.strip() for one in text.split(";")) if part),
    "year": _year,
    "journal": str,
    "doi": _doi,
    "pmid": _pmid,
    "url": _url,
    "abstract": str,
}

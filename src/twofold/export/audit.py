"""audit.csv: who did what and when, as far as the exporting person may see it."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from twofold.export.cells import JOINT, FieldCells, document_id, row_id
from twofold.export.material import Material, StudyAtHand
from twofold.export.tables import Column, Kind, Row, Table
from twofold.record.authority import effective
from twofold.record.document import Document
from twofold.record.liveness import SETTLING, before_and_after
from twofold.record.plan_documents import CodebookDocument, ReviewDocument
from twofold.record.tables import PLAN_TABLES, TABLES
from twofold.record.work_documents import CodeDocument
from twofold.values.answers import BLANK

_TABLE_OF = {model: name for name, model in TABLES.items()}
_SETTLING = frozenset(_TABLE_OF[model] for model in SETTLING)
_ANSWERING = ("codes", "decisions", "stands")
_WORDS = ("reason", "question", "title", "name", "how")


def plan_documents(material: Material) -> Mapping[str, tuple[str, Document]]:
    """What everyone may see: the documents of all plan logs that count, reports apart, as id -> (table, document)."""
    review = material.review
    counting, _ = effective(
        review.plan.standing, (one for one in review.logs.plan() if one.written.table in PLAN_TABLES)
    )
    return counting


def audit_table(material: Material) -> Table:
    """One row a document."""
    review = material.review
    label_of = cache(material.versions.label)
    plan = plan_documents(material)
    by_study: dict[str, dict[str, Document]] = {}
    general: dict[str, Document] = {}
    first = {other: key for key, others in review.plan.also.items() for other in others}
    for name, (_, one) in plan.items():
        study = str(getattr(one, "study", ""))
        (by_study.setdefault(first.get(study, study), {}) if study else general)[name] = one

    def at_first() -> Iterable[Row]:
        return _rows("", general)

    def of_study(one: StudyAtHand) -> Iterable[Row]:
        found = {**by_study.get(one.key, {}), **dict(one.reports)}
        found |= {name: each for name, each in one.documents.items() if each.by in material.people}
        return _rows(one.planned.number, found)

    def _rows(number: str, found: Mapping[str, Document]) -> Iterator[Row]:
        for name, one in sorted(found.items(), key=lambda pair: (pair[1].at, pair[0])):
            # What a document lacks is asked of its dictionary, for pydantic takes its time to say that it is not there.
            said = vars(one)
            table = _TABLE_OF[type(one)]
            cells = material.cells_of(said.get("field", ""))
            if table in _SETTLING:
                before, after = (_answers(cells, found, names) for names in before_and_after(found, name))
            else:
                before = _answers(cells, found, one.replaces) if one.replaces else ""
                after = cells.of(said.get("answer", BLANK)).value
            fingerprint = said.get("codebook") or said.get("everything", "")
            yield (
                one.at,
                one.by,
                table,
                _act(table, said),
                number,
                said.get("round", ""),
                row_id(said.get("row")),
                said.get("field", ""),
                before,
                after,
                _words(one, said),
                label_of(fingerprint) if fingerprint else "",
                document_id(name),
                JOINT.join(map(document_id, one.replaces)) if one.replaces else "",
                document_id(said.get("undoes")),
            )

    return Table(
        "audit",
        "document of the logs",
        "Everything that was written and that the exporting person may see: first what concerns the whole review, then"
        " study by study, in the order of the writers' clocks. Votes of screening are not in it.",
        (
            Column("at", "when, by the writer's clock, UTC", Kind.INSTANT),
            Column("by", "who wrote it"),
            Column("table", "table of the log"),
            Column("act", "what was done"),
            Column("study", "number of the study; blank for what concerns the review"),
            Column("round", "the round"),
            Column("row", "the outcome row"),
            Column("field", "the field"),
            Column("before", "the answer that it replaces or undoes", free=True),
            Column("after", "the answer that it gives, or lets hold again", free=True),
            Column("words", "title, reason, or question", free=True),
            Column("codebook_version", "version of the codebook that it names", free=True),
            Column("document", "its id in the logs, behind the letter d"),
            Column("replaces", "what it replaces, joined by |"),
            Column("undoes", "what it undoes"),
        ),
        ("document",),
        first=at_first,
        of_study=of_study,
    )


def _answers(cells: FieldCells, found: Mapping[str, Document], names: Iterable[str]) -> str:
    """What these documents answer, each answer once; of several, joined by |."""
    given = (cells.of(vars(found[each]).get("answer", BLANK)).value for each in names if each in found)
    return JOINT.join(dict.fromkeys(given))


def _act(table: str, said: Mapping[str, Any]) -> str:
    if said.get("undoes"):
        return "undo"
    if said.get("withdrawn") or said.get("removed"):
        return "take back"
    if table in _ANSWERING or table in PLAN_TABLES:
        return "change" if said["replaces"] else "write"
    return {"submissions": "submit", "reopenings": "reopen"}.get(table, "write")


def _words(one: Document, said: Mapping[str, Any]) -> str:
    match one:
        case CodeDocument():
            return one.reason
        case ReviewDocument():
            return one.title
        case CodebookDocument():
            return f"codebook {one.version}"
        case _:
            return next((found for name in _WORDS if isinstance(found := said.get(name), str) and found), "")

"""decisions.csv: what was written to settle disagreements, live or replaced."""

from collections.abc import Iterable, Mapping
from functools import cache

from twofold.export.cells import JOINT, document_id, flag, row_id
from twofold.export.material import Material, StudyAtHand
from twofold.export.tables import STUDY, TO_STUDY, Column, Kind, Row, Table
from twofold.record.decision_documents import (
    AlignmentDocument,
    DecisionDocument,
    QueryDocument,
    StandDocument,
    StudyDecisionDocument,
)
from twofold.record.document import Document
from twofold.record.liveness import live, of_kind
from twofold.record.matching import alignment
from twofold.values.answers import BLANK, Answer

DECISION, STAND, QUERY, ALIGNMENT, STUDY_DECISION = "decision", "stand", "query", "matching", "study decision"
_WRITTEN = frozenset({DecisionDocument, StandDocument, QueryDocument, AlignmentDocument, StudyDecisionDocument})
UNDONE, TAKEN_BACK = "undo", "take back"
_KINDS = {
    DECISION: "an answer settled, put off, or left open",
    STAND: "what a coder says of the own code: a slip, or that it stands",
    QUERY: "a question to the authors of the study",
    ALIGNMENT: "which outcome rows are one",
    STUDY_DECISION: "what became of a proposal to exclude a study or to join two",
}


def decisions_table(material: Material) -> Table:
    """One row a document."""
    label_of = cache(material.versions.label)

    def of_study(one: StudyAtHand) -> Iterable[Row]:
        written = {name: each for name, each in one.documents.items() if type(each) in _WRITTEN}
        holding = _holding(written)
        found = [(name, each) for name, each in written.items() if each.by in material.people]
        for name, each in sorted(found, key=lambda pair: (pair[1].at, pair[0])):
            told = _told(each)
            if told is None:
                continue
            kind, answer, how, words, weighed = told
            cells = material.cells_of(getattr(each, "field", "")).of(answer)
            place = getattr(each, "row", None)
            evidence = next(iter(getattr(each, "evidence", None) or ()), None) if kind == DECISION else None
            evidence = getattr(each, "evidence", None) if kind == STAND else evidence
            codebook = getattr(each, "codebook", "")
            yield (
                one.planned.number,
                getattr(each, "round", ""),
                row_id(place),
                getattr(each, "field", ""),
                kind,
                flag(name in holding),
                cells.value,
                cells.label,
                how,
                words,
                getattr(each, "cause", ""),
                getattr(each, "source", ""),
                *(("", "", "") if evidence is None else (evidence.report, evidence.place, evidence.quote)),
                JOINT.join(weighed),
                JOINT.join(getattr(each, "order", ())),
                str(seed) if (seed := getattr(each, "seed", None)) is not None else "",
                each.by,
                each.at,
                label_of(codebook) if codebook else "",
                document_id(name),
                JOINT.join(document_id(old) for old in each.replaces),
                document_id(getattr(each, "undoes", None)),
            )

    return Table(
        "decisions",
        "decision, stand or question",
        "Answers settled, what coders say of their own codes, questions to authors, matchings of rows, and"
        " decisions on studies: what people wrote to settle disagreements, in the order of their clocks within each"
        " study. `live` is 0 for what was replaced, taken back or undone; what an undo lets hold again is 1 again, and"
        " the undo itself gives no answer.",
        (
            STUDY,
            Column("round", "the round; blank for a decision on the study"),
            Column("row", "a row of the outcome that it is about"),
            Column("field", "the field that it is about"),
            Column("kind", "what it is", values=_KINDS),
            Column("live", "whether it holds: nothing replaced it, took it back or undid it", Kind.BOOLEAN),
            Column("answer", "the answer that it gives", free=True),
            Column("answer_label", "that answer as the codebook calls it", free=True),
            Column("how", f"how it came about; `{UNDONE}` and `{TAKEN_BACK}` for what only does that"),
            Column("words", "the reason, or the question", free=True),
            Column("cause", "what the disagreement came from"),
            Column("source", "where the authors' reply stands", free=True),
            Column("report", "report that its evidence is from", free=True),
            Column("place", "place in that report", free=True),
            Column("quote", "its quote", free=True),
            Column("weighed", "the codes or proposals weighed, or the rows that are one (joined by +), joined by |"),
            Column("shown_in_order", "the order in which an arbiter was shown the coders' codes, joined by |"),
            Column("seed", "the number from which that order was drawn", Kind.INTEGER),
            Column("by", "who wrote it"),
            Column("at", "when, by that person's clock, UTC", Kind.INSTANT),
            Column("codebook_version", "version of the codebook in force then", free=True),
            Column("document", "its id in the logs, behind the letter d"),
            Column("replaces", "what it replaces, joined by |"),
            Column("undoes", "what it undoes, so that what that one had replaced holds again"),
        ),
        ("document",),
        TO_STUDY,
        of_study=of_study,
    )


def _holding(documents: Mapping[str, Document]) -> frozenset[str]:
    """What holds, by the rules of the consensus. A stand is taken back by its own coder alone, and a matching says the
    whole by itself, so that its undo holds like any other."""
    found = {
        *live(of_kind(DecisionDocument, documents)),
        *live(of_kind(QueryDocument, documents)),
        *live(of_kind(StudyDecisionDocument, documents)),
    }
    stands, matchings = of_kind(StandDocument, documents), of_kind(AlignmentDocument, documents)
    for who in {one.by for one in stands.values()}:
        found |= set(live({key: one for key, one in stands.items() if one.by == who}))
    for round_id in {one.round for one in matchings.values()}:
        found |= set(alignment((key, one) for key, one in matchings.items() if one.round == round_id).ids)
    return frozenset(found)


def _told(one: Document) -> tuple[str, Answer, str, str, tuple[str, ...]] | None:
    """Kind, answer, how, words, and what was weighed. What only takes back gives no answer and no reason."""
    found = _given(one)
    if found is None or isinstance(one, AlignmentDocument) or not getattr(one, "withdrawn", False):
        return found
    return found[0], BLANK, TAKEN_BACK if getattr(one, "undoes", None) is None else UNDONE, "", found[4]


def _given(one: Document) -> tuple[str, Answer, str, str, tuple[str, ...]] | None:
    match one:
        case DecisionDocument():
            return DECISION, one.answer, one.how, one.reason, tuple(map(document_id, one.weighed))
        case StandDocument():
            weighed = () if one.code is None else (document_id(one.code),)
            return STAND, one.answer, "slip" if one.slip else "stands", one.reason, weighed
        case QueryDocument():
            return QUERY, BLANK, "", one.question, ()
        case AlignmentDocument():
            return ALIGNMENT, BLANK, "", "", tuple("+".join(row_id(row) for row in sorted(each)) for each in one.sets)
        case StudyDecisionDocument():
            how = f"{one.question}: {'granted' if one.granted else 'refused'}"
            return STUDY_DECISION, BLANK, how, one.reason, tuple(map(document_id, one.weighed))
        case _:
            return None

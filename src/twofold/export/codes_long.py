"""codes_long.csv: every answer of every coder, one a row, exactly as it was coded."""

from collections.abc import Iterable
from functools import cache

from twofold.export.cells import NOT_ASKED, document_id, evidence, flag, row_id
from twofold.export.material import (
    ALONE,
    ALSO,
    COMPARED,
    DRAFT,
    FIRST,
    SUBMITTED,
    Material,
    RoundAtHand,
    SheetAtHand,
    StudyAtHand,
)
from twofold.export.tables import FIELD, ROUND, ROW, STUDY, TO_STUDY, Column, Kind, Row, Table
from twofold.record.work_documents import CodeDocument
from twofold.values.answers import Value
from twofold.values.coded import Place, RowKey

_STATES = {
    COMPARED: "as submitted, and open for comparison",
    ALONE: "as submitted by the only coder, and open",
    SUBMITTED: "as submitted, not open for comparison",
    DRAFT: "as it stands, not submitted",
    FIRST: "as submitted first and open; submitted anew since, with another answer",
    ALSO: "as submitted besides, under another number; kept, and entering nothing",
}


def codes_long_table(material: Material) -> Table:
    """One row an answer, or a field that was left blank or not asked."""
    naming, label_of = material.codebook.row_name, cache(material.versions.label)

    def of_study(one: StudyAtHand) -> Iterable[Row]:
        number = one.planned.number
        for each in one.rounds:
            for sheet in (*each.sheets, *each.further):
                yield from _of_sheet(number, each, sheet)

    def _of_sheet(number: str, here: RoundAtHand, sheet: SheetAtHand) -> Iterable[Row]:
        person = sheet.person
        names = {**here.listed, **_names(sheet, naming)}

        def head(row: RowKey | None) -> tuple[str, ...]:
            if row is None:
                return number, here.round, "", "", "", person, sheet.state
            match = row_id(here.match_of(person, row))
            return number, here.round, row_id(row), match, names.get(row, ""), person, sheet.state

        heads = {row: head(row) for row in (None, *sheet.rows)}
        for (row, name), code_id, code in sheet.codes:
            coded, cells = code.coded, material.cells_of(name)
            now = sheet.each_now.get(code_id)
            yield (
                *(heads[row] if row in heads else head(row)),
                name,
                *cells.of(coded.answer),
                "" if now is None else cells.of(now).value,
                flag(code_id in here.counting and coded.answered),
                *evidence(coded),
                code.confidence or "",
                coded.reason,
                coded.note,
                code.purpose,
                flag(code.after_release),
                code.at,
                label_of(code.codebook),
                document_id(code_id),
            )
        answered = {place for place, _, _ in sheet.codes}
        for place in sheet.blank:
            if place not in answered:
                yield (*heads[place[0]], place[1], *[""] * 4, "0", *[""] * 12)
        for place in sheet.not_asked:
            if place not in answered:
                yield (*heads[place[0]], place[1], NOT_ASKED, "", NOT_ASKED, NOT_ASKED, "0", *[""] * 12)

    return Table(
        "codes_long",
        "study x row x reviewer x field",
        "Every answer as it was coded: of an open study the submission that was opened, else the standing submission,"
        " else the draft; then what these leave out of earlier and further submissions that were opened."
        " Fields left blank have a row with a blank value, fields that no rule asked one with NASK.",
        (
            STUDY,
            ROUND,
            ROW,
            Column("match", "the outcome that this row is, for all its coders, in codes_side.csv and outcomes.csv"),
            Column("row_name", "what the reviewer calls the outcome row", free=True),
            Column("reviewer", "who coded"),
            Column("state", "what the answer is", values=_STATES),
            FIELD,
            Column("value", "the answer exactly as coded: option, number, date or text; sets joined by |", free=True),
            Column("value_label", "the answer as the codebook in force calls it", free=True),
            Column("missing", "the missing code again, so that a text that reads NR can be told from not reported"),
            Column("value_now", "the answer as the codebook in force takes it; blank if it answers no more", free=True),
            Column("counts", "whether it enters the figures of agreement", Kind.BOOLEAN),
            Column("report", "report that the evidence is from", free=True),
            Column("place", "place in that report", free=True),
            Column("quote", "the quote", free=True),
            Column("quote_as_pasted", "the quote before it was mended, where that changed it", free=True),
            Column("confidence", "how sure", values={"low": "low", "medium": "medium", "high": "high"}, ordered=True),
            Column("reason", "the reason that the codebook asks for", free=True),
            Column("note", "the note", free=True),
            Column("purpose", "independent, recode, third or correction; agreement takes the first two"),
            Column("after_release", "whether the reviewer could see any comparison by then", Kind.BOOLEAN),
            Column("coded_at", "when, by the reviewer's clock, UTC", Kind.INSTANT),
            Column("codebook_version", "version of the codebook under which it was coded", free=True),
            Column("document", "id of the code in the logs, behind the letter d"),
        ),
        ("study", "round", "row", "reviewer", "field", "document"),
        TO_STUDY,
        of_study=of_study,
    )


def _names(sheet: SheetAtHand, naming: str) -> dict[RowKey, str]:
    named: dict[RowKey, str] = {}
    place: Place
    code: CodeDocument
    for place, _, code in sheet.codes:
        if place[1] == naming and place[0] is not None and isinstance(code.answer, Value):
            named[place[0]] = code.answer.text
    return named

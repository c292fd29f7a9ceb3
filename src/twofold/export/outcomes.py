"""outcomes.csv: the outcome rows of the consensus."""

from collections.abc import Iterable

from twofold.export.cells import JOINT, row_id
from twofold.export.material import Material, StudyAtHand
from twofold.export.tables import CODES, ROUND, ROW, STUDY, TO_STUDY, Column, Row, Table
from twofold.export.wide import cells_of, columns_of, wanted_of

KEPT, OPEN, DROPPED = "kept", "open", "dropped"
_STATES = {
    KEPT: "all coders listed it, or it was decided to keep it",
    OPEN: "not all coders listed it, and nothing is decided",
    DROPPED: "not all coders listed it, and it was decided to drop it",
}


def outcomes_table(material: Material) -> Table:
    """One row an outcome row that anyone listed."""
    codebook = material.codebook
    fields = codebook.row_fields

    def of_study(one: StudyAtHand) -> Iterable[Row]:
        found, here = one.now.consensus, one.now
        if found is None:
            return
        wanted = wanted_of(codebook, found)
        for match, rows in here.rows.items():
            kept = match in found.sheet.rows
            naming = found.settled.get((match, codebook.row_name))
            state = KEPT if kept else DROPPED if naming is not None and naming.how.decided else OPEN
            yield (
                one.planned.number,
                here.round,
                row_id(match),
                here.row_name(match, codebook.row_name),
                state,
                JOINT.join(rows),
                *cells_of(fields, found if kept else None, wanted, match),
            )

    return Table(
        "outcomes",
        "outcome row",
        "The outcome rows of the studies that are open for comparison, matched between the coders, with the"
        " answers of the consensus. Rows that are dropped or open are here without answers.",
        (
            STUDY,
            ROUND,
            ROW,
            Column("row_label", "what the outcome row is called", free=True),
            Column("row_state", "whether the row stands", values=_STATES),
            Column("listed_by", "who listed it, joined by |"),
            *columns_of(fields),
        ),
        ("study", "row"),
        TO_STUDY,
        CODES,
        of_study=of_study,
    )

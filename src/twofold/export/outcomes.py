"""outcomes.csv: the outcome rows of the consensus."""

from collections.abc import Iterable

from twofold.export.cells import JOINT, flag, row_id
from twofold.export.material import Material, StudyAtHand
from twofold.export.tables import CODES, EXCLUDED, ROUND, ROW, STUDY, TO_STUDY, Column, Row, Table
from twofold.export.wide import cells_of, columns_of, wanted_of
from twofold.record.still_open import RowState, row_state

_STATES = {
    RowState.KEPT.value: "all coders listed it, or it was decided to keep it",
    RowState.OPEN.value: "not all coders listed it and nothing is decided, or two people matched it in two ways",
    RowState.DROPPED.value: "not all coders listed it, and it was decided to drop it",
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
            state = row_state(codebook, found, match)
            yield (
                one.planned.number,
                here.round,
                row_id(match),
                here.row_name(match, codebook.row_name),
                state.value,
                JOINT.join(rows),
                flag(one.excluded),
                *cells_of(material, fields, found if state is RowState.KEPT else None, wanted, match),
            )

    return Table(
        "outcomes",
        "outcome row",
        "The outcome rows of the studies that are open for comparison, matched between the coders, with the"
        " answers of the consensus. Rows that are dropped or open are here without answers; of a blank in"
        " a row that is kept consensus_blank.csv says why.",
        (
            STUDY,
            ROUND,
            ROW,
            Column("row_label", "what the outcome row is called", free=True),
            Column("row_state", "whether the row stands", values=_STATES),
            Column("listed_by", "who listed it, joined by |"),
            EXCLUDED,
            *columns_of(fields),
        ),
        ("study", "row"),
        TO_STUDY,
        CODES,
        of_study=of_study,
    )

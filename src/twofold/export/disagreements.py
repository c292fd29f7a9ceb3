"""disagreements.csv: every place where submitted codes differ, with both sides and what became of it."""

from collections.abc import Iterable

from twofold.export.cells import row_id
from twofold.export.codes_side import said_by
from twofold.export.material import Material, StudyAtHand
from twofold.export.settling import SETTLING, settling
from twofold.export.tables import FIELD, ROUND, ROW, STUDY, TO_STUDY, Column, Row, Table
from twofold.record.consensus import How, Settled
from twofold.record.disagreements import Kind as Difference
from twofold.values.coded import NOTHING

_BESIDE = ("value", "quote", "place", "confidence", "note")


def disagreements_table(material: Material) -> Table:
    """One row a disagreement."""
    codebook, coders = material.codebook, material.coders

    def of_study(one: StudyAtHand) -> Iterable[Row]:
        for each in one.rounds:
            for found in each.disagreements:
                place = (found.row, found.field)
                of_field = material.cells_of(found.field)
                cells: list[str] = []
                for who in coders:
                    coded = found.coded.get(who, NOTHING)
                    sure = coded.confidence
                    cells += (
                        said_by(each, of_field, who, place).value,
                        coded.evidence.quote,
                        coded.evidence.place,
                        "" if sure is None else sure.value,
                        coded.note,
                    )
                settled = None if each.consensus is None else each.consensus.settled.get(place)
                yield (
                    one.planned.number,
                    each.round,
                    row_id(found.row),
                    "" if found.row is None else each.row_name(found.row, codebook.row_name),
                    found.field,
                    found.kind.value,
                    *cells,
                    *settling(of_field, settled or Settled(How.OPEN, NOTHING, {}), each.aside.get(place)),
                )

    return Table(
        "disagreements",
        "disagreement",
        "Every place where the submitted codes of a study differ, in the order of the form. A row that not all listed"
        " is one disagreement. `follows` is a field that was asked of some only because an answer above it differs.",
        (
            STUDY,
            ROUND,
            ROW,
            Column("row_name", "what the outcome row is called", free=True),
            FIELD,
            Column("kind", "how the codes differ", values={one.value: one.words for one in Difference}),
            *(Column(f"{what}_{who}", f"{what} of {who}", free=True) for who in coders for what in _BESIDE),
            *SETTLING,
        ),
        ("study", "round", "row", "field"),
        {**TO_STUDY, "field": ("codebook", "field")},
        of_study=of_study,
    )

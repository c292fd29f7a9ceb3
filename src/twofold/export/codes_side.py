"""codes_side.csv: the coders side by side, with what they settled on."""

from collections.abc import Iterable, Mapping

from twofold.export.cells import BLANK_CELLS, NOT_ASKED_CELLS, Cells, FieldCells, flag, row_id
from twofold.export.material import Material, RoundAtHand, StudyAtHand
from twofold.export.settling import SETTLING, settling
from twofold.export.tables import FIELD, ROUND, ROW, STUDY, TO_STUDY, Column, Kind, Row, Table
from twofold.values.coded import Place, RowKey


def codes_side_table(material: Material) -> Table:
    """One row a field of a study or outcome row that anyone was asked."""
    codebook, coders = material.codebook, material.coders

    def of_study(one: StudyAtHand) -> Iterable[Row]:
        for each in one.rounds:
            if each.compared is None or each.consensus is None:
                continue
            differing = {(found.row, found.field): found.kind.value for found in each.disagreements}
            for place, settled in each.consensus.settled.items():
                row, name = place
                cells = material.cells_of(name)
                said = [said_by(each, cells, person, place) for person in coders]
                yield (
                    one.planned.number,
                    each.round,
                    row_id(row),
                    "" if row is None else each.row_name(row, codebook.row_name),
                    name,
                    *[by_one.value for by_one in said],
                    *[by_one.missing for by_one in said],
                    flag(place not in differing) if _compares(each, place) else "",
                    differing.get(place, ""),
                    *settling(cells, settled, each.aside.get(place)),
                )

    return Table(
        "codes_side",
        "study x row x field",
        "Of the studies that are open for comparison, the submitted answer of each coder beside the consensus. A"
        " blank is not coded or not one of the coders; NASK is not asked of this coder. `agree` is by the rules of"
        " the comparison: texts that the codebook does not reconcile never differ.",
        (
            STUDY,
            ROUND,
            ROW,
            Column("row_name", "what the outcome row is called", free=True),
            FIELD,
            *(Column(f"value_{who}", f"the answer of {who}, as submitted", free=True) for who in coders),
            *(
                Column(f"missing_{who}", f"the missing code again, if it is one, in the answer of {who}")
                for who in coders
            ),
            Column(
                "agree",
                "whether the coders agree; blank where one person alone coded the study, a sheet is not here, or a code"
                " was given under another meaning of the field or before it was in the codebook",
                Kind.BOOLEAN,
            ),
            Column("disagreement", "the kind of the disagreement, if there is one"),
            *SETTLING,
        ),
        ("study", "round", "row", "field"),
        {**TO_STUDY, "field": ("codebook", "field")},
        of_study=of_study,
    )


def _compares(here: RoundAtHand, place: Place) -> bool:
    """Whether the codes of all coders are here and answer one question, so that they agree or do not."""
    one = here.compared
    if one is None or one.alone or one.absent:
        return False
    beside = one.outdated | one.later
    if not beside:
        return True
    rows: Mapping[str, RowKey | None] = dict.fromkeys(one.people) if place[0] is None else here.rows.get(place[0], {})
    return not any((who, (row, place[1])) in beside for who, row in rows.items())


def said_by(here: RoundAtHand, cells: FieldCells, person: str, place: Place) -> Cells:
    """The submitted answer of a coder at a place of the comparison; blank where it is not a place of theirs."""
    sheet = here.frozen.get(person)
    match, name = place
    row = match if sheet is None or match is None else here.rows.get(match, {}).get(person)
    if sheet is None or (match is not None and row is None):
        return BLANK_CELLS
    return cells.of(sheet.sheet.at(name, row).answer) if (row, name) in sheet.asked else NOT_ASKED_CELLS

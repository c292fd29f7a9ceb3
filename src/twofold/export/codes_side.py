"""codes_side.csv: the coders side by side, with what they settled on."""

from collections.abc import Iterable, Mapping

from twofold.codebook.model import Field
from twofold.export.cells import NOT_ASKED, cell, flag, missing, row_id
from twofold.export.material import Material, RoundAtHand, StudyAtHand
from twofold.export.settling import SETTLING, settling
from twofold.export.tables import FIELD, ROUND, ROW, STUDY, TO_STUDY, Column, Kind, Row, Table
from twofold.record.still_open import set_aside
from twofold.values.answers import BLANK, Answer
from twofold.values.coded import Place, RowKey


def codes_side_table(material: Material) -> Table:
    """One row a field of a study or outcome row that anyone was asked."""
    codebook, coders = material.codebook, material.coders

    def of_study(one: StudyAtHand) -> Iterable[Row]:
        for each in one.rounds:
            if each.compared is None or each.consensus is None:
                continue
            differing = {(found.row, found.field): found.kind.value for found in each.disagreements}
            aside = set_aside(codebook, each.consensus)
            for place, settled in each.consensus.settled.items():
                row, name = place
                yield (
                    one.planned.number,
                    each.round,
                    row_id(row),
                    "" if row is None else each.row_name(row, codebook.row_name),
                    name,
                    *(value_of(each, codebook.by_id[name], person, place) for person in coders),
                    *(missing_of(each, person, place) for person in coders),
                    flag(place not in differing) if _compares(each, place) else "",
                    differing.get(place, ""),
                    *settling(codebook.by_id[name], settled, aside.get(place)),
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
    rows: Mapping[str, RowKey | None] = dict.fromkeys(one.people) if place[0] is None else here.rows.get(place[0], {})
    beside = one.outdated | one.later
    return not any((who, (row, place[1])) in beside for who, row in rows.items())


def value_of(here: RoundAtHand, field: Field, person: str, place: Place) -> str:
    """The submitted answer of a coder at a place of the comparison."""
    answer = _answer(here, person, place)
    return NOT_ASKED if answer is None else cell(field, answer)


def missing_of(here: RoundAtHand, person: str, place: Place) -> str:
    """The missing code of that answer; blank where it is none, whatever a text may read."""
    answer = _answer(here, person, place)
    return NOT_ASKED if answer is None else missing(answer)


def _answer(here: RoundAtHand, person: str, place: Place) -> Answer | None:
    """The answer; ``None`` where a rule did not ask."""
    sheet = here.frozen.get(person)
    row = place[0]
    if sheet is not None and row is not None:
        row = here.rows.get(row, {}).get(person)
    if sheet is None or (place[0] is not None and row is None):
        return BLANK
    return sheet.sheet.at(place[1], row).answer if (row, place[1]) in sheet.asked else None

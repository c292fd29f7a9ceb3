"""consensus_blank.csv: the cells of the consensus that hold nothing, and why."""

from collections.abc import Iterable, Iterator

from twofold.codebook.model import Codebook
from twofold.export.cells import row_id
from twofold.export.material import Material, RoundAtHand, StudyAtHand
from twofold.export.tables import FIELD, ROUND, ROW, STUDY, TO_STUDY, Column, Row, Table
from twofold.record.still_open import may_yet_be_asked
from twofold.values.coded import Place

OPEN, RESTS, LEFT = "open", "rests on what is open", "left blank"
LATER, NOBODY, LISTED = "came later", "nobody asked", "listed"
_WHYS = {
    OPEN: "no answer holds yet; codes_side.csv says how it stands",
    RESTS: "whether it is asked hangs on an answer that is open",
    LEFT: "it was asked, and blank is what holds",
    LATER: "the field came into the codebook later than the version under which the study was coded",
    NOBODY: "the answers of the consensus ask for it, and those of no coder did",
    LISTED: "the lead listed the row and gave it the name that `row_label` has",
}


def consensus_blank_table(material: Material) -> Table:
    """One row a blank cell of a field in consensus_wide.csv, or in a row of outcomes.csv that is kept."""
    codebook = material.codebook

    def of_study(one: StudyAtHand) -> Iterable[Row]:
        for (row, name), why in blanks(codebook, one.now):
            yield one.planned.number, one.now.round, row_id(row), name, why

    return Table(
        "consensus_blank",
        "blank cell of the consensus",
        "Why a cell of consensus_wide.csv, or of a row that is kept in outcomes.csv, holds nothing, for the studies"
        " that are open for comparison. Of the others `study_state` says that there is no consensus yet.",
        (STUDY, ROUND, ROW, FIELD, Column("why", "why it holds nothing", values=_WHYS)),
        ("study", "row", "field"),
        {**TO_STUDY, "field": ("codebook", "field")},
        of_study=of_study,
    )


def blanks(codebook: Codebook, here: RoundAtHand) -> Iterator[tuple[Place, str]]:
    """The places that the consensus calls for and that hold no answer, in the order of the form, each with why."""
    found = here.consensus
    if found is None:
        return
    for place in found.asked:
        settled = found.settled.get(place)
        if settled is None:
            listed = place[1] == codebook.row_name and place[0] in here.listed
            yield place, LISTED if listed else LATER if _came_later(here, place) else NOBODY
        elif not settled.how.settled:
            yield place, OPEN
        elif not settled.coded.answered:
            yield place, LEFT
    for place in may_yet_be_asked(codebook, found):
        if not found.sheet.at(place[1], place[0]).answered:
            yield place, RESTS


def _came_later(here: RoundAtHand, place: Place) -> bool:
    """Whether the field is newer than a sheet of the study, so that it could not have been asked there."""
    row, name = place
    later = frozenset() if here.compared is None else here.compared.later
    rows = {who: None if row is None else here.rows.get(row, {}).get(who) for who in here.frozen}
    return any((who, (theirs, name)) in later for who, theirs in rows.items())

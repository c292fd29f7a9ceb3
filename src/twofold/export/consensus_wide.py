"""consensus_wide.csv: one row a study, one column a field, for analysis."""

from collections.abc import Iterable

from twofold.export.cells import flag
from twofold.export.material import Material, StudyAtHand
from twofold.export.studies import ALONE, INCOMPLETE, NOT_OPEN, OPEN, SETTLED, state_of
from twofold.export.tables import CODES, EXCLUDED, ROUND, STUDY, TO_STUDY, Column, Kind, Row, Table
from twofold.export.wide import cells_of, columns_of, wanted_of

STATES = {
    SETTLED: "every answer that is asked for holds",
    ALONE: "one person alone coded it: those answers stand, and nobody checked them",
    OPEN: "some answers are still to be settled, and blank here",
    INCOMPLETE: "a sheet that was opened has not arrived here, and nothing holds before it has",
    NOT_OPEN: "no consensus can be told yet",
}


def consensus_wide_table(material: Material) -> Table:
    """One row a study, whether there is a consensus of it or not."""
    codebook = material.codebook
    fields = codebook.study_fields

    def of_study(one: StudyAtHand) -> Iterable[Row]:
        found = one.now.consensus
        wanted = frozenset() if found is None else wanted_of(codebook, found)
        yield (
            one.planned.number,
            one.planned.label,
            one.now.round,
            state_of(one.now),
            "" if found is None else str(len(found.open)),
            flag(one.excluded),
            *cells_of(material, fields, found, wanted),
        )

    return Table(
        "consensus_wide",
        "study",
        "The consensus: live decisions, else what all coders say once slips are owned. What is open is blank, and"
        " `study_state` and `open_places` say how much; of every blank in a study that is open"
        " for comparison consensus_blank.csv says why. NASK is not asked, given the answers"
        " of the consensus itself.",
        (
            STUDY,
            Column("study_label", "what people call it", free=True),
            ROUND,
            Column("study_state", "how far the consensus is", values=STATES),
            Column("open_places", "how many answers are still open, those of outcome rows included", Kind.INTEGER),
            EXCLUDED,
            *columns_of(fields),
        ),
        ("study",),
        TO_STUDY,
        CODES,
        of_study=of_study,
    )

"""directions.csv: the direction that follows for each study in each domain of outcomes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from twofold.comparison.feeding import question_of, what_is_missing
from twofold.comparison.study_inputs import agreed_study, study_of
from twofold.comparison.synthesised import decided_as
from twofold.export.cells import JOINT, flag, row_id
from twofold.export.material import Material, StudyAtHand
from twofold.export.tables import EXCLUDED, ROUND, STUDY, TO_STUDY, Column, Kind, Row, Table
from twofold.record.still_open import still_open
from twofold.synthesis.directions import Direction, Size, cell_of
from twofold.synthesis.inputs import Evidence, OutcomeRow, Panel, Study
from twofold.synthesis.towards import furthest
from twofold.values.coded import Sheet

CONSENSUS, CODER, OPEN_AS = "consensus", "coder", "open as"
_TOWARDS = {"open towards better": Direction.BETTER, "open towards worse": Direction.WORSE}
_SOURCES = {
    CONSENSUS: "the consensus, without what is open",
    CODER: "one coder's own answers",
    OPEN_AS: "the consensus, with what is open as one coder has it",
    **{name: f"the same, as far {name.removeprefix('open ')} as what the coders said allows" for name in _TOWARDS},
}


@dataclass(frozen=True, slots=True)
class _Made:
    """A study as one source has it; ``state`` is that of the coder's sheet."""

    source: str
    coder: str
    state: str
    study: Study


def directions_table(material: Material) -> Table | None:
    """One row a study, domain and source; ``None`` where the codebook does not ask what a synthesis needs."""
    codebook = material.codebook
    if what_is_missing(codebook):
        return None
    question = question_of(codebook)

    def of_study(one: StudyAtHand) -> Iterable[Row]:
        for made in _made(material, one):
            for domain in question.domains:
                found = cell_of(made.study, domain.id, limits=question.limits)
                if found is None:
                    continue
                yield (
                    one.planned.number,
                    one.now.round,
                    flag(one.excluded),
                    domain.id,
                    domain.label,
                    made.source,
                    made.coder,
                    made.state,
                    "" if found.direction is None else found.direction.value,
                    "" if found.evidence is None else found.evidence.value,
                    flag(found.tested),
                    made.study.panel.value,
                    str(len(found.rows)),
                    str(found.determined),
                    "" if found.n is None else str(found.n),
                    "" if found.size is None else found.size.value,
                    *(
                        _rows(each)
                        for each in (
                            found.rows,
                            found.weaker,
                            found.not_counted,
                            found.not_known,
                            found.qualitative,
                            found.open,
                        )
                    ),
                    found.why,
                )

    return Table(
        "directions",
        "study x domain x source",
        "The rows of a domain of the best evidence present give one direction: theirs where they agree, else the one"
        " that at least 70% hold, else they are in conflict. The sign test takes what is between groups alone."
        " Excluded studies are in it, and marked. Votes rest on the rows of the consensus, or on those of a coder that"
        " are compared or coded alone. With what is open decided one way, a study without such a row has nothing open,"
        " and that of the consensus stands.",
        (
            STUDY,
            ROUND,
            EXCLUDED,
            Column("domain", "id of the domain"),
            Column("domain_label", "the domain", free=True),
            Column("source", "whose answers it is made from", values=_SOURCES),
            Column("coder", "the coder of that source"),
            Column("state", "what the coder's answers are, as in codes_long.csv"),
            Column("direction", "what follows; blank where nothing could be combined", values=_named(Direction)),
            Column("evidence", "the kind of evidence it rests on", values=_named(Evidence), ordered=True),
            Column("tested", "whether it is between groups, so that the sign test takes it", Kind.BOOLEAN),
            Column("panel", "the panel of the plots", values=_named(Panel)),
            Column("n_rows", "how many rows are combined", Kind.INTEGER),
            Column("n_determined", "how many of them have a direction", Kind.INTEGER),
            Column("n", "people in the intervention group, or in the study", Kind.INTEGER),
            Column("size", "size of that group", values=_named(Size)),
            Column("rows", "the rows combined, joined by |"),
            Column("rows_weaker", "rows of weaker evidence, left out"),
            Column("rows_not_counted", "rows that the rules leave out"),
            Column("rows_not_known", "rows of which it is not known whether they count, or what evidence they are"),
            Column("rows_qualitative", "qualitative rows, shown and never counted"),
            Column("rows_open", "rows of which something is open that the direction hangs on"),
            Column("why", "why there is no direction"),
        ),
        ("study", "domain", "source", "coder"),
        TO_STUDY,
        of_study=of_study,
    )


def _made(material: Material, one: StudyAtHand) -> Iterator[_Made]:
    codebook, here = material.codebook, one.now

    def study(sheet: Sheet) -> Study:
        return study_of(codebook, one.planned, sheet, here.listed)

    found = here.consensus
    if found is not None:
        agreed = agreed_study(codebook, one.planned, found, here.listed)
        yield _Made(CONSENSUS, "", "", agreed)
    for each in here.sheets:
        yield _Made(CODER, each.person, each.state, study(Sheet(each.now, each.rows)))
    if found is not None and still_open(codebook, found):
        for who in here.frozen:
            if who in material.people:
                yield _Made(OPEN_AS, who, "", study(decided_as(codebook, found, who)))
        for name, side in _TOWARDS.items():
            (furthest_one,) = furthest([agreed], side)
            yield _Made(name, "", "", furthest_one)


def _rows(found: tuple[OutcomeRow, ...]) -> str:
    return JOINT.join(row_id(one.key) for one in found)


def _named(words: type[Direction] | type[Evidence] | type[Panel] | type[Size]) -> dict[str, str]:
    return {one.value: one.value for one in words}

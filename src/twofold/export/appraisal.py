"""rob_<instrument>.csv: the appraisal in the columns and words of the R package robvis.

The instruments are those that the codebook declares. Where it names a tool of robvis whose answers these are, they go
out in the words of that tool; else as low, some or high concern, as the codebook maps them. robvis keeps only the first
letters of a word, so its words are written exactly.

Source of the layout: robvis 0.3.0 (`data_rob2` and the other examples): Study, D1 to Dn, Overall, Weight.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from twofold.codebook.model import Codebook, Concern, Field, Instrument, Unit
from twofold.comparison.appraised import mapping_words, section_of
from twofold.export.cells import row_id
from twofold.export.material import Material, RoundAtHand, StudyAtHand
from twofold.export.tables import Column, Kind, Row, Table
from twofold.values.answers import Answer, OffScale, Value
from twofold.values.coded import RowKey

_NOTHING = "No information"
_GENERIC = "Generic"
_CONCERNS = {Concern.LOW: "Low", Concern.SOME: "Some concerns", Concern.HIGH: "High"}
_TOOLS: Mapping[str, Mapping[str, str]] = {
    "ROB2": {"low": "Low", "some_concerns": "Some concerns", "high": "High"},
    "ROBINS-I": {"low": "Low", "moderate": "Moderate", "serious": "Serious", "critical": "Critical"},
    "ROBINS-E": {"low": "Low", "some_concerns": "Some concerns", "high": "High", "very_high": "Very high"},
    "QUIPS": {"low": "Low", "moderate": "Moderate", "high": "High"},
    "QUADAS-2": {"low": "Low", "some_concerns": "Some concerns", "high": "High"},
}


@dataclass(frozen=True, slots=True)
class ForRobvis:
    """An instrument with its domains and overall judgement, and the tool and words of robvis, by option id."""

    instrument: Instrument
    unit: Unit
    domains: tuple[Field, ...]
    overall: Field
    tool: str
    words: Mapping[str, str]
    mapping: str


def instruments(codebook: Codebook) -> tuple[ForRobvis, ...]:
    """The declared instruments of two or more domains with an overall judgement, which robvis asks for."""
    made = (_for_robvis(codebook, one) for one in codebook.instruments if one.overall)
    return tuple(one for one in made if len(one.domains) > 1)


def _for_robvis(codebook: Codebook, one: Instrument) -> ForRobvis:
    domains, overall = codebook.domains_of(one), codebook.by_id[one.overall]
    own = _TOOLS.get(one.tool, {})
    known = bool(own) and set(one.levels) <= set(own)
    words = {answer: own[answer] if known else _CONCERNS[concern] for answer, concern in one.levels.items()}
    tool = one.tool if known else _GENERIC
    unit = section_of(codebook, one).unit
    return ForRobvis(one, unit, domains, overall, tool, words, mapping_words(codebook, one))


def appraisal_table(material: Material, one: ForRobvis) -> Table:
    """One row a study, or outcome row, whose overall judgement holds."""
    names = {f"D{number}": field for number, field in enumerate(one.domains, 1)}
    allowed = {word: word for word in (*dict.fromkeys(one.words.values()), _NOTHING, "Not applicable")}

    def of_study(study: StudyAtHand) -> Iterable[Row]:
        found = study.now.consensus
        # robvis takes columns by their place and number: one that says so would be drawn as a judgement.
        if found is None or study.excluded:
            return
        called = f"{study.planned.number} {study.planned.label}"
        for row in found.sheet.rows if one.unit is Unit.ROW else (None,):
            # A word of robvis for what is only not settled yet would be read as a judgement.
            waiting = {place for place in found.open if place[0] == row}
            judged = (*one.domains, one.overall)
            if waiting & {(row, each.id) for each in judged} or not found.sheet.at(one.overall.id, row).answered:
                continue
            cells = [_word(one, found.sheet.at(field.id, row).answer) for field in judged]
            yield (called if row is None else _called(called, material, study.now, row), *cells, "1")

    said = ", ".join(f"{name} {field.id}" for name, field in names.items())
    unit = "outcome row" if one.unit is Unit.ROW else "study"
    return Table(
        f"rob_{one.instrument.id}",
        f"{unit} with a settled appraisal",
        f'For robvis: rob_traffic_light(data, tool = "{one.tool}"). {said}. {one.mapping} A {unit} with an open'
        " judgement is left out, and so are excluded studies: robvis would draw a column that marks them as a"
        f" judgement. {_NOTHING} is what was coded as not reported, unclear or an option without a level; a domain left"
        " blank is blank. Weights are all 1.",
        (
            Column("Study", f"number and label of the study{_named(one)}", free=True),
            *(Column(name, field.label, values=allowed) for name, field in names.items()),
            Column("Overall", one.overall.label, values=allowed),
            Column("Weight", "1 in every row", Kind.INTEGER),
        ),
        ("Study",),
        of_study=of_study,
    )


def appraisal_tables(material: Material) -> Iterator[Table]:
    """A table for each instrument."""
    return (appraisal_table(material, one) for one in instruments(material.codebook))


def _named(one: ForRobvis) -> str:
    return ", name and key of the outcome row" if one.unit is Unit.ROW else ""


def _called(study: str, material: Material, here: RoundAtHand, row: RowKey) -> str:
    """Two rows of one name are two results, so the key stands with the name."""
    return f"{study}: {here.row_name(row, material.codebook.row_name)} ({row_id(row)})"


def _word(one: ForRobvis, answer: Answer) -> str:
    match answer:
        case Value(text) if text in one.words:
            return one.words[text]
        case OffScale.NOT_APPLICABLE:
            return "Not applicable"
        case Value() | OffScale():
            return _NOTHING
        case _:
            return ""

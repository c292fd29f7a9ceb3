"""rob_<instrument>.csv: the appraisal in the columns and words of the R package robvis.

An instrument is a section called `appraisal`, or whose id begins with `appraisal_`, of single-choice fields with one
list of answers; the id of the overall judgement begins with `overall`. Which tool the answers belong to follows from
their ids. robvis keeps only the first letters of a word, so its words are written exactly.

Source of the layout: robvis 0.3.0 (`data_rob2` and the other examples): Study, D1 to Dn, Overall, Weight.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from twofold.codebook.model import Codebook, Field, FieldType, Section, Unit
from twofold.comparison.appraised import OVERALL, SECTION
from twofold.export.material import StudyAtHand
from twofold.export.tables import Column, Kind, Row, Table
from twofold.values.answers import OffScale, Value

_NOTHING = "No information"
_SCALES: tuple[tuple[str, int | None, Mapping[str, str]], ...] = (
    ("ROB2", 5, {"low": "Low", "some_concerns": "Some concerns", "high": "High"}),
    (
        "ROBINS-I",
        7,
        {"low": "Low", "moderate": "Moderate", "serious": "Serious", "critical": "Critical"},
    ),
    ("ROBINS-E", 7, {"low": "Low", "some_concerns": "Some concerns", "high": "High", "very_high": "Very high"}),
    ("QUIPS", 6, {"low": "Low", "moderate": "Moderate", "high": "High"}),
    ("QUADAS-2", 4, {"low": "Low", "some_concerns": "Some concerns", "high": "High"}),
)
_GENERIC = {
    "low": "Low",
    "some": "Some concerns",
    "some_concerns": "Some concerns",
    "moderate": "Moderate",
    "unclear": "Unclear",
    "high": "High",
    "serious": "Serious",
    "critical": "Critical",
    "no_information": _NOTHING,
}


@dataclass(frozen=True, slots=True)
class Instrument:
    """An appraisal instrument: its section, domains and overall judgement, and the tool and words of robvis."""

    section: Section
    domains: tuple[Field, ...]
    overall: Field
    tool: str
    words: Mapping[str, str]


def instruments(codebook: Codebook) -> tuple[Instrument, ...]:
    """The appraisal instruments of the codebook whose answers robvis has words for."""
    found = (_instrument(one) for one in codebook.sections if one.unit is Unit.STUDY and _is_named(one))
    return tuple(one for one in found if one is not None)


def _instrument(section: Section) -> Instrument | None:
    overall = next((one for one in section.fields if _is_overall(one)), None)
    if overall is None:
        return None
    options = {one.id for one in overall.options}
    domains = tuple(
        one for one in section.fields if one is not overall and options and {each.id for each in one.options} == options
    )
    scale = [one for one in options if one != "no_information"]
    for tool, number, words in _SCALES:
        if number == len(domains) and set(scale) == set(words):
            return Instrument(section, domains, overall, tool, {**words, "no_information": _NOTHING})
    if len(domains) < 2 or not options <= set(_GENERIC):
        return None
    return Instrument(section, domains, overall, "Generic", _GENERIC)


def _is_named(section: Section) -> bool:
    return section.id == SECTION or section.id.startswith(f"{SECTION}_")


def _is_overall(one: Field) -> bool:
    return one.id.startswith(OVERALL) and one.type in (FieldType.ORDINAL, FieldType.NOMINAL)


def appraisal_table(one: Instrument) -> Table:
    """One row a study whose overall judgement holds."""
    names = {f"D{number}": field for number, field in enumerate(one.domains, 1)}
    allowed = {word: word for word in (*dict.fromkeys(one.words.values()), _NOTHING, "Not applicable")}

    def of_study(study: StudyAtHand) -> Iterable[Row]:
        found = study.now.consensus
        # A word of robvis for what is only not settled yet would be read as a judgement.
        if found is None or {place[1] for place in found.open} & {each.id for each in (*one.domains, one.overall)}:
            return
        if not found.sheet.at(one.overall.id).answered:
            return
        cells = [_word(one, found.sheet.at(field.id).answer) for field in (*one.domains, one.overall)]
        yield (f"{study.planned.number} {study.planned.label}", *cells, "1")

    said = ", ".join(f"{name} {field.id}" for name, field in names.items())
    return Table(
        f"rob_{one.section.id.removeprefix(f'{SECTION}_')}",
        "study with a settled appraisal",
        f'For robvis: rob_traffic_light(data, tool = "{one.tool}"). {said}. Studies with an open judgement are left'
        " out. Weights are all 1.",
        (
            Column("Study", "number and label of the study", free=True),
            *(Column(name, field.label, values=allowed) for name, field in names.items()),
            Column("Overall", one.overall.label, values=allowed),
            Column("Weight", "1 for every study", Kind.INTEGER),
        ),
        ("Study",),
        of_study=of_study,
    )


def _word(one: Instrument, answer: object) -> str:
    match answer:
        case Value(text) if text in one.words:
            return one.words[text]
        case OffScale.NOT_APPLICABLE:
            return "Not applicable"
        case _:
            return _NOTHING

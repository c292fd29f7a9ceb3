"""The appraisal: one table of judgements for each instrument that the codebook declares, of studies or outcome rows.

What an answer comes to - low, some or high concern - is what the codebook says of it, and nothing is guessed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, TypeAlias

from twofold.codebook.conditions import asked
from twofold.codebook.judging import concern_of
from twofold.codebook.model import Codebook, Concern, Field, Instrument, Section, Unit
from twofold.comparison.synthesised import Source
from twofold.synthesis import Quality
from twofold.values.coded import RowKey
from twofold.values.plaintext import one_line

_QUALITY: Mapping[Concern, Quality] = {one: Quality(one.value) for one in Concern}


OPEN: Literal["open"] = "open"
Judged: TypeAlias = Quality | Literal["open"] | None


def judged_words(one: Judged) -> str:
    """``low``, ``open`` or ``no judgement``."""
    return one.value if isinstance(one, Quality) else one or "no judgement"


@dataclass(frozen=True, slots=True)
class Rated:
    """What was appraised: a study, or one outcome row of it. ``key`` tells it apart from the others."""

    key: str
    number: str
    label: str


@dataclass(frozen=True, slots=True)
class Appraisal:
    """One instrument over what it was asked of; ``unit`` is *studies* or *outcome rows*.

    ``cells`` has the judgement by key and field; a pair that is not in it is ``open``, where the coders have yet to
    settle it, or was left without one, or with an answer that says nothing of concern. ``overall`` is the field that
    judges the whole, if there is one. ``mapping`` says in words what each answer comes to.
    """

    id: str
    title: str
    unit: str
    fields: tuple[tuple[str, str], ...]
    rated: tuple[Rated, ...]
    cells: Mapping[tuple[str, str], Quality]
    overall: frozenset[str]
    mapping: str
    open: frozenset[tuple[str, str]] = frozenset()

    def counts(self, field: str) -> Mapping[Judged, int]:
        """How many have each judgement; ``None`` counts those without one, ``OPEN`` those still to be settled."""
        given = [OPEN if (one.key, field) in self.open else self.cells.get((one.key, field)) for one in self.rated]
        return {one: given.count(one) for one in (*Quality, OPEN, None)}


def appraisals(codebook: Codebook, source: Source) -> tuple[Appraisal, ...]:
    """The declared instruments that anything of the source was appraised with, in the order of the codebook."""
    wanted = {key: frozenset(asked(codebook, sheet)) for key, sheet in source.sheets.items()}
    made = (_appraisal(codebook, one, source, wanted) for one in codebook.instruments)
    return tuple(one for one in made if one.cells or one.open)


def fields_of(codebook: Codebook, instrument: Instrument) -> tuple[Field, ...]:
    """The domains of an instrument in the order of the form, the overall judgement last."""
    overall = codebook.by_id.get(instrument.overall)
    return (*codebook.domains_of(instrument), *(() if overall is None else (overall,)))


def section_of(codebook: Codebook, instrument: Instrument) -> Section:
    """The section that holds the instrument."""
    return next(one for one in codebook.sections if one.id == instrument.section)


def mapping_words(codebook: Codebook, instrument: Instrument) -> str:
    """What each answer comes to in a plot, in a sentence: by the labels of the codebook."""
    labels = {
        option.id: one_line(option.label) for field in fields_of(codebook, instrument) for option in field.options
    }
    by: dict[Concern, list[str]] = {}
    for answer, concern in instrument.levels.items():
        by.setdefault(concern, []).append(labels.get(answer, answer))
    told = [f"{', '.join(dict.fromkeys(by[one]))}: {one.value} concern" for one in Concern if one in by]
    return f"As the codebook has it, {'; '.join(told)}. Any other answer says nothing of concern."


def _appraisal(
    codebook: Codebook,
    instrument: Instrument,
    source: Source,
    wanted: Mapping[str, frozenset[tuple[RowKey | None, str]]],
) -> Appraisal:
    fields = fields_of(codebook, instrument)
    of_rows = section_of(codebook, instrument).unit is Unit.ROW
    cells: dict[tuple[str, str], Quality] = {}
    waiting: set[tuple[str, str]] = set()
    rated: list[Rated] = []
    for study in source.synthesis.studies:
        sheet = source.sheets[study.key]
        names = {one.key: one.name for one in study.rows}
        for row in sheet.rows if of_rows else (None,):
            key = study.key if row is None else f"{study.key} {row}"
            found = {
                one.id: concern
                for one in fields
                if (row, one.id) in wanted[study.key]
                and (concern := concern_of(instrument, sheet, one.id, row)) is not None
            }
            waits = {one.id for one in fields if (row, one.id) in source.unsettled.get(study.key, ())}
            waiting |= {(key, name) for name in waits}
            if found or waits:
                cells |= {(key, name): _QUALITY[concern] for name, concern in found.items()}
                rated.append(Rated(key, study.number, study.label if row is None else names.get(row) or study.label))
    return Appraisal(
        instrument.id,
        one_line(instrument.title),
        "outcome rows" if of_rows else "studies",
        tuple((one.id, one_line(one.label)) for one in fields),
        tuple(rated),
        MappingProxyType(cells),
        frozenset({instrument.overall} - {""}),
        mapping_words(codebook, instrument),
        frozenset(waiting),
    )

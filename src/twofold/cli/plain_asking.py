"""One field as lines to be read aloud, felt or printed: what is asked, how to answer, what stands there now.

Every line is whole: whoever reads with a machine wants no lines broken to a width.
"""

from collections.abc import Iterator

from twofold.codebook.model import EvidenceDemand, Field, FieldType, Level
from twofold.review.views import Past, Study
from twofold.tui.form.choosing import MOST_SHOWN
from twofold.tui.form.state import FormState
from twofold.tui.form.words import answer_words, letter, place_words
from twofold.values.coded import Coded, Place

_KINDS = {
    FieldType.NOMINAL: "choose one",
    FieldType.ORDINAL: "choose one",
    FieldType.MULTI: "choose any; a number again takes it out",
    FieldType.INTEGER: "a whole number",
    FieldType.NUMBER: "a number",
    FieldType.DATE: "a date: year-month-day, year-month or year",
    FieldType.TEXT: "text, on one line",
}
_WANTED = {
    EvidenceDemand.NONE: "",
    EvidenceDemand.PLACE: "say where it stands (e)",
    EvidenceDemand.QUOTE: "wants a quote (e)",
}


def heading(state: FormState) -> str:
    """The study, and how far it is."""
    study = state.study
    place = f", study {study.position} of {study.total}" if study.position else ""
    named = f"{study.number} {study.label}"
    return f"{named}{place}, {state.answered} of {len(state.stops)} fields answered."


def question(state: FormState) -> Iterator[str]:
    """The field under the cursor with its options, and what stands there."""
    place = state.cursor
    if place is None:
        yield "This codebook asks nothing of this study."
        return
    field = state.field(place)
    number = state.stop_at[place] + 1
    yield f"Field {number} of {len(state.stops)}, {_section(state, place)}."
    if place[0] is not None:
        rows = state.sheet.rows
        yield f"Outcome row {rows.index(place[0]) + 1} of {len(rows)}: {state.row_words(place[0])}."
    yield f"{field.label} ({_how(field)})"
    if field.help:
        yield field.help
    yield from _options(field)
    if field.tick is not None:
        yield f"t {field.tick.label}"
    yield from standing(state, place)


def standing(state: FormState, place: Place) -> Iterator[str]:
    """What stands at a field, and what is to be said about that."""
    field = state.field(place)
    for number, one in enumerate(state.conflicts.get(place, ()), 1):
        words = answer_words(field, one.answer) or "blank"
        yield f"Answer {number} of two, from two devices: {words}. = takes one, again the other."
    yield from told(state, field, state.at(place))
    for finding in state.said.get(place, ()):
        if finding.check != "required":
            lead = "Stands against submitting" if finding.level is Level.BLOCK else "Worth a second look"
            yield f"{lead}: {finding.message}"


def told(state: FormState, field: Field, coded: Coded) -> Iterator[str]:
    """A state of a field, with all that stands beside the answer; nothing for a blank one."""
    if coded.answered:
        yield f"Now: {answer_words(field, coded.answer)}"
    if coded.evidence:
        where = place_words(coded.evidence, state.study.reports) or "no place"
        quote = f", quote: {coded.evidence.quote}" if coded.evidence.quote else ", no quote"
        yield f"Evidence: {where}{quote}"
    if coded.reason:
        yield f"Why: {coded.reason}"
    if coded.note:
        yield f"Note: {coded.note}"
    if coded.confidence is not None:
        yield f"Confidence: {coded.confidence.value}"


def full(state: FormState, place: Place, past: tuple[Past, ...]) -> Iterator[str]:
    """All that the codebook says of the field under the cursor, and what was answered before."""
    field = state.field(place)
    yield f"{field.label} (id {field.id}; {_how(field)})"
    if field.help:
        yield field.help
    for number, option in enumerate(field.options, 1):
        yield f"{number} {option.label}"
        for lead, text in (("", option.help), ("Counts: ", option.counts), ("Not: ", option.does_not_count)):
            if text:
                yield f"   {lead}{text}"
    yield from standing(state, place)
    for one in past:
        yield f"Before, at {one.at}: {answer_words(field, one.coded.answer) or 'blank'}"


def reference(study: Study) -> Iterator[str]:
    """The study as its reports tell it."""
    yield f"{study.number} {study.label}"
    if study.initiative:
        yield f"Initiative: {study.initiative}"
    if not study.reports:
        yield "No report is recorded for this study."
    for number, report in enumerate(study.reports):
        name = f"Report {letter(number)}: " if len(study.reports) > 1 else ""
        yield name + report.title or report.label
        source = " ".join(part for part in (report.journal, str(report.year or "")) if part)
        for text in (", ".join(report.authors), source, report.doi and f"doi {report.doi}"):
            if text:
                yield text
        yield report.abstract or "No abstract came with this record."


def place_named(state: FormState, place: Place) -> str:
    """A field in a list: its label, and its row where it has one."""
    label = state.field(place).label
    return label if place[0] is None else f"{state.row_words(place[0])}: {label}"


def _section(state: FormState, place: Place) -> str:
    return next(group.section.title for group in state.groups if place in group.places)


def _how(field: Field) -> str:
    parts = [_KINDS[field.type], "required" if field.required else "", _WANTED[field.evidence]]
    return "; ".join(part for part in parts if part)


def _options(field: Field) -> Iterator[str]:
    if len(field.options) > MOST_SHOWN:
        yield f"A list of {len(field.options)}: write part of the name; h reads all of them."
        return
    for number, option in enumerate(field.options, 1):
        yield f"{number} {option.label}{f': {option.help}' if option.help else ''}"

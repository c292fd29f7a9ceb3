"""The codebook as a handbook for coders, and as a table for a protocol or an appendix: one HTML page each."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from twofold.codebook.model import (
    Check,
    Codebook,
    EvidenceDemand,
    Field,
    FieldType,
    Instrument,
    Level,
    Option,
    Section,
    Unit,
)
from twofold.codebook.roles import declared_words
from twofold.codebook.rule_words import rule_words
from twofold.report.pages import page
from twofold.review.publications import Published

MADE_BY = "<!-- A codebook printed by Twofold -->"
"""Stands in every page that this module makes, so that a later print may take its place."""

_MOST_NUMBERED = 9
_MOST_IN_TABLE = 30
_TYPES = {
    FieldType.NOMINAL: "choose one",
    FieldType.ORDINAL: "choose one, from low to high",
    FieldType.MULTI: "choose any",
    FieldType.INTEGER: "a whole number",
    FieldType.NUMBER: "a number",
    FieldType.TEXT: "text",
    FieldType.DATE: "a date: a day, a month or a year",
}


@dataclass(frozen=True, slots=True)
class PrintedOption:
    """An option with the key that chooses it; no key where one types to filter."""

    key: str
    option: Option


@dataclass(frozen=True, slots=True)
class PrintedCheck:
    """A check in words."""

    say: str
    when: str
    blocks: bool


@dataclass(frozen=True, slots=True)
class PrintedField:
    """A field with everything about it in words. ``many`` says that its options are too many for a table."""

    number: int
    field: Field
    kind: str
    demands: tuple[str, ...]
    asked_if: str
    checks: tuple[PrintedCheck, ...]
    options: tuple[PrintedOption, ...]
    columns: frozenset[str]
    many: bool


@dataclass(frozen=True, slots=True)
class PrintedSection:
    """A section with its fields, and the instrument that judges by it, if one does."""

    section: Section
    repeats: bool
    fields: tuple[PrintedField, ...]
    instruments: tuple[Instrument, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """Which text is printed: of which review, and whether it is in force, an earlier one, or a draft with the words for
    how it differs from what is in force."""

    review: str
    words: str
    draft: tuple[str, ...] = ()


def handbook(codebook: Codebook, standing: Standing, log: Sequence[Published]) -> str:
    """The handbook: every field with its options, examples, rules and demands, the instruments, and the change log."""
    return _page("handbook.html.j2", codebook, standing, log)


def handbook_table(codebook: Codebook, standing: Standing, log: Sequence[Published]) -> str:
    """The same as one table, a row a field."""
    return _page("handbook_table.html.j2", codebook, standing, log)


def _page(template: str, codebook: Codebook, standing: Standing, log: Sequence[Published]) -> str:
    content = {
        "book": codebook,
        "standing": standing,
        "sections": printed(codebook),
        "synthesis": declared_words(codebook),
        "log": list(reversed(log)),
        "count": len(codebook.fields),
        "labels": {one.id: _labels(codebook, one) for one in codebook.instruments},
    }
    first, _, rest = page(template, content).partition("\n")
    return f"{first}\n{MADE_BY}\n{rest}"


def printed(codebook: Codebook) -> tuple[PrintedSection, ...]:
    """The form in its order, with all that is said of each field in words."""
    number = 0
    made: list[PrintedSection] = []
    for section in codebook.sections:
        fields = []
        for field in section.fields:
            number += 1
            fields.append(_field(codebook, field, number))
        instruments = tuple(one for one in codebook.instruments if one.section == section.id)
        made.append(PrintedSection(section, section.unit is Unit.ROW, tuple(fields), instruments))
    return tuple(made)


def _field(codebook: Codebook, field: Field, number: int) -> PrintedField:
    keyed = len(field.options) <= _MOST_NUMBERED
    options = tuple(
        PrintedOption(str(at) if keyed else "", replace(one, label=one.label or one.id))
        for at, one in enumerate(field.options, 1)
    )
    columns = {
        "key": keyed,
        "help": any(one.help for one in field.options),
        "counts": any(one.counts or one.does_not_count for one in field.options),
    }
    return PrintedField(
        number,
        field,
        _TYPES[field.type],
        tuple(_demands(field)),
        "" if field.show_if is None else rule_words(field.show_if, codebook),
        tuple(_check(codebook, one) for one in codebook.checks if one.field == field.id),
        options,
        frozenset(one for one, there in columns.items() if there),
        len(options) > _MOST_IN_TABLE and not columns["help"] and not columns["counts"],
    )


def _check(codebook: Codebook, check: Check) -> PrintedCheck:
    return PrintedCheck(check.say, rule_words(check.when, codebook), check.level is Level.BLOCK)


def _demands(field: Field) -> list[str]:
    """What the field asks for beside its answer, each as a sentence."""
    found = []
    if field.required:
        found.append("Required: the study cannot be submitted while it is blank.")
    if field.primary:
        found.append("Primary: one of the few items that the review is about.")
    if field.evidence is EvidenceDemand.QUOTE:
        found.append("Needs a quote, word for word, with every answer on its scale.")
    if field.evidence is EvidenceDemand.PLACE:
        found.append("Asks for the place (report and page) with every answer on its scale.")
    if field.primary:
        found.append("Where the answer is not reported, it asks where you looked.")
    if field.reason:
        found.append("Needs a short reason with every answer.")
    elif any(one.reason for one in field.options):
        named = ", ".join(f"‘{one.label}’" for one in field.options if one.reason)
        found.append(f"Needs a short reason with {named}.")
    if field.type is FieldType.TEXT and field.reconcile:
        found.append("Texts that differ are a disagreement.")
    if field.minimum and field.maximum:
        found.append(f"From {field.minimum} to {field.maximum}.")
    elif field.minimum or field.maximum:
        found.append(f"Not below {field.minimum}." if field.minimum else f"Not above {field.maximum}.")
    if field.tick is not None:
        found.append(f"Takes the words ‘{field.tick.label}’ as well (t).")
    return found


def _labels(codebook: Codebook, instrument: Instrument) -> tuple[tuple[str, str], ...]:
    """What the answers of an instrument come to in plots: each label with low, some or high."""
    named = {
        option.id: option.label
        for section in codebook.sections
        if section.id == instrument.section
        for one in section.fields
        for option in one.options
    }
    return tuple((named.get(answer, answer), concern.value) for answer, concern in instrument.levels.items())

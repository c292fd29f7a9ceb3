"""The part on the codebook: its versions, what it asks, its rules and its appraisal instruments."""

from collections.abc import Iterator

from twofold.agreement.wording import plural
from twofold.codebook.model import Codebook, Field, FieldType, Instrument, Level, Section, Unit
from twofold.codebook.roles import declared_words
from twofold.comparison.appraised import mapping_words, section_of
from twofold.report.blocks import Block, Listing, Part, Words, clean, day, table
from twofold.report.found import Found

_TYPES = {
    FieldType.NOMINAL: "one of",
    FieldType.ORDINAL: "one of, in order",
    FieldType.MULTI: "any of",
    FieldType.INTEGER: "whole number",
    FieldType.NUMBER: "number",
    FieldType.TEXT: "text",
    FieldType.DATE: "date",
}


def the_codebook(found: Found) -> Part:
    """The codebook in force, section by section."""
    book = found.codebook
    blocks: list[Block] = [Words(_summary(book))]
    blocks += _versions(found)
    parts = [_section(one) for one in book.sections]
    if book.instruments:
        parts.append(
            Part("codebook-instruments", "Appraisal instruments", (Listing(tuple(_instruments(book))),)),
        )
    declared = declared_words(book)
    if declared:
        words = Listing(tuple(clean(one) for one in declared))
        parts.append(Part("codebook-synthesis", "What feeds the synthesis", (words,)))
    if book.checks:
        rows = [(one.field, _stops(one.level), one.say) for one in book.checks]
        blocks_of = table("Rules that the form checks", ("Told at", "Effect", "What it says"), rows)
        parts.append(Part("codebook-rules", "Rules", blocks_of))
    return Part("codebook", "The codebook", tuple(blocks), tuple(parts))


def _summary(book: Codebook) -> str:
    primary = [one.id for one in book.fields if one.primary]
    named = f" Primary items: {', '.join(primary)}." if primary else " No item is primary."
    return (
        f"{clean(book.title)}, version {clean(book.version)}: {plural(len(book.fields), 'field')} in"
        f" {plural(len(book.sections), 'section')}, {len(book.row_fields)} of them asked of each outcome row.{named}"
        " Beside its own options every field takes not reported, unclear and not applicable, which are never a level."
    )


def _versions(found: Found) -> tuple[Block, ...]:
    made = sorted(found.review.plan.codebooks.values(), key=lambda one: (one.at, one.version))
    rows = [(one.version, day(one.at), one.by, _carried(one.rules)) for one in made]
    return table("Published versions", ("Version", "Published", "By", "What became of earlier answers"), rows)


def _carried(rules: object) -> str:
    assert isinstance(rules, tuple)
    return "; ".join(f"{one.field}: {one.kind}" for one in rules)


def _section(one: Section) -> Part:
    rows = [(each.id, each.label, _kind(each), _demands(each)) for each in one.fields]
    unit = " (asked of each outcome row)" if one.unit is Unit.ROW else ""
    heads = ("Field", "Question", "Answer", "Asked for")
    return Part(f"codebook-{one.id}", clean(one.title), table(f"Fields of {clean(one.title)}{unit}", heads, rows))


def _kind(field: Field) -> str:
    kind = _TYPES[field.type]
    if not field.options:
        return kind
    # A list such as that of all countries says nothing here.
    shown = [one.label for one in field.options[:12]]
    more = f"; and {len(field.options) - 12} more" if len(field.options) > 12 else ""
    return f"{kind}: {'; '.join(shown)}{more}"


def _demands(field: Field) -> str:
    said = [
        "primary" if field.primary else "",
        "required" if field.required else "",
        f"{field.evidence.value}" if field.evidence.value != "none" else "",
        "reason" if field.reason else "",
        "only where a rule asks it" if field.show_if is not None else "",
    ]
    return ", ".join(one for one in said if one)


def _stops(level: Level) -> str:
    return "stops the submission" if level is Level.BLOCK else "warns"


def _instruments(book: Codebook) -> Iterator[str]:
    for one in book.instruments:
        yield f"{clean(one.title)}: {instrument_words(book, one)}"


def instrument_words(book: Codebook, one: Instrument) -> str:
    """What an instrument judges, its rule, what its answers come to, and whose it is."""
    unit = "each outcome row" if section_of(book, one).unit is Unit.ROW else "each study"
    overall = " and an overall judgement" if one.overall else ", no overall judgement,"
    rule = " The overall judgement is that of the worst domain." if one.worst_domain else ""
    told = [clean(each) for each in (one.citation, one.wording) if each]
    return (
        f"{plural(len(book.domains_of(one)), 'domain')}{overall} of {unit}.{rule} {mapping_words(book, one)}"
        f" No score is added up.{' ' if told else ''}{' '.join(told)}"
    )

"""A codebook as the text of a new `codebook.toml`: what `read_codebook` reads back as the very same codebook.

It is for codebooks that had no such file before, as those out of a table or a survey form. A file that a person wrote
is edited in place instead, so that its comments stay.
"""

import json
from collections.abc import Iterator

from twofold.codebook.model import (
    AboveField,
    AtLeast,
    Check,
    Codebook,
    Condition,
    EvidenceDemand,
    Field,
    FieldIs,
    FieldType,
    Has,
    Instrument,
    Joined,
    Not,
    Option,
    OverRows,
    Section,
    SynthesisRoles,
    Unit,
)
from twofold.codebook.toml_reader import FORMAT

_NUMERIC = (FieldType.INTEGER, FieldType.NUMBER)
_INDENT = "  "


def codebook_text(book: Codebook, above: str = "") -> str:
    """The codebook as TOML. ``above`` are lines of comment for its head, without their marks."""
    lines = [f"# {line}".rstrip() for line in above.splitlines()]
    lines += [
        *([""] if above else []),
        f"format = {FORMAT}",
        "",
        "[codebook]",
        f"id = {text(book.id)}",
        f"title = {text(book.title)}",
        f"version = {text(book.version)}",
        *([f"row_name = {text(book.row_name)}"] if book.row_name else []),
    ]
    lines += _parts(book)
    lines += _synthesis(book.synthesis)
    if book.lists:
        lines += ["", "", "[lists]"]
        for name, options in book.lists.items():
            lines += _listed(f"{name} = ", options)
    return "\n".join(lines) + "\n"


def added_text(book: Codebook) -> str:
    """The sections, instruments and checks of a codebook alone, to be put behind those of another."""
    return "\n".join(_parts(book)) + "\n"


def _parts(book: Codebook) -> Iterator[str]:
    for section in book.sections:
        yield from _section(book, section)
    for instrument in book.instruments:
        yield from _instrument(instrument)
    for check in book.checks:
        yield from _check(book, check)


def text(value: str) -> str:
    """A string of TOML, on one line."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def condition_text(book: Codebook, condition: Condition) -> str:
    """A condition as an inline table of TOML."""
    match condition:
        case FieldIs(field, (value,)):
            return f"{{ field = {text(field)}, is = {text(value)} }}"
        case FieldIs(field, values):
            return f"{{ field = {text(field)}, in = [{', '.join(map(text, values))}] }}"
        case AtLeast(field, option):
            number = book.by_id[field].type in _NUMERIC
            return f"{{ field = {text(field)}, at_least = {option if number else text(option)} }}"
        case AboveField(field, other):
            return f"{{ field = {text(field)}, above_field = {text(other)} }}"
        case Has(field, what, wanted):
            return f"{{ field = {text(field)}, {what} = {str(wanted).lower()} }}"
        case Not(part):
            return f"{{ not = {condition_text(book, part)} }}"
        case OverRows(part, every):
            return f'{{ rows = "{"all" if every else "any"}", {condition_text(book, part)[2:]}'
        case Joined(parts, need):
            inner = ", ".join(condition_text(book, part) for part in parts)
            if need == len(parts):
                return f"{{ all = [{inner}] }}"
            return f"{{ any = [{inner}] }}" if need == 1 else f"{{ at_least_n = {need}, of = [{inner}] }}"


def _section(book: Codebook, section: Section) -> Iterator[str]:
    yield from ("", "", "[[section]]", f"id = {text(section.id)}", f"title = {text(section.title)}")
    if section.unit is not Unit.STUDY:
        yield f"unit = {text(section.unit.value)}"
    if section.help:
        yield f"help = {text(section.help)}"
    for field in section.fields:
        yield ""
        yield from (f"{_INDENT}{line}" for line in _field(book, field))


def _field(book: Codebook, field: Field) -> Iterator[str]:
    yield from ("[[section.field]]", f"id = {text(field.id)}", f"label = {text(field.label)}")
    yield f"type = {text(field.type.value)}"
    for flag in ("required", "primary", "reason", "reconcile"):
        if getattr(field, flag):
            yield f"{flag} = true"
    if field.evidence is not EvidenceDemand.NONE:
        yield f"evidence = {text(field.evidence.value)}"
    if field.help:
        yield f"help = {text(field.help)}"
    for key, bound in (("min", field.minimum), ("max", field.maximum)):
        if bound:
            yield f"{key} = {bound if field.type in _NUMERIC else text(bound)}"
    if field.tick is not None:
        yield f"tick = {{ value = {text(field.tick.id)}, label = {text(field.tick.label)} }}"
    if field.show_if is not None:
        yield f"show_if = {condition_text(book, field.show_if)}"
    if field.options:
        shared = next((name for name, options in book.lists.items() if options == field.options), None)
        if shared is not None:
            yield f"options = {text(shared)}"
        else:
            yield from _listed("options = ", field.options)


def _listed(head: str, options: tuple[Option, ...]) -> Iterator[str]:
    yield f"{head}["
    yield from (f"{_INDENT}{_option(one)}," for one in options)
    yield "]"


def _option(option: Option) -> str:
    parts = [f"value = {text(option.id)}", f"label = {text(option.label)}"]
    for key, words in (("help", option.help), ("counts", option.counts), ("not", option.does_not_count)):
        if words:
            parts.append(f"{key} = {text(words)}")
    parts += [f"{flag} = true" for flag in ("off_axis", "reason") if getattr(option, flag)]
    return f"{{ {', '.join(parts)} }}"


def _instrument(one: Instrument) -> Iterator[str]:
    yield from ("", "", "[[instrument]]", f"id = {text(one.id)}", f"title = {text(one.title)}")
    yield f"section = {text(one.section)}"
    if one.overall:
        yield f"overall = {text(one.overall)}"
    if one.worst_domain:
        yield 'rule = "worst"'
    for key, words in (("tool", one.tool), ("citation", one.citation), ("wording", one.wording)):
        if words:
            yield f"{key} = {text(words)}"
    levels = ", ".join(f"{answer} = {text(concern.value)}" for answer, concern in one.levels.items())
    yield f"levels = {{ {levels} }}"


def _synthesis(roles: SynthesisRoles) -> Iterator[str]:
    if not roles.fields and not roles.means:
        return
    yield from ("", "", "[synthesis]")
    yield from (f"{role} = {text(name)}" for role, name in roles.fields.items())
    for role, told in roles.means.items():
        yield from ("", f"[synthesis.means.{role}]")
        yield from (f"{option} = {text(meaning)}" for option, meaning in told.items())


def _check(book: Codebook, check: Check) -> Iterator[str]:
    yield from ("", "", "[[check]]", f"id = {text(check.id)}", f"field = {text(check.field)}")
    yield from (f"level = {text(check.level.value)}", f"say = {text(check.say)}")
    yield f"when = {condition_text(book, check.when)}"

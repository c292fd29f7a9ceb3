"""Digests of a codebook: of what its answers mean, and of everything in it.

A field means what its answers can be told apart by: its type and unit, its options (in order only where
they are ordinal), its bounds, its tick, and when it is asked. Labels, help, examples, what an answer must
bring with it, checks and the order of the form can all change while answers given before keep what they
meant.
"""

from hashlib import sha256

from twofold.codebook.model import (
    AboveField,
    AtLeast,
    Check,
    Codebook,
    Condition,
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
)
from twofold.values.canonical import Json, canonical

_DIGITS = 32


def meaning(codebook: Codebook) -> str:
    """The digest of what all answers under ``codebook`` mean, 32 hexadecimal digits."""
    fields = {field.id: _meaning_of(field) for field in codebook.fields}
    return _fingerprint({"fields": fields, "row_name": codebook.row_name})


def meaning_of_field(codebook: Codebook, field_id: str) -> str:
    """The digest of what an answer to one field means, 32 hexadecimal digits.

    Raises:
        KeyError: the codebook has no such field.
    """
    return _fingerprint({field_id: _meaning_of(codebook.by_id[field_id])})


def everything(codebook: Codebook) -> str:
    """The digest of all that a coder can see or a rule can do, in its order, 32 hexadecimal digits.

    The comments and the layout of the file are not in it, nor a list that no field uses.
    """
    return _fingerprint(
        {
            "head": [codebook.id, codebook.title, codebook.version, codebook.row_name],
            "sections": [_whole_section(section) for section in codebook.sections],
            "checks": [_whole_check(check) for check in codebook.checks],
            "instruments": [_whole_instrument(one) for one in codebook.instruments],
            **_whole_synthesis(codebook.synthesis),
        }
    )


def spelled(condition: Condition | None) -> str:
    """``condition`` in one spelling, in whatever order its parts and options were written; blank for None."""
    match condition:
        case None:
            return ""
        case FieldIs(field, values):
            return f"is({field};{','.join(sorted(values))})"
        case AtLeast(field, option):
            return f"at_least({field};{option})"
        case AboveField(field, other):
            return f"above({field};{other})"
        case Has(field, what, wanted):
            return f"{what}({field};{str(wanted).lower()})"
        case Joined((part,)):
            return spelled(part)
        case Joined(parts, need):
            return f"{need}_of({';'.join(sorted(spelled(part) for part in parts))})"
        case Not(part):
            return f"not({spelled(part)})"
        case OverRows(part, every):
            return f"{'every' if every else 'any'}_row({spelled(part)})"


def _fingerprint(value: Json) -> str:
    return sha256(canonical(value)).hexdigest()[:_DIGITS]


def _meaning_of(field: Field) -> Json:
    on_axis = [option.id for option in field.options if not option.off_axis]
    return {
        "type": field.type.value,
        "unit": field.unit.value,
        "options": on_axis if field.type is FieldType.ORDINAL else sorted(on_axis),
        "off_axis": sorted(option.id for option in field.options if option.off_axis),
        "bounds": [field.minimum, field.maximum],
        "tick": field.tick.id if field.tick else "",
        "show_if": spelled(field.show_if),
    }


def _whole_section(section: Section) -> Json:
    return {
        "head": [section.id, section.title, section.unit.value, section.help],
        "fields": [_whole_field(field) for field in section.fields],
    }


def _whole_field(field: Field) -> Json:
    return {
        "meaning": _meaning_of(field),
        "texts": [field.id, field.label, field.help],
        "flags": [field.required, field.primary, field.reason, field.reconcile],
        "evidence": field.evidence.value,
        "options": [_whole_option(option) for option in field.options],
        "tick": _whole_option(field.tick) if field.tick else None,
    }


def _whole_option(option: Option) -> Json:
    texts = [option.id, option.label, option.help, option.counts, option.does_not_count]
    return {"texts": texts, "flags": [option.off_axis, option.reason]}


def _whole_instrument(one: Instrument) -> Json:
    texts = [one.id, one.title, one.section, one.overall, one.tool, one.citation, one.wording]
    levels = [[answer, concern.value] for answer, concern in sorted(one.levels.items())]
    return {"texts": texts, "worst_domain": one.worst_domain, "levels": levels}


def _whole_synthesis(roles: SynthesisRoles) -> dict[str, Json]:
    # Nothing where nothing is declared, so that codebooks from before it could be have the digest they had.
    if not roles.fields and not roles.means:
        return {}
    fields: list[Json] = [[role, name] for role, name in sorted(roles.fields.items())]
    means: list[Json] = [[role, sorted([*one] for one in told.items())] for role, told in sorted(roles.means.items())]
    return {"synthesis": {"fields": fields, "means": means}}


def _whole_check(check: Check) -> Json:
    return [check.id, check.field, check.level.value, check.say, spelled(check.when)]

"""codebook.csv: the dictionary, one row an option, with what each field and option is in the synthesis."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from twofold.codebook.fingerprints import spelled
from twofold.codebook.model import Codebook, Field, FieldType, Unit
from twofold.codebook.roles import ROLES, Role, meanings_of, roles_by_field
from twofold.export.cells import flag
from twofold.export.tables import Column, Kind, Row, Table

DIRECTIONS = "directions"
"""The table that is made from the fields that play a role."""

_ROLES = {one.id: one.words for one in ROLES.values()}
_MEANINGS = {one: one for role in ROLES.values() for one in role.meanings}


@dataclass(frozen=True, slots=True)
class Played:
    """A role of the synthesis, the field that plays it, and by the ids of its options what they mean there."""

    role: Role
    field: Field
    means: Mapping[str, str]


def roles_played(codebook: Codebook) -> Iterable[Played]:
    """The roles that the fields of the codebook play, declared or by their usual ids."""
    for name, role in roles_by_field(codebook).items():
        field, told = codebook.by_id[name], meanings_of(codebook, role)
        yield Played(role, field, {one.id: told[one.id] for one in field.options if one.id in told})


def codebook_table(codebook: Codebook) -> Table:
    """One row an option of a field, or a field without options."""

    def rows() -> Iterable[Row]:
        played = {one.field.id: one for one in roles_played(codebook)}
        titles = {one.id: one.title for one in codebook.sections}
        for number, field in enumerate(codebook.fields, 1):
            head = (
                field.id,
                str(number),
                field.label,
                field.section,
                titles.get(field.section, ""),
                field.unit.value,
                field.type.value,
                flag(field.required),
                flag(field.primary),
                field.evidence.value,
                flag(field.type is not FieldType.TEXT or field.reconcile),
                field.minimum,
                field.maximum,
                spelled(field.show_if),
                field.help,
            )
            options = field.options or ((field.tick,) if field.tick is not None else ())
            plays = played.get(field.id)
            role, means = ("", {}) if plays is None else (plays.role.id, plays.means)
            for place, option in enumerate(options, 1):
                axis = field.type is FieldType.ORDINAL and not option.off_axis
                yield (
                    *head, option.id, str(place), option.label, flag(axis), option.help, option.counts,
                    option.does_not_count, role, means.get(option.id, ""),
                )  # fmt: skip
            if not options:
                yield (*head, *[""] * 7, role, "")

    return Table(
        "codebook",
        "field x option",
        f"The codebook in force, {codebook.title}, version {codebook.version}. Options stand in their order.",
        (
            Column("field", "id of the field, which is a column of consensus_wide.csv or outcomes.csv"),
            Column("field_order", "its place in the form, from 1", Kind.INTEGER),
            Column("field_label", "the question", free=True),
            Column("section", "id of its section"),
            Column("section_title", "title of its section", free=True),
            Column("unit", "what it is asked of", values={Unit.STUDY.value: "study", Unit.ROW.value: "outcome row"}),
            Column("type", "kind of answer", values={one.value: one.value for one in FieldType}),
            Column("required", "whether a submission needs it", Kind.BOOLEAN),
            Column("primary", "whether it is a primary item", Kind.BOOLEAN),
            Column("evidence", "what an answer must bring with it"),
            Column("compared", "whether differing answers are disagreements", Kind.BOOLEAN),
            Column("minimum", "lowest number or date", free=True),
            Column("maximum", "highest number or date", free=True),
            Column("show_if", "the rule by which it is asked; blank for always"),
            Column("field_help", "help", free=True),
            Column("option", "id of the option, which is what stands in the cells"),
            Column("option_order", "its place, from 1", Kind.INTEGER),
            Column("option_label", "the option in words", free=True),
            Column("on_axis", "whether it has a place in the order of an ordinal field", Kind.BOOLEAN),
            Column("option_help", "help", free=True),
            Column("counts", "what counts as this", free=True),
            Column("does_not_count", "what does not", free=True),
            Column("role", "what the field is in the synthesis; blank for nothing", values=_ROLES),
            Column("means", "what the option means there; blank for nothing, or for itself", values=_MEANINGS),
        ),
        ("field", "option"),
        first=rows,
    )

"""A codebook as one table, a row for each field and option: what people keep in a spreadsheet, and an appendix prints.

It says everything that a codebook says except its checks, its instruments and the help of its sections, which are told
as not taken along. The last column says in its first row which codebook it is.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import replace

from twofold.codebook.foreign.own import identity_cell, identity_of, left_out
from twofold.codebook.foreign.sketch import Converted, Rows, Sketch, Unusable, cells_by_name, options_of
from twofold.codebook.model import Codebook, EvidenceDemand, Field, FieldType, Option, Unit
from twofold.codebook.option_reader import tidy
from twofold.codebook.writing import condition_text

COLUMNS = (
    *("section", "section_title", "unit", "field", "label", "type", "help"),
    *("option", "option_label", "option_help", "counts", "does_not_count"),
    *("required", "primary", "evidence", "reason", "reconcile", "min", "max", "tick", "tick_label"),
    *("off_axis", "option_reason", "show_if", "codebook"),
)
"""The columns of the table, in their order. `field`, `label` or `option_label` must be there; others may be missing."""

_OTHER_NAMES = {
    "field": ("field", "field id", "variable", "variable name", "item id", "id"),
    "label": ("label", "question", "item", "field label", "variable label", "description"),
    "type": ("type", "field type", "answer type"),
    "option": ("option", "value", "code", "option id", "response"),
    "option_label": ("option_label", "option label", "value label", "response label", "answer"),
    "section": ("section", "domain", "group", "section id"),
}
_YES = frozenset({"yes", "y", "true", "1", "x"})
_KINDS = {
    **{one.value: one for one in FieldType},
    "single": FieldType.NOMINAL,
    "categorical": FieldType.NOMINAL,
    "radio": FieldType.NOMINAL,
    "multiple": FieldType.MULTI,
    "checkbox": FieldType.MULTI,
    "select": FieldType.NOMINAL,
    "numeric": FieldType.NUMBER,
    "decimal": FieldType.NUMBER,
    "int": FieldType.INTEGER,
    "string": FieldType.TEXT,
    "free text": FieldType.TEXT,
    "open": FieldType.TEXT,
}


def table_of(book: Codebook) -> tuple[Rows, tuple[str, ...]]:
    """The codebook as rows, the header first, and what did not fit."""
    rows = [list(COLUMNS), *(row for field in book.fields for row in _rows_of(book, field))]
    rows[1][-1] = identity_cell(book)
    return rows, tuple(left_out(book, "table", helps=True))


def _rows_of(book: Codebook, field: Field) -> Iterator[list[str]]:
    section = next(one for one in book.sections if one.id == field.section)
    head = {
        "section": section.id,
        "section_title": section.title,
        "unit": section.unit.value,
        "field": field.id,
        "label": field.label,
        "type": field.type.value,
        "help": field.help,
        "required": _yes(field.required),
        "primary": _yes(field.primary),
        "evidence": "" if field.evidence is EvidenceDemand.NONE else field.evidence.value,
        "reason": _yes(field.reason),
        "reconcile": _yes(field.reconcile),
        "min": field.minimum,
        "max": field.maximum,
        "tick": "" if field.tick is None else field.tick.id,
        "tick_label": "" if field.tick is None else field.tick.label,
        "show_if": "" if field.show_if is None else condition_text(book, field.show_if),
    }
    if not field.options:
        yield [head.get(name, "") for name in COLUMNS]
    for at, option in enumerate(field.options):
        row = dict(head) if at == 0 else {"section": section.id, "field": field.id}
        row |= {
            "option": option.id,
            "option_label": option.label,
            "option_help": option.help,
            "counts": option.counts,
            "does_not_count": option.does_not_count,
            "off_axis": _yes(option.off_axis),
            "option_reason": _yes(option.reason),
        }
        yield [row.get(name, "") for name in COLUMNS]


def read_table(rows: Rows, title: str) -> Converted:
    """The codebook that a table holds.

    Raises:
        Unusable: it has no column of fields or questions, or nothing in it makes a codebook.
    """
    names = {name: _OTHER_NAMES.get(name, (name, name.replace("_", " "))) for name in COLUMNS}
    cells = cells_by_name(rows, names)
    if not cells or not ("field" in cells[0] or "label" in cells[0]):
        raise Unusable(
            "It has no column called `field` or `label`. A codebook's table has one row for each field and option; "
            "its columns are: " + ", ".join(COLUMNS) + "."
        )
    sketch = Sketch(title, own=identity_of(cells[0].get("codebook", "")))
    group: list[dict[str, str]] = []
    for row in cells:
        if group and not _begins(row, group[0]):
            group.append(row)
            continue
        _put(sketch, group)
        group = [row]
    _put(sketch, group)
    return sketch.converted(f"Made from a table of fields and options: {title}.")


def _begins(row: dict[str, str], before: dict[str, str]) -> bool:
    """Whether the row is of another field than the rows before: a row that names none is one more option."""
    name, label = row.get("field", ""), row.get("label", "")
    if name:
        return name != before.get("field", "")
    return bool(label) and label != before.get("label", "")


def _put(sketch: Sketch, group: list[dict[str, str]]) -> None:
    if not group:
        return
    first = group[0]
    _section(sketch, first)
    name = sketch.field_id(first.get("field", ""), first.get("label", ""))
    listed = [row for row in group if row.get("option") or row.get("option_label")]
    pairs = [(row.get("option", ""), row.get("option_label", "")) for row in listed]
    options, _ = options_of(pairs, name, sketch.notes)
    options = tuple(_with_words(one, row) for one, row in zip(options, listed, strict=True))
    kind = _kind(first.get("type", ""), options, name, sketch)
    tick = Option(first["tick"], tidy(first.get("tick_label", "")) or first["tick"]) if first.get("tick") else None
    evidence = first.get("evidence", "")
    demands = {one.value for one in EvidenceDemand}
    bounded = kind in (FieldType.INTEGER, FieldType.NUMBER, FieldType.DATE)
    if not bounded and (first.get("min") or first.get("max")):
        sketch.notes.append(f"`{name}` is of type {kind.value}, which has no bounds: its `min` and `max` are left out.")
    field = Field(
        name,
        tidy(first.get("label", "")) or name,
        kind,
        "",
        options=options if kind.has_options else (),
        help=tidy(first.get("help", "")),
        required=_is_yes(first, "required"),
        primary=_is_yes(first, "primary") and kind.has_options,
        evidence=EvidenceDemand(evidence) if evidence in demands else EvidenceDemand.NONE,
        reason=_is_yes(first, "reason"),
        reconcile=_is_yes(first, "reconcile") and kind is FieldType.TEXT,
        minimum=first.get("min", "") if bounded else "",
        maximum=first.get("max", "") if bounded else "",
        tick=tick if kind in (FieldType.INTEGER, FieldType.NUMBER) else None,
    )
    sketch.put(field, _rule(first.get("show_if", ""), name, sketch))


def _section(sketch: Sketch, row: dict[str, str]) -> None:
    named, titled = row.get("section", ""), row.get("section_title", "")
    now = sketch.sections[-1][0] if sketch.sections else None
    unit = Unit.ROW if row.get("unit", "").casefold() == "row" else Unit.STUDY
    if now is None or ((named or titled) and named not in ("", now.id, now.title)) or unit is not now.unit:
        sketch.section(titled or named or "Questions", unit, own_id=named)


def _with_words(option: Option, row: dict[str, str]) -> Option:
    return replace(
        option,
        help=tidy(row.get("option_help", "")),
        counts=tidy(row.get("counts", "")),
        does_not_count=tidy(row.get("does_not_count", "")),
        off_axis=_is_yes(row, "off_axis"),
        reason=_is_yes(row, "option_reason"),
    )


def _kind(said: str, options: tuple[Option, ...], name: str, sketch: Sketch) -> FieldType:
    found = _KINDS.get(" ".join(said.casefold().split()))
    if found is None:
        found = FieldType.NOMINAL if options else FieldType.TEXT
        if said:
            sketch.notes.append(f"`{name}` has the type `{said}`, which is not known; it is taken as {found.value}.")
    if found.has_options and not options:
        sketch.notes.append(f"`{name}` is to be chosen from options but has none, so it is a text.")
        return FieldType.TEXT
    return found


def _rule(text: str, name: str, sketch: Sketch) -> dict[str, object] | None:
    if not text:
        return None
    try:
        table = tomllib.loads(f"rule = {text}")["rule"]
    except (tomllib.TOMLDecodeError, RecursionError):
        table = None
    if isinstance(table, dict):
        return table
    sketch.notes.append(f"`{name}` is always asked: its rule `{text[:60]}` could not be read.")
    return None


def _is_yes(row: dict[str, str], key: str) -> bool:
    return row.get(key, "").casefold() in _YES


def _yes(flag: bool) -> str:
    return "yes" if flag else ""

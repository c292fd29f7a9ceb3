"""The data dictionary of REDCap: one row for each field, its options in one cell."""

import re
from collections.abc import Mapping, Sequence

from twofold.codebook.foreign.expressions import NotTranslated, redcap_expression
from twofold.codebook.foreign.named import Named
from twofold.codebook.foreign.own import identity_cell, identity_of, left_out, own_cell, with_own_cell
from twofold.codebook.foreign.sketch import Converted, Rows, Sketch, Unusable, cells_by_name, options_of
from twofold.codebook.model import Codebook, Field, FieldType, Unit
from twofold.codebook.option_reader import tidy

HEADER = (
    "Variable / Field Name",
    "Form Name",
    "Section Header",
    "Field Type",
    "Field Label",
    "Choices, Calculations, OR Slider Labels",
    "Field Note",
    "Text Validation Type OR Show Slider Number",
    "Text Validation Min",
    "Text Validation Max",
    "Identifier?",
    "Branching Logic (Show field only if...)",
    "Required Field?",
    "Custom Alignment",
    "Question Number (surveys only)",
    "Matrix Group Name",
    "Matrix Ranking?",
    "Field Annotation",
)
"""The columns of a data dictionary, as REDCap writes and expects them."""

_COLUMNS = {
    "name": ("variable / field name", "field_name"),
    "form": ("form name", "form_name"),
    "heading": ("section header", "section_header"),
    "type": ("field type", "field_type"),
    "label": ("field label", "field_label"),
    "choices": ("choices, calculations, or slider labels", "select_choices_or_calculations"),
    "note": ("field note", "field_note"),
    "validation": ("text validation type or show slider number", "text_validation_type_or_show_slider_number"),
    "min": ("text validation min", "text_validation_min"),
    "max": ("text validation max", "text_validation_max"),
    "branching": ("branching logic (show field only if...)", "branching_logic"),
    "required": ("required field?", "required_field"),
    "annotation": ("field annotation", "field_annotation"),
}
_OWN = re.compile(r"twofold:\s*(\{.*\})")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MARKUP = re.compile(r"<[^<>]{1,200}>")
_RECORD = frozenset({"record_id", "study_id", "recordid", "id"})
_NUMERIC = (FieldType.INTEGER, FieldType.NUMBER)
_MISSING = (
    "Not reported, unclear and not applicable can be given to every question in Twofold; REDCap has no such answers"
    " unless the project declares missing data codes."
)


def read_redcap(rows: Rows, title: str) -> Converted:
    """The codebook that a data dictionary makes; forms become sections.

    Raises:
        Unusable: its header is not that of a data dictionary, or nothing in it makes a codebook.
    """
    cells = cells_by_name(rows, _COLUMNS)
    if not cells or not {"name", "type", "label"} <= cells[0].keys():
        raise Unusable(
            "Its header is not that of a REDCap data dictionary: `Variable / Field Name`, `Field Type` and "
            "`Field Label` must be among its columns."
        )
    return _Reading(Sketch(title)).converted(cells, title)


class _Reading:
    def __init__(self, sketch: Sketch) -> None:
        self.sketch = sketch
        self.named = Named(sketch.notes)

    def converted(self, cells: Sequence[Mapping[str, str]], title: str) -> Converted:
        form = ""
        for at, row in enumerate(cells):
            if at == 0 and row["name"].casefold() in _RECORD:
                self._record(row)
                continue
            heading = _plain(row.get("heading", ""))
            if row.get("form", "") != form or heading or at == 0:
                form = row.get("form", "")
                named = form if form not in {one.id for one, _ in self.sketch.sections} else ""
                annotation = row.get("annotation", "")
                unit = Unit.ROW if "twofold-row" in annotation else Unit.STUDY
                self.sketch.section(heading or form.replace("_", " ").capitalize(), unit, own_id=named)
            self._field(row)
        self.sketch.notes.append('Which forms repeat is not in a data dictionary: set unit = "row" where one does.')
        return self.sketch.converted(f"Made from a REDCap data dictionary: {title}.")

    def _record(self, row: Mapping[str, str]) -> None:
        """Take the first field for the record's own id, and tell it where it may be an item."""
        own = _OWN.search(row.get("annotation", ""))
        self.sketch.own = identity_of(own[1]) if own else {}
        if row["name"].casefold() != "record_id":
            label = _plain(row["label"])
            self.sketch.notes.append(
                f"`{row['name']}` (“{label}”) stands first, so it is taken for the id of the record, which every study"
                " has here; left out. Add it again if it is an item."
            )

    def _field(self, row: Mapping[str, str]) -> None:
        name, label, kind = row["name"], _plain(row["label"]), row["type"].casefold()
        pairs: list[tuple[str, str]] = []
        validation = row.get("validation", "").casefold()
        if kind in ("radio", "dropdown", "checkbox"):
            pairs = [_choice(one) for one in row.get("choices", "").split("|") if one.strip()]
            field_type = FieldType.MULTI if kind == "checkbox" else FieldType.NOMINAL
        elif kind in ("yesno", "truefalse"):
            pairs = [("1", "Yes"), ("0", "No")] if kind == "yesno" else [("1", "True"), ("0", "False")]
            field_type = FieldType.NOMINAL
        elif kind in ("text", "notes"):
            field_type = FieldType.TEXT
            if validation == "integer":
                field_type = FieldType.INTEGER
            elif validation.startswith("number"):
                field_type = FieldType.NUMBER
            elif validation.startswith("date_"):
                field_type = FieldType.DATE
            elif validation and "twofold:" not in row.get("annotation", ""):
                self.sketch.notes.append(
                    f"`{name}` takes any text here: its validation `{validation}` is not taken over."
                )
        elif kind == "slider":
            field_type = FieldType.INTEGER
        else:
            said = f": “{label}”" if kind == "descriptive" else ""
            self.sketch.notes.append(f"`{name}` is of type `{kind}`, which a codebook has not; left out{said}.")
            return
        field_id = self.sketch.field_id(name, label)
        options, by_code = options_of(pairs, field_id, self.sketch.notes) if pairs else ((), {})
        if field_type.has_options and not options:
            self.sketch.notes.append(f"`{field_id}` has no choices, so it is a text.")
            field_type = FieldType.TEXT
        self.named.put(name, field_id, by_code, options)
        low, high = (self._bound(row, key, field_type, field_id) for key in ("min", "max"))
        field = Field(
            field_id,
            label or name,
            field_type,
            "",
            options=options,
            help=_plain(row.get("note", "")),
            required=row.get("required", "").casefold() in ("y", "yes"),
            minimum=low,
            maximum=high,
        )
        own = _OWN.search(row.get("annotation", ""))
        field, rule = with_own_cell(field, own[1] if own else "")
        self.sketch.put(field, rule if rule is not None else self.named.rule(row.get("branching", ""), field_id))

    def _bound(self, row: Mapping[str, str], key: str, kind: FieldType, field_id: str) -> str:
        """A bound that can be stated here; else nothing, and a note."""
        said = row.get(key, "")
        taken = _number(said) if kind in _NUMERIC else said if kind is FieldType.DATE and _DAY.fullmatch(said) else ""
        if said and not taken:
            side = "lower" if key == "min" else "upper"
            self.sketch.notes.append(f"`{field_id}` has no {side} bound here: `{said}` cannot be one.")
        return taken


def _choice(text: str) -> tuple[str, str]:
    code, comma, label = text.partition(",")
    return (code.strip(), _plain(label)) if comma else (text.strip(), text.strip())


def _plain(text: str) -> str:
    return tidy(_MARKUP.sub(" ", text))


def _number(text: str) -> str:
    return text if re.fullmatch(r"-?\d{1,20}(\.\d{1,7})?", text) else ""


def redcap_of(book: Codebook) -> tuple[Rows, tuple[str, ...]]:
    """The codebook as the rows of a data dictionary, the header first, and what did not fit.

    The annotations hold what REDCap cannot say, so that the codebook comes back whole.
    """
    notes = [_MISSING]
    if any(one.unit is Unit.ROW for one in book.sections):
        names = ", ".join(f"`{one.id}`" for one in book.sections if one.unit is Unit.ROW)
        notes.append(f"Make the instrument {names} repeat in REDCap: it is asked of each outcome row.")
    notes += left_out(book, "dictionary", helps=True)
    rows = [
        list(HEADER),
        ["record_id", book.sections[0].id, "", "text", "Study", *[""] * 12, f"twofold: {identity_cell(book)}"],
    ]
    for section in book.sections:
        for at, field in enumerate(section.fields):
            rows.append(_line(book, field, section.title if at == 0 else "", notes))
    return rows, tuple(notes)


def _line(book: Codebook, field: Field, heading: str, notes: list[str]) -> list[str]:
    kind, validation = "text", ""
    if field.type.has_options:
        kind = "checkbox" if field.type is FieldType.MULTI else "dropdown" if len(field.options) > 9 else "radio"
    elif field.type is FieldType.TEXT:
        kind = "notes"
    else:
        validation = {FieldType.INTEGER: "integer", FieldType.NUMBER: "number"}.get(field.type, "date_ymd")
    branching = ""
    if field.show_if is not None:
        try:
            branching = redcap_expression(book, field.show_if)
        except NotTranslated as error:
            notes.append(f"`{field.id}` is asked of everyone there: its rule could not be said, for {error}.")
    for option in field.options:
        if "|" in option.label:
            notes.append(
                f"The label of `{option.id}` of `{field.id}` holds a |, which parts options there; it is a / now."
            )
    choices = " | ".join(f"{one.id}, {one.label.replace('|', '/')}" for one in field.options)
    numeric = field.type in _NUMERIC
    if field.tick is not None:
        notes.append(f"`{field.id}` also takes the answer “{field.tick.label}”, which nobody is offered there.")
    row = " twofold-row" if field.unit is Unit.ROW else ""
    return [
        field.id,
        field.section,
        heading,
        kind,
        field.label,
        choices,
        field.help,
        validation,
        field.minimum if numeric else "",
        field.maximum if numeric else "",
        "",
        branching,
        "y" if field.required else "",
        *[""] * 4,
        f"twofold: {own_cell(book, field)}{row}",
    ]

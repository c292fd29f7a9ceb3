"""XLSForm, the survey form of ODK, KoboToolbox and others: a sheet `survey`, and its `choices`."""

import re
from collections.abc import Mapping, Sequence

from twofold.codebook.foreign.expressions import NotTranslated, xlsform_expression
from twofold.codebook.foreign.named import Named
from twofold.codebook.foreign.own import identity_cell, identity_of, left_out, own_cell, with_own_cell
from twofold.codebook.foreign.sketch import Converted, Rows, Sketch, Unusable, cells_by_name, options_of
from twofold.codebook.model import Codebook, Field, FieldType, Option, Unit
from twofold.codebook.numerals import MOST_DIGITS
from twofold.codebook.option_reader import tidy

_SURVEY = {
    "type": ("type",),
    "name": ("name",),
    "label": ("label",),
    "hint": ("hint", "guidance_hint"),
    "required": ("required",),
    "relevant": ("relevant", "relevance"),
    "constraint": ("constraint",),
    "own": ("twofold",),
}
_CHOICES = {"list": ("list_name", "list name"), "name": ("name",), "label": ("label",)}
_TYPES = {
    "integer": FieldType.INTEGER,
    "int": FieldType.INTEGER,
    "decimal": FieldType.NUMBER,
    "range": FieldType.NUMBER,
    "text": FieldType.TEXT,
    "date": FieldType.DATE,
}
_BOUND = re.compile(r"\.\s*(>=|<=|<|>)\s*(-?\d+(?:\.\d+)?)")
_DAY = re.compile(r"\.\s*(>=|<=)\s*date\(\s*['\"](\d{4}-\d{2}-\d{2})['\"]\s*\)")
_BOUNDED = (FieldType.INTEGER, FieldType.NUMBER, FieldType.DATE)
_OUT = {
    FieldType.INTEGER: "integer",
    FieldType.NUMBER: "decimal",
    FieldType.TEXT: "text",
    FieldType.DATE: "date",
}
_MISSING = (
    "Not reported, unclear and not applicable can be given to every question in Twofold; XLSForm has no such answers,"
    " so add options for them where they are wanted."
)


def read_xlsform(sheets: Mapping[str, Rows], title: str) -> Converted:
    """The codebook that an XLSForm makes; groups become sections, a repeat becomes the outcome rows.

    Raises:
        Unusable: there is no sheet `survey`, or nothing in it makes a codebook.
    """
    by_name = {name.casefold().strip(): rows for name, rows in sheets.items()}
    if "survey" not in by_name:
        raise Unusable("It has no sheet called `survey`, which every XLSForm has.")
    survey = cells_by_name(by_name["survey"], _SURVEY)
    lists: dict[str, list[tuple[str, str]]] = {}
    for row in cells_by_name(by_name.get("choices", ()), _CHOICES):
        lists.setdefault(row.get("list", ""), []).append((row.get("name", ""), row.get("label", "")))
    settings = cells_by_name(by_name.get("settings", ()), {"own": ("twofold",)})
    own = identity_of(settings[0].get("own", "")) if settings else {}
    return _Reading(Sketch(title, own=own), survey, lists).converted(title)


class _Reading:
    def __init__(
        self, sketch: Sketch, survey: Sequence[Mapping[str, str]], lists: Mapping[str, list[tuple[str, str]]]
    ) -> None:
        self.sketch = sketch
        self.survey = survey
        self.lists = lists
        self.named = Named(sketch.notes)

    def converted(self, title: str) -> Converted:
        open_groups: list[Unit] = []
        for row in self.survey:
            kind = " ".join(row.get("type", "").split()).replace("begin_", "begin ").replace("end_", "end ")
            if kind in ("begin group", "begin repeat"):
                unit = Unit.ROW if kind == "begin repeat" or Unit.ROW in open_groups else Unit.STUDY
                open_groups.append(unit)
                words = row.get("label") or row.get("name") or "Questions"
                self.sketch.section(words, unit, row.get("hint", ""), own_id=row.get("name", ""))
                if row.get("relevant"):
                    self.sketch.notes.append(
                        f"The rule of the group `{words}` is not taken over; give it to its fields."
                    )
            elif kind in ("end group", "end repeat"):
                if open_groups:
                    open_groups.pop()
                if open_groups or kind == "end repeat":
                    self.sketch.section("Further questions", open_groups[-1] if open_groups else Unit.STUDY)
            elif kind:
                self._question(kind, row)
        return self.sketch.converted(f"Made from an XLSForm: {title}.")

    def _question(self, kind: str, row: Mapping[str, str]) -> None:
        word, _, listed = kind.partition(" ")
        name, label = row.get("name", ""), tidy(row.get("label", ""))
        if word in ("select_one", "select_multiple", "rank"):
            field_type = FieldType.NOMINAL if word == "select_one" else FieldType.MULTI
            pairs = self.lists.get(listed.replace(" or_other", "").strip(), [])
            if not pairs:
                self.sketch.notes.append(f"`{name}` has no choices in the sheet `choices`, so it is a text.")
                field_type = FieldType.TEXT
            if listed.endswith(" or_other"):
                self.sketch.notes.append(
                    f"`{name}` also takes any other answer in words (or_other); add an option, and a text for it."
                )
            if word == "rank":
                self.sketch.notes.append(f"`{name}` ranks its options; here they are only chosen.")
        elif word in _TYPES:
            field_type, pairs = _TYPES[word], []
        else:
            if word == "note":
                self.sketch.notes.append(
                    f"`{name}` is a note to be read, which a codebook has not; left out: “{label}”."
                )
            elif word not in ("start", "end", "today", "deviceid", "username", "audit"):
                self.sketch.notes.append(f"`{name or label}` is of type `{word}`, which a codebook has not; left out.")
            return
        field_id = self.sketch.field_id(name, label)
        options, by_code = options_of(pairs, field_id, self.sketch.notes) if field_type.has_options else ((), {})
        self.named.put(name, field_id, by_code, options)
        low, high, lost = _bounds(row.get("constraint", ""), field_type)
        if lost:
            self.sketch.notes.append(f"Of the constraint of `{field_id}`, `{lost}` is not taken over.")
        field = Field(
            field_id,
            label or name,
            field_type,
            "",
            options=options,
            help=tidy(row.get("hint", "")),
            required=row.get("required", "").casefold() in ("yes", "true", "true()", "1"),
            minimum=low,
            maximum=high,
        )
        field, rule = with_own_cell(field, row.get("own", ""))
        self.sketch.put(field, rule if rule is not None else self.named.rule(row.get("relevant", ""), field_id))


def _bounds(constraint: str, kind: FieldType) -> tuple[str, str, str]:
    """The least and the greatest answer that a constraint allows, and what of it cannot be said here."""
    low = high = ""
    lost: list[str] = []
    for part in re.split(r"\s+and\s+", constraint.strip()):
        found = _BOUND.fullmatch(part.strip(" ()")) or _DAY.fullmatch(part.strip())
        sign, value = (found[1], found[2]) if found else ("", "")
        fits = found is not None and (found.re is _DAY) is (kind is FieldType.DATE)
        if fits and sign in ("<", ">") and kind is FieldType.INTEGER and "." not in value:
            # Of whole numbers, above 0 is from 1.
            sign, value = f"{sign}=", str(int(value) + (1 if sign == ">" else -1))
        if not fits or kind not in _BOUNDED or sign not in ("<=", ">=") or len(value) >= MOST_DIGITS:
            lost += [part.strip()] if part.strip() else []
        elif sign == ">=":
            low = value
        else:
            high = value
    return low, high, " and ".join(lost)


def xlsform_of(book: Codebook) -> tuple[dict[str, Rows], tuple[str, ...]]:
    """The codebook as the sheets of an XLSForm, and what did not fit.

    A column `twofold` holds what survey forms cannot say, so that the codebook comes back whole.
    """
    notes = [_MISSING, *left_out(book, "form", helps=False)]
    survey: list[list[str]] = [["type", "name", "label", "hint", "required", "relevant", "constraint", "twofold"]]
    choices: list[list[str]] = [["list_name", "name", "label"]]
    named: dict[tuple[Option, ...], str] = {}
    for section in book.sections:
        word = "repeat" if section.unit is Unit.ROW else "group"
        survey.append([f"begin_{word}", section.id, section.title, section.help, "", "", "", ""])
        for field in section.fields:
            if field.options and field.options not in named:
                named[field.options] = f"{field.id}_options"
                choices += [[named[field.options], one.id, one.label] for one in field.options]
            survey.append(_line(book, field, named.get(field.options, ""), notes))
        survey.append([f"end_{word}", *[""] * 7])
    settings: list[list[str]] = [
        ["form_title", "form_id", "version", "twofold"],
        [book.title, book.id, book.version, identity_cell(book)],
    ]
    return {"survey": survey, "choices": choices, "settings": settings}, tuple(notes)


def _line(book: Codebook, field: Field, options: str, notes: list[str]) -> list[str]:
    if field.type.has_options:
        kind = f"select_{'multiple' if field.type is FieldType.MULTI else 'one'} {options}"
    else:
        kind = _OUT[field.type]
    relevant = ""
    if field.show_if is not None:
        try:
            relevant = xlsform_expression(book, field.show_if)
        except NotTranslated as error:
            notes.append(f"`{field.id}` is asked of everyone in the form: its rule could not be said, for {error}.")
    bounds = [f". >= {field.minimum}"] if field.minimum else []
    bounds += [f". <= {field.maximum}"] if field.maximum else []
    if bounds and field.type is FieldType.DATE:
        bounds = []
        notes.append(f"The bounds of the date `{field.id}` are not in the form.")
    if field.tick is not None:
        notes.append(f"`{field.id}` also takes the answer “{field.tick.label}”, which nobody is offered there.")
    required = "yes" if field.required else ""
    return [kind, field.id, field.label, field.help, required, relevant, " and ".join(bounds), own_cell(book, field)]

"""A codebook while it is made from something foreign: what became of each part, and what did not fit."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from twofold.codebook.condition_reader import Rule, read_condition
from twofold.codebook.model import Codebook, Condition, Field, FieldType, Option, Section, Unit
from twofold.codebook.naming import RESERVED_FIELDS, RESERVED_OPTIONS
from twofold.codebook.option_reader import tidy
from twofold.codebook.problems import BadCodebook, Ledger
from twofold.codebook.toml_reader import read_codebook
from twofold.codebook.writing import codebook_text

Rows = Sequence[Sequence[str]]
"""A sheet: its cells by row, as text, the header first."""

_LONGEST_ID = 48
_ROW_NAME = "outcome_name"


class Unusable(Exception):
    """Something that is no codebook of that form; the message is a sentence with the way out."""


@dataclass(frozen=True, slots=True)
class Converted:
    """A codebook that came from another form: its TOML text, what it says, and in sentences what did not fit."""

    text: str
    book: Codebook
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sketched:
    """A field before its rules are read; ``rule`` is its condition as a table of TOML, or nothing."""

    field: Field
    rule: Mapping[str, object] | None = None


@dataclass
class Sketch:
    """Sections and fields as they come in. ``notes`` gathers what did not fit; ``own`` is what our own writing said of
    the codebook itself, by the names of ``own.IDENTITY``."""

    title: str
    sections: list[tuple[Section, list[Sketched]]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)
    own: Mapping[str, str] = field(default_factory=dict)

    def section(self, title: str, unit: Unit = Unit.STUDY, help_text: str = "", own_id: str = "") -> None:
        """Begin a section; what is put in from now on belongs to it."""
        known = {one.id for one, _ in self.sections}
        name = own_id if is_id(own_id) and own_id not in known else identifier(own_id or title, known, "section")
        self.sections.append((Section(name, tidy(title) or name, unit, (), tidy(help_text)), []))

    def put(self, one: Field, rule: Mapping[str, object] | None = None) -> None:
        """Put a field into the section begun last."""
        if not self.sections:
            self.section("Questions")
        section, fields = self.sections[-1]
        fields.append(Sketched(replace(one, section=section.id, unit=section.unit), rule))
        self.taken.add(one.id)

    def field_id(self, wanted: str, words: str) -> str:
        """An id for a field: the one wanted where it may be used and is free, else one made of ``words``."""
        if is_id(wanted) and wanted not in self.taken and wanted not in RESERVED_FIELDS:
            return wanted
        made = identifier(wanted or words, self.taken | RESERVED_FIELDS, "field")
        if wanted:
            self.notes.append(f"`{wanted}` cannot be the id of a field here, so it is `{made}`.")
        return made

    def converted(self, above: str) -> Converted:
        """The codebook, with all rules that could be read.

        Raises:
            Unusable: there are no fields, or they do not make a codebook.
        """
        sections = [(section, fields) for section, fields in self.sections if fields]
        if not sections:
            raise Unusable("It has no questions. A codebook needs at least one.")
        row_name = self._row_name(sections)
        ruled = tuple(replace(section, fields=self._ruled(sections, fields)) for section, fields in sections)
        known = self.own.get("id", "")
        name = known if is_id(known) else identifier(self.title, frozenset(), "codebook")
        title = tidy(self.own.get("title", "")) or tidy(self.title) or name
        book = Codebook(name, title, tidy(self.own.get("version", "")) or "1.0", ruled, row_name=row_name)
        text = codebook_text(book, above)
        try:
            return Converted(text, read_codebook(text, "the converted codebook"), tuple(self.notes))
        except BadCodebook as error:
            raise Unusable(f"It does not make a codebook that Twofold can use.\n{error}") from error

    def _row_name(self, sections: Sequence[tuple[Section, list[Sketched]]]) -> str:
        rows = [(section, fields) for section, fields in sections if section.unit is Unit.ROW]
        if not rows:
            return ""
        texts = [one.field.id for _, fields in rows for one in fields if one.field.type is FieldType.TEXT]
        if self.own.get("row_name") in texts:
            return self.own["row_name"]
        if texts:
            return _ROW_NAME if _ROW_NAME in texts else texts[0]
        section, fields = rows[0]
        name = self.field_id(_ROW_NAME, _ROW_NAME)
        naming = Field(name, "Which outcome?", FieldType.TEXT, section.id, Unit.ROW, required=True)
        fields.insert(0, Sketched(naming))
        self.notes.append(f"Outcome rows need a text that names them, so the field `{name}` was added.")
        return name

    def _ruled(
        self, sections: Sequence[tuple[Section, list[Sketched]]], fields: Iterable[Sketched]
    ) -> tuple[Field, ...]:
        known: dict[str, Field | None] = {one.field.id: one.field for _, each in sections for one in each}
        order = list(known)
        made = []
        for one in fields:
            condition: Condition | None = None
            if one.rule is not None:
                ledger = Ledger()
                earlier = frozenset(order[: order.index(one.field.id)])
                rule = Rule("its rule", one.field.unit, known, earlier, ledger)
                condition = read_condition(one.rule, ("show_if",), rule)
                if condition is None:
                    why = "; ".join(each.what for each in ledger.problems("the form", ""))
                    self.notes.append(f"`{one.field.id}` is always asked: {why}.")
            made.append(replace(one.field, show_if=condition))
        return tuple(made)


def is_id(text: str) -> bool:
    """Whether a text can be an id as it stands."""
    return re.fullmatch(r"[a-z][a-z0-9_]{0,47}", text) is not None and "___" not in text


def identifier(words: str, taken: Iterable[str], otherwise: str) -> str:
    """An id made of words, like none of those ``taken``."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().casefold()
    made = re.sub(r"_+", "_", re.sub(r"[^a-z0-9]+", "_", plain)).strip("_")[: _LONGEST_ID - 4].strip("_")
    if not made:
        made = otherwise
    if not made[0].isalpha():
        made = f"{otherwise}_{made}"[: _LONGEST_ID - 4]
    taken = set(taken)
    name, number = made, 2
    while name in taken:
        name, number = f"{made}_{number}", number + 1
    return name


def options_of(
    pairs: Iterable[tuple[str, str]], of: str, notes: list[str]
) -> tuple[tuple[Option, ...], dict[str, str]]:
    """Options from pairs of a code and a label, and the option's id by its code there."""
    made: list[Option] = []
    by_code: dict[str, str] = {}
    for code, label in pairs:
        known = {one.id for one in made} | RESERVED_OPTIONS
        option = code if is_id(code) and code not in known else identifier(label or code, known, "option")
        if option != code and is_id(code):
            notes.append(
                f"Option `{code}` of `{of}` is `{option}` here: its own code is taken or kept for missing answers."
            )
        by_code[code] = option
        made.append(Option(option, tidy(label) or option))
    return tuple(made), by_code


def cells_by_name(rows: Rows, names: Mapping[str, Sequence[str]]) -> list[dict[str, str]]:
    """The rows below the header as cells by our name of the column, for the columns whose headers are known.

    ``names`` gives for each of our names the headers it may have, in small letters.
    """
    if not rows:
        return []
    found: dict[str, int] = {}
    for at, header in enumerate(rows[0]):
        plain = " ".join(header.casefold().split())
        for name, headers in names.items():
            if name not in found and (plain in headers or any(plain.startswith(f"{one}::") for one in headers)):
                found[name] = at
    return [
        {name: row[at].strip() if at < len(row) else "" for name, at in found.items()}
        for row in rows[1:]
        if any(cell.strip() for cell in row)
    ]

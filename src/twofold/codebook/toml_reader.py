"""A codebook out of its TOML text, or all that is wrong with it."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal, InvalidOperation

from twofold.codebook.border import read_part
from twofold.codebook.check_reader import read_check
from twofold.codebook.condition_reader import Rule, read_condition
from twofold.codebook.draft import HeadDraft, SectionDraft
from twofold.codebook.field_reader import read_field
from twofold.codebook.instrument_reader import read_instrument
from twofold.codebook.model import Check, Codebook, Field, FieldType, Instrument, Option, Section, SynthesisRoles, Unit
from twofold.codebook.naming import check_id
from twofold.codebook.option_reader import read_options, tidy
from twofold.codebook.problems import BadCodebook, Ledger, Path, Problem, did_you_mean, listed, shown

FORMAT = 1

_TOP_LEVEL = ("format", "codebook", "lists", "section", "instrument", "synthesis", "check")
_SYNTAX_ERROR = re.compile(
    r"(?P<what>.*?) \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)", re.DOTALL
)


def read_codebook(text: str, name: str = "codebook.toml") -> Codebook:
    """The codebook that ``text`` holds. ``name`` is the file's name in messages.

    Raises:
        BadCodebook: with every mistake found, each with its line and how to mend it.
    """
    text = text.removeprefix("\ufeff")
    tables = parsed(text, name)
    ledger = Ledger()
    codebook = _Reading(tables, ledger).codebook()
    if ledger or codebook is None:
        raise BadCodebook(ledger.problems(name, text))
    return codebook


def parsed(text: str, name: str) -> Mapping[str, object]:
    """What a TOML text holds, its decimals as they are written.

    Raises:
        BadCodebook: it is not TOML.
    """
    try:
        return tomllib.loads(text, parse_float=_decimal)
    except RecursionError:
        what, line = "brackets are nested too deep", 1
    except ValueError as error:
        found = _SYNTAX_ERROR.fullmatch(str(error))
        what = found["what"] if found else str(error)
        line = int(found["line"]) if found and found["line"] else text.count("\n") + (not text.endswith("\n"))
    clash = re.match(r"Cannot (overwrite|declare|mutate)", what) or "Duplicate" in what
    mend = (
        "The same key or table stands twice: delete or rename one."
        if clash
        else "Look there for a missing quotation mark, comma, bracket or equals sign."
    )
    raise BadCodebook((Problem(name, max(line, 1), f"this is not TOML ({shown(what)[1:-1]})", mend),))


def _decimal(text: str) -> Decimal:
    # Bounds are kept as the file has them, and a float would turn 0.1 into something else.
    try:
        return Decimal(text.replace("_", ""))
    except InvalidOperation as error:
        raise ValueError(f"the number {text[:30]} is too large") from error


class _Reading:
    """One reading of one file; every method notes what is wrong and goes on."""

    def __init__(self, tables: Mapping[str, object], ledger: Ledger) -> None:
        self.tables = tables
        self.ledger = ledger
        self.lists: dict[str, tuple[Option, ...] | None] = {}
        self.section_ids: set[str] = set()
        # A field that is broken is there with None, so that rules that name it are not called wrong as well.
        self.fields: dict[str, Field | None] = {}
        self.show_ifs: list[tuple[str, Rule, object, Path]] = []

    def codebook(self) -> Codebook | None:
        if not self._format_is_known():
            return None
        self._only_known_keys()
        head = self._head()
        self._lists()
        tables = self._many("section", self.tables, ())
        sections = [self._section(table, ("section", place), place) for place, table in enumerate(tables)]
        if not tables and "section" not in self.tables:
            self.ledger.add((), "the codebook has no sections", "Add a [[section]] with a [[section.field]].")
        self._show_ifs()
        instruments = self._instruments(sections)
        checks = self._checks()
        roles = SynthesisRoles()
        if "synthesis" in self.tables:
            # Imported here because a codebook without it, read before the first paint, needs none of the roles.
            from twofold.codebook.roles_reader import read_roles

            roles = read_roles(self.tables["synthesis"], self.fields, self.ledger)
        if head is not None:
            self._row_name(head)
        if self.ledger or head is None:
            return None
        return Codebook(
            id=head.id,
            title=tidy(head.title),
            version=tidy(head.version),
            sections=tuple(self._with_rules(section) for section in sections if section is not None),
            checks=checks,
            row_name=head.row_name,
            lists={key: options for key, options in self.lists.items() if options is not None},
            instruments=instruments,
            synthesis=roles,
        )

    def _format_is_known(self) -> bool:
        found = self.tables.get("format")
        whole = isinstance(found, int) and not isinstance(found, bool)
        if whole and found == FORMAT:
            return True
        if found is None:
            self.ledger.add((), "the file does not say its format", f"Write format = {FORMAT} on its first line.")
        elif isinstance(found, int) and whole and found > FORMAT:
            self.ledger.add(("format",), f"format {shown(found)} belongs to a newer Twofold", "Update Twofold.")
        else:
            self.ledger.add(("format",), f"there is no format {shown(found)}", f"Write format = {FORMAT}.")
        return False

    def _only_known_keys(self) -> None:
        for key in self.tables:
            if key in _TOP_LEVEL:
                continue
            mend = did_you_mean(key, _TOP_LEVEL, f"Known are {listed(_TOP_LEVEL, 'and')}.")
            if key in ("field", "fields"):
                mend = "A field belongs to a section: write [[section.field]]."
            self.ledger.add((key,), f"the file has the unknown key {shown(key)}", mend)

    def _many(self, key: str, table: Mapping[str, object], path: Path) -> list[object]:
        found = table.get(key, [])
        if isinstance(found, list):
            return found
        dotted = ".".join([*(str(part) for part in path if isinstance(part, str)), key])
        self.ledger.add((*path, key), f"`{dotted}` is not a list of tables", f"Write [[{dotted}]] with two brackets.")
        return []

    def _head(self) -> HeadDraft | None:
        table = self.tables.get("codebook")
        if not isinstance(table, Mapping):
            self.ledger.add(("codebook",), "the file has no [codebook] table", "Add one with id, title and version.")
            return None
        head = read_part(HeadDraft, table, ("codebook",), "the codebook", self.ledger)
        if head is not None:
            check_id(head.id, ("codebook", "id"), "the codebook", frozenset(), self.ledger)
            self._not_empty(head.title, ("codebook", "title"), "the codebook")
            self._not_empty(head.version, ("codebook", "version"), "the codebook")
        return head

    def _not_empty(self, value: str, path: Path, subject: str) -> None:
        if not value.strip():
            self.ledger.add(path, f"{subject} has an empty `{path[-1]}`", "Write a few words.")

    def _lists(self) -> None:
        tables = self.tables.get("lists", {})
        if not isinstance(tables, Mapping):
            self.ledger.add(("lists",), "`lists` is not a table", "Write [lists] and below it name = [ ... ].")
            return
        for key, items in tables.items():
            path: Path = ("lists", key)
            subject = f"list {shown(key)}"
            check_id(key, path, subject, frozenset(), self.ledger)
            if isinstance(items, list):
                self.lists[key] = read_options(items, path, subject, self.ledger)
            else:
                self.lists[key] = None
                self.ledger.add(path, f"{subject} is not a list of options", "Write [ ... ] around its options.")

    def _section(self, table: object, path: Path, place: int) -> Section | None:
        if not isinstance(table, Mapping):
            self.ledger.add(path, f"section {place + 1} is not a table", "Write [[section]] with two brackets.")
            return None
        subject = _called("section", table, place)
        own = {key: value for key, value in table.items() if key != "field"}
        draft = read_part(SectionDraft, own, path, subject, self.ledger)
        listing = self._many("field", table, path)
        if not listing and "field" not in table:
            self.ledger.add(path, f"{subject} has no fields", "Add a [[section.field]] below it, or delete it.")
        unit = _unit(table)
        fields = [
            self._field(one, _called("field", one, at, f" of {subject}"), (*path, "field", at), table.get("id"), unit)
            for at, one in enumerate(listing)
        ]
        if draft is None or unit is None:
            return None
        check_id(draft.id, (*path, "id"), subject, frozenset(), self.ledger)
        self._not_empty(draft.title, (*path, "title"), subject)
        if draft.id in self.section_ids:
            self.ledger.add((*path, "id"), f"there is already a {subject}", "Rename one.")
        self.section_ids.add(draft.id)
        good = tuple(field for field in fields if field is not None)
        return Section(draft.id, tidy(draft.title), unit, good, tidy(draft.help))

    def _field(self, table: object, subject: str, path: Path, section: object, unit: Unit | None) -> Field | None:
        if not isinstance(table, Mapping):
            self.ledger.add(path, f"{subject} is not a table", "Write [[section.field]] with two brackets.")
            return None
        field = read_field(table, path, subject, str(section), unit or Unit.STUDY, self.lists, self.ledger)
        field_id = table.get("id")
        if not isinstance(field_id, str):
            return None
        if field_id in self.fields:
            self.ledger.add((*path, "id"), f"there is already a {subject}", "Rename one.")
            return None
        if unit is None:
            field = None
        elif "show_if" in table:
            rule = Rule(f"`show_if` of {subject}", unit, self.fields, frozenset(self.fields), self.ledger)
            self.show_ifs.append((field_id, rule, table["show_if"], (*path, "show_if")))
        self.fields[field_id] = field
        return field

    def _show_ifs(self) -> None:
        # Only now are all fields known, so that a field further down is called that, and not missing.
        for field_id, rule, table, path in self.show_ifs:
            condition = read_condition(table, path, rule)
            field = self.fields[field_id]
            if field is not None:
                self.fields[field_id] = replace(field, show_if=condition)

    def _with_rules(self, section: Section) -> Section:
        return replace(section, fields=tuple(self.fields[field.id] or field for field in section.fields))

    def _instruments(self, sections: list[Section | None]) -> tuple[Instrument, ...]:
        fields = {
            one.id: tuple(self.fields.get(field.id) for field in one.fields) for one in sections if one is not None
        }
        made: dict[str, Instrument] = {}
        for place, table in enumerate(self._many("instrument", self.tables, ())):
            path: Path = ("instrument", place)
            subject = _called("instrument", table, place)
            if not isinstance(table, Mapping):
                self.ledger.add(path, f"{subject} is not a table", "Write [[instrument]] with two brackets.")
                continue
            instrument = read_instrument(table, path, subject, fields, self.ledger)
            if instrument is None:
                continue
            if instrument.id in made:
                self.ledger.add((*path, "id"), f"there is already a {subject}", "Rename one.")
            made[instrument.id] = instrument
        return tuple(made.values())

    def _checks(self) -> tuple[Check, ...]:
        ids: set[str] = set()
        made = []
        for place, table in enumerate(self._many("check", self.tables, ())):
            path: Path = ("check", place)
            subject = _called("check", table, place)
            if not isinstance(table, Mapping):
                self.ledger.add(path, f"{subject} is not a table", "Write [[check]] with two brackets.")
                continue
            check = read_check(table, path, subject, self.fields, self.ledger)
            if check is None:
                continue
            if check.id in ids:
                self.ledger.add((*path, "id"), f"there is already a {subject}", "Rename one.")
            ids.add(check.id)
            made.append(check)
        return tuple(made)

    def _row_name(self, head: HeadDraft) -> None:
        path: Path = ("codebook", "row_name")
        row_fields = [one.id for one in self.fields.values() if one is not None and one.unit is Unit.ROW]
        if not head.row_name:
            if row_fields:
                self.ledger.add(
                    ("codebook",),
                    "the codebook does not say which field names an outcome row",
                    'Add row_name = "..." to [codebook], with the id of a text field asked of each row.',
                )
            return
        if head.row_name not in self.fields:
            mend = did_you_mean(head.row_name, row_fields, "Name a text field asked of each row, or take it out.")
            self.ledger.add(path, f"`row_name` names the field {shown(head.row_name)}, which there is not", mend)
            return
        field = self.fields[head.row_name]
        if field is not None and (field.type is not FieldType.TEXT or field.unit is not Unit.ROW):
            self.ledger.add(
                path,
                f"`row_name` names `{field.id}`, which is not a text field asked of each row",
                'Name a field of type `text` in a section with unit = "row".',
            )


def _called(kind: str, table: object, place: int, within: str = "") -> str:
    """How messages name a section, field or check: by its id where it has one."""
    if isinstance(table, Mapping) and "id" in table:
        return f"{kind} {shown(table['id'])}"
    return f"{kind} {place + 1}{within}"


def _unit(table: Mapping[str, object]) -> Unit | None:
    unit = table.get("unit", Unit.STUDY.value)
    return Unit(unit) if isinstance(unit, str) and unit in set(Unit) else None

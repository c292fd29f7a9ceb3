"""What a codebook's text holds, as far as that can be told while it has mistakes: what a screen shows of a draft."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from twofold.codebook.editing import CannotEdit, found, tables_of
from twofold.codebook.field_reader import read_field
from twofold.codebook.model import Codebook, Field, Option, Section, Unit
from twofold.codebook.option_reader import read_options
from twofold.codebook.problems import BadCodebook, Ledger, Path, Problem
from twofold.codebook.spans import Unfollowed, spans_of
from twofold.codebook.toml_reader import read_codebook

Table = Mapping[str, object]


@dataclass(frozen=True)
class Outline:
    """A draft as it stands: ``book`` is what it says, where it can be used, and ``problems`` why not, each with the
    path of the table it is found in."""

    text: str
    book: Codebook | None
    problems: tuple[tuple[Path, Problem], ...]

    def tables(self, *listing: str | int) -> tuple[Table, ...]:
        """The tables of a list, such as ``section``; what is no table counts as an empty one."""
        there = found(self.text, listing)
        return tuple(one if isinstance(one, Mapping) else {} for one in there) if isinstance(there, list) else ()

    def table(self, path: Path) -> Table:
        """The table at a path, empty where there is none."""
        there = found(self.text, path)
        return there if isinstance(there, Mapping) else {}

    @cached_property
    def fields(self) -> Mapping[str, Path]:
        """The path of each field by its id, in the order of the form."""
        return {
            str(one.get("id", "")): ("section", at, "field", number)
            for at, _ in enumerate(self.tables("section"))
            for number, one in enumerate(self.tables("section", at, "field"))
        }

    def options_at(self, path: Path) -> Path | None:
        """Where the options of the field at ``path`` stand: with it, or in a list that fields share."""
        given = self.table(path).get("options")
        if isinstance(given, str):
            return ("lists", given) if isinstance(found(self.text, ("lists", given)), list) else None
        return (*path, "options")

    def sharing(self, name: str) -> tuple[str, ...]:
        """The ids of the fields that take their options from that list."""
        return tuple(one for one, path in self.fields.items() if self.table(path).get("options") == name)

    def problems_at(self, path: Path) -> tuple[Problem, ...]:
        """What is wrong at a table or in a part of it."""
        return tuple(one for where, one in self.problems if where[: len(path)] == path)

    @cached_property
    def shown(self) -> Codebook:
        """The fields that can be drawn, each asked whatever its rule says, so that all of them can be looked at."""
        if self.book is not None:
            sections, lists, row_name = self.book.sections, self.book.lists, self.book.row_name
        else:
            lists, row_name = self._lists(), str(self.table(("codebook",)).get("row_name", ""))
            sections = tuple(self._section(at, lists) for at, _ in enumerate(self.tables("section")))
        bare = tuple(
            replace(one, fields=tuple(replace(field, show_if=None) for field in one.fields)) for one in sections
        )
        known = {field.id for one in bare for field in one.fields if field.unit is Unit.ROW}
        row_name = row_name if row_name in known else next(iter(sorted(known)), "")
        return Codebook("shown", "As a coder sees it", "", bare, (), row_name, lists)

    def _lists(self) -> Mapping[str, tuple[Option, ...]]:
        made = {}
        for name, items in self.table(("lists",)).items():
            options = read_options(items, (), "", Ledger()) if isinstance(items, list) else None
            if options is not None:
                made[name] = options
        return made

    def _section(self, at: int, lists: Mapping[str, tuple[Option, ...]]) -> Section:
        table = self.tables("section")[at]
        unit = Unit.ROW if table.get("unit") == Unit.ROW.value else Unit.STUDY
        name = f"section_{at}"
        made: dict[str, Field] = {}
        for one in self.tables("section", at, "field"):
            field = read_field(one, (), "", name, unit, lists, Ledger())
            if field is not None:
                made.setdefault(field.id, field)
        return Section(name, str(table.get("title", "")), unit, tuple(made.values()))


@lru_cache(maxsize=8)
def outline(text: str) -> Outline:
    """What the text holds.

    Raises:
        CannotEdit: it is no TOML.
    """
    tables_of(text)
    try:
        return Outline(text, read_codebook(text), ())
    except BadCodebook as error:
        return Outline(text, None, tuple((_path_of_line(text, one.line), one) for one in error.problems))


def _path_of_line(text: str, line: int) -> Path:
    """The innermost table, or item of options, that stands on a line."""
    at = 0
    for _ in range(line - 1):
        at = text.find("\n", at) + 1
    end = text.find("\n", at)
    end = len(text) if end < 0 else end
    try:
        spans = spans_of(text)
    except Unfollowed:
        return ()
    block: Path = next((one.path for one in reversed(spans.blocks) if one.header <= at or one.header <= end), ())
    for listing, items in spans.items.items():
        if listing[-1] == "options" or listing[0] == "lists":
            for place, (first, last) in enumerate(items):
                if first <= end and at <= last and (first >= at or last <= end or first < at < last):
                    return (*listing, place)
    return block


def is_toml(text: str) -> str:
    """Empty, or a sentence why the text cannot be shown."""
    try:
        outline(text)
    except CannotEdit as error:
        return str(error)
    return ""

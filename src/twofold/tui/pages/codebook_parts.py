"""What a section, a field, an option, a check or the whole codebook is made of, as the lines on which it is changed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from twofold.codebook.editing import written_value
from twofold.codebook.model import EvidenceDemand, FieldType, Level, Unit
from twofold.codebook.outline import Outline, Table
from twofold.codebook.problems import Path
from twofold.codebook.rule_words import rule_words
from twofold.values.plaintext import one_line

Choices = tuple[tuple[str, str], ...]
ADD_OPTION: Path = ("add", "option")
ADD_CHECK: Path = ("add", "check")


class Kind(Enum):
    """How a line is changed."""

    TEXT = "write"
    NUMBER = "write a number"
    FLAG = "turn"
    CHOICE = "choose"
    RULE = "build"
    RAW = "write as TOML"
    OPEN = "open"
    ADD = "add"
    HEAD = "nothing"


@dataclass(frozen=True, slots=True)
class Part:
    """A line: its path, what it is called, what it says now, and how it is changed; a ``HEAD`` only stands above
    others. ``help`` says what it is for."""

    path: Path
    name: str
    value: str
    kind: Kind
    choices: Choices = ()
    help: str = ""

    @property
    def target(self) -> str:
        """What a click on the line means."""
        return target_of(self.path)


def target_of(path: Path) -> str:
    """A path as the name of a line."""
    return "/".join(str(part) for part in path)


_TYPES: Choices = (
    (FieldType.NOMINAL, "one of several options"),
    (FieldType.ORDINAL, "one of several options that have an order"),
    (FieldType.MULTI, "any number of options"),
    (FieldType.INTEGER, "a whole number"),
    (FieldType.NUMBER, "a number"),
    (FieldType.TEXT, "free text"),
    (FieldType.DATE, "a date"),
)
_EVIDENCE: Choices = (
    (EvidenceDemand.NONE, "nothing"),
    (EvidenceDemand.PLACE, "where it stands: report and page"),
    (EvidenceDemand.QUOTE, "the passage word for word"),
)
_UNITS: Choices = ((Unit.STUDY, "once a study"), (Unit.ROW, "of each outcome row"))
_LEVELS: Choices = ((Level.WARN, "warns"), (Level.BLOCK, "keeps the study from being submitted"))
_RULES: Choices = (("none", "is judged by the coder"), ("worst", "is that of the worst domain"))

_FIELD: tuple[tuple[str, str, Kind, Choices, str], ...] = (
    ("id", "id", Kind.TEXT, (), "The column in every table. Once published it is for ever."),
    ("label", "question", Kind.TEXT, (), "What the coder is asked."),
    ("help", "help", Kind.TEXT, (), "Stands under the question."),
    ("type", "answer", Kind.CHOICE, _TYPES, ""),
    ("required", "required", Kind.FLAG, (), "A study cannot be submitted without it."),
    ("primary", "primary", Kind.FLAG, (), "A main item: first in every table, and quoted."),
    ("evidence", "evidence", Kind.CHOICE, _EVIDENCE, "What an answer on the scale must bring with it."),
    ("reason", "reason", Kind.FLAG, (), "Every answer needs a reason of one line."),
    ("show_if", "asked", Kind.RULE, (), "When the field is asked."),
)
_BOUNDED = (FieldType.INTEGER, FieldType.NUMBER, FieldType.DATE)
_OPTION: tuple[tuple[str, str, Kind, Choices, str], ...] = (
    ("value", "id", Kind.TEXT, (), "What stands in every table. Once published it is for ever."),
    ("label", "label", Kind.TEXT, (), "What the coder chooses."),
    ("help", "help", Kind.TEXT, (), "When it is to be chosen."),
    ("counts", "counts", Kind.TEXT, (), "An example that counts."),
    ("not", "does not", Kind.TEXT, (), "An example that does not count."),
    ("reason", "reason", Kind.FLAG, (), "This option needs a reason."),
)
_CHECK: tuple[tuple[str, str, Kind, Choices, str], ...] = (
    ("id", "id", Kind.TEXT, (), ""),
    ("field", "at field", Kind.TEXT, (), "The id of the field at which it speaks."),
    ("level", "it", Kind.CHOICE, _LEVELS, ""),
    ("say", "says", Kind.TEXT, (), "What the coder is told."),
    ("when", "when", Kind.RULE, (), ""),
)
_SECTION: tuple[tuple[str, str, Kind, Choices, str], ...] = (
    ("id", "id", Kind.TEXT, (), ""),
    ("title", "title", Kind.TEXT, (), ""),
    ("help", "help", Kind.TEXT, (), ""),
    ("unit", "asked", Kind.CHOICE, _UNITS, ""),
)
_INSTRUMENT: tuple[tuple[str, str, Kind, Choices, str], ...] = (
    ("id", "id", Kind.TEXT, (), ""),
    ("title", "title", Kind.TEXT, (), ""),
    ("section", "section", Kind.TEXT, (), "The id of the section that holds its domains."),
    ("overall", "overall", Kind.TEXT, (), "The id of the field with the overall judgement; none: there is none."),
    ("rule", "the overall", Kind.CHOICE, _RULES, ""),
    ("tool", "tool", Kind.TEXT, (), "Its name in robvis."),
    ("citation", "citation", Kind.TEXT, (), ""),
    ("wording", "wording", Kind.TEXT, (), "Where its wording is to be had."),
    ("levels", "levels", Kind.RAW, (), "What each answer comes to: low, some or high concern."),
)
_WHOLE: tuple[tuple[str, str, Kind, Choices, str], ...] = (
    ("id", "id", Kind.TEXT, (), "Once published it is for ever."),
    ("title", "title", Kind.TEXT, (), ""),
    ("version", "version", Kind.TEXT, (), "What people call this version, such as 1.1. Change it before you publish."),
    ("row_name", "row name", Kind.TEXT, (), "The id of the text field that names an outcome row."),
)


def parts_of(outline: Outline, path: Path) -> Sequence[Part]:
    """The lines of what stands at a path: of the codebook, a section, a field, an option, a check, an instrument."""
    table = outline.table(path)
    match path:
        case ("section", _):
            return tuple(_specified(outline, path, table, _SECTION))
        case ("section", _, "field", _):
            return tuple(_field(outline, path, table))
        case ("check", _):
            return tuple(_specified(outline, path, table, _CHECK))
        case ("instrument", _):
            return tuple(_specified(outline, path, table, _INSTRUMENT))
        case ("codebook",):
            return tuple(_specified(outline, path, table, _WHOLE))
        case ("lists", str()):
            return tuple(_options(outline, path))
        case _:
            return tuple(_option(outline, path, table))


def _option(outline: Outline, path: Path, table: Table) -> Iterator[Part]:
    yield from _specified(outline, path, table, _OPTION)
    owner = path[:4] if path[0] == "section" else ()
    if not owner or outline.table(owner).get("type") == FieldType.ORDINAL or "off_axis" in table:
        yield _flag((*path, "off_axis"), "off the scale", table, "It has no place in the order of the others.")


def _field(outline: Outline, path: Path, table: Table) -> Iterator[Part]:
    yield from _specified(outline, path, table, _FIELD)
    kind = str(table.get("type"))
    if kind in _BOUNDED or "min" in table or "max" in table:
        as_text = Kind.TEXT if kind == FieldType.DATE else Kind.NUMBER
        yield Part((*path, "min"), "at least", _said(table.get("min")), as_text)
        yield Part((*path, "max"), "at most", _said(table.get("max")), as_text)
    if kind in (FieldType.INTEGER, FieldType.NUMBER) or "tick" in table:
        words = "The one answer in words that it takes as well."
        tick = table.get("tick")
        label = tick.get("label", "") if isinstance(tick, Mapping) else ""
        yield Part((*path, "tick"), "or in words", str(label), Kind.TEXT, help=words)
    if kind == FieldType.TEXT or "reconcile" in table:
        yield _flag((*path, "reconcile"), "compared", table, "A differing text counts as a disagreement.")
    at = outline.options_at(path)
    if isinstance(table.get("options"), str) and at is not None:
        name = str(at[1])
        count = len(outline.sharing(name))
        yield Part((*at, "head"), f"Options: the list {name}, which {count} fields share", "", Kind.HEAD)
        yield from _options(outline, at)
        yield Part(ADD_OPTION, "", "add an option", Kind.ADD)
    elif at is not None and kind in set(FieldType) and FieldType(kind).has_options:
        yield Part((*at, "head"), "Options", "", Kind.HEAD)
        yield from _options(outline, at)
        yield Part(ADD_OPTION, "", "add an option", Kind.ADD)
    checks = [one for one, each in enumerate(outline.tables("check")) if each.get("field") == table.get("id")]
    yield Part(("check", "head"), "Checks that speak here", "", Kind.HEAD)
    for one in checks:
        check = outline.tables("check")[one]
        yield Part(("check", one), str(check.get("level", "")), str(check.get("say", "")), Kind.OPEN)
    yield Part(ADD_CHECK, "", "add a check", Kind.ADD)


def _options(outline: Outline, at: Path) -> Iterator[Part]:
    for number, one in enumerate(outline.tables(*at)):
        yield Part((*at, number), str(number + 1), str(one.get("label", "")), Kind.OPEN)


def _specified(
    outline: Outline, path: Path, table: Table, specs: Sequence[tuple[str, str, Kind, Choices, str]]
) -> Iterator[Part]:
    for key, name, kind, choices, help_ in specs:
        given = table.get(key)
        if kind is Kind.FLAG:
            yield _flag((*path, key), name, table, help_)
        elif kind is Kind.RULE:
            yield Part((*path, key), name, _rule(outline, path, key), kind, help=help_)
        elif kind is Kind.RAW:
            yield Part((*path, key), name, written_value(outline.text, (*path, key)), kind, help=help_)
        elif kind is Kind.CHOICE:
            usual = choices[0][0] if given is None else str(given)
            words = dict(choices).get(usual, usual)
            yield Part((*path, key), name, words, kind, choices, help_)
        else:
            yield Part((*path, key), name, _said(given), kind, choices, help_)


def _flag(path: Path, name: str, table: Table, help_: str) -> Part:
    return Part(path, name, "yes" if table.get(str(path[-1])) is True else "no", Kind.FLAG, help=help_)


def _rule(outline: Outline, path: Path, key: str) -> str:
    """When a field is asked or a check speaks, in words where the draft can be used, else as it is written."""
    raw = written_value(outline.text, (*path, key))
    if key == "show_if" and not raw:
        return "always"
    table = outline.table(path)
    if outline.book is not None:
        found = (
            getattr(outline.book.by_id.get(str(table.get("id"))), "show_if", None)
            if key == "show_if"
            else next((one.when for one in outline.book.checks if one.id == table.get("id")), None)
        )
        if found is not None:
            return f"if {rule_words(found, outline.book)}"
    return raw


def _said(given: object) -> str:
    return "" if given is None else one_line(str(given))


def name_of(outline: Outline, path: Path) -> str:
    """What something is called on the screen."""
    table = outline.table(path)
    named = next((str(table[key]) for key in ("label", "title", "say") if table.get(key)), "")
    match path:
        case ("codebook",):
            return "The codebook"
        case ("synthesis",):
            return "What feeds the synthesis"
        case ("section", _):
            return f"Section: {named}"
        case ("section", _, "field", _):
            return named or str(table.get("id", "A field"))
        case ("check", _):
            return f"Check: {named}"
        case ("instrument", _):
            return f"Instrument: {named}"
        case _:
            return f"Option: {named}"

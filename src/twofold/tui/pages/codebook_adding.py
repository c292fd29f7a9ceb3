"""What the codebook screen adds to the draft: fields, options, checks, sections, copies of them."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from twofold.codebook.editing import Raw, Toml, added, duplicated, with_value
from twofold.codebook.model import FieldType
from twofold.codebook.problems import Path
from twofold.codebook.writing import text as quoted
from twofold.tui.pages.codebook_parts import ADD_CHECK, target_of
from twofold.tui.pages.codebook_rule import Typing

if TYPE_CHECKING:
    from twofold.tui.pages.codebook import CodebookPage

_LONGEST_ID = 40


def add(page: "CodebookPage") -> None:
    """Ask for the words of a new field, option or check, and put it behind what is marked."""
    path, inside = page.path, page.inside
    if path == ADD_CHECK or path[:1] == ("check",):
        page.ask(Typing("say", "", partial(_add_check, page)))
    elif inside and (at := _options_here(page)) is not None:
        place = (
            int(path[-1]) + 1 if path[: len(at)] == at and len(path) == len(at) + 1 else len(page.outline.tables(*at))
        )
        page.ask(Typing("option", "", partial(_add_option, page, at, place)))
    elif not inside and path[:1] == ("section",):
        place = int(path[3]) + 1 if len(path) > 2 else 0
        page.ask(Typing("question", "", partial(_add_field, page, (*path[:2], "field", place))))
    elif not inside:
        page.said = f"Fields stand in sections: {page.key('codebook.section')} adds one."
    else:
        page.said = "An answer that is typed has no options. Turn “answer” to one of several options first."


def _options_here(page: "CodebookPage") -> Path | None:
    """Where the options stand to which one would be added."""
    if page.inside[:1] == ("lists",) or page.inside[-2:-1] == ("options",):
        return page.inside[:-1]
    if len(page.inside) != 4:
        return None
    kind = str(page.outline.table(page.inside).get("type"))
    chosen = kind in set(FieldType) and FieldType(kind).has_options
    return page.outline.options_at(page.inside) if chosen else None


def _add_field(page: "CodebookPage", path: Path, label: str) -> None:
    if not label:
        return
    name = identifier(label, (*page.outline.fields, *(page.published.by_id if page.published else ())))
    values: Mapping[str, Toml] = {"id": name, "label": label, "type": "text"}
    before = page.at
    if page.edit(lambda text: added(text, path, values), target_of(path)):
        page.trail.append(((), target_of(path) or before))
        page.inside, page.at, page.top = path, target_of((*path, "type")), 0
        page.stand()
        page.said = "Added. Say how it is answered, then the rest."


def _add_option(page: "CodebookPage", at: Path, place: int, label: str) -> None:
    if not label:
        return
    taken = [str(one.get("value", "")) for one in page.outline.tables(*at)]
    values: Mapping[str, Toml] = {"value": identifier(label, taken), "label": label}
    if not page.outline.tables(*at):
        made = page.edit(lambda text: with_value(text, at, Raw(f"[\n    {_inline(values)},\n  ]")))
    else:
        made = page.edit(lambda text: added(text, (*at, place), values))
    if made:
        new = (*at, place)
        if page.inside[-2:-1] == ("options",) or page.inside[:1] == ("lists",):
            page.inside = new
        else:
            page.at = target_of(new)
        page.stand()


def _inline(values: Mapping[str, Toml]) -> str:
    return f"{{ {', '.join(f'{key} = {quoted(str(one))}' for key, one in values.items())} }}"


def _add_check(page: "CodebookPage", say: str) -> None:
    if not say:
        return
    at = page.field
    field = str(page.outline.table(at).get("id", "")) if at is not None else ""
    checks = page.outline.tables("check")
    name = identifier(say, [str(one.get("id", "")) for one in checks])
    when: Mapping[str, Toml] = {"field": field, "answered": True}
    values: Mapping[str, Toml] = {"id": name, "field": field, "level": "warn", "say": say, "when": when}
    path: Path = ("check", len(checks))
    if page.edit(lambda text: added(text, path, values)):
        page.into(path, target_of((*path, "when")))
        page.said = "Added. Say when it speaks."


def add_section(page: "CodebookPage") -> None:
    """Ask for the title of a new section, and put it behind the one that is marked."""

    def keep(title: str) -> None:
        sections = page.outline.tables("section")
        inside = page.path if not page.inside else page.inside
        place = int(inside[1]) + 1 if inside[:1] == ("section",) else len(sections)
        name = identifier(title, [str(one.get("id", "")) for one in sections])
        if title:
            path: Path = ("section", place)
            page.trail.clear()
            page.edit(lambda text: added(text, path, {"id": name, "title": title}), target_of(path), ())

    page.ask(Typing("section", "", keep))


def duplicate(page: "CodebookPage") -> None:
    """Put a copy with ids of its own behind what is marked."""
    path = movable(page)
    if path is None:
        page.said = "This cannot be duplicated. Mark a field, an option or a check."
        return
    table, listing = page.outline.table(path), path[:-1]
    key = "value" if listing[-1] == "options" or listing[0] == "lists" else "id"
    taken: Iterable[str]
    if listing[-1] == "field":
        taken = (*page.outline.fields, *(page.published.by_id if page.published else ()))
    else:
        taken = [str(one.get(key, "")) for one in page.outline.tables(*listing)]
    name = identifier(str(table.get(key, "copy")), taken)
    new = (*listing, int(path[-1]) + 1)
    if path[0] == "section" and len(path) == 2:
        page.edit(lambda text: _section_copied(page, text, path, name), target_of(new))
    else:
        page.edit(lambda text: duplicated(text, path, {key: name}), target_of(new))


def _section_copied(page: "CodebookPage", text: str, path: Path, name: str) -> str:
    made = duplicated(text, path, {"id": name})
    new = int(path[-1]) + 1
    taken = set(page.outline.fields) | set(page.published.by_id if page.published else ())
    for number, one in enumerate(page.outline.tables(*path, "field")):
        renamed = identifier(str(one.get("id", "")), taken)
        taken.add(renamed)
        made = with_value(made, ("section", new, "field", number, "id"), renamed)
    return made


def movable(page: "CodebookPage") -> Path | None:
    """The path of what is marked where it is one of a list: a section, a field, an option, a check, an instrument."""
    path = page.path
    return path if path and isinstance(path[-1], int) and path[0] != "problem" else None


def identifier(words: str, taken: Iterable[str]) -> str:
    """An id out of words: short, of small letters, unlike those that are taken."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    parts = re.findall(r"[a-z0-9]+", plain)
    name = "_".join(parts)[:_LONGEST_ID].strip("_") or "item"
    name = name if name[0].isalpha() else f"n_{name}"
    known, number, made = set(taken), 2, name
    while made in known or made in ("nr", "uc", "nap", "nask", "nan", "null"):
        made, number = f"{name}_{number}", number + 1
    return made

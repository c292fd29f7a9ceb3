"""What the keys of the codebook screen do to the draft."""

import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from twofold.codebook.editing import Raw, Toml, moved, removed, with_value, written_value
from twofold.codebook.problems import Path
from twofold.tui.pages.asks import Ask, Step
from twofold.tui.pages.choosing import Choice
from twofold.tui.pages.codebook_adding import add, add_section, duplicate, identifier, movable
from twofold.tui.pages.codebook_parts import Kind, Part, name_of, target_of
from twofold.tui.pages.codebook_roles import SYNTHESIS, in_effect, with_role
from twofold.tui.pages.codebook_rule import Picking, Typing, rule_steps

if TYPE_CHECKING:
    from twofold.tui.pages.codebook import CodebookPage

PUBLISH = Step("codebook-publish")
VERSIONS = Step("codebook-versions")
BRING_IN = Step("codebook-bring-in")
PROBLEMS: Path = ("problems",)
"""What is looked into where all that is wrong is listed."""
_IDS = ("id", "value")


def _open(page: "CodebookPage") -> None:
    path = page.path
    if page.inside == PROBLEMS and len(path) < 2:
        page.said = "Nothing is wrong."
        return
    if page.inside == PROBLEMS:
        where = page.outline.problems[int(path[1])][0]
        page.go_back()
        _go_to(page, where)
        return
    if not page.inside:
        page.into(path)
        return
    part = _part(page)
    if part is None:
        return
    if part.kind is Kind.OPEN:
        page.into(part.path)
    elif page.why_not:
        page.said = page.why_not
    else:
        _change(page, part)


def _go_to(page: "CodebookPage", where: Path) -> None:
    known = [where[:length] for length in (4, 2, 1) if target_of(where[:length]) in page.targets()]
    if known:
        page.at = target_of(known[0])
        page.into(known[0])


def _part(page: "CodebookPage") -> Part | None:
    return next((one for one in page.parts if one.target == page.at), None)


def _change(page: "CodebookPage", part: Part) -> None:
    table = page.outline.table(part.path[:-1])
    key = str(part.path[-1])
    match part.kind:
        case Kind.ADD:
            add(page)
        case Kind.FLAG:
            _set(page, part.path, None if table.get(key) is True else True)
        case Kind.CHOICE:
            now = _now(page, part)
            at = next((number for number, (value, _) in enumerate(part.choices) if value == now), 0)
            choices = tuple(Choice(value, words, value) for value, words in part.choices)
            then = partial(_choose, page, part)
            page.ask(Picking(f"{part.name}:", choices, lambda ids: then(ids[0]), at))
        case Kind.RULE:
            _build(page, part)
        case Kind.RAW:
            page.ask(Typing(part.name, part.value, lambda text: _set(page, part.path, Raw(text) if text else None)))
        case _:
            if key in _IDS and _is_published(page, part.path):
                page.said = "This id is published and stays for ever. Change the words instead."
                return
            page.ask(Typing(part.name, part.value, lambda text: _type(page, part, text)))


def _now(page: "CodebookPage", part: Part) -> str:
    """The choice that holds at a line now."""
    if part.path[:1] == SYNTHESIS:
        return in_effect(page.outline, part.path)
    return str(page.outline.table(part.path[:-1]).get(str(part.path[-1]), part.choices[0][0]))


def _choose(page: "CodebookPage", part: Part, value: str) -> None:
    key = str(part.path[-1])
    if part.path[:1] == SYNTHESIS:
        page.edit(lambda text: with_role(text, page.outline, part.path, value), page.at)
        return
    # What holds where nothing is said need not be written.
    _set(page, part.path, None if value == part.choices[0][0] and key in ("evidence", "unit", "rule") else value)


def _type(page: "CodebookPage", part: Part, text: str) -> bool:
    key = str(part.path[-1])
    if part.kind is Kind.NUMBER:
        number = re.fullmatch(r"-?\d+(\.\d+)?", text.strip())
        if text.strip() and number is None:
            page.said = f"“{text}” is no number. Write one such as 12 or 0.5, or nothing for no bound."
            return False
        return _set(page, part.path, Raw(text.strip()) if text.strip() else None)
    if key == "tick":
        return _set(page, part.path, {"value": identifier(text, ()), "label": text} if text else None)
    needed = key in ("label", "title", "say", "version", *_IDS)
    return _set(page, part.path, text if text or needed else None)


def _build(page: "CodebookPage", part: Part) -> None:
    table, key = page.outline.table(part.path[:-1]), str(part.path[-1])
    raw = written_value(page.text, part.path)
    if page.outline.book is None:
        # Which fields there are is known for certain only of a draft without mistakes.
        page.ask(Typing(part.name, raw, lambda text: _set(page, part.path, Raw(text) if text else None)))
        return
    of_check = key == "when"
    field = str(table.get("field" if of_check else "id"))
    page.ask(
        rule_steps(page.outline.book, field, raw, lambda rule: _set(page, part.path, rule), page.ask, of_check=of_check)
    )


def _set(page: "CodebookPage", path: Path, value: Toml | None) -> bool:
    return page.edit(lambda text: with_value(text, path, value), page.at)


def _is_published(page: "CodebookPage", path: Path) -> bool:
    book = page.published
    if book is None:
        return False
    name = str(page.outline.table(path[:-1]).get(str(path[-1])))
    match path[:-1]:
        case ("codebook",):
            return book.id == name
        case ("section", _, "field", _):
            return name in book.by_id
        case ("section", _, "field", _, "options", _):
            field = book.by_id.get(str(page.outline.table(path[:4]).get("id")))
            return field is not None and field.option(name) is not None
        case ("lists", str() as listing, _):
            return any(option.id == name for option in book.lists.get(listing, ()))
        case _:
            return False


def _turn(page: "CodebookPage") -> None:
    part = _part(page) if page.inside else None
    if part is None:
        page.said = f"{page.key('codebook.open')} opens it."
    elif part.kind is Kind.CHOICE:
        now = _now(page, part)
        values = [value for value, _ in part.choices]
        at = values.index(now) if now in values else -1
        _choose(page, part, values[(at + 1) % len(values)])
    elif part.kind is Kind.FLAG:
        _change(page, part)
    else:
        page.said = f"{page.key('codebook.open')} changes it."


def _move(page: "CodebookPage", by: int) -> None:
    path = movable(page)
    if path is None:
        page.said = "Mark a section, a field, an option or a check to move it."
        return
    listing, place = path[:-1], int(path[-1])
    there = place + by
    to: Path = (*listing, there)
    if not 0 <= there < len(page.outline.tables(*listing)):
        beyond = int(path[1]) + by if listing[-1] == "field" else -1
        if not 0 <= beyond < len(page.outline.tables("section")) or listing[-1] != "field":
            page.said = "It stands at the end."
            return
        last = len(page.outline.tables("section", beyond, "field"))
        to = ("section", beyond, "field", 0 if by > 0 else last)
    page.edit(lambda text: moved(text, path, to), target_of(to))


def _delete(page: "CodebookPage") -> None:
    path = movable(page)
    if path is None:
        part = _part(page) if page.inside else None
        if part is not None and part.kind not in (Kind.ADD, Kind.FLAG) and str(part.path[-1]) not in ("id", "type"):
            _set(page, part.path, None)
        else:
            page.said = "Mark a section, a field, an option or a check to delete it."
        return
    name = name_of(page.outline, path)
    fields = len(page.outline.tables(*path, "field")) if len(path) == 2 and path[0] == "section" else 0
    more = f" with its {fields} fields" if fields else ""
    page.confirm(f"Delete this{more}? {name}. ctrl+z brings it back.", partial(_deleted, page, path))


def _deleted(page: "CodebookPage", path: Path) -> None:
    listing, place = path[:-1], int(path[-1])
    left = len(page.outline.tables(*listing)) - 1
    near = (*listing, min(place, left - 1)) if left else listing[:-1]
    page.edit(lambda text: removed(text, path), target_of(near))


def _section_step(page: "CodebookPage", by: int) -> None:
    heads = [one for one in page.targets() if len(path := tuple(one.split("/"))) <= 2 and path[0] != "check"]
    found = list(page.targets())
    # An empty draft has nothing to stand on.
    here = found.index(page.at) if page.at in found else -1
    ahead = [one for one in heads if (found.index(one) - here) * by > 0]
    if ahead:
        page.at = ahead[0 if by > 0 else -1]


def _problems(page: "CodebookPage") -> None:
    if page.inside != PROBLEMS:
        page.into(PROBLEMS)


def _publish(page: "CodebookPage") -> Ask | None:
    if page.outline.problems:
        page.said = f"First mend what is wrong: {len(page.outline.problems)} to mend."
        _problems(page)
        return None
    return PUBLISH


def _first(page: "CodebookPage") -> None:
    page.at, page.top = "", 0


def _last(page: "CodebookPage") -> None:
    page.move(len(page.targets()))


Act = Callable[["CodebookPage"], Ask | None]

WAYS: Mapping[str, Act] = {
    "codebook.back": lambda page: page.go_back(),
    "codebook.help": lambda page: "help",
}
"""What leads away, whatever the draft is like."""

ACTS: Mapping[str, Act] = {
    "codebook.open": _open,
    "codebook.problems": _problems,
    "codebook.versions": lambda page: VERSIONS,
    "codebook.next_section": lambda page: _section_step(page, 1),
    "codebook.section_before": lambda page: _section_step(page, -1),
    "codebook.first": _first,
    "codebook.last": _last,
}
CHANGES: Mapping[str, Act] = {
    "codebook.next": _turn,
    "codebook.add": add,
    "codebook.section": add_section,
    "codebook.duplicate": duplicate,
    "codebook.move_down": lambda page: _move(page, 1),
    "codebook.move_up": lambda page: _move(page, -1),
    "codebook.delete": _delete,
    "codebook.undo": lambda page: page.step(redo=False),
    "codebook.redo": lambda page: page.step(redo=True),
    "codebook.publish": _publish,
    "codebook.bring_in": lambda page: BRING_IN,
    "codebook.try": lambda page: "try",
}
"""What changes the draft, and so is the lead's alone."""

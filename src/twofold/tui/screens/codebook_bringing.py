"""Bringing something into the draft of a codebook: a template that ships with Twofold, or the codebook of a file."""

from functools import partial
from pathlib import Path

from twofold.codebook.model import Codebook, FieldIs, Unit
from twofold.codebook.templates import CannotAdd, added, template, templates
from twofold.review.codebook_forms import CannotConvert, read_form
from twofold.tui.pages.bring_in_paths import paths_in
from twofold.tui.pages.choosing import Choice
from twofold.tui.pages.codebook import CodebookPage
from twofold.tui.pages.codebook_rule import Picking, Typing
from twofold.values.counting import count_of

_FILE = ":file"
_MOST_OPTIONS = 30


def bring_in(page: CodebookPage) -> None:
    """Ask what is to come into the draft; what comes is an edit like any other, which undo takes back."""
    choices = [Choice(_FILE, "The codebook of a file", "table, XLSForm, REDCap, headers of a form")]
    choices += [Choice(one.name, one.title, count_of(one.fields, "field")) for one in templates()]

    def took(ids: tuple[str, ...]) -> None:
        if ids == (_FILE,):
            page.ask(Typing("file", "", partial(_from_file, page)))
        else:
            _template(page, template(ids[0]))

    page.ask(Picking("What is to come in?", tuple(choices), took))


def _from_file(page: CodebookPage, typed: str) -> bool:
    """Ask whether the codebook of a file is to be taken; False where it cannot be read."""
    found = paths_in(typed, Path.cwd())
    if not found:
        return True
    try:
        form, converted = read_form(found[0])
    except CannotConvert as error:
        page.said = str(error).splitlines()[0]
        return False
    fields, sections = len(converted.book.fields), len(converted.book.sections)
    counts = (
        f"{fields} {'field' if fields == 1 else 'fields'} in {sections} {'section' if sections == 1 else 'sections'}"
    )
    fits = "All of it fits." if not converted.notes else "What did not fit stands below."
    choices = (
        Choice("take", "Take it in place of the draft"),
        Choice("leave", "Leave the draft as it is"),
    )

    def took(ids: tuple[str, ...]) -> None:
        if ids == ("take",) and page.edit(lambda _: converted.text, inside=()):
            page.said = f"Taken. {page.key('codebook.undo')} brings back what was here."

    head = f"{found[0].name}: {form.words}, {counts}. {fits}"
    page.ask(Picking(head, choices, took, foot=converted.notes))
    return True


def _template(page: CodebookPage, part: Codebook) -> None:
    """Ask of what its fields are to be asked, and add it."""
    book = page.outline.book
    if book is None:
        page.said = "First mend what is wrong with the draft."
        return
    choosing = [one for one in book.study_fields if one.options and len(one.options) < _MOST_OPTIONS]
    choices = [Choice("all", "of every study")]
    choices += [Choice("where", "of some studies", "by what was coded, such as the design")] if choosing else []
    choices += [Choice("rows", "of each outcome row")] if book.row_name else []

    def took(ids: tuple[str, ...]) -> None:
        match ids:
            case ("rows",):
                _add(page, part, None, Unit.ROW)
            case ("where",):
                fields = tuple(Choice(one.id, one.label, one.id) for one in choosing)
                page.ask(Picking("Which field tells of which studies?", fields, lambda one: _where(page, part, one[0])))
            case _:
                _add(page, part, None, None)

    page.ask(Picking(f"{part.title} is asked", tuple(choices), took))


def _where(page: CodebookPage, part: Codebook, field_id: str) -> None:
    book = page.outline.book
    assert book is not None
    options = tuple(Choice(one.id, one.label) for one in book.by_id[field_id].options)
    head = f"It is asked where “{book.by_id[field_id].label}” is one of"
    page.ask(Picking(head, options, lambda ids: _add(page, part, FieldIs(field_id, ids), None), many=True))


def _add(page: CodebookPage, part: Codebook, when: FieldIs | None, unit: Unit | None) -> None:
    try:
        made = added(page.text, part, when, unit)
    except CannotAdd as error:
        page.said = str(error).splitlines()[0]
        return
    if page.edit(lambda _: made, inside=()):
        last = len(page.outline.tables("section")) - 1
        page.at = f"section/{last}"
        page.said = f"Added. {page.key('codebook.undo')} takes it out again."

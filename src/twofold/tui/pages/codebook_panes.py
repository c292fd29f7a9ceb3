"""What is seen on the codebook screen: its pane with the tree or the parts of something, and the form."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from twofold.codebook.outline import is_toml
from twofold.codebook.problems import Path, Problem
from twofold.tui.form.drawn import Drawn, line, paragraph
from twofold.tui.form.written import input_lines
from twofold.tui.pages.codebook_acts import PROBLEMS
from twofold.tui.pages.codebook_draw import part_lines, picking_lines, tree_lines
from twofold.tui.pages.codebook_parts import name_of, parts_of
from twofold.tui.pages.codebook_roles import SYNTHESIS
from twofold.tui.pages.page import MARGIN, marked
from twofold.tui.pages.window import Seen

if TYPE_CHECKING:
    from twofold.tui.pages.codebook import CodebookPage


def pane_lines(page: "CodebookPage", width: int) -> Sequence[Seen]:
    """The tree, the parts of what is looked into, or what is asked in their place."""
    if broken := is_toml(page.text):
        return [Seen(), *(Seen(one) for one in paragraph(broken, "warn", MARGIN, width - 1))]
    if page.picking is not None:
        return [Seen(), *picking_lines(page.picking, width)]
    if page.inside == PROBLEMS:
        return _problems(page, width)
    if not page.inside:
        tree = list(tree_lines(page.outline, page.at, width, page.mend))
        lines = [Seen(), *tree[:1], *_what_the_sign_says(page, width), *tree[1:]]
        if page.line is not None and page.typing is not None:
            lines = _with_line(page, lines, width)
        return lines
    typed = page.line
    lines = [Seen(), *_head(page, width)]
    lines += part_lines(page.parts, page.at if _writes_part(page) or typed is None else "", typed, width)
    if typed is not None and not _writes_part(page):
        lines = _with_line(page, lines, width)
    return lines


def _what_the_sign_says(page: "CodebookPage", width: int) -> Iterator[Seen]:
    count = sum(one in page.mend for one in page.outline.fields)
    if count:
        words = "1 field" if count == 1 else f"{count} fields"
        told = f"~ marks {words} to mend: coders differed there because of the wording, or for want of an option."
        yield from (Seen(one) for one in paragraph(told, "warn", MARGIN + 2, width - 1))


def _writes_part(page: "CodebookPage") -> bool:
    return page.typing is None or any(one.target == page.at and one.name == page.typing.name for one in page.parts)


def _with_line(page: "CodebookPage", lines: list[Seen], width: int) -> list[Seen]:
    assert page.line is not None
    assert page.typing is not None
    typed = [Seen(one, "", marked=True) for one in input_lines(page.line, page.typing.name, width, 6)]
    lines = [replace(one, marked=False) for one in lines]
    at = max((number for number, one in enumerate(lines) if one.target == page.at), default=len(lines) - 1)
    return [*lines[: at + 1], *typed, *lines[at + 1 :]]


def _head(page: "CodebookPage", width: int) -> Sequence[Seen]:
    lines = [Seen(one) for one in paragraph(name_of(page.outline, page.inside), "strong", MARGIN, width - 1, most=2)]
    for one in page.outline.problems_at(page.inside)[:3]:
        words = told(one, page.inside)
        lines += [Seen(each) for each in paragraph(f"! {words}", "block", MARGIN, width - 1)]
    table = page.outline.table(page.inside)
    if said := page.mend.get(str(table.get("id", ""))):
        lines += [Seen(each) for each in paragraph(f"~ {said}", "warn", MARGIN, width - 1)]
    return [*lines, Seen()]


def _problems(page: "CodebookPage", width: int) -> list[Seen]:
    lines = [Seen(), Seen(line((" " * MARGIN, "text"), ("What is wrong with the draft", "strong"))), Seen()]
    if not page.outline.problems:
        return [*lines, Seen(line((" " * MARGIN, "text"), ("Nothing: it can be published.", "dim")))]
    for number, (where, one) in enumerate(page.outline.problems):
        target = f"problem/{number}"
        words = told(one, where)
        for at, drawn in enumerate(paragraph(words, "label", MARGIN, width - 1)):
            here = target == page.at
            lines.append(Seen(marked(drawn, first=at == 0) if here else drawn, target, here))
    return lines


def form_lines(page: "CodebookPage", width: int, height: int) -> Sequence[Drawn]:
    """The form around the field that is looked at, with when it is asked above it."""
    path = page.field
    if path is None or height < 3 or is_toml(page.text):
        return ()
    table = page.outline.table(path)
    head: list[Drawn] = [line((" " * MARGIN, "text"), ("As a coder sees it", "dim"))]
    asked = next((one.value for one in parts_of(page.outline, path) if one.path[-1] == "show_if"), "always")
    if asked != "always":
        head += paragraph(f"asked only {asked}", "help", MARGIN, width - 1, most=2)
    lines = page.preview.lines(page.outline.shown, str(table.get("id", "")), width, height - len(head))
    if not lines and table:
        words = "It cannot be drawn before what is wrong with it is mended."
        lines = tuple(paragraph(words, "dim", MARGIN, width - 1))
    return (*head, *lines)


def told(problem: Problem, where: Path) -> str:
    """A mistake in words; how to mend it where that is not by writing TOML, which nobody has to do here.

    Of what feeds the synthesis it is told all the same: its TOML names the lines of the screen by their ids.
    """
    omitted = where[:1] != SYNTHESIS and any(sign in problem.mend for sign in ("=", "["))
    mend = "" if omitted else f" {problem.mend}"
    return f"{problem.what}.{mend}"

"""The codebooks that ship with Twofold: the one to begin with, and parts to add to one's own."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from twofold.codebook.model import Codebook, Condition, Field, FieldIs, Joined, Section, Unit
from twofold.codebook.problems import BadCodebook
from twofold.codebook.toml_reader import read_codebook
from twofold.codebook.writing import added_text

_FOLDER = Path(__file__).resolve().parent / "templates"
_DEFAULT = "default"


class CannotAdd(Exception):
    """A template that does not go into the codebook; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Template:
    """A part to add: its name for commands, what it is, whose it is, and where its wording is to be had."""

    name: str
    title: str
    fields: int
    citation: str
    wording: str


def default_codebook_text() -> str:
    """The starter codebook as TOML with its comments."""
    return _text(_DEFAULT)


def templates() -> tuple[Template, ...]:
    """All parts that ship, in the order of their names."""
    made = []
    for path in sorted(_FOLDER.glob("*.toml")):
        if path.stem != _DEFAULT:
            book = template(path.stem)
            one = book.instruments[0] if book.instruments else None
            citation, wording = (one.citation, one.wording) if one is not None else ("", "")
            made.append(Template(path.stem, book.title, len(book.fields), citation, wording))
    return tuple(made)


def template(name: str) -> Codebook:
    """The part with that name.

    Raises:
        CannotAdd: none has it.
    """
    known = [path.stem for path in sorted(_FOLDER.glob("*.toml")) if path.stem != _DEFAULT]
    if name not in known:
        raise CannotAdd(f"There is no template `{name}`. There are: {', '.join(known)}.")
    return read_codebook(_text(name), f"{name}.toml")


def added(text: str, part: Codebook, when: FieldIs | None = None, unit: Unit | None = None) -> str:
    """The text of a codebook with a part put behind it; what stands in the text stays as it is.

    ``when`` asks the fields of the part only where it holds, ``unit`` asks them once a study or of each outcome row.

    Raises:
        CannotAdd: the text is no codebook, an id is there already, the rule names what is not there, or the part is to
            be asked of outcome rows and the codebook has none.
    """
    try:
        book = read_codebook(text)
    except BadCodebook as error:
        raise CannotAdd(f"The codebook has to be mended first.\n{error}") from error
    if unit is Unit.ROW and not book.row_name:
        raise CannotAdd("This codebook has no outcome rows, so nothing can be asked of each of them.")
    _refuse_clashes(book, part)
    sections = tuple(_placed(section, when, unit) for section in part.sections)
    made = f"{text.rstrip()}\n{added_text(replace(part, sections=sections, lists={}))}"
    try:
        read_codebook(made)
    except BadCodebook as error:
        raise CannotAdd(f"It does not fit into this codebook.\n{error}") from error
    return made


def _refuse_clashes(book: Codebook, part: Codebook) -> None:
    pairs: Iterable[tuple[str, set[str], set[str]]] = (
        ("section", {one.id for one in book.sections}, {one.id for one in part.sections}),
        ("field", set(book.by_id), set(part.by_id)),
        ("instrument", {one.id for one in book.instruments}, {one.id for one in part.instruments}),
    )
    for what, there, new in pairs:
        if both := sorted(there & new):
            raise CannotAdd(f"The codebook has the {what} `{both[0]}` already; the template may be in it.")


def _placed(section: Section, when: FieldIs | None, unit: Unit | None) -> Section:
    asked = unit or section.unit
    fields = tuple(replace(one, unit=asked, show_if=_both(when, one)) for one in section.fields)
    return replace(section, unit=asked, fields=fields)


def _both(when: FieldIs | None, field: Field) -> Condition | None:
    if when is None or field.show_if is None:
        return when or field.show_if
    return Joined((when, field.show_if), 2)


def _text(name: str) -> str:
    return (_FOLDER / f"{name}.toml").read_text(encoding="utf-8")

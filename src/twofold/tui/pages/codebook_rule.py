"""Building a rule step by step: a field, what of it, which options. What it cannot say is written as text."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from twofold.codebook.editing import Raw, Toml
from twofold.codebook.model import Codebook, Field, FieldType, Unit
from twofold.tui.pages.choosing import Choice

ALWAYS = ":always"
AS_TEXT = ":text"
_NUMERIC = (FieldType.INTEGER, FieldType.NUMBER)


@dataclass(frozen=True)
class Picking:
    """A list to choose from: the ids of what was chosen go to ``then``. Where ``many``, several may be marked; ``foot``
    stands below the list."""

    head: str
    choices: tuple[Choice, ...]
    then: Callable[[tuple[str, ...]], object]
    at: int = 0
    many: bool = False
    chosen: tuple[str, ...] = ()
    foot: tuple[str, ...] = ()


@dataclass(frozen=True)
class Typing:
    """A line to be written: what it is called, what stands in it, and where its text goes. Where ``then`` gives False
    the text was refused, and stays to be mended."""

    name: str
    text: str
    then: Callable[[str], object]


Next = Picking | Typing
"""What the builder asks next."""


def rule_steps(
    book: Codebook,
    field_id: str,
    raw: str,
    keep: Callable[[Toml | None], object],
    ask: Callable[[Next], object],
    *,
    of_check: bool,
) -> Picking:
    """The first question about the rule of a field, or of a check that speaks at it.

    ``keep`` gets the rule, or ``None`` for a field that is always asked; ``ask`` what is to be asked next.
    """
    known = {one.id: one for one in _usable(book, field_id, of_check=of_check)}

    def took(ids: tuple[str, ...]) -> None:
        if ids == (ALWAYS,):
            keep(None)
        elif ids == (AS_TEXT,):
            ask(Typing("rule", raw, lambda text: keep(Raw(text.strip()) if text.strip() else None)))
        else:
            ask(_tests(known[ids[0]], keep, ask))

    first = [] if of_check else [Choice(ALWAYS, "always asked")]
    fields = [Choice(one.id, one.label, one.id) for one in known.values()]
    last = Choice(AS_TEXT, "write it as TOML", "for any, all, not, rows and what else this list cannot say")
    head = "When does the check speak? It looks at" if of_check else "When is it asked? It depends on"
    return Picking(head, (*first, *fields, last), took)


def _usable(book: Codebook, field_id: str, *, of_check: bool) -> Iterator[Field]:
    """The fields that a rule can look at without more ado: those above it, or all for a check; no row from outside."""
    here = book.by_id.get(field_id)
    for one in book.fields:
        if one.id == field_id and not of_check:
            return
        if one.unit is Unit.STUDY or (here is not None and here.unit is Unit.ROW):
            yield one


def _tests(field: Field, keep: Callable[[Toml | None], object], ask: Callable[[Next], object]) -> Picking:
    choices: list[Choice] = []
    if field.options:
        verb = _verb(field)
        choices += [Choice("is", verb, "one option"), Choice("in", f"{verb} one of", "any of several options")]
    if field.type is FieldType.ORDINAL:
        choices.append(Choice("at_least", "is at least", "that option or one above it"))
    if field.type in _NUMERIC:
        choices.append(Choice("at_least_number", "is at least", "a number"))
    if field.tick is not None:
        choices.append(Choice("tick", f"is “{field.tick.label}”"))
    choices += [
        Choice("answered", "has an answer"),
        Choice("blank", "is blank"),
        Choice("off_scale", "is not reported, unclear or not applicable"),
    ]

    def took(ids: tuple[str, ...]) -> None:
        match ids[0]:
            case "answered" | "blank":
                keep({"field": field.id, "answered": ids[0] == "answered"})
            case "off_scale":
                keep({"field": field.id, "off_scale": True})
            case "tick" if field.tick is not None:
                keep({"field": field.id, "is": field.tick.id})
            case "at_least_number":
                ask(Typing("at least", "", lambda text: keep({"field": field.id, "at_least": Raw(text.strip())})))
            case test:
                ask(_values(field, test, keep))

    return Picking(f"“{field.label}”", tuple(choices), took)


def _values(field: Field, test: str, keep: Callable[[Toml | None], object]) -> Picking:
    options: Sequence[Choice] = [
        Choice(one.id, one.label) for one in field.options if test != "at_least" or not one.off_axis
    ]

    def took(ids: tuple[str, ...]) -> None:
        keep({"field": field.id, "in": list(ids)} if test == "in" else {"field": field.id, test: ids[0]})

    words = {"is": _verb(field), "in": f"{_verb(field)} one of", "at_least": "is at least"}[test]
    return Picking(f"“{field.label}” {words}", tuple(options), took, many=test == "in")


def _verb(field: Field) -> str:
    return "includes" if field.type is FieldType.MULTI else "is"

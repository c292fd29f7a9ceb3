"""What other forms cannot say of a field, in one cell of ours beside theirs, so that a codebook comes back whole."""

import tomllib
from collections.abc import Mapping
from dataclasses import replace

from twofold.codebook.model import Codebook, EvidenceDemand, Field, FieldType, Option
from twofold.codebook.option_reader import tidy
from twofold.codebook.writing import condition_text, text
from twofold.values.counting import count_of

IDENTITY = ("id", "title", "version", "row_name")
"""What is said of a codebook itself, so that one that comes back is still the same one."""

_FLAGS = ("required", "primary", "reason", "reconcile")


def own_cell(book: Codebook, field: Field) -> str:
    """What is said of the field beyond what survey forms know, as inline TOML: its type, flags, evidence,
    rule, tick, and the words of its options."""
    parts = [f'type = "{field.type.value}"']
    parts += [f"{flag} = true" for flag in _FLAGS if getattr(field, flag)]
    if field.evidence is not EvidenceDemand.NONE:
        parts.append(f'evidence = "{field.evidence.value}"')
    if field.show_if is not None:
        parts.append(f"show_if = {condition_text(book, field.show_if)}")
    said = [words for one in field.options if (words := _option_words(one))]
    parts += [f"options = [{', '.join(said)}]"] if said else []
    if field.type is FieldType.DATE:
        parts += [f"{key} = {text(day)}" for key, day in (("min", field.minimum), ("max", field.maximum)) if day]
    if field.tick is not None:
        parts.append(f"tick = {{ value = {text(field.tick.id)}, label = {text(field.tick.label)} }}")
    return f"{{ {', '.join(parts)} }}"


def identity_cell(book: Codebook) -> str:
    """What the codebook is called, as inline TOML."""
    return f"{{ {', '.join(f'{key} = {text(getattr(book, key))}' for key in IDENTITY)} }}"


def identity_of(cell: str) -> Mapping[str, str]:
    """What ``identity_cell`` said; nothing where the cell is none."""
    said = _read(cell)
    return {key: value for key in IDENTITY if isinstance(value := said.get(key), str)}


def left_out(book: Codebook, form: str, *, helps: bool) -> list[str]:
    """In sentences, what of the codebook no such form holds; with ``helps``, the help of sections is part of it."""
    helped = [f"`{one.id}`" for one in book.sections if one.help] if helps else []
    notes = (
        [f"Not in the {form}: the help of section {', '.join(helped)}. It stays in codebook.toml."] if helped else []
    )
    if book.instruments:
        named = ", ".join(f"`{one.id}`" for one in book.instruments)
        notes.append(f"Not in the {form}: what makes an appraisal of {named}. It stays in codebook.toml.")
    if book.synthesis.fields or book.synthesis.means:
        notes.append(f"Not in the {form}: which fields feed the synthesis. It stays in codebook.toml.")
    if book.checks:
        notes.append(f"Not in the {form}: {count_of(len(book.checks), 'check')}. They stay in codebook.toml.")
    return notes


def with_own_cell(field: Field, cell: str) -> tuple[Field, Mapping[str, object] | None]:
    """The field as the cell says, and its rule as a table; the field as it is where the cell says nothing usable."""
    said = _read(cell)
    kinds = {one.value for one in FieldType}
    kind = said.get("type")
    if isinstance(kind, str) and kind in kinds and FieldType(kind).has_options == field.type.has_options:
        field = replace(field, type=FieldType(kind))
    field = replace(
        field,
        required=field.required or said.get("required") is True,
        primary=said.get("primary") is True,
        reason=said.get("reason") is True,
        reconcile=said.get("reconcile") is True,
    )
    evidence = said.get("evidence")
    if evidence in {one.value for one in EvidenceDemand}:
        field = replace(field, evidence=EvidenceDemand(evidence))
    listed = said.get("options")
    told = {str(one.get("value")): one for one in listed if isinstance(one, dict)} if isinstance(listed, list) else {}
    field = replace(field, options=tuple(_with_words(one, told.get(one.id, {})) for one in field.options))
    if field.type is FieldType.DATE and said:
        low, high = (str(said.get(key, "")) for key in ("min", "max"))
        field = replace(field, minimum=low, maximum=high)
    tick = said.get("tick")
    if isinstance(tick, dict) and field.type in (FieldType.INTEGER, FieldType.NUMBER):
        field = replace(field, tick=Option(str(tick.get("value", "")), tidy(str(tick.get("label", "")))))
    rule = said.get("show_if")
    return field, rule if isinstance(rule, dict) else None


def _read(cell: str) -> Mapping[str, object]:
    try:
        said = tomllib.loads(f"said = {cell}")["said"] if cell.strip().startswith("{") else {}
    except (tomllib.TOMLDecodeError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def _option_words(option: Option) -> str:
    """What is said of an option beyond its id and label, as inline TOML; nothing where nothing is."""
    words = {"help": option.help, "counts": option.counts, "not": option.does_not_count}
    parts = [f"{key} = {text(said)}" for key, said in words.items() if said]
    parts += [f"{flag} = true" for flag in ("off_axis", "reason") if getattr(option, flag)]
    return f"{{ value = {text(option.id)}, {', '.join(parts)} }}" if parts else ""


def _with_words(option: Option, said: Mapping[str, object]) -> Option:
    def words(key: str) -> str:
        found = said.get(key, "")
        return tidy(found) if isinstance(found, str) else ""

    return replace(
        option,
        help=words("help"),
        counts=words("counts"),
        does_not_count=words("not"),
        off_axis=said.get("off_axis") is True,
        reason=said.get("reason") is True,
    )

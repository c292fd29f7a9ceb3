"""Which fields feed the synthesis, as lines of the codebook screen: a field is chosen for each role."""

from collections.abc import Iterator, Mapping

from twofold.codebook.editing import with_value
from twofold.codebook.model import Field
from twofold.codebook.outline import Outline
from twofold.codebook.problems import Path
from twofold.codebook.roles import ROLES, Role
from twofold.codebook.roles_reader import MEANS
from twofold.tui.pages.codebook_parts import Choices, Kind, Part
from twofold.values.plaintext import one_line

SYNTHESIS: Path = ("synthesis",)
HEADING = "What feeds the synthesis"
NO_FIELD, USUAL = "-", ""
"""The choices *no field plays it*, which is written down, and *as usual*, which is not."""

_NAMES = {"lived_experience": "lived exp.", "n_intervention": "n group", "n_total": "n study", "row_n": "n row"}


def is_shown(outline: Outline) -> bool:
    """Whether the draft has anything to put together, or says what."""
    return bool(outline.table(SYNTHESIS)) or any(one.get("unit") == "row" for one in outline.tables("section"))


def standing_words(outline: Outline) -> str:
    """How much of it the draft declares."""
    declared = sum(one in ROLES for one in outline.table(SYNTHESIS))
    return f"{declared} declared" if declared else "by the usual ids"


def role_parts(outline: Outline) -> Iterator[Part]:
    """A line a role with the field that plays it, then what its options mean where they have to mean something."""
    table = outline.table(SYNTHESIS)
    for role in ROLES.values():
        given = table.get(role.id)
        path: Path = (*SYNTHESIS, role.id)
        choices = _choices(outline, role)
        said = choices[0][1] if given is None else str(given) or choices[-1][1]
        help_ = f"{role.words[:1].upper()}{role.words[1:]}: {role.demand}."
        yield Part(path, _NAMES.get(role.id, role.id), said, Kind.CHOICE, choices, help_)
    for role in ROLES.values():
        yield from _meanings(outline, role)


def _meanings(outline: Outline, role: Role) -> Iterator[Part]:
    """A line for each option of the field that plays the role, where options have to mean something."""
    played = _played(outline, role)
    if played is None or not role.meanings:
        return
    path: Path = (*SYNTHESIS, MEANS, role.id)
    means = effective(outline, role)
    words = ("of no meaning here", *(f"means {one.replace('_', ' ')}" for one in role.meanings))
    choices = tuple(zip((USUAL, *role.meanings), words, strict=True))
    yield Part((*path, "head"), f"What the options of {played.id} mean there", "", Kind.HEAD)
    for option in played.options:
        said = dict(choices).get(means.get(option.id, USUAL), means.get(option.id, ""))
        yield Part((*path, option.id), "", f"{one_line(option.label)}: {said}", Kind.CHOICE, choices)


def effective(outline: Outline, role: Role) -> Mapping[str, str]:
    """What the options of the field that plays the role mean: as declared, else as in the default codebook."""
    played = _played(outline, role)
    told = outline.table((*SYNTHESIS, MEANS)).get(role.id)
    means = told if isinstance(told, Mapping) else role.usually
    return {one.id: str(means[one.id]) for one in (() if played is None else played.options) if one.id in means}


def _played(outline: Outline, role: Role) -> Field | None:
    """The field that the draft names, right or wrong, else the one with the usual id if it fits."""
    named = outline.table(SYNTHESIS).get(role.id)
    found = outline.shown.by_id.get(role.usual if named is None else str(named))
    return found if found is None or named is not None or role.fits(found) else None


def in_effect(outline: Outline, path: Path) -> str:
    """The choice that holds at ``path`` now, written down or not."""
    if path[1] == MEANS:
        return effective(outline, ROLES[str(path[2])]).get(str(path[3]), USUAL)
    given = outline.table(SYNTHESIS).get(str(path[1]))
    return USUAL if given is None else str(given) or NO_FIELD


def with_role(text: str, outline: Outline, path: Path, value: str) -> str:
    """The text with the field, or the meaning of an option, that was chosen at ``path``.

    Raises:
        CannotEdit: the text is laid out so that it cannot be edited in place.
    """
    if path[1] != MEANS:
        return with_value(text, path, {USUAL: None, NO_FIELD: ""}.get(value, value))
    # What the default codebook's options mean ends where anything is declared, so all of it is written down.
    for option, meaning in {**effective(outline, ROLES[str(path[2])]), str(path[3]): value}.items():
        text = with_value(text, (*path[:3], option), meaning or None)
    return text


def _choices(outline: Outline, role: Role) -> Choices:
    shown = outline.shown.by_id
    usual = shown.get(role.usual)
    fitting = tuple((one.id, one_line(one.label)) for one in shown.values() if role.fits(one))
    as_usual = "-"
    if usual is not None:
        as_usual = f"{role.usual}, by its usual id" if role.fits(usual) else f"{role.usual} does not fit"
    return ((USUAL, as_usual), *fitting, (NO_FIELD, "no field"))

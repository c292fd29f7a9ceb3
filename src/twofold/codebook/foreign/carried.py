"""What a codebook out of another form takes over from the draft it replaces: the parts that no such form can say."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from twofold.codebook.foreign.sketch import Converted
from twofold.codebook.model import Check, Codebook, Field, Instrument, SynthesisRoles
from twofold.codebook.problems import BadCodebook, listed
from twofold.codebook.roles import ROLES
from twofold.codebook.toml_reader import read_codebook
from twofold.codebook.writing import codebook_text

_MOST_NAMED = 6


def carried(converted: Converted, before: Codebook) -> Converted:
    """The converted codebook with the synthesis, the instruments and the checks of ``before``, as far as it has their
    fields and options. Its notes name what was taken over, and what was not."""
    book = converted.book
    roles, left = _roles(before.synthesis, book)
    declared = replace(book, synthesis=roles)
    if _holds(declared):
        book = declared
    else:
        left = frozenset(_ids(before.synthesis))
    kept = [f"the role `{one}`" for one in _ids(before.synthesis) if one not in left]
    lost = [f"the role `{one}`" for one in _ids(before.synthesis) if one in left]
    parts: tuple[Instrument | Check, ...] = (*before.instruments, *before.checks)
    for one in parts:
        if isinstance(one, Instrument):
            name, more = f"the instrument `{one.id}`", replace(book, instruments=(*book.instruments, one))
        else:
            name, more = f"the check `{one.id}`", replace(book, checks=(*book.checks, one))
        if _holds(more):
            book = more
            kept.append(name)
        else:
            lost.append(name)
    return Converted(_text(converted, book), book, (*converted.notes, *_told(kept, lost)))


def _roles(told: SynthesisRoles, book: Codebook) -> tuple[SynthesisRoles, frozenset[str]]:
    """What holds of a declaration in another codebook, and the ids of the roles of which something does not."""
    fields: dict[str, str] = {}
    means: dict[str, dict[str, str]] = {}
    for key, name in told.fields.items():
        if not name or _playing(key, name, book) is not None:
            fields[key] = name
    for key, options in told.means.items():
        field = _playing(key, told.fields.get(key, ROLES[key].usual), book)
        found = {} if field is None else {one: what for one, what in options.items() if field.option(one) is not None}
        if found:
            means[key] = found
    return SynthesisRoles(fields, means), frozenset(
        key
        for key in _ids(told)
        if (key in told.fields) != (key in fields) or dict(told.means.get(key, {})) != means.get(key, {})
    )


def _playing(role: str, name: str, book: Codebook) -> Field | None:
    found = book.by_id.get(name)
    return found if found is not None and ROLES[role].fits(found) else None


def _ids(roles: SynthesisRoles) -> Sequence[str]:
    return [one for one in ROLES if one in roles.fields or one in roles.means]


def _holds(book: Codebook) -> bool:
    try:
        read_codebook(codebook_text(book))
    except (BadCodebook, KeyError):
        # A rule that names a field which is not there cannot even be written.
        return False
    return True


def _text(converted: Converted, book: Codebook) -> str:
    if book == converted.book:
        return converted.text
    above = takewhile(lambda line: line.startswith("#"), converted.text.splitlines())
    return codebook_text(book, "\n".join(line[1:].strip() for line in above))


def _told(kept: Sequence[str], lost: Sequence[str]) -> Iterator[str]:
    if kept:
        yield f"Taken over from the draft before, since such a form cannot say it: {_named(kept)}."
    if lost:
        yield (
            f"Not taken over from the draft before, since fields or options of it are not here: {_named(lost)}. Look at"
            " it before publishing; the copy of the draft before has it."
        )


def _named(names: Sequence[str]) -> str:
    shown = list(names[:_MOST_NAMED])
    return listed([*shown, f"{len(names) - _MOST_NAMED} more"] if len(names) > _MOST_NAMED else shown, "and")

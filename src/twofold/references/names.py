"""Several authors in one cell, taken apart."""

import re
from collections.abc import Iterable

from twofold.references.cleaning import author_name

_INITIALS_ONLY = re.compile(r"(?:[A-Z][a-z]?\.?[ -]?){1,4}(?:,? (?:Jr|Sr|II|III)\.?)?")
_NAME_WITH_INITIALS = re.compile(r"[^,]*[^\W\d_][^,]* (?:[A-Z]\.?-?){1,4}\.?")
_LINE_END = re.compile(r"\s*\n\s*(?:and\s+)?")
_AND = re.compile(r"\s+(?:and|&)\s+")
_ET_AL = re.compile(r"[,;]?\s*\bet al\.?$", re.IGNORECASE)


def names_in_cell(value: str) -> list[str]:
    """The authors of a cell, whatever stands between them: ``;``, line ends, `` and ``, or commas.

    'Smith, J., Doe, A.' and 'Smith J, Doe A' are told apart by where the initials stand; one 'Smith, John' stays
    one author.
    """
    value = _ET_AL.sub("", _LINE_END.sub(";", value.strip().strip("[]")))
    for mark in (";", "|"):
        if mark in value:
            return _cleaned(value.split(mark))
    pieces = [piece for part in _AND.split(value) for piece in part.split(",") if piece.strip()]
    if len(pieces) > 1 and all(_NAME_WITH_INITIALS.fullmatch(piece.strip()) for piece in pieces):
        # PubMed ends the list, not the initials, with a stop.
        if value.endswith(".") and value.count(".") == 1:
            pieces[-1] = pieces[-1].rstrip(".")
        return _cleaned(pieces)
    parts = _AND.split(value)
    if len(parts) == 1 or any(part.count(",") > 1 for part in parts):
        return _cleaned(name for part in parts for name in _between_commas(part))
    return _cleaned(parts)


def _between_commas(part: str) -> list[str]:
    pieces = [piece.strip() for piece in part.split(",") if piece.strip()]
    if len(pieces) % 2 == 0 and all(_INITIALS_ONLY.fullmatch(given) for given in pieces[1::2]):
        return [f"{family}, {given}" for family, given in zip(pieces[::2], pieces[1::2], strict=True)]
    return [", ".join(pieces)] if len(pieces) == 2 else pieces


def _cleaned(names: Iterable[str]) -> list[str]:
    return [name for name in map(author_name, names) if name]

"""Several authors in one cell, taken apart."""

import re
from collections.abc import Iterable

from twofold.references.cleaning import author_name

_INITIALS_ONLY = re.compile(r"(?:[A-Z][a-z]?\.?[ -]?){1,4}(?:,? (?:Jr|Sr|II|III)\.?)?")
_INITIALS = re.compile(r"(?:[A-Z]\.?-?){1,4}\.?")
_LETTER = re.compile(r"[^\W\d_]")
# A run of blanks is tried once only, where it begins: a cell may be nothing but blanks.
_LINE_END = re.compile(r"(?<!\s)\s*?\n\s*(?:and\s+)?")
_BODY = re.compile(
    r"\b(?:group|organi[sz]ation|universit\w*|collaborat\w*|consortium|network|committee|council|trial|study|society|"
    r"association|institut\w*|investigators|team|cent(?:er|re)|ministry|department|foundation|of|for|and)\b",
    re.IGNORECASE,
)
_AND = re.compile(r"(?<!\s)\s++(?:and|&)\s+")
_ET_AL = re.compile(r"(?:[,;]|(?<!\s))\s*+\bet al\.?$", re.IGNORECASE)


def names_in_cell(value: str) -> list[str]:
    """The authors of a cell, whatever stands between them: ``;``, line ends, `` and ``, or commas.

    'Smith, J., Doe, A.' and 'Smith J, Doe A' are told apart by where the initials stand; one 'Smith, John' stays
    one author.
    """
    value = value.strip().strip("[]")
    if "\n" in value:
        value = _LINE_END.sub(";", value)
    if "et al" in value[-7:].lower():
        value = _ET_AL.sub("", value)
    for mark in (";", "|"):
        if mark in value:
            return _cleaned(value.split(mark))
    pieces = [piece for part in _AND.split(value) for piece in part.split(",") if piece.strip()]
    if len(pieces) > 1 and all(map(_ends_in_initials, map(str.strip, pieces))):
        # PubMed ends the list, not the initials, with a stop.
        if value.endswith(".") and value.count(".") == 1:
            pieces[-1] = pieces[-1].rstrip(".")
        return _cleaned(pieces)
    parts = _AND.split(value)
    if len(parts) == 1 or any(part.count(",") > 1 for part in parts):
        return _cleaned(name for part in parts for name in _between_commas(part))
    return _cleaned(parts)


def _ends_in_initials(name: str) -> bool:
    """True for 'Smith J' and 'van der Doe A.-B.'."""
    family, _, initials = name.rpartition(" ")
    return _INITIALS.fullmatch(initials) is not None and _LETTER.search(family) is not None


def given_names_first(value: str) -> list[str]:
    """The authors of a cell in which 'Jane Doe' is how a name is written. What is called a group stays as it is."""
    return [
        name if "," in name or " " not in name or _BODY.search(name) else family_first(name)
        for name in names_in_cell(value)
    ]


def family_first(name: str) -> str:
    """'Jane van der Doe' as 'van der Doe, Jane', and 'Doe J' as 'Doe, J': a name of several words without a comma."""
    words = name.split(" ")
    particle = next((at for at, word in enumerate(words[:-1]) if at and word[0].islower()), len(words) - 1)
    turned = author_name(name)
    return turned if "," in turned else f"{' '.join(words[particle:])}, {' '.join(words[:particle])}"


def _between_commas(part: str) -> list[str]:
    pieces = [piece.strip() for piece in part.split(",") if piece.strip()]
    if len(pieces) % 2 == 0 and all(_INITIALS_ONLY.fullmatch(given) for given in pieces[1::2]):
        return [f"{family}, {given}" for family, given in zip(pieces[::2], pieces[1::2], strict=True)]
    return [", ".join(pieces)] if len(pieces) == 2 else pieces


def _cleaned(names: Iterable[str]) -> list[str]:
    return [name for name in map(author_name, map(str.strip, names)) if name]

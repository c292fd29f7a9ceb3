"""What makes two records the same: keys of titles and names, and the rules that compare them."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Protocol

from twofold.references.likeness import is_short

_NOT_WORD = re.compile(r"[\W_]+")
_APOSTROPHES = re.compile("['\u2018\u2019\u02bc\u00b4`]")
_ALIKE = 0.6


class Described(Protocol):
    """The bibliographic fields that are compared; both ``Reference`` and ``Known`` have them."""

    @property
    def title(self) -> str: ...
    @property
    def authors(self) -> tuple[str, ...]: ...
    @property
    def year(self) -> int | None: ...
    @property
    def journal(self) -> str: ...
    @property
    def volume(self) -> str: ...
    @property
    def issue(self) -> str: ...
    @property
    def pages(self) -> str: ...
    @property
    def doi(self) -> str: ...
    @property
    def pmid(self) -> str: ...
    @property
    def study_label(self) -> str: ...
    @property
    def registry_ids(self) -> tuple[str, ...]: ...


def words_of(text: str) -> str:
    """Small letters and digits without accents, one blank between words: ``Women's Circles`` is ``womens circles``."""
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    text = _APOSTROPHES.sub("", text.casefold().replace("&", " and "))
    return _NOT_WORD.sub(" ", text).strip()


def family_of(author: str) -> str:
    """The family name of 'Family, Given'; the whole name where there is no comma."""
    return author.partition(",")[0].strip()


@dataclass(frozen=True, slots=True)
class Identity:
    """A record made ready for comparison. ``content`` orders records whatever their place in a file.

    ``names`` are the words of the first author's family name, or of the whole name where the file does not say which
    is which. An initial is no name: many people share one.
    """

    source_ids: frozenset[str]
    doi: str
    pmid: str
    words: str
    title_key: str
    year: int | None
    first_author: str
    names: frozenset[str]
    described: Described
    content: tuple[str, ...]


def identity(described: Described, source_ids: Sequence[str]) -> Identity:
    """The identity of a reference or of a known study."""
    words = words_of(described.title)
    year = "" if described.year is None else str(described.year)
    first = described.authors[0] if described.authors else ""
    content = (
        words, year, described.doi, described.pmid, "; ".join(described.authors), described.journal,
        described.volume, described.issue, described.pages, *sorted(source_ids),
    )  # fmt: skip
    return Identity(
        frozenset(number for number in source_ids if number),
        described.doi,
        described.pmid,
        words,
        words.replace(" ", ""),
        described.year,
        words_of(first),
        _names_of(first),
        described,
        content,
    )


def _names_of(author: str) -> frozenset[str]:
    words = words_of(family_of(author)).split()
    return frozenset(word for word in words if len(word) > 1) or frozenset(words)


HOW = ("same source number", "same DOI", "same PMID", "same title and year")
"""How two records are the same, strongest first; ``sameness`` gives an index into it."""


def sameness(a: Identity, b: Identity) -> int | None:
    """Why two records are one (an index into ``HOW``), or None.

    A shared number does not make one record of two unlike titles: a supplement's DOI stands on all its abstracts,
    and two exports may both count from 1. A shared title does not outweigh two different DOIs or PMIDs.
    """
    if a.source_ids and not a.source_ids.isdisjoint(b.source_ids) and _titles_agree(a, b):
        return 0
    if a.doi and a.doi == b.doi and _titles_agree(a, b):
        return 1
    if a.pmid and a.pmid == b.pmid and _titles_agree(a, b):
        return 2
    if a.title_key and a.title_key == b.title_key and not conflict(a, b) and _years_and_names_agree(a, b):
        return 3
    return None


def conflict(a: Identity, b: Identity) -> bool:
    """True if both have a DOI, or both a PMID, and they differ."""
    return bool((a.doi and b.doi and a.doi != b.doi) or (a.pmid and b.pmid and a.pmid != b.pmid))


def _titles_agree(a: Identity, b: Identity) -> bool:
    if not a.title_key or not b.title_key or a.title_key == b.title_key:
        return True
    short, long = sorted((a.title_key, b.title_key), key=len)
    if long.startswith(short) and len(short) >= 15:
        return True
    first, second = sorted((a.title_key, b.title_key))
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    return matcher.real_quick_ratio() >= _ALIKE and matcher.quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE


def _years_and_names_agree(a: Identity, b: Identity) -> bool:
    telling = not is_short(a.words)
    named_alike = not a.names.isdisjoint(b.names)
    if a.year is None and b.year is None and a.first_author == b.first_author:
        return True
    if a.year is None or b.year is None:
        return named_alike or (telling and not (a.first_author and b.first_author))
    if abs(a.year - b.year) > 1:
        return False
    return telling or named_alike or not (a.first_author and b.first_author)


def agreement(a: Identity, b: Identity) -> int:
    """In how many identifying fields two records are equal; chooses among several candidates."""
    x, y = a.described, b.described
    return sum(
        1
        for one, other in (
            (a.doi, b.doi),
            (a.pmid, b.pmid),
            (a.title_key, b.title_key),
            (a.year, b.year),
            (a.first_author, b.first_author),
            (x.journal, y.journal),
            (x.volume, y.volume),
            (x.pages, y.pages),
        )
        if one and one == other
    ) + 2 * len(a.source_ids & b.source_ids)

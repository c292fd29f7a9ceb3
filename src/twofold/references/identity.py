"""What makes two records the same: keys of titles and names, what speaks against it, and the rules that weigh both."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from twofold.references.comparing import (
    ALIKE,
    NEARLY,
    abstracts_differ,
    family_of,
    journals_differ,
    names_in,
    places_differ,
    titles_alike,
    words_of,
)
from twofold.references.likeness import is_short

__all__ = [
    "CONTENT",
    "HOW",
    "SOURCE",
    "TITLE",
    "Described",
    "Identity",
    "agreement",
    "apart",
    "conflict",
    "contradicts",
    "family_of",
    "identifies",
    "identity",
    "sameness",
    "words_of",
]

_COUNTED = frozenset({"covidence", "asreview", "eppi", "given"})
"""Programmes that number the records of each project from 1, or by a number that one project alone knows."""

_WORLDWIDE = 8
_ZOTERO_KEY = re.compile(r"[A-Z0-9]{8}")
_FIRST_FORMS = frozenset({"conference", "thesis", "unpublished"})


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
    def abstract(self) -> str: ...
    @property
    def url(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def language(self) -> str: ...
    @property
    def study_label(self) -> str: ...
    @property
    def registry_ids(self) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True)
class Identity:
    """A record made ready for comparison. ``content`` orders records whatever their place in a file.

    ``names`` are the words of the first author's family name, or of the whole name where the file does not say which
    is which. ``verbatim`` is the content of a record without title, DOI and PMID, by which alone it is known again.
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
    verbatim: str = ""


def identity(described: Described, source_ids: Sequence[str], raw: Sequence[tuple[str, str]] = ()) -> Identity:
    """The identity of a reference or of a known study; ``raw`` are its verbatim fields."""
    words = words_of(described.title)
    year = "" if described.year is None else str(described.year)
    first = described.authors[0] if described.authors else ""
    stub = not (words or described.doi or described.pmid)
    verbatim = "\n".join(f"{name}\t{text}" for name, text in sorted(raw)) if stub else ""
    content = (
        words, year, described.doi, described.pmid, "; ".join(described.authors), described.journal,
        described.volume, described.issue, described.pages, *sorted(source_ids), verbatim,
    )  # fmt: skip
    return Identity(
        frozenset(number for number in source_ids if number),
        described.doi,
        described.pmid,
        words,
        words.replace(" ", ""),
        described.year,
        words_of(first),
        names_in(first),
        described,
        content,
        verbatim,
    )


HOW = ("same source number", "same DOI", "same PMID", "same title and year", "no title, and the same content")
"""How two records are the same, strongest first; ``sameness`` gives an index into it."""

SOURCE, _DOI, _PMID, TITLE, CONTENT = range(len(HOW))


def identifies(number: str) -> bool:
    """Whether a source number is that of one record in the world, and not of one project or library, where another
    project may give it to another record."""
    space, _, rest = number.partition(":")
    if space in _COUNTED:
        return False
    if space == "zotero":
        return _ZOTERO_KEY.fullmatch(rest) is not None
    return space == "file" or len(rest) >= _WORLDWIDE


def sameness(a: Identity, b: Identity) -> int | None:
    """Why two records are certainly one (an index into ``HOW``), or None.

    A shared number is not enough: a supplement's DOI stands on all its abstracts, every project counts from 1, and the
    titles of one topic are alike. So nothing may contradict it (``contradicts``): no other DOI or PMID, no other first
    author, and where the titles are not nearly the same, no other year, journal or page; a number that only one project
    knows needs more that agrees. The same title needs the same people, a year within one, and one place of publication.
    """
    shared = a.source_ids & b.source_ids
    number = shared or (a.doi and a.doi == b.doi) or (a.pmid and a.pmid == b.pmid)
    if not number and not (a.title_key and a.title_key == b.title_key):
        return CONTENT if a.verbatim and a.verbatim == b.verbatim else None
    if conflict(a, b) or _people_differ(a, b):
        return None
    if number and (alike := titles_alike(a.title_key, b.title_key)) and (alike == NEARLY or _agree_beside(a, b)):
        if shared and (alike == NEARLY or any(map(identifies, shared)) or a.year == b.year):
            return SOURCE
        if a.doi and a.doi == b.doi:
            return _DOI
        if a.pmid and a.pmid == b.pmid:
            return _PMID
    if a.title_key and a.title_key == b.title_key and _years_and_names_agree(a, b) and not any(_elsewhere(a, b)):
        return TITLE
    return None


def conflict(a: Identity, b: Identity) -> bool:
    """True if both have a DOI, or both a PMID, and they differ."""
    return bool((a.doi and b.doi and a.doi != b.doi) or (a.pmid and b.pmid and a.pmid != b.pmid))


def apart(a: Identity, b: Identity) -> bool:
    """True if two records must not become one though a third may be the same as both."""
    return conflict(a, b) or _people_differ(a, b) or titles_alike(a.title_key, b.title_key) < ALIKE


def contradicts(one: Identity, other: Identity) -> tuple[str, ...]:
    """What speaks against two records being one, each as a few words that can follow ``but``; nothing where that is
    nothing. What one of them does not say speaks neither for nor against it."""
    found = [
        f"the {name} differs"
        for name, differs in (
            ("DOI", bool(one.doi and other.doi and one.doi != other.doi)),
            ("PMID", bool(one.pmid and other.pmid and one.pmid != other.pmid)),
            ("first author", _people_differ(one, other)),
            ("year", one.year is not None and other.year is not None and one.year != other.year),
        )
        if differs
    ]
    if titles_alike(one.title_key, other.title_key) < NEARLY:
        found.insert(0, "the title differs")
    return (*found, *_elsewhere(one, other))


def _people_differ(a: Identity, b: Identity) -> bool:
    return bool(a.names and b.names) and a.names.isdisjoint(b.names)


def _elsewhere(a: Identity, b: Identity) -> Iterator[str]:
    """What says that two records are of two places of publication."""
    x, y = a.described, b.described
    if journals_differ(x.journal, y.journal):
        yield "the journal differs"
    if places_differ(x.volume, y.volume):
        yield "the volume differs"
    if places_differ(x.pages, y.pages):
        yield "the pages differ"
    if x.kind != y.kind and x.kind and y.kind and not _FIRST_FORMS.isdisjoint((x.kind, y.kind)):
        yield "one is {}, the other {}".format(*map(_with_article, sorted((x.kind, y.kind))))
    if abstracts_differ(x.abstract, y.abstract):
        yield "the abstract is another one"


def _with_article(kind: str) -> str:
    word = {"conference": "conference abstract", "unpublished": "unpublished paper"}.get(kind, kind)
    return f"{'an' if word[0] in 'aeiou' else 'a'} {word}"


def _agree_beside(a: Identity, b: Identity) -> bool:
    """Whether two records whose titles are only alike agree in the people and differ in nothing else."""
    years = a.year is None or b.year is None or abs(a.year - b.year) <= 1
    return years and not a.names.isdisjoint(b.names) and not any(_elsewhere(a, b))


def _years_and_names_agree(a: Identity, b: Identity) -> bool:
    """Of two records of one title, whose people do not differ. A title of few words, as of editorials, tells little."""
    missing = a.year is None or b.year is None
    if not is_short(a.words):
        return missing or abs((a.year or 0) - (b.year or 0)) <= 1
    if a.year == b.year:
        return a.first_author == b.first_author or not a.names.isdisjoint(b.names)
    return missing and not a.names.isdisjoint(b.names)


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

"""From the verbatim fields of a record to a ``Reference``, by a plan that says which field carries what."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from typing import TypeVar

from twofold.references.cleaning import (
    author_name,
    doi_in,
    hides_something,
    issue_text,
    page_range,
    plain,
    pmid_in_url,
    prose,
    registry_ids,
    title_text,
    volume_text,
    web_address,
    year_in,
)
from twofold.references.model import Reference, ScreeningNote, Source

Tags = tuple[str, ...]
ByTag = Mapping[str, list[str]]

T = TypeVar("T")

_FREE_DOI = re.compile(r"doi(?:\.org/|\s*+(?:[:=]\s*+)?)(10\.\d{4,9}[^\s/]{0,99}/\S+)", re.IGNORECASE)
_FREE_PMID = re.compile(
    r"\b(?:PMID|PubMed(?: ID)?|MEDLINE)\s*+(?:[:=]\s*+)?(\d{1,8})\b|\b(\d{1,8})\s*[\[(]pmid[\])]", re.IGNORECASE
)
_BEFORE_PMID = re.compile(r"^\s*(?:PMID|PUBMED)\s*:?", re.IGNORECASE)
_AFTER_PMID = re.compile(r"\[[^\[\]]*\]\s*$")
_ONLY_PMID = re.compile(r"\s*\d{1,8}\s*", re.ASCII)
_DOI_MARK = re.compile(r"\[doi\]", re.IGNORECASE)


def one_name(value: str) -> list[str]:
    """The author of a field that holds one name."""
    name = author_name(value)
    return [name] if name else []


def no_source_id(by: ByTag) -> str:
    """For formats whose records carry no number of their own."""
    return ""


@dataclass(frozen=True, slots=True)
class Plan:
    """Which fields carry what, each in the order in which they are asked; the first that is not empty wins.

    Two different texts in the fields of ``only_title`` give the flag 'two titles'. ``groups`` are authors beside
    the others. A number of ``accessions`` is a PMID where one of ``databases`` is PubMed. In the ``free`` fields people
    write what they like; in the ``trusted`` ones databases do. ``named`` formats may have others besides.
    """

    titles: Tags
    authors: Tags
    years: Tags
    journals: Tags
    abstracts: Tags
    volumes: Tags = ()
    issues: Tags = ()
    first_pages: Tags = ()
    last_pages: Tags = ()
    kinds: Tags = ()
    urls: Tags = ()
    languages: Tags = ()
    doi_own: Tags = ()
    doi_marked: Tags = ()
    doi_links: Tags = ()
    doi_free: Tags = ()
    pmid_own: Tags = ()
    pmid_free: Tags = ()
    pmid_links: Tags = ()
    accessions: Tags = ()
    databases: Tags = ()
    groups: Tags = ()
    registries: Tags = ()
    studies: Tags = ()
    free: Tags = ()
    trusted: Tags = ()
    named: bool = False
    only_title: Tags = ()
    kind_words: Mapping[str, str] = field(default_factory=dict)
    names: Callable[[str], list[str]] = one_name
    source_id: Callable[[ByTag], str] = no_source_id

    def asked(self) -> frozenset[str]:
        """All fields that it asks."""
        every = (getattr(self, one.name) for one in fields(self))
        return frozenset(tag for tags in every if isinstance(tags, tuple) for tag in tags)


def numbers_in(text: str) -> list[str]:
    """The DOIs and PMIDs that a note names, each as it would be written alone."""
    dois = [f"doi:{found[1]}" for found in _FREE_DOI.finditer(text)] if "10." in text else []
    return dois + [f"PMID: {found[1] or found[2]}" for found in _FREE_PMID.finditer(text)]


class Once(dict[str, T]):
    """What a function gives for each text, worked out once: the names and journals of a file come again and again."""

    _MOST = 50_000

    def __init__(self, work_out: Callable[[str], T]) -> None:
        super().__init__()
        self.work_out = work_out

    def __missing__(self, text: str) -> T:
        result = self.work_out(text)
        if len(self) < self._MOST:
            self[text] = result
        return result


class Interpreter:
    """Makes references of the records of one file, by a plan. Never invents: no title gives the flag 'no title'."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._name = Once(author_name).__getitem__
        self._journal = Once(title_text).__getitem__
        self._volume = Once(volume_text).__getitem__
        self._issue = Once(issue_text).__getitem__
        self._page = Once(plain).__getitem__
        self._language = Once(plain).__getitem__
        self._kind = Once(self._kind_of).__getitem__
        self._year = Once(year_in).__getitem__

    def reference(
        self,
        fields: list[tuple[str, str]],
        source: Source,
        screening: tuple[ScreeningNote, ...] = (),
        flags: tuple[str, ...] = (),
        *,
        derived: list[tuple[str, str]] | None = None,
    ) -> Reference:
        """The reference that a record's verbatim fields describe.

        ``derived`` are the fields to interpret where they are not the verbatim ones.
        """
        plan = self._plan
        by: dict[str, list[str]] = {}
        for tag, value in fields if derived is None else derived:
            if value:
                if tag in by:
                    by[tag].append(value)
                else:
                    by[tag] = [value]
        title = _first(by, plan.titles, title_text)
        authors = self._authors(by)
        abstract = _abstract(by, plan.abstracts)
        doi, doi_found_in = _doi(by, plan)
        if _differ(by, plan.only_title):
            flags = (*flags, "two titles")
        if not title:
            flags = (*flags, "no title")
        if not (title.isascii() and abstract.isascii() and all(map(str.isascii, authors))) and (
            hides_something(title) or hides_something(abstract) or any(map(hides_something, authors))
        ):
            flags = (*flags, "hidden characters")
        return Reference(
            title,
            authors,
            self._first_year(by),
            _first(by, plan.journals, self._journal),
            _first(by, plan.volumes, self._volume),
            _first(by, plan.issues, self._issue),
            page_range(_first(by, plan.first_pages, self._page), _first(by, plan.last_pages, self._page)),
            doi,
            doi_found_in,
            _pmid(by, plan),
            abstract,
            _first(by, plan.kinds, self._kind),
            _first(by, plan.urls, web_address),
            _first(by, plan.languages, self._language),
            plan.source_id(by),
            _first(by, plan.studies, plain),
            _registries(by, plan.registries, title, abstract),
            tuple(fields),
            screening,
            flags,
            source,
        )

    def _authors(self, by: ByTag) -> Tags:
        plan = self._plan
        found: Tags = ()
        for tag in plan.authors:
            if tag in by:
                if plan.names is not one_name:
                    found = tuple(name for value in by[tag] for name in plan.names(value))
                else:
                    found = tuple(filter(None, map(self._name, by[tag])))
                    if ";" in "".join(found):
                        parts = (part for value in by[tag] for part in plain(value).split(";"))
                        found = tuple(filter(None, map(self._name, parts)))
                if found:
                    break
        for tag in plan.groups:
            found += tuple(name for name in map(self._name, by.get(tag, ())) if name and name not in found)
        return found

    def _first_year(self, by: ByTag) -> int | None:
        for tag in self._plan.years:
            if tag in by and (year := self._year(by[tag][0])) is not None:
                return year
        return None

    def _kind_of(self, value: str) -> str:
        kind = plain(value)
        return self._plan.kind_words.get(kind.upper(), kind.lower()) if kind else ""


def _first(by: ByTag, tags: Tags, clean: Callable[[str], str]) -> str:
    for tag in tags:
        if tag in by:
            for value in by[tag]:
                if cleaned := clean(value):
                    return cleaned
    return ""


def _differ(by: ByTag, tags: Tags) -> bool:
    """True if the fields of these tags hold two different texts."""
    said = [by[tag] for tag in tags if tag in by]
    if len(said) == 1 and len(said[0]) == 1:
        return False
    return len({text for texts in said for text in texts}) > 1


def _abstract(by: ByTag, tags: Tags) -> str:
    for tag in tags:
        if tag in by:
            parts = [text for value in by[tag] if (text := prose(value))]
            if parts:
                return parts[0] if len(parts) == 1 else "\n".join(dict.fromkeys(parts))
    return ""


def _registries(by: ByTag, tags: Tags, title: str, abstract: str) -> Tags:
    # No number goes over a line end, so that many short texts may be asked as one.
    return registry_ids("\n".join([title, *(text for tag in tags if tag in by for text in by[tag])]), abstract)


def _doi(by: ByTag, plan: Plan) -> tuple[str, str]:
    for tag in plan.doi_own:
        for value in by.get(tag, ()):
            if doi := doi_in(value):
                return doi, tag
    for tag in plan.doi_marked:
        for value in by.get(tag, ()):
            marked = _DOI_MARK.search(value)
            if marked and (before := value[: marked.start()].split()) and (doi := doi_in(before[-1])):
                return doi, tag
    for tag in plan.doi_links:
        for value in by.get(tag, ()):
            if ("doi.org" in value or value.startswith("10.")) and (doi := doi_in(value)):
                return doi, tag
    for tag in plan.doi_free:
        for value in by.get(tag, ()):
            if "10." in value and (free := _FREE_DOI.search(value)) and (doi := doi_in(free[1])):
                return doi, tag
    return "", ""


def _pmid(by: ByTag, plan: Plan) -> str:
    for tag in plan.pmid_own:
        for value in by.get(tag, ()):
            number = pmid_in_url(value) or _AFTER_PMID.sub("", _BEFORE_PMID.sub("", value)).strip()
            if number.isascii() and number.isdigit() and len(number) <= 8:
                return number.lstrip("0")
    for tag in plan.pmid_free:
        for value in by.get(tag, ()):
            if found := _FREE_PMID.search(value):
                return (found[1] or found[2]).lstrip("0")
    for tag in plan.pmid_links:
        for value in by.get(tag, ()):
            if "pubmed" in value and (number := pmid_in_url(value)):
                return number.lstrip("0")
    if any("pubmed" in value.lower() for tag in plan.databases for value in by.get(tag, ())):
        for tag in plan.accessions:
            for value in by.get(tag, ()):
                if _ONLY_PMID.fullmatch(value):
                    return value.strip().lstrip("0")
    return ""

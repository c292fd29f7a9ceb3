"""From the verbatim fields of a record to a ``Reference``, by a plan that says which field carries what."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

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

_FREE_DOI = re.compile(r"doi(?:\.org/|\s*[:=]?\s*)(10\.\d{4,9}\S*/\S+)", re.IGNORECASE)
_FREE_PMID = re.compile(
    r"\b(?:PMID|PubMed(?: ID)?|MEDLINE)\s*[:=]?\s*(\d{1,8})\b|\b(\d{1,8})\s*[\[(]pmid[\])]", re.IGNORECASE
)
_BEFORE_PMID = re.compile(r"^\s*(?:PMID|PUBMED)\s*:?", re.IGNORECASE)
_MARKED_DOI = re.compile(r"(\S+)\s*\[doi\]", re.IGNORECASE)


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

    Two different texts in the fields of ``only_title`` give the flag 'two titles'.
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
    registries: Tags = ()
    studies: Tags = ()
    only_title: Tags = ()
    kind_words: Mapping[str, str] = field(default_factory=dict)
    names: Callable[[str], list[str]] = one_name
    source_id: Callable[[ByTag], str] = no_source_id


def reference(
    fields: list[tuple[str, str]],
    plan: Plan,
    source: Source,
    screening: tuple[ScreeningNote, ...] = (),
    flags: tuple[str, ...] = (),
    *,
    derived: list[tuple[str, str]] | None = None,
) -> Reference:
    """The reference that a record's verbatim fields describe. Never invents: no title gives the flag 'no title'.

    ``derived`` are the fields to interpret where they are not the verbatim ones.
    """
    by: dict[str, list[str]] = {}
    for tag, value in fields if derived is None else derived:
        if value:
            if tag in by:
                by[tag].append(value)
            else:
                by[tag] = [value]
    title = _first(by, plan.titles, title_text)
    authors = _authors(by, plan)
    abstract = _abstract(by, plan.abstracts)
    doi, doi_found_in = _doi(by, plan)
    if len({text for tag in plan.only_title if tag in by for text in by[tag]}) > 1:
        flags = (*flags, "two titles")
    if not title:
        flags = (*flags, "no title")
    if hides_something(title) or hides_something(abstract) or any(map(hides_something, authors)):
        flags = (*flags, "hidden characters")
    kind = _first(by, plan.kinds, plain)
    year = None
    for tag in plan.years:
        if tag in by and (year := year_in(by[tag][0])) is not None:
            break
    return Reference(
        title,
        authors,
        year,
        _first(by, plan.journals, title_text),
        _first(by, plan.volumes, volume_text),
        _first(by, plan.issues, issue_text),
        page_range(_first(by, plan.first_pages, plain), _first(by, plan.last_pages, plain)),
        doi,
        doi_found_in,
        _pmid(by, plan),
        abstract,
        plan.kind_words.get(kind.upper(), kind.lower()) if kind else "",
        _first(by, plan.urls, web_address),
        _first(by, plan.languages, plain),
        plan.source_id(by),
        _first(by, plan.studies, plain),
        _registries(by, plan.registries, title, abstract),
        tuple(fields),
        screening,
        flags,
        source,
    )


def _first(by: ByTag, tags: Tags, clean: Callable[[str], str]) -> str:
    for tag in tags:
        if tag in by:
            for value in by[tag]:
                if cleaned := clean(value):
                    return cleaned
    return ""


def _authors(by: ByTag, plan: Plan) -> Tags:
    for tag in plan.authors:
        if tag in by:
            found = [name for value in by[tag] for name in plan.names(value)]
            if found:
                return tuple(found)
    return ()


def _abstract(by: ByTag, tags: Tags) -> str:
    for tag in tags:
        if tag in by:
            parts = [text for value in by[tag] if (text := prose(value))]
            if parts:
                return parts[0] if len(parts) == 1 else "\n".join(dict.fromkeys(parts))
    return ""


def _registries(by: ByTag, tags: Tags, title: str, abstract: str) -> Tags:
    return registry_ids(title, abstract, *(text for tag in tags if tag in by for text in by[tag]))


def _doi(by: ByTag, plan: Plan) -> tuple[str, str]:
    for tag in plan.doi_own:
        for value in by.get(tag, ()):
            if doi := doi_in(value):
                return doi, tag
    for tag in plan.doi_marked:
        for value in by.get(tag, ()):
            if (marked := _MARKED_DOI.search(value)) and (doi := doi_in(marked[1])):
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
            number = pmid_in_url(value) or _BEFORE_PMID.sub("", value).strip()
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
    return ""

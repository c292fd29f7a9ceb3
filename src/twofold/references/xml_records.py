"""XML: EndNote's (written by Zotero and Mendeley too) and PubMed's."""

import re
from collections.abc import Iterator
from typing import cast
from xml.etree.ElementTree import Element, ParseError, XMLPullParser

from twofold.references.cleaning import composed
from twofold.references.interpreting import ByTag, Plan
from twofold.references.kinds import WORD_KINDS
from twofold.references.records import Fields, Parsed, RawRecord, Refused

_ILLEGAL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|&#(?:0*(?:[0-8]|1[124-9]|2\\d|3[01])|[xX]0*(?:[0-8bBcCeEfF]|1[0-9a-fA-F]));"
)
_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
_RECORDS = ("record", "PubmedArticle", "PubmedBookArticle")
_START = re.compile(r"<(?:record|PubmedArticle|PubmedBookArticle)(?=[\s>/])")
_END = re.compile(r"</(?:record|PubmedArticle|PubmedBookArticle)\s*>")
_DISTINGUISHING = ("IdType", "EIdType", "Label", "ValidYN")
_FED = 1_000_000


def parse(text: str) -> Parsed:
    """The records of an XML text. Raises ``Refused`` for entity declarations, broken XML and unknown kinds.

    Python's parser expands no entity that is not declared, and loads no external file; so refusing declarations is
    all that a file made to grow in memory needs.
    """
    head = text[:2_000].lower()
    if "<!doctype html" in head or "<html" in head:
        raise Refused("this is a web page, not an export. Use the export button of the page instead of saving it.")
    if "<!ENTITY" in text:
        line = text.count("\n", 0, text.index("<!ENTITY")) + 1
        raise Refused(f"line {line}: the XML declares entities, which no reference export needs; it is not read.")
    pubmed = "<PubmedArticle" in text or "<PubmedBookArticle" in text
    warnings: list[str] = []
    if _ILLEGAL.search(text):
        text = _ILLEGAL.sub(" ", text)
        warnings.append("Control characters that XML forbids were taken for blanks.")
    plan, name = (_PUBMED, "PubMed XML") if pubmed else (_ENDNOTE, "EndNote XML")
    return Parsed(plan, _records(text, pubmed), warnings, "PubMed" if pubmed else "", format=name)


def _records(text: str, pubmed: bool) -> Iterator[RawRecord]:
    lines = _spans(text)
    found = 0
    for element in _elements(text):
        found += 1
        fields: Fields = []
        _flatten(element, "", fields)
        first, last = next(lines, (1, 1))
        record = RawRecord([(tag, composed(value)) for tag, value in fields], first, last)
        if pubmed:
            record.derived = [*record.fields, *((tag, composed(value)) for tag, value in _pubmed(element))]
        if not any(value.strip() for _, value in record.fields):
            record.refused = "There is nothing in it."
        yield record
    if not found:
        raise Refused("this XML is neither EndNote's nor PubMed's: it has no `record` and no `PubmedArticle`.")


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """First and last line of each record, by its tags."""
    if "\n" not in text:
        return
    line, at = 1, 0
    for start in _START.finditer(text):
        line += text.count("\n", at, start.start())
        end = _END.search(text, start.end())
        at = start.start()
        yield line, line + (text.count("\n", at, end.end()) if end else 0)


def _elements(text: str) -> Iterator[Element]:
    """Each record element when it is complete; it is emptied afterwards, so that memory does not grow."""
    parser: XMLPullParser[Element] = XMLPullParser(events=("end",))
    body = _DECLARATION.sub("", text, count=1)
    try:
        for at in range(0, len(body), _FED):
            parser.feed(body[at : at + _FED])
            for _, element in cast("Iterator[tuple[str, Element]]", parser.read_events()):
                if element.tag.rpartition("}")[2] in _RECORDS:
                    yield element
                    element.clear()
        parser.close()
    except ParseError as error:
        line = error.position[0]
        raise Refused(f"line {line}: the XML breaks off or is damaged here. Export it again.") from error


def _flatten(element: Element, parent: str, fields: Fields) -> None:
    """The texts of an element's leaves, named by their element and the one around it; ``style`` counts as text."""
    waiting = [(element, parent)]
    while waiting:
        inner, above = waiting.pop()
        children = [child for child in inner if _name(child) not in _INLINE]
        name = _name(inner)
        if not children and (value := "".join(inner.itertext()).strip()):
            mark = next((f"[{inner.get(key)}]" for key in _DISTINGUISHING if inner.get(key)), "")
            fields.append((f"{above}/{name}{mark}" if above else f"{name}{mark}", value))
        if name == "ref-type" and inner.get("name"):
            fields.append(("ref-type name", str(inner.get("name"))))
        outer = "" if name in _RECORDS else name
        waiting.extend((child, outer) for child in reversed(children))


_INLINE = frozenset({"style", "i", "b", "u", "sub", "sup", "math"})


def _name(element: Element) -> str:
    # A comment's tag is a function; pull parsers leave comments out, so that only elements come here.
    return element.tag.rpartition("}")[2]


def _pubmed(article: Element) -> Iterator[tuple[str, str]]:
    """What must be put together from several elements: names, dates, the article's ids without its references'."""
    authors = article.findall("MedlineCitation/Article/AuthorList/Author")
    for author in authors or article.findall("BookDocument/AuthorList/Author") or article.findall(".//Book//Author"):
        family = author.findtext("LastName") or author.findtext("CollectiveName") or ""
        given = author.findtext("ForeName") or author.findtext("Initials") or ""
        if family:
            yield "@author", f"{family}, {given}"
    for path in (
        ".//Journal/JournalIssue/PubDate",
        ".//Article/ArticleDate",
        ".//Book/PubDate",
        ".//ContributionDate",
    ):
        for date in article.iterfind(path):
            yield "@year", " ".join(part.strip() for part in date.itertext() if part.strip())
    for path in ("MedlineCitation/PMID", "BookDocument/PMID"):
        yield "@pmid", article.findtext(path) or ""
    for path in ("PubmedData/ArticleIdList/ArticleId", "BookDocument/ArticleIdList/ArticleId"):
        for number in article.iterfind(path):
            yield f"@{number.get('IdType')}", number.text or ""
    for number in article.iterfind(".//ELocationID[@EIdType='doi']"):
        yield "@doi", number.text or ""
    parts = [
        f"{part.get('Label')}: {''.join(part.itertext())}" if part.get("Label") else "".join(part.itertext())
        for part in article.iterfind(".//Abstract/AbstractText")
    ]
    yield "@abstract", "\n\n".join(parts)
    for path in (
        ".//Article/ArticleTitle",
        "BookDocument/ArticleTitle",
        ".//Book/BookTitle",
        ".//VernacularTitle",
    ):
        for title in article.iterfind(path):
            yield "@title", "".join(title.itertext())


def _endnote_source(by: ByTag) -> str:
    number = by.get("accession-num", ("",))[0].strip()
    return f"accession:{number}" if number else ""


_ENDNOTE = Plan(
    titles=("titles/title",),
    authors=("authors/author", "secondary-authors/author"),
    years=("dates/year", "pub-dates/date"),
    journals=(
        "periodical/full-title",
        "titles/secondary-title",
        "alt-periodical/full-title",
        "periodical/abbr-1",
    ),
    abstracts=("abstract",),
    volumes=("volume",),
    issues=("number", "issue"),
    first_pages=("pages",),
    kinds=("ref-type name",),
    urls=("related-urls/url", "web-urls/url"),
    languages=("language",),
    doi_own=("electronic-resource-num",),
    doi_links=("related-urls/url", "web-urls/url"),
    doi_free=("notes", "custom1", "custom2", "research-notes"),
    pmid_free=("notes", "accession-num", "custom1", "custom2"),
    pmid_links=("related-urls/url", "web-urls/url"),
    registries=("notes", "authors/author", "accession-num"),
    kind_words=WORD_KINDS,
    source_id=_endnote_source,
)
_PUBMED = Plan(
    titles=("@title",),
    authors=("@author",),
    years=("@year",),
    journals=("Journal/Title", "MedlineJournalInfo/MedlineTA", "Publisher/PublisherName"),
    abstracts=("@abstract",),
    volumes=("JournalIssue/Volume",),
    issues=("JournalIssue/Issue",),
    first_pages=("Pagination/MedlinePgn", "Pagination/StartPage"),
    kinds=("PublicationTypeList/PublicationType",),
    languages=("Article/Language", "BookDocument/Language"),
    doi_own=("@doi",),
    pmid_own=("@pmid", "@pubmed"),
    registries=("AccessionNumberList/AccessionNumber",),
    kind_words=WORD_KINDS,
)

"""XML: EndNote's (written by Zotero and Mendeley too) and PubMed's."""

import re
from collections.abc import Iterator
from typing import cast
from xml.etree.ElementTree import Element, ParseError, XMLPullParser

from twofold.references.cleaning import composed
from twofold.references.interpreting import ByTag, Once, Plan
from twofold.references.kinds import WORD_KINDS
from twofold.references.records import Fields, Parsed, RawRecord, Refused

# Two patterns, because one of both would be tried at every character.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_ILLEGAL_NUMBER = re.compile("&#(?:0*(?:[0-8]|1[124-9]|2\\d|3[01])|[xX]0*(?:[0-8bBcCeEfF]|1[0-9a-fA-F]));")
_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
_RECORDS = ("record", "PubmedArticle", "PubmedBookArticle")
_START_OR_END = re.compile(r"<(/?)(?:record|PubmedArticle|PubmedBookArticle)(?=[\s>/])")
_DISTINGUISHING = ("IdType", "EIdType", "Label", "ValidYN")
_FED = 1_000_000
_MOST_TAGS = 1_000_000


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
    if _ILLEGAL.search(text) or _ILLEGAL_NUMBER.search(text):
        text = _ILLEGAL_NUMBER.sub(" ", _ILLEGAL.sub(" ", text))
        warnings.append("Control characters that XML forbids were taken for blanks.")
    plan, name = (_PUBMED, "PubMed XML") if pubmed else (_ENDNOTE, "EndNote XML")
    return Parsed(plan, _records(text, pubmed), warnings, "PubMed" if pubmed else "", format=name)


def _records(text: str, pubmed: bool) -> Iterator[RawRecord]:
    lines = _spans(text)
    names = Once(_local)
    found = 0
    for element in _elements(text):
        found += 1
        first, last = next(lines, (1, 1))
        record = RawRecord(_flattened(element, names), first, last)
        if pubmed:
            record.derived = [*record.fields, *((tag, composed(value)) for tag, value in _pubmed(element))]
        if not any(value.strip() for _, value in record.fields):
            record.refused = "There is nothing in it."
        yield record
    if not found:
        raise Refused("this XML is neither EndNote's nor PubMed's: it has no `record` and no `PubmedArticle`.")


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """First and last line of each record, by its tags; the first line twice where no end tag stands before the next."""
    if "\n" not in text:
        return
    line, at = 1, 0
    opened = 0  # the line of a start tag that waits for its end
    for tag in _START_OR_END.finditer(text):
        line += text.count("\n", at, tag.start())
        at = tag.start()
        if opened:
            yield opened, line if tag[1] else opened
        opened = 0 if tag[1] else line
    if opened:
        yield opened, opened


def _elements(text: str) -> Iterator[Element]:
    """Each record element when it is complete; it is emptied afterwards, so that memory does not grow."""
    parser: XMLPullParser[Element] = XMLPullParser(events=("end",))
    declared = _DECLARATION.match(text)
    opened = 0  # tags since a record ended
    try:
        for at in range(declared.end() if declared else 0, len(text), _FED):
            fed = text[at : at + _FED]
            parser.feed(fed)
            opened += fed.count("<")
            for _, element in cast("Iterator[tuple[str, Element]]", parser.read_events()):
                if element.tag.endswith(_RECORDS) and element.tag.rpartition("}")[2] in _RECORDS:
                    yield element
                    element.clear()
                    opened = 0
            if opened > _MOST_TAGS:
                line = text.count("\n", 0, at) + 1
                raise Refused(f"line {line}: more than {_MOST_TAGS:,} tags follow without the end of a record.")
        parser.close()
    except ParseError as error:
        line = error.position[0]
        raise Refused(f"line {line}: the XML breaks off or is damaged here. Export it again.") from error


def _flattened(record: Element, names: Once[str]) -> Fields:
    """The texts of an element's leaves, named by their element and the one around it; ``style`` counts as text.

    ``names`` gives the name of a tag without its namespace.
    """
    fields: Fields = []
    waiting = [(record, "")]
    while waiting:
        element, above = waiting.pop()
        name = names[element.tag]
        children = [child for child in element if names[child.tag] not in _INLINE] if len(element) else []
        if not children:
            text = "".join(element.itertext()) if len(element) else element.text
            if text and (value := text.strip()):
                mark = _mark(element) if element.keys() else ""
                fields.append((f"{above}/{name}{mark}" if above else f"{name}{mark}", composed(value)))
        if name == "ref-type" and element.get("name"):
            fields.append(("ref-type name", composed(str(element.get("name")))))
        if children:
            outer = "" if name in _RECORDS else name
            waiting += [(child, outer) for child in reversed(children)]
    return fields


def _mark(element: Element) -> str:
    """What tells an element from others of its name, as in ``[doi]``."""
    return next((f"[{element.get(key)}]" for key in _DISTINGUISHING if element.get(key)), "")


_INLINE = frozenset({"style", "i", "b", "u", "sub", "sup", "math"})


def _local(tag: str) -> str:
    # A comment's tag is a function; pull parsers leave comments out, so that only elements come here.
    return tag.rpartition("}")[2]


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


_FREE = (
    "notes", "research-notes", "keywords/keyword", "label", "custom1", "custom2", "custom3", "custom4", "custom5",
    "custom6", "custom7", "call-num", "caption",
)  # fmt: skip
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
    accessions=("accession-num",),
    databases=("remote-database-name", "remote-database-provider"),
    free=_FREE,
    named=True,
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

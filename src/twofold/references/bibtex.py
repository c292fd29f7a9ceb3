"""BibTeX and BibLaTeX: Zotero, EndNote, Mendeley, JabRef, Web of Science, Scopus, Rayyan."""

import logging
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from twofold.references.accents import without_latex
from twofold.references.cleaning import author_name
from twofold.references.interpreting import ByTag, Plan
from twofold.references.kinds import WORD_KINDS
from twofold.references.names import family_first
from twofold.references.records import Parsed, RawRecord

if TYPE_CHECKING:
    from bibtexparser.library import Library
    from bibtexparser.model import Block, Entry

_ENTRY = re.compile(r"@[ \t]*(?!(?:comment|preamble|string)\b)[a-z]\w*[ \t]*[{(]", re.IGNORECASE | re.ASCII)
_STRAY = re.compile(
    r"(?:@[ \t]*|(?m:^)[ \t]*)(?:article|book|booklet|collection|conference|dataset|electronic|inbook|incollection|"
    r"inproceedings|manual|mastersthesis|misc|online|patent|periodical|phdthesis|proceedings|report|software|"
    r"techreport|thesis|unpublished|webpage|www)[ \t]*\{[^\s,{}=]*+,",
    re.IGNORECASE | re.ASCII,
)
_FIELD = re.compile(r"\b(?:title|author|year|journal|doi)[ \t]*=[ \t]*[{\"]", re.IGNORECASE)
_BRACE = re.compile(r"(?<!\\)[{}]")
_APART = re.compile(r"\n[ \t]*@[ \t]*(?:comment|preamble|string)\b[^{(\n]*[{(]", re.IGNORECASE)
_NOT_WHOLE = "It is no whole BibTeX entry: a brace, a quote or a comma is missing, or stands where none should."
# JabRef keeps these for what people think of a paper and where they put it.
_PERSONAL = {
    "comment": "note", "review": "note", "groups": "label", "ranking": "vote", "relevance": "vote",
    "readstatus": "vote", "priority": "vote", "qualityassured": "vote",
}  # fmt: skip
_VERBATIM = frozenset({"doi", "url", "eprint", "file", "link"})


def parse(text: str) -> Parsed:
    """The entries of a BibTeX text. What stands between entries is told, and above the first what looks like a part of
    one."""
    warnings: list[str] = []
    return Parsed(PLAN, _records(text, warnings), warnings, cut=_PERSONAL)


def _records(text: str, warnings: list[str]) -> Iterator[RawRecord]:
    library = _library(text)
    blocks = _by_offset(text, library)
    macros: dict[str, str] = {}
    for string in library.strings:
        macros[string.key.lower()] = _value(str(string.value), macros)
    line, at = 1, 0
    offsets = [match.start() for match in _ENTRY.finditer(text) if _begins(text, match.start())]
    strays = _strays(text, offsets)
    if strays:
        offsets = sorted([*offsets, *strays])
    for place, offset in enumerate(offsets):
        line += text.count("\n", at, offset)
        at = offset
        block = blocks.get(offset)
        stray = offset in strays
        entry = _stray_entry(text[offset : _end(offsets, place, text)]) if stray else _entry_of(block)
        own = text[offset : _end(offsets, place, text)] if block is None or entry is None else block.raw or ""
        record = RawRecord([], line, line + own.rstrip().count("\n"))
        if entry is None:
            record.refused = _NOT_WHOLE
            record.text = own
        elif not entry.fields:
            record.refused = "It has a key and no fields."
        else:
            _fill(record, entry, macros)
        if stray:
            warnings.append(f"Line {line}: an entry begins in the middle of a line or without its `@`; look at it.")
        yield record
    if offsets:
        _warn_of_text_between(library, text.count("\n", 0, offsets[0]), warnings)


def _end(offsets: Sequence[int], place: int, text: str) -> int:
    return offsets[place + 1] if place + 1 < len(offsets) else len(text)


def _strays(text: str, offsets: Sequence[int]) -> frozenset[int]:
    """Where entries begin outside all others, but behind something else on their line, or without their ``@``."""
    ordinary = set(offsets)
    may_be = [found for found in _STRAY.finditer(text) if found.start() not in ordinary]
    if not may_be:
        return frozenset()
    strays: set[int] = set()
    begins = [(at, "begin") for at in offsets]
    begins += [(found.start(), "begin") for found in _APART.finditer("\n" + text)]
    signs = begins + [(found.start(), "stray") for found in may_be] + [(len(text), "begin")]
    closed, depth, done = True, 0, 0
    for at, sign in sorted(signs):
        for brace in _BRACE.finditer(text, done, at):
            depth = depth + 1 if brace[0] == "{" else max(0, depth - 1)
            closed = closed or not depth
        done = max(done, at)
        if sign == "begin":
            closed, depth = False, 0
        elif closed:
            strays.add(at)
            closed, depth = False, 0
    return frozenset(strays)


def _stray_entry(own: str) -> "Entry | None":
    own = own.lstrip()
    blocks = _library(own if own.startswith("@") else f"@{own}").blocks
    return _entry_of(blocks[0]) if blocks else None


def _begins(text: str, offset: int) -> bool:
    """True where only blanks stand between an ``@`` and the line's beginning or the end of another entry."""
    while offset and text[offset - 1] in " \t":
        offset -= 1
    return offset == 0 or text[offset - 1] in "\n})"


def _library(text: str) -> "Library":
    from bibtexparser.splitter import Splitter

    # Without a handler of its own Python would print the library's warnings into the screen.
    logger = logging.getLogger("bibtexparser")
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())
    return Splitter(text).split()


def _by_offset(text: str, library: "Library") -> "dict[int, Block]":
    from bibtexparser.model import ImplicitComment

    found: dict[int, Block] = {}
    at = 0
    for block in library.blocks:
        if isinstance(block, ImplicitComment) or not block.raw:
            continue
        offset = text.find(block.raw, at)
        if offset >= 0:
            found[offset] = block
            at = offset + 1
    return found


def _entry_of(block: "Block | None") -> "Entry | None":
    """The entry of a block, also of one that failed only because a key or a field stands twice."""
    from bibtexparser.model import Entry, ParsingFailedBlock

    if isinstance(block, ParsingFailedBlock):
        inner = block.ignore_error_block
        return _entry_of(inner) if inner is not None else None
    return block if isinstance(block, Entry) else None


def _fill(record: RawRecord, entry: "Entry", macros: Mapping[str, str]) -> None:
    record.fields = [("@type", entry.entry_type), ("@key", entry.key.strip())]
    record.derived = [("@type", entry.entry_type), ("@key", entry.key.strip())]
    for field in entry.fields:
        name = field.key.strip().lower()
        value = _value(str(field.value), macros)
        record.fields.append((field.key.strip(), value))
        if name in ("author", "editor"):
            record.derived.extend((name, person) for person in _names(value))
        elif name in _VERBATIM:
            record.derived.append((name, value.strip("{}").replace("\\_", "_").replace("\\", "")))
        else:
            record.derived.append((name, without_latex(value)))
    if len({value for name, value in record.derived if name == "title"}) > 1:
        record.flags.append("two titles")
    _add_subtitle(record.derived)


def _add_subtitle(derived: list[tuple[str, str]]) -> None:
    """Write title and subtitle, which BibLaTeX keeps apart, as one title."""
    said = dict(derived)
    title, subtitle = said.get("title", "").strip(), said.get("subtitle", "").strip()
    if title and subtitle and subtitle.lower() not in title.lower():
        whole = f"{title} {subtitle}" if title[-1] in ":?!." else f"{title}: {subtitle}"
        derived.insert(0, ("title", whole))


def _value(value: str, macros: Mapping[str, str]) -> str:
    """A value without its braces or quotes, macros and ``#`` resolved; inner braces stay."""
    value = value.strip()
    if len(value) > 1 and value[0] == "{" and value[-1] == "}" and _one_group(value):
        return value[1:-1]
    if len(value) > 1 and value[0] == '"' and value[-1] == '"' and "#" not in value:
        return value[1:-1]
    if "#" in value and '"' in value:
        return "".join(_value(part, macros) for part in value.split("#"))
    if value[:1] == '"' and value[-1:] == '"':
        return value[1:-1]
    return macros.get(value.lower(), value)


def _one_group(value: str) -> bool:
    """True if the first brace closes with the last character."""
    if value.find("{", 1) < 0 and value.find("}") == len(value) - 1:
        return True
    depth = 0
    for match in re.finditer(r"(?<!\\)[{}]", value):
        depth += 1 if match[0] == "{" else -1
        if depth == 0:
            return match.end() == len(value)
    return True


def _names(value: str) -> list[str]:
    """The people of an author field as 'Family, Given'; a name wholly in braces is an institution."""
    people: list[str] = []
    depth, begin = 0, 0
    for match in re.finditer(r"[{}]|(?<!\s)\s++and\s+", value, re.IGNORECASE):
        if match[0] in "{}":
            depth += 1 if match[0] == "{" else -1
        elif depth <= 0:
            people.append(value[begin : match.start()])
            begin = match.end()
    people.append(value[begin:])
    return [name for person in people if (name := _person(person.strip())) and name != "others"]


def _person(name: str) -> str:
    if name.startswith("{") and name.endswith("}") and _one_group(name):
        # Web of Science and Scopus put whole author lists into two pairs of braces.
        return without_latex(name).strip().rstrip(",")
    name = " ".join(without_latex(name).split())
    if "," in name or " " not in name:
        return author_name(name)
    return family_first(name)


def _warn_of_text_between(library: "Library", first_line: int, warnings: list[str]) -> None:
    for comment in library.comments:
        line, said = comment.start_line, str(comment.comment)
        if type(comment).__name__ == "ImplicitComment" and line is not None and not _STRAY.search(said):
            if line <= first_line and not _FIELD.search(said):
                continue
            warnings.append(
                f"Line {line + 1}: there is text between entries, which BibTeX takes for a remark; it was not read."
            )


def _source_id(by: ByTag) -> str:
    key = by.get("@key", ("",))[0]
    if key.startswith("rayyan-"):
        return f"rayyan:{key[7:]}"
    unique = by.get("unique-id", ("",))[0].strip()
    return f"accession:{unique}" if unique else ""


PLAN = Plan(
    titles=("title", "booktitle"),
    authors=("author", "editor"),
    years=("year", "date"),
    journals=("journal", "journaltitle", "booktitle", "publication"),
    abstracts=("abstract",),
    volumes=("volume",),
    issues=("number", "issue"),
    first_pages=("pages", "article-number"),
    kinds=("@type",),
    urls=("url", "link", "howpublished"),
    languages=("language", "langid"),
    doi_own=("doi",),
    doi_links=("url", "link", "ee", "howpublished"),
    doi_free=("note", "annote", "annotation", "extra"),
    pmid_own=("pmid", "pubmed_id", "pubmedid"),
    pmid_free=("note", "annote", "annotation", "extra"),
    pmid_links=("url", "link"),
    registries=("note", "annote", "author"),
    accessions=("eprint",),
    databases=("eprinttype", "archiveprefix"),
    free=("note", "annote", "annotation", "extra", "keywords", "keyword", "mendeley-tags", "tags", "label"),
    named=True,
    kind_words=WORD_KINDS,
    source_id=_source_id,
)

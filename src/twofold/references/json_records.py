"""JSON: CSL-JSON and Zotero's own, and EPPI-Reviewer's export with its codes."""

import json
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping

from twofold.references.cleaning import composed
from twofold.references.decoding import MAX_RECORDS
from twofold.references.interpreting import ByTag, Plan
from twofold.references.kinds import WORD_KINDS
from twofold.references.names import names_in_cell
from twofold.references.records import Fields, Parsed, RawRecord, Refused

_DECODER = json.JSONDecoder()
_ENCODER = json.JSONEncoder(ensure_ascii=False)
_BLANK = re.compile(r"[ \t\n]*")
_LISTS = ("References", "items")
_CUT_BY_EPPI = {
    "Codes": "label", "Outcomes": "note", "Comments": "note", "ItemStatus": "vote", "ItemStatusTooltip": "vote",
    "Keywords": "label", "QuickCitation": "note", "CreatedBy": "note", "EditedBy": "note",
}  # fmt: skip


def parse(text: str) -> Parsed:
    """The records of a JSON text. Raises ``Refused`` if it is broken or holds no list of references."""
    warnings: list[str] = []
    start = len(text) - len(text.lstrip())
    if text[start] == "[":
        return Parsed(_CSL, _csl(_elements(text, start), warnings), warnings, format="CSL-JSON")
    whole, end = _decoded(text, start)
    _refuse_more(text, end)
    if not isinstance(whole, dict):
        raise Refused("this JSON holds no list of references.")
    listed = next((whole[name] for name in _LISTS if isinstance(whole.get(name), list)), None)
    if listed is None:
        raise Refused("this JSON is neither CSL-JSON nor EPPI-Reviewer's export: it has no list `References`.")
    last = text.count("\n") + 1
    placed = ((value, 1, last) for value in listed)
    if "CodeSets" in whole or "References" in whole:
        codes = _code_names(whole.get("CodeSets"))
        return Parsed(
            _EPPI, _eppi(placed, codes, warnings), warnings, "EPPI-Reviewer", _CUT_BY_EPPI, format="EPPI JSON"
        )
    return Parsed(_CSL, _csl(placed, warnings), warnings, format="CSL-JSON")


Placed = Iterator[tuple[object, int, int]]


def _decoded(text: str, at: int) -> tuple[object, int]:
    try:
        value: object
        value, end = _DECODER.raw_decode(text, at)
        return value, end
    except json.JSONDecodeError as error:
        raise Refused(f"line {error.lineno}: the JSON breaks off or is damaged here. Export it again.") from error
    except (RecursionError, ValueError) as error:
        raise Refused("this JSON is nested too deep or holds a number that is too long.") from error


def _elements(text: str, start: int) -> Placed:
    """The elements of the list that begins at ``start``, each with its first and last line."""
    ends = [found.start() for found in re.finditer("\n", text)]
    at = _blank(text, start + 1)
    if text[at : at + 1] == "]":
        _refuse_more(text, at + 1)
        return
    while True:
        value, end = _decoded(text, at)
        yield value, bisect_right(ends, at) + 1, bisect_right(ends, end) + 1
        at = _blank(text, end)
        if text[at : at + 1] == "]":
            _refuse_more(text, at + 1)
            return
        if text[at : at + 1] != ",":
            raise Refused(
                f"line {bisect_right(ends, at) + 1}: the JSON breaks off or is damaged here. Export it again."
            )
        at = _blank(text, at + 1)


def _refuse_more(text: str, at: int) -> None:
    at = _blank(text, at)
    if at < len(text):
        line = text.count("\n", 0, at) + 1
        raise Refused(
            f"line {line}: more follows where the JSON ends; are these two files in one? Bring in each alone."
        )


def _blank(text: str, at: int) -> int:
    found = _BLANK.match(text, at)
    return found.end() if found else at


def _text(value: object) -> str:
    if isinstance(value, str):
        return composed(value)
    if value is None:
        return ""
    return composed(_ENCODER.encode(value))


def _objects(placed: Placed, warnings: list[str]) -> Iterator[tuple[Mapping[str, object], RawRecord]]:
    for number, (value, first, last) in enumerate(placed):
        if number > MAX_RECORDS:
            raise Refused(f"line {first}: more than {MAX_RECORDS:,} values stand in the list. Split the export.")
        if not isinstance(value, dict):
            warnings.append(f"Line {first}: there is a value among the references that is no record; it was not read.")
            continue
        record = RawRecord([(composed(key), _text(inner)) for key, inner in value.items()], first, last)
        if not any(text for _, text in record.fields):
            record.refused = "There is nothing in it."
            record.text = "{}"
        yield value, record


def _csl(placed: Placed, warnings: list[str]) -> Iterator[RawRecord]:
    for value, record in _objects(placed, warnings):
        derived: Fields = [(key, text) for key, text in record.fields if isinstance(value.get(key), (str, int))]
        for person in _listed(value.get("author")) or _listed(value.get("creators")) or _listed(value.get("editor")):
            derived.append(("author", _person(person)))
        issued = value.get("issued")
        if isinstance(issued, dict):
            derived.append(("issued", _text(issued.get("date-parts") or issued.get("raw") or issued.get("literal"))))
        record.derived = derived
        yield record


def _listed(value: object) -> list[Mapping[str, object]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _person(person: Mapping[str, object]) -> str:
    family = _text(person.get("family") or person.get("lastName"))
    particle = _text(person.get("non-dropping-particle"))
    given = _text(person.get("given") or person.get("firstName"))
    if not family:
        return _text(person.get("literal") or person.get("name")) or given
    family = f"{particle} {family}" if particle else family
    return f"{family}, {given}" if given else f"{family},"


def _code_names(sets: object) -> dict[object, str]:
    """The names of all codes of an EPPI export by their number."""
    names: dict[object, str] = {}
    waiting = [sets]
    while waiting:
        value = waiting.pop()
        if isinstance(value, list):
            waiting.extend(value)
        elif isinstance(value, dict):
            if "AttributeId" in value:
                names[_text(value["AttributeId"])] = _text(value.get("AttributeName"))
            waiting.extend(inner for inner in value.values() if isinstance(inner, (dict, list)))
    return names


def _eppi(placed: Placed, codes: Mapping[object, str], warnings: list[str]) -> Iterator[RawRecord]:
    for value, record in _objects(placed, warnings):
        record.fields = [field for field in record.fields if field[0] != "Codes"]
        for code in _listed(value.get("Codes")):
            number = _text(code.get("AttributeId"))
            said = _text(code.get("AdditionalText"))
            record.fields.append(("Codes", f"{codes.get(number) or number}{': ' if said else ''}{said}"))
        yield record


def _csl_source(by: ByTag) -> str:
    key = by.get("key", ("",))[0]
    return f"zotero:{key}" if key else ""


def _eppi_source(by: ByTag) -> str:
    number = by.get("ItemId", ("",))[0]
    return f"eppi:{number}" if number else ""


_CSL = Plan(
    titles=("title",),
    authors=("author",),
    years=("issued", "date", "year"),
    journals=("container-title", "publicationTitle", "bookTitle", "proceedingsTitle"),
    abstracts=("abstract", "abstractNote"),
    volumes=("volume",),
    issues=("issue", "number"),
    first_pages=("page", "pages"),
    kinds=("type", "itemType"),
    urls=("URL", "url"),
    languages=("language",),
    doi_own=("DOI", "doi"),
    doi_links=("URL", "url", "id"),
    doi_free=("note", "extra"),
    pmid_own=("PMID", "pmid"),
    pmid_free=("note", "extra"),
    pmid_links=("URL", "url"),
    registries=("note", "extra"),
    free=("note", "extra", "annote", "keyword", "keywords", "tags", "collections", "custom"),
    named=True,
    kind_words=WORD_KINDS,
    source_id=_csl_source,
)
_EPPI = Plan(
    titles=("Title",),
    authors=("Authors",),
    years=("Year",),
    journals=("ParentTitle",),
    abstracts=("Abstract",),
    volumes=("Volume",),
    issues=("Issue",),
    first_pages=("Pages",),
    kinds=("TypeName",),
    urls=("URL",),
    doi_own=("DOI",),
    doi_links=("URL",),
    pmid_links=("URL",),
    kind_words={
        **WORD_KINDS,
        "JOURNAL, ARTICLE": "article",
        "BOOK, WHOLE": "book",
        "BOOK, CHAPTER": "chapter",
    },
    named=True,
    names=names_in_cell,
    source_id=_eppi_source,
)

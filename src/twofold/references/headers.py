"""Which column of a table carries what: header aliases of the databases, managers and screening tools."""

import re
from collections.abc import Mapping, Sequence

FIELDS = (
    "title", "authors", "year", "journal", "volume", "issue", "pages", "doi", "pmid", "abstract", "kind", "url",
    "language", "source_id", "study_label", "extra", "screening",
)  # fmt: skip
"""What a column may be mapped to by hand; ``extra`` is for notes in which numbers may stand, ``screening`` keeps it
from the coders, ``''`` leaves it in ``raw``."""

# The order within a line is the order in which columns are asked.
_ALIASES = {
    "title": "title|article title|document title|primary title|ti|study title|reference title|titles|paper title|"
    "title primary",
    "authors": "authors|author|author names|author s|author full names|af|au|author list|all authors|author name|"
    "authors primary|authorships author display name|authorships raw author name",
    "year": "year|published year|publication year|pub year|py|year published|year of publication|pubyear",
    "date": "date|publication date|published|issued|date published|create date|pd|early access date|ea",
    "journal": "journal|source title|publication title|journal title|journal book|so|journal name|publication name|"
    "container title|secondary title|source|publication|journal full title|source publication|periodical|"
    "periodical full|primary location source display name|periodical abbrev",
    "volume": "volume|vl|vol|publication volume|journal volume|biblio volume",
    "issue": "issue|is|issue number|number|publication issue|no|journal issue|biblio issue",
    "pages": "pages|page|page range|pp|page numbers|pagination",
    "first_page": "page start|start page|first page|bp|article first page|sp|biblio first page",
    "last_page": "page end|end page|last page|ep|article last page|other pages|biblio last page",
    "doi": "doi|di|doi number|digital object identifier|doi link|doi url|article doi",
    "pmid": "pmid|pubmed id|pubmedid|pm|medline pmid|pubmed|pubmed accession id|ids pmid",
    "abstract": "abstract|ab|abstract note|notes abstract|abstract text|abstracts|summary",
    "kind": "item type|document type|publication type|dt|type|reference type|pt|type of work|doctype",
    "url": "url|link|urls|full text link|web link|links|permalink|plink|full text url",
    "language": "language|la|language of original document|languages|article language",
    "study_label": "study",
    "covidence": "covidence|covidence id|covidence number",
    "key": "key",
    "record_id": "record id",
    "accession": "accession number|ut|ut unique wos id|eid|pui|accession|an|unique identifier|embase accession id|"
    "central id",
    "extra": "extra|notes|note|ref|other notes|remarks|comments",
    "registry": "clinical trial numbers|ctgov id|ictrp id|clinical trial number|trial registration|registry number",
    "keywords": "keywords|author keywords|index keywords|manual tags|automatic tags|keyword|mesh terms|subjects",
    "known": "issn|isbn|publisher|month|day|location|pmc id|citation|first author|pmcid|nihms id|published month",
    "tags": "tags",
    "vote": "included|include|excluded|decision|decisions|vote|votes|screening|screening decision|label included|"
    "included label|final decision|inclusion|inclusion status|inclusion decision|consensus|status|maybe|"
    "final included|abstract included|full text included|label",
    "reason": "exclusion reason|exclusion reasons|reason for exclusion|reasons for exclusion|reason excluded",
    "label": "labels|reviewer labels",
    "who": "reviewer|reviewer name|reviewers|screener|screeners|reviewed by|screened by|user notes|reviewer notes",
}
_ROLE_OF = {alias: (role, rank) for role, aliases in _ALIASES.items() for rank, alias in enumerate(aliases.split("|"))}
_SCREENING_ROLES = {"vote": "vote", "reason": "reason", "label": "label", "who": "note"}
UNKNOWN = "unknown"
"""The role of a column of which nothing is known; one that is left alone by hand has none."""

_TELLING = frozenset(_ALIASES) - {"known", "tags", "vote", "reason", "label", "who", "extra", "keywords"}
_NOT_WORD = re.compile(r"[^a-z0-9]+")


def normalised(header: str) -> str:
    """A header in small letters with single blanks, as the alias table has it: ``Covidence #`` is ``covidence``."""
    return _NOT_WORD.sub(" ", header.lower()).strip()


def roles_of(row: Sequence[str], mapping: Mapping[str, str]) -> list[tuple[str, int]]:
    """For each cell of a header row its role and its rank among the aliases of that role, -1 if it was said by hand."""
    roles = []
    for cell in row:
        if cell in mapping:
            roles.append((mapping[cell], -1))
        elif (name := normalised(cell)).startswith(("asreview", "rayyan")):
            roles.append(("vote", 0))
        elif name.startswith("exported notes"):
            roles.append(("who", 0))
        else:
            roles.append(_ROLE_OF.get(name, (UNKNOWN, 0)))
    return roles


def known_columns(row: Sequence[str], mapping: Mapping[str, str]) -> int:
    """How many different things a row names that a header would name; 0 if it is no header.

    With a mapping by hand every mapped column must be there. Else at least three telling columns, or a title and
    as many known columns as unknown ones.
    """
    if mapping and not set(mapping) <= set(row):
        return 0
    roles = [role for role, _ in roles_of(row, mapping) if role not in ("", UNKNOWN)]
    telling = {role for role in roles if role in _TELLING}
    if mapping:
        return len(set(roles))
    if len(telling) >= 3 or ("title" in telling and 2 * len(roles) >= len(row)):
        return len(set(roles))
    return 0


def screening_kind(role: str) -> str:
    """``vote``, ``label``, ``reason`` or ``note`` for a column that is cut from the study; '' for any other."""
    return "note" if role == "screening" else _SCREENING_ROLES.get(role, "")

"""The tagged formats beside RIS: MEDLINE, Web of Science, EndNote, the Cochrane Library and Ovid."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from twofold.references import tagged
from twofold.references.interpreting import ByTag, Plan
from twofold.references.kinds import WORD_KINDS
from twofold.references.names import names_in_cell
from twofold.references.records import Fields, Parsed, RawRecord
from twofold.references.tagged import Dialect


def _letters(mark: str) -> str:
    return mark.strip(" \n\t-:%")


def _accession(*tags: str) -> Callable[[ByTag], str]:
    def source_id(by: ByTag) -> str:
        for tag in tags:
            if number := by.get(tag, ("",))[0].strip():
                return f"accession:{number}"
        return ""

    return source_id


def _each_line(fields: Fields, tag: str, value: str) -> None:
    """Web of Science puts each author on a line of its own."""
    if tag in ("AU", "AF", "BA", "BF", "CA"):
        fields.extend((tag, line.strip()) for line in value.split("\n") if line.strip())
    else:
        tagged.add_whole(fields, tag, value)


MEDLINE = Dialect(
    mark=re.compile(r"(\n(?:[A-Z][A-Z0-9]{3}|[A-Z][A-Z0-9]{2} |[A-Z][A-Z0-9]  )-(?: |(?=\n)|\Z))"),
    tag_of=_letters,
    plan=Plan(
        titles=("TI", "BTI", "T1", "TT"),
        only_title=("TI",),
        authors=("FAU", "AU", "A1", "CN"),
        years=("DP", "YR", "PY", "Y1", "DEP"),
        journals=("JT", "TA", "JN", "T2", "JF"),
        abstracts=("AB", "N2", "OAB"),
        volumes=("VI", "VO", "VL"),
        issues=("IP", "IS"),
        first_pages=("PG",),
        kinds=("PT",),
        urls=("URLF", "UR"),
        languages=("LA", "LG"),
        doi_own=("DO",),
        doi_marked=("LID", "AID"),
        doi_links=("UR", "URLF"),
        doi_free=("SO",),
        pmid_own=("PMID", "UI"),
        registries=("SI",),
        kind_words=WORD_KINDS,
    ),
    start="PMID",
    end="",
    titles=frozenset({"TI", "T1", "BTI"}),
    telling=frozenset({"AU", "FAU", "AB", "LID", "AID", "UI"}),
    known=frozenset(),
    begins_after_blank=lambda tag, titled: True,
    expected_between=re.compile(r"(?:<?\d+[.>]?)?"),
)

_WEB_OF_SCIENCE_TAGS = (
    "AB AF AR AU BA BE BF BN BP BS BT C1 C3 CA CC CL CR CT CY D2 DA DE DI DT EA EC EF EI EM EP ER ES FN FP FU FX "
    "GA GE GP HC HO HP ID IS J9 JI LA LB LT MA NO NR OA OI PA PD PG PI PM PN PT PU PY RI RP SC SE SI SN SO SP SU "
    "TC TI U1 U2 UT VL VR WC WE Z9"
)
WEB_OF_SCIENCE = Dialect(
    mark=re.compile(r"(\n[A-Z][A-Z0-9](?: |(?=\n)|\Z))"),
    tag_of=_letters,
    plan=Plan(
        titles=("TI", "BT"),
        only_title=("TI",),
        authors=("AF", "AU", "BA", "CA"),
        years=("PY", "PD", "EA"),
        journals=("SO", "JI", "J9"),
        abstracts=("AB",),
        volumes=("VL",),
        issues=("IS",),
        first_pages=("BP", "AR"),
        last_pages=("EP",),
        kinds=("DT", "PT"),
        languages=("LA",),
        doi_own=("DI", "D2"),
        pmid_own=("PM",),
        kind_words=WORD_KINDS,
        source_id=_accession("UT"),
    ),
    start="PT",
    end="ER",
    titles=frozenset({"TI"}),
    telling=frozenset({"AU", "AF", "AB", "DI", "UT"}),
    known=frozenset(_WEB_OF_SCIENCE_TAGS.split()),
    abstracts=frozenset({"AB"}),
    ignored=frozenset({"FN", "VR", "EF"}),
    add=_each_line,
)

ENDNOTE = Dialect(
    mark=re.compile(r"(\n%[0-9A-Za-z@?!#$&()*+^<>=~\[\]](?: |(?=\n)|\Z))"),
    tag_of=lambda mark: mark.strip("\n "),
    plan=Plan(
        titles=("%T",),
        only_title=("%T",),
        authors=("%A", "%E", "%?"),
        years=("%D", "%8"),
        journals=("%J", "%B"),
        abstracts=("%X",),
        volumes=("%V",),
        issues=("%N",),
        first_pages=("%P",),
        kinds=("%0",),
        urls=("%U",),
        languages=("%G",),
        doi_own=("%R",),
        doi_links=("%U", "%>"),
        doi_free=("%Z", "%M"),
        pmid_free=("%Z", "%M"),
        pmid_links=("%U",),
        registries=("%Z", "%M"),
        kind_words=WORD_KINDS,
        source_id=_accession("%M"),
    ),
    start="%0",
    end="",
    titles=frozenset({"%T"}),
    telling=frozenset({"%A", "%X", "%R"}),
    known=frozenset(),
    begins_after_blank=lambda tag, titled: titled and tag in ("%T", "%A"),
)

COCHRANE = Dialect(
    mark=re.compile(
        r"(\n(?:Record #[0-9]+ of [0-9]+|(?:ID|AU|TI|SO|YR|VL|NO|PG|PM|PT|KY|DOI|AB|US|CC|XR|PB|SN|CN|ST|CO|DT): ?))"
    ),
    tag_of=lambda mark: "Record" if mark.startswith("\nRecord") else _letters(mark),
    plan=Plan(
        titles=("TI",),
        only_title=("TI",),
        authors=("AU",),
        years=("YR", "SO"),
        journals=("SO",),
        abstracts=("AB",),
        volumes=("VL",),
        issues=("NO",),
        first_pages=("PG",),
        kinds=("PT",),
        urls=("US",),
        doi_own=("DOI",),
        doi_links=("US",),
        pmid_free=("PM", "XR"),
        registries=("ID", "AU", "SO"),
        kind_words=WORD_KINDS,
        names=names_in_cell,
        source_id=_accession("ID"),
    ),
    start="Record",
    end="",
    titles=frozenset({"TI"}),
    telling=frozenset({"ID", "AU", "AB", "DOI"}),
    known=frozenset(),
)

_OVID = Dialect(
    mark=re.compile(r"(\n(?:<[0-9]+>[ \t]*(?=\n|\Z)|[A-Z][A-Za-z /&()-]{1,40}(?=\n[ \t]+[^ \t\n])))"),
    tag_of=lambda mark: "<>" if mark.startswith("\n<") else mark.strip(),
    plan=Plan(
        titles=("Title", "Original Title", "Book Title"),
        only_title=("Title",),
        authors=("Authors Full Name", "Authors", "Author", "Author/Editor", "Institution"),
        years=("Year of Publication", "Publication Year", "Date of Publication", "Publication Date", "@year"),
        journals=("Journal Name", "@journal", "Source"),
        abstracts=("Abstract",),
        volumes=("Volume", "@volume"),
        issues=("Issue", "Issue Part", "@issue"),
        first_pages=("Page", "Pages", "@pages"),
        kinds=("Publication Type", "Document Type"),
        urls=("URL", "Link to the Ovid Full Text or citation"),
        languages=("Language",),
        doi_own=("DOI", "Digital Object Identifier"),
        doi_links=("Publisher Item Identifier",),
        doi_free=("Source", "Article Identifier"),
        pmid_own=("PMID",),
        pmid_free=("Unique Identifier", "PubMed ID", "Comments"),
        registries=("Clinical Trial Number", "Clinical Trial Registry", "Trial Registry Number"),
        kind_words=WORD_KINDS,
        names=names_in_cell,
        source_id=_accession("Accession Number", "Unique Identifier"),
    ),
    start="<>",
    end="",
    titles=frozenset({"Title"}),
    telling=frozenset({"Author", "Authors", "Abstract", "DOI"}),
    known=frozenset(),
)
_SOURCE = re.compile(
    r"(?P<journal>[^.]+(?:\.[^.\d]+)*)\.\s*(?P<volume>[\w-]*)(?:\((?P<issue>[^)]*)\))?(?::(?P<pages>[\w.-]+))?"
    r"[,;]\s*(?P<year>(?:19|20)\d\d)\b"
)


def medline(text: str) -> Parsed:
    """PubMed's MEDLINE format (.nbib) and Ovid's."""
    return tagged.parse(text, MEDLINE)


def web_of_science(text: str) -> Parsed:
    """Web of Science plain text (.ciw, savedrecs.txt)."""
    return tagged.parse(text, WEB_OF_SCIENCE)


def endnote(text: str) -> Parsed:
    """EndNote's tagged format (.enw)."""
    return tagged.parse(text, ENDNOTE)


def cochrane(text: str) -> Parsed:
    """The Cochrane Library's text export."""
    return tagged.parse(text, COCHRANE)


def ovid(text: str) -> Parsed:
    """Ovid's own format: a label on a line of its own, its value indented below."""
    parsed = tagged.parse(text, _OVID)
    return replace(parsed, records=_with_source(parsed.records))


def _with_source(records: Iterator[RawRecord]) -> Iterator[RawRecord]:
    """Volume, pages and year of Ovid's source line, such as ``BMJ. 3(2):22-33, 2010 Mar.``"""
    for record in records:
        source = " ".join(dict(record.fields).get("Source", "").split())
        if found := _SOURCE.match(source):
            parts = [(f"@{name}", value) for name, value in found.groupdict().items() if value]
            record.derived = [*record.fields, *parts]
        yield record

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
    if "\n" in value and tag in ("AU", "AF", "BA", "BF", "CA"):
        fields.extend((tag, line.strip()) for line in value.split("\n") if line.strip())
    else:
        tagged.add_whole(fields, tag, value)


MEDLINE = Dialect(
    mark=re.compile(r"\n((?:[A-Z][A-Z0-9]{3}|[A-Z][A-Z0-9]{2} |[A-Z][A-Z0-9]  )-(?: |(?=\n)|\Z)|)"),
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
        groups=("CN",),
        free=("GN", "OT"),
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
    mark=re.compile(r"\n([A-Z][A-Z0-9](?: |(?=\n)|\Z)|)"),
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
    ignored=frozenset({"FN", "VR", "EF"}),
    add=_each_line,
)

ENDNOTE = Dialect(
    mark=re.compile(r"\n(%[0-9A-Za-z@?!#$&()*+^<>=~\[\]](?: |(?=\n)|\Z)|)"),
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
        accessions=("%M",),
        databases=("%~", "%W"),
        free=("%Z", "%K", "%F", "%<", "%1", "%2", "%3", "%4", "%L", "%#", "%$"),
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
        r"\n(Record #[0-9]+ of [0-9]+|(?:ID|AU|TI|SO|YR|VL|NO|PG|PM|PT|KY|DOI|AB|US|CC|XR|PB|SN|CN|ST|CO|DT): ?|)"
    ),
    tag_of=lambda mark: "Record" if mark.startswith("Record") else _letters(mark),
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

_REFWORKS_TAGS = (
    "RT SR ID A1 A2 A3 A4 A5 A6 AD AN AB AV CL CN DB DO DS ED FD IP IS JF JO K1 LA LK LL LO NO OL OP PB PM PN PP RD RP "
    "SF SN SP T1 T2 T3 TA U1 U2 U3 U4 U5 U6 U7 U8 U9 U10 U11 U12 U13 U14 U15 UL VO WP WT WV YR"
)
REFWORKS = Dialect(
    mark=re.compile(r"\n((?:U1[0-5]|[A-Z][A-Z0-9])(?: |(?=\n)|\Z)|)"),
    tag_of=_letters,
    plan=Plan(
        titles=("T1",),
        only_title=("T1",),
        authors=("A1", "A2"),
        years=("YR", "FD"),
        journals=("JF", "JO", "T2"),
        abstracts=("AB",),
        volumes=("VO",),
        issues=("IS",),
        first_pages=("SP",),
        last_pages=("OP",),
        kinds=("RT",),
        urls=("UL", "LK"),
        languages=("LA",),
        doi_own=("DO",),
        doi_links=("UL", "LK"),
        doi_free=("NO",),
        pmid_own=("PM",),
        pmid_free=("NO", "AN"),
        pmid_links=("UL", "LK"),
        accessions=("AN",),
        databases=("DB", "DS"),
        registries=("NO", "AN"),
        free=("NO", "K1", *(f"U{number}" for number in range(1, 16))),
        kind_words=WORD_KINDS,
        source_id=_accession("AN"),
    ),
    start="RT",
    end="",
    titles=frozenset({"T1"}),
    telling=frozenset({"A1", "AB", "DO"}),
    known=frozenset(_REFWORKS_TAGS.split()),
    abstracts=frozenset({"AB"}),
)

_OVID = Dialect(
    mark=re.compile(r"\n(<[0-9]+>[ \t]*(?=\n|\Z)|[A-Z][A-Za-z /&()-]{1,40}(?=\n[ \t]+[^ \t\n])|)"),
    tag_of=lambda mark: "<>" if mark.startswith("<") else mark.strip(),
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
        pmid_own=("PMID", "Unique Identifier"),
        pmid_free=("PubMed ID", "Comments"),
        registries=("Clinical Trial Number", "Clinical Trial Registry", "Trial Registry Number"),
        free=("Comments", "Notes", "My Notes"),
        named=True,
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
_JOURNAL = r"(?P<journal>[^.]+(?:\.[^.\d]+)*)\.\s*"
_YEAR_OF_SOURCE = r"(?P<year>(?:19|20)\d\d)\b"
_SOURCES = (
    re.compile(
        rf"{_JOURNAL}(?P<volume>[\w-]*)(?:\((?P<issue>[^)]*)\))?(?::(?P<pages>[\w.-]+))?[,;]\s*{_YEAR_OF_SOURCE}"
    ),
    re.compile(
        rf"{_JOURNAL}(?P<volume>[\w-]*)\s*(?:\((?P<issue>[^)]*)\))?\s*\(pp?\.? (?P<pages>[^)]+)\)[,.]?\s*"
        rf"{_YEAR_OF_SOURCE}"
    ),
)
"""Ovid's source line as MEDLINE and as Embase have it."""

_LONGEST_SOURCE = 2_000

_STOP = re.compile(r"(?<=[a-z]{2})\.(?=\s*\Z)")
_STOPPED = frozenset({"Authors Full Name", "Authors", "Author", "Author/Editor", "Publication Type", "Document Type"})


def medline(text: str) -> Parsed:
    """PubMed's MEDLINE format (.nbib) and Ovid's."""
    return tagged.parse(text, MEDLINE)


def web_of_science(text: str) -> Parsed:
    """Web of Science plain text (.ciw, savedrecs.txt)."""
    return tagged.parse(text, WEB_OF_SCIENCE)


def endnote(text: str) -> Parsed:
    """EndNote's tagged format (.enw)."""
    return tagged.parse(text, ENDNOTE)


def refworks(text: str) -> Parsed:
    """RefWorks' tagged format."""
    return tagged.parse(text, REFWORKS)


def cochrane(text: str) -> Parsed:
    """The Cochrane Library's text export."""
    return tagged.parse(text, COCHRANE)


def ovid(text: str) -> Parsed:
    """Ovid's own format: a label on a line of its own, its value indented below."""
    parsed = tagged.parse(text, _OVID)
    return replace(parsed, records=_with_source(parsed.records))


def _with_source(records: Iterator[RawRecord]) -> Iterator[RawRecord]:
    """With what stands in Ovid's source line, as in ``BMJ. 3(2):22-33, 2010 Mar.`` or ``BMJ. 3(2) (pp 22-33), 2010.``,
    and without the stop that ends a list of names or kinds."""
    for record in records:
        derived = [(tag, _STOP.sub("", value) if tag in _STOPPED else value) for tag, value in record.fields]
        source = " ".join(dict(record.fields).get("Source", "")[:_LONGEST_SOURCE].split())
        if found := next(filter(None, (pattern.match(source) for pattern in _SOURCES)), None):
            derived += [(f"@{name}", value) for name, value in found.groupdict().items() if value]
        record.derived = derived
        yield record

"""CSL-JSON, EPPI-Reviewer JSON, EndNote XML and PubMed XML. All records and people are made up."""

import json

import pytest

from twofold.references import Reading, UnreadableFile, read_references


def read(text: str, expected_format: str) -> Reading:
    reading = read_references(text.encode(), "made-up")
    assert reading.format == expected_format
    assert reading.accounted, (reading.counted, len(reading.references), len(reading.held_back))
    return reading


CSL = [
    {
        "id": "doe2016", "type": "article-journal", "title": "A made-up title", "container-title": "J Nothing",
        "author": [{"family": "Doe", "given": "Jane"}, {"literal": "World Health Organization"},
                   {"family": "Berg", "given": "Piet", "non-dropping-particle": "van der"}],
        "issued": {"date-parts": [[2016, 3, 1]]}, "volume": "4", "issue": 2, "page": "67-78", "DOI": "10.1234/CSL",
        "PMID": "77", "abstract": "Nothing {was} \"done\".", "language": "en",
    },
    {"id": "law", "type": "legislation", "title": "A made-up law", "issued": {"raw": "2001"}},
]  # fmt: skip


class TestCsl:
    def test_all_fields(self):
        first, second = read(json.dumps(CSL), "CSL-JSON").references
        assert first.title == "A made-up title"
        assert first.authors == ("Doe, Jane", "World Health Organization", "van der Berg, Piet")
        assert (first.year, first.journal, first.volume, first.issue, first.pages) == (
            2016,
            "J Nothing",
            "4",
            "2",
            "67-78",
        )
        assert (first.doi, first.pmid, first.abstract, first.kind) == (
            "10.1234/csl",
            "77",
            'Nothing {was} "done".',
            "article",
        )
        assert (second.year, second.authors) == (2001, ())

    def test_lines_of_each_record(self):
        reading = read(json.dumps(CSL, indent=1), "CSL-JSON")
        assert [r.source.first_line for r in reading.references] == [2, 38]

    def test_a_list_named_items(self):
        text = json.dumps({"config": {"items": {"id": 1}}, "items": [
            {"itemType": "journalArticle", "key": "AB12", "title": "One", "date": "2011-05",
             "creators": [{"lastName": "Doe", "firstName": "J"}], "DOI": "10.1234/z"}]})  # fmt: skip
        (reference,) = read(text, "CSL-JSON").references
        assert (reference.authors, reference.year, reference.source_id) == (("Doe, J",), 2011, "zotero:AB12")

    def test_nothing_that_utf8_cannot_hold_gets_through(self):
        (reference,) = read('[{"title": "a\\ud800 cafe\\u0301\\u0000", "DOI": "10.1234/x"}]', "CSL-JSON").references
        assert reference.title == "a\ufffd caf\u00e9\ufffd"

    def test_empty_records_are_held_back_and_other_values_told(self):
        reading = read('[{}, 5, {"title": "One"}]', "CSL-JSON")
        (held,) = reading.held_back
        assert (held.number, held.why) == (1, "There is nothing in it.")
        assert "no record" in reading.warnings[0]

    @pytest.mark.parametrize("cut", [20, 200, -1])
    def test_a_cut_file_is_refused_with_its_line(self, cut):
        with pytest.raises(UnreadableFile, match=r"line \d+: the JSON breaks off"):
            read_references(json.dumps(CSL, indent=1).encode()[:cut], "made-up")

    @pytest.mark.parametrize(
        "text",
        [
            '{"a": 1}',
            "[" * 100_000 + "{",
            '[{"a":' * 100_000,
            '[{"a": ' + "9" * 5_000 + "}]",
            '{"References": 5}',
        ],
        ids=range(5),
    )
    def test_other_json_is_refused(self, text):
        with pytest.raises(UnreadableFile):
            read_references(text.encode(), "made-up")


EPPI = {
    "CodeSets": [{"SetName": "Screening", "Attributes": {"AttributesList": [
        {"AttributeId": 11, "AttributeName": "INCLUDE on full text"},
        {"AttributeId": 12, "AttributeName": "Parent", "Attributes": {"AttributesList": [
            {"AttributeId": 13, "AttributeName": "Child"}]}},
    ]}}],
    "References": [{
        "ItemId": 77123, "Title": "A made-up title", "ParentTitle": "J Nothing", "Authors": "Doe J ; Roe R ; ",
        "Year": "2016", "Volume": "4", "Issue": "2", "Pages": "67-78", "DOI": " 10.1234/EPPI ", "Abstract": "Nothing.",
        "TypeName": "Journal, Article", "Keywords": "one\r\ntwo", "ItemStatus": "I",
        "Codes": [{"AttributeId": 11, "AdditionalText": "Nala agreed"}, {"AttributeId": 13, "AdditionalText": ""}],
        "Outcomes": [{"Title": "secret result"}],
    }],
}  # fmt: skip


class TestEppi:
    def test_fields_and_codes(self):
        (reference,) = read(json.dumps(EPPI), "EPPI JSON").references
        assert (reference.title, reference.authors, reference.year) == (
            "A made-up title",
            ("Doe, J", "Roe, R"),
            2016,
        )
        assert (reference.doi, reference.journal, reference.source_id) == (
            "10.1234/eppi",
            "J Nothing",
            "eppi:77123",
        )
        assert [note.text for note in reference.screening if note.found_in == "Codes"] == [
            "INCLUDE on full text: Nala agreed",
            "Child",
        ]
        assert {note.found_in for note in reference.screening} == {
            "Codes",
            "Outcomes",
            "ItemStatus",
            "Keywords",
        }
        for word in ("Nala", "INCLUDE", "secret"):
            assert word not in repr(reference.raw)


ENDNOTE = (
    '<?xml version="1.0" encoding="UTF-8" ?><xml><records><record><database name="Made-up.enl">Made-up.enl</database>'
    '<rec-number>1</rec-number><ref-type name="Journal Article">17</ref-type><contributors><authors>'
    '<author><style face="normal">Doe, Jane</style></author><author><style>Roe, R.</style></author></authors>'
    '</contributors>'
    '<titles><title><style face="normal">A made-up </style><style face="italic">title</style></title>'
    "<secondary-title><style>J Noth</style></secondary-title></titles><periodical><full-title>"
    "<style>Journal of Nothing</style>"
    "</full-title></periodical><pages><style>67-78</style></pages><volume><style>4</style></volume><number><style>2</style></number>"
    "<dates><year><style>2016</style></year></dates><abstract><style>R&amp;D &lt; 5&#xD;more</style></abstract>"
    "<notes><style>RAYYAN-INCLUSION: {&quot;Nala&quot;=&gt;&quot;Included&quot;}</style></notes>"
    "<urls><related-urls><url>"
    "<style>https://doi.org/10.1234/XML</style></url></related-urls></urls></record>"
    "<record><rec-number>2</rec-number><ref-type name=\"Generic\">13</ref-type><urls><pdf-urls><url>internal-pdf://a.pdf</url>"
    "</pdf-urls></urls></record></records></xml>"
)  # fmt: skip


class TestEndnoteXml:
    def test_fields_in_style_elements_on_one_line(self):
        reading = read(ENDNOTE, "EndNote XML")
        first, second = reading.references
        assert (first.title, first.authors, first.year) == ("A made-up title", ("Doe, Jane", "Roe, R."), 2016)
        assert (first.journal, first.volume, first.issue, first.pages) == (
            "Journal of Nothing",
            "4",
            "2",
            "67-78",
        )
        assert (first.doi, first.doi_found_in, first.kind) == ("10.1234/xml", "related-urls/url", "article")
        assert first.abstract == "R&D < 5 more"
        assert [(note.who, note.text) for note in first.screening] == [("Nala", "Included")]
        assert "Nala" not in repr(first.raw)
        assert second.flags == ("no title",)
        assert read(ENDNOTE.replace("RAYYAN-", ""), "EndNote XML").producer == "EndNote"

    def test_lines(self):
        reading = read(ENDNOTE.replace("><record>", ">\n<record>").replace("<titles>", "\n<titles>"), "EndNote XML")
        assert [(r.source.first_line, r.source.last_line) for r in reading.references] == [(2, 3), (4, 4)]

    @pytest.mark.parametrize("dirt", ["\x0b", "\x1f", "&#x1F;", "&#11;", "\ufffe"], ids=ascii)
    def test_control_characters_that_xml_forbids(self, dirt):
        reading = read(ENDNOTE.replace("A made-up ", f"A{dirt}made-up "), "EndNote XML")
        assert reading.references[0].title == "A made-up title"
        assert "Control characters" in reading.warnings[0]

    def test_an_entity_bomb_is_refused(self):
        bomb = (
            '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
            "<xml><records><record><title>&b;</title></record></records></xml>"
        )
        with pytest.raises(UnreadableFile, match="line 1: the XML declares entities"):
            read_references(bomb.encode(), "made-up")

    def test_an_external_entity_is_refused(self):
        text = '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/hostname">]><xml><record><title>&x;</title></record></xml>'
        with pytest.raises(UnreadableFile, match="declares entities"):
            read_references(text.encode(), "made-up")

    @pytest.mark.parametrize("cut", [400, 900, -3])
    def test_a_cut_file_is_refused(self, cut):
        with pytest.raises(UnreadableFile, match="line 1: the XML breaks off"):
            read_references(ENDNOTE.encode()[:cut], "made-up")

    @pytest.mark.parametrize(
        ("text", "sentence"),
        [("<rss><a/></rss>", "neither EndNote's nor PubMed's"), ("<!DOCTYPE html><html></html>", "web page")],
    )
    def test_other_xml_is_refused(self, text, sentence):
        with pytest.raises(UnreadableFile, match=sentence):
            read_references(text.encode(), "made-up")

    def test_a_deep_file_is_survived(self):
        text = "<xml><record>" + "<a>" * 50_000 + "x" + "</a>" * 50_000 + "</record></xml>"
        assert read(text, "EndNote XML").counted == 1


PUBMED = """<?xml version="1.0" ?>
<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle, 1st January 2025//EN" "https://dtd.nlm.nih.gov/ncbi/pubmed/out/pubmed_250101.dtd">
<PubmedArticleSet>
<PubmedArticle><MedlineCitation Status="MEDLINE"><PMID Version="1">16681130</PMID>
<Article><Journal><Title>Journal of nothing</Title><JournalIssue><Volume>16</Volume><Issue>1</Issue>
<PubDate><MedlineDate>2006 Dec-2007 Jan</MedlineDate></PubDate></JournalIssue></Journal>
<ArticleTitle>A made-up <i>title</i>.</ArticleTitle><Pagination><MedlinePgn>S67-78</MedlinePgn></Pagination>
<ELocationID EIdType="doi" ValidYN="Y">10.1234/PUB</ELocationID>
<Abstract><AbstractText Label="METHODS">None.</AbstractText>
<AbstractText Label="RESULTS">R &lt; 5.</AbstractText></Abstract>
<AuthorList><Author><LastName>Doe</LastName><ForeName>Jane</ForeName></Author>
<Author><CollectiveName>Nothing Group</CollectiveName></Author></AuthorList>
<Language>eng</Language><PublicationTypeList><PublicationType>Journal Article</PublicationType></PublicationTypeList>
</Article></MedlineCitation><PubmedData><ArticleIdList><ArticleId IdType="pubmed">16681130</ArticleId>
<ArticleId IdType="doi">10.1234/pub</ArticleId></ArticleIdList>
<ReferenceList><Reference><ArticleIdList><ArticleId IdType="doi">10.9999/cited</ArticleId></ArticleIdList>
</Reference></ReferenceList>
</PubmedData></PubmedArticle>
<PubmedBookArticle><BookDocument><PMID>99</PMID><Book><Publisher><PublisherName>Nobody</PublisherName></Publisher>
<BookTitle>A made-up book</BookTitle><PubDate><Year>2011</Year></PubDate></Book>
<AuthorList><Author><LastName>Roe</LastName><Initials>R</Initials></Author></AuthorList></BookDocument></PubmedBookArticle>
</PubmedArticleSet>
"""


def test_pubmed_xml():
    reading = read(PUBMED, "PubMed XML")
    article, book = reading.references
    assert (article.title, article.authors) == ("A made-up title.", ("Doe, Jane", "Nothing Group"))
    assert (article.year, article.journal, article.volume, article.issue, article.pages) == (
        2006, "Journal of nothing", "16", "1", "S67-78",
    )  # fmt: skip
    assert (article.doi, article.pmid, article.language) == ("10.1234/pub", "16681130", "eng")
    assert article.abstract == "METHODS: None.\nRESULTS: R < 5."
    assert (article.source.first_line, article.source.last_line) == (4, 18)
    assert (book.title, book.authors, book.year, book.pmid) == ("A made-up book", ("Roe, R",), 2011, "99")

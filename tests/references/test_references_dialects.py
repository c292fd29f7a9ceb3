"""MEDLINE, Web of Science, EndNote tagged, Cochrane and Ovid text. All records are made up."""

import pytest

from twofold.references import Reading, Reference, read_references


def read(text: str | bytes, expected_format: str) -> Reading:
    data = text.encode() if isinstance(text, str) else text
    reading = read_references(data, "made-up.txt")
    assert reading.format == expected_format
    assert reading.accounted, (reading.counted, len(reading.references), len(reading.held_back))
    return reading


def only(text: str | bytes, expected_format: str) -> Reference:
    (reference,) = read(text, expected_format).references
    return reference


class TestMedline:
    ONE = (
        "PMID- 16681130\nOWN - NLM\nSTAT- MEDLINE\nDP  - 2006 Winter\nTI  - A made-up title that is\n      wrapped.\n"
        "PG  - S67-78\nLID - 10.1234/med.1 [doi]\nLID - 77 [pii]\nAB  - Nothing\n      was done.\nFAU - Doe, Jane\n"
        "AU  - Doe J\nFAU - Roe, Richard\nAU  - Roe R\nLA  - eng\nPT  - Journal Article\nVI  - 16\nIP  - 1\n"
        "TA  - J Noth\nJT  - Journal of nothing\nSI  - ClinicalTrials.gov/NCT01234567\n"
        "SO  - J Noth. 2006;16(1):S67-78."
    )

    def test_all_fields_and_no_final_newline(self):
        reference = only("\n" + self.ONE, "MEDLINE")
        assert reference.title == "A made-up title that is wrapped."
        assert reference.authors == ("Doe, Jane", "Roe, Richard")
        assert (reference.year, reference.journal, reference.volume, reference.issue) == (
            2006,
            "Journal of nothing",
            "16",
            "1",
        )
        assert (reference.pages, reference.pmid, reference.language) == ("S67-78", "16681130", "eng")
        assert (reference.doi, reference.doi_found_in) == ("10.1234/med.1", "LID")
        assert (reference.abstract, reference.kind) == ("Nothing was done.", "article")
        assert reference.registry_ids == ("NCT01234567",)
        assert (reference.source.first_line, reference.source.last_line) == (2, 24)

    def test_the_last_record_needs_no_newline_and_none_a_blank_line(self):
        text = self.ONE + "\n\n" + self.ONE.replace("16681130", "2") + "\n" + self.ONE.replace("16681130", "3")
        assert [reference.pmid for reference in read(text, "MEDLINE").references] == ["16681130", "2", "3"]

    def test_a_record_that_lost_its_pmid_line_is_not_merged_into_the_one_above(self):
        text = self.ONE + "\n\n" + self.ONE.partition("\n")[2]
        first, second = read(text, "MEDLINE").references
        assert (first.pmid, second.pmid) == ("16681130", "")
        assert second.flags == ("no start mark",)
        assert second.title == first.title

    def test_the_doi_may_stand_in_aid(self):
        reference = only("PMID- 1\nTI  - Made-up\nAID - S01 [pii]\nAID - 10.1234/AID [doi]\n", "MEDLINE")
        assert (reference.doi, reference.doi_found_in) == ("10.1234/aid", "AID")


class TestWebOfScience:
    HEAD = "\ufeffFN Clarivate Analytics Web of Science\nVR 1.0\n"
    ONE = (
        "PT J\nAU Doe, J\n   Roe, R\nAF Doe, Jane\n   Roe, Richard\nTI A made-up title\n   that is wrapped\n"
        "SO JOURNAL OF NOTHING\nLA English\nDT Article\nAB Nothing was done.\nPY 2018\nXX 5\nVL 4\nIS 2\nBP 10\nEP 20\n"
        "DI 10.1234/WOS.1\nUT WOS:0001\nPM 77\nER\n"
    )

    def test_all_fields(self):
        reading = read(self.HEAD + self.ONE + "\n" + self.ONE + "\nEF", "Web of Science")
        first, second = reading.references
        assert first.title == "A made-up title that is wrapped"
        assert first.authors == ("Doe, Jane", "Roe, Richard")
        assert (first.year, first.journal, first.volume, first.issue, first.pages) == (
            2018, "JOURNAL OF NOTHING", "4", "2", "10-20",
        )  # fmt: skip
        assert (first.doi, first.pmid, first.source_id) == ("10.1234/wos.1", "77", "accession:WOS:0001")
        assert (first.source.first_line, first.source.last_line) == (3, 23)
        assert ("XX", "5") in first.raw
        assert second.source.number == 2
        assert reading.warnings == ()

    def test_a_missing_end_mark(self):
        text = self.HEAD + self.ONE.replace("ER\n", "") + self.ONE
        first, second = read(text, "Web of Science").references
        assert first.flags == ("no end mark",)
        assert second.flags == ()

    def test_early_access_has_no_year_but_a_date(self):
        assert only("PT J\nTI Made-up\nEA JUN 2021\nER\n", "Web of Science").year == 2021


class TestEndnoteTagged:
    ONE = (
        "%0 Journal Article\n%T A made-up title\n%A Doe, Jane\n%A Roe, R\n%J J Nothing\n%V 4\n%N 2\n%P 5-9\n%D 2011\n"
        "%X Nothing.\n\nMore.\n%R 10.1234/ENW\n%U https://example.org\n"
    )

    def test_all_fields(self):
        reference = only(self.ONE, "EndNote tagged")
        assert (reference.title, reference.authors) == ("A made-up title", ("Doe, Jane", "Roe, R"))
        assert (reference.year, reference.volume, reference.issue, reference.pages) == (2011, "4", "2", "5-9")
        assert (reference.doi, reference.abstract, reference.kind) == (
            "10.1234/enw",
            "Nothing.\nMore.",
            "article",
        )

    def test_records_follow_with_and_without_blank_lines(self):
        assert len(read(self.ONE + self.ONE + "\n\n" + self.ONE, "EndNote tagged").references) == 3

    def test_a_lost_start_line_does_not_merge_two_records(self):
        text = self.ONE + "\n" + self.ONE.partition("\n")[2].replace("A made-up title", "Another made-up title")
        _, second = read(text, "EndNote tagged").references
        assert second.title == "Another made-up title"
        assert second.flags == ("no start mark",)


class TestCochrane:
    TEXT = (
        "\ufeffRecord #1 of 2\rID: CN-0001\rAU: Doe J\rAU: Roe R\rTI: A made-up title\rSO: J Nothing\rYR: 2019\rVL: 4\r"
        "NO: 2\rPG: 1-9\rPM: PUBMED 777\rPT: Journal article\rAB: BACKGROUND: none.\rDOI: 10.1234/CN\r\r\r"
        "Record #2 of 2\rID: CN-0002\rAU: NCT01234567\rTI: Another made-up title\rSO: https://example.org, 2012\r"
    )

    def test_bare_carriage_returns_and_all_fields(self):
        first, second = read(self.TEXT, "Cochrane").references
        assert (first.title, first.authors, first.year) == ("A made-up title", ("Doe, J", "Roe, R"), 2019)
        assert (first.pmid, first.doi, first.source_id) == ("777", "10.1234/cn", "accession:CN-0001")
        assert (first.volume, first.issue, first.pages, first.abstract) == (
            "4",
            "2",
            "1-9",
            "BACKGROUND: none.",
        )
        assert (second.year, second.registry_ids) == (2012, ("NCT01234567",))


class TestOvid:
    TEXT = (
        "<1>\nUnique Identifier\n  16681130\nTitle\n  A made-up title\n  that is wrapped.\nAuthors\n  Doe J; Roe R.\n"
        "Source\n  Journal of Nothing. 16(1):1945-1950, 2006 Jan.\nAbstract\n  BACKGROUND: none.\n"
        "Digital Object Identifier\n  https://dx.doi.org/10.1234/ovid\n\n<2>\nTitle\n  Another made-up title\n"
        "Publication Year\n  2001\n"
    )

    def test_labels_and_indented_values(self):
        first, second = read(self.TEXT, "Ovid").references
        assert (first.title, first.authors) == ("A made-up title that is wrapped.", ("Doe, J", "Roe, R."))
        assert (first.journal, first.volume, first.issue, first.pages, first.year) == (
            "Journal of Nothing", "16", "1", "1945-1950", 2006,
        )  # fmt: skip
        assert (first.doi, first.source_id) == ("10.1234/ovid", "accession:16681130")
        assert [tag for tag, _ in first.raw if tag.startswith("@")] == []
        assert (second.title, second.year, second.source.first_line) == ("Another made-up title", 2001, 16)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (TestMedline.ONE, "MEDLINE"),
        (TestWebOfScience.HEAD + TestWebOfScience.ONE, "Web of Science"),
        (TestEndnoteTagged.ONE, "EndNote tagged"),
        (TestCochrane.TEXT, "Cochrane"),
        (TestOvid.TEXT, "Ovid"),
    ],
)
def test_screening_marks_are_cut_in_every_dialect(text, expected):
    marked = text.replace("Nothing", 'RAYYAN-INCLUSION: {"Nala"=>"Included"}').replace(
        "BACKGROUND: none.", "ASReview_relevant"
    )
    for reference in read(marked, expected).references:
        assert "Nala" not in repr((reference.raw, reference.abstract, reference.journal))
        assert "ASReview" not in repr((reference.raw, reference.abstract))

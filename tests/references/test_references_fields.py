"""Fields that databases and managers put in places of their own. All records are made up."""

import pytest

from twofold.references import Reference, read_references
from twofold.references.accents import without_latex
from twofold.references.cleaning import year_in


def only(text: str) -> Reference:
    reading = read_references(text.encode(), "made-up")
    assert reading.accounted
    (reference,) = reading.references
    return reference


def ris(*lines: str) -> str:
    return "TY  - JOUR\nTI  - Made-up\n" + "\n".join(lines) + "\nER  - \n"


class TestDates:
    @pytest.mark.parametrize("date", ["20190301", "20190301//", "2019/03/01", "2019-03-01", "Mar2019"])
    def test_the_year_is_found_in_any_way_of_writing_a_day(self, date):
        assert year_in(date) == 2019

    @pytest.mark.parametrize("number", ["20194501", "201903012", "120190301", "20190340", "99990101"])
    def test_other_numbers_of_eight_digits_or_more_are_no_days(self, number):
        assert year_in(number) is None

    @pytest.mark.parametrize("line", ["DA  - 20190301", "Y1  - 20190301//"])
    def test_in_ris(self, line):
        assert only(ris(line)).year == 2019

    def test_in_a_table_of_ebsco(self):
        header = "Article Title,Author,Journal Title,Publication Date,First Page,PLink"
        assert only(f"{header}\nMade-up,Doe,J Nothing,20190301,4,x\n").year == 2019


class TestPubMedNumbers:
    @pytest.mark.parametrize(
        "text",
        [
            ris("AN  - 39000301", "DB  - PubMed"),
            "%0 Journal Article\n%T Made-up\n%M 39000301\n%~ PubMed\n",
            "@article{a, title={Made-up}, eprint={39000301}, eprinttype={pubmed}}",
            "<xml><records><record><titles><title>Made-up</title></titles><accession-num>39000301</accession-num>"
            "<remote-database-name>PubMed</remote-database-name></record></records></xml>",
        ],
        ids=["RIS", "EndNote tagged", "BibLaTeX", "EndNote XML"],
    )
    def test_are_those_of_the_database_that_is_named_beside(self, text):
        assert only(text).pmid == "39000301"
        assert only(text.replace("PubMed", "Embase").replace("pubmed", "arxiv")).pmid == ""


class TestAuthors:
    def test_several_in_one_field_of_ris(self):
        assert only(ris("AU  - Doe, Jane; Roe, Rick; Poe, Ed")).authors == ("Doe, Jane", "Roe, Rick", "Poe, Ed")
        assert only(ris("AU  - Doe J; Roe R", "AU  - Poe &amp; Sons")).authors == ("Doe, J", "Roe, R", "Poe & Sons")

    def test_a_group_stands_beside_the_people_of_medline(self):
        text = "PMID- 39000401\nTI  - Made-up\nFAU - Doe, Jane\nAU  - Doe J\nCN  - MADE-UP Trial Group\n"
        assert only(text).authors == ("Doe, Jane", "MADE-UP Trial Group")
        assert only(text.replace("FAU - Doe, Jane\nAU  - Doe J\n", "")).authors == ("MADE-UP Trial Group",)

    def test_lens_writes_given_names_first(self):
        names = "Jane Doe; Rick van Roe; Made-up Study Group; Poe E"
        text = f"Lens ID,Title,Publication Year,Author/s\n0-1,Made-up,2019,{names}\n"
        assert only(text).authors == ("Doe, Jane", "van Roe, Rick", "Made-up Study Group", "Poe, E")


class TestBibTeX:
    def test_title_and_subtitle_are_one_title(self):
        entry = "@article{{a, title={{Living well{0}}}, subtitle={{a made-up trial of choirs}}, date={{2019-03-01}}}}"
        assert only(entry.format("")).title == "Living well: a made-up trial of choirs"
        assert only(entry.format("?")).title == "Living well? a made-up trial of choirs"
        assert only(entry.format(": A made-up trial of choirs")).title == "Living well: A made-up trial of choirs"
        assert ("title", "Living well") in only(entry.format("")).raw

    @pytest.mark.parametrize(
        ("written", "read"),
        [(r"H$_{\textrm{2}}$O", "H2O"), ("H$_2$O", "H2O"), ("x$^{2}$", "x2"), (r"\$5 and \$6", "$5 and $6"),
         ("$5 _ $6", "$5 _ $6")],
    )  # fmt: skip
    def test_small_letters_of_formulas_are_letters(self, written, read):
        assert without_latex(written) == read


class TestOvid:
    EMBASE = (
        "<1>\nAccession Number\n  2020000001\nTitle\n  Made-up.\nSource\n  Fictional Journal. 12(3) (pp 101-109), "
        "2020. Article Number: 55. Date of Publication: March 2020.\nAuthor\n  Doe J.; Roe R.\nPMID\n  39000071 [http://x.org]\n"
        "Publication Type\n  Article.\n"
    )
    MEDLINE = (
        "<2>\nUnique Identifier\n  39000072\nTitle\n  Made-up.\nSource\n  BMJ Fict. 3(2):22-33, 2010 Mar.\n"
        "Authors Full Name\n  Doe, Jane; Roe, Rick.\n"
    )

    def test_the_source_line_of_embase(self):
        reference = only(self.EMBASE)
        assert (reference.journal, reference.volume, reference.issue, reference.pages, reference.year) == (
            "Fictional Journal", "12", "3", "101-109", 2020,
        )  # fmt: skip
        without_issue = only(self.EMBASE.replace("12(3) (pp", "12 (pp"))
        assert (without_issue.volume, without_issue.issue, without_issue.pages) == ("12", "", "101-109")

    def test_pubmed_numbers(self):
        assert only(self.EMBASE).pmid == "39000071"
        assert only(self.MEDLINE).pmid == "39000072"
        assert only(self.MEDLINE.replace("39000072", "2020-12345-001")).pmid == ""

    def test_the_stop_at_the_end_of_a_list_is_none_of_its_last_word(self):
        assert only(self.MEDLINE).authors == ("Doe, Jane", "Roe, Rick")
        assert only(self.EMBASE).authors == ("Doe, J.", "Roe, R.")
        assert only(self.EMBASE).kind == "article"


class TestRefWorks:
    ONE = (
        "RT Journal Article\nSR Electronic(1)\nID 1\nA1 Doe,Jane\nA1 Roe,Rick\nT1 Made-up one\nJF J Nothing\nYR 2019\n"
        "VO 3\nIS 2\nSP 10\nOP 20\nDO 10.1234/rw.1\nAB IN 2010 nothing was done.\nK1 health\nDS PubMed\nAN 39000501\n"
    )

    def test_all_fields(self):
        reference = only(self.ONE)
        assert reference.source.format == "RefWorks"
        assert (reference.title, reference.authors) == ("Made-up one", ("Doe, Jane", "Roe, Rick"))
        assert (reference.year, reference.journal, reference.volume, reference.issue, reference.pages) == (
            2019, "J Nothing", "3", "2", "10-20",
        )  # fmt: skip
        assert (reference.doi, reference.kind, reference.pmid) == ("10.1234/rw.1", "article", "39000501")
        assert reference.abstract == "IN 2010 nothing was done."
        assert ("SR", "Electronic(1)") in reference.raw

    def test_a_record_begins_at_each_kind(self):
        text = f"{self.ONE}\nRT Book, Whole\nT1 Made-up two\nU5 included by Ada\n"
        first, second = read_references(text.encode(), "x").references
        assert (first.title, second.title, second.source.first_line) == ("Made-up one", "Made-up two", 19)
        assert [(note.text, note.found_in) for note in second.screening] == [("included by Ada", "U5")]

"""CSV and tab-delimited tables, as screening tools and databases write them. All records are made up."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twofold.references import Reading, UnreadableFile, read_references


def read(text: str | bytes, **mapping: str) -> Reading:
    data = text.encode() if isinstance(text, str) else text
    reading = read_references(data, "made-up.csv", mapping=mapping or None)
    assert reading.format in ("CSV", "TSV")
    assert reading.accounted, (reading.counted, len(reading.references), len(reading.held_back))
    return reading


def table(*rows: tuple[str, ...], delimiter: str = ",") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue()


COVIDENCE = (
    "Title", "Authors", "Abstract", "Published Year", "Published Month", "Journal", "Volume", "Issue", "Pages",
    "Accession Number", "DOI", "Ref", "Covidence #", "Study", "Notes", "Tags",
)  # fmt: skip


class TestProducers:
    def test_covidence(self):
        row = ("Made-up, one", "Kishore, J.; Doe, Anna", "First.\n\nSecond \"part\".\nThird.", "2016", "Jan",
               "J Nothing",
               "4", "2", "1-9", "", "10.1234/C.1", "12", "#14", "Kishore 2016",
               "Exclusion reason: Wrong population; Anna was unsure", "pilot; maybe")  # fmt: skip
        reading = read("\ufeff" + table(COVIDENCE, row))
        (reference,) = reading.references
        assert reading.producer == "Covidence"
        assert (reference.title, reference.year, reference.pages) == ("Made-up, one", 2016, "1-9")
        assert reference.authors == ("Kishore, J.", "Doe, Anna")
        assert (reference.source_id, reference.study_label) == ("covidence:14", "Kishore 2016")
        assert reference.abstract == 'First.\nSecond "part". Third.'
        assert (reference.source.first_line, reference.source.last_line) == (2, 5)
        assert [(note.what, note.text, note.found_in) for note in reference.screening] == [
            ("reason", "Wrong population", "Notes"),
            ("note", "Anna was unsure", "Notes"),
            ("label", "pilot; maybe", "Tags"),
        ]
        assert not {tag for tag, _ in reference.raw} & {"Notes", "Tags"}
        assert dict(reading.columns)["Notes"] == "screening"
        assert dict(reading.columns)["Covidence #"] == "source_id"

    def test_rayyan(self):
        header = (
            "key,title,year,month,day,journal,issn,volume,issue,pages,authors,url,language,publisher,location,"
            "abstract,notes,doi,keywords,pubmed_id,pmc_id"
        )
        row = ["rayyan-301", "Made-up", "2019", "1", "1", "J Nothing", "", "3", "2", "5-9", "Doe, Jane and Roe, R.", "",
               "eng", "", "", "Nothing.",
               'RAYYAN-INCLUSION: {"Nala"=>"Included", "Omar"=>"Excluded"} | RAYYAN-LABELS: a,b', "", "x; y",
               "123", ""]  # fmt: skip
        (reference,) = read(table(tuple(header.split(",")), tuple(row))).references
        assert (reference.source_id, reference.pmid) == ("rayyan:301", "123")
        assert reference.authors == ("Doe, Jane", "Roe, R.")
        assert [(note.who, note.what, note.text) for note in reference.screening] == [
            ("Nala", "vote", "Included"),
            ("Omar", "vote", "Excluded"),
            ("", "label", "a"),
            ("", "label", "b"),
        ]
        assert "Nala" not in repr(reference.raw)

    def test_zotero_keeps_dois_of_reports_in_extra_and_years_in_date(self):
        header = ("Key", "Item Type", "Publication Year", "Author", "Title", "Publication Title", "DOI", "Url",
                  "Abstract Note", "Date", "Pages", "Issue", "Volume", "Extra", "Manual Tags")  # fmt: skip
        first = ("AB12", "report", "", "Doe, Jane; Roe, R.", "Made-up report", "", "", "", "", "2018-03-01", "", "", "",
                 "DOI: 10.1234/Z.1\nPMID: 4567", "")  # fmt: skip
        second = ("AB13", "journalArticle", "2019", "Poe, E", "Made-up article", "J Nothing", "",
                  "https://doi.org/10.1234/Z.2", "", "", "1-2", "3", "4", "", "")  # fmt: skip
        one, two = read("\ufeff" + table(header, first, second)).references
        assert (one.doi, one.doi_found_in, one.pmid, one.year) == ("10.1234/z.1", "Extra", "4567", 2018)
        assert (one.kind, one.source_id) == ("report", "zotero:AB12")
        assert (two.doi, two.doi_found_in, two.journal, two.year) == ("10.1234/z.2", "Url", "J Nothing", 2019)

    def test_scopus(self):
        header = "Authors,Author full names,Title,Year,Source title,Volume,Issue,Page start,Page end,"
        header += "DOI,Link,Document Type,EID"
        row = ("Doe J.; Roe R.", "Doe, Jane (1); Roe, Richard (2)", "Made-up", "2020", "J Nothing", "1", "2", "10",
               "20",
               "10.1234/s", "https://www.scopus.com/x", "Article", "2-s2.0-1")  # fmt: skip
        (reference,) = read("\ufeff" + table(tuple(header.split(",")), row)).references
        assert (reference.authors, reference.pages) == (("Doe, J.", "Roe, R."), "10-20")
        assert (reference.source_id, reference.kind) == ("accession:2-s2.0-1", "article")

    def test_embase_puts_search_text_above_the_header(self):
        text = (
            '"(\'made-up\'/exp OR nothing) AND [2000-2020]/py"\n"2 results, exported"\n'
            '"Title","Author Names","Source","Publication Year","DOI","PUI"\n'
            '"Made-up one","Doe J., Roe R.","J Nothing","2011","10.1234/e1","L1"\n'
            '"Made-up two","Poe E.","J Nothing","2012","","L2"\n'
        )
        reading = read(text)
        assert [reference.title for reference in reading.references] == ["Made-up one", "Made-up two"]
        assert reading.references[0].authors == ("Doe, J.", "Roe, R.")
        assert reading.references[0].source.first_line == 4
        assert reading.producer == "Embase"

    def test_ebsco_says_article_title(self):
        text = "Article Title,Author,Journal Title,Publication Date,DOI,plink\nMade-up,Doe; Roe,J Nothing,20200101,,x\n"
        reading = read(text)
        assert reading.references[0].title == "Made-up"
        assert reading.producer == "EBSCO"

    def test_asreview_votes_are_cut(self):
        text = "record_id,title,authors,year,included,asreview_ranking,asreview_label\n7,Made-up,Doe J,2001,1,3,1\n"
        reading = read(text)
        (reference,) = reading.references
        assert [(note.what, note.found_in) for note in reference.screening] == [
            ("vote", "included"), ("vote", "asreview_ranking"), ("vote", "asreview_label"),
        ]  # fmt: skip
        assert (reading.producer, reference.source_id) == ("ASReview", "asreview:7")

    def test_pubmed(self):
        text = (
            "PMID,Title,Authors,Citation,First Author,Journal/Book,Publication Year,Create Date,PMCID,NIHMS ID,DOI\n"
            '16681130,Made-up,"Doe J, Roe R.",x,Doe J,J Nothing,2006,2006/05/01,,,10.1234/p\n'
        )
        reading = read(text)
        assert (reading.producer, reading.references[0].pmid) == ("PubMed", "16681130")
        assert reading.references[0].authors == ("Doe, J", "Roe, R")

    @pytest.mark.parametrize(
        "encode", [lambda t: "\ufeff" + t.replace("\n", "\r"), lambda t: "\ufeff" + t], ids=["CR", "LF"]
    )
    @pytest.mark.parametrize("codec", ["utf-16-le", "utf-8"])
    def test_web_of_science_tab_has_one_cell_too_many_and_no_quoting(self, encode, codec):
        text = (
            "PT\tAU\tAF\tTI\tSO\tDT\tDI\tPY\tUT\n"
            'J\tDoe, J\tDoe, Jane; Roe, R\t"Made-up" \u2265 1\tJ NOTHING\tArticle\t10.1234/w\t2018\tWOS:01\t\n'
        )
        reading = read(encode(text).encode(codec))
        (reference,) = reading.references
        assert reference.title == '"Made-up" \u2265 1'
        assert (reference.authors, reference.source_id) == (("Doe, Jane", "Roe, R"), "accession:WOS:01")
        assert (reading.producer, reading.format) == ("Web of Science", "TSV")

    def test_cochrane_writes_pubmed_in_front_of_the_number(self):
        header = "CENTRAL ID,Author(s),Title,Source,Year,Abstract,Pages,PubMed ID,CTgov ID,DOI\n"
        reading = read(
            header
            + '"CN-1","Doe, J; Roe, R","Made-up","Trials","2011","None.","1279\u20101297",PUBMED 213,NCT01234567,\n'
        )
        (reference,) = reading.references
        assert (reference.pmid, reference.pages, reference.source_id) == ("213", "1279-1297", "accession:CN-1")
        assert (reference.authors, reference.registry_ids) == (("Doe, J", "Roe, R"), ("NCT01234567",))

    def test_refworks_names_everything_primary(self):
        text = (
            "Reference Type\tAuthors, Primary\tTitle Primary\tPeriodical Full\tPub Year\tVolume\tStart Page\t"
            "Other Pages\t\n"
            'Journal Article\tvan den Doe,null;Roe,R. L.\tMade-up "one"\tJ Nothing\t2014\t \t69\t79\t\n'
        )
        (reference,) = read(text).references
        assert (reference.title, reference.authors) == ('Made-up "one"', ("van den Doe", "Roe, R. L."))
        assert (reference.journal, reference.year, reference.volume, reference.pages) == (
            "J Nothing",
            2014,
            "",
            "69-79",
        )

    def test_openalex(self):
        text = (
            "id,doi,title,publication_year,primary_location.source.display_name,biblio.volume,ids.pmid,"
            "authorships.author.display_name\nhttps://openalex.org/W1,https://doi.org/10.1234/OA,Made-up,2024,"
            "J Nothing,154,https://pubmed.ncbi.nlm.nih.gov/213,Jane Doe|Richard Roe\n"
        )
        (reference,) = read(text).references
        assert (reference.doi, reference.pmid, reference.volume) == ("10.1234/oa", "213", "154")
        assert reference.authors == ("Jane Doe", "Richard Roe")

    def test_ebsco_guards_cells_for_excel(self):
        text = "Article Title,Author,Journal Title,ISSN,Publication Date,PLink\n"
        text += '"Made-up","Doe, J; Roe, R","J",="1932",="Jun2023","x"\n'
        assert read(text).references[0].year == 2023

    def test_windows_1252_table_of_an_r_package(self):
        reading = read("title;author;year\nMade-up caf\u00e9;Doe, J;2001\n".encode("cp1252"))
        assert reading.references[0].title == "Made-up caf\u00e9"
        assert reading.encoding == "Windows-1252"


class TestRows:
    HEADER = ("title", "authors", "year", "doi")

    @pytest.mark.parametrize("delimiter", [",", ";", "\t"])
    def test_any_delimiter(self, delimiter):
        reading = read(table(self.HEADER, ("Made-up; with, both", "Doe, J", "2001", ""), delimiter=delimiter))
        assert reading.references[0].title == "Made-up; with, both"

    def test_excel_says_which_delimiter(self):
        assert read("sep=;\ntitle;authors;year\nMade-up;Doe, J;2001\n").references[0].year == 2001

    def test_blank_rows_are_no_records(self):
        reading = read('title,authors,year\n\nMade-up,"Doe, J",2001\n,,\n"","",""\n   \nMade-up two,,2002\n\n')
        assert reading.counted == 2

    def test_a_row_with_too_many_cells_is_held_back(self):
        reading = read("title,authors,year\nMade-up,Doe,2001\nMade-up, unquoted,Doe,2002\nMade-up three,Roe,2003,\n")
        (held,) = reading.held_back
        assert (held.first_line, held.text) == (3, "Made-up, unquoted,Doe,2002")
        assert held.why == "It has 4 cells where the header has 3, so they may stand in wrong columns."
        assert [reference.title for reference in reading.references] == ["Made-up", "Made-up three"]

    def test_a_row_without_its_last_empty_cells_is_read_with_a_warning(self):
        reading = read("title,authors,year,doi,notes\nMade-up,Doe,2001\n")
        assert reading.references[0].flags == ("short row",)
        assert "line 2" in reading.warnings[0]

    def test_a_row_that_is_only_half_there_is_held_back(self):
        reading = read("title,authors,year,doi\nMade-up,Doe,2001,\nrest of something\n")
        (held,) = reading.held_back
        assert held.why == "It has 1 of the 4 cells of the header."

    def test_a_row_that_identifies_nothing_is_held_back(self):
        reading = read("title,authors,year,abstract\nMade-up,Doe,2001,x\n,,,Exported by nobody\n")
        (held,) = reading.held_back
        assert held.why.startswith("It has neither title nor authors")

    def test_a_row_without_title_is_kept_and_flagged(self):
        assert read("title,authors,year\n,Doe,2001\n").references[0].flags == ("no title",)

    def test_a_stray_quote_does_not_swallow_the_rows_below_it(self):
        reading = read('title,authors,year\nMade-up one,Doe,"2001\nMade-up two,Roe,2002\nMade-up three,"Poe, E",2003\n')
        assert [reference.title for reference in reading.references] == [
            "Made-up one",
            "Made-up two",
            "Made-up three",
        ]
        assert reading.references[2].authors == ("Poe, E",)

    def test_a_quote_that_never_closes_does_not_swallow_the_file(self):
        reading = read('title,authors,year\n"Made-up one,Doe,2001\nMade-up two,Roe,2002\n')
        assert [reference.title for reference in reading.references] == ['"Made-up one', "Made-up two"]

    def test_quotes_that_were_not_doubled(self):
        reading = read('title,authors,year\n"A "made-up" title, with comma",Doe,2001\nMade-up two,Roe,2002\n')
        assert reading.references[0].title == 'A "made-up" title, with comma'
        assert reading.references[1].title == "Made-up two"

    def test_a_title_and_few_other_columns_are_enough(self):
        assert read("Title,DOI\nMade-up,10.1234/x\n").references[0].doi == "10.1234/x"

    def test_an_abstract_that_looks_like_another_format(self):
        reading = read(
            table(("Title", "Authors", "Abstract"), ("Made-up", "Doe", "x\nTY  - JOUR\nPMID- 1\n@article{a,"))
        )
        assert reading.counted == 1

    @given(st.lists(st.tuples(*[st.text(st.sampled_from('ab",;\n\t é'), max_size=8)] * 3), min_size=1, max_size=5))
    def test_what_csv_writes_is_read_cell_by_cell(self, rows):
        reading = read(table(("title", "authors", "year"), *rows))
        expected = [row for row in rows if any(cell.strip(" \t\n") for cell in row)]
        assert reading.counted == len(expected)
        for reference in reading.references:
            row = expected[reference.source.number - 1]
            assert reference.raw == tuple(
                (name, cell) for name, cell in zip(("title", "authors", "year"), row, strict=True) if cell
            )


class TestMappingByHand:
    def test_columns_are_what_the_hand_says(self):
        data = b"Titel,Wer,Jahr,Urteil\nMade-up,Doe J,2001,in\n"
        with pytest.raises(UnreadableFile, match="no row names its columns"):
            read_references(data, "made-up.csv")
        mapping = {"Titel": "title", "Wer": "authors", "Jahr": "year", "Urteil": "screening"}
        reading = read_references(data, "made-up.csv", mapping=mapping)
        (reference,) = reading.references
        assert (reference.title, reference.authors, reference.year) == ("Made-up", ("Doe, J",), 2001)
        assert [note.text for note in reference.screening] == ["in"]
        assert reading.columns == (
            ("Titel", "title"),
            ("Wer", "authors"),
            ("Jahr", "year"),
            ("Urteil", "screening"),
        )

    def test_it_outweighs_the_aliases(self):
        data = b"title,Title 2,authors,year\nwrong,right,Doe,2001\n"
        reading = read_references(data, "made-up.csv", mapping={"Title 2": "title", "title": ""})
        assert reading.references[0].title == "right"

    def test_a_column_that_is_not_there_is_named(self):
        with pytest.raises(UnreadableFile, match="`Titel`"):
            read_references(b"title,authors,year\na,b,2001\n", "made-up.csv", mapping={"Titel": "title"})

    def test_an_unknown_field_is_refused(self):
        with pytest.raises(ValueError, match="`colour`, which is no field"):
            read_references(b"title\na\n", "made-up.csv", mapping={"title": "colour"})


def test_cells_parted_by_upright_strokes():
    reading = read_references(b"Title|Authors|Year|DOI\nMade-up pipes|Doe, J.|2019|10.5555/p.1\n", "x")
    (reference,) = reading.references
    assert (reference.title, reference.authors, reference.year) == ("Made-up pipes", ("Doe, J.",), 2019)
    assert reading.accounted

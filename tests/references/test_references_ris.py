"""RIS as its many producers write it: nothing lost, nothing invented. All records here are made up and say so."""

import pytest

from twofold.references import Reading, UnreadableFile, read_references


def read(text: str | bytes, name: str = "made-up.ris") -> Reading:
    data = text.encode() if isinstance(text, str) else text
    reading = read_references(data, name)
    assert reading.format == "RIS"
    assert reading.accounted, (reading.counted, len(reading.references), len(reading.held_back))
    return reading


def titles(text: str | bytes) -> list[str]:
    return [reference.title for reference in read(text).references]


ONE = "TY  - JOUR\nTI  - Made-up one\nER  - \n"
TWO = "TY  - JOUR\nTI  - Made-up two\nER  - \n"


class TestMarks:
    def test_every_field_of_a_plain_record(self):
        reading = read(
            "TY  - JOUR\nTI  - A made-up trial\nAU  - Doe, Jane\nAU  - Roe, R.\nPY  - 2016\nT2  - Journal of Nothing\n"
            "VL  - 4\nIS  - 2\nSP  - 67\nEP  - 78\nDO  - 10.1234/Made.1\nUR  - https://example.org/1\nLA  - eng\n"
            "AB  - Nothing was done.\nKW  - health\nER  - \n"
        )
        (reference,) = reading.references
        assert reference.title == "A made-up trial"
        assert reference.authors == ("Doe, Jane", "Roe, R.")
        assert reference.year == 2016
        assert (reference.journal, reference.volume, reference.issue) == ("Journal of Nothing", "4", "2")
        assert reference.pages == "67-78"
        assert (reference.doi, reference.doi_found_in) == ("10.1234/made.1", "DO")
        assert (reference.kind, reference.language, reference.abstract) == (
            "article",
            "eng",
            "Nothing was done.",
        )
        assert reference.url == "https://example.org/1"
        assert ("KW", "health") in reference.raw
        assert reference.flags == ()
        assert (reference.source.number, reference.source.first_line, reference.source.last_line) == (
            1,
            1,
            16,
        )
        assert reading.encoding == "ASCII"
        assert reading.warnings == ()

    def test_a_byte_order_mark_does_not_cost_the_first_record(self):
        assert titles(b"\xef\xbb\xbf" + (ONE + TWO).encode()) == ["Made-up one", "Made-up two"]

    def test_a_second_start_mark_closes_the_open_record_with_a_warning(self):
        reading = read("TY  - JOUR\nTI  - Made-up one\n" + TWO)
        assert [reference.title for reference in reading.references] == ["Made-up one", "Made-up two"]
        assert reading.references[0].flags == ("no end mark",)
        assert reading.references[0].source.last_line == 2
        assert reading.warnings == (
            "Line 3: a record begins before the one of line 1 was ended by `ER`; both were read.",
        )

    def test_a_missing_last_end_mark_and_final_newline_do_not_cost_the_last_record(self):
        reading = read(ONE + "TY  - JOUR\nTI  - Made-up two")
        assert [reference.title for reference in reading.references] == ["Made-up one", "Made-up two"]
        assert reading.references[1].source.last_line == 5
        assert "line 4" in reading.warnings[0].lower()

    def test_records_without_any_start_mark_as_r_packages_write_them(self):
        reading = read(
            "AU  - Doe, J\nTI  - Made-up one\nPY  - 2001\nER  - \n\nAU  - Roe, R\nTI  - Made-up two\nER  - \n"
        )
        assert [reference.title for reference in reading.references] == ["Made-up one", "Made-up two"]
        assert all(reference.flags == ("no start mark",) for reference in reading.references)

    def test_tags_between_an_end_and_a_start_mark_belong_to_what_follows(self):
        (first, second) = read(ONE + "DB  - Made-up database\nTY  - JOUR\nTI  - Made-up two\nER  - \n").references
        assert ("DB", "Made-up database") in second.raw
        assert second.source.first_line == 4
        assert ("DB", "Made-up database") not in first.raw

    def test_a_title_without_start_mark_above_a_start_mark_is_a_record_of_its_own(self):
        assert titles("TI  - Made-up zero\nPY  - 1999\n" + ONE) == ["Made-up zero", "Made-up one"]

    @pytest.mark.parametrize(
        "start",
        ["TY  - JOUR", "TY - JOUR", "TY  -JOUR", "TY  -", "   TY  - JOUR", "ty  - JOUR", "TY  - "],
        ids=lambda start: start.replace(" ", "_"),
    )
    def test_start_marks_in_every_spelling(self, start):
        assert titles(f"{start}\nTI  - Made-up one\nER  - \n" + TWO) == ["Made-up one", "Made-up two"]

    @pytest.mark.parametrize("end", ["ER  - ", "ER  -", "ER -", "  ER  - ", "ER  - \r"], ids=repr)
    def test_end_marks_in_every_spelling(self, end):
        reading = read(f"TY  - JOUR\nTI  - Made-up one\n{end}\n" + TWO)
        assert [reference.title for reference in reading.references] == ["Made-up one", "Made-up two"]
        assert reading.warnings == ()

    def test_small_tags_throughout(self):
        (reference,) = read("ty  - jour\nti  - Made-up small\nau  - Doe, J\ner  - \n").references
        assert (reference.title, reference.authors, reference.kind) == (
            "Made-up small",
            ("Doe, J",),
            "article",
        )

    def test_an_empty_record_is_held_back_with_its_lines(self):
        reading = read(ONE + "TY  - JOUR\nER  - \n" + TWO)
        (held,) = reading.held_back
        assert (held.number, held.first_line, held.last_line) == (2, 4, 5)
        assert held.why == "There is nothing between its start mark and its end."
        assert held.text == "TY  - JOUR\nER  - "
        assert [reference.source.number for reference in reading.references] == [1, 3]

    def test_tags_that_make_no_record_are_held_back(self):
        reading = read(ONE + "M1  - left over\nER  - \n")
        (held,) = reading.held_back
        assert (held.first_line, held.text) == (4, "M1  - left over\nER  - ")

    def test_text_between_records_is_told(self):
        reading = read(ONE + "\nSomebody wrote a remark here\n" + TWO)
        assert len(reading.references) == 2
        (warning,) = reading.warnings
        assert warning.startswith("Line 5: there is text outside any record")

    def test_two_titles_in_one_record_are_flagged_and_told(self):
        reading = read("TY  - JOUR\nTI  - Made-up one\nAU  - A, B\nTI  - Made-up two\nER  - \n")
        assert reading.references[0].flags == ("two titles",)
        assert reading.warnings[0].startswith("Line 1: the record has two titles; if these are two records")
        assert read("TY  - JOUR\nTI  - Made-up one\nT1  - Made-up one\nER  - \n").references[0].flags == ()


class TestLines:
    def test_bare_carriage_returns_begin_new_tags(self):
        (reference,) = read(b"TY  - JOUR\nTI  - Made-up\rFU  - A made-up fund\rAN  - WOS:0001\nER  - \n").references
        assert ("FU", "A made-up fund") in reference.raw
        assert reference.source_id == "accession:WOS:0001"

    @pytest.mark.parametrize("end", [b"\r\n", b"\r", b"\n", b"\r\r\n"], ids=repr)
    def test_any_line_end(self, end):
        assert titles((ONE + TWO).encode().replace(b"\n", end)) == ["Made-up one", "Made-up two"]

    @pytest.mark.parametrize("character", ["\u0085", "\u000b", "\u2028", "\u000c", "\u001c"], ids=ascii)
    def test_no_other_character_ends_a_line(self, character):
        (reference,) = read(f"TY  - JOUR\nTI  - Made-up\nAB  - Before{character}TY  - after\nER  - \n").references
        assert ("AB", f"Before{character}TY  - after") in reference.raw

    def test_blank_lines_inside_an_abstract_stay(self):
        text = "TY  - JOUR\r\nTI  - Made-up\r\nAB  - First.\n\n\nSecond.\r\nDO  - 10.1234/x\r\nER  - \r\n"
        (reference,) = read(text).references
        assert ("AB", "First.\n\n\nSecond.") in reference.raw
        assert reference.abstract == "First.\nSecond."
        assert reference.doi == "10.1234/x"

    def test_a_hard_wrapped_abstract_is_joined(self):
        (reference,) = read("TY  - JOUR\nT1  - Made-up\nAB  - Nothing\nwas   \ndone.\nER  - \n").references
        assert reference.abstract == "Nothing was done."

    def test_a_taglike_line_in_an_abstract_counts_only_if_the_tag_is_known(self):
        (reference,) = read(
            "TY  - JOUR\nTI  - Made-up\nAB  - We found\nOR  - 1.5 (95% CI 1.1 to 2)\nPY  - 2001\nER  - \n"
        ).references
        assert reference.abstract == "We found OR  - 1.5 (95% CI 1.1 to 2)"
        assert reference.year == 2001

    def test_a_second_abstract_is_kept(self):
        (reference,) = read("TY  - JOUR\nTI  - Made-up\nAB  - English.\nAB  - Francais.\nER  - \n").references
        assert reference.abstract == "English.\nFrancais."

    def test_untagged_lines_are_new_items_in_keywords(self):
        (reference,) = read("TY  - JOUR\nTI  - Made-up\nKW  - one\ntwo\nthree\nER  - \n").references
        assert [value for tag, value in reference.raw if tag == "KW"] == ["one", "two", "three"]

    def test_two_tags_run_together_on_one_line(self):
        text = "TY  - JOUR\nTI  - Made-up\nUR  - https://example.org/1     U2  - L20298\nER  - \n"
        (reference,) = read(text).references
        assert reference.url == "https://example.org/1"
        assert ("U2", "L20298") in reference.raw


class TestProducers:
    def test_ovid_numbers_and_link_lines(self):
        reading = read(
            "1. \nTY  - JOUR\nT1  - Made-up one\nA1  - Doe, J.\nN2  - Abstract\nY1  - 2020//\n"
            "UR  - https://ovidsp.example.org/x\nER  - \n\n"
            "Link to the Ovid Full Text or citation: http://ovidsp.example.org/y\n\n"
            "2. \nTY  - JOUR\nT1  - Made-up two\nUR  - https://example.org\n"
            "Link to the Ovid Full Text or citation: http://ovidsp.example.org/y\nER  - \n"
        )
        first, second = reading.references
        assert (first.title, first.year, first.abstract, first.authors) == (
            "Made-up one",
            2020,
            "Abstract",
            ("Doe, J.",),
        )
        assert second.url == "https://example.org"
        assert reading.producer == "Ovid"
        assert reading.warnings == ()

    def test_cochrane_records_have_three_head_lines_each(self):
        reading = read(
            'Record #1 of 2\nProvider: John Wiley & Sons, Ltd.\nContent: text/plain; charset="UTF-8"\n'
            "TY  - JOUR\nTI  -  Made-up one\nER  - \n\nRecord #2 of 2\nProvider: John Wiley & Sons, Ltd.\n"
            "Content: text/plain\nTY  - JOUR\nTI  -  Made-up two\nER  - \n"
        )
        assert [reference.title for reference in reading.references] == ["Made-up one", "Made-up two"]
        assert reading.producer == "Cochrane Library"
        assert reading.warnings == ()

    def test_ebsco_puts_the_doi_into_l3(self):
        (reference,) = read("TY  - JOUR\nT1  - Made-up\nL3  - 10.1234/EBSCO.1\nY1  - 2021/06//\nER  - \n").references
        assert (reference.doi, reference.doi_found_in, reference.year) == ("10.1234/ebsco.1", "L3", 2021)

    def test_eppi_item_number_and_keywords_that_may_be_codes(self):
        (reference,) = read(
            "TY  - JOUR\nT1  - Made-up\nA1  - Doe J\nKW  - eppi-reviewer4\nInclude on full text\nDA  - 2024///\n"
            "U1  - 77123\nER  - \n"
        ).references
        assert (reference.source_id, reference.year, reference.authors) == ("eppi:77123", 2024, ("Doe, J",))
        assert reference.source.producer == "EPPI-Reviewer"
        assert not [tag for tag, _ in reference.raw if tag == "KW"]
        assert "Include on full text" in [note.text for note in reference.screening]

    def test_rayyan_puts_its_number_into_an_and_two_tags_on_a_line(self):
        (reference,) = read(
            "TY  - JOUR\nAN  - rayyan-42\nTI  - Made-up\nUR  - https://example.org/x     U2  - L2029\n"
            'N1  - RAYYAN-INCLUSION: {"Nala"=>"Included"}\n'
            "DO  - 10.1234/ray     LK  - https://example.org/link?doi=10.1234%2Fray&title=a+-+b\nER  -\n"
        ).references
        assert (reference.source_id, reference.doi, reference.url) == (
            "rayyan:42",
            "10.1234/ray",
            "https://example.org/x",
        )
        assert ("U2", "L2029") in reference.raw
        assert [note.who for note in reference.screening] == ["Nala"]

    def test_two_addresses_in_one_field(self):
        text = "TY  - JOUR\nTI  - Made-up\nUR  - https://example.org/1 http://dx.doi.org/10.1234/two\nER  - \n"
        (reference,) = read(text).references
        assert (reference.url, reference.doi, reference.doi_found_in) == ("https://example.org/1", "10.1234/two", "UR")

    def test_a_distiller_record_without_year(self):
        (reference,) = read("TY  - JOUR\nTI  - Made-up\nER  - \n").references
        assert reference.year is None

    def test_na_alone_is_empty(self):
        (reference,) = read(
            "TY  - JOUR\nTI  - Made-up\nAB  - NA\nVL  - v. 40\nIS  - no. 3\nAU  - NA\nER  - \n"
        ).references
        assert (reference.abstract, reference.volume, reference.issue, reference.authors) == (
            "",
            "40",
            "3",
            (),
        )

    def test_trial_numbers_stand_in_odd_places(self):
        (reference,) = read(
            "TY  - ELEC\nT1  - Made-up\nA1  - NCT01234567\nN2  - Also ISRCTN12345678.\nER  - \n"
        ).references
        assert reference.registry_ids == ("ISRCTN12345678", "NCT01234567")
        assert reference.kind == "web page"

    def test_no_title_keeps_the_record_and_flags_it(self):
        (reference,) = read("TY  - JOUR\nAU  - Doe, J\nT2  - Journal of Nothing\nER  - \n").references
        assert (reference.title, reference.flags) == ("", ("no title",))

    @pytest.mark.parametrize(
        ("tags", "expected"),
        [("T1  - b\nTI  - a", "a"), ("BT  - c\nT1  - b", "b"), ("BT  - d\nCT  - c", "c"), ("BT  - d", "d")],
    )
    def test_the_order_of_title_tags(self, tags, expected):
        assert titles(f"TY  - BOOK\n{tags}\nER  - \n") == [expected]


class TestEncodings:
    RECORD = "TY  - JOUR\nTI  - Made-up caf\u00e9 \u2013 \u201cquoted\u201d\nER  - \n"

    @pytest.mark.parametrize(
        ("codec", "words"),
        [
            ("utf-8", "UTF-8"),
            ("utf-8-sig", "UTF-8 with a byte-order mark"),
            ("utf-16", "UTF-16 (little endian)"),
            ("cp1252", "Windows-1252"),
        ],
    )
    def test_each_is_read_and_named(self, codec, words):
        reading = read(self.RECORD.encode(codec))
        assert reading.references[0].title == "Made-up caf\u00e9 \u2013 \u201cquoted\u201d"
        assert reading.encoding == words

    def test_big_endian(self):
        reading = read(b"\xfe\xff" + self.RECORD.encode("utf-16-be"))
        assert reading.encoding == "UTF-16 (big endian)"

    def test_two_files_of_two_encodings_put_together(self):
        reading = read(
            b"\xef\xbb\xbf" + self.RECORD.encode() + self.RECORD.encode("cp1252") + b"\xef\xbb\xbf" + ONE.encode()
        )
        assert [reference.title for reference in reading.references] == [
            "Made-up caf\u00e9 \u2013 \u201cquoted\u201d",
            "Made-up caf\u00e9 \u2013 \u201cquoted\u201d",
            "Made-up one",
        ]
        assert "UTF-8 with lines in Windows-1252" in reading.encoding
        assert "line 5" in reading.warnings[0]

    def test_a_file_cut_inside_a_character(self):
        data = self.RECORD.encode()
        reading = read(data[: data.index(b"\xc3") + 1])
        assert reading.references[0].title == "Made-up caf"
        assert "may have been cut off" in reading.warnings[0]

    def test_text_comes_out_composed(self):
        (reference,) = read("TY  - JOUR\nTI  - Made-up cafe\u0301 &#x65;&#x301;\nER  - \n").references
        assert reference.title == "Made-up caf\u00e9 \u00e9"
        assert reference.raw[1] == ("TI", "Made-up caf\u00e9 &#x65;&#x301;")

    def test_characters_that_hide_are_kept_and_flagged(self):
        (reference,) = read("TY  - JOUR\nTI  - Made-up \u202eeno\nER  - \n").references
        assert reference.title == "Made-up \u202eeno"
        assert reference.flags == ("hidden characters",)


def test_recognised_by_content_and_never_by_suffix():
    assert read_references(ONE.encode(), "export.csv").format == "RIS"
    assert read_references(ONE.encode(), "export").format == "RIS"


def test_an_unknown_file_is_refused_with_a_way_out():
    with pytest.raises(UnreadableFile, match=r"`notes\.txt` is in no format .* Export RIS or CSV"):
        read_references(b"Dear colleague,\nhere are the papers.\n", "notes.txt")


def test_tags_without_any_start_or_end_mark_are_parted_at_blank_lines():
    text = "UI  - 1\nTI  - Made-up one\nAU  - Doe J\n\nUI  - 2\nTI  - Made-up two\nAU  - Roe R\n"
    reading = read_references(text.encode(), "made-up.txt")
    assert reading.format == "MEDLINE"
    assert reading.accounted
    assert [reference.title for reference in reading.references] == ["Made-up one", "Made-up two"]

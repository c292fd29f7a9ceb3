"""XLSX workbooks, and archives that only look like one. All records are made up."""

import io
import struct
import sys
import zipfile
import zlib
from datetime import date

import pytest

from twofold.references import Reading, UnreadableFile, read_references

xlsxwriter = pytest.importorskip("xlsxwriter")
pytest.importorskip("python_calamine")


def workbook(*sheets: list[list[object]]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_urls": False})
    for rows in sheets:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(number, column, cell, book.add_format({"num_format": "yyyy-mm-dd"}))
                elif cell is not None:
                    sheet.write(number, column, cell)
    book.close()
    return out.getvalue()


def read(data: bytes) -> Reading:
    reading = read_references(data, "made-up.xlsx")
    assert reading.format == "XLSX"
    assert reading.accounted, (reading.counted, len(reading.references), len(reading.held_back))
    return reading


def test_eppi_numbers_come_back_as_they_were_and_the_vote_is_cut():
    reading = read(
        workbook(
            [
                ["Included", "ID", "ShortTitle", "Title", "Year"],
                ["true", 102199191, "Doe (2016)", "Made-up", 2016],
            ]
        )
    )
    (reference,) = reading.references
    assert (reference.title, reference.year) == ("Made-up", 2016)
    assert ("ID", "102199191") in reference.raw
    assert [note.found_in for note in reference.screening] == ["Included"]


def test_rows_above_the_header_blank_rows_and_a_second_sheet():
    reading = read(workbook(
        [["Read me first"]],
        [["Export of nothing"], [], ["Title", "Authors", "Year", "Date"], ["Made-up one", "Doe, J; Roe, R", 2001, None],
         [" ", None], ["Made-up two", "Poe, E", None, date(2002, 5, 1)], ["", "", ""]],
    ))  # fmt: skip
    assert [(r.title, r.year, r.source.first_line) for r in reading.references] == [
        ("Made-up one", 2001, 4),
        ("Made-up two", 2002, 6),
    ]


def test_a_row_that_identifies_nothing_is_held_back():
    (held,) = read(
        workbook([["Title", "Authors", "Year", "Abstract"], ["a", "b", 2001, "c"], [None, None, None, "x"]])
    ).held_back
    assert held.first_line == 3


def test_an_archive_with_an_export_inside_says_so():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("articles.csv", "title,authors,year\n")
    with pytest.raises(UnreadableFile, match=r"no XLSX workbook\. Unpack it"):
        read_references(out.getvalue(), "export.zip")


def test_a_bomb_is_refused_before_it_is_unpacked(monkeypatch):
    monkeypatch.setattr("twofold.references.workbook.MAX_UNPACKED", 20 * 2**20)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        for number in range(3):
            archive.writestr(f"xl/worksheets/sheet{number}.xml", b"0" * 8_000_000)
    assert len(out.getvalue()) < 100_000
    with pytest.raises(UnreadableFile, match="larger than 20 MiB when unpacked"):
        read_references(out.getvalue(), "bomb.xlsx")


def test_a_part_that_says_that_it_is_small_is_not_unpacked_either():
    data = workbook([["Title", "Authors", "Year"], *([f"A made-up study {one}", "Doe", 2001] for one in range(2_000))])
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        part = archive.getinfo("xl/worksheets/sheet1.xml")
        shown = archive.read(part)[:500]
    lie = struct.pack("<III", zlib.crc32(shown), part.compress_size, len(shown))
    true = struct.pack("<III", part.CRC, part.compress_size, part.file_size)
    assert data.count(true) == 2
    with pytest.raises(UnreadableFile, match="does not hold what it says"):
        read_references(data.replace(true, lie), "lie.xlsx")


def test_a_cell_far_out_is_refused():
    data = io.BytesIO()
    book = xlsxwriter.Workbook(data, {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.write(0, 0, "Title")
    sheet.write(9, 2_499, "x")
    book.close()
    with pytest.raises(UnreadableFile, match="reaches over 10 rows and 2,500 columns"):
        read_references(data.getvalue(), "far.xlsx")


@pytest.mark.parametrize("cut", [30, 500, 3_000, -30])
def test_a_damaged_workbook_is_refused(cut):
    data = workbook([["Title", "Authors", "Year"], ["a", "b", 2001]])
    with pytest.raises(UnreadableFile, match="damaged"):
        read_references(data[:cut], "made-up.xlsx")


def test_a_workbook_without_header_is_refused():
    with pytest.raises(UnreadableFile, match="no sheet of this workbook"):
        read_references(workbook([["one", "two"], ["three", "four"]]), "made-up.xlsx")


def test_without_the_extra_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "python_calamine", None)
    with pytest.raises(UnreadableFile, match=r"Install `twofold\[xlsx\]`, or save the sheet as CSV"):
        read_references(workbook([["Title", "Authors", "Year"]]), "made-up.xlsx")


def test_every_sheet_with_a_header_is_read_and_the_others_are_told():
    reading = read(workbook(
        [["Title", "Authors", "Year"], ["Made-up one", "Doe, J", 2001]],
        [["Please read"], ["this first"]],
        [],
        [["Year", "Title", "Authors"], [2002, "Made-up two", "Roe, R"], [2003, "Made-up three", "Poe, E"],
         ["", "", "", "odd"]],
        [["Title"], ["Nothing but a word"]],
    ))  # fmt: skip
    assert [(one.title, one.year) for one in reading.references] == [
        ("Made-up one", 2001), ("Made-up two", 2002), ("Made-up three", 2003),
    ]  # fmt: skip
    assert [one.source.number for one in reading.references] == [1, 2, 3]
    assert [(held.number, held.first_line, held.why.partition(":")[0]) for held in reading.held_back] == [
        (4, 4, "Sheet `Sheet4`")
    ]
    assert reading.warnings == (
        "Sheet `Sheet2` was not read: none of its 2 rows is a header that Twofold knows.",
        "Sheet `Sheet5` was not read: none of its 2 rows is a header that Twofold knows.",
        "Sheet `Sheet1`: 1 record.",
        "Sheet `Sheet4`: 3 records.",
    )


def test_a_header_that_stands_again_in_a_sheet_is_no_study():
    reading = read(workbook(
        [["Title", "Authors", "Year"], ["Made-up one", "Doe, J", 2001], ["Title", "Authors", "Year"],
         ["Made-up two", "Roe, R", 2002]],
    ))  # fmt: skip
    assert [one.title for one in reading.references] == ["Made-up one", "Made-up two"]
    assert [(held.first_line, held.why) for held in reading.held_back] == [(3, "It is the header again.")]

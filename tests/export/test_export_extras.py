"""The single files beside the folder: for TinyDB, for Excel, and for reference managers."""

import gc
import sys
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from command_runner import twofold
from compared_reviews import code, release, released_review
from exported_folders import exported, rows_of
from opened_reviews import bytes_of, opened, with_studies
from python_calamine import CalamineWorkbook
from tinydb import TinyDB, where

from twofold.export.choices import CannotExport, Choices
from twofold.export.plain_tinydb import PlainTinyDB
from twofold.export.ris_back import RisFile
from twofold.export.workbook import Workbook
from twofold.export.writing import export
from twofold.references.reading import read_references


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return released_review(tmp_path / "r")


def made(folder: Path, extra: Any, place: Path) -> Path:
    with opened(folder, writing=False) as review:
        export(review, Choices(), place / "out", extras=[extra])
    path: Path = extra.path
    return path


def test_stock_tinydb_opens_the_file_and_finds_every_code(folder: Path, tmp_path: Path) -> None:
    path = made(folder, PlainTinyDB(tmp_path / "all.json"), tmp_path)
    with TinyDB(path, access_mode="r") as database:
        codes = database.table("codes").search(where("field") == "design")
        assert len(codes) == 6
        assert {one["by"] for one in codes} == {"anna", "ben"}
        assert {"reviews", "studies", "reports", "codebooks", "submissions", "releases"} <= database.tables()
        everything = {one["id"] for name in database.tables() for one in database.table(name).all()}
    assert everything == {one["document"][1:] for one in rows_of(tmp_path / "out", "audit")}


def test_minutes_go_out_only_where_the_review_says_so(folder: Path, tmp_path: Path) -> None:
    path = made(folder, PlainTinyDB(tmp_path / "all.json"), tmp_path)
    assert '"minutes"' not in path.read_text()
    assert "minutes" not in rows_of(tmp_path / "out", "submissions")[0]
    with opened(folder) as review:
        standing = review.plan.standing
        from twofold.record.plan_documents import ReviewDocument, ReviewSettings
        from twofold.record.work_documents import SubmissionDocument
        from twofold.review.leading import carry_out

        assert review.pen is not None
        said = review.pen.document(
            ReviewDocument,
            title=standing.title,
            people=standing.people,
            settings=ReviewSettings(minutes_in_exports=True),
            replaces=standing.current,
        )[1]
        carry_out(review, [said])
        key = next(iter(review.plan.studies))
        name, old = next(
            (name, one) for name, one in review.documents_of(key, "anna").items() if isinstance(one, SubmissionDocument)
        )
        again = old.model_copy(
            update={"minutes": 42, "replaces": (name,), "nonce": "0" * 32, "at": "2099-01-01T00:00:00Z"}
        )
        review.pen.put_now([again])
    made(folder, PlainTinyDB(tmp_path / "all.json"), tmp_path)
    assert '"minutes":42' in path.read_text()
    took = {one["at"]: one["minutes"] for one in rows_of(tmp_path / "out", "submissions")}
    assert took["2099-01-01T00:00:00Z"] == "42"
    assert set(took.values()) == {"", "42"}


def test_the_workbook_has_a_sheet_a_table_with_the_same_cells(folder: Path, tmp_path: Path) -> None:
    path = made(folder, Workbook(tmp_path / "all.xlsx"), tmp_path)
    book = CalamineWorkbook.from_path(str(path))
    tables = sorted(one.stem for one in (tmp_path / "out").glob("*.csv"))
    assert sorted(book.sheet_names) == tables
    for name in tables:
        read = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        wanted = rows_of(tmp_path / "out", name)
        assert len(read) == len(wanted) + 1, name
        for cells, row in zip(read[1:], wanted, strict=True):
            for cell, text in zip(cells, row.values(), strict=True):
                assert (float(text) if isinstance(cell, float) else text) == cell, (name, row)


def test_no_cell_of_the_workbook_is_a_formula(tmp_path: Path) -> None:
    folder = with_studies(tmp_path / "r", titles=("=1+1", "http://example.org", "3"))
    path = made(folder, Workbook(tmp_path / "all.xlsx"), tmp_path)
    with ZipFile(path) as book:
        sheets = [book.read(name) for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
    assert sheets
    assert not any(b"<f>" in one or b"hyperlink" in one for one in sheets)
    read = CalamineWorkbook.from_path(str(path)).get_sheet_by_name("studies").to_python()
    assert [row[2] for row in read[1:]] == ["=1+1", "http://example.org", "3"]


def test_the_command_says_how_many_cells_of_the_workbook_were_cut_and_where_they_are_whole(tmp_path: Path) -> None:
    long = "x" * 40_000
    coded = ({"design": "rct", "remarks": long}, *[{"design": "rct"}] * 2)
    folder = released_review(tmp_path / "r", coded, coded)
    line = ["export", "-r", folder, "--as", "anna", "--out", tmp_path / "out", "--xlsx", tmp_path / "all.xlsx"]
    ran = twofold(*line, "--only", "codes_long,consensus_wide")
    assert ran.code == 0
    said = "5 cells of the Excel file were cut to 32,767 letters, the most that Excel holds"
    assert f"{said} (4 in codes_long, 1 in consensus_wide). The CSV files of the folder have them whole." in ran.err
    book = CalamineWorkbook.from_path(str(tmp_path / "all.xlsx"))
    cells = [str(cell) for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python() for cell in row]
    assert sum(len(one) == 32_767 and one.endswith("x…") for one in cells) == 5
    assert [one["value"] for one in rows_of(tmp_path / "out", "codes_long") if len(one["value"]) > 9] == [long] * 2
    assert twofold(*line, "--only", "studies").err.count("cut") == 0


def test_numbers_that_were_typed_stand_in_the_workbook_as_typed(tmp_path: Path) -> None:
    typed = ("1.50", "1.5", "007", "0.00001", "12345678901234567", "-0", "0", "-3.25")
    coded = tuple({"design": "rct", "share": one} for one in typed)
    folder = with_studies(tmp_path / "r", titles=[f"Number {number}" for number in range(len(typed))])
    code(folder, "anna", coded)
    code(folder, "ben", coded)
    release(folder)
    book = CalamineWorkbook.from_path(str(made(folder, Workbook(tmp_path / "all.xlsx"), tmp_path)))
    head, *rows = book.get_sheet_by_name("consensus_wide").to_python()
    at = head.index("share")
    assert [row[at] for row in rows] == [
        "1.50", 1.5, "007", "0.00001", "12345678901234567", "-0", 0.0, -3.25
    ]  # fmt: skip
    agreement = book.get_sheet_by_name("agreement").to_python()
    estimates = [row[agreement[0].index("estimate")] for row in agreement[1:]]
    assert any(isinstance(one, float) for one in estimates), "what is computed is a number, whatever its noughts"
    assert not any(isinstance(one, str) and one for one in estimates)


@pytest.mark.parametrize("packed", [0, 1, 30])
def test_a_workbook_that_cannot_be_packed_is_told_in_a_sentence_and_by_nothing_else(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, packed: int
) -> None:
    left = [packed]
    write = ZipFile.write

    def full(archive: ZipFile, *names: str) -> None:
        if not left[0]:
            raise OSError(28, "No space left on device")
        left[0] -= 1
        write(archive, *names)

    monkeypatch.setattr(ZipFile, "write", full)
    unheard: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", unheard.append)
    with pytest.raises(CannotExport, match="the disk is full"):
        made(folder, Workbook(tmp_path / "all.xlsx"), tmp_path)
    gc.collect()
    assert unheard == []
    assert sorted(one.name for one in tmp_path.iterdir()) == ["r", "r.ris"]


def test_a_table_with_more_rows_than_a_sheet_stops_everything(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("twofold.export.workbook.MOST_ROWS", 20)
    with pytest.raises(CannotExport, match="codes_long has more rows than a sheet of Excel holds"):
        made(folder, Workbook(tmp_path / "all.xlsx"), tmp_path)
    assert sorted(one.name for one in tmp_path.iterdir() if one.name not in ("r", "r.ris")) == []


def test_without_xlsxwriter_the_way_out_is_told(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(CannotExport, match=r"pip install 'twofold\[xlsx\]'"):
        made(folder, Workbook(tmp_path / "all.xlsx"), tmp_path)


def test_the_references_come_back_with_the_consensus_as_keywords(folder: Path, tmp_path: Path) -> None:
    path = made(folder, RisFile(tmp_path / "all.ris"), tmp_path)
    found = read_references(path.read_bytes(), "all.ris")
    reports = rows_of(tmp_path / "out", "reports")
    assert [(one.title, one.year, one.doi, "; ".join(one.authors)) for one in found.references] == [
        (one["title"], int(one["year"]), one["doi"], one["authors"]) for one in reports
    ]
    keywords = [line[6:] for line in path.read_text("utf-8").splitlines() if line.startswith("KW")]
    assert {"study:S001", "design:rct", "who:carers", "who:(none)", "n_all:120"} <= set(keywords)
    assert not any(one.startswith("level:high") for one in keywords)


def test_a_file_beside_that_cannot_be_written_stops_the_folder_too(folder: Path, tmp_path: Path) -> None:
    exported(folder, tmp_path / "out")
    before = bytes_of(tmp_path / "out")
    with pytest.raises(CannotExport, match="could not be written"):
        made(folder, PlainTinyDB(tmp_path / "missing" / "all.json"), tmp_path)
    assert bytes_of(tmp_path / "out") == before


def test_the_command_writes_all_and_tells_what(folder: Path, tmp_path: Path) -> None:
    files = [tmp_path / name for name in ("all.json", "all.xlsx", "all.ris")]
    line = ["export", "-r", folder, "--as", "ben", "--out", tmp_path / "o", "--tinydb", files[0], "--xlsx", files[1]]
    ran = twofold(*line, "--ris", files[2])
    assert ran.code == 0, ran.err
    assert "Written for ben" in ran.out
    assert "codes_long.csv" in ran.out
    assert all(path.is_file() for path in files)
    told = twofold("export", "-r", folder, "--as", "ben", "--out", tmp_path / "o", "--json", "--only", "studies").json
    assert told["files"][0] == {
        "file": "studies.csv",
        "rows": 3,
        "bytes": (tmp_path / "o" / "studies.csv").stat().st_size,
    }
    dry = twofold("export", "-r", folder, "--as", "ben", "--dry-run", "--json", "--no-bom").json
    assert dry["written"] is False
    assert not (folder / "exports").exists()
    assert twofold("export", "-r", folder, "--as", "ben", "--no-bom").code == 0
    (place,) = (folder / "exports").iterdir()
    assert place.name.startswith("ben.")
    assert (place / "studies.csv").read_bytes().startswith(b"study,")


def test_the_command_refuses_in_a_sentence(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    bad: list[tuple[list[object], int]] = [
        (["--out", tmp_path / "file"], 1), (["--only", "nothing"], 2), (["--who", "zoe"], 2), (["--round", "none"], 2),
    ]  # fmt: skip
    for line, wanted in bad:
        ran = twofold("export", "-r", folder, "--as", "ben", *line)
        assert ran.code == wanted
        assert len(ran.err.splitlines()) == 1
        assert "Traceback" not in ran.err
